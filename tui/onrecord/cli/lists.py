"""``onrecord lists``: searches that are kept under a name."""

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
            help="What to do; nothing lists the saved searches.",
        ),
    ] = None,
    form: FormOption = "text",
) -> None:
    """List saved searches, or save, rename, move and forget one.

    Each with how many articles it finds, and how many of them are unread. In every query in:NAME stands for what a
    saved search looks for. A name of several words needs quotation marks, and in a query a second pair:
    'in:"Port strike"'.
    """
    what, *arguments = words or ["show"]
    with session.open() as archive:
        doing = _DOING.get(what)
        if doing is None:
            raise typer.BadParameter(f"There is no “{what}”; there are save, rename, move and forget.")
        done = doing(archive, arguments)
        emit(
            (_row(archive, one) for one in archive.saved_searches.all()),
            form,
            _print if done is None else _said(done),
        )


def _show(_: Archive, arguments: list[str]) -> None:
    if arguments:
        raise typer.BadParameter("The lists are shown without a further word.")


def _save(archive: Archive, arguments: list[str]) -> str:
    if not arguments:
        raise typer.BadParameter("After save come a name and a query.")
    one = archive.saved_searches.save(arguments[0], query_of(arguments[1:]))
    return f"Saved “{one.name}”."


def _rename(archive: Archive, arguments: list[str]) -> str:
    if len(arguments) != 2:
        raise typer.BadParameter("After rename come the name and the new name.")
    return f"“{arguments[0]}” is “{archive.saved_searches.rename(*arguments).name}” now."


def _move(archive: Archive, arguments: list[str]) -> str:
    if len(arguments) != 2 or not arguments[1].isdecimal() or not int(arguments[1]):
        raise typer.BadParameter("After move come the name and the place, from 1.")
    archive.saved_searches.move(arguments[0], int(arguments[1]) - 1)
    return f"“{arguments[0]}” is in its new place."


def _forget(archive: Archive, arguments: list[str]) -> str:
    if len(arguments) != 1:
        raise typer.BadParameter("After forget comes one name.")
    one = archive.saved_searches.remove(arguments[0])
    return f"Forgot “{one.name}”, which was: {one.query}"


_DOING: dict[str, Callable[[Archive, list[str]], str | None]] = {
    "show": _show,
    "save": _save,
    "rename": _rename,
    "move": _move,
    "forget": _forget,
}


def _row(archive: Archive, one: SavedSearch) -> Row:
    row: Row = {"name": one.name, "articles": None, "unread": None, "query": one.query, "created": one.created}
    try:
        row["articles"], row["unread"] = archive.search.tally(one.query)
    except ArchiveError as error:  # another search that it refers to was forgotten
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
    wide = 5 if any(row[4] for row in cells) else 4
    table(columns[:wide], (row[:wide] for row in cells))


def _count(count: int | None) -> str:
    return "-" if count is None else str(count)


def _said(done: str) -> Callable[[Iterable[Row]], None]:
    return lambda _: line(visible(done))
