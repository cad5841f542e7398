"""The reference of commands and keys says what the program does."""

from __future__ import annotations

from pathlib import Path

import pytest

from docs import reference
from onrecord.tui.looks.keymap import ACTIONS


def test_the_reference_is_up_to_date() -> None:
    assert reference.stale_pages() == [], f"make it anew: {reference.REMAKE}"


def test_a_changed_page_is_stale(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reference, "FOLDER", tmp_path)
    for page in ("commands_page", "keys_page", "modules_page"):  # the real ones take a while
        monkeypatch.setattr(reference, page, lambda page=page: f"# {page}\n")
    assert reference.stale_pages() == [tmp_path / name for name in ("commands.md", "keys.md", "modules.md")]
    reference.main()
    assert reference.stale_pages() == []
    (tmp_path / "keys.md").write_text("# Keys", encoding="utf-8")
    assert reference.stale_pages() == [tmp_path / "keys.md"]


def test_every_action_has_its_row_and_every_command_its_section() -> None:
    keys = reference.keys_page()
    assert [action.name for action in ACTIONS if f"| `{action.name}`" not in keys] == []
    commands = reference.commands_page()
    for name in ("add", "annotate", "doctor", "restore"):
        assert f"\n## onrecord {name}\n" in commands
    assert "`ONRECORD_ARCHIVE`" in commands


def test_every_module_says_what_it_is_for() -> None:
    page = reference.modules_page()
    assert "| `records.py` |" in page
    assert [line for line in page.splitlines() if line.endswith("|  |")] == []


@pytest.mark.parametrize(
    ("name", "shown"),
    [("j", "j"), ("slash", "/"), ("ctrl+d", "ctrl+d"), ("pageup", "PageUp"), ("down", "↓"), ("enter", "Enter")],
)
def test_keys_are_shown_as_a_reader_would_write_them(name: str, shown: str) -> None:
    assert reference._key(name) == shown
