"""Prodigy's JSON Lines: a text a line, with entities and the parts of quotations as spans."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from onrecord.export.item import Exported
from onrecord.export.json_text import encoded
from onrecord.export.marks import PassageMark, all_marks, quote_facts


def write(items: Iterable[Exported], out: TextIO) -> None:
    """Write a line for each article."""
    for item in items:
        facts = {quote.index: quote_facts(quote) for quote in item.quotes()}
        article = item.article
        meta = {
            "id": article.id,
            "title": article.title,
            "source": article.source,
            "date": article.published,
            "url": article.url,
        }
        spans = [_span(mark, facts) for mark in all_marks(item)]
        out.write(encoded({"text": item.text, "meta": meta, "spans": spans}) + "\n")


def _span(mark: PassageMark, facts: dict[int, dict[str, str]]) -> dict[str, Any]:
    start, end = mark.span
    span = {"start": start, "end": end, "label": mark.label}
    return span if mark.quote is None else span | {"quote": mark.quote, **facts[mark.quote]}
