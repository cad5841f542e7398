"""Adding many new articles at once, with the same rows that TinyDB's ``insert`` would write."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple

import msgspec

from onrecord.archive.indexing import fulltext
from onrecord.archive.indexing.new_versions import (
    VERSION_FIELDS,
    article_of_version,
    article_set_back,
    article_with_text,
    replace_text,
)
from onrecord.archive.schema.documents import draft_article, merge_tags, record_document, stored_texts
from onrecord.archive.schema.record_errors import check_lengths
from onrecord.archive.schema.tables import HIGHEST_ARTICLE
from onrecord.archive.storage.rows import Rows, clean_text
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.base.addresses import address_key
from onrecord.base.records import Article, Draft


class AddedArticle(NamedTuple):
    """The article that now holds a text, whether it is a new one, and whether the text is a new version of it."""

    id: int
    new: bool
    new_version: bool = False


def add_drafts(storage: SQLiteStorage, connection: Connection, drafts: Sequence[Draft]) -> list[AddedArticle]:
    """Store those drafts whose text the archive does not have yet, in a transaction.

    A changed text of an article that the archive has is a new version of it.

    Returns:
        For each draft the article that has its text.
    """
    adding = _Adding(storage, connection)
    added = [adding.add(draft) for draft in drafts]
    adding.write_new()
    return added


class _Adding:
    """Adding drafts in one transaction. New articles are put aside, and written together."""

    def __init__(self, storage: SQLiteStorage, connection: Connection) -> None:
        self._storage = storage
        self._connection = connection
        self._articles, self._texts = self._rows("articles"), self._rows("texts")
        self._following = max(self._articles.next_id(), _orphaned(connection) + 1)
        self._article_by_text: dict[str, int] = {}
        self._new: dict[int, tuple[Article, str]] = {}
        self._new_addresses: set[str] = set()

    def add(self, draft: Draft) -> AddedArticle:
        """Put a new article aside, or store a new version. Raises FieldTooLong."""
        check_lengths(msgspec.structs.asdict(draft))
        text = clean_text(draft.text)
        article = draft_article(draft, text, merge_tags(self._connection, [], draft.tags))
        changed = article_set_back(self._connection, article.text_hash, article.url)
        known_id = None if changed else self._known_article(article.text_hash)
        if not changed and not known_id:
            changed = self._changed_article(article, text)
        article_id = known_id or changed or self._following
        self._article_by_text[article.text_hash] = article_id
        if changed:
            self._add_version(changed, article, text)
        elif not known_id:
            # At once, so that the next article with this tag spells it the same.
            fulltext.add_tags(self._connection, article_id, article.tags)
            self._new[article_id] = article, text
            self._new_addresses.add(address_key(article.url))
            self._following += 1
        return AddedArticle(article_id, new=not known_id and not changed, new_version=bool(changed))

    def write_new(self) -> None:
        """Write the new articles.

        They are added to the full-text index directly, as nothing of theirs has to be removed before.
        """
        new, self._new, self._new_addresses = self._new, {}, set()
        # To deflate texts takes as long as to index them, and neither holds Python's lock: side by side.
        with ThreadPoolExecutor(1) as beside:
            rows = {key: {"text": text} for key, (_, text) in new.items()}
            deflated = beside.submit(self._texts.encode_rows, rows)
            documents = {key: record_document(article) for key, (article, _) in new.items()}
            self._articles.append(self._articles.encode_rows(documents))
            fulltext.add_new_articles(self._connection, new)
            self._texts.append(deflated.result())

    def _known_article(self, text_hash: str) -> int | None:
        return self._article_by_text.get(text_hash) or article_with_text(self._connection, text_hash)

    def _changed_article(self, article: Article, text: str) -> int | None:
        """Return the article of which this is a new version."""
        address = address_key(article.url)
        if not address:
            return None
        if address in self._new_addresses:
            self.write_new()
        return article_of_version(self._storage, self._connection, article.title, article.url, text)

    def _add_version(self, changed: int, article: Article, text: str) -> None:
        facts = {name: value for name in VERSION_FIELDS if (value := getattr(article, name))}
        stored = self._articles.get(changed) or {}
        facts["tags"] = merge_tags(self._connection, stored_texts(stored, "tags"), article.tags)
        replace_text(self._storage, self._connection, changed, text, facts)

    def _rows(self, name: str) -> Rows:
        return self._storage.make_rows(self._connection, name)


def _orphaned(connection: Connection) -> int:
    """Return the highest article id that anything refers to, whether the article exists or not."""
    highest = connection.execute(
        "SELECT max((SELECT coalesce(max(id), 0) FROM texts WHERE id < :highest), "
        "(SELECT coalesce(max(id), 0) FROM annotations WHERE id < :highest), "
        "(SELECT coalesce(max(article), 0) FROM notes WHERE article < :highest), "
        "(SELECT coalesce(max(article), 0) FROM versions WHERE article < :highest))",
        {"highest": HIGHEST_ARTICLE},
    ).fetchone()[0]
    return int(highest)
