"""Saved searches as lists above the articles: what is saved, how they are counted, and every key of theirs."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from desk_pilot import NARROW, WIDE, focused, listed, started, titles
from list_sample import ListApp, shown
from patience import PATIENCE, wait_until
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input
from waiting import delays, message_of, until, until_at_rest

from onrecord.archive import Archive, ArchiveError, ArticleCounts, QueryError, parse
from onrecord.base.records import Draft, SavedSearch
from onrecord.tui.app import OnRecord
from onrecord.tui.model.saved_counts import SavedCounts
from onrecord.tui.model.saved_search import is_listed, query_to_save
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.prompts import Confirm
from onrecord.tui.screens.prompts_actor import TextPrompt
from onrecord.tui.widgets.saved_list import SavedList

Desk = Callable[..., OnRecord]


# What is saved, and what is listed


@pytest.mark.parametrize(
    ("text", "order", "saved"),
    [
        (" strike  port ", "newest", "strike  port"),
        ("strike", "title", "strike sort:title"),
        ("strike or bank", "best", "(strike or bank) sort:best"),
        ("strike sort:oldest", "title", "strike sort:oldest"),
        ("", "unread", "sort:unread"),
    ],
)
def test_a_search_is_saved_with_an_order_of_its_own(text: str, order: str, saved: str) -> None:
    assert query_to_save(text, order) == saved
    assert is_listed(SavedSearch(id=1, name="x", query=saved), parse(text), order)


def test_what_is_no_query_is_not_saved() -> None:
    with pytest.raises(QueryError):
        query_to_save("strike (", "newest")


def test_a_list_is_listed_when_its_articles_are_in_its_order() -> None:
    saved = SavedSearch(id=1, name="x", query="Strike   port")
    assert is_listed(saved, parse("Strike port"), "newest")
    assert is_listed(saved, parse("Strike port"), "title")  # it has no order of its own
    assert not is_listed(saved, parse("Strike port sort:title"), "newest")
    assert not is_listed(saved, parse("Strike"), "newest")
    assert not is_listed(saved, None, "newest")
    assert not is_listed(SavedSearch(id=1, name="x", query="tag:"), parse("tag"), "newest")


# The rows

LISTS = [
    SavedSearch(id=id, name=name, query="x")
    for id, name in ((4, "Port strike"), (2, "Banks"), (9, "Lost"), (5, "New"))
]


async def test_a_row_has_a_name_and_counts_in_columns() -> None:
    list_ = SavedList(LISTS)
    async with ListApp(list_).run_test(size=(32, 20)) as pilot:
        await pilot.pause()
        assert shown(list_) == [f"  {saved.name}".ljust(27) + "…" for saved in LISTS]
        list_.show(LISTS, {4: ArticleCounts(1204, 38), 2: ArticleCounts(7, 0), 9: None}, {2})
        await pilot.pause()
        assert list_.border_title == "Lists 4"
        assert shown(list_) == [
            "  Port strike      ●38 1,204",
            "▸ Banks                    7",
            "  Lost                     ?",
            "  New                      …",
        ]


async def test_a_name_from_outside_is_cut_and_shown_plain() -> None:
    list_ = SavedList([SavedSearch(id=1, name="[red]A\x1b[31m name that has no room", query="x")])
    async with ListApp(list_).run_test(size=(32, 20)) as pilot:
        list_.show(list_._lists, {1: ArticleCounts(5, 0)}, ())
        await pilot.pause()
        assert shown(list_) == ["  [red]A␛[31m name that h… 5"]


async def test_lists_take_a_third_of_the_height_at_most_and_the_others_are_scrolled_to() -> None:
    lists = [SavedSearch(id=id, name=f"List {id}", query="x") for id in range(1, 9)]
    list_ = SavedList(lists[:3])
    async with ListApp(list_).run_test(size=(32, 28)) as pilot:
        await pilot.pause()
        assert list_.outer_size.height == 5
        list_.show(lists, {}, ())
        await pilot.pause()
        assert list_.outer_size.height == 9
        await pilot.press("G")
        await pilot.pause()
        assert shown(list_)[-1].startswith("  List 8")
        list_.show([*lists[4:], *lists[:4]], {}, {2})
        await pilot.pause()
        assert list_.highlighted == lists[7]
        list_.highlight_listed()
        assert list_.highlighted == lists[1]


async def test_keys_of_the_rows() -> None:
    list_ = SavedList(LISTS)
    app = ListApp(list_)
    async with app.run_test(size=(32, 20), message_hook=app.hear) as pilot:
        await pilot.press("j", "enter", "l", "i", "plus", "minus", "d")
        saved = LISTS[1]
        highlighted = SavedList.Highlighted
        assert app.said() == [
            highlighted(LISTS[0]),
            highlighted(saved),
            SavedList.Opened(saved),
            SavedList.Opened(saved),
            SavedList.RenameWanted(saved),
            SavedList.MoveWanted(saved, -1),
            SavedList.MoveWanted(saved, 1),
            SavedList.ForgetWanted(saved),
        ]
        await pilot.click(SavedList, offset=(5, 1))
        assert app.said() == [highlighted(LISTS[0]), SavedList.Opened(LISTS[0])]


# Counting


class Counting(App[None]):
    """Something that counts can be shown to."""

    def __init__(self, archive: Archive) -> None:
        super().__init__()
        self.changes = 0
        self.saved_counts = SavedCounts(self, archive, self._changed)

    def _changed(self) -> None:
        self.changes += 1


async def test_lists_are_counted_and_again_when_the_archive_changes(archive: Archive) -> None:
    strike = archive.saved_searches.save("strike", "title:strike").id
    lost = archive.saved_searches.save("lost", "in:strike").id
    archive.saved_searches.save("strike", "title:museum")
    archive.database.table("searches").update({"query": "in:nothing"}, doc_ids=[lost])
    app = Counting(archive)
    async with app.run_test() as pilot:
        app.saved_counts.request(archive.saved_searches.all())
        await until(pilot, lambda: app.saved_counts.counts == {strike: ArticleCounts(1, 1), lost: None})
        archive.articles.update(archive.search.ids("title:museum"), read=True)
        app.saved_counts.request(archive.saved_searches.all())
        await until(pilot, lambda: app.saved_counts.counts[strike] == ArticleCounts(1, 0))
        with Archive.open(archive.folder) as other:
            other.articles.add(Draft(title="Another museum", text="It opens."))
        app.saved_counts.request(archive.saved_searches.all())
        await until(pilot, lambda: app.saved_counts.counts[strike] == ArticleCounts(2, 1))


async def test_nothing_is_counted_again_unless_something_was_written(archive: Archive) -> None:
    archive.saved_searches.save("all", "")
    archive.version()  # the first time it tells of what was written when the archive was made
    app = Counting(archive)
    async with app.run_test() as pilot:
        app.saved_counts.request(archive.saved_searches.all())
        await until(pilot, lambda: app.changes == 1)
        for _ in range(3):
            app.saved_counts.request(archive.saved_searches.all())
            await until_at_rest(pilot)
        assert app.changes == 1


async def test_other_lists_are_counted_at_once_in_place_of_those_of_before(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = archive.saved_searches.save("first", "title:strike")
    tally, begun, asked = archive.search.tally, threading.Event(), []

    def slowly(query: str, is_cancelled: Callable[[], bool]) -> ArticleCounts:
        asked.append(query)
        begun.set()
        if query == "title:strike":
            wait_until(is_cancelled)
        return tally(query, is_cancelled=is_cancelled)

    monkeypatch.setattr(archive.search, "tally", slowly)
    app = Counting(archive)
    async with app.run_test() as pilot:
        app.saved_counts.request([first])
        assert begun.wait(PATIENCE)
        second = archive.saved_searches.save("first", "title:museum")
        app.saved_counts.request([second])
        await until(pilot, lambda: app.saved_counts.counts == {first.id: ArticleCounts(1, 1)})
        assert asked == ["title:strike", "title:museum"]
        assert app.changes == 1


async def test_what_is_written_all_the_time_does_not_keep_from_counting(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive.saved_searches.save("all", "")
    tally, go = archive.search.tally, threading.Event()

    def slowly(query: str, is_cancelled: Callable[[], bool]) -> ArticleCounts:
        assert go.wait(PATIENCE)
        assert not is_cancelled()
        return tally(query, is_cancelled=is_cancelled)

    monkeypatch.setattr(archive.search, "tally", slowly)
    app = Counting(archive)
    async with app.run_test() as pilot:
        app.saved_counts.request(archive.saved_searches.all())
        for number in range(3):
            archive.articles.add(Draft(title=f"Late {number}", text=f"Something {number}."))
            app.saved_counts.request(archive.saved_searches.all())
            await until(pilot, lambda: not delays(app))
        go.set()
        await until(pilot, lambda: list(app.saved_counts.counts.values()) == [ArticleCounts(7, 7)])


# On the desk


def rows(screen: DeskScreen) -> list[str]:
    assert screen.workbench.saved_searches.pane is not None
    return [" ".join(line.split()) for line in shown(screen.workbench.saved_searches.pane)]


async def counted(pilot: Pilot[None], *expected: str) -> None:
    """Wait until the rows of the lists are these."""
    screen = pilot.app.screen
    assert isinstance(screen, DeskScreen)
    await until(pilot, lambda: screen.workbench.saved_searches.pane)
    await until(pilot, lambda: rows(screen) == list(expected))


def names(archive: Archive) -> list[str]:
    return [saved.name for saved in archive.saved_searches.all()]


@pytest.fixture
def lists(archive: Archive) -> Archive:
    """The archive with three lists."""
    archive.saved_searches.save("Strikes", "strike")
    archive.saved_searches.save("Economy", "#economy sort:title")
    archive.saved_searches.save("Water", "river water")
    return archive


async def test_without_saved_searches_nothing_is_there(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert not screen.query(SavedList)
        assert screen.articles.region.y == 1
        await pilot.press("L")
        assert "S keeps the search" in message_of(screen)
        await pilot.press("S")
        assert app.screen is screen
        assert "Nothing is searched for" in message_of(screen)


async def test_saved_searches_are_there_from_the_start_with_counts(desk: Desk, lists: Archive) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await counted(pilot, "Strikes ●1 1", "Economy ●2 2", "Water ●1 1")
        assert focused(screen) == "articles"
        await pilot.press("tab", "tab", "tab", "tab")
        assert focused(screen) == "saved"
        await pilot.press("tab")
        assert focused(screen) == "articles"


async def test_enter_opens_a_list_and_again_shows_all(desk: Desk, lists: Archive) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        before = titles(screen)
        await pilot.press("L", "j", "enter")
        await listed(pilot)
        assert focused(screen) == "articles"
        assert screen.query_one("#search", Input).value == "#economy sort:title"
        assert list(screen.articles.ids) == lists.search.ids("#economy sort:title")
        await counted(pilot, "Strikes ●1 1", "▸ Economy ●2 2", "Water ●1 1")
        await pilot.press("L")
        assert focused(screen) == "saved"
        await pilot.press("enter")
        await listed(pilot)
        assert titles(screen) == before
        assert screen.query_one("#search", Input).value == ""
        await counted(pilot, "Strikes ●1 1", "Economy ●2 2", "Water ●1 1")


async def test_escape_shows_all_and_the_lists_are_left_by_their_key(desk: Desk, lists: Archive) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("L", "enter")
        await listed(pilot)
        assert len(screen.articles.ids) == 1
        await pilot.press("escape")
        await listed(pilot)
        assert len(screen.articles.ids) == 4
        for key in ("L", "q", "h"):
            await pilot.press("L")
            assert focused(screen) == "saved"
            await pilot.press(key)
            assert focused(screen) == "articles"


async def test_a_click_opens_a_list(desk: Desk, lists: Archive) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.click(SavedList, offset=(6, 3))
        await listed(pilot)
        assert list(screen.articles.ids) == lists.search.ids("river water")


async def test_a_search_is_saved_and_that_is_taken_back(desk: Desk, archive: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("/", *"strike", "enter", "S")
        assert isinstance(app.screen, TextPrompt)
        await pilot.press(*"Port", "enter")
        await counted(pilot, "▸ Port ●1 1")
        assert [(saved.name, saved.query) for saved in archive.saved_searches.all()] == [("Port", "strike*")]
        await pilot.press("L")
        assert focused(screen) == "saved"
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert archive.saved_searches.all() == []
        assert screen.workbench.saved_searches.pane is not None
        assert not screen.workbench.saved_searches.pane.display
        assert focused(screen) == "articles"
        assert screen.listing.focus.order()[0] == "articles"


async def test_a_name_that_stands_is_asked_about(desk: Desk, lists: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await started(pilot)
        await pilot.press("/", *"museum", "enter", "S", *"STRIKES", "enter")
        assert isinstance(app.screen, Confirm)
        await pilot.press("n")
        assert isinstance(app.screen, TextPrompt)
        assert app.screen.query_one(Input).value == "STRIKES"
        await pilot.press("enter", "y")
        await counted(pilot, "▸ STRIKES ●1 1", "Economy ●2 2", "Water ●1 1")
        assert lists.saved_searches.all()[0].query == "museum*"
        await pilot.press("ctrl+z")
        await counted(pilot, "Strikes ●1 1", "Economy ●2 2", "Water ●1 1")
        assert lists.saved_searches.all()[0].query == "strike"


async def test_a_list_is_changed_by_opening_and_saving_it_again(desk: Desk, lists: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await started(pilot)
        await pilot.press("L", "enter", "/", *" or museum", "enter", "S")
        assert app.screen.query_one(Input).value == "Strikes"
        await pilot.press("enter", "y")
        await counted(pilot, "▸ Strikes ●2 2", "Economy ●2 2", "Water ●1 1")
        await pilot.press("escape", "/", *"bank", "enter", "S")
        assert app.screen.query_one(Input).value == ""  # this is another search


async def test_a_name_that_is_none_is_said_and_asked_for_again(desk: Desk, archive: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await started(pilot)
        await pilot.press("/", *"strike", "enter", "S", "exclamation_mark", "enter")
        assert any("needs a name" in notice.message for notice in app._notifications)
        assert isinstance(app.screen, TextPrompt)
        await pilot.press("escape")
        assert archive.saved_searches.all() == []


async def test_an_order_chosen_is_saved_and_can_be_chosen_anew(desk: Desk, archive: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("o", "t", "/", *"the", "enter", "S", *"The", "enter")
        await counted(pilot, "▸ The ●4 4")
        assert archive.saved_searches.all()[0].query == "the* sort:title"
        await pilot.press("o", "n", "L", "enter")
        await listed(pilot)
        assert list(screen.articles.ids) == archive.search.ids("the", "title")
        await pilot.press("o", "o")
        await listed(pilot)
        assert screen.query_one("#search", Input).value == "the*"
        assert list(screen.articles.ids) == archive.search.ids("the", "oldest")


async def test_lists_are_renamed_moved_and_deleted_and_that_is_taken_back(desk: Desk, lists: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert screen.workbench.saved_searches.pane is not None
        await pilot.press("L", "i", *" 2024", "enter")
        assert names(lists) == ["Strikes 2024", "Economy", "Water"]
        await pilot.press("minus")
        assert names(lists) == ["Economy", "Strikes 2024", "Water"]
        await pilot.pause()
        assert screen.workbench.saved_searches.pane.highlighted == lists.saved_searches.all()[1]
        await pilot.press("plus", "plus")  # the second has nowhere to go
        assert names(lists) == ["Strikes 2024", "Economy", "Water"]
        await pilot.press("j", "d")
        assert names(lists) == ["Strikes 2024", "Water"]
        await counted(pilot, "Strikes 2024 ●1 1", "Water ●1 1")
        for left in (
            ["Strikes 2024", "Economy", "Water"],
            ["Economy", "Strikes 2024", "Water"],
            ["Strikes 2024", "Economy", "Water"],
            ["Strikes", "Economy", "Water"],
        ):
            await pilot.press("ctrl+z")
            assert names(lists) == left
        await counted(pilot, "Strikes ●1 1", "Economy ●2 2", "Water ●1 1")
        await pilot.press("g", "i", "ctrl+u", *"water", "enter")
        assert any("“Water” already" in notice.message for notice in app._notifications)
        assert names(lists) == ["Strikes", "Economy", "Water"]


async def test_the_query_of_a_list_is_edited_and_listed_anew(desk: Desk, lists: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("L", "enter")
        await listed(pilot)
        await pilot.press("L", "ctrl+e", *" or (", "enter")
        await until(pilot, lambda: isinstance(app.screen, TextPrompt))
        assert any("(" in notice.message for notice in app._notifications)
        assert app.screen.query_one(Input).value == "strike or ("  # what was typed is there to be put right
        await pilot.press("backspace", *"river", "enter")
        await listed(pilot)
        assert lists.saved_searches.all()[0].query == "strike or river"
        assert names(lists) == ["Strikes", "Economy", "Water"]
        assert screen.listing.query_text == "strike or river"
        assert screen.listing.saved_name == "Strikes"
        await pilot.press("ctrl+z")
        assert lists.saved_searches.all()[0].query == "strike"


async def test_another_query_of_a_list_that_is_not_listed_leaves_the_list(desk: Desk, lists: Archive) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("L", "G", "ctrl+e", *" bank", "enter")
        await pilot.pause()
        assert lists.saved_searches.all()[2].query == "river water bank"
        assert screen.listing.query_text == ""


async def test_counts_follow_what_is_read_and_what_others_write(desk: Desk, lists: Archive) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        await started(pilot)
        await pilot.press("enter")  # reads the article on the strike
        await counted(pilot, "Strikes 1", "Economy ●1 2", "Water ●1 1")
        with Archive.open(lists.folder) as other:
            other.articles.add(Draft(title="Another strike", text="The river is low.", published="2024-03-16"))
            other.saved_searches.save("Rivers", "river")
        await counted(pilot, "Strikes ●1 2", "Economy ●1 2", "Water ●1 1", "Rivers ●2 2")


async def test_a_list_that_cannot_be_understood_says_why_when_it_is_opened(desk: Desk, lists: Archive) -> None:
    lists.saved_searches.save("Both", "in:Strikes or in:Water")
    lists.saved_searches.remove("Strikes")
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await counted(pilot, "Economy ●2 2", "Water ●1 1", "Both ?")
        await pilot.press("L", "G", "enter")
        await listed(pilot)
        line = screen.query_one("#query-error")
        assert line.display
        assert "no saved search “Strikes”" in str(line.render())


async def test_keys_act_while_nothing_is_counted_yet(
    desk: Desk, lists: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    tally, go = lists.search.tally, threading.Event()

    def slowly(query: str, is_cancelled: Callable[[], bool]) -> ArticleCounts:
        assert go.wait(PATIENCE)
        return tally(query, is_cancelled=is_cancelled)

    monkeypatch.setattr(lists.search, "tally", slowly)
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert rows(screen) == ["Strikes …", "Economy …", "Water …"]
        await pilot.press("L", "d", "enter")
        await listed(pilot)
        assert names(lists) == ["Economy", "Water"]
        assert list(screen.articles.ids) == lists.search.ids("#economy sort:title")
        go.set()
        await counted(pilot, "▸ Economy ●2 2", "Water ●1 1")


async def test_a_narrow_screen_has_them_above_the_articles(desk: Desk, lists: Archive) -> None:
    for name in ("One", "Two", "Three"):
        lists.saved_searches.save(name, name)
    async with desk().run_test(size=NARROW) as pilot:
        screen = await started(pilot)
        pane = screen.workbench.saved_searches.pane
        assert pane is not None
        assert pane.outer_size.height == 5
        assert screen.articles.outer_size.height >= 14
        await pilot.press("L", "G")
        await pilot.pause()
        assert (pane.outer_size.height, pane.scroll_offset.y) == (pane.count() + 2, 0)
        assert screen.query_one("#left").display
        await pilot.press("q")
        await pilot.pause()
        assert pane.outer_size.height == 5
        await pilot.press("enter")
        await pilot.pause()
        assert not screen.query_one("#left").display


async def test_an_archive_that_cannot_be_read_is_said_once(
    desk: Desk, lists: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> list[SavedSearch]:
        raise ArchiveError("The archive is asleep.")

    monkeypatch.setattr(lists.saved_searches, "all", fail)
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert screen.workbench.saved_searches.pane is None
        assert titles(screen)
        monkeypatch.undo()
        await pilot.press("s")
        await counted(pilot, "Strikes ●1 1", "Economy ●2 2", "Water ●1 1")
