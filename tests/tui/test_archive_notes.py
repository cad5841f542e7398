"""All notes of the archive on the desk: their order, the filter, and reading one in its article."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_pilot import NARROW, WIDE, focused, started
from list_sample import shown
from textual.pilot import Pilot
from textual.widgets import Input, Static
from waiting import until

from onrecord.archive import Archive
from onrecord.base.records import Anchor, Article, Note
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.archive_notes import ArchiveNotesScreen, matching_notes
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.widgets.archive_note_list import ArchiveNoteList, NoteOfArticle

Desk = Callable[..., OnRecord]


@pytest.fixture
def noted(archive: Archive) -> Archive:
    """A note on a passage of article 1, and a newer one on all of article 2."""
    text = archive.articles.text(1)
    start = len(text) // 2
    exact = text[start : start + 20]
    archive.notes.add(1, "Ask the *council*. #todo", Anchor(exact=exact, start=start, end=start + 20))
    archive.notes.add(2, "Compare the figures.\n\nTwice.")
    return archive


async def notes(pilot: Pilot[None]) -> ArchiveNoteList:
    await started(pilot)
    await pilot.press("4")
    await until(pilot, lambda: isinstance(pilot.app.screen, ArchiveNotesScreen))
    list_ = pilot.app.screen.query_one(ArchiveNoteList)
    await until(pilot, list_.count)
    return list_


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_each_note_stands_with_its_article(desk: Desk, noted: Archive, size: tuple[int, int]) -> None:
    async with desk().run_test(size=size) as pilot:
        list_ = await notes(pilot)
        lines = shown(list_)
        assert noted.articles.get(2).title[:20] in lines[0]
        assert lines[1:3] == ["   Compare the figures.", "   Twice."]
        assert lines[5].startswith("   ▏")
        assert lines[6] == "   Ask the council. #todo"
        head = str(pilot.app.screen.query_one("#archive-notes-head", Static).content)
        assert head == " 2 notes  2 articles  #todo 1"


async def test_the_filter_follows_what_is_typed(desk: Desk, noted: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        list_ = await notes(pilot)
        await pilot.press("slash", *"#TODO")
        await until(pilot, lambda: list_.count() == 1)
        await pilot.press("enter", "slash", *"zz")
        await until(pilot, lambda: list_.count() == 0)
        assert list_.empty_text == "No note has all these words."
        await pilot.press("enter", "q")  # back to all
        assert app.screen.query_one(Input).value == ""
        await until(pilot, lambda: list_.count() == 2)
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))


async def test_a_note_is_read_at_its_passage_or_beside_its_article(desk: Desk, noted: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await notes(pilot)
        await pilot.press("j", "enter")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        screen = app.screen
        assert isinstance(screen, DeskScreen)
        opened = screen.open_article
        assert opened is not None
        assert opened.article.id == 1
        await until(pilot, lambda: focused(screen) == "reader")
        await pilot.press("4")
        await until(pilot, lambda: isinstance(app.screen, ArchiveNotesScreen))
        await until(pilot, app.screen.query_one(ArchiveNoteList).count)
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is screen)
        assert screen.open_article is not None
        assert screen.open_article.article.id == 2
        assert focused(screen) == "notes"


@pytest.mark.parametrize("key", ["q", "ctrl+o"])
async def test_from_the_article_one_goes_back_to_the_note_in_the_list(
    desk: Desk, noted: Archive, key: str
) -> None:
    noted.notes.add(2, "Ask whose figures these are.")  # the newest note
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        list_ = await notes(pilot)
        desk_screen = app.screen_stack[-2]
        assert isinstance(desk_screen, DeskScreen)
        await pilot.press("slash", *"ask", "enter")
        await until(pilot, lambda: list_.count() == 2)
        await pilot.press("j", "enter")
        await until(pilot, lambda: focused(desk_screen) == "reader")
        await pilot.press(key)
        await until(pilot, lambda: isinstance(app.screen, ArchiveNotesScreen))
        list_ = app.screen.query_one(ArchiveNoteList)
        await until(pilot, lambda: list_.count() == 2)
        assert app.screen.query_one(Input).value == "ask"
        await until(pilot, lambda: list_.highlighted is not None and list_.highlighted.article == 1)
        await pilot.press("q", "q")  # without the filter, then out
        await until(pilot, lambda: app.screen is desk_screen)
        assert focused(desk_screen) == "articles"


async def test_q_goes_back_from_a_note_on_the_whole_article(desk: Desk, noted: Archive) -> None:
    newer = noted.notes.add(2, "Ask whose figures these are.")
    app = desk()
    async with app.run_test(size=NARROW) as pilot:
        list_ = await notes(pilot)
        desk_screen = app.screen_stack[-2]
        assert isinstance(desk_screen, DeskScreen)
        await pilot.press("enter")
        await until(pilot, lambda: focused(desk_screen) == "notes")
        highlighted = desk_screen.workbench.panes.sidebar.notes.highlighted
        assert highlighted is not None
        assert highlighted.id == newer.id
        await pilot.press("q")
        await until(pilot, lambda: isinstance(app.screen, ArchiveNotesScreen))
        list_ = app.screen.query_one(ArchiveNoteList)
        await until(pilot, lambda: list_.highlighted is not None and list_.highlighted.id == newer.id)
        await pilot.press("q")
        await until(pilot, lambda: app.screen is desk_screen)
        assert focused(desk_screen) == "articles"
        await pilot.press("enter", "3", "q")  # without a screen that has led there
        await until(pilot, lambda: focused(desk_screen) == "reader")


def test_notes_match_by_all_their_words() -> None:
    note = NoteOfArticle(
        Note(id=1, article=2, body="Ask #todo", tags=["check"], anchor=Anchor(exact="the quay")),
        Article(id=2, title="Harbour", source="Wire", tags=["port"]),
    )
    for words in ("", "ask", "ASK wire", "#todo", "#check", "quay harbour", "#port"):
        assert matching_notes([note], words) == [note]
    for words in ("ask nobody", "#wire"):
        assert matching_notes([note], words) == []
