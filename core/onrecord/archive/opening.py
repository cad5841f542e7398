"""Choosing the file that an archive is opened from, and whether it may be written."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from onrecord.archive.storage import damage_marker
from onrecord.archive.storage.errors import ArchiveError, ArchiveMissing, ArchiveReadOnly
from onrecord.archive.storage.stale_log import set_aside_stale_log
from onrecord.base.callbacks import OnStepProgress
from onrecord.base.private_files import make_private_file, make_private_folder, protect

FILE = "archive.db"


class ArchiveFile(NamedTuple):
    """The file to open; ``refused`` says why nothing may be written, and is empty if the file may be written."""

    file: Path
    refused: str = ""


def choose_file(folder: Path, *, create: bool, on_progress: OnStepProgress | None = None) -> ArchiveFile:
    """Choose the file of the archive in a folder.

    An archive that may not be written is opened read-only; so is what can be read of a damaged one.

    Args:
        folder: The folder of the archive.
        create: Whether to create the folder where there is none.
        on_progress: Called while a damaged archive is salvaged.

    Raises:
        ArchiveMissing: There is no archive, and ``create`` is false.
        ArchiveReadOnly: There is no archive, and the folder cannot be created or written.
        ArchiveDamaged: Nothing of the archive can be read.
    """
    file = folder.absolute() / FILE
    finish_repair(file)
    if not file.exists():
        if not create:
            raise ArchiveMissing(f"There is no archive in {folder}. Add articles to it, or choose another folder.")
        _create_folder(folder)
        make_private_file(file)
        damage_marker.clear_mark(file)  # of an archive that was in this folder before
        return ArchiveFile(file)
    if not _is_writable(file):
        return ArchiveFile(
            file,
            f"The archive {file} is only read: it may not be written. Give yourself the right to write "
            "the file and its folder, or copy it to where you have it.",
        )
    _protect(file)
    with suppress(OSError):  # it is damage then, and will be said
        set_aside_stale_log(file)
    if damage_marker.is_damaged(file):
        from onrecord.archive.maintenance import repair

        step = f"The archive {file} is damaged. Gathering what is readable"
        copy = repair.readable_copy(file, on_progress and partial(on_progress, step))
        return ArchiveFile(copy, damage_marker.damage_message(file))
    return ArchiveFile(file)


def finish_repair(file: Path) -> None:
    """Finish a repair that was interrupted before the repaired archive was in its place.

    If that is impossible, an archive that is still in its place stays as it is.

    Raises:
        ArchiveError: There is only the repaired archive, and it cannot be moved to its place.
    """
    if not damage_marker.repaired_file(file).exists():
        return
    from onrecord.archive.maintenance import repair

    try:
        repair.put_repaired_in_place(file)
    except ArchiveError:
        if not file.exists():
            raise


def _create_folder(folder: Path) -> None:
    try:
        make_private_folder(folder)
    except OSError as error:
        raise ArchiveReadOnly(f"The folder {folder} for the archive cannot be made: {error.strerror}.") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise ArchiveReadOnly(
            f"No archive can be made in {folder}: it may not be written. Give yourself the right, "
            "or choose another folder."
        )


def _protect(file: Path) -> None:
    """Take the rights of others away from an archive, and from its folder if nothing else is in it."""
    for ending in ("", "-wal", "-shm"):
        protect(file.with_name(file.name + ending))
    if all(path.name.lstrip(".").startswith((file.stem, "onrecord")) for path in file.parent.iterdir()):
        protect(file.parent)


def _is_writable(file: Path) -> bool:
    return os.access(file.parent, os.W_OK | os.X_OK) and os.access(file, os.W_OK)
