"""Config file, environment and argument: which wins, and what a wrong file says."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.base import settings
from onrecord.base.settings import SettingsError


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"ONRECORD_CONFIG": str(tmp_path / "config.toml")}


def write(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.toml").write_text(text, "utf-8")


def test_without_a_file_everything_has_a_value(environment: dict[str, str]) -> None:
    found = settings.load(environment=environment)
    assert found.archive.is_absolute()
    assert (found.model, found.theme, found.keys) == (None, "onrecord-dark", {})


def test_argument_before_environment_before_file(tmp_path: Path, environment: dict[str, str]) -> None:
    write(tmp_path, 'archive = "news"\nmodel = "from_file"\ntheme = "nord"\n[keys]\nsearch = "slash,ctrl+s"\n')
    found = settings.load(environment=environment)
    assert found.archive == tmp_path / "news"
    assert (found.model, found.theme, found.keys) == ("from_file", "nord", {"search": "slash,ctrl+s"})

    environment |= {"ONRECORD_ARCHIVE": "/elsewhere", "ONRECORD_MODEL": "from_environment", "ONRECORD_THEME": ""}
    found = settings.load(environment=environment)
    assert (found.archive, found.model, found.theme) == (Path("/elsewhere"), "from_environment", "nord")
    assert settings.load(Path("/named"), environment=environment).archive == Path("/named")


def test_an_archive_in_the_home_folder_may_be_written_with_a_tilde(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    write(tmp_path, 'archive = "~/news"\n')
    assert settings.load(environment=environment).archive == Path.home() / "news"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("archive = /news", "line 1"),
        ('archve = "/news"', "Did you mean “archive”?"),
        ('zoom = "2"', "It may set archive, model, theme, keys"),
        ("model = 3", "Expected `str`, got `int` - at `$.model`"),
        ('keys = "vim"', "Expected `object`, got `str` - at `$.keys`. It may set"),
        ("[keys]\nsearch = 1", "Expected `str`, got `int` - at `$.keys[...]`"),
    ],
)
def test_a_wrong_file_is_named_with_what_is_wrong(
    tmp_path: Path, environment: dict[str, str], text: str, told: str
) -> None:
    write(tmp_path, text)
    with pytest.raises(SettingsError) as caught:
        settings.load(environment=environment)
    assert told in str(caught.value)
    assert str(tmp_path / "config.toml") in str(caught.value)


def test_a_file_that_is_no_text_is_named(tmp_path: Path, environment: dict[str, str]) -> None:
    (tmp_path / "config.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SettingsError, match="UTF-8"):
        settings.load(environment=environment)


def test_what_comes_with_onrecord_is_found() -> None:
    assert settings.resource("styles.tcss").is_file()
    assert list(settings.resource("seeds").glob("*.txt"))
    with pytest.raises(FileNotFoundError):
        settings.resource("nothing.of.the.kind")
