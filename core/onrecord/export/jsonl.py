"""JSON Lines, an article a line with its text, annotation, notes and corrections; ``onrecord add`` reads it again.

The annotation is as ``onrecord annotate`` prints it: spans are ``[start, end]`` in characters of ``text``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

import msgspec

from onrecord.export.item import Exported
from onrecord.export.rows import annotation_row, article_row


def write(items: Iterable[Exported], out: TextIO) -> None:
    """Write a line for each article."""
    for item in items:
        row = article_row(item.article) | {
            "text": item.text,
            "annotation": annotation_row(item.annotation) if item.annotation else None,
            "notes": item.notes,
            "corrections": item.corrections,
        }
        out.write(msgspec.json.encode(row).decode() + "\n")
