"""``onrecord doctor``: where everything is, and whether it is well."""

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
from onrecord.archive.opening import FILE, finish_repair
from onrecord.archive.storage import damage_marker
from onrecord.base import settings
from onrecord.base.errors import OnRecordError
from onrecord.cli.context import CommandContext, FormOption, command
from onrecord.cli.output import Row, emit, line
from onrecord.terminal.progress import progress_reporter
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import visible

_Tell = Callable[[str, object], None]

_NAMED = 20
"""Articles that are named by their ids; of more only the number is said."""


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
        typer.Option("--repair", help="Make a sound archive of what is readable; the file as it was is kept."),
    ] = False,
    form: FormOption = "text",
) -> int:
    """Say where everything is and check the archive.

    Which archive and which model are used, what is not annotated yet, and what is wrong. The exit status is 1
    when there is a problem.

    With --repair a sound archive takes the place of one that is damaged or does not agree with itself. It has all
    that is readable; indexes and counts are made anew, and the file as it was is kept beside it.
    """
    if repair:
        return _repair(session, form)
    problems: list[str] = []
    rows: list[Row] = []

    def tell(name: str, value: object) -> None:
        rows.append({"name": name, "value": value})

    tell("onrecord", metadata.version("onrecord"))
    tell("config file", _with_presence(str(settings.config_file()), settings.config_file().exists()))
    reader = _model(session, tell, problems)
    _archive(session, reader, tell, problems)
    _surroundings(tell)
    for problem in problems:
        tell("problem", problem)
    if not problems:
        tell("problems", "none")
    emit(rows, form, _print)
    return 1 if problems else 0


def _model(session: CommandContext, tell: _Tell, problems: list[str]) -> str | None:
    """Tells of the model, and gives the version of the annotator; None when there is none that works."""
    try:
        version = annotation.version(session.settings.model)
        annotation.load(session.settings.model)
    except OnRecordError as error:
        problems.append(str(error))
        return None
    tell("annotator", f"{version}, loads")
    return version


def _archive(session: CommandContext, version: str | None, tell: _Tell, problems: list[str]) -> None:
    folder = session.settings.archive
    tell("archive", _with_presence(str(folder), folder.exists()))
    try:
        with session.open() as archive:
            tell("file", str(archive.file))
            if archive.read_only:
                problems.append(archive.read_only)
            for name, value in msgspec.to_builtins(archive.maintenance.statistics()).items():
                tell(name, value)
            if version is not None:
                tell("not annotated", len(archive.annotations.pending(version)))
            problems += archive.maintenance.check()
    except ArchiveMissing:
        tell("file", "none yet; onrecord add FILE makes it")
    except OnRecordError as error:
        problems.append(str(error))


def _repair(session: CommandContext, form: FormOption) -> int:
    """Repairs the archive where something is wrong with it, and says what of it is lost."""
    file = session.settings.archive.absolute() / FILE
    finish_repair(file)
    if _is_sound(session, file):
        emit(
            [{"repaired": False}], form, lambda _: line(visible(f"The archive {file} is sound; nothing was done."))
        )
        return 0
    saved, kept = repairing.repair(file, partial(progress_reporter(), "Gathering what is readable"))
    row = msgspec.to_builtins(saved) | {"repaired": True, "kept": str(kept)}
    emit([row], form, lambda _: _print_repair(file, saved, kept))
    return 0


def _is_sound(session: CommandContext, file: Path) -> bool:
    if damage_marker.is_damaged(file):
        return False
    try:
        with session.open() as archive:
            return not archive.maintenance.check()
    except ArchiveDamaged:
        return False


def _print_repair(file: Path, saved: SalvageReport, kept: Path) -> None:
    line(visible(f"The archive {file} is sound again: {counted(saved.articles, 'article')}."))
    for what, articles in (
        ("Lost", saved.lost),
        ("Without their text, which is taken when it is added again", saved.texts),
        ("With nothing but their text, so that title, source and tags are to be given again", saved.facts),
    ):
        if articles:
            line(
                f"{what}: {', '.join(map(str, articles[:_NAMED]))}{'' if len(articles) <= _NAMED else ', …'} "
                f"({counted(len(articles), 'article')})."
            )
    if saved.others:
        line(f"Lost: {saved.others:,} of the notes and other documents.")
    line(visible(f"The file as it was is kept: {kept}"))


def _surroundings(tell: _Tell) -> None:
    size = shutil.get_terminal_size()
    terminal = f"{size.columns}×{size.lines}, {os.environ.get('TERM') or 'TERM is not set'}"
    tell("terminal", terminal if sys.stdout.isatty() else f"none here ({terminal})")
    tell(
        "colours",
        "off (NO_COLOR)" if os.environ.get("NO_COLOR") else os.environ.get("COLORTERM") or "as TERM says",
    )
    tell("encoding", sys.stdout.encoding)
    versions = [f"{name} {metadata.version(name)}" for name in ("textual", "spacy", "tinydb")]
    tell("Python", f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}, {', '.join(versions)}")


def _with_presence(place: str, there: bool) -> str:
    return place if there else f"{place} (not there)"


def _print(rows: Iterable[Row]) -> None:
    for row in rows:
        style = "bold red" if row["name"] == "problem" else "dim"
        value = f"{row['value']:,}" if isinstance(row["value"], int) else visible(str(row["value"]))
        line((f"{row['name']:<14}", style), value)
