"""Running what is typed into the command line."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from functools import cache

from onrecord.base.errors import OnRecordError
from onrecord.tui.looks.keymap import ACTIONS, display_keys
from onrecord.tui.model.command_line import CommandLine, TextCommand
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.host import DeskHost

_MAX_HISTORY = 50


class CommandLineController:
    """Asks for a command line and does what it says: an action of the key table, or a row of the list."""

    def __init__(
        self,
        host: DeskHost,
        listing: ArticleListController,
        text_commands: Mapping[str, TextCommand],
        keys: Mapping[str, str],
    ) -> None:
        """Ask for nothing yet.

        Args:
            host: The desk, which runs actions by their names.
            listing: The list of articles, to whose rows numbers lead.
            text_commands: What is done with texts, by the names of actions.
            keys: The user's own keys, by the names of the actions.
        """
        self._host = host
        self._listing = listing
        self._text_commands = text_commands
        self._keys = keys
        self._history: deque[str] = deque(maxlen=_MAX_HISTORY)

    def ask(self) -> None:
        """Let the user type a command line."""

        def run(answer: tuple[str, CommandLine] | None) -> None:
            if answer is not None:
                line, command = answer
                if line in self._history:
                    self._history.remove(line)
                self._history.append(line)
                self._run(command)

        # Words are looked up once, not with each key.
        commands = {
            name: command._replace(words=cache(command.words)) for name, command in self._text_commands.items()
        }
        keys = {action.name: display_keys(action, self._keys) for action in ACTIONS if action.is_command}
        self._host.ask(dialogs.command_prompt(commands, list(self._history), keys), run)

    def _run(self, command: CommandLine) -> None:
        if command.row:
            self._go_to_row(command.row)
        elif command.text:
            try:
                self._text_commands[command.name].run(command.text)
            except OnRecordError as error:
                self._host.complain(error)
        else:
            self._host.call_later(self._host.run_command, command.name)

    def _go_to_row(self, row: int) -> None:
        ids = self._listing.pane.ids
        if ids:
            self._listing.pane.highlight(ids[min(row, len(ids)) - 1])
            self._listing.focus.focus("articles")
