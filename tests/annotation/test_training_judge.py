"""Fitting the judge: what is true of a proposal, learning, and figures as the scorer counts."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, cast

import numpy as np
import pytest

from onrecord.annotation.quotes.judge import Judge
from onrecord.annotation.quotes.judge_features import FEATURE_NAMES
from training import judge as training_judge
from training.data import Share
from training.judge import AttributedWords, JudgedArticle, best_choice, figures, fit, outcomes, stored, truths


def words(first: int, last: int) -> frozenset[int]:
    return frozenset(range(first, last))


GOLD = AttributedWords(words(0, 10), words(10, 12))


@pytest.mark.parametrize(
    ("content", "source", "expected"),
    [
        (words(0, 10), words(10, 12), (True, True, True)),
        (words(0, 5), words(10, 12), (True, True, False)),
        (words(0, 4), words(10, 12), (False, False, False)),
        (words(0, 10), words(11, 12), (True, True, True)),
        (words(0, 10), words(20, 22), (True, False, True)),
        (words(0, 10), frozenset(), (True, False, True)),
    ],
)
def test_a_proposal_is_true_as_the_scorer_counts(
    content: frozenset[int], source: frozenset[int], expected: tuple[bool, ...]
) -> None:
    assert truths(AttributedWords(content, source), [GOLD]) == expected


def article(*, right: bool) -> JudgedArticle:
    """Return an article with one proposal, which the first feature gives away."""
    table = np.zeros((1, len(FEATURE_NAMES)), np.float32)
    table[0, 0] = float(right)
    proposal = AttributedWords(words(0, 10) if right else words(20, 30), words(10, 12))
    return JudgedArticle([GOLD], [proposal], table, np.full((1, 3), float(right), np.float32))


ARTICLES = [article(right=number % 2 == 0) for number in range(400)]


@pytest.fixture
def judge(monkeypatch: pytest.MonkeyPatch) -> Judge:
    monkeypatch.setattr(training_judge, "BATCH", 16)
    return replace(fit(ARTICLES), threshold=0.5)


def test_what_tells_the_truth_is_learned(judge: Judge) -> None:
    (right,), (wrong,) = (judge.probabilities(item.table) for item in ARTICLES[:2])
    assert min(right) > 0.9
    assert max(wrong) < 0.1


def test_only_what_is_worth_it_has_an_outcome(judge: Judge) -> None:
    confidences, truth = outcomes(judge, ARTICLES[:4])
    assert truth.tolist() == [1, 1]
    assert min(confidences) > 0.9


def test_weights_are_read_as_they_were_stored(judge: Judge) -> None:
    again = Judge.from_stored(stored(judge))
    table = ARTICLES[0].table
    assert again.probabilities(table) == pytest.approx(judge.probabilities(table), abs=1e-2)


def test_figures_are_f1_of_attributions_contents_and_words() -> None:
    certain = [np.ones((1, 3)), np.ones((1, 3))]
    assert figures(ARTICLES[:2], certain, (1, 0, 0), 0.5) == {"attribution": 50, "content": 50, "exact": 50}
    known = [np.ones((1, 3)), np.zeros((1, 3))]
    assert figures(ARTICLES[:2], known, (1, 0, 0), 0.5)["content"] == pytest.approx(66.67)
    half = ARTICLES[0]._replace(words=[AttributedWords(words(0, 5), words(20, 21))])
    assert figures([half], certain[:1], (1, 0, 0), 0.5) == {"attribution": 0, "content": 100, "exact": 0}


def test_of_thresholds_that_are_as_good_the_lowest_is_taken() -> None:
    probabilities = [np.full((1, 3), 0.9 if number % 2 == 0 else 0.15) for number in range(400)]
    _, threshold = best_choice(ARTICLES, probabilities)
    assert threshold == 0.16


@pytest.mark.parametrize(("text", "share"), [("0/2", [0, 2, 4]), ("1/2", [1, 3]), ("2/3", [2])])
def test_shares_part_the_articles(text: str, share: list[int]) -> None:
    numbers: Any = list(range(5))
    assert cast(Any, Share.parse(text).of(numbers)) == share


@pytest.mark.parametrize("text", ["2/2", "-1/2", "1", "a/b"])
def test_what_is_no_share_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        Share.parse(text)
