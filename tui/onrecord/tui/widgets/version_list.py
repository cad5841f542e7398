"""The versions of an article: a list of them, and the text of one with what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from rich.segment import Segment
from textual.containers import VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from onrecord.base.text_changes import TextChange
from onrecord.base.version_history import VersionStep
from onrecord.terminal.segments import Line, counted, short_date, spread
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.widgets.row_list import RowList

_STYLES = {"same": "", "removed": "strike $error", "added": "bold underline $success"}

_MAX_SHOWN = 30_000
"""Characters that are laid out at once in some 40 ms; of longer texts only the changes are shown."""

_CONTEXT = 300
"""Characters that are then shown before and behind a change."""


class VersionList(RowList):
    """The versions of an article, the newest first: when each came, and how many words it changed."""

    BINDINGS = bindings("rows")
    EMPTY = "comparing the versions…"
    CLICK_CHOOSES = False

    class Moved(Message):
        """The cursor is on another version."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, VersionList.Moved)

    def __init__(self) -> None:
        super().__init__(id="versions")
        self._steps: list[VersionStep] = []

    def show(self, steps: Sequence[VersionStep]) -> None:
        """Show a history, with the cursor on the newest version."""
        self._steps = list(reversed(steps))
        self.update_rows(0)

    @property
    def highlighted(self) -> VersionStep | None:
        """The version under the cursor."""
        return self._steps[self.cursor] if self._steps else None

    def count(self) -> int:
        return len(self._steps)

    def row_tops(self, width: int) -> Sequence[int]:
        return range(len(self._steps) + 1)

    def cursor_moved(self) -> None:
        self.post_message(self.Moved())

    def draw(self, index: int, width: int) -> list[Line]:
        step, dim = self._steps[index], self.style_of("dim")
        line = [
            Segment(f" {step.number:>3} ", dim),
            Segment(f"{short_date(step.since, date.min):>11}  ", dim),
            Segment(visible(step.version.title), self.style_of("strong")),
        ]
        changed = f"−{step.count('removed')} +{step.count('added')} words" if step.before else "the first"
        words = counted(step.word_count, "word")
        return [
            spread(line, [Segment(f"  {changed}  ", self.style_of("accent")), Segment(f"{words} ", dim)], width)
        ]


class ChangedText(VerticalScroll):
    """The text of a version: struck through what was taken out, underlined what came."""

    BINDINGS = bindings("rows")

    def __init__(self) -> None:
        super().__init__(Static("", markup=False), id="changed-text")

    def show(self, changes: Sequence[TextChange]) -> None:
        """Show a text with its changes, of a very long one its changes with what is around them."""
        changes = around_changes(changes, _MAX_SHOWN, _CONTEXT)
        parts = [("\n".join(map(visible, change.text.split("\n"))), _STYLES[change.kind]) for change in changes]
        self.query_one(Static).update(Content.assemble(*parts))
        self.scroll_home(animate=False)

    def action_move_down(self) -> None:
        self.scroll_relative(y=1, animate=False)

    def action_move_up(self) -> None:
        self.scroll_relative(y=-1, animate=False)

    def action_move_top(self) -> None:
        self.scroll_home(animate=False)

    def action_move_bottom(self) -> None:
        self.scroll_end(animate=False)

    def action_half_down(self) -> None:
        self.scroll_relative(y=self.size.height // 2, animate=False)

    def action_half_up(self) -> None:
        self.scroll_relative(y=-(self.size.height // 2), animate=False)


def around_changes(changes: Sequence[TextChange], limit: int, context: int) -> list[TextChange]:
    """Return a text with its changes; of a longer one the changes and what is around them, with “…” for the rest.

    Args:
        changes: The pieces of the text.
        limit: The characters of the longest text that is returned whole. No more are returned of any.
        context: The characters before and behind a change.
    """
    if sum(len(change.text) for change in changes) <= limit:
        return list(changes)
    last = len(changes) - 1
    shown: list[TextChange] = []
    room = limit
    for at, (kind, text) in enumerate(changes):
        if kind == "same" and len(text) > 2 * context and last > 0:
            before = text[:context] if at > 0 else ""
            behind = text[-context:] if at < last else ""
            text = f"{before} … {behind}"
        shown.append(TextChange(kind, text if len(text) <= room else f"{text[:room]} …"))
        room -= len(text)
        if room < 0:
            break
    return shown
