"""``onrecord add``: from files, folders, addresses and standard input into the archive."""

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
"""Articles that are named one by one; of more only the number is said."""


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
        list[str] | None, typer.Option("--tag", metavar="T", help="A tag for all of them; may be repeated.")
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
        bool, typer.Option("--no-annotate", help="Only store; annotate later, or on the desk.")
    ] = False,
    form: FormOption = "text",
) -> int:
    """Add articles: text, Markdown, HTML, JSON Lines, or an archive in TinyDB's JSON.

    The encoding is detected. Front matter, the page itself or the fields title, text, source, author, date, url
    and tags of a line of JSON say what is known of an article; what an option says holds for all that are added.
    The same text twice is one article. What cannot be read is named at the end, the rest is stored, and the exit
    status is 1.
    """
    if not paths and not seed:
        raise typer.BadParameter("Name a file, a folder or an address, - for standard input, or --seed.")
    said = _said(tag, source, date, url)
    failures: list[IngestError] = []
    passed: list[Path] = []
    named: list[str | Path] = [*(paths or []), *([resource("seeds")] if seed else [])]
    sources = list(ingest.walk(named, failed=failures.append, passed=passed))
    with session.open(create=True) as archive:
        new = array("q")  # of a million a list would take 40 MB
        interrupts: list[KeyboardInterrupt] = []
        emit(_store(archive, sources, said, failures, interrupts, new), form, _report)
        _report_unread(failures, passed)
        sys.stdout.flush()
        for interrupt in interrupts:
            raise interrupt
        if not no_annotate:
            _annotate(archive, new, session.settings.model)
    return 1 if failures else 0


def _is_plain(source: str | Path) -> bool:
    """Whether this is a file of TinyDB."""
    if source == "-":
        return tinydb_json.is_tinydb_json(sys.stdin.buffer.peek())  # type: ignore[union-attr]
    try:
        with open(source, "rb") as stream:
            return tinydb_json.is_tinydb_json(stream.read(1000))
    except OSError:  # an address, or something to be complained about
        return False


@contextmanager
def _file_of(source: str | Path) -> Iterator[Path]:
    """The file that a source is. Standard input is written into one: a file of TinyDB is read here and there."""
    with TemporaryDirectory() as folder:
        file = Path(source)
        if source == "-":
            file = Path(folder, "standard input")
            with file.open("wb") as out:
                copyfileobj(sys.stdin.buffer, out)
        yield file


def _take_over(archive: Archive, source: str | Path, said: Draft, failed: Failed) -> Iterator[Row]:
    """Takes over what a file of TinyDB holds, up to what cannot be taken over, of which ``failed`` is told."""
    name = ingest.name_of(source)
    told = partial(progress_reporter(), f"Adding {name}")
    taken: list[tuple[AddedArticle, str]] = []
    with ingest.gate(name, failed), _file_of(source) as file:
        try:
            for one in archive.maintenance.read_tinydb_json(file, told):
                taken.append(one)
        except tinydb_json.NotTinyDBJSON as error:
            raise IngestError(name, error.reason) from error
    if said.tags:
        archive.articles.tag([added.id for added, _ in taken], add=said.tags)
    archive.articles.update(
        [added.id for added, _ in taken if added.new],
        source=said.source or None,
        published=said.published or None,
        url=said.url or None,
    )
    for added, title in taken:
        yield {"id": added.id, "new": added.new, "title": title, "from": str(source)}


def _annotate(archive: Archive, ids: Sequence[int], model: str | None) -> None:
    """Annotates those of the articles that did not come with an annotation of today's annotator."""
    if ids:
        stale = set(archive.annotations.pending(annotation.version(model)))
        annotate_stored(archive, [article for article in ids if article in stale], model)


def _said(tag: list[str] | None, source: str | None, date: str | None, url: str | None) -> Draft:
    published = ingest.iso_date(date)
    if date and not published:
        raise typer.BadParameter(f"“{date}” is no date; write it as 2021-04-16.", param_hint="--date")
    return Draft(title="", text="", source=source or "", published=published, url=url or "", tags=tag or [])


def _store(
    archive: Archive,
    sources: Sequence[str | Path],
    said: Draft,
    failures: list[IngestError],
    interrupts: list[KeyboardInterrupt],
    new: array[int],
) -> Iterator[Row]:
    """Stores what the sources hold, and tells of each article; the ids of new ones are put into ``new``.

    What cannot be read is put into ``failures``. Ctrl-C ends the reading, what was read before is stored, and the
    interrupt is put into ``interrupts``.
    """
    plains = list(filter(_is_plain, sources))
    for each in plains:
        for row in _take_over(archive, each, said, failures.append):
            new.extend([row["id"]] if row["new"] else [])
            yield row
    others = [each for each in sources if each not in plains]
    unanswered: deque[tuple[str, str]] = deque()  # source and title of what the archive was given

    def drafts() -> Iterator[Draft]:
        try:
            for each in others:
                for draft in ingest.read(each, failed=failures.append):
                    draft.source = said.source or draft.source
                    draft.published = said.published or draft.published
                    draft.url = said.url or draft.url
                    draft.tags = list(dict.fromkeys([*draft.tags, *said.tags]))
                    unanswered.append((str(each), draft.title))
                    yield draft
                advance()
        except KeyboardInterrupt as interrupt:
            interrupts.append(interrupt)

    with progress("Adding", len(others)) as advance:
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
    _name(f"{counts[True]:,} added", counts[True], [(row["id"], row["title"]) for row in first[True]])
    if counts[False]:
        again = [(row["id"], f"{row['from']}: {row['title']}") for row in first[False]]
        _name(f"{counts[False]:,} already there, with the same text", counts[False], again)


def _name(what: str, count: int, articles: list[tuple[int, str]]) -> None:
    """Says what was done to how many articles, and to which when they are few."""
    named = articles if count <= _NAMED else []
    line(f"{what}{':' if named else '.'}")
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
