"""Archives that their user may read, write or enter only in part, and disks that are full."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from onrecord.archive import Archive
from tools.attacks.commands import content_of, failure_of, run_command
from tools.attacks.outcome import Outcome
from tools.attacks.sample import TAG, Sample

READING = (["list"], ["show", "1"], ["search", TAG], ["quotes"], ["actors"], ["lists"], ["export", "1"])
WRITING = (["tag", "1", "x"], ["note", "1", "x"], ["remove", "1", "--yes"], ["star", "1"])
_FILLING = (
    ["tag", TAG, "filled"],
    ["note", TAG, "A note that fills. " * 100],
    ["edit", TAG, "--source", "Filled"],
    ["add", "-", "--no-annotate"],
    ["backup", "{folder}/backup.db"],
    ["export", TAG, "--format", "jsonl", "--output", "{folder}/out.jsonl"],
    ["star", TAG],
    ["remove", TAG, "--yes"],
)
"""Commands that need room on the disk, as many as they change."""

_TEXT = "A long text. " * 20_000
"""What ``add`` is given."""

_FREE = (0, 60, 400)
"""Kilobytes that are left on a disk."""

_USER = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner", "--"]
"""Runs a program of root's without the rights that root has beyond those of an owner."""

Hinder = Callable[[Path], None]
"""Takes rights to an archive's folder away."""


def _hinder_folder(folder: Path) -> None:
    folder.chmod(0o500)


def _hinder_file(folder: Path) -> None:
    (folder / "archive.db").chmod(0o400)


def _hinder_both(folder: Path) -> None:
    _hinder_file(folder)
    _hinder_folder(folder)


def _hinder_with_log(folder: Path) -> None:
    """Leave the log of a writer that was killed, in a folder that is only read."""
    with Archive.open(folder) as archive:
        archive.articles.update([2], starred=True)
        copies = [
            Path(shutil.copy(file, f"{file}.copy"))
            for file in folder.glob("archive.db*")
            if "-shm" not in file.name
        ]
    for copy in copies:
        copy.replace(copy.with_suffix(""))
    _hinder_folder(folder)


def _hide_file(folder: Path) -> None:
    (folder / "archive.db").chmod(0o000)


def _hide_folder(folder: Path) -> None:
    folder.chmod(0o000)


def _bar_folder(folder: Path) -> None:
    """Let the folder be listed and not entered."""
    folder.chmod(0o600)


_ONLY_READ: tuple[Hinder, ...] = (_hinder_folder, _hinder_file, _hinder_both, _hinder_with_log)
_NOT_READ: tuple[Hinder, ...] = (_hide_file, _hide_folder, _bar_folder)


def attack_permissions(folder: Path, sample: Sample, every: int = 1) -> Outcome:
    """Run commands on archives to which the user has only some rights; root runs them without its own.

    Args:
        folder: A folder that need not be there.
        sample: A sound archive.
        every: Runs the first command of so many.
    """
    outcome = Outcome("Where rights to an archive are lacking it is read if it may be, or a sentence says why")
    prefix = _USER if os.geteuid() == 0 else []
    if prefix and shutil.which(prefix[0]) is None:
        outcome.reason = "root may everything, and setpriv is not installed"
        return outcome
    for hinder in (*_ONLY_READ, *_NOT_READ):
        place = folder / hinder.__name__.strip("_")
        place.mkdir(parents=True)
        shutil.copy(sample.file, place / "archive.db")
        hinder(place)
        before = _contents(place)
        for command in (*READING, *WRITING)[::every]:
            may_read = command in READING and hinder in _ONLY_READ
            ran = run_command(command, place, prefix=prefix)
            failure = failure_of(ran, command, (0,) if may_read else (1, 2))
            changed = "" if _contents(place) == before else f"{command}: the archive has changed"
            outcome.count(f"{hinder.__name__}: {failure or changed}" if failure or changed else "")
        place.chmod(0o700)
    return outcome


def _contents(place: Path) -> list[bytes]:
    """Return what stands in the files of a folder whose rights do not hold for who attacks."""
    modes = {place: place.stat().st_mode}
    place.chmod(0o700)
    modes |= {file: file.stat().st_mode for file in place.glob("archive.db*") if not file.name.endswith("-shm")}
    contents = []
    for file in sorted(modes.keys() - {place}):
        file.chmod(0o600)
        contents.append(file.read_bytes())
    for path, mode in reversed(modes.items()):
        path.chmod(mode & 0o777)
    return [content for content in contents if content]


@contextmanager
def _small_disk(place: Path, options: str) -> Iterator[bool]:
    """Mount a small disk in memory; yield whether that was allowed."""
    place.mkdir(parents=True)
    mounted = subprocess.run(
        ["/bin/mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=False, capture_output=True
    )
    try:
        yield mounted.returncode == 0
    finally:
        if mounted.returncode == 0:
            subprocess.run(["/bin/umount", "--lazy", str(place)], check=True)


def attack_small_disks(folder: Path, sample: Sample) -> Outcome:
    """Run commands on disks on which nearly nothing, or no further file, has room."""
    outcome = Outcome(
        "On a full disk, or one without inodes, everything is read, and a change is done or refused whole"
    )
    if os.geteuid() != 0 or not Path("/bin/mount").exists():
        outcome.reason = "only root mounts a small disk"
        return outcome
    size = sample.file.stat().st_size // 1024 + 64
    for free in _FREE:
        for command in (*READING, *_FILLING):
            place = folder / f"{free}-{outcome.tried}"
            with _small_disk(place, f"size={size + max(_FREE) + 200}k") as is_mounted:
                if is_mounted:
                    shutil.copy(sample.file, place / "archive.db")
                    _fill(place, free)
                outcome.count(_change(place, command) if is_mounted else "it cannot be mounted")
    for command in (*READING, *_FILLING):
        place = folder / f"inodes-{outcome.tried}"
        with _small_disk(place, "size=64m,nr_inodes=3") as is_mounted:
            if is_mounted:
                shutil.copy(sample.file, place / "archive.db")
                (place / "last").touch()
            outcome.count(_change(place, command) if is_mounted else "it cannot be mounted")
    return outcome


def _fill(place: Path, free: int) -> None:
    """Leave some kilobytes on a disk."""
    (place / "reserve").write_bytes(bytes(free * 1024))
    with (place / "filling").open("wb", buffering=0) as filling:
        try:
            while filling.write(bytes(4096)):
                pass
        except OSError:
            pass
    (place / "reserve").unlink()


def attack_file_sizes(folder: Path, sample: Sample, every: int = 1) -> Outcome:
    """Run commands whose files may not grow beyond some size, as by a quota; ``every`` as for permissions."""
    outcome = Outcome("Where no file may grow, a change is done or refused whole")
    folder.mkdir()
    if shutil.which("prlimit") is None:
        outcome.reason = "prlimit is not installed"
        return outcome
    for more, command in list(itertools.product((0, 8192, 65536), _FILLING))[::every]:
        limit = ["prlimit", f"--fsize={sample.file.stat().st_size + more}"]
        place = folder / str(outcome.tried)
        place.mkdir()
        shutil.copy(sample.file, place / "archive.db")
        outcome.count(_change(place, command, limit))
        shutil.rmtree(place)
    return outcome


def _change(place: Path, command: Sequence[str], prefix: Sequence[str] = ()) -> str:
    """Run a command that lacks room; return what did not hold: as it was, or whole, and sound."""
    before = content_of(place)
    written = [part.format(folder=place) for part in command]
    ran = run_command(written, place, prefix=prefix, given=_TEXT)
    if failure := failure_of(ran, command, (0,) if command in READING else (0, 1)):
        return failure
    if ran.returncode and content_of(place) != before:
        return f"{command[:2]}: refused, and the archive has changed"
    with tempfile.TemporaryDirectory() as roomy:  # the check itself needs room
        for file in place.glob("archive.db*"):
            shutil.copy(file, roomy)
        with Archive.open(Path(roomy), create=False) as archive:
            problems = archive.maintenance.check()
    return f"{command[:2]}: {problems[0]}" if problems else ""
