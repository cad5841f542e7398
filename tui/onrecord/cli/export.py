"""``onrecord export``: articles with what was found in them and noted on them, for others; or everything."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Annotated, TextIO, cast

import typer

from onrecord import export
from onrecord.archive import Archive
from onrecord.cli.articles import pages
from onrecord.cli.context import CommandContext, WhichOption, chosen, command
from onrecord.cli.output import VisibleControls, complain, on_terminal, progress
from onrecord.export import Exported
from onrecord.export.files import write_file
from onrecord.terminal.progress import progress_reporter
from onrecord.terminal.segments import counted

_PLAIN = "tinydb"
_FORMATS = (*export.FORMATS, _PLAIN)


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
        str, typer.Option("--format", metavar="|".join(_FORMATS), help="What to write.", show_default=False)
    ] = "markdown",
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Where to; without it to standard output."),
    ] = None,
) -> None:
    """Write articles as Markdown, as CSV, as JSON lines or as TinyDB's JSON.

    Markdown has the actors, the quotes and the notes, with where the article appeared. CSV has a quote a row; a
    cell that a spreadsheet would take for a formula begins with an apostrophe. JSON lines have everything, and
    can be added again. TinyDB's JSON is a file for TinyDB("archive.json"): everything, or WHICH with what belongs
    to it; added to an empty archive it makes the same archive again.
    """
    if form not in _FORMATS:
        raise typer.BadParameter(f"“{form}” is not one of {', '.join(_FORMATS)}.", param_hint="--format")
    with session.open() as archive:
        ids = chosen(archive, which)
        if form == _PLAIN:
            told = partial(progress_reporter(), "Documents written") if output else None
            plain = partial(
                archive.maintenance.write_tinydb_json, article_ids=ids if which else None, on_progress=told
            )
            _put(output, plain, ids)
            return
        with progress("Exporting", len(ids)) as advance:
            items = _items(archive, ids, advance) if output else _items(archive, ids, lambda: None)
            _put(output, partial(export.write, form, items), ids)


def _put(output: Path | None, write: Callable[[TextIO], None], ids: list[int]) -> None:
    """Has it written to a file, or to standard output."""
    if output is None:
        write(cast(TextIO, VisibleControls(sys.stdout)) if on_terminal() else sys.stdout)
    else:
        write_file(output, write)
        complain(f"Wrote {counted(len(ids), 'article')} to {output}.")


def _items(archive: Archive, ids: list[int], advance: Callable[[], None]) -> Iterator[Exported]:
    for article in pages(archive, ids):
        text, annotation = archive.articles.text(article.id), archive.annotations.get(article.id)
        yield Exported(article, text, annotation, archive.notes.on(article.id), archive.corrections.on(article.id))
        advance()
