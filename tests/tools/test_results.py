"""RESULTS.md: sections are written one over another, and their rows read again."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import results


@pytest.fixture(autouse=True)
def _empty_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(results, "FILE", tmp_path / "RESULTS.md")


def test_the_rows_of_a_section_are_read_again() -> None:
    rows = [["a claim", "1,000", "1,000"], ["another", "2", ""]]
    results.store("First", "first", "Some words.\n\n" + results.table(["claim", "tried", "held"], rows))
    results.store("Second", "second", results.table(["claim"], [["not asked for"]]))
    assert results.rows("First") == rows


def test_a_section_that_is_not_there_has_no_rows() -> None:
    assert results.rows("First") == []


def test_a_section_is_written_over_the_one_of_its_name() -> None:
    for count in "12":
        results.store("First", "first", results.table(["claim", "tried"], [["a claim", count]]))
    assert results.rows("First") == [["a claim", "2"]]
