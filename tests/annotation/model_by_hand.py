"""Attributions as the model reads them, written by hand."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from spacy.tokens import Doc

from onrecord.annotation.neural.decoding import RoleProbabilities
from onrecord.annotation.neural.evidence import SpanEvidence
from onrecord.annotation.neural.features import FEATURE_SIZES, Pieces
from onrecord.annotation.neural.model import ModelAttribution
from onrecord.base.records import Span


def spans_of(text: str, *words: str) -> list[Span]:
    """Return the spans of words, each where it first occurs."""
    return [(text.index(part), text.index(part) + len(part)) for part in words if part]


def pieces_of(doc: Doc) -> Pieces:
    """Return a piece for each token."""
    starts = np.array([token.idx for token in doc], dtype=np.int64)
    ends = starts + np.array([len(token) for token in doc], dtype=np.int64)
    indices = np.arange(len(doc))
    return Pieces(indices, starts, ends, indices, np.zeros((len(doc), len(FEATURE_SIZES)), dtype=np.int32))


def no_probabilities(count: int = 0) -> RoleProbabilities:
    """Return probabilities of 0 for so many pieces."""
    return RoleProbabilities(0, np.zeros(count, np.float32), np.zeros(count, np.float32))


def read_by_model(
    doc: Doc, anchor: str, source: str, cue: str, *content: str, probability: float = 0.9
) -> ModelAttribution:
    """Return what the model read: the words of each role, certain of these and of no others.

    Args:
        doc: The text.
        anchor: The word that the attribution hangs on.
        source: The words of the source, or none.
        cue: The words of the cue, or none.
        content: The spans of the content.
        probability: That of the anchor.
    """
    text, pieces = doc.text, pieces_of(doc)
    roles = [spans_of(text, source), spans_of(text, *content)]
    rows = [_inside(pieces, spans) for spans in roles]
    evidence = SpanEvidence(pieces, RoleProbabilities(0, rows[0], rows[1]))
    return ModelAttribution(
        text.index(anchor), roles[0], spans_of(text, cue), roles[1], probability, 1.0, evidence
    )


def _inside(pieces: Pieces, spans: Sequence[Span]) -> np.ndarray:
    inside = [any(start <= piece < end for start, end in spans) for piece in pieces.starts.tolist()]
    return np.array(inside, dtype=np.float32)
