"""The file that something is exported to: what its name says, and whether it may be written."""

from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.export import FORMATS
from onrecord.tui.model.export_file import (
    DOSSIER_ENDINGS,
    ExportFileError,
    article_endings,
    export_format,
    free_name,
    require_new,
)


def test_the_ending_says_the_format_of_each_file() -> None:
    endings = article_endings()
    assert {name for name, form in FORMATS.items() if form.shape != "folder"} == set(endings.values())
    assert [export_format(Path(f"a{ending}"), endings) for ending in endings] == list(endings.values())
    assert export_format(Path("A.CSL.JSON"), endings) == "csl"
    assert export_format(Path("a.ftm.jsonl"), endings) == "ftm"


def test_a_name_without_an_ending_says_nothing() -> None:
    with pytest.raises(ExportFileError, match=r"“x.doc” does not say .* end it with .md, .csv or .jsonl."):
        export_format(Path("folder/x.doc"), DOSSIER_ENDINGS)


def test_a_file_that_exists_is_refused(tmp_path: Path) -> None:
    require_new(tmp_path / "new.csv")
    (tmp_path / "new.csv").touch()
    with pytest.raises(ExportFileError, match="exists already"):
        require_new(tmp_path / "new.csv")


def test_a_name_that_is_free_is_offered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert free_name("articles", ".csl.json") == "articles.csl.json"
    (tmp_path / "articles.csl.json").touch()
    (tmp_path / "articles-2.csl.json").touch()
    assert free_name("articles", ".csl.json") == "articles-3.csl.json"
