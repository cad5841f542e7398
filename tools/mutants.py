"""Change modules at random, one mutation at a time, and print the mutations that no test notices.

usage: python -m tools.mutants [--count N] [--seed N] [--only PATH] [--jobs N] [--list]

Each mutation is tried in a copy of the repository, with those tests of the module's package that execute the
changed lines. It is killed when a test fails or does not end in time, and survives when all tests pass or none
executes it. Some survivors change nothing that a user could notice: the share of killed ones never reaches 100 %.
The result of a whole sample is written to benchmarks/RESULTS.md, all outcomes to build/mutants.json.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from queue import Queue
from typing import TypeVar

from benchmarks import results
from tools.coverage_map import PYTEST_OPTIONS, TESTS_FILE, CoverageMap, coverage_map
from tools.layout import PACKAGES, Package, modules
from tools.mutation import Mutation, mutations
from tools.overlay import Overlay
from tools.test_server import TestServer

ROOT = Path(__file__).resolve().parents[1]
REPORT = Path("build/mutants.json")
SAMPLE = 200
"""How many mutants of all packages are enough to be written to RESULTS.md."""
Item = TypeVar("Item")
_LEAST_SECONDS, _TIMES_AS_LONG = 20.0, 5.0


@dataclass(frozen=True)
class Mutant:
    """A mutation, and the package whose tests should notice it."""

    package: Package
    mutation: Mutation


@dataclass(frozen=True)
class MutantOutcome:
    """The result of trying a mutant.

    Args:
        mutant: The mutant.
        result: ``killed``, ``timed out``, ``survived`` or ``not covered``.
        tests: How many tests execute it.
        seconds: How long the trial took.
    """

    mutant: Mutant
    result: str
    tests: int
    seconds: float

    @property
    def killed(self) -> bool:
        """Return whether a test noticed it."""
        return self.result in ("killed", "timed out")


def all_mutants(root: Path, only: str | None = None) -> list[Mutant]:
    """Return every mutant of all packages, in a fixed order.

    Args:
        root: The repository.
        only: A module or a folder, relative to root, whose mutants alone are returned.
    """
    return [
        Mutant(package, mutation)
        for package in PACKAGES
        for path in modules(package, root)
        if only is None or path == only or path.startswith(only.rstrip("/") + "/")
        for mutation in mutations(path, (root / path).read_bytes())
    ]


def sample(mutants: Sequence[Mutant], count: int, seed: int, root: Path) -> list[Mutant]:
    """Draw mutants that are valid Python, each with the same probability.

    Args:
        mutants: All of them.
        count: How many; all if there are no more.
        seed: The same seed draws the same mutants.
        root: The repository.
    """
    drawn: list[Mutant] = []
    for mutant in random.Random(seed).sample(mutants, len(mutants)):
        if len(drawn) == count:
            break
        if mutant.mutation.compiles((root / mutant.mutation.path).read_bytes()):
            drawn.append(mutant)
    return drawn


class Trial:
    """Tries mutants one after the other, in a copy of the repository.

    Args:
        overlay: The copy. All sources are read from it, so the working tree may change meanwhile.
        maps: Name of a package → its coverage map.
    """

    def __init__(self, overlay: Overlay, maps: dict[str, CoverageMap]) -> None:
        self._overlay = overlay
        self._maps = maps
        self._server: tuple[Package, TestServer] | None = None

    def run(self, mutant: Mutant) -> MutantOutcome:
        """Change the module, run the tests, and put the module back."""
        started = time.monotonic()
        coverage = self._maps[mutant.package.name]
        tests = coverage.tests_of(mutant.mutation)
        result = self._result(mutant, tests) if tests else "survived"
        if result == "survived" and not coverage.covers(mutant.mutation):
            result = "not covered"
        return MutantOutcome(mutant, result, len(tests), time.monotonic() - started)

    def close(self) -> None:
        """End the process that runs the tests."""
        if self._server:
            self._server[1].close()
        self._server = None

    def check(self, package: Package) -> None:
        """Make sure that tests pass on the unchanged copy and fail on a broken one.

        Raises:
            RuntimeError: They do not, so no result would mean anything.
        """
        coverage = self._maps[package.name]
        path, test = _fastest(package, coverage, self._overlay.folder)
        if self._passes(package, [test], None) is not True:
            raise RuntimeError(f"{test} fails in the copy of the repository, though it passed when measured.")
        source = (self._overlay.folder / path).read_bytes()
        if self._passes_with(package, path, source + b"\nraise RuntimeError\n", [test]) is not False:
            raise RuntimeError(f"{test} passes though {path} is broken: it does not run on the copy.")

    def _result(self, mutant: Mutant, tests: list[str]) -> str:
        seconds = sum(self._maps[mutant.package.name].seconds[test] for test in tests)
        path = mutant.mutation.path
        changed = mutant.mutation.apply((self._overlay.folder / path).read_bytes())
        timeout = max(_LEAST_SECONDS, _TIMES_AS_LONG * seconds)
        passes = self._passes_with(mutant.package, path, changed, tests, timeout)
        return {True: "survived", False: "killed", None: "timed out"}[passes]

    def _passes_with(
        self, package: Package, path: str, changed: bytes, tests: list[str], timeout: float | None = None
    ) -> bool | None:
        """Return whether the tests pass on a changed module; None if they did not end in time."""
        module = self._overlay.folder / path
        original = module.read_bytes()
        self._overlay.forget_bytecode(path)
        module.write_bytes(changed)
        try:
            return self._passes(package, tests, timeout)
        finally:
            module.write_bytes(original)

    def _passes(self, package: Package, tests: list[str], timeout: float | None) -> bool | None:
        (self._overlay.folder / TESTS_FILE).write_text("\n".join(tests), encoding="utf-8")
        status = self._server_of(package).run(["-x", *PYTEST_OPTIONS, f"@{TESTS_FILE}"], timeout)
        return None if status is None else status == 0

    def _server_of(self, package: Package) -> TestServer:
        if self._server is None or self._server[0] != package:
            self.close()
            self._server = package, TestServer(self._overlay, self._maps[package.name].libraries)
        return self._server[1]


def _fastest(package: Package, coverage: CoverageMap, root: Path) -> tuple[str, str]:
    """Return a module of the package and the fastest test that executes it."""
    for path in modules(package, root):
        possible = mutations(path, (root / path).read_bytes())
        tests = coverage.tests_of(possible[0]) if possible else []
        if tests:
            return path, min(tests, key=coverage.seconds.__getitem__)
    raise RuntimeError(f"No test executes anything of {package.name}.")


def try_all(mutants: Sequence[Mutant], root: Path, jobs: int) -> list[MutantOutcome]:
    """Try mutants, several at a time, and report progress on standard error.

    Args:
        mutants: The mutants.
        root: The repository.
        jobs: How many are tried at a time, each in a copy of the repository.

    Raises:
        RuntimeError: The tests cannot be run on a copy.
    """
    packages = [package for package in PACKAGES if any(mutant.package == package for mutant in mutants)]
    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        overlays = [Overlay(root, Path(folder) / str(number)) for number in range(jobs)]
        with ThreadPoolExecutor(jobs) as pool:
            try:
                maps = _maps(packages, root, overlays, pool)
                trials = [Trial(overlay, maps) for overlay in overlays]
                for package in packages:
                    trials[0].check(package)
                return _run_all(sorted(mutants, key=lambda mutant: packages.index(mutant.package)), trials, pool)
            except BaseException:  # otherwise the pool waits, after an interrupt, for what is running
                pool.shutdown(wait=False, cancel_futures=True)
                raise
            finally:
                for overlay in overlays:
                    overlay.stop()


def _maps(
    packages: Sequence[Package], root: Path, overlays: Sequence[Overlay], pool: ThreadPoolExecutor
) -> dict[str, CoverageMap]:
    """Return the name of each package → its coverage map."""
    free = _queue(overlays)

    def measure(package: Package) -> tuple[str, CoverageMap]:
        overlay = free.get()
        try:
            return package.name, coverage_map(package, root, overlay)
        finally:
            free.put(overlay)

    return dict(pool.map(measure, packages))


def _run_all(mutants: Sequence[Mutant], trials: Sequence[Trial], pool: ThreadPoolExecutor) -> list[MutantOutcome]:
    free = _queue(trials)
    progress = _Progress(len(mutants))

    def try_one(mutant: Mutant) -> MutantOutcome:
        trial = free.get()
        try:
            outcome = trial.run(mutant)
        finally:
            free.put(trial)
        progress.report(outcome)
        return outcome

    return list(pool.map(try_one, mutants))


def _queue(items: Iterable[Item]) -> Queue[Item]:
    queue: Queue[Item] = Queue()
    for item in items:
        queue.put(item)
    return queue


class _Progress:
    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._lock = threading.Lock()

    def report(self, outcome: MutantOutcome) -> None:
        with self._lock:
            self._done += 1
            print(
                f"{self._done}/{self._total} {outcome.result}, {outcome.tests} tests, {outcome.seconds:.0f} s: "
                f"{describe(outcome.mutant.mutation)}",
                file=sys.stderr,
            )


def describe(mutation: Mutation) -> str:
    """Return a line that says where a mutation is and what it changes."""
    return f"{mutation.path}:{mutation.lines[0]} {mutation.operator}: {describe_change(mutation)}"


def describe_change(mutation: Mutation) -> str:
    """Return what a mutation changes, shortened to a line."""
    return f"{_short(mutation.before)} → {_short(mutation.after) or 'nothing'}"


def _short(code: str, max_length: int = 70) -> str:
    line = " ".join(code.split())
    return line if len(line) <= max_length else line[: max_length - 1] + "…"


def report(outcomes: Iterable[MutantOutcome]) -> str:
    """Return in Markdown how many mutants of each package were killed, and which survived."""
    outcomes = list(outcomes)
    rows = [
        _row(package.name, [outcome for outcome in outcomes if outcome.mutant.package == package])
        for package in PACKAGES
    ]
    counts = results.table(
        ["package", "mutants", "killed", "survived", "of them not covered", "share killed"],
        [row for row in [*rows, _row("all", outcomes)] if row[1] != "0"],
    )
    survivors = [outcome for outcome in outcomes if not outcome.killed]
    survivors.sort(key=lambda outcome: outcome.mutant.mutation)
    lines = [
        f"- `{describe(outcome.mutant.mutation).replace('`', chr(39))}`"
        + (" (not covered)" if outcome.result == "not covered" else "")
        for outcome in survivors
    ]
    return "\n".join([counts, *(["", "What survived:", ""] if lines else []), *lines])


def _row(name: str, outcomes: Sequence[MutantOutcome]) -> list[str]:
    killed = sum(outcome.killed for outcome in outcomes)
    uncovered = sum(outcome.result == "not covered" for outcome in outcomes)
    share = f"{killed / len(outcomes):.0%}".replace("%", " %") if outcomes else "–"
    return [name, *map(str, (len(outcomes), killed, len(outcomes) - killed, uncovered)), share]


def as_json(outcomes: Iterable[MutantOutcome], seed: int) -> str:
    """Return the outcomes as JSON, for other programs."""
    rows = [
        {
            "package": outcome.mutant.package.name,
            "path": outcome.mutant.mutation.path,
            "line": outcome.mutant.mutation.lines[0],
            "operator": outcome.mutant.mutation.operator,
            "before": outcome.mutant.mutation.before,
            "after": outcome.mutant.mutation.after,
            "result": outcome.result,
            "tests": outcome.tests,
            "seconds": round(outcome.seconds, 1),
        }
        for outcome in outcomes
    ]
    return json.dumps({"seed": seed, "mutants": rows}, ensure_ascii=False, indent=1) + "\n"


def main() -> int:
    """Try mutants as the command line says, and return the exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=SAMPLE, help=f"how many mutants to try ({SAMPLE})")
    parser.add_argument("--seed", type=int, default=1, help="another number draws other mutants (1)")
    parser.add_argument("--only", metavar="PATH", help="mutants of this module or folder only")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time (2)")
    parser.add_argument("--list", action="store_true", help="only print the mutants that would be tried")
    options = parser.parse_args()
    mutants = all_mutants(ROOT, options.only)
    if not mutants:
        parser.error(f"--only: nothing in {options.only} can be changed; name a module or folder of a package.")
    chosen = sample(mutants, options.count, options.seed, ROOT)
    if options.list:
        print("\n".join(describe(mutant.mutation) for mutant in chosen))
        return 0
    signal.signal(
        signal.SIGTERM, lambda *_: sys.exit("Stopped.")
    )  # removes copies and ends processes, as ctrl+c does
    outcomes = try_all(chosen, ROOT, max(1, options.jobs))
    file = ROOT / REPORT
    file.parent.mkdir(exist_ok=True)
    file.write_text(as_json(outcomes, options.seed), encoding="utf-8")
    if options.only is None and len(chosen) >= SAMPLE:
        results.write("Mutants", f"python -m tools.mutants --seed {options.seed}", report(outcomes))
    else:
        print(report(outcomes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
