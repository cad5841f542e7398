"""Find which tests execute which line, by running the tests of a package once; stored in ``build/mutants``.

This module is also the pytest plugin that measures. coverage.py counts lines in contexts, and each test is one.
Three kinds of code run only once but matter to many tests, and count for all of these: what a fixture of a module
or of the session executes counts for each test with that fixture; caches of functions are emptied before each
test; what the import of a module executes counts for each test that uses the module.
"""

from __future__ import annotations

import hashlib
import json
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tools.layout import PACKAGES, Package
from tools.overlay import Overlay, repository_files
from tools.test_server import libraries_outside

if TYPE_CHECKING:
    from coverage import Coverage, CoverageData

    from tools.mutation import Mutation

FOLDER = Path("build/mutants")
_SETTINGS = """[run]
branch = false
parallel = true
relative_files = true
context = ${{PYTEST_CURRENT_TEST-}}
data_file = {data}
source =
{sources}
disable_warnings = no-data-collected, module-not-imported, module-not-measured, no-sysmon
"""
PYTEST_OPTIONS = [
    "-q",
    "--no-header",
    "--tb=line",
    "-p",
    "no:cacheprovider",
    "-p",
    "no:xdist",
    "--hypothesis-seed=0",
]
"""Options that make runs reproducible, and leave no files."""
TESTS_FILE = "tests-to-run.txt"
"""The file with the names of the tests to run, in the copy of the repository."""
_FIXTURE = "fixture "


@dataclass(frozen=True)
class CoverageMap:
    """The tests of one package and the lines that they execute.

    Args:
        seconds: Each test that passes → how long it takes.
        failing: Tests that fail on the unchanged modules, which are not used.
        fixtures: Each test → its fixtures.
        libraries: The modules from elsewhere that they import.
        file: The data of coverage.py.
    """

    seconds: dict[str, float]
    failing: list[str]
    fixtures: dict[str, list[str]]
    libraries: list[str]
    file: Path

    def covers(self, mutation: Mutation) -> bool:
        """Return whether any test executes what the mutation changes."""
        return bool(self._contexts_of(mutation))

    def tests_of(self, mutation: Mutation) -> list[str]:
        """Return the tests that execute what the mutation changes, first those that should notice it soonest.

        Without any, return the tests that have the name of the module: what they execute in a process that they
        kill is not measured.
        """
        contexts = self._contexts_of(mutation)
        if not contexts:
            return sorted(test for test in self.seconds if _names_module(test, mutation.path))
        return sorted(self._tests(contexts), key=lambda test: self._order(test, mutation.path))

    def _contexts_of(self, mutation: Mutation) -> set[str]:
        lines = self._contexts(mutation.path)
        if mutation.in_function:
            return _contexts_between(lines, *mutation.lines) or _contexts_between(lines, *mutation.statement)
        return set().union(*lines.values())

    def _tests(self, contexts: set[str]) -> set[str]:
        tests = contexts & self.seconds.keys()
        shared = {context.removeprefix(_FIXTURE) for context in contexts if context.startswith(_FIXTURE)}
        return tests | {test for test in self.seconds if shared.intersection(self.fixtures[test])}

    def _order(self, test: str, path: str) -> tuple[bool, float, str]:
        return not _names_module(test, path), self.seconds[test], test

    def _contexts(self, path: str) -> dict[int, list[str]]:
        """Return the lines of a module → the tests and fixtures that execute them."""
        contexts = {line: map(_test_of, names) for line, names in self._data.contexts_by_lineno(path).items()}
        return {line: [name for name in names if name] for line, names in contexts.items()}

    @cached_property
    def _data(self) -> CoverageData:
        from coverage import CoverageData

        data = CoverageData(str(self.file))
        data.read()
        return data


def coverage_map(package: Package, root: Path, overlay: Overlay) -> CoverageMap:
    """Return the map of a package, measured again if a module or test has changed since.

    Args:
        package: The package whose tests are run.
        root: The repository.
        overlay: A copy of it, in which they run.

    Raises:
        RuntimeError: No test could be run.
    """
    folder = root / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    summary, data = folder / f"{package.name}.json", folder / f"{package.name}.coverage"
    key = _key(package, root)
    stored = _read(summary)
    if stored.get("key") != key or not data.is_file():
        print(f"Measuring what the tests of {package.name} execute …", file=sys.stderr)
        stored = {**_measure(package, overlay, data), "key": key}
        summary.write_text(json.dumps(stored), encoding="utf-8")
    return CoverageMap(stored["seconds"], stored["failing"], stored["fixtures"], stored["libraries"], data)


def _read(file: Path) -> dict[str, Any]:
    try:
        summary: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return summary


def _measure(package: Package, overlay: Overlay, data: Path) -> dict[str, Any]:
    """Run the tests of a package under coverage.py, and those that fail again without it."""
    folder = overlay.folder.parent / "measured"
    folder.mkdir(exist_ok=True)
    folder.chmod(0o1777)  # some tests start processes of another user
    settings, data_file = folder / "settings.ini", folder / data.name
    sources = "\n".join(f"    {overlay.folder / folder}" for folder in _source_folders())
    settings.write_text(_SETTINGS.format(data=data_file, sources=sources), encoding="utf-8")
    coverage_run = ["-m", "coverage", "run", f"--rcfile={settings}"]
    outcomes = _outcomes(overlay, coverage_run, [package.tests], {"COVERAGE_PROCESS_START": str(settings)})
    if outcomes["failing"]:  # perhaps because everything is slower under coverage.py
        again = _outcomes(overlay, [], outcomes["failing"], {})
        outcomes = {
            **outcomes,
            "seconds": {**outcomes["seconds"], **again["seconds"]},
            "failing": again["failing"],
        }
    overlay.run(["-m", "coverage", "combine", "-q", f"--rcfile={settings}"])
    shutil.copyfile(data_file, data)
    return outcomes


def _outcomes(overlay: Overlay, runner: list[str], tests: list[str], variables: dict[str, str]) -> dict[str, Any]:
    """Run tests with the plugin below, and return the outcomes that it writes.

    Raises:
        RuntimeError: It writes nothing.
    """
    file = overlay.folder.parent / "outcomes.json"
    file.unlink(missing_ok=True)
    names = overlay.folder / TESTS_FILE
    names.write_text("\n".join(tests), encoding="utf-8")
    options = ["-p", "tools.coverage_map", "--outcomes", str(file), *PYTEST_OPTIONS, f"@{TESTS_FILE}"]
    run = overlay.run([*runner, "-m", "pytest", *options], keep_bytecode=True, variables=variables)
    outcomes: dict[str, Any] = _read(file)
    if not outcomes.get("seconds") and not outcomes.get("failing"):
        raise RuntimeError(f"The tests {', '.join(tests)} could not be run:\n{run.output}")
    return outcomes


def _key(package: Package, root: Path) -> str:
    """Return a hash of all modules and of the tests of a package."""
    prefixes = (
        *(f"{folder}/" for folder in _source_folders()),
        f"{package.tests}/",
        "tests/conftest.py",
        "pyproject.toml",
    )
    digest = hashlib.sha256()
    for name in repository_files(root):
        if name.endswith(".py") and name.startswith(prefixes):
            digest.update(f"{name}\0".encode() + (root / name).read_bytes() + b"\0")
    return digest.hexdigest()


def _source_folders() -> list[str]:
    """Return the folders at the top of the repository that contain modules."""
    return sorted({folder.split("/")[0] for package in PACKAGES for folder in package.sources})


def _contexts_between(lines: dict[int, list[str]], first: int, last: int) -> set[str]:
    return {context for line in range(first, last + 1) for context in lines.get(line, ())}


def _test_of(context: str) -> str:
    """Return the test of a context; the context of a process is the test that started it, with pytest's phase."""
    outer, _, inner = context.rpartition("|")
    name = inner or outer
    for phase in (" (setup)", " (call)", " (teardown)"):
        name = name.removesuffix(phase)
    return name


def _names_module(test: str, path: str) -> bool:
    """Return whether a test file is named for a module, as ``test_archive_facets.py`` for ``facets.py``."""
    module = Path(path).stem if Path(path).stem != "__init__" else Path(path).parent.name
    return f"_{Path(test.split('::')[0]).stem}".endswith(f"_{module}")


# The pytest plugin


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add an option for the file of outcomes."""
    parser.addoption("--outcomes", type=Path, help="file for the outcome and the time of each test")


def pytest_configure(config: pytest.Config) -> None:
    """Record outcomes, and, where coverage.py runs pytest, what tests execute."""
    from coverage import Coverage

    if config.getoption("--outcomes"):
        config.pluginmanager.register(_Measuring(Coverage.current(), config))


class _Measuring:
    """Switches coverage.py to the context of each test or fixture, and records outcomes."""

    def __init__(self, running: Coverage | None, config: pytest.Config) -> None:
        self._coverage = running
        self._config = config
        self._contexts = [""]
        self._seconds: dict[str, float] = {}
        self._failing: set[str] = set()
        self._passing: set[str] = set()
        self._fixtures: dict[str, list[str]] = {}

    @pytest.hookimpl(hookwrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        _empty_caches(self._config.rootpath)
        self._fixtures[item.nodeid] = list(getattr(item, "fixturenames", ()))
        self._enter(item.nodeid)
        yield
        self._leave()

    @pytest.hookimpl(hookwrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef[Any]) -> Iterator[None]:
        shared = fixturedef.scope != "function"
        if shared:
            self._enter(_FIXTURE + fixturedef.argname)
        yield
        if shared:
            self._leave()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        self._seconds[report.nodeid] = self._seconds.get(report.nodeid, 0) + report.duration
        if report.failed:
            self._failing.add(report.nodeid)
        elif report.when == "call" and report.passed:
            self._passing.add(report.nodeid)

    def pytest_sessionfinish(self) -> None:
        passing = self._passing - self._failing
        outcomes = {
            "seconds": {test: seconds for test, seconds in self._seconds.items() if test in passing},
            "failing": sorted(self._failing),
            "fixtures": self._fixtures,
            "libraries": libraries_outside(self._config.rootpath),
        }
        self._config.getoption("--outcomes").write_text(json.dumps(outcomes), encoding="utf-8")

    def _enter(self, context: str) -> None:
        self._contexts.append(context)
        self._count_for(context)

    def _leave(self) -> None:
        self._contexts.pop()
        self._count_for(self._contexts[-1])

    def _count_for(self, context: str) -> None:
        if self._coverage is not None:
            self._coverage.switch_context(context)


def _empty_caches(root: Path) -> None:
    """Empty the caches of functions, so that the next test executes them."""
    for module in _modules_below(root):
        for value in list(vars(module).values()):
            if callable(empty := getattr(value, "cache_clear", None)) and not isinstance(value, type):
                empty()


def _modules_below(root: Path) -> Iterable[Any]:
    for module in list(sys.modules.values()):
        file = getattr(module, "__file__", None)
        if file and Path(file).is_relative_to(root):
            yield module
