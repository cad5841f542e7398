"""What stands in and around a name tells whether it is one, where it ends, and what it is the name of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from onrecord.annotation.lexicon import load_lexicon
from onrecord.annotation.lexicon.name_span import NameSpan, trim

_MINISTERS = frozenset({"Minister", "Ministers"})
_OPENING_MARKS = frozenset({"“", "‘", "``", '"', "'", "«"})
_CLOSING_MARKS = frozenset({"”", "’", "''", '"', "'", "»"})
_LOCATIVE_PREPOSITIONS = frozenset({"in", "at", "near", "outside"})


def check_in_context(doc: Doc, names: Sequence[NameSpan]) -> list[NameSpan]:
    """Return the names in order: cut where two run together, with other labels, and without those that are none.

    Args:
        doc: The article.
        names: Names in order, none over another. Those that are certain stay.
    """
    parts = [part for name in names for part in (_parts(doc, name) if not name.certain else [name])]
    relatives = _relatives(doc, parts)
    checked = [
        name if name.certain else replace(name, label=_label_in_context(doc, name, relatives)) for name in parts
    ]
    named = {index for name in checked for index in range(name.start, name.end)}
    return [name for name in checked if name.certain or not _is_no_name(doc, name, named)]


def _parts(doc: Doc, name: NameSpan) -> Iterator[NameSpan]:
    """Yield the names that a name holds: ``Nato (North Atlantic Treaty …`` two, ``Sales for Acme`` one."""
    words = [token.text for token in doc[name.start : name.end]]
    bounds = [name.start, name.end]
    if "(" in words[1:-1] and ")" not in words:
        bracket = name.start + words.index("(", 1)
        bounds = [name.start, bracket, bracket + 1, name.end]
    elif name.label == "ORG" and "for" in words[1:-1] and _is_of_office(doc, name.start):
        employer = name.start + words.index("for", 1) + 1
        if doc[employer].ent_iob_ == "B":
            bounds = [employer, name.end]
    for start, end in zip(bounds[::2], bounds[1::2], strict=True):
        if (part := trim(doc, NameSpan(start, end, name.label))) is not None:
            yield part


def _is_of_office(doc: Doc, start: int) -> bool:
    """Return whether the noun of an office and ``of`` stand before a token index: ``Director of Sales``."""
    return start > 1 and doc[start - 1].lower_ == "of" and doc[start - 2].lower_ in load_lexicon()["offices"]


def _relatives(doc: Doc, names: Iterable[NameSpan]) -> set[int]:
    """Return where the names stand that are listed after a noun of kinship: ``his children, Ann, Bo and Kim``."""
    by_start = {name.start: name for name in names if name.end - name.start <= 2}
    relatives: set[int] = set()
    for name in by_start.values():
        before = name.start - 1 - (name.start > 1 and doc[name.start - 1].text in (",", "-", "–", ":", "—"))
        if before < 0 or doc[before].lemma_.lower() not in load_lexicon()["kin"] or not doc[before].text.islower():
            continue
        following: NameSpan | None = name
        while following is not None:
            relatives.add(following.start)
            index = following.end
            while index < len(doc) and doc[index].lower_ in (",", "and", "&"):
                index += 1
            following = by_start.get(index) if index > following.end else None
    return relatives


def _label_in_context(doc: Doc, name: NameSpan, relatives: set[int]) -> str:
    last = doc[name.end - 1].lower_
    length = name.end - name.start
    if name.start in relatives:
        return "PERSON"
    if name.label == "ORG" and length > 1 and last in load_lexicon()["venues"] and not _is_agent(doc, name):
        return "FAC"
    if name.label in ("GPE", "LOC", "FAC") and _has_institution_noun(doc, name):
        return "ORG"
    if name.label in ("GPE", "LOC") and length == 2 and _is_unknown_person(doc, name):
        return "PERSON"
    return name.label


def _is_agent(doc: Doc, name: NameSpan) -> bool:
    root = doc[name.start : name.end].root
    return root.dep_ == "nsubj" and root.head.lemma_ in load_lexicon()["acting"]


def _has_institution_noun(doc: Doc, name: NameSpan) -> bool:
    """Return whether a place's name of several words ends as a body's does, and nothing is said to be in it."""
    if name.end - name.start < 2 or (name.start > 0 and doc[name.start - 1].lower_ in _LOCATIVE_PREPOSITIONS):
        return False
    return doc[name.end - 1].lower_ in load_lexicon()["institutions"]


def _is_unknown_person(doc: Doc, name: NameSpan) -> bool:
    """Return whether a place that spaCy knows nothing of is a first name and a word: ``Ozzie Holt``."""
    first = doc[name.start].text
    return load_lexicon().gender(first) is not None and not any(
        token.ent_type_ for token in doc[name.start : name.end]
    )


def _is_no_name(doc: Doc, name: NameSpan, named: set[int]) -> bool:
    is_tag = name.start > 0 and doc[name.start - 1].text == "#"
    if is_tag or name.label != "ORG":
        return is_tag
    return (
        (_is_in_title_of_work(doc, name) and not _is_agent(doc, name))
        or _is_office(doc, name)
        or _is_field_of_minister(doc, name)
        or _is_quoted_term(doc, name)
        or _abbreviates_no_name(doc, name, named)
    )


def _is_in_title_of_work(doc: Doc, name: NameSpan) -> bool:
    """Return whether spaCy has a name as a work of art, or as a part of one, that stands in quotation marks.

    Without the marks it is too often wrong: in tables of results it calls teams so.
    """
    start, end = name.start, name.end
    while start > 0 and doc[start].ent_iob_ == "I":
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I":
        end += 1
    if any(token.ent_type_ != "WORK_OF_ART" for token in doc[start:end]) or start == 0:
        return False
    closes = doc[end - 1].text in _CLOSING_MARKS or (end < len(doc) and doc[end].text in {*_CLOSING_MARKS, ","})
    return doc[start - 1].text in _OPENING_MARKS and closes


def _is_office(doc: Doc, name: NameSpan) -> bool:
    """Return whether a name is a title: ``State Police Relations Officer``, ``Commissioner of Police``."""
    offices = load_lexicon()["offices"]
    words = [token.lower_ for token in doc[name.start : name.end]]
    return len(words) > 1 and (words[-1] in offices or (words[0] in offices and words[1] == "of"))


def _is_field_of_minister(doc: Doc, name: NameSpan) -> bool:
    """Return whether a single word stands before ``Minister``, whose field it is: ``Communications Minister``."""
    is_word = name.end - name.start == 1 and not doc[name.start].text.isupper()
    return is_word and name.end < len(doc) and doc[name.end].text in _MINISTERS


def _is_quoted_term(doc: Doc, name: NameSpan) -> bool:
    """Return whether a single word stands alone between quotation marks, as a word of which somebody speaks."""
    is_enclosed = name.start > 0 and name.end < len(doc) and name.end - name.start == 1
    return is_enclosed and doc[name.start - 1].text in _OPENING_MARKS and doc[name.end].text in _CLOSING_MARKS


def _abbreviates_no_name(doc: Doc, name: NameSpan, named: set[int]) -> bool:
    """Return whether capitals in brackets stand after ordinary words: ``registered shares (ACME)``."""
    before = name.start - 2
    is_enclosed = before >= 0 and name.end < len(doc) and doc[before + 1].text == "(" and doc[name.end].text == ")"
    is_capitals = name.end - name.start == 1 and doc[name.start].text.isupper()
    return is_enclosed and is_capitals and doc[before].is_lower and before not in named
