"""What another program says of an article: its quotes and entities, as somebody left them there.

Passages are anchors: where they stood in the text that the program had, and their words as far as it gives them.
"""

from __future__ import annotations

import msgspec

from onrecord.base.records import Anchor


class AnnotatedQuote(msgspec.Struct, frozen=True, kw_only=True):
    """A quote.

    ``number`` is its index in the article when it was exported, None if it was not. What the program does not tell
    is None: a part, or ``speaker``, the names as they were exported.
    """

    number: int | None = None
    source: list[Anchor] | None = None
    cue: list[Anchor] | None = None
    content: list[Anchor] | None = None
    speaker: str | None = None


class AnnotatedEntity(msgspec.Struct, frozen=True, kw_only=True):
    """An entity with its label."""

    passage: Anchor
    label: str


class AnnotatedArticle(msgspec.Struct, frozen=True, kw_only=True):
    """An article as a program has it.

    ``name`` is what the user knows it by: a file, or a place in one. ``id``, ``url`` and ``text`` tell which
    article of the archive it is, each as far as it is known. ``entities`` is None where the program does not tell.
    """

    name: str
    quotes: list[AnnotatedQuote]
    entities: list[AnnotatedEntity] | None = None
    id: int | None = None
    url: str = ""
    text: str | None = None
