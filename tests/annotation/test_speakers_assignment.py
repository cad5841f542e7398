"""Assignments of speakers, and spans of characters as spans of tokens."""

from __future__ import annotations

import pytest
from docs_by_hand import make_doc

from onrecord.annotation.actors.registry import ActorCluster
from onrecord.annotation.speakers.anonymous_sources import AnonymousSource
from onrecord.annotation.speakers.assignment import SpeakerAssignment, token_spans
from onrecord.base.records import Actor, Attribution, UnnamedSource

ATTRIBUTION = Attribution(source=[(0, 3)], cue=[], content=[(4, 9)], kind="indirect", why="model")
LEE, KIM = ActorCluster("person", "Lee"), ActorCluster("person", "Kim")
OFFICIAL = AnonymousSource("an official", "official", False, frozenset(), frozenset())
RECORDS: dict[int, Actor | UnnamedSource] = {
    id(LEE): Actor(id="a1", name="Lee", type="person"),
    id(OFFICIAL): UnnamedSource(id="u1", name="an official"),
}


@pytest.mark.parametrize(
    ("speakers", "anonymous_source", "speaker", "has_speaker"),
    [
        ([], None, None, False),
        ([LEE], None, LEE, True),
        ([LEE, KIM], None, None, True),
        ([], OFFICIAL, OFFICIAL, True),
        ([LEE], OFFICIAL, OFFICIAL, True),
    ],
)
def test_the_only_speaker(
    speakers: list[ActorCluster],
    anonymous_source: AnonymousSource | None,
    speaker: ActorCluster | AnonymousSource | None,
    has_speaker: bool,
) -> None:
    assignment = SpeakerAssignment(ATTRIBUTION, speakers, anonymous_source)
    assert assignment.speaker is speaker
    assert assignment.has_speaker is has_speaker


def test_a_record_has_the_ids_of_speakers_and_intermediary() -> None:
    record = SpeakerAssignment(ATTRIBUTION, [LEE, KIM, LEE], OFFICIAL, LEE).to_record(RECORDS)
    assert (record.speaker, record.unnamed, record.via) == (["a1"], "u1", "a1")
    assert (record.source, record.content, record.why) == ([(0, 3)], [(4, 9)], "model")


def test_a_record_without_speakers_has_no_ids() -> None:
    record = SpeakerAssignment(ATTRIBUTION, [KIM], None, KIM).to_record(RECORDS)
    assert (record.speaker, record.unnamed, record.via) == ([], None, None)


def test_spans_of_characters_grow_to_the_tokens_that_they_touch() -> None:
    doc = make_doc("Kim/NNP/nsubj/said Lee/NNP said/VBD/ROOT no/UH")
    assert [span.text for span in token_spans(doc, [(0, 3), (5, 10), (11, 14)])] == ["Kim", "Lee said", "said no"]
    assert token_spans(doc, [(0, 999)]) == []
    assert token_spans(doc, []) == []
