"""What a program makes of articles that were given to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from rich.cells import chop_cells
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from onrecord.base.errors import OnRecordError
from onrecord.terminal.piping import MAX_OUTPUT, PipedCommand, PipedOutput
from onrecord.terminal.visible_text import visible, visible_lines
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.model.quote_copies import QuoteCopies
from onrecord.tui.screens.dialog import ClosesOnce
from onrecord.tui.widgets.key_line import KeyLine
from onrecord.tui.widgets.output_lines import OutputLines

_TAB = 4  # columns

_Result = tuple[list[str], PipedOutput | str]
"""The lines that fit the screen, and the output or a sentence on why there is none."""


class OutputScreen(ClosesOnce[None], Screen[None]):
    """The output of a command. The command is ended when the screen is left."""

    BINDINGS = bindings("output")
    AUTO_FOCUS = "OutputLines"

    def __init__(
        self,
        title: str,
        command: PipedCommand,
        texts: Iterable[str],
        copies: QuoteCopies,
        keys: Mapping[str, str],
    ) -> None:
        """Make the screen.

        Args:
            title: What is given to which command.
            command: The command.
            texts: Its input, read beside the event loop.
            copies: Copies the output.
            keys: The user's own keys, by the names of the actions.
        """
        super().__init__()
        self._title, self._command, self._texts, self._copies, self._keys = title, command, texts, copies, keys
        self._output = ""

    def compose(self) -> ComposeResult:
        yield Static(Content(f" {visible(self._title)}"), id="output-head")
        yield OutputLines()
        yield Static("", id="output-facts", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self._runner: LatestLookup[_Result] = LatestLookup(self, self._show, lambda error: None)
        self._width = max(20, self.size.width - 3)  # without the space before a line and the scroll bar
        self._runner.ask(self._run)

    def on_unmount(self) -> None:
        self._command.cancel()
        self._runner.close()

    def _run(self, is_cancelled: Callable[[], bool]) -> Iterator[_Result]:
        try:
            output = self._command.run(self._texts)
        except OnRecordError as error:
            yield [], str(error)
        else:
            yield fitted_lines(output.text, self._width), output

    def _show(self, result: _Result) -> None:
        lines, output = result
        facts = self.query_one("#output-facts", Static)
        if isinstance(output, str):
            self.query_one(OutputLines).show([], output)
            facts.update("")
            return
        self._output = output.text
        self.query_one(OutputLines).show(lines, "It printed nothing.")
        facts.update(f" {_ending(output)}")

    def action_copy_output(self) -> None:
        if self._output:
            self._copies.copy_text(self._output, "the output")

    def action_leave_screen(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        from onrecord.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("output", self._keys))


def _ending(output: PipedOutput) -> str:
    """Return how a program ended, in words."""
    if output.is_cut:
        return f"It printed more than {MAX_OUTPUT // 1024} KB, and was ended; this is the beginning."
    if output.status < 0:
        return f"It was ended by signal {-output.status}."
    return f"It ended with status {output.status}." if output.status else "It is done."


def fitted_lines(text: str, width: int) -> list[str]:
    """Return the lines of a text, safe for a terminal, in pieces of at most so many columns."""
    return [
        piece
        for line in text.splitlines()
        for piece in chop_cells(visible_lines(line.expandtabs(_TAB)), width) or [""]
    ]
