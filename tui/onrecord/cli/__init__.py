"""The commands of ``onrecord``, a module for each group of them; ``app`` runs them."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli import (
    actor,
    add,
    annotate,
    articles,
    backup,
    corrections,
    doctor,
    edit,
    export,
    feeds,
    lists,
    marks,
    notes,
    quotes,
    serve,
    stats,
    versions,
)
from onrecord.cli.context import ArchiveOption, CommandContext, DebugOption, DeskEntry, app, quiet, verbatim

__all__ = ["KEYS", "app"]

KEYS = (
    ("j k", "move down and up; g G to the beginning and the end"),
    ("Enter", "open the article; q goes back, and leaves from the list"),
    ("Tab", "go to the next pane: articles, text, actors, quotes, notes"),
    ("] [", "go to the next and previous quote"),
    ("/", "search the archive; f finds in the text, n and N go on"),
    ("t a", "tag the article; write a note on it or on the selected passage"),
    ("?", "show all keys of the pane"),
)
"""The keys to begin with, as ``onrecord --help`` lists them."""


COMMAND_ORDER = (
    "add feeds fetch annotate list search lists show versions diff quotes actors actor entities stats "
    "read unread star tag note notes edit remove restore export import-corrections backup restore-backup "
    "serve doctor"
).split()
app.registered_commands.sort(key=lambda command: COMMAND_ORDER.index(command.name or ""))


def _print_version(is_requested: bool) -> None:
    if is_requested:
        from importlib.metadata import version

        print(f"onrecord {version('onrecord')}")
        raise typer.Exit


@app.callback(
    invoke_without_command=True,
    epilog=verbatim(
        "Keys to begin with on the desk:", "\n".join(f"{keys:<6} {description}" for keys, description in KEYS)
    ),
)
def onrecord(
    context: typer.Context,
    archive: ArchiveOption = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: DebugOption = False,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Open the desk at its beginning, not where it was left.")
    ] = False,
) -> None:
    """Read news by keyboard, and see who is in a text, who said what, and where else they said it.

    Without a command the reading desk opens on the archive. Begin with: onrecord add FILE
    """
    desk: DeskEntry = context.obj
    context.obj = CommandContext(desk, archive, debug)
    if context.invoked_subcommand is None:
        quiet(debug)
        desk.open(archive, debug=debug, fresh=fresh)
