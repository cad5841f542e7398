"""The menu of orders in which the articles can be listed."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

KEYS = {
    "n": ("newest", "newest first"),
    "o": ("oldest", "oldest first"),
    "a": ("added", "last added first"),
    "u": ("unread", "unread first"),
    "t": ("title", "by title"),
    "s": ("source", "by source"),
    "w": ("words", "longest first"),
    "c": ("quotes", "most quotes first"),
    "b": ("best", "best match first"),
}
"""The key of each order of ``core.archive.ORDERS``, and what it is called."""


class SortMenu(ModalScreen[str | None]):
    """Gives the order chosen, by its key or with Enter, or None when cancelled."""

    BINDINGS = [
        Binding("escape,q", "cancel", "cancel"),
        Binding("j", "step(1)", show=False),
        Binding("k", "step(-1)", show=False),
        *(Binding(key, f"choose('{order}')", show=False) for key, (order, _) in KEYS.items()),
    ]

    def __init__(self, order: str) -> None:
        """``order`` is the one of now."""
        super().__init__()
        self._order = order

    def compose(self) -> ComposeResult:
        with Vertical(classes="prompt menu"):
            yield OptionList(
                *(
                    Option(Content(f" {key}  {name}{'  ·' if order == self._order else ''}"), id=order)
                    for key, (order, name) in KEYS.items()
                ),
                compact=True,
                markup=False,
            )
            yield Static("↵ chooses   Esc cancels", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(".prompt").border_title = "Sort"
        options = self.query_one(OptionList)
        options.highlighted = options.get_option_index(self._order)
        options.focus()

    @on(OptionList.OptionSelected)
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option_id)

    def action_step(self, step: int) -> None:
        options = self.query_one(OptionList)
        options.action_cursor_down() if step > 0 else options.action_cursor_up()

    def action_choose(self, order: str) -> None:
        self.dismiss(order)

    def action_cancel(self) -> None:
        self.dismiss(None)
