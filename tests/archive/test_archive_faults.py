"""What may go wrong: kills, several writers, a full disk, files that are no archive. Nothing is lost, and the
user reads a sentence.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from archive_sample import ANNOTATION, BANK, STRIKE, TEXT
from patience import PATIENCE, wait_until

from onrecord.archive import (
    Archive,
    ArchiveError,
    ArchiveFull,
    ArchiveLocked,
    ArchiveMissing,
    ArchiveReadOnly,
    NotAnArchive,
)
from onrecord.base.records import Draft

HERE = Path(__file__).parent


def process(code: list[str], **options: Any) -> subprocess.Popen[str]:
    # coverage.py would write where a process that turns into somebody else may not, and say so.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE_")}
    environment["PYTHONPATH"] = os.pathsep.join(map(str, (HERE, HERE.parent / "articles")))
    return subprocess.Popen(
        [sys.executable, *code],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        **options,
    )


def writer(folder: Path, name: str, count: int = 0) -> subprocess.Popen[str]:
    return process([str(HERE / "archive_writer.py"), str(folder), name, str(count)])


def test_killed_in_mid_writing_it_is_whole(tmp_path: Path) -> None:
    output, failed = process([str(HERE / "archive_killing.py"), str(tmp_path), "51"]).communicate()
    assert failed == ""
    kills, acknowledged = map(int, output.split())
    assert kills == 51
    assert acknowledged >= 40


def test_each_sees_what_the_others_write(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        archive.articles.add(BANK)
    names, count = ("desk", "another desk", "command"), 12
    total = len(names) * count
    children = [
        process(
            [str(HERE / "archive_desks.py"), str(tmp_path), name, str(count), str(total)], stdin=subprocess.PIPE
        )
        for name in names
    ]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("begin\n")
        child.stdin.flush()
    reports = [json.loads(child.communicate(timeout=PATIENCE)[0]) for child in children]
    stored = sorted(note for report in reports for note in report["stored"])
    assert len(stored) == total
    assert [report["seen"] for report in reports] == [stored] * len(names)
    with Archive.open(tmp_path) as archive:
        assert archive.maintenance.check() == []
        assert {f"{name} {number}" for name in names for number in range(count)} <= archive.articles.tags().keys()
        assert set(archive.articles.get(1).tags) == archive.articles.tags().keys() - {"made"}
        assert archive.search.count("has:note #made") == total


@pytest.mark.parametrize("last_file", ["", ".", "archive.db", "archive.db-wal"])
def test_killed_while_being_made_it_can_be_made_again(tmp_path: Path, last_file: str) -> None:
    folder = tmp_path / "news"
    code = "import sys, onrecord.archive as a; print(1, flush=True); a.Archive.open(a.archive.Path(sys.argv[1]))"
    child = process(["-c", code, str(folder)])
    assert child.stdout is not None
    child.stdout.readline()
    while last_file and not (folder / last_file).exists() and child.poll() is None:
        pass  # what comes next takes less than a millisecond
    child.kill()
    child.communicate()
    with Archive.open(folder) as archive:
        assert archive.articles.add(BANK).new
        assert archive.maintenance.check() == []


def test_processes_and_threads_write_at_once(tmp_path: Path) -> None:
    children = [writer(tmp_path, name, 25) for name in ("Ada", "Ben")]
    with Archive.open(tmp_path) as archive:
        failures: list[Exception] = []

        def add(name: str) -> None:
            try:
                for number in range(20):
                    archive.articles.add(Draft(title=name, text=f"{name} thread {number}", tags=["by thread"]))
                    archive.search.ids("thread")
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=add, args=(name,)) for name in ("one", "two")]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        for child in children:
            assert child.wait(PATIENCE) == 0, child.communicate()[1]
            child.communicate()
        assert failures == []
        assert archive.articles.tags() == {"by Ada": 25, "by Ben": 25, "by thread": 40}
        assert archive.search.count("has:note") == archive.search.count("actor:okoye") == 50
        assert archive.search.count() == 90
        assert archive.maintenance.check() == []


@pytest.mark.parametrize("content", [b"once upon a time " * 500, b"short", b"SQLite format 3\0" + b"\xff" * 5000])
def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "archive.db"
    file.write_bytes(content)
    with pytest.raises(NotAnArchive, match=r"archive\.db is not an archive"):
        Archive.open(tmp_path)
    assert file.read_bytes() == content


def test_a_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "archive.db"
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE articles (id)")
    connection.close()
    before = file.read_bytes()
    with pytest.raises(NotAnArchive, match="another program"):
        Archive.open(tmp_path)
    assert file.read_bytes() == before


def test_an_empty_file_becomes_an_archive(tmp_path: Path) -> None:
    (tmp_path / "archive.db").touch()
    with Archive.open(tmp_path) as archive:
        assert archive.articles.add(BANK).new


def test_a_missing_archive_is_said(tmp_path: Path) -> None:
    with pytest.raises(ArchiveMissing, match="no archive in"):
        Archive.open(tmp_path / "none", create=False)
    assert not (tmp_path / "none").exists()


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for folder in (tmp_path / "file", tmp_path / "file" / "below"):
        with pytest.raises(ArchiveReadOnly, match="cannot be made"):
            Archive.open(folder)


READING = """
import os, sys
from pathlib import Path
# Afterwards nothing can be imported from the folder of the one who runs the test.
import onrecord.archive.query.grammar
from onrecord.archive.parts import article_search, maintenance_tasks, note_store
from onrecord.archive import Archive, ArchiveError, ArchiveReadOnly
# Whoever may do anything may write here, too: the test turns into somebody else.
if os.getuid() == 0:
    os.setuid(65534)
try:
    with Archive.open(Path(sys.argv[1])) as archive:
        print(list(archive.search.ids("rates")), archive.articles.text(1)[:5], archive.search.count(), archive.maintenance.check(), archive.version())
        for change in (lambda: archive.articles.update([1], read=True), lambda: archive.notes.add(1, "x")):
            try:
                change()
            except ArchiveReadOnly as error:
                print(error)
        print(archive.read_only)
except ArchiveError as error:
    print(error)
"""


@pytest.fixture
def shut() -> Iterator[Path]:
    """An archive that others may read, in a folder that can be shut.

    It stands outside pytest's temporary folder, which is its user's alone: whenever another pytest starts, it shuts
    that folder again.
    """
    with TemporaryDirectory(prefix="onrecord-test-") as temporary:
        Path(temporary).chmod(0o755)
        folder = Path(temporary) / "news"
        with Archive.open(folder) as archive:
            archive.articles.add(BANK)
        yield folder
        folder.chmod(0o755)


def read_by_another(folder: Path) -> list[str]:
    output, failed = process(["-c", READING, str(folder)]).communicate()
    assert failed == ""
    return output.splitlines()


@pytest.mark.parametrize(("folder_mode", "file_mode"), [(0o555, 0o444), (0o777, 0o444), (0o555, 0o666)])
def test_what_may_not_be_written_is_read(shut: Path, folder_mode: int, file_mode: int) -> None:
    (shut / "archive.db").chmod(file_mode)
    shut.chmod(folder_mode)
    read, *refused = read_by_another(shut)
    assert read == "[1] Rates 1 [] 0"
    assert len(refused) == 3
    for sentence in refused:
        assert f"{shut / 'archive.db'} is only read" in sentence
        assert "copy it to where you have it" in sentence


def test_only_what_others_write_is_a_change_to_who_may_not_write(shut: Path) -> None:
    file = shut / "archive.db"
    file.chmod(0o444)
    shut.chmod(0o777)
    read_by_another(shut)  # leaves beside the file what readers share, which nobody may write any more
    code = READING.partition("try:")[0] + textwrap.dedent("""
        with Archive.open(Path(sys.argv[1])) as archive:
            versions = [(archive.search.count(), archive.version()) for _ in range(3)]
            print(versions, flush=True)
            sys.stdin.readline()
            print(archive.version() > versions[-1][1], archive.search.count())
    """)
    reader = process(["-c", code, str(shut)], stdin=subprocess.PIPE)
    assert reader.stdout is not None
    assert reader.stdout.readline() == "[(1, 0), (1, 0), (1, 0)]\n"
    file.chmod(0o644)
    with Archive.open(shut) as archive:
        archive.articles.add(STRIKE)
        output, failed = reader.communicate("\n")
    assert (output, failed) == ("True 2\n", "")


def test_what_another_writes_is_read_without_the_right_to_write(shut: Path) -> None:
    with Archive.open(shut) as archive:
        archive.articles.add(STRIKE)
        for file in shut.iterdir():
            file.chmod(0o644)
        shut.chmod(0o555)
        assert read_by_another(shut)[0].startswith("[1] Rates 2 [] ")


def test_no_archive_is_made_where_nothing_may_be_written(shut: Path) -> None:
    shut.chmod(0o555)
    assert "cannot be made" in read_by_another(shut / "new")[0]
    (shut / "archive.db").unlink()
    assert "No archive can be made" in read_by_another(shut)[0]


def fill(archive: Archive) -> list[int]:
    """Add articles until there is no room; the ids of those that were stored."""
    stored = []
    for number in range(500):
        words = " ".join(str(random.Random(number + 1000 * word).random()) for word in range(300))
        stored.append(archive.articles.add(Draft(title=str(number), text=words)).id)
    return stored


def test_a_full_disk_undoes_the_change_and_is_said(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        first = archive.articles.add(STRIKE, ANNOTATION).id
        connection = archive.database.storage.connection()
        (pages,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {pages + 40}")
        with pytest.raises(ArchiveFull, match="no room left"):
            fill(archive)
        stored = archive.search.ids()
        with pytest.raises(ArchiveFull):
            archive.articles.add(Draft(title="x", text=" ".join(map(str, range(100_000)))))
        assert archive.search.ids() == stored
        assert archive.maintenance.check() == []
        connection.execute("PRAGMA max_page_count = 1000000")
        archive.articles.update([first], starred=True)
        assert archive.articles.add(BANK).new


def test_a_limit_on_files_undoes_the_change_and_is_said(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        archive.articles.add(STRIKE, ANNOTATION)
    code = """
        import resource, signal, sys
        from pathlib import Path
        from onrecord.archive import Archive, ArchiveFull
        from test_archive_faults import fill
        with Archive.open(Path(sys.argv[1])) as archive:
            resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
            try:
                fill(archive)
            except ArchiveFull as error:
                print(len(archive.search.ids()), error)
    """
    output, failed = process(["-c", textwrap.dedent(code), str(tmp_path)]).communicate()
    assert failed == ""
    count, sentence = output.split(" ", 1)
    assert "full" in sentence or "room" in sentence
    with Archive.open(tmp_path) as archive:
        assert archive.search.count() == int(count) > 1
        assert archive.maintenance.check() == []


def test_a_locked_archive_is_said_and_can_be_read(tmp_path: Path) -> None:
    with Archive.open(tmp_path, wait=0.1) as archive:
        strike = archive.articles.add(STRIKE).id
        other = sqlite3.connect(archive.file, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        for change in (
            lambda: archive.articles.add(BANK),
            lambda: archive.articles.update([strike], read=True),
        ):
            with pytest.raises(ArchiveLocked, match="does not let go"):
                change()
        assert archive.search.ids("strike") == [strike]
        assert archive.maintenance.check() == []
        with Archive.open(tmp_path, wait=0.1) as again:
            assert again.articles.text(strike) == TEXT
        other.execute("ROLLBACK")
        assert archive.articles.add(BANK).new
        other.close()


def test_for_what_is_less_important_another_is_waited_for_less(tmp_path: Path) -> None:
    with Archive.open(tmp_path, wait=7) as archive:
        connection = archive.database.storage.connection()
        for seconds, milliseconds in ((0.5, 500), (8, 7000)):
            with archive.waiting(seconds):
                assert connection.execute("PRAGMA busy_timeout").fetchone() == (milliseconds,)
            assert connection.execute("PRAGMA busy_timeout").fetchone() == (7000,)
        with archive.waiting(0.5):
            archive.close()  # is no failure at the end


def test_a_writer_waits_for_another(tmp_path: Path) -> None:
    with Archive.open(tmp_path, wait=PATIENCE) as archive:
        other = sqlite3.connect(archive.file, isolation_level=None, check_same_thread=False)
        other.execute("BEGIN IMMEDIATE")
        begins = threading.Event()

        def release() -> None:
            begins.wait(PATIENCE)
            other.execute("ROLLBACK")

        releasing = threading.Thread(target=release)
        releasing.start()
        connection = archive.database.storage.connection()
        connection.set_trace_callback(lambda statement: begins.set() if statement.startswith("BEGIN") else None)
        assert archive.articles.add(BANK).new
        releasing.join()
        assert begins.is_set()
        other.close()


def test_closing_waits_for_who_is_still_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onrecord.archive.storage.sqlite_storage._CLOSE_TIMEOUT", PATIENCE)
    archive = Archive.open(tmp_path)
    begun = threading.Event()
    counts: list[tuple[int]] = []
    refused: list[str] = []

    def read() -> None:
        with archive._storage.reading() as connection:
            begun.set()
            wait_until(lambda: archive._storage._closed)
            counts.extend(connection.execute("SELECT count(*) FROM articles"))
        try:
            archive.search.count()
        except ArchiveError as error:
            refused.append(str(error))

    thread = threading.Thread(target=read)
    thread.start()
    assert begun.wait(PATIENCE)
    archive.close()
    thread.join()
    assert counts == [(0,)]
    assert "is closed" in refused[0]


def test_closing_interrupts_who_never_ends(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path)
    begun, output = threading.Event(), []

    def read() -> None:
        try:
            with archive._storage.reading() as connection:
                begun.set()
                connection.execute(
                    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
                )
        except ArchiveError as error:
            output.append(str(error))

    thread = threading.Thread(target=read)
    thread.start()
    assert begun.wait(PATIENCE)
    archive.close()
    thread.join(PATIENCE)
    assert not thread.is_alive()
    assert "interrupted" in output[0]


def test_a_closed_archive_is_said(tmp_path: Path) -> None:
    archive = Archive.open(tmp_path)
    archive.close()
    with pytest.raises(ArchiveError, match="is closed"):
        archive.search.ids()
