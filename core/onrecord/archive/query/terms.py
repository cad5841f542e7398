"""Single terms of a query: a field, a sign and a value, as the grammar finds them, made into nodes of the tree."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Sequence

from lark import Token

from onrecord.archive.query.ast import (
    CUES,
    DATE_FIELDS,
    FIELDS,
    HAS_VALUES,
    IS_VALUES,
    KINDS,
    NUMBERS,
    OPERATORS,
    ORDERS,
    PATTERN_FIELDS,
    And,
    Comparison,
    Node,
    Not,
    Or,
    Pattern,
    Term,
)
from onrecord.archive.query.dates import parse_period
from onrecord.archive.query.regex import compile_pattern
from onrecord.archive.storage.errors import QueryError

ALIASES = {
    "#": "tag", "tags": "tag", "category": "tag",
    "notes": "note",
    "content": "text", "summary": "text", "description": "text",
    "feed": "source", "outlet": "source", "feedtitle": "source",
    "link": "url", "feedurl": "url", "feedweburl": "url", "feedlink": "url", "rssurl": "url",
    "quote": "said",
    "by": "author",
    "published": "date",
    "syncedbefore": "addedbefore", "syncedafter": "addedafter",
    "organisation": "org", "organization": "org",
    "all": "",
}  # fmt: skip

_COMPARABLE = sorted(
    {*NUMBERS, *PATTERN_FIELDS, "date", "unread", "kind", "cue", *ALIASES} - {"", "#", "by", "all"}, key=len
)
COMPARISON_PATTERN = (
    rf"(?:(?:{'|'.join(reversed(_COMPARABLE))})(?:\s*(?:=~|!~|==|!=|!\#|>=|<=|=|<|>|\#(?=\s*[\"“«]))|\s+between(?=\s+\d+:\d))"
    r"|[a-z_]+\s*(?:=~|!~|==|!=|!\#|[<>]=?(?=\s*\d)|\s\#(?=\s[\"“«])))\s*"
)
"""A field and a sign that compares. For a name that is none, only where it can't be words."""

UNDECIDED = "?"
"""The field of a word of ``BARE_STATES``, until it is known whether other words are looked for."""

BARE_STATES: dict[str, Term] = {
    "read": Term("is", "read"),
    "marked": Term("is", "starred"),
    "tagged": Term("has", "tag"),
    "today": Term("date", "today"),
}
_BARE_FILTERS = {"unread": Term("is", "unread"), "unmarked": Term("is", "unstarred")}

_CHOICES = {"is": IS_VALUES, "has": HAS_VALUES, "kind": KINDS, "cue": CUES, "sort": ORDERS}
_DATE_EXPECTED = "a date such as 2024, 2024-03-01, “2 weeks” or yesterday"
_EXPECTED = {
    "tag": "a tag",
    "in": "the name of a saved search",
    **dict.fromkeys(DATE_FIELDS, _DATE_EXPECTED),
    **{name: "one of " + ", ".join(choices) for name, choices in _CHOICES.items()},
}
_CHOICE_ALIASES = {
    "marked": "starred", "unmarked": "unstarred",
    "notes": "note", "quotes": "quote", "tags": "tag", "actors": "actor",
    "date": "newest", ">date": "newest", "<date": "oldest",
    "synced": "added", ">synced": "added",
    "feed": "source", "<feed": "source", "<title": "title",
}  # fmt: skip
_SLASH = "/"  # begins a regular expression, so a value that begins with it is written in quotation marks
_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_NEGATED_OPERATORS = {"!=": "=", "!~": "=~", "!#": "#"}
_QUOTING_HINT = "To look for the words themselves, put them in quotation marks"


class TermBuilder:
    """Makes nodes of terms. ``sort`` is the order that one of them asked for."""

    def __init__(self, text: str, typing: bool) -> None:
        self._end = len(text)
        self._typing = typing
        self.sort: str | None = None
        self.negated = False

    def node(self, tokens: list[Token]) -> Node | None:
        """The node of a term's tokens. Raises QueryError."""
        first, last = tokens[0], tokens[-1]
        if first.type == "COMPARISON":
            return self._compared(first, last if last is not first else None)
        name = self._field(first.rstrip(":"), first) if first.type in ("FIELD", "LONE") else ""
        if last.type == "LONE":
            self._missing(_EXPECTED.get(name, "a word or a “phrase”"), first)
            return None
        node = self._valued(name, last)
        is_plain_word = last.isalnum() and last.lower() not in ("or", "and", "not", "between")
        if name == "" and first is not last and not is_plain_word and isinstance(node, Term):
            # Written again without "all:", so that nothing of it is taken for a field or an "or".
            return Term(node.field, node.value, True, node.prefix)
        return node

    def _field(self, name: str, token: Token, field_names: Sequence[str] = FIELDS) -> str:
        name = name.lower()
        name = ALIASES.get(name, name)
        if name in ("", *field_names):
            return name
        similar = difflib.get_close_matches(name, [*field_names, *ALIASES], 1)
        hint = f"did you mean “{similar[0]}”? " if similar else f"there are {', '.join(field_names)}. "
        raise QueryError(f"There is no field “{name}”: {hint}{_QUOTING_HINT}", column_of(token))

    def _valued(self, name: str, token: Token) -> Node | None:
        """The term of a field and the token of its value."""
        if token.type in ("REGEX", "OPEN_REGEX"):
            return self._pattern(name, token)
        unfinished = self._typing and token.end_pos == self._end
        prefix = token.endswith("*")
        if token.type == "OPEN":
            self._wrong("This quotation mark is not closed", token)
        if name == "tag" and "," in token and token.type == "WORD":
            return self._tags(token, unfinished)
        value = _unquoted(token)
        value = value.lstrip("#") if name == "tag" else value
        quoted = token.type != "WORD" or value.startswith(_SLASH)
        if name in _CHOICES:
            return self._choice(name, value, token, unfinished)
        if name in DATE_FIELDS:
            # What dateparser makes of a text is not asked at each key.
            if parse_period(value, allow_free_text=not unfinished) is None:
                if not unfinished:
                    message = f"“{value}” is no date: {_DATE_EXPECTED} is expected after “{name}:”"
                    raise QueryError(message, column_of(token))
                return None
            return Term(name, value, quoted)
        if not has_word(value):
            self._wrong(f"There is no word in “{token}”", token)
            return None
        if name == "" and not quoted:
            if value.lower() in _BARE_FILTERS and not prefix:
                return _BARE_FILTERS[value.lower()]
            # What could be taken for a part of something else when it is written again stands in quotation marks.
            quoted = (
                value[0] in "=<>!#~-&|"
                or value.lower() == "between"
                or (value.endswith("#") and value[:-1].lower() in _COMPARABLE)
            )
            if value.lower() in BARE_STATES and not prefix:
                return Term(UNDECIDED, value, False, unfinished and not self.negated)
        return Term(name, value, quoted, prefix or self._begins(value, token, unfinished))

    def _begins(self, value: str, token: Token, unfinished: bool) -> bool:
        # Somebody who is typing a word wants to see what begins like it, but not to lose what does.
        return unfinished and token.type != "PHRASE" and not self.negated and len(value) > 1

    def _tags(self, token: Token, unfinished: bool) -> Node | None:
        """One of several tags, as ``#a,#b``."""
        values = [value.strip("#") for value in token.rstrip("*").split(",")]
        tags = tuple(Term("tag", value, value.startswith(_SLASH)) for value in values if has_word(value))
        if not tags:
            self._wrong(f"There is no word in “{token}”", token)
            return None
        begins = token.endswith("*") or (
            values[-1] == tags[-1].value and self._begins(values[-1], token, unfinished)
        )
        tags = (*tags[:-1], Term("tag", tags[-1].value, tags[-1].quoted, begins))
        return Or(tags) if len(tags) > 1 else tags[0]

    def _pattern(self, name: str, token: Token) -> Node | None:
        if name not in PATTERN_FIELDS:
            expected = _EXPECTED.get(name, "a word")
            raise QueryError(f"“{name}:” takes {expected}, and no regular expression", column_of(token))
        if token.type == "OPEN_REGEX":
            self._wrong(f"This regular expression is not closed: / is expected at its end. {_QUOTING_HINT}", token)
            return None
        return self._regex(name, token[1 : token.rindex("/")], token)

    def _regex(self, name: str, pattern: str, token: Token) -> Node:
        try:
            compile_pattern(pattern)
        except ValueError as error:
            message, position = error.args
            raise QueryError(
                f"The regular expression cannot be understood: {message}", column_of(token) + 1 + position
            ) from error
        return Pattern(name, pattern)

    def _choice(self, name: str, value: str, token: Token, unfinished: bool) -> Node | None:
        choice = value.lower()
        if name == "sort":  # of several keys the first decides: what it leaves open stands in the order of days
            choice = next(iter(choice.split()), "")
        choice = choice if choice in _CHOICES[name] else _CHOICE_ALIASES.get(choice, choice)
        if choice not in _CHOICES[name]:
            if unfinished:
                return None
            raise QueryError(f"“{name}:” takes {_EXPECTED[name]}, not “{value}”", column_of(token))
        if name == "sort":
            self.sort = choice
            return None
        return Term(name, choice)

    # Comparisons, as newsboat has them

    def _compared(self, token: Token, value: Token | None) -> Node | None:
        match = re.fullmatch(r"([a-z_]+)\s*(between|\W+?)\s*", token, re.IGNORECASE)
        assert match is not None
        name, sign = match[1].lower(), match[2].lower()
        sign = "=" if sign == "==" else sign
        if sign in _NEGATED_OPERATORS:
            node = self._comparison(name, _NEGATED_OPERATORS[sign], token, value)
            return node.node if isinstance(node, Not) else node and Not(node)
        return self._comparison(name, sign, token, value)

    def _comparison(self, name: str, sign: str, token: Token, value: Token | None) -> Node | None:
        if name in NUMBERS and sign not in ("=~", "#"):
            return self._number(name, sign, token, value)
        expected = "yes or no" if name == "unread" else "a date" if name == "date" else "a word or a “phrase”"
        if name in NUMBERS and name not in ALIASES:
            raise QueryError(f"“{name}” is compared by {', '.join(OPERATORS)} with a number", column_of(token))
        if name != "unread":
            name = self._field(name, token, (*NUMBERS, *FIELDS))
        if value is None:
            self._missing(expected, token)
            return None
        if value.type == "OPEN":
            self._wrong("This quotation mark is not closed", value)
            return None
        if name == "unread":
            is_read = not _YES.get(_unquoted(value).lower(), not self._typing)
            if _unquoted(value).lower() not in _YES or sign != "=":
                self._wrong("Unread is “yes” or “no”", value)
                return None
            return Term("is", "read" if is_read else "unread")
        if name == "date":
            return self._dated(sign, value)
        if name in _CHOICES or name == "in" or (name == "tag" and sign == "=") or sign == "#":
            if sign in ("=", "#"):
                return self._valued(name, value)
        elif sign in ("=", "=~"):
            if value.type in ("REGEX", "OPEN_REGEX"):
                return self._pattern(name, value)
            return self._whole(name, sign, value)
        raise QueryError(
            f"“{name}” cannot be compared by “{sign}”", column_of(token) + len(token.rstrip()) - len(sign)
        )

    def _whole(self, name: str, sign: str, token: Token) -> Node | None:
        """What matches an expression (``=~``), or is the same but for upper and lower case (``=``)."""
        value = token if token.type == "WORD" else token.rstrip("*")[1:-1]
        if not value:
            self._wrong("Something to compare with is expected", token)
            return None
        if sign == "=":
            value = f"^{re.escape(value)}$"
        # A slash would end the expression when it is written.
        return self._regex(name, re.sub(r"\\.|/", _escape_slash, value, flags=re.DOTALL), token)

    def _number(self, name: str, sign: str, token: Token, value: Token | None) -> Node | None:
        number = _unquoted(value) if value is not None else ""
        if sign == "between":
            low, _, high = number.partition(":")
            if high.isascii() and high.isdigit():
                return And((Comparison(name, ">=", int(low)), Comparison(name, "<=", int(high))))
        elif sign in OPERATORS and number.isascii() and number.isdigit():
            return Comparison(name, sign, int(number))
        elif sign not in OPERATORS:
            raise QueryError(f"{', '.join(OPERATORS)} is expected after “{name}”, not “{sign}”", column_of(token))
        self._missing("a number", token)
        return None

    def _dated(self, sign: str, token: Token) -> Node | None:
        def date_term(field: str) -> Node | None:
            return self._valued(field, token)

        if (on_date := date_term("date")) is None:
            return None
        match sign:
            case "=":
                return on_date
            case "<":
                return date_term("before")
            case ">=":
                return date_term("after")
            case "<=":
                return Or((before, on_date)) if (before := date_term("before")) else None
            case ">":
                return And((after, Not(on_date))) if (after := date_term("after")) else None
        raise QueryError(f"A date cannot be compared by “{sign}”", column_of(token))

    def _missing(self, expected: str, token: Token) -> None:
        operator = token.rstrip()
        message = f"{expected[0].upper()}{expected[1:]} is expected after “{operator}”"
        if not self._typing:
            raise QueryError(message, column_of(token) + len(operator))

    def _wrong(self, message: str, token: Token) -> None:
        """Say what is wrong, unless somebody is still typing."""
        if not self._typing:
            raise QueryError(message, column_of(token))


def column_of(token: Token) -> int:
    """Where a token begins, from 1."""
    return (token.start_pos or 0) + 1


def has_word(text: str) -> bool:
    """Whether the tokenizer finds a word: letters, numbers and private use characters make words."""
    return any(unicodedata.category(char)[0] in "LN" or unicodedata.category(char) == "Co" for char in text)


def _escape_slash(match: re.Match[str]) -> str:
    return r"\/" if match[0] == "/" else match[0]


def _unquoted(token: Token) -> str:
    """What a token looks for: without the mark on either side, for which others may stand within."""
    value = token.rstrip("*")
    if token.type == "PHRASE":
        value = value[1:-1]
    elif token.type == "OPEN":
        value = value[1:]
    return " ".join(value.replace('"', " ").split())
