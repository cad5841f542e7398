"""Names in rows of results and standings, where there is no sentence for a model to read."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from onrecord.annotation.lexicon import load_lexicon
from onrecord.annotation.lexicon.name_span import NameSpan
from onrecord.annotation.text.line_types import TextLine

_MAX_BRACKETED_TOKENS = 6


def names_in_tables(doc: Doc, lines: list[TextLine]) -> list[NameSpan]:
    """Return the names in the lines that are rows of tables.

    They are countries, persons (with a first name or an initial, or a country in brackets behind them), and else
    teams, which are organisations.

    Args:
        doc: The article.
        lines: All its lines, in order.
    """
    names: list[NameSpan] = []
    index = 0
    for line in lines:
        if line.kind != "table":
            continue
        while index < len(doc) and doc[index].idx < line.start:
            index += 1
        start = index
        while index < len(doc) and doc[index].idx < line.end:
            index += 1
        names += _names_in_row(doc, start, index)
    return names


def _names_in_row(doc: Doc, start: int, end: int) -> Iterator[NameSpan]:
    """Yield the names between two token indices."""
    bracket_depth = 0
    index = start
    while index < end:
        token = doc[index]
        if token.text in ("(", ")"):
            bracket_depth += 1 if token.text == "(" else -1
        elif _is_name_word(token):
            stop = index + 1
            while stop < end and (_is_name_word(doc[stop]) or _is_joining_hyphen(doc, stop, end)):
                stop += 1
            if label := _label(doc, (index, stop), end, in_brackets=bracket_depth > 0):
                yield NameSpan(index, stop, label)
            index = stop - 1
        index += 1


def _is_name_word(token: Token) -> bool:
    """Return whether a word has a capital and does not belong to the headings and units of tables."""
    return (
        token.text[:1].isupper()
        and any(char.isalpha() for char in token.text)
        and token.lower_ not in load_lexicon()["headings"]
    )


def _is_joining_hyphen(doc: Doc, hyphen: int, end: int) -> bool:
    """Return whether the token at an index is a hyphen between two words without blanks."""
    return (
        doc[hyphen].text == "-"
        and not doc[hyphen - 1].whitespace_
        and not doc[hyphen].whitespace_
        and hyphen + 1 < end
    )


def _label(doc: Doc, name: tuple[int, int], end: int, *, in_brackets: bool) -> str | None:
    """Return the label of words that may be a name, None if they are none.

    Args:
        doc: The article.
        name: The token range of the words.
        end: Where the row ends, as a token index.
        in_brackets: Whether they stand in brackets, as scorers do behind their team.
    """
    start, stop = name
    text = doc[start:stop].text
    lexicon = load_lexicon()
    if lexicon.country(text):
        return "GPE"
    if len(text) < 2 or lexicon.find(text):
        return None
    first_word = doc[start].text
    if stop - start > 1 and (len(first_word.strip(".")) == 1 or lexicon.gender(first_word)):
        return "PERSON"
    if stop == end:
        return None
    next_word = doc[stop].text
    if next_word == "(" and lexicon.country(doc[stop + 1 : _closing_bracket(doc, stop, end)].text):
        return "PERSON"
    if next_word[:1].isdigit():
        return "PERSON" if in_brackets else "ORG"
    return None


def _closing_bracket(doc: Doc, opening: int, end: int) -> int:
    """Return the index of the bracket that closes one; that of the next token if none does within reach."""
    for index in range(opening, min(end, opening + _MAX_BRACKETED_TOKENS)):
        if doc[index].text == ")":
            return index
    return opening + 1
