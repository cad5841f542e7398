"""Archives of versions 5 and 6 are indexed anew in steps, which are gone on with after a kill."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing, nullcontext
from pathlib import Path
from typing import Any

import pytest
from archive_frozen import HERE, MALFORMED, thaw
from quote_records import article_with_quote

from onrecord.archive import Archive, ArchiveError, ArchiveReadOnly
from onrecord.archive.indexing import annotation_rows
from onrecord.archive.maintenance import index_steps, migrations
from onrecord.archive.storage import steps
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage

DAYS = ("2024-05-02", "2023-01-03", "", "2024-05-01", "2023-01-01")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """A folder with an archive of version 5."""
    return thawed(5, tmp_path)


def thawed(version: int, folder: Path) -> Path:
    """Put an archive of an earlier version into a folder."""
    thaw((HERE / f"version_{version}.sql").read_text("utf-8"), folder / "archive.db")
    return folder


def take_short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make a step of every article, and of every row of an earlier index."""
    monkeypatch.setattr(index_steps, "STEP_SECONDS", 0)
    monkeypatch.setattr(index_steps, "BATCH", 1)
    monkeypatch.setattr(steps, "PAUSE", 0)


def rows(archive: Archive, indexes: tuple[str, ...] = ("said", "named")) -> list[tuple[str, int, str]]:
    """The words of indexes, with their rows."""
    connection = archive.database.storage.connection()
    words = []
    for index in indexes:
        sql = f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_of_{index} USING fts5vocab(main, {index}, instance)"
        connection.execute(sql)
        words += connection.execute(f"SELECT '{index}', doc, term FROM words_of_{index}").fetchall()
    return words


@pytest.mark.parametrize("version", [5, 6])
def test_an_archive_of_an_earlier_version_has_the_rows_of_a_new_one(version: int, tmp_path: Path) -> None:
    old, indexes = thawed(version, tmp_path), ("search", "said", "named")
    progress: list[tuple[int, int]] = []
    with Archive.open(old, on_progress=lambda what, done, count: progress.append((done, count))) as archive:
        assert (progress[0], progress[-1]) == ((0, 3), (3, 3))
        brought_here = rows(archive, indexes)
        archive.maintenance.reindex()
    with Archive.open(old) as archive:
        assert rows(archive, indexes) == brought_here
        assert {index for index, _, _ in brought_here} == {*indexes}


@pytest.mark.parametrize(("version", "is_read"), [(5, True), (6, False)])
def test_quotes_and_names_are_indexed_anew_only_where_their_rows_were_others(
    version: int, is_read: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[int] = []
    monkeypatch.setattr(annotation_rows, "add_index_rows", lambda _, article: read.append(article))
    Archive.open(thawed(version, tmp_path)).close()
    assert sorted(read) == [1, 2, 3] * is_read


def test_what_version_6_had_not_yet_brought_to_its_form_is_brought_to_this_one(tmp_path: Path) -> None:
    old, sound = thawed(6, tmp_path), tmp_path / "sound"
    sound.mkdir()
    with Archive.open(thawed(6, sound)) as archive:
        expected = rows(archive)
    with closing(SQLiteStorage(old / "archive.db")) as storage, storage.transaction() as connection:
        connection.execute("CREATE TABLE unindexed (done INTEGER, last INTEGER)")
        connection.execute("INSERT INTO unindexed VALUES (0, -1)")
        for index in ("search", "said", "named"):
            connection.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
    with Archive.open(old) as archive:
        assert rows(archive) == expected
        assert archive.maintenance.check() == MALFORMED


@pytest.mark.parametrize("version", [5, 6])
def test_the_schema_of_an_earlier_version_becomes_that_of_a_new_archive(version: int, tmp_path: Path) -> None:
    def schema(folder: Path) -> set[tuple[str, str, str]]:
        with Archive.open(folder) as archive:
            sql = "SELECT type, name, sql FROM sqlite_schema WHERE name NOT GLOB 'documents_*'"
            return set(archive.database.storage.connection().execute(sql))

    assert schema(thawed(version, tmp_path)) == schema(tmp_path / "new")


class Killed(BaseException):
    """What ends a program between two steps."""


@pytest.mark.parametrize("version", [5, 6])
def test_others_write_between_all_steps_and_a_kill_there_loses_none(
    version: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_short_steps(monkeypatch)
    with Archive.open(thawed(version, tmp_path)) as archive:
        expected = rows(archive, ("search", "said", "named"))
    (tmp_path / "archive.db").unlink()
    pauses = 0

    def end(_: float) -> None:
        nonlocal pauses
        pauses += 1
        with closing(SQLiteStorage(tmp_path / "archive.db", wait=0)) as other, other.transaction() as connection:
            connection.execute("UPDATE notes SET ordinal = NULL")
        raise Killed

    thawed(version, tmp_path)
    indexes = ("search", "said", "named") if version == 5 else ("search",)
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        counts = [connection.execute(f"SELECT count(*) FROM {index}_data WHERE id > 10") for index in indexes]
        index_rows = sum(cursor.fetchone()[0] for cursor in counts)
    with monkeypatch.context() as patch:
        patch.setattr("onrecord.archive.storage.steps.time.sleep", end)
        while True:
            try:
                Archive.open(tmp_path).close()
                break
            except Killed:
                continue
    # Each row of an earlier index, and its end; each of three articles to be numbered, and to be indexed; their ends.
    assert pauses == index_rows + len(indexes) + 2 * (3 + 1)
    with Archive.open(tmp_path) as archive:
        assert rows(archive, ("search", "said", "named")) == expected
        assert archive.maintenance.check() == MALFORMED


def test_what_is_left_of_the_steps_is_made_when_the_archive_is_opened(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_short_steps(monkeypatch)

    def stop(what: str, done: int, count: int) -> None:
        if done == 1:
            raise KeyboardInterrupt

    progress: list[int] = []
    with pytest.raises(KeyboardInterrupt):
        Archive.open(old, on_progress=stop)
    with pytest.raises(ArchiveReadOnly, match="is of an earlier version, and may not be written"):
        Archive(old / "archive.db", refused="It is only read.")
    with Archive.open(old, on_progress=lambda what, done, count: progress.append(done)) as archive:
        assert progress == [2, 3]
        assert archive.search.ids("speaker:brandt said:port") == [1, 3]
        assert archive.maintenance.check() == MALFORMED
        after = rows(archive)
        archive.maintenance.reindex()
    with Archive.open(old, on_progress=lambda *_: pytest.fail("there was nothing to do")) as archive:
        assert rows(archive) == after


def test_two_programs_make_the_steps_together(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    take_short_steps(monkeypatch)
    with Archive.open(tmp_path) as archive:
        for number, day in enumerate(DAYS):
            archive.articles.add(*article_with_quote(f"The port is open {number}", published=day))
        expected = rows(archive)
        schema = migrations.archive_schema()._replace(set_up=lambda storage: 7)
        with closing(SQLiteStorage(archive.file, schema=schema)) as other, other.transaction() as connection:
            for newer in ("TABLE newest_search", "VIEW newest_searchable", "TABLE newest_floor"):
                connection.execute(f"DROP {newer}")
            connection.execute("ALTER TABLE articles RENAME COLUMN day_number TO month")
            index_steps.begin(connection, 5)
        progress: list[int] = []

        def go_on(done: int, count: int) -> None:
            progress.append(done)
            if done == 2:
                with Archive.open(tmp_path) as other_archive:  # makes all the others
                    assert other_archive.search.count("said:port") == 5

        index_steps.finish(archive.database.storage, go_on)
        assert [done for done in progress if done] == [1, 2, 5]
    with Archive.open(tmp_path) as archive:
        assert rows(archive) == expected


@pytest.mark.parametrize(("code", "is_raised"), [(sqlite3.SQLITE_ERROR, False), (sqlite3.SQLITE_FULL, True)])
def test_where_rows_of_an_index_cannot_be_deleted_it_is_dropped_at_once(
    code: int, is_raised: bool, old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    execute = Connection.execute

    def refuse(connection: Connection, sql: str, *values: Any) -> sqlite3.Cursor:
        if sql.startswith("DELETE FROM earlier_"):
            error = sqlite3.OperationalError("table may not be modified")
            error.sqlite_errorcode = code
            raise error
        return execute(connection, sql, *values)

    monkeypatch.setattr(Connection, "execute", refuse)
    with pytest.raises(ArchiveError) if is_raised else nullcontext(), Archive.open(old) as archive:
        assert archive.search.ids("speaker:brandt said:port") == [1, 3]


def test_an_annotation_without_an_article_is_indexed(old: Path) -> None:
    with closing(SQLiteStorage(old / "archive.db")) as storage, storage.transaction() as connection:
        connection.execute("UPDATE texts SET id = 99 WHERE id = 1")
        connection.execute("UPDATE annotations SET id = 99 WHERE id = 1")
    with Archive.open(old) as archive:
        for _ in range(2):
            assert {row >> 17 for _, row, _ in rows(archive)} == {3, 99}  # neither has a month
            archive.maintenance.reindex()
        archive.database.table("annotations").remove(doc_ids=[99])
        assert {row >> 17 for _, row, _ in rows(archive)} == {3}
        assert not any("index" in problem for problem in archive.maintenance.check())


@pytest.mark.parametrize("article", [-1, 0, 1 << 27])
def test_an_article_with_an_id_that_none_may_have_is_said(old: Path, article: int) -> None:
    with closing(SQLiteStorage(old / "archive.db")) as storage, storage.transaction() as connection:
        connection.execute("UPDATE articles SET id = ? WHERE id = 1", (article,))
    shutil.copy(old / "archive.db", old / "before.db")
    with pytest.raises(
        ArchiveError, match=rf"has an article with the id {article}, .*go from 1 to 134,217,727.*another id"
    ):
        Archive.open(old)
    with closing(SQLiteStorage(old / "archive.db")) as storage:
        assert storage.connection().execute("PRAGMA user_version").fetchone() == (5,)
