"""Read documents of the archive's tables as records."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, TypeVar

import msgspec

from onrecord.archive.schema.document_forms import Misfit, converted, form_error, form_problem
from onrecord.archive.storage.errors import ArchiveError
from onrecord.archive.storage.rows import TableLayout

_Record = TypeVar("_Record", bound=msgspec.Struct)


class UnusableDocument(ArchiveError):
    """A document is not what its table should hold."""


def read_record(
    layout: TableLayout, record_type: type[_Record], doc_id: int, document: Mapping[str, Any]
) -> _Record:
    """Return the record of a document.

    Raises:
        UnusableDocument: The document is not as those of its table should be.
    """
    try:
        return converted({**document, "id": doc_id}, record_type)
    except Misfit as error:
        raise UnusableDocument(form_error(layout.name, doc_id, str(error))) from error


def check_form(layout: TableLayout, doc_id: int, document: Mapping[str, Any]) -> None:
    """Raise UnusableDocument if a document is not as those of its table should be."""
    if problem := form_problem(layout.name, document):
        raise UnusableDocument(form_error(layout.name, doc_id, problem))


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
        with suppress(Misfit):
            records.append(converted({**layout.decode(stored), "id": doc_id}, record_type))
    return records
