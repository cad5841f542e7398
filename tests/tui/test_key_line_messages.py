"""What is said in place of the keys: sentences and warnings that have room, errors in the corner."""

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult
from waiting import message_of, until_at_rest

from onrecord.archive import Archive
from onrecord.base.settings import Settings
from onrecord.tui.app import OnRecord
from onrecord.tui.widgets import key_line
from onrecord.tui.widgets.key_line import KeyLine


class Line(App[None]):
    def compose(self) -> ComposeResult:
        yield KeyLine()


async def test_a_warning_gives_way_to_a_sentence_but_not_to_another_warning() -> None:
    app = Line()
    async with app.run_test(size=(40, 3)):
        line = app.query_one(KeyLine)
        assert line.show_message("Only read.", is_warning=True)
        assert line.show_message("Only read.", is_warning=True)
        assert not line.show_message("No such theme.", is_warning=True)
        assert message_of(app.screen) == "Only read."
        assert line.show_message("Copied.")
        assert line.show_message("No such theme.", is_warning=True)
        assert message_of(app.screen) == "No such theme."


async def test_what_has_no_room_is_not_shown() -> None:
    app = Line()
    async with app.run_test(size=(12, 3)):
        assert app.query_one(KeyLine).show_message("0123456789")
        assert not app.query_one(KeyLine).show_message("01234567890")
        assert not app.query_one(KeyLine).show_message("two\nlines")


async def test_a_sentence_without_room_leaves_out_how_to_undo() -> None:
    app = Line()
    async with app.run_test(size=(34, 3)):
        line = app.query_one(KeyLine)
        for hint in ("; ctrl+z brings it back.", ". u takes it back."):
            assert line.show_message(f"Removed{hint}")
            assert message_of(app.screen) == f"Removed{hint}"
            assert line.show_message(f"Removed 1,000 articles{hint}")
            assert message_of(app.screen) == "Removed 1,000 articles."
        assert not line.show_message(f"Removed {'1,000,000 ' * 3}articles; ctrl+z takes it back.")
        assert not line.show_message("Removed 10 articles; the next key takes it back.")


@pytest.mark.parametrize(("severity", "is_in_line"), [("information", True), ("warning", True), ("error", False)])
async def test_only_errors_come_up_in_the_corner(archive: Archive, severity: str, is_in_line: bool) -> None:
    app = OnRecord(Settings(archive=archive.folder), archive)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        app.notify("Read this.", severity=severity)  # type: ignore[arg-type]
        await pilot.pause()
        assert (message_of(app.screen) == "Read this.") == is_in_line
        assert [notice.message for notice in app._notifications] == ["Read this."] * (not is_in_line)


async def test_a_message_that_was_read_goes_with_the_next_key_and_a_warning_stays(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = OnRecord(Settings(archive=archive.folder), archive)
    async with app.run_test(size=(120, 36)) as pilot:
        await pilot.pause()
        app.notify("Copied.")
        await pilot.press("j")
        assert message_of(app.screen) == "Copied."  # there was no time to read it
        monkeypatch.setattr(key_line, "_READING_TIME", 0.0)
        await pilot.press("j")
        assert message_of(app.screen) == ""
        app.notify("Only read.", severity="warning")
        await pilot.press("j")
        assert message_of(app.screen) == "Only read."


@pytest.mark.parametrize("keys", [(), ("4",)])
async def test_a_slash_that_is_typed_is_not_offered_as_a_key(archive: Archive, keys: tuple[str, ...]) -> None:
    app = OnRecord(Settings(archive=archive.folder), archive)
    async with app.run_test(size=(120, 36)) as pilot:
        await until_at_rest(pilot)
        await pilot.press(*keys)
        await until_at_rest(pilot)
        line = app.screen.query_one(KeyLine)
        assert "slash" in [key.key for key in line._keys()]
        await pilot.press("slash")
        await until_at_rest(pilot)
        assert "slash" not in [key.key for key in line._keys()]


async def test_sentences_name_the_readers_own_keys(archive: Archive) -> None:
    keys = {"undo": "f9", "search": "f7", "save_search": "f8"}
    app = OnRecord(Settings(archive=archive.folder, keys=keys), archive)
    async with app.run_test(size=(120, 36)) as pilot:
        await until_at_rest(pilot)
        await pilot.press("asterisk", "s")
        await until_at_rest(pilot)
        assert message_of(app.screen).endswith("; f9 takes it back.")
        await pilot.press("f8")
        assert message_of(app.screen) == "Nothing is searched for. f7 searches, and f8 keeps the search as a list."
