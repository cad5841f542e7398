"""Corrections that come back from another program, by the command."""

from __future__ import annotations

from pathlib import Path

from command_sample import Run

from onrecord.archive import Archive


def test_corrections_of_a_folder_of_brat_come_back(onrecord: Run, news: Path, tmp_path: Path) -> None:
    folder = tmp_path / "brat"
    onrecord("export", "--format", "brat", "--output", folder)
    ran = onrecord("import-corrections", folder)
    assert (ran.status, ran.out, ran.err) == (0, "0 corrections from 2 articles.\n", "")
    file = folder / "1.ann"
    content = file.read_text("utf-8")
    assert "speaker: Ann Lee" in content
    file.write_text(content.replace("speaker: Ann Lee", "speaker: Bo Dahl", 1), "utf-8")
    ran = onrecord("import-corrections", folder)
    assert ran.out == "1 correction from 2 articles.\n     1  said by Bo Dahl: “The harbour is open.”\n"
    with Archive.open(news) as archive:
        (correction,) = archive.corrections.on(1)
        assert (correction.kind, correction.to) == ("speaker", "Bo Dahl")
    assert onrecord("import-corrections", folder, "--format", "brat").out == "0 corrections from 2 articles.\n"


def test_what_cannot_be_taken_over_is_said_with_status_1(onrecord: Run, news: Path, tmp_path: Path) -> None:
    folder = tmp_path / "brat"
    onrecord("export", "--format", "brat", "--output", folder)
    file = folder / "1.ann"
    long = "x" * 201
    file.write_text(file.read_text("utf-8").replace("speaker: Ann Lee", f"speaker: {long}", 1), "utf-8")
    ran = onrecord("import-corrections", folder)
    assert (ran.status, ran.out) == (1, "0 corrections from 2 articles.\n")
    assert "longer than 200 characters; shorten it." in " ".join(ran.err.split())


def test_an_error_in_one_file_leaves_the_archive_as_it_was(onrecord: Run, news: Path, tmp_path: Path) -> None:
    folder = tmp_path / "brat"
    onrecord("export", "--format", "brat", "--output", folder)
    file = folder / "1.ann"
    file.write_text(file.read_text("utf-8").replace("speaker: Ann Lee", "speaker: Bo Dahl", 1), "utf-8")
    (folder / "2.ann").write_text("T1\tbroken\n")
    (folder / "2.txt").write_text("x")
    ran = onrecord("import-corrections", folder)
    assert ran.status == 1
    assert f"{folder / '2.ann'}: line 1 is no annotation of brat; take it out" in ran.err
    with Archive.open(news) as archive:
        assert archive.corrections.all() == []


def test_an_unknown_format_is_refused(onrecord: Run, news: Path, tmp_path: Path) -> None:
    ran = onrecord("import-corrections", tmp_path, "--format", "docx")
    assert ran.status == 2
    assert "“docx” is not one of brat, label-studio, w3c." in " ".join(ran.err.split())


def test_an_export_in_no_format_lists_the_formats_with_what_each_is_for(onrecord: Run, news: Path) -> None:
    ran = onrecord("export", "--format", "list")
    assert ran.status == 2
    assert "“list” is not one of these:\nmarkdown      to read: " in ran.err
    assert "\ntinydb        to keep or move: " in ran.err
