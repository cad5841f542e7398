"""Which quotes count as right, wrong or open when doubt is measured."""

from __future__ import annotations

from typing import Any

import pytest

from benchmarks.trust import has_right_speaker, is_left_open, reliability_section
from onrecord.base.records import Attribution
from training.speakers import ScoredSpeaker, cross_validated, learn, probability

NAMES = {"a1": "Ann Lee", "a2": "Bo Dahl"}


def said_by(*speakers: str) -> Attribution:
    return Attribution(source=[], cue=[], content=[(0, 1)], kind="direct", speaker=list(speakers))


@pytest.mark.parametrize(
    ("item", "speakers", "is_right"),
    [
        ({"speaker": ["Ann Lee"]}, ["a1"], True),
        ({"speaker": ["Ann Lee"]}, ["a2"], False),
        ({"speaker": ["Ann Lee"]}, ["a1", "a2"], False),
        ({"speaker": ["Ann Lee"]}, [], True),
        ({"speaker": ["?"]}, ["a1"], False),
        ({"speaker": ["?"], "may": ["Ann Lee"]}, ["a1"], True),
        ({"speaker": ["Ann Lee"], "alt": [["Bo Dahl"]]}, ["a2"], True),
    ],
)
def test_only_a_speaker_who_did_not_say_it_is_wrong(
    item: dict[str, Any], speakers: list[str], is_right: bool
) -> None:
    assert has_right_speaker(item, said_by(*speakers), NAMES) is is_right


def test_what_people_left_open_is_neither_right_nor_wrong() -> None:
    optional, words = [{"opt": True}], [frozenset(range(10))]
    assert is_left_open(frozenset(range(2, 12)), optional, words)
    assert not is_left_open(frozenset(range(3, 13)), optional, words)
    assert not is_left_open(frozenset(range(2, 12)), [{}], words)


def outcome(number: int, basis: str, *, is_right: bool) -> ScoredSpeaker:
    return ScoredSpeaker(f"article {number % 10}", said_by("a1"), {basis: 1.0}, is_right)


OUTCOMES = [
    outcome(number, basis, is_right=basis == "name" or number % 2 == 0)
    for number in range(40)
    for basis in ("name", "unnamed")
]


def test_what_is_often_wrong_is_trusted_less() -> None:
    weights = learn(OUTCOMES)
    assert probability(weights, {"name": 1.0}) > 0.9
    assert probability(weights, {"unnamed": 1.0}) == pytest.approx(0.5, abs=0.1)


def test_an_article_is_judged_by_the_others() -> None:
    own = [outcome(0, "own", is_right=False), *(outcome(number, "name", is_right=True) for number in range(1, 10))]
    confidences, truth = cross_validated(own)
    assert truth.tolist() == [0.0, *[1.0] * 9]
    assert confidences[0] > 0.9, "nothing is known of what no other article has"


def test_a_section_has_the_error_and_a_row_for_each_bin() -> None:
    confidences, truth = cross_validated(OUTCOMES)
    section = reliability_section("Speakers", confidences, truth)
    assert section.startswith("Speakers: 80 cases, 75.0% right, expected calibration error 0.")
    assert section.count("\n| 0.") == len({min(int(value * 10), 9) for value in confidences})
