"""The command ``onrecord``: opens the reading desk, or runs a command of ``onrecord.cli``.

Only the one that is wanted is imported: the desk opens without the machinery of the commands, which takes half as
long to import as the desk itself, and the commands run without Textual.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TextIO, cast


def main() -> None:
    """Run the command line, and exit with its status: 0 (done), 1 (something failed), 2 (wrong use)."""
    _open_closed_streams()
    is_completing = "_ONRECORD_COMPLETE" in os.environ
    match [] if is_completing else sys.argv:
        case [_]:
            desk(None)
        case [_, "--fresh"]:
            desk(None, fresh=True)
        case [_, "--archive", folder]:
            desk(Path(folder))
        case _:
            _run_commands()


def _open_closed_streams() -> None:
    """Give the program standard streams where it was started without some, with nothing behind them.

    Otherwise the next file that is opened, such as the archive, would have the number of one.
    """
    for number, (name, mode) in enumerate((("stdin", "r"), ("stdout", "w"), ("stderr", "w"))):
        if getattr(sys, name) is None:
            os.open(os.devnull, os.O_RDWR)  # it gets the lowest number that is free
            setattr(sys, name, os.fdopen(number, mode))


def _run_commands() -> None:
    from onrecord.cli import app
    from onrecord.cli.context import DeskEntry
    from onrecord.terminal.visible_text import VisibleControls

    if isinstance(sys.stdout, io.TextIOWrapper):
        # Output to files and programs is UTF-8 everywhere; a terminal gets the characters that it can show.
        is_terminal = sys.stdout.isatty()
        sys.stdout.reconfigure(
            encoding=None if is_terminal else "utf-8", errors="replace" if is_terminal else None
        )
    # What is wrong is told in the words of the command line and of the files, which may hold anything.
    sys.stderr = cast(TextIO, VisibleControls(sys.stderr))
    app(prog_name="onrecord", obj=DeskEntry(desk, _key_problems))


def _key_problems(keys: Mapping[str, str]) -> list[str]:
    from onrecord.tui.looks.keymap import key_problems

    return key_problems(keys)


def desk(archive: Path | None, *, debug: bool = False, fresh: bool = False) -> None:
    """Open the reading desk, and return when the user leaves it.

    Args:
        archive: The folder of the archive, None for the one of the settings.
        debug: Whether a failure shows where in the program it occurred.
        fresh: Whether the desk begins at the beginning, not where it was left.

    Raises:
        SystemExit: The desk could not be opened, or failed. Its status is not 0.
    """
    from onrecord.terminal import garbage_collection

    garbage_collection.pause()  # until the desk has started, which resumes it

    from onrecord.terminal.failures import exit_with_message

    with exit_with_message(debug=debug):
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            print(
                "onrecord: the reading desk needs a terminal; onrecord --help lists the commands.", file=sys.stderr
            )
            sys.exit(2)
        from onrecord.base import settings
        from onrecord.tui import app

        if status := app.run(settings.load(archive), fresh=fresh):
            sys.exit(status)
