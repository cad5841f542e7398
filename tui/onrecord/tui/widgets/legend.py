"""The legend of the article: one line that names each kind of mark in its style."""

from __future__ import annotations

from rich.segment import Segment
from rich.style import Style
from textual.reactive import reactive
from textual.strip import Strip
from textual.widget import Widget

from onrecord.terminal.segments import Line, fit
from onrecord.terminal.visible_text import visible
from onrecord.tui.text.actor_colours import speaker_colour
from onrecord.tui.widgets.component_styles import component_style

_ENTITIES = ("person", "organisation", "place", "group", "other")
_MARKS_OF_LAYER: dict[str, tuple[str, ...]] = {
    "all": (*_ENTITIES, "quote", "doubtful", "note", "hit"),
    "entities": (*_ENTITIES, "note", "hit"),
    "quotes": ("quote", "doubtful", "aside", "note", "hit"),
    "actor": ("mention", "note", "hit"),
    "none": ("note", "hit"),
}
_LABELS = {
    "aside": ("", "belief or attitude"),
    "doubtful": ("┊", "doubtful?"),
    "hit": ("", "found"),
    "mention": ("", "every mention of an actor in their colour"),
    "note": ("✎ ", "note"),
    "quote": ("│", "quote"),
}
_LEFT_OUT_FIRST = ("hit", "note", "other", "doubtful")  # what is left out first where room is short
_ACTOR_COLOURED = ("quote", "doubtful", "aside", "mention")


class Legend(Widget):
    """The kinds of marks of the present layer, each in its style."""

    COMPONENT_CLASSES = {f"reader--{name}" for names in _MARKS_OF_LAYER.values() for name in names}

    marking: reactive[str] = reactive("all")
    """One of ``onrecord.tui.text.annotation_layers.LAYERS``."""

    actor: reactive[tuple[str, int] | None] = reactive(None)
    """The name of the selected actor and their rank in the sidebar."""

    def render_line(self, y: int) -> Strip:
        if y:
            return Strip.blank(self.size.width, self.rich_style)
        parts: list[tuple[int, Line]] = []
        names = _MARKS_OF_LAYER[self.marking]
        rank = 0
        if self.marking != "all":
            parts.append((9, [Segment(f"{self.marking}:")]))
        if self.actor and self.marking != "none":
            name, rank = self.actor
            parts.append((9, [Segment(f"only {visible(name)}:")]))
            names = ("mention", "quote", "note", "hit")
        parts += [
            (_LEFT_OUT_FIRST.index(name) if name in _LEFT_OUT_FIRST else 5, self._part(name, rank))
            for name in names
        ]
        return (
            Strip(fit(parts, self.size.width))
            .apply_style(self.rich_style)
            .adjust_cell_length(self.size.width, self.rich_style)
        )

    def _part(self, name: str, rank: int) -> Line:
        sign, label = _LABELS.get(name, ("", name))
        if name == "mention" and self.actor:
            label = "named"
        style = component_style(self, f"reader--{name}")
        if name in _ACTOR_COLOURED:
            style += Style(color=speaker_colour(rank, dark=self.app.current_theme.dark))
        return [
            Segment(sign, style.without_color + Style(color=style.color, underline=False)),
            Segment(label, style),
        ]
