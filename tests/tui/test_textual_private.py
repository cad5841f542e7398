"""Textual has every private name that the project uses, and no other module uses one."""

from __future__ import annotations

import gc
import inspect
import re
from pathlib import Path

import pytest
from rich.segment import Segment
from rich.style import Style
from textual._styles_cache import StylesCache
from textual.app import App
from textual.screen import Screen
from textual.scroll_view import ScrollView
from textual.strip import Strip

from onrecord.tui import textual_private
from onrecord.tui.textual_private import PRIVATE_NAMES

NAMES = [(owner, name) for owner, names in PRIVATE_NAMES.items() for name in names]
SOURCES = Path(textual_private.__file__).parents[1]


@pytest.mark.parametrize(("owner", "name"), NAMES, ids=lambda value: getattr(value, "__name__", value))
async def test_textual_has_the_private_name(owner: type, name: str) -> None:
    app: App[None] = App()
    async with app.run_test():
        instances: dict[type, object] = {
            App: app,
            Screen: app.screen,
            ScrollView: ScrollView(),
            StylesCache: StylesCache(),
            Strip: Strip([]),
        }
        assert hasattr(instances[owner], name)


def test_what_is_overridden_takes_the_arguments_that_it_took() -> None:
    assert list(inspect.signature(Screen._on_timer_update).parameters) == ["self"]
    assert list(inspect.signature(ScrollView._size_updated).parameters) == [
        "self",
        "size",
        "virtual_size",
        "container_size",
        "layout",
    ]


def test_a_strip_has_all_that_textual_gives_it() -> None:
    assert set(PRIVATE_NAMES[Strip]) == set(Strip.__slots__)
    assert list(inspect.signature(Strip).parameters) == ["segments", "cell_length"]


def test_a_strip_is_divided_and_styled_as_textual_does() -> None:
    strip = Strip([Segment("port "), Segment("strike")], 11)
    assert [part.text for part in strip.divide([5, 11])] == ["port ", "strike"]
    assert strip.divide([5, 11]) is strip.divide([5, 11])
    assert strip.crop(2, 7).text == "rt st"
    assert strip.adjust_cell_length(12).text == "port strike "
    assert {segment.style for segment in strip.apply_style(Style(bold=True))} == {Style(bold=True)}


def test_a_strip_that_is_not_cut_does_not_hold_itself() -> None:
    strip = Strip([Segment("port")], 4)
    assert strip.divide([4]) == [strip]
    held: list[object] = [strip]
    for _ in ("cache", "its dict", "a list of parts", "a part"):
        held = gc.get_referents(*held)
    assert not any(each is strip for each in held)


def test_no_other_module_uses_the_private_names() -> None:
    pattern = re.compile(rf"\.(?:{'|'.join(name for _, name in NAMES)})\b")
    uses = {
        path.name
        for path in SOURCES.rglob("*.py")
        if pattern.search(path.read_text(encoding="utf-8")) and path.name != "textual_private.py"
    }
    assert uses == set()
