"""A line of tabs, with a rule below it.

Textual's own tabs are a widget for every tab and several around them: a count that changes in one lays out the
whole screen anew, and the rule glides for a third of a second, in which every key waits for a frame.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from textual import events
from textual.message import Message
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

_RULE = "━"


def tab_labels(counts: Mapping[str, int], width: int) -> dict[str, str]:
    """Return the label of each tab, with all counts: where room is short the longest names are shortened.

    Args:
        counts: The names with their counts; 0 is not shown.
        width: The columns that there are, with one between two labels.
    """
    labels = {name: _label(name.capitalize(), count) for name, count in counts.items()}
    for name in sorted(counts, key=len, reverse=True):
        if sum(map(cell_len, labels.values())) + len(labels) - 1 <= width:
            break
        labels[name] = _label(f"{name[:3].capitalize()}.", counts[name])
    return labels


def _label(name: str, count: int) -> str:
    return f"{name} {count}" if count else name


class TabLine(Widget):
    """The names of the tabs, each with a count where there is one; a click on one chooses it."""

    COMPONENT_CLASSES = {"tabs--name", "tabs--active", "tabs--rule", "tabs--active-rule"}

    active: reactive[str] = reactive("")
    """The name of the active tab."""

    @dataclass
    class Chosen(Message):
        """The user wants to open this tab."""

        name: str

    def __init__(self, names: Sequence[str]) -> None:
        super().__init__()
        self._counts = dict.fromkeys(names, 0)
        self.set_reactive(TabLine.active, names[0])

    def set_count(self, name: str, count: int) -> None:
        """Show a count beside a name; none for 0."""
        if self._counts[name] != count:
            self._counts[name] = count
            self.refresh()

    def _places(self) -> Iterator[tuple[str, int, str]]:
        """Yield each name with its column and its label; the gaps between them shrink where room is short."""
        labels = tab_labels(self._counts, self.size.width - 1)
        spare = self.size.width - 1 - sum(map(cell_len, labels.values()))
        gap = max(1, min(3, spare // (len(labels) - 1) if len(labels) > 1 else 1))
        column = 1
        for name, label in labels.items():
            yield name, column, label
            column += cell_len(label) + gap

    def render_line(self, y: int) -> Strip:
        plain, chosen = ("tabs--name", "tabs--active") if y == 0 else ("tabs--rule", "tabs--active-rule")
        blank = " " if y == 0 else _RULE
        style, lit = self.get_component_rich_style(plain), self.get_component_rich_style(chosen)
        line: list[Segment] = []
        at = 0
        for name, column, label in self._places():
            text = label if y == 0 else _RULE * cell_len(label)
            line.append(Segment(blank * (column - at), style))
            line.append(Segment(text, lit if name == self.active else style))
            at = column + cell_len(label)
        line.append(Segment(blank * max(self.size.width - at, 0), style))
        return Strip(line).adjust_cell_length(self.size.width, style)

    def on_click(self, event: events.Click) -> None:
        for name, column, label in self._places():
            if column <= event.x < column + cell_len(label):
                self.post_message(self.Chosen(name))
