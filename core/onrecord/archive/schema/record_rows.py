"""Read the rows of a table as records."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

import msgspec

from onrecord.archive.storage.rows import TableLayout

_Record = TypeVar("_Record", bound=msgspec.Struct)


def read_records(
    layout: TableLayout, record_type: type[_Record], rows: Iterable[tuple[int, str]]
) -> list[_Record]:
    """Return the records of rows; documents of another form, which users of TinyDB may store, are left out.

    Args:
        layout: The layout of the table.
        record_type: What a document of it is, with its id.
        rows: Ids with what is stored as their documents.
    """
    records = []
    for doc_id, stored in rows:
        try:
            records.append(msgspec.convert({**layout.decode(stored), "id": doc_id}, record_type))
        except msgspec.ValidationError:
            continue
    return records
