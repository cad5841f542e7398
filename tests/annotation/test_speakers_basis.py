"""What a speaker is known by."""

from __future__ import annotations

import pytest
from actors_by_hand import attribution_of, cluster_named, make_registry
from docs_by_hand import make_doc

from onrecord.annotation.actors.registry import ActorRegistry
from onrecord.annotation.speakers.anonymous_sources import AnonymousSources
from onrecord.annotation.speakers.assignment import SpeakerAssignment
from onrecord.annotation.speakers.basis import speaker_basis
from onrecord.annotation.speakers.resolver import assign_speakers

SENTENCE = "Ann/NNP Lee/NNP and/CC Lee/NNP and/CC the/DT/det/boss boss/NN and/CC she/PRP left/VBD/ROOT"


def registry_of_lee() -> ActorRegistry:
    """Lee by her name, her surname, a description and a pronoun (0.6), in this order."""
    registry = make_registry(make_doc(SENTENCE), {"Ann Lee|Lee|the boss|she": "person"})
    lee = cluster_named(registry, "Ann Lee")
    del lee.names["the boss"], lee.names["she"]
    registry.probabilities[8] = 0.6
    return registry


@pytest.mark.parametrize(
    ("start", "end", "basis", "probability"),
    [
        (0, 2, "name", 1.0),
        (3, 4, "alias", 1.0),
        (5, 7, "description", 1.0),
        (8, 9, "pronoun", 0.6),
        (9, 10, "derived", 1.0),
        (3, 9, "alias", 1.0),
        (0, 9, "name", 1.0),
    ],
)
def test_a_speaker_is_known_by_the_strongest_of_what_the_source_calls_them(
    start: int, end: int, basis: str, probability: float
) -> None:
    registry = registry_of_lee()
    span = registry.doc[start:end]
    assert speaker_basis(registry, [span], registry.clusters) == (basis, probability)


def test_a_suspected_name_is_an_alias() -> None:
    registry = registry_of_lee()
    lee = cluster_named(registry, "Ann Lee")
    lee.suspected.append("the boss")
    assert speaker_basis(registry, [registry.doc[5:7]], [lee]) == ("alias", 1.0)


def test_several_speakers_are_known_by_the_weakest_basis() -> None:
    doc = make_doc("Lee/NNP and/CC he/PRP and/CC Kim/NNP and/CC she/PRP left/VBD/ROOT")
    registry = make_registry(doc, {"Lee|he": "person", "Kim|she": "person"})
    registry.probabilities.update({2: 0.9, 6: 0.4})
    lee, kim = registry.clusters
    assert speaker_basis(registry, [doc[0:1], doc[4:5]], [lee, kim]) == ("name", 1.0)
    assert speaker_basis(registry, [doc[2:5]], [lee, kim]) == ("pronoun", 0.9)
    assert speaker_basis(registry, [doc[2:3], doc[6:7]], [lee, kim]) == ("pronoun", 0.4)


def test_nobody_is_known_by_nothing() -> None:
    registry = registry_of_lee()
    assert speaker_basis(registry, [registry.doc[:]], []) == ("nothing", 1.0)


def assignments_of(sentences: str, *parts: tuple[str, str, str]) -> list[SpeakerAssignment]:
    doc = make_doc(sentences)
    registry = make_registry(doc, {"Lee": "person", "Kim": "person"})
    attributions = [attribution_of(doc, *part) for part in parts]
    return assign_speakers(registry, attributions, AnonymousSources(registry))


def test_assignments_say_how_their_speakers_are_known() -> None:
    sentences = """
        Lee/NNP/nsubj/said and/CC/cc/Lee Kim/NNP/conj/Lee said/VBD/ROOT no/UH/dobj/said .
        They/PRP/nsubj/added added/VBD/ROOT snow/NN/dobj/added .
        Rain/NN/nsubj/fell fell/VBD/ROOT/fell/fall hard/RB/advmod/fell .
        An/DT/det/official official/NN/nsubj/wrote wrote/VBD/ROOT ice/NN/dobj/wrote .
        He/PRP/nsubj/warned warned/VBD/ROOT/warned/warn hail/NN/dobj/warned .
    """
    assignments = assignments_of(
        sentences,
        ("Lee and Kim", "said", "no"),
        ("They", "added", "snow"),
        ("Rain", "fell", "hard"),
        ("An official", "wrote", "ice"),
        ("He", "warned", "hail"),
    )
    assert [assignment.basis for assignment in assignments] == [
        "name",
        "continued",
        "nothing",
        "unnamed",
        "continued",
    ]


def test_who_is_quoted_gives_the_basis() -> None:
    sentence = """
        Kim/NNP/nsubj/quoted quoted/VBD/ROOT/quoted/quote officials/NNS/dobj/quoted as/IN/prep/quoted
          saying/VBG/pcomp/as no/UH/dobj/saying and/CC Lee/NNP/dep/quoted
    """
    (assignment,) = assignments_of(sentence, ("Kim", "quoted", "officials as saying no"))
    assert assignment.basis == "unnamed"
    (assignment,) = assignments_of(
        sentence.replace("officials/NNS", "Lee/NNP"), ("Kim", "quoted", "Lee as saying no")
    )
    assert (assignment.basis, assignment.probability) == ("name", 1.0)
