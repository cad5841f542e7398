"""The rows on the leaf pages of a damaged file, found without the pages above them.

Where the way from the root of a table to its leaves is damaged, SQLite cannot reach rows that are sound. Here all
pages are gone through, and each row is given to the table whose columns it has.
https://www.sqlite.org/fileformat.html#b_tree_pages and #record_format
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from onrecord.archive.maintenance import file_header
from onrecord.archive.schema.tables import ANNOTATIONS, LAYOUTS, TEXTS
from onrecord.archive.storage.rows import TableLayout
from onrecord.base.held_files import mapped_content

_TABLE_LEAF = 0x0D
_INTEGERS = {1: 1, 2: 2, 3: 3, 4: 4, 5: 6, 6: 8}
"""Serial type → bytes of an integer."""


_Place = tuple[int, int, int]
"""Where the content of a cell begins: page, offset on it, length."""


class LeafPages:
    """The documents of the laid-out tables on the leaf pages of a file. Raises OSError and ValueError."""

    def __init__(self, file: Path) -> None:
        self._content = mapped_content(file)
        self._page_size = self._usable = file_header.page_size(self._content)
        self._places: dict[str, dict[int, _Place]] = {layout.name: {} for layout in LAYOUTS}
        unused = self._unused()
        for page in range(1, len(self._content) // self._page_size + 1):
            if page not in unused:
                for doc_id, place in self._cells(page):
                    self._take(doc_id, place)

    def ids(self, table: str) -> list[int]:
        """Return the ids of the documents of a table."""
        return list(self._places.get(table, ()))

    def stored(self, table: str, doc_id: Any) -> Any:
        """Return a document as it is stored, None where there is none."""
        place = self._places.get(table, {}).get(doc_id)
        return None if place is None else _record(self._payload(*place))[-1]

    def _take(self, doc_id: int, place: _Place) -> None:
        try:
            record = _record(self._payload(*place))
        except (IndexError, ValueError):  # no row, or none that is whole
            return
        if len(record) < 3 or record[0] is not None or not isinstance(record[1], int | None):
            return
        for layout in LAYOUTS:
            if _is_row(layout, record):
                self._places[layout.name].setdefault(doc_id, place)
                return

    def _unused(self) -> set[int]:
        """Return the pages on which rows stand that were deleted."""
        unused: set[int] = set()
        trunk = int.from_bytes(self._content[32:36], "big")
        while trunk and trunk not in unused and trunk * self._page_size <= len(self._content):
            unused.add(trunk)
            page = self._page(trunk)
            count = min(int.from_bytes(page[4:8], "big"), self._usable // 4 - 2)
            unused |= {int.from_bytes(page[8 + 4 * n : 12 + 4 * n], "big") for n in range(count)}
            trunk = int.from_bytes(page[:4], "big")
        return unused

    def _page(self, number: int) -> memoryview:
        return self._content[(number - 1) * self._page_size : number * self._page_size]

    def _cells(self, number: int) -> Iterator[tuple[int, _Place]]:
        page, at = self._page(number), 100 if number == 1 else 0
        if page[at] != _TABLE_LEAF:
            return
        for cell in range(int.from_bytes(page[at + 3 : at + 5], "big")):
            place = at + 8 + 2 * cell
            try:
                start = int.from_bytes(page[place : place + 2], "big")
                length, start = _varint(page, start)
                doc_id, start = _varint(page, start)
            except IndexError:
                continue
            yield doc_id, (number, start, length)

    def _payload(self, number: int, start: int, length: int) -> bytes:
        """Return the content of a cell, with what stands on other pages. Raises ValueError."""
        page = self._page(number)
        most, least = self._usable - 35, (self._usable - 12) * 32 // 255 - 23
        if length <= most:
            local = length
        else:
            local = least + (length - least) % (self._usable - 4)
            local = local if local <= most else least
        parts = [bytes(page[start : start + local])]
        left = length - local
        following = int.from_bytes(page[start + local : start + local + 4], "big") if left else 0
        while left > 0:
            if not following or following * self._page_size > len(self._content):
                raise ValueError("a page that is not there")
            overflow = self._page(following)
            parts.append(bytes(overflow[4 : 4 + min(left, self._usable - 4)]))
            left -= len(parts[-1])
            following = int.from_bytes(overflow[:4], "big")
        return b"".join(parts)


def _is_row(layout: TableLayout, record: list[Any]) -> bool:
    """Return whether these are the values that a document of this table has in its columns."""
    columns = record[2:-1]
    # The checksum is the last column, and version 2 had none.
    as_written = len(columns) == len(layout.columns) or len(columns) == len(layout.columns) - 1 > 0
    if not as_written or not isinstance(record[-1], bytes if layout.compressed else str):
        return False
    try:
        document = layout.decode(record[-1])
        if layout is TEXTS:
            return list(document) == ["text"]
        if layout is ANNOTATIONS:
            return "attributions" in document
        return layout.values(document)[: len(columns)] == columns
    except (sqlite3.DatabaseError, AttributeError, TypeError):
        return False


def _varint(content: memoryview | bytes, at: int) -> tuple[int, int]:
    """Return a number of up to 9 bytes, and where the next thing begins. Raises IndexError."""
    value = 0
    for place in range(at, at + 8):
        value = value << 7 | content[place] & 0x7F
        if content[place] < 0x80:
            return value, place + 1
    return (value << 8 | content[at + 8]), at + 9


def _record(payload: bytes) -> list[Any]:
    """Return the values of a row; fractions become None. Raises IndexError and ValueError."""
    size, at = _varint(payload, 0)
    types = []
    while at < size:
        kind, at = _varint(payload, at)
        types.append(kind)
    values: list[Any] = []
    for kind in types:
        length = _INTEGERS.get(kind, 8 if kind == 7 else (kind - 12) // 2 if kind >= 12 else 0)
        content = payload[at : at + length]
        if len(content) < length:
            raise ValueError("a value that is cut off")
        at += length
        if kind in _INTEGERS:
            values.append(int.from_bytes(content, "big", signed=True))
        elif kind >= 12:
            values.append(content.decode() if kind % 2 else content)
        else:
            values.append({8: 0, 9: 1}.get(kind))
    return values
