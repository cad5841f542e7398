"""The list of the entities of an article: each name once, by groups, with the number of its places."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.segment import Segment
from textual.message import Message

from onrecord.base.records import Annotation, Span
from onrecord.terminal.segments import Line, cut_line, spread
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.user_corrections import DECIDED_SIGN
from onrecord.tui.text.actor_colours import entity_group
from onrecord.tui.widgets.row_list import RowList

GROUPS = {
    "person": "People",
    "organisation": "Organisations",
    "place": "Places",
    "group": "Groups",
    "other": "Other",
}
"""Group of ``onrecord.tui.text.actor_colours.entity_group`` → its heading, in the order of the list."""


@dataclass
class EntityRow:
    """The row of a name: its group, and its places in the text's order."""

    name: str
    group: str
    spans: list[Span] = field(default_factory=list)


def entity_rows(text: str, annotation: Annotation) -> list[EntityRow | str]:
    """Return the rows of the list: for each group a heading, then its names, the most frequent first."""
    groups: dict[str, dict[str, EntityRow]] = {group: {} for group in GROUPS}
    for entity in annotation.entities:
        start, end = entity.span
        name = " ".join(text[start:end].split())
        group = entity_group(entity.label)
        row = groups[group].setdefault(name, EntityRow(name, group))
        row.spans.append(entity.span)
    rows: list[EntityRow | str] = []
    for group, names in groups.items():
        if names:
            ordered: list[EntityRow] = sorted(names.values(), key=lambda row: (-len(row.spans), row.spans[0]))
            rows += [f"{GROUPS[group]} {len(names)}", *ordered]
    return rows


class EntityList(RowList):
    """The list of the names in an article; choosing one goes to its next place, and from the last to the first."""

    BINDINGS = bindings("entities")
    COMPONENT_CLASSES = {f"reader--{group}" for group in GROUPS}

    @dataclass
    class Selected(Message):
        """The user wants to see this place in the text."""

        span: Span

    def __init__(self) -> None:
        super().__init__(id="entities")
        self._rows: list[EntityRow | str] = []
        self._last_visit: tuple[int, int] | None = None
        self._is_annotated = False
        self.decided: frozenset[Span] = frozenset()
        """The spans of the entities whose label the user has corrected."""

    def show(self, text: str, annotation: Annotation | None) -> None:
        """Show the entities of a text."""
        self._is_annotated = annotation is not None
        self._rows = entity_rows(text, annotation) if annotation else []
        self._last_visit = None
        self.update_rows(0, offset=0)

    @property
    def highlighted(self) -> Span | None:
        """The place that was visited last of the name under the cursor, or the first one."""
        row = self._rows[self.cursor] if self._rows else None
        if not isinstance(row, EntityRow):
            return None
        return row.spans[self._last_visit[1] if self._last_visit and self._last_visit[0] == self.cursor else 0]

    def action_go_to(self) -> None:
        self.choose_highlighted()

    # Rows

    @property
    def empty_text(self) -> str:
        return "No entities in this article." if self._is_annotated else ""

    def count(self) -> int:
        return len(self._rows)

    def row_tops(self, width: int) -> Sequence[int]:
        return range(len(self._rows) + 1)

    def can_highlight(self, index: int) -> bool:
        return isinstance(self._rows[index], EntityRow)

    def choose(self, index: int) -> None:
        row = self._rows[index]
        if isinstance(row, EntityRow):
            visited_row, turn = self._last_visit or (index, -1)
            turn = (turn + 1) % len(row.spans) if visited_row == index else 0
            self._last_visit = (index, turn)
            self.redraw()
            self.post_message(self.Selected(row.spans[turn]))

    def draw(self, index: int, width: int) -> list[Line]:
        row = self._rows[index]
        if isinstance(row, str):
            return [cut_line([Segment(f" {row}", self.style_of("heading"))], width)]
        count = str(len(row.spans))
        if self._last_visit and self._last_visit[0] == index:
            count = f"{self._last_visit[1] + 1}/{count}"
        name = [Segment("  "), Segment(visible(row.name), self.style_of(f"reader--{row.group}"))]
        if self.decided.intersection(row.spans):
            name.append(Segment(f" {DECIDED_SIGN}", self.style_of("accent")))
        return [spread(name, [Segment(f"{count} ", self.style_of("dim"))], width)]
