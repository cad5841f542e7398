"""How the desk looks: wide and narrow, dark and light. Look at the report before taking over a new picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from waiting import until, until_at_rest

from onrecord.archive import Archive
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.desk import DeskScreen

Compare = Callable[..., bool]
Desk = Callable[..., OnRecord]
SIZES = {"wide": (120, 36), "narrow": (80, 24)}


@pytest.fixture(autouse=True)
def _same_everywhere(monkeypatch: pytest.MonkeyPatch, archive: Archive) -> None:
    """The archive's folder is another in every run; the picture must not be."""
    monkeypatch.setattr(archive, "folder", Path("news"))


def after(*keys: str) -> Callable[[Pilot[None]], object]:
    async def press(pilot: Pilot[None]) -> None:
        screen = pilot.app.screen
        assert isinstance(screen, DeskScreen)
        await until(pilot, lambda: screen.is_ready and screen.open_article is not None)
        await until_at_rest(pilot)
        for key in keys:
            await pilot.press(key)
            await until_at_rest(pilot)

    return press


@pytest.mark.parametrize(
    ("size", "theme"), [("wide", "onrecord-dark"), ("wide", "onrecord-light"), ("narrow", "onrecord-dark")]
)
def test_the_reader_with_a_quote_under_the_cursor(
    snap_compare: Compare, desk: Desk, size: str, theme: str
) -> None:
    app = desk(theme)
    assert snap_compare(app, terminal_size=SIZES[size], run_before=after("enter", "]", "]"))


def test_a_selected_actor(snap_compare: Compare, desk: Desk) -> None:
    assert snap_compare(desk(), terminal_size=SIZES["wide"], run_before=after("enter", "l", "enter", "h"))


@pytest.mark.parametrize("pane", ["articles", "actors"])
def test_a_pane_alone_on_a_narrow_screen(snap_compare: Compare, desk: Desk, pane: str) -> None:
    keys = {"articles": (), "actors": ("tab", "tab")}[pane]
    assert snap_compare(desk(), terminal_size=SIZES["narrow"], run_before=after(*keys))


def test_the_menu_of_orders(snap_compare: Compare, desk: Desk) -> None:
    assert snap_compare(desk(), terminal_size=SIZES["wide"], run_before=after("o"))


def test_help(snap_compare: Compare, desk: Desk) -> None:
    assert snap_compare(desk(), terminal_size=SIZES["wide"], run_before=after("enter", "?"))


@pytest.mark.parametrize("size", SIZES)
def test_facets_beside_the_list(snap_compare: Compare, desk: Desk, size: str) -> None:
    assert snap_compare(desk(), terminal_size=SIZES[size], run_before=after("F", "j", "enter"))


@pytest.fixture
def lists(archive: Archive) -> None:
    """Saved searches: more than are seen at once, one that finds nothing, one that cannot be understood."""
    archive.saved_searches.save("gone", "x")
    for name, query in (
        ("Harbour and port", "strike or harbour"),
        ("What the minister of economics said", "speaker:minister"),
        ("Economy", "#economy"),
        ("Nothing yet", "lockout"),
        ("Of another", "in:gone"),
        ("Unread", "is:unread"),
    ):
        archive.saved_searches.save(name, query)
    archive.saved_searches.remove("gone")
    archive.articles.update(archive.search.ids("bank"), read=True)


@pytest.mark.usefixtures("lists")
@pytest.mark.parametrize("size", SIZES)
def test_saved_lists_above_the_articles(snap_compare: Compare, desk: Desk, size: str) -> None:
    keys = ("L", "j", "j", "enter", "L", "k")
    assert snap_compare(desk(), terminal_size=SIZES[size], run_before=after(*keys))
