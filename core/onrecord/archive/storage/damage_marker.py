"""Whether an archive's file is known to be damaged. A file beside it tells whoever comes next."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from onrecord.base import held_files
from onrecord.base.archive_files import APPLICATION, APPLICATION_AT
from onrecord.base.private_files import make_private_file

_MARK = ".damaged"
_SIZE_AT, _PAGES_AT = 16, 28  # https://www.sqlite.org/fileformat.html#the_database_header
_ADVICE = (
    "It is only read, and shows what is readable; onrecord doctor --repair makes a whole archive of that "
    "and keeps the damaged file."
)


def damage_message(file: Path, reason: object = "") -> str:
    """Return what the user is told of a damaged archive."""
    why = f" ({reason})" if reason else ""
    return f"The archive {file} is damaged{why}. {_ADVICE}"


def mark_damaged(file: Path, reason: object) -> None:
    """Note beside the file that it is damaged; where nothing may be written, it is not noted."""
    with suppress(OSError):
        make_private_file(_mark(file))
        _mark(file).write_text(f"{reason}\n", encoding="utf-8")


def clear_mark(file: Path) -> None:
    """Take the note away. Raises OSError."""
    _mark(file).unlink(missing_ok=True)


def is_damaged(file: Path) -> bool:
    """Return whether the file was found damaged before, or is shorter than it says itself."""
    if _mark(file).exists():
        return True
    with suppress(OSError):
        return file.stat().st_size < expected_length(file)
    return False


def repaired_file(file: Path) -> Path:
    """Return where a repaired archive waits until it takes the place of the damaged one."""
    return file.with_name(f"{file.stem}.repaired{file.suffix}")


def restored_file(file: Path) -> Path:
    """Return where the copy of a backup waits until it takes the place of the archive."""
    return file.with_name(f"{file.stem}.restored{file.suffix}")


def expected_length(file: Path) -> int:
    """Return how many bytes an archive has by its own header, 0 where that does not tell. Raises OSError."""
    wal = file.with_name(f"{file.name}-wal")
    # What a write-ahead log still holds may be what is missing.
    if wal.exists() and wal.stat().st_size:
        return 0
    header = held_files.content_at(file, 0, 100)
    if header[APPLICATION_AT : APPLICATION_AT + 4] != APPLICATION:
        return 0
    size = int.from_bytes(header[_SIZE_AT : _SIZE_AT + 2], "big")
    return (65536 if size == 1 else size) * int.from_bytes(header[_PAGES_AT : _PAGES_AT + 4], "big")


def _mark(file: Path) -> Path:
    return file.with_name(file.name + _MARK)
