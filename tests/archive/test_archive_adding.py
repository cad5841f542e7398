"""Many articles are stored as TinyDB's own calls would store them one by one."""

from __future__ import annotations

import json
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tinydb.table import Document

from onrecord.archive import Archive
from onrecord.archive.indexing.bulk_add import AddedArticle
from onrecord.archive.parts import article_store
from onrecord.archive.schema.documents import draft_article, merge_tags, record_document
from onrecord.archive.schema.tables import LAYOUTS, TEXTS, text_mark
from onrecord.archive.storage.rows import clean_text
from onrecord.base.records import Draft, count_words, hash_and_count, hash_text

words = st.text("ab Ä’\ud800\0\n\"'", max_size=6)
drafts = st.builds(
    Draft,
    title=words,
    text=words,
    source=words,
    author=st.just(""),
    published=st.sampled_from(["", "2021-04-16", "1999-12-31"]),
    url=words,
    tags=st.lists(st.sampled_from(["Ä b", "ä B", "#x", "X", "", "\ud800"]), max_size=3),
)


def one_by_one(archive: Archive, drafts: Iterable[Draft]) -> Iterator[AddedArticle]:
    """Through TinyDB's tables, whose every change the index is told of."""
    for draft in drafts:
        with archive.database.storage.transaction() as connection:
            text = clean_text(draft.text)
            article = draft_article(draft, text, merge_tags(connection, [], draft.tags))
            mark = text_mark(article.text_hash)
            (known,) = connection.execute("SELECT min(id) FROM articles WHERE text_mark = ?", (mark,)).fetchone()
            if known is None:
                new = archive.database.table("articles").insert(record_document(article))
                archive.database.table("texts").insert(Document({"text": text}, new))
        yield AddedArticle(new, True) if known is None else AddedArticle(known, False)


def all_of(archive: Archive) -> dict[str, list[Any]]:
    """Every row of the tables, and every word of the indexes with its place."""
    with archive.database.storage.reading() as connection:
        for index in ("search", "origins", "said", "named"):
            connection.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{index}_words USING fts5vocab(main, {index}, instance)"
            )
        tables = [*(layout.name for layout in LAYOUTS), "tagged", "search_words", "origins_words", "said_words"]
        return {
            table: connection.execute(f"SELECT * FROM {table} ORDER BY 1, 2, 3").fetchall() for table in tables
        }


@given(st.text("a – —\u00a0\n’\ud800"))
def test_hash_and_count_are_what_each_would_be_alone(text: str) -> None:
    assert hash_and_count(text) == (hash_text(text), count_words(text))


@given(st.dictionaries(st.text(max_size=9), st.one_of(st.text(), st.none(), st.floats(allow_nan=False))))
def test_a_document_is_kept_as_the_json_that_tinydb_writes(document: dict[str, Any]) -> None:
    stored = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    try:
        stored.encode()
    except UnicodeEncodeError:
        stored = json.dumps(document, separators=(",", ":"))
    packed = TEXTS.encode(document)
    assert isinstance(packed, bytes)
    assert zlib.decompress(packed).decode() == stored


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(st.lists(drafts, max_size=4), st.lists(drafts, max_size=7), st.data())
def test_the_same_rows_and_words(
    monkeypatch: pytest.MonkeyPatch, before: list[Draft], more: list[Draft], data: st.DataObject
) -> None:
    monkeypatch.setattr(article_store, "BATCH", 3)
    monkeypatch.setattr("onrecord.archive.schema.documents.current_time", lambda: "2024-01-01T00:00:00Z")
    with (
        tempfile.TemporaryDirectory() as first_folder,
        tempfile.TemporaryDirectory() as other,
        Archive.open(Path(first_folder)) as many,
        Archive.open(Path(other)) as single,
    ):
        for archive in (many, single):
            archive.database.storage.connection().execute("PRAGMA synchronous = OFF")
        ids = [added.id for added in many.articles.add_many(before)]
        assert ids == [added.id for added in one_by_one(single, before)]
        # Ids that are gone, and rows that came back out of order.
        gone = data.draw(st.lists(st.sampled_from(ids), unique=True)) if ids else []
        back = data.draw(st.lists(st.sampled_from(gone), unique=True)) if gone else []
        for archive in (many, single):
            archive.articles.remove(gone)
            archive.articles.restore(back)
        assert list(many.articles.add_many(more)) == list(one_by_one(single, more))
        stored, expected = all_of(many), all_of(single)
        del stored["removed"], expected["removed"]  # they tell when
        assert stored == expected
        assert many.maintenance.check() == []


def test_an_id_to_which_something_belongs_is_not_given(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        archive.database.table("texts").insert(Document({"text": "of an article that is lost"}, 3))
        archive.database.table("notes").insert({"article": 5, "body": "on one that is lost", "tags": []})
        assert archive.articles.add(Draft(title="", text="new")) == AddedArticle(6, new=True)
        archive.database.table("versions").insert({"article": 8, "text": "of one that is lost", "text_hash": "h"})
        assert archive.articles.add(Draft(title="", text="newer")) == AddedArticle(9, new=True)


@pytest.mark.parametrize(
    ("most", "length", "transactions"), [(2, 100, [2, 2, 1]), (9, 6, [2, 2, 1]), (9, 7, [3, 2]), (9, 100, [5])]
)
def test_a_transaction_takes_some_articles_or_one_long_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, most: int, length: int, transactions: list[int]
) -> None:
    monkeypatch.setattr(article_store, "BATCH", most)
    monkeypatch.setattr(article_store, "BATCH_LENGTH", length)
    drafts = [Draft(title="", text=f"wo{number}") for number in range(5)]
    with Archive.open(tmp_path) as archive:
        versions = [archive.version() for _ in archive.articles.add_many(drafts)]
    assert [versions.count(version) for version in sorted(set(versions))] == transactions
