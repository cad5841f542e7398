"""``onrecord feeds`` and ``onrecord fetch``: feeds, and what is new in them."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import count
from pathlib import Path
from typing import Annotated, Any, NamedTuple, cast, get_args

import typer

from onrecord.archive import Archive, ArticleCounts, QueryError, parse
from onrecord.base.feeds import Feed, PageRule
from onrecord.base.settings import Settings, SettingsError, config_file
from onrecord.cli.annotate import EngineChoice, annotate_stored
from onrecord.cli.context import CommandContext, FormOption, OutputForm, command
from onrecord.cli.output import (
    NAMED,
    Row,
    TableColumn,
    complain,
    complain_of_sources,
    day,
    emit,
    line,
    print_articles,
    table,
)
from onrecord.export import opml
from onrecord.export.files import write_file
from onrecord.ingest import IngestError, gate
from onrecord.ingest.feed_lists import feeds_of
from onrecord.ingest.feeds import discovered_feed
from onrecord.ingest.web_addresses import is_address
from onrecord.terminal.fetching import FetchReport, fetch_into
from onrecord.terminal.progress import progress_reporter
from onrecord.terminal.segments import counted, cut
from onrecord.terminal.visible_text import visible

_RULES: tuple[str, ...] = get_args(PageRule)
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}
_BATCH = 1000
_HINTS = 3
_NAME_WIDTH = 60
"""How many feeds are named whose entries would have more text on their pages."""
_LEAST_PERIOD = 60
"""Seconds between two fetches at least: servers shut out programs that ask more often."""


class _Options(NamedTuple):
    """What the options of ``feeds`` say; None where one is not given."""

    name: str | None
    tags: list[str] | None
    pages: PageRule | None
    output: Path | None
    form: OutputForm

    def changes(self) -> dict[str, Any]:
        """Return the fields of a feed that are given, with their values."""
        values = {"name": self.name, "tags": self.tags, "pages": self.pages}
        return {field: value for field, value in values.items() if value is not None}


@command(
    "feeds",
    examples="""
    onrecord feeds add https://post.example/feed.xml
    onrecord feeds add subscriptions.opml ~/.newsboat/urls
    onrecord feeds add ~/clippings --name "Watched folder"
    onrecord feeds set "Torvik Post" --pages short --tag local
    onrecord feeds export --output subscriptions.opml
    onrecord feeds remove "Torvik Post"
    """,
)
def feeds(
    session: CommandContext,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[add SOURCE… | list | set FEED | remove FEED… | export]",
            help="What to do. Default: list the feeds.",
        ),
    ] = None,
    name: Annotated[
        str | None, typer.Option("--name", metavar="N", help="With add and set: what to call the feed.")
    ] = None,
    tag: Annotated[
        list[str] | None,
        typer.Option("--tag", metavar="T", help="With add and set: a tag for its articles; can be repeated."),
    ] = None,
    pages: Annotated[
        str | None,
        typer.Option(
            "--pages",
            metavar="|".join(_RULES),
            help="With add and set: when to fetch the page of an entry. Default: missing, if it has no text.",
        ),
    ] = None,
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="With export: the file. Default: standard output."),
    ] = None,
    form: FormOption = "text",
) -> int:
    """Add, list, change, remove and export feeds; onrecord fetch gets what is new in them.

    SOURCE is the address of a feed or of a page that names one, a list of feeds (OPML, newsboat's urls, or an
    address on each line), or a folder whose files are added as they come. FEED is a feed's address, its name, or a
    part of these. Folders of OPML and tags of newsboat become tags of the articles. With --pages short, the page
    is fetched where the feed has only a summary. A removed feed leaves its articles. Names and passwords of
    servers stand in ~/.netrc.
    """
    if pages is not None and pages not in _RULES:
        raise typer.BadParameter(f"“{pages}” is not one of {', '.join(_RULES)}.", param_hint="--pages")
    action_name, *arguments = words or ["list"]
    action = _ACTIONS.get(action_name)
    if action is None:
        raise typer.BadParameter(f"There is no “{action_name}”; there are {', '.join(_ACTIONS)}.")
    options = _Options(name, tag, cast(PageRule | None, pages), output, form)
    with session.open(create=action_name == "add") as archive:
        return action(archive, arguments, options)


def _add(archive: Archive, sources: list[str], options: _Options) -> int:
    if not sources:
        raise typer.BadParameter("Give an address, a list of feeds, or a folder after add.")
    failures: list[IngestError] = []
    wanted: list[Feed] = []
    for source in sources:
        with gate(source, failures.append):
            listed = feeds_of(source, failures.append)
            wanted += [_discovered(listed[0])] if is_address(source) else listed
    if options.name is not None and len(wanted) != 1:
        raise typer.BadParameter(
            f"One name cannot be that of {counted(len(wanted), 'feed')}.", param_hint="--name"
        )
    if wanted:
        added, existing = archive.feeds.add(_with_options(wanted, options))
        _print_names(f"{counted(len(added), 'feed')} added", added)
        if existing:
            _print_names(f"{counted(len(existing), 'feed')} there already", existing)
        if added:
            line("Get their articles with: onrecord fetch")
    complain_of_sources(f"{len(failures):,} not added", failures)
    return 1 if failures else 0


def _discovered(feed: Feed) -> Feed:
    """Return the feed of a web page in place of the page, and say so."""
    discovered = discovered_feed(feed)
    if discovered.url != feed.url:
        line(f"{feed.url} is a web page; its feed is {discovered.url}")
    return discovered


def _with_options(feeds: Iterable[Feed], options: _Options) -> Iterator[Feed]:
    """Yield feeds with what the options say; tags are added to those that a feed has."""
    import msgspec

    for feed in feeds:
        changes = options.changes()
        yield msgspec.structs.replace(feed, **changes | {"tags": [*feed.tags, *changes.get("tags", [])]})


def _set(archive: Archive, arguments: list[str], options: _Options) -> int:
    if len(arguments) != 1 or not options.changes():
        raise typer.BadParameter("Give one feed after set, and what to change: --name, --tag or --pages.")
    feed = archive.feeds.change(archive.feeds.named(arguments[0]), **options.changes())
    tags = f", tagged {', '.join(feed.tags)}" if feed.tags else ""
    line(f"“{feed.label}”: pages {feed.pages}{tags}.")
    return 0


def _remove(archive: Archive, arguments: list[str], _: _Options) -> int:
    if not arguments:
        raise typer.BadParameter("Name the feeds to remove after remove.")
    removed = list({feed.id: feed for feed in map(archive.feeds.named, arguments)}.values())
    archive.feeds.remove(removed)
    _print_names(f"{counted(len(removed), 'feed')} removed; their articles stay", removed)
    return 0


def _export(archive: Archive, arguments: list[str], options: _Options) -> int:
    if arguments:
        raise typer.BadParameter("Nothing can follow export; name the file with --output.")
    listed = [feed for feed in archive.feeds.all() if not feed.is_folder]
    if options.output is None:
        opml.write(listed, sys.stdout)
    else:
        write_file(options.output, partial(opml.write, listed))
        complain(f"Wrote {counted(len(listed), 'feed')} to {options.output}.")
    return 0


def _list(archive: Archive, arguments: list[str], options: _Options) -> int:
    if arguments:
        raise typer.BadParameter("Nothing can follow list.")
    counts = archive.feeds.counts()
    rows = (_row(feed, counts.get(feed.url, ArticleCounts(0, 0))) for feed in archive.feeds.all())
    emit(rows, options.form, _print_feeds)
    return 0


_ACTIONS: dict[str, Callable[[Archive, list[str], _Options], int]] = {
    "add": _add,
    "list": _list,
    "set": _set,
    "remove": _remove,
    "export": _export,
}


def _row(feed: Feed, counts: ArticleCounts) -> Row:
    return {
        "name": feed.name,
        "articles": counts.articles,
        "unread": counts.unread,
        "checked": feed.checked,
        "url": feed.url,
        "tags": feed.tags,
        "pages": feed.pages,
        "problem": feed.problem,
    }


def _print_feeds(rows: Iterable[Row]) -> None:
    columns = (
        TableColumn("name", share=2, style="bold"),
        TableColumn("articles", right=True),
        TableColumn("unread", right=True),
        TableColumn("checked"),
        TableColumn("address", share=2),
        TableColumn("", share=2, style="dim"),
    )
    cells = [
        [row["name"], str(row["articles"]), str(row["unread"]), day(row["checked"]), row["url"], row["problem"]]
        for row in rows
    ]
    column_count = 6 if any(row[5] for row in cells) else 5  # the last one is for problems
    table(columns[:column_count], (row[:column_count] for row in cells))


def _print_names(outcome: str, feeds: Sequence[Feed]) -> None:
    """Print what was done to feeds, and list them when they are few."""
    named = feeds if len(feeds) <= NAMED else []
    line(f"{outcome}{':' if named else '.'}")
    for feed in named:
        line(f"  {feed.label}")


# Fetching


@command(
    "fetch",
    examples="""
    onrecord fetch
    onrecord fetch "Torvik Post" post.example
    onrecord fetch --every 30m
    onrecord list 'feed:"Torvik Post" is:unread'
    """,
)
def fetch(
    session: CommandContext,
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="FEED", help="Addresses, names, or parts of these. Default: all feeds."),
    ] = None,
    every: Annotated[
        str | None, typer.Option("--every", metavar="TIME", help="Do it again every 30m, 2h or 1d, until Ctrl-C.")
    ] = None,
    annotate: Annotated[
        bool, typer.Option("--annotate", help="Annotate the new articles, too; the desk does it by itself.")
    ] = False,
    form: FormOption = "text",
) -> int:
    """Add what is new in the feeds.

    Only what has changed is sent by the servers that can tell. An entry whose address or text the archive has is
    no new article. Articles that the query [feeds] ignore in the config file finds are left out. What could not
    be fetched is named at the end, with what to do; the rest is stored, and the exit status is 1. Pages of entries
    are fetched one after the other from each server, and only those that its robots.txt leaves to programs.
    """
    period = _seconds(every) if every else None
    _check_query(session.settings)
    with session.open() as archive:
        if not archive.feeds.all():
            raise typer.BadParameter(
                "There are no feeds yet. Add some: onrecord feeds add ADDRESS or a list (OPML)."
            )
        for _ in count():
            began = time.monotonic()
            feeds = [archive.feeds.named(name) for name in names] if names else archive.feeds.all()
            report = fetch_into(archive, feeds, session.settings.ignored_query, progress_reporter())
            emit(_new_rows(archive, report), form, partial(_print_report, report))
            complain_of_sources(f"{counted(len(report.failed), 'feed')} not fetched", report.failed)
            complain_of_sources(f"{len(report.failures):,} not read", report.failures)
            sys.stdout.flush()
            if annotate:
                annotate_stored(archive, report.new_ids, EngineChoice(session.settings.model))
            if period is None:
                return 1 if report.failed or report.failures else 0
            time.sleep(max(0.0, began + period - time.monotonic()))
    return 0


def _seconds(every: str) -> float:
    match = re.fullmatch(r"\s*(\d{1,6})\s*([smhd])\w*\s*", every)
    if match is None:
        raise typer.BadParameter(f"“{every}” is no time; write it as 30m, 2h or 1d.", param_hint="--every")
    seconds = int(match[1]) * _SECONDS[match[2]]
    if seconds < _LEAST_PERIOD:
        raise typer.BadParameter("Once a minute is the most that servers put up with.", param_hint="--every")
    return float(seconds)


def _check_query(settings: Settings) -> None:
    """See that the query of the config file can be understood, before anything is fetched.

    Raises:
        SettingsError: It cannot be.
    """
    try:
        parse(settings.ignored_query)
    except QueryError as error:
        raise SettingsError(f"The config file {config_file()}, [feeds] ignore: {error}") from error


def _new_rows(archive: Archive, report: FetchReport) -> Iterator[Row]:
    for start in range(0, len(report.new_ids), _BATCH):
        for article in archive.articles.get_many(report.new_ids[start : start + _BATCH]):
            yield {"id": article.id, "title": article.title, "source": article.source, "feeds": article.feeds}


def _print_report(report: FetchReport, rows: Iterable[Row]) -> None:
    new_count = len(report.new_ids)
    articles = [(row["id"], row["title"]) for row in rows] if new_count <= NAMED else []
    print_articles(report.summary().rstrip("."), new_count, articles)
    for feed in report.short[:_HINTS]:
        name = cut(visible(feed.label), _NAME_WIDTH)  # a feed may call itself by a whole sentence
        line(f"“{name}” has summaries; its pages come with: onrecord feeds set {feed.url} --pages short")
