"""JSON Lines, an article a line with all that an archive knows of it; ``onrecord add`` takes it over again.

The annotation is as ``onrecord annotate`` prints it: spans are ``[start, end]`` in characters of ``text``. Where
corrections or what was not said have changed it, ``uncorrected`` is the annotation as it is stored. ``versions``
are earlier versions of the article, the oldest first, if it has any, ``feeds`` the addresses of the feeds that
have brought it. After the articles of a whole archive a line has what belongs to none of them: saved searches,
feeds, corrections for all articles. Each line begins with ``onrecord``, the version of this form.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

import msgspec

from onrecord.base.control_characters import with_escapes
from onrecord.base.feeds import Feed
from onrecord.base.records import Correction, SavedSearch
from onrecord.export.item import Exported
from onrecord.export.rows import annotation_row, article_row

VERSION = 1


def write(items: Iterable[Exported], out: TextIO) -> None:
    """Write a line for each article."""
    for item in items:
        out.write(_line(_article(item)))


def write_shared(
    searches: list[SavedSearch], corrections: list[Correction], feeds: list[Feed], out: TextIO
) -> None:
    """Write the line with what belongs to no article: saved searches, feeds, and corrections for all articles."""
    if searches or corrections or feeds:
        out.write(_line({"searches": searches, "corrections": corrections, "feeds": feeds}))


def _article(item: Exported) -> dict[str, Any]:
    row = article_row(item.article) | {
        "position": item.article.position,
        "text": item.text,
        "annotation": annotation_row(item.annotation) if item.annotation else None,
        "notes": item.notes,
        "corrections": item.corrections,
    }
    if item.versions:
        row["versions"] = item.versions
    stored = item.uncorrected
    if item.article.feeds:
        row["feeds"] = item.article.feeds
    if stored and (stored != item.annotation or stored.unsaid()):
        row["uncorrected"] = stored
    return row


def _line(row: dict[str, Any]) -> str:
    return with_escapes(msgspec.json.encode({"onrecord": VERSION} | row).decode()) + "\n"
