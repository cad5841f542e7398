"""The versions of an article on the desk: their list, and what each changed."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from desk_pilot import NARROW, WIDE, started
from list_sample import ListApp, shown
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets import Static
from waiting import until

from onrecord.base.records import Anchor, ArticleVersion, Note
from onrecord.base.text_changes import TextChange
from onrecord.base.version_history import version_steps
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.versions import VersionsScreen
from onrecord.tui.widgets.note_list import NoteList
from onrecord.tui.widgets.version_list import ChangedText, VersionList, around_changes

Desk = Callable[..., OnRecord]

OLD, NEW = "The gates stay shut today.\n\n[b]Ships[/b] wait.", "The gates open today.\n\n[b]Ships[/b] wait."


def steps_of(*texts: str) -> list[ArticleVersion]:
    """Versions with these texts, each an hour after the one before."""
    return [
        ArticleVersion(
            id=number, article=1, title=f"Gates {number}", text=text, text_hash=text, replaced=f"2026-01-0{number}"
        )
        for number, text in enumerate(texts, start=1)
    ]


def marked(text: ChangedText) -> dict[str, str]:
    """The marked pieces of a text, each with its style."""
    content = text.query_one(Static).content
    if not isinstance(content, Content):
        return {}
    return {content.plain[span.start : span.end]: str(span.style) for span in content.spans if str(span.style)}


async def versions(pilot: Pilot[None]) -> VersionsScreen:
    """Give the open article a new version, and open its versions."""
    screen = await started(pilot)
    opened = screen.open_article
    assert opened is not None
    screen.archive.articles.update([opened.article.id], text=OLD)
    screen.archive.articles.update([opened.article.id], text=NEW)
    await pilot.press("V")
    await until(pilot, lambda: isinstance(pilot.app.screen, VersionsScreen))
    versions_screen = pilot.app.screen
    assert isinstance(versions_screen, VersionsScreen)
    await until(pilot, lambda: versions_screen.query_one(VersionList).count())
    return versions_screen


async def test_a_row_says_what_changed() -> None:
    versions_list = VersionList()
    async with ListApp(versions_list).run_test(size=(80, 10)) as pilot:
        versions_list.show(version_steps("2025-12-31", steps_of(OLD, NEW)))
        await pilot.pause()
        newest, first = shown(versions_list)[:2]
        assert newest.split() == "2 1 Jan 2026 Gates 2 −2 +1 words 6 words".split()
        assert first.split() == "1 31 Dec 2025 Gates 1 the first 7 words".split()


def test_of_a_very_long_text_the_changes_are_shown_with_what_is_around_them() -> None:
    changes = [
        TextChange("same", "a" * 50),
        TextChange("removed", "stay shut"),
        TextChange("added", "open"),
        TextChange("same", "b" * 50),
        TextChange("added", "now"),
        TextChange("same", "c" * 50),
    ]
    assert around_changes(changes, 166, 5) == changes
    shown_pieces = [" … aaaaa", "stay shut", "open", "bbbbb … bbbbb", "now", "ccccc … "]
    assert [change.text for change in around_changes(changes, 165, 5)] == shown_pieces
    assert [change.text for change in around_changes(changes, 20, 5)] == [" … aaaaa", "stay shut", "ope …"]


def test_of_a_very_long_text_without_changes_the_beginning_is_shown() -> None:
    assert around_changes([TextChange("same", "a" * 50)], 50, 5) == [TextChange("same", "a" * 50)]
    assert around_changes([TextChange("same", "a" * 51)], 50, 5) == [TextChange("same", "a" * 50 + " …")]


async def test_the_changes_of_the_version_under_the_cursor_are_marked(desk: Desk) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await versions(pilot)
        text = screen.query_one(ChangedText)
        await until(pilot, lambda: marked(text))
        assert marked(text) == {"stay shut": "strike $error", "open": "bold underline $success"}
        assert "today.\n\n[b]Ships[/b] wait." in str(text.query_one(Static).content)
        await pilot.press("j", "j")
        await until(pilot, lambda: not marked(text))
        await pilot.press("tab")
        assert screen.focused is text
        await pilot.press("G", "q")
        await until(pilot, lambda: isinstance(pilot.app.screen, DeskScreen))


async def test_it_fits_a_narrow_terminal(desk: Desk) -> None:
    async with desk().run_test(size=NARROW) as pilot:
        screen = await versions(pilot)
        assert screen.query_one(ChangedText).size.height >= 10


async def test_a_note_on_an_earlier_version_says_so() -> None:
    notes = NoteList()
    async with ListApp(notes).run_test(size=(60, 10)) as pilot:
        gone = Note(
            id=1, article=1, body="Which?", anchor=Anchor(exact="the gates"), created="2026-01-02", version="h"
        )
        notes.show([gone, msgspec.structs.replace(gone, id=2, version="")])
        await pilot.pause()
        assert [line.endswith("earlier version") for line in shown(notes) if "✎" in line] == [True, False]
