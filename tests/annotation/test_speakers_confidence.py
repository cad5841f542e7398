"""How sure a speaker is, by what they are known by."""

from __future__ import annotations

import math
from dataclasses import replace

import msgspec
import pytest

from onrecord.annotation.actors.registry import ActorCluster
from onrecord.annotation.speakers import confidence
from onrecord.annotation.speakers.assignment import SpeakerAssignment
from onrecord.annotation.speakers.basis import SpeakerBasis
from onrecord.annotation.speakers.confidence import confidence_features, shipped_weights, speaker_confidence
from onrecord.base.records import Attribution

WEIGHTS = {"any": 2.0, "name": 1.0, "pronoun": -1.0, "pronoun probability": 0.5, "several": -0.5}
LEE, KIM = ActorCluster("person", "Lee"), ActorCluster("person", "Kim")
ATTRIBUTION = Attribution(source=[], cue=[], content=[(0, 1)], kind="direct", confidence=0.5)


def assigned(basis: SpeakerBasis, probability: float = 1.0, *speakers: ActorCluster) -> SpeakerAssignment:
    return SpeakerAssignment(ATTRIBUTION, list(speakers or (LEE,)), basis=basis, probability=probability)


@pytest.fixture(autouse=True)
def _weights(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(confidence, "shipped_weights", lambda: WEIGHTS)


@pytest.mark.parametrize(
    ("assignment", "log_odds"),
    [
        (assigned("name"), 3.0),
        (assigned("description"), 2.0),
        (assigned("pronoun", 0.5), 1.0),
        (assigned("pronoun", 0.8), 1 + 0.5 * math.log(4)),
        (assigned("name", 0.8), 3.0),
        (assigned("name", 1.0, LEE, KIM), 2.5),
    ],
)
def test_the_basis_and_the_probability_of_a_pronoun_count(assignment: SpeakerAssignment, log_odds: float) -> None:
    assert speaker_confidence(assignment) == pytest.approx(1 / (1 + math.exp(-log_odds)))


def test_a_certain_pronoun_is_not_beyond_all_doubt() -> None:
    assert confidence_features(assigned("pronoun", 1.0))["pronoun probability"] == pytest.approx(math.log(49))


def test_words_that_are_sure_make_the_speaker_sure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(WEIGHTS, "words", 0.5)
    sure = replace(assigned("name"), attribution=msgspec.structs.replace(ATTRIBUTION, confidence=0.8))
    assert speaker_confidence(sure) == pytest.approx(1 / (1 + math.exp(-3 - 0.5 * math.log(4))))
    certain = replace(sure, attribution=msgspec.structs.replace(ATTRIBUTION, confidence=1.0))
    assert confidence_features(certain)["words"] == pytest.approx(math.log(99))


def test_where_nobody_speaks_nobody_is_doubtful() -> None:
    assert speaker_confidence(replace(assigned("nothing"), speakers=[])) == 1.0


def test_the_shipped_weights_trust_a_name_more_than_a_doubtful_pronoun() -> None:
    weights = shipped_weights()
    assert weights["name"] > weights["pronoun"] + weights["pronoun probability"] * math.log(0.6 / 0.4)
