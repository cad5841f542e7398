"""Texts of LibreOffice and other programs of OpenDocument (ODT)."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.document import LIMIT, Document, IngestError, clean
from onrecord.ingest.xml import parse_xml

_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_LEFT_OUT = {f"{_TEXT}{name}" for name in ("note", "tracked-changes", "table-of-content", "ruby-text")}
_BLANKS = {f"{_TEXT}s": " ", f"{_TEXT}tab": " ", f"{_TEXT}line-break": "\n"}


def read(document: Document) -> Iterator[Draft]:
    """Yield the one text of a document.

    Raises:
        IngestError: It is damaged, locked, or without a text.
    """
    try:
        with zipfile.ZipFile(document.file()) as archive:
            if b"encryption-data" in archive.read("META-INF/manifest.xml"):
                raise IngestError(document.name, "locked with a password; save it without, and add that")
            if archive.getinfo("content.xml").file_size > LIMIT:
                raise IngestError(document.name, f"more than {LIMIT // 1024**2} MB of text; split it")
            content = parse_xml(archive.read("content.xml"), document.name)
            facts = (
                parse_xml(archive.read("meta.xml"), document.name) if "meta.xml" in archive.namelist() else None
            )
    except (zipfile.BadZipFile, KeyError) as error:
        raise IngestError(document.name, f"a damaged document ({error}); save it again") from error
    text = clean("\n\n".join(_paragraphs(content)))
    if not text:
        raise IngestError(document.name, "a document without a text; leave it out")
    title = _fact(facts, "title") or fields.title(text, document.stem)
    yield Draft(title=title, text=fields.without_headline(text, title), author=_fact(facts, "creator"))


def _paragraphs(content: Any) -> Iterator[str]:
    """Yield the texts of paragraphs and headings; items of lists with a dash."""
    for element in content.iter(f"{_TEXT}p", f"{_TEXT}h"):
        parents = [parent.tag for parent in element.iterancestors()]
        text = "\n".join(" ".join(line.split()) for line in _words(element).split("\n")).strip()
        if (
            text
            and not _LEFT_OUT.intersection(parents)
            and not any(tag.endswith("}annotation") for tag in parents)
        ):
            yield f"- {text}" if parents and parents[0] == f"{_TEXT}list-item" else text


def _words(element: Any) -> str:
    """Return the words in an element, without notes and remarks."""
    parts = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and child.tag not in _LEFT_OUT and not child.tag.endswith("}annotation"):
            parts.append(_BLANKS.get(child.tag) or _words(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _fact(facts: Any, name: str) -> str:
    elements = [] if facts is None else facts.iter(f"{{http://purl.org/dc/elements/1.1/}}{name}")
    return clean(fields.words([element.text for element in elements]))
