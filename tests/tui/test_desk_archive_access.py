"""The desk on an archive that is only read, and on one that another program writes to."""

from __future__ import annotations

from desk_pilot import WIDE, started
from waiting import sentences_said, until, until_at_rest

from onrecord.archive import Archive
from onrecord.base.records import Draft
from onrecord.base.settings import Settings
from onrecord.tui.app import OnRecord


async def test_a_desk_on_an_archive_that_is_only_read(archive: Archive) -> None:
    unread = archive.articles.add(Draft(title="The newest", text="Nobody knows.", published="2030-01-01")).id
    with Archive(archive.file, refused="It is only read.") as shut:
        app = OnRecord(Settings(archive=archive.folder), shut)
        async with app.run_test(size=WIDE) as pilot:
            screen = await started(pilot)
            assert sentences_said(app) == ["It is only read."]
            assert screen.open_article is not None
            assert screen.open_article.article.id == unread
            await pilot.press("enter", "j", "j", "q", "j", "enter")
            await until_at_rest(pilot)
            assert screen.open_article.article.id != unread
            assert not app._notifications
            await pilot.press("s")
            await until_at_rest(pilot)
    assert not any(article.read or article.starred for article in archive.articles.get_many(archive.search.ids()))


async def test_a_desk_shows_what_a_command_writes(archive: Archive) -> None:
    app = OnRecord(Settings(archive=archive.folder), archive)
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        count = len(screen.articles.ids)
        with Archive.open(archive.folder) as other:
            added = other.articles.add(
                Draft(title="Just in", text="A command wrote it.", published="2031-01-01")
            ).id
        await until(pilot, lambda: added in screen.articles.ids)
        assert len(screen.articles.ids) == count + 1
