"""``onrecord quotes`` and ``entities``: what is in the articles, and who says what."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import Annotated

import typer

from onrecord.archive import Archive, parse
from onrecord.base.records import Annotation, Article, Quote, quotes_of
from onrecord.cli.articles import pages
from onrecord.cli.context import (
    CommandContext,
    FormOption,
    LimitOption,
    WhichOption,
    chosen,
    command,
    ids_of,
    query_of,
    tell_missing,
)
from onrecord.cli.output import Row, TableColumn, block, day, emit, line, on_terminal, table, width
from onrecord.export.citation import speaker
from onrecord.export.rows import quote_row
from onrecord.terminal.segments import cut
from onrecord.terminal.visible_text import visible

_QUOTE_COLUMNS = ("article", "date", "speaker", "actor", "kind", "cue", "confidence", "quote")


@command(
    "quotes",
    queries=True,
    examples="""
    onrecord quotes 3
    onrecord quotes speaker:zelensky after:2021-04-01
    onrecord quotes said:ceasefire --format jsonl | jq -r .quote
    onrecord quotes 3 --all
    """,
)
def quotes(
    session: CommandContext,
    which: WhichOption = None,
    limit: LimitOption = None,
    every: Annotated[
        bool, typer.Option("--all", help="Also beliefs, attitudes and documents, not only what is said.")
    ] = False,
    form: FormOption = "text",
) -> None:
    """List quotes, with who says it.

    Each with its speaker, the word that introduces it, its kind, and how sure the reading is, from 0 to 1.
    In a query, said:, speaker:, kind: and cue: choose among the quotes themselves; the rest chooses articles.
    Without --all or cue: it is what is said; beliefs, attitudes and what papers say are left out.
    """
    with session.open() as archive:
        found = (
            _quotes_meant(archive, query_of(which), limit, every=every)
            if ids_of(which) is None
            else _quotes_in(archive, chosen(archive, which), limit, every=every)
        )
        if form == "text":
            print_quotes(found)
        else:
            emit(map(_quote, found), form, lambda _: None)


@command(
    "entities",
    queries=True,
    examples="""
    onrecord entities 3
    onrecord entities source:wire --format json
    """,
)
def entities(
    session: CommandContext, which: WhichOption = None, limit: LimitOption = None, form: FormOption = "text"
) -> None:
    """List names, places, dates and the like.

    As they are written in the texts, the most frequent first.
    """
    with session.open() as archive:
        rows = _entities(archive, chosen(archive, which))[:limit]
        emit(rows, form, _print_entities)


def print_quotes(quotes: Iterable[Quote]) -> None:
    """Prints quotes for people: on a terminal under the titles of their articles, in a pipe a line each."""
    if not on_terminal():
        table([TableColumn(name) for name in _QUOTE_COLUMNS], map(_quote_cells, quotes))
        return
    article = None
    for quote in quotes:
        if (quote.article, quote.title) != article:
            if article is not None:
                line()
            article = quote.article, quote.title
            facts = "  ".join(visible(fact) for fact in (day(quote.published), quote.outlet) if fact)
            line(
                (f"{quote.article:>6}  " if quote.article else "", "dim"),
                (cut(visible(quote.title), width() - 8), "bold"),
            )
            if facts:
                line((f"        {facts}", "dim"))
        who = visible(speaker(quote)) or "somebody"
        about = f"  {visible(quote.cue)}" if quote.cue else ""
        line("        ", (who, "cyan"), about, (f"  {quote.kind} {quote.confidence:.2f}", "dim"))
        block(visible(quote.quote), indent=10)


def _quote(quote: Quote) -> Row:
    return quote_row(quote) | {
        "content": quote.content,
        "index": quote.index,
        "why": quote.why,
    }


def _quote_cells(quote: Quote) -> list[str]:
    row = quote_row(quote) | {"actor": ", ".join(quote.actors), "date": day(quote.published)}
    row["article"] = quote.article or quote.title  # a text that only passes through has no id
    return [str(row[name]) for name in _QUOTE_COLUMNS]


def _quotes_meant(archive: Archive, query: str, limit: int | None, *, every: bool) -> Iterator[Quote]:
    found = archive.quotes.find(query if every else parse(query).speech_only(), limit)
    first = next(found, None)
    if first is not None:
        yield first
        yield from found
    elif limit != 0 and not tell_missing(archive, query):
        print("No quotes are found.", file=sys.stderr)


def _quotes_in(archive: Archive, ids: list[int], limit: int | None, *, every: bool) -> Iterator[Quote]:
    left = limit
    for article, text, annotation in _readings(archive, ids):
        rows = [quote for quote in quotes_of(article, text, annotation) if every or quote.cue_type == "speech"]
        rows = rows[:left]
        yield from rows
        if left is not None and (left := left - len(rows)) <= 0:
            return


def _readings(archive: Archive, ids: list[int]) -> Iterator[tuple[Article, str, Annotation]]:
    """The articles that are annotated, with their texts and annotations."""
    for article in pages(archive, ids):
        annotation = archive.annotations.get(article.id)
        if annotation is not None:
            yield article, archive.articles.text(article.id), annotation


def _entities(archive: Archive, ids: list[int]) -> list[Row]:
    found: dict[tuple[str, str], Row] = {}
    for article, text, annotation in _readings(archive, ids):
        for entity in annotation.entities:
            words = " ".join(text[slice(*entity.span)].split())
            row = found.setdefault(
                (words, entity.label), {"text": words, "label": entity.label, "count": 0, "articles": []}
            )
            row["count"] += 1
            if article.id not in row["articles"][-1:]:
                row["articles"].append(article.id)
    return sorted(found.values(), key=lambda row: (-row["count"], row["text"]))


def _print_entities(rows: Iterable[Row]) -> None:
    columns = (
        TableColumn("entity", share=1, style="bold"),
        TableColumn("label"),
        TableColumn("count", right=True),
        TableColumn("articles", right=True),
    )
    table(columns, ([row["text"], row["label"], str(row["count"]), str(len(row["articles"]))] for row in rows))
