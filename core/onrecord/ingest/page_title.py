"""The title of the article in a page: what its headings, its window and social networks are told, weighed.

Where these differ, what readers and programs are told alike is the title. What social networks are told is often
another one, and a heading may be the name of the site or of a section.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from onrecord.ingest import fields
from onrecord.ingest.page_facts import PageFacts

_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|\s*[|»]\s*")
_ONE_WORD = 8
"""Letters that a name of a site may have more or less."""
_SHORT_NAME = 3
"""Words that may be the name of a site or of a section; a headline mostly has more."""
_FULL_LENGTH = 95
"""Characters from which a headline for programs may have been cut: https://schema.org/headline takes 110."""
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")


def title_of(title: str, facts: PageFacts, names: tuple[str, ...]) -> str:
    """Return the title without the name of the site, which pages put before or behind it.

    Args:
        title: The title as trafilatura finds it.
        facts: What the page says of its article.
        names: What the site is called: its name and its server.
    """
    title = facts.social_title or title
    if not title or _is_site(title, names):
        return next(iter(facts.headings), title)
    if agreed := _agreed_title(title, facts):
        return _without_site(agreed, facts, names)
    for whole_title in (title, facts.window_title) if "|" in title else (title,):
        for heading in (*facts.main_headings, facts.headline):  # “Headline - Section | Site”
            if len(heading.split()) > _SHORT_NAME and _is_in(heading, whole_title):
                return heading
    return _without_site(title, facts, names)


def _agreed_title(title: str, facts: PageFacts) -> str:
    """Return the title that a page tells in two places, where what social networks are told is another one."""
    for heading in facts.main_headings:
        if _is_same(facts.headline, heading):
            return heading
    if any(_is_same(title, heading) for heading in facts.main_headings):
        return "" if facts.social_title else _heading_of_window(facts)
    if _begins_with(facts.window_title, facts.headline):
        return title if _is_same(facts.headline, title) else facts.headline
    first_heading = next(iter(facts.main_headings), "")
    is_alone = _is_same(facts.window_title, first_heading) and not _words(title) & _words(first_heading)
    return first_heading if is_alone else ""


def _heading_of_window(facts: PageFacts) -> str:
    """Return the lower heading that the window's title begins with, where it knows none of the main headings.

    These are the name of a section then: “Health” above “Ice on the quay”.
    """
    if facts.headline or any(_is_in(heading, facts.window_title) for heading in facts.main_headings):
        return ""
    long_headings = (heading for heading in facts.lower_headings if len(heading.split()) > _SHORT_NAME)
    return next((heading for heading in long_headings if _begins_with(facts.window_title, heading)), "")


def _without_site(title: str, facts: PageFacts, names: tuple[str, ...]) -> str:
    """Return a title without the name of the site before or behind it."""
    separators = [match for match in _SEPARATOR.finditer(title) if match.end() < len(title)]
    if not separators:
        return title
    for separator in separators:
        beginning = title[: separator.start()].strip()
        if any(_is_same(beginning, heading) for heading in facts.main_headings):
            return beginning
    if _is_site(title[separators[-1].end() :], names):
        return title[: separators[-1].start()].strip()
    if _is_site(title[: separators[0].start()], names):
        return title[separators[0].end() :].strip()
    return title


def _is_same(headline: str, heading: str) -> bool:
    """Return whether a headline for programs, which may be cut short, is a heading of the page."""
    key, heading_key = fields.letters(headline), fields.letters(heading)
    is_cut = (headline.endswith(("…", "...")) or len(headline) > _FULL_LENGTH) and heading_key.startswith(key)
    return bool(key) and (key == heading_key or is_cut)


def _is_in(heading: str, title: str) -> bool:
    return bool(heading) and heading.translate(_STRAIGHT) in title.translate(_STRAIGHT)


def _begins_with(title: str, heading: str) -> bool:
    return bool(heading) and fields.letters(title).startswith(fields.letters(heading))


def _words(text: str) -> set[str]:
    return set(map(str.casefold, re.findall(r"\w{3,}", text)))


def _is_site(words: str, names: Iterable[str]) -> bool:
    """Return whether words are the name of the site or its server, give or take a word (“Post News”)."""
    key = fields.letters(words)
    keys = {fields.letters(name) for name in names} | {fields.letters(name.rpartition(".")[0]) for name in names}
    return bool(key) and any(
        key == name
        or (
            min(len(key), len(name)) > 3
            and abs(len(key) - len(name)) <= _ONE_WORD
            and (key.startswith(name) or name.startswith(key))
        )
        for name in keys
    )
