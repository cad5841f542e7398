"""``onrecord doctor``: where everything is, and whether anything is wrong with it."""

from __future__ import annotations

import os
import platform
import shutil
import sqlite3
import sys
from collections.abc import Callable, Iterable
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from onrecord import annotation
from onrecord.archive import ArchiveDamaged, ArchiveMissing
from onrecord.archive.maintenance import repair as repairing
from onrecord.archive.maintenance.salvage import SalvageReport
from onrecord.archive.opening import finish_replacement
from onrecord.archive.storage import damage_marker
from onrecord.base import settings
from onrecord.base.archive_files import archive_file
from onrecord.base.errors import OnRecordError
from onrecord.base.private_files import share
from onrecord.cli.context import CommandContext, FormOption, command
from onrecord.cli.output import Row, emit, line
from onrecord.ingest.door import is_installed
from onrecord.ingest.kinds.kind_table import read_kinds
from onrecord.terminal.progress import progress_reporter
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import visible

_Report = Callable[[str, object], None]

_NAMED = 20
"""How many articles are listed by id; of the rest only the number is printed."""


@command(
    "doctor",
    examples="""
    onrecord doctor
    onrecord doctor --archive ~/news --format json
    onrecord doctor --repair
    """,
)
def doctor(
    session: CommandContext,
    repair: Annotated[
        bool,
        typer.Option("--repair", help="Make a sound archive from what is readable, and keep the old file."),
    ] = False,
    shared: Annotated[
        bool,
        typer.Option("--shared", help="Let the group of the archive's folder read and write it, from now on."),
    ] = False,
    form: FormOption = "text",
) -> int:
    """Show where everything is, and check the archive.

    Which archive and which model are used, how many articles are not annotated yet or in a language that is not
    read, and any problems, such as a key of the config file that two actions have. The exit status is 1 when there
    is a problem.

    With --repair, a damaged or inconsistent archive is replaced by a sound one with everything that is readable.
    Indexes and counts are rebuilt, and the old file is kept beside it. Of documents that another program has
    stored in another form, what can be used is taken, and what they were is kept in a file.

    An archive is its user's alone. With --shared its folder is opened to the group that the folder has.
    """
    if shared:
        return _share(session, form)
    if repair:
        return _repair(session, form)
    problems: list[str] = []
    rows: list[Row] = []

    def report(name: str, value: object) -> None:
        rows.append({"name": name, "value": value})

    report("onrecord", metadata.version("onrecord"))
    report("config file", _with_presence(str(settings.config_file()), settings.config_file().exists()))
    problems += session.desk.key_problems(session.settings.keys)
    annotator_version = _model(session, report, problems)
    _archive(session, annotator_version, report, problems)
    _environment(report)
    _kinds(report)
    for problem in problems:
        report("problem", problem)
    if not problems:
        report("problems", "none")
    emit(rows, form, _print)
    return 1 if problems else 0


def _model(session: CommandContext, report: _Report, problems: list[str]) -> str | None:
    """Report the model, and return the version of the annotator; None if no model works."""
    try:
        version = annotation.version(session.settings.model)
        annotation.load(session.settings.model)
    except OnRecordError as error:
        problems.append(str(error))
        return None
    report("annotator", f"{version}, loads")
    return version


def _archive(session: CommandContext, annotator_version: str | None, report: _Report, problems: list[str]) -> None:
    folder = session.settings.archive
    report("archive", _with_presence(str(folder), folder.exists()))
    try:
        with session.open() as archive:
            report("file", str(archive.file))
            if archive.read_only:
                problems.append(archive.read_only)
            for name, value in msgspec.to_builtins(archive.maintenance.statistics()).items():
                report(name, value)
            if annotator_version is not None:
                pending = archive.annotations.pending(annotator_version, annotation.SUPPORTED_LANGUAGES)
                report("not annotated", len(pending))
            for language, count in archive.annotations.unsupported(annotation.SUPPORTED_LANGUAGES).items():
                report("unsupported", f"{counted(count, 'article')}. {annotation.unsupported_reason(language)}")
            problems += archive.maintenance.check()
    except ArchiveMissing:
        report("file", "none yet; onrecord add FILE makes it")
    except OnRecordError as error:
        problems.append(str(error))


def _share(session: CommandContext, form: FormOption) -> int:
    folder = session.settings.archive
    session.open().close()
    share(folder)
    group = folder.group()
    emit(
        [{"shared": group}], form, lambda _: line(f"The group {group} may read and write the archive in {folder}.")
    )
    return 0


def _repair(session: CommandContext, form: FormOption) -> int:
    """Repair the archive if anything is wrong with it, and print what could not be saved."""
    file = archive_file(session.settings.archive)
    finish_replacement(file)
    if _is_sound(session, file):
        emit(
            [{"repaired": False}], form, lambda _: line(visible(f"The archive {file} is sound; nothing was done."))
        )
        return 0
    salvaged, old_file = repairing.repair(file, partial(progress_reporter(), "Reading what is left"))
    row = msgspec.to_builtins(salvaged) | {"repaired": True, "kept": str(old_file)}
    emit([row], form, lambda _: _print_repair(file, salvaged, old_file))
    return 0


def _is_sound(session: CommandContext, file: Path) -> bool:
    if damage_marker.is_damaged(file):
        return False
    try:
        with session.open() as archive:
            return not archive.is_partial and not archive.maintenance.check()
    except ArchiveDamaged:
        return False


def _print_repair(file: Path, salvaged: SalvageReport, old_file: Path) -> None:
    line(visible(f"The archive {file} is sound again: {counted(salvaged.articles, 'article')}."))
    for state, articles in (
        ("Lost", salvaged.lost),
        ("Without their text, which is stored when it is added again", salvaged.texts),
        ("With nothing but their text; give title, source and tags again", salvaged.facts),
    ):
        if articles:
            line(
                f"{state}: {', '.join(map(str, articles[:_NAMED]))}{'' if len(articles) <= _NAMED else ', …'} "
                f"({counted(len(articles), 'article')})."
            )
    if salvaged.malformed:
        names = ", ".join(f"{document.table} {document.id}" for document in salvaged.malformed[:_NAMED])
        more = "" if len(salvaged.malformed) <= _NAMED else ", …"
        line(visible(f"Not as they should be, and saved as far as possible: {names}{more}."))
        line(visible(f"What they held is kept, one document a line: {salvaged.malformed_file}"))
    if salvaged.others:
        line(f"Lost: {salvaged.others:,} of the notes and other documents.")
    line(visible(f"The file as it was is kept: {old_file}"))


def _environment(report: _Report) -> None:
    size = shutil.get_terminal_size()
    terminal = f"{size.columns}×{size.lines}, {os.environ.get('TERM') or 'TERM is not set'}"
    report("terminal", terminal if sys.stdout.isatty() else f"none ({terminal})")
    report(
        "colours",
        "off (NO_COLOR)" if os.environ.get("NO_COLOR") else os.environ.get("COLORTERM") or "as TERM says",
    )
    report("encoding", sys.stdout.encoding)
    versions = [f"{name} {metadata.version(name)}" for name in ("textual", "spacy", "tinydb")]
    report("Python", f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, {', '.join(versions)}")


def _kinds(report: _Report) -> None:
    """Report which kinds of files can be read, and which need a library that is not installed."""
    kinds = list(read_kinds())
    missing = [kind for kind in kinds if not is_installed(kind.needs)]
    report("can be read", ", ".join(kind.name for kind in kinds if kind not in missing))
    if missing:
        names = ", ".join(kind.name for kind in missing)
        extras = ",".join(sorted({kind.extra for kind in missing}))
        report("cannot be read", f"{names}; install what they need: pip install 'onrecord[{extras}]'")


def _with_presence(path: str, exists: bool) -> str:
    return path if exists else f"{path} (not there)"


def _print(rows: Iterable[Row]) -> None:
    for row in rows:
        style = "bold red" if row["name"] == "problem" else "dim"
        value = f"{row['value']:,}" if isinstance(row["value"], int) else visible(str(row["value"]))
        line((f"{row['name']:<14}", style), value)
