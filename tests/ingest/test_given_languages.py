"""The language of what is read: as file or page give it, else told from the text."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from onrecord import ingest

GERMAN = (
    "Der Hafen bleibt bis Montag geschlossen. Das sagte die Bürgermeisterin am Abend nach der Sitzung des Rates."
)
SHORT = "Hafen zu."


def languages(path: Path, text: str) -> list[str]:
    path.write_text(text, "utf-8")
    return [draft.language for draft in ingest.read(path)]


def test_what_is_given_nowhere_is_told_from_the_text(tmp_path: Path) -> None:
    assert languages(tmp_path / "a.txt", GERMAN) == ["de"]
    assert languages(tmp_path / "b.txt", SHORT) == [""]


def test_lines_of_json_give_it(tmp_path: Path) -> None:
    rows: list[dict[str, object]] = [
        {"text": SHORT, "language": "de"},
        {"text": SHORT, "lang": "de-AT"},
        {"text": SHORT, "language": "German"},
        {"text": SHORT, "language": ["de"]},
        {"text": GERMAN, "language": "no such language"},
        {"text": GERMAN, "language": "nl"},
    ]
    lines = "\n".join(map(json.dumps, rows))
    assert languages(tmp_path / "a.jsonl", lines) == ["de", "de", "de", "de", "de", "nl"]


def test_front_matter_gives_it(tmp_path: Path) -> None:
    assert languages(tmp_path / "a.md", f"---\nlang: de\n---\n{SHORT}\n") == ["de"]
    assert languages(tmp_path / "b.md", f"---\nlanguage: fr_FR\n---\n{SHORT}\n") == ["fr"]
    assert languages(tmp_path / "c.md", f"---\ntitle: Hafen\n---\n{SHORT}\n") == [""]


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ('<html lang="de-DE">', "de"),
        ("<html dir=ltr lang=fr>", "fr"),
        ("<HTML LANG='it'>", "it"),
        ("<html>", "de"),
    ],
)
def test_a_page_gives_it(tmp_path: Path, tag: str, language: str) -> None:
    page = (
        f"<!doctype html>{tag}<head><title>Hafen</title></head><body><article><p>{GERMAN * 3}</p></article></body>"
    )
    assert languages(tmp_path / "a.html", page) == [language]
