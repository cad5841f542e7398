"""Annotations with the reader's corrections, as they are indexed and as they are shown."""

from __future__ import annotations

import json
from collections.abc import Iterable

from onrecord.archive.indexing.corrections import correct_annotation, correctable_keys
from onrecord.archive.schema.documents import read_annotation
from onrecord.archive.schema.record_rows import read_records
from onrecord.archive.schema.tables import ANNOTATIONS, CORRECTIONS, stored_text
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.name_keys import name_key
from onrecord.base.records import Annotation, Correction

_MAX_STEPS = 8
"""How many times a name may lead to another by corrections for all articles."""


def load_indexed_annotation(connection: Connection, article: int) -> tuple[str, Annotation] | None:
    """Return the text of an article, and its annotation with the corrections of this article alone.

    This is what the indexes hold; corrections for all articles are applied when an annotation is shown.

    Returns:
        The text and the annotation; None where there is no annotation that can be read.
    """
    row = connection.execute(
        "SELECT texts.document, annotations.document FROM annotations JOIN texts USING (id) WHERE id = ?",
        (article,),
    ).fetchone()
    if row is None:
        return None
    annotation = read_annotation(ANNOTATIONS.decode(row[1]))
    if annotation is None:
        return None
    text = stored_text(row[0])
    return text, correct_annotation(annotation, article_corrections(connection, article), text)


def load_corrected_annotation(connection: Connection, article: int) -> tuple[str, Annotation] | None:
    """Return what ``load_indexed_annotation`` does, with the corrections for all articles, too."""
    reading = load_indexed_annotation(connection, article)
    if reading is None or not has_corrections(connection):
        return reading
    text, annotation = reading
    return text, correct_annotation(
        annotation, general_corrections(connection, correctable_keys(annotation, text)), text
    )


def has_corrections(connection: Connection) -> bool:
    """Return whether there are any corrections."""
    return connection.execute("SELECT 1 FROM corrections LIMIT 1").fetchone() is not None


def apply_all_corrections(connection: Connection, article: int, annotation: Annotation, text: str) -> Annotation:
    """Return an annotation of an article with all corrections that concern it."""
    if not has_corrections(connection):
        return annotation
    annotation = correct_annotation(annotation, article_corrections(connection, article), text)
    return correct_annotation(
        annotation, general_corrections(connection, correctable_keys(annotation, text)), text
    )


def article_corrections(connection: Connection, article: int) -> list[Correction]:
    """Return the corrections of an article alone, in the order in which they were made."""
    return _corrections(
        connection.execute("SELECT id, document FROM corrections WHERE article = ? ORDER BY id", (article,))
    )


def general_corrections(connection: Connection, keys: set[str]) -> list[Correction]:
    """Return the corrections for all articles that concern names with some keys, or the names they lead to."""
    by_id: dict[int, Correction] = {}
    for _ in range(_MAX_STEPS):
        rows = connection.execute(
            "SELECT id, document FROM corrections WHERE article IS NULL "
            "AND key IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(sorted(keys)),),
        )
        new = {correction.id: correction for correction in _corrections(rows) if correction.id not in by_id}
        by_id |= new
        keys = {name_key(correction.to) for correction in new.values() if correction.to} - keys
        if not keys:
            break
    return [by_id[id_] for id_ in sorted(by_id)]


def all_general_corrections(connection: Connection) -> list[Correction]:
    """Return all corrections for all articles, in the order in which they were made."""
    return _corrections(
        connection.execute("SELECT id, document FROM corrections WHERE article IS NULL ORDER BY id")
    )


def all_corrections(connection: Connection) -> list[Correction]:
    """Return all corrections, in the order in which they were made."""
    return _corrections(connection.execute("SELECT id, document FROM corrections ORDER BY id"))


def _corrections(rows: Iterable[tuple[int, str]]) -> list[Correction]:
    return read_records(CORRECTIONS, Correction, rows)
