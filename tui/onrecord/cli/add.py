"""``onrecord add``: adds files, folders, web pages and standard input to the archive."""

from __future__ import annotations

import sys
from array import array
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Annotated

import typer

from onrecord import annotation, ingest
from onrecord.archive import Archive
from onrecord.archive.indexing.bulk_add import AddedArticle
from onrecord.archive.maintenance import tinydb_json
from onrecord.base.records import Draft
from onrecord.base.settings import resource
from onrecord.cli.annotate import annotate_stored
from onrecord.cli.context import CommandContext, FormOption, command
from onrecord.cli.output import Row, complain, emit, line, progress
from onrecord.ingest import Failed, IngestError
from onrecord.terminal.progress import progress_reporter
from onrecord.terminal.visible_text import visible

_NAMED = 10
"""How many articles are listed one by one; of more than these only the number is printed."""


@command(
    "add",
    examples="""
    onrecord add article.txt page.html notes.md
    onrecord add news/ --tag ukraine --source "Torvik Post"
    onrecord add https://post.example/harbour
    curl -s https://post.example/feed.jsonl | onrecord add -
    onrecord add archive.json
    onrecord add --seed
    """,
)
def add(
    session: CommandContext,
    paths: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="PATH", help="Files, folders with all that is in them, addresses, or - for standard input."
        ),
    ] = None,
    tag: Annotated[
        list[str] | None, typer.Option("--tag", metavar="T", help="A tag for all of them; can be repeated.")
    ] = None,
    source: Annotated[str | None, typer.Option("--source", metavar="S", help="Where they appeared.")] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="D", help="When they appeared: 2021-04-16, “16 Apr 2021”.")
    ] = None,
    url: Annotated[str | None, typer.Option("--url", metavar="U", help="Where they are on the web.")] = None,
    seed: Annotated[
        bool, typer.Option("--seed", help="Add the articles that come with onrecord, to try it on.")
    ] = False,
    no_annotate: Annotated[
        bool, typer.Option("--no-annotate", help="Store the articles without annotating them.")
    ] = False,
    form: FormOption = "text",
) -> int:
    """Add articles: text, Markdown, HTML, JSON Lines, or an archive in TinyDB's JSON.

    The encoding is detected. Title, source, author, date, url and tags come from front matter, from the page, or
    from the fields of a line of JSON; an option overrides them for all articles. The same text twice is one
    article. Files that cannot be read are named at the end, the others are stored, and the exit status is 1.
    """
    if not paths and not seed:
        raise typer.BadParameter("Name a file, a folder or an address, - for standard input, or --seed.")
    overrides = _overrides(tag, source, date, url)
    failures: list[IngestError] = []
    passed: list[Path] = []
    named: list[str | Path] = [*(paths or []), *([resource("seeds")] if seed else [])]
    sources = list(ingest.walk(named, failed=failures.append, passed=passed))
    with session.open(create=True) as archive:
        new = array("q")  # of a million a list would take 40 MB
        interrupts: list[KeyboardInterrupt] = []
        emit(_store(archive, sources, overrides, failures, interrupts, new), form, _report)
        _report_unread(failures, passed)
        sys.stdout.flush()
        for interrupt in interrupts:
            raise interrupt
        if not no_annotate:
            _annotate(archive, new, session.settings.model)
    return 1 if failures else 0


def _is_tinydb_json(source: str | Path) -> bool:
    """Return whether a source is an archive in TinyDB's JSON."""
    if source == "-":
        return tinydb_json.is_tinydb_json(sys.stdin.buffer.peek())  # type: ignore[union-attr]
    try:
        with open(source, "rb") as stream:
            return tinydb_json.is_tinydb_json(stream.read(1000))
    except OSError:  # an address, or something to be complained about
        return False


@contextmanager
def _file_of(source: str | Path) -> Iterator[Path]:
    """Yield the file of a source; standard input is copied into one, for TinyDB's JSON is not read in one pass."""
    with TemporaryDirectory() as folder:
        file = Path(source)
        if source == "-":
            file = Path(folder, "standard input")
            with file.open("wb") as out:
                copyfileobj(sys.stdin.buffer, out)
        yield file


def _add_tinydb_json(archive: Archive, source: str | Path, overrides: Draft, failed: Failed) -> Iterator[Row]:
    """Add the articles of an archive in TinyDB's JSON, up to the first that cannot be added; yield a row for each.

    Args:
        archive: Where to add them.
        source: The file, or ``-``.
        overrides: What the options say of all articles.
        failed: Called with the error where the file cannot be read to its end.
    """
    name = ingest.name_of(source)
    on_progress = partial(progress_reporter(), f"Adding {name}")
    taken: list[tuple[AddedArticle, str]] = []
    with ingest.gate(name, failed), _file_of(source) as file:
        try:
            taken.extend(
                archive.maintenance.read_tinydb_json(file, on_progress)
            )  # an error leaves those before it
        except tinydb_json.NotTinyDBJSON as error:
            raise IngestError(name, error.reason) from error
    if overrides.tags:
        archive.articles.tag([added.id for added, _ in taken], add=overrides.tags)
    archive.articles.update(
        [added.id for added, _ in taken if added.new],
        source=overrides.source or None,
        published=overrides.published or None,
        url=overrides.url or None,
    )
    for added, title in taken:
        yield {"id": added.id, "new": added.new, "title": title, "from": str(source)}


def _annotate(archive: Archive, ids: Sequence[int], model: str | None) -> None:
    """Annotate those of the articles that have no annotation by the current annotator."""
    if ids:
        stale = set(archive.annotations.pending(annotation.version(model)))
        annotate_stored(archive, [article for article in ids if article in stale], model)


def _overrides(tag: list[str] | None, source: str | None, date: str | None, url: str | None) -> Draft:
    published = ingest.iso_date(date)
    if date and not published:
        raise typer.BadParameter(f"“{date}” is no date; write it as 2021-04-16.", param_hint="--date")
    return Draft(title="", text="", source=source or "", published=published, url=url or "", tags=tag or [])


def _store(
    archive: Archive,
    sources: Sequence[str | Path],
    overrides: Draft,
    failures: list[IngestError],
    interrupts: list[KeyboardInterrupt],
    new: array[int],
) -> Iterator[Row]:
    """Store the articles of the sources, and yield a row for each.

    The ids of new articles are appended to ``new``, and what cannot be read to ``failures``. Ctrl-C ends the
    reading: what was read before is stored, and the interrupt is appended to ``interrupts``.
    """
    tinydb_files = list(filter(_is_tinydb_json, sources))
    for each in tinydb_files:
        for row in _add_tinydb_json(archive, each, overrides, failures.append):
            new.extend([row["id"]] if row["new"] else [])
            yield row
    other_sources = [each for each in sources if each not in tinydb_files]
    unanswered: deque[tuple[str, str]] = deque()  # source and title of what the archive was given

    def drafts() -> Iterator[Draft]:
        try:
            for each in other_sources:
                for draft in ingest.read(each, failed=failures.append):
                    draft.source = overrides.source or draft.source
                    draft.published = overrides.published or draft.published
                    draft.url = overrides.url or draft.url
                    draft.tags = list(dict.fromkeys([*draft.tags, *overrides.tags]))
                    unanswered.append((str(each), draft.title))
                    yield draft
                advance()
        except KeyboardInterrupt as interrupt:
            interrupts.append(interrupt)

    with progress("Adding", len(other_sources)) as advance:
        for added in archive.articles.add_many(drafts()):
            name, title = unanswered.popleft()
            new.extend([added.id] if added.new else [])
            yield {"id": added.id, "new": added.new, "title": title, "from": name}


def _report(rows: Iterable[Row]) -> None:
    counts = {True: 0, False: 0}
    first: dict[bool, list[Row]] = {True: [], False: []}
    for row in rows:
        counts[row["new"]] += 1
        if counts[row["new"]] <= _NAMED:
            first[row["new"]].append(row)
    _print_articles(f"{counts[True]:,} added", counts[True], [(row["id"], row["title"]) for row in first[True]])
    if counts[False]:
        again = [(row["id"], f"{row['from']}: {row['title']}") for row in first[False]]
        _print_articles(f"{counts[False]:,} already in the archive, with the same text", counts[False], again)


def _print_articles(outcome: str, count: int, articles: list[tuple[int, str]]) -> None:
    """Print what was done to how many articles, and list them when they are few."""
    named = articles if count <= _NAMED else []
    line(f"{outcome}{':' if named else '.'}")
    for article, title in named:
        line((f"{article:>6}  ", "dim"), visible(title))


def _report_unread(failures: list[IngestError], passed: list[Path]) -> None:
    if passed:
        kinds = Counter(path.suffix.lower() or "without an ending" for path in passed)
        complain(
            f"Passed over in folders: {', '.join(f'{kind} ({number})' for kind, number in kinds.most_common())}."
        )
    if failures:
        complain(f"{len(failures):,} not read:")
        for failure in failures:
            complain(f"  {failure}")
