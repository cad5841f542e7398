"""BibTeX: each article as an entry for LaTeX, with the fields that BibLaTeX knows, too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import TextIO

from onrecord.export.citation import author_names, one_line
from onrecord.export.item import Exported

_SIGNS = {"\\": r"\textbackslash{}", "~": r"\textasciitilde{}", "^": r"\textasciicircum{}"}
_SPECIAL = re.compile(r"[\\{}$&#%_~^]")


def write(items: Iterable[Exported], out: TextIO) -> None:
    """Write an entry for each article."""
    for item in items:
        fields = ",\n".join(f"  {name} = {{{value}}}" for name, value in _fields(item) if value)
        out.write(f"@article{{onrecord{item.article.id},\n{fields}\n}}\n\n")


def escape(text: str) -> str:
    """Return a text on one line as LaTeX shows it."""
    return _SPECIAL.sub(lambda match: _SIGNS.get(match[0], "\\" + match[0]), one_line(text))


def _fields(item: Exported) -> Iterator[tuple[str, str]]:
    article = item.article
    yield "title", f"{{{escape(article.title)}}}" if article.title.strip() else ""
    # In braces of its own a name is not taken apart.
    yield "author", " and ".join(f"{{{escape(name)}}}" for name in author_names(article.author))
    yield "journal", escape(article.source)
    yield "year", escape(article.published[:4])
    yield "date", escape(article.published)
    # Braces would end the field; in an address they stand as their codes.
    yield "url", one_line(article.url).replace("{", "%7B").replace("}", "%7D")
    yield "keywords", ", ".join(map(escape, article.tags))
    yield "langid", escape(article.language)
