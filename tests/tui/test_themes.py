"""Text that can be read: contrasts of every look of the lists, in both themes.

The bounds are those of WCAG 2.2, 1.4.3: 4.5 for text, 3 for signs and bold.
"""

from __future__ import annotations

import pytest
from list_sample import ListApp
from rich.color import Color as TerminalColour
from rich.style import Style
from textual.color import Color
from textual.theme import Theme

from onrecord.tui.looks.themes import DARK, THEMES
from onrecord.tui.text.actor_colours import SPEAKER_DARK, SPEAKER_LIGHT
from onrecord.tui.widgets.entity_list import GROUPS, EntityList


def luminance(colour: Color) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in colour.normalized)
    return sum(weight * part for weight, part in zip((0.2126, 0.7152, 0.0722), parts, strict=True))


def contrast(first: Color, second: Color) -> float:
    """From 1 to 21."""
    low, high = sorted((luminance(first), luminance(second)))
    return (high + 0.05) / (low + 0.05)


def colours(style: Style) -> tuple[Color, Color]:
    assert style.color is not None
    assert style.bgcolor is not None
    return Color.from_rich_color(style.color), Color.from_rich_color(style.bgcolor)


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
async def test_every_look_can_be_read(theme: Theme) -> None:
    list_ = EntityList()
    async with ListApp(list_, theme.name).run_test() as pilot:
        await pilot.pause()
        papers = [colours(list_.get_component_rich_style("rows--cursor"))[1], colours(list_.rich_style)[1]]
        looks = ["text", "strong", "soft", "dim", "heading", "accent", "hit", *(f"reader--{g}" for g in GROUPS)]
        inks = {name: list_.style_of(name).color for name in looks}
        speakers = SPEAKER_DARK if theme.dark else SPEAKER_LIGHT
        inks |= {colour: Style(color=colour).color for colour in speakers}
        too_weak = {
            (name, paper.hex): round(contrast(Color.from_rich_color(ink), paper), 2)
            for name, ink in inks.items()
            for paper in papers
            if contrast(Color.from_rich_color(ink), paper) < (4.5 if paper == papers[1] else 3.0)
        }
        assert not too_weak


FIXED_COLOURS = {TerminalColour.from_ansi(number).get_truecolor().hex for number in range(22, 256)}
"""Those of the 256 colours that are the same on nearly all terminals."""


def test_by_night_all_colours_are_fixed_ones() -> None:
    variables = DARK.to_color_system().generate() | DARK.variables
    names = {name for name, value in vars(DARK).items() if str(value).startswith("#")} | DARK.variables.keys()
    colours = [
        variables[name].lower() for name in names - {"block-cursor-text-style", "input-selection-background"}
    ]
    assert {*colours, *SPEAKER_DARK} <= FIXED_COLOURS


async def test_by_night_the_looks_of_lists_are_fixed_colours() -> None:
    list_ = EntityList()
    async with ListApp(list_, DARK.name).run_test() as pilot:
        await pilot.pause()
        looks = ("text", "strong", "soft", "dim", "heading", "accent", "hit", *(f"reader--{g}" for g in GROUPS))
        inks = {list_.style_of(name).color for name in looks}
        assert {
            colour.get_truecolor().hex for colour in (list_.rich_style.bgcolor, *inks) if colour
        } <= FIXED_COLOURS
