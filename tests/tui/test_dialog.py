"""What is behind a dialog, and what every screen says in the same way."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from rich.segment import ControlType, Segment
from rich.style import Style
from textual.app import App
from textual.color import Color
from textual.renderables.background_screen import BackgroundScreen

from onrecord.archive import ArchiveError
from onrecord.tui.screens.dialog import Dialog, TintedScreen

RED, BLUE = Style.parse("red on black"), Style.parse("bold blue on white")
SEGMENTS = [
    Segment("a", RED),
    Segment("b", BLUE),
    Segment("\n", None, [(ControlType.BELL,)]),
    Segment("c", None),
    *[Segment("d", RED)] * 100,
]


@pytest.mark.parametrize("colour", [Color(20, 30, 40, 0.6), Color(0, 0, 0, 0)], ids=["tinted", "clear"])
def test_it_looks_as_with_textual(colour: Color) -> None:
    expected = list(BackgroundScreen.process_segments(SEGMENTS, colour))
    assert list(TintedScreen.process_segments(SEGMENTS, colour)) == expected


def test_each_style_is_tinted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tinted: list[Segment] = []
    tint = BackgroundScreen.process_segments

    def count(segments: Iterable[Segment], color: Color) -> Iterable[Segment]:
        tinted.extend(segments)
        return tint(segments, color)

    monkeypatch.setattr(BackgroundScreen, "process_segments", count)
    assert len(list(TintedScreen.process_segments(SEGMENTS, Color(0, 0, 0, 0.5)))) == len(SEGMENTS)
    assert tinted == [SEGMENTS[0], SEGMENTS[1], SEGMENTS[3]]


class Question(Dialog[None]):
    """A dialog without anything in it."""


async def test_a_dialog_shows_the_screen_behind_it_so(monkeypatch: pytest.MonkeyPatch) -> None:
    colours: list[Color] = []
    tint = TintedScreen.process_segments

    def note_colour(segments: Iterable[Segment], color: Color) -> Iterable[Segment]:
        colours.append(color)
        return tint(segments, color)

    monkeypatch.setattr(TintedScreen, "process_segments", staticmethod(note_colour))
    app: App[None] = App()
    async with app.run_test() as pilot:
        app.push_screen(Question())
        await pilot.pause()
        assert set(colours) == {app.screen.styles.background}


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (ArchiveError("The [b]archive[/b] is full."), "The [b]archive[/b] is full."),
        (OSError(13, "Permission denied", "a.csv"), "The system refused a.csv: Permission denied. Check that"),
    ],
)
async def test_a_screen_says_what_went_wrong(error: Exception, sentence: str) -> None:
    app: App[None] = App()
    async with app.run_test() as pilot:
        question = Question()
        await app.push_screen(question)
        question.complain(error)
        await pilot.pause()
        (notice,) = app._notifications
        assert notice.message.startswith(sentence)
        assert (notice.severity, notice.markup) == ("error", False)
