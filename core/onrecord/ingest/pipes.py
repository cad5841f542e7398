"""Pipes and devices that are named as sources, and standard input: each can be read only once.

So who looks at the beginning of one, to tell what it holds, and who reads it, have the same stream.
"""

from __future__ import annotations

import contextlib
import sys
from io import BufferedReader, FileIO
from pathlib import Path

from onrecord.ingest.document import buffered

STANDARD_INPUT = "-"

_streams: dict[str, BufferedReader] = {}
"""The streams of the pipes that were opened; they end with the program."""


def is_pipe(source: str | Path) -> bool:
    """Return whether a source is standard input, or leads to a pipe, a socket or a device."""
    if source == STANDARD_INPUT:
        return True
    with contextlib.suppress(OSError, ValueError):  # no path at all
        path = Path(source)
        return path.exists() and not path.is_file() and not path.is_dir()
    return False


def pipe_stream(source: str | Path) -> BufferedReader:
    """Return the stream of a pipe, which is opened the first time. Waits for who writes it; raises OSError."""
    if source == STANDARD_INPUT:
        stream = sys.stdin.buffer
        return stream if hasattr(stream, "peek") else buffered(stream)  # type: ignore[return-value, arg-type]
    key = str(source)
    if key not in _streams:
        _streams[key] = buffered(FileIO(source))
    return _streams[key]
