"""What counts as a word of a text: the patterns that annotation shares."""

from __future__ import annotations

import re

WORD = re.compile(r"[^\W_]\w*(?:['’.-]\w+)*")
"""A word or a number, with the apostrophes, dots and hyphens inside it: ``don’t``, ``U.S``, ``well-known``."""

ALPHABETIC_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
"""A word of letters alone, with the apostrophes and hyphens inside it."""

LETTER_RUN = re.compile(r"[^\W\d_]{2,}")
"""Two or more letters in a row: what is left of a word when initials and single letters do not count."""
