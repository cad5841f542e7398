"""``onrecord export``: articles with their annotations and notes in a format for other programs, or everything."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, TextIO, cast

import typer

from onrecord import export
from onrecord.cli.context import CommandContext, WhichOption, chosen, command
from onrecord.cli.output import complain, on_terminal, progress
from onrecord.export import Exported
from onrecord.export.files import write_file
from onrecord.terminal.exporting import exported_articles
from onrecord.terminal.progress import progress_reporter
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import VisibleControls

_TINYDB = "tinydb"
_FORMATS = (*export.FORMATS, _TINYDB)


@command(
    "export",
    queries=True,
    examples="""
    onrecord export 3 --format markdown
    onrecord export tag:ukraine --format csv --output quotes.csv
    onrecord export --format jsonl | gzip > archive.jsonl.gz
    onrecord export --format tinydb --output archive.json
    """,
)
def export_(
    session: CommandContext,
    which: WhichOption = None,
    form: Annotated[
        str, typer.Option("--format", metavar="|".join(_FORMATS), help="The format to write.", show_default=False)
    ] = "markdown",
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="The file to write. Default: standard output."),
    ] = None,
) -> None:
    """Write articles as Markdown, as CSV, as JSON lines or as TinyDB's JSON.

    Markdown has actors, quotes and notes, and where each article appeared. CSV has one quote per row; a cell that
    a spreadsheet would take for a formula begins with an apostrophe. JSON lines have everything of an article, and
    onrecord add reads them again. TinyDB's JSON is a file for TinyDB("archive.json"), with the whole archive or
    with WHICH and all that belongs to it; added to an empty archive it makes the same archive again.
    """
    if form not in _FORMATS:
        raise typer.BadParameter(f"“{form}” is not one of {', '.join(_FORMATS)}.", param_hint="--format")
    with session.open() as archive:
        ids = chosen(archive, which)
        if form == _TINYDB:
            on_progress = partial(progress_reporter(), "Documents written") if output else None
            write = partial(
                archive.maintenance.write_tinydb_json, article_ids=ids if which else None, on_progress=on_progress
            )
            _write_output(output, write, ids)
            return
        with progress("Exporting", len(ids)) as advance:
            exported = exported_articles(archive, ids, session.settings.doubtful)
            items = _counted(exported, advance) if output else exported

            def write_all(out: TextIO) -> None:
                export.write(form, items, out)
                if form == "jsonl" and not which:
                    everywhere = [each for each in archive.corrections.all() if each.article is None]
                    export.jsonl.write_shared(archive.saved_searches.all(), everywhere, out)

            _write_output(output, write_all, ids)


def _write_output(output: Path | None, write: Callable[[TextIO], None], ids: list[int]) -> None:
    """Call ``write`` with the file, or with standard output where none is named."""
    if output is None:
        write(cast(TextIO, VisibleControls(sys.stdout)) if on_terminal() else sys.stdout)
    else:
        write_file(output, write)
        complain(f"Wrote {counted(len(ids), 'article')} to {output}.")


def _counted(items: Iterator[Exported], advance: Callable[[], None]) -> Iterator[Exported]:
    for item in items:
        yield item
        advance()
