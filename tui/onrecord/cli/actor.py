"""``onrecord actor`` and ``actors``: who is who in the archive."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, TextIO, cast, get_args

import typer

from onrecord.archive import AmbiguousActor, Archive
from onrecord.base.records import ActorType, ArchiveActor, DatedName, Dossier, Quote, Tally
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
from onrecord.cli.output import Row, TableColumn, VisibleControls, complain, day, emit, line, on_terminal, table
from onrecord.cli.quotes import print_quotes
from onrecord.export import dossier as dossiers
from onrecord.export.citation import one_line
from onrecord.export.files import write_file
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import visible

_FORMATS = ("text", *dossiers.FORMATS)
_TYPES = get_args(ActorType)
_PAGE = 200
_SHOWN = 12
"""Names, titles, sources and companions that are printed for people; exports have all."""


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
    """List people, organisations and countries, who says most first.

    Each with how often it speaks and is named, and in how many articles: of the articles WHICH means, or of all.
    Actors of several articles are one where the archive joins them; see onrecord actor. Of single articles the
    unnamed sources are listed too, after the others, with whom they speak for.
    """
    with session.open() as archive:
        ids = ids_of(which)
        if ids is None:
            found = archive.actors.most_quoted(query_of(which), limit)
        else:
            articles = chosen(archive, which)
            found = archive.actors.in_articles(articles, limit)
        rows = [_row(one) for one in found]
        if ids is not None:
            rows = [*rows, *_unnamed(archive, articles)][:limit]
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
        str, typer.Option("--type", metavar="|".join(_TYPES), help="Of several of a name, which.")
    ] = "",
    query: Annotated[str, typer.Option("--query", metavar="QUERY", help="Only articles that it finds.")] = "",
    every: Annotated[
        bool, typer.Option("--all", help="Also beliefs, attitudes and documents, not only what is said.")
    ] = False,
    form: Annotated[
        str, typer.Option("--format", metavar="|".join(_FORMATS), help="How to write it.", show_default=False)
    ] = "text",
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Where to; without it to standard output."),
    ] = None,
) -> int:
    """Show all that the archive has of an actor.

    Names and titles over time, how often he is named and quoted by source and by month, who is named beside him,
    everything he says, with date, source and the word that introduces it, and what others say of him. A name that
    several have is not guessed: they are listed, and the exit status is 1. Without --all it is what is said;
    beliefs, attitudes and what papers say are only counted.
    """
    if type_ and type_ not in _TYPES:
        raise typer.BadParameter(f"“{type_}” is not one of {', '.join(_TYPES)}.", param_hint="--type")
    if form not in _FORMATS:
        raise typer.BadParameter(f"“{form}” is not one of {', '.join(_FORMATS)}.", param_hint="--format")
    with session.open() as archive:
        try:
            dossier = archive.dossiers.get(_whom(archive, " ".join(name), type_), query, asides=every)
        except AmbiguousActor as error:
            complain(f"onrecord: {error}")
            _print_actors(map(_row, error.candidates))
            return 1
        write = partial(_write, archive, dossier, form if form != "text" or not output else "markdown")
        if output is not None:
            write_file(output, write)
            complain(f"Wrote the dossier of {dossier.actor.name} to {output}.")
        elif form == "text":
            _print(archive, dossier)
        else:
            write(cast(TextIO, VisibleControls(sys.stdout)) if on_terminal() else sys.stdout)
    return 0


def _whom(archive: Archive, name: str, type_: str) -> str | ArchiveActor:
    """The name, or the one actor of this type whom it may mean. Raises AmbiguousActor."""
    found = [one for one in archive.actors.called(name) if one.type == type_]
    if len(found) > 1:
        raise AmbiguousActor(name, found)
    return found[0] if found else name


def _write(archive: Archive, dossier: Dossier, form: str, out: TextIO) -> None:
    dossiers.FORMATS[form](dossier, _said(archive, dossier), _told(archive, dossier), out)


def _said(archive: Archive, dossier: Dossier) -> Iterator[Quote]:
    for start in range(0, dossier.said, _PAGE):
        yield from archive.dossiers.quotes_by(dossier, start, _PAGE)


def _told(archive: Archive, dossier: Dossier) -> Iterator[Quote]:
    for start in range(0, dossier.told, _PAGE):
        yield from archive.dossiers.quotes_about(dossier, start, _PAGE)


def _row(known: ArchiveActor) -> Row:
    return {
        "name": known.name,
        "type": known.type,
        "said": known.said,
        "named": known.named,
        "articles": known.articles,
        "names": known.names,
        "speaks_for": "",
    }


def _unnamed(archive: Archive, articles: Iterable[int]) -> Iterator[Row]:
    """The unnamed sources of articles, each of which is nobody's in another one."""
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
    known = dossier.actor
    line((visible(known.name), "bold"), f"  {known.type}")
    named = sum(tally.named for tally in dossier.months)
    more = f" ({dossier.more[0]:,} more with --all)" if dossier.more[0] and not dossier.asides else ""
    line((f"said {dossier.said:,}{more}, named {named:,}, in {counted(len(dossier.articles), 'article')}", "dim"))
    _print_dated("Names", dossier.names)
    _print_dated("Titles", dossier.titles)
    _print_tallies("Sources", dossier.sources[:_SHOWN])
    _print_tallies("Months", dossier.months)
    if dossier.beside:
        line()
        line(("Beside", "bold"))
        beside = (
            (visible(one.actor.name), one.actor.type, f"{one.articles:,}") for one in dossier.beside[:_SHOWN]
        )
        table((TableColumn("name"), TableColumn("type"), TableColumn("articles", right=True)), beside)
    lists = (
        ("Says", dossier.said, _said(archive, dossier)),
        ("Others say", dossier.told, _told(archive, dossier)),
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
        rows = ((one_line(one.text), day(one.first), day(one.last), f"{one.articles:,}") for one in dated[:_SHOWN])
        table(
            (TableColumn("name"), TableColumn("first"), TableColumn("last"), TableColumn("articles", right=True)),
            rows,
        )


def _print_tallies(title: str, tallies: list[Tally]) -> None:
    if tallies:
        line()
        line((title, "bold"))
        rows = (
            (one_line(one.key) or "unknown", f"{one.named:,}", f"{one.said:,}", f"{one.articles:,}")
            for one in tallies
        )
        counts = (TableColumn(name, right=True) for name in ("named", "said", "articles"))
        table((TableColumn(title.lower()), *counts), rows)
