"""The syntax tree of a query, and the language it stands for.

    nato ukraine            articles with both words in their text, title, notes or tags
    "red line"  escalat*    a phrase; a prefix;  /red (line|flag)s?/  a regular expression
    nato or "the alliance"  either;  -border  not;  ( ) groups
    title:  text:  note:    words in that part only;  source:  author:  url:
    feed:bbc                articles that a feed has brought, by a part of its name or its address
    tag:economy  #economy   a tag;  is:unread read starred annotated
    has:note                or quote tag url author date version feed
    said:"words" speaker:x  the words of a quote, and its speaker;  kind:direct mixed indirect
    cue:speech              what is reported: speech belief attitude document unsaid
    actor:x  about:x        who acts in it under any name; who is central;  person:  org:  place:  country:
    before:2024  after:2024-03-01  date:2024-03  newer:"2 weeks"  older:3m
    words>500  quotes>=2    also actors, entities, notes;  age<7  days since publication
    lang:de                 articles in a language: a code or an English name; lang:unknown
    in:name                 the articles of a saved search
    sort:newest             oldest added title source unread words quotes best

``said:``, ``speaker:``, ``kind:`` and ``cue:`` side by side describe the same quote; in parentheses of their own
they describe another one.

The syntax of newsboat and eilmeldung is understood as well: ``unread = "yes" and title =~ "x"``, ``age < 7``,
``tags # "x"``, ``unread today ~#x``, ``sort:"<date feed"``. ``str`` of a query is its form in the language above.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec

ORDERS = ("newest", "oldest", "added", "title", "source", "unread", "words", "quotes", "best")
GROUPS = ("day", "source")
IS_VALUES = ("read", "unread", "starred", "unstarred", "annotated", "unannotated")
HAS_VALUES = ("note", "quote", "tag", "actor", "author", "source", "url", "date", "version", "feed")
KINDS = ("direct", "mixed", "indirect")
CUES = ("speech", "belief", "attitude", "document", "unsaid")
NUMBERS = ("words", "quotes", "actors", "entities", "notes", "age")
OPERATORS = (">=", "<=", ">", "<", "=")

TEXT_FIELDS = ("", "title", "text", "note")
ORIGIN_FIELDS = ("source", "author", "url")
QUOTE_FIELDS = ("said", "speaker", "kind", "cue")
NAME_FIELDS = ("actor", "about", "person", "org", "place", "country")
DATE_FIELDS = ("before", "after", "date", "newer", "older", "addedbefore", "addedafter")
FIELDS = (
    *TEXT_FIELDS[1:], *ORIGIN_FIELDS, "feed", "tag", *QUOTE_FIELDS, *NAME_FIELDS, *DATE_FIELDS, "is", "has",
    "lang", "in", "sort",
)  # fmt: skip
GIVEN_NAME_FIELDS = ("tag", "in")
"""Fields whose value is a whole name that readers have given; the other fields look for words."""
PATTERN_FIELDS = (*TEXT_FIELDS, *ORIGIN_FIELDS, "feed", "tag", "said", "speaker", *NAME_FIELDS)
"""Fields that take a regular expression."""


class Term(msgspec.Struct, frozen=True):
    """A field and the value to look for in it.

    Args:
        field: The field's name; empty for the words of an article.
        value: The word, phrase or choice.
        quoted: Whether the value is written in quotation marks.
        prefix: Whether the value is only the beginning of a word.
    """

    field: str
    value: str
    quoted: bool = False
    prefix: bool = False

    def __str__(self) -> str:
        value = (f'"{self.value}"' if self.quoted else self.value) + ("*" if self.prefix else "")
        return f"{self.field}:{value}" if self.field else value


class Pattern(msgspec.Struct, frozen=True):
    """A regular expression that matches anywhere in a field.

    It ignores case; ``^`` and ``$`` match at the ends of a line.

    Args:
        field: The field's name, as in Term.
        pattern: The expression as it stands between slashes.
    """

    field: str
    pattern: str

    def __str__(self) -> str:
        return f"{self.field}:/{self.pattern}/" if self.field else f"/{self.pattern}/"


class Comparison(msgspec.Struct, frozen=True):
    """A number of an article compared with a bound.

    Args:
        field: One of ``NUMBERS``; ``age`` is in days.
        operator: One of ``OPERATORS``.
        number: The bound.
    """

    field: str
    operator: str
    number: int

    def __str__(self) -> str:
        return f"{self.field}{self.operator}{self.number}"


class Not(msgspec.Struct, frozen=True):
    """A condition that must not hold."""

    node: Node

    def __str__(self) -> str:
        return f"-{_in_parentheses(self.node)}"


class And(msgspec.Struct, frozen=True):
    """Two or more conditions that must all hold. An And within an And was in parentheses of its own."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " ".join(map(_in_parentheses, self.nodes))


class Or(msgspec.Struct, frozen=True):
    """Two or more conditions of which one must hold."""

    nodes: tuple[Node, ...]

    def __str__(self) -> str:
        return " or ".join(str(node) if isinstance(node, And) else _in_parentheses(node) for node in self.nodes)


Leaf = Term | Pattern | Comparison
Node = Leaf | Not | And | Or


class Query(msgspec.Struct, frozen=True):
    """A condition on articles, and an order.

    Args:
        node: The condition; None for all articles.
        sort: The order that ``sort:`` asks for; None if it is not used.
    """

    node: Node | None = None
    sort: str | None = None

    def __str__(self) -> str:
        parts = [str(self.node)] if self.node else []
        if self.sort:
            parts = [f"({part})" if isinstance(self.node, Or) else part for part in parts] + [f"sort:{self.sort}"]
        return " ".join(parts)

    @property
    def conditions(self) -> tuple[Node, ...]:
        """The conditions that must all hold."""
        if self.node is None:
            return ()
        return self.node.nodes if isinstance(self.node, And) else (self.node,)

    def positive_leaves(self) -> Iterator[Leaf]:
        """Yield the leaves that are looked for, without those that must be absent."""
        return leaves(self.node, include_negated=False)

    def speech_only(self) -> Query:
        """Return the query restricted to quotes that report words, unless it uses ``cue:`` itself."""
        if any(isinstance(leaf, Term | Pattern) and leaf.field == "cue" for leaf in leaves(self.node)):
            return self
        is_speech = Term("cue", "speech")
        return Query(And((*self.conditions, is_speech)) if self.node else is_speech, self.sort)

    def with_words_in_quotes(self) -> Query | None:
        """Return the query whose words have to be in the same quote as well.

        Returns:
            The query, or None where it searches for no words, or says itself what is in the quotes.
        """
        words = [node for node in self.conditions if isinstance(node, Term) and not node.field]
        if not words or any(getattr(node, "field", "") == "said" for node in self.conditions):
            return None
        said = (Term("said", word.value, word.quoted, word.prefix) for word in words)
        return Query(And((*self.conditions, *said)), self.sort)

    def reads_texts(self) -> bool:
        """Return whether texts have to be read to answer the query, for a regular expression; that takes long."""
        return reads_texts(self.node)


def _in_parentheses(node: Node) -> str:
    return f"({node})" if isinstance(node, And | Or) else str(node)


def leaves(node: Node | None, *, include_negated: bool = True) -> Iterator[Leaf]:
    """Yield the leaves of a tree from left to right.

    Args:
        node: The tree; None has no leaves.
        include_negated: Whether to yield also the leaves under a Not.
    """
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
    """Return the tree with its leaves replaced; None if nothing remains.

    Args:
        node: The tree.
        replace_leaf: Gives the node to put in place of a leaf, or None to leave the leaf out.
    """
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
    """Return whether texts have to be read to decide a condition."""
    return any(isinstance(leaf, Pattern) for leaf in leaves(node))


def is_about_quote(node: Node) -> bool:
    """Return whether a condition describes a quote. Side by side such conditions describe the same quote."""
    match node:
        case Term(field) | Pattern(field):
            return field in QUOTE_FIELDS
        case Or(nodes):
            return all(map(is_about_quote, nodes))
    return False
