"""The quotation model at run time: its weights, its tokenizer and onnxruntime, and nothing of torch.

One encoder reads a text once, for its attributions and, with the head in ``entities.onnx``, for its names.
"""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from onrecord.annotation.doc.errors import AnnotateError
from onrecord.annotation.neural import features, onnx_runtime, piece_spans
from onrecord.annotation.neural.decoding import (
    AnchorScores,
    DecodedAttribution,
    DecodingWeights,
    decode,
    distance_buckets,
)
from onrecord.annotation.neural.entity_features import EntityFeatures
from onrecord.annotation.neural.entity_head import EntityHead, NamedSpan, decode_names, pool_pieces
from onrecord.annotation.neural.evidence import SpanEvidence
from onrecord.annotation.neural.features import Pieces
from onrecord.annotation.neural.windows import WINDOW_SIZE, Window, split_into_windows
from onrecord.base.processors import thread_count
from onrecord.base.records import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

FOLDER = Path(__file__).parent
WEIGHTS, TOKENIZER, ENTITIES = "quotes.onnx", "tokenizer.json", "entities.onnx"

OUTPUT_KEY = "onrecord_read"
"""The key in a Doc's ``user_data`` where one component keeps its ModelOutput for the next."""

_MAX_ANCHORS = 48  # that are looked at in one window


class ModelAttribution(NamedTuple):
    """An attribution that the model read, spans in characters.

    ``anchor`` is where the head of the cue begins, or the content if there is no cue. The probabilities, from 0
    to 1, are that there is an attribution at the anchor, and the mean of the content's pieces. ``evidence`` tells
    how probable other spans would be.
    """

    anchor: int
    source: list[Span]
    cue: list[Span]
    content: list[Span]
    anchor_probability: float
    content_probability: float
    evidence: SpanEvidence


class ModelOutput(NamedTuple):
    """What the model reads in a text. ``names`` is None where names were not asked for."""

    pieces: Pieces
    attributions: list[DecodedAttribution]
    names: list[NamedSpan] | None


class WindowJob(NamedTuple):
    """A window that is being read, or waits for a thread. ``with_states``: hidden states are wanted, too."""

    pieces: Pieces
    window: Window
    with_states: bool
    future: Future[tuple[AnchorScores, NDArray[np.float32]]]


class PendingBatch(NamedTuple):
    """Texts that are being read: a job for each window of each text.

    ``features`` are those of the texts whose names are wanted, None for the others.
    """

    texts: Sequence[Pieces]
    features: Sequence[EntityFeatures | None]
    jobs: list[list[WindowJob]]


def is_available(folder: Path = FOLDER) -> bool:
    """Return whether the weights are there and what reads them is installed; loads nothing."""
    from importlib.util import find_spec

    return (folder / WEIGHTS).is_file() and bool(find_spec("onnxruntime")) and bool(find_spec("tokenizers"))


@cache
def load_model(folder: Path = FOLDER) -> QuotationModel:
    """Return the model in this folder, loaded once in a process.

    Raises:
        AnnotateError: If a file of the model or a package that reads it is missing, or a file is damaged.
    """
    return QuotationModel(folder)


# The threads of onnxruntime do not live on in a forked process, so that one loads its own.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=load_model.cache_clear)


class QuotationModel:
    """The network that reads attributions and names in parsed texts. Several threads may use it at once.

    Attributes:
        version: The version of the weights.
        encoder: The fingerprint of the encoder.
        weights: What decoding weighs.
        has_entity_head: Whether the model reads names: the head is there, and was trained on this encoder.

    Raises:
        AnnotateError: See ``load_model``.
    """

    def __init__(self, folder: Path = FOLDER) -> None:
        try:
            onnx_runtime.import_onnxruntime()
            from tokenizers import Tokenizer
        except ImportError as error:
            raise AnnotateError(
                f"The quotation model needs the package {error.name!r}: pip install onnxruntime tokenizers, "
                f"or let the rules alone read quotations (annotator = “rules”)."
            ) from error
        for name in (WEIGHTS, TOKENIZER):
            if not (folder / name).is_file():
                raise AnnotateError(
                    f"The quotation model lacks {folder / name}. Install onrecord again, "
                    f"or let the rules alone read quotations (annotator = “rules”)."
                )
        # The thread that asks is one of those that read: it parses meanwhile, and reads along where it would wait.
        other_threads = thread_count() - 1
        self._pool = ThreadPoolExecutor(other_threads, thread_name_prefix="model") if other_threads else None
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            self._session = onnx_runtime.open_session(folder / WEIGHTS)
            metadata = self._session.get_modelmeta().custom_metadata_map
            distances = np.arange(-WINDOW_SIZE, WINDOW_SIZE + 1)
            scores = np.array(json.loads(metadata["distance"]), dtype=np.float32)
            self._distance_scores = scores[distance_buckets(distances)]  # the first is that of -WINDOW_SIZE
            self.weights = DecodingWeights(**json.loads(metadata["choices"]))
            head = EntityHead(folder / ENTITIES) if (folder / ENTITIES).is_file() else None
        except Exception as error:  # a damaged file raises whatever its reader likes
            raise AnnotateError(f"The quotation model in {folder} cannot be read: {error}") from error
        self.version: str = metadata["version"]
        self.encoder: str = metadata.get("encoder", "")
        self._entity_head = head if head is not None and head.encoder == self.encoder else None
        self.has_entity_head = self._entity_head is not None

    def read_pieces(self, docs: Sequence[Doc]) -> list[Pieces]:
        """Return the pieces of parsed texts, which is what the network is fed."""
        return features.read_pieces(docs, self._tokenizer)

    def read_attributions(self, texts: Sequence[Pieces]) -> list[list[DecodedAttribution]]:
        """Return the attributions of each text, in the order of their anchors."""
        return [output.attributions for output in self.read(texts, [None] * len(texts))]

    def read(self, texts: Sequence[Pieces], entity_features: Sequence[EntityFeatures | None]) -> list[ModelOutput]:
        """Return the attributions of each text, and the names of those whose entity features are given.

        Entity features may be given only if the model has an entity head.
        """
        return self.finish(self.begin(texts, entity_features))

    def begin(self, texts: Sequence[Pieces], entity_features: Sequence[EntityFeatures | None]) -> PendingBatch:
        """Begin to read texts in other threads; ``finish`` returns what they read."""
        jobs = [
            [
                self._submit(pieces, window, token_features is not None)
                for window in split_into_windows(len(pieces), features.window_breaks(pieces))
            ]
            for pieces, token_features in zip(texts, entity_features, strict=True)
        ]
        return PendingBatch(texts, entity_features, jobs)

    def finish(self, batch: PendingBatch) -> list[ModelOutput]:
        """Return what is read in a batch; windows that no other thread has taken up are read in this one."""
        # From the last text on, as the other threads begin with the first.
        scored_texts = [self._results(jobs) for jobs in reversed(batch.jobs)][::-1]
        all_scores = [scores for windows in scored_texts for scores, _ in windows]
        decoded = iter(decode(all_scores, self.weights))
        return [
            ModelOutput(
                pieces,
                piece_spans.merge_windows([(job.window, next(decoded)) for job in jobs], len(pieces)),
                None
                if token_features is None
                else self._read_names(pieces, token_features, [states for _, states in windows]),
            )
            for pieces, token_features, jobs, windows in zip(*batch, scored_texts, strict=True)
        ]

    def _submit(self, pieces: Pieces, window: Window, with_states: bool) -> WindowJob:
        if self._pool is None:  # nobody takes up this future, so that the thread that asks reads the window
            return WindowJob(pieces, window, with_states, Future())
        return WindowJob(pieces, window, with_states, self._pool.submit(self._score, pieces, window, with_states))

    def _results(self, jobs: list[WindowJob]) -> list[tuple[AnchorScores, NDArray[np.float32]]]:
        """Return what the windows of a text score, read in this thread where no other has begun."""
        return [
            self._score(job.pieces, job.window, job.with_states) if job.future.cancel() else job.future.result()
            for job in reversed(jobs)
        ][::-1]

    def hidden_states(self, pieces: Pieces) -> NDArray[np.float32]:
        """Return what the encoder says of a text's pieces to the entity head: one row a piece."""
        windows = split_into_windows(len(pieces), features.window_breaks(pieces))
        return _concatenated([self._score(pieces, window, True)[1] for window in windows])

    def _read_names(
        self, pieces: Pieces, token_features: EntityFeatures, states: list[NDArray[np.float32]]
    ) -> list[NamedSpan]:
        assert self._entity_head is not None
        if not len(pieces):
            return []
        hidden = pool_pieces(pieces, _concatenated(states), len(token_features))
        return decode_names(self._entity_head.token_probabilities(token_features, hidden))

    def _score(
        self, pieces: Pieces, window: Window, with_states: bool
    ) -> tuple[AnchorScores, NDArray[np.float32]]:
        """Return what the network scores in a window, and if asked the states of the pieces that are its own.

        One window at a time, which is as fast: quantized activations share one scale, so that windows read
        together would change each other's scores.
        """
        part = slice(window.start, window.end)
        inputs = {
            "ids": pieces.ids[None, part].astype(np.int64),
            "features": pieces.features[None, part].astype(np.int64),
            "bonus": np.array([self.weights.anchor], dtype=np.float32),
        }
        names = ("anchors", "candidates", "left", "right", *(("hidden",) if with_states else ()))
        logits, candidates, left, right, *states = self._session.run(names, inputs)
        logits[0, pieces.starts[part] == pieces.ends[part]] = -np.inf  # the break before the text is no cue
        own_pieces = slice(window.own_start - window.start, window.own_end - window.start)
        hidden = states[0][0, own_pieces] if states else np.zeros((0, 0), np.float32)
        return self._compare(logits[0], candidates, left, right[0]), hidden

    def _compare(
        self,
        logits: NDArray[np.float32],
        candidates: NDArray[np.int64],
        left: NDArray[np.float32],
        right: NDArray[np.float32],
    ) -> AnchorScores:
        """Return the candidate anchors among a window's pieces, and the scores of each with each piece.

        Args:
            logits: How likely each piece is an anchor.
            candidates: Pieces that may be anchors, in order.
            left: What the network compares of the candidates, one row a candidate.
            right: What it compares of the pieces, one row a piece.
        """
        anchors = candidate_anchors(logits, self.weights.anchor)
        rows = np.searchsorted(candidates, anchors)
        products = left[rows].transpose(1, 0, 2) @ right.transpose(1, 2, 0)
        distances = np.arange(len(logits))[None, :] - anchors[:, None]
        nearness = self._distance_scores[distances + WINDOW_SIZE]
        return AnchorScores(anchors, logits[anchors], products.transpose(1, 0, 2) + nearness.transpose(0, 2, 1))


def candidate_anchors(logits: NDArray[np.float32], bonus: float, limit: int = _MAX_ANCHORS) -> NDArray[np.int64]:
    """Return the pieces whose logit with the bonus is above 0, in order; of too many those with the highest."""
    anchors = np.flatnonzero(logits + bonus > 0)
    if len(anchors) > limit:
        anchors = np.sort(anchors[np.argsort(-logits[anchors], kind="stable")[:limit]])
    return anchors


def in_characters(text: str, pieces: Pieces, attributions: Sequence[DecodedAttribution]) -> list[ModelAttribution]:
    """Return attributions in characters of the text that the pieces were read from."""
    return [_in_characters(text, pieces, attribution) for attribution in attributions]


def _in_characters(text: str, pieces: Pieces, attribution: DecodedAttribution) -> ModelAttribution:
    anchor = np.array([attribution.anchor])
    has_no_cue = not len(attribution.cue) and attribution.anchor in attribution.content
    cue = attribution.cue if len(attribution.cue) or has_no_cue else anchor
    anchor_probability = 1 / (1 + float(np.exp(-attribution.logit)))
    return ModelAttribution(
        piece_spans.character_spans(text, pieces, anchor)[0][0],
        piece_spans.character_spans(text, pieces, attribution.source),
        piece_spans.character_spans(text, pieces, cue),
        piece_spans.character_spans(text, pieces, attribution.content),
        anchor_probability,
        attribution.content_probability,
        SpanEvidence(pieces, attribution.probabilities),
    )


def _concatenated(states: list[NDArray[np.float32]]) -> NDArray[np.float32]:
    return np.concatenate(states) if states else np.zeros((0, 0), dtype=np.float32)
