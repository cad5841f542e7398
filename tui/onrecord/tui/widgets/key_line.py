"""The line at the bottom with the keys that work in the pane in focus, as many as fit.

Textual's own Footer has a widget for every key and makes all of them anew whenever the focus moves, which took
half of the start of the desk. This is one widget that draws one line.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget


class _Key(NamedTuple):
    start: int  # columns, end exclusive
    end: int
    key: str
    shown: str
    label: str


class KeyLine(Widget):
    """The keys of the active bindings and what they do; a click on one presses it."""

    COMPONENT_CLASSES = {"keys--key", "keys--label"}

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        if screen.is_attached and screen is self.app.screen:
            self.refresh()

    def _keys(self) -> list[_Key]:
        keys: list[_Key] = []
        column = 1
        seen: set[str] = set()
        for active in self.screen.active_bindings.values():
            binding = active.binding
            if not binding.show or not active.enabled or binding.action in seen:
                continue
            seen.add(binding.action)
            shown = self.app.get_key_display(binding)
            end = column + cell_len(shown) + 1 + cell_len(binding.description)
            if end > self.size.width:
                break
            keys.append(_Key(column, end, binding.key, shown, binding.description))
            column = end + 2
        return keys

    def render_line(self, y: int) -> Strip:
        key_look = self.get_component_rich_style("keys--key")
        label_look = self.get_component_rich_style("keys--label")
        segments = [Segment(" ", label_look)]
        for key in self._keys() if y == 0 else ():
            segments += [
                Segment(key.shown, key_look),
                Segment(f" {key.label}", label_look),
                Segment("  ", label_look),
            ]
        return Strip(segments).adjust_cell_length(self.size.width, label_look)

    def on_click(self, event: events.Click) -> None:
        for key in self._keys():
            if key.start <= event.x < key.end:
                self.app.simulate_key(key.key)
