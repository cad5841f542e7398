"""What is installed: one name, usable where the user has packages called ``core`` and ``tui`` of their own."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SUBPACKAGES = ["annotation", "archive", "base", "cli", "entry", "export", "ingest", "terminal", "tui"]


def run(*command: str | Path, folder: Path) -> str:
    """Run a command in a folder, without what the tests' own environment points at; return what it printed."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "ONRECORD"))
    }
    completed = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env=environment | {"HOME": str(folder), "XDG_DATA_HOME": str(folder / "data")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert completed.returncode == 0, completed.stdout + completed.stderr
    return completed.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, folder=ROOT)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment with the wheel; its dependencies are those that the tests run with.

    A .pth file adds a folder without reading the .pth files in it, so the checkout that is installed there in
    editable form stays out of sight.
    """
    folder = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", folder, folder=folder)
    python = folder / "bin" / "python"
    site_packages = Path(
        run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", folder=folder).strip()
    )
    (site_packages / "dependencies.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    run(
        sys.executable,
        "-m",
        "pip",
        "--python",
        python,
        "install",
        "--no-deps",
        "--no-index",
        "-q",
        wheel,
        folder=folder,
    )
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A folder with a ``core`` and a ``tui`` of its own, as a Django project may have them."""
    for name in ("core", "tui"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "__init__.py").write_text(f"owner = 'the project, {name}'\n", encoding="utf-8")
    return tmp_path


def test_the_wheel_holds_one_name_with_types_and_resources(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    top_level = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert top_level == {"onrecord"}
    assert {name.split("/")[1] for name in names if name.endswith("/py.typed")} == set(SUBPACKAGES)
    assert "onrecord/resources/styles.tcss" in names
    assert any(name.startswith("onrecord/resources/seeds/") for name in names)
    assert "onrecord/__init__.py" not in names, "a namespace package has none"


def test_spacy_works_beside_a_core_and_a_tui_of_the_projects_own(environment: Path, project: Path) -> None:
    program = """
import core, tui, spacy, onrecord.annotation
nlp = spacy.blank("en")
nlp.add_pipe("sentencizer")
nlp.add_pipe("onrecord_paragraphs", first=True)
print(core.owner, "|", tui.owner, "|", len(list(nlp("It opened. They left.").sents)), onrecord.annotation.__file__)
"""
    printed = run(environment / "bin" / "python", "-c", program, folder=project)
    assert printed.startswith(f"the project, core | the project, tui | 2 {environment}")


def test_the_command_works_beside_a_core_and_a_tui_of_the_projects_own(environment: Path, project: Path) -> None:
    command: list[str | Path] = [environment / "bin" / "onrecord"]
    module: list[str | Path] = [environment / "bin" / "python", "-m", "onrecord"]
    archive: list[str | Path] = ["--archive", project / "news"]
    assert "1 added" in run(*command, "add", "--seed", "--no-annotate", *archive, folder=project)
    assert run(*command, "list", *archive, folder=project) == run(*module, "list", *archive, folder=project) != ""
    text = project / "text.jsonl"
    text.write_text('{"id": "1", "text": "“It opened,” said Ann Lee, the minister."}\n', encoding="utf-8")
    assert '"Ann Lee"' in run(*command, "annotate", text, "--format", "jsonl", folder=project)
