"""Choosing the file that an archive is opened from, and whether it may be written."""

from __future__ import annotations

import os
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from typing import NamedTuple

from onrecord.archive.storage import damage_marker
from onrecord.archive.storage.errors import ArchiveError, ArchiveMissing, ArchiveReadOnly
from onrecord.archive.storage.sqlite_storage import has_log
from onrecord.archive.storage.stale_log import set_aside_stale_log
from onrecord.base import held_files
from onrecord.base.archive_files import archive_file
from onrecord.base.callbacks import OnStepProgress
from onrecord.base.private_files import make_private_file, make_private_folder, protect


class ArchiveFile(NamedTuple):
    """The file to open.

    Attributes:
        file: The file.
        refused: Why nothing may be written, as a sentence; empty if the file may be written.
        temporary_folder: The folder that it was copied to in order to be read, if it was.
    """

    file: Path
    refused: str = ""
    temporary_folder: ExitStack | None = None


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
    file = archive_file(folder)
    finish_replacement(file)
    if not file.exists():
        if not create:
            raise ArchiveMissing(f"There is no archive in {folder}. Add articles to it, or choose another folder.")
        _create_folder(file.parent)
        damage_marker.clear_mark(file)  # of an archive that was in this folder before
        with suppress(FileExistsError):  # another program was faster
            make_private_file(file, is_new=True)
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


def choose_to_read(place: ArchiveFile, error: ArchiveError) -> ArchiveFile:
    """Choose what is read of an archive that cannot be opened, as no file can be made beside it.

    So it is on a full disk, or in a folder that may not be written where a log is left.

    Args:
        place: What could not be opened.
        error: What SQLite said.

    Raises:
        ArchiveError: There is nothing to read, or no room for a copy: ``error``.
    """
    file = place.file
    if not file.exists() or not file.stat().st_size:
        raise error
    refused = place.refused or (
        f"The archive {file} is only read: nothing can be written beside it. Free some space on its disk, and see "
        "that its folder is yours to write; then open it again."
    )
    if not has_log(file):
        return ArchiveFile(file, refused)
    import tempfile

    from onrecord.base.part_files import part_folder

    for folder in (tempfile.gettempdir(), "/dev/shm"):  # noqa: S108
        with suppress(OSError), ExitStack() as stack:
            copies = stack.enter_context(part_folder(Path(folder)))
            for name in (file.name, f"{file.name}-wal"):
                held_files.copy_content(file.with_name(name), copies / name)
            return ArchiveFile(copies / file.name, refused, stack.pop_all())
    raise error


def finish_replacement(file: Path) -> None:
    """Finish a repair, or the restoring of a backup, that was interrupted before the new archive was in its place.

    If that is impossible, an archive that is still in its place stays as it is.

    Raises:
        ArchiveError: There is no other archive than the new one, and it cannot be moved to its place.
    """
    # A backup is also restored over an archive whose repair was interrupted, and then comes first.
    for replacement in (damage_marker.restored_file(file), damage_marker.repaired_file(file)):
        if not replacement.exists():
            continue
        from onrecord.archive.maintenance import repair

        try:
            repair.finish(file, replacement)
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
