"""Conditions of TinyDB as SQL: exactly what the columns can answer, and no more."""

from __future__ import annotations

from typing import Any

import pytest
from tinydb import where

from onrecord.archive.storage.rows import TableLayout, field_column
from onrecord.archive.storage.tinydb_conditions import ALL, prefilter

LAYOUT = TableLayout("notes", (field_column("source"), field_column("words", numeric=True)))

CASES: list[tuple[Any, tuple[str, tuple[Any, ...]]]] = [
    (where("source") == "Wire", ("source = ?", ("Wire",))),
    (where("words") == 3, ("words = ?", (3,))),
    (where("words") < 3, ("(words < ? OR words IS NULL)", (3,))),
    (where("words") <= 3, ("(words <= ? OR words IS NULL)", (3,))),
    (where("words") > 3, ("(words > ? OR words IS NULL)", (3,))),
    (where("words") >= 3, ("(words >= ? OR words IS NULL)", (3,))),
    (where("source").one_of(["a", "b"]), ("source IN (?,?)", ("a", "b"))),
    ((where("source") == "a") & (where("title") == "b"), ("(source = ?)", ("a",))),
    (
        (where("source") == "a") | (where("source") == "a"),
        ("(source = ?)", ("a",)),
    ),
]

UNANSWERED: list[Any] = [
    where("title") == "b",
    where("source") != "a",
    where("source").matches("a"),
    where("source").test(lambda value: True),
    where("source").nested == "a",
    where("source") == 3,
    where("words") == "3",
    where("words") == float("nan"),
    where("words") == 2**63,
    where("source") == "\ud800",
    where("source").one_of(["a", None]),
    (where("source") == "a") | (where("title") == "b"),
    (where("title") == "a") & (where("title") == "b"),
    lambda document: True,
]


@pytest.mark.parametrize(("condition", "expected"), CASES)
def test_what_columns_answer_is_sql(condition: Any, expected: tuple[str, tuple[Any, ...]]) -> None:
    assert prefilter(condition, LAYOUT) == expected


@pytest.mark.parametrize("condition", UNANSWERED)
def test_what_no_column_answers_excludes_nothing(condition: Any) -> None:
    assert prefilter(condition, LAYOUT) == ALL


def test_both_sides_of_or_are_asked() -> None:
    sql, values = prefilter((where("source") == "a") | (where("words") == 1), LAYOUT)
    assert sql in ("(source = ?) OR (words = ?)", "(words = ?) OR (source = ?)")
    assert set(values) == {"a", 1}


def test_both_sides_of_and_are_asked() -> None:
    sql, values = prefilter((where("source") == "a") & (where("words") == 1), LAYOUT)
    assert sql in ("(source = ?) AND (words = ?)", "(words = ?) AND (source = ?)")
    assert set(values) == {"a", 1}


@pytest.mark.parametrize(("count", "is_answered"), [(500, True), (501, False)])
def test_sqlite_takes_a_limited_number_of_operands(count: int, is_answered: bool) -> None:
    condition = where("words").one_of(list(range(count)))
    assert (prefilter(condition, LAYOUT) != ALL) is is_answered


def test_a_table_without_columns_answers_nothing() -> None:
    assert prefilter(where("source") == "a", TableLayout("plain")) == ALL
