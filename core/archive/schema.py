"""The archive's tables and indexes, their version, and how an archive of an earlier version is brought to it."""

from __future__ import annotations

import hashlib
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from core.archive import compact
from core.archive.errors import ArchiveTooNew, NotAnArchive
from core.archive.rows import Column, Layout, clean, plain
from core.archive.storage import Connection, SQLiteStorage, make_tables

APPLICATION = 0x6F6E7265
"""Stands in the file's header (``PRAGMA application_id``): "onre"."""

VERSION = 1
"""Stands in the file's header (``PRAGMA user_version``). What is indexed, and how, is part of it."""

MIGRATIONS: dict[int, Callable[[Connection], None]] = {}
"""Version → what makes an archive of this version one of the next."""


def mark_of(text: str) -> int:
    """A number of 63 bits that stands for a text in a column, 0 for an empty one."""
    return int.from_bytes(hashlib.blake2b(clean(text).encode(), digest_size=8).digest()) >> 1 if text else 0


def sort_key(title: str) -> str:
    """What a title is sorted by: without case, accents and opening marks."""
    decomposed = unicodedata.normalize("NFKD", title.casefold())
    letters = "".join(char for char in decomposed if not unicodedata.combining(char))
    return clean(letters.lstrip("\"'“”‘’«»‹›„‚([{¿¡…—–- \t"))[:48]


def _text(document: Mapping[str, Any], field: str) -> str:
    value = document.get(field)
    return clean(value) if isinstance(value, str) else ""


def _words(document: Mapping[str, Any], field: str) -> str:
    value = document.get(field)
    return "\n".join(clean(item) for item in value if isinstance(item, str)) if isinstance(value, list) else ""


_COUNTS = ("words", "entities", "quotes", "actors", "notes")

ARTICLES = Layout(
    "articles",
    (
        plain("title"),
        plain("source"),
        plain("author"),
        plain("url"),
        Column("tags", lambda document: _words(document, "tags")),
        Column("title_key", lambda document: sort_key(_text(document, "title"))),
        Column("text_mark", lambda document: mark_of(_text(document, "text_hash"))),
        Column("day", lambda document: _text(document, "published") or _text(document, "added")),
        plain("added"),
        Column("read", lambda document: int(bool(document.get("read")))),
        Column("starred", lambda document: int(bool(document.get("starred")))),
        *(plain(name, numeric=True) for name in _COUNTS),
        Column("annotator", lambda document: mark_of(_text(document, "annotator"))),
    ),
    keeps_ids=True,
)
TEXTS = Layout("texts", compressed=True)
ANNOTATIONS = Layout("annotations", compressed=True, pack=compact.pack, unpack=compact.unpack)
NOTES = Layout(
    "notes",
    (plain("article", numeric=True), plain("body"), Column("tags", lambda document: _words(document, "tags"))),
    keeps_ids=True,
)
CORRECTIONS = Layout("corrections", (plain("article", numeric=True),))
REMOVED = Layout("removed", (plain("removed"),), compressed=True)
LAYOUTS = (ARTICLES, TEXTS, ANNOTATIONS, NOTES, CORRECTIONS, REMOVED)

# Any other form of the words would not be found by the same query: one tokenizer for all indexes, the reader's
# marks included.
TOKENIZER = "unicode61 remove_diacritics 2"

_INDEXES = f"""
CREATE INDEX articles_list ON articles
  (day, id, read, starred, words, entities, quotes, actors, notes, annotator, added, source, title_key);
CREATE INDEX articles_text ON articles (text_mark);
CREATE INDEX notes_article ON notes (article);
CREATE INDEX corrections_article ON corrections (article);
CREATE TABLE tagged (key TEXT, article INTEGER, tag TEXT, PRIMARY KEY (key, article)) WITHOUT ROWID;
CREATE VIEW searchable AS SELECT
  id, title,
  (SELECT text_of(document) FROM texts WHERE texts.id = articles.id) AS text,
  (SELECT group_concat(words, char(10)) FROM
    (SELECT coalesce(body, '') || char(10) || tags AS words FROM notes WHERE article = articles.id ORDER BY id)
  ) AS notes,
  tags
FROM articles;
CREATE VIRTUAL TABLE search USING fts5
  (title, text, notes, tags, content='searchable', content_rowid='id', tokenize='{TOKENIZER}');
CREATE VIRTUAL TABLE origins USING fts5
  (source, author, url, content='articles', content_rowid='id', tokenize='{TOKENIZER}');
CREATE VIRTUAL TABLE said USING fts5 (quote, speaker, kind, content='', columnsize=0, tokenize='{TOKENIZER}');
CREATE VIRTUAL TABLE named USING fts5 (name, type, content='', columnsize=0, tokenize='{TOKENIZER}');
"""


def text_of(stored: bytes) -> str:
    """The text in a row of ``texts``: the SQL function of this name."""
    text = TEXTS.decode(stored).get("text")
    return clean(text) if isinstance(text, str) else ""


def prepare(connection: Connection) -> None:
    """Give a new connection what the archive's views use."""
    connection.create_function("text_of", 1, text_of, deterministic=True)


def set_up(storage: SQLiteStorage) -> None:
    """See that the file is an archive of this version: make a new one, or bring one of an earlier version here.

    Raises NotAnArchive for another program's file and ArchiveTooNew.
    """
    with storage.reading() as connection:
        if not _is_current(connection, storage.file):
            storage.make(partial(_bring_here, file=storage.file))


def _is_current(connection: Connection, file: Path) -> bool:
    (application,) = connection.execute("PRAGMA application_id").fetchone()
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    (objects,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if application != APPLICATION and (application or version or objects):
        raise NotAnArchive(
            f"{file} is a database of another program, not an archive of onrecord. "
            "Choose another folder with --archive, or move the file away."
        )
    if version > VERSION:
        raise ArchiveTooNew(
            f"The archive {file} was written by a newer onrecord (form {version}; this one knows {VERSION}). "
            "Install the newest onrecord to open it."
        )
    return bool(version == VERSION)


def _bring_here(connection: Connection, file: Path) -> None:
    # Another process may have done it since.
    if _is_current(connection, file):
        return
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    if version == 0:
        _create(connection)
    else:
        for earlier in range(version, VERSION):
            MIGRATIONS[earlier](connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {VERSION}")


def _create(connection: Connection) -> None:
    make_tables(connection)
    for layout in LAYOUTS:
        for statement in layout.create(layout.name):
            connection.execute(statement)
    # Not executescript, which would commit first.
    for statement in filter(str.strip, _INDEXES.split(";\n")):
        connection.execute(statement)
