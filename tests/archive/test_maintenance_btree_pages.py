"""Rows read from the leaf pages of a file, without the pages above them."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from onrecord.archive.maintenance.btree_pages import LeafPages, _record, _varint
from onrecord.archive.schema.tables import LAYOUTS, TEXTS


@pytest.mark.parametrize(
    ("content", "value", "end"),
    [
        (b"\x00", 0, 1),
        (b"\x7f", 127, 1),
        (b"\x81\x00", 128, 2),
        (b"\xff\x7f\x05", 16383, 2),
        (b"\xff" * 9, 2**64 - 1, 9),
        (b"\x80" * 8 + b"\x05", 5, 9),
    ],
)
def test_a_varint_has_up_to_nine_bytes(content: bytes, value: int, end: int) -> None:
    assert _varint(content, 0) == (value, end)
    assert _varint(b"\x01" + content, 1) == (value, end + 1)


def test_a_varint_that_is_cut_off_is_refused() -> None:
    with pytest.raises(IndexError):
        _varint(b"\x81", 0)


@pytest.mark.parametrize(
    ("header", "body", "values"),
    [
        ([0, 8, 9], b"", [None, 0, 1]),
        ([1, 2, 3], b"\xff\x01\x00\x00\x01\x00", [-1, 256, 256]),
        ([4, 5, 6], b"\0\0\0\1" + b"\0\0\0\0\0\2" + b"\0\0\0\0\0\0\0\3", [1, 2, 3]),
        ([7, 1], b"12345678\x05", [None, 5]),
        ([12, 13, 14, 17], b"xab", [b"", "", b"x", "ab"]),
    ],
)
def test_a_record_holds_values_of_all_types(header: list[int], body: bytes, values: list[object]) -> None:
    assert _record(bytes([len(header) + 1, *header]) + body) == values


def test_a_record_that_is_cut_off_is_refused() -> None:
    with pytest.raises(ValueError, match="cut off"):
        _record(b"\x02\x02\x01")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file of small pages with texts of which the second and the third need pages of their own."""
    path = tmp_path / "archive.db"
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA page_size = 512")
    for layout in LAYOUTS:
        for statement in layout.create_statements(layout.name):
            connection.execute(statement)
    numbers = " ".join(str(number * 7919 % 10007) for number in range(900))
    for doc_id, text in enumerate(("short", numbers, numbers[:1500], "gone " * 20), 1):
        connection.execute(
            "INSERT INTO texts (id, document) VALUES (?, ?)", (doc_id, TEXTS.encode({"text": text}))
        )
    connection.execute("INSERT INTO notes (id, document) VALUES (1, '{\"x\":1}')")
    connection.commit()
    connection.close()
    return path


def test_rows_belong_to_the_table_whose_columns_they_have(file: Path) -> None:
    pages = LeafPages(file)
    assert sorted(pages.ids("texts")) == [1, 2, 3, 4]
    assert pages.ids("articles") == pages.ids("no such table") == []
    assert TEXTS.decode(pages.stored("texts", 1)) == {"text": "short"}
    assert pages.stored("texts", 99) is None
    assert pages.stored("no such table", 1) is None


def test_what_stands_on_several_pages_is_put_together(file: Path) -> None:
    connection = sqlite3.connect(file)
    pages = LeafPages(file)
    for doc_id in (2, 3):
        (stored,) = connection.execute("SELECT document FROM texts WHERE id = ?", (doc_id,)).fetchone()
        assert len(stored) > 512
        assert pages.stored("texts", doc_id) == stored
    connection.close()


def test_pages_that_are_cut_off_hold_no_rows(file: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[:512])
    assert LeafPages(file).ids("texts") == []
