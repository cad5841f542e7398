"""Giving articles to a command that the user types."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator

from onrecord.archive import Archive
from onrecord.base.errors import OnRecordError
from onrecord.base.settings import Settings
from onrecord.terminal.piping import PipedCommand
from onrecord.terminal.segments import counted
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.article_marks import ArticleMarkController
from onrecord.tui.screens.desk.host import DeskHost

_HINT = "It gets {}. No shell is between: pipes need sh -c '…'.\n\n↵ runs   Esc cancels"

_Texts = Callable[[list[int]], Iterator[str]]
"""Yields what a command gets of articles, given their ids."""


class PipeController:
    """Runs a command on articles, and shows what it prints."""

    def __init__(self, host: DeskHost, archive: Archive, settings: Settings, marks: ArticleMarkController) -> None:
        """Run nothing yet.

        Args:
            host: The desk.
            archive: The archive that holds the articles.
            settings: What exports and screens need of the configuration.
            marks: Knows which articles are meant.
        """
        self._host = host
        self._archive = archive
        self._settings = settings
        self._marks = marks
        self._last_command = ""

    def ask(self) -> None:
        """Let the user type a command for the text of the article, or of the marked ones."""
        self._ask(self._marks.targets(), "the titles and texts", self.run)

    def ask_for_list(self) -> None:
        """Let the user type a command for the marked articles, or else all that are listed, as JSON Lines."""
        self._ask(self._marks.marked_or_listed(), "JSON Lines with all that is known of them", self.run_on_list)

    def _ask(self, article_ids: list[int], what: str, run: Callable[[str], None]) -> None:
        if not article_ids:
            self._host.say("No articles are listed.")
            return

        def run_typed(command_line: str | None) -> None:
            if command_line is not None:
                run(command_line)

        title = f"Pipe {counted(len(article_ids), 'article')} to a command"
        self._host.ask(dialogs.line_prompt(title, self._last_command, _HINT.format(what)), run_typed)

    def run(self, command_line: str) -> None:
        """Run a command on the text of the article, or of the marked ones."""
        self._show(command_line, self._marks.targets(), self._plain_texts)

    def run_on_list(self, command_line: str) -> None:
        """Run a command on the marked articles, or else all that are listed, as JSON Lines."""
        self._show(command_line, self._marks.marked_or_listed(), self._json_lines)

    def _show(self, command_line: str, article_ids: list[int], texts: _Texts) -> None:
        self._last_command = command_line
        try:
            command = PipedCommand(command_line)
        except OnRecordError as error:
            self._host.complain(error)
            return
        title = f"{counted(len(article_ids), 'article')} | {command_line}"
        screen = dialogs.output_screen(title, command, texts(article_ids), self._host.copies, self._settings.keys)
        self._host.ask(screen, lambda _: None)

    def _plain_texts(self, article_ids: list[int]) -> Iterator[str]:
        for article in self._archive.articles.get_many(article_ids):
            yield f"{article.title}\n\n{self._archive.articles.text(article.id)}\n\n"

    def _json_lines(self, article_ids: list[int]) -> Iterator[str]:
        from onrecord import export
        from onrecord.terminal.exporting import exported_articles

        out = io.StringIO(newline="")
        export.write("jsonl", exported_articles(self._archive, article_ids, self._settings.doubtful), out)
        yield out.getvalue()
