"""Markdown, with what its front matter says: title, date, author, tags, source, url."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.document import Document, IngestError, clean

if TYPE_CHECKING:
    from markdown_it.token import Token

ENDINGS: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd")

_TAG = re.compile(r"<!--.*?-->|<[^<>]*>", re.DOTALL)


def recognises(head: bytes) -> bool:
    """Whether a file that begins so has front matter."""
    return re.match(rb"(\xef\xbb\xbf)?---[ \t]*\r?\n[ \t]*\w[\w-]*:", head) is not None


def read(document: Document) -> Iterator[Draft]:
    """The one article in a Markdown file.

    Raises:
        IngestError: it is no text, its front matter is no YAML, or there is nothing below it.
    """
    said, body = _front_matter(document)
    text = plain(body)
    if not text.strip():
        raise IngestError(document.name, "empty; there is nothing to read below its front matter")
    yield Draft(
        title=fields.words(said.get("title")) or fields.title(text, document.stem),
        text=text,
        source=fields.words(said.get("source")),
        author=fields.words(said.get("author")),
        published=fields.iso_date(said.get("date")),
        url=fields.words(said.get("url")) or document.url,
        tags=fields.tags(said.get("tags")),
    )


def _front_matter(document: Document) -> tuple[dict[str, Any], str]:
    import frontmatter
    import yaml

    text = document.text()
    try:
        return frontmatter.parse(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        reason = f"line {line} of its front matter is no YAML ({error.problem}); quote values that hold a colon"
        raise IngestError(document.name, reason) from error
    except (yaml.YAMLError, ValueError, TypeError) as error:
        raise IngestError(document.name, f"its front matter is no YAML ({error}); correct it") from error


def plain(markdown: str) -> str:
    """The text that a reader of the Markdown sees: paragraphs apart by an empty line, lists with their marks."""
    from markdown_it import MarkdownIt

    writer = _Writer()
    for token in MarkdownIt("commonmark").enable("table").parse(markdown):
        writer.take(token)
    return clean("".join(writer.parts))


class _Writer:
    """Puts the blocks of a Markdown document below each other."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.markers: list[int | None] = []  # of the lists that are open: the next number, or None for bullets
        self.marker = ""
        self.row: list[str] | None = None
        self.tight = False  # whether the next block follows on the next line, as the items of a short list do
        self.first = True

    def take(self, token: Token) -> None:
        """Goes on by one token of the parser."""
        match token.type:
            case "inline" if self.row is not None:
                self.row.append(_inline(token.children or []))
            case "inline":
                self.block(_inline(token.children or []))
            case "paragraph_open":
                self.tight = token.hidden
            case "fence" | "code_block":
                self.block(token.content.rstrip("\n"))
            case "html_block":
                self.block(html.unescape(_TAG.sub("", token.content)).strip())
            case "bullet_list_open" | "ordered_list_open":
                self.first = self.first or not self.markers
                start = token.attrGet("start")
                ordered = token.type == "ordered_list_open"
                self.markers.append(int(1 if start is None else start) if ordered else None)
            case "bullet_list_close" | "ordered_list_close":
                self.markers.pop()
                self.tight = False
            case "list_item_open":
                number = self.markers[-1]
                self.marker = "- " if number is None else f"{number}. "
                self.markers[-1] = None if number is None else number + 1
            case "tr_open":
                self.row = []
            case "tr_close":
                cells, self.row = self.row or [], None
                self.block(" | ".join(cells))
                self.tight = True
            case "table_close":
                self.tight = False

    def block(self, text: str) -> None:
        """Writes one block, below the last one."""
        if not text.strip():
            return
        if self.parts:
            self.parts.append("\n" if self.tight and not self.first else "\n\n")
        self.parts.append("  " * max(len(self.markers) - 1, 0) + self.marker + text)
        self.first = False
        self.marker = ""


def _inline(tokens: list[Token]) -> str:
    parts = []
    for token in tokens:
        match token.type:
            case "softbreak":
                parts.append(" ")
            case "hardbreak":
                parts.append("\n")
            case "html_inline":
                parts.append("\n" if re.match(r"<br\b", token.content, re.IGNORECASE) else "")
            case _:
                parts.append(token.content)  # of a link's own tokens it is empty, of an image its description
    return "".join(parts).strip()
