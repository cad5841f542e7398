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

from benchmarks import results, sample_archive
from benchmarks.terminal import Terminal

ARTICLES = 1_000
STEPS = 5
QUIET = 1.0  # seconds without output after which a key has done all it does

KEYS = (
    ("a step in the list", "j"),
    ("into the article", "\r"),
    ("a line of the text", "j"),
    ("back to the list", "q"),
    ("quotes in place of articles, and back", "Q"),
    ("help, and back", "?"),
)
"""What is measured; each key is pressed ``STEPS`` times, those that lead elsewhere with ``LEADS_BACK`` between."""

LEADS_BACK = {"\r": "q", "q": "\r", "?": "q"}


def measure(folder: Path, colours: str) -> dict[str, int]:
    """Return the bytes of the start and the median of each key.

    Args:
        folder: The archive.
        colours: The value of COLORTERM.
    """
    command = [sys.executable, "-m", "onrecord", "--fresh", "--archive", str(folder)]
    terminal = Terminal(command, env={"COLORTERM": colours})
    written = {"the start": terminal.drain(5 * QUIET)}
    for name, key in KEYS:
        if key == "q":
            terminal.send("\r")
            terminal.drain(QUIET)
        sizes = []
        for _ in range(STEPS):
            terminal.send(key)
            sizes.append(terminal.drain(QUIET))
            if back := LEADS_BACK.get(key):
                terminal.send(back)
                terminal.drain(QUIET)
        if key == "q":
            terminal.send("q")
            terminal.drain(QUIET)
        written[name] = int(statistics.median(sizes))
    terminal.close()
    return written


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
