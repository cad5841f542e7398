"""Annotations as they are read: the machine's, with what the reader set right laid over it."""

from __future__ import annotations

import json
from collections.abc import Iterable

import msgspec

from onrecord.archive.indexing.corrections import correct_annotation, correctable_keys
from onrecord.archive.schema.tables import ANNOTATIONS, CORRECTIONS, text_of
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.name_keys import key
from onrecord.base.records import Annotation, Correction

_LONGEST = 8
"""How many times a name may lead on to another by corrections that hold everywhere."""


def load_indexed_annotation(connection: Connection, article: int) -> tuple[str, Annotation] | None:
    """The text of an article and its annotation, corrected by what was decided for this article alone.

    That is what stands in the indexes; what holds everywhere is followed when one looks. None where there is no
    annotation that can be read.
    """
    row = connection.execute(
        "SELECT texts.document, annotations.document FROM annotations JOIN texts USING (id) WHERE id = ?",
        (article,),
    ).fetchone()
    if row is None:
        return None
    try:
        annotation = msgspec.convert(ANNOTATIONS.decode(row[1]), Annotation)
    except msgspec.ValidationError:
        return None
    text = text_of(row[0])
    return text, correct_annotation(annotation, article_corrections(connection, article), text)


def load_corrected_annotation(connection: Connection, article: int) -> tuple[str, Annotation] | None:
    """As ``load_indexed_annotation``, corrected by what was decided for all articles, too."""
    reading = load_indexed_annotation(connection, article)
    if reading is None or not has_corrections(connection):
        return reading
    text, annotation = reading
    return text, correct_annotation(
        annotation, general_corrections(connection, correctable_keys(annotation, text)), text
    )


def has_corrections(connection: Connection) -> bool:
    """Whether anything was corrected."""
    return connection.execute("SELECT 1 FROM corrections LIMIT 1").fetchone() is not None


def apply_all_corrections(connection: Connection, article: int, annotation: Annotation, text: str) -> Annotation:
    """The annotation of an article with all corrections that concern it."""
    if not has_corrections(connection):
        return annotation
    annotation = correct_annotation(annotation, article_corrections(connection, article), text)
    return correct_annotation(
        annotation, general_corrections(connection, correctable_keys(annotation, text)), text
    )


def article_corrections(connection: Connection, article: int) -> list[Correction]:
    """What was decided for an article alone, as it was decided."""
    return _corrections(
        connection.execute("SELECT id, document FROM corrections WHERE article = ? ORDER BY id", (article,))
    )


def general_corrections(connection: Connection, keys: set[str]) -> list[Correction]:
    """What was decided for all articles and concerns names with these keys, or those that they lead to."""
    found: dict[int, Correction] = {}
    for _ in range(_LONGEST):
        rows = connection.execute(
            "SELECT id, document FROM corrections WHERE article IS NULL "
            "AND key IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(sorted(keys)),),
        )
        new = {one.id: one for one in _corrections(rows) if one.id not in found}
        found |= new
        keys = {key(one.to) for one in new.values() if one.to} - keys
        if not keys:
            break
    return [found[id_] for id_ in sorted(found)]


def all_general_corrections(connection: Connection) -> list[Correction]:
    """Everything that was decided for all articles, as it was decided."""
    return _corrections(
        connection.execute("SELECT id, document FROM corrections WHERE article IS NULL ORDER BY id")
    )


def all_corrections(connection: Connection) -> list[Correction]:
    """Everything that was decided, as it was decided."""
    return _corrections(connection.execute("SELECT id, document FROM corrections ORDER BY id"))


def _corrections(rows: Iterable[tuple[int, str]]) -> list[Correction]:
    """The rows that are corrections: whoever writes to the table by TinyDB may put anything in it."""
    found = []
    for id_, stored in rows:
        try:
            found.append(msgspec.convert({**CORRECTIONS.decode(stored), "id": id_}, Correction))
        except msgspec.ValidationError:
            continue
    return found
