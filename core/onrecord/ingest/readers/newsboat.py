"""The cache of newsboat (``cache.db``): all articles of its feeds that it has kept."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from onrecord.base.records import Draft
from onrecord.ingest.article_fields import draft_of, readable
from onrecord.ingest.document import Document, IngestError

_ARTICLES = """
SELECT item.title, item.author, item.url, item.pubDate, item.content, feed.title
FROM rss_item AS item LEFT JOIN rss_feed AS feed ON feed.rssurl = item.feedurl
WHERE item.deleted = 0 ORDER BY item.id
"""


def read(document: Document) -> Iterator[Draft]:
    """Yield the articles that were not deleted; those without a text are addresses.

    Raises:
        IngestError: It is damaged, or of another form than newsboat's.
    """
    # A copy, so that newsboat may go on writing, and nothing is written beside its file.
    with TemporaryDirectory() as folder:
        copy = Path(folder, "cache.db")
        with copy.open("wb") as out:
            shutil.copyfileobj(document.stream, out)
        try:
            with closing(sqlite3.connect(copy)) as connection:
                yield from readable(map(_draft, connection.execute(_ARTICLES)), document)
        except sqlite3.Error as error:
            reason = f"not newsboat's cache as it is known here ({error}); export its articles as files"
            raise IngestError(document.name, reason) from error


def _draft(row: tuple[str, str, str, int, str, str]) -> Draft:
    title, author, url, written, content, feed_title = row
    day = datetime.fromtimestamp(written, UTC).date() if written else ""
    return draft_of(
        {"title": title, "text": content, "source": feed_title, "author": author, "date": day, "url": url}
    )
