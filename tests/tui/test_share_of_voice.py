"""The statistics on the desk: what they count, how a row is drawn, and narrowing the search by one."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_pilot import NARROW, WIDE, started
from list_sample import ListApp, shown
from textual.pilot import Pilot
from textual.widgets import Static
from waiting import until

from onrecord.archive.search.voices import KindShare, ShareOfVoice, Voice
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.share_of_voice import ShareOfVoiceScreen
from onrecord.tui.widgets.search_bar import SearchBar
from onrecord.tui.widgets.voice_table import VoiceTable

Desk = Callable[..., OnRecord]

SHARE = ShareOfVoice(
    all=KindShare(key="", articles=3, direct=4, mixed=2, indirect=4),
    voices=[Voice(name="Hugo Larsen", type="person", articles=2, named=9, said=6)],
    unquoted=[Voice(name="Vellin Council", type="organisation", articles=1, named=3, said=0)],
    sources=[KindShare(key="", articles=3, direct=4, mixed=2, indirect=4)],
    months=[KindShare(key="2024-03", articles=3, direct=4, mixed=2, indirect=4)],
)


async def statistics(pilot: Pilot[None], *keys: str) -> VoiceTable:
    await started(pilot)
    await pilot.press(*keys, "percent_sign")
    await until(pilot, lambda: isinstance(pilot.app.screen, ShareOfVoiceScreen))
    table = pilot.app.screen.query_one(VoiceTable)
    await until(pilot, table.count)
    return table


async def test_a_row_has_a_bar_of_its_kinds() -> None:
    table = VoiceTable()
    async with ListApp(table).run_test(size=(90, 14)) as pilot:
        table.show(SHARE)
        await pilot.pause()
        lines = shown(table)
        assert lines[0] == " Who speaks"
        assert lines[1].split() == ["Hugo", "Larsen", "█" * 13, "said", "6", "60%", "named", "9", "articles", "2"]
        assert lines[3] == " Named and never quoted"
        assert lines[4].split() == ["Vellin", "Council", "named", "3", "articles", "1"]
        assert lines[7].split()[:4] == ["no", "source", "█████▓▓▓░░░░░", "quotes"]
        assert lines[10].split()[:3] == ["Mar", "2024", "█████▓▓▓░░░░░"]


async def test_a_source_without_a_name_narrows_nothing() -> None:
    table = VoiceTable()
    app = ListApp(table)
    async with app.run_test(size=(90, 14), message_hook=app.hear) as pilot:
        table.show(SHARE)
        table.cursor = 5
        table.choose_highlighted()
        await pilot.pause()
        assert app.said() == []


@pytest.mark.parametrize("size", [NARROW, WIDE])
async def test_choosing_a_row_narrows_the_search(desk: Desk, size: tuple[int, int]) -> None:
    app = desk()
    async with app.run_test(size=size) as pilot:
        table = await statistics(pilot)
        head = str(app.screen.query_one("#statistics-head", Static).content)
        assert head.startswith(" All 4 articles ")
        await pilot.press("G", "enter")
        await until(pilot, lambda: isinstance(app.screen, DeskScreen))
        month = table._rows[-1]
        assert not isinstance(month, str)
        assert app.screen.query_one(SearchBar).value == f"date:{month.value}"


async def test_the_statistics_are_of_the_search(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await statistics(pilot, "slash", *"is:unread", "enter")
        head = str(app.screen.query_one("#statistics-head", Static).content)
        assert head.startswith(" is:unread ")
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(app.screen, DeskScreen)
