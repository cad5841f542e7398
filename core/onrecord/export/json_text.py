"""JSON as it is written piece by piece."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

import msgspec


def encoded(value: Any) -> str:
    """Return a value as JSON on one line."""
    return msgspec.json.encode(value).decode()


def write_array(values: Iterable[Any], out: TextIO) -> None:
    """Write a list with a value on each line, as the values come."""
    opening = "[\n"
    for value in values:
        out.write(opening + encoded(value))
        opening = ",\n"
    out.write("\n]\n" if opening == ",\n" else "[]\n")
