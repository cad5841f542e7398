"""Writing on the desk: tags, notes, read marks and stars, and what is said where nothing can be written."""

from __future__ import annotations

import pytest
from desk_pilot import WIDE, Desk, started
from list_sample import shown
from textual.widgets import Input, TextArea
from waiting import sentences_said, until

from onrecord.archive import Archive, ArchiveFull
from onrecord.base.settings import Settings
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.prompts import NoteEditor, TagPrompt
from onrecord.tui.widgets.key_line import KeyLine


async def test_tagging_and_taking_it_back(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        article = screen.open_article.article.id  # type: ignore[union-attr]
        before = screen.archive.articles.get(article).tags
        await pilot.press("t")
        assert isinstance(app.screen, TagPrompt)
        app.screen.query_one(Input).value += " urgent"
        await pilot.press("enter")
        await pilot.pause()
        assert set(screen.archive.articles.get(article).tags) == {*before, "urgent"}
        await pilot.press("ctrl+z")
        assert set(screen.archive.articles.get(article).tags) == set(before)


async def test_a_note_on_the_article_and_on_a_passage(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        article = screen.open_article.article.id  # type: ignore[union-attr]
        await pilot.press("enter", "a")
        assert isinstance(app.screen, NoteEditor)
        app.screen.query_one(TextArea).text = "Ask the *union* for its figures."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen)
        assert [note.body for note in screen.archive.notes.on(article)] == ["Ask the *union* for its figures."]

        await pilot.press("g", "v", "w", "w", "w")
        passage = screen.workbench.panes.reader.selection
        assert passage is not None
        await pilot.press("a")
        app.screen.query_one(TextArea).text = "Check."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen)
        notes = screen.archive.notes.on(article)
        anchor = next(note.anchor for note in notes if note.body == "Check.")
        assert anchor is not None
        assert anchor.exact == screen.open_article.text[slice(*passage)]  # type: ignore[union-attr]

        await pilot.press("3", "g", "i")
        assert isinstance(app.screen, NoteEditor)
        body = app.screen.query_one(TextArea).text
        app.screen.query_one(TextArea).text = body + " Twice."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen)
        assert body + " Twice." in [note.body for note in screen.archive.notes.on(article)]

        await pilot.press("3", "g", "d")
        await pilot.pause()
        assert len(screen.archive.notes.on(article)) == 1
        await pilot.press("ctrl+z")
        assert len(screen.archive.notes.on(article)) == 2


async def test_a_note_that_cannot_be_stored_is_not_lost(
    desk: Desk, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise ArchiveFull("There is no room left for the archive.")

    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        article = screen.open_article.article.id  # type: ignore[union-attr]
        for keys in (["enter", "a"], ["3", "g", "i"]):  # a new note, then the same one again
            with monkeypatch.context() as patched:
                for name in ("add_to_each", "update"):
                    patched.setattr(archive.notes, name, fail)
                await pilot.press(*keys)
                pad = app.screen
                assert isinstance(pad, NoteEditor)
                await until(pilot, lambda: app.screen.query(TextArea))
                pad.query_one(TextArea).insert("Ask.")
                await pilot.press("ctrl+s")
                await until(pilot, lambda: app.screen.query(".-refused"))
                assert app.screen is pad
                assert pad.query_one(TextArea).text.startswith("Ask.")
                assert "no room left" in " ".join(shown(pad.query_one("#save-state")))
            await pilot.press("ctrl+s")
            await until(pilot, lambda: app.screen is screen)
            await until(pilot, lambda: screen.open_article and screen.open_article.notes)
        assert [note.body for note in archive.notes.on(article)] == ["Ask.Ask."]


async def test_where_nothing_can_be_written_nothing_is_asked_for(archive: Archive) -> None:
    archive.notes.add(archive.search.ids()[0], "Written before.")
    with Archive(archive.file, create=False, refused="The archive is only read.") as shut:
        app = OnRecord(Settings(archive=archive.folder), shut)
        async with app.run_test(size=WIDE) as pilot:
            screen = await started(pilot)
            app.clear_notifications()
            screen.query_one(KeyLine)._clear_message()
            for keys in (["a"], ["t"], ["enter", "]", "c"], ["3", "i"], ["/", *"strike", "enter", "S"]):
                await pilot.press(*keys)
                await until(pilot, lambda: any("only read" in sentence for sentence in sentences_said(app)))
                assert app.screen is screen
                app.clear_notifications()
                screen.query_one(KeyLine)._clear_message()


async def test_read_marks_and_stars(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        article = screen.open_article.article.id  # type: ignore[union-attr]
        await pilot.press("s", "u")
        assert screen.archive.articles.get(article).starred
        assert screen.archive.articles.get(article).read
        await pilot.press("u")
        assert not screen.archive.articles.get(article).read
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert not screen.archive.articles.get(article).starred
