"""Gathering what is readable in a damaged archive into a new one.

Rows are looked up one by one, so that an unreadable page costs the rows on it and no others. Columns, indexes and
counts are not read: they are made anew from the documents.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import Any

import msgspec

from onrecord.archive.indexing import newest_index
from onrecord.archive.maintenance import file_header
from onrecord.archive.maintenance.article_documents import ARTICLE_TABLES, Document, complete_documents
from onrecord.archive.maintenance.btree_pages import LeafPages
from onrecord.archive.maintenance.migrations import archive_schema
from onrecord.archive.schema.document_forms import form_problem, mended_document
from onrecord.archive.schema.tables import ARTICLES, LAYOUTS, NOTES
from onrecord.archive.storage import damage_marker
from onrecord.archive.storage.errors import ArchiveDamaged, clear_errors
from onrecord.archive.storage.rows import HIGHEST_ID, TableLayout
from onrecord.archive.storage.sqlite_storage import SQLiteStorage, read_only_options
from onrecord.base import held_files
from onrecord.base.callbacks import OnProgress
from onrecord.base.part_files import part_folder

_BATCH = 200
_GAP = 1_000_000
"""Ids between the lowest and the highest that were found, of which each is tried, found or not."""


class MalformedDocument(msgspec.Struct, kw_only=True):
    """A document that was not as those of its table should be, as it was, and what was wrong with it."""

    table: str
    id: int
    problem: str
    document: Document


class SalvageReport(msgspec.Struct, kw_only=True):
    """What was gathered, and what could not be.

    Attributes:
        articles: How many articles the new archive has.
        notes: How many notes it has.
        lost: The ids of articles that are gone.
        texts: The ids of articles whose text is lost.
        facts: The ids of articles of which only the text is left.
        others: How many notes and documents of other tables could not be read.
        malformed: Documents of another form, of which only a part, or nothing, could be taken. Annotations, which
            can be made again, are not among them.
        malformed_file: The file into which ``repair`` has written these.
    """

    articles: int = 0
    notes: int = 0
    lost: list[int] = []
    texts: list[int] = []
    facts: list[int] = []
    others: int = 0
    malformed: list[MalformedDocument] = []
    malformed_file: str = ""


def salvage(file: Path, target: Path, on_progress: OnProgress | None = None) -> SalvageReport:
    """Gather what is readable in ``file`` into a new archive ``target``.

    An article without its text keeps what is known of it and its notes; a text without the rest becomes an article
    with its first line as title. Raises ArchiveError.
    """
    with (
        clear_errors(file),
        _in_readable_form(file) as readable,
        held_files.holding(readable),
        closing(_Source(readable)) as source,
    ):
        storage = SQLiteStorage(target, schema=archive_schema())
        with closing(storage):
            return _Gathering(file, source, storage).run(on_progress)


@contextmanager
def _in_readable_form(file: Path) -> Iterator[Path]:
    """Yield the file, or a copy that SQLite opens: with a sound header that says how long it is."""
    content = held_files.mapped_content(file)
    if file_header.is_sound(content) and damage_marker.expected_length(file) <= len(content):
        yield file
        return
    with part_folder(file.parent) as folder:
        copy = folder / file.name
        held_files.copy_content(file, copy)
        with copy.open("r+b") as stream:
            stream.write(file_header.sound_header(content))
            stream.truncate(file_header.whole_length(content))
        log = file.with_name(f"{file.name}-wal")
        if log.exists():
            held_files.copy_content(log, copy.with_name(log.name))
        yield copy


def holds_articles(file: Path) -> bool:
    """Return whether there are articles in a file that SQLite does not take for an archive."""
    try:
        return bool(LeafPages(file).ids("articles"))
    except (OSError, ValueError):  # gone, or empty
        return False


class _Source:
    """The rows of a damaged file. What cannot be read is as if it were not there, and is remembered."""

    def __init__(self, file: Path) -> None:
        # Nobody writes a damaged file, so nothing needs to be shared, unless changes wait in a log beside it.
        wal = file.with_name(f"{file.name}-wal")
        options = read_only_options(file) if wal.exists() else "mode=ro&immutable=1"
        self._file = file
        self._connection = sqlite3.connect(f"{file.as_uri()}?{options}", uri=True, isolation_level=None)
        self._tables = {name for (name,) in self.rows("SELECT name FROM sqlite_schema WHERE type = 'table'")}
        self.unreadable: set[tuple[str, Any]] = set()
        self.incomplete: set[str] = set()
        self.given = {
            name: highest
            for name, highest in self.rows("SELECT name, seq FROM sqlite_sequence")
            if isinstance(highest, int) and highest < HIGHEST_ID
        }
        """Table → the highest id that was ever given to a document in it."""
        self._highest = {name: self.given.get("articles", 0) for name in ARTICLE_TABLES} | self.given

    def close(self) -> None:
        self._connection.close()

    def ids(self, place: str) -> list[Any]:
        """Return the ids of the rows of a table that there are, or may be, in TinyDB's order."""
        positions: dict[Any, Any] = {}
        if self._tables and place not in self._tables:  # of a later version
            return []
        for direction in ("ASC", "DESC"):
            sql = f'SELECT id, ordinal FROM "{place}" NOT INDEXED ORDER BY id {direction}'
            try:
                for doc_id, ordinal in self._connection.execute(sql):
                    # On a page of another table that a failing disk has put here other values stand.
                    if isinstance(doc_id, str) or (isinstance(doc_id, int) and doc_id <= HIGHEST_ID):
                        positions[doc_id] = _position(doc_id, ordinal)
            except sqlite3.Error:
                continue
            break
        else:
            self.incomplete.add(place)
            whole_ids = [doc_id for doc_id in positions if isinstance(doc_id, int)]
            lowest, highest = (
                min(whole_ids, default=1),
                max(self._highest.get(place, 0), *whole_ids, 0),
            )
            if highest - lowest < _GAP:
                positions = {doc_id: doc_id for doc_id in range(lowest, highest + 1)} | positions
            positions = {doc_id: doc_id for doc_id in self._leaves.ids(place)} | positions
        return sorted(positions, key=lambda doc_id: positions[doc_id])

    def document(self, place: str, layout: TableLayout, doc_id: Any) -> Document | None:
        """Return a document; None where it is not there or cannot be read."""
        sql = f'SELECT document FROM "{place}" NOT INDEXED WHERE id = ?'
        try:
            row = self._connection.execute(sql, (doc_id,)).fetchone()
            document = layout.decode(row[0]) if row else None
        except sqlite3.Error:
            stored = self._leaves.stored(place, doc_id) if place in self.incomplete else None
            document = None if stored is None else layout.decode(stored)
            if document is None:
                self.unreadable.add((place, doc_id))
        return document if isinstance(document, dict) else None

    @cached_property
    def _leaves(self) -> LeafPages:
        return LeafPages(self._file)

    def rows(self, sql: str) -> list[Any]:
        """Return the rows that a query finds, up to the first that cannot be read."""
        rows: list[Any] = []
        with suppress(sqlite3.Error):
            rows.extend(self._connection.execute(sql))
        return rows


def _position(doc_id: int | str, ordinal: object) -> int:
    """Return where a document stands in TinyDB's order, by the values in its row."""
    if isinstance(ordinal, int):
        return ordinal
    return doc_id if isinstance(doc_id, int) else 0


class _Gathering:
    def __init__(self, file: Path, source: _Source, storage: SQLiteStorage) -> None:
        self._file = file
        self._source = source
        self._storage = storage
        self._salvaged = SalvageReport()

    def run(self, on_progress: OnProgress | None) -> SalvageReport:
        notes = {doc_id: note for doc_id, note in self._read_own(NOTES).items() if self._has_place(doc_id, note)}
        counts = Counter(article for note in notes.values() if isinstance(article := note.get("article"), int))
        # The order of the list is that of the articles; what is known by its text or its notes alone comes after.
        articles, texts, _ = (self._possible_ids(self._storage.layout(name)) for name in ARTICLE_TABLES)
        ids = list(dict.fromkeys([*articles, *texts, *counts]))
        for start in range(0, len(ids), _BATCH):
            if on_progress:
                on_progress(start, len(ids))
            batch = ids[start : start + _BATCH]
            self._write((article, self._article(article, counts[article])) for article in batch)
        for layout in LAYOUTS:
            if layout.name == "notes":
                self._put("notes", notes)
            elif layout.name not in ARTICLE_TABLES:
                self._put(layout.name, self._read_own(layout))
        for number, name, whole_ids in self._source.rows("SELECT * FROM tables ORDER BY number"):
            if isinstance(name, str):
                self._put(name, self._read(f"documents_{number}", TableLayout(name)), whole_ids=bool(whole_ids))
        self._keep_ids()
        newest_index.fit(self._storage)
        if on_progress:
            on_progress(len(ids), len(ids))
        if not self._salvaged.articles and (self._source.incomplete or self._source.unreadable):
            raise ArchiveDamaged(
                f"Nothing of the archive {self._file} could be read. "
                "Keep a copy of the file, then put back a backup."
            )
        self._salvaged.notes = len(notes)
        self._salvaged.others = sum(place not in ARTICLE_TABLES for place, _ in self._source.unreadable)
        return self._salvaged

    def _read(self, place: str, layout: TableLayout) -> dict[Any, Document]:
        """Return all readable documents of a table that is not large."""
        read = ((doc_id, self._source.document(place, layout, doc_id)) for doc_id in self._source.ids(place))
        return {doc_id: document for doc_id, document in read if document is not None}

    def _possible_ids(self, layout: TableLayout) -> list[int]:
        """Return the ids in a table that its documents may have; those with others are remembered as they are."""
        ids = self._source.ids(layout.name)
        for doc_id in ids:
            if not layout.may_have(doc_id):
                document = self._source.document(layout.name, layout, doc_id)
                self._set_aside(layout.name, doc_id, f"Its id is not {layout.id_range}", document)
        return [doc_id for doc_id in ids if layout.may_have(doc_id)]

    def _read_own(self, layout: TableLayout) -> dict[Any, Document]:
        """Return the readable documents of a table of the archive, those of another form set right or left out."""
        possible = set(self._possible_ids(layout))
        read = {doc_id: each for doc_id, each in self._read(layout.name, layout).items() if doc_id in possible}
        mended = {
            doc_id: mended_document(layout.name, document)
            if self._is_malformed(layout.name, doc_id, document)
            else document
            for doc_id, document in read.items()
        }
        return {doc_id: document for doc_id, document in mended.items() if document is not None}

    def _is_malformed(self, table: str, doc_id: int, document: Document) -> bool:
        """Return whether a document has another form than those of its table; then it is remembered as it is."""
        problem = form_problem(table, document)
        if problem:
            self._set_aside(table, doc_id, problem, document)
        return bool(problem)

    def _set_aside(self, table: str, doc_id: int, problem: str, document: Document | None) -> None:
        """Remember a document that cannot be stored as it is, unless it can be made again."""
        if document is not None and table != "annotations":
            self._salvaged.malformed.append(
                MalformedDocument(table=table, id=doc_id, problem=problem, document=document)
            )

    def _has_place(self, doc_id: int, note: Document) -> bool:
        """Return whether a note is on an article that there may be; if not, it is remembered as it is."""
        article = note.get("article")
        has_place = not isinstance(article, int) or ARTICLES.may_have(article)
        if not has_place:
            self._set_aside(NOTES.name, doc_id, f"The id of its article is not {ARTICLES.id_range}", note)
        return has_place

    def _article(self, article: int, notes: int) -> dict[str, Document]:
        """Return the documents of an article, as much of it as there is."""
        documents = {
            name: self._source.document(name, self._storage.layout(name), article) for name in ARTICLE_TABLES
        }
        if documents["articles"] is None and documents["texts"] is None and not notes:
            is_unreadable = any((name, article) in self._source.unreadable for name in ARTICLE_TABLES[:2])
            if is_unreadable and article <= self._source.given.get("articles", article):
                self._salvaged.lost.append(article)
            return {}
        for name, document in documents.items():
            if document is not None:
                self._is_malformed(name, article, document)
        self._salvaged.articles += 1
        if documents["articles"] is None:
            self._salvaged.facts.append(article)
        if documents["texts"] is None:
            self._salvaged.texts.append(article)
        return complete_documents(article, documents, notes)

    def _write(self, articles: Iterable[tuple[int, dict[str, Document]]]) -> None:
        with self._storage.transaction() as connection:
            for article, documents in articles:
                for name, document in documents.items():
                    self._storage.make_rows(connection, name).put(article, document)

    def _put(self, name: str, documents: dict[Any, Document], *, whole_ids: bool = True) -> None:
        with self._storage.transaction() as connection:
            rows = self._storage.make_rows(connection, name, whole_ids=whole_ids)
            for doc_id, document in documents.items():
                rows.put(doc_id, document)

    def _keep_ids(self) -> None:
        """Let no id be given again that was given before."""
        with self._storage.transaction() as connection:
            for name, highest in self._source.given.items():
                connection.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?", (highest, name))
