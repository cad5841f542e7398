"""Rows of documents on a connection in memory: ids, order, encoding, changes."""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Mapping
from typing import Any

import pytest

from onrecord.archive.storage import rows as rows_module
from onrecord.archive.storage.rows import Rows, TableLayout, Unreadable, clean_text, comparable_value, field_column

LAYOUT = TableLayout("people", (field_column("name"), field_column("age", numeric=True)))
Change = tuple[int, Mapping[str, Any] | None, Mapping[str, Any] | None]


def make_rows(
    layout: TableLayout = LAYOUT, *, whole_ids: bool = True, changes: list[Change] | None = None
) -> Rows:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for statement in layout.create_statements("people", whole_ids=whole_ids):
        connection.execute(statement)
    on_change = None if changes is None else lambda *change: changes.append(change)
    return Rows(connection, "people", layout, whole_ids=whole_ids, on_change=on_change)


def stored(rows: Rows, columns: str = "id, ordinal, name, age, document") -> list[tuple[Any, ...]]:
    return rows._connection.execute(f"SELECT {columns} FROM people ORDER BY id").fetchall()


@pytest.mark.parametrize(
    ("value", "numeric", "expected"),
    [
        ("Ada", False, "Ada"),
        ("a\ud800", False, None),
        (3, False, None),
        (None, False, None),
        (3, True, 3),
        (2.5, True, 2.5),
        ("3", True, None),
        (2**63 - 1, True, 2**63 - 1),
        (1 - 2**63, True, 1 - 2**63),
        (2**63, True, None),
        (-(2**63), True, None),
    ],
)
def test_only_what_compares_alike_is_copied_to_a_column(value: object, numeric: bool, expected: object) -> None:
    assert comparable_value(value, numeric=numeric) == expected


def test_halves_of_surrogate_pairs_become_question_marks() -> None:
    assert clean_text("a\ud800b\udfffc") == "a?b?c"
    assert clean_text("ä𝄞") == "ä𝄞"


def test_columns_stand_beside_the_document() -> None:
    rows = make_rows()
    rows.put(1, {"name": "Ada", "age": 36})
    rows.put(2, {"name": 5, "age": "old"})
    assert stored(rows) == [
        (1, None, "Ada", 36, '{"name":"Ada","age":36}'),
        (2, None, None, None, '{"name":5,"age":"old"}'),
    ]
    rows.put(1, {"name": "Ben", "age": 3})
    assert stored(rows)[0] == (1, None, "Ben", 3, '{"name":"Ben","age":3}')


@pytest.mark.parametrize(
    ("document", "json"),
    [
        ({"a": "ä/"}, '{"a":"ä/"}'),
        ({"a": 1.0, "b": [None, True]}, '{"a":1.0,"b":[null,true]}'),
        ({"a": "\ud800"}, '{"a":"\\ud800"}'),
        ({"a": float("nan")}, '{"a":NaN}'),
        ({1: "a"}, '{"1":"a"}'),
    ],
)
def test_documents_are_stored_as_compact_json(document: dict[Any, Any], json: str) -> None:
    assert LAYOUT.encode(document) == json
    compressed = TableLayout("people", compressed=True)
    encoded = compressed.encode(document)
    assert isinstance(encoded, bytes)
    assert zlib.decompress(encoded).decode() == json
    assert str(compressed.decode(encoded)) == str(LAYOUT.decode(json))


def test_a_form_of_its_own_is_packed_and_unpacked() -> None:
    layout = TableLayout("people", pack=lambda document: [document["a"]], unpack=lambda form: {"a": form[0]})
    assert layout.encode({"a": 7}) == "[7]"
    assert layout.decode("[7]") == {"a": 7}


@pytest.mark.parametrize("value", ["{", b"no zlib", 5])
def test_what_is_no_document_is_unreadable(value: Any) -> None:
    with pytest.raises(Unreadable, match="a row of people cannot be read") as raised:
        LAYOUT.decode(value)
    assert raised.value.sqlite_errorcode == sqlite3.SQLITE_CORRUPT


def test_documents_come_in_the_order_of_their_insertion() -> None:
    rows = make_rows()
    for doc_id in (5, 7, 2, 9, 3):
        rows.put(doc_id, {"name": str(doc_id)})
    assert rows.ids() == [5, 7, 2, 9, 3]
    assert stored(rows, "id, ordinal") == [(2, 8), (3, 10), (5, None), (7, None), (9, None)]
    assert rows.ids("name > ?", ("3",)) == [5, 7, 9]
    assert [doc_id for doc_id, _ in rows.existing([3, 99, 2, 5])] == [5, 2, 3]
    assert rows.existing([3]) == [(3, {"name": "3"})]
    assert rows.count() == 5
    assert rows.next_id() == 10


def test_many_documents_are_scanned_batch_by_batch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rows_module, "_BATCH_SIZE", 2)
    rows = make_rows()
    for doc_id in range(1, 6):
        rows.put(doc_id, {"age": doc_id})
    assert list(rows.scan()) == [(doc_id, {"age": doc_id}) for doc_id in range(1, 6)]
    assert list(rows.scan("age <> ?", (3,))) == [(doc_id, {"age": doc_id}) for doc_id in (1, 2, 4, 5)]
    scan = rows.scan()
    assert next(scan)[0] == 1
    rows.delete(4)
    rows.put(6, {})
    assert [doc_id for doc_id, _ in scan] == [2, 3, 5]


@pytest.mark.parametrize(
    ("doc_id", "exists"),
    [(1, True), (1.0, True), (True, True), (1.5, False), ("1", False), (2, False), (2**63, False), (None, False)],
)
def test_ids_are_whole_numbers(doc_id: object, exists: bool) -> None:
    rows = make_rows()
    rows.put(1, {"name": "Ada"})
    assert (doc_id in rows) is exists
    assert rows.get(doc_id) == ({"name": "Ada"} if exists else None)


@pytest.mark.parametrize("doc_id", [2**62 + 1, 2**63, -(2**63), "1", 1.5])
def test_no_document_gets_an_id_that_no_row_can_have(doc_id: object) -> None:
    rows = make_rows()
    with pytest.raises(ValueError, match="to 4,611,686,018,427,387,904, not"):
        rows.put(doc_id, {})


@pytest.mark.parametrize("doc_id", [2**62, 1 - 2**63])
def test_the_highest_and_the_lowest_id_can_be_given(doc_id: int) -> None:
    rows = make_rows()
    rows.put(doc_id, {})
    assert rows.ids() == [doc_id]
    rows.put(rows.next_id(), {})
    assert len(rows.ids()) == 2


def test_an_id_at_the_limit_of_sqlite_stops_nobody() -> None:
    rows = make_rows()
    rows.put(7, {})
    rows._connection.execute("INSERT INTO people (id, document) VALUES (?, '{}')", (2**63 - 1,))
    assert rows.next_id() == 8
    rows.put(8, {"name": "Ada"})
    assert rows.get(8) == {"name": "Ada"}
    assert rows.get(2**63 - 1) == {}
    rows.clear()
    assert rows.ids() == []


def test_ids_may_be_text() -> None:
    rows = make_rows(TableLayout("people"), whole_ids=False)
    for doc_id in ("b", "a", 7):
        rows.put(doc_id, {"id": doc_id})
    assert rows.ids() == ["b", "a", "7"]
    assert stored(rows, "id, ordinal") == [("7", 3), ("a", 2), ("b", 1)]
    assert 7 in rows
    assert rows.get("a") == {"id": "a"}


def test_each_change_is_announced_before_it_is_made() -> None:
    changes: list[Change] = []
    rows = make_rows(changes=changes)
    rows.put(1, {"name": "Ada"})
    rows.put(1, {"name": "Ada"})
    rows.put(1, {"name": "Ben"})
    assert changes == [(1, None, {"name": "Ada"}), (1, {"name": "Ada"}, {"name": "Ben"})]
    changes.clear()
    rows.delete(1)
    assert changes == [(1, {"name": "Ben"}, None)]
    assert rows.count() == 0
    with pytest.raises(KeyError):
        rows.delete(1)
    assert len(changes) == 1
    rows.put(3, {})
    rows.put(2, {})
    changes.clear()
    rows.clear()
    assert changes == [(3, {}, None), (2, {}, None)]
    assert rows.ids() == []


def test_a_table_is_emptied_without_a_watcher() -> None:
    rows = make_rows()
    rows.put(1, {})
    rows.clear()
    assert rows.count() == 0


def test_encoded_documents_are_appended_without_announcement() -> None:
    changes: list[Change] = []
    rows = make_rows(changes=changes)
    rows.put(5, {"name": "x"})
    changes.clear()
    rows.append(rows.encode_rows({2: {"name": "Ada"}, 3: {"name": "Ben"}, 9: {"age": 4}}))
    assert stored(rows, "id, ordinal, name, age") == [
        (2, 6, "Ada", None), (3, 7, "Ben", None), (5, None, "x", None), (9, None, None, 4),
    ]  # fmt: skip
    assert rows.ids() == [5, 2, 3, 9]
    assert changes == []


def test_only_differences_are_replaced() -> None:
    changes: list[Change] = []
    rows = make_rows(changes=changes)
    for doc_id in (1, 2, 3):
        rows.put(doc_id, {"age": doc_id})
    changes.clear()
    rows.replace({1: {"age": 1}, 3: {"age": 30}, 4: {"age": 4}})
    assert changes == [(2, {"age": 2}, None), (3, {"age": 3}, {"age": 30}), (4, None, {"age": 4})]
    rows.replace({4: {"age": 4}, 1: {"age": 1}})
    assert list(rows.scan()) == [(4, {"age": 4}), (1, {"age": 1})]


@pytest.mark.parametrize(("keeps_ids", "next_id"), [(True, 3), (False, 2)])
def test_an_id_is_given_again_only_where_it_may(keeps_ids: bool, next_id: int) -> None:
    rows = make_rows(TableLayout("people", keeps_ids=keeps_ids))
    assert rows.next_id() == 1
    rows.put(1, {})
    rows.put(2, {})
    rows.delete(2)
    assert rows.next_id() == next_id
