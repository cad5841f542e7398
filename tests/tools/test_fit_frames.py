"""How right a frame is, and what its features weigh."""

from __future__ import annotations

import pytest

from tools.fit_frames import Example, NumberedWords, fit, jaccard

TEXT = "The mayor said that rain fell."


@pytest.mark.parametrize(
    ("spans", "numbers"),
    [
        ([], set()),
        ([(0, 3)], {0}),
        ([(0, 4)], {0}),
        ([(0, 5)], {0, 1}),
        ([(3, 4)], set()),
        ([(5, 6), (20, 30)], {1, 4, 5}),
    ],
)
def test_words_are_numbered_where_spans_touch_them(spans: list[tuple[int, int]], numbers: set[int]) -> None:
    assert NumberedWords(TEXT).inside(spans) == numbers


@pytest.mark.parametrize(
    ("first", "second", "index"),
    [({1, 2}, {1, 2}, 1.0), ({1, 2}, {2, 3}, 1 / 3), ({1}, {2}, 0.0), (set(), set(), 1.0), (set(), {1}, 0.0)],
)
def test_sets_of_words_share_what_is_in_both(first: set[int], second: set[int], index: float) -> None:
    assert jaccard(frozenset(first), frozenset(second)) == pytest.approx(index)


def test_features_weigh_what_they_say_of_a_frame() -> None:
    pytest.importorskip("sklearn")
    right, wrong, half = frozenset({"w=say"}), frozenset({"w=eat"}), frozenset({"w=deny"})
    rare = Example(1.0, frozenset({"w=once"}))
    data = [*[Example(1.0, right), Example(0.0, wrong), Example(0.5, half)] * 30, rare, rare]
    weights = fit(data, inverse_penalty=1.0)
    assert weights["w=say"] > 1
    assert weights["w=eat"] < -1
    assert "w=deny" not in weights, "as often right as wrong"
    assert "w=once" not in weights, "too rare"
    assert fit(data, inverse_penalty=1.0) == weights
