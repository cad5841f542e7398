"""Writing articles of the list to a file."""

from __future__ import annotations

from pathlib import Path

from onrecord.archive import Archive
from onrecord.base.settings import DoubtfulQuotes
from onrecord.terminal.segments import counted
from onrecord.tui.model.background_work import Failure, work_beside
from onrecord.tui.model.export_file import ExportFileError, export_format, free_name
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.article_marks import ArticleMarkController
from onrecord.tui.screens.desk.host import DeskHost

_HINT = "The ending of the name chooses the format: .md  .csv  .jsonl\n\n↵ writes   Esc cancels"


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

    def ask_file(self) -> None:
        """Let the user name the file."""
        article_ids = self._marks.marked_or_listed()
        if not article_ids:
            self._host.say("No articles are listed.")
            return
        self._ask(article_ids, free_name(Path("articles.csv")).name)

    def write_to(self, name: str) -> None:
        """Write the articles to a file of this name."""
        article_ids = self._marks.marked_or_listed()
        if article_ids:
            self._write(article_ids, name)

    def _ask(self, article_ids: list[int], name: str) -> None:
        def write(name: str | None) -> None:
            if name is not None:
                self._write(article_ids, name)

        title = f"Write {counted(len(article_ids), 'article')} to"
        self._host.ask(dialogs.line_prompt(title, name, _HINT), write)

    def _write(self, article_ids: list[int], name: str) -> None:
        file = Path(name).expanduser()
        try:
            format_name = export_format(file)
        except ExportFileError as error:
            self._host.complain(error)
            self._ask(article_ids, name)
            return

        def work() -> None:
            from onrecord import export
            from onrecord.export.files import write_file
            from onrecord.terminal.exporting import exported_articles

            items = exported_articles(self._archive, article_ids, self._doubtful)
            write_file(file, lambda out: export.write(format_name, items, out))

        def end(failure: Failure | None) -> None:
            if failure is not None:
                self._host.complain(failure)
            else:
                self._host.say(f"Wrote {counted(len(article_ids), 'article')} to {file.absolute()}.")

        work_beside(self._host, work, end)
