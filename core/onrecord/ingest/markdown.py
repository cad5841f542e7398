"""Markdown, with what its front matter says: title, date, author, tags, source, url."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from onrecord.base.markdown_text import plain_text
from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.document import Document, IngestError, clean

ENDINGS: tuple[str, ...] = (".md", ".markdown", ".mdown", ".mkd")


def recognises(head: bytes) -> bool:
    """Whether a file that begins so has front matter."""
    return re.match(rb"(\xef\xbb\xbf)?---[ \t]*\r?\n[ \t]*\w[\w-]*:", head) is not None


def read(document: Document) -> Iterator[Draft]:
    """Yield the one article in a Markdown file.

    Raises:
        IngestError: it is no text, its front matter is no YAML, or there is nothing below it.
    """
    said, body = _front_matter(document)
    text = clean(plain_text(body))
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
