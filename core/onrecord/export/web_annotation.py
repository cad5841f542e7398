"""W3C Web Annotation JSON-LD: quotes and notes as annotations of the passages on which they stand.

Each passage has both selectors, TextQuote and TextPosition (https://www.w3.org/TR/annotation-model/#selectors);
positions are in characters of the text as it is stored. A quote is about its content; the passages of its source
and its cue are bodies, and ``label`` says which of them each is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, TextIO

from onrecord.base.anchors import anchor_at
from onrecord.base.records import Anchor, Article, Attribution, Note, Quote
from onrecord.export.item import Exported
from onrecord.export.json_text import encoded
from onrecord.export.marks import quote_facts


def write(items: Iterable[Exported], out: TextIO) -> None:
    """Write one page of annotations, those of all articles."""
    opening = '{"@context":"http://www.w3.org/ns/anno.jsonld","type":"AnnotationPage","items":[\n'
    out.write(opening)
    separator = ""
    for item in items:
        for annotation in _annotations(item):
            out.write(separator + encoded(annotation))
            separator = ",\n"
    out.write("\n]}\n")


def _annotations(item: Exported) -> Iterator[dict[str, Any]]:
    for quote, attribution in item.attributed():
        yield _quotation(item, quote, attribution)
    for note in item.notes:
        yield _note(item.article, note)


def _quotation(item: Exported, quote: Quote, attribution: Attribution) -> dict[str, Any]:
    facts = quote_facts(quote)
    bodies: list[dict[str, Any]] = [
        {"type": "TextualBody", "purpose": "tagging", "value": f"{name}: {facts[name]}"} for name in facts
    ]
    source = _source(item.article)
    bodies += [
        {
            "type": "SpecificResource",
            "purpose": "linking",
            "label": part,
            "source": source,
            "selector": _selectors(anchor_at(item.text, span)),
        }
        for part, spans in (("source", attribution.source), ("cue", attribution.cue))
        for span in spans
    ]
    targets = [
        {"source": source, "selector": _selectors(anchor_at(item.text, span))} for span in attribution.content
    ]
    return {
        "id": f"urn:onrecord:article:{item.article.id}:quote:{quote.index}",
        "type": "Annotation",
        "motivation": "identifying",
        "body": bodies,
        "target": targets or source,
    }


def _note(article: Article, note: Note) -> dict[str, Any]:
    source = _source(article)
    bodies = [{"type": "TextualBody", "purpose": "commenting", "format": "text/markdown", "value": note.body}]
    bodies += [{"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in note.tags]
    annotation = {
        "id": f"urn:onrecord:note:{note.id}",
        "type": "Annotation",
        "motivation": "commenting",
        "created": note.created,
        "modified": note.updated,
        "body": bodies,
        "target": {"source": source, "selector": _note_selectors(note.anchor, note)} if note.anchor else source,
    }
    return {name: value for name, value in annotation.items() if value}


def _note_selectors(anchor: Anchor, note: Note) -> list[dict[str, Any]]:
    """Return the selectors of a note: its words alone, if only an earlier version of the text has them."""
    return _selectors(anchor)[:1] if note.version else _selectors(anchor)


def _source(article: Article) -> str:
    return article.url or f"urn:onrecord:article:{article.id}"


def _selectors(anchor: Anchor) -> list[dict[str, Any]]:
    words = {"exact": anchor.exact, "prefix": anchor.prefix, "suffix": anchor.suffix}
    return [
        {"type": "TextQuoteSelector", **words},
        {"type": "TextPositionSelector", "start": anchor.start, "end": anchor.end},
    ]
