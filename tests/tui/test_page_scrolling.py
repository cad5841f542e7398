"""How far the page scrolls: exact lines, on a text of which each line is a row."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import msgspec
import pytest
from reader_sample import ARTICLE, ReaderApp
from textual.pilot import Pilot

from onrecord.tui.widgets.article_view import ArticleView

TEXT = "\n".join(f"line {number:03}" for number in range(400))
ABOUT = 4  # rows above the text
HEIGHT = 22


def offset_of(line: int) -> int:
    return TEXT.index(f"line {line:03}")


@asynccontextmanager
async def page(position: int = 0, top: int = 0) -> AsyncIterator[tuple[Pilot[None], ArticleView]]:
    """The page with the cursor on a line, and a row at the top of the window."""
    app = ReaderApp()
    article = msgspec.structs.replace(ARTICLE, title="Lines", position=offset_of(position))
    async with app.run_test(size=(80, HEIGHT + 3)) as pilot:
        reader = app.page.reader
        reader.open(article, TEXT)
        await pilot.pause()
        assert reader.size.height == HEIGHT
        if top:
            reader.scroll_to(y=top, animate=False, force=True)
        await pilot.pause()
        yield pilot, reader


def line_of(reader: ArticleView) -> int:
    return TEXT.count("\n", 0, reader.cursor)


SPANS = [
    # first and last line, lines around them → the row at the top; the window has the rows 101 to 122
    (97, None, 0, 101),
    (96, None, 0, 100),
    (117, None, 0, 101),
    (118, None, 0, 102),
    (120, None, 0, 104),
    (122, None, 2, 107),
    (99, None, 3, 100),
    (100, None, 3, 101),
    (86, None, 0, 90),
    (85, None, 0, 82),
    (129, None, 0, 113),
    (130, None, 0, 127),
    (110, 116, 2, 101),
    (110, 118, 2, 103),
    (110, 125, 2, 110),
    (110, 140, 2, 112),
    (118, 140, 0, 115),
    (110, 130, 99, 104),
    (1, None, 3, 0),
    (3, None, 3, 0),
    (4, None, 3, 1),
]


@pytest.mark.parametrize(("first", "last", "context", "top"), SPANS)
async def test_a_span_is_shown_with_as_little_scrolling_as_needed(
    first: int, last: int | None, context: int, top: int
) -> None:
    async with page(100, 101) as (_, reader):
        end = offset_of(last) + 8 if last is not None else None
        reader.show_span(offset_of(first), end, context)
        assert reader.scroll_offset.y == top


async def test_an_article_opens_with_its_line_in_the_upper_third() -> None:
    async with page(100) as (_, reader):
        assert reader.scroll_offset.y == 100 + ABOUT - HEIGHT // 3
    async with page(0) as (_, reader):
        assert reader.scroll_offset.y == 0


@pytest.mark.parametrize(
    ("key", "line", "top"),
    [
        ("ctrl+d", 111, 108),
        ("ctrl+u", 89, 86),
        ("space", 120, 117),
        ("pageup", 80, 77),
        ("j", 101, 97),
        ("k", 99, 97),
    ],
)
async def test_a_page_moves_with_its_cursor(key: str, line: int, top: int) -> None:
    async with page(100, 97) as (pilot, reader):
        await pilot.press(key)
        assert (line_of(reader), reader.scroll_offset.y) == (line, top)


async def test_up_from_the_first_line_shows_what_is_above_it() -> None:
    async with page(0, 3) as (pilot, reader):
        await pilot.press("k")
        assert (reader.cursor, reader.scroll_offset.y) == (0, 0)


async def test_down_from_the_last_line_stays() -> None:
    async with page(399) as (pilot, reader):
        await pilot.press("j")
        assert (line_of(reader), reader.scroll_offset.y) == (399, ABOUT + 400 - HEIGHT)


async def test_the_column_is_kept_until_the_cursor_goes_elsewhere() -> None:
    text = "a long line\nshort\nanother line"
    app = ReaderApp()
    async with app.run_test(size=(80, 24)) as pilot:
        reader = app.page.reader
        reader.open(msgspec.structs.replace(ARTICLE, title="Lines"), text)
        await pilot.pause()
        reader.cursor = 9
        await pilot.press("j")
        assert reader.cursor == 16
        await pilot.press("j")
        assert reader.cursor == 27
        await pilot.press("k", "b", "j")
        assert reader.cursor == 18


async def test_another_height_keeps_the_line_where_it_is_or_in_sight() -> None:
    async with page(100, 97) as (pilot, reader):
        await pilot.resize_terminal(80, 19)
        await pilot.pause()
        assert reader.scroll_offset.y == 97
        await pilot.resize_terminal(80, 11)
        await pilot.pause()
        height = reader.size.height
        row = 100 + ABOUT - reader.scroll_offset.y
        assert 0 <= row < height


async def test_a_selection_has_the_characters_of_both_its_ends() -> None:
    async with page(0) as (pilot, reader):
        reader.cursor = 5
        await pilot.press("v")
        assert reader.selection == (5, 6)
        reader.cursor = 7
        assert reader.selection == (5, 8)
        reader.cursor = 2
        assert reader.selection == (2, 6)
        await pilot.press("v")
        assert reader.selection is None
        reader.cursor = len(TEXT)
        await pilot.press("v")
        assert reader.selection == (len(TEXT) - 1, len(TEXT))


async def test_a_selection_goes_with_those_of_the_screen() -> None:
    async with page(0) as (pilot, reader):
        reader.selection = (2, 6)
        await pilot.pause()
        assert reader.selection == (2, 6)
        assert list(reader.screen.selections) == [reader]
        reader.screen.clear_selection()
        await pilot.pause()
        assert reader.selection is None


async def test_without_an_annotation_nobody_is_under_the_cursor() -> None:
    async with page(0) as (pilot, reader):
        assert reader.actor_at_cursor is None
        assert reader.quote is None
        assert reader.chosen is None
        assert not reader.next_mention(1)
        assert not reader.next_quote(1)
        await pilot.press("enter")
        assert reader.actor is None


@pytest.mark.parametrize(
    ("pattern", "count"),
    [("line 00", 10), ("LINE 00", 0), ("line", 400), ("000 line 001", 1), ("line [", 0), ("", 0), ("  ", 0)],
)
async def test_matches_are_counted(pattern: str, count: int) -> None:
    async with page(0) as (_, reader):
        assert reader.find(pattern) == reader.match_count == count


async def test_matches_are_gone_through_from_where_the_search_began() -> None:
    async with page(5) as (_, reader):
        reader.find("line 00")
        assert [reader.find_next(1) for _ in range(5)] == [6, 7, 8, 9, 10]
        assert reader.find_next(1) == 1
        assert line_of(reader) == 0
        assert reader.find_next(-1) == 10
        assert line_of(reader) == 9
        reader.find("nothing")
        assert reader.find_next(1) == 0


async def test_the_first_match_upwards_is_before_the_cursor() -> None:
    async with page(5) as (_, reader):
        reader.find("line 00")
        assert reader.find_next(-1) == 5
        assert line_of(reader) == 4


@pytest.mark.parametrize(("top", "name"), [(0, "Article"), (1, "Article"), (2, "Lines"), (200, "Lines")])
async def test_the_frame_names_the_article_once_its_title_is_scrolled_away(top: int, name: str) -> None:
    async with page() as (pilot, reader):
        reader.scroll_to(y=top, animate=False, force=True)
        await pilot.pause()
        assert str(reader.border_title).strip() == name
        reader.scroll_to(y=0, animate=False, force=True)
        await pilot.pause()
        assert str(reader.border_title).strip() == "Article"
