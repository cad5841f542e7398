"""Many who use one archive at once: two desks, four that write by commands, one that reads, one that annotates."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks.sample_archive import drafts
from onrecord.archive import Archive
from tools.attacks.commands import failure_of, run_command
from tools.attacks.outcome import Outcome
from tools.attacks.terminal import DeskProcess

_ARTICLES, _LENGTH = 60, 60
_WRITERS = 4
_READING = (["list"], ["search", "words>0"], ["show", "1"], ["actors"], ["quotes"])


class _Worker(threading.Thread):
    """Does something again and again until it is over, and keeps what it meets."""

    def __init__(self, is_over: threading.Event, work: Callable[[int], str]) -> None:
        """Begin with nothing.

        Args:
            is_over: Set when it is over.
            work: Does it for the time that it is given, the first being 0; returns what did not hold.
        """
        super().__init__()
        self._is_over = is_over
        self._work = work
        self.failures: list[str] = []
        self.count = 0

    def run(self) -> None:
        while not self._is_over.is_set():
            if failure := self._work(self.count):
                self.failures.append(failure)
            self.count += 1


def attack_together(folder: Path, minutes: float) -> Outcome:
    """Let many use one archive; all that was done by anybody has to be there afterwards.

    Args:
        folder: A folder that need not be there.
        minutes: How long.
    """
    place = folder / "archive"
    with Archive.open(place) as archive:
        ids = [article.id for article in archive.articles.add_many(drafts(_ARTICLES, _LENGTH))]
        title = archive.articles.get(archive.search.ids()[0]).title[:8]
    is_over = threading.Event()
    written: list[tuple[int, str]] = []

    def write(writer: int, number: int) -> str:
        article, name = ids[(writer + number) % len(ids)], f"w{writer}-{number}"
        command = ["note", str(article), name] if number % 2 else ["tag", str(article), name]
        if failure := failure_of(run_command(command, place), command, (0,)):
            return failure
        written.append((article, name))
        return ""

    def read(number: int) -> str:
        command = _READING[number % len(_READING)]
        return failure_of(run_command(command, place), command, (0,))

    def annotate(_: int) -> str:
        is_over.wait(1)
        return failure_of(run_command(["annotate", "--jobs", "1"], place), ["annotate"], (0,))

    workers = [_Worker(is_over, partial(write, writer)) for writer in range(_WRITERS)]
    workers += [_Worker(is_over, read), _Worker(is_over, annotate)]
    with DeskProcess(place, folder / "config") as first, DeskProcess(place, folder / "config") as second:
        for desk in (first, second):
            desk.read(until=title)
        for worker in workers:
            worker.start()
        typed = _type_tags((first, second), minutes)
        is_over.set()
        for worker in workers:
            worker.join()
        for desk in (first, second):
            desk.read(timeout=20)
        fallen = [desk.status for desk in (first, second) if not desk.is_running()]
    return _outcome(place, minutes, workers, written, typed, fallen)


def _type_tags(desks: Sequence[DeskProcess], minutes: float) -> list[str]:
    """Tag one article after the other at each desk for some minutes; return the tags."""
    typed: list[str] = []
    ends = time.monotonic() + minutes * 60
    while time.monotonic() < ends:
        for number, desk in enumerate(desks):
            typed.append(f"d{number}-{len(typed)}")
            desk.type(f":tag {typed[-1]}\r")
            desk.read(timeout=10)
            desk.type("j")
    return typed


def _outcome(
    place: Path,
    minutes: float,
    workers: list[_Worker],
    written: list[tuple[int, str]],
    typed: list[str],
    fallen: list[int | None],
) -> Outcome:
    outcome = Outcome(
        f"{minutes:g} minutes of two desks, {_WRITERS} writers, a reader and an annotator: "
        "nobody is refused, and every change is there"
    )
    with Archive.open(place) as archive:
        tags = archive.articles.tags()
        notes = {(note.article, note.body) for note in archive.notes.all()}
        problems = archive.maintenance.check()
    for article, name in written:
        outcome.count(
            "" if name in tags or (article, name) in notes else f"{name} on article {article} is not there"
        )
    for tag in typed:
        outcome.count("" if tag in tags else f"{tag}, typed at a desk, is not there")
    for failure in (failure for worker in workers for failure in worker.failures):
        outcome.count(failure)
    outcome.count(f"damaged: {problems[0]}" if problems else "")
    outcome.count(f"desks have ended with {fallen}" if fallen else "")
    return outcome
