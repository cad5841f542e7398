"""The list of saved searches: its counts in a column, its cursor, and what its keys ask for."""

from __future__ import annotations

from typing import Any

import pytest
from list_sample import ListApp, shown

from onrecord.archive import ArticleCounts
from onrecord.base.records import SavedSearch
from onrecord.tui.widgets.saved_list import SavedList

SEARCHES = [
    SavedSearch(id=number, name=name, query=name)
    for number, name in ((4, "Ports"), (7, "Unread [b]"), (9, "Broken"))
]
COUNTS: dict[int, ArticleCounts | None] = {
    4: ArticleCounts(articles=1234, unread=5),
    7: ArticleCounts(articles=8, unread=0),
    9: None,
}


def lines(list_: SavedList) -> list[str]:
    return [" ".join(line.split()) for line in shown(list_) if line.strip()]


async def test_counts_stand_in_a_column() -> None:
    list_ = SavedList(SEARCHES)
    async with ListApp(list_).run_test(size=(30, 20)) as pilot:
        await pilot.pause()
        assert lines(list_) == ["Ports …", "Unread [b] …", "Broken …"]
        list_.show(SEARCHES, COUNTS, {7})
        await pilot.pause()
        assert lines(list_) == ["Ports ●5 1,234", "▸ Unread [b] 8", "Broken ?"]
        first, second, _ = [line for line in shown(list_) if line.strip()]
        assert first.rindex("4") == second.rindex("8")
        assert str(list_.border_title) == "Lists 3"


async def test_a_feed_that_could_not_be_fetched_is_marked() -> None:
    list_ = SavedList(SEARCHES)
    async with ListApp(list_).run_test(size=(30, 20)) as pilot:
        list_.show(SEARCHES, COUNTS, set(), {7})
        await pilot.pause()
        assert lines(list_) == ["Ports ●5 1,234", "Unread [b] ! 8", "Broken ?"]


async def test_the_cursor_stays_on_its_list() -> None:
    list_ = SavedList(SEARCHES)
    async with ListApp(list_).run_test(size=(30, 20)) as pilot:
        await pilot.press("j")
        assert list_.highlighted == SEARCHES[1]
        list_.show([SEARCHES[2], SEARCHES[0], SEARCHES[1]], COUNTS, set())
        assert (list_.cursor, list_.highlighted) == (2, SEARCHES[1])
        list_.show([SEARCHES[2], SEARCHES[0]], COUNTS, {9})
        assert list_.highlighted == SEARCHES[0]
        list_.highlight_listed()
        assert list_.highlighted == SEARCHES[2]
        list_.show([], {}, set())
        assert list_.highlighted is None


@pytest.mark.parametrize(
    ("action", "message"),
    [
        ("open_list", SavedList.Opened(SEARCHES[1])),
        ("rename_list", SavedList.RenameWanted(SEARCHES[1])),
        ("list_up", SavedList.MoveWanted(SEARCHES[1], -1)),
        ("list_down", SavedList.MoveWanted(SEARCHES[1], 1)),
        ("forget_list", SavedList.ForgetWanted(SEARCHES[1])),
    ],
)
async def test_the_keys_ask_for_what_is_under_the_cursor(action: str, message: object) -> None:
    list_ = SavedList(SEARCHES)
    app = ListApp(list_)
    async with app.run_test(size=(30, 20), message_hook=app.hear) as pilot:
        await pilot.press("j")
        app.said()
        act: Any = getattr(list_, f"action_{action}")
        act()
        await pilot.pause()
        assert app.said() == [message]
        list_.show([], {}, set())
        act()
        await pilot.pause()
        assert app.said() == []
