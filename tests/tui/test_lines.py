"""Cutting, wrapping and marking by columns, for any text."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style

from onrecord.terminal.segments import (
    cut,
    cut_line,
    fit,
    highlight_spans,
    short_date,
    spread,
    wrap,
    wrap_highlighted,
)
from onrecord.terminal.visible_text import visible

PLAIN, MARK = Style(italic=True), Style(bold=True)
WIDTHS = st.integers(1, 60)


def size(line: list[Segment]) -> int:
    return sum(cell_len(segment.text) for segment in line)


def text_of(line: list[Segment]) -> str:
    return "".join(segment.text for segment in line)


@given(st.text("ab \u4e2d"), st.integers(0, 20), st.integers(1, 9), st.integers(1, 12), st.integers(1, 4))
def test_marks_stay_on_their_words_when_lines_are_wrapped(
    text: str, start: int, length: int, width: int, limit: int
) -> None:
    text = " ".join(text.split())
    lines = wrap_highlighted(text, [(start, start + length)], width, limit, PLAIN, MARK)
    assert [text_of(line) for line in lines] == wrap(text, width, limit)
    if "…" not in "".join(map(text_of, lines)):
        hit = "".join(part.text for line in lines for part in line if part.style == MARK)
        assert hit.replace(" ", "") == text[start : start + length].replace(" ", "")


@given(st.text())
def test_nothing_visible_moves_the_terminal(text: str) -> None:
    shown = visible(text)
    assert not any(unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp") for char in shown)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "␛[31mred␛[0m"),
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("a\tb\nc\r\nd\u2028e", "a b c  d e"),
        ("\x7f\x9b2J", "␡\ufffd2J"),
        ("left \u202eright\u202c \u200f", "left \ufffdright\ufffd "),
        ("half \ud800", "half \ufffd"),
        ("[bold]no markup[/]", "[bold]no markup[/]"),
        ("“Kyiv” – 日本 😀", "“Kyiv” – 日本 😀"),
    ],
)
def test_what_stands_for_what_cannot_be_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


@given(st.text(), st.integers(0, 60))
def test_cut_keeps_to_the_width(text: str, width: int) -> None:
    text = visible(text)
    short = cut(text, width)
    assert cell_len(short) <= width
    assert short == text if cell_len(text) <= width else (width == 0 or short.endswith("…"))


@given(st.lists(st.text(max_size=20)), st.integers(0, 60))
def test_a_line_is_cut_as_its_text_would_be(texts: list[str], width: int) -> None:
    line = [Segment(visible(text), PLAIN) for text in texts]
    short = cut_line(line, width)
    assert size(short) <= width
    if size(line) <= width:
        assert text_of(short) == text_of(line)
    elif width:
        assert text_of(short).endswith("…")


@given(st.text(), WIDTHS, st.integers(1, 4))
def test_wrapped_lines_keep_to_the_width_and_lose_nothing_unsaid(text: str, width: int, limit: int) -> None:
    text = visible(text)
    lines = wrap(text, width, limit)
    assert len(lines) <= limit
    wide = any(cell_len(char) > width for char in text)
    assert wide or all(cell_len(line) <= width for line in lines)
    whole = "".join(text.split())
    characters = "".join("".join(lines).split())
    assert characters == whole or characters.endswith("…")


def test_a_long_word_is_broken_and_a_long_text_ends_early() -> None:
    assert wrap("Donaudampfschifffahrt", 10, 3) == ["Donaudampf", "schifffahr", "t"]
    assert wrap("one two three four", 9, 1) == ["one two…"]
    assert wrap("word " * 1_000_000, 10, 2) == ["word word", "word word…"]


@given(st.text(), st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40))))
def test_marking_changes_no_text(text: str, spans: list[tuple[int, int]]) -> None:
    line = highlight_spans(text, sorted(spans), PLAIN, MARK)
    assert text_of(line) == visible(text)


def test_marks_lie_where_they_should_even_after_what_is_not_shown() -> None:
    line = highlight_spans("a\u202eb strike", [(4, 10)], PLAIN, MARK)
    assert [segment.text for segment in line if segment.style == MARK] == ["strike"]


@given(st.lists(st.tuples(st.integers(1, 3), st.text(max_size=12))), WIDTHS)
def test_fit_keeps_to_the_width(parts: list[tuple[int, str]], width: int) -> None:
    assert size(fit([(weight, [Segment(visible(text))]) for weight, text in parts], width)) <= width


def test_the_least_important_goes_first() -> None:
    parts = [(3, [Segment("source")]), (4, [Segment("1 May")]), (1, [Segment("#one")]), (1, [Segment("#two")])]
    assert text_of(fit(parts, 30)) == "source  1 May  #one  #two"
    assert text_of(fit(parts, 24)) == "source  1 May  #one"
    assert text_of(fit(parts, 15)) == "source  1 May"
    assert text_of(fit(parts, 12)) == "1 May"
    assert text_of(fit(parts, 4)) == "1 M…"


def test_beside_puts_the_second_at_the_edge_and_cuts_the_first() -> None:
    assert text_of(spread([Segment("title")], [Segment("★")], 10)) == "title    ★"
    assert text_of(spread([Segment("a long title")], [Segment("★")], 10)) == "a long…  ★"
    assert text_of(spread([Segment("title")], [], 10)) == "title"


@pytest.mark.parametrize(
    ("iso", "short"),
    [
        ("2025-04-16", "16 Apr"),
        ("2021-04-06", "6 Apr 2021"),
        ("2025-04-16T12:00:00+00:00", "16 Apr"),
        ("", ""),
        ("some\x1b day", "some␛ day"),
    ],
)
def test_short_dates(iso: str, short: str) -> None:
    assert short_date(iso, date(2025, 11, 25)) == short
