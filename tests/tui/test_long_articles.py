"""What takes longer the longer an article is: done beside the event loop, or not at all."""

from __future__ import annotations

from collections.abc import Callable
from threading import current_thread, main_thread

import pytest
from desk_pilot import WIDE, started
from patience import PATIENCE
from waiting import until_at_rest

from onrecord.archive import Archive, ArchiveError
from onrecord.base.records import Annotation
from onrecord.terminal.segments import wrap
from onrecord.terminal.visible_text import visible
from onrecord.tui.app import OnRecord
from onrecord.tui.model.open_article import OpenArticle
from onrecord.tui.text.article_page import quote_count_text
from onrecord.tui.widgets.quote_list import content_height


@pytest.mark.parametrize(("max_marks", "threads"), [(0, {False}), (1000, {True})])
async def test_the_annotation_of_a_long_article_is_read_in_a_thread(
    archive: Archive,
    desk: Callable[..., OnRecord],
    monkeypatch: pytest.MonkeyPatch,
    max_marks: int,
    threads: set[bool],
) -> None:
    monkeypatch.setattr("onrecord.tui.screens.desk.article.MAX_MARKS", max_marks)
    read_on_loop: set[bool] = set()
    read = archive.annotations.uncorrected

    def read_and_note_thread(article: int) -> Annotation | None:
        read_on_loop.add(current_thread() is main_thread())
        return read(article)

    monkeypatch.setattr(archive.annotations, "uncorrected", read_and_note_thread)
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("enter")
        await until_at_rest(pilot)
        assert read_on_loop == threads
        assert screen.open_article is not None
        assert screen.open_article.annotation == archive.annotations.get(screen.open_article.article.id)
        assert screen.workbench.panes.quotes.quotes


async def test_hits_that_come_late_leave_the_cursor_where_the_user_has_gone(
    desk: Callable[..., OnRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.tui.screens.desk.article.MAX_MARKS", 0)
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        article = screen.workbench.article
        await pilot.press("enter")
        await until_at_rest(pilot)
        reader = screen.workbench.panes.reader
        word = reader.text.split()[-1].strip(".”")
        await pilot.press("slash", *word, "enter")
        await until_at_rest(pilot)
        first = reader.cursor
        assert reader.hits
        assert first > 0
        reader.cursor = 0
        article.show_hits()
        reader.cursor = 1
        await until_at_rest(pilot)
        assert (reader.cursor, bool(reader.hits)) == (1, True)


async def test_an_article_that_cannot_be_read_is_complained_of_once_and_not_gone_into(
    desk: Callable[..., OnRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        before = screen.open_article

        def fail(*arguments: object, **options: object) -> None:
            raise ArchiveError("The archive cannot be read.")

        monkeypatch.setattr("onrecord.tui.screens.desk.article._FIRST_PREVIEW_DELAY", PATIENCE)
        monkeypatch.setattr(OpenArticle, "load", fail)
        await pilot.press("j", "enter")
        await until_at_rest(pilot)
        assert [notice.message for notice in app._notifications] == ["The archive cannot be read."]
        assert screen.open_article is before
        assert screen.listing.focus.pane == "articles"


def test_a_book_has_its_quotes_counted_with_separators() -> None:
    assert [quote_count_text(count) for count in (0, 1, 4043)] == ["", "1 quote", "4,043 quotes"]


@pytest.mark.parametrize("width", [1, 7, 20])
@pytest.mark.parametrize(
    "words",
    [
        "",
        "Short.",
        "a b " * 9,
        "a  b\nc\xa0d " * 9,
        "Nine weeks are enough, and we will not go on. " * 4,
        "日本銀行" * 9,
        "x" * 61,
    ],
)
def test_the_height_of_a_quote_is_that_of_its_lines(words: str, width: int) -> None:
    assert content_height(words, width) == len(wrap(visible(words), width, 3))
