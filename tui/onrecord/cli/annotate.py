"""``onrecord annotate``: entities, quotes and actors of stored articles, or of texts that pass through."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, Any, NamedTuple

import typer

from onrecord import annotation as annotate
from onrecord import ingest
from onrecord.annotation import batches
from onrecord.annotation.cluster import ClusterEngine
from onrecord.annotation.pool import FEW_TEXTS, AnnotatorPool, pool_for
from onrecord.archive import Archive, NoSuchArticle
from onrecord.base.records import Annotation, Article, quotes_of
from onrecord.base.spans import moved_annotation
from onrecord.cli import corpus
from onrecord.cli.context import CommandContext, FormOption, JobsOption, OutputForm, command
from onrecord.cli.output import Row, complain, emit, line, progress
from onrecord.cli.quotes import print_quotes
from onrecord.export import readings
from onrecord.export.rows import annotation_row
from onrecord.ingest import IngestError
from onrecord.ingest.flowing_text import Edit, OriginalOffsets, edited, flow_edits
from onrecord.terminal.progress import progress_reporter
from onrecord.terminal.segments import counted

_VERY_MANY = 1000
"""From so many new annotations on the indexes are put together: it takes some seconds for 100,000 articles."""


@command(
    "annotate",
    examples="""
    onrecord annotate
    onrecord annotate article.txt
    onrecord annotate - --format jsonl < texts.jsonl > annotations.jsonl
    onrecord annotate corpus/*.parquet --output readings/
    onrecord annotate corpus/*.jsonl.gz --output readings/ --jobs 4
    onrecord annotate --scheduler tcp://10.0.0.1:8786
    """,
)
def annotate_(
    session: CommandContext,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Texts to annotate without storing them; - is standard input."),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            metavar="DIR",
            help="Write what is found in a corpus (Parquet, JSON Lines, .jsonl.gz) to tables in this folder.",
        ),
    ] = None,
    jobs: JobsOption = None,
    scheduler: Annotated[
        str,
        typer.Option("--scheduler", metavar="ADDRESS", help="Annotate on the cluster of this dask scheduler."),
    ] = "",
    form: FormOption = "text",
) -> int:
    """Find entities, quotes and actors.

    Without PATH, annotate the stored articles that have no annotation, or one by an older annotator. With PATH,
    read files, or lines of JSON with id and text; wrapped lines are read as if they were joined. With --format
    jsonl each text gives a line: its id, entities, attributions (source, cue, content, kind, speaker), the same of
    words that were not or not yet said (unsaid), actors and unnamed sources, all spans in characters of the text,
    and its language. Only English is read; of a text in another language the line tells just that.

    With --output the folder gets four tables: quotes, actors, entities and articles, in Parquet, or in JSON Lines
    with --format jsonl. A corpus that was stopped goes on with the parts that are missing.
    """
    choice = EngineChoice(session.settings.model, jobs, scheduler)
    if scheduler and jobs:
        raise typer.BadParameter("--jobs is for this machine; a cluster has as many as its workers have threads.")
    if output is not None:
        return _annotate_corpus(paths or [], output, form, choice)
    if paths:
        return _pass_through(paths, form, choice)
    with session.open() as archive:
        ids = archive.annotations.pending(annotate.version(choice.model), annotate.SUPPORTED_LANGUAGES)
        count = annotate_stored(archive, ids, choice)
        rows = [{"annotated": count.annotated, "articles": archive.search.count()}]
        emit(rows, form, lambda _: line(f"Annotated {counted(count.annotated, 'article')}."))
    return 1 if count.set_aside else 0


class ArticleText(NamedTuple):
    """The text of an article of the archive on its way to the annotator."""

    id: int
    text: str
    language: str


class StoredCount(NamedTuple):
    """How many articles were annotated and stored, and how many were set aside because that failed."""

    annotated: int = 0
    set_aside: int = 0

    def plus(self, other: StoredCount) -> StoredCount:
        """Return the sum of two counts."""
        return StoredCount(self.annotated + other.annotated, self.set_aside + other.set_aside)


class EngineChoice(NamedTuple):
    """What the user wants to annotate with.

    Attributes:
        model: The spaCy model, None for the best that is installed.
        jobs: How many processors of this machine to use, None for as many as the texts are worth.
        scheduler: The address of the scheduler of a cluster, empty to annotate on this machine.
    """

    model: str | None
    jobs: int | None = None
    scheduler: str = ""


def open_engine(choice: EngineChoice, text_count: int | None) -> AnnotatorPool | ClusterEngine:
    """Return what annotates so many texts (None: it is not known how many): a cluster, or this machine.

    Raises:
        AnnotateError: The model is missing.
        BackgroundError: The cluster cannot be reached.
    """
    if choice.scheduler:
        return ClusterEngine(choice.scheduler, choice.model)
    return pool_for(choice.model, choice.jobs, text_count)


def annotate_stored(archive: Archive, ids: Sequence[int], choice: EngineChoice) -> StoredCount:
    """Annotate articles of the archive, storing the annotations of each batch as soon as it is done.

    Articles that cannot be annotated are named on standard error, and left as they are.

    Args:
        archive: Has the articles.
        ids: Which to annotate, in this order.
        choice: What to annotate with.

    Raises:
        AnnotateError: The model is missing.
        BackgroundError: The annotator cannot be loaded or started.
        ArchiveError: The archive cannot be read or written.
    """
    if not ids:
        return StoredCount()
    annotate.version(choice.model)  # a model that is missing is told before anything is started
    count = StoredCount()
    with (
        progress("Annotating", len(ids)) as advance,
        _interrupts() as raise_if_interrupted,
        open_engine(choice, len(ids)) as engine,
    ):
        articles = (ArticleText(article, *_text_and_language(archive, article)) for article in ids)
        max_texts = batches.batch_texts(len(ids), engine.jobs)
        split = batches.split_into_batches(articles, lambda article: len(article.text), max_texts)
        labelled = (([article.id for article in batch], [article[1:] for article in batch]) for batch in split)
        for article_ids, outcomes in engine.annotate(labelled, in_order=False):
            count = count.plus(_store(archive, list(zip(article_ids, outcomes, strict=True))))
            advance(len(article_ids))
            raise_if_interrupted()
    if count.annotated >= _VERY_MANY:
        archive.maintenance.put_indexes_together(partial(progress_reporter(), "Indexes put together"))
    return count


def _store(archive: Archive, outcomes: Sequence[tuple[int, batches.Outcome]]) -> StoredCount:
    annotations = [(article, each) for article, each in outcomes if not isinstance(each, str)]
    stored = archive.annotations.store_many(annotations)
    for article, sentence in outcomes:
        if isinstance(sentence, str):
            complain(f"Article {article}, “{_title(archive, article)}”: {sentence}")
    annotated = sum(
        after is not None and annotation.language in annotate.SUPPORTED_LANGUAGES
        for after, (_, annotation) in zip(stored, annotations, strict=True)
    )
    return StoredCount(annotated, len(outcomes) - len(annotations))


def _title(archive: Archive, article: int) -> str:
    try:
        return archive.articles.get(article).title
    except NoSuchArticle:
        return ""


@contextmanager
def _interrupts() -> Iterator[Callable[[], None]]:
    """Make sure that Ctrl-C ends the block; yield a function that raises an interrupt again if it was lost.

    Python only prints a KeyboardInterrupt and goes on where it is raised in a callback from compiled code, or
    while an object is finalised.
    """
    pressed: list[int] = []

    def press(number: int, _: object) -> None:
        pressed.append(number)
        raise KeyboardInterrupt

    def raise_if_interrupted() -> None:
        if pressed:
            raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, press)
    try:
        yield raise_if_interrupted
    finally:
        signal.signal(signal.SIGINT, before)


def _text_and_language(archive: Archive, article: int) -> tuple[str, str]:
    try:
        return archive.articles.text(article), archive.articles.get(article).language
    except NoSuchArticle:  # another program removed it meanwhile; storing its annotation will find no article
        return "", ""


def _annotate_corpus(paths: Sequence[str], output: Path, form: OutputForm, choice: EngineChoice) -> int:
    if not paths:
        raise typer.BadParameter("Name the files of the corpus: corpus/*.parquet.")
    written_form: readings.ReadingForm = "parquet" if form == "text" else "jsonl"
    readings.check_form(written_form)
    failures: list[IngestError] = []

    def failed(error: IngestError) -> None:
        failures.append(error)
        complain(str(error))

    parts = corpus.unwritten_parts(paths, output, choice.model, failed)
    with _interrupts() as raise_if_interrupted, open_engine(choice, None) as engine:
        for written in corpus.write_readings(engine, parts, output, written_form, failed):
            complain(_part_line(written))
            raise_if_interrupted()
    return 1 if failures else 0


def _part_line(written: corpus.WrittenPart) -> str:
    record = written.record
    return (
        f"{record.file}, part {record.number + 1}: {counted(record.rows['articles'], 'article')}, "
        f"{counted(record.rows['quotes'], 'quote')}, {written.rate:.1f} articles/s"
    )


class PassingText(NamedTuple):
    """A text that is annotated without being stored: its id, what it says, and how its line breaks are joined."""

    name: Any
    text: str
    edits: list[Edit]


def _annotated(
    engine: batches.BatchEngine, passing: Iterable[PassingText], text_count: int | None
) -> Iterator[tuple[PassingText, batches.Outcome]]:
    max_texts = batches.batch_texts(text_count, engine.jobs)
    split = batches.split_into_batches(passing, lambda each: len(each.text), max_texts)
    labelled = ((batch, [(edited(each.text, each.edits), "") for each in batch]) for batch in split)
    for batch, outcomes in engine.annotate(labelled):
        yield from zip(batch, outcomes, strict=True)


def _passing_row(passing: PassingText, flowing_annotation: Annotation, form: OutputForm) -> Row:
    annotation = moved_annotation(flowing_annotation, OriginalOffsets(passing.edits))
    if reason := annotate.unsupported_reason(annotation.language):
        complain(f"{passing.name}: {reason}")
    if form == "text":
        article = Article(id=0, title=str(passing.name))
        return {"id": passing.name, "quotes": quotes_of(article, passing.text, annotation)}
    return {"id": passing.name} | annotation_row(annotation)


def _peeked(items: Iterator[PassingText], limit: int) -> tuple[int | None, Iterator[PassingText]]:
    """Return how many items there are, None for ``limit`` or more, and all of them again."""
    first = list(islice(items, limit))
    return (len(first) if len(first) < limit else None), chain(first, items)


def _pass_through(paths: Sequence[str], form: OutputForm, choice: EngineChoice) -> int:
    annotate.version(choice.model)
    failures: list[IngestError] = []

    def failed(error: IngestError) -> None:
        failures.append(error)
        complain(str(error))

    texts = (
        PassingText(name, text, flow_edits(text))
        for path in ingest.walk(paths, failed=failed)
        for name, text in ingest.texts(path, failed=failed)
    )

    def rows() -> Iterator[Row]:
        few, passing = _peeked(texts, FEW_TEXTS)
        with open_engine(choice, few) as engine:
            for each, outcome in _annotated(engine, passing, few):
                if isinstance(outcome, str):
                    failed(IngestError(str(each.name), outcome))
                else:
                    yield _passing_row(each, outcome, form)

    def text_form(rows: Iterable[Row]) -> None:
        for row in rows:
            print_quotes(row["quotes"])

    emit(rows(), form, text_form)
    return 1 if failures else 0
