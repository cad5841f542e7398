"""Keys are changed in the config file, and nothing else."""

from __future__ import annotations

import tomllib

import pytest

from onrecord.base.config_edit import config_with_keys
from onrecord.base.settings import SettingsError

FILE = """# mine
theme = "onrecord-light"

[keys]
tag = "T"  # as in my mail program
note = "f4"
"""


def test_comments_and_order_stay() -> None:
    changed = config_with_keys(FILE, {"note": "f5", "search": "slash,ctrl+s"})
    assert changed == FILE.replace("f4", "f5") + 'search = "slash,ctrl+s"\n'


def test_keys_are_taken_away_again() -> None:
    assert config_with_keys(FILE, {"note": None}) == FILE.replace('note = "f4"\n', "")
    assert config_with_keys("", {"note": None}) == ""
    assert "[keys]" not in config_with_keys(FILE, {"note": None, "tag": None})


def test_a_file_is_begun() -> None:
    assert tomllib.loads(config_with_keys("", {"tag": "T"})) == {"keys": {"tag": "T"}}


@pytest.mark.parametrize("text", ["theme = ", 'keys = "x"'])
def test_what_is_no_config_file_is_left_alone(text: str) -> None:
    with pytest.raises(SettingsError):
        config_with_keys(text, {"tag": "T"})
