"""The query language: what one types, as a tree.

    nato ukraine            articles with both words, in text, title, notes or tags
    "red line"  escalat*    a phrase; a beginning
    nato or "the alliance"  either;  -border  not;  ( ) groups
    title:  text:  note:    words in that part only;  source:  author:  url:
    tag:economy  #economy   a tag;  is:unread read starred annotated;  has:note quote tag url author date
    said:"words" speaker:x  words of one quote, and by whom;  kind:direct mixed indirect
    cue:speech              what reports them: speech belief attitude document
    actor:x  about:x        who acts in it under any name; who is central;  person:  org:  place:  country:
    before:2024  after:2024-03-01  date:2024-03  newer:"2 weeks"  older:3m
    words>500  quotes>=2    also actors, entities, notes
    sort:newest             oldest added title source unread words quotes best

``said:``, ``speaker:``, ``kind:`` and ``cue:`` side by side are about the same quote; in parentheses of their own,
about another.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from core.archive.rows import clean

ORDERS = ("newest", "oldest", "added", "title", "source", "unread", "words", "quotes", "best")
STATES = ("read", "unread", "starred", "unstarred", "annotated", "unannotated")
PARTS = ("note", "quote", "tag", "actor", "author", "source", "url", "date")
KINDS = ("direct", "mixed", "indirect")
CUES = ("speech", "belief", "attitude", "document")
NUMBERS = ("words", "quotes", "actors", "entities", "notes")
SIGNS = (">=", "<=", ">", "<", "=")

TEXT_FIELDS = ("", "title", "text", "note")
ORIGIN_FIELDS = ("source", "author", "url")
QUOTE_FIELDS = ("said", "speaker", "kind", "cue")
NAME_FIELDS = ("actor", "about", "person", "org", "place", "country")
DATE_FIELDS = ("before", "after", "date", "newer", "older")
FIELDS = (*TEXT_FIELDS[1:], *ORIGIN_FIELDS, "tag", *QUOTE_FIELDS, *NAME_FIELDS, *DATE_FIELDS, "is", "has", "sort")


class Term(msgspec.Struct, frozen=True):
    """A field (empty: the words of an article) and what is looked for in it. ``prefix``: as a beginning."""

    field: str
    value: str
    quoted: bool = False
    prefix: bool = False

    def __str__(self) -> str:
        value = (f'"{self.value}"' if self.quoted else self.value) + ("*" if self.prefix else "")
        return f"{self.field}:{value}" if self.field else value


class Comparison(msgspec.Struct, frozen=True):
    """A count of an article (one of ``NUMBERS``) and a bound."""

    field: str
    sign: str
    number: int

    def __str__(self) -> str:
        return f"{self.field}{self.sign}{self.number}"


class Not(msgspec.Struct, frozen=True):
    """What must not hold."""

    node: Node

    def __str__(self) -> str:
        return f"-{_inner(self.node)}"


class And(msgspec.Struct, frozen=True):
    """Two or more that must all hold. One within another stood in parentheses of its own."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(map(_inner, self.nodes))


class Or(msgspec.Struct, frozen=True):
    """Two or more of which one must hold."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " or ".join(str(node) if isinstance(node, And) else _inner(node) for node in self.nodes)


Node = Term | Comparison | Not | And | Or


class Query(msgspec.Struct, frozen=True):
    """What is looked for (None: everything) and the order asked for by ``sort:`` (None: none)."""

    node: Node | None = None
    sort: str | None = None

    def __str__(self) -> str:
        parts = [str(self.node)] if self.node else []
        if self.sort:
            parts = [f"({part})" if isinstance(self.node, Or) else part for part in parts] + [f"sort:{self.sort}"]
        return " ".join(parts)

    def terms(self) -> Iterator[Term]:
        """The terms that are to be found, not those that must be absent."""
        return _terms(self.node)


@lru_cache
def parse(text: str, *, typing: bool = False) -> Query:
    """The tree of a query. Raises QueryError, which points at the column and says what was expected there.

    ``typing``: somebody is still at it. What is unfinished (an open quotation mark or parenthesis, a field
    without a value) is no error but left out or taken as closed, and the word at the end as a beginning.
    """
    if not text.strip():
        return Query()
    # The grammar's library is slow to import, and most starts of the desk search nothing.
    from core.archive.grammar import build

    return build(clean(text).replace("\0", " "), typing)


def _inner(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or) else str(node)


def _terms(node: Node | None) -> Iterator[Term]:
    if isinstance(node, Term):
        yield node
    elif isinstance(node, And | Or):
        for child in node.nodes:
            yield from _terms(child)
