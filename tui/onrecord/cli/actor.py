"""``onrecord actor`` and ``actors``: the actors of articles and of the archive."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, TextIO, cast, get_args

import typer

from onrecord.archive import AmbiguousActor, Archive
from onrecord.base.archive_records import ArchiveActor, DatedName, Dossier, Tally
from onrecord.base.records import ActorType, Quote
from onrecord.base.settings import DoubtfulQuotes
from onrecord.cli.context import (
    CommandContext,
    FormOption,
    LimitOption,
    WhichOption,
    chosen,
    command,
    ids_of,
    query_of,
)
from onrecord.cli.output import Row, TableColumn, complain, day, emit, line, on_terminal, table
from onrecord.cli.quotes import print_quotes
from onrecord.export import dossier as dossiers
from onrecord.export.citation import one_line
from onrecord.export.doubtful import wanted_quotes
from onrecord.export.files import write_file
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import VisibleControls, visible

_FORMATS = ("text", *dossiers.FORMATS)
_TYPES = get_args(ActorType)
_PAGE = 200
_SHOWN = 12
"""How many names, titles, sources and companions are printed as text; exports have all."""


@command(
    "actors",
    queries=True,
    examples="""
    onrecord actors 3
    onrecord actors tag:ukraine --limit 20
    onrecord actors --limit 50
    """,
)
def actors(
    session: CommandContext, which: WhichOption = None, limit: LimitOption = None, form: FormOption = "text"
) -> None:
    """List people, organisations and countries, those with most quotes first.

    Each with how often they speak and are named, and in how many articles: of all articles, or of those that WHICH
    stands for. The archive joins the actors of several articles into one; see onrecord actor. For articles given
    by id, unnamed sources are listed too, after the others, with whom they speak for.
    """
    with session.open() as archive:
        ids = ids_of(which)
        if ids is None:
            actors_found = archive.actors.most_quoted(query_of(which), limit)
        else:
            articles = chosen(archive, which)
            actors_found = archive.actors.in_articles(articles, limit)
        rows = [_row(each) for each in actors_found]
        if ids is not None:
            rows = [*rows, *_unnamed_sources(archive, articles)][:limit]
        emit(rows, form, _print_actors)


@command(
    "actor",
    examples="""
    onrecord actor "Volodymyr Zelensky"
    onrecord actor zelensky --query "after:2021-04 source:wire"
    onrecord actor zelensky --format csv --output zelensky.csv
    """,
)
def actor(
    session: CommandContext,
    name: Annotated[list[str], typer.Argument(metavar="NAME", help="A name, or words of it.")],
    type_: Annotated[
        str,
        typer.Option(
            "--type", metavar="|".join(_TYPES), help="The type of the actor, where several have the name."
        ),
    ] = "",
    query: Annotated[
        str, typer.Option("--query", metavar="QUERY", help="Use only the articles that it finds.")
    ] = "",
    include_all: Annotated[
        bool, typer.Option("--all", help="Include beliefs, attitudes and documents, not only speech.")
    ] = False,
    form: Annotated[
        str,
        typer.Option("--format", metavar="|".join(_FORMATS), help="How to write the dossier.", show_default=False),
    ] = "text",
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="The file to write. Default: standard output."),
    ] = None,
) -> int:
    """Show everything that the archive has on an actor.

    Names and titles over time, how often they are named and quoted by source and by month, who is named beside
    them, all their quotes with date, source and cue, and what others say about them. Where several actors have the
    name, they are listed, and the exit status is 1. Without --all only speech is shown; beliefs, attitudes and
    what documents say are counted.
    """
    if type_ and type_ not in _TYPES:
        raise typer.BadParameter(f"“{type_}” is not one of {', '.join(_TYPES)}.", param_hint="--type")
    if form not in _FORMATS:
        raise typer.BadParameter(f"“{form}” is not one of {', '.join(_FORMATS)}.", param_hint="--format")
    with session.open() as archive:
        try:
            dossier = archive.dossiers.get(
                _actor_or_name(archive, " ".join(name), type_), query, asides=include_all
            )
        except AmbiguousActor as error:
            complain(f"onrecord: {error}")
            _print_actors(map(_row, error.candidates))
            return 1
        written_form = form if form != "text" or not output else "markdown"
        write = partial(_write, archive, dossier, written_form, session.settings.doubtful)
        if output is not None:
            write_file(output, write)
            complain(f"Wrote the dossier of {dossier.actor.name} to {output}.")
        elif form == "text":
            _print(archive, dossier)
        else:
            write(cast(TextIO, VisibleControls(sys.stdout)) if on_terminal() else sys.stdout)
    return 0


def _actor_or_name(archive: Archive, name: str, type_: str) -> str | ArchiveActor:
    """Return the name, or the one actor of this type whom it may mean.

    Raises:
        AmbiguousActor: Several actors of this type have the name.
    """
    actors = archive.actors.called(name) or (archive.actors.beginning_with(name) if type_ else [])
    candidates = [candidate for candidate in actors if candidate.type == type_]
    if len(candidates) > 1:
        raise AmbiguousActor(name, candidates)
    return candidates[0] if candidates else name


def _write(archive: Archive, dossier: Dossier, form: str, doubtful: DoubtfulQuotes, out: TextIO) -> None:
    own_quotes, quotes_about = _quotes_by(archive, dossier), _quotes_about(archive, dossier)
    dossiers.write(form, dossier, wanted_quotes(own_quotes, doubtful), wanted_quotes(quotes_about, doubtful), out)


def _quotes_by(archive: Archive, dossier: Dossier) -> Iterator[Quote]:
    for start in range(0, dossier.said, _PAGE):
        yield from archive.dossiers.quotes_by(dossier, start, _PAGE)


def _quotes_about(archive: Archive, dossier: Dossier) -> Iterator[Quote]:
    for start in range(0, dossier.said_about, _PAGE):
        yield from archive.dossiers.quotes_about(dossier, start, _PAGE)


def _row(archive_actor: ArchiveActor) -> Row:
    return {
        "name": archive_actor.name,
        "type": archive_actor.type,
        "said": archive_actor.said,
        "named": archive_actor.named,
        "articles": archive_actor.articles,
        "names": archive_actor.names,
        "speaks_for": "",
    }


def _unnamed_sources(archive: Archive, articles: Iterable[int]) -> Iterator[Row]:
    """Yield the unnamed sources of articles, those of each article apart: nobody can tell whether two are one."""
    for article in articles:
        annotation = archive.annotations.get(article)
        if annotation is None:
            continue
        names = {actor.id: actor.name for actor in annotation.actors}
        for source in annotation.unnamed:
            yield {
                "name": source.name,
                "type": "unnamed",
                "said": len(annotation.said_by(source.id)),
                "named": len(source.mentions),
                "articles": 1,
                "names": [source.name],
                "speaks_for": names.get(source.body or "", ""),
            }


def _print_actors(rows: Iterable[Row]) -> None:
    columns = (
        TableColumn("name", share=2, style="bold"),
        TableColumn("type"),
        TableColumn("said", right=True),
        TableColumn("named", right=True),
        TableColumn("articles", right=True),
        TableColumn("also", share=1, style="dim"),
    )
    table(
        columns,
        (
            [
                one_line(row["name"]),
                row["type"],
                *(str(row[count]) for count in ("said", "named", "articles")),
                ", ".join(one_line(name) for name in row["names"] if name != row["name"]),
            ]
            for row in rows
        ),
    )


def _print(archive: Archive, dossier: Dossier) -> None:
    subject = dossier.actor
    line((visible(subject.name), "bold"), f"  {subject.type}")
    named = sum(tally.named for tally in dossier.months)
    more = f" ({dossier.more[0]:,} more with --all)" if dossier.more[0] and not dossier.asides else ""
    line((f"said {dossier.said:,}{more}, named {named:,}, in {counted(len(dossier.articles), 'article')}", "dim"))
    _print_dated("Names", dossier.names)
    _print_dated("Titles", dossier.titles)
    _print_tallies("Sources", dossier.sources[:_SHOWN], "no source")
    _print_tallies("Months", dossier.months, "no date")
    if dossier.beside:
        line()
        line(("Beside", "bold"))
        beside = (
            (visible(companion.actor.name), companion.actor.type, f"{companion.articles:,}")
            for companion in dossier.beside[:_SHOWN]
        )
        table((TableColumn("name"), TableColumn("type"), TableColumn("articles", right=True)), beside)
    lists = (
        ("Says", dossier.said, _quotes_by(archive, dossier)),
        ("Others say", dossier.said_about, _quotes_about(archive, dossier)),
    )
    for title, count, quotes in lists:
        if not count:
            continue
        line()
        line((title, "bold"))
        print_quotes(quotes)


def _print_dated(title: str, dated: list[DatedName]) -> None:
    if dated:
        line()
        line((title, "bold"))
        rows = (
            (one_line(each.text), day(each.first), day(each.last), f"{each.articles:,}") for each in dated[:_SHOWN]
        )
        table(
            (TableColumn("name"), TableColumn("first"), TableColumn("last"), TableColumn("articles", right=True)),
            rows,
        )


def _print_tallies(title: str, tallies: list[Tally], unknown: str) -> None:
    if tallies:
        line()
        line((title, "bold"))
        rows = (
            (one_line(tally.key) or unknown, f"{tally.named:,}", f"{tally.said:,}", f"{tally.articles:,}")
            for tally in tallies
        )
        counts = (TableColumn(name, right=True) for name in ("named", "said", "articles"))
        table((TableColumn(title.lower()), *counts), rows)
