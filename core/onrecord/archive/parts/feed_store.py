"""Feeds: which there are, and what fetching them has brought."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec

from onrecord.archive.indexing import bulk_add, newest_index
from onrecord.archive.indexing.bulk_add import AddedArticle
from onrecord.archive.indexing.new_versions import article_of_version
from onrecord.archive.schema.documents import clean_tags, current_time, stored_texts
from onrecord.archive.schema.record_errors import NoSuchFeed, check_lengths
from onrecord.archive.search import execute, feed_terms
from onrecord.archive.search.execute import ArticleCounts
from onrecord.archive.search.id_set import IdSet
from onrecord.archive.search.query_runner import QueryRunner
from onrecord.archive.storage.errors import ArchiveError
from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.archive.storage.steps import PAUSE
from onrecord.archive.storage.tinydb_table import Database
from onrecord.base.addresses import address_key, without_password
from onrecord.base.feeds import Feed, FeedEntry, FetchedFeed, entry_identity, identity_mark
from onrecord.base.field_limits import LONGEST
from onrecord.base.name_keys import fold

_MOST_SEEN = 1000
"""Marks that are remembered of a feed beside those of its present entries: some feeds drop entries for a while."""


_STORED_AT_ONCE = 1000
"""Entries that are stored in a transaction: few feeds have as many, but a watched folder may have any number."""


class StoredFetch(NamedTuple):
    """What became of the entries of a feed.

    Args:
        new_ids: The articles that were not there before.
        changed: How many entries had a new text, which is a new version of their article.
        existing: How many other entries the archive had already, by their address or their text.
        ignored: How many entries were left out, as the reader does not want them.
    """

    new_ids: list[int]
    changed: int = 0
    existing: int = 0
    ignored: int = 0

    def plus(self, other: StoredFetch) -> StoredFetch:
        """Return what became of these entries and of others together."""
        return StoredFetch(
            self.new_ids + other.new_ids,
            self.changed + other.changed,
            self.existing + other.existing,
            self.ignored + other.ignored,
        )


class FeedStore:
    """The feeds of an archive. ``feed:name`` stands in a query for the articles that one of them has brought."""

    def __init__(self, database: Database, runner: QueryRunner) -> None:
        """Use the tables of a database, and what runs queries on it."""
        self._storage = database.storage
        self._runner = runner
        self._feeds = database.uncached("feeds")
        self._articles = database.uncached("articles")
        self._texts = database.uncached("texts")

    def all(self) -> list[Feed]:
        """Return the feeds in the order in which they were added."""
        with self._storage.reading() as connection:
            return feed_terms.load_feeds(connection)

    def named(self, words: str) -> Feed:
        """Return the feed that is meant by its address, its name, or a part of these that no other feed has.

        Raises:
            NoSuchFeed: There is none.
            ArchiveError: Several are meant.
        """
        feeds = self.all()
        exact = [feed for feed in feeds if words == feed.url or fold(words) == fold(feed.name)]
        meant = exact or [feed for feed in feeds if feed_terms.is_meant(feed, words)]
        if not meant:
            raise NoSuchFeed(words, [feed.label for feed in feeds])
        if len(meant) > 1:
            addresses = ", ".join(feed.url for feed in meant[:3])
            raise ArchiveError(
                f"“{words}” is in the name of {len(meant)} feeds ({addresses}{' …' if len(meant) > 3 else ''}). "
                "Give the address of the one that you mean."
            )
        return meant[0]

    def add(self, feeds: Iterable[Feed]) -> tuple[list[Feed], list[Feed]]:
        """Add feeds; those whose address is there already stay as they are, also if it is written otherwise.

        Returns:
            The feeds that were added, and those that are there already.
        """
        with self._storage.transaction() as connection:
            feed_by_key = {_key(feed): feed for feed in feed_terms.load_feeds(connection)}
            added, existing = [], []
            for feed in feeds:
                if (present := feed_by_key.get(_key(feed))) is not None:
                    existing.append(present)
                else:
                    feed_by_key[_key(feed)] = stored = self._write(clean_feed(feed))
                    added.append(stored)
        return added, existing

    def change(self, feed: Feed, **changes: Any) -> Feed:
        """Change fields of a feed that the reader decides: ``name``, ``tags``, ``pages``; return it as it is then.

        Raises:
            NoSuchFeed: It was removed.
        """
        with self._storage.transaction() as connection:
            changed = clean_feed(msgspec.structs.replace(self._present(connection, feed), **changes))
            if changed.pages != feed.pages:  # the entries that are there may have more text now
                seen = list(map(identity_mark, changed.seen))
                changed = msgspec.structs.replace(changed, seen=seen, etag="", modified="", body_mark="")
            return self._write(changed)

    def remove(self, feeds: Iterable[Feed]) -> None:
        """Remove feeds; the articles that they have brought stay."""
        self._feeds.remove(doc_ids=[feed.id for feed in feeds])

    def restore(self, feed: Feed) -> None:
        """Put back a feed that was removed, with all that was known of it."""
        with self._storage.transaction() as connection:
            if all(feed.url != each.url for each in feed_terms.load_feeds(connection)):
                self._write(msgspec.structs.replace(feed, id=0))

    def store(self, feed: Feed, fetched: FetchedFeed, ignored_query: str = "") -> StoredFetch:
        """Store what a fetch has brought, a transaction for each ``_STORED_AT_ONCE`` entries.

        Others write in between. What is cut off after one of them is fetched again, and the rest is stored then.

        An entry whose address or text the archive has already is no new article; that the feed has it, too, is
        noted. An entry that has brought an article and has another text now makes a new version of it.

        Args:
            feed: The feed.
            fetched: What was fetched.
            ignored_query: New articles that it finds are not stored, and not looked at again.

        Raises:
            NoSuchFeed: It was removed meanwhile.
            QueryError: The query cannot be understood.
        """
        stored = StoredFetch([])
        for part, is_last in _parts(fetched):
            stored = stored.plus(self._store_part(feed, part, ignored_query, _MOST_SEEN if is_last else None))
            if not is_last:
                time.sleep(PAUSE)
        newest_index.fit(self._storage)
        return stored

    def _store_part(
        self, feed: Feed, fetched: FetchedFeed, ignored_query: str, most_earlier: int | None
    ) -> StoredFetch:
        """Store entries in a transaction, with so many marks of what was seen before (None: all of them)."""
        with self._storage.transaction() as connection:
            present = self._present(connection, feed)
            already_seen = set(present.seen)
            entries = [entry for entry in fetched.entries if entry.mark not in already_seen]
            added = self._add_articles(connection, present, entries)
            new_ids = [article.id for article in added if article.new]
            ignored_ids = self._ignored(new_ids, ignored_query)
            self._texts.remove(doc_ids=ignored_ids)  # the article goes last: the index needs it until then
            self._articles.remove(doc_ids=ignored_ids)
            self._note_feed((article.id for article in added if not article.new), present)
            current = [*(entry.mark for entry in fetched.entries), *fetched.seen]
            identities = set(map(entry_identity, current))
            earlier = [mark for mark in present.seen if entry_identity(mark) not in identities]
            self._write(
                msgspec.structs.replace(
                    present,
                    name=present.name or clean_text(fetched.title)[: LONGEST["name"]],
                    checked=current_time(),
                    problem="",
                    not_before="",
                    etag=fetched.etag,
                    modified=fetched.modified,
                    body_mark=fetched.body_mark,
                    seen=list(dict.fromkeys([*current, *earlier[:most_earlier]])),
                )
            )
        kept_ids = [article for article in new_ids if article not in ignored_ids]
        changed = sum(article.new_version for article in added)
        return StoredFetch(kept_ids, changed, len(added) - len(new_ids) - changed, len(ignored_ids))

    def record_checks(self, problems: Mapping[int, tuple[str, str]]) -> None:
        """Note that feeds were asked for and brought nothing, in one transaction.

        Of one that has not changed this is written once a day, and where it could not be fetched before: mostly
        nothing is written.

        Args:
            problems: The id of each feed → why it could not be fetched, and the ISO time until which it is to be
                left alone; both empty for one that has not changed.
        """
        now = current_time()

        def is_news(feed: Feed) -> bool:
            was_unchanged = problems.get(feed.id) == ("", "")
            return feed.id in problems and (
                not was_unchanged or bool(feed.problem) or feed.checked[:10] != now[:10]
            )

        if not any(map(is_news, self.all() if problems else ())):
            return
        with self._storage.transaction():
            for feed in filter(is_news, self.all()):
                problem, not_before = problems[feed.id]
                checked = feed.checked if problem else now
                changes = {"problem": problem, "not_before": not_before, "checked": checked}
                self._write(msgspec.structs.replace(feed, **changes))

    def counts(self) -> dict[str, ArticleCounts]:
        """Return for the address of each feed how many articles it has brought, and how many are unread.

        It takes some hundredths of a second for 100,000 articles, so it belongs in a thread.
        """
        sql = (
            "SELECT feed, count(*), total(read = 0) FROM carried JOIN articles ON articles.id = carried.article "
            "GROUP BY feed"
        )
        with self._storage.reading() as connection:
            return {feed: ArticleCounts(total, int(unread)) for feed, total, unread in connection.execute(sql)}

    def _present(self, connection: Connection, feed: Feed) -> Feed:
        """Return a feed as it is stored now."""
        present = feed_terms.load_feeds(connection, feed.id)
        if not present or present[0].url != feed.url:
            raise NoSuchFeed(feed.label, [])
        return present[0]

    def _add_articles(
        self, connection: Connection, feed: Feed, entries: Sequence[FeedEntry]
    ) -> list[AddedArticle]:
        """Store the articles of entries that were not seen as they are now.

        Who saves a file, or changes one, in a folder means it: it is stored as if it had been added by itself.
        """
        seen_identities = set(map(entry_identity, feed.seen))
        added, drafts = [], []
        for entry in entries:
            draft = msgspec.structs.replace(entry.draft, tags=[*entry.draft.tags, *feed.tags], feeds=[feed.url])
            if feed.is_folder:
                drafts.append(draft)
                continue
            present = article_of_version(self._storage, connection, draft.title, draft.url, draft.text)
            was_seen = entry_identity(entry.mark) in seen_identities
            if was_seen and present is None:  # it was removed, or ignored
                continue
            if was_seen or present is None:
                drafts.append(draft)
            else:  # of two feeds one may have a summary: that is no new version
                added.append(AddedArticle(present, False))
        return [*added, *(bulk_add.add_drafts(self._storage, connection, drafts) if drafts else ())]

    def _ignored(self, new_ids: Sequence[int], query: str) -> list[int]:
        """Return those of the new articles that the reader does not want."""
        if not query.strip() or not new_ids:
            return []
        with self._runner.resolved(query) as (connection, resolved):
            unwanted = execute.matching_articles(connection, resolved.node, IdSet(set(new_ids)))
        return [article for article in new_ids if article in unwanted]

    def _note_feed(self, article_ids: Iterable[int], feed: Feed) -> None:
        """Note that a feed has articles that were there before."""

        def add_feed(document: Any) -> None:
            document["feeds"] = list(dict.fromkeys([*stored_texts(document, "feeds"), feed.url]))

        self._articles.update(add_feed, doc_ids=list(dict.fromkeys(article_ids)))

    def _write(self, feed: Feed) -> Feed:
        document: dict[str, Any] = msgspec.to_builtins(feed)
        del document["id"]
        if feed.id:
            self._feeds.update(document, doc_ids=[feed.id])
            return feed
        return msgspec.structs.replace(feed, id=self._feeds.insert(document))


def _parts(fetched: FetchedFeed) -> Iterator[tuple[FetchedFeed, bool]]:
    """Yield what was fetched in parts, each with whether it is the last.

    The last one alone has what tells the next time that nothing has changed.
    """
    marks = [entry.mark for entry in fetched.entries]
    for start in range(0, max(len(marks), 1), _STORED_AT_ONCE):
        end = start + _STORED_AT_ONCE
        part = fetched._replace(entries=fetched.entries[start:end], seen=[*marks[:start], *fetched.seen])
        is_last = end >= len(marks)
        yield part if is_last else part._replace(etag="", modified="", body_mark=""), is_last


def _key(feed: Feed) -> str:
    """Return what the address of a feed is compared by; for a folder it is its path."""
    return address_key(feed.url) or feed.url


def clean_feed(feed: Feed) -> Feed:
    """Return a feed as it is stored: its name on one line, its tags as tags are.

    Raises:
        FieldTooLong: Its name, its address or a tag is too long.
    """
    check_lengths({"name": feed.name, "url": feed.url, "tags": feed.tags})
    return msgspec.structs.replace(
        feed,
        url=without_password(feed.url),
        name=" ".join(clean_text(feed.name).split()),
        tags=clean_tags(feed.tags),
        added=feed.added or current_time(),
    )
