"""Changes the modules at random, a mutation at a time, and tells which changes no test notices.

usage: python -m tools.mutants [--count N] [--seed N] [--only PATH] [--jobs N] [--list]

Each mutation is tried in a copy of the repository, with those tests of the module's own package that execute the
changed lines: it is killed when one of them fails or does not end in time, and has survived when all pass or none
executes it. Some survivors change nothing that anybody could notice; the share of killed ones never reaches all.
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

from benchmarks.results import table
from tools.coverage_map import PYTEST_OPTIONS, TESTS_FILE, CoverageMap, coverage_map
from tools.layout import PACKAGES, Package, modules
from tools.mutation import Mutation, mutations
from tools.overlay import Overlay

ROOT = Path(__file__).resolve().parents[1]
REPORT = Path("build/mutants.json")
_LEAST_SECONDS, _TIMES_AS_LONG = 20.0, 5.0


@dataclass(frozen=True)
class Mutant:
    """A mutation that is tried, and the package whose tests should notice it."""

    package: Package
    mutation: Mutation


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant.

    Args:
        mutant: The mutant.
        result: ``killed``, ``timed out``, ``survived`` or ``not covered``.
        tests: How many tests execute it.
        seconds: How long it took to know.
    """

    mutant: Mutant
    result: str
    tests: int
    seconds: float

    @property
    def killed(self) -> bool:
        """Whether a test noticed it."""
        return self.result in ("killed", "timed out")


def all_mutants(root: Path, only: str | None = None) -> list[Mutant]:
    """Find every mutant of all packages, in a fixed order.

    Args:
        root: The repository.
        only: A module or a folder, relative to root; nothing else is looked at.
    """
    return [
        Mutant(package, mutation)
        for package in PACKAGES
        for path in modules(package, root)
        if only is None or path == only or path.startswith(only.rstrip("/") + "/")
        for mutation in mutations(path, (root / path).read_bytes())
    ]


def sample(mutants: Sequence[Mutant], count: int, seed: int, root: Path) -> list[Mutant]:
    """Draw mutants that are valid Python, each as likely as any other; the same seed draws the same.

    Args:
        mutants: All of them.
        count: How many; all, where there are no more.
        seed: Where the drawing begins.
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
    """Tries mutants one after the other in a copy of its own.

    Args:
        overlay: The copy. All sources are read from it: the working tree may go on changing.
        maps: Name of a package → which of its tests execute what.
    """

    def __init__(self, overlay: Overlay, maps: dict[str, CoverageMap]) -> None:
        self._overlay = overlay
        self._maps = maps

    def run(self, mutant: Mutant) -> Outcome:
        """Change the module, run the tests, and put the module back."""
        begun = time.monotonic()
        known = self._maps[mutant.package.name]
        tests = known.tests_of(mutant.mutation)
        result = self._result(mutant, tests) if tests else "survived"
        if result == "survived" and not known.covers(mutant.mutation):
            result = "not covered"
        return Outcome(mutant, result, len(tests), time.monotonic() - begun)

    def check(self, package: Package) -> None:
        """Make sure that tests pass on the copy as it is and fail when the copy is broken.

        Raises:
            RuntimeError: If not, so that no result would mean anything.
        """
        known = self._maps[package.name]
        path, test = _fastest(package, known, self._overlay.folder)
        if self._passes([test], None) is not True:
            raise RuntimeError(f"{test} fails in the copy of the repository, though it passed when measured.")
        source = (self._overlay.folder / path).read_bytes()
        if self._tried(path, source + b"\nraise RuntimeError\n", [test], None) is not False:
            raise RuntimeError(f"{test} passes though {path} is broken: it does not run on the copy.")

    def _result(self, mutant: Mutant, tests: list[str]) -> str:
        seconds = sum(self._maps[mutant.package.name].seconds[test] for test in tests)
        path = mutant.mutation.path
        changed = mutant.mutation.apply((self._overlay.folder / path).read_bytes())
        passes = self._tried(path, changed, tests, max(_LEAST_SECONDS, _TIMES_AS_LONG * seconds))
        return {True: "survived", False: "killed", None: "timed out"}[passes]

    def _tried(self, path: str, changed: bytes, tests: list[str], timeout: float | None) -> bool | None:
        """Whether the tests pass on a changed module; None when their time was over."""
        module = self._overlay.folder / path
        original = module.read_bytes()
        self._overlay.forget_bytecode(path)
        module.write_bytes(changed)
        try:
            return self._passes(tests, timeout)
        finally:
            module.write_bytes(original)

    def _passes(self, tests: list[str], timeout: float | None) -> bool | None:
        (self._overlay.folder / TESTS_FILE).write_text("\n".join(tests), encoding="utf-8")
        run = self._overlay.run(["-m", "pytest", "-x", *PYTEST_OPTIONS, f"@{TESTS_FILE}"], timeout=timeout)
        return None if run.status is None else run.status == 0


def _fastest(package: Package, known: CoverageMap, root: Path) -> tuple[str, str]:
    """A module of the package and the fastest test that executes it."""
    for path in modules(package, root):
        possible = mutations(path, (root / path).read_bytes())
        tests = known.tests_of(possible[0]) if possible else []
        if tests:
            return path, min(tests, key=known.seconds.__getitem__)
    raise RuntimeError(f"No test executes anything of {package.name}.")


def try_all(mutants: Sequence[Mutant], root: Path, jobs: int) -> list[Outcome]:
    """Try mutants, several at a time; each that is known is told on standard error.

    Args:
        mutants: What to try.
        root: The repository.
        jobs: How many at a time; each has a copy of the repository.

    Raises:
        RuntimeError: If the tests cannot be run on a copy.
    """
    packages = [package for package in PACKAGES if any(mutant.package == package for mutant in mutants)]
    with tempfile.TemporaryDirectory(prefix="mutants-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        overlays = [Overlay(root, Path(folder) / str(number)) for number in range(jobs)]
        free: Queue[Overlay] = Queue()
        for overlay in overlays:
            free.put(overlay)
        progress = _Progress(len(mutants))

        def measured(package: Package) -> tuple[str, CoverageMap]:
            overlay = free.get()
            try:
                return package.name, coverage_map(package, root, overlay)
            finally:
                free.put(overlay)

        def tried(mutant: Mutant) -> Outcome:
            overlay = free.get()
            try:
                outcome = Trial(overlay, maps).run(mutant)
            finally:
                free.put(overlay)
            progress.tell(outcome)
            return outcome

        with ThreadPoolExecutor(jobs) as pool:
            try:
                maps = dict(pool.map(measured, packages))
                for package in packages:
                    Trial(overlays[0], maps).check(package)
                return list(pool.map(tried, mutants))
            except BaseException:  # interrupted, say: the pool would wait for what it has begun
                pool.shutdown(wait=False, cancel_futures=True)
                for overlay in overlays:
                    overlay.stop()
                raise


class _Progress:
    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._lock = threading.Lock()

    def tell(self, outcome: Outcome) -> None:
        with self._lock:
            self._done += 1
            print(
                f"{self._done}/{self._total} {outcome.result}, {outcome.tests} tests, {outcome.seconds:.0f} s: "
                f"{described(outcome.mutant.mutation)}",
                file=sys.stderr,
            )


def described(mutation: Mutation) -> str:
    """Say where a mutation is and what it changes, in a line."""
    return f"{mutation.path}:{mutation.lines[0]} {mutation.operator}: {change(mutation)}"


def change(mutation: Mutation) -> str:
    """Say what a mutation changes, shortened to a line."""
    return f"{_short(mutation.before)} → {_short(mutation.after) or 'nothing'}"


def _short(code: str, longest: int = 70) -> str:
    line = " ".join(code.split())
    return line if len(line) <= longest else line[: longest - 1] + "…"


def report(outcomes: Iterable[Outcome]) -> str:
    """Tell in Markdown how many mutants of each package were killed, and which survived."""
    outcomes = list(outcomes)
    rows = [
        _row(package.name, [outcome for outcome in outcomes if outcome.mutant.package == package])
        for package in PACKAGES
    ]
    counts = table(
        ["package", "mutants", "killed", "survived", "of them not covered", "share killed"],
        [row for row in [*rows, _row("all", outcomes)] if row[1] != "0"],
    )
    survivors = [outcome for outcome in outcomes if not outcome.killed]
    survivors.sort(key=lambda outcome: outcome.mutant.mutation)
    lines = [
        f"- `{described(outcome.mutant.mutation).replace('`', chr(39))}`"
        + (" (not covered)" if outcome.result == "not covered" else "")
        for outcome in survivors
    ]
    return "\n".join([counts, *(["", "What survived:", ""] if lines else []), *lines])


def _row(name: str, outcomes: Sequence[Outcome]) -> list[str]:
    killed = sum(outcome.killed for outcome in outcomes)
    uncovered = sum(outcome.result == "not covered" for outcome in outcomes)
    share = f"{killed / len(outcomes):.0%}".replace("%", " %") if outcomes else "–"
    return [name, *map(str, (len(outcomes), killed, len(outcomes) - killed, uncovered)), share]


def as_json(outcomes: Iterable[Outcome], seed: int) -> str:
    """Put everything into JSON, for other programs."""
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
    """Run the command. Returns its exit status."""
    parser = argparse.ArgumentParser(prog="python -m tools.mutants", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("--count", type=int, default=200, help="how many mutants to try (200)")
    parser.add_argument("--seed", type=int, default=1, help="which ones: another number draws others (1)")
    parser.add_argument("--only", metavar="PATH", help="mutants of this module or folder only")
    parser.add_argument("--jobs", type=int, default=2, help="how many at a time (2)")
    parser.add_argument("--list", action="store_true", help="only print the mutants that would be tried")
    options = parser.parse_args()
    mutants = all_mutants(ROOT, options.only)
    if not mutants:
        parser.error(f"--only: nothing in {options.only} can be changed; name a module or folder of a package.")
    chosen = sample(mutants, options.count, options.seed, ROOT)
    if options.list:
        print("\n".join(described(mutant.mutation) for mutant in chosen))
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))  # copies and processes go, as at ctrl+c
    outcomes = try_all(chosen, ROOT, max(1, options.jobs))
    file = ROOT / REPORT
    file.parent.mkdir(exist_ok=True)
    file.write_text(as_json(outcomes, options.seed), encoding="utf-8")
    print(report(outcomes))
    return 0


if __name__ == "__main__":
    sys.exit(main())
