"""What the driver asks terminfo about the terminal, and a terminal that is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from io import StringIO
from threading import Thread

import pytest
from patience import PATIENCE
from textual.app import App
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver

from onrecord.tui.lean_driver import LosableTerminal, lean_driver
from onrecord.tui.terminal_cells import TerminalCells

_QUESTION = "from onrecord.tui.lean_driver import is_erased_in_colour; print(is_erased_in_colour())"


@pytest.mark.parametrize(
    ("terminal", "answer"), [("xterm-256color", "True"), ("tmux-256color", "False"), ("no-such-terminal", "False")]
)
def test_cells_are_erased_where_terminfo_says_that_they_take_the_background(terminal: str, answer: str) -> None:
    # In a process of its own: Python asks terminfo once.
    env = os.environ | {"TERM": terminal}
    asked = subprocess.run(
        [sys.executable, "-c", _QUESTION], env=env, capture_output=True, text=True, check=True, timeout=60
    )
    assert asked.stdout.strip() == answer


class LostTerminal(StringIO):
    """A terminal that takes nothing any more."""

    def write(self, text: str) -> int:
        raise OSError(5, "Input/output error")

    def flush(self) -> None:
        raise OSError(5, "Input/output error")


def test_a_terminal_that_is_gone_keeps_nobody_waiting() -> None:
    writer = WriterThread(LosableTerminal(LostTerminal()))  # type: ignore[arg-type]

    def write_and_stop() -> None:
        for _ in range(100):  # more than wait to be written
            writer.write("quay")
        writer.stop()

    writer.start()
    writing = Thread(target=write_and_stop, daemon=True)
    writing.start()
    writing.join(PATIENCE)
    assert not writing.is_alive()


def test_a_terminal_that_is_there_gets_what_is_written() -> None:
    terminal = StringIO()
    LosableTerminal(terminal).write("quay")
    assert terminal.getvalue() == "quay"


async def test_the_driver_writes_to_a_terminal_that_may_be_lost() -> None:
    app: App[None] = App()
    async with app.run_test():
        assert hasattr(LinuxDriver(app), "_file")
        driver = lean_driver(TerminalCells())(app)
        assert isinstance(driver._file, LosableTerminal)  # type: ignore[attr-defined]
