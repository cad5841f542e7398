"""Nothing is lost: backups, repair, archives that are only read, as the commands show them."""

from __future__ import annotations

import json
import os
import random
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from command_sample import Run
from tinydb import TinyDB

from onrecord.archive import Archive
from onrecord.archive.maintenance import trash


def single_value(file: Path, sql: str) -> object:
    with closing(sqlite3.connect(file)) as connection:
        return connection.execute(sql).fetchone()[0]


@pytest.mark.parametrize("ending", ["", "-wal", "-shm", ".damaged"])
def test_nothing_is_exported_into_the_archive(onrecord: Run, news: Path, ending: str) -> None:
    ran = onrecord("export", "--format", "jsonl", "--output", news / f"archive.db{ending}")
    assert (ran.status, ran.out) == (1, "")
    assert "is an archive, or belongs to one; name another file." in ran.err
    with Archive.open(news) as archive:
        assert archive.search.count() == 2


def test_a_folder_is_added_without_the_archive_in_it(onrecord: Run, news: Path) -> None:
    (news / "sea.txt").write_text("Calm.\n", "utf-8")
    for _ in range(2):
        ran = onrecord("add", news, "--no-annotate")
        assert (ran.status, ran.err) == (0, "")
    ran = onrecord("add", news / "archive.db", "--no-annotate")
    assert ran.status == 1
    assert f"{news / 'archive.db'}: the archive that is open, not an article" in ran.err


def test_a_backup_is_made_while_the_archive_is_used(onrecord: Run, news: Path, tmp_path: Path) -> None:
    copy = tmp_path / "backup" / "archive.db"
    copy.parent.mkdir()
    with Archive.open(news) as desk:
        desk.notes.add(1, "written before")
        ran = onrecord("backup", copy)
        assert ran.status == 0
        assert f"Copied the archive to {copy}" in ran.out
        desk.notes.add(1, "written after")
        # The folder that the copy is in is an archive.
        with Archive.open(copy.parent) as archive:
            assert archive.maintenance.check() == []
            assert [note.body for note in archive.notes.all()] == ["written before"]
            assert archive.search.ids("harbour speaker:lee") == [1]
            archive.notes.add(2, "in the copy")
            # Whoever reads is not in the way of whoever writes.
            assert single_value(archive.file, "PRAGMA journal_mode") == "wal"
        assert len(desk.notes.all()) == 2
    assert [path.name for path in copy.parent.iterdir()] == ["archive.db"]


def test_a_backup_replaces_nothing_unasked(onrecord: Run, news: Path, tmp_path: Path) -> None:
    letters = tmp_path / "letters.txt"
    letters.write_text("mine")
    ran = onrecord("backup", letters)
    assert (ran.status, letters.read_text()) == (1, "mine")
    assert f"{letters} exists already" in ran.err
    assert onrecord("backup", letters, "--force", "--format", "json").status == 0
    assert single_value(letters, "SELECT count(*) FROM articles") == 2
    for name in ("archive.db", "archive.db-wal", "archive.db.damaged", "archive.restored.db"):
        ran = onrecord("backup", news / name, "--force")
        assert ran.status == 1
        assert "is the archive itself, or belongs to it" in ran.err
    assert [path.name for path in news.iterdir()] == ["archive.db"]
    os.mkfifo(tmp_path / "pipe")
    ran = onrecord("backup", tmp_path / "pipe", "--force")
    assert (ran.status, (tmp_path / "pipe").is_fifo()) == (1, True)
    assert f"{tmp_path / 'pipe'} is a device or a pipe; name a file for the backup." in ran.err
    (tmp_path / "pipe").unlink()
    ran = onrecord("backup", letters, "--keep", "2")
    assert ran.status == 1
    assert f"{letters} is a file; with --keep, name the folder of the backups." in ran.err
    ran = onrecord("backup", tmp_path / "none" / "x.db")
    assert ran.status == 1
    assert f"{tmp_path / 'none' / 'x.db'}" in ran.err
    assert sorted(path.name for path in tmp_path.iterdir()) == ["letters.txt", "news"]


def damage(news: Path) -> bytes:
    """Write over the index that lists go by."""
    file = news / "archive.db"
    page = single_value(file, "SELECT rootpage FROM sqlite_schema WHERE name = 'articles_row'")
    size = single_value(file, "PRAGMA page_size")
    assert isinstance(page, int)
    assert isinstance(size, int)
    with file.open("r+b") as stream:
        stream.seek((page - 1) * size)
        stream.write(b"\xff" * size)
    return file.read_bytes()


def test_a_damaged_archive_is_read_and_repaired_by_command(onrecord: Run, news: Path) -> None:
    before = damage(news)
    ran = onrecord("list")
    assert ran.status == 1
    assert "is damaged" in ran.err
    assert "onrecord doctor --repair" in ran.err
    for command in (("list",), ("show", "1"), ("search", "harbour"), ("export", "1"), ("quotes", "1", "--all")):
        ran = onrecord(*command)
        assert ran.status == 0, ran.err
        assert "Harbour opens again" in ran.out or "trade will grow" in ran.out
        assert "is damaged" in ran.err
        assert "onrecord doctor --repair" in ran.err
    ran = onrecord("tag", "1", "seen")
    assert ran.status == 1
    assert "It is only read" in ran.err
    assert (news / "archive.db").read_bytes() == before
    report = json.loads(onrecord("doctor", "--repair", "--format", "json").out)[0]
    assert (report["articles"], report["repaired"]) == (2, True)
    assert Path(report["kept"]).read_bytes() == before
    assert onrecord("tag", "1", "seen").err == ""
    ran = onrecord("doctor", "--repair")
    assert (ran.status, "is sound; nothing was done" in ran.out) == (0, True)


def test_what_the_repair_could_not_save_is_named(onrecord: Run, news: Path) -> None:
    with sqlite3.connect(news / "archive.db") as connection:
        connection.execute("UPDATE texts SET document = x'00' WHERE id = 2")
    connection.close()
    ran = onrecord("show", "2")
    assert ran.status == 1
    assert "is damaged" in ran.err
    assert "Water" in onrecord("list").out
    ran = onrecord("doctor", "--repair")
    assert ran.status == 0
    assert "sound again: 2 articles" in ran.out
    assert "Without their text, which is stored when it is added again: 2 (1 article)" in ran.out
    assert "is kept: " in ran.out


def test_documents_of_another_form_are_named_and_what_they_were_is_kept(onrecord: Run, news: Path) -> None:
    with Archive.open(news) as archive:
        note = archive.database.table("notes").insert({"article": 1, "body": ["Why?"]})
    ran = onrecord("doctor")
    assert ran.status == 1
    assert f"1 document of notes is not as it should be ({note}: Expected `str`, got `array`" in ran.out
    ran = onrecord("doctor", "--repair")
    assert ran.status == 0
    assert f"Not as they should be, and saved as far as possible: notes {note}." in ran.out
    (kept_file,) = news.glob("archive.malformed-*.jsonl")
    assert f"What they held is kept, one document a line: {kept_file}" in ran.out
    assert onrecord("doctor", "--repair").out.endswith("is sound; nothing was done.\n")
    assert '["Why?"]' in onrecord("notes", "1").out


def test_bringing_an_archive_here_is_said(onrecord: Run, tmp_path: Path) -> None:
    sql = Path(__file__).parents[1] / "archive" / "version_1.sql"
    (tmp_path / "news").mkdir()
    connection = sqlite3.connect(tmp_path / "news" / "archive.db")
    connection.executescript(sql.read_text("utf-8"))
    connection.close()
    ran = onrecord("list")
    assert ran.status == 0
    assert ran.err == f"Bringing the archive {tmp_path / 'news' / 'archive.db'} to this version of onrecord.\n"
    assert onrecord("list").err == ""


def test_an_archive_goes_to_tinydbs_json_and_back(onrecord: Run, news: Path, tmp_path: Path) -> None:
    file = tmp_path / "archive.json"
    with Archive.open(news) as archive:
        archive.notes.add(2, "Ask.")
    ran = onrecord("export", "--format", "tinydb", "--output", file)
    assert (ran.status, "Wrote 2 articles" in ran.err) == (0, True)
    with TinyDB(file) as stock:
        assert [article["title"] for article in stock.table("articles")] == [
            "Harbour opens again",
            "Water [red]scarce\x1b[0m",
        ]
    again = tmp_path / "again"
    ran = onrecord("add", "--archive", again, "--no-annotate", file)
    assert (ran.status, "2 added" in ran.out) == (0, True)
    with Archive.open(again) as archive:
        assert archive.search.ids("speaker:lee") == [1]
        assert archive.notes.on(2)[0].body == "Ask."
    ran = onrecord("add", "--archive", again, "--no-annotate", "--tag", "twice", file)
    assert "2 already in the archive" in ran.out
    with Archive.open(again) as archive:
        assert archive.articles.tags()["twice"] == 2
    # What is chosen goes to standard output as well.
    assert list(json.loads(onrecord("export", "2", "--format", "tinydb").out)["articles"]) == ["2"]
    (tmp_path / "other.json").write_text('{"_default": {"1": {"name": "x"}}}')
    ran = onrecord("add", tmp_path / "other.json")
    assert ran.status == 1
    assert "without the table “articles”" in ran.err


def test_a_full_disk_is_said_and_leaves_the_archive_as_it_was(news: Path, tmp_path: Path) -> None:
    chance = random.Random(2)
    lines = (
        json.dumps({"title": f"Filler {number}", "text": " ".join(str(chance.random()) for _ in range(2000))})
        for number in range(60)
    )
    (tmp_path / "many.jsonl").write_text("\n".join(lines))
    limit = (news / "archive.db").stat().st_size + 200_000
    ran = subprocess.run(
        [sys.executable, "-m", "onrecord", "add", "--archive", news, "--no-annotate", tmp_path / "many.jsonl"],
        env=dict(os.environ),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1
    assert str(news / "archive.db") in ran.stderr
    assert "Nothing was changed" in ran.stderr
    assert "Traceback" not in ran.stderr
    with Archive.open(news) as archive:
        assert [article.title for article in archive.articles.get_many([1, 2, 3])] == [
            "Harbour opens again",
            "Water [red]scarce\x1b[0m",
        ]
        assert archive.maintenance.check() == []
    # Nor does a backup that has no room leave anything behind.
    ran = subprocess.run(
        [sys.executable, "-m", "onrecord", "backup", "--archive", news, tmp_path / "copy.db"],
        env=dict(os.environ),
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000)),
        capture_output=True,
        text=True,
    )
    assert ran.returncode == 1
    assert str(tmp_path / "copy.db") in ran.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["many.jsonl", "news"]


def test_a_locked_archive_is_said_after_the_wait(
    onrecord: Run, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Archive, "open", partial(Archive.open, wait=0.1))
    with closing(sqlite3.connect(news / "archive.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        ran = onrecord("tag", "1", "seen")
        assert ran.status == 1
        assert f"Another program is writing the archive {news / 'archive.db'}" in ran.err
        assert onrecord("show", "1").status == 0
        other.execute("ROLLBACK")
    assert onrecord("tag", "1", "seen").status == 0


def test_what_was_removed_is_listed_and_comes_back(onrecord: Run, news: Path) -> None:
    with Archive.open(news) as archive:
        archive.notes.add(1, "Ask.")
    assert "Removed 1 article" in onrecord("remove", "1").out
    ran = onrecord("restore", "--format", "json")
    assert [(row["id"], row["title"]) for row in json.loads(ran.out)] == [(1, "Harbour opens again")]
    assert "Harbour opens again" in onrecord("restore").out
    assert "Restored 1 article" in onrecord("restore", "1").out
    with Archive.open(news) as archive:
        assert archive.notes.on(1)[0].body == "Ask."
        assert archive.search.ids("speaker:lee") == [1]
    ran = onrecord("restore", "1")
    assert ran.status == 1
    assert "1 article not restored" in ran.err
    assert onrecord("restore", "harbour").status == 2


def test_what_was_removed_a_month_ago_is_let_go(onrecord: Run, news: Path, tmp_path: Path) -> None:
    onrecord("remove", "1", "2")
    with Archive.open(news) as archive:
        archive.database.table("removed").update({"removed": "2021-01-01T00:00:00+00:00"}, doc_ids=[1])
        with archive.database.storage.transaction() as connection:
            trash.note_day(connection)
            connection.execute("INSERT INTO overdue_days (day) VALUES ('2021-02-02'), ('2021-02-03')")
    (tmp_path / "new.txt").write_text("New.")
    onrecord("add", "--no-annotate", tmp_path / "new.txt")
    with Archive.open(news) as archive:
        assert [single_value.article.id for single_value in archive.articles.removed()] == [2]
        assert archive.articles.restore([1, 2]) == 1


def test_what_is_readable_of_a_damaged_archive_does_not_replace_it(onrecord: Run, news: Path) -> None:
    file = news / "archive.db"
    with file.open("r+b") as stream:
        stream.truncate(file.stat().st_size - 8192)
    damaged = file.read_bytes()
    ran = onrecord("backup", file, "--force")
    assert ran.status == 1
    assert "is the archive itself, or belongs to it" in ran.err
    assert file.read_bytes() == damaged


def test_backups_are_kept_by_number_checked_and_put_back(onrecord: Run, news: Path, tmp_path: Path) -> None:
    backups = tmp_path / "backups"
    for day in ("20210416", "20210417"):
        backups.mkdir(exist_ok=True)
        (backups / f"archive-{day}-100000.db").touch()
    ran = onrecord("backup", backups, "--keep", "2", "--format", "json")
    assert ran.status == 0
    (row,) = json.loads(ran.out)
    assert row["removed"] == [str(backups / "archive-20210416-100000.db")]
    backup = Path(row["file"])
    assert sorted(path.name for path in backups.iterdir()) == ["archive-20210417-100000.db", backup.name]
    assert "is sound" in onrecord("backup", backup, "--check").out
    assert onrecord("remove", "1").status == 0
    ran = onrecord("restore-backup", backup)
    assert ran.status == 0
    assert f"The archive as it was is kept: {news / 'archive.before-restore-'}" in ran.out
    with Archive.open(news) as archive:
        assert archive.search.ids() == [1, 2] or archive.search.ids() == [2, 1]
    backup.write_bytes(backup.read_bytes()[:-9000])
    assert onrecord("backup", backup, "--check").status == 1
    ran = onrecord("restore-backup", backup)
    assert ran.status == 1
    assert str(backup) in ran.err


def test_an_archive_is_opened_to_its_group(onrecord: Run, news: Path) -> None:
    ran = onrecord("doctor", "--shared")
    assert ran.status == 0
    assert news.stat().st_mode & 0o7777 == 0o2770
    assert (news / "archive.db").stat().st_mode & 0o777 == 0o660
    assert onrecord("tag", "1", "x").status == 0
    assert (news / "archive.db").stat().st_mode & 0o777 == 0o660


def test_doctor_names_keys_that_cannot_be(onrecord: Run, news: Path, tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text('[keys]\nnote = "u"\nsearch = "nonsense"\n')
    ran = onrecord("doctor", "--format", "jsonl")
    assert ran.status == 1
    assert "gives note the key u, which toggle_read has as well" in ran.out
    assert "gives search the key “nonsense”, which is no name of a key" in ran.out
