"""How many processors and how much memory there are, and how a process is bound to its share of them."""

from __future__ import annotations

import os

from onrecord.base import cgroups

_THREAD_SETTINGS = (
    "OMP_NUM_THREADS",  # onrecord's own threads that read windows, and what is built with OpenMP
    "OPENBLAS_NUM_THREADS",  # numpy
    "MKL_NUM_THREADS",  # numpy of other builders
    "BLIS_NUM_THREADS",  # spaCy
    "VECLIB_MAXIMUM_THREADS",  # numpy on a Mac
    "RAYON_NUM_THREADS",  # tokenizers
)


def processor_count() -> int:
    """Return the number of processors that this process may use, in a container too."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    quota = cgroups.processor_quota()
    return count if quota is None else max(1, min(count, int(quota)))


def thread_count() -> int:
    """Return OMP_NUM_THREADS where it is set, else the number of processors that this process may use."""
    setting = os.environ.get("OMP_NUM_THREADS", "")
    return int(setting) if setting.isdigit() and int(setting) else processor_count()


def thread_limits(threads: int) -> dict[str, str]:
    """Return the environment variables that bind the libraries of a new process to so many threads."""
    return dict.fromkeys(_THREAD_SETTINGS, str(threads))


def available_memory() -> int | None:
    """Return the free or easily freed memory that this process may take, in bytes; None where that is not told."""
    left = [each for each in (_memory_of_machine(), cgroups.memory_left()) if each is not None]
    return min(left, default=None)


def _memory_of_machine() -> int | None:
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, StopIteration):
        return None
