"""``onrecord notes``: the notes on the articles of a query."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from onrecord.cli.context import CommandContext, FormOption, LimitOption, WhichOption, chosen, command
from onrecord.cli.output import Row, TableColumn, block, day, emit, line, on_terminal, table


@command(
    "notes",
    queries=True,
    examples="""
    onrecord notes
    onrecord notes '#todo' after:2021-04 --format jsonl
    """,
)
def notes(
    session: CommandContext, which: WhichOption = None, limit: LimitOption = None, form: FormOption = "text"
) -> None:
    """List the notes on articles, the newest first.

    With #tag or tag: in the query, those on articles that have the tag, or a note with it.
    """
    with session.open() as archive:
        ids = set(chosen(archive, which))
        written = [note for note in archive.notes.all() if note.article in ids]
        written.sort(key=lambda note: (note.updated or note.created, note.id), reverse=True)
        written = written[:limit]
        titles = {article.id: article.title for article in archive.articles.get_many([n.article for n in written])}
        emit(
            ({**msgspec.to_builtins(note), "title": titles.get(note.article, "")} for note in written),
            form,
            _print,
        )


def _print(rows: Iterable[Row]) -> None:
    if not on_terminal():
        columns = [TableColumn(name) for name in ("id", "article", "updated", "title", "passage", "body")]
        table(columns, (_cells(row) for row in rows))
        return
    for row in rows:
        line((f"{row['article']:>6}  ", "dim"), (row["title"], "bold"), (f"  {day(row['updated'])}", "dim"))
        if row["anchor"]:
            block((" ".join(row["anchor"]["exact"].split()), "italic"), indent=8)
        block(row["body"], indent=8)


def _cells(row: Row) -> list[str]:
    passage = " ".join(row["anchor"]["exact"].split()) if row["anchor"] else ""
    return [
        str(row["id"]),
        str(row["article"]),
        row["updated"],
        row["title"],
        passage,
        " ".join(row["body"].split()),
    ]
