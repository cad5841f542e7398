"""Files that are whole or not there."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, TextIO, cast

from onrecord.base.archive_files import is_archive, is_beside_archive
from onrecord.base.errors import OnRecordError
from onrecord.base.held_files import is_held
from onrecord.base.part_files import part_of
from onrecord.base.private_files import make_private_folder


class OutputRefusedError(OnRecordError):
    """A file that would be lost if it were written."""


def write_file(output: Path, write: Callable[[TextIO], None]) -> None:
    """Write a text file, which is only there when it is whole; what stood there before is kept until then.

    Raises:
        OutputRefusedError: It is an archive, or belongs to one.
        OSError: It cannot be written.
    """
    _write(output, lambda file: _write_text_into(file, write))


def write_binary_file(output: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a file of bytes like ``write_file``."""

    def write_bytes(file: Path) -> None:
        with file.open("wb") as out:
            write(cast(BinaryIO, out))

    _write(output, write_bytes)


def write_text(output: Path, text: str) -> None:
    """Write a text into a file like ``write_file``, in a folder that need not be there."""
    make_private_folder(output.parent)
    write_file(output, lambda out: cast(None, out.write(text)))


def _write_text_into(file: Path, write: Callable[[TextIO], None]) -> None:
    """Open a file for text as it is, and write it."""
    with file.open("w", encoding="utf-8", newline="") as out:
        write(out)


def _write(output: Path, write: Callable[[Path], None]) -> None:
    output = output.resolve()
    if is_held(output) or is_archive(output) or is_beside_archive(output):
        raise OutputRefusedError(f"{output} is an archive, or belongs to one; name another file.")
    if output.exists() and not os.access(output, os.W_OK):  # to replace a file, the right to its folder is enough
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(output))
    if output.exists() and not output.is_file():  # a pipe or a device cannot be put in place of another
        write(output)
        return
    with part_of(output) as part:
        write(part)
        part.replace(output)
