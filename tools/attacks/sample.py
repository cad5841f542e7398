"""Small archives with something of everything, to be attacked in copies."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from benchmarks.sample_archive import articles
from onrecord.archive import Archive

TAG, NOTE = "sampled", "A note on article {}."


class Sample(NamedTuple):
    """An archive's file, and the texts in it by the ids of their articles."""

    file: Path
    texts: dict[int, str]


def write_archive(folder: Path, count: int, *, length: int = 150) -> Sample:
    """Write an archive of generated articles, each with a tag and a note, some annotated; one is removed.

    Args:
        folder: An empty folder.
        count: How many articles it has in the end.
        length: Their approximate length in words.
    """
    with Archive.open(folder) as archive:
        ids = []
        for number, (draft, annotation) in enumerate(articles(count + 1, length)):
            ids.append(archive.articles.add(draft, annotation if number % 2 else None).id)
        archive.articles.tag(ids, add=[TAG])
        for article in ids:
            archive.notes.add(article, NOTE.format(article))
        archive.saved_searches.save("everything", TAG)
        archive.database.table("shelf").insert({"name": "a table of the user's own"})
        archive.articles.remove(ids[-1:])
        return Sample(archive.file, {article: archive.articles.text(article) for article in ids[:-1]})
