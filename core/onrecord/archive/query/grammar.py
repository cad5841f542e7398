"""The grammar of the query language, for lark, and the making of the tree.

The grammar takes any text: what is wrong in a text comes out as a piece of the tree, so that the message can
say what was expected at this place, and what is only unfinished can be let pass while somebody types.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lark import Lark, Token

from onrecord.archive.query.ast import And, Node, Not, Or, Pattern, Query, Term, leaves, mapped
from onrecord.archive.query.terms import ALONE, COMPARED, LATER, Terms, column
from onrecord.archive.storage.errors import QueryError

_GRAMMAR = rf"""
start: disjunction (stray disjunction)*
stray: RPAR
disjunction: conjunction? (OR conjunction?)*
conjunction: (_factor | AND)+
_factor: negation | group | term
negation: NOT _factor?
group: LPAR disjunction RPAR?
term: FIELD _value | LONE _value? | COMPARISON _value? | _value
_value: WORD | PHRASE | OPEN | REGEX | OPEN_REGEX

LPAR: "("
RPAR: ")"
OR.4: /(or(?=[\s()"“«]|$)|\|+)/i
AND.4: /(and|&+)(?=[\s()"“«]|$)/i
NOT.4: /(not(?=[\s()"“«]|$)|[-~](?=[^\s)]))/i
COMPARISON.3: /{COMPARED}/i
FIELD.2: /([a-z]+:(?!\/\/)|\#)(?=[^\s()])/i
LONE.2: /([a-z]+:|\#)(?=[\s()]|$)/i
REGEX.2: /\/(\\.|[^\/\\])+\/i?(?=[\s()]|$)/is
OPEN_REGEX.1: /\/(\\.|[^\/\\])*\\?\Z/s
PHRASE.2: /"[^"]*"\*?|“[^“”]*”\*?|«[^«»]*»\*?/
OPEN: /["“«][^"”»]*/
WORD: /[^\s()"“«]+/
%ignore /\s+/
"""

# SQLite's own parser of what is to be matched holds a hundred symbols, some eight for each group.
_DEEPEST = 10


@lru_cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="contextual", maybe_placeholders=False)


def build(text: str, typing: bool) -> Query:
    """See ``onrecord.archive.query.parser.parse``."""
    return _Builder(text, typing).query(_parser().parse(text))


class _Builder:
    def __init__(self, text: str, typing: bool) -> None:
        self._typing = typing
        self._terms = Terms(text, typing)

    def query(self, tree: Any) -> Query:
        nodes: list[Node | None] = []
        for part in tree.children:
            if part.data == "stray":
                self._wrong("There is no parenthesis to close", part.children[0])
            else:
                nodes.append(self._disjunction(part))
        node = _one_of(And, nodes)
        return Query(node and _decided(node), self._terms.sort)

    def _disjunction(self, tree: Any, depth: int = 0) -> Node | None:
        nodes: list[Node | None] = []
        expected = True  # something to look for stands next
        operator = None
        for part in tree.children:
            if isinstance(part, Token):
                if expected:
                    self._wrong(f"Something to look for is expected before “{part}”", part)
                operator, expected = part, True
            else:
                nodes.append(self._conjunction(part, depth))
                expected = False
        if operator is not None and expected:
            self._wrong(f"Something to look for is expected after “{operator}”", operator, after=True)
        return _one_of(Or, nodes)

    def _conjunction(self, tree: Any, depth: int) -> Node | None:
        parts = tree.children
        for place, token in ((0, parts[0]), (-1, parts[-1])):
            if isinstance(token, Token):
                side = "after" if place else "before"
                self._wrong(f"Something to look for is expected {side} “{token}”", token, after=bool(place))
        return _one_of(And, [self._factor(part, depth) for part in parts if not isinstance(part, Token)])

    def _factor(self, tree: Any, depth: int) -> Node | None:
        if depth > _DEEPEST:
            raise QueryError(
                f"More than {_DEEPEST} groups within each other are too many", column(tree.children[0])
            )
        match tree.data:
            case "negation":
                sign, *negated = tree.children
                if not negated:
                    self._wrong(f"Something to look for is expected after “{sign}”", sign, after=True)
                    return None
                outside, self._terms.negated = self._terms.negated, True
                node = self._factor(negated[0], depth + 1)
                self._terms.negated = outside
                return node.node if isinstance(node, Not) else node and Not(node)
            case "group":
                opening, disjunction, *closing = tree.children
                if not closing:
                    self._wrong("This parenthesis is not closed", opening)
                node = self._disjunction(disjunction, depth + 1)
                if node is None and not disjunction.children:
                    self._wrong("Nothing stands between these parentheses", opening)
                return node
            case _:
                return self._terms.node(tree.children)

    def _wrong(self, message: str, token: Token, *, after: bool = False) -> None:
        """Say what is wrong, unless somebody is still typing."""
        if not self._typing:
            raise QueryError(message, column(token) + (len(token) if after else 0))


def _one_of(kind: type[And] | type[Or], nodes: list[Node | None]) -> Node | None:
    found = tuple(node for node in nodes if node is not None)
    return kind(found) if len(found) > 1 else next(iter(found), None)


def _decided(node: Node) -> Node | None:
    """The tree, in which words like ``today`` are a state where no other words are looked for, else words."""
    found = list(leaves(node))
    if not any(isinstance(leaf, Term) and leaf.field == LATER for leaf in found):
        return node
    words = any(isinstance(leaf, Term | Pattern) and leaf.field == "" for leaf in found)

    def decide(leaf: Any) -> Node:
        if not isinstance(leaf, Term) or leaf.field != LATER:
            return leaf
        return Term("", leaf.value, not leaf.prefix, leaf.prefix) if words else ALONE[leaf.value.lower()]

    return mapped(node, decide)
