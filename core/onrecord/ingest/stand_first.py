"""The stand-first of a page: the sentence between headline and text that says what the article is about.

It stands apart from the text, so what finds the text often leaves it out. It is told by being said twice: on the
page, and in the description that the page has for programs.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from onrecord.ingest import fields
from onrecord.ingest.html_text import BLOCKS
from onrecord.ingest.page_facts import PageFacts

_FEWEST_WORDS = 5
_LONG = 30
"""Letters by which a paragraph is known again; of fewer, others may say the same."""
_PLACES = ("p", "h2", "h3", "h4", "div", "span", "section")
_OTHER_PLACES = ("a", "nav", "aside", "footer", "form", "figure", "button", "table", "li")
"""What a stand-first is never in."""
_NAMES = re.compile(r"(?:\b|_)(?:stand-?first|sub-?(?:title|headline)|excerpt|dek)\b", re.IGNORECASE)
"""What makers of pages call it."""


def stand_first(page: Any, text: str, facts: PageFacts) -> str:
    """Return the stand-first of an article; empty where the page has none, or the text has it already.

    Args:
        page: The page, as lxml reads it.
        text: The text that was found in it.
        facts: What the page says of its article.
    """
    descriptions = tuple(
        fields.letters(words) for words in facts.descriptions if len(words.split()) >= _FEWEST_WORDS
    )
    text_letters = fields.letters(text)
    for element in _between_headline_and_text(page, text_letters, facts.headings):
        words = fields.words(element.text_content())
        letters = fields.letters(words)
        if letters in text_letters:
            continue
        is_described = bool(descriptions) and letters.startswith(descriptions)
        is_named = _NAMES.search(element.get("class") or "") is not None
        if len(words.split()) >= _FEWEST_WORDS and (is_described or is_named):
            return words
    return ""


def _between_headline_and_text(page: Any, text_letters: str, headings: tuple[str, ...]) -> Iterator[Any]:
    """Yield the innermost blocks of a page behind its headline and before the first one that is in the text."""
    headline = fields.letters(headings[0]) if headings else ""
    mains = list(page.iter("h1"))
    start = next(
        (main for main in mains if fields.letters(main.text_content()) == headline), next(iter(mains), None)
    )
    behind = False
    for element in page.iter(*_PLACES, "h1"):
        if element is start:
            behind = True
        elif behind and not any(child.tag in BLOCKS for child in element.iterdescendants()):
            letters = fields.letters(element.text_content())
            if len(letters) > _LONG and letters in text_letters:
                return
            if not any(place.tag in _OTHER_PLACES for place in element.iterancestors()):
                yield element
