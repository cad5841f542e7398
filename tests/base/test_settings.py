"""Config file, environment and argument: which wins, and what a wrong file says."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from onrecord.base import settings
from onrecord.base.settings import SettingsError


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {"ONRECORD_CONFIG": str(tmp_path / "config.toml")}


def write(tmp_path: Path, text: str) -> None:
    (tmp_path / "config.toml").write_text(text, "utf-8")


def test_without_a_file_everything_has_a_value(environment: dict[str, str]) -> None:
    loaded = settings.load(environment=environment)
    assert loaded.archive.is_absolute()
    assert (loaded.model, loaded.theme, loaded.keys) == (None, "onrecord-dark", {})


def test_files_are_where_the_system_has_them_unless_named() -> None:
    in_system = platformdirs.user_config_path("onrecord") / "config.toml"
    assert settings.config_file({}) == in_system
    assert settings.config_file({"ONRECORD_CONFIG": ""}) == in_system
    assert settings.config_file({"ONRECORD_CONFIG": "~/mine.toml"}) == Path.home() / "mine.toml"


def test_an_archive_that_nobody_named_is_in_the_users_data(environment: dict[str, str]) -> None:
    assert settings.load(environment=environment).archive == platformdirs.user_data_path("onrecord")


def test_a_named_archive_is_found_from_the_working_folder(
    tmp_path: Path, environment: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert settings.load(Path("news"), environment=environment).archive == tmp_path / "news"
    assert settings.load(Path("~/news"), environment=environment).archive == Path.home() / "news"


def test_argument_before_environment_before_file(tmp_path: Path, environment: dict[str, str]) -> None:
    write(tmp_path, 'archive = "news"\nmodel = "from_file"\ntheme = "nord"\n[keys]\nsearch = "slash,ctrl+s"\n')
    loaded = settings.load(environment=environment)
    assert loaded.archive == tmp_path / "news"
    assert (loaded.model, loaded.theme, loaded.keys) == ("from_file", "nord", {"search": "slash,ctrl+s"})

    environment |= {"ONRECORD_ARCHIVE": "/elsewhere", "ONRECORD_MODEL": "from_environment", "ONRECORD_THEME": ""}
    loaded = settings.load(environment=environment)
    assert (loaded.archive, loaded.model, loaded.theme) == (Path("/elsewhere"), "from_environment", "nord")
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
        ('zoom = "2"', "It may set archive, model, theme, line_length, doubtful, keys"),
        ("model = 3", "Expected `str`, got `int` - at `$.model`"),
        ('keys = "vim"', "Expected `object`, got `str` - at `$.keys`. It may set"),
        ("[keys]\nsearch = 1", "Expected `str`, got `int` - at `$.keys[...]`"),
        pytest.param(f"a = {'[' * 900}{']' * 900}", "nested too deeply", id="900 brackets"),
        pytest.param(f"line_length = {'9' * 5000}", "is not valid TOML", id="a number of 5,000 digits"),
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


@pytest.mark.parametrize(("length", "is_refused"), [(1_000_000, False), (1_000_001, True)])
def test_a_file_that_is_too_large_to_be_one_is_named(
    length: int, is_refused: bool, tmp_path: Path, environment: dict[str, str]
) -> None:
    write(tmp_path, "#" * length)
    if is_refused:
        with pytest.raises(SettingsError, match=r"config.toml has more than 1,000,000 characters"):
            settings.load(environment=environment)
    else:
        settings.load(environment=environment)


def test_a_file_that_the_system_will_not_read_is_named_with_its_reason(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    (tmp_path / "config.toml").mkdir()
    with pytest.raises(SettingsError) as caught:
        settings.load(environment=environment)
    assert str(caught.value) == f"The config file {tmp_path / 'config.toml'} cannot be read: Is a directory."


def test_only_a_setting_of_a_like_name_is_proposed(tmp_path: Path, environment: dict[str, str]) -> None:
    write(tmp_path, 'zoom = "2"')
    with pytest.raises(SettingsError) as caught:
        settings.load(environment=environment)
    assert "Did you mean" not in str(caught.value)
    write(tmp_path, 'theme = "nord"\nkyes = "2"')
    with pytest.raises(SettingsError, match=r"Did you mean “keys”\?"):
        settings.load(environment=environment)


def test_what_comes_with_onrecord_is_found() -> None:
    assert settings.resource("styles.tcss").is_file()
    assert list(settings.resource("seeds").glob("*.txt"))
    with pytest.raises(FileNotFoundError, match=r"^onrecord carries no nothing\.of\.the\.kind$"):
        settings.resource("nothing.of.the.kind")


def test_what_is_in_the_package_goes_before_the_checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed, checkout = tmp_path / "package", tmp_path / "checkout"
    monkeypatch.setattr(settings, "_INSTALLED", installed)
    monkeypatch.setattr(settings, "_CHECKOUT", checkout)
    for folder in (checkout, installed):
        (folder / "seeds").mkdir(parents=True)
        assert settings.resource("seeds") == folder / "seeds"


def test_lines_of_text_have_a_length_that_can_be_read(tmp_path: Path, environment: dict[str, str]) -> None:
    assert settings.load(environment=environment).line_length == 72
    write(tmp_path, "line_length = 90")
    assert settings.load(environment=environment).line_length == 90
    write(tmp_path, "line_length = 19")
    with pytest.raises(SettingsError, match="line_length"):
        settings.load(environment=environment)


def test_doubtful_quotes_are_marked_unless_the_file_leaves_them_out(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    assert settings.load(environment=environment).doubtful == "mark"
    write(tmp_path, 'doubtful = "leave out"\n')
    assert settings.load(environment=environment).doubtful == "leave out"
    write(tmp_path, 'doubtful = "hide"\n')
    with pytest.raises(SettingsError, match='doubtful "mark" or "leave out"'):
        settings.load(environment=environment)
