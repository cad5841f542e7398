"""The licences of all packages that requirements.lock names: ``python -m tools.licences`` writes docs/licences.md.

A package that is not installed here, such as one for another system, keeps the line that it has.
"""

from __future__ import annotations

import re
from importlib import metadata
from pathlib import Path

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "licences.md"
NOT_STATED = "not stated in the package"
NOT_INSTALLED = "not installed where this was written"

_PINNED = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)", re.MULTILINE)
_ROW = re.compile(r"^\| (\S+) \| (.+) \|$", re.MULTILINE)
_LONGEST = 60
_ALIKE = {"MIT License": "MIT", "Apache Software License": "Apache-2.0"}
"""What classifiers call a licence → how the same is written today (SPDX)."""
_HEAD = """# Licences

The packages that `requirements.lock` names, and the licences that they state. Written by
`python -m tools.licences`; a test compares it with what is installed.

| package | licence |
|---|---|
"""


def licence(name: str) -> str:
    """Return the licence that an installed package states; raise PackageNotFoundError if it is not installed."""
    facts = metadata.metadata(name).json
    classifiers = [line.rpartition(" :: ")[2] for line in facts.get("classifier", ()) if "License ::" in line]
    first_line = (str(facts.get("license", ""))).strip().partition("\n")[0]
    stated = (
        str(facts.get("license_expression", "")) or ", ".join(sorted(set(classifiers))) or first_line[:_LONGEST]
    )
    # Of a package that is locked in two versions, one may state “MIT” and the other “MIT License”.
    return _ALIKE.get(stated, stated) or NOT_STATED


def locked_packages() -> list[str]:
    """Return the names of all packages in requirements.lock."""
    return sorted(
        {match[1].lower() for match in _PINNED.finditer((ROOT / "requirements.lock").read_text("utf-8"))}
    )


def written_licences() -> dict[str, str]:
    """Return the licences in docs/licences.md by the names of the packages."""
    return dict(_ROW.findall(FILE.read_text("utf-8").removeprefix(_HEAD))) if FILE.exists() else {}


def present_licences() -> dict[str, str]:
    """Return the licences of all packages in the lock, by their names."""
    written = written_licences()
    licences = {}
    for name in locked_packages():
        try:
            licences[name] = licence(name)
        except metadata.PackageNotFoundError:
            licences[name] = written.get(name, NOT_INSTALLED)
    return licences


def main() -> None:
    """Write docs/licences.md."""
    rows = [f"| {name} | {stated} |\n" for name, stated in present_licences().items()]
    FILE.write_text(_HEAD + "".join(rows), encoding="utf-8")


if __name__ == "__main__":
    main()
