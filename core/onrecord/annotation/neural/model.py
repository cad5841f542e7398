"""The model at run time: its weights, its tokenizer and onnxruntime, and nothing of torch.

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
from onrecord.annotation.neural.decoding import SCORES, Choices, Found, Scored, buckets, decode
from onrecord.annotation.neural.entity_features import Words
from onrecord.annotation.neural.entity_head import Named, Namer, names, pooled
from onrecord.annotation.neural.features import Pieces
from onrecord.annotation.neural.windows import Window, cut
from onrecord.base.records import Span

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.tokens import Doc

FOLDER = Path(__file__).parent
WEIGHTS, TOKENIZER, ENTITIES = "quotes.onnx", "tokenizer.json", "entities.onnx"

KEPT = "onrecord_read"
"""The key in a Doc's ``user_data`` where one component keeps its Read for the next."""

_MOST = 48  # anchors that are looked at in one window


class ModelAttribution(NamedTuple):
    """An attribution that the model found, spans in characters.

    ``anchor`` is where the head of the cue begins, or the content if there is no cue; ``confidence`` is
    between 0 and 1.
    """

    anchor: int
    source: list[Span]
    cue: list[Span]
    content: list[Span]
    confidence: float


class ModelOutput(NamedTuple):
    """What the model makes of a text. ``names`` is None where nobody asked for names."""

    pieces: Pieces
    found: list[Found]
    names: list[Named] | None


class Job(NamedTuple):
    """A window that is being read, or waits for a thread that is free; ``states`` if its names are asked for."""

    pieces: Pieces
    window: Window
    states: bool
    future: Future[tuple[Scored, NDArray[np.float16]]]


class Begun(NamedTuple):
    """Texts that are being read: a job for each window of each, and the words of those whose names are wanted."""

    texts: Sequence[Pieces]
    words: Sequence[Words | None]
    jobs: list[list[Job]]


def exists(folder: Path = FOLDER) -> bool:
    """Whether the weights are there and what reads them is installed; loads nothing."""
    from importlib.util import find_spec

    return (folder / WEIGHTS).is_file() and bool(find_spec("onnxruntime")) and bool(find_spec("tokenizers"))


@cache
def load(folder: Path = FOLDER) -> QuotationModel:
    """The model in this folder, loaded once. Raises AnnotateError if it cannot be."""
    return QuotationModel(folder)


# The threads of onnxruntime do not live on in a forked process, so that one loads its own.
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=load.cache_clear)


class QuotationModel:
    """Finds the attributions and the names of parsed texts. May be used by several threads.

    ``names`` tells whether it finds names: the head has to be there, and made for this ``encoder``.
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
        # Whoever asks is one of the threads: they parse meanwhile, and read along where they would wait.
        self._pool = ThreadPoolExecutor(max(1, _threads() - 1), thread_name_prefix="model")
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER))
            self._session = onnx_runtime.open_session(folder / WEIGHTS)
            told = self._session.get_modelmeta().custom_metadata_map
            self._distance = np.array(json.loads(told["distance"]), dtype=np.float32)
            self.choices = Choices(**json.loads(told["choices"]))
            head = Namer(folder / ENTITIES) if (folder / ENTITIES).is_file() else None
        except Exception as error:  # a damaged file raises whatever its reader likes
            raise AnnotateError(f"The quotation model in {folder} cannot be read: {error}") from error
        self.version: str = told["version"]
        self.encoder: str = told.get("encoder", "")
        self._namer = head if head is not None and head.encoder == self.encoder else None
        self.names = self._namer is not None

    def pieces(self, docs: Sequence[Doc]) -> list[Pieces]:
        """What the network is fed of parsed texts."""
        return features.read(docs, self._tokenizer)

    def find(self, texts: Sequence[Pieces]) -> list[list[Found]]:
        """The attributions of each text in pieces, in the order of their anchors. Any thread may ask."""
        return [read.found for read in self.read(texts, [None] * len(texts))]

    def read(self, texts: Sequence[Pieces], words: Sequence[Words | None]) -> list[ModelOutput]:
        """The attributions of each text in pieces, and the names of those whose words are given.

        Any thread may ask. Words may be given if ``names`` is true.
        """
        return self.finish(self.begin(texts, words))

    def begin(self, texts: Sequence[Pieces], words: Sequence[Words | None]) -> Begun:
        """Begins to read texts in other threads; ``finish`` has what is read."""
        jobs = [
            [self._begun(pieces, window, its_words is not None) for window in cut(len(pieces))]
            for pieces, its_words in zip(texts, words, strict=True)
        ]
        return Begun(texts, words, jobs)

    def finish(self, begun: Begun) -> list[ModelOutput]:
        """What was begun, read to its end: what no other thread has taken up is read in this one."""
        parts = [self._done(jobs) for jobs in reversed(begun.jobs)][::-1]
        decoded = iter(decode([scored for part in parts for scored, _ in part], self.choices))
        return [
            ModelOutput(
                pieces,
                piece_spans.join([(job.window, next(decoded)) for job in jobs], len(pieces)),
                None if words is None else self._names(pieces, words, [states for _, states in part]),
            )
            for pieces, words, jobs, part in zip(*begun, parts, strict=True)
        ]

    def _begun(self, pieces: Pieces, window: Window, states: bool) -> Job:
        return Job(pieces, window, states, self._pool.submit(self._score, pieces, window, states))

    def _done(self, jobs: list[Job]) -> list[tuple[Scored, NDArray[np.float16]]]:
        """What the windows say. They are taken from the last one on, as the other threads begin with the first."""
        return [
            self._score(job.pieces, job.window, job.states) if job.future.cancel() else job.future.result()
            for job in reversed(jobs)
        ][::-1]

    def hidden(self, pieces: Pieces) -> NDArray[np.float16]:
        """The encoder's states of a text's pieces, one row a piece, several layers side by side."""
        return _joined([self._score(pieces, window, True)[1] for window in cut(len(pieces))])

    def _names(self, pieces: Pieces, words: Words, states: list[NDArray[np.float16]]) -> list[Named]:
        assert self._namer is not None
        if not len(pieces):
            return []
        return names(self._namer.likely(words, pooled(pieces, _joined(states), len(words))))

    def _score(self, pieces: Pieces, window: Window, states: bool) -> tuple[Scored, NDArray[np.float16]]:
        """What the network scores in a window, and if asked the states of the pieces that are its own.

        One at a time, which is as fast: quantized activations share one scale, so that windows read together
        would change each other's scores.
        """
        part = slice(window.start, window.end)
        told = {
            "ids": pieces.ids[None, part].astype(np.int64),
            "features": pieces.features[None, part].astype(np.int64),
            "mask": np.ones((1, window.end - window.start), dtype=bool),
        }
        wanted = ("anchors", "left", "right", "hidden")
        logits, left, right, *rest = self._session.run(wanted if states else wanted[:3], told)
        own = slice(window.first - window.start, window.last - window.start)
        # Half the digits are enough, and a text of a hundred pages has to fit.
        hidden = rest[0][0, own].astype(np.float16) if states else np.zeros((0, 0), np.float16)
        return self._compare(logits[0], left[0], right[0]), hidden

    def _compare(
        self, logits: NDArray[np.float32], left: NDArray[np.float32], right: NDArray[np.float32]
    ) -> Scored:
        """The candidates among a window's pieces, and each of them against each piece."""
        anchors = np.flatnonzero(logits + self.choices.anchor > 0)
        if len(anchors) > _MOST:
            anchors = np.sort(anchors[np.argsort(-logits[anchors], kind="stable")[:_MOST]])
        width = (len(logits), len(SCORES), -1)
        product = left.reshape(width)[anchors].transpose(1, 0, 2) @ right.reshape(width).transpose(1, 2, 0)
        near = self._distance[buckets(np.arange(len(logits))[None, :] - anchors[:, None])]
        return Scored(anchors, logits[anchors], product.transpose(1, 0, 2) + near.transpose(0, 2, 1))

    def readings(self, text: str, pieces: Pieces, found: Sequence[Found]) -> list[ModelAttribution]:
        """The same in characters of the text that the pieces were read from."""
        return [_reading(text, pieces, item) for item in found]


def _threads() -> int:
    """As many as there are processors for this process, or as the environment says."""
    told = os.environ.get("OMP_NUM_THREADS", "")
    if told.isdigit() and int(told):
        return int(told)
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _reading(text: str, pieces: Pieces, item: Found) -> ModelAttribution:
    anchor = np.array([item.anchor])
    cue = item.cue if len(item.cue) or item.anchor in item.content else anchor
    return ModelAttribution(
        piece_spans.characters(text, pieces, anchor)[0][0],
        piece_spans.characters(text, pieces, item.source),
        piece_spans.characters(text, pieces, cue),
        piece_spans.characters(text, pieces, item.content),
        round(item.sure / (1 + float(np.exp(-item.logit))), 3),
    )


def _joined(states: list[NDArray[np.float16]]) -> NDArray[np.float16]:
    return np.concatenate(states) if states else np.zeros((0, 0), dtype=np.float16)
