"""What the arguments of commands mean: ids, queries, and what follows them."""

from __future__ import annotations

import logging
import sys
import warnings
from pathlib import Path

import pytest
import typer

from onrecord.archive import Archive, NoSuchArticle
from onrecord.cli import context
from onrecord.cli.context import CommandContext, DeskEntry

NO_DESK = DeskEntry(lambda *_, **__: None, lambda keys: [])


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        (None, None),
        ([], None),
        (["3"], [3]),
        (["3", "4"], [3, 4]),
        (["3,4", "5"], [3, 4, 5]),
        (["3,"], None),
        (["3", "x"], None),
        (["-3"], None),
        ([""], None),
    ],
)
def test_ids_are_whole_numbers(words: list[str] | None, ids: list[int] | None) -> None:
    assert context.ids_of(words) == ids


@pytest.mark.parametrize(
    ("words", "query"), [(None, ""), ([], ""), (["harbour", "-water"], "harbour -water"), (["a b"], "a b")]
)
def test_words_are_a_query_together(words: list[str] | None, query: str) -> None:
    assert context.query_of(words) == query


def test_an_option_is_no_query() -> None:
    with pytest.raises(typer.BadParameter, match="There is no option --frmat; see --help"):
        context.query_of(["harbour", "--frmat"])


@pytest.mark.parametrize(
    ("words", "which", "rest"),
    [
        (["3", "x"], ["3"], ["x"]),
        (["3", "4", "x", "5"], ["3", "4"], ["x", "5"]),
        (["3", "4"], ["3", "4"], []),
        (["tag:x", "y", "z"], ["tag:x"], ["y", "z"]),
        (["tag:x"], ["tag:x"], []),
        ([], [], []),
    ],
)
def test_leading_ids_or_one_query_come_before_the_rest(
    words: list[str], which: list[str], rest: list[str]
) -> None:
    assert context.divided(words) == (which, rest)


def test_articles_are_chosen_by_ids_or_a_query(news: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with Archive.open(news) as archive:
        assert context.chosen(archive, ["2", "1", "2"]) == [2, 1]
        assert context.chosen(archive, ["harbour"]) == [1]
        assert context.chosen(archive, None) == [1, 2]
        assert capsys.readouterr().err == ""
        with pytest.raises(NoSuchArticle):
            context.chosen(archive, ["1", "9"])
        assert context.chosen(archive, ["harbour", "nowhere"]) == []
        assert "nowhere" in capsys.readouterr().err
        assert context.explain_no_match(archive, "nowhere")
        assert not context.explain_no_match(archive, "")


def test_an_archive_is_made_only_where_one_is_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ONRECORD_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(Exception, match="no archive in"):
        CommandContext(NO_DESK, tmp_path / "news").open()
    with CommandContext(NO_DESK, tmp_path / "news").open(create=True) as archive:
        assert archive.search.count() == 0
    with CommandContext(NO_DESK, tmp_path / "news").open() as archive:
        assert archive.search.count() == 0


def test_examples_keep_their_lines() -> None:
    assert context.verbatim("Examples:", "\n    onrecord list\n      onrecord show 1\n  ") == (
        "\b\nExamples:\n  onrecord list\n  onrecord show 1"
    )


def test_warnings_are_shown_to_who_asked_for_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "warnoptions", [])
    root = logging.getLogger()
    handlers = list(root.handlers)
    try:
        with warnings.catch_warnings():
            warnings.resetwarnings()
            context.quiet(debug=True)
            assert warnings.filters == []
            assert root.handlers == handlers
            context.quiet(debug=False)
            assert [each[0] for each in warnings.filters] == ["ignore"]
            assert [type(each) for each in root.handlers[len(handlers) :]] == [logging.NullHandler]
            monkeypatch.setattr(sys, "warnoptions", ["error"])
            warnings.resetwarnings()
            context.quiet(debug=False)
            assert warnings.filters == []
    finally:
        root.handlers[:] = handlers
