"""Bookmarks: letters set in a text, gone to, listed, and taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk_pilot import WIDE, started
from textual.pilot import Pilot
from waiting import message_of, until

from onrecord.archive import Archive
from onrecord.base.anchors import anchor_at
from onrecord.base.records import Anchor, Draft, Note
from onrecord.base.settings import Settings
from onrecord.tui.app import OnRecord
from onrecord.tui.model.bookmarks import bookmarks, nearest_word
from onrecord.tui.model.undo import UndoableEdits
from onrecord.tui.screens.bookmark_menu import BookmarkMenu
from onrecord.tui.screens.desk import DeskScreen

Desk = Callable[..., OnRecord]
TEXT = "The port is shut. Nobody works."


def note(body: str, *, id: int = 1, on_passage: bool = True, version: str = "") -> Note:
    anchor = Anchor(exact="port", prefix="", suffix="", start=4, end=8) if on_passage else None
    return Note(id=id, article=1, body=body, anchor=anchor, version=version, created="", updated="")


def test_a_bookmark_is_a_note_on_a_passage_with_only_an_apostrophe_and_a_letter() -> None:
    others = [
        note("'ab"),
        note("a"),
        note("'A"),
        note("'c", on_passage=False),
        note("'d", version="its words are gone"),
    ]
    first, second = note("'z", id=2), note("'b", id=3)
    assert list(bookmarks([*others, first, second]).items()) == [("b", second), ("z", first)]


@pytest.mark.parametrize(
    ("offset", "word"), [(0, "The"), (5, "port"), (3, "port"), (16, "Nobody"), (30, "works"), (31, "works")]
)
def test_a_bookmark_stands_on_the_word_that_is_nearest(offset: int, word: str) -> None:
    span = nearest_word(TEXT, offset)
    assert span is not None
    assert TEXT[slice(*span)] == word


@pytest.mark.parametrize("text", ["", " … — "])
def test_a_text_without_words_has_no_place_for_one(text: str) -> None:
    assert nearest_word(text, 0) is None


def test_a_letter_that_is_set_again_moves_and_undo_brings_it_back(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        article = archive.articles.add(Draft(title="Port", text=TEXT)).id
        edits = UndoableEdits(archive)
        edits.set_bookmark(article, "a", anchor_at(TEXT, (4, 8)), None)
        (before,) = archive.notes.on(article)
        edits.set_bookmark(article, "a", anchor_at(TEXT, (18, 24)), before)
        (moved,) = archive.notes.on(article)
        assert (moved.id, moved.body) == (before.id, "'a")
        assert moved.anchor is not None
        assert moved.anchor.exact == "Nobody"
        assert (edits.undo(), archive.notes.on(article)) == ("bookmark", [before])
        assert (edits.undo(), archive.notes.on(article)) == ("bookmark", [])


async def in_menu(pilot: Pilot[None], key: str) -> BookmarkMenu:
    await pilot.press(key)
    await until(pilot, lambda: isinstance(pilot.app.screen, BookmarkMenu))
    screen = pilot.app.screen
    assert isinstance(screen, BookmarkMenu)
    return screen


async def test_m_and_a_letter_set_one_and_an_apostrophe_and_the_letter_go_there(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert isinstance(screen, DeskScreen)
        reader = screen.workbench.panes.reader
        await pilot.press("apostrophe")
        assert message_of(screen).startswith("No bookmarks in this article")
        await pilot.press("enter", "]", "m", "j")  # typed without a pause; j is a letter here
        await until(pilot, lambda: app.screen is screen and reader.notes)
        place = nearest_word(reader.text, reader.cursor)
        assert place is not None
        assert list(bookmarks(reader.notes)) == ["j"]
        assert any(reader.signs(start, start + 1)[0][0] == "j" for start in [place[0]])
        await pilot.press("G")
        left_at = reader.cursor
        await pilot.press("apostrophe", "j")
        await until(pilot, lambda: reader.cursor == place[0])
        await pilot.press("ctrl+o")
        await until(pilot, lambda: reader.cursor == left_at)
        await pilot.press("ctrl+z")
        await until(pilot, lambda: not reader.notes)


async def test_a_letter_that_is_set_where_it_is_is_taken_away(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        reader = screen.workbench.panes.reader
        await pilot.press("enter")
        for _ in range(2):
            (await in_menu(pilot, "m")).dismiss("q")
            await until(pilot, lambda: app.screen is screen)
            await pilot.pause()
        assert reader.notes == []
        assert message_of(screen) == "Bookmark q is taken away; ctrl+z brings it back."
        await pilot.press("ctrl+z")
        await until(pilot, lambda: list(bookmarks(reader.notes)) == ["q"])


@pytest.mark.parametrize(("keys", "key"), [({}, "m"), ({"set_bookmark": "f8"}, "f8")])
async def test_the_key_that_sets_one_is_the_users_own(archive: Archive, keys: dict[str, str], key: str) -> None:
    app = OnRecord(Settings(archive=archive.folder, keys=keys), archive)
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("enter", "apostrophe")
        assert message_of(screen) == f"No bookmarks in this article; {key} and a letter set one in its text."
