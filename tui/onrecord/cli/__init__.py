"""The commands of ``onrecord``, a module for each kind; ``app`` runs them."""

from __future__ import annotations

from typing import Annotated

import typer

from onrecord.cli import actor, add, annotate, articles, backup, doctor, edit, export, lists, quotes
from onrecord.cli.context import ArchiveOption, CommandContext, DebugOption, app, quiet, verbatim

__all__ = [
    "actor",
    "adding",
    "annotating",
    "app",
    "changing",
    "doctor",
    "exporting",
    "keeping",
    "lists",
    "looking",
    "saying",
]

KEYS = (
    ("j k", "down and up; g G to the beginning and the end"),
    ("Enter", "opens the article; q goes back, and from the list leaves"),
    ("Tab", "to the next pane: articles, text, actors, quotes, notes"),
    ("] [", "next and previous quote"),
    ("/", "searches the archive; f finds in the text, n and N go on"),
    ("t a", "tag the article; write a note on it or on the passage chosen"),
    ("?", "all keys of the pane"),
)
"""The keys to begin with, as ``onrecord --help`` lists them."""


_ORDER = (
    "add annotate list search lists show quotes actors actor entities tag note remove restore export backup doctor"
).split()
app.registered_commands.sort(key=lambda each: _ORDER.index(each.name or ""))


def _version(asked: bool) -> None:
    if asked:
        from importlib.metadata import version

        print(f"onrecord {version('onrecord')}")
        raise typer.Exit


@app.callback(
    invoke_without_command=True,
    epilog=verbatim("Keys to begin with on the desk:", "\n".join(f"{keys:<6} {what}" for keys, what in KEYS)),
)
def onrecord(
    context: typer.Context,
    archive: ArchiveOption = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version.")
    ] = False,
    debug: DebugOption = False,
) -> None:
    """Read news by keyboard, and see who is in a text, who said what, and where else they said it.

    Without a command the reading desk opens on the archive. Begin with: onrecord add FILE
    """
    open_desk = context.obj  # from onrecord.entry.main, which knows the commands: they must not know it
    context.obj = CommandContext(archive, debug)
    if context.invoked_subcommand is None:
        quiet(debug)
        open_desk(archive, debug=debug)
