"""Addressees, speakers who go on, and pronouns for whom spoke before: rule by rule."""

from __future__ import annotations

import pytest
from actors_by_hand import attribution_of, characters, cluster_named, make_registry, names_of
from docs_by_hand import make_doc
from spacy.tokens import Doc

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.speakers import resolver
from onrecord.annotation.speakers.anonymous_sources import AnonymousSource, AnonymousSources
from onrecord.annotation.speakers.assignment import SpeakerAssignment
from onrecord.annotation.speakers.resolver import assign_speakers, find_addressee
from onrecord.base.records import ActorType, Attribution

# ---- addressees


@pytest.mark.parametrize(
    ("dependency", "type_", "addressee"),
    [
        ("dobj", "person", "Lee"),
        ("dative", "person", "Lee"),
        ("iobj", "person", "Lee"),
        ("nsubj", "person", None),
        ("dobj", "organisation", None),
    ],
)
def test_the_person_who_is_told_is_addressed(dependency: str, type_: ActorType, addressee: str | None) -> None:
    doc = make_doc(f"Kim/NNP/nsubj/told told/VBD/ROOT Lee/NNP/{dependency}/told jokes/NNS/dep/told")
    registry = make_registry(doc, {"Lee": type_})
    cluster = find_addressee(registry, attribution_of(doc, "Kim", "told", "jokes"))
    assert (cluster.name if cluster else None) == addressee


# ---- speakers who go on


def two_quotations(between: str, source: str = "") -> tuple[ActorRegistry, SpeakerAssignment, Attribution]:
    """A quotation by Lee, what stands between, and the next quotation."""
    doc = make_doc(f"Rain/NN Lee/NNP says/VBZ/ROOT {between} Snow/NN")
    registry = make_registry(doc, {"Lee": "person"})
    first = SpeakerAssignment(attribution_of(doc, "Lee", "says", "Rain"), [cluster_named(registry, "Lee")])
    return registry, first, attribution_of(doc, source, "", "Snow", kind="direct")


def test_a_quotation_without_source_goes_on_if_nothing_but_marks_lies_between() -> None:
    for between, expected in ((". —", True), (". Then/RB", False), ("7/CD", False)):
        registry, first, following = two_quotations(between)
        assert resolver._continues(registry, following, first) is expected


def test_only_a_direct_quotation_goes_on_without_source() -> None:
    doc = make_doc("Rain/NN Lee/NNP says/VBZ/ROOT . Snow/NN")
    registry = make_registry(doc, {"Lee": "person"})
    lee = cluster_named(registry, "Lee")
    first = SpeakerAssignment(attribution_of(doc, "Lee", "says", "Rain"), [lee])
    following = attribution_of(doc, "", "", "Snow", kind="mixed")
    assert not resolver._continues(registry, following, first)


def test_nothing_goes_on_without_speaker_or_content() -> None:
    registry, first, following = two_quotations(".")
    doc, lee = registry.doc, cluster_named(registry, "Lee")
    assert resolver._continues(registry, following, first)
    assert not resolver._continues(registry, following, SpeakerAssignment(first.attribution))
    empty = attribution_of(doc, "Lee", "says", "")
    assert not resolver._continues(registry, following, SpeakerAssignment(empty, [lee]))
    assert not resolver._continues(registry, attribution_of(doc, "", "", "", kind="direct"), first)


def test_the_end_of_an_attribution_is_that_of_its_last_part() -> None:
    doc = make_doc("Rain/NN ! Snow/NN Lee/NNP says/VBZ/ROOT")
    registry = make_registry(doc, {"Lee": "person"})
    lee = cluster_named(registry, "Lee")
    following = attribution_of(doc, "", "", "Snow", kind="direct")
    for source, cue, expected in (("", "", True), ("Lee", "", True), ("", "says", True)):
        first = SpeakerAssignment(attribution_of(doc, source, cue, "Rain"), [lee])
        assert resolver._continues(registry, following, first) is expected


@pytest.mark.parametrize(("distance", "expected"), [(599, True), (600, False)])
def test_a_pronoun_refers_to_the_previous_speaker_within_reach(distance: int, expected: bool) -> None:
    filler = "x" * (distance - 2)
    doc = make_doc(f"Rain/NN says/VBZ/ROOT {filler}/NN he/PRP Snow/NN")
    registry = make_registry(doc, {})
    first = SpeakerAssignment(attribution_of(doc, "", "says", "Rain"), [ActorCluster("person", "Lee")])
    following = attribution_of(doc, "he", "", "Snow")
    assert following.source[0][0] - first.attribution.cue[0][1] == distance
    assert resolver._continues(registry, following, first) is expected


def previous(speaker: ActorCluster | AnonymousSource | None, *others: ActorCluster) -> SpeakerAssignment:
    attribution = Attribution(source=[], cue=[], content=[], kind="direct")
    if isinstance(speaker, AnonymousSource):
        return SpeakerAssignment(attribution, [], speaker)
    return SpeakerAssignment(attribution, [cluster for cluster in (speaker, *others) if cluster is not None])


def person(gender: str | None = None) -> ActorCluster:
    cluster = ActorCluster("person", "Lee")
    if gender == "male":
        cluster.name_genders["male"] += 1
    elif gender == "female":
        cluster.name_genders["female"] += 1
    return cluster


def anonymous(noun: str, *, plural: bool = False) -> AnonymousSource:
    return AnonymousSource(noun, noun, plural, frozenset(), frozenset())


@pytest.mark.parametrize(
    ("words", "speaker", "expected"),
    [
        ("the Dane", person(), True),
        ("the Danish", person(), False),
        ("a Dane", person(), False),
        ("the Dane", ActorCluster("organisation", "Yale"), False),
        ("the Dane", anonymous("man"), False),
        ("He", person(), True),
        ("he", person("male"), True),
        ("he", person("female"), False),
        ("she", person("female"), True),
        ("he", ActorCluster("organisation", "Yale"), False),
        ("the man", person(), False),
        ("it", ActorCluster("organisation", "Yale"), True),
        ("it", ActorCluster("country", "Chad"), True),
        ("it", ActorCluster("group", "rebels"), False),
        ("it", person(), False),
        ("they", ActorCluster("organisation", "Yale"), True),
        ("they", ActorCluster("group", "rebels"), True),
        ("they", ActorCluster("country", "Chad"), False),
        ("they", person(), False),
        ("those", ActorCluster("group", "rebels"), False),
        ("he", anonymous("source"), True),
        ("he", anonymous("spokesman"), True),
        ("he", anonymous("spokeswoman"), False),
        ("the man", anonymous("source"), True),
        ("the woman", anonymous("spokesman"), False),
        ("he", anonymous("officials", plural=True), False),
        ("they", anonymous("officials", plural=True), True),
        ("they", anonymous("official"), False),
        ("it", anonymous("officials", plural=True), False),
    ],
)
def test_words_that_may_refer_to_the_previous_speaker(
    words: str, speaker: ActorCluster | AnonymousSource, expected: bool
) -> None:
    assert resolver._may_refer_to(words, previous(speaker)) is expected


def test_only_they_may_refer_to_several_speakers() -> None:
    assert resolver._may_refer_to("they", previous(person(), person()))
    assert not resolver._may_refer_to("he", previous(person(), person()))
    assert not resolver._may_refer_to("the Dane", previous(person(), person()))


TWO: dict[str, ActorType] = {"Lee": "person", "Kim": "person"}
COORDINATED = "Lee/NNP/nsubj/came and/CC/cc/Lee Kim/NNP/conj/Lee came/VBD/ROOT ."


def antecedents(sentences: str, actors: dict[str, ActorType] | None = None, source: str = "They") -> list[str]:
    doc = make_doc(sentences)
    return names_of(resolver._antecedents_of_they(make_registry(doc, actors or TWO), characters(doc, source)))


@pytest.mark.parametrize(
    ("sentences", "names"),
    [
        (f"{COORDINATED}\nThey/PRP/nsubj/ate ate/VBD/ROOT", ["Lee", "Kim"]),
        (f"{COORDINATED}\nRain/NN/ROOT .\nThey/PRP/nsubj/ate ate/VBD/ROOT", ["Lee", "Kim"]),
        (f"{COORDINATED}\nRain/NN/ROOT .\nSnow/NN/ROOT .\nThey/PRP/nsubj/ate ate/VBD/ROOT", []),
        (f"{COORDINATED.replace('nsubj', 'nsubjpass')}\nThey/PRP/nsubj/ate ate/VBD/ROOT", ["Lee", "Kim"]),
        (f"{COORDINATED.replace('nsubj', 'dobj')}\nThey/PRP/nsubj/ate ate/VBD/ROOT", []),
        (f"{COORDINATED.replace('/conj/', '/appos/')}\nThey/PRP/nsubj/ate ate/VBD/ROOT", []),
        ("They/PRP/nsubj/ate and/CC/cc/ate Lee/NNP/conj/They ate/VBD/ROOT Kim/NNP", []),
    ],
)
def test_they_are_the_last_coordinated_subject_of_two_sentences(sentences: str, names: list[str]) -> None:
    assert antecedents(sentences) == names


def test_they_are_the_people_of_the_nearest_subject() -> None:
    later = "Ann/NNP/nsubj/left and/CC/cc/Ann Eva/NNP/conj/Ann left/VBD/ROOT ."
    actors: dict[str, ActorType] = {**TWO, "Ann": "person", "Eva": "organisation"}
    assert antecedents(f"{COORDINATED}\n{later}\nThey/PRP/nsubj/ate ate/VBD/ROOT", actors) == ["Ann"]


@pytest.mark.parametrize("source", ["We", "They all"])
def test_other_words_than_they_have_no_such_antecedents(source: str) -> None:
    first, *rest = source.split()
    words = " ".join([f"{first}/PRP/nsubj/ate", *(f"{word}/DT/dep/ate" for word in rest)])
    assert antecedents(f"{COORDINATED}\n{words} ate/VBD/ROOT", source=source) == []


# ---- everything together


ARTICLE = """
    Lee/NNP/nsubj/said said/VBD/ROOT that/IN/mark/rains it/PRP/nsubj/rains rains/VBZ/ccomp/said .
    An/DT/det/official official/NN/nsubj/added added/VBD/ROOT snow/NN/dobj/added .
    He/PRP/nsubj/warned warned/VBD/ROOT them/PRP/dobj/warned .
"""


def assigned(doc: Doc, *attributions: Attribution) -> list[tuple[list[str], str | None, str | None]]:
    actors: dict[str, ActorType] = {"Lee": "person", "Kim": "person", "Tass": "organisation"}
    registry = make_registry(doc, {name: type_ for name, type_ in actors.items() if name in doc.text})
    sources = AnonymousSources(registry)
    return [
        (
            names_of(assignment.speakers),
            assignment.anonymous_source.name if assignment.anonymous_source else None,
            assignment.intermediary.name if assignment.intermediary else None,
        )
        for assignment in assign_speakers(registry, attributions, sources)
    ]


def test_named_anonymous_and_continuing_speakers() -> None:
    doc = make_doc(ARTICLE)
    assert assigned(
        doc,
        attribution_of(doc, "Lee", "said", "that it rains"),
        attribution_of(doc, "An official", "added", "snow"),
        attribution_of(doc, "He", "warned", "them"),
    ) == [(["Lee"], None, None), ([], "an official", None), ([], "an official", None)]


def test_only_those_who_speak_words_are_anonymous_sources() -> None:
    doc = make_doc(ARTICLE)
    belief = attribution_of(doc, "An official", "added", "snow", cue_type="belief")
    assert assigned(doc, belief) == [([], None, None)]


def test_they_who_came_together_speak() -> None:
    doc = make_doc(f"{COORDINATED}\nThey/PRP/nsubj/said said/VBD/ROOT no/UH/dobj/said")
    assert assigned(doc, attribution_of(doc, "They", "said", "no")) == [(["Lee", "Kim"], None, None)]


QUOTED = """
    Tass/NNP/nsubj/quoted quoted/VBD/ROOT/quoted/quote Lee/NNP/dobj/quoted as/IN/prep/quoted saying/VBG/pcomp/as
      no/UH/dobj/saying .
"""


def test_who_is_quoted_as_saying_speaks_by_way_of_who_quotes() -> None:
    doc = make_doc(QUOTED)
    attribution = attribution_of(doc, "Tass", "quoted", "Lee as saying no")
    assert assigned(doc, attribution) == [(["Lee"], None, "Tass")]


def test_an_anonymous_source_may_be_quoted() -> None:
    doc = make_doc(QUOTED.replace("Lee/NNP", "officials/NNS"))
    attribution = attribution_of(doc, "Tass", "quoted", "officials as saying no")
    assert assigned(doc, attribution) == [([], "officials", "Tass")]


def test_who_quotes_speaks_if_the_quoted_cannot_be_resolved() -> None:
    doc = make_doc(QUOTED.replace("Lee/NNP", "it/PRP"))
    attribution = attribution_of(doc, "Tass", "quoted", "it as saying no")
    assert assigned(doc, attribution) == [(["Tass"], None, None)]
