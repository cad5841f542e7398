"""The form that the documents of each table have, and what can be made of one that has another.

TinyDB takes any document, and other programs may write into an archive. Such a document is left out where many are
read, reported by ``onrecord doctor``, and set right by its ``--repair``.
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
    """A value has another form than was wanted; its text says where."""


def converted(value: object, record_type: type[_Record], *, strict: bool = True) -> _Record:
    """Return a value of a document as a record, or as what a field of one holds.

    Args:
        value: What was stored.
        record_type: What it should be.
        strict: Whether numbers in quotation marks are none.

    Raises:
        Misfit: It has another form.
    """
    try:
        return msgspec.convert(value, record_type, strict=strict)
    except (msgspec.ValidationError, UnicodeEncodeError, RecursionError) as error:
        raise Misfit(str(error)) from error


class StoredText(msgspec.Struct):
    """A document of the table ``texts``."""

    text: str


class RemovedEntry(msgspec.Struct):
    """A document of the table ``removed``: the documents of an article by their tables, each with its id."""

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
"""Table → what its documents are read as, and what that is called."""

_INDIVISIBLE = ("corrections", "removed")
"""Tables whose documents say something else, or nothing, when a field is left out."""


def form_problem(table: str, document: Mapping[str, Any]) -> str:
    """Return what is wrong with the form of a document, empty if it is as those of its table should be."""
    record_type, _ = _FORMS[table]
    try:
        converted({**document, "id": 0}, record_type)
    except Misfit as error:
        return str(error)
    return ""


def form_error(table: str, doc_id: int, problem: str) -> str:
    """Return the sentence for a document whose form is not as it should be."""
    _, name = _FORMS[table]
    return (
        f"The {name.partition(' ')[2]} {doc_id} is not as {name} should be: {problem}. "
        "onrecord doctor --repair saves what it can of it."
    )


def fitting_fields(table: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a document that are as they should be; of a number in quotation marks, the number."""
    record_type, _ = _FORMS[table]
    types = {field.encode_name: field.type for field in msgspec.structs.fields(record_type)}
    fitting = {}
    for name, value in document.items():
        with suppress(Misfit):
            fits = converted(value, types[name], strict=False) if name in types else value
            fitting[name] = msgspec.to_builtins(fits)
    return fitting


def mended_document(table: str, document: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return a document as its table should have it, made from one of another form; None where none can be made.

    Fields that cannot be used are left out. A note whose body is no text gets it as JSON.
    """
    mended = fitting_fields(table, document)
    if table in _INDIVISIBLE and len(mended) < len(document):
        return None
    if table == "notes" and "body" not in mended:
        mended["body"] = clean_text(json.dumps(document["body"], ensure_ascii=False)) if "body" in document else ""
    return None if form_problem(table, mended) else mended
