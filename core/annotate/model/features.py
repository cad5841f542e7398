"""What the quotation model is fed of a text: word pieces, and what spaCy and the marks say of each.

The model's encoder knows no case and no syntax, so each piece carries its letters' case, whether it stands in
quotation marks, its part of speech, its dependency and the edges of clauses that lie on it. Training and run
time both read texts here, so the model meets what it was trained on.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc
    from tokenizers import Tokenizer

BREAK = "[unused1]"
"""The piece that stands for a line break, one for any number of them."""

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

_LINE = re.compile(r"[^\n]+")
_DOUBLE = str.maketrans({"„": "“", "‟": "“", "«": "“", "»": "”", "＂": '"', "〝": "“", "〞": "”"})
_LATEX = re.compile(r"``|(?<!')''(?!')")
_OUTSIDE, _INSIDE, _OPENING, _CLOSING = range(4)


class Pieces(NamedTuple):
    """The word pieces of a text. ``starts`` and ``ends`` are characters, ``token`` indexes the Doc's tokens."""

    ids: NDArray[np.int32]
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    token: NDArray[np.int32]
    features: NDArray[np.int32]
    """One row a piece, one column a feature of SIZES."""

    def __len__(self) -> int:
        return len(self.ids)


def read(docs: list[Doc], tokenizer: Tokenizer) -> list[Pieces]:
    """The pieces of parsed texts. Without a parse (or tags) the features of it are 0, which means unknown."""
    texts = [canonical(doc.text) for doc in docs]
    lines = [[match.span() for match in _LINE.finditer(text)] for text in texts]
    cut = [text[start:end] for text, spans in zip(texts, lines, strict=True) for start, end in spans]
    encoded = iter(tokenizer.encode_batch(cut, add_special_tokens=False))
    break_id = tokenizer.token_to_id(BREAK)
    return [
        _pieces(doc, text, [(span, next(encoded)) for span in spans], break_id)
        for doc, text, spans in zip(docs, texts, lines, strict=True)
    ]


def canonical(text: str) -> str:
    """The text with double quotation marks of all kinds as “ and ”, character for character."""
    text = _LATEX.sub(lambda match: "“ " if match[0] == "``" else "” ", text.translate(_DOUBLE))
    if '"' not in text:
        return text
    out, inside = [], False
    for index, char in enumerate(text):
        if char == "\n":
            inside = False
        elif char == "“":
            inside = True
        elif char == "”":
            inside = False
        elif char == '"':
            before, after = text[index - 1 : index], text[index + 1 : index + 2]
            word_after, space_before = after.isalnum(), not before.strip()
            inside = (space_before and word_after) or (not inside and (space_before or bool(after.strip())))
            char = "“" if inside else "”"
        out.append(char)
    return "".join(out)


def _pieces(doc: Doc, text: str, lines: list[tuple[tuple[int, int], Any]], break_id: int) -> Pieces:
    ids: list[int] = []
    spans: list[tuple[int, int]] = []
    for (start, _), encoding in lines:
        if not encoding.ids:
            continue
        if ids:
            ids.append(break_id)
            spans.append((start - 1, start))
        ids.extend(encoding.ids)
        spans.extend((start + a, start + b) for a, b in encoding.offsets)
    edges = np.array(spans, dtype=np.int32).reshape(-1, 2)
    starts, ends = edges[:, 0], edges[:, 1]
    columns = _syntax(doc)
    places = np.array([token.idx for token in doc], dtype=np.int32)
    token = np.maximum(np.searchsorted(places, starts, side="right").astype(np.int32) - 1, 0)
    features = np.zeros((len(ids), len(SIZES)), dtype=np.int32)
    surface = [text[a:b] for a, b in spans]
    features[:, 0] = [_case(word) for word in surface]
    features[:, 1] = _marks(surface)
    if len(doc):
        features[:, 2:] = columns[token]
    features[np.array(ids, dtype=np.int32) == break_id, 2:] = 0
    return Pieces(np.array(ids, dtype=np.int32), starts, ends, token, features)


def _case(word: str) -> int:
    if not word[:1].isupper():
        return 3 if word[:1].isdigit() else 0
    return 2 if len(word) > 1 and word.isupper() else 1


def _marks(surface: list[str]) -> list[int]:
    out, inside = [], False
    for word in surface:
        if word == "“":
            inside = True
            out.append(_OPENING)
        elif word == "”":
            inside = False
            out.append(_CLOSING)
        else:
            inside = inside and word != "\n"
            out.append(_INSIDE if inside else _OUTSIDE)
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
