"""Files that are whole or not there."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
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
    """Write a text file like ``whole_file``."""
    with whole_file(output) as file, file.open("w", encoding="utf-8", newline="") as out:
        write(out)


def write_binary_file(output: Path, write: Callable[[BinaryIO], None]) -> None:
    """Write a file of bytes like ``whole_file``."""
    with whole_file(output) as file, file.open("wb") as out:
        write(cast(BinaryIO, out))


def write_text(output: Path, text: str) -> None:
    """Write a text into a file like ``whole_file``, in a folder that need not be there."""
    make_private_folder(output.parent)
    write_file(output, lambda out: cast(None, out.write(text)))


@contextmanager
def whole_file(output: Path) -> Iterator[Path]:
    """Yield a file to write, which takes its name at the end of the ``with`` block, when it is whole.

    What stood there before is kept until then.

    Raises:
        OutputRefusedError: It is an archive, or belongs to one.
        OSError: It cannot be written.
    """
    output = output.resolve()
    if is_held(output) or is_archive(output) or is_beside_archive(output):
        raise OutputRefusedError(f"{output} is an archive, or belongs to one; name another file.")
    if output.exists() and not os.access(output, os.W_OK):  # to replace a file, the right to its folder is enough
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(output))
    if output.exists() and not output.is_file():  # a pipe or a device cannot be put in place of another
        yield output
        return
    with part_of(output) as part:
        yield part
        part.replace(output)
