"""``onrecord add``: adds files, folders, web pages and standard input to the archive."""

from __future__ import annotations

import sys
from array import array
from collections import Counter, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated

import typer

from onrecord import annotation, ingest
from onrecord.archive import Archive
from onrecord.archive.indexing.bulk_add import AddedArticle
from onrecord.base.held_files import is_held
from onrecord.base.languages import UNKNOWN, language_code
from onrecord.base.records import Draft
from onrecord.base.settings import resource
from onrecord.cli.annotate import EngineChoice, annotate_stored
from onrecord.cli.archive_files import archive_files, count_beside, listed
from onrecord.cli.context import CommandContext, FormOption, JobsOption, command
from onrecord.cli.output import NAMED, Row, complain_of_sources, emit, line, print_articles, progress
from onrecord.ingest import IngestError, unfetched_addresses
from onrecord.ingest.kinds.kind_table import read_kinds
from onrecord.terminal.segments import counted


def kinds_table() -> str:
    """Return the table of what can be read, a line for each kind: its name, how it is told, what it needs."""
    rows = [
        (kind.name, kind.sign + (f" (with onrecord[{kind.extra}])" if kind.needs else "")) for kind in read_kinds()
    ]
    width = max(len(name) for name, _ in rows)
    return "\n".join(f"{name:<{width}}  {sign}" for name, sign in rows)


@command(
    "add",
    examples="""
    onrecord add article.txt page.html notes.md
    onrecord add news/ --tag ukraine --source "Torvik Post"
    onrecord add https://post.example/harbour
    curl -s https://post.example/feed.jsonl | onrecord add -
    onrecord add archive.jsonl.gz
    onrecord add --seed
    """,
    table="What can be read:\n" + kinds_table(),
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
    language: Annotated[
        str | None, typer.Option("--language", metavar="L", help="What they are written in: de, German.")
    ] = None,
    seed: Annotated[
        bool, typer.Option("--seed", help="Add the articles that come with onrecord, to try it on.")
    ] = False,
    fetch: Annotated[
        bool | None,
        typer.Option(
            "--fetch/--no-fetch",
            help="Whether to fetch the articles of which a file has only the addresses. Default: ask.",
        ),
    ] = None,
    no_annotate: Annotated[
        bool, typer.Option("--no-annotate", help="Store the articles without annotating them.")
    ] = False,
    jobs: JobsOption = None,
    form: FormOption = "text",
) -> int:
    """Add articles from files, folders and web pages.

    What a file is, is told by its content. Title, source, author, date, url, language and tags come from the
    file; a language that it does not give is told from the text. An option overrides them for all articles. The
    same text twice is one article, and a changed text from the same address is a new version of it. Files that
    cannot be read are named at the end, with what to do; the others are stored, and the exit status is 1. Lists of
    addresses, such as bookmarks, are fetched when you say so.
    """
    if not paths and not seed:
        raise typer.BadParameter("Name a file, a folder or an address, - for standard input, or --seed.")
    overrides = _overrides(tag, source, date, url, language)
    failures: list[IngestError] = []
    named: list[str | Path] = [*(paths or []), *([resource("seeds")] if seed else [])]
    sources = list(ingest.walk(named, failed=failures.append))
    with session.open(create=True) as archive:
        by_name = set(named)
        sources = [source for source in sources if source in by_name or not is_held(source)]
        adding = _Adding(archive, overrides, failures)
        emit(adding.rows(sources, fetch), form, lambda rows: _report(rows, adding.added_beside))
        complain_of_sources(f"{len(failures):,} not read", failures)
        sys.stdout.flush()
        for interrupt in adding.interrupts:
            raise interrupt
        set_aside = 0
        if not no_annotate:
            set_aside = _annotate(archive, adding.new_ids, EngineChoice(session.settings.model, jobs))
    return 1 if failures or set_aside else 0


def _origin(source: str | Path) -> str:
    """Return a source as the user has written it, but for a password."""
    return "-" if source == "-" else ingest.name_of(source)


def _annotate(archive: Archive, ids: Sequence[int], choice: EngineChoice) -> int:
    """Annotate those of the articles that have no annotation by the current annotator.

    Returns:
        How many could not be annotated.
    """
    if not ids:
        return 0
    stale = set(archive.annotations.pending(annotation.version(choice.model), annotation.SUPPORTED_LANGUAGES))
    return annotate_stored(archive, [article for article in ids if article in stale], choice).set_aside


def _overrides(
    tag: list[str] | None, source: str | None, date: str | None, url: str | None, language: str | None
) -> Draft:
    published = ingest.iso_date(date)
    if date and not published:
        raise typer.BadParameter(f"“{date}” is no date; write it as 2021-04-16.", param_hint="--date")
    code = language_code(language or UNKNOWN)
    if language and not code:
        raise typer.BadParameter(
            f"“{language}” is no language; write it as de or German.", param_hint="--language"
        )
    return Draft(
        title="",
        text="",
        source=source or "",
        published=published,
        url=url or "",
        tags=tag or [],
        language=code or UNKNOWN,
    )


@dataclass
class _Adding:
    """One run of the command.

    ``new_ids`` are of the articles whose texts were not there before, ``addresses`` of articles that have to be
    fetched; ``interrupts`` holds the Ctrl-C that has ended the reading: what was read before it is stored.
    ``added_beside`` counts notes, feeds and the like that came with exported archives, by their tables.
    """

    archive: Archive
    overrides: Draft
    failures: list[IngestError]
    new_ids: array[int] = field(default_factory=lambda: array("q"))  # of a million a list would take 40 MB
    addresses: list[Draft] = field(default_factory=list)
    interrupts: list[KeyboardInterrupt] = field(default_factory=list)
    added_beside: Counter[str] = field(default_factory=Counter)

    def rows(self, sources: Sequence[str | Path], fetch: bool | None) -> Iterator[Row]:
        """Store the articles of the sources, and yield a row for each.

        Args:
            sources: Files, addresses and ``-``.
            fetch: Whether to fetch articles of which there are only addresses; None to ask.
        """
        files = []
        for source in sources:
            exported = archive_files(source)
            if exported.names:
                beside = count_beside(self.archive)
                for taken in exported.add_each(self.archive, self.failures.append):
                    yield from self._taken(taken, _origin(source))
                self.added_beside += count_beside(self.archive) - beside
            if not exported.is_whole:
                files.append(_File(source, exported.members))
        yield from self._stored("Adding", files)
        if self.addresses and not self.interrupts:
            if _is_to_be_fetched(len(self.addresses), fetch):
                yield from self._stored("Fetching", [_Address(each) for each in self.addresses])
            else:
                reason = f"fetch {'it' if len(self.addresses) == 1 else 'them'} with --fetch"
                self.failures.append(IngestError(unfetched_addresses(len(self.addresses)), reason))

    def _taken(self, taken: Sequence[tuple[AddedArticle, str]], source: str) -> Iterator[Row]:
        """Do to articles of an archive's file what the options say, and yield a row for each."""
        if self.overrides.tags:
            self.archive.articles.tag([added.id for added, _ in taken], add=self.overrides.tags)
        self.archive.articles.update(
            [added.id for added, _ in taken if added.new],
            source=self.overrides.source or None,
            published=self.overrides.published or None,
            url=self.overrides.url or None,
            language=self.overrides.language or None,
        )
        for added, title in taken:
            row = _row(added, title, source)
            self.new_ids.extend([added.id] if _has_new_text(row) else [])
            yield row

    def _stored(self, task: str, sources: Sequence[_File | _Address]) -> Iterator[Row]:
        unanswered: deque[tuple[str, str]] = deque()  # source and title of what the archive was given

        def drafts() -> Iterator[Draft]:
            try:
                for source in sources:
                    for draft in source.drafts(self):
                        unanswered.append((source.name, draft.title))
                        yield self._overridden(draft)
                    advance()
            except KeyboardInterrupt as interrupt:
                self.interrupts.append(interrupt)

        with progress(task, len(sources)) as advance:
            for added in self.archive.articles.add_many(drafts()):
                name, title = unanswered.popleft()
                row = _row(added, title, name)
                self.new_ids.extend([added.id] if _has_new_text(row) else [])
                yield row

    def _overridden(self, draft: Draft) -> Draft:
        draft.source = self.overrides.source or draft.source
        draft.published = self.overrides.published or draft.published
        draft.url = self.overrides.url or draft.url
        draft.language = self.overrides.language or draft.language
        draft.tags = list(dict.fromkeys([*draft.tags, *self.overrides.tags]))
        return draft


class _File:
    """A file, an address that the user has named, or standard input."""

    def __init__(self, source: str | Path, left_out: Sequence[str] = ()) -> None:
        self._source = source
        self._left_out = frozenset(left_out)
        self.name = _origin(source)

    def drafts(self, adding: _Adding) -> Iterator[Draft]:
        """Yield its articles, and put aside those that have to be fetched."""
        return ingest.read(
            self._source,
            failed=adding.failures.append,
            on_addresses=adding.addresses.extend,
            left_out=self._left_out,
        )


class _Address:
    """An article of which a file has only the address, with what the file says of it."""

    def __init__(self, listed: Draft) -> None:
        self._listed = listed
        self.name = ingest.name_of(listed.url)

    def drafts(self, adding: _Adding) -> Iterator[Draft]:
        """Yield the article as it is on the web."""
        for draft in ingest.read(self._listed.url, failed=adding.failures.append):
            draft.title = draft.title or self._listed.title
            draft.published = draft.published or self._listed.published
            draft.tags = list(dict.fromkeys([*draft.tags, *self._listed.tags]))
            yield draft


def _is_to_be_fetched(count: int, fetch: bool | None) -> bool:
    """Return whether articles of which there are only addresses are fetched: as the option or the user says."""
    if fetch is None and sys.stdin.isatty() and sys.stderr.isatty():
        return typer.confirm(f"Fetch {counted(count, 'article')} of which there is only the address?", err=True)
    return bool(fetch)


def _row(added: AddedArticle, title: str, source: str) -> Row:
    return {"id": added.id, "new": added.new, "new_version": added.new_version, "title": title, "from": source}


def _has_new_text(row: Row) -> bool:
    return bool(row["new"] or row["new_version"])


def _report(rows: Iterable[Row], added_beside: Counter[str]) -> None:
    """Print what became of the articles, and how many notes and the like came with them."""
    counts: Counter[str] = Counter()
    first: dict[str, list[Row]] = {"new": [], "new_version": [], "known": []}
    for row in rows:
        outcome = next((name for name in ("new", "new_version") if row[name]), "known")
        counts[outcome] += 1
        if counts[outcome] <= NAMED:
            first[outcome].append(row)
    if counts or not added_beside:
        new = [(row["id"], row["title"]) for row in first["new"]]
        print_articles(f"{counts['new']:,} added", counts["new"], new)
    if counts["new_version"]:
        changed = [(row["id"], row["title"]) for row in first["new_version"]]
        outcome = f"{counted(counts['new_version'], 'new version')} of articles in the archive"
        print_articles(f"{outcome} (onrecord diff shows what changed)", counts["new_version"], changed)
    if counts["known"]:
        again = [(row["id"], f"{row['from']}: {row['title']}") for row in first["known"]]
        print_articles(f"{counts['known']:,} already in the archive, with the same text", counts["known"], again)
    if added_beside:
        line(f"With them: {listed(added_beside)}." if counts else f"{listed(added_beside)} added.")
