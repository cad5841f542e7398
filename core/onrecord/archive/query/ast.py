"""The query language: what one types, as a tree.

    nato ukraine            articles with both words, in text, title, notes or tags
    "red line"  escalat*    a phrase; a beginning;  /red (line|flag)s?/  a regular expression
    nato or "the alliance"  either;  -border  not;  ( ) groups
    title:  text:  note:    words in that part only;  source:  author:  url:
    tag:economy  #economy   a tag;  is:unread read starred annotated;  has:note quote tag url author date
    said:"words" speaker:x  words of one quote, and by whom;  kind:direct mixed indirect
    cue:speech              what reports them: speech belief attitude document
    actor:x  about:x        who acts in it under any name; who is central;  person:  org:  place:  country:
    before:2024  after:2024-03-01  date:2024-03  newer:"2 weeks"  older:3m
    words>500  quotes>=2    also actors, entities, notes;  age<7  days since it was published
    in:name                 what a saved search finds
    sort:newest             oldest added title source unread words quotes best

``said:``, ``speaker:``, ``kind:`` and ``cue:`` side by side are about the same quote; in parentheses of their own,
about another.

What users of newsboat and eilmeldung type is understood, too: ``unread = "yes" and title =~ "x"``, ``age < 7``,
``tags # "x"``, ``unread today ~#x``, ``sort:"<date feed"``. ``str`` of a query is its form in the language above.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

ORDERS = ("newest", "oldest", "added", "title", "source", "unread", "words", "quotes", "best")
GROUPS = ("day", "source")
IS_VALUES = ("read", "unread", "starred", "unstarred", "annotated", "unannotated")
HAS_VALUES = ("note", "quote", "tag", "actor", "author", "source", "url", "date")
KINDS = ("direct", "mixed", "indirect")
CUES = ("speech", "belief", "attitude", "document")
NUMBERS = ("words", "quotes", "actors", "entities", "notes", "age")
OPERATORS = (">=", "<=", ">", "<", "=")

TEXT_FIELDS = ("", "title", "text", "note")
ORIGIN_FIELDS = ("source", "author", "url")
QUOTE_FIELDS = ("said", "speaker", "kind", "cue")
NAME_FIELDS = ("actor", "about", "person", "org", "place", "country")
DATE_FIELDS = ("before", "after", "date", "newer", "older", "addedbefore", "addedafter")
FIELDS = (
    *TEXT_FIELDS[1:], *ORIGIN_FIELDS, "tag", *QUOTE_FIELDS, *NAME_FIELDS, *DATE_FIELDS, "is", "has", "in", "sort",
)  # fmt: skip
PATTERN_FIELDS = (*TEXT_FIELDS, *ORIGIN_FIELDS, "tag", "said", "speaker", *NAME_FIELDS)
"""Those that take a regular expression."""


class Term(msgspec.Struct, frozen=True):
    """A field (empty: the words of an article) and what is looked for in it. ``prefix``: as a beginning."""

    field: str
    value: str
    quoted: bool = False
    prefix: bool = False

    def __str__(self) -> str:
        value = (f'"{self.value}"' if self.quoted else self.value) + ("*" if self.prefix else "")
        return f"{self.field}:{value}" if self.field else value


class Pattern(msgspec.Struct, frozen=True):
    """A field as in Term, and a regular expression as it stands between slashes, found anywhere in the field.

    It does not tell upper from lower case; ``^`` and ``$`` are the ends of a line.
    """

    field: str
    pattern: str

    def __str__(self) -> str:
        return f"{self.field}:/{self.pattern}/" if self.field else f"/{self.pattern}/"


class Comparison(msgspec.Struct, frozen=True):
    """A count of an article (one of ``NUMBERS``; ``age`` in days) and a bound."""

    field: str
    sign: str
    number: int

    def __str__(self) -> str:
        return f"{self.field}{self.sign}{self.number}"


class Not(msgspec.Struct, frozen=True):
    """What must not hold."""

    node: Node

    def __str__(self) -> str:
        return f"-{_in_parentheses(self.node)}"


class And(msgspec.Struct, frozen=True):
    """Two or more that must all hold. One within another stood in parentheses of its own."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(map(_in_parentheses, self.nodes))


class Or(msgspec.Struct, frozen=True):
    """Two or more of which one must hold."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " or ".join(str(node) if isinstance(node, And) else _in_parentheses(node) for node in self.nodes)


Leaf = Term | Pattern | Comparison
Node = Leaf | Not | And | Or


class Query(msgspec.Struct, frozen=True):
    """What is looked for (None: everything) and the order asked for by ``sort:`` (None: none)."""

    node: Node | None = None
    sort: str | None = None

    def __str__(self) -> str:
        parts = [str(self.node)] if self.node else []
        if self.sort:
            parts = [f"({part})" if isinstance(self.node, Or) else part for part in parts] + [f"sort:{self.sort}"]
        return " ".join(parts)

    def positive_leaves(self) -> Iterator[Leaf]:
        """What is to be found, not what must be absent."""
        return leaves(self.node, include_negated=False)

    def speech_only(self) -> Query:
        """The same, of quotes that report words alone, unless it says itself by ``cue:`` what they report."""
        if any(isinstance(leaf, Term | Pattern) and leaf.field == "cue" for leaf in leaves(self.node)):
            return self
        is_speech = Term("cue", "speech")
        if self.node is None:
            return Query(is_speech, self.sort)
        nodes = self.node.nodes if isinstance(self.node, And) else (self.node,)
        return Query(And((*nodes, is_speech)), self.sort)

    def reads_texts(self) -> bool:
        """Whether texts have to be read to answer it, for regular expressions, and it takes its time."""
        return reads_texts(self.node)


def _in_parentheses(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or) else str(node)


def leaves(node: Node | None, *, include_negated: bool = True) -> Iterator[Leaf]:
    """All that a tree looks for, ``include_negated`` also what must be absent."""
    match node:
        case None:
            pass
        case And(nodes) | Or(nodes):
            for child in nodes:
                yield from leaves(child, include_negated=include_negated)
        case Not(child):
            if include_negated:
                yield from leaves(child)
        case _:
            yield node


def map_leaves(node: Node, replace_leaf: Callable[[Leaf], Node | None]) -> Node | None:
    """The tree with other nodes in place of its leaves; None leaves one out."""
    match node:
        case And(nodes) | Or(nodes):
            new_nodes = tuple(
                new_node for child in nodes if (new_node := map_leaves(child, replace_leaf)) is not None
            )
            return type(node)(new_nodes) if len(new_nodes) > 1 else next(iter(new_nodes), None)
        case Not(child):
            new_child = map_leaves(child, replace_leaf)
            return new_child.node if isinstance(new_child, Not) else new_child and Not(new_child)
        case _:
            return replace_leaf(node)


def reads_texts(node: Node | None) -> bool:
    """See ``Query.reads_texts``."""
    return any(isinstance(leaf, Pattern) for leaf in leaves(node))


def is_about_quote(node: Node) -> bool:
    """Whether a node is about one quote; side by side such nodes are about the same."""
    match node:
        case Term(field) | Pattern(field):
            return field in QUOTE_FIELDS
        case Or(nodes):
            return all(map(is_about_quote, nodes))
    return False
