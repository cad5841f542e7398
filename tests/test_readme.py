"""The README tells the truth about keys and commands."""

from __future__ import annotations

import re
from pathlib import Path

from onrecord.tui.looks.keymap import ACTIONS

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
NAMES = {
    "slash": "/",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "right_curly_bracket": "}",
    "left_curly_bracket": "{",
    "question_mark": "?",
    "tab": "Tab",
    "enter": "Enter",
    "plus": "+",
    "minus": "-",
}
ALSO = {"escape", "shift+tab"}  # said in words, not in the table


def test_every_key_stands_in_the_table() -> None:
    told = set(re.findall(r"`([^`]+)`", re.sub(r"```.*?```", "", README, flags=re.S)))
    for action in ACTIONS:
        first = action.keys.split(",")[0]
        assert first in ALSO or NAMES.get(first, first) in told, action


def test_every_command_stands_in_the_readme() -> None:
    from onrecord.cli import app

    for command in app.registered_commands:
        assert command.callback is not None
        name = command.name or command.callback.__name__
        assert re.search(rf"\bonrecord {name}\b", README), name


def test_every_action_is_named_for_the_config_file() -> None:
    told = set(re.findall(r"`([a-z_]+)`", README))
    assert {action.name for action in ACTIONS} <= told
