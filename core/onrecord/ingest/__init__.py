"""From a file, an address or standard input to drafts of articles: one module a form.

A form is a module with ``ENDINGS`` (of the names of its files), ``recognises`` (by the first bytes, for what
has no telling name) and ``read``. Heavy libraries are imported by the functions that need them.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath
from typing import Any, Protocol
from urllib.parse import urlsplit

from onrecord.base.records import Draft
from onrecord.ingest import html, jsonl, kinds, markdown, text, web
from onrecord.ingest.document import Document, Failed, IngestError, clean, gate, raise_error
from onrecord.ingest.fields import iso_date

__all__ = ["FORMS", "Draft", "Failed", "IngestError", "gate", "iso_date", "name_of", "read", "texts", "walk"]


class SourceForm(Protocol):
    """What a module of a form has."""

    ENDINGS: tuple[str, ...]

    def recognises(self, head: bytes) -> bool:
        """Whether something that begins with these bytes is of this form."""

    def read(self, document: Document) -> Iterator[Draft]:
        """Yield the articles in it."""


FORMS: dict[str, SourceForm] = {"jsonl": jsonl, "html": html, "markdown": markdown, "text": text}
"""Name → module; the first that recognises a file takes it, so ``text``, which takes everything, is last."""


def read(source: str | Path, *, failed: Failed = raise_error) -> Iterator[Draft]:
    """Yield the articles in a file, at an http or https address, or in standard input (``-``).

    ``failed`` is told of everything that cannot be read, and the rest is read; without it the first such
    thing is raised.

    Raises:
        IngestError: something cannot be read, and there is no ``failed`` to be told.
    """
    with gate(name_of(source), failed), _opened(source, failed) as document:
        yield from _form(document).read(document)


def texts(source: str | Path, *, failed: Failed = raise_error) -> Iterator[tuple[Any, str]]:
    """Yield the texts in a source, each with its id, as they stand there: offsets in them are the source's own.

    In JSON lines an ``id`` names each text, else the number of its line, from 1; elsewhere the source does.

    Raises:
        IngestError: as ``read`` does.
    """
    with gate(name_of(source), failed), _opened(source, failed) as document:
        form = _form(document)
        if form is jsonl:
            yield from ((row.get("id", number), row["text"]) for number, row in jsonl.rows(document))
        else:
            yield from ((document.name, draft.text) for draft in form.read(document))


def name_of(source: str | Path) -> str:
    """Give the name by which the user knows a source."""
    return "standard input" if source == "-" else str(source)


def walk(
    sources: Iterable[str | Path], *, failed: Failed = raise_error, passed: list[Path] | None = None
) -> Iterator[str | Path]:
    """Yield the sources with each folder replaced by the files in it and below, in the order of their names.

    Of a folder only files with the endings of a form are taken, and nothing hidden; what is passed over for
    its ending is put into ``passed``. Addresses, ``-`` and files that are named themselves stay as they are.

    Raises:
        IngestError: a folder cannot be read, and there is no ``failed`` to be told.
    """
    endings = tuple(ending for form in FORMS.values() for ending in form.ENDINGS)

    def unreadable(error: OSError) -> None:
        failed(IngestError(str(error.filename), _denied(error)))

    for source in sources:
        if source == "-" or (isinstance(source, str) and web.is_address(source)) or not os.path.isdir(source):
            yield source
            continue
        for folder, below, names in os.walk(source, onerror=unreadable):
            below[:] = sorted(name for name in below if not name.startswith("."))
            for name in sorted(name for name in names if not name.startswith(".")):
                if name.lower().endswith(endings):
                    yield Path(folder, name)
                elif passed is not None:
                    passed.append(Path(folder, name))


@contextlib.contextmanager
def _opened(source: str | Path, failed: Failed) -> Iterator[Document]:
    if source == "-":
        stream = sys.stdin.buffer
        yield Document(
            name=name_of(source),
            stream=stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream),  # type: ignore[arg-type]
            failed=failed,
        )
    elif isinstance(source, str) and web.is_address(source):
        yield web.fetch(source, failed)
    else:
        try:
            with open(source, "rb") as file:
                yield Document(name=str(source), stream=file, failed=failed, stem=clean(PurePath(source).stem))
        except OSError as error:
            raise IngestError(str(source), _denied(error)) from error


def _form(document: Document) -> SourceForm:
    """Return the form of a document: what its name's ending says, else what it begins with.

    Raises:
        IngestError: it is of a kind that holds no article, or none that can be read yet.
    """
    head = document.head()
    kinds.refuse(document.name, head)
    path = urlsplit(document.url).path if document.url else document.name
    ending = PurePath(path).suffix.lower()
    for form in FORMS.values():
        if ending in form.ENDINGS and not (document.url and form is text):
            return form
    return next(form for form in FORMS.values() if form.recognises(head))


def _denied(error: OSError) -> str:
    match error:
        case FileNotFoundError():
            return "there is no such file; look whether the path is right"
        case PermissionError():
            return "you have no right to read it; change its rights, or copy it where you have"
        case IsADirectoryError():
            return "a folder, not a file"
        case _:
            return f"it cannot be read ({error.strerror or error})"
