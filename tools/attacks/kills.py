"""Commands killed at random moments: what they have done is there, and the archive is sound."""

from __future__ import annotations

import importlib
import multiprocessing
import os
import pkgutil
import random
import shutil
import sqlite3
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import NamedTuple

from benchmarks.sample_archive import drafts
from onrecord import cli
from onrecord.annotation.batches import Item
from onrecord.annotation.batches import Outcome as AnnotationOutcome
from onrecord.archive import Archive
from onrecord.archive.maintenance import index_steps
from onrecord.base.errors import OnRecordError
from onrecord.base.records import Annotation
from tools.attacks.commands import run_command
from tools.attacks.outcome import Outcome
from tools.attacks.sample import TAG, write_archive

ARTICLES = 250
"""Articles of the archive that is changed: more than one step changes."""

_ADDED = 120

_KILLS_PER_LINE = 10
"""How many kills pass between two lines of progress."""

_MOST_AFTERLIFE = 20.0
"""Seconds that a process which annotates may go on after the command that has started it."""


class KilledCommand(NamedTuple):
    """A command that is killed.

    Attributes:
        command: Its arguments.
        archive: The file of the archive on a copy of which it starts.
        progress: Tells from an archive, and the folder in which it is, how much is done.
        is_whole: Whether it has done all or nothing when the archive is opened again. If not, the same command
            does the rest.
        at_once: How many run it at the same time, and are killed together.
    """

    command: list[str]
    archive: Path
    progress: Callable[[Archive], int]
    is_whole: bool = True
    at_once: int = 1


class QuickEngine:
    """Annotates at once, and finds nothing: what is attacked is how annotations are stored."""

    jobs = 1

    def annotate(
        self, batches: Iterable[tuple[Item, Sequence[tuple[str, str]]]], **_: bool
    ) -> Iterator[tuple[Item, list[AnnotationOutcome]]]:
        """Yield an empty annotation for each article of each batch."""
        from onrecord import annotation

        for label, articles in batches:
            yield label, [Annotation(annotator=annotation.version(None), language="en") for _ in articles]

    def __enter__(self) -> QuickEngine:
        return self

    def __exit__(self, *error: object) -> None:
        pass


class _Run(NamedTuple):
    """A command that ran: for how many seconds, its exit status, and which of its processes went on without it."""

    seconds: float
    status: int | None
    orphans: list[int]


def attack_commands(
    folder: Path,
    count: int,
    seed: int,
    earlier: Mapping[str, Outcome] | None = None,
    is_wanted: Callable[[str], bool] | None = None,
    article_count: int = ARTICLES,
) -> Iterator[Outcome]:
    """Kill commands that write while they do; each starts on a copy of an archive.

    Args:
        folder: An empty folder, where the copies are put.
        count: How often each command is killed.
        seed: Where the random numbers begin.
        earlier: What came of it so far, by the claims; these are gone on with.
        is_wanted: Tells from a claim whether it is tried; None for all.
        article_count: Articles of the archive that most of them change.

    Yields:
        What came of each command, the same again after some kills more.
    """
    import_commands()
    for name, killed in _commands(folder, article_count).items():
        end = (
            "it has done all or nothing"
            if killed.is_whole
            else "the same command does the rest, and nothing twice"
        )
        claim = f"onrecord {name}, killed at any moment, leaves a sound archive; {end}"
        outcome = (earlier or {}).get(claim) or Outcome(claim)
        if outcome.tried >= count or (is_wanted and not is_wanted(claim)):
            continue
        place = folder / f"{name}-whole"
        before = _copy(killed, place)
        seconds, status, _ = _run(killed, place)
        complete = _progress(killed, place)
        outcome.failures += [f"{name} ended with {status} when it was not killed"] if status else []
        for number in range(outcome.tried, count):
            place = folder / f"{name}-{number}"
            _copy(killed, place)
            moment = random.Random(f"{seed} {name} {number}").uniform(0, 1.05 * seconds)
            orphans = _run(killed, place, kill_after=moment).orphans
            failure = _failure(killed, place, {before, complete} if killed.is_whole else {complete})
            outcome.count(failure or (f"{name}: the processes {orphans} went on without it" if orphans else ""))
            shutil.rmtree(place)
            if outcome.tried % _KILLS_PER_LINE == 0 or outcome.tried == count:
                yield outcome


def _commands(folder: Path, article_count: int) -> Mapping[str, KilledCommand]:
    many = write_archive(folder / "many", article_count, length=40).file
    few = write_archive(folder / "few", 20, length=40).file
    clippings = folder / "clippings"
    clippings.mkdir()
    for number, draft in enumerate(drafts(_ADDED, 60, seed=2)):
        (clippings / f"{number}.txt").write_text(draft.text, encoding="utf-8")
    exported = folder / "exported.jsonl"
    run_command(["export", "--format", "jsonl", "--output", str(exported)], many.parent)
    with_feed = folder / "with-feed" / "archive.db"
    with_feed.parent.mkdir()
    shutil.copy(few, with_feed)
    run_command(["feeds", "add", str(clippings)], with_feed.parent)

    def count_all(archive: Archive) -> int:
        return archive.search.count()

    return {
        "add": KilledCommand(["add", str(clippings), "--no-annotate"], few, count_all, is_whole=False),
        "add, an export": KilledCommand(
            ["add", str(exported), "--no-annotate"], few, _count_all_and_notes, is_whole=False
        ),
        "annotate": KilledCommand(["annotate"], many, _count_annotated, is_whole=False),
        "annotate CORPUS --output": KilledCommand(
            ["annotate", str(_corpus(exported, folder)), "--output", "readings", "--format", "jsonl"],
            few,
            _count_readings,
            is_whole=False,
        ),
        "import-corrections": KilledCommand(
            ["import-corrections", str(_corrected(many, folder))],
            many,
            lambda archive: len(archive.corrections.all()),
            is_whole=False,
        ),
        "fetch": KilledCommand(["fetch"], with_feed, count_all, is_whole=False),
        "tag": KilledCommand(
            ["tag", TAG, "killed"], many, lambda archive: archive.articles.tags().get("killed", 0)
        ),
        "tag --remove": KilledCommand(
            ["tag", "words>0", TAG, "--remove"], many, lambda archive: archive.articles.tags().get(TAG, 0)
        ),
        "edit": KilledCommand(
            ["edit", TAG, "--source", "Killed"], many, lambda archive: archive.search.count("source:Killed")
        ),
        "note": KilledCommand(["note", TAG, "killed"], many, lambda archive: len(archive.notes.all())),
        "remove": KilledCommand(["remove", TAG, "--yes"], many, count_all),
        "backup": KilledCommand(["backup", "backup.db"], many, _count_in_backup),
        "restore-backup": KilledCommand(["restore-backup", str(_backup(few, folder))], many, count_all),
        "doctor --repair": KilledCommand(
            ["doctor", "--repair"], damaged_copy(many, folder), count_all, is_whole=False
        ),
        "list, which migrates": KilledCommand(["list"], earlier_copy(many, folder), count_all, is_whole=False),
        "annotate --jobs 2": KilledCommand(
            ["annotate", "--jobs", "2"],
            few,
            _count_annotated,
            is_whole=False,
        ),
        "annotate --jobs 2, by two at once": KilledCommand(
            ["annotate", "--jobs", "2"], few, _count_annotated, is_whole=False, at_once=2
        ),
    }


def _count_annotated(archive: Archive) -> int:
    return archive.maintenance.statistics().annotated


def _count_all_and_notes(archive: Archive) -> int:
    return 10_000 * archive.search.count() + len(archive.notes.all())


def _count_in_backup(archive: Archive) -> int:
    """Return how many articles are in the backup beside an archive; 0 where there is none."""
    backup = archive.folder / "backup.db"
    if not backup.exists():
        return 0
    with closing(sqlite3.connect(backup)) as connection:
        return int(connection.execute("SELECT count(*) FROM articles").fetchone()[0])


def _count_readings(archive: Archive) -> int:
    """Return how many articles of a corpus are in the tables beside an archive."""
    tables = (archive.folder / "readings").rglob("*articles*.jsonl")
    return sum(len(table.read_text("utf-8").splitlines()) for table in tables)


def _corpus(exported: Path, folder: Path) -> Path:
    """Return a folder of files of ten articles each, made of an export; each file is a part of the corpus."""
    corpus = folder / "corpus"
    corpus.mkdir()
    lines = exported.read_text("utf-8").splitlines(keepends=True)
    for start in range(0, len(lines), 10):
        (corpus / f"{start}.jsonl").write_text("".join(lines[start : start + 10]), "utf-8")
    return corpus


def _corrected(archive: Path, folder: Path) -> Path:
    """Return a folder of brat's files in which each person of an archive has become an organisation."""
    corrected = folder / "corrected"
    run_command(["export", "--format", "brat", "--output", str(corrected)], archive.parent)
    for file in corrected.glob("*.ann"):
        file.write_text(file.read_text("utf-8").replace("\tPERSON ", "\tORG "), "utf-8")
    return corrected


def _backup(archive: Path, folder: Path) -> Path:
    with Archive.open(archive.parent) as opened:
        opened.maintenance.backup(folder / "put-back.db")
    return folder / "put-back.db"


def damaged_copy(archive: Path, folder: Path) -> Path:
    """Return a copy of an archive with a page of zeros in its middle."""
    content = bytearray(archive.read_bytes())
    middle = len(content) // 2 // 8192 * 8192
    content[middle : middle + 8192] = bytes(8192)
    damaged = folder / "damaged.db"
    damaged.write_bytes(content)
    return damaged


def earlier_copy(archive: Path, folder: Path) -> Path:
    """Return a copy of an archive in the form of version 5, which is migrated in steps."""
    earlier = Path(shutil.copy(archive, folder / "earlier.db"))
    with closing(sqlite3.connect(earlier)) as connection:
        # Its indexes had another form, too, but are dropped and made anew, whatever their form.
        for newer in (
            "TABLE newest_search",
            "VIEW newest_searchable",
            "TABLE newest_floor",
            "VIEW archive_version",
        ):
            connection.execute(f"DROP {newer}")
        connection.execute("ALTER TABLE articles RENAME COLUMN day_number TO month")
        connection.execute("CREATE VIEW archive_version AS SELECT 5 AS version")
        connection.execute("PRAGMA user_version = 5")
        connection.commit()
    return earlier


def _copy(killed: KilledCommand, place: Path) -> int:
    """Copy the archive of a command to where it is killed; return how much is done there, 0 if it is damaged."""
    place.mkdir()
    shutil.copy(killed.archive, place / "archive.db")
    return _progress(killed, place) if killed.is_whole else 0


def _progress(killed: KilledCommand, place: Path) -> int:
    with Archive.open(place, create=False) as archive:
        return killed.progress(archive)


def _run(killed: KilledCommand, place: Path, kill_after: float | None = None) -> _Run:
    """Run a command in processes that are forked off, and kill them after some seconds."""
    start = time.monotonic()
    fork = multiprocessing.get_context("fork").Process
    processes: list[BaseProcess] = [
        fork(target=_execute, args=(killed.command, place)) for _ in range(killed.at_once)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(None if kill_after is None else max(0, kill_after - (time.monotonic() - start)))
    seconds = time.monotonic() - start
    children = [child for process in processes if process.is_alive() for child in _children(process.pid)]
    for process in processes:
        process.kill()
        process.join()
    status = next((process.exitcode for process in processes if process.exitcode), 0)
    return _Run(seconds, status, _after_their_time(children))


def _children(process: int | None) -> list[int]:
    """Return the processes that a process has started, none where it has ended."""
    try:
        return [
            int(child) for child in Path(f"/proc/{process}/task/{process}/children").read_text("ascii").split()
        ]
    except OSError:
        return []


def _after_their_time(processes: Sequence[int]) -> list[int]:
    """Return those of some processes that have not ended some seconds after what started them."""
    ends = time.monotonic() + _MOST_AFTERLIFE
    while (alive := [process for process in processes if _is_alive(process)]) and time.monotonic() < ends:
        time.sleep(0.05)
    return alive


def _is_alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text("utf-8").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def import_commands() -> None:
    """Import all commands, so that a process that is forked off is killed while it works, not while it imports."""
    for module in pkgutil.iter_modules(cli.__path__):
        importlib.import_module(f"{cli.__name__}.{module.name}")


def _execute(command: list[str], place: Path) -> None:
    from onrecord.cli import annotate
    from onrecord.entry.main import main

    index_steps.STEP_SECONDS, index_steps.BATCH = 0, 20  # so that a small archive takes several
    if "--jobs" not in command:
        annotate.open_engine = lambda *_: QuickEngine()  # type: ignore[assignment]
    os.chdir(place)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in range(3):
        os.dup2(nowhere, stream)
    sys.argv = ["onrecord", *command, "--archive", str(place)]
    main()


def _failure(killed: KilledCommand, place: Path, allowed: set[int]) -> str:
    name = " ".join(killed.command)
    if not killed.is_whole:
        _run(killed, place)
    try:
        with Archive.open(place, create=False) as archive:
            problems = archive.maintenance.check()
            done = killed.progress(archive)
    except (OnRecordError, sqlite3.Error) as error:
        return f"{name}: {error}"
    if problems:
        return f"{name}: {problems[0]}"
    return "" if done in allowed else f"{name}: {done} are done, not {sorted(allowed)}"
