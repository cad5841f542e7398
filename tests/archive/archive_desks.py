"""A process that works on an archive with others: it writes notes and tags, and watches for what the others write.

Arguments: the folder, a name, how many notes. On the word "go" it begins, on "stop" it says when each note was
stored, and when each note of anybody was first seen, in seconds of a clock that all processes share.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from pathlib import Path

from onrecord.archive import Archive
from onrecord.base.records import Draft


def main(folder: str, name: str, count: int) -> None:
    with Archive.open(Path(folder)) as archive:
        seen: dict[int, float] = {}
        done = threading.Event()

        def watch() -> None:
            version = -1
            while not done.is_set():
                if version != archive.version():
                    version = archive.version()
                    for note in archive.notes.all():
                        seen.setdefault(note.id, time.monotonic())
                time.sleep(0.02)

        watcher = threading.Thread(target=watch)
        watcher.start()
        print("ready", flush=True)
        sys.stdin.readline()
        stored: dict[int, float] = {}
        for number in range(count):
            article = archive.articles.add(Draft(title=name, text=f"{name} {number}", tags=["made"])).id
            archive.articles.tag([1], add=[f"{name} {number}"])
            stored[archive.notes.add(article, f"{name} {number}").id] = time.monotonic()
            time.sleep(0.01)
        print("done", flush=True)
        sys.stdin.readline()
        done.set()
        watcher.join()
        print(json.dumps({"stored": stored, "seen": seen}), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
