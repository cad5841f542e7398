"""Kills writers of an archive again and again, and looks whether all that they were told is stored is there.

Arguments: the folder, how many kills. Says at the end how many kills met a writer, and how much was acknowledged. A
process of its own, so that writers can be forked: starting Python 50 times would take most of a minute.
"""

from __future__ import annotations

import itertools
import os
import random
import select
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from archive_sample import ANNOTATION, TEXT

from onrecord.archive import Archive
from onrecord.base.records import Draft, hash_text

Work = Callable[[Archive, str], Iterator[str]]
"""Works on an archive without end, and tells of each action once it is stored."""

BASE = 20
"""Articles that are there from the beginning."""


def text_of(name: str) -> str:
    return f"{TEXT} Written by {name}."


def add(archive: Archive, name: str) -> Iterator[str]:
    """One by one with an annotation, and many at a time."""
    for number in itertools.count():
        text = text_of(f"{name} {number}")
        read = msgspec.structs.replace(ANNOTATION, text_hash=hash_text(text))
        yield f"{archive.articles.add(Draft(title=f'{name} {number}', text=text, tags=['made']), read).id}"
        many = (Draft(title=name, text=text_of(f"{name} {number} {part}")) for part in range(30))
        for added in archive.articles.add_many(many):
            yield f"{added.id}"


def annotate(archive: Archive, name: str) -> Iterator[str]:
    for number in itertools.count():
        article = number % BASE + 1
        read = msgspec.structs.replace(
            ANNOTATION, annotator=f"{name} {number}", text_hash=hash_text(archive.articles.text(article))
        )
        assert archive.annotations.store(article, read) is not None
        note = archive.notes.add(article, f"{name} {number}")
        yield f"{article} {number} {note.id}"


def tag(archive: Archive, name: str) -> Iterator[str]:
    """Each action tags all articles of the base."""
    for number in itertools.count():
        archive.articles.tag(range(1, BASE + 1), add=[f"{name} {number}"], remove=[f"{name} {number - 3}"])
        yield f"{number}"


def check_added(archive: Archive, name: str, output: list[str]) -> None:
    articles = archive.articles.get_many([int(line) for line in output])
    assert len(articles) == len(output)
    for article in articles:
        assert archive.articles.text(article.id).startswith(text_of(name)[:-1])
    single = [article.id for article in articles if article.quotes]
    assert set(single) <= set(archive.search.ids("speaker:brandt said:port #made"))


def check_annotated(archive: Archive, name: str, output: list[str]) -> None:
    newest = {int(article): int(number) for article, number, _ in map(str.split, output)}
    for article, number in newest.items():
        annotation = archive.annotations.get(article)
        assert annotation is not None
        # The one that was acknowledged last, or the one after it, which was stored and could not be acknowledged.
        assert annotation.annotator in (f"{name} {number}", f"{name} {number + BASE}")
        assert archive.articles.get(article).annotator == annotation.annotator
    assert {int(line.split()[2]) for line in output} <= {note.id for note in archive.notes.all()}


def check_tagged(archive: Archive, name: str, output: list[str]) -> None:
    counts = {tag: count for tag, count in archive.articles.tags().items() if tag.startswith(f"{name} ")}
    assert set(counts.values()) <= {BASE}, "an action is done in part"
    last = int(output[-1]) if output else -1
    for number in range(max(0, last - 1), last + 1):
        assert f"{name} {number}" in counts


KINDS: list[tuple[Work, Callable[[Archive, str, list[str]], None]]] = [
    (add, check_added),
    (annotate, check_annotated),
    (tag, check_tagged),
]


def write(folder: Path, work: Work, name: str, out: int) -> None:
    """Write until killed, and tell of each action once it is stored."""
    with Archive.open(folder) as archive:
        os.write(out, b"ready\n")
        for line in work(archive, name):
            os.write(out, f"{line}\n".encode())


def killed(folder: Path, work: Work, name: str, actions: int, pause: float) -> list[str]:
    """Return what a writer told before it was killed.

    Args:
        folder: The folder of the archive.
        work: What the writer does.
        name: Its name.
        actions: How many actions it has told of when it is killed; 0: it has opened the archive, no more.
        pause: Seconds for which it may go on with the next action, so that it is killed anywhere in it.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            write(folder, work, name, writer)
        finally:
            os._exit(1)
    os.close(writer)
    output = b""
    while output.count(b"\n") < 1 + actions:
        part = os.read(reader, 65536)
        assert part, "the writer could not open the archive"
        output += part
    select.select([reader], [], [], pause)
    os.kill(child, signal.SIGKILL)
    assert os.WTERMSIG(os.waitpid(child, 0)[1]) == signal.SIGKILL
    while part := os.read(reader, 65536):
        output += part
    os.close(reader)
    # The last line may be cut off.
    return output.decode().split("\n")[1:-1]


def main(folder: Path, kills: int) -> None:
    chance = random.Random(7)
    with Archive.open(folder) as archive:
        for number in range(BASE):
            archive.articles.add(Draft(title=f"Base {number}", text=text_of(f"base {number}")))
    acknowledged = 0
    for number in range(kills):
        work, check = KINDS[number % len(KINDS)]
        name = f"{work.__name__}-{number}"
        actions = 0 if number % 5 == 0 else chance.randint(1, 3)
        output = killed(folder, work, name, actions, chance.uniform(0, 0.02))
        assert len(output) >= actions
        with Archive.open(folder) as archive:
            problems = archive.maintenance.check()
            assert problems == [], problems
            check(archive, name, output)
            for article in archive.articles.get_many(archive.search.ids()):
                assert article.notes == len(archive.notes.on(article.id))
        acknowledged += len(output)
    print(kills, acknowledged)


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
