"""The text that a reader of Markdown sees, without its marks."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it.token import Token

_HTML_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)
_HTML_LINE_BREAK = re.compile(r"<br\b", re.IGNORECASE)


def plain_text(markdown: str, *, bullet: str = "- ", line_break: str = " ", keep_html: bool = False) -> str:
    """Return the text of a Markdown document: its blocks apart by an empty line, list items with their marks.

    Args:
        markdown: The document, in CommonMark with tables.
        bullet: What stands before the items of lists that have no numbers.
        line_break: What stands for the end of a line within a paragraph.
        keep_html: Whether HTML stays as it is written, rather than lose its tags and comments.
    """
    from markdown_it import MarkdownIt

    writer = _BlockWriter(bullet, line_break, keep_html)
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        writer.write(token)
    return "".join(writer.parts)


class _BlockWriter:
    """Writes the blocks of a Markdown document one below the other."""

    def __init__(self, bullet: str, line_break: str, keep_html: bool) -> None:
        self.parts: list[str] = []
        self._bullet = bullet
        self._line_break = line_break
        self._keep_html = keep_html
        self._next_numbers: list[int | None] = []  # one for each open list, None where it has bullets
        self._item_mark = ""  # of the list item whose first block is still to come
        self._table_cells: list[str] | None = None
        self._is_tight = False  # whether the next block follows on the next line, as the items of a short list do
        self._is_list_start = True

    def write(self, token: Token) -> None:
        """Write what one token of the parser adds to the text."""
        match token.type:
            case "inline" if self._table_cells is not None:
                self._table_cells.append(self._inline_text(token.children or []))
            case "inline":
                self._write_block(self._inline_text(token.children or []))
            case "paragraph_open":
                self._is_tight = token.hidden
            case "fence" | "code_block":
                self._write_block(token.content.rstrip("\n"))
            case "html_block" if self._keep_html:
                self._write_block(token.content.strip())
            case "html_block":
                self._write_block(html.unescape(_HTML_TAG.sub("", token.content)).strip())
            case "tr_open" | "tr_close" | "table_close":
                self._write_table(token)
            case _:
                self._write_list(token)

    def _write_list(self, token: Token) -> None:
        """Open or close a list, or begin an item of it; do nothing at another token."""
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self._is_list_start = self._is_list_start or not self._next_numbers
                start = token.attrGet("start")
                is_ordered = token.type == "ordered_list_open"
                self._next_numbers.append(int(1 if start is None else start) if is_ordered else None)
            case "bullet_list_close" | "ordered_list_close":
                self._next_numbers.pop()
                self._is_tight = False
            case "list_item_open":
                number = self._next_numbers[-1]
                self._item_mark = self._bullet if number is None else f"{number}. "
                self._next_numbers[-1] = None if number is None else number + 1

    def _write_table(self, token: Token) -> None:
        """Begin or write a row of a table, or end the table."""
        match token.type:
            case "tr_open":
                self._table_cells = []
            case "tr_close":
                cells, self._table_cells = self._table_cells or [], None
                self._write_block(" | ".join(cells))
                self._is_tight = True
            case "table_close":
                self._is_tight = False

    def _write_block(self, text: str) -> None:
        """Write one block below the last one, unless it is blank."""
        if not text.strip():
            return
        if self.parts:
            self.parts.append("\n" if self._is_tight and not self._is_list_start else "\n\n")
        self.parts.append("  " * max(len(self._next_numbers) - 1, 0) + self._item_mark + text)
        self._is_list_start = False
        self._item_mark = ""

    def _inline_text(self, tokens: list[Token]) -> str:
        """Return the text within one block."""
        parts = []
        for token in tokens:
            match token.type:
                case "softbreak":
                    parts.append(self._line_break)
                case "hardbreak":
                    parts.append("\n")
                case "html_inline" if not self._keep_html:
                    parts.append("\n" if _HTML_LINE_BREAK.match(token.content) else "")
                case _:
                    parts.append(token.content)  # a link's own tokens have none, an image's is its description
        return "".join(parts).strip()
