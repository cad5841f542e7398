"""A process that works on an archive with others: it writes notes and tags, and watches for what the others write.

Arguments: the folder, a name, how many notes it writes, how many all write together. It begins when it is sent a
line, and says at the end which notes it stored and which it has seen, once it has seen so many.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

from onrecord.archive import Archive
from onrecord.base.records import Draft


def watch(archive: Archive, seen: set[int], total: int) -> None:
    """Look for notes whenever the version of the archive is another one, as the desk does."""
    version = -1
    while len(seen) < total:
        if version != archive.version():
            version = archive.version()
            seen.update(note.id for note in archive.notes.all())
        time.sleep(0.01)  # for the others: the machine may have one core


def main(folder: str, name: str, count: int, total: int) -> None:
    with Archive.open(Path(folder)) as archive:
        seen: set[int] = set()
        watcher = threading.Thread(target=watch, args=(archive, seen, total))
        watcher.start()
        print("ready", flush=True)
        sys.stdin.readline()
        stored: list[int] = []
        for number in range(count):
            article = archive.articles.add(Draft(title=name, text=f"{name} {number}", tags=["made"])).id
            archive.articles.tag([1], add=[f"{name} {number}"])
            stored.append(archive.notes.add(article, f"{name} {number}").id)
        watcher.join()
        print(json.dumps({"stored": stored, "seen": sorted(seen)}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
