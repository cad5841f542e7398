"""The driver of Textual that writes to the terminal only what is not there yet."""

from __future__ import annotations

import curses
from contextlib import suppress
from typing import IO, Any

from textual.driver import Driver
from textual.drivers.linux_driver import LinuxDriver

from onrecord.tui.terminal_cells import TerminalCells
from onrecord.tui.textual_private import replace_terminal


def lean_driver(cells: TerminalCells) -> type[Driver]:
    """Return a driver that shows the same as Textual's own with a tenth of the bytes, which counts on slow lines.

    Args:
        cells: What stands on the terminal.
    """

    class LeanDriver(LinuxDriver):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            replace_terminal(self, LosableTerminal)

        def write(self, data: str) -> None:
            super().write(cells.shorten(data))

    return LeanDriver


class LosableTerminal:
    """A terminal to which nothing is written any more once it is gone.

    Textual writes in a thread, which an error ends. A desk that a hangup tells to end would then wait for ever for
    that thread to take its last words.
    """

    def __init__(self, file: IO[str]) -> None:
        """Write to a file.

        Args:
            file: The terminal.
        """
        self._file = file

    def write(self, text: str) -> None:
        with suppress(OSError):
            self._file.write(text)

    def flush(self) -> None:
        with suppress(OSError):
            self._file.flush()

    def fileno(self) -> int:
        return self._file.fileno()


def is_erased_in_colour() -> bool:
    """Return whether the terminal can erase cells and gives them the background that is set: terminfo knows that.

    tmux and screen say that they do not; blanks are written there.
    """
    try:
        curses.setupterm(fd=1)
    except curses.error:  # no such terminal, or no terminfo
        return False
    return curses.tigetflag("bce") > 0 and curses.tigetstr("ech") is not None
