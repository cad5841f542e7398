"""What the list of articles shows: the articles a query finds, in an order, in groups, with its title."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

import msgspec
from tinydb.table import Document

from core.archive import GROUPS, ORDERS, Archive, Query
from tui.lines import short_date
from tui.widgets.sections import Section

if TYPE_CHECKING:
    from core.archive import Statistics
    from tui.quotes import Quotes

FIRST = 200
"""Articles that are listed before all others are known."""

LABELS = {
    "added": "last added",
    "unread": "unread first",
    "words": "longest",
    "quotes": "most quotes",
    "best": "best match",
}
"""What orders of ``core.archive.ORDERS`` are called where they have another name."""

_TABLE, _ID = "desk", 1


class Arrangement(msgspec.Struct, frozen=True):
    """How articles are listed: in an order of ``ORDERS``, and in groups by one of ``GROUPS`` or (empty) none."""

    order: str = ORDERS[0]
    group: str = ""

    def next_group(self) -> Arrangement:
        """The same order, grouped by the next thing."""
        groups = ("", *GROUPS)
        return msgspec.structs.replace(self, group=groups[(groups.index(self.group) + 1) % len(groups)])


def remembered(archive: Archive) -> Arrangement:
    """The arrangement that was chosen last for this archive."""
    document = archive.db.table(_TABLE).get(doc_id=_ID)
    found = dict(document) if isinstance(document, Document) else {}
    order, group = found.get("order"), found.get("group")
    return Arrangement(order if order in ORDERS else ORDERS[0], group if group in GROUPS else "")


def remember(archive: Archive, arrangement: Arrangement) -> None:
    """Keep an arrangement with the archive. Raises ArchiveError."""
    chosen = {"order": arrangement.order, "group": arrangement.group}
    archive.db.table(_TABLE).upsert(Document(chosen, _ID))


class Listing(msgspec.Struct, frozen=True):
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
    quotes: Quotes | None = None
    """What the same query means where quotes are listed instead."""

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
        return f"Articles {count} · {LABELS.get(order, order)}"


def first(
    archive: Archive, query: Query | None, arrangement: Arrangement, stop: Callable[[], bool] | None = None
) -> Listing:
    """The first articles, quickly. Raises ArchiveError."""
    version = archive.version()
    ids = archive.ids(query or "", arrangement.order, limit=FIRST, stop=stop)
    return _listing(archive, query, arrangement, ids, version, is_all=len(ids) < FIRST)


def find(
    archive: Archive, query: Query | None, arrangement: Arrangement, *, at_once: bool
) -> Callable[[Callable[[], bool]], Iterator[Listing]]:
    """What ``tui.latest.Latest`` looks up: the first articles, when they are wanted ``at_once``, then all."""

    def listings(stopped: Callable[[], bool]) -> Iterator[Listing]:
        # In groups the first articles of the order are not the first of the list.
        if at_once and not arrangement.group:
            yield first(archive, query, arrangement, stopped)
        version = archive.version()
        ids = archive.ids(query or "", arrangement.order, stop=stopped)
        yield msgspec.structs.replace(
            _listing(archive, query, arrangement, ids, version, is_all=True),
            counts=archive.statistics(),
            missing=archive.missing(query, stop=stopped) if query and not ids else [],
        )

    return listings


def _listing(
    archive: Archive, query: Query | None, arrangement: Arrangement, ids: list[int], version: int, *, is_all: bool
) -> Listing:
    if not arrangement.group:
        return Listing(query, arrangement, _compact(ids), [], is_all, version)
    order = query.sort if query and query.sort else arrangement.order
    groups = archive.grouped(ids, arrangement.group, oldest=order == "oldest")
    today = date.today()
    sections = [Section(_label(arrangement.group, group.key, today), len(group.ids)) for group in groups]
    together = _compact(article for group in groups for article in group.ids)
    return Listing(query, arrangement, together, sections, is_all, version)


def _compact(ids: Iterable[int]) -> Sequence[int]:
    # A hundred thousand numbers take 4 MB as a list, an eighth of the whole program.
    return array("q", ids)


def _label(by: str, key: str, today: date) -> str:
    if not key:
        return f"no {by}"
    return short_date(key, today) if by == "day" else key
