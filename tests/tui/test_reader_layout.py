"""Where characters stand: lines, columns, and back."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len
from work_counter import count_calls

from onrecord.terminal.wrapping import LONG, TAB, TextLayout, printable

WIDTHS = st.integers(min_value=4, max_value=90)
# What breaks columns: wide, combining, joined, invisible, right to left, control, half characters, all spaces.
AWKWARD = (
    "漢字、「」カ각😀👍🏽👩‍👧❤️🇺🇦e\u0301\u0327ñ\u200b\u200d\u200f\u202e\u2066\xad\ufeff\u0600אבسم"
    " \t\xa0\u3000\u2003\r\n\x1b\x9b\x00\x7f\ud800-–—/.a1"
)
TEXTS = st.one_of(
    st.text(max_size=300),
    st.text(alphabet=AWKWARD, max_size=300),
    st.text(alphabet="ab \n", max_size=300),
    st.lists(st.text(alphabet="abc漢’", min_size=1, max_size=12), max_size=60).map(" ".join),
)


def rows(text: str, width: int) -> list[str]:
    layout = TextLayout(text, width)
    return [layout.shown(number, line.start, line.end) for number, line in enumerate(layout.lines)]


def is_unseen(text: str) -> bool:
    """Whether there is but white space and what takes no cell."""
    return not any(cell_len(printable(char)) for char in text)


@given(TEXTS, WIDTHS)
def test_lines_fit_and_leave_nothing_out(text: str, width: int) -> None:
    layout = TextLayout(text, width)
    end = 0
    for number, line in enumerate(layout.lines):
        shown = layout.shown(number, line.start, line.end)
        assert line.width == cell_len(shown) <= width
        assert is_unseen(text[end : line.start]), "only what takes no cell may hang unseen"
        end = line.end
    assert is_unseen(text[end:])


@given(TEXTS, WIDTHS)
def test_nothing_reaches_the_terminal_that_could_command_it(text: str, width: int) -> None:
    for shown in rows(text, width):
        shown.encode("utf-8")
        assert not [c for c in shown if unicodedata.category(c) in ("Cc", "Cs", "Zl", "Zp")]
        assert not set(shown) & set(
            "\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufe0f"
        )


@example("\u0300\t", 4)
@given(TEXTS, WIDTHS)
def test_every_offset_has_a_place_and_the_place_leads_back_to_it(text: str, width: int) -> None:
    layout = TextLayout(text, width)
    for offset in range(len(text) + 1):
        number, column = layout.place(offset)
        back = layout.offset_at(number, column)
        assert layout.place(back) == (number, column)
        line = layout.lines[number]
        if line.columns is None or offset >= line.end:
            assert back == offset
        else:  # characters without a cell of their own stand with the one beside them, or with what hangs after them
            assert back <= offset or (line.width == 0 and back == line.end)
            together = [layout.shown(number, at, at + 1) for at in range(back, offset + 1)]
            assert sum(cell_len(shown) > 0 for shown in together) <= 1


@given(TEXTS, WIDTHS)
def test_every_cell_belongs_to_the_character_that_covers_it(text: str, width: int) -> None:
    layout = TextLayout(text, width)
    for number, line in enumerate(layout.lines):
        for column in range(line.width):
            offset = layout.offset_at(number, column)
            assert line.start <= offset < line.end
            assert layout.place(offset)[0] == number
            assert layout.place(offset)[1] <= column


@given(TEXTS, WIDTHS)
def test_places_follow_one_another_as_offsets_do(text: str, width: int) -> None:
    layout = TextLayout(text, width)
    places = [layout.place(offset) for offset in range(len(text) + 1)]
    assert places == sorted(places)


def test_a_line_ends_between_words_and_after_dashes() -> None:
    assert rows("one two three", 8) == ["one two", "three"]
    assert rows("the Franco-German plan", 12) == ["the Franco-", "German plan"]
    assert rows("he left—and came", 8) == ["he left—", "and came"]
    assert rows("at -5 degrees", 4)[1] == "-5"


def test_a_word_longer_than_the_line_is_cut() -> None:
    assert rows("a" * 25, 10) == ["a" * 10, "a" * 10, "a" * 5]


def test_spaces_that_forbid_a_break_are_kept() -> None:
    assert rows("about 20\xa0km away", 8) == ["about", "20\xa0km", "away"]


def test_wide_characters_break_anywhere_but_before_their_closing_marks() -> None:
    assert rows("漢字漢字漢字", 8) == ["漢字漢字", "漢字"]
    assert rows("漢字漢字。漢", 8) == ["漢字漢", "字。漢"]
    assert rows("漢字漢「字」", 8) == ["漢字漢", "「字」"]


def test_tabs_reach_to_the_next_stop() -> None:
    assert rows("a\tb\nlonger\tc", 40) == ["a" + " " * (TAB - 1) + "b", "longer  c"]


def test_controls_are_seen_and_invisible_ones_take_no_cell() -> None:
    assert rows("\x1b[31mred\x1b[0m \x1b]0;title\x07", 40) == ["␛[31mred␛[0m ␛]0;title␇"]
    assert rows("a\u202eb\u200dc\xadd", 40) == ["abcd"]
    assert rows("👍🏽 👩‍👧 ❤️", 40) == ["👍 👩👧 ❤"]
    assert TextLayout("a\u202eb", 40).place(2) == (0, 1)
    assert rows("[bold]x[/] [/]", 40) == ["[bold]x[/] [/]"]


def test_marks_that_combine_stand_with_their_letter() -> None:
    layout = TextLayout("e\u0301x", 40)
    assert [layout.place(offset) for offset in range(4)] == [(0, 0), (0, 0), (0, 1), (0, 2)]


def test_blank_lines_are_one_and_long_paragraphs_are_set_apart() -> None:
    assert rows("a\n\n\n\nb", 40) == ["a", "", "b"]
    long = "word " * (LONG // 4)
    assert TextLayout(f"{long}\nshort", 200).lines[1].width == 0
    assert TextLayout(f"{long}\nshort", 200).is_gap(1)
    assert rows("a poem\nin lines", 40) == ["a poem", "in lines"]


def test_an_empty_text_has_one_empty_line() -> None:
    assert rows("", 40) == [""]
    assert TextLayout("", 40).place(0) == (0, 0)
    assert rows("\n\n", 40) == [""]


LONG_TEXTS = {
    "words": "The minister said, “We shall see,” on Friday. " * 1_000,
    "words and faces": "The minister said, “We shall see 😀” on Friday.\n" * 500,
    "one long word": "x" * 20_000,
    "Japanese": "彼は「明日、会議を開く」と述べた。" * 500,
    "short lines": "line\n" * 2_000,
    "spaces": " " * 20_000 + "x",
    "wide spaces": "é\u0301" + "\u3000" * 5_000 + "x",
}


@pytest.mark.parametrize("name", LONG_TEXTS)
def test_wrapping_twice_the_text_is_at_most_twice_the_work(name: str) -> None:
    text = LONG_TEXTS[name]
    calls = count_calls(lambda: TextLayout(text, 72))
    assert calls < 8 * len(text)
    assert count_calls(lambda: TextLayout(text * 2, 72)) < 2 * calls + 100
