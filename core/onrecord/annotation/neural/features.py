"""Read texts as the quotation model does: word pieces, and features of each from spaCy and the quotation marks.

The model's encoder knows no case and no syntax, so each piece carries the case of its letters, whether it stands
in quotation marks, its part of speech, its dependency, and how many clauses begin and end at it. Training and run
time both read texts here, so the model meets what it was trained on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from onrecord.annotation.doc.text import text_of
from onrecord.annotation.text.quotation_marks import Quotation, find_paragraphs, find_quotations, outermost

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc
    from tokenizers import Tokenizer

PARAGRAPH_BREAK = "[unused1]"
"""The piece that stands before each paragraph, so that the first is read as well as the others."""

POS_TAGS = (
    *("ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART"),
    *("PRON", "PROPN", "PUNCT", "SCONJ", "SYM", "VERB", "X"),
)
DEPENDENCIES = (
    *("ROOT", "acl", "acomp", "advcl", "advmod", "agent", "amod", "appos", "attr", "aux", "auxpass", "case"),
    *("cc", "ccomp", "compound", "conj", "csubj", "csubjpass", "dative", "dep", "det", "dobj", "expl", "intj"),
    *("mark", "meta", "neg", "nmod", "npadvmod", "nsubj", "nsubjpass", "nummod", "oprd", "parataxis", "pcomp"),
    *("pobj", "poss", "preconj", "predet", "prep", "prt", "punct", "quantmod", "relcl", "xcomp"),
)
_CLAUSES = frozenset(
    ("acl", "acomp", "advcl", "attr", "ccomp", "csubj", "dobj", "oprd", "parataxis", "pcomp", "pobj", "relcl")
) | {"xcomp"}
_MAX_EDGES = 3
"""More clauses that begin or end at one token are counted as so many."""

FEATURE_SIZES = {
    "case": 4,
    "marks": 4,
    "pos": len(POS_TAGS) + 1,
    "dep": len(DEPENDENCIES) + 1,
    "opens": _MAX_EDGES + 1,
    "closes": _MAX_EDGES + 1,
    "sentence": 2,
}
"""The features of a piece, in the order of ``Pieces.features``, and how many values each has."""

_OUTSIDE, _INSIDE, _OPENING, _CLOSING = range(4)
_LOWER, _CAPITAL, _CAPITALS, _DIGITS = range(4)


class Pieces(NamedTuple):
    """The word pieces of a text.

    ``ids`` are the tokenizer's, ``starts`` and ``ends`` characters of the text, ``token`` indices of the Doc's
    tokens. The first piece is the break before the first paragraph: it has no characters and no token (-1).
    """

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    token: NDArray[np.int64]
    features: NDArray[np.int32]
    """One row a piece, one column a feature of FEATURE_SIZES."""

    def __len__(self) -> int:
        return len(self.ids)


def window_breaks(pieces: Pieces) -> tuple[list[int], list[int]]:
    """Return the pieces with which paragraphs begin, their breaks, and those with which sentences do."""
    is_break = pieces.ids == pieces.ids[:1]  # each text begins with the break before its first paragraph
    is_first = np.diff(pieces.token, prepend=-1) != 0
    starts_sentence = pieces.features[:, list(FEATURE_SIZES).index("sentence")] == 1
    return np.flatnonzero(is_break).tolist(), np.flatnonzero(is_first & starts_sentence).tolist()


def read_pieces(docs: Sequence[Doc], tokenizer: Tokenizer) -> list[Pieces]:
    """Return the pieces of texts. Where a text has no parse or no tags, features of those are 0 (unknown)."""
    quotations = [_marked_quotations(text_of(doc)) for doc in docs]
    paragraph_spans = [find_paragraphs(text_of(doc)) for doc in docs]
    texts = [with_curly_marks(text_of(doc), marked) for doc, marked in zip(docs, quotations, strict=True)]
    parts = [text[start:end] for text, spans in zip(texts, paragraph_spans, strict=True) for start, end in spans]
    encodings = iter(tokenizer.encode_batch(parts, add_special_tokens=False))
    break_id = tokenizer.token_to_id(PARAGRAPH_BREAK)
    return [
        _pieces(doc, marked, [(start, next(encodings)) for start, _ in spans], break_id)
        for doc, marked, spans in zip(docs, quotations, paragraph_spans, strict=True)
    ]


def _marked_quotations(text: str) -> list[Quotation]:
    """Return the quotations in double marks; of a text that has none, those in single marks."""
    quotations = outermost(find_quotations(text))
    return [quotation for quotation in quotations if not quotation.single] or quotations


def with_curly_marks(text: str, quotations: Sequence[Quotation]) -> str:
    """Return the text, character for character, with the marks of the quotations as “ and ”."""
    chars = list(text)
    for quotation in quotations:
        for mark, start, end in (
            ("“", quotation.start, quotation.inner[0]),
            ("”", quotation.inner[1], quotation.end),
        ):
            if start < end:
                chars[start:end] = mark.ljust(end - start)
    return "".join(chars)


def _pieces(
    doc: Doc, quotations: Sequence[Quotation], paragraph_encodings: list[tuple[int, Any]], break_id: int | None
) -> Pieces:
    """Return the pieces of a text from the encodings of its paragraphs, each with the character it begins at."""
    ids: list[int | None] = []
    spans: list[tuple[int, int]] = []
    for offset, encoding in paragraph_encodings:
        if not encoding.ids:
            continue
        ids.append(break_id)
        spans.append((offset - 1, offset) if spans else (0, 0))
        ids.extend(encoding.ids)
        spans.extend((offset + start, offset + end) for start, end in encoding.offsets)
    starts, ends = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    token = np.searchsorted(doc.to_array("IDX").astype(np.int64), starts, side="right") - 1
    token[:1] = -1  # the break before the first paragraph
    features = np.zeros((len(ids), len(FEATURE_SIZES)), dtype=np.int32)
    text = text_of(doc)
    features[:, 0] = [_case(text[start:end]) for start, end in spans]
    features[:, 1] = _mark_features(starts, quotations)
    if ids:
        features[:, 2:] = _syntax_features(doc)[token]
    piece_ids = np.array(ids, dtype=np.int64)
    features[piece_ids == break_id, 1:] = 0
    return Pieces(piece_ids, starts, ends, token, features)


def _case(word: str) -> int:
    if not word[:1].isupper():
        return _DIGITS if word[:1].isdigit() else _LOWER
    return _CAPITALS if len(word) > 1 and word.isupper() else _CAPITAL


def _mark_features(starts: NDArray[np.int64], quotations: Sequence[Quotation]) -> NDArray[np.int32]:
    """Return for pieces that begin at these characters whether they are outside quotations, inside, or marks."""
    marks = np.full(len(starts), _OUTSIDE, dtype=np.int32)
    for quotation in quotations:
        first, after = np.searchsorted(starts, (quotation.start, quotation.end))
        marks[first:after] = _INSIDE
        if quotation.start < quotation.inner[0]:
            marks[first : np.searchsorted(starts, quotation.inner[0])] = _OPENING
        if quotation.inner[1] < quotation.end:
            marks[np.searchsorted(starts, quotation.inner[1]) : after] = _CLOSING
    return marks


def _syntax_features(doc: Doc) -> NDArray[np.int32]:
    """Return each token's features from ``pos`` on."""
    columns = np.zeros((len(doc), len(FEATURE_SIZES) - 2), dtype=np.int32)
    if not len(doc):
        return columns
    if doc.has_annotation("POS"):
        columns[:, 0] = value_numbers(doc, "POS", POS_TAGS)
    if doc.has_annotation("DEP"):
        columns[:, 1] = value_numbers(doc, "DEP", DEPENDENCIES)
        heads = np.arange(len(doc)) + doc.to_array("HEAD").astype(np.int64)
        is_clause = np.isin(columns[:, 1], [1 + DEPENDENCIES.index(name) for name in _CLAUSES])
        for column, edge in zip((2, 3), _subtree_edges(heads), strict=True):
            count = np.bincount(edge[is_clause], minlength=len(doc))
            columns[:, column] = np.minimum(count, _MAX_EDGES)
        columns[:, 4] = doc.to_array("SENT_START").astype(np.int64) == 1
    return columns


def value_numbers(doc: Doc, attribute: str, names: tuple[str, ...]) -> NDArray[np.int32]:
    """Return for each token the place of its attribute's value among these names, from 1 on; 0 if not there."""
    values, inverse = np.unique(doc.to_array(attribute), return_inverse=True)
    value_names = [doc.vocab.strings[int(value)] if value else "" for value in values]
    return np.array([1 + names.index(name) if name in names else 0 for name in value_names], dtype=np.int32)[
        inverse
    ]


def _subtree_edges(heads: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the first and the last token of each token's subtree."""
    left = np.arange(len(heads))
    right = left.copy()
    while True:
        previous_left, previous_right = left.copy(), right.copy()
        np.minimum.at(left, heads, left)
        np.maximum.at(right, heads, right)
        if (left == previous_left).all() and (right == previous_right).all():
            return left, right
