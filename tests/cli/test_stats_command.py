"""``onrecord stats``: who speaks, as rows for programs."""

from __future__ import annotations

import json
from pathlib import Path

from command_sample import Run


def test_who_speaks_is_counted(onrecord: Run, news: Path) -> None:
    ran = onrecord("stats", "--format", "jsonl")
    assert ran.status == 0
    rows = [json.loads(line) for line in ran.out.splitlines()]
    assert rows[0] == {
        "part": "all",
        "name": "",
        "quotes": 1,
        "share": 1.0,
        "articles": 2,
        "direct": 1,
        "mixed": 0,
        "indirect": 0,
    }
    assert {
        "part": "speaks",
        "name": "Ann Lee",
        "type": "person",
        "articles": 1,
        "named": 2,
        "quotes": 1,
        "share": 1.0,
    } in rows
    assert [row["part"] for row in rows] == ["all", "speaks", "source", "source", "month"]


def test_a_query_chooses_articles(onrecord: Run, news: Path) -> None:
    assert json.loads(onrecord("stats", "scarce", "--format", "jsonl").out.splitlines()[0])["articles"] == 1
    ran = onrecord("stats", "(scarce")
    assert (ran.status, ran.out) == (1, "")


def test_in_a_pipe_a_row_a_line(onrecord: Run, news: Path) -> None:
    lines = onrecord("stats").out.splitlines()
    assert lines[1] == "speaks\tAnn Lee\tperson\t1\t2\t1\t100.0%\t\t\t"
