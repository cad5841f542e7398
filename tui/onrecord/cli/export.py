"""``onrecord export``: articles with their annotations and notes in a format for other programs, or everything."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import Annotated, TextIO, cast

import typer

from onrecord import export
from onrecord.archive import Archive
from onrecord.cli.context import CommandContext, WhichOption, chosen, command
from onrecord.cli.output import complain, on_terminal, progress
from onrecord.export import Exported
from onrecord.export.files import write_binary_file, write_file
from onrecord.terminal.exporting import exported_articles
from onrecord.terminal.progress import progress_reporter
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import VisibleControls

_TINYDB, _SPACY = "tinydb", "spacy"
_PURPOSES = {name: form.purpose for name, form in export.FORMATS.items()} | {
    _SPACY: "to train with spaCy: a DocBin",
    _TINYDB: 'to keep or move: a file for TinyDB("archive.json")',
}


def formats_table() -> str:
    """Return the table of the formats, a line for each: its name, what for, what it needs."""
    needs = {name: f" (with onrecord[{form.needs}])" for name, form in export.FORMATS.items() if form.needs}
    width = max(map(len, _PURPOSES))
    return "\n".join(f"{name:<{width}}  {purpose}{needs.get(name, '')}" for name, purpose in _PURPOSES.items())


class Spreadsheet(StrEnum):
    """A program that wants CSV otherwise than the rest."""

    EXCEL = "excel"


@command(
    "export",
    queries=True,
    table="Formats:\n" + formats_table(),
    examples="""
    onrecord export 3 --format markdown
    onrecord export tag:ukraine --format csv --for excel --output quotes.csv
    onrecord export tag:ukraine --format obsidian --output ~/vault/articles
    onrecord export --format jsonl | gzip > archive.jsonl.gz
    """,
)
def export_(
    session: CommandContext,
    which: WhichOption = None,
    form: Annotated[
        str, typer.Option("--format", metavar="NAME", help="The format to write; see below.")
    ] = "markdown",
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", metavar="FILE", help="The file to write, or the folder. Default: standard output."
        ),
    ] = None,
    spreadsheet: Annotated[
        Spreadsheet | None,
        typer.Option("--for", metavar="excel", help="With csv: mark the file as UTF-8, as Excel needs it."),
    ] = None,
) -> None:
    """Write articles with their quotes, actors and notes in a format for another program.

    JSON lines have everything, and onrecord add takes it over, into an archive that has articles, too. In CSV
    a cell that a spreadsheet would take for a formula begins with an apostrophe. What is written into a folder of
    Obsidian again keeps what was written there. TinyDB's JSON has the whole archive, or WHICH and all that belongs
    to it.
    """
    if form not in _PURPOSES:
        raise typer.BadParameter(f"“{form}” is not one of these:\n{formats_table()}", param_hint="--format")
    if spreadsheet and form != "csv":
        raise typer.BadParameter("It goes with --format csv; xlsx is Excel's own.", param_hint="--for")
    with session.open() as archive:
        ids = chosen(archive, which)
        if form == _TINYDB:
            on_progress = partial(progress_reporter(), "Documents written") if output else None
            write = partial(
                archive.maintenance.write_tinydb_json, article_ids=ids if which else None, on_progress=on_progress
            )
            _write_text(output, write)
        else:
            with progress("Exporting", len(ids)) as advance:
                exported = exported_articles(archive, ids, session.settings.doubtful)
                items = _counted(exported, advance) if output else exported
                if form == _SPACY:
                    _write_doc_bin(items, output)
                elif export.FORMATS[form].shape in ("binary", "folder"):
                    _write_whole(form, items, output)
                else:
                    write = partial(_write_format, archive, form, items, bool(spreadsheet), not which)
                    _write_text(output, write)
        if output:
            complain(f"Wrote {counted(len(ids), 'article')} to {output}.")


def _write_format(
    archive: Archive, form: str, items: Iterator[Exported], has_mark: bool, is_whole: bool, out: TextIO
) -> None:
    """Write articles as text.

    Args:
        archive: The archive that holds them.
        form: The name of the format.
        items: The articles.
        has_mark: Whether the file begins with the mark of UTF-8.
        is_whole: Whether they are the whole archive.
        out: Where to write.
    """
    if has_mark:
        out.write("\ufeff")
    export.write(form, items, out)
    if form == "jsonl" and is_whole:
        from onrecord.export.jsonl import write_shared

        everywhere = [each for each in archive.corrections.all() if each.article is None]
        write_shared(archive.saved_searches.all(), everywhere, archive.feeds.all(), out)


def _write_doc_bin(items: Iterator[Exported], output: Path | None) -> None:
    """Write a DocBin, which is spaCy's and so annotation's."""
    from onrecord.annotation.doc.doc_bin import pack_docs

    if output is None and on_terminal():
        raise typer.BadParameter(f"“{_SPACY}” needs a place to be written to.", param_hint="--output")
    packed = pack_docs((item.article, item.text, item.wanted_annotation()) for item in items)
    if output is None:
        sys.stdout.buffer.write(packed)
    else:
        write_binary_file(output, lambda out: cast(None, out.write(packed)))


def _write_whole(form: str, items: Iterator[Exported], output: Path | None) -> None:
    """Write a file of bytes or a folder."""
    if output:
        export.write_output(form, items, output)
    elif export.FORMATS[form].shape == "folder" or on_terminal():
        raise typer.BadParameter(f"“{form}” needs a place to be written to.", param_hint="--output")
    else:
        export.write_bytes(form, items, sys.stdout.buffer)


def _write_text(output: Path | None, write: Callable[[TextIO], None]) -> None:
    """Call ``write`` with the file, or with standard output where none is named."""
    if output is None:
        write(cast(TextIO, VisibleControls(sys.stdout)) if on_terminal() else sys.stdout)
    else:
        write_file(output, write)


def _counted(items: Iterator[Exported], advance: Callable[[], None]) -> Iterator[Exported]:
    for item in items:
        yield item
        advance()
