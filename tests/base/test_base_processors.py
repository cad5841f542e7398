"""Processors, threads and memory, as the system and the environment tell them."""

from __future__ import annotations

import io
from typing import Any

import pytest

from onrecord.base import cgroups
from onrecord.base.processors import available_memory, processor_count, thread_count, thread_limits


@pytest.fixture(autouse=True)
def _no_limits_of_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cgroups, "processor_quota", lambda: None)
    monkeypatch.setattr(cgroups, "memory_left", lambda: None)


@pytest.mark.parametrize(("quota", "count"), [(None, 4), (0.5, 1), (1.9, 1), (2.0, 2), (9.0, 4)])
def test_processors_are_as_many_as_their_quota_allows(
    quota: float | None, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1, 2, 3}, raising=False)
    monkeypatch.setattr(cgroups, "processor_quota", lambda: quota)
    assert processor_count() == count


@pytest.mark.parametrize(("left", "available"), [(None, 2048), (1000, 1000), (4000, 2048)])
def test_memory_is_what_the_group_of_the_process_leaves(
    left: int | None, available: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("builtins.open", lambda path, **_: io.StringIO("MemAvailable: 2 kB\n"))
    monkeypatch.setattr(cgroups, "memory_left", lambda: left)
    assert available_memory() == available


@pytest.mark.parametrize(
    ("setting", "count"), [("3", 3), ("1", 1), ("0", None), ("", None), ("many", None), ("-2", None)]
)
def test_threads_are_as_many_as_the_environment_says(
    setting: str, count: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OMP_NUM_THREADS", setting)
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1, 2, 3, 4}, raising=False)
    assert thread_count() == (count or 5)


def test_without_affinity_all_processors_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("OMP_NUM_THREADS", raising=False)
    monkeypatch.delattr("os.sched_getaffinity", raising=False)
    monkeypatch.setattr("os.cpu_count", lambda: 7)
    assert thread_count() == 7
    monkeypatch.setattr("os.cpu_count", lambda: None)
    assert thread_count() == 1


def test_a_process_is_bound_in_all_libraries_that_have_threads() -> None:
    limits = thread_limits(3)
    assert set(limits.values()) == {"3"}
    assert {"OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "BLIS_NUM_THREADS", "RAYON_NUM_THREADS"} <= limits.keys()


@pytest.mark.parametrize(
    ("lines", "available"),
    [("MemTotal: 9 kB\nMemAvailable:    2 kB\n", 2048), ("MemTotal: 9 kB\n", None), (None, None)],
)
def test_available_memory_is_what_the_kernel_says(
    lines: str | None, available: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def opened(path: str, **_: Any) -> io.StringIO:
        if lines is None:
            raise FileNotFoundError
        return io.StringIO(lines)

    monkeypatch.setattr("builtins.open", opened)
    assert available_memory() == available
