"""What the user decided is told from what the model annotated."""

from __future__ import annotations

import msgspec
import pytest

from onrecord.base.records import Actor, Annotation, Attribution, Entity
from onrecord.tui.model.user_corrections import NO_DECISIONS, UserDecisions, user_decisions

ANN = Actor(id="a1", name="Ann Adler", type="person")
BEN = Actor(id="a2", name="Ben Baker", type="person")


def quote(*speakers: str) -> Attribution:
    return Attribution(source=[], cue=[], content=[(0, 4)], kind="direct", speaker=list(speakers))


MODEL = Annotation(
    entities=[Entity(span=(0, 9), label="PERSON"), Entity(span=(20, 25), label="ORG")],
    attributions=[quote("a1"), quote("a2"), quote()],
    actors=[ANN, BEN],
)


def corrected(**changes: object) -> Annotation:
    return msgspec.structs.replace(MODEL, **changes)


@pytest.mark.parametrize(
    ("correction", "decisions"),
    [
        ({}, NO_DECISIONS),
        ({"actors": [ANN, msgspec.structs.replace(BEN, name="Ben")]}, UserDecisions(actors=frozenset({"a2"}))),
        ({"attributions": [quote("a2"), quote("a2"), quote()]}, UserDecisions(quotes=frozenset({0}))),
        ({"attributions": [quote("a1"), quote("a2"), quote("a1")]}, UserDecisions(quotes=frozenset({2}))),
        ({"attributions": [quote("a1"), quote(), quote()]}, UserDecisions(quotes=frozenset({1}))),
        (
            {"attributions": [msgspec.structs.replace(quote("a1"), cue=[(5, 9)]), quote("a2"), quote()]},
            UserDecisions(quotes=frozenset({0})),
        ),
        # The actor was joined with another: their quotes have not got another speaker.
        ({"actors": [ANN], "attributions": [quote("a1"), quote("a1"), quote()]}, NO_DECISIONS),
        (
            {"entities": [Entity(span=(0, 9), label="ORG"), Entity(span=(20, 25), label="ORG")]},
            UserDecisions(entities=frozenset({(0, 9)})),
        ),
        (
            {"entities": [*MODEL.entities, Entity(span=(30, 33), label="GPE")]},
            UserDecisions(entities=frozenset({(30, 33)})),
        ),
    ],
    ids=["none", "renamed", "speaker", "new speaker", "no speaker", "cue", "joined", "label", "new entity"],
)
def test_what_a_correction_changes_is_the_users(correction: dict[str, object], decisions: UserDecisions) -> None:
    assert user_decisions(MODEL, corrected(**correction)) == decisions


def test_without_an_annotation_nothing_is_decided() -> None:
    assert user_decisions(None, MODEL) is NO_DECISIONS
    assert user_decisions(MODEL, None) is NO_DECISIONS
