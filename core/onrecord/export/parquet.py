"""Parquet: quotes, actors and articles as three files, with lists as lists."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.base.private_files import make_private_folder
from onrecord.export.files import whole_file
from onrecord.export.item import Exported
from onrecord.export.rows import Row
from onrecord.export.tables import TABLES, rows_of

_ROWS_AT_ONCE = 10_000
_LISTS = ("tags", "aliases", "roles")
_WHOLE = ("id", "article", "words", "said", "named", "start", "end", "row", "quotes", "actors", "entities")
_TRUTHS = ("read", "starred", "doubtful")


def write(items: Iterable[Exported], folder: Path) -> None:
    """Write a file for each table."""
    make_private_folder(folder)
    schemas = {name: pa.schema([(each, _type(name, each)) for each in TABLES[name]]) for name in TABLES}
    with ExitStack() as stack:
        writers = {}
        for name, schema in schemas.items():
            file = stack.enter_context(whole_file(folder / f"{name}.parquet"))
            writers[name] = stack.enter_context(pq.ParquetWriter(file, schema))
        waiting: dict[str, list[dict[str, object]]] = {name: [] for name in TABLES}
        for item in items:
            for name, rows in rows_of(item).items():
                waiting[name] += rows
                if len(waiting[name]) >= _ROWS_AT_ONCE:
                    writers[name].write_table(pa.Table.from_pylist(waiting[name], schemas[name]))
                    waiting[name] = []
        for name, rows in waiting.items():
            writers[name].write_table(pa.Table.from_pylist(rows, schemas[name]))


def write_rows(out: BinaryIO, columns: Sequence[str], rows: Sequence[Row]) -> None:
    """Write rows of readings, in which an article is known by the id that its corpus gives it."""
    kinds = {column: pa.string() if column == "article" else _type("quotes", column) for column in columns}
    if "cue" not in columns and "actor" in columns:
        kinds["actor"] = pa.string()  # of a quote all who speak; elsewhere the one that the row is about
    schema = pa.schema(list(kinds.items()))
    pq.write_table(pa.Table.from_pylist(list(rows), schema), out, compression="zstd")


def _type(table: str, column: str) -> pa.DataType:
    if column in _LISTS or (table, column) == ("quotes", "actor"):
        return pa.list_(pa.string())
    if column in _WHOLE:
        return pa.int64()
    if column in _TRUTHS:
        return pa.bool_()
    return pa.float64() if column.endswith("confidence") else pa.string()
