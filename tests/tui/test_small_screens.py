"""What a terminal of 40 columns and 12 lines shows: rows in every pane, and room in the dialogs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList, TextArea
from waiting import until, until_at_rest

from onrecord.annotation import version
from onrecord.archive import Archive
from onrecord.base.records import Actor, Annotation, Attribution, Draft
from onrecord.base.settings import Settings
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.choice_menu import ChoiceMenu
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.prompts import NoteEditor

TEXT = "Ann Adler said: “We go.” She left."


@pytest.fixture
def app(tmp_path: Path) -> Iterator[OnRecord]:
    quote = Attribution(source=[(0, 9)], cue=[(10, 14)], content=[(16, 24)], kind="direct", speaker=["a1"])
    adler = Actor(id="a1", name="Ann Adler", type="person", mentions=[(0, 9)])
    with Archive.open(tmp_path / "news") as archive:
        annotation = Annotation(attributions=[quote], actors=[adler], annotator=version())
        archive.articles.add(Draft(title="Home", text=TEXT), annotation)
        yield OnRecord(Settings(archive=archive.folder, theme="onrecord-dark"), archive)


async def opened(pilot: Pilot[None]) -> DeskScreen:
    desk = pilot.app.screen
    assert isinstance(desk, DeskScreen)
    await until(pilot, lambda: desk.is_ready and not desk.listing.is_busy and desk.open_article)
    return desk


async def test_actors_and_quotes_have_rows(app: OnRecord) -> None:
    async with app.run_test(size=(40, 12)) as pilot:
        desk = await opened(pilot)
        desk.listing.focus.focus("actors")
        await pilot.pause()
        sidebar = desk.workbench.panes.sidebar
        assert sidebar.actors.scrollable_size.height == 2
        assert desk.workbench.panes.quotes.scrollable_size.height == 3


async def test_a_note_has_lines_to_write_in(app: OnRecord) -> None:
    async with app.run_test(size=(40, 12)) as pilot:
        await opened(pilot)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, NoteEditor) and app.screen.query(TextArea))
        await pilot.pause()
        assert app.screen.query_one(TextArea).size.height == 10


async def test_all_of_what_can_be_set_right_is_seen(app: OnRecord) -> None:
    async with app.run_test(size=(40, 12)) as pilot:
        desk = await opened(pilot)
        desk.listing.focus.focus("reader")
        await pilot.press("c")
        await until(pilot, lambda: isinstance(app.screen, ChoiceMenu))
        await pilot.pause()
        choices = app.screen.query_one(OptionList)
        assert choices.option_count >= 5
        assert choices.size.height >= choices.option_count


async def test_what_is_opened_while_its_pane_is_hidden_is_there_when_it_is_shown(app: OnRecord) -> None:
    quote = Attribution(source=[(0, 9)], cue=[(10, 14)], content=[(16, 24)], kind="direct", speaker=["a1"])
    adler = Actor(id="a1", name="Ann Adler", type="person", mentions=[(0, 9)])
    annotation = Annotation(attributions=[quote], actors=[adler], annotator=version())
    app.archive.articles.add(Draft(title="Away", text=f"{TEXT} Now."), annotation)
    async with app.run_test(size=(80, 24)) as pilot:
        desk = await opened(pilot)
        panes = desk.workbench.panes
        titles = []
        for _ in range(2):
            await pilot.press("enter")
            await until_at_rest(pilot)
            titles.append(" ".join(panes.reader.render_line(y).text.strip() for y in range(1, 3)).split()[0])
            await pilot.press("1")
            await until_at_rest(pilot)
            lines = [panes.quotes.render_line(y).text.split() for y in range(2)]
            assert lines == [["▌Ann", "Adler", "said", "direct", "1.00"], ["▌“We", "go.”"]]
            await pilot.press("h", "h", "j")
            await until_at_rest(pilot)
        assert sorted(titles) == ["Away", "Home"]
