"""RIS: each article as a reference for Zotero, EndNote, Citavi and library catalogues.

The tags are those of the RIS specification of 2011 for the type NEWS.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TextIO

from onrecord.export.citation import author_names, one_line
from onrecord.export.item import Exported


def write(items: Iterable[Exported], out: TextIO) -> None:
    """Write a record for each article."""
    for item in items:
        for tag, value in _fields(item):
            if line := one_line(value):
                out.write(f"{tag}  - {line}\n")
        out.write("ER  - \n\n")


def _fields(item: Exported) -> Iterator[tuple[str, str]]:
    article = item.article
    yield "TY", "NEWS"
    yield "ID", f"onrecord{article.id}"
    yield "TI", article.title
    yield from (("AU", name) for name in author_names(article.author))
    yield "T2", article.source
    yield "PY", article.published[:4]
    yield "DA", article.published.replace("-", "/")
    yield "UR", article.url
    yield "LA", article.language
    yield from (("KW", tag) for tag in article.tags)
    yield from (("N1", note.body) for note in item.notes)
