"""Single terms of a query: makes nodes of the field, operator and value tokens that the grammar yields."""

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
from onrecord.archive.query.query_errors import QueryError
from onrecord.archive.query.regex import compile_pattern
from onrecord.base.languages import language_code

ALIASES = {
    "#": "tag", "tags": "tag", "category": "tag",
    "notes": "note",
    "content": "text", "summary": "text", "description": "text",
    "outlet": "source", "feedtitle": "source",
    "feedurl": "feed", "rssurl": "feed",
    "link": "url", "feedweburl": "url", "feedlink": "url",
    "quote": "said",
    "by": "author",
    "language": "lang",
    "published": "date",
    "syncedbefore": "addedbefore", "syncedafter": "addedafter",
    "organisation": "org", "organization": "org",
    "all": "",
}  # fmt: skip

_COMPARABLE = sorted(
    {*NUMBERS, *PATTERN_FIELDS, "date", "unread", "kind", "cue", "lang", *ALIASES} - {"", "#", "by", "all"},
    key=len,
)
COMPARISON_PATTERN = (
    rf"(?:(?:{'|'.join(reversed(_COMPARABLE))})(?:\s*(?:=~|!~|==|!=|!\#|>=|<=|=|<|>|\#(?=\s*[\"“«]))|\s+between(?=\s+\d+:\d))"
    r"|[a-z_]+\s*(?:=~|!~|==|!=|!\#|[<>]=?(?=\s*\d)|\s\#(?=\s[\"“«])))\s*"
)
"""A field and a comparison operator. An unknown field name matches only where it cannot be ordinary words."""

UNDECIDED = "?"
"""The field of a word of ``BARE_STATES`` until it is known whether the query looks for other words."""

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
    "lang": "a language such as de, German or unknown",
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
_SLASH = "/"  # begins a regular expression, so a value that begins with it is quoted
_YES = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
_COMPARED_WITH = {"unread": "yes or no", "date": "a date"}
_NEGATED_OPERATORS = {"!=": "=", "!~": "=~", "!#": "#"}
_QUOTING_HINT = "To search for the words themselves, put them in quotation marks"


class TermBuilder:
    """Builds nodes from the tokens of terms.

    Attributes:
        sort: The order that a ``sort:`` term asked for, None if there was none.
        is_negated: Whether the term being built is under a ``not``, set by the caller.

    Args:
        text: The whole query.
        typing: Whether it is still being typed.
    """

    def __init__(self, text: str, typing: bool) -> None:
        self._end = len(text)
        self._typing = typing
        self.sort: str | None = None
        self.is_negated = False

    def build(self, tokens: list[Token]) -> Node | None:
        """Return the node of a term; None for ``sort:`` and for what is unfinished.

        Raises:
            QueryError: The term is not valid, and is not still being typed.
        """
        first, last = tokens[0], tokens[-1]
        if first.type == "COMPARISON":
            return self._comparison_node(first, last if last is not first else None)
        name = self._field_name(first.rstrip(":"), first) if first.type in ("FIELD", "LONE") else ""
        if last.type == "LONE":
            self._report_missing(_EXPECTED.get(name, "a word or a “phrase”"), first)
            return None
        node = self._field_node(name, last)
        is_plain_word = last.isalnum() and last.lower() not in ("or", "and", "not", "between")
        if name == "" and first is not last and not is_plain_word and isinstance(node, Term):
            # Its written form has no "all:", so it is quoted, lest it be read as a field or an operator.
            return Term(node.field, node.value, True, node.prefix)
        return node

    def _field_name(self, name: str, token: Token, field_names: Sequence[str] = FIELDS) -> str:
        name = name.lower()
        name = ALIASES.get(name, name)
        if name in ("", *field_names):
            return name
        similar = difflib.get_close_matches(name, [*field_names, *ALIASES], 1)
        hint = f"did you mean “{similar[0]}”? " if similar else f"there are {', '.join(field_names)}. "
        raise QueryError(f"There is no field “{name}”: {hint}{_QUOTING_HINT}", column_of(token))

    def _field_node(self, name: str, token: Token) -> Node | None:
        """Return the node of a field and the token of its value."""
        if token.type in ("REGEX", "OPEN_REGEX"):
            return self._pattern_node(name, token)
        unfinished = self._typing and token.end_pos == self._end
        prefix = token.endswith("*")
        if token.type == "OPEN":
            self._report("This quotation mark is not closed", token)
        if name == "tag" and "," in token and token.type == "WORD":
            return self._tags_node(token, unfinished)
        value = _unquoted(token)
        value = value.lstrip("#") if name == "tag" else value
        quoted = token.type != "WORD" or value.startswith(_SLASH)
        if name in _CHOICES:
            return self._choice_node(name, value, token, unfinished)
        if name == "lang":
            return self._language_node(value, token, unfinished)
        if name in DATE_FIELDS:
            return self._checked_date(Term(name, value, quoted), token, unfinished)
        if not has_word(value):
            self._report(f"“{token}” contains no word to search for", token)
            return None
        if name == "" and not quoted:
            return self._bare_word(value, token, unfinished)
        return Term(name, value, quoted, prefix or self._is_prefix(value, token, unfinished))

    def _bare_word(self, value: str, token: Token, unfinished: bool) -> Term:
        """Return the node of a word that has neither a field nor quotation marks."""
        prefix = token.endswith("*")
        word = value.lower()
        if word in _BARE_FILTERS and not prefix:
            return _BARE_FILTERS[word]
        if word in BARE_STATES and not prefix:
            return Term(UNDECIDED, value, False, unfinished and not self.is_negated)
        # Quoted if its written form could be read as part of another term.
        quoted = word[0] in "=<>!#~-&|" or word == "between" or (word.endswith("#") and word[:-1] in _COMPARABLE)
        return Term("", value, quoted, prefix or self._is_prefix(value, token, unfinished))

    def _checked_date(self, term: Term, token: Token, unfinished: bool) -> Term | None:
        # dateparser is too slow to be asked at each key.
        if parse_period(term.value, allow_free_text=not unfinished) is not None:
            return term
        if unfinished:
            return None
        message = f"“{term.value}” is not a date: “{term.field}:” takes {_DATE_EXPECTED}"
        raise QueryError(message, column_of(token))

    def _is_prefix(self, value: str, token: Token, unfinished: bool) -> bool:
        # Whoever types a word wants to see what begins with it; under a "not" that would hide too much.
        return unfinished and token.type != "PHRASE" and not self.is_negated and len(value) > 1

    def _tags_node(self, token: Token, unfinished: bool) -> Node | None:
        """Return the node of alternative tags, as in ``#a,#b``."""
        values = [value.strip("#") for value in token.rstrip("*").split(",")]
        tags = tuple(Term("tag", value, value.startswith(_SLASH)) for value in values if has_word(value))
        if not tags:
            self._report(f"“{token}” contains no word to search for", token)
            return None
        is_prefix = token.endswith("*") or (
            values[-1] == tags[-1].value and self._is_prefix(values[-1], token, unfinished)
        )
        tags = (*tags[:-1], Term("tag", tags[-1].value, tags[-1].quoted, is_prefix))
        return Or(tags) if len(tags) > 1 else tags[0]

    def _pattern_node(self, name: str, token: Token) -> Node | None:
        if name not in PATTERN_FIELDS:
            expected = _EXPECTED.get(name, "a word")
            raise QueryError(f"“{name}:” takes {expected}, not a regular expression", column_of(token))
        if token.type == "OPEN_REGEX":
            self._report(
                f"This regular expression is not closed: “/” is expected at its end. {_QUOTING_HINT}", token
            )
            return None
        return self._checked_pattern(name, token[1 : token.rindex("/")], token)

    def _checked_pattern(self, name: str, pattern: str, token: Token) -> Node:
        try:
            compile_pattern(pattern)
        except ValueError as error:
            message, position = error.args
            raise QueryError(
                f"The regular expression is not valid: {message}", column_of(token) + 1 + position
            ) from error
        return Pattern(name, pattern)

    def _choice_node(self, name: str, value: str, token: Token, unfinished: bool) -> Node | None:
        choice = value.lower()
        if name == "sort":  # the first of several keys counts; ties are in the order of days anyway
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

    def _language_node(self, value: str, token: Token, unfinished: bool) -> Node | None:
        code = language_code(value)
        if code is not None:
            return Term("lang", code or "unknown")
        if unfinished:
            return None
        raise QueryError(f"“lang:” takes {_EXPECTED['lang']}, not “{value}”", column_of(token))

    # Comparisons, as in newsboat's filters

    def _comparison_node(self, token: Token, value: Token | None) -> Node | None:
        match = re.fullmatch(r"([a-z_]+)\s*(between|\W+?)\s*", token, re.IGNORECASE)
        assert match is not None
        name, operator = match[1].lower(), match[2].lower()
        operator = "=" if operator == "==" else operator
        if operator in _NEGATED_OPERATORS:
            node = self._positive_comparison(name, _NEGATED_OPERATORS[operator], token, value)
            return node.node if isinstance(node, Not) else node and Not(node)
        return self._positive_comparison(name, operator, token, value)

    def _positive_comparison(self, name: str, operator: str, token: Token, value: Token | None) -> Node | None:
        if name in NUMBERS and operator not in ("=~", "#"):
            return self._number_node(name, operator, token, value)
        if name in NUMBERS and name not in ALIASES:
            message = f"“{name}” can only be compared with a number, by {', '.join(OPERATORS)}"
            raise QueryError(message, column_of(token))
        if name != "unread":
            name = self._field_name(name, token, (*NUMBERS, *FIELDS))
        if value is None:
            self._report_missing(_COMPARED_WITH.get(name, "a word or a “phrase”"), token)
            return None
        if value.type == "OPEN":
            self._report("This quotation mark is not closed", value)
            return None
        if name == "unread":
            return self._unread_node(operator, value)
        if name == "date":
            return self._date_node(operator, value)
        return self._field_comparison(name, operator, token, value)

    def _field_comparison(self, name: str, operator: str, token: Token, value: Token) -> Node | None:
        if name in _CHOICES or name in ("in", "lang") or (name == "tag" and operator == "=") or operator == "#":
            if operator in ("=", "#"):
                return self._field_node(name, value)
        elif operator in ("=", "=~"):
            if value.type in ("REGEX", "OPEN_REGEX"):
                return self._pattern_node(name, value)
            return self._whole_match(name, operator, value)
        raise QueryError(
            f"“{name}” cannot be compared with “{operator}”",
            column_of(token) + len(token.rstrip()) - len(operator),
        )

    def _unread_node(self, operator: str, value: Token) -> Node | None:
        answer = _unquoted(value).lower()
        if answer not in _YES or operator != "=":
            self._report("“unread” takes “yes” or “no”", value)
            return None
        return Term("is", "unread" if _YES[answer] else "read")

    def _whole_match(self, name: str, operator: str, token: Token) -> Node | None:
        """Return the node of a regular expression (``=~``), or of a value that must be the whole field (``=``)."""
        value = token if token.type == "WORD" else token.rstrip("*")[1:-1]
        if not value:
            self._report("A value to compare with is expected", token)
            return None
        if operator == "=":
            value = f"^{re.escape(value)}$"
        # A slash would end the expression in its written form.
        return self._checked_pattern(name, re.sub(r"\\.|/", _escape_slash, value, flags=re.DOTALL), token)

    def _number_node(self, name: str, operator: str, token: Token, value: Token | None) -> Node | None:
        number = _unquoted(value) if value is not None else ""
        if operator == "between":
            low, _, high = number.partition(":")
            if high.isascii() and high.isdigit():
                return And((Comparison(name, ">=", int(low)), Comparison(name, "<=", int(high))))
        elif operator in OPERATORS and number.isascii() and number.isdigit():
            return Comparison(name, operator, int(number))
        elif operator not in OPERATORS:
            raise QueryError(
                f"One of {', '.join(OPERATORS)} is expected after “{name}”, not “{operator}”", column_of(token)
            )
        self._report_missing("a number", token)
        return None

    def _date_node(self, operator: str, token: Token) -> Node | None:
        def date_term(field: str) -> Node | None:
            return self._field_node(field, token)

        if (on_date := date_term("date")) is None:
            return None
        match operator:
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
        raise QueryError(f"A date cannot be compared with “{operator}”", column_of(token))

    def _report_missing(self, expected: str, token: Token) -> None:
        operator = token.rstrip()
        message = f"{expected[0].upper()}{expected[1:]} is expected after “{operator}”"
        if not self._typing:
            raise QueryError(message, column_of(token) + len(operator))

    def _report(self, message: str, token: Token) -> None:
        """Raise QueryError, unless the query is still being typed."""
        if not self._typing:
            raise QueryError(message, column_of(token))


def column_of(token: Token) -> int:
    """Return the column at which a token begins, from 1."""
    return (token.start_pos or 0) + 1


def has_word(text: str) -> bool:
    """Return whether the tokenizer finds a word: letters, digits and private use characters make words."""
    return any(unicodedata.category(char)[0] in "LN" or unicodedata.category(char) == "Co" for char in text)


def _escape_slash(match: re.Match[str]) -> str:
    return r"\/" if match[0] == "/" else match[0]


def _unquoted(token: Token) -> str:
    """Return the value of a token without its quotation marks; others may stand inside."""
    value = token.rstrip("*")
    if token.type == "PHRASE":
        value = value[1:-1]
    elif token.type == "OPEN":
        value = value[1:]
    return " ".join(value.replace('"', " ").split())
