"""What ``make release`` writes into pyproject.toml and CHANGELOG.md."""

from __future__ import annotations

import json
import venv
from datetime import date
from pathlib import Path

import pytest

from tools.release import ReleaseError, close_section, set_version, write_materials

PYPROJECT = '[project]\nname = "onrecord"\nversion = "0.9.1"\n\n[other]\nversion = "7.7.7"\n'
CHANGELOG = "# Changelog\n\n## [Unreleased]\n\n### Added\n\n- A door.\n\n## [0.9.1] - 2026-01-02\n\n- A house.\n"


def test_the_first_version_is_set_and_no_other() -> None:
    assert set_version(PYPROJECT, "0.10.0") == PYPROJECT.replace("0.9.1", "0.10.0")


def test_the_present_version_can_be_released_as_it_stands() -> None:
    assert set_version(PYPROJECT, "0.9.1") == PYPROJECT


@pytest.mark.parametrize("version", ["", "1", "1.2", "1.2.3.4", "v1.2.3", "1.2.x"])
def test_what_is_no_version_of_three_numbers_is_refused(version: str) -> None:
    with pytest.raises(ReleaseError, match="no version"):
        set_version(PYPROJECT, version)


def test_a_lower_version_is_refused_by_its_numbers() -> None:
    with pytest.raises(ReleaseError, match=r"lower than 0\.9\.1"):
        set_version(PYPROJECT, "0.9.0")


def test_what_was_unreleased_gets_the_versions_heading() -> None:
    assert close_section(CHANGELOG, "0.10.0", date(2026, 11, 30)) == (
        "# Changelog\n\n## [Unreleased]\n\n## [0.10.0] - 2026-11-30\n\n### Added\n\n- A door.\n\n"
        "## [0.9.1] - 2026-01-02\n\n- A house.\n"
    )


@pytest.mark.parametrize(
    "changelog", ["# Changelog\n", "# Changelog\n\n## [Unreleased]\n\n## [0.9.1] - 2026-01-02\n\n- A house.\n"]
)
def test_a_release_without_a_change_is_refused(changelog: str) -> None:
    with pytest.raises(ReleaseError, match="says nothing"):
        close_section(changelog, "0.10.0", date(2026, 11, 30))


def test_the_materials_of_an_environment_are_listed_with_version_and_licence(tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv" / "bin" / "python"
    (site_packages,) = (tmp_path / "venv" / "lib").glob("*/site-packages")
    (site_packages / "ferry-1.2.dist-info").mkdir()
    facts = "Metadata-Version: 2.4\nName: ferry\nVersion: 1.2\nLicense-Expression: MIT\n"
    (site_packages / "ferry-1.2.dist-info" / "METADATA").write_text(facts)
    write_materials(python, tmp_path / "ferry.cdx.json")
    materials = json.loads((tmp_path / "ferry.cdx.json").read_text("utf-8"))
    assert materials["bomFormat"] == "CycloneDX"
    (component,) = materials["components"]
    assert (component["name"], component["version"]) == ("ferry", "1.2")
    assert "MIT" in json.dumps(component["licenses"])
