"""Files in a ZIP archive that are taken out of it as they are, and not read as articles."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

from onrecord.ingest.document import Allowance, LimitedStream

_ENDINGS = (".json", ".jsonl", ".ndjson", ".gz")
_HEAD = 1000


def members_like(file: Path, is_of_form: Callable[[bytes], bool]) -> list[str]:
    """Return the names of the files of JSON in a ZIP archive that begin in some form; none if it is no ZIP.

    Args:
        file: The archive, or any other file.
        is_of_form: Tells a file by its first bytes.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            names = [info.filename for info in archive.infolist() if not info.flag_bits & 1]
            return [name for name in names if name.endswith(_ENDINGS) and is_of_form(_head(archive, name))]
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return []


def unpack_member(file: Path, name: str, target: Path) -> None:
    """Write a file of a ZIP archive into another place.

    Raises:
        IngestError: It is larger than what may be unpacked.
        OSError: It cannot be read or written.
    """
    with zipfile.ZipFile(file) as archive, archive.open(name) as stream, target.open("wb") as out:
        shutil.copyfileobj(LimitedStream(stream, f"{file}: {name}", Allowance()), out)


def _head(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as stream:
        return stream.read(_HEAD)
