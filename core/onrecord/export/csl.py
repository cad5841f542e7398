"""CSL JSON: each article as a reference for citeproc, pandoc and Zotero."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any, TextIO

from onrecord.export.citation import author_names, one_line
from onrecord.export.item import Exported
from onrecord.export.json_text import write_array


def write(items: Iterable[Exported], out: TextIO) -> None:
    """Write a list with a reference for each article."""
    write_array(map(_reference, items), out)


def _reference(item: Exported) -> dict[str, Any]:
    article = item.article
    fields = {
        "title": one_line(article.title),
        "container-title": one_line(article.source),
        "author": [{"literal": name} for name in author_names(article.author)],
        "issued": _issued(article.published),
        "URL": article.url,
        "keyword": ", ".join(map(one_line, article.tags)),
        "language": article.language,
        "note": "\n\n".join(note.body for note in item.notes),
    }
    head = {"id": f"onrecord{article.id}", "type": "article-newspaper"}
    return head | {name: value for name, value in fields.items() if value}


def _issued(published: str) -> dict[str, Any]:
    """Return a day as CSL has it; what is no ISO date as it stands."""
    try:
        day = datetime.date.fromisoformat(published)
    except ValueError:
        return {"literal": published} if published else {}
    return {"date-parts": [[day.year, day.month, day.day]]}
