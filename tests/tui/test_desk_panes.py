"""Moving between the panes, and in which order they are painted, without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any, cast

import pytest
from textual.screen import Screen
from textual.widget import Widget

from onrecord.tui.screens.desk.incremental_paint import deferred_widgets
from onrecord.tui.screens.desk.pane_focus import PaneFocus


class FakeScreen:
    """Classes, a focus, and saved searches where there are any."""

    def __init__(self) -> None:
        self.classes: set[str] = set()
        self.focused: SimpleNamespace | None = None
        self.saved: list[SimpleNamespace] = []

    def has_class(self, name: str) -> bool:
        return name in self.classes

    def add_class(self, name: str) -> None:
        self.classes.add(name)

    def remove_class(self, *names: str, update: bool = True) -> None:
        self.classes.difference_update(names)

    def toggle_class(self, name: str) -> None:
        self.classes ^= {name}

    def query(self, selector: str) -> list[SimpleNamespace]:
        return self.saved if selector == "#saved" else []

    def query_one(self, selector: str) -> SimpleNamespace:
        return SimpleNamespace(id=selector.removeprefix("#"))

    def set_focus(self, widget: SimpleNamespace) -> None:
        self.focused = widget


@pytest.fixture
def screen() -> FakeScreen:
    return FakeScreen()


@pytest.fixture
def focus(screen: FakeScreen) -> PaneFocus:
    """The focus of a screen with a sidebar, in the articles."""
    focus = PaneFocus(cast("Screen[None]", screen), cast(Any, SimpleNamespace(apply=lambda: None)))
    focus.sidebar = SimpleNamespace(tab="quotes")
    focus.focus("articles")
    return focus


@pytest.mark.parametrize(
    ("pane", "place"),
    [
        ("articles", "-at-articles"),
        ("saved", "-at-articles"),
        ("quote-search", "-at-articles"),
        ("facets", "-at-facets"),
        ("reader", "-at-reader"),
        ("actors", "-at-side"),
        ("quotes", "-at-side"),
        ("entities", "-at-side"),
        ("notes", "-at-side"),
    ],
)
def test_the_screen_has_the_class_of_the_column(
    focus: PaneFocus, screen: FakeScreen, pane: str, place: str
) -> None:
    focus.focus("reader" if pane != "reader" else "articles")
    focus.focus(pane)
    assert focus.pane == pane
    assert screen.classes == {place}


def test_what_is_no_pane_leaves_the_column(focus: PaneFocus, screen: FakeScreen) -> None:
    focus.focus("reader")
    focus.mark_place("search")
    focus.mark_place("")
    assert screen.classes == {"-at-reader"}


def test_without_a_focus_no_pane_has_it(focus: PaneFocus, screen: FakeScreen) -> None:
    screen.focused = None
    assert focus.pane == ""
    screen.focused = SimpleNamespace(id=None)
    assert focus.pane == ""


def test_quotes_stand_for_articles_where_they_are_listed(focus: PaneFocus) -> None:
    focus.lists_quotes = True
    focus.focus("articles")
    assert focus.pane == "quote-search"


@pytest.mark.parametrize(("pane", "tab"), [("notes", "notes"), ("entities", "entities"), ("actors", "quotes")])
def test_a_list_in_a_tab_opens_its_tab(focus: PaneFocus, pane: str, tab: str) -> None:
    focus.focus(pane)
    assert focus.sidebar is not None
    assert focus.sidebar.tab == tab


@pytest.mark.parametrize(
    ("pane", "is_beside"),
    [
        ("articles", False),
        ("facets", False),
        ("saved", False),
        ("reader", True),
        ("actors", True),
        ("notes", True),
    ],
)
def test_article_and_sidebar_are_beside_the_list(focus: PaneFocus, pane: str, is_beside: bool) -> None:
    focus.focus(pane)
    assert focus.is_beside_list is is_beside


def test_tab_goes_through_the_panes_that_are_there(focus: PaneFocus, screen: FakeScreen) -> None:
    assert focus.order() == ["articles", "reader", "actors", "quotes"]
    focus.sidebar.tab = "notes"  # type: ignore[union-attr]
    screen.saved = [SimpleNamespace(display=False)]
    assert focus.order() == ["articles", "reader", "actors", "notes"]
    screen.saved = [SimpleNamespace(display=True)]
    screen.add_class("-facets")
    focus.lists_quotes = True
    assert focus.order() == ["saved", "quote-search", "facets", "reader", "actors", "notes"]


def test_before_there_is_a_sidebar_its_first_tab_is_meant(screen: FakeScreen) -> None:
    focus = PaneFocus(cast("Screen[None]", screen), cast(Any, SimpleNamespace(apply=lambda: None)))
    assert focus.order()[-1] == "quotes"
    focus.focus("notes")
    assert focus.pane == "notes"


def test_the_last_pane_is_followed_by_the_first(focus: PaneFocus) -> None:
    panes = []
    for _ in range(4):
        focus.next()
        panes.append(focus.pane)
    assert panes == ["reader", "actors", "quotes", "articles"]
    focus.previous()
    assert focus.pane == "quotes"


def test_from_elsewhere_tab_goes_on_from_the_first_pane(focus: PaneFocus, screen: FakeScreen) -> None:
    screen.focused = SimpleNamespace(id="search")
    focus.next()
    assert focus.pane == "reader"


@pytest.mark.parametrize(
    ("pane", "left"),
    [
        ("actors", "reader"),
        ("notes", "reader"),
        ("reader", "articles"),
        ("facets", "articles"),
        ("saved", "articles"),
    ],
)
def test_left_of_a_pane(focus: PaneFocus, pane: str, left: str) -> None:
    focus.focus(pane)
    focus.leave()
    assert focus.pane == left


@pytest.mark.parametrize("base", ["articles", "reader"])
@pytest.mark.parametrize("panes", [["quotes"], ["facets"], ["saved"], ["quotes", "notes", "facets", "actors"]])
def test_one_goes_back_to_the_list_or_the_text_that_was_left(
    focus: PaneFocus, base: str, panes: list[str]
) -> None:
    for pane in ("reader", "articles", base, *panes):
        focus.focus(pane)
    focus.go_back()
    assert focus.pane == base
    focus.go_back()
    assert focus.pane == "articles"


def test_one_goes_back_to_the_quotes_that_are_listed(focus: PaneFocus) -> None:
    focus.lists_quotes = True
    focus.focus("articles")
    focus.focus("notes")
    focus.go_back()
    assert focus.pane == "quote-search"


@pytest.mark.parametrize("pane", ["articles", "reader", "notes"])
def test_the_text_alone_is_left_for_the_pane_before_it(focus: PaneFocus, pane: str) -> None:
    focus.focus(pane)
    focus.toggle_text_only()
    focus.leave_text_only()
    assert (focus.is_text_only, focus.pane) == (False, pane)


def test_the_text_alone_has_the_cursor_until_another_pane_has_it(focus: PaneFocus, screen: FakeScreen) -> None:
    focus.toggle_text_only()
    assert (focus.is_text_only, focus.pane) == (True, "reader")
    focus.focus("reader")
    assert focus.is_text_only
    focus.focus("actors")
    assert not focus.is_text_only
    focus.toggle_text_only()
    focus.toggle_text_only()
    assert (focus.is_text_only, focus.pane) == (False, "reader")


# Painting


class Node:
    """A widget with a parent, as far as painting looks at one."""

    def __init__(self, name: str, parent: Node | None = None) -> None:
        self.id = name
        self.parent = parent
        self.children: list[Node] = []
        if parent is not None:
            parent.children.append(self)

    @property
    def ancestors_with_self(self) -> Iterator[Node]:
        node: Node | None = self
        while node is not None:
            yield node
            node = node.parent


def tree() -> dict[str, Widget]:
    """The screen, its key line, and three panes with a list in each."""
    screen = Node("screen")
    panes = Node("panes", screen)
    nodes = [screen, Node("keys", screen)]
    for name in ("left", "middle", "side"):
        column = Node(name, panes)
        nodes += [column, Node(f"{name} list", column)]
    return {node.id: cast(Widget, node) for node in nodes}


@pytest.mark.parametrize(
    ("dirty", "focused", "painted"),
    [
        (["left list", "middle list", "side list"], "middle list", ["middle list"]),
        (["left list", "side list"], "middle list", ["left list"]),  # nothing to paint where the cursor is
        (["side list", "left list", "left"], "middle list", ["left", "left list"]),
        (["keys", "side list"], "left list", ["side list"]),
        (["keys", "side list"], None, ["keys"]),
        (["keys", "side list"], "keys", ["keys"]),
        (["keys", "screen"], "left list", ["keys", "screen"]),
        ([], "left list", []),
    ],
)
def test_one_column_is_painted_at_a_time(dirty: list[str], focused: str | None, painted: list[str]) -> None:
    widgets = tree()
    deferred = deferred_widgets([widgets[name] for name in dirty], widgets[focused] if focused else None)
    assert sorted(name for name in dirty if widgets[name] not in deferred) == painted
