"""What the entity head is fed of a text, token by token, beside what the encoder makes of it.

The encoder knows no case and reads single paragraphs of word pieces. Here each token carries how it is written,
what spaCy and the lexicon say of it, and in what kind of line it stands.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from onrecord.annotation.lexicon import load_lexicon
from onrecord.annotation.neural.features import POS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from onrecord.annotation.lexicon.name_span import NameSpan
    from onrecord.annotation.text.line_types import TextLine

ENTITIES = ("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE")
"""spaCy's labels that a name can have; its other entities count as one more."""

KNOWN = ("GPE", "ORG", "NORP", "LOC", "?")
"""The lexicon's labels; the last one is for names that are also ordinary words."""

LINES = ("prose", "title", "capitals", "table", "dateline")

LETTERS = 16
"""So many letters of a word are read: of a longer one the first and the last half of them."""

ALPHABET = 98

_LOWER, _CAPITAL, _CAPITALS, _MIXED, _DIGITS, _BOTH, _MARK, _SPACE = range(1, 9)

SIZES = {
    "entity": 1 + 2 * (len(ENTITIES) + 1),
    "known": 1 + 2 * len(KNOWN),
    "pos": 1 + len(POS),
    "line": 1 + len(LINES),
    "place": 3,
    "small": 3,
    "shape": 9,
    "first_name": 3,
    "city": 2,
    "word": 4,
}
"""The features of a token, in the order of ``Words.features``, and how many values each has."""


class Words(NamedTuple):
    """The tokens of a text. ``forms`` indexes ``letters``: tokens of one form are one word, in whatever case."""

    features: NDArray[np.int64]
    """One row a token, one column a feature of SIZES."""
    forms: NDArray[np.int64]
    letters: NDArray[np.int64]
    """One row a form, LETTERS columns."""

    def __len__(self) -> int:
        return len(self.forms)


def read(doc: Doc, lines: Sequence[TextLine], known: Iterable[NameSpan]) -> Words:
    """The words of a Doc that is not empty, with its lines and the names that the lexicon knows in it."""
    _, first, orths = np.unique(doc.to_array("ORTH"), return_index=True, return_inverse=True)
    texts = [doc[int(at)].text for at in first]
    lowered = {text: form for form, text in enumerate(dict.fromkeys(text.lower() for text in texts))}
    forms = np.array([lowered[text.lower()] for text in texts], dtype=np.int64)[orths]
    told = np.array([_form(text) for text in texts], dtype=np.int64).reshape(-1, 4)
    letters = np.array([_letters(text) for text in lowered], dtype=np.int64).reshape(-1, LETTERS)
    features = np.zeros((len(doc), len(SIZES)), dtype=np.int64)
    features[:, 0] = _entities(doc)
    for name in known:
        label = len(KNOWN) - 1 if name.label.startswith("?") else KNOWN.index(name.label)
        features[name.start, 1] = 1 + 2 * label
        features[name.start + 1 : name.end, 1] = 2 + 2 * label
    features[:, 2] = _pos(doc)
    starts = doc.to_array("IDX").astype(np.int64)
    features[:, 4] = doc.to_array("SENT_START").astype(np.int64) == 1
    for line in lines:
        begin, end = np.searchsorted(starts, (line.start, line.end))
        features[begin:end, 3] = 1 + LINES.index(line.kind)
        features[begin : begin + 1, 4] = 2
        for span in (line.city, line.region):
            if span is not None:
                features[slice(*np.searchsorted(starts, span)), 3] = 1 + LINES.index("dateline")
    features[:, 5] = _small(texts)[orths]
    features[:, 6:] = told[orths]
    return Words(features, forms, letters)


def _entities(doc: Doc) -> NDArray[np.int64]:
    out = np.zeros(len(doc), dtype=np.int64)
    for ent in doc.ents:
        label = ENTITIES.index(ent.label_) if ent.label_ in ENTITIES else len(ENTITIES)
        out[ent.start] = 1 + 2 * label
        out[ent.start + 1 : ent.end] = 2 + 2 * label
    return out


def _pos(doc: Doc) -> NDArray[np.int64]:
    values, where = np.unique(doc.to_array("POS"), return_inverse=True)
    names = [doc.vocab.strings[int(value)] if value else "" for value in values]
    return np.array([1 + POS.index(name) if name in POS else 0 for name in names], dtype=np.int64)[where]


def _small(texts: Sequence[str]) -> NDArray[np.int64]:
    """Of each form with a capital: whether the text has the word without one as well (2) or not (1)."""
    lower = set(texts)
    return np.array(
        [(2 if text.lower() in lower else 1) if text[:1].isupper() else 0 for text in texts], dtype=np.int64
    )


@lru_cache(maxsize=1 << 15)
def _form(text: str) -> tuple[int, ...]:
    """What a word tells by itself: shape, first name, city, title or kind of body."""
    known = load_lexicon()
    gender = known.gender(text) if text[:1].isupper() else None
    bare = text.lower().rstrip(".")
    return (
        _shape(text),
        {"male": 1, "female": 2, None: 0}[gender],
        int(text[:1].isupper() and known.is_city(text)),
        (bare in known["titles"]) + 2 * (bare in known["suffixes"]),
    )


def _shape(text: str) -> int:
    letters = any(c.isalpha() for c in text)
    if any(c.isdigit() for c in text):
        return _BOTH if letters else _DIGITS
    if not letters:
        return _SPACE if text.isspace() else _MARK
    if text.islower():
        return _LOWER
    if text.isupper() and sum(c.isalpha() for c in text) > 1:
        return _CAPITALS
    return _CAPITAL if text[0].isupper() and not any(c.isupper() for c in text[1:]) else _MIXED


@lru_cache(maxsize=1 << 15)
def _letters(text: str) -> tuple[int, ...]:
    if len(text) > LETTERS:
        text = text[: LETTERS // 2] + text[-(LETTERS // 2) :]
    return (*map(_letter, text), *(0,) * (LETTERS - len(text)))


def _letter(char: str) -> int:
    if not char.isascii():
        char = unicodedata.normalize("NFKD", char)[0]
    if " " <= char <= "~":
        return ord(char) - 31
    return 96 if char.isalpha() else 97
