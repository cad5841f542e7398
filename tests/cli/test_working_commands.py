"""The commands that change something, in one process: tags, notes, removing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_sample import Run

from onrecord.archive import Archive, ArchiveLocked
from onrecord.archive.parts.note_store import NoteStore


def test_tags_are_put_on_and_taken_off(onrecord: Run, news: Path) -> None:
    assert onrecord("tag", "1", "2", "harbour", "sea side").status == 0
    assert onrecord("tag", "1", "2024").status == 0
    assert onrecord("tag", "1", "trade", "--remove").status == 0
    assert onrecord("tag", "tag:harbour -tag:2024", "dry").status == 0
    rows = json.loads(onrecord("list", "--format", "json").out)
    assert [sorted(row["tags"]) for row in rows] == [
        ["2024", "harbour", "sea side"],
        ["dry", "harbour", "sea side"],
    ]
    assert onrecord("tag", "1").status == 2
    for blank in ("", " ", "#"):
        assert onrecord("tag", "1", blank).status == 2
    missing = onrecord("tag", "7", "x")
    assert missing.status == 1
    assert "7" in missing.err


def test_notes_come_from_the_argument_from_standard_input_and_from_the_editor(
    onrecord: Run, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert onrecord("note", "1", "Compare *last* year.").out == "Wrote 1 note.\n"
    assert onrecord("note", "1,2", "-", stdin="From a pipe.").out == "Wrote 2 notes.\n"
    editor = tmp_path / "an editor"
    editor.write_text("#!/bin/sh\nprintf 'Written at length.' > \"$1\"\n")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", f"'{editor}'")
    assert onrecord("note", "2").status == 0
    bodies = [note["body"] for note in json.loads(onrecord("show", "2", "--format", "json").out)[0]["notes"]]
    assert bodies == ["From a pipe.", "Written at length."]
    assert "Compare *last* year." in onrecord("show", "1").out
    assert onrecord("list", "compare").out.startswith("1\t")

    monkeypatch.setenv("VISUAL", "true")
    empty = onrecord("note", "2")
    assert empty.status == 1
    assert "nothing was stored" in empty.err
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    assert "/no/such/editor" in onrecord("note", "2").err
    monkeypatch.delenv("VISUAL")
    monkeypatch.delenv("EDITOR", raising=False)
    assert "EDITOR" in onrecord("note", "2").err


def test_a_note_is_on_all_articles_or_on_none(onrecord: Run, news: Path) -> None:
    with Archive.open(news) as archive, archive.database.storage.transaction() as connection:
        connection.execute(
            "CREATE TRIGGER refused BEFORE INSERT ON notes WHEN new.article = 2 BEGIN SELECT RAISE(ABORT, 'no'); END"
        )
    assert onrecord("note", "1,2", "Compare.").status == 1
    with Archive.open(news) as archive:
        assert archive.notes.all() == []


def test_a_note_from_the_editor_that_cannot_be_stored_is_kept_in_its_file(
    onrecord: Run, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drafts = tmp_path / "drafts"
    drafts.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(drafts))
    editor = tmp_path / "editor"
    editor.write_text("#!/bin/sh\nprintf 'Written at length.' > \"$1\"\nexit ${EDITOR_STATUS:-0}\n")
    editor.chmod(0o755)
    monkeypatch.setenv("VISUAL", str(editor))

    def refuse(*arguments: object) -> None:
        raise ArchiveLocked("Another program is writing the archive.")

    monkeypatch.setattr(NoteStore, "add_to_each", refuse)
    ran = onrecord("note", "1")
    assert ran.status == 1
    assert "Another program is writing the archive." in ran.err
    (draft,) = drafts.rglob("note.md")
    assert f"kept in {draft};" in ran.err
    assert draft.read_text() == "Written at length."

    def interrupt(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(NoteStore, "add_to_each", interrupt)
    ran = onrecord("note", "1")
    assert ran.status == 130
    assert all(str(file) in ran.err for file in drafts.rglob("note.md") if file != draft)
    assert len(list(drafts.iterdir())) == 2

    monkeypatch.undo()
    monkeypatch.setenv("ONRECORD_ARCHIVE", str(news))
    monkeypatch.setattr("tempfile.tempdir", str(drafts))
    monkeypatch.setenv("VISUAL", str(editor))
    monkeypatch.setenv("EDITOR_STATUS", "3")
    assert "kept in" in onrecord("note", "1").err
    assert len(list(drafts.iterdir())) == 3
    monkeypatch.setenv("EDITOR_STATUS", "0")
    assert onrecord("note", "1").status == 0
    assert len(list(drafts.iterdir())) == 3  # what is stored is not kept twice
    monkeypatch.setenv("VISUAL", "true")
    assert onrecord("note", "1").status == 1
    assert len(list(drafts.iterdir())) == 3  # nor is a file in which nothing is written


def test_no_editor_opens_for_an_archive_that_is_only_read(
    onrecord: Run, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VISUAL", "/no/such/editor")
    monkeypatch.setattr("onrecord.archive.opening._is_writable", lambda file: False)
    ran = onrecord("note", "1")
    assert ran.status == 1
    assert "is only read" in ran.err
    assert "failed" not in ran.err


def test_remove_asks_before_it_removes_what_a_query_finds(onrecord: Run, news: Path) -> None:
    assert onrecord("remove", "tag:trade").status == 2
    assert onrecord("remove", "tag:trade", "--yes").out == "Removed 1 article.\n"
    assert onrecord("remove", "2").out == "Removed 1 article.\n"
    assert onrecord("list").out == ""
    assert onrecord("remove", "2").status == 1
