"""``onrecord quotes`` and ``entities``: who says what in the articles, and what they name."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Annotated

import typer

from onrecord.annotation import SUPPORTED_LANGUAGES, unsupported_reason
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
    explain_no_match,
    ids_of,
    query_of,
)
from onrecord.cli.output import Row, TableColumn, block, complain, day, emit, line, on_terminal, table, width
from onrecord.export.citation import speaker
from onrecord.export.rows import quote_row
from onrecord.terminal.segments import counted, cut
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
    include_all: Annotated[
        bool, typer.Option("--all", help="Include beliefs, attitudes and documents, not only speech.")
    ] = False,
    form: FormOption = "text",
) -> None:
    """List quotes with their speakers.

    Each with its speaker, its cue, its kind, and how certain the annotation is, from 0 to 1. In a query, said:,
    speaker:, kind: and cue: choose among the quotes themselves; the rest chooses articles. Without --all or cue:
    only speech is listed; beliefs, attitudes and what documents say are left out.
    """
    with session.open() as archive:
        selected_quotes = (
            _quotes_matching(archive, query_of(which), limit, include_all=include_all)
            if ids_of(which) is None
            else _quotes_in(archive, chosen(archive, which), limit, include_all=include_all)
        )
        if form == "text":
            print_quotes(selected_quotes)
        else:
            emit(map(_quote, selected_quotes), form, lambda _: None)
        if not which:
            _complain_unsupported(archive.annotations.unsupported(SUPPORTED_LANGUAGES))


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
    """List entities: names, places, dates and the like.

    As they are written in the texts, the most frequent first.
    """
    with session.open() as archive:
        rows = _entities(archive, chosen(archive, which))[:limit]
        emit(rows, form, _print_entities)


def print_quotes(quotes: Iterable[Quote]) -> None:
    """Print quotes as text: on a terminal under the titles of their articles, in a pipe a line each."""
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
        speaker_name = visible(speaker(quote)) or "somebody"
        cue = f"  {visible(quote.cue)}" if quote.cue else ""
        line(
            "        ",
            (speaker_name, "cyan"),
            cue,
            (f"  {quote.kind} {quote.certainty:.2f}{'?' * quote.is_doubtful}", "dim"),
        )
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


def _quotes_matching(archive: Archive, query: str, limit: int | None, *, include_all: bool) -> Iterator[Quote]:
    matches = archive.quotes.find(query if include_all else parse(query).speech_only(), limit)
    first = next(matches, None)
    if first is not None:
        yield first
        yield from matches
    elif limit != 0 and not explain_no_match(archive, query):
        print("No quotes match.", file=sys.stderr)
        languages = Counter(article.language for article in pages(archive, archive.search.ids(query)))
        _complain_unsupported(languages)


def _complain_unsupported(languages: Mapping[str, int]) -> None:
    """Print how many articles are not annotated, given the number of articles of each language."""
    for language, count in languages.items():
        if reason := unsupported_reason(language):
            complain(f"{counted(count, 'article')} not annotated. {reason}")


def _quotes_in(archive: Archive, ids: Sequence[int], limit: int | None, *, include_all: bool) -> Iterator[Quote]:
    left = limit
    for article, text, annotation in _annotated_articles(archive, ids):
        rows = [
            quote for quote in quotes_of(article, text, annotation) if include_all or quote.report_type == "speech"
        ]
        rows = rows[:left]
        yield from rows
        if left is not None and (left := left - len(rows)) <= 0:
            return


def _annotated_articles(archive: Archive, ids: Sequence[int]) -> Iterator[tuple[Article, str, Annotation]]:
    """Yield the articles that are annotated, each with its text and annotation."""
    for article in pages(archive, ids):
        if reason := unsupported_reason(article.language):
            complain(f"Article {article.id}: {reason}")
            continue
        annotation = archive.annotations.get(article.id)
        if annotation is not None:
            yield article, archive.articles.text(article.id), annotation


def _entities(archive: Archive, ids: Sequence[int]) -> list[Row]:
    rows: dict[tuple[str, str], Row] = {}
    for article, text, annotation in _annotated_articles(archive, ids):
        for entity in annotation.entities:
            words = " ".join(text[slice(*entity.span)].split())
            row = rows.setdefault(
                (words, entity.label), {"text": words, "label": entity.label, "count": 0, "articles": []}
            )
            row["count"] += 1
            if article.id not in row["articles"][-1:]:
                row["articles"].append(article.id)
    return sorted(rows.values(), key=lambda row: (-row["count"], row["text"]))


def _print_entities(rows: Iterable[Row]) -> None:
    columns = (
        TableColumn("entity", share=1, style="bold"),
        TableColumn("label"),
        TableColumn("count", right=True),
        TableColumn("articles", right=True),
    )
    table(columns, ([row["text"], row["label"], str(row["count"]), str(len(row["articles"]))] for row in rows))
