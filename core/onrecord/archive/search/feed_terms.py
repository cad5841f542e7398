"""Feeds in queries: ``feed:name`` stands for the addresses of the feeds that are meant."""

from __future__ import annotations

from functools import partial

from onrecord.archive.query.ast import Leaf, Node, Or, Pattern, Query, Term, map_leaves
from onrecord.archive.query.regex import matches
from onrecord.archive.schema.record_rows import read_records
from onrecord.archive.schema.tables import FEEDS
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.feeds import Feed
from onrecord.base.name_keys import fold


def load_feeds(connection: Connection, feed_id: int | None = None) -> list[Feed]:
    """Return the feeds in the order in which they were added. Documents of another form are left out.

    Args:
        connection: A connection to the archive.
        feed_id: The only feed that is wanted; None for all.
    """
    sql = "SELECT id, document FROM feeds WHERE :id IS NULL OR id = :id ORDER BY id"
    return read_records(FEEDS, Feed, connection.execute(sql, {"id": feed_id}))


def is_meant(feed: Feed, words: str) -> bool:
    """Return whether words are a part of the name of a feed or of its address, without case and accents."""
    return fold(words) in fold(feed.name) or words.casefold() in feed.url.casefold()


def resolve_feeds(connection: Connection, query: Query) -> Query:
    """Return the query with the addresses of feeds in place of the words and expressions that mean them.

    What means no feed stays as it is, and finds nothing.
    """
    if query.node is None:
        return query
    return Query(map_leaves(query.node, partial(_with_addresses, load_feeds(connection))), query.sort)


def _with_addresses(feeds: list[Feed], leaf: Leaf) -> Node:
    if not isinstance(leaf, Term | Pattern) or leaf.field != "feed":
        return leaf
    if isinstance(leaf, Pattern):
        meant = [feed for feed in feeds if matches(leaf.pattern, feed.name)]
    else:  # the whole address of one may be the beginning of another's: /feed, /feed/comments
        meant = [feed for feed in feeds if feed.url == leaf.value]
        meant = meant or [feed for feed in feeds if is_meant(feed, leaf.value)]
    addresses = tuple(Term("feed", feed.url, quoted=True) for feed in meant)
    nothing = leaf if isinstance(leaf, Term) else Term("feed", f"/{leaf.pattern}/", quoted=True)
    return Or(addresses) if len(addresses) > 1 else next(iter(addresses), nothing)
