"""What the driver asks terminfo about the terminal."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

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
