"""Which file an archive is opened from, and whether it may be written."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from onrecord.archive.maintenance.migrations import Told
from onrecord.archive.storage import damage_marker
from onrecord.archive.storage.errors import ArchiveError, ArchiveMissing, ArchiveReadOnly
from onrecord.base.lazy import later

if TYPE_CHECKING:
    from onrecord.archive.maintenance import repair
else:
    repair = later("onrecord.archive.maintenance.repair")

FILE = "archive.db"


class ArchiveFile(NamedTuple):
    """The file to open; ``refused``: why nothing may be written, empty where it may."""

    file: Path
    refused: str = ""


def find(folder: Path, *, create: bool, told: Told | None = None) -> ArchiveFile:
    """The file of the archive in a folder; ``create`` makes the folder where there is none.

    A file that may not be written is only read, and so is what can be gathered from a damaged one. Raises
    ArchiveMissing, ArchiveReadOnly where there is no archive and none can be made, and what ``salvage`` raises.
    """
    file = folder.absolute() / FILE
    finish_repair(file)
    if not file.exists():
        if not create:
            raise ArchiveMissing(f"There is no archive in {folder}. Add articles to it, or choose another folder.")
        _make(folder)
        damage_marker.forget(file)  # of an archive that was here before
        return ArchiveFile(file)
    if not _is_writable(file):
        return ArchiveFile(
            file,
            f"The archive {file} is only read: it may not be written. Give yourself the right to write "
            "the file and its folder, or copy it to where you have it.",
        )
    if damage_marker.is_known(file):
        what = f"The archive {file} is damaged. Gathering what is readable"
        copy = repair.readable(file, told and partial(told, what))
        return ArchiveFile(copy, damage_marker.sentence(file))
    return ArchiveFile(file)


def finish_repair(file: Path) -> None:
    """Finish a repair of an archive that was cut off before the repaired one was in its place.

    Where that cannot be done, the archive stays as it is, if it is there.

    Raises:
        ArchiveError: there is only the repaired archive, and it cannot be put in its place.
    """
    if not damage_marker.repaired_place(file).exists():
        return
    try:
        repair.finish(file)
    except ArchiveError:
        if not file.exists():
            raise


def _make(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ArchiveReadOnly(f"The folder {folder} for the archive cannot be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ArchiveReadOnly(
            f"No archive can be made in {folder}: it may not be written. Give yourself the right, "
            "or choose another folder."
        )


def _is_writable(file: Path) -> bool:
    return os.access(file.parent, os.W_OK | os.X_OK) and os.access(file, os.W_OK)
