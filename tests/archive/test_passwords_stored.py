"""No password in an address is stored, whichever way the address comes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from archive_sample import STRIKE

from onrecord.archive import Archive
from onrecord.base.feeds import Feed
from onrecord.base.records import Draft
from onrecord.export import Exported, jsonl

WITH_PASSWORD, BARE = "https://ann:secret@post.example/a@b?c=1", "https://post.example/a@b?c=1"


def add(archive: Archive) -> None:
    archive.articles.add(Draft(title="T", text="Text.", url=WITH_PASSWORD))


def change(archive: Archive) -> None:
    archive.articles.update([archive.articles.add(STRIKE).id], url=WITH_PASSWORD)


def read_lines(archive: Archive) -> None:
    article = archive.articles.get(archive.articles.add(STRIKE).id)
    archive.articles.remove([article.id])
    article.url = WITH_PASSWORD
    file = archive.folder / "lines.jsonl"
    with file.open("w", encoding="utf-8") as out:
        jsonl.write([Exported(article, "Another text.")], out)
    list(archive.maintenance.read_json_lines(file))


def read_tinydb(archive: Archive) -> None:
    document = f'{{"title": "T", "url": "{WITH_PASSWORD}", "text_hash": ""}}'
    file = archive.folder / "archive.json"
    file.write_text(f'{{"articles": {{"1": {document}}}, "texts": {{"1": {{"text": "Text."}}}}}}', "utf-8")
    list(archive.maintenance.read_tinydb_json(file))


@pytest.mark.parametrize("store", [add, change, read_lines, read_tinydb])
def test_the_address_of_an_article_is_stored_without_its_password(
    store: Callable[[Archive], None], tmp_path: Path
) -> None:
    with Archive.open(tmp_path) as archive:
        store(archive)
        assert [article.url for article in archive.articles.get_many(archive.search.ids())] == [BARE]
    assert b"secret" not in (tmp_path / "archive.db").read_bytes()


def test_the_address_of_a_feed_is_stored_without_its_password(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        archive.feeds.add([Feed(url=WITH_PASSWORD)])
        assert [feed.url for feed in archive.feeds.all()] == [BARE]
    assert b"secret" not in (tmp_path / "archive.db").read_bytes()


def test_a_feed_that_is_taken_over_from_another_archive_has_no_password_either(tmp_path: Path) -> None:
    file = tmp_path / "archive.json"
    file.write_text(f'{{"articles": {{}}, "feeds": {{"1": {{"url": "{WITH_PASSWORD}"}}}}}}', "utf-8")
    with Archive.open(tmp_path / "news") as archive:
        for _ in range(2):  # the second is the same
            list(archive.maintenance.read_tinydb_json(file))
            assert [feed.url for feed in archive.feeds.all()] == [BARE]
    assert b"secret" not in (tmp_path / "news" / "archive.db").read_bytes()
