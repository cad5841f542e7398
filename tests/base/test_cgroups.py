"""The limits of control groups, as the kernel writes them."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.base import cgroups


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(cgroups, "ROOT", tmp_path / "groups")
    monkeypatch.setattr(cgroups, "MEMBERSHIP", tmp_path / "membership")
    return tmp_path / "groups"


def lay_out(root: Path, membership: str, files: dict[str, str]) -> None:
    root.with_name("membership").write_text(membership)
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


@pytest.mark.parametrize(
    ("files", "quota"),
    [
        ({"cpu.max": "150000 100000\n"}, 1.5),
        ({"cpu.max": "max 100000\n"}, None),
        ({"news/desk/cpu.max": "400000 100000\n", "news/cpu.max": "200000 100000\n"}, 2.0),
        ({"news/desk/cpu.max": "100000 100000\n", "news/cpu.max": "max 100000\n"}, 1.0),
        ({"other/cpu.max": "100000 100000\n"}, None),
        ({"cpu.max": "nonsense"}, None),
        ({}, None),
    ],
)
def test_the_lowest_quota_of_the_groups_counts(root: Path, files: dict[str, str], quota: float | None) -> None:
    lay_out(root, "0::/news/desk\n", files)
    assert cgroups.processor_quota() == quota


@pytest.mark.parametrize(
    ("micros", "quota"), [("300000", 3.0), ("-1", None), ("0", None)], ids=["limited", "unlimited", "none"]
)
def test_a_quota_of_the_first_version(root: Path, micros: str, quota: float | None) -> None:
    files = {"cpu/cpu.cfs_quota_us": micros, "cpu/cpu.cfs_period_us": "100000"}
    lay_out(root, "5:memory:/outside\n2:cpu,cpuacct:/outside\n", files)
    assert cgroups.processor_quota() == quota


@pytest.mark.parametrize(
    ("files", "left"),
    [
        ({"memory.max": "5000\n", "memory.current": "3000\n"}, 2000),
        ({"memory.max": "5000", "memory.current": "3000", "memory.stat": "file 900\ninactive_file 500\n"}, 2500),
        ({"memory.max": "5000", "memory.current": "6000"}, 0),
        ({"memory.max": "max", "memory.current": "3000"}, None),
        ({"memory.max": "5000"}, None),
        ({"desk/memory.max": "900", "desk/memory.current": "100", "memory.max": "99", "memory.current": "9"}, 90),
    ],
)
def test_memory_that_is_left(root: Path, files: dict[str, str], left: int | None) -> None:
    lay_out(root, "0::/desk\n", files)
    assert cgroups.memory_left() == left


def test_memory_that_the_first_version_leaves(root: Path) -> None:
    numbers = {
        "limit_in_bytes": "5000",
        "usage_in_bytes": "3000",
        "stat": "inactive_file 1\ntotal_inactive_file 9\n",
    }
    lay_out(root, "4:memory:/desk\n", {f"memory/desk/memory.{name}": text for name, text in numbers.items()})
    assert cgroups.memory_left() == 2009


def test_without_groups_there_are_no_limits(root: Path) -> None:
    assert not root.exists()
    assert (cgroups.processor_quota(), cgroups.memory_left()) == (None, None)
