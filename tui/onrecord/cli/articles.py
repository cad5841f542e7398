"""``onrecord list``, ``show`` and ``search``: articles, as rows and as texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from typing import Annotated

import typer

from onrecord.annotation import unsupported_reason
from onrecord.archive import Archive
from onrecord.base.languages import language_name
from onrecord.base.records import Article, Note, count_words
from onrecord.cli.context import (
    CommandContext,
    FormOption,
    LimitOption,
    WhichOption,
    chosen,
    command,
    explain_no_match,
    query_of,
)
from onrecord.cli.output import Row, TableColumn, block, day, emit, line, marked, on_terminal, table
from onrecord.cli.versions import version_number
from onrecord.export.citation import reference
from onrecord.export.rows import article_row
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import visible

_PAGE = 200
"""How many articles are read from the archive at a time."""

_COLUMNS = (
    TableColumn("id", right=True, style="dim"),
    TableColumn("date"),
    TableColumn("source", share=1),
    TableColumn("title", share=4, style="bold"),
    TableColumn("quotes", right=True),
    TableColumn("tags", share=1, style="cyan"),
    TableColumn("lang", style="dim"),
)


@command(
    "list",
    queries=True,
    examples="""
    onrecord list --limit 20
    onrecord list tag:ukraine after:2021-04-01
    onrecord list --format json | jq '.[].title'
    """,
)
def list_(
    session: CommandContext, which: WhichOption = None, limit: LimitOption = None, form: FormOption = "text"
) -> None:
    """List articles, the newest first.

    Each with its id, date, source, title, number of quotes (- if it is not annotated), tags and language.
    """
    with session.open() as archive:
        ids = chosen(archive, which)[:limit]
        emit((_row(article) for article in pages(archive, ids)), form, _table)


@command(
    "search",
    queries=True,
    examples="""
    onrecord search ceasefire -draft
    onrecord search '"port strike" source:wire after:2021-04-01'
    onrecord search said:nato speaker:zelensky --format jsonl
    """,
)
def search(
    session: CommandContext,
    query: Annotated[list[str], typer.Argument(metavar="QUERY", help="What to search for.")],
    limit: LimitOption = None,
    form: FormOption = "text",
) -> int:
    """Search texts, titles, notes and tags.

    The newest article comes first, with the passage that matches. The query is as on the desk: words, "phrases",
    /expressions/, -not, or, ( ), tag:, source:, actor:, said: with speaker:, before: and after:. A phrase needs
    quotation marks that the shell leaves alone. When nothing matches, the reason is printed and the exit status
    is 1.
    """
    words = query_of(query)
    with session.open() as archive:
        ids = archive.search.ids(words)[:limit]
        if not ids:
            explain_no_match(archive, words)
        emit(_matches(archive, ids, words), form, _print_matches)
    return 0 if ids else 1


@command(
    "show",
    queries=True,
    examples="""
    onrecord show 3
    onrecord show 3 --version 1
    onrecord show 3 --format json | jq .annotation.actors
    """,
)
def show(
    session: CommandContext,
    which: Annotated[list[str], typer.Argument(metavar="WHICH", help="One or more ids, or a query.")],
    version: Annotated[
        int | None,
        typer.Option("--version", metavar="N", help="An earlier version, as onrecord versions lists them."),
    ] = None,
    form: FormOption = "text",
) -> None:
    """Show articles with their texts and notes.

    As JSON also with their annotations.
    """
    with session.open() as archive:
        rows = _full_rows(archive, chosen(archive, which))
        emit(rows if version is None else _version_rows(archive, rows, version), form, _print_articles)


def pages(archive: Archive, ids: Sequence[int]) -> Iterator[Article]:
    """Yield the articles with these ids, read a page at a time; those that no longer exist are left out."""
    for page in _id_pages(ids):
        yield from archive.articles.get_many(page)


def _id_pages(ids: Iterable[int]) -> Iterator[list[int]]:
    remaining_ids = iter(ids)
    while page := list(islice(remaining_ids, _PAGE)):
        yield page


def _row(article: Article) -> Row:
    counts = {
        "entities": article.entities,
        "quotes": article.quotes,
        "actors": article.actors,
        "notes": article.notes,
    }
    return article_row(article) | {"annotated": bool(article.annotator)} | counts


def _cells(row: Row) -> list[str]:
    quotes = str(row["quotes"]) if row["annotated"] else "-"
    return [
        str(row["id"]),
        day(row["date"]),
        row["source"],
        row["title"],
        quotes,
        " ".join(f"#{t}" for t in row["tags"]),
        row["language"],
    ]


def _table(rows: Iterable[Row]) -> None:
    table(_COLUMNS, map(_cells, rows))


def _matches(archive: Archive, ids: Sequence[int], query: str) -> Iterator[Row]:
    for page in _id_pages(ids):
        snippets = archive.search.snippets(page, query)
        for article in archive.articles.get_many(page):
            snippet = snippets.get(article.id)
            yield _row(article) | {
                "snippet": snippet.text if snippet else "",
                "marks": snippet.marks if snippet else [],
            }


def _print_matches(rows: Iterable[Row]) -> None:
    if not on_terminal():
        table((*_COLUMNS, TableColumn("snippet")), ([*_cells(row), row["snippet"]] for row in rows))
        return
    for row in rows:
        facts = "  ".join(visible(fact) for fact in (day(row["date"]), row["source"]) if fact)
        line((f"{row['id']:>6}  ", "dim"), (visible(row["title"]), "bold"), f"  {facts}")
        if row["snippet"]:
            block(*marked(visible(row["snippet"]), row["marks"]), indent=8)


def _full_rows(archive: Archive, ids: Sequence[int]) -> Iterator[Row]:
    for article in pages(archive, ids):
        yield _row(article) | {
            "text": archive.articles.text(article.id),
            "annotation": archive.annotations.get(article.id),
            "notes": archive.notes.on(article.id),
        }


def _version_rows(archive: Archive, rows: Iterable[Row], number: int) -> Iterator[Row]:
    """Yield articles as they were in a version, each with those of its notes that are about this text."""
    for row in rows:
        all_versions = archive.versions.of(row["id"])
        version = all_versions[version_number(all_versions, number, default=number) - 1]
        yield row | {
            "title": version.title,
            "source": version.source,
            "author": version.author,
            "date": version.published,
            "words": count_words(version.text),
            "text": version.text,
            "annotation": version.annotation if version.id else row["annotation"],
            "notes": [note for note in row["notes"] if note.version == (version.text_hash if version.id else "")],
        }


def _print_articles(rows: Iterable[Row]) -> None:
    for number, row in enumerate(rows):
        if number:
            line("\n")
        line((visible(row["title"]), "bold"))
        about = [
            reference(row["source"], row["date"], row["url"]),
            row["author"],
            language_name(row["language"]),
            counted(row["words"], "word"),
        ]
        block((" · ".join(visible(part) for part in [*about, *(f"#{tag}" for tag in row["tags"])] if part), "dim"))
        if reason := unsupported_reason(row["language"]):
            block((reason, "dim"))
        line()
        for paragraph in row["text"].strip("\n").split("\n"):
            block(visible(paragraph))
        for note in row["notes"]:
            _print_note(note)


def _print_note(note: Note) -> None:
    line()
    about = f"note {note.id}, {day(note.created)}"
    passage = f" on “{visible(note.anchor.exact)}”" if note.anchor else ""
    line((about + passage + (", in an earlier version" if note.version else ""), "dim"))
    for paragraph in note.body.strip("\n").split("\n"):
        block(visible(paragraph))
