"""The header of an archive's file, made anew from the rest of the file."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from archive_sample import ANNOTATION, STRIKE

from onrecord.archive import Archive, ArchiveDamaged, NotAnArchive
from onrecord.archive.maintenance.file_header import is_sound, page_size, sound_header, whole_length
from onrecord.archive.maintenance.repair import repair
from onrecord.archive.maintenance.salvage import holds_articles
from onrecord.archive.schema.tables import VERSION


@pytest.fixture
def file(tmp_path: Path) -> Path:
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(STRIKE, ANNOTATION)
        return archive.file


@pytest.mark.parametrize("size", [1024, 4096, 8192, 65536])
@pytest.mark.parametrize("named", [0, 512, 3, 16384])
def test_the_size_of_a_page_is_found_without_the_header(tmp_path: Path, size: int, named: int) -> None:
    with closing(sqlite3.connect(tmp_path / "x.db")) as connection:
        connection.execute(f"PRAGMA page_size = {size}")
        connection.execute("CREATE TABLE x (y)")
        connection.executemany("INSERT INTO x VALUES (?)", (("word " * 20 + str(n),) for n in range(3000)))
        connection.commit()
    content = bytearray((tmp_path / "x.db").read_bytes())
    assert page_size(bytes(content)) == size
    content[16:18] = named.to_bytes(2, "big")
    assert page_size(bytes(content)) == size


def test_a_new_header_is_the_one_that_sqlite_wrote(file: Path) -> None:
    content = file.read_bytes()
    assert is_sound(content)
    new = sound_header(content)
    # The version of SQLite, and of the state that the number of pages is of, may differ.
    assert new[:92] == content[:92]


@pytest.mark.parametrize(
    ("at", "value", "sound"),
    [
        (0, 0, False),
        (16, 0, False),
        (18, 1, False),
        (20, 8, False),
        (21, 65, False),
        (27, 9, True),  # a count of changes
        (47, 9, False),
        (59, 2, False),
        (63, 9, True),  # the version, which is another's business
        (68, 0, False),
        (91, 1, False),
        (99, 1, True),  # the version of SQLite
    ],
)
def test_what_has_to_be_as_it_is(file: Path, at: int, value: int, sound: bool) -> None:
    content = bytearray(file.read_bytes())
    content[at] = value
    assert is_sound(bytes(content)) is sound


def test_a_backup_names_no_log_and_is_sound(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[18:20] = b"\1\1"
    assert is_sound(bytes(content))


def test_the_last_page_is_filled_up(file: Path) -> None:
    content = file.read_bytes()
    assert whole_length(content) == len(content)
    assert whole_length(content[:-1]) == len(content)
    assert whole_length(content[:-8192]) == len(content) - 8192


def test_an_archive_is_known_by_its_articles_and_other_files_are_not(file: Path, tmp_path: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(bytes(100) + content[100:])
    assert holds_articles(file)
    for other in (b"", b"A text, not an archive. " * 1000, bytes(20000)):
        (tmp_path / "other").write_bytes(other)
        assert not holds_articles(tmp_path / "other")
    assert not holds_articles(tmp_path / "not there")


@pytest.mark.parametrize("version", [-1, 0, VERSION - 1, VERSION + 1, 2**31 - 1])
def test_a_version_that_the_file_contradicts_is_damage(file: Path, version: int) -> None:
    with closing(sqlite3.connect(file)) as connection:
        connection.execute(f"PRAGMA user_version = {version}")
    with Archive.open(file.parent) as archive:
        assert "is damaged" in archive.read_only
        assert archive.articles.get(1).title == STRIKE.title
    repair(file)
    with Archive.open(file.parent) as archive:
        assert archive.read_only == ""
        assert archive.annotations.get(1) == ANNOTATION
        assert archive.maintenance.check() == []


def test_changes_in_the_log_are_taken_along(tmp_path: Path) -> None:
    source, target = tmp_path / "source", tmp_path / "target"
    target.mkdir()
    with Archive.open(source) as archive:
        archive.articles.add(STRIKE, ANNOTATION)
    with Archive.open(source) as archive:
        archive.articles.tag([1], add=["late"])
        for name in ("archive.db", "archive.db-wal"):
            (target / name).write_bytes((source / name).read_bytes())
    content = bytearray((target / "archive.db").read_bytes())
    content[:16] = bytes(16)
    (target / "archive.db").write_bytes(content)
    try:
        Archive.open(target).close()
    except ArchiveDamaged:
        pytest.fail("its articles can be read")
    repair(target / "archive.db")
    with Archive.open(target) as archive:
        assert "late" in archive.articles.get(1).tags


def test_a_database_of_another_program_stays_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "archive.db")) as connection:
        connection.execute("CREATE TABLE articles (id INTEGER PRIMARY KEY, title TEXT)")
        connection.execute("INSERT INTO articles VALUES (1, 'x')")
        connection.commit()
    before = (tmp_path / "archive.db").read_bytes()
    with pytest.raises(NotAnArchive, match="another program"):
        Archive.open(tmp_path)
    assert (tmp_path / "archive.db").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["archive.db"]
