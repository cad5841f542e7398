"""Books in EPUB: the text of their chapters, in the order of reading."""

from __future__ import annotations

import posixpath
import zipfile
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.document import LIMIT, Document, IngestError, clean
from onrecord.ingest.html_text import html_text
from onrecord.ingest.opening_facts import with_opening_facts
from onrecord.ingest.xml import parse_xml

_DC = "{http://purl.org/dc/elements/1.1/}"


def read(document: Document) -> Iterator[Draft]:
    """Yield the one text of a book.

    Raises:
        IngestError: It is damaged, locked, or without a text.
    """
    try:
        with zipfile.ZipFile(document.file()) as archive:
            yield _book(archive, document)
    except (zipfile.BadZipFile, KeyError, ValueError) as error:
        raise IngestError(document.name, f"a damaged EPUB ({error}); get it again") from error


def _book(archive: zipfile.ZipFile, document: Document) -> Draft:
    container = parse_xml(archive.read("META-INF/container.xml"), document.name)
    package_path = next(str(element.get("full-path")) for element in container.iter("{*}rootfile"))
    package = parse_xml(archive.read(package_path), document.name)
    names = set(archive.namelist())
    chapters, size = [], 0
    for path in _chapter_paths(package, posixpath.dirname(package_path)):
        if path in names:
            size += archive.getinfo(path).file_size
            if size > LIMIT:
                raise IngestError(document.name, f"more than {LIMIT // 1024**2} MB of text; add a part of it")
            chapters.append(html_text(archive.read(path)))
    text = clean("\n\n".join(filter(None, chapters)))
    if not text:
        is_locked = names & {"META-INF/rights.xml", "META-INF/encryption.xml"}
        reason = "locked by its seller" if is_locked else "a book without a text"
        raise IngestError(document.name, f"{reason}; add it as text")
    title = _facts(package, "title") or document.stem
    return with_opening_facts(
        Draft(
            title=title,
            text=fields.without_headline(text, title),
            source=_facts(package, "publisher"),
            author=_facts(package, "creator"),
            published=fields.iso_date(_facts(package, "date")),
        )
    )


def _chapter_paths(package: Any, folder: str) -> Iterator[str]:
    """Yield the paths of the chapters inside the book, in the order of reading, without its table of contents."""
    items = {item.get("id"): item for item in package.iter("{*}item")}
    for reference in package.iter("{*}itemref"):
        item = items.get(reference.get("idref"))
        if item is not None and "nav" not in (item.get("properties") or "").split():
            yield posixpath.normpath(posixpath.join(folder, unquote(item.get("href") or "")))


def _facts(package: Any, name: str) -> str:
    return clean(fields.words([fields.words(element.text) for element in package.iter(f"{_DC}{name}")]))
