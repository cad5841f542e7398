"""Readings of a corpus, from Parquet or JSON Lines to tables in parts, without an archive."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from onrecord import annotation, ingest
from onrecord.annotation.batches import BatchEngine, Outcome, split_into_batches
from onrecord.base.languages import UNKNOWN
from onrecord.base.records import Annotation, Article, Draft
from onrecord.base.spans import moved_annotation
from onrecord.export import readings
from onrecord.export.readings import CorpusPart, PartRecord, ReadArticle
from onrecord.ingest import CorpusArticle, Failed, IngestError
from onrecord.ingest.flowing_text import Edit, OriginalOffsets, edited, flow_edits


class CorpusText(NamedTuple):
    """An article of a corpus on its way to the annotator, and how its line breaks are joined there."""

    article: CorpusArticle
    edits: list[Edit]


class WrittenPart(NamedTuple):
    """A part whose readings were written, and how many articles were read in a second so far."""

    record: PartRecord
    rate: float


def write_readings(
    engine: BatchEngine,
    parts: Iterable[tuple[CorpusPart, Sequence[CorpusArticle]]],
    folder: Path,
    form: readings.ReadingForm,
    failed: Failed,
) -> Iterator[WrittenPart]:
    """Annotate parts of a corpus and write the readings of each when it is complete.

    Args:
        engine: What annotates.
        parts: The parts with their articles; they are taken as they are needed.
        folder: Where the tables are written.
        form: As what.
        failed: Told of each article that cannot be annotated.

    Yields:
        What was written, part by part.

    Raises:
        OSError: The readings cannot be written.
        BackgroundError: The annotator cannot be loaded or started.
    """
    started, article_count = time.monotonic(), 0
    for part, batches in groupby(engine.annotate(_batches(parts)), lambda answered: answered[0][0]):
        articles = [
            _read_article(each, outcome)
            for (_, batch), outcomes in batches
            for each, outcome in zip(batch, outcomes, strict=True)
        ]
        for each in articles:
            if isinstance(each.outcome, str):
                failed(IngestError(f"{part.file}, row {each.row}", each.outcome))
        article_count += len(articles)
        record = readings.write_part(part, articles, folder, form)
        yield WrittenPart(record, article_count / max(time.monotonic() - started, 1e-9))


Batch = tuple[tuple[CorpusPart, list[CorpusText]], list[tuple[str, str]]]


def _batches(parts: Iterable[tuple[CorpusPart, Sequence[CorpusArticle]]]) -> Iterator[Batch]:
    for part, articles in parts:
        texts = (CorpusText(article, flow_edits(article.text)) for article in articles)
        for batch in split_into_batches(texts, lambda each: len(each.article.text)):
            yield (
                (part, batch),
                [
                    (edited(each.article.text, each.edits), each.article.draft.language or UNKNOWN)
                    for each in batch
                ],
            )


def _read_article(read: CorpusText, outcome: Outcome) -> ReadArticle:
    if isinstance(outcome, Annotation):
        outcome = moved_annotation(outcome, OriginalOffsets(read.edits))
    article = read.article
    return ReadArticle(article.id, article.row, _article_of(article.draft), article.text, outcome)


def _article_of(draft: Draft) -> Article:
    return Article(
        id=0,
        title=draft.title,
        source=draft.source,
        author=draft.author,
        published=draft.published,
        url=draft.url,
        tags=draft.tags,
        language=draft.language,
    )


def unwritten_parts(
    paths: Sequence[str], folder: Path, model: str | None, failed: Failed
) -> Iterator[tuple[CorpusPart, list[CorpusArticle]]]:
    """Yield the parts of a corpus that have no readings in a folder, or outdated ones, with their articles.

    Args:
        paths: Files of the corpus, and folders of them.
        folder: Where the readings are.
        model: The spaCy model.
        failed: Told of what cannot be read; the rest is read.
    """
    annotator = annotation.version(model)
    for path in ingest.walk(paths, failed=failed):
        try:
            facts = Path(path).stat()
        except OSError as error:
            failed(IngestError(str(path), f"it cannot be read ({error.strerror}); name a file of a corpus"))
            continue
        corpus = ingest.corpus_articles(path, failed=failed)
        for number, articles in groupby(corpus, lambda article: (article.row - 1) // readings.PART_ROWS):
            part = CorpusPart(str(path), number, facts.st_size, facts.st_mtime_ns, annotator)
            if not readings.is_written(part, folder):
                yield part, list(articles)
