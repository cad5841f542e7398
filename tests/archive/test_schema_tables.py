"""What the columns of the archive's tables hold."""

from __future__ import annotations

import sqlite3
import zlib
from typing import Any, cast

import pytest

from onrecord.archive.schema.tables import (
    ARTICLES,
    CORRECTIONS,
    DAY_SHIFT,
    HIGHEST_ARTICLE,
    LAYOUTS,
    NOTES,
    TEXTS,
    create_indexes,
    day_number,
    prepare_connection,
    search_row,
    sort_key,
    stored_text,
    text_mark,
)
from onrecord.archive.storage.rows import TableLayout
from onrecord.archive.storage.sqlite_storage import Connection


def column(layout: TableLayout, name: str, document: dict[str, Any]) -> object:
    (value,) = [column.value(document) for column in layout.columns if column.name == name]
    return value


def test_the_mark_of_a_text_has_63_bits_and_an_empty_one_none() -> None:
    assert text_mark("") == 0
    assert text_mark("port") == text_mark("port") != text_mark("Port")
    assert all(0 < text_mark(str(number)) < 2**63 for number in range(50))
    assert text_mark("\ud800") == text_mark("?")


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Émile", "emile"),
        ("“The port”", "the port”"),
        (" «¿Qué?", "que?"),
        ("STRASSE", "strasse"),
        ("Straße", "strasse"),
        ("x" * 60, "x" * 48),
        ("", ""),
    ],
)
def test_titles_are_sorted_without_case_accents_and_opening_marks(title: str, expected: str) -> None:
    assert sort_key(title) == expected


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        ("2024-03-15", 20240315),
        ("2024-03-15T10:00:00Z", 20240315),
        ("2024-03-31", 20240331),
        ("2024-03-1", 20240310),
        ("2024-03", 20240300),
        ("2024", 20240000),
        ("", 0),
        ("2024-3-15", 20243000),
        ("2024-03-x", 20240399),
        ("2024-03-1x", 20240319),
        ("2024-o3", 20249999),
        ("20x4", 20999999),
        ("2024/03", 20249999),
        ("2024-", 20240000),
        ("2024+03", 20240000),
        ("yesterday", 99999999),
        (" 2024", 0),
    ],
)
def test_the_number_of_a_date(day: str, expected: int) -> None:
    assert day_number(day) == expected


def test_an_earlier_text_has_no_later_number() -> None:
    days = sorted(
        [
            "2024-03-15",
            "2024-3",
            "2024",
            "1999-12-31",
            "x",
            "",
            "2024-/1",
            "2024-:1",
            "20240",
            "2024-04",
            "2024-03-x",
        ]
    )
    numbers = [day_number(day) for day in days]
    assert numbers == sorted(numbers)


def test_a_row_of_search_has_its_day_above_its_article() -> None:
    row = search_row(7, "2024-03-15")
    assert (row >> DAY_SHIFT, row & HIGHEST_ARTICLE) == (20240315, 7)


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"published": "2024-03-15", "added": "2024-04-01"}, "2024-03-15"),
        ({"published": "", "added": "2024-04-01"}, ""),
        ({"published": 3, "added": "2024-04-01"}, ""),
        ({}, ""),
    ],
)
def test_the_day_of_an_article_is_that_of_its_publication(document: dict[str, Any], expected: str) -> None:
    assert column(ARTICLES, "day", document) == expected
    assert column(ARTICLES, "day_number", document) == day_number(expected)


def test_what_a_document_should_not_hold_stands_for_nothing() -> None:
    assert column(ARTICLES, "tags", {"tags": ["a", 3, "b\ud800"]}) == "a\nb?"
    assert column(ARTICLES, "tags", {"tags": "a"}) == ""
    assert column(ARTICLES, "title_key", {"title": None}) == ""
    assert column(ARTICLES, "text_mark", {}) == 0
    assert column(ARTICLES, "read", {"read": "yes"}) == 1
    assert column(ARTICLES, "starred", {}) == 0
    assert column(ARTICLES, "annotator", {"annotator": "1 test"}) == text_mark("1 test")
    assert column(ARTICLES, "words", {"words": "3"}) is None
    assert column(NOTES, "article", {"article": 3}) == 3
    assert column(NOTES, "tags", {"tags": ["x"]}) == "x"


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        ({"kind": "join", "name": "The Kremlin"}, "kremlin"),
        ({"kind": "label", "name": "x", "anchor": {"exact": "The Kremlin"}}, "kremlin"),
        ({"kind": "label", "name": "x", "anchor": None}, "x"),
        ({"kind": "join", "name": "x", "anchor": {"exact": "y"}}, "x"),
        ({}, ""),
    ],
)
def test_the_key_of_a_correction_is_that_of_the_words_it_is_about(document: dict[str, Any], expected: str) -> None:
    assert column(CORRECTIONS, "key", document) == expected


def test_the_text_in_a_row() -> None:
    stored = TEXTS.encode({"text": "The port.\ud800"})
    assert isinstance(stored, bytes)
    assert stored_text(stored) == "The port.?"
    assert stored_text(zlib.compress(b'{"text": 3}')) == ""
    assert stored_text(zlib.compress(b"{}")) == ""


def empty_archive() -> sqlite3.Connection:
    connection = sqlite3.connect(":memory:")
    prepare_connection(cast(Connection, connection))
    for layout in LAYOUTS:
        for statement in layout.create_statements(layout.name):
            connection.execute(statement)
    create_indexes(cast(Connection, connection))
    return connection


@pytest.mark.parametrize("view", ["searchable", "newest_searchable"])
def test_the_notes_of_one_article_are_not_looked_for_among_all(view: str) -> None:
    plan = empty_archive().execute(f"EXPLAIN QUERY PLAN SELECT notes FROM {view} WHERE id = 1").fetchall()
    assert "SEARCH notes USING INDEX notes_article (article=?)" in {step for *_, step in plan}


@pytest.mark.parametrize("index", ["search", "newest_search"])
def test_the_full_text_index_writes_in_large_portions(index: str) -> None:
    connection = empty_archive()
    settings = dict(connection.execute(f"SELECT k, v FROM {index}_config WHERE k <> 'version'"))
    assert settings == {"hashsize": 8_000_000, "automerge": 8}
