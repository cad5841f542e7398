"""Lists of feeds, as other readers of feeds keep and export them: OPML, and the ``urls`` file of newsboat."""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from onrecord.base.addresses import without_password
from onrecord.base.feeds import Feed
from onrecord.base.field_limits import excess
from onrecord.ingest import fields, web_addresses
from onrecord.ingest.document import Document, Failed, IngestError, buffered, clean, not_opened, refuse_held
from onrecord.ingest.kinds import recognised_kind
from onrecord.ingest.kinds.kind_table import FEED_LIST, FEEDS_OF_NEWSBOAT
from onrecord.ingest.xml import parse_xml

_BARE_AMPERSAND = re.compile(rb"&(?!(?:#\d+|#x[\da-fA-F]+|amp|lt|gt|quot|apos);)")
"""What many programs write into OPML as it stands in an address; a parser that mends would drop a part of it."""

_OF_NEWSBOAT = ("query:", "exec:", "filter:", "file:")
"""What newsboat makes feeds of beside addresses: searches in its cache, programs, files."""

_WITHOUT_SCHEME = re.compile(r"[\w-]+(?:\.[\w-]+)+/\S*")
"""What is written like an address, but for its beginning."""

_SHOWN = 200  # characters of an address that is too long


def feeds_of(source: str, failed: Failed) -> list[Feed]:
    """Return the feeds that a source names: an address, a folder, or a file that lists feeds.

    Args:
        source: What the user has given.
        failed: Called with what cannot be fetched of a list; the rest is returned.

    Raises:
        IngestError: The source is no feed and names none.
    """
    if web_addresses.is_address(source) and not os.path.exists(source):
        return [checked_feed(Feed(url=source))]
    if not source.strip():
        raise IngestError("“”", "no name at all; give the address of a feed, a list of feeds, or a folder")
    path = Path(source).expanduser()
    if path.is_dir():
        return [Feed(url=_storable(path.resolve(), source))]
    refuse_held(path)
    try:
        with path.open("rb", buffering=0) as raw, buffered(raw) as stream:
            document = Document(name=source, stream=stream, failed=failed, stem=path.stem)
            feeds = list(_that_can_be_fetched(_listed_feeds(document), failed))
    except OSError as error:
        raise IngestError(source, not_opened(error)) from error
    if not feeds:
        raise IngestError(source, "it names no feed that can be fetched; give an OPML file, or an address")
    return feeds


def _storable(folder: Path, source: str) -> str:
    """Return the path of a folder.

    Raises:
        IngestError: Its name is no text that could be stored.
    """
    path = str(folder)
    if clean(path) != path:
        raise IngestError(
            source, "a name of this folder has letters that cannot be stored; rename it, and add it then"
        )
    return path


def _that_can_be_fetched(feeds: Iterable[Feed], failed: Failed) -> Iterator[Feed]:
    for feed in feeds:
        try:
            yield checked_feed(feed)
        except IngestError as error:
            failed(error)


def checked_feed(feed: Feed) -> Feed:
    """Return a feed whose address can be fetched and stored.

    Raises:
        IngestError: It cannot be.
    """
    url = web_addresses.with_scheme(feed.url)
    if url.startswith("file:"):
        reason = "a file, not an address; add the folder in which it is, whose files come as they change"
        raise IngestError(url, reason)
    if url.startswith(_OF_NEWSBOAT):
        reason = "a search or a program of newsboat, not an address; onrecord lists save makes a list of a search"
        raise IngestError(url, reason)
    if _WITHOUT_SCHEME.fullmatch(url):
        raise IngestError(url, f"if it is meant as an address, write https://{url}")
    if not (host := web_addresses.host_of(url)):
        reason = "not an address of the web; only http and https are fetched"
        raise IngestError(without_password(feed.url), reason)
    if without_password(url) != url:
        reason = (
            "a password is not stored; write “machine "
            f"{host} login NAME password WORD” into the file ~/.netrc, and add the address without it"
        )
        raise IngestError(without_password(url), reason)
    if reason := excess({"name": feed.name, "url": url, "tags": feed.tags}):
        raise IngestError(url[:_SHOWN], f"{reason}; shorten it, and add the feed again")
    return Feed(url=url, name=feed.name, tags=feed.tags)


def _listed_feeds(document: Document) -> Iterator[Feed]:
    """Return what a file lists.

    Raises:
        IngestError: It is no list of feeds.
    """
    kind = recognised_kind(document)
    if kind is FEED_LIST:
        data = _BARE_AMPERSAND.sub(b"&amp;", document.data())
        return _of_outline(parse_xml(data, document.name, is_mended=True))
    if kind is FEEDS_OF_NEWSBOAT or kind.reader in ("text", "addresses"):
        return _of_lines(document.text())
    if kind.reader == "feed":
        reason = (
            "the file of a feed; to fetch the feed give its address. onrecord add reads the entries of the file"
        )
        raise IngestError(document.name, reason)
    raise IngestError(document.name, f"{kind.name}, not a list of feeds; give an OPML file, or an address")


def _of_outline(root: Any) -> Iterator[Feed]:
    """Yield the feeds of an outline; the folders in which they stand, and their categories, are tags.

    http://opml.org/spec2.opml
    """
    for outline in root.iter("outline") if root is not None else ():
        attributes = _attributes(outline)
        if not (url := attributes.get("xmlurl", "").strip()):
            continue
        ancestors = [_attributes(ancestor) for ancestor in outline.iterancestors("outline")]
        folders = [each.get("text") or each.get("title", "") for each in reversed(ancestors)]
        categories = [part.strip("/") for part in attributes.get("category", "").split(",")]
        name = clean(fields.words(attributes.get("title") or attributes.get("text")))
        yield Feed(
            url=url,
            name="" if name == url else name,
            tags=fields.tags([clean(tag) for tag in (*folders, *categories)]),
        )


def _attributes(element: Any) -> dict[str, str]:
    """Return the attributes of an element, by their names in small letters: some programs write xmlURL."""
    return {str(name).lower(): str(value) for name, value in element.attrib.items()}


def _of_lines(text: str) -> Iterator[Feed]:
    """Yield the feeds of newsboat's ``urls``, or of any text with an address at the beginning of each line.

    Behind an address stand its tags, and a name with a tilde; an exclamation mark hides a feed there:
    https://newsboat.org/releases/2.44/docs/newsboat.html#_first_steps
    """
    for line in text.splitlines():
        try:
            url, *words = shlex.split(line, comments=True) or [""]
        except ValueError:  # a quotation mark that is not closed
            url, *words = line.split()
        if (
            url.startswith(_OF_NEWSBOAT)
            or web_addresses.is_address(web_addresses.with_scheme(url))
            or _WITHOUT_SCHEME.fullmatch(url)
        ):
            names = [word[1:] for word in words if word.startswith("~")]
            tags = [word for word in words if not word.startswith(("~", "!"))]
            yield Feed(url=url, name=clean(next(iter(names), "")), tags=fields.tags([clean(tag) for tag in tags]))
