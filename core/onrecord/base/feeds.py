"""The records of feeds: what is fetched again and again, and what a fetch brings.

A feed is an address of RSS, Atom or JSON Feed, or a folder whose files are read as they come.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

import msgspec

from onrecord.base.records import Draft

PageRule = Literal["missing", "short", "always", "never"]
"""For which entries the linked page is fetched: those without a text, also those with a summary, all, none."""


class Feed(msgspec.Struct, frozen=True, kw_only=True):
    """A feed, and what is known of it from the last fetch.

    ``url`` is its address, or the path of a folder; it is what a feed is told by. ``name`` is what the reader
    calls it, else its own title once it was fetched. Its articles get its ``tags``. ``added`` and ``checked`` (the
    last fetch that worked) are ISO times in UTC; so is ``not_before``, until when its server wants to rest.
    ``problem`` is why the last fetch failed, empty if it worked. ``etag``, ``modified`` and ``body_mark`` tell
    whether it has changed since. ``seen`` are the marks of the entries that were dealt with, the latest first.
    ``id`` is 0 until it is stored.
    """

    url: str
    id: int = 0
    name: str = ""
    tags: list[str] = []
    pages: PageRule = "missing"
    added: str = ""
    checked: str = ""
    problem: str = ""
    not_before: str = ""
    etag: str = ""
    modified: str = ""
    body_mark: str = ""
    seen: list[str] = []

    @property
    def is_folder(self) -> bool:
        """Return whether it is a folder on this machine, and not an address."""
        return not self.url.lower().startswith(("http://", "https://"))

    @property
    def label(self) -> str:
        """What it is called on the screen: its name, else its address."""
        return self.name or self.url


class FeedEntry(NamedTuple):
    """An entry of a feed: the mark of its state (``entry_identity``), and its article."""

    mark: str
    draft: Draft


def entry_identity(mark: str) -> str:
    """Return the part of a mark that stays when the text of an entry is changed: what stands before a dash."""
    return mark.partition("-")[0]


def identity_mark(mark: str) -> str:
    """Return a mark of the same entry in a state that it is never in, so that it is read again as changed."""
    identity, dash, _ = mark.partition("-")
    return identity + dash


class FetchedFeed(NamedTuple):
    """What a fetch has brought of a feed that has changed.

    Args:
        title: What the feed calls itself.
        entries: Its entries that were not seen before, the first of the feed first.
        seen: The marks to be remembered beside those of the entries: of what was seen before and is still there,
            and of what cannot be read.
        etag: The server's mark of this state; empty for none.
        modified: When the server says that it has changed last; empty where it does not.
        body_mark: A hash of what the server has sent.
        short: How many entries have no text or only a summary, of which the feed's setting leaves the page alone.
    """

    title: str
    entries: list[FeedEntry]
    seen: list[str]
    etag: str = ""
    modified: str = ""
    body_mark: str = ""
    short: int = 0
