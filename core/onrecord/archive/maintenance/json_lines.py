"""What ``onrecord export --format jsonl`` writes, read into an archive with all that it holds.

Each line that ``onrecord.export.jsonl`` writes begins with the version of its form, so that lines can be picked
out, put together and packed with gzip, and are still known for what they are.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import suppress
from itertools import count
from pathlib import Path
from typing import IO, Any, cast

import msgspec

from onrecord.archive.indexing.bulk_add import AddedArticle
from onrecord.archive.maintenance.article_documents import Document, complete_documents
from onrecord.archive.maintenance.merging import ArticleOfFile, FileContents, OnConflict, merge
from onrecord.archive.schema.documents import record_document
from onrecord.archive.storage.errors import ArchiveError
from onrecord.archive.storage.sqlite_storage import SQLiteStorage
from onrecord.base.callbacks import OnProgress
from onrecord.base.feeds import Feed
from onrecord.base.field_limits import correction_excess, excess
from onrecord.base.records import (
    Annotation,
    Article,
    ArticleVersion,
    Correction,
    Note,
    SavedSearch,
    hash_and_count,
)

VERSION = 1
"""The newest form that is read."""

_HEAD = re.compile(rb'(\xef\xbb\xbf)?\s*\{\s*"onrecord"\s*:\s*\d')
_GZIP = b"\x1f\x8b"
_LONGEST = 64 * 1024**2
"""Bytes of one line: more is no article, but a packed file that would fill the memory."""


class NotExportedLines(ArchiveError):
    """A file that is not what ``onrecord export`` wrote, or not all of it.

    ``reason`` says what is wrong with it, for whoever calls the file otherwise than by its path.
    """

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.reason = reason


def is_exported_lines(head: bytes) -> bool:
    """Return whether a file that begins so, packed or not, was written by ``onrecord export --format jsonl``."""
    if head.startswith(_GZIP):
        unpacker = zlib.decompressobj(wbits=zlib.MAX_WBITS | 16)
        try:
            head = unpacker.decompress(head, 200)
        except zlib.error:
            return False
    return _HEAD.match(head) is not None


def read_lines(
    storage: SQLiteStorage,
    file: Path,
    on_progress: OnProgress | None = None,
    on_conflict: OnConflict | None = None,
) -> Iterator[tuple[AddedArticle, str]]:
    """Merge a file that was exported into an archive; an empty archive gets the same ids.

    Args:
        storage: Of the archive.
        file: Of JSON Lines, also packed with gzip.
        on_progress: Called with how many bytes of how many are read.
        on_conflict: Called with a sentence for each thing that the archive has otherwise, and keeps.

    Yields:
        For each article the one that has its text now, with its title.

    Raises:
        NotExportedLines: A line cannot be read; then nothing is stored.
        ArchiveError: The archive cannot be written.
    """
    size = file.stat().st_size
    with file.open("rb") as stored:

        def read() -> FileContents:
            stored.seek(0)
            lines = _Lines(file, stored)
            return FileContents(lines.articles(), lines.tables)

        yield from merge(
            storage,
            read,
            on_progress=on_progress and (lambda _: on_progress(stored.tell(), size)),
            on_conflict=on_conflict,
        )


class _ArticleLine(msgspec.Struct):
    """A line with an article; see ``onrecord.export.jsonl``."""

    text: str
    title: str
    id: int = 0
    source: str = ""
    author: str = ""
    date: str = ""
    url: str = ""
    tags: list[str] = []
    added: str = ""
    language: str = ""
    read: bool = False
    starred: bool = False
    position: int = 0
    annotation: Annotation | None = None
    uncorrected: Annotation | None = None
    notes: list[Note] = []
    corrections: list[Correction] = []
    versions: list[ArticleVersion] = []
    feeds: list[str] = []


class _ArchiveLine(msgspec.Struct):
    """The line with what belongs to no article."""

    searches: list[SavedSearch] = []
    corrections: list[Correction] = []
    feeds: list[Feed] = []


class _Lines:
    """The lines of one file."""

    def __init__(self, file: Path, stored: IO[bytes]) -> None:
        self._file = file
        is_packed = stored.read(2) == _GZIP
        stored.seek(0)
        self._stream = cast(IO[bytes], gzip.GzipFile(fileobj=stored)) if is_packed else stored
        self._ids: set[int] = set()
        self._corrections: list[tuple[int, Document]] = []
        self._searches: list[tuple[int, Document]] = []
        self._feeds: list[tuple[int, Document]] = []

    def articles(self) -> Iterator[ArticleOfFile]:
        """Yield the articles; put aside what belongs to other tables."""
        for number in count(1):
            line = self._next_line(number)
            if not line:
                return
            if line.strip():
                yield from self._of_line(line, number)

    def tables(self) -> dict[str, list[tuple[object, Document]]]:
        """Return what belongs to other tables, once the articles are read: in the order in which it was made."""
        corrections = sorted(self._corrections, key=lambda keyed: keyed[0])
        return {"corrections": [*corrections], "searches": [*self._searches], "feeds": [*self._feeds]}

    def _next_line(self, number: int) -> bytes:
        try:
            line = self._stream.readline(_LONGEST + 1)
        except (OSError, EOFError, zlib.error) as error:
            raise self._unusable(number, f"the packed file ends or is damaged here ({error})") from error
        if len(line) > _LONGEST:
            raise self._unusable(number, f"longer than {_LONGEST // 1024**2} MB")
        return line

    def _of_line(self, line: bytes, number: int) -> Iterator[ArticleOfFile]:
        try:
            form = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
            self._check_version(form, number)
            if "text" in form:
                yield self._article(msgspec.json.decode(line, type=_ArticleLine), number)
            else:
                self._put_aside(msgspec.json.decode(line, type=_ArchiveLine), number)
        except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise self._unusable(number, f"no line of an export ({error})") from error

    def _check_version(self, form: dict[str, msgspec.Raw], number: int) -> None:
        version = 0
        with suppress(KeyError, msgspec.DecodeError):
            version = msgspec.json.decode(form["onrecord"], type=int)
        if version > VERSION:
            raise NotExportedLines(self._file, "written by a newer onrecord; install that one to read it")
        if not version:
            raise self._unusable(number, "not written by onrecord export")

    def _article(self, line: _ArticleLine, number: int) -> ArticleOfFile:
        self._check_lengths(number, line, *line.notes)
        article_id = line.id
        if article_id <= 0 or article_id in self._ids:  # lines of several exports may stand in one file
            article_id = -1 - len(self._ids)
        self._ids.add(article_id)
        facts, annotation = _facts(line), line.uncorrected or line.annotation
        readable = {"articles": facts, "texts": {"text": line.text}}
        if annotation is not None:
            readable["annotations"] = msgspec.to_builtins(annotation)
        for correction in line.corrections:
            self._add_correction(msgspec.structs.replace(correction, article=article_id), number)
        notes = [(note.id, record_document(note)) for note in line.notes]
        versions = [_keyed(version)[1] for version in line.versions]
        return ArticleOfFile(article_id, complete_documents(article_id, readable, len(notes)), notes, versions)

    def _put_aside(self, line: _ArchiveLine, number: int) -> None:
        self._check_lengths(number, *line.searches, *line.feeds)
        for correction in line.corrections:
            self._add_correction(msgspec.structs.replace(correction, article=None), number)
        self._searches += [_keyed(search) for search in line.searches]
        self._feeds += [_keyed(feed) for feed in line.feeds]

    def _check_lengths(self, number: int, *records: msgspec.Struct) -> None:
        for record in records:
            if reason := excess(msgspec.structs.asdict(record)):
                raise self._unusable(number, reason)

    def _add_correction(self, correction: Correction, number: int) -> None:
        if reason := correction_excess(msgspec.structs.asdict(correction)):
            raise self._unusable(number, reason)
        self._corrections.append(_keyed(correction))

    def _unusable(self, number: int, problem: str) -> NotExportedLines:
        reason = f"line {number}: {problem}; export it anew, or take the line out. Nothing was added"
        return NotExportedLines(self._file, reason)


def _keyed(record: ArticleVersion | Correction | SavedSearch | Feed) -> tuple[int, Document]:
    document: dict[str, Any] = msgspec.to_builtins(record)
    return document.pop("id"), document


def _facts(line: _ArticleLine) -> Document:
    """Return the document of an article, but for what ``complete_documents`` finds out."""
    text_hash, words = hash_and_count(line.text)
    annotation = line.uncorrected or line.annotation or Annotation()
    article = Article(
        id=0,
        title=line.title,
        source=line.source,
        author=line.author,
        published=line.date,
        url=line.url,
        tags=line.tags,
        added=line.added,
        words=words,
        language=line.language,
        read=line.read,
        starred=line.starred,
        position=line.position,
        text_hash=text_hash,
        annotator=annotation.annotator,
        entities=len(annotation.entities),
        actors=len(annotation.actors),
        feeds=line.feeds,
    )
    return record_document(article)
