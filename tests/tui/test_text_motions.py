"""Words and paragraphs, by their exact offsets."""

from __future__ import annotations

import pytest

from onrecord.tui.text.motions import next_word, paragraph_at, previous_word, word_at

TEXT = "The U.S. port’s\nstrike-bound quay.\n\nEnd"
#       0   4    9      16           29     36


@pytest.mark.parametrize(
    ("offset", "start"),
    [(0, 4), (3, 4), (4, 9), (6, 9), (8, 9), (9, 16), (15, 16), (16, 29), (29, 36), (36, 39), (39, 39)],
)
def test_the_next_word_begins_after_the_present_one(offset: int, start: int) -> None:
    assert next_word(TEXT, offset) == start


@pytest.mark.parametrize(
    ("offset", "start"), [(0, 0), (1, 0), (4, 0), (5, 4), (9, 4), (16, 9), (17, 16), (29, 16), (36, 29), (39, 36)]
)
def test_the_previous_word_is_the_one_around_the_offset_or_before_it(offset: int, start: int) -> None:
    assert previous_word(TEXT, offset) == start


def test_without_a_word_the_previous_one_is_the_beginning() -> None:
    assert previous_word("… …", 3) == 0


@pytest.mark.parametrize("gap", [150, 199, 200, 201, 450])
def test_the_previous_word_is_reached_over_any_gap(gap: int) -> None:
    text = f"first second{' ' * gap}third"
    assert previous_word(text, 12 + gap) == 6


@pytest.mark.parametrize("length", [150, 199, 200, 201, 399, 400, 450])
def test_a_word_of_any_length_is_found_from_its_end(length: int) -> None:
    assert previous_word(f"a {'x' * length}", 2 + length) == 2


@pytest.mark.parametrize(
    ("offset", "span"),
    [
        (0, (0, 3)),
        (2, (0, 3)),
        (3, None),
        (4, (4, 7)),
        (7, None),
        (9, (9, 15)),
        (15, None),
        (16, (16, 28)),
        (38, (36, 39)),
    ],
)
def test_the_word_at_an_offset(offset: int, span: tuple[int, int] | None) -> None:
    assert word_at(TEXT, offset) == span


@pytest.mark.parametrize(
    ("offset", "span"), [(0, (0, 15)), (15, (0, 15)), (16, (16, 34)), (35, (35, 35)), (37, (36, 39))]
)
def test_the_paragraph_at_an_offset_is_its_line_without_the_line_break(offset: int, span: tuple[int, int]) -> None:
    assert paragraph_at(TEXT, offset) == span
