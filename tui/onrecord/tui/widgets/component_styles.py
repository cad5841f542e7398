"""Component styles of the style sheet as Rich styles that can be combined."""

from __future__ import annotations

from rich.style import Style
from textual.widget import Widget


def component_style(widget: Widget, name: str) -> Style:
    """Return what the style sheet says about a component class of a widget, and nothing else.

    Transparent colours are mixed with the background of the widget.
    """
    styles = widget.get_component_styles(name)
    ground = paper = widget.background_colors[1]
    if styles.has_rule("background"):
        ground = paper + styles.background
    colour = None
    if styles.has_rule("auto_color") and styles.auto_color:
        colour = ground + ground.get_contrast_text(styles.color.a)
    elif styles.has_rule("color"):
        colour = ground + styles.color
    style = Style.from_color(
        colour.rich_color if colour else None, ground.rich_color if ground is not paper else None
    )
    return style + styles.text_style
