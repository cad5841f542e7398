"""Files that hold files (ZIP, tar): what is in them, within limits."""

from __future__ import annotations

import gzip
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO

from onrecord.base.records import Draft
from onrecord.ingest import door
from onrecord.ingest.document import LIMIT, Allowance, Document, IngestError, LimitedStream, buffered

_Damage = (zipfile.BadZipFile, tarfile.TarError, EOFError, gzip.BadGzipFile, lzma.LZMAError, zlib.error)


def read(document: Document) -> Iterator[Draft]:
    """Yield the articles of all files inside; tell of those that cannot be read and go on.

    Raises:
        IngestError: It is damaged.
    """
    with damage_told(document):
        if document.head.startswith(b"PK"):
            parts = _of_zip(document)
            yield from door.members(document, parts if document.left_out else _unless_empty(parts, document))
        else:
            yield from door.members(document, _unless_empty(_of_tar(document), document))


@contextmanager
def damage_told(document: Document) -> Iterator[None]:
    """Raise IngestError where the block finds that an archive is damaged."""
    try:
        yield
    except _Damage as error:
        raise IngestError(
            document.name, f"a damaged archive or compressed file ({error}); get it again, or unpack what can be"
        ) from error


def _unless_empty(parts: Iterator[Document], document: Document) -> Iterator[Document]:
    """Yield the files inside, and see that there are any."""
    first = next(parts, None)
    if first is None:
        raise IngestError(document.name, "an archive without a file in it, or a damaged one; get it again")
    yield first
    yield from parts


def _is_taken(name: str) -> bool:
    """Return whether a member is one that a person has put there: nothing hidden, nothing of the Mac's own."""
    return not any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)


def _of_zip(document: Document) -> Iterator[Document]:
    allowance = Allowance()
    with zipfile.ZipFile(document.file()) as archive:
        for info in archive.infolist():
            if not info.is_dir() and _is_taken(info.filename) and info.filename not in document.left_out:
                if info.flag_bits & 1:
                    reason = "locked with a password; unpack it, and add what is in it"
                    document.failed(IngestError(f"{document.name}: {info.filename}", reason))
                    continue
                with archive.open(info) as stream:
                    yield _member(document, info.filename, stream, info.file_size, allowance)


def _of_tar(document: Document) -> Iterator[Document]:
    allowance = Allowance()
    with tarfile.open(fileobj=document.stream, mode="r|") as archive:
        for info in archive:
            if info.isfile() and _is_taken(info.name):
                stream = archive.extractfile(info)
                assert stream is not None
                yield _member(document, info.name, stream, info.size, allowance)


def _member(document: Document, name: str, stream: IO[bytes], size: int, allowance: Allowance) -> Document:
    """Return a file inside: one that is small enough as bytes, which can be read in any order."""
    limited = LimitedStream(stream, document.name, allowance)
    if size <= LIMIT:
        return document.member(name, limited.read(LIMIT))
    return document.member(name, buffered(limited))
