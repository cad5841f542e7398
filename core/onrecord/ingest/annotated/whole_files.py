"""Files of annotations, read as a whole, up to a size."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from onrecord.ingest.document import IngestError

LARGEST = 256 * 2**20
"""Bytes of a file of annotations; decoded, it takes some ten times as much memory."""


def whole_content(file: Path) -> bytes:
    """Return what is in a file.

    Raises:
        IngestError: It is larger than ``LARGEST``, or never ends.
        OSError: It cannot be read.
    """
    with file.open("rb") as stream:
        content = stream.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise IngestError(str(file), f"larger than {LARGEST // 2**20} MB; export fewer articles at a time")
    return content


def decoded_json(file: Path, form: Any) -> Any:
    """Return what a file of JSON holds, as a type.

    Raises:
        ValueError: It is no JSON, of another form, or nested too deeply; its text says which.
        IngestError: It is too large.
        OSError: It cannot be read.
    """
    try:
        return msgspec.json.decode(whole_content(file), type=form)
    except msgspec.DecodeError as error:
        raise ValueError(str(error)) from error
    except RecursionError as error:
        raise ValueError("nested too deeply") from error
