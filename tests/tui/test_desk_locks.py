"""The desk keeps its locks on the archive, so that a command beside it leaves its log alone."""

from __future__ import annotations

from collections.abc import Callable

from desk_pilot import WIDE, started
from file_locks import assert_is_kept, needs_locks
from waiting import until, until_at_rest

from onrecord.archive import Archive
from onrecord.tui.app import OnRecord


@needs_locks
async def test_the_locks_stay_while_articles_are_read_marked_and_noted(
    desk: Callable[..., OnRecord], archive: Archive
) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert_is_kept(archive.file)
        await pilot.press("j", "enter")
        await until_at_rest(pilot)
        assert screen.open_article is not None
        article = screen.open_article.article.id
        before = archive.articles.get(article).read
        await pilot.press("u")
        await until(pilot, lambda: archive.articles.get(article).read != before)
        assert_is_kept(archive.file)
        await pilot.press("a", *"Ask", "ctrl+s")
        await until(pilot, lambda: archive.notes.on(article))
        assert_is_kept(archive.file)
    assert_is_kept(archive.file)
