"""Sources without a name: who is one, which are the same, and whom they speak for."""

from __future__ import annotations

import msgspec
import pytest
from attributed import Attributed, names

from onrecord.annotation.merge_chunks import merge_annotations
from onrecord.annotation.pipeline import Annotator
from onrecord.base.records import Annotation, Article, quotes_of


def unnamed(annotation: Annotation) -> list[tuple[str, str | None]]:
    """The unnamed sources: what they are called, and the name of whom they speak for."""
    called = names(annotation)
    return [(source.name, called[source.body]) for source in annotation.unnamed]


def speakers(annotation: Annotation) -> list[str | None]:
    called = names(annotation)
    return [called[attribution.unnamed] for attribution in annotation.attributions]


@pytest.mark.parametrize(
    ("source", "name"),
    [
        ("Two senior officials", "two senior officials"),
        ("A person familiar with the matter", "a person familiar with the matter"),
        ("Some of the residents", "some of the residents"),
        ("A statement from the organisers", "a statement from the organisers"),
        ("Police", "police"),
        ("A nurse who asked not to be named", "a nurse"),
        ("Environmental groups", "environmental groups"),
        ("The official", "the official"),
        ("53 percent of voters", "53 percent of voters"),
    ],
)
def test_who_is_an_unnamed_source(attributed: Attributed, source: str, name: str) -> None:
    annotation = attributed(f"It was late. {source} said that it rained.", (source, "said", "that it rained"))
    assert unnamed(annotation) == [(name, None)]
    (source_,), (said,) = annotation.unnamed, annotation.attributions
    assert said.unnamed == source_.id == "u1"
    assert said.speaker == []
    assert not annotation.actors


@pytest.mark.parametrize(
    "source", ["The report", "A poll", "They", "He", "The mayor", "The bank", "It", "The film"]
)
def test_who_is_none(attributed: Attributed, source: str) -> None:
    """Papers are nobody, and whoever is described as one whom the reader knows may be named elsewhere."""
    annotation = attributed(f"It was late. {source} said that it rained.", (source, "said", "that it rained"))
    assert unnamed(annotation) == []


def test_the_woman_is_the_neighbour_who_spoke(attributed: Attributed) -> None:
    text = "A neighbour said that it rained. “It snowed,” the woman said. “It hailed,” the man said."
    annotation = attributed(
        text,
        ("A neighbour", "said", "that it rained"),
        ("the woman", "said", "“It snowed,”"),
    )
    assert speakers(annotation) == ["a neighbour", "a neighbour"]


def test_a_name_that_was_not_read_is_no_unnamed_source(attributed: Attributed) -> None:
    text = "A spokesman, Angela Brunner, said that it rained. Harbour spokesman Karl Huber said that it snowed."
    annotation = attributed(
        text,
        ("A spokesman, Angela Brunner,", "said", "that it rained"),
        ("Harbour spokesman Karl Huber", "said", "that it snowed"),
    )
    assert unnamed(annotation) == []


@pytest.mark.parametrize(
    ("source", "body"),
    [
        ("A Kremlin spokesman", "Russia"),
        ("Officials at the Harbour Police Department", "Harbour Police Department"),
        ("Angela Brunner's lawyer", "Angela Brunner"),
        ("A spokeswoman for Angela Brunner", "Angela Brunner"),
        ("A Swedish diplomat", "Sweden"),
        ("A senior official from the Harbour Police Department", "Harbour Police Department"),
        ("Angela Brunner's solicitor", "Angela Brunner"),
        ("Analysts at the Harbour Police Department", "Harbour Police Department"),
        ("Analysts from Sweden", None),
        ("Angela Brunner's office", "Angela Brunner"),
        ("Another Swedish MP", None),
        ("Supporters of Angela Brunner", None),
        ("Critics of Russia", None),
        ("A diplomat in Oslo", None),
    ],
)
def test_whom_they_speak_for(attributed: Attributed, source: str, body: str | None) -> None:
    text = (
        "Angela Brunner came to the Harbour Police Department. Sweden is cold. Russia is big. "
        f"{source} said that it rained."
    )
    annotation = attributed(text, (source, "said", "that it rained"))
    assert [body_name for _, body_name in unnamed(annotation)] == [body]


@pytest.mark.parametrize(
    ("source", "body", "mention"),
    [
        ("A Russian official", "Russia", "Russian"),
        ("Two senior Ukrainian officials", "Ukraine", "Ukrainian"),
        ("A Turkish diplomat", "Turkey", "Turkish"),
        ("An Israeli army spokesman", "Israeli army", "Israeli army"),
        ("A French foreign ministry spokeswoman", "French foreign ministry", "French foreign ministry"),
    ],
)
def test_officials_make_their_country_or_its_organ_an_actor(
    attributed: Attributed, source: str, body: str, mention: str
) -> None:
    text = f"It was late. {source} said that it rained."
    annotation = attributed(text, (source, "said", "that it rained"))
    assert [body_name for _, body_name in unnamed(annotation)] == [body]
    (actor,) = annotation.actors
    assert (actor.name, actor.aliases) == (body, [])
    assert [text[start:end] for start, end in actor.mentions] == [mention]


@pytest.mark.parametrize("source", ["A Russian lawyer", "A US lawyer", "A former Russian official"])
def test_who_speaks_for_no_country(attributed: Attributed, source: str) -> None:
    text = f"The US is big. Russia is bigger. {source} said that it rained."
    annotation = attributed(text, (source, "said", "that it rained"))
    assert [body_name for _, body_name in unnamed(annotation)] == [None]


def test_a_spokesman_of_a_government_speaks_for_it_and_is_himself(attributed: Attributed) -> None:
    annotation = attributed(
        "A Kremlin spokesman said that talks failed.", ("A Kremlin spokesman", "said", "that talks failed")
    )
    (said,) = annotation.attributions
    assert [names(annotation)[id_] for id_ in (*said.speaker, said.unnamed)] == ["Russia", "a Kremlin spokesman"]


def test_one_who_is_clearly_the_same_is_one(attributed: Attributed) -> None:
    text = (
        "A Kremlin spokesman said that it rained. The spokesman added that it snowed. “It hailed,” he said. "
        "Officials said that it was warm. Police said that it was wet. Police said that it was windy."
    )
    annotation = attributed(
        text,
        ("A Kremlin spokesman", "said", "that it rained"),
        ("The spokesman", "added", "that it snowed"),
        ("he", "said", "“It hailed,”"),
        ("Officials", "said", "that it was warm"),
        ("Police", "said", "that it was wet"),
        ("Police", "said", "that it was windy"),
    )
    spokesman = "a Kremlin spokesman"
    assert speakers(annotation) == [spokesman, spokesman, spokesman, "officials", "police", "police"]
    assert [text[slice(*span)] for span in annotation.unnamed[0].mentions] == [
        "A Kremlin spokesman",
        "The spokesman",
    ]


def test_those_who_may_be_others_stay_apart(attributed: Attributed) -> None:
    text = (
        "A senior official said that it rained. A senior official said that it snowed. Officials said that it was "
        "warm. Officials said that it was wet. The official said that it was windy. “It hailed,” she said."
    )
    annotation = attributed(
        text,
        ("A senior official", "said", "that it rained"),
        ("A senior official", "said", "that it snowed"),
        ("Officials", "said", "that it was warm"),
        ("Officials", "said", "that it was wet"),
        ("The official", "said", "that it was windy"),
    )
    assert [name for name, _ in unnamed(annotation)] == [
        "a senior official",
        "a senior official",
        "officials",
        "officials",
        "the official",
    ]


def test_a_spokeswoman_is_not_he(attributed: Attributed) -> None:
    text = "A spokeswoman said that it rained. “It hailed,” he said."
    annotation = attributed(text, ("A spokeswoman", "said", "that it rained"), ("he", "said", "“It hailed,”"))
    assert speakers(annotation) == ["a spokeswoman", None]


def test_a_whole_article(annotator: Annotator) -> None:
    text = "“The talks have failed,” a Kremlin spokesman told reporters on Monday."
    annotation = annotator.annotate(text)
    (quote,) = quotes_of(Article(id=1, title=""), text, annotation)
    assert (quote.unnamed, quote.body, quote.actors) == ("a Kremlin spokesman", "Russia", ["Russia"])
    assert msgspec.json.decode(msgspec.json.encode(annotation), type=Annotation) == annotation


def test_those_of_two_pieces_of_a_text_are_never_one(attributed: Attributed) -> None:
    text = "Russia is big. A Kremlin spokesman said that talks failed."
    part = attributed(text, ("A Kremlin spokesman", "said", "that talks failed"))
    merged = merge_annotations([(0, part), (len(text), part)], annotator="", text_hash="")
    assert [source.id for source in merged.unnamed] == ["u1", "u2"]
    assert {source.body for source in merged.unnamed} == set(merged.attributions[0].speaker)
    assert [said.unnamed for said in merged.attributions] == ["u1", "u2"]
    assert [source.mentions[0][0] for source in merged.unnamed] == [15, 15 + len(text)]
