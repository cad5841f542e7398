"""What the list of articles shows: the articles that a query finds, in an order and in groups."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from collections.abc import Set as AbstractSet
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from tinydb.table import Document

from onrecord.archive import GROUPS, ORDERS, Archive, Query
from onrecord.archive.search.article_ids import ArticleIds
from onrecord.terminal.segments import short_date
from onrecord.tui.model.latest_lookup import Lookup
from onrecord.tui.widgets.sections import Section

if TYPE_CHECKING:
    from onrecord.archive.maintenance.health_check import Statistics
    from onrecord.tui.model.quote_listing import QuoteListing

FIRST_ARTICLES = 200
"""How many articles are listed before all are known."""

ORDER_LABELS = {
    "added": "last added",
    "unread": "unread first",
    "words": "longest",
    "quotes": "most quotes",
    "best": "best match",
}
"""The names on the screen of those orders of ``onrecord.archive.ORDERS`` that are called otherwise there."""

_TABLE, _ID = "desk", 1


class Arrangement(msgspec.Struct, frozen=True):
    """How articles are listed: in an order of ``ORDERS``, and in groups by one of ``GROUPS`` or (empty) none."""

    order: str = ORDERS[0]
    group: str = ""

    def next_group(self) -> Arrangement:
        """Return the same order in the next kind of groups, after the last kind in none."""
        groups = ("", *GROUPS)
        return msgspec.structs.replace(self, group=groups[(groups.index(self.group) + 1) % len(groups)])


def load_arrangement(archive: Archive) -> Arrangement:
    """Return the arrangement that was last chosen for an archive, the usual one where none was.

    Raises:
        ArchiveError: The archive cannot be read.
    """
    document = archive.database.table(_TABLE).get(doc_id=_ID)
    stored = dict(document) if isinstance(document, Document) else {}
    order, group = stored.get("order"), stored.get("group")
    return Arrangement(order if order in ORDERS else ORDERS[0], group if group in GROUPS else "")


def save_arrangement(archive: Archive, arrangement: Arrangement) -> None:
    """Store an arrangement in the archive.

    Raises:
        ArchiveError: The archive cannot be written.
    """
    chosen = {"order": arrangement.order, "group": arrangement.group}
    archive.database.table(_TABLE).upsert(Document(chosen, _ID))


class ArticleListing(msgspec.Struct, frozen=True):
    """The articles that the list shows, and what is shown with them."""

    query: Query | None
    """The query that finds them, None for all articles."""
    arrangement: Arrangement
    ids: ArticleIds
    """The articles, from the top."""
    sections: list[Section]
    """The headings of the groups; together they count all articles. None where the list has no groups."""
    is_complete: bool
    """Whether these are all articles, and not only the first ones."""
    version: int
    """The version of the archive in which they were found."""
    statistics: Statistics | None = None
    """What the whole archive has; only with a complete list."""
    explanation: list[str] = []
    """Why the query finds nothing, in sentences."""
    quotes: QuoteListing | None = None
    """The quotes of the same query, where quotes are listed in place of articles."""
    unmatched: AbstractSet[int] = frozenset()
    """Articles that have kept their rows although the query finds them no more."""
    keeps_rows: bool = False
    """Whether the articles are others, or in another order, than the query finds now: see ``kept_listing``."""

    def is_of(self, query: Query | None, arrangement: Arrangement) -> bool:
        """Return whether this is the list of a query in an arrangement."""
        return self.query == query and self.arrangement == arrangement

    @property
    def order(self) -> str:
        """The order that the query asks for, else that of the arrangement."""
        return (self.query and self.query.sort) or self.arrangement.order

    @property
    def title(self) -> str:
        """How many articles there are, and in which order."""
        count = f"{len(self.ids):,}{'' if self.is_complete else '+'}"
        order = self.order
        if self.arrangement.group:
            return f"{count} · {order} · by {self.arrangement.group}"
        return f"Articles {count} · {ORDER_LABELS.get(order, order)}"


def first_articles(
    archive: Archive,
    query: Query | None,
    arrangement: Arrangement,
    is_cancelled: Callable[[], bool] | None = None,
) -> ArticleListing:
    """Return the first articles that a query finds, ``FIRST_ARTICLES`` at most.

    Raises:
        ArchiveError: The archive cannot be read, or the lookup was cancelled.
    """
    version = archive.version()
    ids = archive.search.ids(query or "", arrangement.order, limit=FIRST_ARTICLES, is_cancelled=is_cancelled)
    return _listing(archive, query, arrangement, ids, version, is_complete=len(ids) < FIRST_ARTICLES)


def lookup_articles(
    archive: Archive,
    query: Query | None,
    arrangement: Arrangement,
    *,
    first_at_once: bool,
    previous: ArticleListing | None = None,
) -> Lookup[ArticleListing]:
    """Return the lookup of all articles that a query finds.

    Args:
        archive: The archive that holds the articles.
        query: The query, None for all articles.
        arrangement: The order and the groups of the list.
        first_at_once: Whether the first articles are wanted before all are known.
        previous: The list on the screen, which keeps its rows and gets what is new. None makes the list anew.
    """

    def look_up(is_cancelled: Callable[[], bool]) -> Iterator[ArticleListing]:
        rows_to_keep = previous
        if previous is not None and first_at_once:
            yield partial_listing(previous)
        elif first_at_once and not arrangement.group:
            # With groups the first articles of the order are not the first ones of the list.
            rows_to_keep = first_articles(archive, query, arrangement, is_cancelled)
            yield rows_to_keep
        version = archive.version()
        ids = archive.search.ids(query or "", arrangement.order, is_cancelled=is_cancelled)
        listing = _listing(archive, query, arrangement, ids, version, is_complete=True)
        if rows_to_keep is not None:
            listing = kept_listing(archive, rows_to_keep, listing)
        yield msgspec.structs.replace(
            listing,
            statistics=archive.maintenance.statistics(),
            explanation=archive.search.explain(query, is_cancelled=is_cancelled)
            if query and not listing.ids
            else [],
        )

    return look_up


def partial_listing(listing: ArticleListing) -> ArticleListing:
    """Return a list as it stands, to be shown until what is new in it is known."""
    return msgspec.structs.replace(listing, is_complete=False, statistics=None)


def kept_listing(archive: Archive, previous: ArticleListing, current: ArticleListing) -> ArticleListing:
    """Return a list that keeps its rows and gets the new articles; only removed articles leave it.

    Args:
        archive: The archive that holds the articles.
        previous: The list on the screen.
        current: All that its query finds now, in the same arrangement.

    Raises:
        ArchiveError: The archive cannot be read.
    """
    if current.ids[: len(previous.ids)] == previous.ids:  # nearly always, and quickly compared
        return current
    lost = set(previous.ids).difference(current.ids)
    unmatched = archive.articles.existing(lost) if lost and current.query else set()
    ids = _merge(previous.ids, current.ids, lost - unmatched)
    if ids == current.ids:
        return current
    # New articles may be anywhere in the order of the list; its groups bring them together again.
    merged = _listing(archive, current.query, current.arrangement, ids, current.version, is_complete=True)
    return msgspec.structs.replace(merged, unmatched=frozenset(unmatched), keeps_rows=True)


def _merge(previous: ArticleIds, current: ArticleIds, removed: AbstractSet[int]) -> ArticleIds:
    """Return the previous articles without the removed ones, each before the new ones that follow it currently."""
    previous_ids = set(previous)
    new_after: dict[int | None, list[int]] = {}  # by the article that they follow, None at the top
    neighbour = None
    for article in current:
        if article in previous_ids:
            neighbour = article
        else:
            new_after.setdefault(neighbour, []).append(article)
    if not new_after and not removed:
        return previous
    merged = new_after.get(None, [])
    for article in previous:
        if article not in removed:
            merged.append(article)
        merged += new_after.get(article, ())
    return ArticleIds(merged)


def _listing(
    archive: Archive,
    query: Query | None,
    arrangement: Arrangement,
    ids: ArticleIds,
    version: int,
    *,
    is_complete: bool,
) -> ArticleListing:
    if not arrangement.group:
        return ArticleListing(query, arrangement, ids, [], is_complete, version)
    order = query.sort if query and query.sort else arrangement.order
    groups = archive.search.group(ids, arrangement.group, oldest=order == "oldest")
    today = date.today()
    sections = [Section(_label(arrangement.group, group.key, today), len(group.ids)) for group in groups]
    grouped_ids = ArticleIds(article for group in groups for article in group.ids)
    return ArticleListing(query, arrangement, grouped_ids, sections, is_complete, version)


def _label(grouping: str, key: str, today: date) -> str:
    if not key:
        return "no date" if grouping == "day" else f"no {grouping}"
    return short_date(key, today) if grouping == "day" else key
