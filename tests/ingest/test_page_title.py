"""Which of the titles that a page tells of its article is its title, and what belongs to the site."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from onrecord.ingest.page_facts import PageFacts, page_facts
from onrecord.ingest.page_title import title_of
from onrecord.ingest.readers.html import page_tree

SITE = ("Torvik Wire", "torvikwire.example")


@dataclass
class Page:
    """What a page says: to social networks, to programs, in its headings, above its window."""

    social: str = ""
    headline: str = ""
    headings: tuple[str, ...] = ()
    lower: tuple[str, ...] = ()
    window: str = ""

    def title(self, extracted: str = "") -> str:
        """Return the title of the article in it."""
        facts = PageFacts(self.headline, self.headings, self.lower, self.window, self.social)
        return title_of(extracted or self.social, facts, SITE)


@pytest.mark.parametrize(
    ("headline", "heading", "expected"),
    [
        ("Harbour of Torvik opens", "Harbour of Torvik opens", "Harbour of Torvik opens"),
        ("Harbour of Torvik…", "Harbour of Torvik opens", "Harbour of Torvik opens"),
        ("Harbour of Torvik", "Harbour of Torvik opens", "Ships back at last"),
        ("H" * 96, "H" * 96 + " opens", "H" * 96 + " opens"),
        ("H" * 95, "H" * 95 + " opens", "Ships back at last"),
        ("Ice on the quay", "Harbour of Torvik opens", "Ships back at last"),
        ("", "", "Ships back at last"),
    ],
    ids=["the same", "cut short", "not marked as cut", "cut at the limit", "below the limit", "another", "none"],
)
def test_the_heading_that_is_also_the_headline_for_programs_is_the_title(
    headline: str, heading: str, expected: str
) -> None:
    assert Page("Ships back at last", headline, ("Torvik", heading)).title() == expected


@pytest.mark.parametrize(
    ("window", "expected"),
    [
        ("Harbour of Torvik opens", "Harbour of Torvik opens"),
        ("Harbour of Torvik opens | Torvik Wire", "Harbour of Torvik opens"),
        ("Ice on the quay", "Ships back at last"),
    ],
    ids=["above the window", "and the site", "another"],
)
def test_what_programs_and_the_window_are_told_is_the_title(window: str, expected: str) -> None:
    page = Page("Ships back at last", "Harbour of Torvik opens", ("All on the ice",), window=window)
    assert page.title() == expected


def test_the_headline_that_social_networks_and_readers_are_told_is_the_title() -> None:
    page = Page("Ships back", "Harbour opens", ("Ships back",), window="Harbour opens")
    assert page.title() == "Ships back"


def test_words_above_a_headline_belong_to_it_where_all_but_the_heading_have_them() -> None:
    whole = "Ice on the quay: Harbour of Torvik opens again"
    page = Page(whole, whole.replace(": ", " - "), ("Harbour of Torvik opens again",), window=f"{whole} - News")
    assert page.title() == whole


def test_the_site_in_the_headline_for_programs_is_taken_off() -> None:
    whole = "Harbour opens - Torvik Wire"
    assert Page("Ships", whole, ("All on the ice",), window=whole).title() == "Harbour opens"


@pytest.mark.parametrize(
    ("social", "window", "expected"),
    [
        ("Latest news and pictures", "Harbour of Torvik opens", "Harbour of Torvik opens"),
        ("Torvik and its ships", "Harbour of Torvik opens", "Torvik and its ships"),
        ("Latest news and pictures", "Harbour of Torvik opens: Ice", "Latest news and pictures"),
    ],
    ids=["nothing in common", "a word in common", "not the window's title"],
)
def test_a_social_title_of_the_site_gives_way_to_heading_and_window(
    social: str, window: str, expected: str
) -> None:
    assert Page(social, headings=("Harbour of Torvik opens",), window=window).title() == expected


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        (Page(lower=("More", "Ice on the quay again"), window="Ice on the quay again"), "Ice on the quay again"),
        (Page(lower=("Ice on the quay again",), window="Ice on the quay again - Post"), "Ice on the quay again"),
        (Page(lower=("Ice on quay",), window="Ice on quay"), "Health"),
        (Page(lower=("Ice on the quay again",), window="Health: Ice on the quay again"), "Health"),
        (Page(lower=("Ice on the quay again",), window="All of it"), "Health"),
        (Page(headline="All", lower=("Ice on the quay again",), window="Ice on the quay again"), "Health"),
    ],
    ids=["the window's", "and the site", "too short", "both in the window", "in no window", "programs are told"],
)
def test_the_name_of_a_section_above_a_headline_is_no_title(page: Page, expected: str) -> None:
    page.headings = ("Health",)
    assert page.title(extracted="Health") == expected


@pytest.mark.parametrize(
    ("title", "headings", "expected"),
    [
        ("Ice on the quay - Torvik Wire", (), "Ice on the quay"),
        ("Torvik Wire | Ice on the quay", (), "Ice on the quay"),
        ("Ice - The New Wire of Torvik", ("Ice",), "Ice"),
        ("Ice - The New Wire of Torvik", (), "Ice - The New Wire of Torvik"),
        ("All on «ice »", ("All on «ice»",), "All on «ice »"),
    ],
    ids=["behind", "before", "behind the heading", "an unknown name", "a mark of quotation"],
)
def test_the_name_of_the_site_is_no_part_of_the_title(
    title: str, headings: tuple[str, ...], expected: str
) -> None:
    assert Page(title, headings=headings).title() == expected


def test_a_page_that_has_only_the_name_of_its_site_as_title_has_its_heading() -> None:
    assert Page("Torvik Wire", headings=("Ice",)).title() == "Ice"


def test_the_titles_of_a_page_are_read_from_where_they_stand() -> None:
    page = """\
        <html><head><title> Ice on
          the quay </title></head><body><meta property="og:title" content="Ships back">
        <h1>Ice</h1><h2>Of the quay</h2><h1></h1><h3>And more</h3></body></html>"""
    facts = page_facts(page_tree(page))
    assert facts.main_headings == ("Ice",)
    assert facts.lower_headings == ("Of the quay", "And more")
    assert (facts.window_title, facts.social_title) == ("Ice on the quay", "Ships back")
