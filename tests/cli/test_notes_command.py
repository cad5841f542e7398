"""``onrecord notes``: all notes, or those on the articles of a query."""

from __future__ import annotations

import json
from pathlib import Path

from command_sample import Run


def test_notes_are_listed_the_newest_first(onrecord: Run, news: Path) -> None:
    onrecord("note", "1", "Ask the council. #todo")
    onrecord("note", "2", "Later\nor never")
    rows = [json.loads(line) for line in onrecord("notes", "--format", "jsonl").out.splitlines()]
    assert {(row["article"], row["body"]) for row in rows} == {
        (1, "Ask the council. #todo"),
        (2, "Later\nor never"),
    }
    (line,) = onrecord("notes", "#todo").out.splitlines()
    assert line.split("\t")[3:] == ["Harbour opens again", "", "Ask the council. #todo"]
    assert onrecord("notes", "2").out.endswith("\tLater or never\n")
    assert onrecord("notes", "2", "--limit", "0").out == ""
