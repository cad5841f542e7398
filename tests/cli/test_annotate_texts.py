"""Texts that pass through ``onrecord annotate``, with an annotator that knows one text."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from command_sample import ANNOTATION, HARBOUR, FakeEngine, Run

from onrecord.annotation import batches
from onrecord.annotation.pool import FEW_TEXTS, AnnotatorPool
from onrecord.archive import Archive
from onrecord.base.records import Annotation
from onrecord.cli import annotate as annotate_command
from onrecord.cli.annotate import EngineChoice, open_engine


def outcome(text: str) -> Annotation | str:
    """Return the annotation of HARBOUR, and of any other text one without anything in it, or a sentence."""
    if text == "poison":
        return "Set aside."
    if text.strip() == HARBOUR.strip():
        return msgspec.structs.replace(ANNOTATION, language="en")
    return Annotation(language="de")


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int | None, int | None]]:
    """For how many jobs and texts an engine was asked, by each command."""
    asked: list[tuple[int | None, int | None]] = []

    def open_engine(choice: EngineChoice, text_count: int | None) -> FakeEngine:
        asked.append((choice.jobs, text_count))
        return FakeEngine(outcome)

    monkeypatch.setattr("onrecord.cli.annotate.open_engine", open_engine)
    return asked


def test_quotes_are_printed_as_text(onrecord: Run) -> None:
    ran = onrecord("annotate", "-", stdin=HARBOUR)
    assert (ran.status, ran.err) == (0, "")
    [line] = [line for line in ran.out.splitlines() if "The harbour is open" in line]
    assert "Ann Lee" in line
    assert "entities" not in ran.out


def test_lines_have_the_ids_of_their_texts(onrecord: Run) -> None:
    lines = "".join(json.dumps({"id": name, "text": text}) + "\n" for name, text in (("h", HARBOUR), (7, "Das.")))
    ran = onrecord("annotate", "-", "--format", "jsonl", stdin=lines)
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert [row["id"] for row in rows] == ["h", 7]
    assert [len(row["attributions"]) for row in rows] == [2, 0]
    assert ran.status == 0
    assert ran.err.startswith("7: ")


def test_a_text_that_cannot_be_read_is_named_and_the_status_says_so(onrecord: Run) -> None:
    lines = json.dumps({"id": "h", "text": HARBOUR}) + "\nno line\n"
    ran = onrecord("annotate", "-", "--format", "jsonl", stdin=lines)
    assert ran.status == 1
    assert ran.err.startswith("standard input, line 2: ")
    assert json.loads(ran.out)["id"] == "h"


def test_a_text_that_is_set_aside_is_named_and_the_others_are_printed(onrecord: Run) -> None:
    lines = "".join(
        json.dumps({"id": name, "text": text}) + "\n" for name, text in (("p", "poison"), ("h", HARBOUR))
    )
    ran = onrecord("annotate", "-", "--format", "jsonl", stdin=lines)
    assert (ran.status, ran.err) == (1, "p: Set aside.\n")
    assert [json.loads(row)["id"] for row in ran.out.splitlines()] == ["h"]


@pytest.mark.parametrize(
    ("count", "options", "asked_for"),
    [
        (1, [], (None, 1)),
        (FEW_TEXTS - 1, [], (None, FEW_TEXTS - 1)),
        (FEW_TEXTS, [], (None, None)),
        (1, ["--jobs", "3"], (3, 1)),
    ],
)
def test_few_texts_are_counted_before_the_processes_are_started(
    count: int, options: list[str], asked_for: tuple[int | None, int | None], onrecord: Run, asked: list[object]
) -> None:
    lines = "".join(json.dumps({"id": number, "text": f"Text {number}."}) + "\n" for number in range(count))
    ran = onrecord("annotate", "-", "--format", "jsonl", *options, stdin=lines)
    assert [json.loads(row)["id"] for row in ran.out.splitlines()] == list(range(count))
    assert asked == [asked_for]


def test_stored_articles_are_annotated_and_those_set_aside_named(
    onrecord: Run, asked: list[object], tmp_path: Path
) -> None:
    texts = ["One.", "poison", "Three."]
    lines = "".join(json.dumps({"title": f"On {text}", "text": text, "language": "en"}) + "\n" for text in texts)
    (tmp_path / "texts.jsonl").write_text(lines)
    ran = onrecord("add", tmp_path / "texts.jsonl", "--jobs", "2")
    assert asked == [(2, 3)]
    assert (ran.status, ran.err) == (1, "Article 2, “On poison”: Set aside.\n")
    again = onrecord("annotate")
    assert (again.status, again.err) == (1, ran.err)


def test_no_more_than_one_batch_is_annotated_and_not_stored(
    onrecord: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    length = batches.BATCH_LENGTH // 4
    lines = (json.dumps({"title": f"{n}", "text": f"{n}. {'x' * length}", "language": "en"}) for n in range(40))
    (tmp_path / "texts.jsonl").write_text("\n".join(lines))
    onrecord("add", tmp_path / "texts.jsonl", "--no-annotate")
    annotated: list[str] = []
    unstored: list[int] = []

    def outcome(text: str) -> Annotation:
        with Archive.open(tmp_path / "news") as archive:
            unstored.append(len(annotated) - archive.maintenance.statistics().annotated)
        annotated.append(text)
        return Annotation(annotator="fake 1", language="en")

    monkeypatch.setattr("onrecord.cli.annotate.open_engine", lambda *_: FakeEngine(outcome))
    assert onrecord("annotate").status == 0
    assert len(annotated) >= 40
    assert max(unstored) == 3, "a batch is four of these texts, and stored when the fourth is annotated"


def test_a_model_that_is_not_there_is_told_before_anything_is_started(
    onrecord: Run, asked: list[object], tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_text('model = "no_such_model"\n')
    ran = onrecord("annotate", "-", stdin=HARBOUR)
    assert ran.status != 0
    assert "no_such_model" in ran.err
    assert asked == []


def test_a_cluster_has_its_own_number_of_jobs(onrecord: Run, asked: list[object]) -> None:
    ran = onrecord("annotate", "-", "--scheduler", "tcp://127.0.0.1:1", "--jobs", "2", stdin=HARBOUR)
    assert ran.status == 2
    assert "--jobs is for this machine" in ran.err
    assert asked == []


def test_the_engine_is_this_machine_or_the_cluster_that_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    addresses: list[tuple[str, str | None]] = []
    monkeypatch.setattr(annotate_command, "ClusterEngine", lambda *arguments: addresses.append(arguments))
    assert isinstance(open_engine(EngineChoice("m", 3), None), AnnotatorPool)
    assert open_engine(EngineChoice("m", None, "tcp://here:1"), None) is None
    assert addresses == [("tcp://here:1", "m")]
