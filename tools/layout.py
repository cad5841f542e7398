"""Where packages and their tests are, for all tools that go through sources and tests."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Package:
    """A part of onrecord that has tests of its own.

    Args:
        name: Its name in reports.
        sources: Folders of its modules, relative to the root of the repository.
        tests: Folder of its tests.
    """

    name: str
    sources: tuple[str, ...]
    tests: str


IMPORT_ROOTS = ("core", "tui")
"""Folders that have to be on Python's path, relative to the root of the repository."""

PACKAGES = (
    Package("annotation", ("core/onrecord/annotation",), "tests/annotation"),
    Package("archive", ("core/onrecord/archive",), "tests/archive"),
    Package("base", ("core/onrecord/base",), "tests/base"),
    Package("ingest", ("core/onrecord/ingest",), "tests/ingest"),
    Package("export", ("core/onrecord/export",), "tests/export"),
    Package("commands", ("tui/onrecord/cli", "tui/onrecord/entry"), "tests/cli"),
    Package("desk", ("tui/onrecord/tui", "tui/onrecord/terminal"), "tests/tui"),
)


def modules(package: Package, root: Path) -> list[str]:
    """Return the modules of a package as paths relative to root, in alphabetical order."""
    paths = {path for folder in package.sources for path in (root / folder).rglob("*.py")}
    return sorted(path.relative_to(root).as_posix() for path in paths)
