"""From the words of a source to the actors who speak."""

from __future__ import annotations

import pytest
from attributed import Resolve
from spacy.language import Language


def test_a_name_and_a_pronoun(resolve: Resolve) -> None:
    text = "Angela Brunner said that it would rain. “It never does,” she added."
    assert resolve(
        text,
        ("Angela Brunner", "said", "that it would rain"),
        ("she", "added", "“It never does,”"),
    ) == [(["Angela Brunner"], None), (["Angela Brunner"], None)]


def test_coordinated_sources(resolve: Resolve) -> None:
    text = "Angela Brunner and Karl Huber said that it would rain."
    (attribution,) = resolve(text, ("Angela Brunner and Karl Huber", "said", "that it would rain"))
    assert attribution == (["Angela Brunner", "Karl Huber"], None)


def test_the_leaders_of_countries_are_people_where_the_article_names_them(resolve: Resolve) -> None:
    text = (
        "Swedish Prime Minister Anna Lindberg met Danish Prime Minister Karl Huber. "
        "The leaders of Sweden and Denmark said that they would wait."
    )
    (attribution,) = resolve(text, ("The leaders of Sweden and Denmark", "said", "that they would wait"))
    assert set(attribution[0]) == {"Anna Lindberg", "Karl Huber"}


def test_the_leaders_are_nobody_where_one_is_not_named(resolve: Resolve) -> None:
    text = "Swedish Prime Minister Anna Lindberg came. The leaders of Sweden and Norway said that they would wait."
    (attribution,) = resolve(text, ("The leaders of Sweden and Norway", "said", "that they would wait"))
    assert attribution == ([], None)


def test_a_spokesman_of_a_seat_speaks_for_it(resolve: Resolve) -> None:
    (attribution,) = resolve(
        "A Kremlin spokesman said that talks failed.", ("A Kremlin spokesman", "said", "that talks failed")
    )
    assert attribution == (["Russia"], None)


def test_a_named_spokesman_speaks_himself(resolve: Resolve) -> None:
    text = "The Kremlin's spokesman, Boris Orlov, said that talks failed."
    (attribution,) = resolve(text, ("The Kremlin's spokesman, Boris Orlov,", "said", "that talks failed"))
    assert attribution == (["Boris Orlov"], None)


@pytest.mark.parametrize("source", ["Critics", "Officials", "A source close to Angela Brunner"])
def test_unnamed_sources_are_nobody(resolve: Resolve, source: str) -> None:
    text = f"Angela Brunner resigned on Monday. {source} said that it was late."
    assert resolve(text, (source, "said", "that it was late")) == [([], None)]


def test_documents_speak_for_their_makers(resolve: Resolve) -> None:
    text = "A study by Harvard found that ships are slow. Angela Brunner's letter said that they are not."
    assert resolve(
        text,
        ("A study by Harvard", "found", "that ships are slow"),
        ("Angela Brunner's letter", "said", "that they are not"),
    ) == [(["Harvard"], None), (["Angela Brunner"], None)]


@pytest.mark.parametrize(
    ("source", "speakers"),
    [
        ("A report on Sweden", []),
        ("A study published in the Harbour Journal", []),
        ("A story in The Guardian", ["Guardian"]),
        ("A report from the Harbour Police Department", ["Harbour Police Department"]),
    ],
)
def test_a_document_is_its_makers_not_whom_it_is_about(resolve: Resolve, source: str, speakers: list[str]) -> None:
    text = f"It was late. {source} said that it rained."
    assert resolve(text, (source, "said", "that it rained")) == [(speakers, None)]


def test_one_of_a_people_is_the_person_who_spoke(resolve: Resolve) -> None:
    said = resolve(
        "Peter Brandt was sent off. “I did nothing,” Brandt said. “It was not my fault,” the Spaniard added.",
        ("Brandt", "said", "“I did nothing,”"),
        ("the Spaniard", "added", "“It was not my fault,”"),
    )
    assert said == [(["Peter Brandt"], None)] * 2


def test_what_somebody_is_need_be_no_title(resolve: Resolve) -> None:
    text = "It was late. “We let them go,” said the tourist, Karl Huber, 37. “It is far,” Damascus radio said."
    said = resolve(
        text,
        ("the tourist, Karl Huber, 37. “", "said", "“We let them go,”"),
        ("Damascus radio", "said", "“It is far,”"),
    )
    assert said == [(["Karl Huber"], None), (["Damascus radio"], None)]


def test_letters_after_a_name_are_no_other_name(resolve: Resolve) -> None:
    text = "It was late. “It was greed,” said Simon Brandt KC. Mr Brandt left."
    assert resolve(text, ("Simon Brandt KC", "said", "“It was greed,”")) == [(["Simon Brandt"], None)]


def test_who_is_said_beside_what_he_is(resolve: Resolve) -> None:
    text = (
        "Anna Brandt died on Tuesday. She hated it, according to her friend the playwright Karl Huber. The news "
        "came from her daughter, Maria Kovacs, who said that it was late."
    )
    said = resolve(
        text,
        ("her friend the playwright Karl Huber", "according to", "She hated it"),
        ("who", "said", "that it was late"),
    )
    assert said == [(["Karl Huber"], None), (["Maria Kovacs"], None)]


def test_a_body_named_after_what_it_is(resolve: Resolve) -> None:
    text = "It was late. Sweden's financial watchdog Finansinspektionen said that it was worried."
    source = "Sweden's financial watchdog Finansinspektionen"
    assert resolve(text, (source, "said", "that it was worried")) == [(["Finansinspektionen"], None)]


def test_relative_pronouns(resolve: Resolve) -> None:
    text = "The court turned to the Harbour Police Department, which reported thefts."
    (attribution,) = resolve(text, ("which", "reported", "thefts"))
    assert attribution[0] == ["Harbour Police Department"]


def test_a_quotation_that_goes_on_keeps_its_speaker(resolve: Resolve) -> None:
    text = "“It will rain,” Angela Brunner said.\n\n“It always does.”"
    assert resolve(
        text,
        ("Angela Brunner", "said", "“It will rain,”"),
        ("", "", "“It always does.”"),
    ) == [(["Angela Brunner"], None), (["Angela Brunner"], None)]


def test_they_are_those_who_were_subject_together(resolve: Resolve) -> None:
    text = "Angela Brunner and Karl Huber came late. They said that it rained."
    (attribution,) = resolve(text, ("They", "said", "that it rained"))
    assert attribution[0] == ["Angela Brunner", "Karl Huber"]


def test_lists_with_titles_and_parties(resolve: Resolve) -> None:
    source = "Sens. Angela Brunner (D-Ore.), Karl Huber (R-Ohio) and Peter Brandt (D-N.J.)"
    (attribution,) = resolve(f"{source} all said that it rained.", (source, "said", "that it rained"))
    assert attribution[0] == ["Angela Brunner", "Karl Huber", "Peter Brandt"]


def test_a_name_after_what_he_is(resolve: Resolve) -> None:
    text = "“It rained,” said the witness, Karl Huber, 37."
    (attribution,) = resolve(text, ("the witness, Karl Huber, 37", "said", "“It rained,”"))
    assert attribution[0] == ["Karl Huber"]


def test_ministries_by_what_they_care_for(resolve: Resolve) -> None:
    text = "The Danish government is silent. The foreign ministry said that it rained. The ministry added that it snowed."
    first, second = resolve(
        text, ("The foreign ministry", "said", "that it rained"), ("The ministry", "added", "that it snowed")
    )
    assert first == second == (["foreign ministry"], None)


def test_an_administration_is_not_its_head(resolve: Resolve) -> None:
    text = (
        "Lindberg was absent. The Lindberg administration said that it rained. The Lindberg administration is old."
    )
    (attribution,) = resolve(text, ("The Lindberg administration", "said", "that it rained"))
    assert attribution[0] == ["Lindberg administration"]


def test_members_speak_for_their_body(resolve: Resolve) -> None:
    text = "Security Council members said that it rained."
    (attribution,) = resolve(text, ("Security Council members", "said", "that it rained"))
    assert attribution[0] == ["Security Council"]


def test_a_document_of_somebody_unknown_is_nobodys(resolve: Resolve) -> None:
    text = "The Harbour Police Department is closed. Their letter to the Harbour Police Department said that it rained."
    (attribution,) = resolve(text, ("Their letter to the Harbour Police Department", "said", "that it rained"))
    assert attribution[0] == []


def test_i_in_a_quotation_is_its_speaker(nlp: Language) -> None:
    text = "Angela Brunner said: “I knew it.” Karl Huber laughed."
    doc = nlp(text)
    brunner = next(actor for actor in doc._.actors if actor.name == "Angela Brunner")
    assert (text.index("I knew"), text.index("I knew") + 1) in brunner.mentions


@pytest.mark.parametrize(
    ("source", "speakers"),
    [
        ("Angela Brunner's chief adviser and lawyer Karl Huber", ["Karl Huber"]),
        ("The other man, his cousin Karl Huber, 40,", ["Karl Huber"]),
        ("His former partner at the Harbour League, Karl Huber,", ["Karl Huber"]),
        ("Karl Huber, meanwhile, who knew Angela Brunner,", ["Karl Huber"]),
        ("Mr. Huber, whose friend Angela Brunner left,", ["Huber"]),
        ("Texas Sen. Angela Brunner and Maine Rep. Karl Huber", ["Angela Brunner", "Karl Huber"]),
        ("A friend of Senator Karl Huber", []),
        ("London mother of two", []),
    ],
)
def test_who_is_named_beside_what_he_is_speaks(resolve: Resolve, source: str, speakers: list[str]) -> None:
    (attribution,) = resolve(f"{source} said that it rained.", (source, "said", "that it rained"))
    assert attribution[0] == speakers


def test_who_bears_a_long_title_speaks(resolve: Resolve) -> None:
    text = "Minister of Foreign Affairs Peter Brandt said that it rained."
    (attribution,) = resolve(text, ("Minister of Foreign Affairs Peter Brandt", "said", "that it rained"))
    assert attribution[0] == ["Peter Brandt"]
