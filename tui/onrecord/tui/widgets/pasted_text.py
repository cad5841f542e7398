"""How much of a text can be pasted at once: to lay out a megabyte would keep the desk for many seconds."""

from __future__ import annotations

from textual.widget import Widget


def limit_paste(widget: Widget, text: str, most: int) -> str:
    """Return as much of a pasted text as a widget takes; where that is not all, the user is told.

    Args:
        widget: Where it is pasted.
        text: The text.
        most: How many characters the widget takes at once.
    """
    if len(text) > most:
        sentence = f"Pasted the first {most:,} of {len(text):,} characters; no more can be pasted at once."
        widget.notify(sentence, markup=False)
    return text[:most]
