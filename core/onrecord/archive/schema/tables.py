"""The archive's tables and indexes, and their version."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

from onrecord.archive.schema import annotation_codec
from onrecord.archive.storage.rows import Column, TableLayout, checksum_column, clean_text, field_column
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base import archive_files
from onrecord.base.addresses import address_key
from onrecord.base.name_keys import name_key, without_accents

APPLICATION = int.from_bytes(archive_files.APPLICATION, "big")
"""Stands in the file's header (``PRAGMA application_id``)."""

VERSION = 7
"""Stands in the file's header (``PRAGMA user_version``). What is indexed, and how, is part of it.

A new version needs an entry in ``migrations.MIGRATIONS`` and an archive of the old one among the tests.
"""


def text_mark(text: str) -> int:
    """Return a hash of 63 bits of a text, 0 for an empty one."""
    return int.from_bytes(hashlib.blake2b(clean_text(text).encode(), digest_size=8).digest()) >> 1 if text else 0


def sort_key(title: str) -> str:
    """Return the key that a title is sorted by: without case, accents and opening marks."""
    return clean_text(without_accents(title.casefold()).lstrip("\"'“”‘’«»‹›„‚([{¿¡…—–- \t"))[:48]


DAY_SHIFT = 27
"""A row of ``search`` has the id ``day_number << DAY_SHIFT | article``, so FTS5 lists what it finds by days.

The newest of many matches are its last rows, wherever their articles stand.
"""

SEARCH_ROW = f"day_number << {DAY_SHIFT} | id"
"""SQL for the row of ``search`` of an article in ``articles``, which has an index of these rows."""

HIGHEST_ARTICLE = (1 << DAY_SHIFT) - 1
"""The highest id that an article can have; ``index_rows`` says where the bits of the other rows go."""


def day_number(day: str) -> int:
    """Return an ISO date as a number, 20240315 of 2024-03-15.

    Any text gets one, in the order of the texts.
    """
    digits, filled = "", "0"
    for char, expected in zip(day, "0000-00-00", strict=False):
        if char != "-" if expected == "-" else not "0" <= char <= "9":
            filled = "9" if char > expected.replace("0", "9") else "0"
            break
        digits += char.strip("-")
    return int(digits.ljust(8, filled))


def search_row(article: int, day: str) -> int:
    """Return the row of ``search`` for an article of a day."""
    return day_number(day) << DAY_SHIFT | article


def _text(document: Mapping[str, Any], field: str) -> str:
    value = document.get(field)
    return clean_text(value) if isinstance(value, str) else ""


def _words(document: Mapping[str, Any], field: str) -> str:
    value = document.get(field)
    return (
        "\n".join(clean_text(item) for item in value if isinstance(item, str)) if isinstance(value, list) else ""
    )


def _day(document: Mapping[str, Any]) -> str:
    """Return the day an article was published, empty where that is not known."""
    return _text(document, "published")


def _correction_key(document: Mapping[str, Any]) -> str:
    """Return the key of the words that a correction is about."""
    anchor = document.get("anchor")
    if document.get("kind") == "label" and isinstance(anchor, dict):
        return name_key(_text(anchor, "exact"))
    return name_key(_text(document, "name"))


_COUNTS = ("words", "entities", "quotes", "actors", "notes")

ARTICLES = TableLayout(
    "articles",
    (
        field_column("title"),
        field_column("source"),
        field_column("author"),
        field_column("url"),
        Column("address", lambda document: text_mark(address_key(_text(document, "url")))),
        Column("tags", lambda document: _words(document, "tags")),
        Column("title_key", lambda document: sort_key(_text(document, "title"))),
        Column("text_mark", lambda document: text_mark(_text(document, "text_hash"))),
        Column("day", _day),
        Column("day_number", lambda document: day_number(_day(document))),
        field_column("added"),
        Column("read", lambda document: int(bool(document.get("read")))),
        Column("starred", lambda document: int(bool(document.get("starred")))),
        *(field_column(name, numeric=True) for name in _COUNTS),
        Column("annotator", lambda document: text_mark(_text(document, "annotator"))),
        field_column("language"),
        checksum_column(),
    ),
    keeps_ids=True,
    lowest_id=1,
    highest_id=HIGHEST_ARTICLE,
)
# What is compressed has a checksum already: https://www.rfc-editor.org/rfc/rfc1950#page-6
TEXTS = TableLayout("texts", compressed=True, lowest_id=1, highest_id=HIGHEST_ARTICLE)
ANNOTATIONS = TableLayout(
    "annotations",
    compressed=True,
    pack=annotation_codec.pack,
    unpack=annotation_codec.unpack,
    lowest_id=1,
    highest_id=HIGHEST_ARTICLE,
)
NOTES = TableLayout(
    "notes",
    (
        field_column("article", numeric=True),
        field_column("body"),
        Column("tags", lambda document: _words(document, "tags")),
        checksum_column(),
    ),
    keeps_ids=True,
)
CORRECTIONS = TableLayout(
    "corrections",
    (field_column("article", numeric=True), Column("key", _correction_key), checksum_column()),
    keeps_ids=True,
)
VERSIONS = TableLayout(
    "versions",
    (
        field_column("article", numeric=True),
        Column("text_mark", lambda document: text_mark(_text(document, "text_hash"))),
    ),
    compressed=True,
)
REMOVED = TableLayout(
    "removed", (field_column("removed"),), compressed=True, lowest_id=1, highest_id=HIGHEST_ARTICLE
)
SEARCHES = TableLayout("searches", (field_column("name"), checksum_column()))
FEEDS = TableLayout("feeds", (field_column("url"), field_column("name"), checksum_column()))
LAYOUTS = (ARTICLES, TEXTS, ANNOTATIONS, NOTES, CORRECTIONS, SEARCHES, FEEDS, VERSIONS, REMOVED)

# Any other form of the words would not be found by the same query: one tokenizer for all indexes, the reader's
# marks included.
TOKENIZER = "unicode61 remove_diacritics 2"

# Fewer and larger writes: what a transaction adds is sorted in memory (bytes), and eight pieces of the index are
# merged at a time, where FTS5's own 1 MB and four cost a fifth more time.
_WRITING = {"hashsize": 8_000_000, "automerge": 8}

_WHO = """\
CREATE TABLE forms (id INTEGER PRIMARY KEY, type TEXT, key TEXT, bare TEXT, last TEXT, quarter INTEGER, title TEXT,
  base INTEGER, known INTEGER, name TEXT, named INTEGER DEFAULT 0, said INTEGER DEFAULT 0,
  articles INTEGER DEFAULT 0, UNIQUE (key, type, quarter, title));
CREATE INDEX forms_last ON forms (last, quarter) WHERE last <> '';
CREATE INDEX forms_known ON forms (known);
CREATE INDEX forms_joined ON forms (known) WHERE known <> id;
CREATE TABLE appearances (form INTEGER, day INTEGER, article INTEGER, number INTEGER,
  named INTEGER, said INTEGER, told INTEGER, aside INTEGER, told_aside INTEGER,
  PRIMARY KEY (form, day, article, number)) WITHOUT ROWID;
CREATE TABLE casts (article INTEGER PRIMARY KEY, forms BLOB);
CREATE TABLE spelled (form INTEGER, name TEXT, articles INTEGER, PRIMARY KEY (form, name)) WITHOUT ROWID;
CREATE TABLE words (id INTEGER PRIMARY KEY, sort INTEGER, text TEXT, UNIQUE (text, sort));
CREATE TABLE called (form INTEGER, word INTEGER, day INTEGER, articles INTEGER,
  PRIMARY KEY (form, word, day)) WITHOUT ROWID;
CREATE TABLE linked (short TEXT, form INTEGER, articles INTEGER, PRIMARY KEY (short, form)) WITHOUT ROWID;
CREATE TABLE joined (node TEXT PRIMARY KEY, other TEXT) WITHOUT ROWID;
CREATE TABLE parted (node TEXT, other TEXT, PRIMARY KEY (node, other)) WITHOUT ROWID;
CREATE TABLE given (node TEXT PRIMARY KEY, name TEXT, type TEXT, hidden INTEGER) WITHOUT ROWID;
CREATE TABLE labelled (words TEXT PRIMARY KEY, type TEXT) WITHOUT ROWID;
CREATE TABLE sketched (mark INTEGER, quote INTEGER, PRIMARY KEY (mark, quote)) WITHOUT ROWID;
CREATE TABLE shared (mark INTEGER PRIMARY KEY);
CREATE TABLE worded (quote INTEGER PRIMARY KEY, words INTEGER, cue INTEGER, speaker INTEGER);
"""
"""Who is who, and the same words; see ``actor_index`` and ``quote_sketches``."""


SEARCH_VIEWS = {"search": "searchable", "newest_search": "newest_searchable"}
"""The indexes of articles' texts, and the views with what each of them indexes."""


def _search_index(name: str) -> str:
    """Return the statement that creates an index of articles' texts."""
    return (
        f"CREATE VIRTUAL TABLE {name} USING fts5 (title, text, notes, tags, "
        f"content='{SEARCH_VIEWS[name]}', content_rowid='row', prefix='3', tokenize='{TOKENIZER}')"
    )


_INDEXES = f"""
CREATE VIEW archive_version AS SELECT {VERSION} AS version;
CREATE INDEX articles_list ON articles
  (day, id, read, starred, words, entities, quotes, actors, notes, annotator, added, source, title_key,
   language);
CREATE INDEX articles_row ON articles ({SEARCH_ROW});
CREATE INDEX articles_text ON articles (text_mark);
CREATE INDEX articles_address ON articles (address) WHERE address <> 0;
CREATE INDEX versions_article ON versions (article);
CREATE INDEX versions_text ON versions (text_mark);
CREATE INDEX notes_article ON notes (article);
CREATE INDEX corrections_article ON corrections (article, key);
CREATE TABLE tagged (key TEXT, article INTEGER, tag TEXT, PRIMARY KEY (key, article)) WITHOUT ROWID;
CREATE TABLE carried (feed TEXT, article INTEGER, PRIMARY KEY (feed, article)) WITHOUT ROWID;
CREATE VIEW searchable AS SELECT
  {SEARCH_ROW} AS row, id, title,
  (SELECT text_of(document) FROM texts WHERE texts.id = articles.id) AS text,
  (SELECT group_concat(words, char(10)) FROM
    (SELECT coalesce(body, '') || char(10) || tags AS words FROM notes WHERE article = +articles.id ORDER BY id)
  ) AS notes,
  tags
FROM articles;
CREATE TABLE newest_floor (floor INTEGER);
CREATE VIEW newest_searchable AS
  SELECT row, id, title, text, notes, tags FROM searchable WHERE row >= (SELECT floor FROM newest_floor);
{_search_index("search")};
{_search_index("newest_search")};
CREATE VIRTUAL TABLE origins USING fts5
  (source, author, url, content='articles', content_rowid='id', tokenize='{TOKENIZER}');
CREATE VIRTUAL TABLE said USING fts5 (quote, speaker, kind, content='', columnsize=0, tokenize='{TOKENIZER}');
CREATE VIRTUAL TABLE named USING fts5 (name, type, content='', columnsize=0, tokenize='{TOKENIZER}');
CREATE VIRTUAL TABLE forms_search USING fts5 (name, content='', columnsize=0, tokenize='{TOKENIZER}');
{_WHO}"""


def stored_text(stored: bytes) -> str:
    """Return the text in a row of ``texts``; views call it as an SQL function of this name."""
    text = TEXTS.decode(stored).get("text")
    return clean_text(text) if isinstance(text, str) else ""


def prepare_connection(connection: Connection) -> None:
    """Register on a new connection the functions that the archive's views call."""
    connection.create_function("text_of", 1, stored_text, deterministic=True)


def create_indexes(connection: Connection) -> None:
    """Create what is computed from documents, empty and where it is missing, in a transaction."""
    existing = {name for (name,) in connection.execute("SELECT name FROM sqlite_schema")}
    # Not executescript, which would commit first.
    for statement in filter(str.strip, _INDEXES.split(";\n")):
        _, kind, *words = statement.split()
        if words[kind == "VIRTUAL"] not in existing:
            connection.execute(statement)
    for index in SEARCH_VIEWS:
        connection.executemany(f"INSERT INTO {index} ({index}, rank) VALUES (?, ?)", _WRITING.items())
