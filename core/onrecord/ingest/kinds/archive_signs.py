"""Signs of archives of files: what stands in a ZIP archive or in Microsoft's container of streams."""

from __future__ import annotations

import re
import zipfile

from onrecord.ingest.document import Document
from onrecord.ingest.kinds.signs import Sign, has_bytes

OMNIVORE_LIST = re.compile(r"(?:.*/)?metadata_\d+_to_\d+\.json")
"""How Omnivore names the files of its export that list articles."""
ZIP = has_bytes(b"PK\x03\x04", b"PK\x05\x06")


def zip_has(*members: str, mimetype: bytes = b"") -> Sign:
    """Return the sign that a ZIP archive has a member whose name begins so, or is marked by this type."""

    def recognises(document: Document) -> bool:
        if not ZIP(document):
            return False
        if document.head[30:].startswith(b"mimetype"):  # by rule the first member, and not compressed
            return bool(mimetype) and document.head[38:].startswith(mimetype)
        return any(name.startswith(members) for name in _zip_names(document)) if members else False

    return recognises


def is_of_omnivore(document: Document) -> bool:
    """Return whether a document is a ZIP archive with the lists of articles that Omnivore exports."""
    return bool(ZIP(document)) and any(map(OMNIVORE_LIST.fullmatch, _zip_names(document)))


def is_webarchive(document: Document) -> bool:
    """Return whether a document is a list of properties with a page, as Safari saves it."""
    is_list = document.head.startswith(b"bplist00") or b"<plist" in document.head[:1000]
    return is_list and b"WebMainResource" in document.head


def _zip_names(document: Document) -> list[str]:
    if not document.stream.seekable():
        return []
    try:
        with zipfile.ZipFile(document.stream) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []
    finally:
        document.stream.seek(0)


def ole_has(*names: str) -> Sign:
    """Return the sign of Microsoft's container of streams, with a stream or storage of one of these names."""
    wide_names = [name.encode("utf-16-le") for name in names]

    def recognises(document: Document) -> bool:
        if not document.head.startswith(b"\xd0\xcf\x11\xe0"):
            return False
        content = document.head
        if document.stream.seekable():
            content = document.stream.read(16 * 1024**2)
            document.stream.seek(0)
        return any(name in content for name in wide_names)

    return recognises
