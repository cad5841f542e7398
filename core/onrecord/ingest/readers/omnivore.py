"""The export of Omnivore: a ZIP archive with lists of articles (JSON), and their pages as it kept them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from typing import Any

import msgspec

from onrecord.base.records import Draft
from onrecord.ingest.article_fields import draft_of
from onrecord.ingest.document import LIMIT, Allowance, Document, IngestError, LimitedStream, gate
from onrecord.ingest.kinds.archive_signs import OMNIVORE_LIST
from onrecord.ingest.readers import html


def read(document: Document) -> Iterator[Draft]:
    """Yield the articles, those without a page as addresses to fetch.

    Raises:
        IngestError: The archive is damaged.
    """
    try:
        with zipfile.ZipFile(document.file()) as archive:
            members = _Members(archive, document)
            for name in filter(OMNIVORE_LIST.fullmatch, archive.namelist()):
                with gate(f"{document.name}: {name}", document.failed):
                    folder = name.rpartition("metadata_")[0]
                    for record in _records(members.data(name), f"{document.name}: {name}"):
                        yield _article(record, members, f"{folder}content/{record.get('slug')}.html")
    except zipfile.BadZipFile as error:
        raise IngestError(document.name, f"a damaged archive of Omnivore ({error}); get it again") from error


class _Members:
    """The files of an archive, of which no more is unpacked than is allowed."""

    def __init__(self, archive: zipfile.ZipFile, document: Document) -> None:
        self._archive = archive
        self._names = frozenset(archive.namelist())
        self._allowance = Allowance()
        self.document = document

    def __contains__(self, name: str) -> bool:
        return name in self._names

    def data(self, name: str) -> bytes:
        """Return a file."""
        with self._archive.open(name) as stream:
            return LimitedStream(stream, self.document.name, self._allowance).read(LIMIT) or b""


def _records(data: bytes, name: str) -> list[dict[str, Any]]:
    try:
        return msgspec.json.decode(data, type=list[dict[str, Any]])
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise IngestError(name, f"no list of Omnivore's articles ({error}); export them again") from error


def _article(record: dict[str, Any], members: _Members, page_name: str) -> Draft:
    draft = draft_of({name: value for name, value in record.items() if name != "description"})
    if page_name in members:
        document = members.document
        with gate(f"{document.name}: {page_name}", document.failed):
            page = document.member(page_name, members.data(page_name), url=draft.url, encoding="utf-8")
            article = html.article(page.text(), page, draft.url)
            draft.text = article.text
            draft.title = draft.title or article.title
            draft.source = draft.source or article.source
            draft.language = draft.language or article.language
    return draft
