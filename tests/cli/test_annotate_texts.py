"""Texts that pass through ``onrecord annotate``, with an annotator that knows one text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

import msgspec
import pytest
from command_sample import ANNOTATION, HARBOUR, Run

from onrecord import annotation as annotate
from onrecord.base.records import Annotation


class FakeAnnotator:
    """Returns the annotation of HARBOUR, and of any other text one without anything in it."""

    def annotate_many(self, texts: Iterable[str]) -> Iterator[Annotation]:
        empty = Annotation(language="de")
        harbour = msgspec.structs.replace(ANNOTATION, language="en")
        yield from (harbour if text.strip() == HARBOUR.strip() else empty for text in texts)


@pytest.fixture(autouse=True)
def _annotator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotate, "load", lambda model: FakeAnnotator())


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
