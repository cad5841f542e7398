"""Which mutants are drawn, how they are tried in a copy, and what is told of them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tools import coverage_map, layout, mutants, overlay
from tools.layout import Package
from tools.mutants import Mutant, MutantOutcome
from tools.mutation import Mutation

ROOT = Path(__file__).parents[2]
MODULE = """\
from functools import lru_cache

LARGEST = 9


@lru_cache
def known():
    return [1, 2]


def larger(a, b):
    return a > b


def first(words):
    return words[0]


def never():
    return "never"
"""
TESTS = """\
import sys

import pytest

from pack import module


@pytest.fixture(scope="module")
def words():
    return module.first(["one", "two"])


def test_larger():
    assert module.larger(2, 1)
    assert not module.larger(1, 1)


def test_known_is_something():
    assert module.known()


def test_known_is_this():
    assert module.known() == [1, 2]


def test_words_are_words(words):
    assert isinstance(words, str)


def test_words_are_these(words):
    assert words == "one"


def test_that_fails():
    assert module.larger(0, 1)


def test_that_coverage_disturbs():
    assert module.larger(2, 0)
    assert sys.gettrace() is None
"""


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of one package and its tests, with the tools that go over it; its coverage is its own."""
    for name in ("COVERAGE_PROCESS_CONFIG", "COVERAGE_PROCESS_START"):
        monkeypatch.delenv(name, raising=False)
    root = tmp_path / "repository"
    files = {
        "pack/__init__.py": "",
        "pack/module.py": MODULE,
        "tests/pack/test_module.py": TESTS,
        "pyproject.toml": "[tool.pytest.ini_options]\n",
        ".gitignore": "build/\n",
    }
    for tool in ("layout.py", "overlay.py", "coverage_map.py", "test_server.py"):
        files[f"tools/{tool}"] = (ROOT / "tools" / tool).read_text(encoding="utf-8")
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    subprocess.run(["git", "init", "--quiet"], cwd=root, check=True)
    packages = (Package("pack", ("pack",), "tests/pack"),)
    for module in (layout, coverage_map, mutants):
        monkeypatch.setattr(module, "PACKAGES", packages)
    monkeypatch.setattr(overlay, "IMPORT_ROOTS", (".",))
    return root


def mutant(path: str = "core/a.py", line: int = 1, package: str = "annotation") -> Mutant:
    mutation = Mutation(path, 0, 1, "comparison", "a < b", "(a <= b)", (line, line), (line, line), True)
    return Mutant(next(each for each in layout.PACKAGES if each.name == package), mutation)


def test_the_same_seed_draws_the_same(repository: Path) -> None:
    possible = mutants.all_mutants(repository)
    drawn = mutants.sample(possible, 5, 3, repository)
    assert drawn == mutants.sample(possible, 5, 3, repository)
    assert drawn != mutants.sample(possible, 5, 4, repository)
    assert len(set(drawn)) == 5
    assert set(mutants.sample(possible, 1000, 3, repository)) == set(possible)


def test_a_path_chooses_a_module_or_a_folder(repository: Path) -> None:
    assert mutants.all_mutants(repository, "pack/module.py")
    assert mutants.all_mutants(repository, "pack/") == mutants.all_mutants(repository)
    assert mutants.all_mutants(repository, "pac") == []


def test_mutants_are_tried_in_a_copy_by_the_tests_that_execute_them(repository: Path) -> None:
    expected = {
        "a > b → (a >= b)": ("killed", 2),  # also by a test that fails under coverage.py
        "9 → 10": ("survived", 6),
        "2 → 3": ("killed", 2),  # the second test notices, though the first fills the cache
        "0 → 1": ("killed", 2),  # the same with what a fixture keeps
        "'never' → None": ("not covered", 6),
    }
    chosen = {mutants.describe_change(mutant.mutation): mutant for mutant in mutants.all_mutants(repository)}
    outcomes = mutants.try_all([chosen[change] for change in expected], repository, jobs=2)
    results = {
        mutants.describe_change(outcome.mutant.mutation): (outcome.result, outcome.tests) for outcome in outcomes
    }
    assert results == expected
    assert (repository / "pack/module.py").read_text(encoding="utf-8") == MODULE
    status = subprocess.run(["git", "status", "--short", "pack"], cwd=repository, capture_output=True, text=True)
    assert "pycache" not in status.stdout


def test_what_runs_too_long_is_killed_with_all_it_started(repository: Path, tmp_path: Path) -> None:
    copy = overlay.Overlay(repository, tmp_path / "overlay")
    lasting = "import subprocess, threading; subprocess.Popen(['sleep', '1000']); threading.Event().wait()"
    run = copy.run(["-c", lasting], timeout=0.5)  # it ends when nobody is left who could print
    assert run.status is None


def test_the_copy_is_what_is_imported(repository: Path, tmp_path: Path) -> None:
    copy = overlay.Overlay(repository, tmp_path / "overlay")
    run = copy.run(["-c", "import pack, tools.overlay; print(pack.__file__, tools.overlay.__file__)"])
    assert run.output.split() == [str(copy.folder / "pack/__init__.py"), str(copy.folder / "tools/overlay.py")]


def test_a_table_and_the_survivors_are_reported() -> None:
    outcomes = [
        MutantOutcome(mutant("core/b.py", 7), "survived", 3, 1.0),
        MutantOutcome(mutant("core/a.py", 8), "not covered", 0, 0.0),
        MutantOutcome(mutant("core/a.py", 9), "killed", 3, 1.0),
        MutantOutcome(mutant("tui/a.py", 9, package="desk"), "timed out", 3, 1.0),
    ]
    assert mutants.report(outcomes).splitlines() == [
        "| package | mutants | killed | survived | of them not covered | share killed |",
        "| --- | --- | --- | --- | --- | --- |",
        "| annotation | 3 | 1 | 2 | 1 | 33 % |",
        "| desk | 1 | 1 | 0 | 0 | 100 % |",
        "| all | 4 | 2 | 2 | 1 | 50 % |",
        "",
        "What survived:",
        "",
        "- `core/a.py:8 comparison: a < b → (a <= b)` (not covered)",
        "- `core/b.py:7 comparison: a < b → (a <= b)`",
    ]


def test_json_has_everything() -> None:
    written = json.loads(mutants.as_json([MutantOutcome(mutant(), "killed", 3, 1.04)], seed=5))
    assert written["seed"] == 5
    assert written["mutants"][0] == {
        "package": "annotation",
        "path": "core/a.py",
        "line": 1,
        "operator": "comparison",
        "before": "a < b",
        "after": "(a <= b)",
        "result": "killed",
        "tests": 3,
        "seconds": 1.0,
    }


def test_the_layout_is_that_of_the_repository() -> None:
    for package in layout.PACKAGES:
        assert layout.modules(package, ROOT), package
        assert (ROOT / package.tests).is_dir(), package


def test_a_path_that_is_nowhere_is_said() -> None:
    command = [sys.executable, "-m", "tools.mutants", "--list", "--only", "core/nowhere.py"]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True)
    assert run.returncode == 2
    assert "core/nowhere.py" in run.stderr
