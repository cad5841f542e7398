"""Read texts as the entity head does: features of each token, beside what the encoder makes of it.

The encoder knows no case and reads single paragraphs of word pieces. Here each token carries how it is written,
what spaCy and the lexicon say of it, and what kind of line it stands in.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from onrecord.annotation.lexicon import load_lexicon
from onrecord.annotation.neural.features import POS_TAGS, value_numbers

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from onrecord.annotation.lexicon.name_span import NameSpan
    from onrecord.annotation.text.line_types import TextLine

SPACY_LABELS = (
    *("PERSON", "ORG", "GPE", "LOC", "FAC", "NORP", "EVENT", "PRODUCT", "WORK_OF_ART", "LAW", "LANGUAGE"),
)
"""spaCy's labels that a name can have; its other entities count as one more."""

LEXICON_LABELS = ("GPE", "ORG", "NORP", "LOC", "?")
"""The lexicon's labels; the last one is for names that are also ordinary words."""

LINE_KINDS = ("prose", "title", "capitals", "table", "dateline")

FORM_LENGTH = 16
"""Letters that are read of a word: of a longer word the first and the last half of them."""

ALPHABET_SIZE = 98

_LOWER, _CAPITAL, _CAPITALS, _MIXED, _DIGITS, _DIGITS_AND_LETTERS, _PUNCTUATION, _SPACE = range(1, 9)
_OTHER_LETTER, _OTHER_SIGN = 96, 97
_SENTENCE_START, _LINE_START = 1, 2

FEATURE_SIZES = {
    "entity": 1 + 2 * (len(SPACY_LABELS) + 1),
    "known": 1 + 2 * len(LEXICON_LABELS),
    "pos": 1 + len(POS_TAGS),
    "line": 1 + len(LINE_KINDS),
    "place": 3,
    "small": 3,
    "shape": 9,
    "first_name": 3,
    "city": 2,
    "word": 4,
}
"""The features of a token, in the order of ``EntityFeatures.features``, and how many values each has."""


class EntityFeatures(NamedTuple):
    """The tokens of a text as the entity head reads them. The fields have the names of the head's inputs.

    ``forms`` indexes ``letters``: tokens that differ in case only have the same form.
    """

    features: NDArray[np.int64]
    """One row a token, one column a feature of FEATURE_SIZES."""
    forms: NDArray[np.int64]
    letters: NDArray[np.int64]
    """One row a form, FORM_LENGTH columns."""

    def __len__(self) -> int:
        return len(self.forms)


def read_entity_features(doc: Doc, lines: Sequence[TextLine], lexicon_names: Iterable[NameSpan]) -> EntityFeatures:
    """Return the features of a Doc that is not empty.

    Args:
        doc: A Doc with spaCy's tags, sentences and entities.
        lines: The lines of its text.
        lexicon_names: The names in it that the lexicon knows.
    """
    _, first_tokens, orths = np.unique(doc.to_array("ORTH"), return_index=True, return_inverse=True)
    words = [doc[int(index)].text for index in first_tokens]
    form_numbers = {form: number for number, form in enumerate(dict.fromkeys(word.lower() for word in words))}
    forms = np.array([form_numbers[word.lower()] for word in words], dtype=np.int64)[orths]
    letters = np.array([_letter_numbers(form) for form in form_numbers], dtype=np.int64).reshape(-1, FORM_LENGTH)
    features = np.zeros((len(doc), len(FEATURE_SIZES)), dtype=np.int64)
    features[:, 0] = _entity_features(doc)
    features[:, 1] = _lexicon_features(lexicon_names, len(doc))
    features[:, 2] = value_numbers(doc, "POS", POS_TAGS)
    features[:, 3], features[:, 4] = _line_features(doc, lines)
    features[:, 5] = _lower_case_features(words)[orths]
    features[:, 6:] = np.array([_word_features(word) for word in words], dtype=np.int64).reshape(-1, 4)[orths]
    return EntityFeatures(features, forms, letters)


def _entity_features(doc: Doc) -> NDArray[np.int64]:
    """Return for each token spaCy's entity: 0 for none, odd for the first token of one, even for the others."""
    numbers = np.zeros(len(doc), dtype=np.int64)
    for ent in doc.ents:
        label = SPACY_LABELS.index(ent.label_) if ent.label_ in SPACY_LABELS else len(SPACY_LABELS)
        numbers[ent.start] = 1 + 2 * label
        numbers[ent.start + 1 : ent.end] = 2 + 2 * label
    return numbers


def _lexicon_features(lexicon_names: Iterable[NameSpan], count: int) -> NDArray[np.int64]:
    """Return for each of ``count`` tokens the lexicon's name, numbered as entities are."""
    numbers = np.zeros(count, dtype=np.int64)
    for name in lexicon_names:
        label = LEXICON_LABELS.index("?" if name.label.startswith("?") else name.label)
        numbers[name.start] = 1 + 2 * label
        numbers[name.start + 1 : name.end] = 2 + 2 * label
    return numbers


def _line_features(doc: Doc, lines: Sequence[TextLine]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each token the kind of its line, and whether a sentence or a line begins with it."""
    starts = doc.to_array("IDX").astype(np.int64)
    kinds = np.zeros(len(doc), dtype=np.int64)
    places = (doc.to_array("SENT_START").astype(np.int64) == 1) * np.int64(_SENTENCE_START)
    for line in lines:
        begin, end = np.searchsorted(starts, (line.start, line.end))
        kinds[begin:end] = 1 + LINE_KINDS.index(line.kind)
        places[begin : begin + 1] = _LINE_START
        for span in (line.city, line.region):
            if span is not None:
                kinds[slice(*np.searchsorted(starts, span))] = 1 + LINE_KINDS.index("dateline")
    return kinds, places


def _lower_case_features(words: Sequence[str]) -> NDArray[np.int64]:
    """Return for each word with a capital whether the text has it in lower case as well (2) or not (1)."""
    all_words = set(words)
    return np.array(
        [(2 if word.lower() in all_words else 1) if word[:1].isupper() else 0 for word in words], dtype=np.int64
    )


@lru_cache(maxsize=1 << 15)
def _word_features(word: str) -> tuple[int, ...]:
    """Return what a word tells by itself: shape, first name, city, title or kind of organisation."""
    lex = load_lexicon()
    gender = lex.gender(word) if word[:1].isupper() else None
    bare = word.lower().rstrip(".")
    return (
        _shape(word),
        {"male": 1, "female": 2, None: 0}[gender],
        int(word[:1].isupper() and lex.is_city(word)),
        (bare in lex["titles"]) + 2 * (bare in lex["suffixes"]),
    )


def _shape(word: str) -> int:
    letter_count = sum(char.isalpha() for char in word)
    if any(char.isdigit() for char in word):
        return _DIGITS_AND_LETTERS if letter_count else _DIGITS
    if not letter_count:
        return _SPACE if word.isspace() else _PUNCTUATION
    if word.islower():
        return _LOWER
    if word.isupper() and letter_count > 1:
        return _CAPITALS
    return _CAPITAL if word[0].isupper() and not any(char.isupper() for char in word[1:]) else _MIXED


@lru_cache(maxsize=1 << 15)
def _letter_numbers(form: str) -> tuple[int, ...]:
    """Return FORM_LENGTH numbers for the letters of a form, 0 after its end."""
    if len(form) > FORM_LENGTH:
        form = form[: FORM_LENGTH // 2] + form[-(FORM_LENGTH // 2) :]
    return (*map(_letter_number, form), *(0,) * (FORM_LENGTH - len(form)))


def _letter_number(char: str) -> int:
    """Return the number of a character: an ASCII one from 1 on, one with an accent as without, or one for all."""
    if not char.isascii():
        char = unicodedata.normalize("NFKD", char)[0]
    if " " <= char <= "~":
        return ord(char) - 31
    return _OTHER_LETTER if char.isalpha() else _OTHER_SIGN
