"""The two looks of onrecord: paper by night and by day. Any other theme of Textual can be chosen as well."""

from __future__ import annotations

from textual.theme import Theme

# By night all colours are fixed ones of 256: they take half as many bytes as others, and terminals with only 256
# show them nearly as they are meant. The percentages of the foreground in styles.tcss give greys of them.
DARK = Theme(
    name="onrecord-dark",
    dark=True,
    primary="#87afd7",
    secondary="#a8a8a8",
    accent="#d7af5f",
    foreground="#dadada",
    background="#1c1c1c",
    surface="#262626",
    panel="#303030",
    success="#87af87",
    warning="#d7af5f",
    error="#d78787",
    variables={
        "accent": "#d7af5f",  # once more, as the two below: Textual computes them from those above, and rounds
        "warning": "#d7af5f",
        "error": "#d78787",
        "text-muted": "#9e9e9e",
        "text-primary": "#afd7ff",
        "text-accent": "#ffd787",
        "text-success": "#afd7af",
        "text-warning": "#ffd787",
        "text-error": "#ffafaf",
        "border": "#87afd7",
        "border-blurred": "#444444",
        "block-cursor-text-style": "none",
        "footer-key-foreground": "#d7af5f",
        "footer-description-foreground": "#b2b2b2",
        "input-selection-background": "#87afd7 35%",
        "scrollbar": "#444444",
        "scrollbar-hover": "#585858",
        "scrollbar-active": "#87afd7",
        "scrollbar-background": "#1c1c1c",
        "scrollbar-background-hover": "#1c1c1c",
        "scrollbar-background-active": "#1c1c1c",
        "scrollbar-corner-color": "#1c1c1c",
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
