"""The lark grammar of the query language, and the builder of the syntax tree.

The grammar accepts any text. Errors are nodes of the parse tree, so that the message can say what was expected at
that place, and unfinished input can be accepted while it is being typed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from lark import Lark, Token

from onrecord.archive.query.ast import And, Leaf, Node, Not, Or, Pattern, Query, Term, leaves, map_leaves
from onrecord.archive.query.query_errors import QueryError
from onrecord.archive.query.terms import BARE_STATES, COMPARISON_PATTERN, UNDECIDED, TermBuilder, column_of

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
COMPARISON.3: /{COMPARISON_PATTERN}/i
FIELD.2: /([a-z]+:(?!\/\/)|\#)(?=[^\s()])/i
LONE.2: /([a-z]+:|\#)(?=[\s()]|$)/i
REGEX.2: /\/(\\.|[^\/\\])+\/i?(?=[\s()]|$)/is
OPEN_REGEX.1: /\/(\\.|[^\/\\])*\\?\Z/s
PHRASE.2: /"[^"]*"\*?|“[^“”]*”\*?|«[^«»]*»\*?/
OPEN: /["“«][^"”»]*/
WORD: /[^\s()"“«]+/
%ignore /\s+/
"""

# FTS5's expression parser has a stack of a hundred symbols, and each group takes about eight.
_MAX_DEPTH = 10


@lru_cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="contextual", maybe_placeholders=False)


def build_query(text: str, typing: bool) -> Query:
    """Parse a text; see ``onrecord.archive.query.parser.parse``."""
    return _TreeBuilder(text, typing).build(_parser().parse(text))


class _TreeBuilder:
    """Builds a query from lark's parse tree."""

    def __init__(self, text: str, typing: bool) -> None:
        self._typing = typing
        self._terms = TermBuilder(text, typing)

    def build(self, tree: Any) -> Query:
        nodes: list[Node | None] = []
        for subtree in tree.children:
            if subtree.data == "stray":
                self._report("This “)” has no matching “(”", subtree.children[0])
            else:
                nodes.append(self._disjunction(subtree))
        node = _combine(And, nodes)
        return Query(node and _resolve_bare_states(node), self._terms.sort)

    def _disjunction(self, tree: Any, depth: int = 0) -> Node | None:
        nodes: list[Node | None] = []
        operand_expected = True
        operator = None
        for child in tree.children:
            if isinstance(child, Token):
                if operand_expected:
                    self._report(f"A search term is expected before “{child}”", child)
                operator, operand_expected = child, True
            else:
                nodes.append(self._conjunction(child, depth))
                operand_expected = False
        if operator is not None and operand_expected:
            self._report(f"A search term is expected after “{operator}”", operator, after=True)
        return _combine(Or, nodes)

    def _conjunction(self, tree: Any, depth: int) -> Node | None:
        parts = tree.children
        for index, token in ((0, parts[0]), (-1, parts[-1])):
            if isinstance(token, Token):
                side = "after" if index else "before"
                self._report(f"A search term is expected {side} “{token}”", token, after=bool(index))
        return _combine(And, [self._factor(child, depth) for child in parts if not isinstance(child, Token)])

    def _factor(self, tree: Any, depth: int) -> Node | None:
        if depth > _MAX_DEPTH:
            raise QueryError(f"Parentheses can be nested at most {_MAX_DEPTH} deep", column_of(tree.children[0]))
        match tree.data:
            case "negation":
                sign, *negated = tree.children
                if not negated:
                    self._report(f"A search term is expected after “{sign}”", sign, after=True)
                    return None
                negated_outside, self._terms.is_negated = self._terms.is_negated, True
                node = self._factor(negated[0], depth + 1)
                self._terms.is_negated = negated_outside
                return node.node if isinstance(node, Not) else node and Not(node)
            case "group":
                opening, disjunction, *closing = tree.children
                if not closing:
                    self._report("This parenthesis is not closed", opening)
                node = self._disjunction(disjunction, depth + 1)
                if node is None and not disjunction.children:
                    self._report("There is nothing between these parentheses", opening)
                return node
            case _:
                return self._terms.build(tree.children)

    def _report(self, message: str, token: Token, *, after: bool = False) -> None:
        """Raise QueryError, unless the query is still being typed."""
        if not self._typing:
            raise QueryError(message, column_of(token) + (len(token) if after else 0))


def _combine(node_type: type[And] | type[Or], nodes: list[Node | None]) -> Node | None:
    present = tuple(node for node in nodes if node is not None)
    return node_type(present) if len(present) > 1 else next(iter(present), None)


def _resolve_bare_states(node: Node) -> Node | None:
    """Return the tree with words like ``today`` as a state if it looks for no other words, else as words."""
    all_leaves = list(leaves(node))
    if not any(isinstance(leaf, Term) and leaf.field == UNDECIDED for leaf in all_leaves):
        return node
    has_words = any(isinstance(leaf, Term | Pattern) and leaf.field == "" for leaf in all_leaves)

    def resolve(leaf: Leaf) -> Node:
        if not isinstance(leaf, Term) or leaf.field != UNDECIDED:
            return leaf
        return Term("", leaf.value, not leaf.prefix, leaf.prefix) if has_words else BARE_STATES[leaf.value.lower()]

    return map_leaves(node, resolve)
