"""The progress of work that takes time, on one line of the terminal."""

from __future__ import annotations

import shutil
import sys

from onrecord.base.callbacks import OnStepProgress
from onrecord.terminal.segments import cut
from onrecord.terminal.visible_text import steerable, visible


def progress_reporter() -> OnStepProgress:
    """Return a callback that prints progress on standard error.

    On a terminal it rewrites one line at each call; elsewhere it prints each step once, without counts.
    """
    last_step = ""

    def report(step: str, done: int, total: int) -> None:
        nonlocal last_step
        if sys.stderr.isatty():
            line = cut(f"{done:>9,} of {total:,}  {visible(step)}", shutil.get_terminal_size().columns - 1)
            end = "\n" if done >= total else ""
            print(f"\r\x1b[K{line}", end=end, file=steerable(sys.stderr), flush=True)
        elif step != last_step:
            print(f"{visible(step)}.", file=sys.stderr, flush=True)
        last_step = step

    return report
