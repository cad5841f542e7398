"""Annotations that come back from the programs for which they were exported: one module a program.

``FORMS`` is the table of them. Each has ``is_of_form(head)``, which tells a file by its beginning, and
``read(file)``, which yields its articles. They are files of the formats that ``onrecord.export`` writes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from onrecord.base.annotated_article import AnnotatedArticle
from onrecord.ingest.annotated import brat, labelstudio, web_annotation
from onrecord.ingest.document import IngestError
from onrecord.ingest.pipes import is_pipe


class Form(NamedTuple):
    """How a program writes annotations."""

    is_of_form: Callable[[bytes], bool]
    read: Callable[[Path], Iterator[AnnotatedArticle]]


FORMS: dict[str, Form] = {
    "brat": Form(brat.is_of_form, brat.read),
    "label-studio": Form(labelstudio.is_of_form, labelstudio.read),
    "w3c": Form(web_annotation.is_of_form, web_annotation.read),
}
"""The name of the format → how it is told and read."""

_HEAD = 4096


def read_annotated(path: Path, name: str = "") -> Iterator[AnnotatedArticle]:
    """Yield the articles of a file, or of all files of annotations in a folder.

    Args:
        path: The file or the folder.
        name: The name of the format; empty to tell it by the content.

    Raises:
        IngestError: Something is not there, cannot be read, or is of no form of ``FORMS``.
    """
    if is_pipe(path):  # to tell its form is to read its beginning
        raise IngestError(str(path), "a pipe or a device, of which annotations are not read; name a file")
    try:
        files = _files(path, "**/*.ann") or _files(path, "*.json*") if path.is_dir() else [path]
        if not files:
            raise IngestError(str(path), "no files of annotations in this folder (.ann, .json); name another")
        for file in files:
            form = FORMS[name] if name else _form_of(file)
            yield from form.read(file)
    except OSError as error:
        raise IngestError(error.filename or str(path), error.strerror or str(error)) from error


def _files(folder: Path, pattern: str) -> list[Path]:
    """Return the files in a folder, without the pipes and devices, which may be waited for without end."""
    return sorted(file for file in folder.glob(pattern) if file.is_file())


def _form_of(file: Path) -> Form:
    with file.open("rb") as stream:
        head = stream.read(_HEAD)
    for form in FORMS.values():
        if form.is_of_form(head):
            return form
    raise IngestError(
        str(file), f"no annotations that onrecord knows; it reads those of {', '.join(FORMS)} (--format)"
    )
