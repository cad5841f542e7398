"""Corrections applied to an annotation by hand."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from onrecord.archive.indexing.corrections import correct_annotation, correctable_keys
from onrecord.base.anchors import anchor_at
from onrecord.base.records import Actor, Anchor, Annotation, Attribution, Correction, Entity, Span, UnnamedSource

TEXT = "Ada Berg said it rains. Ms Berg added that Ben Cole left, Cole said. A Vellin spokesman denied it."


def span(words: str) -> Span:
    start = TEXT.index(words)
    return start, start + len(words)


def quote(source: str, content: str, speaker: list[str], **fields: Any) -> Attribution:
    return Attribution(
        source=[span(source)],
        cue=[span("said")],
        content=[span(content)],
        kind="indirect",
        speaker=speaker,
        **fields,
    )


ANNOTATION = Annotation(
    entities=[
        Entity(span=span("Ada Berg"), label="PERSON", actor="a1"),
        Entity(span=span("Ms Berg"), label="PERSON", actor="a1"),
        Entity(span=span("Ben Cole"), label="PERSON", actor="a2"),
        Entity(span=span("Vellin"), label="GPE"),
    ],
    attributions=[
        quote("Ada Berg", "it rains", ["a1"]),
        quote("Ms Berg", "Ben Cole left", ["a1"], via="a2"),
        quote("A Vellin spokesman", "denied it", [], unnamed="u1"),
    ],
    actors=[
        Actor(id="a1", name="Ada Berg", type="person", aliases=["Ms Berg"], suspected=["Bergh"], roles=["mayor"],
              mentions=[span("Ada Berg"), span("Ms Berg")]),
        Actor(id="a2", name="Ben Cole", type="person", aliases=["Cole"], roles=["clerk"], metonyms=["the office"],
              mentions=[span("Ben Cole")]),
    ],
    unnamed=[UnnamedSource(id="u1", name="A Vellin spokesman", body="a2")],
)  # fmt: skip


def corrected(kind: str, name: str = "", to: str = "", **fields: Any) -> Annotation:
    correction = Correction(id=1, kind=kind, name=name, to=to, **fields)  # type: ignore[arg-type]
    return correct_annotation(ANNOTATION, [correction], TEXT)


def actor(annotation: Annotation, id_: str) -> Actor:
    (own,) = [actor for actor in annotation.actors if actor.id == id_]
    return own


def speakers(annotation: Annotation) -> list[list[str]]:
    return [attribution.speaker for attribution in annotation.attributions]


def owners(annotation: Annotation) -> list[str | None]:
    return [entity.actor for entity in annotation.entities]


@pytest.mark.parametrize(
    "kind", ["join", "split", "rename", "type", "hide", "speaker", "passages", "label", "wording"]
)
def test_a_correction_of_what_is_not_there_changes_nothing(kind: str) -> None:
    assert corrected(kind, "Nobody", "Nothing") == ANNOTATION


def test_joined_actors_become_one_with_the_names_of_both() -> None:
    result = corrected("join", "cole", "Ada Berg")
    assert [actor.id for actor in result.actors] == ["a1"]
    joined = result.actors[0]
    assert joined.aliases == ["Ms Berg", "Ben Cole", "Cole"]
    assert joined.roles == ["mayor", "clerk"]
    assert joined.metonyms == ["the office"]
    assert joined.suspected == ["Bergh"]
    assert joined.mentions == [span("Ada Berg"), span("Ms Berg"), span("Ben Cole")]
    assert owners(result) == ["a1", "a1", "a1", None]
    assert result.attributions[1].via == "a1"
    assert result.unnamed[0].body == "a1"
    assert speakers(corrected("join", "Ada Berg", "Ben Cole")) == [["a2"], ["a2"], []]


def test_a_suspected_name_becomes_an_alias() -> None:
    result = corrected("join", "bergh", "Ada Berg")
    assert actor(result, "a1").aliases == ["Ms Berg", "Bergh"]
    assert actor(result, "a1").suspected == []
    assert len(result.actors) == 2


def test_an_actor_joined_to_a_name_outside_the_article_takes_it() -> None:
    result = corrected("join", "Ben Cole", "Benjamin Cole", to_type="organisation")
    assert actor(result, "a2").name == "Benjamin Cole"
    assert actor(result, "a2").type == "organisation"
    assert actor(result, "a2").aliases == ["Ben Cole", "Cole"]
    assert actor(corrected("join", "Ben Cole", "Benjamin Cole"), "a2").type == "person"


@pytest.mark.parametrize(("name", "to"), [("Ada Berg", "Ms Berg"), ("Ada Berg", "")])
def test_an_actor_is_not_joined_to_itself(name: str, to: str) -> None:
    assert corrected("join", name, to) == ANNOTATION


def test_an_alias_is_split_off_with_its_mentions_quotes_and_entities() -> None:
    result = corrected("split", "ms berg", "Ada Berg")
    own = actor(result, "a3")
    assert (own.name, own.type, own.aliases, own.mentions) == ("Ms Berg", "person", [], [span("Ms Berg")])
    assert actor(result, "a1").aliases == []
    assert actor(result, "a1").suspected == ["Bergh"]
    assert actor(result, "a1").mentions == [span("Ada Berg")]
    assert speakers(result) == [["a1"], ["a3"], []]
    assert owners(result) == ["a1", "a3", "a2", None]
    assert actor(corrected("split", "ms berg", "Ada Berg", type="group"), "a3").type == "group"


@pytest.mark.parametrize(
    ("name", "to"), [("Ada Berg", "Ada Berg"), ("Bergh", "Ada Berg"), ("Ben Cole", "Ada Berg")]
)
def test_nothing_is_split_off_that_no_mention_or_alias_is(name: str, to: str) -> None:
    assert corrected("split", name, to) == ANNOTATION


def test_a_renamed_actor_keeps_the_old_name_as_an_alias() -> None:
    result = corrected("rename", "cole", "Cole")
    assert (actor(result, "a2").name, actor(result, "a2").aliases) == ("Cole", ["Ben Cole"])
    assert corrected("rename", "Cole", "") == ANNOTATION


def test_the_type_of_an_actor_changes_to_another_type_only() -> None:
    assert actor(corrected("type", "Cole", "organisation"), "a2").type == "organisation"
    assert corrected("type", "Cole", "vegetable") == ANNOTATION
    assert corrected("type", "Cole", "organisation", type="country") == ANNOTATION


def test_an_actor_is_found_by_its_present_and_by_its_first_type() -> None:
    retype = Correction(id=1, kind="type", name="Cole", to="organisation")
    for type_, name in (("organisation", "X"), ("person", "X"), ("country", "Ben Cole")):
        rename = Correction(id=2, kind="rename", name="Cole", type=type_, to="X")  # type: ignore[arg-type]
        assert actor(correct_annotation(ANNOTATION, [retype, rename], TEXT), "a2").name == name


def test_a_hidden_actor_leaves_quotes_and_entities_without_one() -> None:
    result = corrected("hide", "Ben Cole")
    assert [actor.id for actor in result.actors] == ["a1"]
    assert owners(result) == ["a1", "a1", None, None]
    assert result.attributions[1].via is None
    assert result.unnamed[0].body is None
    assert speakers(corrected("hide", "Ada Berg")) == [[], [], []]


def test_the_quote_of_a_passage_gets_another_speaker() -> None:
    anchor = anchor_at(TEXT, span("denied it"))
    result = corrected("speaker", to="cole", anchor=anchor, article=1)
    assert speakers(result) == [["a1"], ["a1"], ["a2"]]
    assert result.attributions[2].unnamed is None
    nobody = corrected("speaker", anchor=anchor_at(TEXT, span("it rains")), article=1)
    assert speakers(nobody) == [[], ["a1"], []]
    assert nobody.attributions[2].unnamed == "u1"
    stranger = corrected("speaker", to="Dr No", anchor=anchor, article=1)
    assert stranger.actors[-1] == Actor(id="a3", name="Dr No", type="person")
    assert speakers(stranger)[2] == ["a3"]
    assert corrected("speaker", to="Vellin", to_type="place", anchor=anchor, article=1).actors[-1].type == "place"


def test_the_quote_that_overlaps_most_is_corrected() -> None:
    start, end = span("it rains")
    for passage, expected in (((start, start + 1), [["a2"], ["a1"], []]), ((end, end + 1), speakers(ANNOTATION))):
        anchor = anchor_at(TEXT, passage)
        assert speakers(corrected("speaker", to="cole", anchor=anchor, article=1)) == expected


def test_the_parts_of_a_quote_get_other_passages() -> None:
    anchor = anchor_at(TEXT, span("it rains"))
    passages = {"source": [anchor_at(TEXT, span("Ms Berg"))], "cue": []}
    moved = corrected("passages", anchor=anchor, article=1, passages=passages).attributions
    assert (moved[0].source, moved[0].cue, moved[0].content) == ([span("Ms Berg")], [], [span("it rains")])
    assert moved[1:] == ANNOTATION.attributions[1:]


@pytest.mark.parametrize("words", ["it rains", "no such words"])
def test_words_that_are_gone_move_no_quote(words: str) -> None:
    gone = Anchor(exact="no such words")
    anchor = anchor_at(TEXT, span("it rains")) if words == "it rains" else gone
    passages = {"content": [gone if words == "it rains" else anchor_at(TEXT, span("Vellin"))]}
    assert corrected("passages", anchor=anchor, article=1, passages=passages) == ANNOTATION


def test_entities_get_another_label_or_none() -> None:
    anchor = anchor_at(TEXT, span("Vellin"))
    labels = [entity.label for entity in corrected("label", to="ORG", anchor=anchor).entities]
    assert labels == ["PERSON", "PERSON", "PERSON", "ORG"]
    assert len(corrected("label", to="", anchor=anchor).entities) == 3
    here = corrected("label", to="ORG", anchor=anchor, article=1)
    assert [entity.label for entity in here.entities] == labels
    beside = anchor_at(TEXT, span("Vellin spokesman"))
    assert corrected("label", to="ORG", anchor=beside, article=1) == ANNOTATION
    assert corrected("label", to="ORG") == ANNOTATION


def test_a_new_actor_gets_an_id_that_nobody_has() -> None:
    annotation = msgspec.structs.replace(
        ANNOTATION, actors=[msgspec.structs.replace(ANNOTATION.actors[1], id="a2")]
    )
    correction = Correction(id=1, kind="speaker", to="Dr No", anchor=anchor_at(TEXT, span("denied it")), article=1)
    assert [actor.id for actor in correct_annotation(annotation, [correction], TEXT).actors] == ["a2", "a3"]


def test_names_and_entities_can_be_corrected() -> None:
    assert correctable_keys(ANNOTATION, TEXT) >= {"ada berg", "ben cole", "bergh", "vellin", "cole"}
