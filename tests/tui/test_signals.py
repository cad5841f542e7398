"""A desk that is told to end, and what is being written then."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest
from desk_pilot import WIDE, ready
from patience import PATIENCE, wait_until
from textual import events
from textual.geometry import Region, Size
from textual.widgets import TextArea
from waiting import until

from onrecord.archive import Archive, ArchiveLocked
from onrecord.tui.app import OnRecord
from onrecord.tui.model.desk_session import COMFORT_WAIT
from onrecord.tui.screens.desk import screen as desk_screen
from onrecord.tui.terminal_cells import TerminalCells


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
async def test_what_is_being_written_is_stored_when_the_desk_is_told_to_end(
    desk: Callable[..., OnRecord],
    archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    number: signal.Signals,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("enter", "a")
        await until(pilot, lambda: app.screen.query(TextArea))
        app.screen.query_one(TextArea).insert("Ask the harbour master.")
        os.kill(os.getpid(), number)
        await until(pilot, lambda: app.return_code is not None)
    assert app.return_code == 128 + number
    assert [note.body for note in archive.notes.all()] == ["Ask the harbour master."]
    assert not list((tmp_path / "state").rglob("note-*"))


@pytest.mark.parametrize("is_being_stored", [False, True], ids=["while it is written", "while it is stored"])
async def test_what_cannot_be_stored_then_is_kept_in_a_file(
    desk: Callable[..., OnRecord],
    archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    is_being_stored: bool,
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    is_told_to_end = Event()

    attempts: list[int] = []  # with how many files are there at each

    def fail(*arguments: object) -> None:
        if is_being_stored:
            assert is_told_to_end.wait(PATIENCE)
            wait_until(lambda: bool(list((tmp_path / "state").rglob("note-*.md"))))
        attempts.append(len(list((tmp_path / "state").rglob("note-*.md"))))
        raise ArchiveLocked("The archive is locked.")

    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        monkeypatch.setattr(archive.notes, "add_to_each", fail)
        await pilot.press("enter", "a")
        await until(pilot, lambda: app.screen.query(TextArea))
        app.screen.query_one(TextArea).insert("Ask the harbour master.")
        if is_being_stored:
            await pilot.press("ctrl+s")
        os.kill(os.getpid(), signal.SIGTERM)
        await until(pilot, lambda: app.return_code is not None)
        is_told_to_end.set()
    assert app.return_code == 128 + signal.SIGTERM
    assert attempts == [1]  # it is kept before the archive is waited for, and that is not done twice
    (file,) = (tmp_path / "state").rglob("note-*.md")
    assert file.read_text("utf-8") == "Ask the harbour master."
    assert file.stat().st_mode & 0o777 == 0o600
    said = " ".join(capsys.readouterr().err.split())
    assert "The archive is locked." in said
    assert file.name in said


async def test_where_the_desk_was_left_is_not_long_waited_for(
    desk: Callable[..., OnRecord], archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[tuple[float, list[str]]] = []
    waiting = archive.waiting

    @contextmanager
    def note_wait(seconds: float) -> Iterator[None]:
        changed: list[str] = []
        waits.append((seconds, changed))
        with monkeypatch.context() as patch, waiting(seconds):
            patch.setattr(desk_screen, "save_session", lambda *_: changed.append("session"))
            patch.setattr(desk_screen, "save_history", lambda *_: changed.append("history"))
            patch.setattr(archive.articles, "update", lambda *_, position: changed.append("position"))
            yield

    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("enter", "w", "w")
        monkeypatch.setattr(archive, "waiting", note_wait)
        os.kill(os.getpid(), signal.SIGTERM)
        await until(pilot, lambda: app.return_code is not None)
    assert waits == [(COMFORT_WAIT, ["position"]), (COMFORT_WAIT, ["session", "history"])]


async def test_what_was_thrown_away_is_not_stored(desk: Callable[..., OnRecord], archive: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("enter", "a")
        await until(pilot, lambda: app.screen.query(TextArea))
        app.screen.query_one(TextArea).insert("Never mind.")
        await pilot.press("escape", "y")
        await pilot.pause()
    assert archive.notes.all() == []


@pytest.mark.parametrize("moment", ["resumed", "resized and back"])
async def test_everything_is_painted_again_where_others_may_have_written(
    desk: Callable[..., OnRecord], monkeypatch: pytest.MonkeyPatch, moment: str
) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        laid_out: list[bool] = []
        refresh = screen.refresh

        def note_refresh(
            *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
        ) -> object:
            laid_out.append(layout)
            return refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)

        monkeypatch.setattr(screen, "refresh", note_refresh)
        if moment == "resumed":
            app.app_resume_signal.publish(app)
        else:
            app.post_message(events.Resize(Size(*WIDE), Size(*WIDE)))
        await until(pilot, lambda: True in laid_out)


async def test_the_palette_offers_to_suspend(desk: Callable[..., OnRecord]) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        assert "Suspend: go to the shell; fg comes back" in {
            command.title for command in app.get_system_commands(screen)
        }


async def test_another_size_makes_the_terminal_unknown(
    desk: Callable[..., OnRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[tuple[int, int]] = []
    monkeypatch.setattr(TerminalCells, "resize", lambda _, width, height: sizes.append((width, height)))
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.resize_terminal(70, 20)
        await until(pilot, lambda: (70, 20) in sizes)


@pytest.mark.parametrize("opening", ["help", "archive_notes", "note", "reviews", "jump"])
async def test_a_screen_that_opens_when_the_desk_ends_costs_no_failure(
    desk: Callable[..., OnRecord], opening: str
) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)

        def open_and_end() -> None:
            screen.workbench.commands()[opening]()
            app.exit(return_code=128 + signal.SIGTERM)  # as the handler of the signal does

        app.call_later(open_and_end)
        while app.return_code is None:  # the pilot would wait for widgets that never come
            await asyncio.sleep(0)
    assert app.return_code == 128 + signal.SIGTERM


async def test_what_a_key_waits_for_does_not_keep_a_desk_that_is_left(
    desk: Callable[..., OnRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.tui.app._KEY_PATIENCE", None)  # for ever
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await ready(pilot)
        waiting = asyncio.ensure_future(app._wait_for(asyncio.Event().wait()))
        await asyncio.sleep(0)
        assert not waiting.done()
        app.exit(return_code=128 + signal.SIGTERM)
        await asyncio.wait_for(waiting, PATIENCE)


async def test_keys_behind_the_signal_do_nothing(desk: Callable[..., OnRecord]) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        app.exit(return_code=128 + signal.SIGTERM)
        await app.on_event(events.Key("question_mark", "?"))
        assert app.screen_stack == [screen]
