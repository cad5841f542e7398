"""Articles with their annotations and notes, written for others to read: one module a format.

``FORMATS`` is the table of the formats. A module is loaded when it is used.
"""

from __future__ import annotations

from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, Literal, NamedTuple, TextIO, cast

from onrecord.base.control_characters import SafeWriter
from onrecord.base.errors import OnRecordError
from onrecord.export.files import write_binary_file, write_file
from onrecord.export.item import Exported

__all__ = ["FORMATS", "ExportError", "Exported", "Format", "format_named", "write", "write_bytes", "write_output"]


class ExportError(OnRecordError):
    """Something that cannot be written as asked."""


class Format(NamedTuple):
    """A format.

    Attributes:
        purpose: What for, and for which programs.
        shape: What it is written as. For text and JSON its module has ``write(items, out: TextIO)``, for binary
            ``write(items, out: BinaryIO)``, for a folder ``write(items, folder: Path)``.
        module: The name of its module here.
        ending: How the names of its files end, empty for a folder.
        needs: The extra of onrecord with its library, empty if none is needed.
    """

    purpose: str
    shape: Literal["text", "JSON", "binary", "folder"]
    module: str
    ending: str = ""
    needs: str = ""


FORMATS: dict[str, Format] = {
    "markdown": Format("to read: where articles appeared, actors, quotes, notes", "text", "markdown", ".md"),
    "html": Format(
        "to read and print without onrecord: texts with quotes and speakers marked", "text", "html", ".html"
    ),
    "obsidian": Format("to write on in Obsidian: a note an article, with links to actors", "folder", "obsidian"),
    "jsonl": Format("to keep or move: everything; onrecord add takes it over", "JSON", "jsonl", ".jsonl"),
    "csv": Format("for spreadsheets, pandas, R: a quote a row", "text", "csv", ".csv"),
    "xlsx": Format("for Excel, LibreOffice: sheets of quotes, actors, articles", "binary", "xlsx", ".xlsx"),
    "sqlite": Format("for Datasette, SQL: tables of articles, quotes, actors", "binary", "sqlite", ".db"),
    "parquet": Format("for pandas, DuckDB, Spark: tables as Parquet files", "folder", "parquet", needs="tables"),
    "ris": Format("to cite: Zotero, EndNote, Citavi", "text", "ris", ".ris"),
    "bibtex": Format("to cite: LaTeX, JabRef", "text", "bibtex", ".bib"),
    "csl": Format("to cite: pandoc, citeproc (CSL JSON)", "JSON", "csl", ".csl.json"),
    "w3c": Format(
        "for Hypothesis and other tools of the web: Web Annotation JSON-LD", "JSON", "web_annotation", ".jsonld"
    ),
    "brat": Format("to annotate in brat: standoff files", "folder", "brat"),
    "label-studio": Format(
        "to annotate in Label Studio: tasks with predictions", "JSON", "labelstudio", ".tasks.json"
    ),
    "prodigy": Format("to annotate in Prodigy: JSON Lines with spans", "JSON", "prodigy", ".prodigy.jsonl"),
    "inception": Format("to annotate in INCEpTION: UIMA XMI", "folder", "inception", needs="annotators"),
    "conllu": Format("for language tools: a token a line, as of CoNLL-U", "text", "conllu", ".conllu"),
    "ftm": Format("for Aleph: FollowTheMoney entities", "JSON", "ftm", ".ftm.jsonl"),
}
"""Name → format."""


def format_named(name: str) -> Format:
    """Return a format of ``FORMATS``.

    Raises:
        ExportError: There is no such format.
    """
    if name not in FORMATS:
        raise ExportError(f"There is no format “{name}”; there are: {', '.join(FORMATS)}.")
    return FORMATS[name]


def write(name: str, items: Iterable[Exported], out: TextIO) -> None:
    """Write articles as text or JSON to a text file that was opened with ``newline=""``.

    Raises:
        ExportError: There is no such format, or it is no text.
    """
    form = format_named(name)
    if form.shape not in ("text", "JSON"):
        raise ExportError(f"The format “{name}” is written to a {form.shape.replace('binary', 'file')}; name one.")
    _module(name, form).write(items, cast(TextIO, SafeWriter(out, json=form.shape == "JSON")))


def write_bytes(name: str, items: Iterable[Exported], out: BinaryIO) -> None:
    """Write articles in a binary format."""
    _module(name, format_named(name)).write(items, out)


def write_output(name: str, items: Iterable[Exported], output: Path) -> None:
    """Write articles in any format to the file or the folder that it is written to.

    Raises:
        ExportError: There is no such format, its library is missing, or the output is a file where a folder is
            needed, or a folder where a file is.
        OSError: It cannot be written.
    """
    form = format_named(name)
    if form.shape == "folder":
        if output.exists() and not output.is_dir():
            raise ExportError(f"{output} is a file, and the format “{name}” is written to a folder; name another.")
        _module(name, form).write(items, output)
        return
    if output.is_dir():
        raise ExportError(f"{output} is a folder, and the format “{name}” is written to a file; name one in it.")
    if form.shape == "binary":
        write_binary_file(output, lambda out: write_bytes(name, items, out))
    else:
        write_file(output, lambda out: write(name, items, out))


def _module(name: str, form: Format) -> Any:
    """Return the module of a format, with its library."""
    try:
        return import_module(f"{__name__}.{form.module}")
    except ModuleNotFoundError as error:
        if not form.needs:
            raise
        needs = f"pip install 'onrecord[{form.needs}]'"
        raise ExportError(f"The format “{name}” needs {error.name}, which is not installed: {needs}.") from error
