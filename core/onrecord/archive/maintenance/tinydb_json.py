"""To TinyDB's plain JSON, the file that ``TinyDB("archive.json")`` opens, and back.

The file is an object of tables, each an object of documents by their ids. Both ways go document by document.
"""

from __future__ import annotations

import json
import mmap
import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

import msgspec

from onrecord.archive.indexing.bulk_add import AddedArticle
from onrecord.archive.maintenance.article_documents import ARTICLE_TABLES, Document, complete_documents
from onrecord.archive.maintenance.merging import ArticleOfFile, FileContents, OnConflict, merge
from onrecord.archive.schema.document_forms import form_problem, mended_document
from onrecord.archive.schema.tables import HIGHEST_ARTICLE, LAYOUTS
from onrecord.archive.storage.errors import ArchiveError
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.base.callbacks import OnProgress
from onrecord.base.errors import OnRecordError
from onrecord.base.field_limits import correction_excess, excess

_BATCH = 200
_TABLE = b"|".join([b"_default", *(layout.name.encode() for layout in LAYOUTS)])
_HEAD = re.compile(
    rb'(\xef\xbb\xbf)?\s*\{\s*("[^"]{0,200}"\s*:\s*\{\s*\}\s*,\s*)*'
    rb'"(' + _TABLE + rb')"\s*:\s*\{\s*("-?\d{1,19}"\s*:\s*\{|\})'
)
"""A table of an archive or of TinyDB, empty or with a document under its number, after any empty ones."""
_encode = json.JSONEncoder(separators=(",", ":")).encode

_LIMITED = {
    **dict.fromkeys(("articles", "notes", "feeds", "searches"), excess),
    "corrections": correction_excess,
}
"""Table → says what in a document of it is longer than it may be."""

_MENDED = ("notes", "versions")
"""Tables whose documents belong to articles, with which they are compared; those of others stay as they are."""

_DEEPEST = 200
"""How deep values may stand in a document. How deep Python itself reads and writes them depends on its version."""

_TOO_DEEP = "nested too deeply to be an archive; export the archive anew"

Tables = Mapping[str, Mapping[str, Any]]
"""Table → id → document: a dict, or a ``msgspec.Raw`` that is decoded when it is looked at."""

Taken = tuple[AddedArticle, str]
"""An article that now has a text of the file, and its title."""


class NotTinyDBJSON(ArchiveError):
    """A file that is no archive in TinyDB's JSON, or whose documents cannot be taken over.

    ``reason`` says what is wrong with it, for whoever calls the file otherwise than by its path.
    """

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.reason = reason


def is_tinydb_json(head: bytes) -> bool:
    """Return whether a file that begins so may be an archive in TinyDB's form: tables of numbered documents."""
    return _HEAD.match(head) is not None


# Writing


def write_json(
    storage: SQLiteStorage,
    out: TextIO,
    articles: Collection[int] | None = None,
    on_progress: OnProgress | None = None,
) -> None:
    """Write all tables, or only ``articles`` with what belongs to them, as they are at this moment.

    ``on_progress`` is told how many documents of how many are written. Characters beyond ASCII are escaped, since
    TinyDB opens its file in the encoding of the platform. Raises ArchiveError and OSError.
    """
    with storage.reading() as connection:
        connection.execute("BEGIN")  # one state of all tables, whatever others write meanwhile
        try:
            _write(storage, connection, out, None if articles is None else set(articles), on_progress)
        finally:
            connection.execute("COMMIT")


def _write(
    storage: SQLiteStorage,
    connection: Connection,
    out: TextIO,
    articles: set[int] | None,
    on_progress: OnProgress | None,
) -> None:
    tables = {name: rows for name in storage.names() if (rows := storage.rows(connection, name)) is not None}
    total, done = sum(rows.count() for rows in tables.values()), 0
    opening = "{"
    for name, rows in tables.items():
        out.write(f"{opening}{_encode(name)}:")
        opening, first = ",\n", "{"
        for doc_id, document in rows.scan():
            done += 1
            if on_progress and done % _BATCH == 0:
                on_progress(done, total)
            if articles is None or _belongs(name, doc_id, document, articles):
                out.write(f"{first}\n{_encode(str(doc_id))}:{_encode(document)}")
                first = ","
        out.write("{}" if first == "{" else "}")
    out.write("}\n")
    if on_progress:
        on_progress(total, total)


def _belongs(table: str, doc_id: Any, document: Document, articles: set[int]) -> bool:
    return doc_id in articles if table in ARTICLE_TABLES else document.get("article") in articles


# Reading


def read_json(
    storage: SQLiteStorage,
    file: Path,
    on_progress: OnProgress | None = None,
    on_conflict: OnConflict | None = None,
) -> Iterator[Taken]:
    """Take over what a file of TinyDB holds; tells of each article, and its title, once it is stored.

    It is merged (``merging``) in steps: an empty archive becomes what the file is, ids included. Into any other,
    what was removed is left. Raises NotTinyDBJSON and ArchiveError.
    """
    with _naming(file):
        yield from _Import(storage, _tables(file)).merge(on_progress, on_conflict)


class _Unusable(ValueError):
    """What is wrong with a file, as a reason that goes after its name."""


@contextmanager
def _naming(file: Path) -> Iterator[None]:
    """Turn whatever the reading of a file meets in it into NotTinyDBJSON; what the archive itself raises stays."""
    try:
        yield
    except _Unusable as error:
        raise NotTinyDBJSON(file, str(error)) from error
    except RecursionError as error:
        raise NotTinyDBJSON(file, _TOO_DEEP) from error
    except (OnRecordError, OSError, sqlite3.Error):
        raise
    except Exception as error:
        reason = f"its documents cannot be taken over ({type(error).__name__}: {error}); export the archive anew"
        raise NotTinyDBJSON(file, reason) from error


def _tables(file: Path) -> Tables:
    """Return the tables of a file; the documents stay in it until they are looked at. Raises _Unusable."""
    try:
        with file.open("rb") as stream:
            content = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        try:
            tables: Tables = msgspec.json.decode(content, type=dict[str, dict[str, msgspec.Raw]])
        except msgspec.DecodeError:  # stricter than TinyDB: NaN, halves of surrogate pairs
            tables = json.loads(content[:].decode("utf-8-sig"))
    except ValueError as error:  # empty, no JSON, or no UTF-8
        reason = f"not an archive in TinyDB's form ({error}); it may be cut off: export or copy it anew"
        raise _Unusable(reason) from error
    if not isinstance(tables, dict) or not all(isinstance(table, dict) for table in tables.values()):
        raise _Unusable("not an archive in TinyDB's form: tables of documents by their ids; export it anew")
    if not tables.keys() & set(ARTICLE_TABLES[:2]):
        raise _Unusable("a file of TinyDB without the table “articles”; there is nothing to add")
    return tables


class _Import:
    """Going through the tables of a file, the articles first."""

    def __init__(self, storage: SQLiteStorage, tables: Tables) -> None:
        self._storage = storage
        self._tables = tables
        self._articles = list(dict.fromkeys([*tables.get("articles", ()), *tables.get("texts", ())]))
        self._notes: dict[str, list[str]] = defaultdict(list)
        """Article → its notes, both by their ids in the file."""
        for note, document in self._documents("notes"):
            self._notes[str(document.get("article"))].append(note)
        self._versions: dict[str, list[Document]] = defaultdict(list)
        """Article, by its id in the file → its earlier versions."""
        for _, document in self._documents("versions"):
            self._versions[str(document.get("article"))].append(document)

    def merge(self, on_progress: OnProgress | None, on_conflict: OnConflict | None) -> Iterator[Taken]:
        """Add what the file holds to what is there."""
        others = [name for name in self._tables if name not in (*ARTICLE_TABLES, "notes", "versions")]
        return merge(
            self._storage,
            lambda: FileContents(
                map(self._article, self._articles), lambda: {name: list(self._documents(name)) for name in others}
            ),
            on_progress=on_progress and (lambda done: on_progress(done, len(self._articles))),
            on_conflict=on_conflict,
        )

    def _article(self, key: str) -> ArticleOfFile:
        notes = ((note, self._document("notes", note)) for note in self._notes[key])
        return ArticleOfFile(_article_id(key), self._whole(key), notes, self._versions[key])

    def _whole(self, key: str) -> dict[str, Document]:
        readable = {
            name: self._document(name, key) for name in ARTICLE_TABLES if key in self._tables.get(name, ())
        }
        return complete_documents(_article_id(key), readable, len(self._notes[key]))

    def _document(self, table: str, key: str) -> Document:
        document = self._tables[table][key]
        if isinstance(document, msgspec.Raw):
            document = json.loads(bytes(document))
        if not isinstance(document, dict):
            raise _Unusable(f"the document {key} of its table “{table}” is no object; correct it, or take it out")
        if _is_too_deep(document):
            raise _Unusable(_TOO_DEEP)
        if table in _LIMITED and (reason := _LIMITED[table](document)):
            raise _Unusable(f"in the document {key} of its table “{table}” {reason}; shorten it there")
        return _mended(table, key, document) if table in _MENDED else document

    def _documents(self, table: str) -> Iterable[tuple[str, Document]]:
        return ((key, self._document(table, key)) for key in self._tables.get(table, ()))


def _mended(table: str, key: str, document: Document) -> Document:
    """Return a document as those of its table should be; raise _Unusable where it cannot be made so."""
    problem = form_problem(table, document)
    mended = mended_document(table, document) if problem else document
    if mended is None:
        raise _Unusable(
            f"the document {key} of its table “{table}” is not as it should be ({problem}); "
            "correct it, or take it out"
        )
    return mended


def _is_too_deep(document: Document) -> bool:
    """Return whether values stand deeper in a document than an archive takes."""
    level: list[Any] = [document]
    for _ in range(_DEEPEST):
        level = [child for value in level if isinstance(value, dict | list) for child in _children(value)]
        if not level:
            return False
    return True


def _children(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _article_id(key: str) -> int:
    return _whole_id(key, HIGHEST_ARTICLE)


def _whole_id(key: str, highest: int) -> int:
    try:
        whole_id = int(key)
    except ValueError as error:
        raise _Unusable(f"its id “{_shortened(key)}” is no whole number; give the document another") from error
    if abs(whole_id) > highest:
        raise _Unusable(f"its id {_shortened(key)} is too high; give the document another")
    return whole_id


def _shortened(key: str) -> str:
    return key if len(key) <= 40 else f"{key[:39]}…"
