"""The ranker: which candidate it chooses, and when none."""

from __future__ import annotations

import math

import pytest

from onrecord.annotation.actors.registry import ActorCluster
from onrecord.annotation.coref.antecedents import AntecedentCandidate, Features
from onrecord.annotation.coref.ranker import NON_PERSON_FACTOR, Ranker, shipped_ranker


def test_the_score_is_the_weighted_sum_of_the_features_that_have_a_weight() -> None:
    ranker = Ranker({"near": 2.0, "bound": -3.0}, 0.5)
    assert ranker.score({"near": 1.5, "bound": 2.0, "unheard of": 9.0}) == 2.0 * 1.5 - 3.0 * 2.0
    assert ranker.score({}) == 0


@pytest.mark.parametrize(
    ("candidates", "threshold", "best"),
    [
        ([{"near": 1.0}, {}], 0.6, 0),
        ([{}, {"near": 1.0}], 0.6, 1),
        ([{"near": 1.0}, {"near": 0.9}], 0.6, None),
        ([], 0.0, None),
        ([{"near": 0.0}], 0.5, 0),
        ([{"near": 0.0}], 0.51, None),
        ([{"near": 0.0}, {"near": 0.0}], 0.3, 0),
    ],
)
def test_the_most_probable_candidate_is_chosen_if_it_reaches_the_threshold(
    candidates: list[Features], threshold: float, best: int | None
) -> None:
    choice = Ranker({"near": 2.0}, threshold).best(candidates)
    assert (choice[0] if choice else None) == best


def test_a_probability_is_the_share_among_the_candidates_and_nobody() -> None:
    probability = math.exp(2) / (1 + math.exp(2) + math.exp(1))
    candidates: list[Features] = [{"near": 1.0}, {"near": 2.0}]
    assert Ranker({"near": 1.0}, probability - 1e-9).best(candidates) == pytest.approx((1, probability))
    assert Ranker({"near": 1.0}, probability + 1e-9).best(candidates) is None


def test_what_was_taken_for_no_person_needs_a_higher_probability() -> None:
    probability = math.exp(2) / (1 + math.exp(2))
    threshold = probability / NON_PERSON_FACTOR
    candidates: list[Features] = [{"near": 1.0, "no person": 1.0}]
    assert Ranker({"near": 2.0}, threshold - 1e-9).best(candidates) == pytest.approx((0, probability))
    assert Ranker({"near": 2.0}, threshold + 1e-9).best(candidates) is None
    assert Ranker({"near": 2.0}, threshold + 1e-9).best([{"near": 1.0}]) == pytest.approx((0, probability))


def test_the_candidate_of_the_best_features_is_chosen() -> None:
    candidates = [
        AntecedentCandidate(ActorCluster("person", "Lee"), {}),
        AntecedentCandidate(ActorCluster("person", "Kim"), {"near": 1.0}),
    ]
    probability = math.exp(2) / (2 + math.exp(2))
    choice = Ranker({"near": 2.0}, 0.5).choose(candidates)
    assert choice is not None
    assert choice[0] is candidates[1]
    assert choice[1] == pytest.approx(probability)
    assert Ranker({"near": 2.0}, 0.9).choose(candidates) is None


def test_the_shipped_weights_know_what_matters() -> None:
    shipped = shipped_ranker()
    assert shipped.weights["gender known"] > shipped.weights["gender unknown"]
    assert shipped.weights["he distance 0"] > shipped.weights["he distance 3"]
    assert shipped.weights["own doer"] < 0
    assert shipped.threshold == 0.35
    assert shipped_ranker() is shipped
