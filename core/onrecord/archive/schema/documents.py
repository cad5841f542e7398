"""Records as documents: what an article, a note and their tags are stored as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from datetime import UTC, datetime
from itertools import chain
from typing import Any

import msgspec

from onrecord.archive.schema.document_forms import Misfit, converted
from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.addresses import without_password
from onrecord.base.anchors import find_anchor
from onrecord.base.name_keys import fold
from onrecord.base.records import Anchor, Annotation, Article, Draft, Note, hash_and_count


def draft_article(draft: Draft, text: str, tags: list[str]) -> Article:
    """Return the article that a draft becomes, with the id 0."""
    text_hash, words = hash_and_count(text)
    return Article(
        id=0,
        title=clean_text(draft.title),
        source=clean_text(draft.source),
        author=clean_text(draft.author),
        published=clean_text(draft.published),
        url=without_password(clean_text(draft.url)),
        tags=tags,
        added=current_time(),
        words=words,
        language=clean_text(draft.language),
        feeds=[clean_text(feed) for feed in draft.feeds],
        text_hash=text_hash,
    )


def record_document(record: Article | Note) -> dict[str, Any]:
    """Return a record as a document of TinyDB, without its id, which is the document's."""
    document: dict[str, Any] = msgspec.to_builtins(record)
    del document["id"]
    return document


def new_text_fields(text: str) -> dict[str, Any]:
    """Return the fields of an article's document that a new text changes; the annotation goes with the old one."""
    unread = {"annotator": "", "entities": 0, "quotes": 0, "actors": 0, "position": 0}
    text_hash, words = hash_and_count(text)
    return {"text_hash": text_hash, "words": words, **unread}


def annotation_counts(annotation: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the document of an article says of its annotation, from the document of that."""
    return {
        "annotator": annotation["annotator"],
        "entities": len(annotation["entities"]),
        "quotes": count_quotes(annotation),
        "actors": len(annotation["actors"]),
    }


def count_quotes(annotation: Mapping[str, Any]) -> int:
    """Count the attributions of words that were said in the document of an annotation.

    These count as the quotes of an article; beliefs, attitudes, documents and what was not said are shown on
    request only.
    """
    attributions = annotation.get("attributions")
    if not isinstance(attributions, list):
        return 0
    return sum(isinstance(attribution, dict) and _is_said(attribution) for attribution in attributions)


def _is_said(attribution: Mapping[str, Any]) -> bool:
    """Return whether the document of an attribution reports words that were said (``Attribution.report_type``)."""
    defaults = (("cue_type", "speech"), ("polarity", "positive"), ("modality", "actual"))
    return all(attribution.get(field, default) == default for field, default in defaults)


def read_annotation(stored: object) -> Annotation | None:
    """Return the annotation that is stored as a document, or within one; None if it has not the form of one."""
    try:
        return converted(dict(stored) if isinstance(stored, Mapping) else stored, Annotation)
    except Misfit:
        return None


def lies_within(annotation: Annotation, text: str) -> bool:
    """Return whether all spans of an annotation are passages of a text."""
    spans = chain(
        (entity.span for entity in annotation.entities),
        *((*each.source, *each.cue, *each.content) for each in annotation.attributions),
        *(actor.mentions for actor in annotation.everybody()),
    )
    return all(0 <= start < end <= len(text) for start, end in spans)


def read_anchor(value: object) -> Anchor | None:
    """Return a value of a document as an anchor, or None if it cannot be read as one."""
    try:
        return converted(value, Anchor)
    except Misfit:
        return None


def move_anchor(document: MutableMapping[str, Any], text: str, earlier: str) -> None:
    """Move the anchor of a note's document to where its passage is in a new text, if it is still there.

    Args:
        document: The document of the note.
        text: The new text.
        earlier: The hash of the text that it replaces: there the note stays where the passage is gone.
    """
    anchor = read_anchor(document.get("anchor"))
    if anchor is None:
        return
    span = find_anchor(anchor, text)
    if span is None:
        document["version"] = document.get("version") or earlier
    else:
        document["anchor"] |= {"start": span[0], "end": span[1]}
        document["version"] = ""


def stored_text_of(document: Mapping[str, Any] | None, field: str = "text") -> str:
    """Return the text in a field of a document; an empty one if the field is missing or no text."""
    value = document.get(field) if document else None
    return clean_text(value) if isinstance(value, str) else ""


def stored_texts(document: Mapping[str, Any] | None, field: str) -> list[str]:
    """Return the texts in a field that should be a list of them; an empty list if it is not a list."""
    texts = document.get(field) if document else None
    return [clean_text(text) for text in texts if isinstance(text, str)] if isinstance(texts, list) else []


def clean_tags(tags: Iterable[str]) -> list[str]:
    """Return tags as they are stored: on one line, without a leading #, each once."""
    named = (" ".join(clean_text(tag).strip().lstrip("#").split()) for tag in tags)
    return list(dict.fromkeys(tag for tag in named if tag))


def merge_tags(connection: Connection, tags: list[str], added: Iterable[str]) -> list[str]:
    """Return tags with others added, each in the spelling that the archive already has."""
    by_key = {fold(tag): tag for tag in tags}
    for tag in clean_tags(added):
        spelling = connection.execute("SELECT tag FROM tagged WHERE key = ? LIMIT 1", (fold(tag),)).fetchone()
        by_key.setdefault(fold(tag), spelling[0] if spelling else tag)
    return list(by_key.values())


def current_time() -> str:
    """Return the time in UTC, as records hold it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
