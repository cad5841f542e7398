"""The key editor: what it lists, how a key is given, swapped and taken back, and what is written."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from desk_pilot import WIDE, started
from list_sample import shown
from textual.pilot import Pilot
from textual.widgets import Input, Static
from waiting import until

from onrecord.tui.app import OnRecord
from onrecord.tui.looks.keymap import ACTIONS
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.key_editor import KeyEditor, KeyPrompt, swapped_keys
from onrecord.tui.widgets.key_table import KeyTable

Desk = Callable[..., OnRecord]


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "config" / "config.toml"
    monkeypatch.setenv("ONRECORD_CONFIG", str(file))
    return file


async def edited(pilot: Pilot[None], action: str) -> KeyTable:
    """Open the editor with the cursor on an action."""
    await started(pilot)
    desk = pilot.app.screen
    assert isinstance(desk, DeskScreen)
    await desk.run_command("edit_keys")
    await until(pilot, lambda: isinstance(pilot.app.screen, KeyEditor))
    await pilot.press("slash", *action, "enter")
    await pilot.pause()
    table = pilot.app.screen.query_one(KeyTable)
    assert table.highlighted is not None
    assert table.highlighted.name == action
    return table


async def test_a_key_is_given_written_and_works_at_once(desk: Desk, config: Path) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        table = await edited(pilot, "text_only")
        await pilot.press("enter", "f6")
        await pilot.pause()
        assert tomllib.loads(config.read_text()) == {"keys": {"text_only": "f6"}}
        assert any("▸ f6" in line for line in shown(table))
        await pilot.press("escape", "escape")  # the filter, then the editor
        await pilot.press("f6")
        await pilot.pause()
        assert app.screen.has_class("-text-only")


async def test_one_more_key_and_the_usual_ones_again(desk: Desk, config: Path) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        await edited(pilot, "text_only")
        await pilot.press("plus", "f6")
        await pilot.pause()
        assert tomllib.loads(config.read_text()) == {"keys": {"text_only": "z,f6"}}
        await pilot.press("d")
        await pilot.pause()
        assert tomllib.loads(config.read_text()) == {}


async def test_a_key_that_another_has_is_swapped_when_it_is_pressed_twice(desk: Desk, config: Path) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await edited(pilot, "text_only")
        await pilot.press("enter", "t")
        await pilot.pause()
        assert isinstance(app.screen, KeyPrompt)
        assert "t is the key of tag." in str(app.screen.query_one("#key-wanted", Static).content)
        assert not config.exists()
        await pilot.press("t")
        await pilot.pause()
        assert tomllib.loads(config.read_text()) == {"keys": {"text_only": "t", "tag": "z"}}


async def test_a_key_of_the_application_is_not_swapped(desk: Desk, config: Path) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await edited(pilot, "text_only")
        await pilot.press("enter", "J", "escape")  # another key says who has it; Esc leaves all as it is
        await pilot.pause()
        assert isinstance(app.screen, KeyEditor)
        assert not config.exists()


async def test_a_config_file_that_cannot_be_written_is_named(desk: Desk, config: Path) -> None:
    config.parent.touch()  # a file where its folder would be
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await edited(pilot, "text_only")
        await pilot.press("enter", "f6")
        await pilot.pause()
        (notice,) = app._notifications
        assert (
            notice.message
            == f"The config file {config} cannot be written: File exists. The keys are as they were."
        )
        assert "text_only" not in app.settings.keys


async def test_the_filter_is_left_before_the_editor(desk: Desk, config: Path) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await edited(pilot, "next_quote")
        await pilot.press("q")
        assert app.screen.query_one(Input).value == ""
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(app.screen, DeskScreen)


def test_two_keys_are_swapped() -> None:
    tag = next(action for action in ACTIONS if action.name == "tag")
    assert swapped_keys(tag, "f", "find", {"tag": "T,f7"}) == {"tag": "f,f7", "find": "T"}
