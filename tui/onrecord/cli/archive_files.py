"""Files that hold all that an archive knows of its articles, for ``onrecord add``: told, unpacked and added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory

from onrecord import ingest
from onrecord.archive import Archive
from onrecord.archive.indexing.bulk_add import AddedArticle
from onrecord.archive.maintenance import json_lines, tinydb_json
from onrecord.archive.maintenance.merging import OnConflict
from onrecord.archive.parts.maintenance_tasks import MaintenanceTasks
from onrecord.base.callbacks import OnProgress
from onrecord.base.held_files import is_held
from onrecord.cli.output import complain
from onrecord.ingest import Failed, IngestError
from onrecord.ingest.pipes import is_pipe, pipe_stream
from onrecord.ingest.zip_members import members_like, unpack_member
from onrecord.terminal.progress import progress_reporter
from onrecord.terminal.segments import counted

_ReadArchive = Callable[[MaintenanceTasks, Path, OnProgress, OnConflict], Iterator[tuple[AddedArticle, str]]]

_FORMS: tuple[tuple[Callable[[bytes], bool], _ReadArchive], ...] = (
    (tinydb_json.is_tinydb_json, MaintenanceTasks.read_tinydb_json),
    (json_lines.is_exported_lines, MaintenanceTasks.read_json_lines),
)
"""What tells by its beginning a file that holds all that an archive knows, and what adds it."""

_HEAD = 1000

_BESIDE_ARTICLES = {
    "notes": ("note", "notes"),
    "corrections": ("correction", "corrections"),
    "searches": ("saved search", "saved searches"),
    "feeds": ("feed", "feeds"),
}
"""The tables that such a file may fill beside those of articles, with what one document and several are called."""


def count_beside(archive: Archive) -> Counter[str]:
    """Return how many documents an archive has beside its articles, by their tables."""
    return Counter({name: len(archive.database.table(name)) for name in _BESIDE_ARTICLES})


def listed(counts: Counter[str]) -> str:
    """Return counts of documents as words: ``2 notes, 1 feed``; empty where all are 0."""
    return ", ".join(
        f"{counts[name]:,} {one if counts[name] == 1 else several}"
        for name, (one, several) in _BESIDE_ARTICLES.items()
        if counts[name]
    )


@dataclass(frozen=True)
class ArchiveFiles:
    """What a source has of archives.

    Attributes:
        source: The file, the address, or ``-``.
        is_whole: Whether the source is such a file itself.
        members: The names of such files in a source that is a ZIP archive.
    """

    source: str | Path
    is_whole: bool = False
    members: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        """The names of the files, as the user knows them."""
        name = ingest.name_of(self.source)
        return [name] if self.is_whole else [f"{name}: {member}" for member in self.members]

    def add_each(self, archive: Archive, failed: Failed) -> Iterator[list[tuple[AddedArticle, str]]]:
        """Take over each file, nothing of one that cannot be read, and yield its articles with their titles.

        Args:
            archive: Where to add them.
            failed: Called with the error where a file cannot be read.
        """
        for number, name in enumerate(self.names):
            taken: list[tuple[AddedArticle, str]] = []
            conflicts: list[str] = []
            with ingest.gate(name, failed), self._file(number) as file:
                read = _reader(file)
                on_progress = partial(progress_reporter(), f"Adding {name}")
                try:
                    taken = list(read(archive.maintenance, file, on_progress, conflicts.append)) if read else []
                except (tinydb_json.NotTinyDBJSON, json_lines.NotExportedLines) as error:
                    raise IngestError(name, error.reason) from error
            _report_conflicts(name, conflicts)
            yield taken

    @contextmanager
    def _file(self, number: int) -> Iterator[Path]:
        """Yield a file; one of a ZIP archive or of a pipe is written down, for TinyDB's is read twice."""
        with TemporaryDirectory() as folder:
            file = Path(self.source)
            if self.members:
                file = Path(folder, "member")
                unpack_member(Path(self.source), self.members[number], file)
            elif is_pipe(self.source):
                file = Path(folder, "pipe")
                with file.open("wb") as out:
                    copyfileobj(pipe_stream(self.source), out)
            yield file


def archive_files(source: str | Path) -> ArchiveFiles:
    """Return what a source has of archives; it may be none."""
    if is_held(source):  # reading refuses it, and says why
        return ArchiveFiles(source)
    try:
        if is_pipe(source):
            return ArchiveFiles(source, _reader_of(pipe_stream(source).peek()) is not None)
        if _reader(Path(source)) is not None:
            return ArchiveFiles(source, is_whole=True)
    except OSError:  # an address, or something to be complained about
        return ArchiveFiles(source)
    members = members_like(Path(source), lambda head: _reader_of(head) is not None)
    return ArchiveFiles(source, members=tuple(members))


def _reader(file: Path) -> _ReadArchive | None:
    with file.open("rb") as stream:
        return _reader_of(stream.read(_HEAD))


def _reader_of(head: bytes) -> _ReadArchive | None:
    """Return what adds a file that begins so; None if it holds no archive."""
    return next((read for is_of_form, read in _FORMS if is_of_form(head)), None)


def _report_conflicts(name: str, conflicts: Sequence[str]) -> None:
    """Say where a file and the archive contradict each other."""
    if conflicts:
        complain(f"{name} says otherwise than the archive in {counted(len(conflicts), 'thing')}:")
        for conflict in conflicts:
            complain(f"  {conflict}")
