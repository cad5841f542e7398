"""Moving between the panes, and what a narrow screen shows of them."""

from __future__ import annotations

from textual.events import DescendantFocus

from onrecord.tui.screens.desk.base import DeskBase

_SIDE = ("actors", "quotes", "entities", "notes")
_COLUMNS = {"found": "articles", "saved": "articles", **dict.fromkeys(_SIDE, "side")}


class Panes(DeskBase):
    """Where the cursor is."""

    def focus_pane(self, pane: str) -> None:
        """Put the cursor in a pane of ``onrecord.tui.looks.keymap.PANES``; on a narrow screen this shows it."""
        if pane != "reader":
            self.remove_class("-text-only")
        if pane in _SIDE[1:]:
            self.side.tab = pane
        self._mark_place(pane)
        self.set_focus(self.query_one(f"#{pane}"))  # at once: the next key may be there already

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        self._mark_place(event.widget.id or "")

    def _mark_place(self, pane: str) -> None:
        """Say in classes where the cursor is: a narrow screen shows only that."""
        if pane in ("articles", "found", "saved", "facets", "reader", *_SIDE):
            place = f"-at-{_COLUMNS.get(pane, pane)}"
            if not self.has_class(place):
                self.remove_class("-at-articles", "-at-facets", "-at-reader", "-at-side", update=False)
                self.add_class(place)

    def panes(self) -> list[str]:
        """The panes that can be gone through, in their order."""
        return ["articles", "reader", "actors", self.side.tab]

    def _step_pane(self, step: int) -> None:
        order = self.panes()
        focused = self.focused.id if self.focused else None
        at = order.index(focused) if focused in order else 0
        self.focus_pane(order[(at + step) % len(order)])

    def action_next_pane(self) -> None:
        self._step_pane(1)

    def action_previous_pane(self) -> None:
        self._step_pane(-1)

    def action_leave(self) -> None:
        beside = self.focused is not None and self.focused.id in _SIDE
        self.focus_pane("reader" if beside else "articles")

    def action_enter_side(self) -> None:
        self.focus_pane("actors")

    def action_show_quotes(self) -> None:
        self.focus_pane("quotes")

    def action_show_entities(self) -> None:
        self.focus_pane("entities")

    def action_show_notes(self) -> None:
        self.focus_pane("notes")

    def action_text_only(self) -> None:
        self.toggle_class("-text-only")
        if self.has_class("-text-only"):
            self.focus_pane("reader")
