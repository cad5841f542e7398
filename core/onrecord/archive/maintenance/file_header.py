"""The first hundred bytes of an archive's file, made anew where they are damaged.

One wrong byte there, and SQLite does not take the file for a database, or reads its pages wrongly. All of it can
be worked out: https://www.sqlite.org/fileformat.html#the_database_header
"""

from __future__ import annotations

from itertools import chain

from onrecord.archive.schema.tables import APPLICATION, VERSION

LENGTH = 100
_MAGIC = b"SQLite format 3\0"
_PAGE_TYPES = (0x02, 0x05, 0x0A, 0x0D)
_PAGE_SIZES = [512 << shift for shift in range(8)]
_USUAL_PAGE_SIZE = 8192
_SEARCHED = 8 * 2**20
"""How many bytes are looked at for the size of a page."""

_FIXED = [range(24), range(44, 48), range(52, 60), range(68, 92)]
"""The bytes that are the same in all archives of one page size."""


def page_size(content: memoryview | bytes) -> int:
    """Return the size at which most pages of a file look like pages; that of new archives if none does."""
    named = int.from_bytes(content[16:18], "big")
    sizes = sorted(_PAGE_SIZES, key=lambda size: (size != named, size != _USUAL_PAGE_SIZE))
    return max(sizes, key=lambda size: _count_pages(content, size))


def _count_pages(content: memoryview | bytes, size: int) -> int:
    starts = range(size, min(len(content), _SEARCHED) - size + 1, size)
    return sum(_is_page(content[start : start + 12], size) for start in starts)


def _is_page(head: memoryview | bytes, size: int) -> bool:
    cells, cell_content = int.from_bytes(head[3:5], "big"), int.from_bytes(head[5:7], "big") or 65536
    return head[0] in _PAGE_TYPES and cells > 0 and 8 + 2 * cells <= cell_content < size


def sound_header(content: memoryview | bytes) -> bytes:
    """Return the header that the file of an archive should have, its log left aside.

    What cannot be worked out, such as the list of unused pages, is taken as it stands.
    """
    size = page_size(content)
    header = bytearray(bytes(content[:LENGTH]).ljust(LENGTH, b"\0"))
    header[:16] = _MAGIC
    header[16:18] = (1 if size == 65536 else size).to_bytes(2, "big")
    header[18:24] = bytes([2, 2, 0, 64, 32, 32])  # with a log; how full pages may be
    header[28:32] = (whole_length(content) // size).to_bytes(4, "big")
    header[44:48] = (4).to_bytes(4, "big")
    header[52:60] = (0).to_bytes(4, "big") + (1).to_bytes(4, "big")  # no pointer maps; UTF-8
    header[60:64] = VERSION.to_bytes(4, "big")
    header[64:68] = bytes(4)
    header[68:72] = APPLICATION.to_bytes(4, "big")
    header[72:92] = bytes(20)
    header[92:96] = header[24:28]  # the number of pages above is of this state of the file
    return bytes(header)


def whole_length(content: memoryview | bytes) -> int:
    """Return the length of a file of which the last page is filled up."""
    size = page_size(content)
    return -(-len(content) // size) * size


def is_sound(content: memoryview | bytes) -> bool:
    """Return whether a file begins as an archive does, whatever its state and its version."""
    expected = sound_header(content)
    # A copy that was made by SQLite names no log.
    variable = {18, 19} if bytes(content[18:20]) == b"\1\1" else set[int]()
    return all(content[at] == expected[at] for at in chain(*_FIXED) if at not in variable)
