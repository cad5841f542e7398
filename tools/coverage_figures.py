"""Print how much of each package the tests execute, from the file that ``coverage json`` writes.

usage: python -m tools.coverage_figures FILE [--write]

With --write the table goes to RESULTS.md.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Mapping
from pathlib import Path

from benchmarks.results import table, write
from tools.layout import PACKAGES


def figures(files: Mapping[str, Mapping[str, int]]) -> str:
    """Return a table in Markdown with the executed share of each package.

    Args:
        files: Path of each module → the summary of coverage.py.
    """
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in [*(p.name for p in PACKAGES), "the rest", "all"]
    }
    for path, summary in files.items():
        for name in (package_name(path), "all"):
            counts[name].update(summary)
    rows = [[name, *_shares(summary)] for name, summary in counts.items() if summary["num_statements"]]
    return table(["package", "statements", "executed", "branches", "taken"], rows)


def package_name(path: str) -> str:
    """Return the name of the package that a module belongs to, or ``the rest``."""
    for package in PACKAGES:
        if path.startswith(tuple(f"{folder}/" for folder in package.sources)):
            return package.name
    return "the rest"


def _shares(summary: Mapping[str, int]) -> list[str]:
    statements, branches = summary["num_statements"], summary["num_branches"]
    return [
        f"{statements:,}",
        f"{summary['covered_lines'] / statements:.1%}".replace("%", " %"),
        f"{branches:,}",
        f"{summary['covered_branches'] / branches:.1%}".replace("%", " %") if branches else "–",
    ]


def main() -> None:
    """Print the table for the file on the command line, or write it to RESULTS.md."""
    report = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    body = figures({path: file["summary"] for path, file in report["files"].items()})
    if "--write" in sys.argv:
        write("Coverage", "make coverage", body)
    else:
        print(body)


if __name__ == "__main__":
    main()
