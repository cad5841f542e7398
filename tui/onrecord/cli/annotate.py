"""``onrecord annotate``: entities, quotes and actors of stored articles, or of texts that pass through."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated, Any

import typer

from onrecord import annotation as annotate
from onrecord import ingest
from onrecord.archive import Archive, NoSuchArticle
from onrecord.base.records import Article, quotes_of
from onrecord.base.spans import moved_annotation
from onrecord.cli.context import CommandContext, FormOption, OutputForm, command
from onrecord.cli.output import Row, complain, emit, line, progress
from onrecord.cli.quotes import print_quotes
from onrecord.export.rows import annotation_row
from onrecord.ingest import IngestError
from onrecord.ingest.flowing_text import Edit, OriginalOffsets, edited, flow_edits
from onrecord.terminal.segments import counted


@command(
    "annotate",
    examples="""
    onrecord annotate
    onrecord annotate article.txt
    onrecord annotate - --format jsonl < texts.jsonl > annotations.jsonl
    """,
)
def annotate_(
    session: CommandContext,
    paths: Annotated[
        list[str] | None,
        typer.Argument(metavar="PATH", help="Texts to annotate without storing them; - is standard input."),
    ] = None,
    form: FormOption = "text",
) -> int:
    """Find entities, quotes and actors.

    Without PATH, annotate the stored articles that have no annotation, or one by an older annotator. With PATH,
    read files, or lines of JSON with id and text; wrapped lines are read as if they were joined. With --format
    jsonl each text gives a line: its id, entities, attributions (source, cue, content, kind, speaker), the same of
    words that were not or not yet said (unsaid), actors and unnamed sources, all spans in characters of the text,
    and its language. Only English is read; of a text in another language the line tells just that.
    """
    model = session.settings.model
    if paths:
        return _pass_through(paths, model, form)
    with session.open() as archive:
        ids = archive.annotations.pending(annotate.version(model), annotate.SUPPORTED_LANGUAGES)
        done = annotate_stored(archive, ids, model)
        rows = [{"annotated": done, "articles": archive.search.count()}]
        emit(rows, form, lambda _: line(f"Annotated {counted(done, 'article')}."))
    return 0


def annotate_stored(archive: Archive, ids: Sequence[int], model: str | None) -> int:
    """Annotate articles of the archive, storing each annotation as it comes; return how many were stored.

    Raises:
        AnnotateError: The model is missing or cannot be used.
        ArchiveError: The archive cannot be read or written.
    """
    if not ids:
        return 0
    annotator = annotate.load(model)
    done = 0
    with progress("Annotating", len(ids)) as advance, _interrupts() as raise_if_interrupted:
        articles = (_text_and_language(archive, article) for article in ids)
        for article, annotation in zip(ids, annotator.annotate_articles(articles), strict=True):
            is_stored = archive.annotations.store(article, annotation) is not None
            done += is_stored and annotation.language in annotate.SUPPORTED_LANGUAGES
            advance()
            raise_if_interrupted()
    return done


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


def _pass_through(paths: Sequence[str], model: str | None, form: OutputForm) -> int:
    failures: list[IngestError] = []

    def failed(error: IngestError) -> None:
        failures.append(error)
        complain(str(error))

    # Ids, texts and what was done to their line breaks, of texts that the annotator has not returned yet.
    waiting: deque[tuple[Any, str, list[Edit]]] = deque()

    def texts() -> Iterator[str]:
        for path in ingest.walk(paths, failed=failed):
            for name, text in ingest.texts(path, failed=failed):
                edits = flow_edits(text)
                waiting.append((name, text, edits))
                yield edited(text, edits)

    def rows() -> Iterator[Row]:
        for flowing_annotation in annotate.load(model).annotate_many(texts()):
            name, text, edits = waiting.popleft()
            annotation = moved_annotation(flowing_annotation, OriginalOffsets(edits))
            if reason := annotate.unsupported_reason(annotation.language):
                complain(f"{name}: {reason}")
            yield {"id": name} | (
                {"quotes": quotes_of(Article(id=0, title=str(name)), text, annotation)}
                if form == "text"
                else annotation_row(annotation)
            )

    def text_form(rows: Iterable[Row]) -> None:
        for row in rows:
            print_quotes(row["quotes"])

    emit(rows(), form, text_form)
    return 1 if failures else 0
