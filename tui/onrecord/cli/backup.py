"""``onrecord backup``: a copy of the archive."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Annotated

import typer

from onrecord.base.errors import OnRecordError
from onrecord.cli.context import CommandContext, FormOption, command
from onrecord.cli.output import emit, line
from onrecord.terminal.progress import progress_reporter
from onrecord.terminal.visible_text import visible


@command(
    "backup",
    examples="""
    onrecord backup ~/backups/archive-2021-04-16.db
    onrecord backup /media/stick/archive.db --force
    """,
)
def backup(
    session: CommandContext,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The copy to make, or the folder to make it in.")],
    force: Annotated[bool, typer.Option("--force", help="Replace the file if it exists.")] = False,
    form: FormOption = "text",
) -> None:
    """Copy the whole archive into a file, even while the desk is open.

    The copy is checked, and the file appears only when it is complete. Named archive.db in a folder of its own, it
    is an archive that can be opened.
    """
    with session.open() as archive:
        target = file / archive.file.name if file.is_dir() else file
        if target.resolve() == archive.file.resolve():
            raise BackupRefusedError(f"{target} is the archive itself; name another file for its backup.")
        if target.exists() and not force:
            raise BackupRefusedError(f"{target} exists already; name another file, or give --force to replace it.")
        archive.maintenance.backup(target.absolute(), partial(progress_reporter(), "Pages copied"))
    size = target.stat().st_size
    done = visible(f"Copied the archive to {target} ({size / 1e6:,.1f} MB).")
    emit([{"file": str(target), "bytes": size}], form, lambda _: line(done))


class BackupRefusedError(OnRecordError):
    """A backup that would replace another file."""
