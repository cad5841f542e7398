"""Where lines of a page begin and end, and the column of every character on them."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from onrecord.terminal.wrapping import LONG, TAB, PageLine, TextLayout, _pattern, column_of, printable

FAMILY = "\U0001f468\u200d\U0001f469"
SKIN = "\U0001f44d\U0001f3fd"


def lines(text: str, width: int) -> list[str]:
    layout = TextLayout(text, width)
    return [layout.shown(number, line.start, line.end) for number, line in enumerate(layout.lines)]


@pytest.mark.parametrize(
    ("text", "width", "expected"),
    [
        ("one two", 7, ["one two"]),
        ("one two", 6, ["one", "two"]),
        ("one  two", 6, ["one", "two"]),
        ("abcdefgh", 4, ["abcd", "efgh"]),
        ("abcde", 4, ["abcd", "e"]),
        ("abc", 1, ["abc"]),
        ("abcde", 3, ["abcd", "e"]),
        ("well-known", 5, ["well-", "known"]),
        ("well-known", 4, ["well", "-", "know", "n"]),
        ("and/or", 5, ["and/", "or"]),
        ("2020–21", 5, ["2020–", "21"]),
        ("yes—but", 5, ["yes—", "but"]),
        ("- item", 5, ["-", "item"]),
        ("日本日本", 4, ["日本", "日本"]),
        ("日本日本", 5, ["日本", "日本"]),
        ("日本「海", 7, ["日本", "「海"]),
        ("日本海。川", 6, ["日本", "海。川"]),
        ("a日b日", 4, ["a日", "b日"]),
        ("", 9, [""]),
    ],
)
def test_lines_break_where_they_may(text: str, width: int, expected: list[str]) -> None:
    assert lines(text, width) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("one\ntwo", ["one", "two"]),
        ("one\n\ntwo", ["one", "", "two"]),
        ("one\n\n \n\ntwo", ["one", "", "two"]),
        ("\n\none", ["", "one"]),
        ("one\n", ["one"]),
        ("one\r\ntwo", ["one", "two"]),
        ("one\rtwo\vsix\ften", ["one", "two", "six", "ten"]),
        ("one\x85two\u2028six\u2029ten", ["one", "two", "six", "ten"]),
        (" \n", [""]),
    ],
)
def test_lines_of_the_text_stay_lines(text: str, expected: list[str]) -> None:
    assert lines(text, 40) == expected


@pytest.mark.parametrize(
    ("above", "below", "has_gap"),
    [(LONG, LONG, False), (LONG + 1, 1, True), (1, LONG + 1, True), (LONG + 1, LONG + 1, True)],
)
def test_a_gap_stands_between_paragraphs(above: int, below: int, has_gap: bool) -> None:
    layout = TextLayout(f"{'a' * above}\n{'b' * below}", 200)
    assert len(layout.lines) == (3 if has_gap else 2)
    assert [layout.is_gap(number) for number in range(len(layout.lines))] == (
        [False, True, False] if has_gap else [False, False]
    )
    assert not layout.is_gap(-1)
    assert not layout.is_gap(len(layout.lines))


def test_a_first_line_has_no_gap_before_it() -> None:
    assert TextLayout("a" * (LONG + 1), 200).lines == [PageLine(0, LONG + 1)]


@pytest.mark.parametrize(
    ("offset", "place"),
    [(-5, (0, 0)), (0, (0, 0)), (2, (0, 2)), (3, (0, 3)), (4, (0, 4)), (5, (1, 0)), (8, (1, 3)), (99, (1, 3))],
)
def test_an_offset_has_a_line_and_a_column(offset: int, place: tuple[int, int]) -> None:
    assert TextLayout("one  two", 6).place(offset) == place


@pytest.mark.parametrize(
    ("number", "column", "offset"),
    [
        (0, -1, 0),
        (0, 0, 0),
        (0, 2, 2),
        (0, 3, 3),
        (0, 4, 4),
        (0, 9, 4),
        (1, 0, 5),
        (1, 2, 7),
        (1, 3, 8),
        (1, 9, 8),
    ],
)
def test_a_cell_has_an_offset(number: int, column: int, offset: int) -> None:
    assert TextLayout("one  two", 6).offset_at(number, column) == offset


@pytest.mark.parametrize(
    ("column", "offset"), [(-3, 0), (0, 0), (1, 1), (2, 1), (3, 2), (4, 3), (5, 3), (6, 4), (9, 4)]
)
def test_both_cells_of_a_wide_character_are_its_own(column: int, offset: int) -> None:
    layout = TextLayout("a日b海", 9)
    assert layout.lines == [PageLine(0, 4, (0, 1, 3, 4, 6))]
    assert layout.lines[0].width == 6
    assert layout.offset_at(0, column) == offset
    assert [column_of(layout.lines[0], index) for index in range(6)] == [0, 1, 3, 4, 6, 7]


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("\u200bab", (0, 0, 1, 2)),
        ("a\u200bb", (0, 0, 1, 2)),
        ("a\xadb", (0, 0, 1, 2)),
        ("a\ufe0fb", (0, 0, 1, 2)),
        ("a\U000e0100b", (0, 0, 1, 2)),
        ("a\x1bb", (0, 1, 2, 3)),
        ("a\ud800b", (0, 1, 2, 3)),
        ("日\u200d本", (0, 0, 2, 4)),
        (SKIN, (0, 0, 2)),
        ("日\U0001f3fb", (0, 0, 2)),
        ("日\U0001f3ff", (0, 0, 2)),
        ("日\ufe00", (0, 0, 2)),
        ("日\U000e01ef", (0, 0, 2)),
        (FAMILY, (0, 0, 2, 4)),
    ],
)
def test_what_is_not_seen_takes_no_cell(text: str, columns: tuple[int, ...]) -> None:
    assert TextLayout(text, 20).lines == [PageLine(0, len(text), columns)]


@pytest.mark.parametrize(
    ("text", "columns"),
    [("\ta", (0, TAB, TAB + 1)), ("abc\td", (0, 1, 2, 3, TAB, TAB + 1)), ("a" * TAB + "\tb", None)],
)
def test_a_tab_goes_to_the_next_stop(text: str, columns: tuple[int, ...] | None) -> None:
    layout = TextLayout(text, 40)
    assert layout.lines[0].columns == (columns or (*range(TAB), TAB, 2 * TAB, 2 * TAB + 1))
    assert layout.shown(0, 0, len(text)) == text.expandtabs(TAB)


def test_a_line_of_invisible_characters_is_empty() -> None:
    assert TextLayout("\u200b\u200b", 20).lines == [PageLine(0, 0)]


def test_a_part_of_a_line_is_shown() -> None:
    layout = TextLayout("one 日\t\x1b\u200bz", 40)
    assert layout.shown(0, 4, 9) == "日  ␛z"
    assert layout.shown(0, 6, 7) == "␛"
    assert TextLayout("one two", 40).shown(0, 4, 7) == "two"


def test_the_lines_of_a_wrapped_wide_text_begin_in_the_first_column() -> None:
    layout = TextLayout("日本 海x", 4)
    assert layout.lines == [PageLine(0, 2, (0, 2, 4)), PageLine(3, 5, (0, 2, 3))]
    assert layout.place(4) == (1, 2)
    assert layout.place(2) == (0, 4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a  b\n c", "a b c"), ("a\x1bb", "a␛b"), ("a\u200bb", "ab"), ("\x9b\ud800", "\ufffd\ufffd")],
)
def test_a_text_is_printable_on_one_line(text: str, expected: str) -> None:
    assert printable(text) == expected


@pytest.mark.parametrize("space", ["\u2003", "\u3000", "\t"])
def test_a_line_breaks_at_any_space(space: str) -> None:
    assert [(line.start, line.end) for line in TextLayout(f"ab{space}cdef", 5).lines] == [(0, 2), (3, 7)]


@given(st.text(alphabet="abé -–/", min_size=5, max_size=120), st.integers(4, 30))
def test_lines_of_plain_and_of_wide_characters_end_alike(words: str, width: int) -> None:
    assume(len(words) > width and not words.isspace())
    plain_lines = [(line.start, line.end) for line in TextLayout(words, width).lines]
    assert plain_lines == [(match.start(), match.start(1)) for match in _pattern(width).finditer(words)]


@pytest.mark.parametrize("space", ["\u202f", "\u2007", "\xa0"])
def test_a_line_does_not_break_at_a_space_that_forbids_it(space: str) -> None:
    assert [(line.start, line.end) for line in TextLayout(f"ab{space}cd", 4).lines] == [(0, 4), (4, 5)]
