"""What is written for characters that steer a terminal: control characters, and those that turn the direction.

In JSON they are escaped, which keeps them; everywhere else a symbol stands for them.
"""

from __future__ import annotations

import io
from typing import TextIO

REPLACEMENT = "\ufffd"
"""The symbol for a character that cannot be shown."""

TURNS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
"""The characters that set the direction of what follows, so that a text reads otherwise than it is."""


def control_symbol(char: str) -> str:
    """Return the symbol of a control character: ␛ for ESC, ␡ for DEL, � for those that have none."""
    if char < " ":
        return chr(0x2400 + ord(char))
    return "␡" if char == "\x7f" else REPLACEMENT


_CONTROLS = [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
_SYMBOLS = str.maketrans(
    {char: control_symbol(char) for char in _CONTROLS if char not in "\t\n"} | dict.fromkeys(TURNS, REPLACEMENT)
)
# JSON escapes those below the space itself.
_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in (*_CONTROLS, *TURNS) if char > " "})


def with_symbols(text: str) -> str:
    """Return a text with symbols for its control characters; tabs and line feeds stay."""
    return text.translate(_SYMBOLS)


def with_escapes(json: str) -> str:
    """Return JSON with its control characters escaped."""
    return json.translate(_ESCAPES)


class SafeWriter(io.TextIOBase):
    """A text file that writes into another one nothing that steers a terminal on which it is looked at."""

    def __init__(self, out: TextIO, *, json: bool) -> None:
        """Write into a file.

        Args:
            out: The file.
            json: Whether what is written is JSON, in which control characters are escaped.
        """
        self._out = out
        self._make_safe = with_escapes if json else with_symbols

    def write(self, text: str, /) -> int:
        """Write a text without its control characters."""
        return self._out.write(self._make_safe(text))
