"""The desk opens whatever is missing, and where it fails all the same it says so and leaves the terminal in order."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

import pytest

from onrecord.archive import Archive
from tools.attacks.sample import Sample
from tools.attacks.terminal import DeskProcess

FAILING = (
    "from onrecord.tui.app import OnRecord as desk; desk.action_command_palette = lambda self: 1 / (secret := 0)"
)


@pytest.fixture
def folder(sample: Sample, tmp_path: Path) -> Path:
    """An archive of the test's own: a desk begins where the one before was left."""
    folder = tmp_path / "archive"
    folder.mkdir()
    shutil.copy(sample.file, folder / "archive.db")
    return folder


@pytest.fixture
def title(folder: Path) -> str:
    with Archive.open(folder) as archive:
        return archive.articles.get(archive.search.ids()[0]).title[:8]


def plain(output: str) -> str:
    """Return what the desk sends without its sequences, in one line."""
    return " ".join(re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", output).split())


def test_a_failure_has_a_status_a_sentence_and_a_report(
    folder: Path, title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    with DeskProcess(folder, tmp_path / "none", prelude=FAILING) as desk:
        assert title in desk.read(until=title)
        desk.type("\x10")
        desk.read(until="with what you did")
        while desk.is_running():
            desk.read()
        assert desk.status == 1
        end = desk.output.decode(errors="replace")
    assert end.rindex("\x1b[?1049l") < end.rindex("the desk failed (ZeroDivisionError)")
    assert "secret" not in plain(end)
    (report,) = tmp_path.rglob("failure-*.txt")
    assert str(report) in plain(end)
    assert os.stat(report).st_mode & 0o777 == 0o600
    assert "ZeroDivisionError" in report.read_text("utf-8")


def test_without_its_model_everything_can_be_read(
    folder: Path, title: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ONRECORD_MODEL", "no_such_model")
    with Archive.open(folder) as archive:
        first_words = [archive.articles.text(article).split()[0] for article in archive.search.ids(limit=2)]
    with DeskProcess(folder, tmp_path / "none") as desk:
        desk.read(until=title)
        for key, first_word in zip("\rJ", first_words, strict=True):
            desk.type(key)
            desk.see(first_word)
        desk.type("qq")  # to the list, and out
        desk.see("Leave onrecord?")  # it has been to more than one place
        desk.type("y")
        while desk.is_running():
            desk.read()
        assert desk.status == 0


def test_documents_of_another_form_cost_no_article_but_their_own(folder: Path, tmp_path: Path) -> None:
    with Archive.open(folder) as archive:
        first, second, third = archive.search.ids(limit=3)
        first_words = {article: archive.articles.text(article).split()[0] for article in (first, third)}
        tables = {name: archive.database.table(name) for name in ("articles", "texts", "annotations", "notes")}
        tables["articles"].update({"title": 7, "tags": {"a": 1}}, doc_ids=[first])
        tables["texts"].update({"text": None}, doc_ids=[second])
        tables["annotations"].update({"actors": 3}, doc_ids=[third])
        tables["notes"].insert_multiple({"article": article, "body": 3} for article in (first, second, third))
    with DeskProcess(folder, tmp_path / "none") as desk:
        desk.see(f"Article {first}")
        desk.type("\r")
        desk.see(first_words[first])
        desk.type("J")
        desk.see(f"The text {second} is not as a text should be")
        desk.type("J")
        desk.see(first_words[third])
        desk.type("qq")
        desk.see("Leave onrecord?")
        desk.type("y")
        while desk.is_running():
            desk.read()
        assert desk.status == 0
