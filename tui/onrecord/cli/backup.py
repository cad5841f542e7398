"""``onrecord backup`` and ``onrecord restore-backup``: copies of the archive, and their way back."""

from __future__ import annotations

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from onrecord.archive.maintenance.backup import check_backup, rotate_backups
from onrecord.archive.maintenance.backup import restore_backup as put_back
from onrecord.archive.opening import finish_replacement
from onrecord.base.archive_files import archive_file, is_beside_archive
from onrecord.base.errors import OnRecordError
from onrecord.base.private_files import make_private_folder
from onrecord.cli.context import CommandContext, FormOption, OutputForm, command
from onrecord.cli.output import emit, line
from onrecord.terminal.progress import progress_reporter


@command(
    "backup",
    examples="""
    onrecord backup ~/backups/archive-2021-04-16.db
    onrecord backup /media/stick/archive.db --force
    onrecord backup ~/backups --keep 7
    onrecord backup ~/backups/archive-2021-04-16.db --check
    """,
)
def backup(
    session: CommandContext,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy to make, or the folder to make it in.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    keep: Annotated[
        int | None,
        typer.Option(
            "--keep", metavar="N", min=1, help="Name the copy in the folder by the time, and keep the last N."
        ),
    ] = None,
    check: Annotated[
        bool, typer.Option("--check", help="Check a backup that there is, in place of making one.")
    ] = False,
    form: FormOption = "text",
) -> int:
    """Copy the whole archive into a file, even while the desk is open.

    The copy is checked, and the file appears only when it is complete. onrecord restore-backup puts it back. Named
    archive.db in a folder of its own, it is an archive that can be opened. With --check the exit status is 1 when
    the backup is not sound.
    """
    if check:
        return _check(file, form)
    with session.open() as archive:
        if keep is not None:
            if file.exists() and not file.is_dir():
                raise BackupRefusedError(f"{file} is a file; with --keep, name the folder of the backups.")
            make_private_folder(file)
        target = file / _name(archive.file, dated=keep is not None) if file.is_dir() else file
        if _replaces_archive(target.resolve(), session.settings.archive):
            raise BackupRefusedError(
                f"{target} is the archive itself, or belongs to it; name another file for its backup."
            )
        if target.exists() and not target.is_file():  # a device would be replaced by a file
            raise BackupRefusedError(f"{target} is a device or a pipe; name a file for the backup.")
        if target.exists() and not force:
            raise BackupRefusedError(f"{target} exists already; name another file, or give --force to replace it.")
        archive.maintenance.backup(target.absolute(), partial(progress_reporter(), "Pages copied"))
    removed = rotate_backups(target, archive.file.stem, keep) if keep is not None else []
    size = target.stat().st_size
    row = {"file": str(target), "bytes": size, "removed": [str(path) for path in removed]}
    emit([row], form, lambda _: line(f"Copied the archive to {target} ({size / 1e6:,.1f} MB)."))
    return 0


def _replaces_archive(target: Path, folder: Path) -> bool:
    """Return whether a file is the archive in a folder, damaged or not, or would be taken for a part of one."""
    return target == archive_file(folder).resolve() or is_beside_archive(target)


def _name(file: Path, *, dated: bool) -> str:
    return f"{file.stem}-{datetime.now():%Y%m%d-%H%M%S}{file.suffix}" if dated else file.name


def _check(file: Path, form: OutputForm) -> int:
    problems = check_backup(file)
    rows = [{"file": str(file), "problems": problems}]
    emit(rows, form, lambda _: line("\n".join(problems) or f"The backup {file} is sound."))
    return 1 if problems else 0


@command(
    "restore-backup",
    examples="""
    onrecord restore-backup ~/backups/archive-2021-04-16.db
    onrecord restore-backup ~/backups/archive-2021-04-16.db --archive ~/news
    """,
)
def restore_backup(
    session: CommandContext,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The backup.")],
    form: FormOption = "text",
) -> None:
    """Put a backup in the place of the archive.

    The backup is checked first, and stays where it is. The archive that was there is kept beside it, with its log,
    as archive.before-restore-….db. Close the desk before.
    """
    target = archive_file(session.settings.archive)
    finish_replacement(target)
    replaced = put_back(target, file)
    row = {"file": str(target), "kept": str(replaced) if replaced else None}
    emit([row], form, lambda _: _print_restored(file, target, replaced))


def _print_restored(backup_file: Path, target: Path, replaced: Path | None) -> None:
    line(f"The backup {backup_file} is the archive {target} now.")
    if replaced is not None:
        line(f"The archive as it was is kept: {replaced}")


class BackupRefusedError(OnRecordError):
    """A backup that would replace another file."""
