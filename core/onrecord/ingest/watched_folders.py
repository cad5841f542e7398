"""Folders that are watched like feeds: their files are articles as they come, and again when they change."""

from __future__ import annotations

import hashlib
from pathlib import Path

from onrecord.base.feeds import Feed, FeedEntry, FetchedFeed
from onrecord.ingest import read, walk
from onrecord.ingest.document import Failed, IngestError
from onrecord.ingest.entry_texts import READING


def changed_files(feed: Feed, failed: Failed) -> FetchedFeed | None:
    """Return the articles in those files of a folder that are new, or were changed; None if there are none.

    A file that is written while it is read is left for the next time.

    Args:
        feed: The folder, as it was after the last fetch.
        failed: Called with each file that cannot be read.

    Raises:
        IngestError: The folder is not there.
    """
    folder = Path(feed.url)
    if not folder.is_dir():
        raise IngestError(feed.url, "there is no such folder; look whether it was moved, and add it where it is")
    already_seen = set(feed.seen)
    seen, entries = [], []
    for file in map(Path, walk([folder], failed=failed)):
        mark = _file_mark(file)
        if mark not in already_seen:
            failures: list[IngestError] = []
            with READING:
                drafts = list(read(file, failed=failures.append))
            if _file_mark(file) != mark:
                continue
            for failure in failures:
                failed(failure)
            entries += [FeedEntry(mark, draft) for draft in drafts]
        seen.append(mark)
    return FetchedFeed(folder.name, entries, seen) if set(seen) - already_seen else None


def _file_mark(file: Path) -> str:
    """Return what a state of a file is told by."""
    try:
        status = file.stat()
        state = f"{status.st_size}\n{status.st_mtime_ns}"
    except OSError:
        state = ""
    return hashlib.blake2b(f"{file}\n{state}".encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
