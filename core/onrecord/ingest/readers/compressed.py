"""A file that is compressed (gz, bz2, xz, zst): what it holds, read as it is unpacked."""

from __future__ import annotations

import bz2
import gzip
import lzma
import sys
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any, cast

from onrecord.base.records import Draft
from onrecord.ingest import door
from onrecord.ingest.document import Allowance, Document, LimitedStream, buffered
from onrecord.ingest.readers.containers import damage_told
from onrecord.ingest.zstd_stream import ZstdStream

_ENDINGS = (".gz", ".bz2", ".xz", ".lzma", ".zst", ".tgz")


def read(document: Document) -> Iterator[Draft]:
    """Yield the articles inside.

    Raises:
        IngestError: It is damaged, or what it holds cannot be read.
    """
    with damage_told(document):
        yield from door.drafts(_unpacked(document, Allowance()))


def texts(document: Document) -> Iterator[tuple[Any, str]]:
    """Yield the texts inside with their ids, as ``door.texts`` does; raise IngestError as ``read`` does."""
    with damage_told(document):
        yield from door.texts(_unpacked(document, Allowance()))


def records(document: Document) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """Yield the records of a corpus of any size, as ``door.records`` does; raise IngestError as ``read`` does."""
    with damage_told(document):
        yield from door.records(_unpacked(document, Allowance(sys.maxsize)))


def _unpacked(document: Document, allowance: Allowance) -> Document:
    """Return the one file that is compressed."""
    stream: IO[bytes]
    if document.head.startswith(b"\x1f\x8b"):
        stream = cast(IO[bytes], gzip.GzipFile(fileobj=document.stream))
    elif document.head.startswith(b"BZh"):
        stream = cast(IO[bytes], bz2.BZ2File(document.stream))
    elif document.head.startswith(b"\x28\xb5\x2f\xfd"):
        stream = cast(IO[bytes], ZstdStream(document.stream))
    else:
        stream = cast(IO[bytes], lzma.LZMAFile(document.stream))  # noqa: SIM115 — the member is read from it
    name = PurePosixPath(document.name).name
    inner_name = name[: -len(document.ending)] if document.ending in _ENDINGS else name
    return document.member(inner_name, buffered(LimitedStream(stream, document.name, allowance)))
