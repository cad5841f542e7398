"""The form that documents of each table should have, and how a malformed one is mended.

The form of a table is a record type: fields and the types of their values. TinyDB takes any document, and other
programs may write into an archive, so a document may be malformed. Lists and searches leave it out, ``onrecord
doctor`` reports it, and ``onrecord doctor --repair`` mends it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any, TypeVar

import msgspec

from onrecord.archive.storage.rows import clean_text
from onrecord.base.feeds import Feed
from onrecord.base.records import Annotation, Article, ArticleVersion, Correction, Note, SavedSearch

_Record = TypeVar("_Record")


class Misfit(ValueError):
    """A value does not have the form that was asked for; the text of the error says where."""


def converted(value: object, record_type: type[_Record], *, strict: bool = True) -> _Record:
    """Return a document as a record, or the value of a field as the type of this field.

    Args:
        value: The document or the value, as it was stored.
        record_type: The type of the record or of the field.
        strict: Whether a number has to be stored as one; if not, ``"7"`` is read as 7.

    Raises:
        Misfit: The value cannot be read as this type.
    """
    try:
        return msgspec.convert(value, record_type, strict=strict)
    except (msgspec.ValidationError, UnicodeEncodeError, RecursionError) as error:
        raise Misfit(str(error)) from error


class StoredText(msgspec.Struct):
    """A document of the table ``texts``."""

    text: str


class RemovedEntry(msgspec.Struct):
    """A document of the table ``removed``: when an article was removed, and its documents with ids, by table."""

    removed: str
    documents: dict[str, list[tuple[int, dict[str, Any]]]]


_FORMS: dict[str, tuple[type[msgspec.Struct], str]] = {
    "articles": (Article, "an article"),
    "texts": (StoredText, "a text"),
    "annotations": (Annotation, "an annotation"),
    "notes": (Note, "a note"),
    "corrections": (Correction, "a correction"),
    "searches": (SavedSearch, "a saved search"),
    "feeds": (Feed, "a feed"),
    "versions": (ArticleVersion, "a version"),
    "removed": (RemovedEntry, "a removed article"),
}
"""Table → the type of record that its documents should be, and how messages name one."""

_INDIVISIBLE = ("corrections", "removed")
"""Tables whose documents cannot be mended by leaving out a field: they would mean something else, or nothing."""


def form_problem(table: str, document: Mapping[str, Any]) -> str:
    """Return what is wrong with the form of a document of a table; an empty text if nothing is."""
    record_type, _ = _FORMS[table]
    try:
        converted({**document, "id": 0}, record_type)
    except Misfit as error:
        return str(error)
    return ""


def form_error(table: str, doc_id: int, problem: str) -> str:
    """Return the message to the user about a malformed document.

    Args:
        table: The document's table.
        doc_id: Its id.
        problem: What is wrong with it (``form_problem``).
    """
    _, name = _FORMS[table]
    return (
        f"The {name.partition(' ')[2]} {doc_id} is not as {name} should be: {problem}. "
        "onrecord doctor --repair saves what it can of it."
    )


def fitting_fields(table: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a document whose values have the right types, or can be converted to them.

    Fields that records of the table do not have are returned as they are.
    """
    record_type, _ = _FORMS[table]
    types = {field.encode_name: field.type for field in msgspec.structs.fields(record_type)}
    valid_fields = {}
    for name, value in document.items():
        with suppress(Misfit):
            valid_value = converted(value, types[name], strict=False) if name in types else value
            valid_fields[name] = msgspec.to_builtins(valid_value)
    return valid_fields


def mended_document(table: str, document: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a well-formed document made from a malformed one; None if that is impossible.

    Fields whose values cannot be used are left out. The body of a note is never lost: if it is no text, its JSON
    becomes the text.
    """
    mended = fitting_fields(table, document)
    if table in _INDIVISIBLE and len(mended) < len(document):
        return None
    if table == "notes" and "body" not in mended:
        mended["body"] = clean_text(json.dumps(document["body"], ensure_ascii=False)) if "body" in document else ""
    return None if form_problem(table, mended) else mended
