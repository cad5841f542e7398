"""The command ``onrecord``: without a command the reading desk, else what ``onrecord.cli`` has.

The desk opens without the machinery of the commands, which takes as long to import as half the desk.
"""

from __future__ import annotations

import gc
import io
import os
import sys
from pathlib import Path

# Most of what is made until the desk stands lives as long as it does: looking through it for garbage again and
# again costs a tenth of the start. DeskScreen.complete turns the collector on again.
gc.disable()


def main() -> None:
    """Runs what the command line says, and ends the program with its exit status: 0, 1 (failed), 2 (misused)."""
    completing = "_ONRECORD_COMPLETE" in os.environ
    match [] if completing else sys.argv:
        case [_]:
            desk(None)
        case [_, "--archive", folder]:
            desk(Path(folder))
        case _:
            gc.enable()
            from onrecord.cli import app

            if isinstance(sys.stdout, io.TextIOWrapper):
                # What goes into a file or to a program is UTF-8 everywhere; a terminal shows what it can.
                terminal = sys.stdout.isatty()
                sys.stdout.reconfigure(
                    encoding=None if terminal else "utf-8", errors="replace" if terminal else None
                )
            app(prog_name="onrecord", obj=desk)


def desk(archive: Path | None, *, debug: bool = False) -> None:
    """The reading desk on the archive in this folder (None: the one of the settings), until the user leaves.

    Raises:
        SystemExit: With a status other than 0 where the desk could not be opened, or ended because it failed.
    """
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
