"""What the list of articles shows: the articles a query finds, in an order, in groups, with its title."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from tinydb.table import Document

from onrecord.archive import GROUPS, ORDERS, Archive, Query
from onrecord.terminal.segments import short_date
from onrecord.tui.widgets.sections import Section

if TYPE_CHECKING:
    from onrecord.archive import Statistics
    from onrecord.tui.model.quote_listing import QuoteListing

FIRST_ARTICLES = 200
"""Articles that are listed before all others are known."""

ORDER_LABELS = {
    "added": "last added",
    "unread": "unread first",
    "words": "longest",
    "quotes": "most quotes",
    "best": "best match",
}
"""What orders of ``onrecord.archive.ORDERS`` are called where they have another name."""

_TABLE, _ID = "desk", 1


class Arrangement(msgspec.Struct, frozen=True):
    """How articles are listed: in an order of ``ORDERS``, and in groups by one of ``GROUPS`` or (empty) none."""

    order: str = ORDERS[0]
    group: str = ""

    def next_group(self) -> Arrangement:
        """The same order, grouped by the next thing."""
        groups = ("", *GROUPS)
        return msgspec.structs.replace(self, group=groups[(groups.index(self.group) + 1) % len(groups)])


def load_arrangement(archive: Archive) -> Arrangement:
    """The arrangement that was chosen last for this archive."""
    document = archive.database.table(_TABLE).get(doc_id=_ID)
    found = dict(document) if isinstance(document, Document) else {}
    order, group = found.get("order"), found.get("group")
    return Arrangement(order if order in ORDERS else ORDERS[0], group if group in GROUPS else "")


def save_arrangement(archive: Archive, arrangement: Arrangement) -> None:
    """Keep an arrangement with the archive. Raises ArchiveError."""
    chosen = {"order": arrangement.order, "group": arrangement.group}
    archive.database.table(_TABLE).upsert(Document(chosen, _ID))


class ArticleListing(msgspec.Struct, frozen=True):
    """Articles for the list. ``counts`` of the archive come with the last of them, when ``is_all``."""

    query: Query | None
    arrangement: Arrangement
    ids: Sequence[int]
    sections: list[Section]
    is_all: bool
    version: int
    counts: Statistics | None = None
    missing: list[str] = []
    """Why nothing is found."""
    quotes: QuoteListing | None = None
    """What the same query means where quotes are listed instead."""
    unfitting: AbstractSet[int] = frozenset()
    """Articles that were found when the list was made, and that the query finds no more."""
    is_kept: bool = False
    """Whether the articles are others, or in another order, than the query finds now: see ``kept_listing``."""

    def is_of(self, query: Query | None, arrangement: Arrangement) -> bool:
        """Whether this is the list of a query in an arrangement."""
        return self.query == query and self.arrangement == arrangement

    @property
    def order(self) -> str:
        """The order that the query asks for, else that of the arrangement."""
        return (self.query and self.query.sort) or self.arrangement.order

    @property
    def title(self) -> str:
        """How many there are and in which order."""
        count = f"{len(self.ids):,}{'' if self.is_all else '+'}"
        order = self.order
        if self.arrangement.group:
            return f"{count} · {order} · by {self.arrangement.group}"
        return f"Articles {count} · {ORDER_LABELS.get(order, order)}"


def first_articles(
    archive: Archive, query: Query | None, arrangement: Arrangement, stop: Callable[[], bool] | None = None
) -> ArticleListing:
    """The first articles, quickly. Raises ArchiveError."""
    version = archive.version()
    ids = archive.search.ids(query or "", arrangement.order, limit=FIRST_ARTICLES, is_cancelled=stop)
    return _listing(archive, query, arrangement, ids, version, is_all=len(ids) < FIRST_ARTICLES)


def lookup_articles(
    archive: Archive,
    query: Query | None,
    arrangement: Arrangement,
    *,
    at_once: bool,
    made: ArticleListing | None = None,
) -> Callable[[Callable[[], bool]], Iterator[ArticleListing]]:
    """What ``Latest`` looks up: the first articles, when they are wanted ``at_once``, then all.

    ``made`` is the list as it was made, which is kept and gets what is new; None makes it anew.
    """

    def listings(stopped: Callable[[], bool]) -> Iterator[ArticleListing]:
        before = made
        # In groups the first articles of the order are not the first of the list.
        if at_once and (made is not None or not arrangement.group):
            before = (
                first_articles(archive, query, arrangement, stopped) if made is None else partial_listing(made)
            )
            yield before
        version = archive.version()
        ids = archive.search.ids(query or "", arrangement.order, is_cancelled=stopped)
        listing = _listing(archive, query, arrangement, ids, version, is_all=True)
        if before is not None:
            listing = kept_listing(archive, before, listing)
        yield msgspec.structs.replace(
            listing,
            counts=archive.maintenance.statistics(),
            missing=archive.search.explain(query, is_cancelled=stopped) if query and not listing.ids else [],
        )

    return listings


def partial_listing(made: ArticleListing) -> ArticleListing:
    """A list as it stands, to be shown until what is new in it is known."""
    return msgspec.structs.replace(made, is_all=False, counts=None)


def kept_listing(archive: Archive, made: ArticleListing, now: ArticleListing) -> ArticleListing:
    """A list as it was made, with what is new in it; what fits no more stays in its row.

    Only articles that the archive holds no more go. Raises ArchiveError.

    Args:
        archive: What holds the articles.
        made: The list as it was made, or as it was last kept up.
        now: All that its query finds now, in the same arrangement.
    """
    if made.ids == now.ids:  # nearly always, and told at once
        return now
    lost = set(made.ids).difference(now.ids)
    unfitting = archive.articles.existing(lost) if lost and now.query else set()
    ids = _merged(made.ids, now.ids, lost - unfitting)
    if ids == now.ids:
        return now
    # The new ones may be anywhere in the order of the list; their groups bring them together again.
    together = _listing(archive, now.query, now.arrangement, ids, now.version, is_all=True)
    return msgspec.structs.replace(together, unfitting=frozenset(unfitting), is_kept=True)


def _merged(made: Sequence[int], now: Sequence[int], removed: AbstractSet[int]) -> Sequence[int]:
    """The articles of one list without those removed, each followed by the new ones that follow it in another."""
    known = set(made)
    new_after: dict[int | None, list[int]] = {}
    neighbour = None
    for article in now:
        if article in known:
            neighbour = article
        else:
            new_after.setdefault(neighbour, []).append(article)
    if not new_after and not removed:
        return made
    merged = _compact(new_after.get(None, ()))
    for article in made:
        if article not in removed:
            merged.append(article)
        merged.extend(new_after.get(article, ()))
    return merged


def _listing(
    archive: Archive,
    query: Query | None,
    arrangement: Arrangement,
    ids: Sequence[int],
    version: int,
    *,
    is_all: bool,
) -> ArticleListing:
    if not arrangement.group:
        return ArticleListing(query, arrangement, _compact(ids), [], is_all, version)
    order = query.sort if query and query.sort else arrangement.order
    groups = archive.search.group(ids, arrangement.group, oldest=order == "oldest")
    today = date.today()
    sections = [Section(_label(arrangement.group, group.key, today), len(group.ids)) for group in groups]
    together = _compact(article for group in groups for article in group.ids)
    return ArticleListing(query, arrangement, together, sections, is_all, version)


def _compact(ids: Iterable[int]) -> array[int]:
    # A hundred thousand numbers take 4 MB as a list, an eighth of the whole program.
    return array("q", ids)


def _label(by: str, key: str, today: date) -> str:
    if not key:
        return f"no {by}"
    return short_date(key, today) if by == "day" else key
