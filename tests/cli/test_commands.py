"""What holds for all commands, in one process: which archive, errors in a sentence, interrupts, doctor and help."""

from __future__ import annotations

import json
import re
import signal
import sys
from pathlib import Path

import pytest
from command_sample import HARBOUR, FakeEngine, Run

from onrecord.archive import Archive
from onrecord.archive.parts.article_search import ArticleSearch
from onrecord.base.records import Annotation, Draft, hash_text
from onrecord.cli import KEYS
from onrecord.cli.annotate import EngineChoice, annotate_stored
from onrecord.entry import main as entry
from onrecord.tui.looks.keymap import ACTIONS


def test_archive_is_chosen_before_and_after_the_command(onrecord: Run, news: Path, tmp_path: Path) -> None:
    onrecord("add", "-", "--no-annotate", "--archive", tmp_path / "other", stdin="Only here.\n\nA text.")
    assert "Only here." in onrecord("list", "--archive", tmp_path / "other").out
    assert "Only here." in onrecord("--archive", tmp_path / "other", "list").out
    assert "Only here." not in onrecord("list").out


def test_looking_makes_no_archive(onrecord: Run, tmp_path: Path) -> None:
    ran = onrecord("list", "--archive", tmp_path / "nowhere")
    assert ran.status == 1
    assert str(tmp_path / "nowhere") in ran.err
    assert not (tmp_path / "nowhere").exists()


def test_what_is_no_archive_is_named(onrecord: Run, tmp_path: Path) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "archive.db").write_text("Not a database, " * 100)
    for command in (["list"], ["add", "-", "--no-annotate"]):
        ran = onrecord(*command, stdin="A text.")
        assert ran.status == 1
        assert str(tmp_path / "news" / "archive.db") in ran.err
        assert "Traceback" not in ran.err


def test_debug_shows_where_an_error_came_from(
    onrecord: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from onrecord.archive import ArchiveError

    for arguments in (["--debug", "list"], ["list", "--debug"]):
        monkeypatch.setattr(sys, "argv", ["onrecord", *arguments])
        with pytest.raises(ArchiveError):
            entry.main()


def test_an_error_of_its_own_is_a_sentence(onrecord: Run, news: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("\x1b[2Jno")

    monkeypatch.setattr(ArticleSearch, "ids", fail)
    ran = onrecord("list")
    assert (ran.status, ran.err) == (
        1,
        "onrecord: An internal error, RuntimeError: ␛[2Jno. With --debug there is a traceback.\n",
    )


def test_interrupted_while_it_reads_it_stores_what_it_has_read(
    onrecord: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.txt").write_text(HARBOUR)
    (tmp_path / "b.md").write_text("Never read.")

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("onrecord.ingest.readers.markdown.read", interrupt)
    ran = onrecord("add", tmp_path / "a.txt", tmp_path / "b.md")
    assert ran.status == 130
    assert "1 added" in ran.out
    assert onrecord("list").out.startswith("1\t")


def test_an_interrupted_command_says_that_stored_articles_stay(
    onrecord: Run, news: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(ArticleSearch, "ids", interrupt)
    ran = onrecord("list")
    assert ran.status == 130
    assert "what is stored already stays stored" in ran.err


def test_doctor_tells_of_the_archive(onrecord: Run, news: Path) -> None:
    ran = onrecord("doctor")
    assert ran.status == 0, ran.out
    assert str(news / "archive.db") in ran.out
    assert re.search(r"annotator +\d+ en_core_web\w+ .*loads", ran.out)
    assert re.search(r"not annotated +2", ran.out)
    assert re.search(r"problems +none", ran.out)
    facts = {row["name"]: row["value"] for row in json.loads(onrecord("doctor", "--format", "json").out)}
    assert facts["articles"] == 2


def test_doctor_names_problems(onrecord: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "news").mkdir()
    (tmp_path / "news" / "archive.db").write_text("Not a database, " * 100)
    monkeypatch.setenv("ONRECORD_MODEL", "no_such_model")
    ran = onrecord("doctor")
    assert ran.status == 1
    assert ran.out.count("problem ") == 2
    assert "no_such_model" in ran.out


def test_version_and_help(onrecord: Run) -> None:
    from onrecord.cli import COMMAND_ORDER

    assert re.fullmatch(r"onrecord \d+\.\d+\.\d+\n", onrecord("--version").out)
    overview = onrecord("--help").out
    commands = re.findall(
        r"^  ([\w-]+)  +\S", overview.partition("Commands:")[2].partition("Keys")[0], re.MULTILINE
    )
    assert commands == COMMAND_ORDER
    for name in commands:
        text = onrecord(name, "--help").out
        assert re.search(rf"Examples:\n +(.*\| )?onrecord {name}\b", text), text
        assert "--archive DIR" in text


def test_the_keys_to_begin_with_are_keys_of_the_desk() -> None:
    names = {"]": "right_square_bracket", "[": "left_square_bracket", "/": "slash", "?": "question_mark"}
    default_keys = {key for action in ACTIONS for key in action.keys.split(",")}
    for keys, _ in KEYS:
        for key in keys.split():
            assert names.get(key, key.lower() if len(key) > 1 else key) in default_keys


def test_the_desk_needs_a_terminal(onrecord: Run) -> None:
    for arguments in ([], ["--archive", "x"], ["--debug"]):
        ran = onrecord(*arguments)
        assert ran.status == 2
        assert "terminal" in ran.err


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_an_interrupt_that_python_loses_is_heeded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Going:
        def __del__(self) -> None:  # what is raised here is printed, and forgotten
            signal.raise_signal(signal.SIGINT)

    def outcome(text: str) -> Annotation:
        Going()
        return Annotation(text_hash=hash_text(text), annotator="test")

    monkeypatch.setattr("onrecord.cli.annotate.open_engine", lambda *_: FakeEngine(outcome))
    with Archive.open(tmp_path / "news") as archive:
        ids = [archive.articles.add(Draft(title=str(number), text=f"Text {number}.")).id for number in range(3)]
        with pytest.raises(KeyboardInterrupt):
            annotate_stored(archive, ids, EngineChoice(None))
        assert archive.maintenance.statistics().annotated == 1


@pytest.mark.parametrize(("very_many", "calls"), [(3, ["together"]), (4, [])])
def test_the_indexes_are_put_together_after_very_many_annotations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, very_many: int, calls: list[str]
) -> None:
    def outcome(text: str) -> Annotation:
        return Annotation(text_hash=hash_text(text), annotator="test", language="en")

    monkeypatch.setattr("onrecord.cli.annotate.open_engine", lambda *_: FakeEngine(outcome))
    monkeypatch.setattr("onrecord.cli.annotate._VERY_MANY", very_many)
    made: list[str] = []
    with Archive.open(tmp_path / "news") as archive:
        monkeypatch.setattr(archive.maintenance, "put_indexes_together", lambda _: made.append("together"))
        ids = [archive.articles.add(Draft(title=str(number), text=f"Text {number}.")).id for number in range(3)]
        annotate_stored(archive, ids, EngineChoice(None))
    assert made == calls
