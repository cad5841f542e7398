"""What is pasted: lines become one in a line, and nothing is longer than can be laid out at once."""

from __future__ import annotations

import pytest
from textual import events
from textual.app import App, ComposeResult
from textual.widgets import Input, TextArea

from onrecord.tui.widgets.note_pad import NoteArea
from onrecord.tui.widgets.plain_input import PlainInput


class Pasting(App[None]):
    """An input and a text area."""

    def compose(self) -> ComposeResult:
        yield PlainInput()
        yield NoteArea()

    def messages(self) -> list[str]:
        return [notification.message for notification in self._notifications]


async def test_lines_are_one_line_in_an_input() -> None:
    app = Pasting()
    async with app.run_test() as pilot:
        app.query_one(Input).focus()
        app.post_message(events.Paste("port\r\nstrike\n"))
        await pilot.pause()
        assert app.query_one(Input).value == "port strike"
        app.post_message(events.Paste("\n"))
        await pilot.pause()
        assert app.query_one(Input).value == "port strike"


@pytest.mark.parametrize(("area", "most"), [(False, 1_000), (True, 20_000)])
async def test_of_a_megabyte_the_beginning_is_pasted_and_that_is_said(area: bool, most: int) -> None:
    app = Pasting()
    async with app.run_test() as pilot:
        target = app.query_one(TextArea) if area else app.query_one(Input)
        target.focus()
        app.post_message(events.Paste("x" * most))
        await pilot.pause()
        assert app.messages() == []
        app.post_message(events.Paste("y" * 1_000_000))
        await pilot.pause()
        text = app.query_one(TextArea).text if area else app.query_one(Input).value
        assert text == "x" * most + "y" * most
        assert app.messages() == [
            f"Pasted the first {most:,} of 1,000,000 characters; no more can be pasted at once."
        ]
