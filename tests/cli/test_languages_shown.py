"""What the commands say of articles in languages that are not read."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from command_sample import Run

from onrecord.archive import Archive

GERMAN = (
    "Der Hafen bleibt bis Montag geschlossen. Das sagte die Bürgermeisterin am Abend nach der Sitzung des Rates."
)
REASON = "In German; onrecord finds quotes and actors only in English."


@pytest.fixture
def german(onrecord: Run, news: Path, tmp_path: Path) -> Path:
    """The archive with a third article, in German."""
    file = tmp_path / "hafen.txt"
    file.write_text(GERMAN, "utf-8")
    assert onrecord("add", file).status == 0
    return news


def test_adding_tells_the_language_and_does_not_read(onrecord: Run, german: Path) -> None:
    with Archive.open(german) as archive:
        article = archive.articles.get(3)
        assert (article.language, article.annotator) == ("de", "")
        assert archive.annotations.get(3) is None
    rows = json.loads(onrecord("list", "lang:de", "--format", "json").out)
    assert [(row["id"], row["language"]) for row in rows] == [(3, "de")]


def test_an_option_gives_the_language(onrecord: Run, tmp_path: Path) -> None:
    file = tmp_path / "short.txt"
    file.write_text("Hafen zu.", "utf-8")
    onrecord("add", file, "--language", "German")
    assert json.loads(onrecord("show", "1", "--format", "json").out)[0]["language"] == "de"
    refused = onrecord("add", file, "--language", "Klingonish")
    assert refused.status == 2
    assert "“Klingonish” is no language; write it as de or German." in refused.err


def test_show_quotes_and_doctor_say_why_there_is_nothing(onrecord: Run, german: Path) -> None:
    assert REASON in onrecord("show", "3").out
    assert REASON not in onrecord("show", "1").out
    assert onrecord("quotes", "3").err == f"Article 3: {REASON}\n"
    assert onrecord("quotes", "lang:de").err == f"No quotes match.\n1 article not annotated. {REASON}\n"
    assert onrecord("quotes").err == f"1 article not annotated. {REASON}\n"
    assert onrecord("quotes", "1").err == ""
    doctor = onrecord("doctor").out
    assert re.search(rf"unsupported +1 article\. {re.escape(REASON)}", doctor)
    assert re.search(r"not annotated +2", doctor)


def test_texts_that_pass_through_say_it_too(onrecord: Run) -> None:
    ran = onrecord("annotate", "-", "--format", "jsonl", stdin=json.dumps({"id": "h", "text": GERMAN}))
    row = json.loads(ran.out)
    assert (row["language"], row["attributions"], row["entities"]) == ("de", [], [])
    assert ran.err == f"h: {REASON}\n"
