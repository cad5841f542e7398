"""Articles with their annotations and notes, written for others to read: one module a format."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TextIO, cast

from onrecord.base.control_characters import SafeWriter
from onrecord.base.errors import OnRecordError
from onrecord.export import csv, jsonl, markdown
from onrecord.export.item import Exported

__all__ = ["FORMATS", "ExportError", "Exported", "write"]


class ExportError(OnRecordError):
    """Something that cannot be written as asked."""


class Format(Protocol):
    """What a module of a format has."""

    def write(self, items: Iterable[Exported], out: TextIO) -> None:
        """Write the articles one after the other, as they come."""


FORMATS: dict[str, Format] = {"markdown": markdown, "csv": csv, "jsonl": jsonl}
"""Name → module."""


def write(name: str, items: Iterable[Exported], out: TextIO) -> None:
    """Write articles in a format of ``FORMATS`` to a text file that was opened with ``newline=""``.

    Raises:
        ExportError: there is no such format.
    """
    if name not in FORMATS:
        raise ExportError(f"There is no format “{name}”; there are: {', '.join(FORMATS)}.")
    FORMATS[name].write(items, cast(TextIO, SafeWriter(out, json=name == "jsonl")))
