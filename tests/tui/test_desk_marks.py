"""Verbs on several articles at once, from the list of the desk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from desk_pilot import WIDE, ready
from textual.widgets import OptionList
from waiting import message_of, until, until_at_rest

from onrecord.archive import Archive
from onrecord.export import FORMATS
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.prompts_actor import TextPrompt


async def test_a_tag_goes_to_all_listed_articles_in_six_keys_and_is_taken_back_in_one(
    desk: Callable[..., OnRecord], archive: Archive
) -> None:
    archive.articles.tag([1], add=["elections"])
    before = [article.tags for article in archive.articles.get_many([1, 2, 3, 4])]
    async with desk().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("asterisk", "t", "e", "l", "tab", "enter")
        await until_at_rest(pilot)
        assert all("elections" in article.tags for article in archive.articles.get_many([1, 2, 3, 4]))
        await pilot.press("ctrl+z")
        await until_at_rest(pilot)
        assert [article.tags for article in archive.articles.get_many([1, 2, 3, 4])] == before


async def test_all_are_marked_as_read_in_two_keys(desk: Callable[..., OnRecord], archive: Archive) -> None:
    archive.articles.update([2], read=True)
    async with desk().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("asterisk", "A")
        await until_at_rest(pilot)
        assert all(article.read for article in archive.articles.get_many([1, 2, 3, 4]))
        await pilot.press("ctrl+z")
        await until_at_rest(pilot)
        assert [article.read for article in archive.articles.get_many([1, 2, 3, 4])] == [False, True, False, False]


@pytest.mark.parametrize("key", ["m", "M", "asterisk", "tilde", "right_parenthesis"])
async def test_in_an_empty_list_there_is_nothing_to_mark_or_open(desk: Callable[..., OnRecord], key: str) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("slash", *"zzzz", "enter")
        await until_at_rest(pilot)
        assert not screen.articles.ids
        await pilot.press(key)
        assert message_of(screen) == "This list is empty."


@pytest.mark.parametrize("key", ["f", "V", "W", "ctrl+y"])
async def test_without_an_article_its_keys_say_so(desk: Callable[..., OnRecord], key: str) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("slash", *"zzzz", "enter")
        await until_at_rest(pilot)
        assert screen.open_article is None
        await pilot.press(key)
        assert message_of(screen) == "No article is open."


async def test_marked_rows_are_counted_and_a_verb_is_done_to_them_alone(
    desk: Callable[..., OnRecord], archive: Archive
) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        first, second, third = screen.articles.ids[:3]
        await pilot.press("m", "j", "m")
        assert "2 marked" in str(screen.articles.border_subtitle)
        await pilot.press("s")
        await until_at_rest(pilot)
        starred = [article.id for article in archive.articles.get_many([first, second, third]) if article.starred]
        assert starred == [first, third]
        await pilot.press("escape")
        assert not screen.articles.border_subtitle


async def test_in_the_text_a_verb_is_done_to_the_open_article(
    desk: Callable[..., OnRecord], archive: Archive
) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        first, second = screen.articles.ids[:2]
        await pilot.press("m", "enter", "s")
        await until_at_rest(pilot)
        assert [article.starred for article in archive.articles.get_many([first, second])] == [False, True]


async def test_the_article_under_the_cursor_is_meant_before_it_is_shown(
    desk: Callable[..., OnRecord], archive: Archive
) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("j", "s")
        assert archive.articles.get(screen.articles.ids[1]).starred


async def test_removed_articles_leave_the_list_and_come_back(
    desk: Callable[..., OnRecord], archive: Archive
) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        ids = list(screen.articles.ids)
        await pilot.press("m", "m", "d", "y")
        await until(pilot, lambda: list(screen.articles.ids) == ids[2:])
        await pilot.press("ctrl+z")
        await until(pilot, lambda: list(screen.articles.ids) == ids)


async def test_the_next_unread_article_is_one_key_away(desk: Callable[..., OnRecord], archive: Archive) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        ids = list(screen.articles.ids)
        archive.articles.update(ids[:2], read=True)
        await pilot.press("right_parenthesis")
        await until_at_rest(pilot)
        assert screen.open_article is not None
        assert screen.open_article.article.id == ids[2]
        assert archive.articles.get(ids[2]).read
        await pilot.press("right_parenthesis")
        await until_at_rest(pilot)
        assert screen.articles.highlighted == ids[3]
        archive.articles.update(ids[:1], read=False)
        await pilot.press("left_parenthesis")
        await until_at_rest(pilot)
        assert screen.articles.highlighted == ids[0]


async def test_the_source_of_several_articles_is_set_at_once(
    desk: Callable[..., OnRecord], archive: Archive
) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        await pilot.press("m", "m", "E", "s", "ctrl+u", *"Wire", "enter")
        await until_at_rest(pilot)
        sources = [article.source for article in archive.articles.get_many(list(screen.articles.ids))]
        assert (sources[:2], "Wire" in sources[2:]) == (["Wire", "Wire"], False)


async def test_a_date_that_is_none_is_asked_for_again(desk: Callable[..., OnRecord], archive: Archive) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        article = screen.articles.ids[0]
        await pilot.press("E", "d", "ctrl+u", *"soon", "enter")
        await pilot.press("ctrl+u", *"2021-04-16", "enter")
        await until_at_rest(pilot)
        assert archive.articles.get(article).published == "2021-04-16"


async def test_what_is_listed_is_written_to_a_file(
    desk: Callable[..., OnRecord], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with desk().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("x", "enter", "enter")
        await until(pilot, (tmp_path / "articles.csv").exists)
        assert (tmp_path / "articles.csv").read_text().startswith("article,title,")


async def test_every_format_of_the_table_is_offered(
    desk: Callable[..., OnRecord], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with desk().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("x")
        options = pilot.app.screen.query_one(OptionList)
        assert [option.id for option in options.options] == list(FORMATS)
        await pilot.press(*["j"] * (list(FORMATS).index("brat") - list(FORMATS).index("csv")), "enter", "enter")
        await until(pilot, (tmp_path / "articles-brat" / "annotation.conf").exists)
        await pilot.press("x", "a", "enter")
        await until(pilot, (tmp_path / "articles.md").exists)


async def test_a_file_that_exists_is_not_overwritten(
    desk: Callable[..., OnRecord], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "articles.csv").write_text("mine")
    async with desk().run_test(size=WIDE) as pilot:
        await ready(pilot)
        await pilot.press("x", "enter", "ctrl+u", *"articles.csv", "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, TextPrompt))
        await pilot.press("ctrl+u", *"other.csv", "enter")
        await until(pilot, (tmp_path / "other.csv").exists)
        assert (tmp_path / "articles.csv").read_text() == "mine"
