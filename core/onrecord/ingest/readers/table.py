"""Tables of articles (CSV, TSV), with columns that are named as the fields of an article are."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.article_fields import columns_of, draft_of
from onrecord.ingest.document import Document, IngestError, gate
from onrecord.ingest.kinds.text_signs import table_delimiter

_LONGEST_FIELD = 2**31 - 1


def read(document: Document) -> Iterator[Draft]:
    """Yield an article for each row; tell of rows without one and go on.

    Raises:
        IngestError: It is no text, or no column holds texts or addresses.
    """
    text = document.text()
    first_line = text.partition("\n")[0]
    delimiter = table_delimiter(first_line) or ("\t" if "\t" in first_line else ",")
    csv.field_size_limit(_LONGEST_FIELD)  # the size of the file is limited already
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, restkey="", restval="")
    columns = columns_of(rows.fieldnames or [])
    if not columns.keys() & {"text", "url"}:
        if any(name.strip().lower() in ("highlight", "quote") for name in rows.fieldnames or []):
            reason = "a table of passages, not of articles; add the articles that they are from"
        else:
            reason = (
                "a table without a column for the text; name the columns in its first line title, text, source, "
                "author, date, url and tags (only text must be there)"
            )
        raise IngestError(document.name, reason)
    while True:
        row: dict[str, str] | None = None
        name = f"{document.name}, line {rows.line_num + 1}"
        with gate(name, document.failed):
            try:
                row = next(rows, None)
            except csv.Error as error:
                raise IngestError(name, f"no row of a table ({error}); correct it") from error
            if row is None:
                return
        if row is not None and any(value.strip() for value in row.values() if isinstance(value, str)):
            yield from _draft(row, columns, name, document)


def _draft(row: dict[str, str], columns: dict[str, str], name: str, document: Document) -> Iterator[Draft]:
    """Yield the article in a row, or tell that there is none."""
    with gate(name, document.failed):
        record: dict[str, object] = {field: row[column] for field, column in columns.items()}
        if "Item Type" in row:  # Zotero writes names as libraries do
            record["author"] = [fields.spoken_name(name) for name in str(record.get("author", "")).split("; ")]
        draft = draft_of(record)
        if not draft.text and not draft.url:
            raise IngestError(name, "a row without a text and without an address; fill one in")
        yield draft
