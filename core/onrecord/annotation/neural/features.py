"""What the quotation model is fed of a text: word pieces, and what spaCy and the marks say of each.

The model's encoder knows no case and no syntax, so each piece carries its letters' case, whether it stands in
quotation marks, its part of speech, its dependency and the edges of clauses that lie on it. Training and run
time both read texts here, so the model meets what it was trained on.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from onrecord.annotation.text.quotation_marks import Quotation, find_paragraphs, find_quotations, outermost

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc
    from tokenizers import Tokenizer

BREAK = "[unused1]"
"""The piece that stands between two paragraphs."""

POS = (
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
_EDGES = 3

SIZES = {
    "case": 4,
    "marks": 4,
    "pos": len(POS) + 1,
    "dep": len(DEPENDENCIES) + 1,
    "opens": _EDGES + 1,
    "closes": _EDGES + 1,
    "sentence": 2,
}
"""The features of a piece, in the order of ``Pieces.features``, and how many values each has."""

_OUTSIDE, _INSIDE, _OPENING, _CLOSING = range(4)


class Pieces(NamedTuple):
    """The word pieces of a text. ``starts`` and ``ends`` are characters, ``token`` indexes the Doc's tokens."""

    ids: NDArray[np.int64]
    starts: NDArray[np.int64]
    ends: NDArray[np.int64]
    token: NDArray[np.int64]
    features: NDArray[np.int32]
    """One row a piece, one column a feature of SIZES."""

    def __len__(self) -> int:
        return len(self.ids)


def read(docs: Sequence[Doc], tokenizer: Tokenizer) -> list[Pieces]:
    """The pieces of parsed texts. Without a parse (or tags) the features of it are 0, which means unknown."""
    found = [_speech_marks(doc.text) for doc in docs]
    parts = [find_paragraphs(doc.text) for doc in docs]
    texts = [canonical(doc.text, quotations) for doc, quotations in zip(docs, found, strict=True)]
    cut = [text[start:end] for text, spans in zip(texts, parts, strict=True) for start, end in spans]
    encoded = iter(tokenizer.encode_batch(cut, add_special_tokens=False))
    break_id = tokenizer.token_to_id(BREAK)
    return [
        _pieces(doc, quotations, [(start, next(encoded)) for start, _ in spans], break_id)
        for doc, quotations, spans in zip(docs, found, parts, strict=True)
    ]


def _speech_marks(text: str) -> list[Quotation]:
    """The quotations in double marks; of a text that has none, those in single marks."""
    found = outermost(find_quotations(text))
    return [quotation for quotation in found if not quotation.single] or found


def canonical(text: str, quotations: Sequence[Quotation]) -> str:
    """The text with the marks of the quotations as “ and ”, character for character."""
    out = list(text)
    for quotation in quotations:
        for mark, start, end in (
            ("“", quotation.start, quotation.inner[0]),
            ("”", quotation.inner[1], quotation.end),
        ):
            if start < end:
                out[start:end] = mark.ljust(end - start)
    return "".join(out)


def _pieces(
    doc: Doc, quotations: Sequence[Quotation], encoded: list[tuple[int, Any]], break_id: int | None
) -> Pieces:
    ids: list[int | None] = []
    spans: list[tuple[int, int]] = []
    for start, encoding in encoded:
        if not encoding.ids:
            continue
        if ids:
            ids.append(break_id)
            spans.append((start - 1, start))
        ids.extend(encoding.ids)
        spans.extend((start + a, start + b) for a, b in encoding.offsets)
    starts, ends = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    token = np.searchsorted(doc.to_array("IDX").astype(np.int64), starts, side="right") - 1
    features = np.zeros((len(ids), len(SIZES)), dtype=np.int32)
    text = doc.text  # spaCy puts it together anew each time it is asked
    features[:, 0] = [_case(text[a:b]) for a, b in spans]
    features[:, 1] = _marks(starts, quotations)
    if len(ids):
        features[:, 2:] = _syntax(doc)[token]
    pieces = np.array(ids, dtype=np.int64)
    features[pieces == break_id, 1:] = 0
    return Pieces(pieces, starts, ends, token, features)


def _case(word: str) -> int:
    if not word[:1].isupper():
        return 3 if word[:1].isdigit() else 0
    return 2 if len(word) > 1 and word.isupper() else 1


def _marks(starts: NDArray[np.int64], quotations: Sequence[Quotation]) -> NDArray[np.int32]:
    """Where pieces stand that begin at these characters: outside of quotations, in one, or its marks."""
    out = np.full(len(starts), _OUTSIDE, dtype=np.int32)
    for quotation in quotations:
        first, after = np.searchsorted(starts, (quotation.start, quotation.end))
        out[first:after] = _INSIDE
        if quotation.start < quotation.inner[0]:
            out[first : np.searchsorted(starts, quotation.inner[0])] = _OPENING
        if quotation.inner[1] < quotation.end:
            out[np.searchsorted(starts, quotation.inner[1]) : after] = _CLOSING
    return out


def _syntax(doc: Doc) -> NDArray[np.int32]:
    """Each token's features from ``pos`` on."""
    columns = np.zeros((len(doc), len(SIZES) - 2), dtype=np.int32)
    if not len(doc):
        return columns
    if doc.has_annotation("POS"):
        columns[:, 0] = _values(doc, "POS", POS)
    if doc.has_annotation("DEP"):
        columns[:, 1] = _values(doc, "DEP", DEPENDENCIES)
        heads = np.arange(len(doc)) + doc.to_array("HEAD").astype(np.int64)
        clause = np.isin(columns[:, 1], [1 + DEPENDENCIES.index(name) for name in _CLAUSES])
        left, right = _subtrees(heads)
        for column, edge in ((2, left), (3, right)):
            count = np.bincount(edge[clause], minlength=len(doc))
            columns[:, column] = np.minimum(count, _EDGES)
        columns[:, 4] = doc.to_array("SENT_START").astype(np.int64) == 1
    return columns


def _values(doc: Doc, attribute: str, names: tuple[str, ...]) -> NDArray[np.int32]:
    values, where = np.unique(doc.to_array(attribute), return_inverse=True)
    known = [doc.vocab.strings[int(value)] if value else "" for value in values]
    return np.array([1 + names.index(name) if name in names else 0 for name in known], dtype=np.int32)[where]


def _subtrees(heads: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The first and the last token of each token's subtree."""
    left = np.arange(len(heads))
    right = left.copy()
    while True:
        before = left.copy(), right.copy()
        np.minimum.at(left, heads, left)
        np.maximum.at(right, heads, right)
        if (left == before[0]).all() and (right == before[1]).all():
            return left, right
