"""The command ``onrecord``: without a command the reading desk, else what ``onrecord.cli`` has.

Either of the two is imported when it is known which of them is wanted: the desk opens without the machinery of the
commands, which takes as long to import as half the desk, and the commands run without Textual.
"""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path


def main() -> None:
    """Run what the command line says, and end the program with its exit status: 0, 1 (failed), 2 (misused)."""
    completing = "_ONRECORD_COMPLETE" in os.environ
    match [] if completing else sys.argv:
        case [_]:
            desk(None)
        case [_, "--archive", folder]:
            desk(Path(folder))
        case _:
            _run_commands()


def _run_commands() -> None:
    from onrecord.cli import app

    if isinstance(sys.stdout, io.TextIOWrapper):
        # What goes into a file or to a program is UTF-8 everywhere; a terminal shows what it can.
        is_terminal = sys.stdout.isatty()
        sys.stdout.reconfigure(
            encoding=None if is_terminal else "utf-8", errors="replace" if is_terminal else None
        )
    app(prog_name="onrecord", obj=desk)


def desk(archive: Path | None, *, debug: bool = False) -> None:
    """Open the reading desk until the user leaves.

    Args:
        archive: The folder of the archive, None for the one of the settings.
        debug: Whether a failure shows where it happened.

    Raises:
        SystemExit: With a status other than 0 where the desk could not be opened, or ended because it failed.
    """
    from onrecord.terminal import garbage_collection

    garbage_collection.pause()  # the desk resumes it when it stands

    from onrecord.terminal.failures import exit_with_message

    with exit_with_message(debug=debug):
        if not (sys.stdin.isatty() and sys.stdout.isatty()):
            print(
                "onrecord: the reading desk needs a terminal; onrecord --help lists the commands.", file=sys.stderr
            )
            sys.exit(2)
        from onrecord.base import settings
        from onrecord.tui import app

        if status := app.run(settings.load(archive)):
            sys.exit(status)
