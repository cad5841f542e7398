"""How far something is that takes its time, on one line of the terminal."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable

from onrecord.terminal.segments import cut, visible

ProgressReporter = Callable[[str, int, int], None]


def progress_reporter() -> ProgressReporter:
    """A function that tells on standard error what is done, and how many of how many are.

    On a terminal the line is written again each time, elsewhere what is done is said once.
    """
    said = ""

    def tell(what: str, done: int, total: int) -> None:
        nonlocal said
        if sys.stderr.isatty():
            line = cut(f"{done:>9,} of {total:,}  {visible(what)}", shutil.get_terminal_size().columns - 1)
            print(f"\r\x1b[K{line}", end="\n" if done >= total else "", file=sys.stderr, flush=True)
        elif what != said:
            print(f"{visible(what)}.", file=sys.stderr, flush=True)
        said = what

    return tell
