"""The door through which everything comes in: what a document is, and what reads it.

Containers (mailboxes, archives of files) send what they hold through it again.
"""

from __future__ import annotations

import importlib
import io
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from typing import Any, Protocol, cast

from onrecord.base.records import Draft
from onrecord.ingest import kinds
from onrecord.ingest.document import Document, IngestError, buffered, gate
from onrecord.ingest.kinds.kind_table import KINDS, Kind
from onrecord.ingest.text_repair import repaired


class Reader(Protocol):
    """What a module of ``onrecord.ingest.readers`` has."""

    def read(self, document: Document) -> Iterator[Draft]:
        """Yield the articles in a document; one without a text is an address to fetch."""


def drafts(document: Document) -> Iterator[Draft]:
    """Yield the articles in a document, as its reader finds them.

    Raises:
        IngestError: It is of a kind that holds no article or cannot be read, or it is damaged.
    """
    yield from _reader(document, kinds.kind_of(document)).read(document)


class RecordReader(Reader, Protocol):
    """What a module of ``onrecord.ingest.readers`` has whose files hold records of articles."""

    def texts(self, document: Document) -> Iterator[tuple[Any, str]]:
        """Yield the texts of a file as they stand there, each with its ``id`` or else its number, from 1."""

    def records(self, document: Document) -> Iterator[tuple[int, str, dict[str, Any]]]:
        """Yield the number of each record, from 1, its name for the user, and its fields."""


_WITH_RECORDS = ("json_records", "parquet", "compressed")


def records(document: Document) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield the number of each record of a corpus, from 1, its name for the user, and its fields.

    Raises:
        IngestError: As ``drafts`` does; or it is neither JSON nor Parquet.
    """
    kind = kinds.kind_of(document)
    if kind.reader not in _WITH_RECORDS:
        reason = f"{kind.name}; a corpus is Parquet or JSON Lines, with a row or a line for each article"
        raise IngestError(document.name, reason)
    yield from _record_reader(document, kind).records(document)


def texts(document: Document) -> Iterator[tuple[Any, str]]:
    """Yield the texts in a document, each with its id.

    Of JSON they are as they stand there, with their ``id`` or number; of other kinds as they would be stored, with
    the name of the document.

    Raises:
        IngestError: As ``drafts`` does.
    """
    kind = kinds.kind_of(document)
    if kind.reader in _WITH_RECORDS:
        yield from _record_reader(document, kind).texts(document)
    else:
        yield from ((document.name, repaired(draft).text) for draft in drafts(document) if draft.text)


def members(document: Document, parts: Iterator[Document]) -> Iterator[Draft]:
    """Yield the articles in the parts of a document; what cannot be read is told, and the next is read."""
    for part in parts:
        with gate(part.name, document.failed):
            yield from drafts(part)


def articles_in_text(document: Document, text: str) -> Iterator[Draft] | None:
    """Return the articles of a database of the press in the text of a document; None if it is a text of its own.

    Args:
        document: A document of Word or the like, as which these databases can be saved.
        text: What it says.
    """
    inner = replace(document, stream=buffered(io.BytesIO(text.encode())), encoding="utf-8")
    kind = next(kind for kind in KINDS if kind.recognises(inner))
    return _reader(inner, kind).read(inner) if kind.reader in ("nexis", "factiva") else None


def is_installed(library: str) -> bool:
    """Return whether a library that a reader needs is there; an empty name needs nothing."""
    return not library or find_spec(library) is not None


def _reader(document: Document, kind: Kind) -> Reader:
    if not is_installed(kind.needs):
        raise IngestError(
            document.name, f"{kind.name}; to read it install what it needs: pip install 'onrecord[{kind.extra}]'"
        )
    reader: Reader = importlib.import_module(f"onrecord.ingest.readers.{kind.reader}")
    return reader


def _record_reader(document: Document, kind: Kind) -> RecordReader:
    return cast(RecordReader, _reader(document, kind))
