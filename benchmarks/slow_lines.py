"""How much does the desk write to the terminal? Over a slow line each kilobyte is waited for.

usage: python -m benchmarks.slow_lines

The desk runs in a pseudo-terminal of 120 columns and 36 rows on annotated articles of 500 words. Counted are the
bytes from a key until nothing more is written, in all colours and, as over ssh, with 256.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from benchmarks import results, sample_archive
from benchmarks.terminal import Terminal

ARTICLES = 1_000
STEPS = 5
QUIET = 1.0  # seconds without output after which a key has done all it does


class Step(NamedTuple):
    """A key that is measured.

    Args:
        name: What it does.
        key: The key.
        before: A key that leads to where it is pressed, pressed once.
        back: A key that leads back each time.
        after: A key that leads back to the list at last.
    """

    name: str
    key: str
    before: str = ""
    back: str = ""
    after: str = ""


STEP = "a step in the list, with its article beside it"
KEYS = (
    Step("a step in the list, one pane at a time", "j", before="Z", after="Z"),
    Step("into the article", "\r", back="q"),
    Step("a line of the text", "j", before="\r", after="q"),
    Step("back to the list", "q", before="\r", back="\r", after="q"),
    Step("quotes in place of articles, or back", "Q"),
    Step("help", "?", back="q"),
)
"""What is measured beside steps in the list, each ``STEPS`` times."""


def measure(folder: Path, colours: str) -> dict[str, int]:
    """Return the bytes of the start and the median of each key.

    Args:
        folder: The archive.
        colours: The value of COLORTERM.
    """
    command = [sys.executable, "-m", "onrecord", "--fresh", "--archive", str(folder)]
    terminal = Terminal(command, env={"COLORTERM": colours})
    written = {"the start": terminal.drain(5 * QUIET)}
    written[STEP] = int(statistics.median(_press(terminal, "j") for _ in range(STEPS)))
    for step in KEYS:
        _press(terminal, step.before)
        sizes = []
        for _ in range(STEPS):
            sizes.append(_press(terminal, step.key))
            _press(terminal, step.back)
        _press(terminal, step.after)
        written[step.name] = int(statistics.median(sizes))
    terminal.close()
    return written


def _press(terminal: Terminal, key: str) -> int:
    """Press a key, if any, and return the bytes that are written."""
    if not key:
        return 0
    terminal.send(key)
    return terminal.drain(QUIET)


def main() -> None:
    """Measure on a sample archive, and write the figures to RESULTS.md."""
    argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter).parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = sample_archive.copy(sample_archive.archive(ARTICLES, annotated=True), Path(name) / "archive")
        in_full, in_256 = measure(folder, "truecolor"), measure(folder, "")
    rows = [[name, f"{size / 1000:.1f} KB", f"{in_256[name] / 1000:.1f} KB"] for name, size in in_full.items()]
    body = results.table(["what", "written", "with 256 colours"], rows)
    results.write("Slow lines", "python -m benchmarks.slow_lines", body)


if __name__ == "__main__":
    main()
