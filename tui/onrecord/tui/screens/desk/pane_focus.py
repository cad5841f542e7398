"""Moving between the panes, of which one at a time may be shown."""

from __future__ import annotations

from typing import Protocol

from textual.screen import Screen

from onrecord.tui.screens.desk.pane_layout import PaneLayout

SIDEBAR_PANES = ("actors", "quotes", "entities", "notes")
_LEFT_PANES = ("articles", "quote-search", "saved")
_ALL_PANES = (*_LEFT_PANES, "facets", "reader", *SIDEBAR_PANES)
_BASES = ("articles", "quote-search", "reader")  # where ``go_back`` leads to: the lists, and the text
_PLACES = {**dict.fromkeys(_LEFT_PANES, "articles"), **dict.fromkeys(SIDEBAR_PANES, "side")}


class TabbedPane(Protocol):
    """The sidebar, as far as moving to one of its lists goes."""

    tab: str


class PaneFocus:
    """Which pane has the cursor; a class of the screen, such as ``-at-reader``, repeats it for the style sheet."""

    def __init__(self, screen: Screen[None], layout: PaneLayout) -> None:
        self.layout = layout
        """The widths of the panes, which follow the focus."""
        self.sidebar: TabbedPane | None = None
        """The sidebar, once it is mounted."""
        self.lists_quotes = False
        """Whether quotes are listed in place of the articles."""
        self.last_pane = "articles"
        """The pane that had the cursor last, also while a dialog has it."""
        self._screen = screen
        self._base = "articles"  # the list or the text, in which the cursor was last
        self._text_only_from = "articles"  # the pane that was left for the text alone
        self._looked_from = ""  # the list beside the text that was left for a place in the text, on its way back

    @property
    def pane(self) -> str:
        """The pane in focus, one of ``onrecord.tui.looks.keymap.PANES`` or "search"; empty where none is.

        It is that of this moment: a widget's own ``has_focus`` follows with a message, after the next key.
        """
        focused = self._screen.focused
        return (focused.id if focused else None) or ""

    @property
    def is_beside_list(self) -> bool:
        """Whether the cursor is in the article or in the sidebar."""
        return self.pane in ("reader", *SIDEBAR_PANES)

    def focus(self, pane: str) -> None:
        """Put the cursor in a pane; where one pane at a time is shown, it is this one.

        Args:
            pane: One of ``onrecord.tui.looks.keymap.PANES`` or "search"; "articles" is the list that stands there.
        """
        if pane == "articles" and self.lists_quotes:
            pane = "quote-search"
        if pane not in ("reader", "search"):
            self._screen.remove_class("-text-only")
        if self.sidebar is not None and pane in SIDEBAR_PANES[1:]:
            self.sidebar.tab = pane
        self.mark_place(pane)
        # At once, not by a message: the next key may have arrived already.
        self._screen.set_focus(self._screen.query_one(f"#{pane}"))

    def mark_place(self, pane: str) -> None:
        """Give the screen the class of the column that holds a pane."""
        if pane in _ALL_PANES:
            self.last_pane = pane
            if pane != "reader":
                self._looked_from = ""
            if pane in _BASES and not self._looked_from:
                self._base = "reader" if pane == "reader" else "articles"
            place = f"-at-{_PLACES.get(pane, pane)}"
            if not self._screen.has_class(place):
                self._screen.remove_class("-at-articles", "-at-facets", "-at-reader", "-at-side", update=False)
                self._screen.add_class(place)
            self.layout.apply()

    def order(self) -> list[str]:
        """Return the panes that Tab goes through, from left to right."""
        has_saved_searches = any(pane.display for pane in self._screen.query("#saved"))
        return [
            *(["saved"] if has_saved_searches else []),
            "quote-search" if self.lists_quotes else "articles",
            *(["facets"] if self._screen.has_class("-facets") else []),
            "reader",
            "actors",
            self.sidebar.tab if self.sidebar is not None else "quotes",
        ]

    def next(self) -> None:
        """Move to the next pane, from the last one to the first."""
        self._step(1)

    def previous(self) -> None:
        """Move to the previous pane, from the first one to the last."""
        self._step(-1)

    def _step(self, step: int) -> None:
        order = self.order()
        position = order.index(self.pane) if self.pane in order else 0
        self.focus(order[(position + step) % len(order)])

    def leave(self) -> None:
        """Move to the left: from the sidebar to the article, from there to the list."""
        self.focus("reader" if self.pane in SIDEBAR_PANES else "articles")

    def look_into_text(self) -> None:
        """Where one pane at a time is shown, show the text; ``leave_look`` comes back to the list beside it."""
        if self.layout.shows_one_pane:
            self._looked_from = self.pane if self.pane in SIDEBAR_PANES else ""
            self.focus("reader")

    def leave_look(self) -> bool:
        """Move back to the list from which the text was looked into, and return whether it was."""
        list_beside = self._looked_from if self.pane == "reader" else ""
        if list_beside:
            self.focus(list_beside)
        return bool(list_beside)

    def go_back(self) -> None:
        """Move back to where the cursor came from: the list or the text, and from the text the list."""
        self.focus("articles" if self.pane in _BASES else self._base)

    @property
    def is_text_only(self) -> bool:
        """Whether the article stands alone on the screen."""
        return self._screen.has_class("-text-only")

    def toggle_text_only(self) -> None:
        """Show the article alone, or the other panes again."""
        self._screen.toggle_class("-text-only")
        if self.is_text_only:
            self._text_only_from = self.pane
            self.focus("reader")

    def leave_text_only(self) -> None:
        """Show the other panes again, and move to the one that was left for the text."""
        self.focus(self._text_only_from)
        self._screen.remove_class("-text-only")
