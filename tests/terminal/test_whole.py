"""The whole of onrecord as a user has it: the installed command in a real terminal (tmux)."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from patience import wait_until

ROOT = Path(__file__).parents[2]
ARTICLE = """Harbour strike enters third week

The harbour master, Ann Adler, said on Monday that the strike "will be over by Friday".

“We have offered all that we can,” she added. Workers rejected the offer.
"""

pytestmark = pytest.mark.skipif(
    shutil.which("tmux") is None and "CI" not in os.environ,
    reason="tmux is not installed; install it to test in a real terminal",
)


class Terminal:
    """A tmux session of its own, with a shell in it."""

    def __init__(self, folder: Path, columns: int, rows: int) -> None:
        self._tmux = ["tmux", "-L", f"onrecord-{os.getpid()}-{columns}", "-f", "/dev/null"]
        environment = {
            "ONRECORD_ARCHIVE": str(folder / "archive"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "LANG": "C.UTF-8",
        }
        shell = [
            "env",
            "-u",
            "COLUMNS",
            "-u",
            "LINES",
            *(f"{name}={value}" for name, value in environment.items()),
            "PS1=ready> ",
            "sh",
        ]
        self._run("new-session", "-d", "-x", str(columns), "-y", str(rows), shlex.join(shell))
        self.wait_for("ready>")

    def _run(self, *arguments: str) -> str:
        done = subprocess.run([*self._tmux, *arguments], capture_output=True, text=True, check=True)
        return done.stdout

    def type(self, text: str) -> None:
        self._run("send-keys", "-l", text)

    def press(self, *keys: str) -> None:
        self._run("send-keys", *keys)

    def open_desk(self, *titles: str) -> None:
        """Start the desk and wait until it lists these articles and says what the keys do."""
        self.type("clear; onrecord\n")
        self.wait_for(*titles, "search", "keys")

    def screen(self) -> str:
        return self._run("capture-pane", "-p")

    def wait_for(self, *texts: str) -> None:
        self._wait_until(lambda screen: all(text in screen for text in texts), f"{texts} not all on")

    def wait_for_no(self, text: str) -> None:
        self._wait_until(lambda screen: text not in screen, f"{text!r} is still on")

    def _wait_until(self, holds: Callable[[str], bool], complaint: str) -> None:
        try:
            wait_until(lambda: holds(self.screen()))
        except AssertionError:
            pytest.fail(f"{complaint} the screen:\n{self.screen()}")

    def close(self) -> None:
        self._run("kill-server")


@pytest.fixture(params=[(120, 36), (80, 24)], ids=["wide", "narrow"])
def terminal(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Terminal]:
    terminal = Terminal(tmp_path, *request.param)
    yield terminal
    terminal.close()


def test_a_day_of_work(terminal: Terminal, tmp_path: Path) -> None:
    (tmp_path / "strike.txt").write_text(ARTICLE, encoding="utf-8")
    seed = next((ROOT / "seeds").glob("*.txt"))
    terminal.type(f"onrecord add --no-annotate --tag port {shlex.quote(str(tmp_path / 'strike.txt'))} {seed}\n")
    terminal.wait_for("2 added")
    terminal.open_desk("● Harbour strike", "● France, Germany")

    terminal.press("/")
    terminal.type("harbour")
    terminal.wait_for("search", "Harbour strike")
    terminal.wait_for_no("France, Germany")
    terminal.press("Enter", "Enter")
    terminal.wait_for("third week", "harbour master")

    terminal.press("]")
    terminal.wait_for("Ann Adler", "said")  # the status line, once the annotation has come

    terminal.type("a")
    terminal.wait_for("ctrl+s")  # the editor is open
    terminal.type("Ask the workers, too.")
    terminal.wait_for("Ask the workers, too.")
    terminal.press("C-s")
    terminal.wait_for_no("ctrl+s")
    terminal.type("3")
    terminal.wait_for("Ask the workers")
    terminal.press("q", "q", "Escape")
    terminal.wait_for("France, Germany", "Harbour strike")
    terminal.press("q")
    terminal.wait_for("Leave onrecord?")
    terminal.press("y")
    terminal.wait_for("ready>")

    terminal.open_desk("Harbour strike", "● France, Germany")
    terminal.press("/")
    terminal.type("workers too")
    terminal.wait_for_no("France, Germany")
    terminal.press("Enter", "Enter")
    terminal.wait_for("third week")
    terminal.type("3")
    terminal.wait_for("Ask the workers")
    terminal.press("q", "q", "Escape")
    terminal.wait_for("France, Germany", "Harbour strike")
    terminal.press("q")
    terminal.wait_for("Leave onrecord?")
    terminal.press("y")
    terminal.wait_for("ready>")


def test_reading_through_the_unread(terminal: Terminal, tmp_path: Path) -> None:
    for number, quay in enumerate(("Northern", "Middle", "Southern"), 1):
        text = f"{quay} quay opens\n\nThe {quay.lower()} quay will open on day {number}.\n"
        (tmp_path / f"{number}.txt").write_text(text, encoding="utf-8")
    terminal.type(f"onrecord add --no-annotate {shlex.quote(str(tmp_path))}/*.txt\n")
    terminal.wait_for("3 added")
    seed = next((ROOT / "seeds").glob("*.txt"))
    terminal.type(f"onrecord add --no-annotate {seed}\n")
    terminal.wait_for("1 added")
    terminal.open_desk("● Southern quay", "● Middle quay", "● Northern quay", "● France, Germany")

    terminal.press("/")
    terminal.type("quay is:unread")
    terminal.wait_for_no("France, Germany")
    terminal.press("Enter", "Enter")
    terminal.wait_for("The southern quay will open")
    terminal.wait_for_no("● Southern quay")  # open, not only shown beside the list
    terminal.press("q")
    terminal.wait_for("  Southern quay", "● Middle quay", "Articles 3")
    terminal.press("j", "Enter")
    terminal.wait_for("The middle quay will open")
    terminal.wait_for_no("● Middle quay")
    terminal.press("q", "r")
    terminal.wait_for("● Northern quay", "Articles 1")
    terminal.wait_for_no("Southern quay")
