"""What SQLite can say about a condition of TinyDB: which documents cannot match it."""

from __future__ import annotations

from typing import Any

from onrecord.archive.storage.rows import Column, TableLayout, Value, comparable_value

Filter = tuple[str, tuple[Value, ...]]
ALL: Filter = ("", ())
_OPERANDS = 500


def prefilter(cond: Any, layout: TableLayout) -> Filter:
    """An SQL condition and its values that hold for every document that ``cond`` matches.

    A condition of TinyDB names its operation, path and operand in its hash, which it needs for the query cache
    anyway (``tinydb.queries.QueryInstance``). What has none, or an operation that no column answers, leaves
    every document in.
    """
    columns: dict[str | None, Column] = {column.field: column for column in layout.columns if column.field}
    return _filter(getattr(cond, "_hash", None), columns) if columns else ALL


def _filter(operation: Any, columns: dict[str | None, Column]) -> Filter:
    match operation:
        case ("and", frozenset() as parts):
            filters = [found for found in (_filter(part, columns) for part in parts) if found != ALL]
            return _joined(filters, " AND ")
        case ("or", frozenset() as parts):
            filters = [_filter(part, columns) for part in parts]
            return ALL if ALL in filters else _joined(filters, " OR ")
        case ("==" | "<" | "<=" | ">" | ">=" as sign, (str() as field,), operand) if field in columns:
            return _compared(columns[field], sign, operand)
        case ("one_of", (str() as field,), tuple() as operands) if field in columns:
            values = [comparable_value(operand, numeric=columns[field].numeric) for operand in operands]
            if None in values or len(values) > _OPERANDS:
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
    # A value of another type is in no order with this one: Python raises TypeError, and so it has to be tried.
    return f"({column.name} {sign} ? OR {column.name} IS NULL)", (value,)


def _joined(filters: list[Filter], word: str) -> Filter:
    if not filters:
        return ALL
    where = word.join(f"({where})" for where, _ in filters)
    return where, tuple(value for _, values in filters for value in values)
