"""What commands print on a terminal, where a pipe would get whole lines with tabs."""

from __future__ import annotations

from pathlib import Path

import pytest
from command_sample import Run

from onrecord.cli import articles, output, stats


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (output, articles, stats):
        monkeypatch.setattr(module, "on_terminal", lambda: True)
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "dumb")


@pytest.mark.usefixtures("news")
def test_a_match_stands_under_its_title(onrecord: Run) -> None:
    lines = onrecord("search", "grow").out.splitlines()
    assert lines[0] == "     1  Harbour opens again  16 Apr 2021  Torvik Post"
    assert all(line.startswith(" " * 8) and line[8] != " " for line in lines[1:])
    assert "trade will grow." in " ".join(line.strip() for line in lines[1:])


@pytest.mark.usefixtures("news")
def test_what_is_not_known_of_an_article_leaves_no_gap(onrecord: Run) -> None:
    [title, *_] = onrecord("search", "scarce").out.splitlines()
    assert title == "     2  Water [red]scarce␛[0m  15 Apr 2021"


def test_articles_are_parted(onrecord: Run, news: Path) -> None:
    whole = onrecord("show", "1", "2").out
    first, second = onrecord("show", "1").out, onrecord("show", "2").out
    assert whole.startswith(first)
    assert whole.endswith(second)
    assert len(whole) > len(first) + len(second)


@pytest.mark.usefixtures("news")
def test_statistics_name_articles_without_a_source(onrecord: Run) -> None:
    lines = onrecord("stats").out.splitlines()
    sources = lines[lines.index("Sources") + 2 : lines.index("Months") - 1]
    assert sorted(row.split("  ")[0] for row in sources) == ["Torvik Post", "no source"]
