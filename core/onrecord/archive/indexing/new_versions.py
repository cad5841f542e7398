"""Articles whose text has changed: the new text takes the place of the old one, which is kept as a version.

An article is known by the address at which it appeared. Some addresses have many articles, such as the front page
of a site, so a text at a known address is another version only if it resembles the one that is there.
"""

from __future__ import annotations

from typing import Any

from onrecord.archive.schema.documents import current_time, move_anchor, new_text_fields, stored_text_of
from onrecord.archive.schema.tables import text_mark
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.base.addresses import address_key
from onrecord.base.name_keys import fold

Document = dict[str, Any]

VERSION_FIELDS = ("title", "source", "author", "published", "language")
"""What a version says of its article, beside the text."""

_SHINGLE = 4
"""Words in a row that are compared (Broder, On the resemblance and containment of documents, 1997)."""
_MIN_CONTAINED = 0.2
"""The share of the rows of words of the shorter text that the longer one has, where one is the other, changed."""


def article_with_text(connection: Connection, text_hash: str) -> int | None:
    """Return the article that has a text now, or else the one that has had it."""
    if not text_hash:
        return None
    (article,) = connection.execute(
        "SELECT coalesce((SELECT min(id) FROM articles WHERE text_mark = :mark), "
        "(SELECT min(article) FROM versions WHERE text_mark = :mark))",
        {"mark": text_mark(text_hash)},
    ).fetchone()
    return None if article is None else int(article)


def article_set_back(connection: Connection, text_hash: str, url: str) -> int | None:
    """Return the article of an address that has had a text, and has another one now."""
    address = text_mark(address_key(url))
    if not text_hash or not address:
        return None
    row = connection.execute(
        "SELECT min(versions.article) FROM versions JOIN articles ON articles.id = versions.article "
        "WHERE versions.text_mark = :mark AND address = :address AND articles.text_mark <> :mark "
        "AND NOT EXISTS (SELECT 1 FROM articles WHERE address = :address AND text_mark = :mark)",
        {"mark": text_mark(text_hash), "address": address},
    ).fetchone()
    return None if row[0] is None else int(row[0])


def article_of_version(
    storage: SQLiteStorage, connection: Connection, title: str, url: str, text: str
) -> int | None:
    """Return the article of which a text is another version: it has the same address, and resembles it."""
    address = text_mark(address_key(url))
    if not address:
        return None
    rows = connection.execute("SELECT id FROM articles WHERE address = ? AND address <> 0 ORDER BY id", (address,))
    for (article,) in rows.fetchall():
        facts, stored = storage.make_rows(connection, "articles").get(article), _text(storage, connection, article)
        if facts and (fold(str(facts.get("title"))) == fold(title) or resemble(stored, text)):
            return int(article)
    return None


def resemble(text: str, other: str) -> bool:
    """Return whether two texts have so many words in a row in common that one is the other, changed."""
    first, second = _shingles(text), _shingles(other)
    return len(first & second) > _MIN_CONTAINED * min(len(first), len(second))


def replace_text(
    storage: SQLiteStorage,
    connection: Connection,
    article: int,
    text: str,
    facts: Document,
    *,
    is_kept: bool = True,
) -> None:
    """Give an article a new text, in a transaction, and keep the old one as a version.

    The annotation, whose offsets belong to the old text, goes with it. Notes on passages move to where their words
    stand in the new text; where they are gone, the notes stay with the old one.

    Args:
        storage: Of the archive.
        connection: A connection in a transaction.
        article: The id of the article.
        text: The new text.
        facts: Other fields of the article's document that change with it.
        is_kept: Whether the old text becomes a version; False if it is stored as one already.
    """
    articles, texts, annotations, notes = (
        storage.make_rows(connection, name) for name in ("articles", "texts", "annotations", "notes")
    )
    stored = articles.get(article)
    assert stored is not None
    fields, annotation = new_text_fields(text), annotations.get(article)
    text_hash = stored_text_of(stored, "text_hash")
    if is_kept and fields["text_hash"] != text_hash:
        earlier = {"article": article, **{name: stored.get(name, "") for name in VERSION_FIELDS}}
        earlier |= {"text": _text(storage, connection, article), "text_hash": text_hash}
        put_version(storage, connection, earlier | {"replaced": current_time(), "annotation": annotation})
    articles.put(article, stored | fields | facts)
    if annotation is not None:
        annotations.delete(article)
    texts.put(article, {"text": text})
    for note, document in notes.scan("article = ?", (article,)):
        move_anchor(document, text, text_hash)
        notes.put(note, document)


def put_version(storage: SQLiteStorage, connection: Connection, version: Document) -> None:
    """Store an earlier version of an article, which may have had the same text before."""
    rows = storage.make_rows(connection, "versions")
    rows.put(rows.next_id(), version)


def _text(storage: SQLiteStorage, connection: Connection, article: int) -> str:
    document = storage.make_rows(connection, "texts").get(article)
    return stored_text_of(document)


def _shingles(text: str) -> set[tuple[str, ...]]:
    words = text.casefold().split()
    return {tuple(words[at : at + _SHINGLE]) for at in range(max(1, len(words) - _SHINGLE + 1))}
