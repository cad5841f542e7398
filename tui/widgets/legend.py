"""One line that names each mark in its own look."""

from __future__ import annotations

from rich.text import Text
from textual.reactive import reactive
from textual.widget import Widget

_NAMES = (
    ("person", "person"),
    ("organisation", "organisation"),
    ("place", "place"),
    ("group", "group"),
    ("other", "other"),
    ("quote", "quote"),
    ("doubtful", "doubtful?"),
    ("hit", "found"),
    ("note", "✎ note"),
)
_ENTITIES = ("person", "organisation", "place", "group", "other")
_QUOTES = ("quote", "doubtful")


class Legend(Widget):
    """Shows only what the layer marks."""

    COMPONENT_CLASSES = {f"reader--{look}" for look, _ in _NAMES}

    marking: reactive[str] = reactive("all")
    """One of ``tui.layers.LAYERS``."""

    def render(self) -> Text:
        line = Text(no_wrap=True, overflow="ellipsis", end="")
        line.append(f"{self.marking}  ")
        for look, name in _NAMES:
            line.append(name, self.get_component_rich_style(f"reader--{look}", partial=True))
            line.append("  ")
        return line
