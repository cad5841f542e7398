"""What a container or a service manager allows this process: the limits of its control groups on Linux.

Both versions are read, https://docs.kernel.org/admin-guide/cgroup-v2.html and
https://docs.kernel.org/admin-guide/cgroup-v1/index.html. A limit of a group holds for the groups in it, too. The
names in ``/proc/self/cgroup`` may be those outside of the container, so folders that are not there are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

MEMBERSHIP = Path("/proc/self/cgroup")
ROOT = Path("/sys/fs/cgroup")


def processor_quota() -> float | None:
    """Return how many processors' time the process may use; None where there is no limit."""
    quotas = []
    for folder in _folders("cpu"):
        numbers = _numbers(folder / "cpu.max") or (
            _numbers(folder / "cpu.cfs_quota_us") + _numbers(folder / "cpu.cfs_period_us")
        )
        if len(numbers) == 2 and min(numbers) > 0:
            quotas.append(numbers[0] / numbers[1])
    return min(quotas, default=None)


def memory_left() -> int | None:
    """Return how much memory the process may still take, in bytes; None where there is no limit.

    What the system holds of files that were read is counted as taken, but is given up when memory is needed.
    """
    left = []
    for folder in _folders("memory"):
        limit = _numbers(folder / "memory.max") or _numbers(folder / "memory.limit_in_bytes")
        taken = _numbers(folder / "memory.current") or _numbers(folder / "memory.usage_in_bytes")
        if limit and taken:
            left.append(max(0, limit[0] - taken[0] + _cached(folder)))
    return min(left, default=None)


def _folders(controller: str) -> Iterator[Path]:
    """Yield the folders of the groups of a controller that the process is in, the innermost first."""
    for line in _text(MEMBERSHIP).splitlines():
        _, controllers, group = line.split(":", 2)
        if not controllers or controller in controllers.split(","):
            root = ROOT / controller if controllers else ROOT
            inner = PurePosixPath(group.lstrip("/"))
            yield from (root / each for each in dict.fromkeys((inner, *inner.parents)))


def _cached(folder: Path) -> int:
    # The first version tells what the groups inside hold in lines of their own.
    counts = re.findall(r"^(?:total_)?inactive_file (\d+)$", _text(folder / "memory.stat"), re.M)
    return max(map(int, counts), default=0)


def _numbers(file: Path) -> tuple[int, ...]:
    """Return the numbers in a file; none where it is not there, or says “max”."""
    words = _text(file).split()
    return tuple(map(int, words)) if words and all(re.fullmatch(r"-?\d+", word) for word in words) else ()


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError):
        return ""
