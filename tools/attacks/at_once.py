"""Several programs that come to one thing at the same moment: they open, add, migrate, replace or repair it."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from functools import partial
from pathlib import Path
from subprocess import CompletedProcess
from typing import NamedTuple
from unittest.mock import patch

from benchmarks.sample_archive import drafts
from onrecord.archive import Archive
from onrecord.archive.maintenance import index_steps
from onrecord.archive.maintenance.backup import check_backup
from onrecord.archive.storage import damage_marker
from onrecord.base.errors import OnRecordError
from onrecord.base.feeds import Feed
from tools.attacks.commands import failure_of, run_at_once, run_forked
from tools.attacks.kills import damaged_copy, earlier_copy, import_commands
from tools.attacks.outcome import Outcome
from tools.attacks.sample import write_archive

_ARTICLES, _ADDED = 40, 15
Ran = Sequence["CompletedProcess[str]"]


class Rush(NamedTuple):
    """Programs that come to the same thing at once.

    Attributes:
        name: What they do.
        prepare: Fills the folder of the archive, which is not there.
        commands: What each of them runs.
        failure: Returns what did not hold in the archive afterwards, empty if all did.
        refusable: Which of the commands may be refused in a sentence.
        longest_pause: Seconds by which one may come later than another.
        afterwards: A command that does what may have been refused to all of them; empty for none.
    """

    name: str
    prepare: Callable[[Path], object]
    commands: list[list[str]]
    failure: Callable[[Archive, Ran], str]
    refusable: tuple[str, ...] = ()
    longest_pause: float = 0.03
    afterwards: tuple[str, ...] = ()


def attack_at_once(folder: Path, times: int, seed: int, names: Sequence[str] = ()) -> Iterator[Outcome]:
    """Let several programs come at once, again and again, each time a little later or earlier than the others.

    Args:
        folder: An empty folder.
        times: How often.
        seed: Where the random numbers begin.
        names: Those that are tried; empty for all.
    """
    import_commands()
    for rush in _rushes(folder):
        if names and rush.name not in names:
            continue
        outcome = Outcome(f"Several at once: {rush.name}. Nobody fails, nothing is lost, and the archive is sound")
        # A small archive is migrated in many steps, which are those of all programs in turn.
        with patch.multiple(index_steps, STEP_SECONDS=0, BATCH=10):
            for number in range(times):
                outcome.count(_try(rush, folder / "place", random.Random(f"{seed} {rush.name} {number}")))
                shutil.rmtree(folder / "place")
        yield outcome


def _try(rush: Rush, folder: Path, rng: random.Random) -> str:
    """Let the programs of a rush come once, and return what did not hold."""
    archive_folder = folder / "archive"
    folder.mkdir()
    rush.prepare(archive_folder)
    ran = run_at_once(
        rush.commands,
        archive_folder,
        given="An article from the standard input.\n",
        environment={"HOME": str(folder)},
        pauses=[rng.choice((0, rng.uniform(0, rush.longest_pause))) for _ in rush.commands],
    )
    for command, each in zip(rush.commands, ran, strict=True):
        statuses = (0, 1, 2) if command[0] in rush.refusable else (0,)
        if failure := failure_of(each, command, statuses):
            return failure
    if rush.afterwards and (
        failure := failure_of(run_forked(rush.afterwards, archive_folder), rush.afterwards, (0,))
    ):
        return failure
    try:
        with Archive.open(archive_folder, create=False) as archive:
            if problems := [archive.read_only] if archive.read_only else archive.maintenance.check():
                said = " ".join(each.stderr for each in ran)
                return f"{problems[0]} {said}"
            return rush.failure(archive, ran)
    except OnRecordError as error:
        return f"afterwards: {error}"


def _rushes(folder: Path) -> list[Rush]:
    sound = write_archive(folder / "sound", _ARTICLES, length=40).file
    with Archive.open(sound.parent) as archive:
        archive.maintenance.backup(folder / "backup.db")
        archive.articles.add(next(iter(drafts(1, 40, seed=3))))  # what is put back has an article less
    sound = Path(shutil.copy(sound, folder / "sound.db"))
    backup = folder / "backup.db"
    damaged, earlier = damaged_copy(sound, folder), earlier_copy(sound, folder)
    clippings = folder / "clippings"
    clippings.mkdir()
    for number, draft in enumerate(drafts(_ADDED, 60, seed=2)):
        (clippings / f"{number}.txt").write_text(draft.text, encoding="utf-8")
    add_folder = ["add", str(clippings), "--no-annotate"]
    restore, note = ["restore-backup", str(backup)], ["note", "1"]
    notes = [[*note, "First."], [*note, "Second."], [*note, "Third."]]

    def all_articles(archive: Archive, _: Ran) -> str:
        return _differs("articles", archive.search.count(), _ARTICLES + 1)

    def all_clippings(archive: Archive, _: Ran) -> str:
        return _differs("articles", archive.search.count(), _ADDED)

    def are_all_put_back(archive: Archive, ran: Ran) -> str:
        is_put_back = any(each.returncode == 0 for each in ran if each.args[0] == restore[0])
        lost = _lost_notes(archive, ran)
        return lost or _differs("articles", archive.search.count(), _ARTICLES + (not is_put_back))

    return [
        Rush(
            "add, to an archive that is not there",
            _nothing,
            [["add", "-", "--no-annotate"], add_folder, ["list"]],
            lambda archive, _: _differs("articles", archive.search.count(), _ADDED + 1),
            refusable=("list",),  # which asks for an archive
        ),
        Rush("add, the same files", _nothing, [add_folder] * 3, all_clippings),
        Rush("fetch", partial(_with_feed, clippings), [["fetch"]] * 3, all_clippings),
        Rush("feeds add, the same", _nothing, [["feeds", "add", str(clippings)]] * 3, _one_feed),
        Rush("list, which migrates", partial(_put, earlier), [["list"]] * 3, all_articles),
        Rush(
            "restore-backup, beside who writes",
            partial(_put, sound),
            [restore, restore, notes[0], notes[1]],
            are_all_put_back,
            refusable=("restore-backup",),
        ),
        Rush(
            "doctor --repair, beside who reads",
            partial(_put, damaged),
            [["doctor", "--repair"], ["doctor", "--repair"], ["list"], ["list"]],
            lambda *_: "",
            refusable=("doctor",),  # while another has the archive open
            longest_pause=0.5,
            afterwards=("doctor", "--repair"),
        ),
        Rush("note, after a repair was cut off", partial(_cut_off, sound, damaged), notes, _lost_notes),
        Rush(
            "note, beside the log of another file",
            partial(_with_stale_log, sound, backup),
            notes,
            _lost_notes,
        ),
        Rush(
            "backup, to the same file",
            partial(_put, sound),
            [["backup", str(folder / "kept.db"), "--force"]] * 3,
            lambda *_: "".join(check_backup(folder / "kept.db")),
        ),
        Rush(
            "backup --keep, in the same folder",
            partial(_put, sound),
            [["backup", str(folder / "kept"), "--keep", "1"]] * 3,
            lambda *_: _differs("backups", len(list((folder / "kept").glob("archive-*.db"))), 1),
            refusable=("backup",),  # of two within a second the second would have the name of the first
        ),
        Rush(
            "lists save, the same name",
            partial(_put, sound),
            [["lists", "save", "mine", query] for query in ("a", "b", "c")],
            lambda archive, _: _differs(
                "lists", [each.name for each in archive.saved_searches.all()].count("mine"), 1
            ),
        ),
    ]


def _nothing(_: Path) -> None:
    """Leave the folder out."""


def _put(file: Path, place: Path) -> Path:
    place.mkdir()
    return Path(shutil.copy(file, place / "archive.db"))


def _with_feed(clippings: Path, place: Path) -> None:
    with Archive.open(place) as archive:
        archive.feeds.add([Feed(url=str(clippings))])


def _cut_off(sound: Path, damaged: Path, place: Path) -> None:
    """Leave an archive as a repair leaves it that is killed before the sound one is in its place."""
    file = _put(damaged, place)
    replacement = damage_marker.repaired_file(file)
    shutil.copy(sound, replacement)
    damage_marker.mark_damaged(file, "an attack")
    shutil.copystat(file, replacement)


def _with_stale_log(sound: Path, backup: Path, place: Path) -> None:
    """Leave an archive as somebody does who copies a backup over one whose desk was killed."""
    other = place.parent / "other.db"
    shutil.copy(sound, other)
    with closing(sqlite3.connect(other, isolation_level=None)) as connection:
        connection.execute("PRAGMA journal_mode = WAL")
        connection.execute("CREATE TABLE late (number)")
        file = _put(backup, place)
        shutil.copy(f"{other}-wal", f"{file}-wal")


def _lost_notes(archive: Archive, ran: Ran) -> str:
    """Return which notes are lost that a command has said to be stored; what is replaced is kept beside it."""
    bodies = {note.body for note in archive.notes.all()}
    for earlier in archive.folder.glob("archive.before-*.db"):
        with closing(sqlite3.connect(earlier)) as connection:
            documents = connection.execute("SELECT document FROM notes").fetchall()
        bodies |= {each.args[-1] for each in ran for (document,) in documents if each.args[-1] in str(document)}
    lost = [each.args[-1] for each in ran if each.args[0] == "note" and each.args[-1] not in bodies]
    return f"the notes {lost} are lost" if lost else ""


def _one_feed(archive: Archive, _: Ran) -> str:
    return _differs("feeds", len(archive.feeds.all()), 1)


def _differs(name: str, count: int, expected: int) -> str:
    return "" if count == expected else f"{count} {name}, not {expected}"
