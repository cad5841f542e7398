"""Parquet: a row for each article, with columns that are named as the fields of an article are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from onrecord.base.records import Draft
from onrecord.ingest.article_fields import columns_of
from onrecord.ingest.document import Document, IngestError
from onrecord.ingest.readers import json_records
from onrecord.ingest.readers.json_records import Record

_ROWS_AT_ONCE = 500


def read(document: Document) -> Iterator[Draft]:
    """Yield the articles of a file; tell of rows without one and go on."""
    return json_records.drafts_of(records(document), document)


def texts(document: Document) -> Iterator[tuple[Any, str]]:
    """Yield the texts of a file as they stand there, each with its ``id`` or else its number, from 1."""
    return json_records.texts_of(records(document), document)


def records(document: Document) -> Iterator[Record]:
    """Yield the rows of a file.

    Raises:
        IngestError: It is damaged, or has no column of texts.
    """
    try:
        file = pq.ParquetFile(document.file())
    except (pa.ArrowException, OSError) as error:
        raise IngestError(document.name, f"a damaged Parquet file ({error}); fetch or write it again") from error
    if "text" not in columns_of(file.schema_arrow.names):
        reason = "a table without a column for the text; name the column with the texts text"
        raise IngestError(document.name, reason)
    number = 0
    for batch in file.iter_batches(batch_size=_ROWS_AT_ONCE):
        for row in _rows(batch):
            number += 1
            yield number, f"{document.name}, row {number}", row


def _rows(batch: pa.RecordBatch) -> list[dict[str, Any]]:
    """Return the rows of a batch; what Python has no value for, such as a date after the year 9999, is None."""
    try:
        rows: list[dict[str, Any]] = batch.to_pylist()
    except (ValueError, OverflowError):
        columns = {name: [_value(cell) for cell in batch.column(name)] for name in batch.schema.names}
        rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    return [row | {name: _text(value) for name, value in row.items() if isinstance(value, bytes)} for row in rows]


def _value(cell: pa.Scalar) -> Any:
    try:
        return cell.as_py()
    except (ValueError, OverflowError):
        return None


def _text(value: bytes) -> str | bytes:
    """Decode bytes, as which programs without a type for text write it; return them as they are if that fails."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value
