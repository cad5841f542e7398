"""The command line at the bottom of the desk: it completes the names of all that the desk can do."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence

from rich.cells import cell_len, set_cell_size
from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from onrecord.archive import ArchiveError
from onrecord.base.errors import OnRecordError
from onrecord.terminal.segments import cut
from onrecord.terminal.visible_text import visible
from onrecord.tui.model.command_line import (
    CommandLine,
    Completion,
    TextCommand,
    completion_lookup,
    completions,
    parse_command_line,
)
from onrecord.tui.screens.dialog import Dialog
from onrecord.tui.screens.prompts import NO_CONTROLS
from onrecord.tui.widgets.plain_input import PlainInput

_NAME_WIDTH = 26  # columns of the lines that are offered
_KEYS_SHARE = 7  # a seventh of the line, less where all keys need less


class CommandPrompt(Dialog[tuple[str, CommandLine] | None]):
    """The dialog for a command line. Its answer is the line with what it asks for, or None."""

    BINDINGS = [
        Binding("escape", "cancel", "cancel"),
        Binding("tab", "complete", "complete", priority=True),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("up", "step(-1)", show=False, priority=True),
    ]

    def __init__(
        self,
        text_commands: Mapping[str, TextCommand],
        history: Sequence[str],
        keys: Mapping[str, str],
    ) -> None:
        """Make the dialog.

        Args:
            text_commands: What is done with texts, by the names of actions.
            history: Earlier lines, the newest last.
            keys: What is shown as the keys of actions, by their names.
        """
        super().__init__()
        self._text_commands, self._history, self._keys = text_commands, history, keys
        self._offered: list[Completion] = []

    def compose(self) -> ComposeResult:
        with Vertical(id="command-panel"):
            yield OptionList(id="command-names", compact=True, markup=False)
            yield Static("", id="command-problem", markup=False)
            with Horizontal():
                yield Static(":", id="command-sign")
                yield PlainInput(
                    placeholder="a command; Tab completes, ↑ ↓ choose, ↵ runs, Esc cancels",
                    restrict=NO_CONTROLS,
                    compact=True,
                    select_on_focus=False,
                    id="command-input",
                )

    def on_mount(self) -> None:
        self.query_one(OptionList).can_focus = False
        self.set_focus(self.query_one(Input))
        self._offer()

    @on(Input.Changed)
    def _offer(self) -> None:
        self.query_one("#command-problem").display = False
        line = self.query_one(Input).value
        self._show(completions(line, self._text_commands, self._history))
        if look_up := completion_lookup(line, self._text_commands):
            self.run_worker(self._offer_looked_up(line, look_up), exclusive=True)

    async def _offer_looked_up(self, line: str, look_up: Callable[[], list[Completion]]) -> None:
        """Offer what is looked up for a line, unless it has changed meanwhile or a choice was made."""
        offered = await _looked_up(look_up)
        if self.query_one(Input).value == line and self.query_one(OptionList).highlighted is None:
            self._show(offered)

    def _show(self, offered: list[Completion]) -> None:
        self._offered = offered
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(Content(self._label(each))) for each in self._offered)
        options.highlighted = None
        options.display = bool(self._offered)

    def _label(self, completion: Completion) -> str:
        name = completion.line.strip()
        if not completion.help:  # a text after a name, which may be long
            return f" {cut(visible(name), self.size.width - 4)}"
        longest_keys = max(map(cell_len, self._keys.values()), default=0)
        keys_width = min(longest_keys, self.size.width // _KEYS_SHARE)
        columns = (
            (visible(f"{name} {completion.argument}"), _NAME_WIDTH),
            (self._keys.get(name, ""), keys_width),
            (completion.help, max(10, self.size.width - _NAME_WIDTH - keys_width - 4)),
        )
        return " " + " ".join(set_cell_size(cut(text, width), width) for text, width in columns)

    def action_step(self, step: int) -> None:
        """Go to the next line that is offered, or to the one before."""
        options = self.query_one(OptionList)
        if options.highlighted is None and self._offered:
            options.highlighted = 0 if step > 0 else len(self._offered) - 1
        elif step > 0:
            options.action_cursor_down()
        else:
            options.action_cursor_up()

    async def action_complete(self) -> None:
        """Put the chosen line, or the first one, in the place of what is typed."""
        look_up = completion_lookup(self.query_one(Input).value, self._text_commands)
        if look_up and not self._offered:  # not looked up yet
            self._offered = await _looked_up(look_up)
        if self._offered:
            self._take(self._offered[self.query_one(OptionList).highlighted or 0])

    def _take(self, completion: Completion) -> None:
        field = self.query_one(Input)
        field.value = completion.line
        field.action_end()

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._take(self._offered[event.option_index])

    @on(Input.Submitted)
    def _run(self, event: Input.Submitted) -> None:
        highlighted = self.query_one(OptionList).highlighted
        line = event.value if highlighted is None else self._offered[highlighted].line
        if not line.strip():
            self.dismiss(None)
            return
        try:
            answer = parse_command_line(line, self._text_commands)
        except OnRecordError as error:
            self._refuse(error)
        else:
            self.dismiss((line.strip(), answer))

    def _refuse(self, error: OnRecordError) -> None:
        problem = self.query_one("#command-problem", Static)
        problem.update(visible(str(error)))
        problem.display = True
        self.query_one(Input).action_select_all()  # what is typed next takes its place

    def action_cancel(self) -> None:
        self.dismiss(None)


async def _looked_up(look_up: Callable[[], list[Completion]]) -> list[Completion]:
    try:
        return await asyncio.to_thread(look_up)
    except ArchiveError:  # running the line will say so
        return []
