"""The two looks of onrecord: paper by night and by day. Any other theme of Textual can be chosen as well."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="onrecord-dark",
    dark=True,
    primary="#8fb4d9",
    secondary="#a7a294",
    accent="#e0b55e",
    foreground="#dcd8cd",
    background="#17181a",
    surface="#1d1f22",
    panel="#282b2f",
    success="#8fbf8f",
    warning="#e0b55e",
    error="#e08a7d",
    variables={
        "border": "#8fb4d9",
        "border-blurred": "#3c4046",
        "block-cursor-text-style": "none",
        "footer-key-foreground": "#e0b55e",
        "footer-description-foreground": "#b3afa4",
        "input-selection-background": "#8fb4d9 35%",
        "scrollbar": "#3c4046",
        "scrollbar-hover": "#565b63",
        "scrollbar-active": "#8fb4d9",
        "scrollbar-background": "#17181a",
        "scrollbar-background-hover": "#17181a",
        "scrollbar-background-active": "#17181a",
        "scrollbar-corner-color": "#17181a",
    },
)

LIGHT = Theme(
    name="onrecord-light",
    dark=False,
    primary="#24527a",
    secondary="#6b6659",
    accent="#8a5a00",
    foreground="#23221f",
    background="#faf8f3",
    surface="#f3f0e8",
    panel="#e8e4d9",
    success="#2f6b3a",
    warning="#8a5a00",
    error="#a3352a",
    variables={
        "border": "#24527a",
        "border-blurred": "#cfc9ba",
        "block-cursor-text-style": "none",
        "footer-key-foreground": "#8a5a00",
        "footer-description-foreground": "#57534a",
        "input-selection-background": "#24527a 25%",
        "scrollbar": "#cfc9ba",
        "scrollbar-hover": "#aaa392",
        "scrollbar-active": "#24527a",
        "scrollbar-background": "#faf8f3",
        "scrollbar-background-hover": "#faf8f3",
        "scrollbar-background-active": "#faf8f3",
        "scrollbar-corner-color": "#faf8f3",
    },
)

THEMES = (DARK, LIGHT)
"""What the app registers; the first is used when the settings name no theme there is."""
