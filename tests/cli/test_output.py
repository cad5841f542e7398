"""What commands print, cell by cell: tables, paragraphs, JSON, and the bar of progress."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest

from onrecord.base.records import Span
from onrecord.cli import output
from onrecord.cli.context import OutputForm
from onrecord.cli.output import TableColumn
from onrecord.terminal.visible_text import VisibleControls

Printed = pytest.CaptureFixture[str]

COLUMNS = (TableColumn("id", right=True), TableColumn("title", share=2), TableColumn("source", share=1))
ROWS = [["7", "Harbour opens again", "Torvik Post"], ["12", "Water", ""]]


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Makes standard output a terminal without colours, so many columns wide."""

    def make(columns: int) -> None:
        monkeypatch.setattr(output, "on_terminal", lambda: True)
        monkeypatch.setenv("COLUMNS", str(columns))
        monkeypatch.setenv("NO_COLOR", "1")
        monkeypatch.setenv("TERM", "dumb")

    return make


@pytest.mark.parametrize(
    ("columns", "lines"),
    [
        (40, ["id  title                source", " 7  Harbour opens again  Torvik Post", "12  Water"]),
        (36, ["id  title                source", " 7  Harbour opens again  Torvik Post", "12  Water"]),
        (35, ["id  title                source", " 7  Harbour opens again  Torvik Po…", "12  Water"]),
        (24, ["id  title         source", " 7  Harbour ope…  Torvi…", "12  Water"]),
        (6, ["id  …  …", " 7  …  …", "12  …"]),
    ],
)
def test_columns_share_the_width(
    terminal: Callable[[int], None], capsys: Printed, columns: int, lines: list[str]
) -> None:
    terminal(columns)
    output.table(COLUMNS, ROWS)
    assert capsys.readouterr().out.splitlines() == lines


def test_rows_beyond_the_first_ones_do_not_change_the_widths(
    terminal: Callable[[int], None], capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(output, "_WINDOW", 2)
    terminal(60)
    output.table(
        [TableColumn("id"), TableColumn("title")], [["1", "short"], ["2", "long er"], ["3", "longer still\x1b"]]
    )
    assert capsys.readouterr().out.splitlines() == ["id  title", "1   short", "2   long er", "3   longer…"]


def test_a_table_without_rows_has_no_heading(terminal: Callable[[int], None], capsys: Printed) -> None:
    terminal(60)
    output.table(COLUMNS, [])
    assert capsys.readouterr().out == ""


def test_in_a_pipe_a_table_has_tabs_and_all_of_its_cells(capsys: Printed) -> None:
    output.table(COLUMNS, [["7", "Harbour\topens\x1b", "x" * 200]])
    assert capsys.readouterr().out == f"7\tHarbour opens␛\t{'x' * 200}\n"


@pytest.mark.parametrize(
    ("columns", "indent", "lines"),
    [
        (200, 0, ["word " * 15 + "word", "word word word word"]),
        (200, 4, ["    " + "word " * 14 + "word", "    " + "word word word word word"]),
        (31, 0, ["word " * 5 + "word", "word " * 5 + "word", "word " * 5 + "word", "word word"]),
        (9, 0, ["word word word word"] * 5),
    ],
)
def test_a_paragraph_is_wrapped_on_a_terminal(
    terminal: Callable[[int], None], capsys: Printed, columns: int, indent: int, lines: list[str]
) -> None:
    terminal(columns)
    output.block("word " * 10, ("word " * 10, "bold"), indent=indent)
    assert capsys.readouterr().out.splitlines() == lines


def test_an_empty_paragraph_is_a_line(terminal: Callable[[int], None], capsys: Printed) -> None:
    terminal(40)
    output.block("")
    assert capsys.readouterr().out == "\n"


def test_in_a_pipe_a_paragraph_is_one_line(capsys: Printed) -> None:
    output.block("word " * 30, ("end", "bold"), indent=2)
    output.line("a", ("b", "bold"), "c")
    assert capsys.readouterr().out == f"  {'word ' * 30}end\nabc\n"


def test_a_long_line_is_not_wrapped_on_a_terminal(terminal: Callable[[int], None], capsys: Printed) -> None:
    terminal(20)
    output.line("word " * 10, ("[end]", "bold"))
    assert capsys.readouterr().out == f"{'word ' * 10}[end]\n"


@pytest.mark.parametrize(
    ("form", "count", "printed"),
    [
        ("json", 0, "[]\n"),
        ("json", 1, '[\n{"id":0}\n]\n'),
        ("json", 2, '[\n{"id":0},\n{"id":1}\n]\n'),
        ("jsonl", 0, ""),
        ("jsonl", 2, '{"id":0}\n{"id":1}\n'),
        ("text", 2, "0 1\n"),
    ],
)
def test_rows_are_printed_in_each_form(capsys: Printed, form: OutputForm, count: int, printed: str) -> None:
    rows: Iterator[output.Row] = ({"id": number} for number in range(count))
    output.emit(rows, form, lambda rows: print(*(row["id"] for row in rows)))
    assert capsys.readouterr().out == printed


def test_json_has_no_control_characters() -> None:
    assert output.to_json(["\x1b\x7f\x9f\xa0é"]) == '["\\u001b\\u007f\\u009f\xa0é"]'


def test_a_complaint_is_made_visible(capsys: Printed) -> None:
    output.complain("none\x1b: there is no such file")
    assert capsys.readouterr() == ("", "none␛: there is no such file\n")


def test_a_file_on_a_terminal_keeps_its_lines() -> None:
    terminal = io.StringIO()
    VisibleControls(terminal).write("a\x1b\n\tb\n")
    assert terminal.getvalue() == "a␛\n b\n"


@pytest.mark.parametrize(
    ("spans", "parts"),
    [
        ([], ["a strike"]),
        ([(2, 8)], ["a ", ("strike", "bold"), ""]),
        ([(0, 1), (2, 4)], ["", ("a", "bold"), " ", ("st", "bold"), "rike"]),
    ],
)
def test_marked_words_are_bold(spans: list[Span], parts: list[str | tuple[str, str]]) -> None:
    assert output.marked("a strike", spans) == parts


def test_a_day_is_short_on_a_terminal_alone(terminal: Callable[[int], None]) -> None:
    today = date.today()
    assert output.day(f"{today.isoformat()}T08:00:00") == today.isoformat()
    terminal(80)
    assert output.day(today.isoformat()).startswith(f"{today.day} ")
    assert output.day("2001-02-03") == "3 Feb 2001"


@pytest.mark.parametrize(
    ("total", "is_terminal", "has_bar"), [(5, True, True), (4, True, False), (5, False, False)]
)
def test_only_many_steps_on_a_terminal_have_a_bar(
    monkeypatch: pytest.MonkeyPatch, total: int, is_terminal: bool, has_bar: bool
) -> None:
    errors = io.StringIO()
    monkeypatch.setattr(errors, "isatty", lambda: is_terminal, raising=False)
    monkeypatch.setattr("sys.stderr", errors)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "100")
    with output.progress("Adding [b]", total) as advance:
        advance()
        advance()
    assert ("Adding [b]" in errors.getvalue()) == has_bar
    assert (f"2/{total}" in errors.getvalue()) == has_bar
    assert bool(re.search(r"\d\.\d/s", errors.getvalue())) == has_bar
