"""Names of people, whole and no more: both halves of Fregel-Lorenzo, not the word that only opens a headline."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from spacy.tokens import Doc

from onrecord.annotation.actors.roles import is_role_noun
from onrecord.annotation.lexicon import load_lexicon
from onrecord.annotation.lexicon.name_span import NameSpan, trim
from onrecord.annotation.lexicon.person_names import PersonName, parse

_OFTEN = 2
"""Places where a surname stands alone from which on it tells that a longer name is a person's."""
_FAR = 6
"""Tokens after a name within which a description says what somebody is."""


def complete_person_names(doc: Doc, names: list[NameSpan]) -> list[NameSpan]:
    """The names in order, those of people whole."""
    names = list(_hyphened(doc, sorted(names)))
    alone = Counter(
        doc[name.start].text for name in names if name.label == "PERSON" and name.end == name.start + 1
    )
    names = [_as_person(doc, name, alone) for name in names]
    full = Counter(_parsed(doc, name) for name in names if name.label == "PERSON")
    firsts = {(name.last, name.first) for name in full if name.is_full}
    return [_without_opening(doc, name, full, firsts) for name in names]


def _hyphened(doc: Doc, names: list[NameSpan]) -> Iterator[NameSpan]:
    """One name where a hyphen without blanks joins two, or a first name that nobody took for one.

    ``Rosa Fregel`` and ``Lorenzo``, ``Jean`` and ``Claude Huber``; but ``Anna Brandt-Karl Huber`` are two.
    """
    last: NameSpan | None = None
    for name in names:
        if name.label == "PERSON" and _has_hyphen_before(doc, name.start):
            before = last if last is not None and last.end == name.start - 1 else None
            if before is None and _is_first(doc, name.start - 2):
                name = NameSpan(name.start - 2, name.end, "PERSON")
            elif before is not None and before.label == "PERSON" and _are_one(doc, before, name):
                last = NameSpan(before.start, name.end, "PERSON")
                continue
        if last is not None:
            yield last
        last = name
    if last is not None:
        yield last


def _has_hyphen_before(doc: Doc, at: int) -> bool:
    return at > 1 and doc[at - 1].text == "-" and not doc[at - 1].whitespace_ and not doc[at - 2].whitespace_


def _are_one(doc: Doc, before: NameSpan, name: NameSpan) -> bool:
    if before.end - before.start == 1:
        return _is_first(doc, before.start) and _parsed(doc, name).is_full
    return _parsed(doc, before).is_full and name.end - name.start == 1


def _is_first(doc: Doc, at: int) -> bool:
    word, known = doc[at].text, load_lexicon()
    return word.istitle() and (known.gender(word) is not None or word.lower() in known["either"])


def _parsed(doc: Doc, name: NameSpan) -> PersonName:
    return parse(doc[name.start : name.end].text)


def _as_person(doc: Doc, name: NameSpan, alone: Counter[str]) -> NameSpan:
    """The name, but a person if it begins with a first name and the words beside it say what somebody is.

    ``his wife, Camilla,`` and ``Ana de la Fuente, an expert``. So is a name of two words that ends with what is a
    person wherever it stands ``alone``.
    """
    if name.label != "ORG" or name.certain:
        return name
    if name.end - name.start == 2 and alone[doc[name.end - 1].text] >= _OFTEN:
        return trim(doc, NameSpan(name.start, name.end, "PERSON")) or name
    if not _is_first(doc, name.start):
        return name
    if name.end - name.start == 1:
        before = name.start - 1 - (name.start > 0 and doc[name.start - 1].text == ",")
        is_person = before >= 0 and _is_kin(doc, before)
    else:
        is_person = _is_described(doc, name.end)
    return NameSpan(name.start, name.end, "PERSON") if is_person else name


def _is_kin(doc: Doc, at: int) -> bool:
    known = load_lexicon()
    return doc[at].pos_ == "NOUN" and (doc[at].lower_ in known["male"] or doc[at].lower_ in known["female"])


def _is_described(doc: Doc, end: int) -> bool:
    if end + 1 >= len(doc) or doc[end].text != "," or doc[end + 1].lower_ not in ("a", "an"):
        return False
    for token in doc[end + 2 : end + _FAR]:
        if is_role_noun(token):
            return True
        if token.pos_ in ("VERB", "AUX", "ADP", "PUNCT"):
            return False
    return False


def _without_opening(
    doc: Doc, name: NameSpan, full: Counter[PersonName], firsts: set[tuple[str, str]]
) -> NameSpan:
    """The surname alone if a word with a capital only opens the headline: ``Late Brandt header sends …``.

    Nobody has that full name again, and somebody else of that surname has.
    """
    if name.label != "PERSON" or name.start > 0 or name.end != 2 or load_lexicon().gender(doc[0].text) is not None:
        return name
    headline, ends, _ = doc.text.partition("\n")
    if not ends or headline.rstrip().endswith("."):
        return name
    parsed = _parsed(doc, name)
    others = any(last == parsed.last and other != parsed.first for last, other in firsts)
    return NameSpan(1, name.end, "PERSON") if others and full[parsed] == 1 else name
