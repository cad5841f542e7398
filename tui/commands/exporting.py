"""``onrecord export``: articles with what was found in them and noted on them, for others to read."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Annotated, TextIO, cast

import typer

from core import export
from core.archive import Archive
from core.export import Exported
from tui.commands.looking import pages
from tui.commands.output import Shown, complain, counted, on_terminal, progress
from tui.commands.session import Session, WhichOption, chosen, command


@command(
    "export",
    queries=True,
    examples="""
    onrecord export 3 --format markdown
    onrecord export tag:ukraine --format csv --output quotes.csv
    onrecord export --format jsonl | gzip > archive.jsonl.gz
    """,
)
def export_(
    session: Session,
    which: WhichOption = None,
    form: Annotated[
        str, typer.Option("--format", metavar="|".join(export.FORMATS), help="What to write.", show_default=False)
    ] = "markdown",
    output: Annotated[
        Path | None,
        typer.Option("--output", metavar="FILE", help="Where to; without it to standard output."),
    ] = None,
) -> None:
    """Write articles as Markdown, as CSV or as JSON lines.

    Markdown has the actors, the quotes and the notes, with where the article appeared. CSV has a quote a row; a
    cell that a spreadsheet would take for a formula begins with an apostrophe. JSON lines have everything, and
    can be added again.
    """
    if form not in export.FORMATS:
        raise typer.BadParameter(f"“{form}” is not one of {', '.join(export.FORMATS)}.", param_hint="--format")
    with session.open() as archive:
        ids = chosen(archive, which)
        with progress("Exporting", len(ids)) as advance:
            items = _items(archive, ids, advance) if output else _items(archive, ids, lambda: None)
            if output is None:
                export.write(form, items, cast(TextIO, Shown(sys.stdout)) if on_terminal() else sys.stdout)
            else:
                _write(output, form, items)
                complain(f"Wrote {counted(len(ids), 'article')} to {output}.")


def _items(archive: Archive, ids: list[int], advance: Callable[[], None]) -> Iterator[Exported]:
    for article in pages(archive, ids):
        text, annotation = archive.text(article.id), archive.annotation(article.id)
        yield Exported(article, text, annotation, archive.notes(article.id))
        advance()


def _write(output: Path, form: str, items: Iterator[Exported]) -> None:
    """Writes a file, which is only there when it is whole; what stood there before is kept until then.

    Raises:
        OSError: it cannot be written.
    """
    output = output.resolve()
    if output.exists() and not output.is_file():  # a pipe or a device cannot be put in place of another
        with output.open("w", encoding="utf-8", newline="") as out:
            export.write(form, items, out)
        return
    part = output.with_name(f".{output.name}.part")
    try:
        with part.open("w", encoding="utf-8", newline="") as out:
            export.write(form, items, out)
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
