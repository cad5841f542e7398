"""``onrecord lists``: saved searches."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Annotated

import typer

from onrecord.archive import Archive, ArchiveError
from onrecord.base.records import SavedSearch
from onrecord.cli.context import CommandContext, FormOption, command, query_of
from onrecord.cli.output import Row, TableColumn, emit, line, table
from onrecord.terminal.visible_text import visible


@command(
    "lists",
    queries=True,
    examples="""
    onrecord lists
    onrecord lists save "Port strike" '"port strike" after:2021-04-01'
    onrecord list 'in:"Port strike"' --limit 20
    onrecord lists rename "Port strike" Harbour
    onrecord lists move Harbour 1
    onrecord lists forget Harbour
    """,
)
def lists(
    session: CommandContext,
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[save NAME QUERY | rename NAME NEW | move NAME PLACE | forget NAME]",
            help="What to do. Default: list the saved searches.",
        ),
    ] = None,
    form: FormOption = "text",
) -> None:
    """List saved searches, or save, rename, move and forget one.

    Each with how many articles it finds, and how many of them are unread. In any query, in:NAME stands for a saved
    search. A name of several words needs quotation marks, and in a query a second pair: 'in:"Port strike"'.
    """
    action_name, *arguments = words or ["show"]
    with session.open() as archive:
        action = _ACTIONS.get(action_name)
        if action is None:
            raise typer.BadParameter(f"There is no “{action_name}”; there are save, rename, move and forget.")
        message = action(archive, arguments)
        emit(
            (_row(archive, search) for search in archive.saved_searches.all()),
            form,
            _print if message is None else _message_printer(message),
        )


def _show(_: Archive, arguments: list[str]) -> None:
    if arguments:
        raise typer.BadParameter("Nothing can follow show.")


def _save(archive: Archive, arguments: list[str]) -> str:
    if not arguments:
        raise typer.BadParameter("Give a name and a query after save.")
    search = archive.saved_searches.save(arguments[0], query_of(arguments[1:]))
    return f"Saved “{search.name}”."


def _rename(archive: Archive, arguments: list[str]) -> str:
    if len(arguments) != 2:
        raise typer.BadParameter("Give the name and the new name after rename.")
    return f"“{arguments[0]}” is now “{archive.saved_searches.rename(*arguments).name}”."


def _move(archive: Archive, arguments: list[str]) -> str:
    if len(arguments) != 2 or not arguments[1].isdecimal() or not int(arguments[1]):
        raise typer.BadParameter("Give the name and the new position, from 1, after move.")
    archive.saved_searches.move(arguments[0], int(arguments[1]) - 1)
    return f"“{arguments[0]}” is at its new position."


def _forget(archive: Archive, arguments: list[str]) -> str:
    if len(arguments) != 1:
        raise typer.BadParameter("Give one name after forget.")
    search = archive.saved_searches.remove(arguments[0])
    return f"Forgot “{search.name}”, which was: {search.query}"


_ACTIONS: dict[str, Callable[[Archive, list[str]], str | None]] = {
    "show": _show,
    "save": _save,
    "rename": _rename,
    "move": _move,
    "forget": _forget,
}


def _row(archive: Archive, search: SavedSearch) -> Row:
    row: Row = {
        "name": search.name,
        "articles": None,
        "unread": None,
        "query": search.query,
        "created": search.created,
    }
    try:
        row["articles"], row["unread"] = archive.search.tally(search.query)
    except ArchiveError as error:  # it refers to a saved search that was forgotten
        row["error"] = str(error)
    return row


def _print(rows: Iterable[Row]) -> None:
    columns = (
        TableColumn("name", share=1, style="bold"),
        TableColumn("articles", right=True),
        TableColumn("unread", right=True),
        TableColumn("query", share=2),
        TableColumn("", share=1, style="dim"),
    )
    cells = [
        [row["name"], *(_count(row[name]) for name in ("articles", "unread")), row["query"], row.get("error", "")]
        for row in rows
    ]
    column_count = 5 if any(row[4] for row in cells) else 4  # the last one is for errors
    table(columns[:column_count], (row[:column_count] for row in cells))


def _count(count: int | None) -> str:
    return "-" if count is None else str(count)


def _message_printer(message: str) -> Callable[[Iterable[Row]], None]:
    return lambda _: line(visible(message))
