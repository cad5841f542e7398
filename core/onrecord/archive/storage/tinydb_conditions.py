"""Conditions of TinyDB as SQL, as far as the columns of a table can answer them."""

from __future__ import annotations

from typing import Any

from onrecord.archive.storage.rows import Column, TableLayout, Value, comparable_value
from onrecord.archive.storage.tinydb_private import condition_hash

Filter = tuple[str, tuple[Value, ...]]
ALL: Filter = ("", ())
_MAX_OPERANDS = 500


def prefilter(cond: Any, layout: TableLayout) -> Filter:
    """Return an SQL condition, with its values, that holds for every document that a condition of TinyDB matches.

    A condition of TinyDB has its operation, path and operand in its hash, which TinyDB itself uses for the query
    cache (``tinydb.queries.QueryInstance``). A condition without a hash, or with an operation that no column
    answers, excludes no document.

    Args:
        cond: A condition of TinyDB, or any callable that takes a document.
        layout: The layout of the table, with its columns.
    """
    columns: dict[str | None, Column] = {column.field: column for column in layout.columns if column.field}
    return _filter(condition_hash(cond), columns) if columns else ALL


def _filter(operation: Any, columns: dict[str | None, Column]) -> Filter:
    match operation:
        case ("and", frozenset() as parts):
            filters = [part_filter for part in parts if (part_filter := _filter(part, columns)) != ALL]
            return _joined(filters, " AND ")
        case ("or", frozenset() as parts):
            filters = [_filter(part, columns) for part in parts]
            return ALL if ALL in filters else _joined(filters, " OR ")
        case ("==" | "<" | "<=" | ">" | ">=" as sign, (str() as field,), operand) if field in columns:
            return _compared(columns[field], sign, operand)
        case ("one_of", (str() as field,), tuple() as operands) if field in columns:
            values = [comparable_value(operand, numeric=columns[field].numeric) for operand in operands]
            if None in values or len(values) > _MAX_OPERANDS:
                return ALL
            return f"{columns[field].name} IN ({','.join('?' * len(values))})", tuple(values)
        case _:
            return ALL


def _compared(column: Column, sign: str, operand: Any) -> Filter:
    value = comparable_value(operand, numeric=column.numeric)
    if value is None or value != value:
        return ALL
    if sign == "==":
        return f"{column.name} = ?", (value,)
    # Python raises TypeError where it compares values of two types, so such a document has to be tried, too.
    return f"({column.name} {sign} ? OR {column.name} IS NULL)", (value,)


def _joined(filters: list[Filter], word: str) -> Filter:
    if not filters:
        return ALL
    where = word.join(f"({where})" for where, _ in filters)
    return where, tuple(value for _, values in filters for value in values)
