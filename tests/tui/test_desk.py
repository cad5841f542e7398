"""The desk: its list, its panes, and what it says where it cannot do what it is asked."""

from __future__ import annotations

from pathlib import Path

import pytest
from desk_pilot import NARROW, WIDE, Desk, focused, listed, started, titles
from patience import PATIENCE
from waiting import message_of, until, until_at_rest

from onrecord.archive import Archive, ArchiveFull
from onrecord.base.records import Draft
from onrecord.base.settings import Settings
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.help import HelpScreen
from onrecord.tui.screens.prompts import TagPrompt


async def test_the_list_shows_the_newest_first_and_its_first_article(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert titles(screen)[0] == "Port strike enters its third week"
        assert focused(screen) == "articles"
        assert screen.open_article is not None
        assert screen.open_article.article.title == titles(screen)[0]
        assert not screen.open_article.article.read  # looking is not reading


@pytest.mark.parametrize(("down", "up"), [("j", "k"), ("down", "up")])
async def test_moving_in_the_list_shows_each_article(desk: Desk, down: str, up: str) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press(down, down)
        await until_at_rest(pilot)
        assert screen.open_article is not None
        assert screen.open_article.article.title == titles(screen)[2]
        await pilot.press(up)
        await until_at_rest(pilot)
        assert screen.open_article.article.title == titles(screen)[1]
        await pilot.press("G")
        assert screen.articles.cursor == 3
        await pilot.press("g")
        assert screen.articles.cursor == 0


@pytest.mark.parametrize(
    ("keys", "shown_row"),
    [
        ([], 0),
        (["m"], 0),  # about rows of the list: it only moves on
        (["enter"], 1),
        (["a"], 1),
        (["right_square_bracket"], 1),
        (["tab"], 1),
    ],
)
async def test_before_the_row_rests_a_key_about_the_article_shows_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, keys: list[str], shown_row: int
) -> None:
    monkeypatch.setattr("onrecord.tui.screens.desk.article._FIRST_PREVIEW_DELAY", PATIENCE)
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await listed(pilot)
        await pilot.press("j", *keys)
        await pilot.pause()
        assert screen.open_article is not None
        assert screen.open_article.article.title == titles(screen)[shown_row]


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        (["enter", "asterisk"], "* works in the list of articles, not here."),
        (["enter", "l", "v"], "v works in the text, not here."),
        (["w"], "w works in the list of quotes and the text, not here."),
        (["enter", "X"], "X does nothing here; ? shows the keys."),
        (["enter", "g", "w", "enter"], "No speaker or actor under the cursor; ] and } go to the next ones."),
        (["enter", "f12"], ""),
        (["slash", "X"], ""),
    ],
)
async def test_a_key_that_does_nothing_says_where_it_works(desk: Desk, keys: list[str], sentence: str) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press(*keys)
        assert message_of(screen) == sentence


async def test_enter_opens_and_marks_as_read_and_q_goes_back_and_out(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("enter")
        assert focused(screen) == "reader"
        assert screen.open_article is not None
        assert screen.archive.articles.get(screen.open_article.article.id).read
        await pilot.press("q")
        assert focused(screen) == "articles"
        await pilot.press("q", "y")
        await until(pilot, lambda: app.return_code is not None)
    assert app.return_code == 0


async def test_tab_goes_round_the_panes(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        seen = []
        for _ in range(4):
            await pilot.press("tab")
            seen.append(focused(screen))
        assert seen == ["reader", "actors", "quotes", "articles"]
        await pilot.press("shift+tab")
        assert focused(screen) == "quotes"


async def test_a_narrow_terminal_shows_one_pane_at_a_time(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=NARROW) as pilot:
        screen = await started(pilot)

        def shown() -> list[str]:
            return [name for name in ("left", "middle", "side") if screen.query_one(f"#{name}").display]

        assert shown() == ["left"]
        assert screen.articles.outer_size.width == 80
        await pilot.press("enter")
        await pilot.pause()
        assert shown() == ["middle"]
        await pilot.press("l")
        await pilot.pause()
        assert shown() == ["side"]
        await pilot.press("h", "h")
        await pilot.pause()
        assert shown() == ["left"]
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert shown() == ["left", "middle", "side"]


async def test_help_knows_the_pane_and_the_palette_every_action(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("enter", "?")
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape")
        assert pilot.app.screen is screen
        names = {command.title for command in app.get_system_commands(screen)}
        assert {"Go to the next quote", "Tag the article, or the marked ones", "Search the archive"} <= names
        await pilot.press("ctrl+p", *"next quote", "enter")
        await until_at_rest(pilot)
        await pilot.press("enter")
        await until_at_rest(pilot)
        assert screen.workbench.panes.reader.quote is not None


async def test_what_others_write_is_shown(desk: Desk, archive: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        here = screen.articles.highlighted
        with Archive.open(archive.folder) as other:
            other.articles.add(Draft(title="Late news", text="Something happened.", published="2024-03-16"))
        await until(pilot, lambda: titles(screen)[0] == "Late news")
        assert screen.articles.highlighted == here


async def test_an_empty_archive_says_what_to_do(tmp_path: Path, desk: Desk, archive: Archive) -> None:
    archive.articles.remove(archive.search.ids())
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert screen.open_article is None
        for key in ("enter", "j", "]", "}", "t", "a", "u", "s", "y", "f", "n", "e", "J", "1", "2", "3", "tab"):
            await pilot.press(key)
        assert app.is_running


async def test_an_archive_that_fails_is_said_and_the_desk_stays(
    desk: Desk, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise ArchiveFull("There is no room left for the archive.")

    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("enter", "j", "j")
        for part, name in (
            (archive, "version"),
            (archive.articles, "update"),
            (archive.articles, "tags"),
            (archive.search, "ids"),
            (archive.maintenance, "statistics"),
            (archive.annotations, "pending"),
        ):
            monkeypatch.setattr(part, name, fail)
        screen.workbench.article.annotations.check_again()
        await pilot.press("J", "t", "u", "s", "q")
        await until(pilot, lambda: any("no room left" in notice.message for notice in app._notifications))
        await until(pilot, lambda: screen.query_one("#query-error").display)
        assert app.screen is screen
        monkeypatch.undo()
        await pilot.press("s")
        await until_at_rest(pilot)
        assert not screen.query_one("#query-error").display
        assert screen.archive.articles.get(screen.open_article.article.id).starred  # type: ignore[union-attr]


async def test_an_unknown_action_in_the_config_file_is_said(archive: Archive) -> None:
    app = OnRecord(
        Settings(archive=archive.folder, keys={"tag": "T", "tga": "x", "toggle_asides": "ctrl+b"}), archive
    )
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert screen.workbench.panes.reader.key_of_asides == "ctrl+b"
        assert any("tga" in notice.message for notice in app._notifications)
        await pilot.press("T")
        assert isinstance(app.screen, TagPrompt)
        await pilot.press("escape", "?")
        assert isinstance(app.screen, HelpScreen)
        assert app.screen._keys["tag"] == "T"


async def test_new_articles_leave_the_place_in_the_list(desk: Desk, archive: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("j", "j")
        here, line = screen.articles.highlighted, screen.articles.offset_of_cursor()
        archive.articles.add(Draft(title="Newer than all", text="Nobody has read this.", published="2031-01-01"))
        screen.look_for_changes()
        await listed(pilot)
        assert len(screen.articles.ids) == 5
        assert screen.articles.highlighted == here
        assert screen.articles.offset_of_cursor() == line or screen.articles.scroll_offset.y == 0
        assert str(screen.articles.border_title) == "Articles 5 · newest"
