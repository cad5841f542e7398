"""A process that writes an archive until it is stopped, and tells of each article once it is stored.

Arguments: the folder, the name of the writer, how many articles (0: without end).
"""

from __future__ import annotations

import itertools
import sys
from pathlib import Path

import msgspec
from archive_sample import ANNOTATION, TEXT

from onrecord.archive import Archive
from onrecord.base.records import Draft, hash_text


def main(folder: str, name: str, count: int) -> None:
    with Archive.open(Path(folder)) as archive:
        print("ready", flush=True)
        for number in range(count) if count else itertools.count():
            text = f"{TEXT} Written by {name}, number {number}, under {id(archive)}."
            annotation = msgspec.structs.replace(ANNOTATION, text_hash=hash_text(text))
            article = archive.articles.add(
                Draft(title=f"{name} {number}", text=text, tags=["made"]), annotation
            ).id
            archive.notes.add(article, f"A note by {name}")
            archive.articles.tag([article], add=[f"by {name}"], remove=["made"])
            print(article, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
