"""Archives of earlier versions are brought to this one: everything is there, found, and as a new archive has it."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import zlib
from contextlib import closing
from pathlib import Path
from typing import Any

import msgspec
import pytest
from archive_frozen import HERE, MALFORMED, thaw
from archive_sample import ANNOTATION, BANK, STRIKE, TEXT

from onrecord.archive import Archive, ArchiveError, ArchiveLocked, ArchiveReadOnly, ArchiveTooNew
from onrecord.archive.maintenance import migrations
from onrecord.archive.schema import tables as schema
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage

TOP = HERE.parents[2]
EARLIER = sorted(HERE.glob("version_*.sql"))


def form(file: Path) -> tuple[int, set[str]]:
    """The version of an archive and all statements that make its tables."""
    connection = sqlite3.connect(file)
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    statements = {sql for (sql,) in connection.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL")}
    connection.close()
    return version, {sql for sql in statements if "documents_" not in sql}


def without_language(row: tuple[Any, ...]) -> tuple[Any, ...]:
    """A row of ``documents`` without what versions 1 and 2 said of the language of an article."""
    table, article, ordinal, stored = row
    if table == "articles":
        return table, article, ordinal, schema.ARTICLES.decode(stored) | {"language": ""}
    if table == "removed":
        entry = schema.REMOVED.decode(stored)
        for _, document in entry["documents"]["articles"]:
            document["language"] = ""
        return table, article, ordinal, entry
    return row


def documents(file: Path) -> list[tuple[object, ...]]:
    """Every stored document, byte for byte."""
    connection = sqlite3.connect(file)
    tables = [
        "articles",
        "texts",
        "annotations",
        "notes",
        "corrections",
        "removed",
        "documents_1",
        "sqlite_sequence",
    ]
    rows = [
        (name, *row)
        for name in tables
        for row in connection.execute(
            f"SELECT {'name, seq' if name == 'sqlite_sequence' else 'id, ordinal, document'} FROM {name} ORDER BY 1"
        )
    ]
    connection.close()
    return rows


@pytest.mark.parametrize("frozen", EARLIER, ids=lambda path: path.stem)
def test_an_earlier_archive_is_brought_here_whole(frozen: Path, tmp_path: Path) -> None:
    file = tmp_path / "old" / "archive.db"
    file.parent.mkdir()
    thaw(frozen.read_text("utf-8"), file)
    before = documents(file)
    progress: list[tuple[int, int]] = []
    with Archive.open(file.parent, on_progress=lambda what, done, all_: progress.append((done, all_))) as archive:
        assert archive.maintenance.check() == MALFORMED
        assert progress[0] == (0, 3)
        assert progress[-1] == (3, 3)
        assert [article.title for article in archive.articles.get_many([1, 2])] == [STRIKE.title, BANK.title]
        assert archive.articles.text(1) == TEXT
        assert archive.annotations.get(1) == ANNOTATION
        assert archive.search.ids("speaker:brandt said:port #economy is:starred") == [1]
        assert archive.search.ids("has:note rates") == [2]
        assert archive.search.ids("alter") == [3]
        assert archive.search.ids("-has:date") == [3, 2]
        assert archive.search.ids("lang:unknown", "oldest") == archive.search.ids("", "oldest")
        assert archive.articles.tags() == {"Economy": 2, "Zürich": 1, "check": 1, "old": 1, "to read": 1}
        notes = archive.notes.on(1)
        assert [note.body for note in notes] == [
            "Compare with *last* year. Ågot’s café.",
            "Who is the harbour mistress?",
        ]
        assert notes[0].anchor is not None
        assert notes[0].anchor.exact == "the talks had failed"
        assert [document["kind"] for document in archive.database.table("corrections")] == ["alias", "speaker"]
        assert [document["name"] for document in archive.database.table("shelf")] == ["two", "one"]
        assert archive.maintenance.statistics().removed == 1
    with Archive.open(tmp_path / "new") as archive:
        new = archive.file
    # Nothing is lost or changed; a table may count its ids that did not before.
    after, before = (
        [without_language(row) if row[0] != "sqlite_sequence" else row for row in rows]
        for rows in (documents(file), before)
    )
    assert [row for row in after if row in before] == before
    assert {row[0] for row in after if row not in before} <= {"sqlite_sequence"}
    assert form(file) == form(new)
    with Archive.open(
        file.parent, on_progress=lambda what, done, all_: pytest.fail("there was nothing to do")
    ) as archive:
        assert archive.articles.restore([4]) == 1
        assert archive.articles.get(4).language == ""
        assert archive.search.ids("removed come back") == [4]
        assert archive.notes.on(4)[0].body == "A note on what is gone"
        # No id is given again, though the highest belonged to what was removed.
        assert archive.notes.add(1, "the next").id == 5
        assert archive.maintenance.check() == MALFORMED


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """An archive of version 1."""
    thaw((HERE / "version_1.sql").read_text("utf-8"), tmp_path / "archive.db")
    return tmp_path


def test_quotes_are_counted_as_this_version_counts_them(old: Path) -> None:
    first, *others = ANNOTATION.attributions
    thoughts = [msgspec.structs.replace(item, cue_type="belief") for item in others]
    reading = msgspec.structs.replace(ANNOTATION, attributions=[first, *thoughts])
    with sqlite3.connect(old / "archive.db") as connection:
        stored = zlib.compress(msgspec.json.encode(reading))
        connection.execute("UPDATE annotations SET document = ? WHERE id = 1", (stored,))
    connection.close()
    with Archive.open(old) as archive:
        assert archive.annotations.get(1) == reading
        assert [article.quotes for article in archive.articles.get_many([1, 2, 3])] == [1, 0, 3]
        assert archive.search.ids("quotes>1") == [3]
        assert archive.search.ids("has:quote", "quotes") == [3, 1]


def test_a_migration_that_fails_leaves_the_archive_as_it_was(old: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = form(old / "archive.db"), documents(old / "archive.db")

    def fail(connection: Connection) -> None:
        migrations.rebuild_derived(connection)
        connection.execute("DELETE FROM texts")
        raise sqlite3.OperationalError("not today")

    monkeypatch.setitem(migrations.MIGRATIONS, 1, fail)
    with pytest.raises(ArchiveError, match="not today"):
        Archive.open(old)
    assert (form(old / "archive.db"), documents(old / "archive.db")) == before
    monkeypatch.undo()
    with Archive.open(old) as archive:
        assert archive.maintenance.check() == MALFORMED


def test_every_version_before_this_one_has_its_step_and_its_archive() -> None:
    assert sorted(migrations.MIGRATIONS) == list(range(1, schema.VERSION))
    assert [path.stem for path in EARLIER] == [f"version_{number}" for number in range(1, schema.VERSION)]


KILLED = """
import sys
from pathlib import Path
from typing import Any
from onrecord.archive import Archive

def stop(what, done, all_):
    if done == int(sys.argv[2]):
        print("there", flush=True)
        sys.stdin.readline()

Archive.open(Path(sys.argv[1]), on_progress=stop)
"""


@pytest.mark.parametrize("done", [0, 3])
def test_killed_in_the_middle_the_archive_is_as_it_was(old: Path, done: int) -> None:
    before = form(old / "archive.db"), documents(old / "archive.db")
    child = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(old), str(done)],
        env=dict(os.environ),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "there\n"
    # Whoever comes meanwhile waits, and is told why.
    with pytest.raises(ArchiveLocked, match="has to be brought to this version"):
        Archive.open(old, wait=0.05)
    child.send_signal(signal.SIGKILL)
    child.communicate()
    assert (form(old / "archive.db"), documents(old / "archive.db")) == before
    with Archive.open(old) as archive:
        assert archive.maintenance.check() == MALFORMED
        assert archive.search.ids("speaker:brandt #economy") == [1]


def test_two_that_come_at_once_bring_it_here_once(old: Path) -> None:
    code = "import sys; from onrecord.archive import *; from pathlib import Path\nprint(Archive.open(Path(sys.argv[1])).maintenance.check())"
    children = [
        subprocess.Popen(
            [sys.executable, "-c", code, str(old)],
            env=dict(os.environ),
            stdout=subprocess.PIPE,
        )
        for _ in range(3)
    ]
    assert [child.communicate()[0] for child in children] == [f"{MALFORMED}\n".encode()] * 3


def test_an_archive_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        archive.articles.add(STRIKE)
        file = archive.file
    with sqlite3.connect(file) as connection:
        connection.execute("PRAGMA user_version = 99")
        connection.execute("DROP VIEW archive_version")
        connection.execute("CREATE VIEW archive_version AS SELECT 99 AS version")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(ArchiveTooNew, match=r"newer onrecord.*Install the newest"):
        Archive.open(tmp_path)
    assert file.read_bytes() == before


def test_columns_are_made_from_the_documents_again(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        strike = archive.articles.add(STRIKE, ANNOTATION).id
        with archive.database.storage.transaction() as connection:
            connection.execute("UPDATE articles SET title_key = 'wrong', words = 7")
            connection.execute("ALTER TABLE texts ADD COLUMN more")
            connection.execute("DELETE FROM tagged")
            connection.execute("CREATE TABLE derived (id)")
            migrations.rebuild_derived(connection)
        assert archive.maintenance.check() == []
        assert archive.search.ids("words>20 #economy") == [strike]
        with archive.database.storage.reading() as connection:
            names = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
            assert "derived" not in names
            assert "more" not in [row[1] for row in connection.execute("PRAGMA table_info(texts)")]


def test_an_archive_that_is_brought_elsewhere_while_it_is_open_is_left_alone(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        archive.articles.add(STRIKE)
        with sqlite3.connect(archive.file) as connection:
            connection.execute("PRAGMA user_version = 99")
        connection.close()
        with pytest.raises(ArchiveTooNew, match="start again with the newer onrecord"):
            archive.articles.add(BANK)
        assert archive.search.count() == 1


def test_an_archive_that_is_brought_elsewhere_while_it_is_opened_is_no_damage(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        other = sqlite3.connect(archive.file, isolation_level=None)
        newer = schema.VERSION + 1

        def bring_elsewhere(statement: str) -> None:
            if "FROM sqlite_schema" in statement:
                connection.set_trace_callback(None)
                other.executescript(
                    f"BEGIN; DROP VIEW archive_version; CREATE VIEW archive_version AS SELECT {newer} AS version;"
                    f"PRAGMA user_version = {newer}; COMMIT"
                )

        connection = archive.database.storage.connection()
        connection.set_trace_callback(bring_elsewhere)
        migrations.set_up_archive(archive.database.storage)
        assert other.execute("PRAGMA user_version").fetchone() == (newer,)
        other.close()


def test_an_archive_that_is_brought_elsewhere_before_it_is_used_is_left_alone(tmp_path: Path) -> None:
    def set_up(storage: SQLiteStorage) -> int:
        version = migrations.set_up_archive(storage)
        with closing(sqlite3.connect(storage.file)) as other:
            other.execute(f"PRAGMA user_version = {version + 1}")
        return version

    storage = SQLiteStorage(tmp_path / "archive.db", schema=migrations.archive_schema()._replace(set_up=set_up))
    with closing(storage), pytest.raises(ArchiveTooNew, match="another version of onrecord meanwhile"):
        storage.change_schema(lambda _: pytest.fail("it was written"))


def test_an_earlier_archive_that_may_not_be_written_is_said(old: Path) -> None:
    before = (old / "archive.db").read_bytes()
    with pytest.raises(ArchiveReadOnly, match=r"is of an earlier version, and may not be written.*copy it"):
        Archive(old / "archive.db", refused="It is only read.")
    assert (old / "archive.db").read_bytes() == before
