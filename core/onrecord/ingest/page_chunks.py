"""Articles whose text stands in several elements alike, with adverts between them.

What finds the text of an article looks for the one element that holds it. Where only some of such elements were
found, all are put into the first one, so that the text can be looked for again.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from onrecord.ingest import fields

_FEWEST_LETTERS = 200
"""Characters that the paragraphs of such an element have at least."""


def join_chunks(page: Any, text: str) -> bool:
    """Put the parts of the text together, and return whether there were any to put together.

    Args:
        page: The page, as lxml reads it; it is changed.
        text: The text that was found in it.
    """
    chunks: dict[tuple[Any, str], list[Any]] = defaultdict(list)
    for element in page.iter("div", "section"):
        if sum(len(paragraph.text_content()) for paragraph in _paragraphs(element)) >= _FEWEST_LETTERS:
            names = " ".join((element.get("class") or "").split())
            chunks[_article_of(element), names].append(element)
    letters = fields.letters(text)
    halves = [
        elements
        for (_, names), elements in chunks.items()
        if names and len({_is_in(element, letters) for element in elements}) > 1 and not _are_nested(elements)
    ]
    for first, *others in halves:
        for element in others:
            first.extend(list(element))
    return bool(halves)


def _paragraphs(element: Any) -> list[Any]:
    """Return the paragraphs directly in an element."""
    return [child for child in element if child.tag == "p"]


def _is_in(element: Any, letters: str) -> bool:
    """Return whether most paragraphs of an element are in a text, of which the letters are given."""
    paragraphs = _paragraphs(element)
    return 2 * sum(fields.letters(each.text_content()) in letters for each in paragraphs) > len(paragraphs)


def _article_of(element: Any) -> Any:
    """Return the innermost article that an element is in, or the page."""
    return next((place for place in element.iterancestors() if place.tag in ("article", "main", "body")), None)


def _are_nested(elements: list[Any]) -> bool:
    """Return whether one of the elements is in another."""
    places = set(elements)
    return any(place in places for element in elements for place in element.iterancestors())
