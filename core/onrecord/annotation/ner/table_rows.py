"""Names in rows of results and standings, where there is no sentence for the model to read."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Doc, Token

from onrecord.annotation.lexicon import load_lexicon
from onrecord.annotation.lexicon.name_span import NameSpan
from onrecord.annotation.text.line_types import TextLine


def names_in_tables(doc: Doc, lines: list[TextLine]) -> list[NameSpan]:
    """Names in the lines that are tables: persons with a country in brackets or with initials, else sides."""
    names: list[NameSpan] = []
    at = 0
    for line in lines:
        if line.kind != "table":
            continue
        while at < len(doc) and doc[at].idx < line.start:
            at += 1
        end = at
        while end < len(doc) and doc[end].idx < line.end:
            end += 1
        names += _in_row(doc, at, end)
        at = end
    return names


def _in_row(doc: Doc, start: int, end: int) -> Iterator[NameSpan]:
    depth = 0
    at = start
    while at < end:
        token = doc[at]
        if token.text in ("(", ")"):
            depth += 1 if token.text == "(" else -1
        elif _is_name_word(token):
            stop = at + 1
            while stop < end and (_is_name_word(doc[stop]) or _joins(doc, stop, end)):
                stop += 1
            label = _label(doc, at, stop, end, depth > 0)
            if label:
                yield NameSpan(at, stop, label)
            at = stop - 1
        at += 1


def _is_name_word(token: Token) -> bool:
    return (
        token.text[:1].isupper()
        and any(c.isalpha() for c in token.text)
        and token.lower_ not in load_lexicon()["headings"]
    )


def _joins(doc: Doc, hyphen: int, end: int) -> bool:
    return (
        doc[hyphen].text == "-"
        and not doc[hyphen - 1].whitespace_
        and not doc[hyphen].whitespace_
        and hyphen + 1 < end
    )


def _label(doc: Doc, start: int, stop: int, end: int, bracketed: bool) -> str | None:
    text = doc[start:stop].text
    known = load_lexicon()
    after = doc[stop] if stop < end else None
    if known.country(text):
        return "GPE"
    if len(text) < 2 or known.find(text):
        return None
    first = doc[start].text
    if stop - start > 1 and (len(first.strip(".")) == 1 or known.gender(first)):
        return "PERSON"
    if after is not None and after.text == "(" and known.country(doc[stop + 1 : _closing(doc, stop, end)].text):
        return "PERSON"
    if after is not None and after.text[:1].isdigit():
        return "PERSON" if bracketed else "ORG"
    return None


def _closing(doc: Doc, opening: int, end: int) -> int:
    for at in range(opening, min(end, opening + 6)):
        if doc[at].text == ")":
            return at
    return opening + 1
