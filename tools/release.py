"""Release a version: ``make release VERSION=0.2.0``.

Sets the version, closes the changelog's section, builds wheel and sdist into ``dist/``, installs each into a fresh
environment and reads the seed article with it, and only then commits and tags. What the wheel brings with it is
listed beside it, in the form of CycloneDX. Nothing is pushed or uploaded.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
UNRELEASED = "## [Unreleased]"

_VERSION = re.compile(r"\d+\.\d+\.\d+")
_VERSION_LINE = re.compile(r'^version = "([^"]+)"$', re.MULTILINE)


class ReleaseError(Exception):
    """Why this version cannot be released, as a sentence."""


def set_version(pyproject: str, version: str) -> str:
    """Return the text of pyproject.toml with another version.

    Raises:
        ReleaseError: The version is not of three numbers, or not higher than the present one.
    """
    if not _VERSION.fullmatch(version):
        raise ReleaseError(f"“{version}” is no version; give three numbers: make release VERSION=0.2.0")
    current = _VERSION_LINE.search(pyproject)
    if current is None:
        raise ReleaseError("pyproject.toml has no line with a version.")
    if _numbers(version) < _numbers(current[1]):
        raise ReleaseError(f"{version} is lower than {current[1]}, the version in pyproject.toml.")
    return _VERSION_LINE.sub(f'version = "{version}"', pyproject, count=1)


def close_section(changelog: str, version: str, today: date) -> str:
    """Return the changelog with what was unreleased under the version's own heading.

    Raises:
        ReleaseError: Nothing stands under the heading of what is unreleased.
    """
    before, heading, after = changelog.partition(UNRELEASED)
    if not heading or not after.partition("\n## ")[0].strip():
        raise ReleaseError(f"CHANGELOG.md says nothing under “{UNRELEASED}”.")
    return f"{before}{heading}\n\n## [{version}] - {today.isoformat()}{after}"


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in re.findall(r"\d+", version))


def _run(*command: str | Path, folder: Path = ROOT) -> str:
    """Run a command and return what it printed; raise ReleaseError with its output when it fails."""
    completed = subprocess.run(
        [str(part) for part in command], cwd=folder, capture_output=True, text=True, check=False
    )
    if completed.returncode:
        raise ReleaseError(f"{' '.join(map(str, command))}\n{completed.stdout}{completed.stderr}")
    return completed.stdout


def write_materials(python: Path, file: Path) -> None:
    """Write which packages an environment is made of, with versions and licences, in the form of CycloneDX.

    Args:
        python: The Python of the environment.
        file: What is written, as JSON.
    """
    options = ("--output-reproducible", "--of", "JSON", "-o", file)
    _run(sys.executable, "-m", "cyclonedx_py", "environment", *options, python)


def _try_out(distribution: Path) -> None:
    """Install a wheel or an sdist with its dependencies, and read the seed article with it.

    Of a wheel the packages that were installed are listed beside it.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _run(sys.executable, "-m", "venv", folder / "venv")
        python, archive = folder / "venv" / "bin" / "python", folder / "news"
        _run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", distribution, folder=folder)
        command: list[str | Path] = [python, "-m", "onrecord"]
        _run(*command, "add", "--seed", "--archive", archive, folder=folder)
        if not _run(*command, "quotes", "--archive", archive, folder=folder).strip():
            raise ReleaseError(f"{distribution.name}, installed, finds no quote in the seed article.")
        if distribution.suffix == ".whl":
            write_materials(python, distribution.with_suffix(".cdx.json"))


def release(version: str) -> None:
    """Build, try out, commit and tag a version.

    Raises:
        ReleaseError: The checkout has uncommitted changes, a text does not fit, or a distribution does not work.
    """
    if _run("git", "status", "--porcelain").strip():
        raise ReleaseError("There are uncommitted changes; commit them first.")
    pyproject, changelog = ROOT / "pyproject.toml", ROOT / "CHANGELOG.md"
    texts = {file: file.read_text(encoding="utf-8") for file in (pyproject, changelog)}
    released = {
        pyproject: set_version(texts[pyproject], version),
        changelog: close_section(texts[changelog], version, datetime.now(UTC).date()),
    }
    try:
        for file, text in released.items():
            file.write_text(text, encoding="utf-8")
        _run(sys.executable, "-m", "hatchling", "build", "-d", "dist")
        for distribution in sorted((ROOT / "dist").glob(f"onrecord-{version}*[lz]")):  # .whl, .tar.gz
            _try_out(distribution)
            print(f"{distribution.relative_to(ROOT)}: built, installed and tried")
    except BaseException:
        for file, text in texts.items():
            file.write_text(text, encoding="utf-8")
        raise
    _run("git", "commit", "--quiet", "--message", f"Release {version}", pyproject, changelog)
    _run("git", "tag", "--annotate", f"v{version}", "--message", f"onrecord {version}")
    print(f"Tagged v{version}. To publish: push the commit and the tag, and upload what is in dist/.")


if __name__ == "__main__":
    try:
        release(sys.argv[1] if len(sys.argv) > 1 else "")
    except ReleaseError as error:
        sys.exit(f"release: {error}")
