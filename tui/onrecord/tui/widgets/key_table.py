"""The table of all actions with their keys, to choose one whose keys are changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.segment import Segment
from textual.keys import format_key
from textual.message import Message

from onrecord.terminal.segments import Line, cut, spread
from onrecord.tui.looks.keymap import Action, bindings, key_holders, keys_of
from onrecord.tui.widgets.row_list import RowList

_KEYS_WIDTH = 20  # columns


class KeyTable(RowList):
    """The actions that match a filter, under headings; those with keys of the user's own are marked."""

    BINDINGS = bindings("rows")
    EMPTY = "Nothing matches the filter."

    @dataclass
    class Chosen(Message):
        """The user wants to change the keys of this action."""

        action: Action

    def __init__(self) -> None:
        super().__init__(id="key-table")
        self._rows: list[Action | str] = []
        self._keys: Mapping[str, str] = {}

    def show(self, sections: Sequence[tuple[str, Sequence[Action]]], keys: Mapping[str, str]) -> None:
        """Show actions under headings; the cursor stays on its action if it is among them.

        Args:
            sections: The headings, each with its actions.
            keys: The user's own keys, by the names of the actions.
        """
        highlighted = self.highlighted
        self._keys = keys
        self._rows = []
        for heading, actions in sections:
            self._rows += [heading, *actions]
        self.update_rows(self._rows.index(highlighted) if highlighted in self._rows else 0)

    @property
    def highlighted(self) -> Action | None:
        """The action under the cursor."""
        row = self._rows[self.cursor] if self.cursor < len(self._rows) else None
        return row if isinstance(row, Action) else None

    def count(self) -> int:
        return len(self._rows)

    def row_tops(self, width: int) -> Sequence[int]:
        return range(len(self._rows) + 1)

    def can_highlight(self, index: int) -> bool:
        return isinstance(self._rows[index], Action)

    def choose(self, index: int) -> None:
        action = self._rows[index]
        if isinstance(action, Action):
            self.post_message(self.Chosen(action))

    def draw(self, index: int, width: int) -> list[Line]:
        action = self._rows[index]
        if isinstance(action, str):
            return [[Segment(f" {action}", self.style_of("heading"))]]
        keys = keys_of(action, self._keys)
        is_own = action.name in self._keys
        clashes = [holder for key in keys for holder in key_holders(key, action, self._keys)] if is_own else []
        shown_keys = cut("  ".join(map(format_key, keys)), _KEYS_WIDTH - 2)
        left = [
            Segment("▸ " if is_own else "  ", self.style_of("accent")),
            Segment(shown_keys.ljust(_KEYS_WIDTH), self.style_of("accent" if is_own else "strong")),
            Segment(action.help, self.style_of("text")),
        ]
        right = f"≠ {', '.join(clashes)} " if clashes else f"{action.name} "
        return [spread(left, [Segment(right, self.style_of("hit" if clashes else "dim"))], width)]
