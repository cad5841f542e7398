"""Fetching a feed: what has changed since the last time, with the pages to which its entries lead.

Nothing is stored here. A feed that has not changed costs one request without an answer's body.
"""

from __future__ import annotations

import hashlib
import io
import netrc
import re
from urllib.parse import quote, urlsplit, urlunsplit

import msgspec

from onrecord.base.addresses import without_password
from onrecord.base.feeds import Feed, FetchedFeed
from onrecord.ingest import private_networks, watched_folders, web, web_addresses
from onrecord.ingest.document import Document, Failed, IngestError, buffered
from onrecord.ingest.entry_texts import READING, EntryReading
from onrecord.ingest.feed_lists import checked_feed
from onrecord.ingest.kinds import kind_of
from onrecord.ingest.politeness import Politeness
from onrecord.ingest.readers import feed as feed_reader
from onrecord.ingest.readers.feed import ParsedFeed

_ACCEPT = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, */*;q=0.5"
)
_ADVICES = {
    401: "it wants a name and a password; write them into ~/.netrc, as “machine HOST login NAME password WORD”",
    403: "it does not let programs in; look for another address of the feed",
    404: "there is no feed at this address any more; look on the site for its new one, and add that",
    410: "the feed was ended; take it out with onrecord feeds remove",
    429: "it has had too many requests",
    503: "the server is too busy",
}
_NO_FEED = "look on the site for the address of its feed, and add that"


class FeedRefused(IngestError):
    """A server does not give the feed. ``wait`` is how many seconds it wants to be left alone; None: not said."""

    def __init__(self, name: str, reason: str, wait: float | None) -> None:
        super().__init__(name, reason)
        self.wait = wait


def fetch_feed(feed: Feed, politeness: Politeness, failed: Failed) -> FetchedFeed | None:
    """Return what is new in a feed; None if it has not changed.

    Args:
        feed: The feed, as it was after the last fetch.
        politeness: What this run knows of the servers.
        failed: Called with each page or file that cannot be read; the rest is returned.

    Raises:
        FeedRefused: The server answers, but not with the feed.
        IngestError: The server does not answer, or what it sends is no feed.
    """
    if feed.is_folder:
        return watched_folders.changed_files(feed, failed)
    answer = _answer(feed, politeness)
    body_mark = hashlib.blake2b(answer.data, digest_size=8).hexdigest()
    if answer.status == 304 or body_mark == feed.body_mark:
        return None
    if answer.status != 200:
        reason = web.refusal(answer, _ADVICES, _NO_FEED)
        raise FeedRefused(without_password(feed.url), reason, web.seconds_to_wait(answer))
    with READING:
        parsed = parsed_feed(answer, feed)
    already_seen = set(feed.seen)
    if parsed.is_cut_off:
        reason = f"{feed_reader.CUT_OFF} until the server sends the whole"
        failed(IngestError(without_password(feed.url), reason))
    reading = EntryReading(feed, politeness, failed)
    new_entries = reading.entries([entry for entry in parsed.entries if entry.mark not in already_seen])
    has_left = reading.has_left or parsed.is_cut_off  # what was left for the next time has to be sent again
    return FetchedFeed(
        title=parsed.title,
        entries=new_entries,
        seen=[entry.mark for entry in parsed.entries if entry.mark in already_seen] + reading.unreadable_marks,
        etag="" if has_left else answer.headers.get("ETag", ""),
        modified="" if has_left else answer.headers.get("Last-Modified", ""),
        body_mark="" if has_left else body_mark,
        short=reading.short,
    )


def discovered_feed(feed: Feed) -> Feed:
    """Return the feed that a web page names, where an address is that of a page; else the feed as it is.

    Whatever else is at the address is told when the feed is fetched.

    Raises:
        IngestError: It is a page, and none of the feeds that it names may be added.
    """
    try:
        answer = _answer(feed, Politeness())
        kind = kind_of(_document(answer, feed))
    except IngestError:
        return feed
    addresses = feeds_of_page(answer) if answer.status == 200 and kind.reader == "html" else []
    refusals: list[IngestError] = []
    for address in addresses:
        try:
            return msgspec.structs.replace(feed, url=_checked_address(address, feed))
        except IngestError as error:
            refusals.append(error)
    if refusals:
        reason = f"a web page; the feed that it names, {refusals[0].name}, is not added: {refusals[0].reason}"
        raise IngestError(without_password(feed.url), reason)
    return feed


def _checked_address(address: str, page: Feed) -> str:
    """Return the address of a feed that a page names, if the user could have named it and the page may.

    Raises:
        IngestError: It cannot be stored, or is in a private network that the user has not named.
    """
    url = checked_feed(Feed(url=address)).url
    if not web_addresses.is_same_server(url, page.url) and private_networks.is_private(url):
        raise IngestError(url, "it is in a private network; add that address yourself if you want it")
    return url


def _answer(feed: Feed, politeness: Politeness) -> web.Answer:
    """Return what the server says when it is asked whether the feed has changed."""
    headers = {"Accept": _ACCEPT}
    if feed.etag:
        headers["If-None-Match"] = feed.etag
    if feed.modified:
        headers["If-Modified-Since"] = feed.modified
    with politeness.turn(feed.url):
        return web.get(_with_password(feed.url), headers)


def _with_password(url: str) -> str:
    """Return an address with the name and the password that the user's ``.netrc`` has for its server."""
    try:
        credentials = netrc.netrc().authenticators(urlsplit(url).hostname or "")
    except (OSError, netrc.NetrcParseError):
        return url
    if credentials is None or credentials[2] is None:
        return url
    parts = urlsplit(url)
    login = f"{quote(credentials[0], safe='')}:{quote(credentials[2], safe='')}"
    return urlunsplit(parts._replace(netloc=f"{login}@{parts.netloc}"))


# What was sent


def parsed_feed(answer: web.Answer, feed: Feed) -> ParsedFeed:
    """Return the feed that a server has sent.

    Raises:
        IngestError: It is anything else, or has no entries.
    """
    document = _document(answer, feed)
    if not answer.data.strip():
        reason = "the server sends nothing; try again later, or look on the site for another address of the feed"
        raise IngestError(document.name, reason)
    name, kind = document.name, kind_of(document)
    parsed = None
    if kind.reader == "feed":
        parsed = feed_reader.parse(document)
    elif kind.reader == "json_records":
        parsed = feed_reader.parse_json(document)
    if parsed is None:
        raise IngestError(name, _no_feed(kind.reader, kind.name, answer))
    if not parsed.entries:
        raise IngestError(name, "a feed without entries; look whether it is the right one, or try again later")
    return parsed


def _document(answer: web.Answer, feed: Feed) -> Document:
    name = without_password(feed.url)
    return Document(
        name=name,
        stem=name,
        stream=buffered(io.BytesIO(answer.data)),
        failed=lambda _: None,
        url=answer.url,
        encoding=web.encoding_of(answer),
    )


def _no_feed(reader: str, kind_name: str, answer: web.Answer) -> str:
    """Say what was sent instead of a feed, and what to do."""
    if reader != "html":
        return f"not a feed but {kind_name}; {_NO_FEED}"
    addresses = feeds_of_page(answer)
    if not addresses:
        return f"a web page, not a feed, and it names none; {_NO_FEED}"
    address = without_password(addresses[0])
    return f"a web page, not a feed; add the feed that it names: onrecord feeds add {address}"


def feeds_of_page(answer: web.Answer) -> list[str]:
    """Return the web addresses of the feeds that a page names: https://www.rssboard.org/rss-autodiscovery"""
    from lxml import etree, html

    try:
        page = html.document_fromstring(answer.data)
    except (etree.LxmlError, ValueError):
        return []
    links = page.xpath("//link[contains(@rel, 'alternate')][@href]")
    addresses = (
        web_addresses.joined(answer.url, link.get("href"))
        for link in links
        if re.match(r"application/(?:rss\+xml|atom\+xml|rdf\+xml|feed\+json)", link.get("type") or "")
    )
    return list(dict.fromkeys(address for address in addresses if web_addresses.host_of(address)))
