"""The line at the bottom: the keys that work in the pane in focus, as many as fit, or a message for a while.

Textual's own Footer has a widget for every key and makes all of them anew whenever the focus moves, which took
half of the start of the desk. This is one widget that draws one line.
"""

from __future__ import annotations

import re
from time import monotonic
from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.binding import ActiveBinding
from textual.keys import KEY_NAME_REPLACEMENTS, key_to_character
from textual.screen import Screen
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget

from onrecord.tui.looks.keymap import KEY_LINE_ORDER

_UNICODE_NAMES = {short_name: name for name, short_name in KEY_NAME_REPLACEMENTS.items()}
"""The names by which Textual finds the characters of keys that it calls otherwise, such as ``slash``."""

_UNDO_HINT = re.compile(r"[;.] \S+ (takes|brings) (it|the old one) back\.$")

_MESSAGE_TIME = 5.0  # seconds
_READING_TIME = 1.0  # seconds for which a message stays while the user types on


class _Key(NamedTuple):
    start: int  # columns, end exclusive
    end: int
    key: str
    shown: str
    label: str


def _place_in_line(active: ActiveBinding) -> int:
    """Return the place of a key: those of the pane in focus, then as in ``KEY_LINE_ORDER``, then others."""
    if not isinstance(active.node, Screen):
        return -1
    name = active.binding.id
    return KEY_LINE_ORDER.index(name) if name in KEY_LINE_ORDER else len(KEY_LINE_ORDER)


class KeyLine(Widget):
    """The keys of the active bindings and what they do; a click on one presses it."""

    COMPONENT_CLASSES = {"keys--key", "keys--label", "keys--message", "keys--warning"}

    def __init__(self) -> None:
        super().__init__()
        self._message = ""
        self._is_warning = False  # of the message
        self._shown_at = 0.0  # when the message came, by ``time.monotonic``
        self._message_timer: Timer | None = None

    def show_message(self, sentence: str, *, is_warning: bool = False) -> bool:
        """Show a sentence in place of the keys for a while, and return whether there is room for it.

        One that has none may leave out how to undo what it tells: in a corner it would cover something.
        A warning leaves the room to another warning that is still shown.
        """
        if is_warning and self._is_warning and self._message not in ("", sentence):
            return False
        if not self._has_room(sentence):
            sentence = _UNDO_HINT.sub(".", sentence)
        if not self._has_room(sentence):
            return False
        if self._message_timer is not None:
            self._message_timer.stop()
        self._message, self._is_warning, self._shown_at = sentence, is_warning, monotonic()
        self._message_timer = self.set_timer(_MESSAGE_TIME, self._clear_message)
        self.refresh()
        return True

    def _has_room(self, sentence: str) -> bool:
        return cell_len(sentence) <= self.size.width - 2 and "\n" not in sentence

    def let_message_go(self) -> None:
        """Take away a message that has been read before the user pressed another key: it may no longer be true.

        A warning stays for its time.
        """
        if self._message and not self._is_warning and monotonic() - self._shown_at >= _READING_TIME:
            self._clear_message()

    def _clear_message(self) -> None:
        self._message = ""
        self.refresh()

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, self._bindings_changed)

    def _bindings_changed(self, screen: Screen[object]) -> None:
        if screen.is_attached and screen is self.app.screen:
            self.refresh()

    def _keys(self) -> list[_Key]:
        keys: list[_Key] = []
        column = 1
        seen: set[str] = set()
        for active in sorted(self.screen.active_bindings.values(), key=_place_in_line):
            binding = active.binding
            if not binding.show or not active.enabled or binding.action in seen or self._is_typed(binding.key):
                continue
            seen.add(binding.action)
            shown = self.app.get_key_display(binding)
            end = column + cell_len(shown) + 1 + cell_len(binding.description)
            if end > self.size.width:
                break
            keys.append(_Key(column, end, binding.key, shown, binding.description))
            column = end + 2
        return keys

    def _is_typed(self, key: str) -> bool:
        """Return whether a key is text for the widget in focus, such as a slash in the search line."""
        focused = self.screen.focused
        name = _UNICODE_NAMES.get(key, key)
        return focused is not None and focused.check_consume_key(key, key_to_character(name))

    def render_line(self, y: int) -> Strip:
        if self._message:
            look = self.get_component_rich_style("keys--warning" if self._is_warning else "keys--message")
            return Strip([Segment(f" {self._message}", look)]).adjust_cell_length(self.size.width, look)
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
