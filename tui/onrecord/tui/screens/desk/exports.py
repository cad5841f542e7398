"""Writing articles of the list to a file."""

from __future__ import annotations

from pathlib import Path

from onrecord.archive import Archive
from onrecord.base.settings import DoubtfulQuotes
from onrecord.terminal.segments import counted
from onrecord.tui.model.background_work import Failure, work_beside
from onrecord.tui.model.export_file import (
    ExportFileError,
    article_endings,
    export_format,
    free_name,
    require_new,
)
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.article_marks import ArticleMarkController
from onrecord.tui.screens.desk.host import DeskHost

_FIRST_FORMAT = "csv"


class ExportController:
    """Writes the marked articles, or else all that are listed, with their quotes and notes."""

    def __init__(
        self, host: DeskHost, archive: Archive, marks: ArticleMarkController, doubtful: DoubtfulQuotes
    ) -> None:
        """Write nothing yet.

        Args:
            host: The desk.
            archive: The archive that holds the articles.
            marks: Knows which articles are marked and listed.
            doubtful: What becomes of doubtful quotes.
        """
        self._host = host
        self._archive = archive
        self._marks = marks
        self._doubtful = doubtful
        self._format = _FIRST_FORMAT  # what was written last

    def ask_file(self) -> None:
        """Let the user choose the format, and name the file."""
        article_ids = self._marks.marked_or_listed()
        if not article_ids:
            self._host.say("No articles are listed.")
            return

        def choose(format_name: str | None) -> None:
            if format_name is not None:
                self._format = format_name
                self._ask(article_ids, format_name)

        self._host.ask(dialogs.format_menu(f"Write {counted(len(article_ids), 'article')}", self._format), choose)

    def write_to(self, name: str) -> None:
        """Write the articles to a file of this name, whose ending says in which format."""
        article_ids = self._marks.marked_or_listed()
        if not article_ids:
            return
        try:
            format_name = export_format(Path(name), article_endings())
        except ExportFileError as error:
            self._host.complain(error)
        else:
            self._write(article_ids, format_name, name)

    def _ask(self, article_ids: list[int], format_name: str, name: str = "") -> None:
        from onrecord.export import FORMATS

        def write(name: str | None) -> None:
            if name is not None:
                self._write(article_ids, format_name, name)

        form = FORMATS[format_name]
        title = (
            f"Write {counted(len(article_ids), 'article')} to the {'folder' if form.shape == 'folder' else 'file'}"
        )
        free = free_name("articles" if form.ending else f"articles-{format_name}", form.ending)
        self._host.ask(dialogs.line_prompt(title, name or free, "↵ writes   Esc cancels"), write)

    def _write(self, article_ids: list[int], format_name: str, name: str) -> None:
        from onrecord.export import FORMATS

        output = Path(name).expanduser()
        if FORMATS[format_name].shape != "folder":
            try:
                require_new(output)
            except ExportFileError as error:
                self._host.complain(error)
                self._ask(article_ids, format_name, name)
                return

        def work() -> None:
            from onrecord import export
            from onrecord.terminal.exporting import exported_articles

            items = exported_articles(self._archive, article_ids, self._doubtful)
            export.write_output(format_name, items, output)

        def end(failure: Failure | None) -> None:
            if failure is not None:
                self._host.complain(failure)
            else:
                self._host.say(f"Wrote {counted(len(article_ids), 'article')} to {output.absolute()}.")

        work_beside(self._host, work, end)
