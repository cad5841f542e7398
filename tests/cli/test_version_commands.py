"""The commands that show how the text of an article has changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from command_sample import Run

from onrecord.archive import Archive
from onrecord.base.records import Annotation, Attribution, Draft
from onrecord.cli.versions import shortened

FIRST = "The gates stay shut today, the harbour master said.\n\nShips wait outside."
SECOND = "The gates open at noon today, the harbour master said.\n\nShips wait outside."


@pytest.fixture
def changed(tmp_path: Path, onrecord: Run) -> int:
    """The id of an article with two versions, both annotated; one beside it has one."""
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(Draft(title="Quiet", text="Nothing happened."))
        for text, words in ((FIRST, "The gates stay shut today"), (SECOND, "The gates open at noon today")):
            quote = Attribution(source=[], cue=[], content=[(0, len(words))], kind="indirect")
            draft = Draft(title="Gates", text=text, url="https://post.example/gates")
            article = archive.articles.add(draft, Annotation(attributions=[quote], annotator="1"))
    return article.id


def test_versions_are_listed(onrecord: Run, changed: int) -> None:
    rows = [json.loads(line) for line in onrecord("versions", "--format", "jsonl").out.splitlines()]
    facts = [(row["id"], row["version"], row["words"], row["words_removed"], row["words_added"]) for row in rows]
    assert facts == [(changed, 1, 12, 0, 0), (changed, 2, 13, 2, 3)]
    assert [line.split("\t")[4] for line in onrecord("versions", str(changed)).out.splitlines()] == ["", "-2 +3"]
    assert onrecord("versions", "1").out.split("\t")[:2] == ["1", "1"]


def test_what_changed_is_shown(onrecord: Run, changed: int) -> None:
    ran = onrecord("diff", changed)
    assert ran.status == 0
    assert "The gates [-stay shut-]{+open at noon+} today, the harbour master said.\n" in ran.out
    assert "1 quote removed:\n  The gates stay shut today\n" in ran.out
    assert "1 quote added:\n  The gates open at noon today\n" in ran.out
    (row,) = json.loads(onrecord("diff", changed, "--from", "2", "--to", "1", "--format", "json").out)
    assert [change["kind"] for change in row["changes"]] == ["same", "removed", "added", "same"]
    assert row["quotes_added"] == ["The gates stay shut today"]


def test_an_article_with_one_version_has_no_difference(onrecord: Run, changed: int) -> None:
    assert (
        onrecord("diff", "1").out
        == "Quiet\nNothing to compare: both are version 1; onrecord versions 1 lists all.\n"
    )


def test_an_earlier_version_is_shown(onrecord: Run, changed: int) -> None:
    assert "stay shut" in onrecord("show", changed, "--version", "1").out
    assert "open at noon" in onrecord("show", changed, "--version", "2").out


@pytest.mark.parametrize(
    "command", [["diff", "2", "--to", "3"], ["diff", "2", "--from", "0"], ["show", "2", "--version", "3"]]
)
def test_a_version_that_is_not_there_is_said(onrecord: Run, changed: int, command: list[str]) -> None:
    ran = onrecord(*command)
    assert ran.status == 1
    assert "Article 2 has 2 versions; name one from 1 to 2." in ran.err


def test_a_changed_text_is_added_as_a_version(onrecord: Run, changed: int, tmp_path: Path) -> None:
    record = {"title": "Gates", "url": "https://post.example/gates", "text": SECOND + " It is calm."}
    (tmp_path / "gates.jsonl").write_text(json.dumps(record))
    out = onrecord("add", tmp_path / "gates.jsonl", "--no-annotate").out
    assert out == (
        "0 added.\n1 new version of articles in the archive (onrecord diff shows what changed):\n     2  Gates\n"
    )


FAR = "word " * 50


@pytest.mark.parametrize(
    ("is_start", "is_end", "expected"),
    [
        (False, False, f"{FAR[:59]} … {FAR[-55:]}"),
        (True, False, f"… {FAR[-55:]}"),
        (False, True, f"{FAR[:59]} …"),
        (True, True, "…"),
    ],
)
def test_an_unchanged_passage_is_shortened(is_start: bool, is_end: bool, expected: str) -> None:
    assert shortened(FAR, is_start=is_start, is_end=is_end) == expected


def test_a_short_passage_stays() -> None:
    assert shortened("x" * 120, is_start=False, is_end=False) == "x" * 120
