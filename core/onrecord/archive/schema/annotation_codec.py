"""Annotations as documents of a third of the size: rows without names, spans by their distance from the last.

An annotation of a 500-word article is some 8 KB as JSON; deflated it is 1.5 KB as it stands and 1.0 KB in this
form.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# The form belongs to the version of the archive: what has other fields is kept as it is. Version 1 had neither the
# last table nor the last fields of an attribution, version 2 no language; what is missing at an end is left out.
_ROWS = {
    "entities": ("span", "label", "actor"),
    "attributions": (
        "source",
        "cue",
        "content",
        "kind",
        "speaker",
        "via",
        "confidence",
        "cue_type",
        "why",
        "unnamed",
        "polarity",
        "modality",
        "speaker_confidence",
    ),
    "actors": ("id", "name", "type", "aliases", "suspected", "roles", "metonyms", "mentions"),
    "unnamed": ("id", "name", "body", "mentions"),
}
_REST = ("annotator", "text_hash", "language")
_SPANS = ("span", "source", "cue", "content", "mentions")


def pack(document: Mapping[str, Any]) -> Mapping[str, Any] | list[Any]:
    """Return the short form of an annotation's document; the document itself if it is not as annotations are."""
    if tuple(document) != (*_ROWS, *_REST):
        return document
    try:
        return [
            *(_pack_rows(document[table], fields) for table, fields in _ROWS.items()),
            *map(document.get, _REST),
        ]
    except (TypeError, ValueError):
        return document


def unpack(packed: Any) -> dict[str, Any]:
    """Return the document of which this is the short form."""
    if isinstance(packed, dict):
        return packed
    tables = min(len(_ROWS), len(packed) - 2)
    document = {
        table: _unpack_rows(rows, fields)
        for (table, fields), rows in zip(_ROWS.items(), packed[:tables], strict=False)
    }
    return document | dict(zip(_REST, packed[tables:], strict=False))


def _pack_rows(rows: list[dict[str, Any]], fields: tuple[str, ...]) -> list[list[Any]]:
    packed, last = [], 0
    for row in rows:
        if tuple(row) != fields:
            raise ValueError("a row with other fields")
        values = []
        for field, value in row.items():
            if field in _SPANS:
                distances: list[int] = []
                for start, end in [value] if field == "span" else value:
                    if type(start) is not int or type(end) is not int:
                        raise TypeError("a span that is not of whole numbers")
                    distances += (start - last, end - start)
                    last = start
                value = distances
            values.append(value)
        packed.append(values)
    return packed


def _unpack_rows(rows: list[list[Any]], fields: tuple[str, ...]) -> list[dict[str, Any]]:
    unpacked, last = [], 0
    for values in rows:
        row = dict(zip(fields, values, strict=False))
        for field in fields:
            if field in _SPANS:
                spans = []
                for distance, length in zip(row[field][::2], row[field][1::2], strict=True):
                    last += distance
                    spans.append([last, last + length])
                row[field] = spans[0] if field == "span" else spans
        unpacked.append(row)
    return unpacked
