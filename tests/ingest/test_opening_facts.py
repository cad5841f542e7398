"""What the first lines and the properties of a document say of its article."""

from __future__ import annotations

import pytest

from onrecord.base.records import Draft
from onrecord.ingest.opening_facts import given_author, given_title, with_facts_of_lines, with_opening_facts


@pytest.mark.parametrize(
    ("lines", "author", "published", "text"),
    [
        (["By Ann Lee", "16 April 2021", "It is open."], "Ann Lee", "2021-04-16", "It is open."),
        (["By Ann Lee and Jan de Berg", "It is open."], "Ann Lee and Jan de Berg", "", "It is open."),
        (["Jan Berg", "It is open."], "Jan Berg", "", "It is open."),
        (["Harbour", "Jan Berg", "2021-04-16", "It is open."], "Jan Berg", "2021-04-16", "It is open."),
        (["Ann Lee", "It is open."], "Jan Berg", "", "Ann Lee\n\nIt is open."),
        (["By the harbour it is cold", "It is open."], "Jan Berg", "", "By the harbour it is cold\n\nIt is open."),
        (["By Ann Lee."], "Jan Berg", "", "By Ann Lee."),
        (["By Ann Lee"], "Jan Berg", "", "By Ann Lee"),
        (["16 April 2021 was a Friday.", "It is open."], "Jan Berg", "", "16 April 2021 was a Friday.\n\nIt is open."),
        (["By Noon", "it was shut."], "Jan Berg", "", "By Noon\n\nit was shut."),
        (["Harbour", "it was shut."], "Jan Berg", "", "it was shut."),
        (["It is open.", "By Ann Lee", "More."], "Jan Berg", "", "It is open.\n\nBy Ann Lee\n\nMore."),
    ],
    ids=[
        "byline and day", "two names", "the known author", "the title again", "another name", "no name", "a sentence",
        "nothing below", "a day in a sentence", "a sentence in two", "the title above one", "below the text",
    ],
)  # fmt: skip
def test_facts_in_the_first_lines_are_no_text(lines: list[str], author: str, published: str, text: str) -> None:
    draft = with_opening_facts(Draft(title="Harbour", author="Jan Berg", text="\n\n".join(lines)))
    assert (draft.author, draft.published, draft.text) == (author, published, text)


def test_the_day_among_the_properties_is_kept() -> None:
    draft = with_opening_facts(Draft(title="Harbour", published="2021-04-15", text="16 April 2021\n\nIt is open."))
    assert (draft.published, draft.text) == ("2021-04-15", "It is open.")


def test_what_programs_write_is_no_title_and_no_author() -> None:
    titles = ("Microsoft Word - a.docx", "Dokument1", "untitled", "a.indd", "-", "Document of the year")
    assert [given_title(title) for title in titles] == ["", "", "", "", "", "Document of the year"]
    authors = ("python-docx", "Microsoft Office User", "admin", "Ann Admin", "Ann Lee; Jan Berg")
    assert [given_author(author) for author in authors] == ["", "", "", "Ann Admin", "Ann Lee, Jan Berg"]


LONG_LINE = "It is open " * 20


@pytest.mark.parametrize(
    ("text", "title", "author", "published"),
    [
        ("Harbour\nBy Ann Lee\n16 April 2021\n\nIt is open.", "Harbour", "Ann Lee", "2021-04-16"),
        ("Harbour\n\nBy Ann Lee\n\n16 April 2021\n\nIt is open.", "Harbour", "Ann Lee", "2021-04-16"),
        ("Harbour\n16 April 2021\nIt is open.", "Harbour", "", "2021-04-16"),
        ("Harbour\nAnn Lee\n\nIt is open.", "file", "", ""),
        ("Harbour\nIt is open.\nBy Ann Lee\nMore.", "file", "", ""),
        ("Harbour\nBy Ann Lee", "file", "", ""),
        (f"{LONG_LINE}\nBy Ann Lee\nMore.", "file", "Ann Lee", ""),
        ("Harbour", "file", "", ""),
        ("Harbour\nBy Noon\nthe harbour was shut.", "file", "", ""),
        ("Harbour\nBy Noon\niPhones rang.", "Harbour", "Noon", ""),
        ("Harbour\nBy Sunday\nIt is open.", "file", "", ""),
        ("Harbour\nBy Sunday Berg\nIt is open.", "Harbour", "Sunday Berg", ""),
        ("Harbour\nBy Lake\nBy Sea\nWe went.", "file", "", ""),
        ("Harbour\n3 May 2020\nIt opens.\n4 May 2020\nIt shuts.", "file", "", ""),
        ("Harbour\n3 May 2020\nIt opens.\n2020-05-03\nIt shuts.", "Harbour", "", "2020-05-03"),
        ("16 April 2021\nBy Ann Lee\nIt is open.", "file", "Ann Lee", ""),
        ("Harbour\n2 days ago\nIt is open.", "file", "", ""),
        ("Harbour\n10 11 12\nIt is open.", "file", "", ""),
        ("Harbour\n10 11 2012\nIt is open.", "Harbour", "", "2012-10-11"),
        ("Harbour\n$3.04.2021\nIt is open.", "file", "", ""),
        (" ", "file", "", ""),
    ],
    ids=[
        "joined lines", "parted lines", "a day alone", "no byline", "below the text", "nothing below",
        "no headline", "a headline alone", "a sentence over two lines", "a name with a small letter", "a weekday",
        "a name that is a weekday", "verses", "a chronicle", "the same day twice", "no headline but a day", "days ago", "numbers", "a day in numbers",
        "money", "nothing",
    ],
)  # fmt: skip
def test_facts_below_a_headline_stay_in_plain_text(text: str, title: str, author: str, published: str) -> None:
    draft = with_facts_of_lines(Draft(title="file", text=text))
    assert (draft.title, draft.author, draft.published, draft.text) == (title, author, published, text)
