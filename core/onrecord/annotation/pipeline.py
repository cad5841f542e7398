"""The spaCy pipeline that annotates articles: load it, and run it over one text or many."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING

import spacy
from spacy.pipeline import Lemmatizer
from spacy.tokens import Doc

from onrecord.annotation import spacy_models
from onrecord.annotation.doc.errors import AnnotateError
from onrecord.annotation.doc.tokenization import split_at_marks, with_plain_characters
from onrecord.annotation.merge_chunks import merge_annotations
from onrecord.annotation.spacy_speed import speed_up
from onrecord.base.languages import UNKNOWN, detect_language
from onrecord.base.records import Annotation, Entity, hash_text

# Importing them registers their factories, also where onrecord was never installed as a package.
from onrecord.annotation.components import (  # noqa: F401  # isort: skip
    actors,
    attribute_rules,
    batch_parser,
    entities,
    lemmas,
    quotations,
    sentence_boundaries,
    transition_entities,
)

if TYPE_CHECKING:
    from spacy.language import Language

CHUNK_LENGTH = 100_000
"""Characters of a text that are annotated at once. The memory that spaCy takes grows with it (some 40 MB here)."""

TEXTS_AT_ONCE = 64
"""Texts that are annotated before spaCy forgets their words."""

BATCH_LENGTH = 30_000
"""Characters that go through the pipeline together, more or less. The model reads them while spaCy parses the next
ones, so TEXTS_AT_ONCE have to be several of these."""

MEMORY_LENGTH = 600_000
"""Characters whose words spaCy remembers at most."""

_ENDLESS_WORD = re.compile(r"(\S{79})\S")
_REQUIRED_COMPONENTS = ("tagger", "parser", "ner")
_BREAKS = (
    re.compile(r"\n\s*\n\s*"),
    re.compile(r"\n\s*"),
    re.compile(r"(?<=[.!?”\"])\s+"),
    re.compile(r"\s+"),
)
"""Where a text is cut into chunks, the best first: after a paragraph, a line, a sentence, a word."""


def load(model: str | None = None) -> Annotator:
    """Return the annotator with this spaCy model, or with the best that is installed.

    Args:
        model: A package (``en_core_web_sm``) or a folder.

    Raises:
        AnnotateError: If the model is missing, cannot be loaded, or lacks a component.
    """
    spacy_model = spacy_models.find_model(model)
    try:
        nlp = spacy.load(spacy_model.name)
    except Exception as error:  # whatever a broken or foreign model raises, the user must learn which it is
        raise AnnotateError(f"The spaCy model {spacy_model.name!r} cannot be loaded: {error}") from error
    missing = [name for name in _REQUIRED_COMPONENTS if name not in nlp.pipe_names]
    if missing:
        raise AnnotateError(f"The spaCy model {spacy_model.name!r} lacks {', '.join(missing)}; choose a full one.")
    speed_up(nlp)
    split_at_marks(nlp)
    nlp.add_pipe("onrecord_paragraphs", first=True)
    _replace("parser", "onrecord_parser", nlp)
    if "attribute_ruler" in nlp.pipe_names:
        _replace("attribute_ruler", "onrecord_attributes", nlp)
    if "lemmatizer" in nlp.pipe_names and isinstance(nlp.get_pipe("lemmatizer"), Lemmatizer):
        _replace("lemmatizer", "onrecord_lemmas", nlp)
    if transition_entities.is_understood(nlp.get_pipe("ner")):
        _replace("ner", "onrecord_ner", nlp)
    for component in ("onrecord_entities", "onrecord_quotes", "onrecord_actors"):
        nlp.add_pipe(component)
    return Annotator(nlp, spacy_models.version(model))


def _replace(component: str, replacement: str, nlp: Language) -> None:
    """Let another component do what one of the model's does, with its weights."""
    nlp.add_pipe(replacement, after=component)
    nlp.disable_pipe(component)


class Annotator:
    """Annotates texts.

    Attributes:
        nlp: The spaCy pipeline, for those who want the Doc.
        version: What annotates, as ``annotation.version`` says.
    """

    def __init__(self, nlp: Language, version: str) -> None:
        self.nlp = nlp
        self.version = version

    def annotate(self, text: str, language: str = UNKNOWN) -> Annotation:
        """Return the annotation of one text of any length.

        Args:
            text: The text.
            language: Its language; told from the text if unknown. Only SUPPORTED_LANGUAGES are read.
        """
        return self._annotate_together([(text, language)])[0]

    def annotate_many(self, texts: Iterable[str], batch_size: int = TEXTS_AT_ONCE) -> Iterator[Annotation]:
        """Yield the annotations of texts in their order, with ``batch_size`` texts in memory at a time."""
        return self.annotate_articles(((text, UNKNOWN) for text in texts), batch_size)

    def annotate_articles(
        self, articles: Iterable[tuple[str, str]], batch_size: int = TEXTS_AT_ONCE
    ) -> Iterator[Annotation]:
        """Yield the annotations of articles, each a text and its language, as ``annotate`` takes them."""
        remaining = iter(articles)
        while batch := list(islice(remaining, batch_size)):
            yield from self._annotate_together(batch)

    def _annotate_together(self, articles: list[tuple[str, str]]) -> list[Annotation]:
        texts = [text for text, _ in articles]
        languages = [language or detect_language(text) for text, language in articles]
        is_read = [language in spacy_models.SUPPORTED_LANGUAGES for language in languages]
        chunks = [
            (index, chunk)
            for index, text in enumerate(texts)
            if is_read[index]
            for chunk in split_into_chunks(text)
        ]
        annotated: list[list[tuple[int, Annotation]]] = [[] for _ in texts]
        offsets = [0] * len(texts)
        for group in group_chunks(chunks):
            batch_size = max(1, BATCH_LENGTH * len(group) // max(1, sum(len(chunk) for _, chunk in group)))
            # What spaCy remembers of their words is let go afterwards, so that memory stays flat. Nothing is
            # yielded in between: a caller may start annotating other texts before taking the next annotation.
            with self.nlp.memory_zone():
                docs = self.nlp.pipe((readable(chunk) for _, chunk in group), batch_size=batch_size)
                for (index, chunk), doc in zip(group, docs, strict=True):
                    annotated[index].append((offsets[index], to_annotation(doc)))
                    offsets[index] += len(chunk)
        return [
            merge_annotations(
                annotated[index],
                annotator=self.version if is_read[index] else "",
                text_hash=hash_text(text),
                language=languages[index],
            )
            for index, text in enumerate(texts)
        ]


def group_chunks(
    chunks: Sequence[tuple[int, str]], max_length: int = MEMORY_LENGTH
) -> Iterator[list[tuple[int, str]]]:
    """Yield numbered chunks in groups of at most ``max_length`` characters, so that spaCy's memory stays small.

    A chunk that is longer makes a group of its own.
    """
    group: list[tuple[int, str]] = []
    length = 0
    for numbered in chunks:
        if group and length + len(numbered[1]) > max_length:
            yield group
            group, length = [], 0
        group.append(numbered)
        length += len(numbered[1])
    if group:
        yield group


def to_annotation(doc: Doc) -> Annotation:
    """Return what the pipeline wrote into a Doc, as a record."""
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
    """Yield a text in chunks of at most ``size`` characters, cut after a paragraph, line, sentence or word."""
    start = 0
    while len(text) - start > size:
        end = _last_break(text, start + size // 2, start + size)
        yield text[start:end]
        start = end
    yield text[start:]


def _last_break(text: str, start: int, limit: int) -> int:
    """Return the end of the last break between two characters of a text, or the limit if there is none."""
    for pattern in _BREAKS:
        ends = [match.end() for match in pattern.finditer(text, start, limit)]
        if ends:
            return ends[-1]
    return limit


def readable(text: str) -> str:
    """Return the text, character for character, without what spaCy cannot take or misreads.

    Lone surrogates have no encoding; on words without end, such as data in base 64, its tokenizer takes
    quadratic time.
    """
    encodable = text.encode("utf-8", "replace").decode("utf-8")
    return with_plain_characters(_ENDLESS_WORD.sub(r"\1 ", encodable))
