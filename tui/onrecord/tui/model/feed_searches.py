"""Feeds as lists above the articles: each is a search for what it has brought."""

from __future__ import annotations

import re

from onrecord.base.feeds import Feed
from onrecord.base.records import SavedSearch

_SCHEME = re.compile(r"^https?://(?:www\.)?")


def list_of_feed(feed: Feed) -> SavedSearch:
    """Return the list that a feed is on the desk; its id is negative, as those of saved searches are not."""
    name = feed.name or _SCHEME.sub("", feed.url)
    return SavedSearch(id=-feed.id, name=name, query=f'feed:"{feed.url}"', created=feed.added)


def is_feed(listed: SavedSearch) -> bool:
    """Return whether a list above the articles is a feed."""
    return listed.id < 0


def address_of(query: str) -> str:
    """Return the address of the feed that a list is, by its query."""
    return query.removeprefix('feed:"').removesuffix('"')
