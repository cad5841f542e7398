"""Lines of a screen at their edges: the last column, the last line, wide characters, and dates."""

from __future__ import annotations

from datetime import date

import pytest
from rich.segment import Segment
from rich.style import Style

from onrecord.base.records import Span
from onrecord.terminal.segments import (
    Line,
    around_first,
    counted,
    cut,
    cut_line,
    fit,
    highlight_spans,
    short_date,
    short_month,
    spread,
    wrap,
    wrap_highlighted,
)

PLAIN, MARK = Style(italic=True), Style(bold=True)


def texts(line: Line) -> list[str]:
    return [segment.text for segment in line]


@pytest.mark.parametrize(
    ("text", "width", "shortened"),
    [
        ("harbour", 7, "harbour"),
        ("harbour", 6, "harbo…"),
        ("old harbour", 5, "old…"),
        ("harbour", 1, "…"),
        ("harbour", 0, ""),
        ("harbour", -1, ""),
        ("", 0, ""),
        ("日本海", 6, "日本海"),
        ("日本海", 5, "日本…"),
        ("日本海", 4, "日…"),
    ],
)
def test_a_text_is_cut_to_the_width(text: str, width: int, shortened: str) -> None:
    assert cut(text, width) == shortened


@pytest.mark.parametrize(
    ("width", "shortened"),
    [
        (9, ["old ", "harb…"]),
        (11, ["old ", "harbour"]),
        (5, ["old ", "…"]),
        (4, ["old…"]),
        (3, ["ol…"]),
        (1, ["…"]),
        (0, []),
    ],
)
def test_a_line_is_cut_in_the_segment_at_its_edge(width: int, shortened: list[str]) -> None:
    line = cut_line([Segment("old ", PLAIN), Segment("harbour", MARK)], width)
    assert texts(line) == shortened
    assert [segment.style for segment in line] == [PLAIN, MARK][: len(shortened)]


def test_a_segment_that_ends_where_the_ellipsis_stands_keeps_its_style() -> None:
    line = cut_line([Segment("old", PLAIN), Segment("harbour", MARK)], 4)
    assert line == [Segment("old", PLAIN), Segment("…", MARK)]


@pytest.mark.parametrize(
    ("text", "width", "limit", "lines"),
    [
        ("one two six", 7, 2, ["one two", "six"]),
        ("a b c d", 5, 2, ["a b c", "d"]),
        ("a b c d", 4, 2, ["a b", "c d"]),
        ("one two six", 6, 3, ["one", "two", "six"]),
        ("one two six", 6, 2, ["one", "two…"]),
        ("one two six", 3, 2, ["one", "tw…"]),
        ("one two six", 11, 1, ["one two six"]),
        ("one", 3, 1, ["one"]),
        ("abcdefg hi", 3, 4, ["abc", "def", "g", "hi"]),
        ("abcdefg hi", 4, 3, ["abcd", "efg", "hi"]),
        ("日本 日本", 4, 2, ["日本", "日本"]),
        ("日本 日本", 9, 1, ["日本 日本"]),
        ("日本 日本", 8, 1, ["日本…"]),
        ("ab", 0, 2, ["a", "b"]),
        ("", 5, 2, []),
    ],
)
def test_words_are_wrapped(text: str, width: int, limit: int, lines: list[str]) -> None:
    assert wrap(text, width, limit) == lines


def test_of_a_text_that_cannot_fit_only_the_beginning_is_read() -> None:
    assert wrap(" " * 8 + "a", 2, 1) == ["a"]
    with_more_than_enough = wrap("a" + " " * 8 + "b", 2, 1)
    assert with_more_than_enough == ["a…"]


@pytest.mark.parametrize(
    ("span", "marked"),
    [
        ((0, 3), [["one"], []]),
        ((2, 5), [["e t"], []]),
        ((4, 11), [["two"], ["six"]]),
        ((7, 8), [[], []]),
        ((8, 9), [[], ["s"]]),
        ((10, 11), [[], ["x"]]),
    ],
)
def test_a_mark_is_on_the_same_words_after_wrapping(span: Span, marked: list[list[str]]) -> None:
    lines = wrap_highlighted("one two six", [span], 7, 2, PLAIN, MARK)
    assert ["".join(texts(line)) for line in lines] == ["one two", "six"]
    assert [[part.text for part in line if part.style == MARK] for line in lines] == marked


@pytest.mark.parametrize(
    ("spans", "parts"),
    [
        ([(0, 3)], [("one", MARK), (" two", PLAIN)]),
        ([(4, 7)], [("one ", PLAIN), ("two", MARK)]),
        ([(4, 99)], [("one ", PLAIN), ("two", MARK)]),
        ([(1, 2), (2, 3)], [("o", PLAIN), ("n", MARK), ("e", MARK), (" two", PLAIN)]),
        ([(0, 3), (2, 5)], [("one", MARK), (" t", MARK), ("wo", PLAIN)]),
        ([(0, 5), (1, 3)], [("one t", MARK), ("wo", PLAIN)]),
        ([(2, 2)], [("one two", PLAIN)]),
        ([], [("one two", PLAIN)]),
    ],
)
def test_spans_are_highlighted_once(spans: list[Span], parts: list[tuple[str, Style]]) -> None:
    assert highlight_spans("one two", spans, PLAIN, MARK) == [Segment(text, style) for text, style in parts]


def test_what_is_highlighted_is_made_visible() -> None:
    line = highlight_spans("\x1ba\x1bb\x1bc", [(2, 4)], PLAIN, MARK)
    assert texts(line) == ["␛a", "␛b", "␛c"]


@pytest.mark.parametrize(
    ("left", "right", "width", "line"),
    [
        ("ab", "z", 4, "ab z"),
        ("ab", "z", 3, "… z"),
        ("ab", "z", 2, " z"),
        ("ab", "", 2, "ab"),
        ("abc", "", 2, "a…"),
        ("日本", "z", 7, "日本  z"),
    ],
)
def test_the_right_part_stands_at_the_edge(left: str, right: str, width: int, line: str) -> None:
    parts = spread([Segment(left)], [Segment(right)] if right else [], width)
    assert "".join(texts(parts)) == line


@pytest.mark.parametrize(
    ("width", "line"),
    [
        (9, "ab · c"),
        (10, "ab · c · d"),
        (6, "ab · c"),
        (5, "ab"),
        (1, "…"),
    ],
)
def test_parts_are_left_out_by_their_weight(width: int, line: str) -> None:
    parts = [(2, [Segment("ab")]), (1, [Segment("c")]), (1, [Segment("d")]), (3, [])]
    assert "".join(texts(fit(parts, width, " · "))) == line


def test_the_gap_is_two_columns() -> None:
    assert texts(fit([(1, [Segment("a")]), (1, [Segment("b")])], 4)) == ["a", "  ", "b"]
    assert texts(fit([(1, [Segment("a")]), (2, [Segment("b")])], 3)) == ["b"]
    assert fit([], 4) == []


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0 notes"), (1, "1 note"), (2, "2 notes"), (1069, "1,069 notes")]
)
def test_a_count_has_its_noun(count: int, words: str) -> None:
    assert counted(count, "note") == words


@pytest.mark.parametrize(
    ("iso", "short"),
    [
        ("2025-01-09", "9 Jan"),
        ("2025-12-31", "31 Dec"),
        ("2024-12-31", "31 Dec 2024"),
        ("2026-01-01", "1 Jan 2026"),
        ("2025-06-15T12:00:00", "15 Jun"),
        ("2025-06-15T99:00:00", "2025-06-15T99:00:00"),
        ("0001-01-01T00:00:00+14:00", "0001-01-01T00:00:00+14:00"),
        ("20250615", "15 Jun"),
        ("no date\x07", "no date␇"),
    ],
)
def test_the_year_of_today_is_left_out(iso: str, short: str) -> None:
    assert short_date(iso, date(2025, 11, 25)) == short


@pytest.mark.parametrize(
    ("iso", "short"),
    [
        ("2024-01", "Jan 2024"),
        ("2024-12", "Dec 2024"),
        ("2024-13", "2024-13"),
        ("2024-00", "2024-00"),
        ("2024-x", "2024-x"),
        ("x-01", "x-01"),
        ("2024", "2024"),
        ("\x1b", "␛"),
    ],
)
def test_a_month_is_named(iso: str, short: str) -> None:
    assert short_month(iso) == short


@pytest.mark.parametrize(
    ("span", "width", "shown"),
    [
        ((0, 3), 20, ("the quiet harbour woke before the strike", [(0, 3)])),
        ((10, 17), 18, ("the quiet harbour woke before the strike", [(10, 17)])),
        ((10, 17), 17, ("…harbour woke before the strike", [(1, 8)])),
        ((34, 40), 20, ("…the strike", [(5, 11)])),
        ((34, 40), 5, ("…strike", [(1, 7)])),
    ],
)
def test_a_text_begins_so_late_that_what_was_sought_is_seen(
    span: tuple[int, int], width: int, shown: tuple[str, list[tuple[int, int]]]
) -> None:
    text = "the quiet harbour woke before the strike"
    around = around_first(text, [span], width)
    assert around == shown
    start, end = around[1][0]
    assert around[0][start:end] == text[slice(*span)]


def test_a_text_without_anything_sought_stays() -> None:
    assert around_first("the quiet harbour", [], 5) == ("the quiet harbour", [])
