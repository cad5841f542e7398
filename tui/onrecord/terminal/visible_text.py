"""How control characters and invisible characters are shown, wherever a text comes from.

A terminal executes control characters, and turns a text around at marks of direction; neither is ever sent to it.
"""

from __future__ import annotations

import io
import unicodedata
from itertools import zip_longest
from typing import TextIO

from rich.cells import cell_len

from onrecord.base.control_characters import REPLACEMENT, TURNS, control_symbol


class _Shown(dict[int, str]):
    """Character → what is shown for it: a symbol for a control character, nothing for an invisible one."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        match unicodedata.category(char):
            case "Cc" if char.isspace():
                shown = " "
            case "Cc":
                shown = control_symbol(char)
            case "Zl" | "Zp":
                shown = " "
            case "Cs":  # half a character, which no terminal can be sent
                shown = REPLACEMENT
            case "Cf" if char in TURNS:
                shown = REPLACEMENT
            case "Cf" if char in _JOINERS:
                shown = char
            case "Cf":  # marks that tell the direction of the letters beside them
                shown = ""
            case _:
                shown = "" if 0xFE00 <= code <= 0xFE0F or 0xE0100 <= code <= 0xE01EF else char
        self[code] = shown
        return shown


class _Sent(dict[int, str]):
    """Character → what may be sent to the terminal, in the same width: nothing for a control character."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        match unicodedata.category(char):
            case "Cs":
                sent = REPLACEMENT
            case "Cc" | "Zl" | "Zp":
                sent = ""
            case "Cf" if not cell_len(char) and char not in _JOINERS:
                sent = ""
            case _:
                sent = char
        self[code] = sent
        return sent


_JOINERS = "\u200c\u200d"  # writing needs them, and they move nothing
_SHOWN = _Shown()
_SENT = _Sent()


def visible(text: str) -> str:
    """Return a text on one line, with symbols for control characters and without invisible characters.

    Joiners stay where writing needs them. Those of emoji go: terminals differ in how wide the joined ones are. One
    before what cannot be joined goes, too: tmux would not draw that.
    """
    if text.isascii() and text.isprintable():
        return text
    return (_with_joined_letters(text) if _JOINERS[1] in text else text).translate(_SHOWN)


def _with_joined_letters(text: str) -> str:
    """Return a text with no joiners but those between letters."""

    def is_needed(joiner: str, following: str) -> bool:
        category = unicodedata.category(following)
        return category[0] in "LM" if joiner == _JOINERS[1] else category != "So"

    return "".join(
        char
        for char, following in zip_longest(text, text[1:], fillvalue=" ")
        if char not in _JOINERS or is_needed(char, following)
    )


def visible_lines(text: str) -> str:
    """Return a text of several lines, each as by ``visible``."""
    return "\n".join(visible(line) for line in text.splitlines())


def visible_in_place(text: str) -> str:
    """Return a text as by ``visible``, but character by character, so that offsets into it stay valid."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(visible(char) or without_controls(char) or REPLACEMENT for char in text)


def without_controls(text: str) -> str:
    """Return a text of the same width without control characters and marks of the direction of writing."""
    return text if text.isprintable() else text.translate(_SENT)


class VisibleControls(io.TextIOBase):
    """A text file that writes to a terminal and makes the control characters in what it writes visible.

    Attributes:
        terminal: The file of the terminal, for those who steer it on purpose, as a progress bar does.
    """

    def __init__(self, terminal: TextIO) -> None:
        self.terminal = terminal

    @property
    def encoding(self) -> str:  # type: ignore[override]
        """The encoding of the terminal."""
        return self.terminal.encoding

    def isatty(self) -> bool:
        """Return whether it is a terminal indeed."""
        return self.terminal.isatty()

    def fileno(self) -> int:
        """Return the descriptor of the terminal."""
        return self.terminal.fileno()

    def flush(self) -> None:
        """Have what is written shown."""
        self.terminal.flush()

    def write(self, text: str, /) -> int:
        """Write the text, with line feeds as they are and all other control characters made visible."""
        return self.terminal.write("\n".join(visible(each) for each in text.split("\n")))


def steerable(stream: TextIO) -> TextIO:
    """Return the terminal behind a stream that makes control characters visible; any other stream itself."""
    return stream.terminal if isinstance(stream, VisibleControls) else stream
