"""Files that are whole or not there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TextIO

from onrecord.base.private_files import make_private_file


def write_file(output: Path, write: Callable[[TextIO], None]) -> None:
    """Write a file, which is only there when it is whole; what stood there before is kept until then.

    Raises:
        OSError: it cannot be written.
    """
    output = output.resolve()
    if output.exists() and not output.is_file():  # a pipe or a device cannot be put in place of another
        with output.open("w", encoding="utf-8", newline="") as out:
            write(out)
        return
    part = output.with_name(f".{output.name}.part")
    try:
        make_private_file(part)
        with part.open("w", encoding="utf-8", newline="") as out:
            write(out)
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
