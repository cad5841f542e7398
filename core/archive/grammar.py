"""The grammar of the query language, for lark, and the making of the tree.

The grammar takes any text: what is wrong in a text comes out as a piece of the tree, so that the message can
say what was expected at this place, and what is only unfinished can be let pass while somebody types.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from functools import lru_cache
from typing import Any

from lark import Lark, Token

from core.archive.dates import period
from core.archive.errors import QueryError
from core.archive.query import (
    CUES,
    DATE_FIELDS,
    FIELDS,
    KINDS,
    ORDERS,
    PARTS,
    STATES,
    And,
    Comparison,
    Node,
    Not,
    Or,
    Query,
    Term,
)

_GRAMMAR = r"""
start: disjunction (stray disjunction)*
stray: RPAR
disjunction: conjunction? (OR conjunction?)*
conjunction: (_factor | AND)+
_factor: negation | group | term
negation: NOT _factor?
group: LPAR disjunction RPAR?
term: FIELD _value | LONE _value? | COMPARISON | _value
_value: WORD | PHRASE | OPEN

LPAR: "("
RPAR: ")"
OR.4: /(or(?=[\s()"“«]|$)|\|+)/i
AND.4: /(and|&+)(?=[\s()"“«]|$)/i
NOT.4: /(not(?=[\s()"“«]|$)|[-~](?=[^\s)]))/i
COMPARISON.3: /(words|quotes|actors|entities|notes)\s*(>=|<=|>|<|=)\s*\d*/i
FIELD.2: /([a-z]+:(?!\/\/)|\#)(?=[^\s()])/i
LONE.2: /([a-z]+:|\#)(?=[\s()]|$)/i
PHRASE.2: /"[^"]*"\*?|“[^“”]*”\*?|«[^«»]*»\*?/
OPEN: /["“«][^"”»]*/
WORD: /[^\s()"“«]+/
%ignore /\s+/
"""

# SQLite's own parser of what is to be matched holds a hundred symbols, some eight for each group.
_DEEPEST = 10

_ALIASES = {
    "#": "tag",
    "tags": "tag",
    "notes": "note",
    "content": "text",
    "feed": "source",
    "outlet": "source",
    "link": "url",
    "quote": "said",
    "by": "author",
    "published": "date",
    "organisation": "org",
    "organization": "org",
}
_CHOICES = {"is": STATES, "has": PARTS, "kind": KINDS, "cue": CUES, "sort": ORDERS}
_A_DATE = "a date such as 2024, 2024-03-01, “2 weeks” or yesterday"
_EXPECTED = {
    "tag": "a tag",
    **dict.fromkeys(DATE_FIELDS, _A_DATE),
    **{name: "one of " + ", ".join(choices) for name, choices in _CHOICES.items()},
}
_CHOICE_ALIASES = {
    "marked": "starred",
    "unmarked": "unstarred",
    "notes": "note",
    "quotes": "quote",
    "tags": "tag",
    "actors": "actor",
}


@lru_cache
def _parser() -> Lark:
    return Lark(_GRAMMAR, parser="lalr", lexer="contextual", maybe_placeholders=False)


def build(text: str, typing: bool) -> Query:
    """See ``core.archive.query.parse``."""
    return _Builder(text, typing).query(_parser().parse(text))


class _Builder:
    def __init__(self, text: str, typing: bool) -> None:
        self._end = len(text)
        self._typing = typing
        self._sort: str | None = None
        self._negated = False

    def query(self, tree: Any) -> Query:
        nodes: list[Node | None] = []
        for part in tree.children:
            if part.data == "stray":
                self._wrong("There is no parenthesis to close", part.children[0])
            else:
                nodes.append(self._disjunction(part))
        return Query(_one_of(And, nodes), self._sort)

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
                f"More than {_DEEPEST} groups within each other are too many", _column(tree.children[0])
            )
        match tree.data:
            case "negation":
                sign, *negated = tree.children
                if not negated:
                    self._wrong(f"Something to look for is expected after “{sign}”", sign, after=True)
                    return None
                outside, self._negated = self._negated, True
                node = self._factor(negated[0], depth + 1)
                self._negated = outside
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
                return self._term(tree.children)

    def _term(self, tokens: list[Token]) -> Node | None:
        first, last = tokens[0], tokens[-1]
        if first.type == "COMPARISON":
            return self._comparison(first)
        name = self._field(first) if first.type in ("FIELD", "LONE") else ""
        if last.type == "LONE":
            expected = _EXPECTED.get(name, "a word or a “phrase”")
            self._wrong(f"{expected[0].upper()}{expected[1:]} is expected after “{first}”", first, after=True)
            return None
        return self._valued(name, last)

    def _field(self, token: Token) -> str:
        name = token.rstrip(":").lower()
        name = _ALIASES.get(name, name)
        if name in FIELDS:
            return name
        near = difflib.get_close_matches(name, [*FIELDS, *_ALIASES], 1)
        hint = f"did you mean “{near[0]}:”? " if near else f"there are {', '.join(FIELDS)}. "
        message = (
            f"There is no field “{token}”: {hint}To look for the words themselves, put them in quotation marks"
        )
        raise QueryError(message, _column(token))

    def _valued(self, name: str, token: Token) -> Node | None:
        """The term of a field and the token of its value."""
        unfinished = self._typing and token.end_pos == self._end
        prefix = token.endswith("*")
        quoted = token.type != "WORD"
        if token.type == "OPEN":
            self._wrong("This quotation mark is not closed", token)
        value = token.rstrip("*").strip('"“”«»') if quoted else token.rstrip("*")
        value = " ".join(value.replace('"', " ").split())
        if name in _CHOICES:
            return self._choice(name, value, token, unfinished)
        if name in DATE_FIELDS:
            # What dateparser makes of a text is not asked at each key.
            if period(value, spoken=not unfinished) is None:
                if not unfinished:
                    raise QueryError(
                        f"“{value}” is no date: {_A_DATE} is expected after “{name}:”", _column(token)
                    )
                return None
        elif not _has_words(value):
            self._wrong(f"There is no word in “{token}”", token)
            return None
        # Somebody who is typing a word wants to see what begins like it, but not to lose what does.
        if unfinished and token.type != "PHRASE" and name not in DATE_FIELDS and not self._negated:
            prefix = prefix or len(value) > 1
        return Term(name, value, quoted, prefix)

    def _choice(self, name: str, value: str, token: Token, unfinished: bool) -> Node | None:
        choice = _CHOICE_ALIASES.get(value.lower(), value.lower())
        if choice not in _CHOICES[name]:
            if unfinished:
                return None
            raise QueryError(f"“{name}:” takes {_EXPECTED[name]}, not “{value}”", _column(token))
        if name == "sort":
            self._sort = choice
            return None
        return Term(name, choice)

    def _comparison(self, token: Token) -> Node | None:
        match = re.fullmatch(r"(\w+)\s*([<>=]+)\s*(\d*)", token)
        assert match is not None
        if not match[3]:
            self._wrong(f"A number is expected after “{token}”", token, after=True)
            return None
        return Comparison(match[1].lower(), match[2], int(match[3]))

    def _wrong(self, message: str, token: Token, *, after: bool = False) -> None:
        """Say what is wrong, unless somebody is still typing."""
        if not self._typing:
            raise QueryError(message, _column(token) + (len(token) if after else 0))


def _one_of(kind: type[And] | type[Or], nodes: list[Node | None]) -> Node | None:
    found = tuple(node for node in nodes if node is not None)
    return kind(found) if len(found) > 1 else next(iter(found), None)


def _column(token: Token) -> int:
    return (token.start_pos or 0) + 1


def _has_words(text: str) -> bool:
    """Whether the tokenizer finds a word: letters, numbers and private use characters make words."""
    return any(unicodedata.category(char)[0] in "LN" or unicodedata.category(char) == "Co" for char in text)
