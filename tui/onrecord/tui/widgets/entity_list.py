"""The entities of the article: every name once, by group, with how often it stands there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from rich.segment import Segment
from textual.message import Message

from onrecord.base.records import Annotation, Span
from onrecord.terminal.segments import Line, cut_line, spread, visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.user_corrections import DECIDED_SIGN
from onrecord.tui.text.actor_colours import entity_group
from onrecord.tui.widgets.row_list import RowList

GROUPS = {
    "person": "Persons",
    "organisation": "Organisations",
    "place": "Places",
    "group": "Groups",
    "other": "Other",
}
"""The groups of ``onrecord.tui.text.actor_colours.entity_group`` in the list's order, with their headings."""


@dataclass
class EntityRow:
    """One name of a group and all places where it stands, in the text's order."""

    name: str
    group: str
    spans: list[Span] = field(default_factory=list)


def entity_rows(text: str, annotation: Annotation) -> list[EntityRow | str]:
    """The rows of the list: a heading for each group there is, then its names, the most frequent first."""
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
    """The names in the article, marked as in the text; choosing one goes to its next place, round and round."""

    BINDINGS = bindings("entities")
    COMPONENT_CLASSES = {f"reader--{group}" for group in GROUPS}

    @dataclass
    class Selected(Message):
        """The reader wants to see this place in the text."""

        span: Span

    def __init__(self) -> None:
        super().__init__(id="entities")
        self._rows: list[EntityRow | str] = []
        self._visit: tuple[int, int] | None = None
        self._read = False
        self.decided: frozenset[Span] = frozenset()
        """The spans of entities whose label the reader set right."""

    def show(self, text: str, annotation: Annotation | None) -> None:
        """Show the entities of a text."""
        self._read = annotation is not None
        self._rows = entity_rows(text, annotation) if annotation else []
        self._visit = None
        self.update_rows(0, offset=0)

    @property
    def highlighted(self) -> Span | None:
        """The place, of those of the name under the cursor, at which the reader is, or the first."""
        row = self._rows[self.cursor] if self._rows else None
        if not isinstance(row, EntityRow):
            return None
        return row.spans[self._visit[1] if self._visit and self._visit[0] == self.cursor else 0]

    def action_go_to(self) -> None:
        self.choose_highlighted()

    # Rows

    @property
    def empty_text(self) -> str:
        return "No names in this article." if self._read else ""

    def count(self) -> int:
        return len(self._rows)

    def row_tops(self, width: int) -> Sequence[int]:
        return range(len(self._rows) + 1)

    def can_highlight(self, index: int) -> bool:
        return isinstance(self._rows[index], EntityRow)

    def choose(self, index: int) -> None:
        row = self._rows[index]
        if isinstance(row, EntityRow):
            here, turn = self._visit or (index, -1)
            turn = (turn + 1) % len(row.spans) if here == index else 0
            self._visit = (index, turn)
            self.redraw()
            self.post_message(self.Selected(row.spans[turn]))

    def draw(self, index: int, width: int) -> list[Line]:
        row = self._rows[index]
        if isinstance(row, str):
            return [cut_line([Segment(f" {row}", self.style_of("heading"))], width)]
        count = str(len(row.spans))
        if self._visit and self._visit[0] == index:
            count = f"{self._visit[1] + 1}/{count}"
        name = [Segment("  "), Segment(visible(row.name), self.style_of(f"reader--{row.group}"))]
        if self.decided.intersection(row.spans):
            name.append(Segment(f" {DECIDED_SIGN}", self.style_of("accent")))
        return [spread(name, [Segment(f"{count} ", self.style_of("dim"))], width)]
