"""Learning the weights of pronouns: rare features, folds and figures."""

from __future__ import annotations

from training.pronouns import FIXED_WEIGHTS, Case, choose, cross_validate, learn, tally


def case(answers: tuple[bool, bool], *, feminine: bool = False) -> Case:
    """Two candidates, A as subject and B as object; ``answers`` says which of them the pronoun refers to."""
    return Case(feminine, answers, [{"subject": 1.0}, {"object": 1.0}], ({0}, {1}))


CASES = [case((True, False), feminine=number % 2 == 0) for number in range(40)]


def test_what_tells_the_answer_gets_the_weight() -> None:
    weights = learn(CASES)
    assert weights["subject"] > 0.5 > 0 > weights["object"]
    assert weights.items() >= FIXED_WEIGHTS.items()
    assert choose(CASES, weights, threshold=0.35) == [0] * len(CASES)


def test_what_is_rare_gets_no_weight() -> None:
    assert "subject" not in learn(CASES[:5])


def test_nobody_is_chosen_where_the_names_are_never_meant() -> None:
    neither = [case((False, False)) for _ in range(40)]
    assert choose(neither, learn(neither), threshold=0.35) == [None] * len(neither)


def test_figures_as_gap_defines_them() -> None:
    two = [case((True, False), feminine=True), case((True, False))]
    assert tally(two, [0, 0]) == "P 100.0  R 100.0  F1 100.0  bias 1.000"
    assert tally(two, [0, 1]).startswith("P 50.0  R 50.0  F1 50.0")
    assert tally(two, [0, None]).startswith("P 100.0  R 50.0  F1 66.7")


def test_folds_are_measured_with_weights_of_the_others() -> None:
    assert cross_validate(CASES) == "P 100.0  R 100.0  F1 100.0  bias 1.000"
