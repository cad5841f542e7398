"""RESULTS.md: a section for each benchmark, with its command and the machine that it ran on."""

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
    """Return a line on the machine: processor, cores, memory, system, Python."""
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
    """Return a table in Markdown."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cells) + " |" for cells in lines)


def rows(section: str) -> list[list[str]]:
    """Return the rows of the table in a section of RESULTS.md, without its head."""
    text = FILE.read_text(encoding="utf-8") if FILE.exists() else ""
    body = text.partition(f"## {section}\n")[2].partition("\n## ")[0]
    lines = [line.removeprefix("| ").removesuffix(" |").split(" | ") for line in body.splitlines()]
    return [cells for cells in lines if len(cells) > 1][2:]


def write(section: str, command: str, body: str) -> None:
    """Store a section of RESULTS.md, and print its text."""
    print(body)
    store(section, command, body)


def store(section: str, command: str, body: str) -> None:
    """Write a section of RESULTS.md, over the one with the same name.

    Args:
        section: Its name.
        command: The command that measured it.
        body: Its text.
    """
    text = FILE.read_text(encoding="utf-8") if FILE.exists() else _HEAD
    parts = re.split(r"^(?=## )", text, flags=re.M)
    today = datetime.now(UTC).date().isoformat()
    new_part = f"## {section}\n\n`{command}` · {today} · {machine()}\n\n{body.strip()}\n\n"
    index = next((n for n, part in enumerate(parts) if part.splitlines()[0] == f"## {section}"), None)
    if index is None:
        parts[-1] = parts[-1].rstrip("\n") + "\n\n"
        parts.append(new_part)
    else:
        parts[index] = new_part
    FILE.write_text("".join(parts).rstrip("\n") + "\n", encoding="utf-8")
