"""Where the benchmarks leave what they measured: sections of RESULTS.md, each with its command and machine."""

from __future__ import annotations

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

FILE = Path(__file__).parent / "RESULTS.md"

_HEAD = """# Results

Every section was written by the command that it names, on the machine that it names. Times are ratios against a
named rival in the same run where they can be.
"""


def machine() -> str:
    """The machine in a line: processor, cores, memory, system, Python."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"{_processor()}, {os.cpu_count()} cores, {memory:.0f} GB, {platform.system()}, "
        f"Python {platform.python_version()}"
    )


def _processor() -> str:
    try:
        names = re.findall(r"^model name\s*:\s*(.+)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.M)
    except OSError:
        names = []
    return names[0] if names else platform.machine()


def table(head: list[str], rows: list[list[str]]) -> str:
    """A table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def write(section: str, command: str, body: str) -> None:
    """Put a section into RESULTS.md, in place of the one of this name, and print it."""
    print(body)
    text = FILE.read_text(encoding="utf-8") if FILE.exists() else _HEAD
    parts = re.split(r"^(?=## )", text, flags=re.M)
    today = datetime.now(UTC).date().isoformat()
    new = f"## {section}\n\n`{command}` · {today} · {machine()}\n\n{body.strip()}\n\n"
    at = next((n for n, part in enumerate(parts) if part.splitlines()[0] == f"## {section}"), None)
    if at is None:
        parts[-1] = parts[-1].rstrip("\n") + "\n\n"
        parts.append(new)
    else:
        parts[at] = new
    FILE.write_text("".join(parts).rstrip("\n") + "\n", encoding="utf-8")
