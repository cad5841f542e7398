"""Records as documents: what an article, a note and their tags are stored as."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, MutableMapping
from datetime import UTC, datetime
from typing import Any

import msgspec

from onrecord.archive.storage.rows import clean_text
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.anchors import find_anchor
from onrecord.base.name_keys import fold
from onrecord.base.records import Anchor, Article, Draft, Note, hash_and_count


def draft_article(draft: Draft, text: str, tags: list[str]) -> Article:
    """The article that a draft becomes; it has no id yet."""
    text_hash, words = hash_and_count(text)
    return Article(
        id=0,
        title=clean_text(draft.title),
        source=clean_text(draft.source),
        author=clean_text(draft.author),
        published=clean_text(draft.published),
        url=clean_text(draft.url),
        tags=tags,
        added=current_time(),
        words=words,
        text_hash=text_hash,
    )


def record_document(record: Article | Note) -> dict[str, Any]:
    """A record as a document of TinyDB: its id is the document's."""
    document: dict[str, Any] = msgspec.to_builtins(record)
    del document["id"]
    return document


def new_text_fields(text: str) -> dict[str, Any]:
    """What changes in the document of an article that gets another text: its annotation is gone, too."""
    unread = {"annotator": "", "entities": 0, "quotes": 0, "actors": 0, "position": 0}
    text_hash, words = hash_and_count(text)
    return {"text_hash": text_hash, "words": words, **unread}


def count_quotes(annotation: Mapping[str, Any]) -> int:
    """How many attributions in the document of an annotation report words.

    These count as quotes of the article, as lists show these; beliefs and the like are shown on request.
    """
    found = annotation.get("attributions")
    if not isinstance(found, list):
        return 0
    return sum(isinstance(one, dict) and one.get("cue_type", "speech") == "speech" for one in found)


def move_anchor(document: MutableMapping[str, Any], text: str) -> None:
    """Let the anchor of a note's document point to where its passage now stands, if it still does."""
    if document.get("anchor") is None:
        return
    found = find_anchor(msgspec.convert(document["anchor"], Anchor), text)
    if found is not None:
        document["anchor"] |= {"start": found[0], "end": found[1]}


def clean_tags(tags: Iterable[str]) -> list[str]:
    """Tags as they are kept: in one line, without a leading #, each once."""
    named = (" ".join(clean_text(tag).strip().lstrip("#").split()) for tag in tags)
    return list(dict.fromkeys(tag for tag in named if tag))


def merge_tags(connection: Connection, tags: list[str], added: Iterable[str]) -> list[str]:
    """Tags with others added, each in the spelling that it has in the archive already."""
    found = {fold(tag): tag for tag in tags}
    for tag in clean_tags(added):
        known = connection.execute("SELECT tag FROM tagged WHERE key = ? LIMIT 1", (fold(tag),)).fetchone()
        found.setdefault(fold(tag), known[0] if known else tag)
    return list(found.values())


def current_time() -> str:
    """The time, as records hold it."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
