"""The spaCy pipeline that reads an article, and what it makes of one text or of many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

import spacy
from spacy.tokens import Doc

from onrecord.annotation import spacy_models
from onrecord.annotation.doc.errors import AnnotateError
from onrecord.annotation.doc.tokenization import split_at_marks, with_plain_characters
from onrecord.annotation.merge_chunks import merge_annotations
from onrecord.base.records import Annotation, Entity, hash_text

# Importing them registers their factories, also where onrecord was never installed as a package.
from onrecord.annotation.components import actors, entities, sentence_boundaries, quotations  # noqa: F401  # isort: skip

if TYPE_CHECKING:
    from spacy.language import Language

CHUNK_LENGTH = 100_000
"""Characters that are read at once. The memory that spaCy takes grows with it (some 40 MB here)."""

BATCH = 64
"""Texts that are read between two moments at which spaCy's memory of their words is let go."""

TOGETHER = 30_000
"""Characters that go through the pipeline together, more or less. The model reads them while spaCy parses the next
ones, so a batch of texts has to be several of these."""

MOST = 600_000
"""Characters whose words spaCy remembers at most."""

_ENDLESS = re.compile(r"(\S{79})\S")
_NEEDED = ("tagger", "parser", "ner")
_PARAGRAPH = re.compile(r"\n\s*\n\s*")
_BREAKS = (_PARAGRAPH, re.compile(r"\n\s*"), re.compile(r"(?<=[.!?”\"])\s+"), re.compile(r"\s+"))


def load(model: str | None = None) -> Annotator:
    """The annotator with this spaCy model, or with the best that is installed. Raises AnnotateError."""
    found = spacy_models.find_model(model)
    try:
        nlp = spacy.load(found.name)
    except Exception as error:  # whatever a broken or foreign model raises, the user must learn which it is
        raise AnnotateError(f"The spaCy model {found.name!r} cannot be loaded: {error}") from error
    missing = [name for name in _NEEDED if name not in nlp.pipe_names]
    if missing:
        raise AnnotateError(f"The spaCy model {found.name!r} lacks {', '.join(missing)}; choose a full one.")
    split_at_marks(nlp)
    nlp.add_pipe("onrecord_paragraphs", first=True)
    for component in ("onrecord_entities", "onrecord_quotes", "onrecord_actors"):
        nlp.add_pipe(component)
    return Annotator(nlp, spacy_models.version(model))


class Annotator:
    """Reads texts. ``version`` names what reads them; ``nlp`` is the pipeline, for those who want the Doc."""

    def __init__(self, nlp: Language, version: str) -> None:
        self.nlp = nlp
        self.version = version

    def annotate(self, text: str) -> Annotation:
        """The reading of one text of any length."""
        return self._read([text])[0]

    def annotate_many(self, texts: Iterable[str], batch_size: int = BATCH) -> Iterator[Annotation]:
        """The readings of texts, in their order, a batch of them in memory at a time."""
        texts = iter(texts)
        while batch := list(islice(texts, batch_size)):
            yield from self._read(batch)

    def _read(self, texts: list[str]) -> list[Annotation]:
        pieces = [(index, piece) for index, text in enumerate(texts) for piece in split_into_chunks(text)]
        parts: list[list[tuple[int, Annotation]]] = [[] for _ in texts]
        starts = [0] * len(texts)
        for some in _batches(pieces):
            size = max(1, TOGETHER * len(some) // max(1, sum(len(piece) for _, piece in some)))
            # What spaCy remembers of their words is let go afterwards, so that memory stays flat. Nothing is
            # handed out in between: whoever takes the readings may ask for others before he takes the next.
            with self.nlp.memory_zone():
                docs = self.nlp.pipe((_readable(piece) for _, piece in some), batch_size=size)
                for (index, piece), doc in zip(some, docs, strict=True):
                    parts[index].append((starts[index], annotation_of(doc)))
                    starts[index] += len(piece)
        return [
            merge_annotations(part, annotator=self.version, text_hash=hash_text(text))
            for text, part in zip(texts, parts, strict=True)
        ]


def _batches(pieces: list[tuple[int, str]]) -> Iterator[list[tuple[int, str]]]:
    """The pieces of texts, numbered, in batches of so many characters that spaCy's memory stays small."""
    batch: list[tuple[int, str]] = []
    size = 0
    for numbered in pieces:
        if batch and size + len(numbered[1]) > MOST:
            yield batch
            batch, size = [], 0
        batch.append(numbered)
        size += len(numbered[1])
    if batch:
        yield batch


def annotation_of(doc: Doc) -> Annotation:
    """What the pipeline wrote into a Doc, as a record."""
    return Annotation(
        entities=[
            Entity(span=(ent.start_char, ent.end_char), label=ent.label_, actor=ent.id_ or None)
            for ent in doc.ents
        ],
        attributions=list(doc._.attributions),
        actors=list(doc._.actors),
        unnamed=list(doc._.unnamed),
    )


def split_into_chunks(text: str, size: int = CHUNK_LENGTH) -> Iterator[str]:
    """A text in pieces of at most ``size`` characters, cut at the last paragraph, line, sentence or word."""
    start = 0
    while len(text) - start > size:
        end = _cut(text, start, start + size)
        yield text[start:end]
        start = end
    yield text[start:]


def _cut(text: str, start: int, limit: int) -> int:
    half = start + (limit - start) // 2
    for pattern in _BREAKS:
        ends = [match.end() for match in pattern.finditer(text, half, limit)]
        if ends:
            return ends[-1]
    return limit


def _readable(text: str) -> str:
    """The text, character for character, without what spaCy cannot take or misreads.

    Lone surrogates have no encoding; on words without end, such as data in base 64, its tokenizer takes
    quadratic time.
    """
    plain = text.encode("utf-8", "replace").decode("utf-8")
    return with_plain_characters(_ENDLESS.sub(r"\1 ", plain))
