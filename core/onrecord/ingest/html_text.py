"""The text of HTML: its blocks apart by an empty line, without what only programs read.

For what holds nothing but the text: a field of a feed, a part of a mail, a chapter of a book, or the tree of an
article that was found in a page (``readers.html``).
"""

from __future__ import annotations

import re
from collections.abc import Set
from typing import Any

_SILENT = frozenset(
    "script style head title template noscript svg object iframe form button nav select textarea".split()
)
BLOCKS = frozenset(
    (
        "address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer h1 "
        "h2 h3 h4 h5 h6 header hr html li main ol p pre section summary table tbody thead tr ul "
        "head quote list item row code"  # as trafilatura calls them
    ).split()
)
"""Elements that begin and end a block of their own."""
_ITEMS = frozenset({"li", "item"})
_LINE_BREAKS = frozenset({"br", "lb"})
_CELLS = frozenset({"td", "th", "cell"})
_ROWS = frozenset({"tr", "row"})
_LONGEST_CELL = 80
"""Characters that a cell has at most, if its row is to be one line."""
_QUOTATION_MARKS = ("“", "”", "„", "«", "»", "‘", "‚", "‹", '"', "'")
_BLANKS = re.compile(r"[ \t\n\r\f\v]+")
_PARAGRAPH_BREAK = re.compile(r"\0(?:[ \xa0]*\0)+")
_BREAK = "\0"  # stands for the end of a line until the blanks of the source are folded


def html_text(page: str | bytes) -> str:
    """Return the text of HTML, a whole document or a part of one."""
    from lxml import etree, html

    parser = html.HTMLParser(encoding="utf-8") if isinstance(page, str) else html.HTMLParser()
    try:
        root = html.document_fromstring(page.encode() if isinstance(page, str) else page, parser=parser)
    except etree.ParserError:  # empty, or nothing but remarks
        return ""
    mark_quotations(root)
    return tree_text(root)


def mark_quotations(root: Any) -> None:
    """Put marks around the quotations in a line to which a browser would give them, and take their element away.

    Args:
        root: An element of lxml; it is changed.
    """
    from lxml import etree

    for element in root.iter("q"):
        words = "".join(element.itertext()).strip()
        if words and words[0] not in _QUOTATION_MARKS and not _words_before(element).endswith(_QUOTATION_MARKS):
            element.text = f"“{element.text or ''}"
            if len(element):
                element[-1].tail = f"{element[-1].tail or ''}”"
            else:
                element.text += "”"
    etree.strip_tags(root, "q")


def _words_before(element: Any) -> str:
    before = element.getprevious()
    return (before.tail if before is not None else element.getparent().text) or ""


def tree_text(root: Any, silent: Set[str] = _SILENT) -> str:
    """Return the text of an element with all in it.

    Args:
        root: An element of lxml.
        silent: Names of elements that have no text for the reader.
    """
    writer = _TextWriter()
    # Without recursion, for pages nest deeper than Python may.
    steps: list[tuple[Any, bool]] = [(root, True)]
    while steps:
        element, is_start = steps.pop()
        if not is_start:
            writer.end(element, element.tail if element is not root else "")
            continue
        steps.append((element, False))
        if isinstance(element.tag, str) and element.tag not in silent:
            writer.start(element)
            steps.extend((child, True) for child in reversed(element))
    return writer.text()


class _TextWriter:
    """Gathers the blocks of a document in their order."""

    def __init__(self) -> None:
        self._blocks: list[str] = []
        self._words: list[str] = []
        self._is_item = False
        self._rows_on_line: list[bool] = []  # of each row that is open, whether it is one line

    def text(self) -> str:
        """Return the blocks, items of a list below each other."""
        self._end_block()
        parts = []
        for index, block in enumerate(self._blocks):
            is_next_item = index and block.startswith("- ") and self._blocks[index - 1].startswith("- ")
            parts.append(("\n" if is_next_item else "\n\n") if index else "")
            parts.append(block)
        return "".join(parts)

    def start(self, element: Any) -> None:
        """Write what stands before the first child of an element."""
        if self._is_block(element):
            self._end_block()
        if element.tag in _ROWS:
            self._rows_on_line.append(_has_short_cells(element))
        if element.tag in _ITEMS:
            self._is_item = True
        elif element.tag in _LINE_BREAKS:
            self._words.append(_BREAK)
        if element.text:
            is_kept = element.tag == "pre"
            self._words.append(element.text.replace("\n", _BREAK) if is_kept else _BLANKS.sub(" ", element.text))

    def end(self, element: Any, tail: str | None) -> None:
        """Write what stands between the end of an element and the next one: its tail."""
        if element.tag in _ROWS:
            self._rows_on_line.pop()
        if self._is_block(element):
            self._end_block()
        elif element.tag in _CELLS:
            self._words.append(" ")
        if element.tag in _ITEMS:
            self._is_item = False
        if tail:
            self._words.append(_BLANKS.sub(" ", tail))

    def _is_block(self, element: Any) -> bool:
        """Return whether an element is a block of its own, as the only paragraph of a cell of a table is not."""
        is_in_line = self._rows_on_line and self._rows_on_line[-1] and element.tag not in _ROWS
        return element.tag in BLOCKS and not is_in_line

    def _end_block(self) -> None:
        """End a block; two line breaks after each other part paragraphs, as people write them in mails."""
        words = "".join(self._words)
        self._words.clear()
        for paragraph in _PARAGRAPH_BREAK.split(words):
            lines = [" ".join(line.split()) for line in paragraph.split(_BREAK)]
            block = "\n".join(filter(None, lines))
            if block:
                self._blocks.append(f"- {block}" if self._is_item else block)
                self._is_item = False


def _has_short_cells(row: Any) -> bool:
    """Return whether a row of a table has several cells of a few words, as facts have and layouts have not."""
    cells = [child for child in row if child.tag in _CELLS]
    return len(cells) > 1 and all(
        sum(element.tag in BLOCKS or element.tag in _LINE_BREAKS for element in cell.iter()) < 2
        and sum(map(len, cell.itertext())) <= _LONGEST_CELL
        for cell in cells
    )
