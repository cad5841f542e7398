"""Label Studio: a task an article, with the annotation as predictions to be corrected.

The labels are named ``label`` and the text ``text`` in the project's labelling interface.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TextIO

from onrecord.base.records import Attribution, Quote
from onrecord.export.item import Exported
from onrecord.export.json_text import write_array
from onrecord.export.marks import PassageMark, entity_marks, quote_facts, quote_marks


def write(items: Iterable[Exported], out: TextIO) -> None:
    """Write a list with a task for each article."""
    write_array(map(_task, items), out)


def _task(item: Exported) -> dict[str, Any]:
    article = item.article
    data = {
        "text": item.text,
        "id": article.id,
        "title": article.title,
        "source": article.source,
        "date": article.published,
        "url": article.url,
    }
    results = [_result(item.text, f"e{number}", mark) for number, mark in enumerate(entity_marks(item))]
    for pair in item.attributed():
        results += _quotation(item.text, *pair)
    version = item.annotation.annotator if item.annotation else ""
    return {
        "data": data,
        "predictions": [{"model_version": version, "result": results}] if item.annotation else [],
    }


def _quotation(text: str, quote: Quote, attribution: Attribution) -> list[dict[str, Any]]:
    """Return the passages of a quotation, and how they belong together: source and cue lead to the content."""
    marks = quote_marks(quote, attribution)
    results = [_result(text, f"q{quote.index}.{number}", mark) for number, mark in enumerate(marks)]
    contents = [result["id"] for result, mark in zip(results, marks, strict=True) if mark.label == "Content"]
    facts = [f"{name}: {value}" for name, value in quote_facts(quote).items()]
    for result, mark in zip(results, marks, strict=True):
        if mark.label == "Content":
            result["meta"] = {"text": facts}
            result["score"] = round(quote.certainty, 4)
    relations = [
        {"type": "relation", "from_id": result["id"], "to_id": contents[0], "direction": "right", "labels": ["of"]}
        for result in results
        if contents and result["id"] != contents[0]
    ]
    return results + relations


def _result(text: str, result_id: str, mark: PassageMark) -> dict[str, Any]:
    start, end = mark.span
    value = {"start": start, "end": end, "text": text[start:end], "labels": [mark.label]}
    return {"id": result_id, "from_name": "label", "to_name": "text", "type": "labels", "value": value}
