"""The list of articles: what a row says, what is read and when, and what stays in place."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from threading import Event, current_thread
from typing import Any

import msgspec
import pytest
from list_sample import ListApp, shown, span_of_cursor
from patience import PATIENCE
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip
from waiting import until_at_rest
from work_counter import count_calls

from onrecord.archive import ArchiveError
from onrecord.archive.search.snippets import Snippet
from onrecord.base.records import Article, Span
from onrecord.tui.widgets.article_list import WINDOW, ArticleList, QueryInfo
from onrecord.tui.widgets.sections import Section

_AROUND_ROWS = 4  # columns of border, margin and scroll bar
TAGGED = Article(
    id=1,
    title="Port strike",
    source="wire",
    published="2021-04-15",
    tags=["port", "negotiations"],
    quotes=4,
    notes=2,
)
SIZE = (64, 12)  # ten lines of rows: five articles, or three with snippets; titles have one line


@dataclass
class Shelf:
    """Articles made for their ids, and which were asked for."""

    make: Callable[[int], Article] = lambda i: Article(id=i, title=f"Article {i}", source="wire")
    asked: list[list[int]] = field(default_factory=list)

    def page(self, ids: Sequence[int]) -> list[Article]:
        self.asked.append(list(ids))
        return [self.make(i) for i in ids if i >= 0]


def words(text: str) -> list[Span]:
    return [match.span() for match in re.finditer("strike", text, re.IGNORECASE)]


def titles(list_: ArticleList) -> list[str]:
    return [line.strip() for line in shown(list_) if "Article" in line]


async def row_of(article: Article, width: int = 40, **how: Any) -> list[str]:
    """The lines of one article's row, as painted."""
    list_ = ArticleList()
    async with ListApp(list_).run_test(size=(width, 12)) as pilot:
        list_.show([article.id], Shelf(lambda i: article).page, **how)
        await pilot.pause()
        return [line for line in shown(list_) if line]


async def test_a_row_says_what_there_is() -> None:
    article = Article(
        id=1,
        title="Port strike enters third week",
        source="wire",
        published="2021-04-15",
        tags=["port", "work"],
        quotes=4,
        notes=2,
        starred=True,
    )
    assert await row_of(article, 60) == [
        "● Port strike enters third week                        ★",
        "  wire  15 Apr 2021  “4  ✎2  #port  #work",
    ]
    article.read, article.starred = True, False
    article.tags, article.quotes, article.notes = [], 0, 0
    assert await row_of(article, 60) == ["  Port strike enters third week", "  wire  15 Apr 2021"]


@pytest.mark.parametrize(
    ("width", "details"),
    [
        (49, ["  wire  15 Apr 2021  “4  ✎2  #port  #negotiations"]),
        (48, ["  wire  15 Apr 2021  “4  ✎2", "  #port  #negotiations"]),
        (27, ["  wire  15 Apr 2021  “4  ✎2", "  #port  #negotiations"]),
        (26, ["  wire  15 Apr 2021  “4", "  #port  #negotiations"]),
        (22, ["  wire  15 Apr 2021", "  #port  #negotiations"]),
        (21, ["  wire  15 Apr 2021", "  #port  +1"]),
        (18, ["  15 Apr 2021", "  #port  +1"]),
    ],
)
async def test_what_has_no_room_goes_the_least_important_first(width: int, details: list[str]) -> None:
    assert (await row_of(TAGGED, width + _AROUND_ROWS))[1:] == details


@pytest.mark.parametrize(
    ("width", "details"),
    [
        (60, "  wire  15 Apr 2021  “4  ✎2  #port  #negotiations"),
        (49, "  wire  15 Apr 2021  “4  ✎2  #port  #negotiations"),
        (48, "  wire  15 Apr 2021  “4  ✎2  #port  +1"),
        (38, "  wire  15 Apr 2021  “4  ✎2  #port  +1"),
        (37, "  wire  15 Apr 2021  “4  ✎2  #2"),
        (31, "  wire  15 Apr 2021  “4  ✎2  #2"),
        (30, "  wire  15 Apr 2021  “4  ✎2"),
    ],
)
async def test_below_a_long_title_tags_without_room_are_counted(width: int, details: str) -> None:
    article = msgspec.structs.replace(TAGGED, title="Port strike ends " * 9)
    assert (await row_of(article, width + _AROUND_ROWS))[-1] == details


async def test_a_long_source_gives_way_to_counts() -> None:
    article = Article(
        id=1, title="Port", source="The Harbour Post", published="2021-04-15", quotes=4, tags=["port"]
    )
    assert (await row_of(article, 48))[1] == "  The Harbour Post  15 Apr 2021  “4  #port"
    assert (await row_of(article, 34))[1:] == ["  The Harbou…  15 Apr 2021  “4", "  #port"]
    assert (await row_of(article, 28))[1] == "  The Harb…  15 Apr 2021"


async def test_a_long_source_has_the_room_of_what_is_left_out() -> None:
    article = Article(id=1, title="Port", source="The Harbour Post", published="2021-04-15", quotes=4, notes=2)
    rows = [(await row_of(article, width + _AROUND_ROWS))[1] for width in (31, 30)]
    assert rows == ["  The Har…  15 Apr 2021  “4  ✎2", "  The Harbou…  15 Apr 2021  “4"]


async def test_this_years_dates_have_no_year() -> None:
    today = date.today()
    lines = await row_of(Article(id=1, title="Port", published=today.isoformat()))
    assert lines[1].strip() == f"{today.day} {today:%b}"


@pytest.mark.parametrize(
    ("has_snippet", "lines"),
    [
        (
            False,
            ["● Harbour strike ends after nine weeks as", "  dockers accept the offer of the board", "  no date"],
        ),
        (True, ["● Harbour strike ends after nine weeks as…", "  no date", "  the strike ended"]),
    ],
)
async def test_where_nothing_is_quoted_from_the_text_the_title_has_two_lines(
    has_snippet: bool, lines: list[str]
) -> None:
    title = "Harbour strike ends after nine weeks as dockers accept the offer of the board"
    list_ = ArticleList()
    async with ListApp(list_).run_test(size=(46, 12)) as pilot:
        list_.show(
            [1],
            lambda ids: [Article(id=1, title=title)],
            find_snippet=lambda _: Snippet("the strike ended", []) if has_snippet else None,
        )
        await until_at_rest(pilot)
        assert shown(list_)[:3] == lines


@pytest.mark.parametrize(
    ("width", "lines"),
    [
        (64, ["● Harbour strike ends after nine weeks as dockers accept th…", "  no date", "● Harbour strike"]),
        (
            63,
            ["● Harbour strike ends after nine weeks as dockers accept", "  the offer of the board", "  no date"],
        ),
    ],
)
async def test_in_a_narrow_list_titles_have_two_lines_from_the_first_painting_on(
    width: int, lines: list[str]
) -> None:
    title = "Harbour strike ends after nine weeks as dockers accept the offer of the board"
    painted: list[list[str]] = []

    class FirstListApp(ListApp):
        def on_mount(self) -> None:
            super().on_mount()
            list_.show(
                [1, 2], lambda ids: [Article(id=id_, title=title if id_ == 1 else "Harbour strike") for id_ in ids]
            )

    class WatchedList(ArticleList):
        def render_lines(self, crop: Region) -> list[Strip]:
            painted.append(shown(self)[:3])
            return super().render_lines(crop)

    list_ = WatchedList()
    async with FirstListApp(list_).run_test(size=(width, 12)) as pilot:
        await pilot.pause()
        assert painted[0] == painted[-1] == lines
        await pilot.resize_terminal(127 - width, 12)
        await pilot.pause()
        assert shown(list_)[0] != lines[0]


async def test_text_from_outside_is_neither_markup_nor_escape() -> None:
    article = Article(
        id=1, title="[bold]Not[/] \x1b[31mred\x07\nline", source="\x1b]0;x", tags=["\u202etag"], read=True
    )
    assert await row_of(article) == ["  [bold]Not[/] ␛[31mred␇ line", "  ␛]0;x  no date  #\ufffdtag"]


async def test_wide_characters_take_their_columns() -> None:
    list_ = ArticleList()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        list_.show([1], Shelf(lambda i: Article(id=i, title="日本銀行、" * 9, starred=True)).page)
        await pilot.pause()
        line = list_.render_line(0)
        assert line.cell_length == list_.scrollable_size.width
        assert "…" in line.text
        assert line.text.rstrip().endswith("★")


async def test_hits_are_marked_in_title_and_snippet() -> None:
    list_ = ArticleList()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        shelf = Shelf(lambda i: Article(id=i, title="Port \u202estrike goes on", source="wire"))
        list_.show(
            [1, 2],
            shelf.page,
            find_hits=words,
            find_snippet=lambda i: Snippet("the strike is", [(4, 10)]) if i == 1 else None,
        )
        await until_at_rest(pilot)
        lines = shown(list_)
        assert lines[:3] == ["● Port \ufffdstrike goes on", "  wire  no date", "  the strike is"]
        assert lines[3:6] == ["● Port \ufffdstrike goes on", "  wire  no date", ""]
        for y in (0, 2):
            hit = [segment for segment in list_.render_line(y) if segment.text == "strike"]
            assert [segment.style.underline for segment in hit if isinstance(segment.style, Style)] == [True]


class SnippetSource:
    """Finds snippets that say how often theirs was asked for, if it may; notes in which threads."""

    def __init__(self) -> None:
        self.asked: Counter[int] = Counter()
        self.threads: set[str] = set()
        self.may_answer = Event()
        self.may_answer.set()

    def find(self, article: int) -> Snippet:
        self.threads.add(current_thread().name)
        assert self.may_answer.wait(PATIENCE)
        self.asked[article] += 1
        return Snippet(f"of {article}, {self.asked[article]}", [])


async def test_snippets_of_the_rows_on_the_screen_are_found_in_a_thread() -> None:
    source, list_ = SnippetSource(), ArticleList()
    async with ListApp(list_).run_test(size=(46, 12)) as pilot:
        list_.show(range(1, 1001), Shelf().page, find_snippet=source.find)
        await until_at_rest(pilot)
        assert shown(list_)[2:9:3] == ["  of 1, 1", "  of 2, 1", "  of 3, 1"]
        assert source.threads == {"latest lookup"}
        assert max(source.asked) < 10
        assert set(source.asked.values()) == {1}


async def test_a_snippet_stays_until_it_is_found_anew() -> None:
    source, list_ = SnippetSource(), ArticleList()
    async with ListApp(list_).run_test(size=(46, 12)) as pilot:
        list_.show([1, 2], Shelf().page, find_snippet=source.find)
        await until_at_rest(pilot)
        source.may_answer.clear()
        list_.forget_articles()
        await pilot.pause()
        assert shown(list_)[2] == "  of 1, 1"
        source.may_answer.set()
        await until_at_rest(pilot)
        assert shown(list_)[2] == "  of 1, 2"


async def test_a_snippet_of_another_query_does_not_stay() -> None:
    source, other_source, list_ = SnippetSource(), SnippetSource(), ArticleList()
    async with ListApp(list_).run_test(size=(46, 12)) as pilot:
        list_.show([1, 2], Shelf().page, find_snippet=source.find)
        await until_at_rest(pilot)
        other_source.may_answer.clear()
        list_.show([1, 2], Shelf().page, find_snippet=other_source.find)
        await pilot.pause()
        assert shown(list_)[2] == ""
        other_source.may_answer.set()
        await until_at_rest(pilot)
        assert shown(list_)[2] == "  of 1, 1"


async def test_where_snippets_cannot_be_read_titles_have_the_room() -> None:
    def fail(article: int) -> Snippet:
        raise ArchiveError("It cannot be read.")

    list_ = ArticleList()
    async with ListApp(list_).run_test(size=(46, 12)) as pilot:
        list_.show([1, 2], Shelf().page, find_snippet=fail)
        await until_at_rest(pilot)
        assert shown(list_)[3] == shown(list_)[0].replace("1", "2")


async def test_unread_is_said_by_more_than_colour() -> None:
    list_ = ArticleList()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        list_.show([1, 2], Shelf(lambda i: Article(id=i, title=f"Article {i}", read=i == 2)).page)
        await pilot.pause()
        for y, read in ((0, False), (2, True)):
            title = next(segment for segment in list_.render_line(y) if "Article" in segment.text)
            assert title.style is not None
            assert bool(title.style.bold) is not read
        assert shown(list_)[0].startswith("●")
        assert not shown(list_)[2].startswith("●")


async def test_the_title_counts_unless_it_is_given() -> None:
    list_ = ArticleList()
    async with ListApp(list_).run_test(size=SIZE):
        list_.show(range(1204), Shelf().page)
        assert str(list_.border_title) == "Articles 1,204"
        list_.show(range(3), Shelf().page, info=QueryInfo("Articles 3 · best match"))
        assert str(list_.border_title) == "Articles 3 · best match"


async def test_articles_are_read_by_windows_when_they_come_on_screen() -> None:
    list_, shelf = ArticleList(), Shelf()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        list_.show(range(100_000), shelf.page)
        await pilot.pause()
        assert sum(map(len, shelf.asked)) <= 2 * WINDOW
        await pilot.press("G")
        await pilot.pause()
        assert titles(list_)[-1] == "● Article 99999"
        assert sum(map(len, shelf.asked)) <= 4 * WINDOW
        shelf.asked.clear()
        await pilot.press("k", "k", "k")
        await pilot.pause()
        assert shelf.asked == []
        list_.forget_articles()
        await pilot.pause()
        assert len(shelf.asked) == 1


async def test_refreshed_articles_look_as_they_are_now() -> None:
    list_, read = ArticleList(), set[int]()
    shelf = Shelf(lambda i: Article(id=i, title=f"Article {i}", read=i in read))
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        list_.show([1, 2], shelf.page)
        await pilot.pause()
        assert titles(list_) == ["● Article 1", "● Article 2"]
        read.add(2)
        list_.forget_articles()
        await pilot.pause()
        assert titles(list_) == ["● Article 1", "Article 2"]


async def test_a_removed_article_is_said_to_be() -> None:
    list_ = ArticleList()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        list_.show([1, -2], Shelf().page)
        await pilot.pause()
        assert shown(list_)[2] == "  (removed)"


async def test_what_is_highlighted_and_opened_is_told() -> None:
    list_ = ArticleList()
    app = ListApp(list_)
    async with app.run_test(size=SIZE, message_hook=app.hear) as pilot:
        list_.show([30, 20, 10], Shelf().page)
        await pilot.pause()
        assert app.said() == [ArticleList.Highlighted(30)]
        await pilot.press("j")
        assert app.said() == [ArticleList.Highlighted(20)]
        for key in ("enter", "l", "right"):
            await pilot.press(key)
            assert app.said() == [ArticleList.Opened(20)]
        await pilot.click(list_, offset=(5, 5))
        assert app.said() == [ArticleList.Highlighted(10)]
        await pilot.click(list_, offset=(5, 5), times=2)
        assert app.said() == [ArticleList.Opened(10)]
        list_.move(-2)
        assert list_.highlighted == 30
        assert list_.highlight(20)
        assert list_.highlighted == 20
        assert not list_.highlight(99)


async def test_nothing_to_show() -> None:
    list_ = ArticleList()
    app = ListApp(list_)
    async with app.run_test(size=SIZE, message_hook=app.hear) as pilot:
        list_.show([], Shelf().page)
        await pilot.press("enter", "j")
        list_.move(1)
        assert list_.highlighted is None
        assert "No articles yet" in " ".join(shown(list_))
        list_.show([], Shelf().page, find_hits=words)
        await pilot.pause()
        assert "No articles found" in " ".join(shown(list_))
        assert app.said() == []


@pytest.fixture
async def far_down() -> object:
    """A list of a thousand with the cursor on 500, four lines down the window."""
    list_ = ArticleList()
    app = ListApp(list_)
    async with app.run_test(size=SIZE, message_hook=app.hear) as pilot:
        list_.show(range(1000), Shelf().page)
        list_.highlight(502)
        list_.highlight(500)
        await pilot.pause()
        app.said()
        assert list_.offset_of_cursor() == 4
        yield app


async def test_the_same_ids_change_nothing(far_down: ListApp) -> None:
    list_ = far_down.widget
    assert isinstance(list_, ArticleList)
    list_.show(range(1000), Shelf().page)
    assert (list_.highlighted, list_.offset_of_cursor()) == (500, 4)
    assert far_down.said() == []


async def test_new_articles_leave_the_place(far_down: ListApp) -> None:
    list_ = far_down.widget
    assert isinstance(list_, ArticleList)
    list_.show([*range(-7, 0), *range(1000)], Shelf().page)
    assert (list_.highlighted, list_.offset_of_cursor()) == (500, 4)
    assert far_down.said() == []


async def test_a_vanished_article_gives_its_place_to_the_next(far_down: ListApp) -> None:
    list_ = far_down.widget
    assert isinstance(list_, ArticleList)
    list_.show([i for i in range(1000) if i not in (500, 501)], Shelf().page)
    assert (list_.highlighted, list_.offset_of_cursor()) == (502, 4)
    list_.show(range(502), Shelf().page)
    assert list_.highlighted == 499
    list_.show(range(2000, 2100), Shelf().page)
    assert (list_.highlighted, list_.offset_of_cursor()) == (2000, 0)


async def test_searching_and_coming_back_keeps_the_article(far_down: ListApp) -> None:
    list_ = far_down.widget
    assert isinstance(list_, ArticleList)
    list_.show(
        [100, 500, 900], Shelf().page, find_hits=words, find_snippet=lambda i: Snippet("the strike", [(4, 10)])
    )
    assert list_.highlighted == 500
    list_.show(range(1000), Shelf().page)
    assert list_.highlighted == 500
    top, bottom = span_of_cursor(list_)
    assert top >= 0
    assert bottom <= list_.size.height


async def test_headings_tell_of_groups_and_are_not_stood_on() -> None:
    list_ = ArticleList()
    app = ListApp(list_)
    async with app.run_test(size=SIZE, message_hook=app.hear) as pilot:
        list_.show(
            range(5), Shelf().page, info=QueryInfo(sections=[Section("15 Mar", 2), Section("[b]14 Mar", 3)])
        )
        await pilot.pause()
        assert list_.highlighted == 0
        assert [line.split() for line in shown(list_) if "Mar" in line] == [
            ["15", "Mar", "2"],
            ["[b]14", "Mar", "3"],
        ]
        visited = [list_.highlighted]
        for key in "jjjjjkkg":
            await pilot.press(key)
            visited.append(list_.highlighted)
        assert visited == [0, 1, 2, 3, 4, 4, 3, 2, 0]
        assert list_.scroll_offset.y == 0  # the heading of the first is seen
        list_.move(2)
        assert (list_.highlighted, list_.position) == (2, 2)
        await pilot.pause()
        app.said()
        await pilot.click(list_, offset=(5, 1))  # on a heading
        assert (list_.highlighted, app.said()) == (2, [])
        await pilot.press("enter")
        assert app.said() == [ArticleList.Opened(2)]


async def test_groups_that_grow_leave_the_place() -> None:
    list_ = ArticleList()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        list_.show(
            range(100_000), Shelf().page, info=QueryInfo(sections=[Section(str(n), 10) for n in range(10_000)])
        )
        list_.highlight(50_003)
        await pilot.pause()
        list_.move(-2)
        offset = list_.offset_of_cursor()
        list_.show(
            [-2, *range(5), -1, *range(5, 100_000)],
            Shelf().page,
            info=QueryInfo(
                sections=[Section("new", 1), Section("0", 11), *(Section(str(n), 10) for n in range(1, 10_000))]
            ),
        )
        await pilot.pause()
        assert (list_.highlighted, list_.offset_of_cursor()) == (50_001, offset)
        await pilot.press("G")
        assert list_.highlighted == 99_999


async def test_a_hundred_thousand_are_no_more_work_than_a_thousand() -> None:
    list_ = ArticleList()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        calls = {}
        for count in (1_000, 100_000):
            ids = list(range(count, 0, -1))
            list_.show(ids, Shelf().page)
            list_.highlight(5)
            await pilot.pause()
            newer = [200_000, *ids]
            calls[count] = count_calls(lambda newer=newer: list_.show(newer, Shelf().page))  # type: ignore[misc]
            assert list_.highlighted == 5
        assert calls[100_000] < calls[1_000] + 100
