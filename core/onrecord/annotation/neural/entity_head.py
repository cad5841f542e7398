"""The entity head at run time: which tokens of a text are names, and of what."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from onrecord.annotation.neural import onnx_runtime

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from onrecord.annotation.neural.entity_features import Words
    from onrecord.annotation.neural.features import Pieces

LABELS = ("PER", "ORG", "LOC", "MISC")
"""CoNLL's labels. A token is none (0), or the first (odd) or a further one (even) of a name with one of them."""


class Named(NamedTuple):
    """Tokens ``start`` to ``end`` (exclusive), and how likely each of LABELS is, from 0 to 1."""

    start: int
    end: int
    likely: tuple[float, ...]

    @property
    def label(self) -> str:
        return LABELS[max(range(len(LABELS)), key=self.likely.__getitem__)]


class Namer:
    """The head in a file of onnxruntime; ``encoder`` names the encoder whose hidden states it was trained on."""

    def __init__(self, file: Path) -> None:
        self._session = onnx_runtime.open_session(file)
        self.encoder: str = self._session.get_modelmeta().custom_metadata_map["encoder"]

    def likely(self, words: Words, hidden: NDArray[np.floating]) -> NDArray[np.float32]:
        """How likely each label is for each token, of the words and their hidden states."""
        told = {"hidden": hidden.astype(np.float32), **words._asdict()}
        (out,) = self._session.run(("labels",), told)
        return out


def pooled(pieces: Pieces, hidden: NDArray[np.floating], count: int) -> NDArray[np.float32]:
    """For each of ``count`` tokens the mean of its pieces' states; zeros where a token has no piece."""
    out = np.zeros((count, hidden.shape[1]), dtype=np.float32)
    if len(pieces):
        token = np.maximum.accumulate(pieces.token)
        first = np.flatnonzero(np.diff(token, prepend=-1))
        sizes = np.diff(np.append(first, len(token)))
        sums = hidden[first].astype(np.float32)
        for further in range(
            1, int(sizes.max())
        ):  # faster than reduceat: most tokens have one piece, few have many
            more = np.flatnonzero(sizes > further)
            sums[more] += hidden[first[more] + further]
        out[token[first]] = sums / sizes[:, None].astype(np.float32)
    return out


def names(likely: NDArray[np.float32]) -> list[Named]:
    """The names in a text, where its tokens have these labels.

    A token is none, first or further by what is likelier over all labels; a name has the label that is likeliest
    over all its tokens.
    """
    first, further = likely[:, 1::2], likely[:, 2::2]
    kind = np.stack([likely[:, 0], first.sum(1), further.sum(1)], 1).argmax(1)
    out = []
    for start in np.flatnonzero((kind == 1) | ((kind == 2) & (np.append(0, kind[:-1]) == 0))).tolist():
        end = start + 1
        while end < len(kind) and kind[end] == 2:
            end += 1
        part = (first[start:end] + further[start:end]).mean(0)
        out.append(Named(start, end, tuple(part.tolist())))
    return out
