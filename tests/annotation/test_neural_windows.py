"""Windows over a text: where they begin, what they share, and what is each window's own."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.annotation.neural.windows import WINDOW_OVERLAP, WINDOW_SIZE, Window, split_into_windows


@given(st.integers(0, 3000), st.integers(10, 400), st.data())
def test_the_own_parts_of_windows_are_the_whole_text(length: int, size: int, data: st.DataObject) -> None:
    overlap = data.draw(st.integers(0, size // 2))
    breaks = [sorted(data.draw(st.sets(st.integers(0, 3000), max_size=300))) for _ in range(2)]
    windows = split_into_windows(length, breaks, size, overlap)
    own_pieces = [piece for window in windows for piece in range(window.own_start, window.own_end)]
    assert own_pieces == list(range(length))
    assert all(window.end - window.start <= size for window in windows)
    assert all(window.start <= window.own_start <= window.own_end <= window.end for window in windows)


@pytest.mark.parametrize(
    ("length", "windows"),
    [
        (0, []),
        (1, [Window(0, 1, 0, 1)]),
        (10, [Window(0, 10, 0, 10)]),
        (11, [Window(0, 10, 0, 3), Window(1, 11, 3, 11)]),
        (16, [Window(0, 10, 0, 7), Window(6, 16, 7, 16)]),
        (17, [Window(0, 10, 0, 5), Window(4, 14, 5, 8), Window(7, 17, 8, 17)]),
    ],
)
def test_a_text_has_as_few_windows_as_hold_it_spread_evenly(length: int, windows: list[Window]) -> None:
    assert split_into_windows(length, size=10, overlap=4) == windows


@pytest.mark.parametrize(
    ("paragraphs", "sentences", "border"),
    [
        ([], [], 76),
        ([], [75, 90], 75),
        ([80], [75, 90], 80),
        ([80, 79], [], 79),
        ([72], [], 72),
        ([71], [], 76),
        ([88], [], 88),
        ([89], [], 76),
        ([89], [73], 73),
    ],
)
def test_own_parts_begin_with_a_paragraph_or_a_sentence(
    paragraphs: list[int], sentences: list[int], border: int
) -> None:
    windows = split_into_windows(168, (sorted(paragraphs), sentences), size=100, overlap=32)
    assert windows == [Window(0, 100, 0, border), Window(68, 168, border, 168)]


def test_windows_are_of_the_size_the_network_was_trained_on() -> None:
    assert split_into_windows(WINDOW_SIZE) == [Window(0, WINDOW_SIZE, 0, WINDOW_SIZE)]
    first, second = split_into_windows(2 * WINDOW_SIZE - WINDOW_OVERLAP)
    assert (first.end - second.start, second.end) == (WINDOW_OVERLAP, 2 * WINDOW_SIZE - WINDOW_OVERLAP)
    assert len(split_into_windows(2 * WINDOW_SIZE - WINDOW_OVERLAP + 1)) == 3
