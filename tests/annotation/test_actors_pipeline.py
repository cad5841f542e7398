"""Actors through the whole pipeline: one record an actor, with every place where the text refers to it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import pytest

from onrecord.annotation.pipeline import Annotator
from onrecord.base.records import Actor, Annotation


@dataclass
class AnnotatedText:
    text: str
    annotation: Annotation

    def actor(self, name: str) -> Actor:
        actors = [actor for actor in self.annotation.actors if actor.name == name]
        assert len(actors) == 1, [actor.name for actor in self.annotation.actors]
        return actors[0]

    def names(self, type_: str | None = None) -> set[str]:
        return {actor.name for actor in self.annotation.actors if type_ in (None, actor.type)}

    def mentions(self, name: str) -> list[str]:
        return [self.text[start:end] for start, end in self.actor(name).mentions]


@pytest.fixture
def read(annotator: Annotator) -> Callable[[str], AnnotatedText]:
    return lambda text: AnnotatedText(text, annotator.annotate(text))


Read = Callable[[str], AnnotatedText]


def test_ids_follow_the_first_mention_and_entities_know_them(read: Read) -> None:
    annotated = read("Anna Kovacs met Peter Brandt in Vienna. Brandt thanked Kovacs.")
    actors = annotated.annotation.actors
    assert [actor.id for actor in actors] == [f"a{number}" for number in range(1, len(actors) + 1)]
    assert [min(actor.mentions) for actor in actors] == sorted(min(actor.mentions) for actor in actors)
    by_span = {entity.span: entity.actor for entity in annotated.annotation.entities}
    for actor in actors:
        assert actor.mentions == sorted(actor.mentions)
        assert any(by_span.get(mention) == actor.id for mention in actor.mentions)


def test_the_names_of_a_person_are_one_actor(read: Read) -> None:
    annotated = read(
        "President Anna M. Kovacs spoke first. Anna Kovacs was followed by Peter van der Brandt. "
        "Mrs. Kovacs thanked Van der Brandt."
    )
    assert annotated.mentions("Anna M. Kovacs")[:2] == ["Anna M. Kovacs", "Anna Kovacs"] or annotated.mentions(
        "Anna Kovacs"
    )[:2] == ["Anna M. Kovacs", "Anna Kovacs"]
    assert len(annotated.names("person")) == 2


def test_an_ambiguous_surname_joins_nobody(read: Read) -> None:
    annotated = read("Anna Kovacs and Peter Kovacs run the paper. Kovacs wrote the first page.")
    assert annotated.mentions("Anna Kovacs") == ["Anna Kovacs"]
    assert annotated.mentions("Peter Kovacs") == ["Peter Kovacs"]
    assert "Kovacs" in annotated.names("person")


def test_a_title_may_tell_which_of_two(read: Read) -> None:
    annotated = read(
        "Anna Kovacs and Peter Kovacs run the paper. The first page was written by Mrs. Kovacs on Monday."
    )
    assert annotated.mentions("Anna Kovacs") == ["Anna Kovacs", "Kovacs"]


def test_a_title_is_nobodys_of_the_other_gender(read: Read) -> None:
    annotated = read(
        "Anna Kovacs spoke in Vienna. Mr. Kovacs stayed at home, and Mrs. Kovacs missed him. "
        "In the evening Mr. Kovacs cooked. Mr. Huber praised Mr. Kovacs. Later Kovacs went to Graz."
    )
    assert annotated.mentions("Anna Kovacs") == ["Anna Kovacs", "Kovacs"]
    assert annotated.mentions("Kovacs").count("Kovacs") == 4


def test_a_title_named_less_often_is_kept_with_the_name(read: Read) -> None:
    annotated = read("Peter Kovacs spoke in Vienna. Mrs. Kovacs stayed at home. Later Kovacs came back by train.")
    assert annotated.mentions("Peter Kovacs") == ["Peter Kovacs", "Kovacs"]
    assert annotated.mentions("Mrs. Kovacs") == ["Kovacs"]


def test_two_titles_of_one_surname_are_two(read: Read) -> None:
    annotated = read("It was late when Mr. Kovacs came to Vienna. Soon Mrs. Kovacs opened the door.")
    assert annotated.names("person") == {"Mr. Kovacs", "Mrs. Kovacs"}


def test_a_title_may_go_with_a_first_name_that_others_bear_elsewhere(read: Read) -> None:
    annotated = read("Andrea Kovacs and Jean-Claude Huber met in Vienna. Mr. Kovacs waited for Mr. Huber at home.")
    assert annotated.names("person") == {"Andrea Kovacs", "Jean-Claude Huber"}


def test_roles_from_titles_and_appositions(read: Read) -> None:
    annotated = read(
        "Hungarian President Anna Kovacs met Peter Brandt, a former mayor of Vienna, on Monday. "
        "The group's spokesman, Karl Huber, was absent."
    )
    assert annotated.actor("Anna Kovacs").roles == ["Hungarian President"]
    assert annotated.actor("Peter Brandt").roles == ["former mayor of Vienna"]
    assert "spokesman" in annotated.actor("Karl Huber").roles[0]


def test_a_role_says_whose_it_is(read: Read) -> None:
    annotated = read("Anna Kovacs's lawyer, Karl Huber, was absent. Prof. Sir Peter Brandt came to Vienna.")
    assert annotated.actor("Karl Huber").roles == ["Anna Kovacs's lawyer"]
    assert annotated.actor("Peter Brandt").roles == ["Prof."]


def test_a_title_may_go_on_after_its_noun(read: Read) -> None:
    annotated = read(
        "Secretary of State Anna Lindberg met Minister of Foreign Affairs Peter Brandt and a friend of Karl Huber. "
        "Defense Secretary Ida Kovacs was absent. The secretary of state left on Monday."
    )
    assert annotated.actor("Anna Lindberg").roles == ["Secretary of State"]
    assert annotated.mentions("Anna Lindberg") == ["Anna Lindberg", "The secretary of state"]
    assert annotated.actor("Peter Brandt").roles == ["Minister of Foreign Affairs"]
    assert annotated.actor("Karl Huber").roles == []
    assert annotated.names() == {"Anna Lindberg", "Peter Brandt", "Karl Huber", "Ida Kovacs"}


@pytest.mark.parametrize(
    ("full", "short"),
    [
        ("Ben Lindberg", "Lindberg"),
        ("Al Lindberg", "Lindberg"),
        ("David Ben Lindberg", "Ben Lindberg"),
        ("Chris Van Holm", "Van Holm"),
        ("Bob Vander Holm", "Vander Holm"),
        ("Ursula von der Holm", "Von der Holm"),
    ],
)
def test_particles_belong_to_surnames_and_ben_and_al_are_first_names(read: Read, full: str, short: str) -> None:
    annotated = read(
        f"{full} met Anna Kovacs in Vienna on Monday. {short} said that it rained, and Kovacs agreed."
    )
    assert annotated.mentions(full) == [full, short]


def test_a_senator_in_a_list_is_no_description_of_the_one_before(read: Read) -> None:
    annotated = read("Anna Kovacs left Vienna with Peter Brandt, Sen. Karl Huber and Ida Holm on Monday.")
    assert annotated.actor("Peter Brandt").roles == []
    assert annotated.actor("Karl Huber").roles == ["Sen."]


def test_what_an_editor_put_in_brackets_is_part_of_the_name(read: Read) -> None:
    annotated = read("“She pounced, and [Bavarian Gov. Peter] Brandt did so, too,” Anna Kovacs said. Brandt left.")
    assert annotated.names("person") == {"Peter Brandt", "Anna Kovacs"}
    assert annotated.mentions("Peter Brandt") == ["Peter] Brandt", "Brandt"]


def test_an_abbreviated_state_is_the_state(read: Read) -> None:
    annotated = read("Anna Kovacs of Tampa, Fla., met Sen. Peter Brandt (D-Ga.) in Florida on Monday.")
    assert annotated.mentions("Florida") == ["Fla.", "Florida"]
    assert annotated.actor("Georgia").type == "place"


def test_a_role_may_stand_behind_an_age(read: Read) -> None:
    annotated = read("Peter Brandt, 33, the union's president, met Karl Huber, 60, on Monday in Vienna.")
    assert annotated.actor("Peter Brandt").roles == ["union's president"]
    assert annotated.actor("Karl Huber").roles == []


def test_a_plural_title_is_shared_out(read: Read) -> None:
    annotated = read("Swedish and Danish leaders Anna Lindberg and Peter Brandt met on Monday.")
    assert annotated.actor("Anna Lindberg").roles == ["Swedish leader"]
    assert annotated.actor("Peter Brandt").roles == ["Danish leader"]


def test_abbreviations_and_short_forms_are_one_organisation(read: Read) -> None:
    annotated = read(
        "The Harbour Protection League (HPL) sued the Baltic Shipping Company on Monday. "
        "The HPL wants damages. Baltic Shipping denies everything."
    )
    assert set(annotated.mentions("Harbour Protection League")) >= {"Harbour Protection League", "HPL"}


def test_a_double_surname_is_the_one_whose_name_ends_so(read: Read) -> None:
    annotated = read(
        "Andrés Manuel Huber Brandt won on Sunday. Huber Brandt thanked Cristina Herrera de Kovacs. "
        "Later Herrera de Kovacs left for Vienna."
    )
    assert annotated.names("person") == {"Andrés Manuel Huber Brandt", "Cristina Herrera de Kovacs"}


def test_a_town_in_capitals_is_called_as_elsewhere(read: Read) -> None:
    annotated = read("STOCKHOLM, March 3 - Shares fell on Tuesday, said Anna Kovacs, who lives in Stockholm.")
    assert annotated.mentions("Stockholm") == ["STOCKHOLM", "Stockholm"]


def test_letters_in_brackets_are_short_for_what_stands_before(read: Read) -> None:
    annotated = read(
        "Rosa Brandt works at the University of La Laguna (ULL). On Monday the ULL praised her, she said. "
    )
    assert annotated.mentions("University of La Laguna") == ["University of La Laguna", "ULL", "ULL"]


def test_a_description_with_a_nationality_or_a_clause_aside(read: Read) -> None:
    annotated = read(
        "Shares in Norvik AB fell on Monday after the Swedish group said that its head had left. "
        "The company, which makes seals, declined to comment."
    )
    assert annotated.mentions("Norvik AB") == ["Norvik AB", "the Swedish group", "its", "The company"]


def test_a_government_in_a_state_of_mind_acts(read: Read) -> None:
    annotated = read(
        "Washington has grown impatient with Kiev. Berlin remains cold and wet. Officials left Paris."
    )
    assert annotated.actor("United States").metonyms == ["Washington"]
    assert annotated.actor("Ukraine").metonyms == ["Kiev"]
    assert annotated.names("place") == {"Berlin", "Paris"}


@pytest.mark.parametrize(
    ("other", "actor"),
    [
        ("The European Commission said it was late.", "European Union"),
        ("The Belgian government and the European Commission said it was late.", "Belgium"),
        ("The French government said it was late.", "Belgium"),
    ],
)
def test_brussels_is_the_union_where_that_is_named_and_belgium_is_not(read: Read, other: str, actor: str) -> None:
    annotated = read(f"Brussels has warned London that it will not reopen the deal. {other} They met in Brussels.")
    assert annotated.actor(actor).metonyms == ["Brussels"]
    assert annotated.mentions("Brussels") == ["Brussels"]


def test_capitals_that_act_are_countries_and_others_places(read: Read) -> None:
    annotated = read(
        "Moscow accused Kiev of lies on Monday. In Moscow, people went to work. "
        "Relations with Kiev are bad, said a man who had come from Kiev by train."
    )
    assert annotated.actor("Russia").metonyms == ["Moscow"]
    assert annotated.actor("Ukraine").metonyms == ["Kiev"]
    assert annotated.mentions("Russia") == ["Moscow"]
    assert annotated.mentions("Ukraine") == ["Kiev", "Kiev"]
    assert annotated.actor("Moscow").type == annotated.actor("Kiev").type == "place"


def test_seats_of_power_stand_for_their_owners(read: Read) -> None:
    annotated = read("The Kremlin rejected the plan. The Elysee Palace added that France would wait for Russia.")
    assert annotated.actor("Russia").metonyms == ["Kremlin"]
    assert annotated.actor("France").metonyms == ["Elysee Palace"]


def test_governments_and_groups(read: Read) -> None:
    annotated = read(
        "The Swedish government warned the Danish embassy. Norwegian troops left the island. "
        "The Lindberg administration said nothing. Danes protested."
    )
    assert "Swedish government" in annotated.actor("Sweden").aliases
    assert {"Danish embassy"} <= annotated.names("organisation")
    assert {"Norwegian troops", "Danes"} <= annotated.names("group")


def test_a_misspelt_name_with_the_same_title_is_suspected(read: Read) -> None:
    annotated = read(
        "Hungarian President Anna Kovacs came to Vienna. Kovacs was late. "
        "The hosts said that Hungarian President Kovatsch had missed her train."
    )
    actor = annotated.actor("Anna Kovacs")
    assert actor.suspected == ["Kovatsch"]
    assert "Kovatsch" not in actor.aliases


def test_other_bearers_of_a_title_are_not_suspected(read: Read) -> None:
    annotated = read("President Kovacs met Kovacs' sister. President Lindberg followed President Kovacs.")
    assert not any(actor.suspected for actor in annotated.annotation.actors)


def test_pronouns_follow_gender(read: Read) -> None:
    annotated = read("Angela Brunner met Peter Huber on Monday. She gave him a letter, and he thanked her.")
    assert annotated.mentions("Angela Brunner") == ["Angela Brunner", "She", "her"]
    assert annotated.mentions("Peter Huber") == ["Peter Huber", "him", "he"]


def test_a_pronoun_without_a_person_means_nobody(read: Read) -> None:
    annotated = read("Angela Brunner opened the bridge. He was late.")
    assert annotated.mentions("Angela Brunner") == ["Angela Brunner"]


def test_descriptions(read: Read) -> None:
    annotated = read(
        "Hungarian President Angela Kovacs met Austrian Chancellor Karl Huber in Vienna. "
        "The Hungarian president was pleased. The chancellor was not."
    )
    assert "The Hungarian president" in annotated.mentions("Angela Kovacs")
    assert "The chancellor" in annotated.mentions("Karl Huber")


def test_a_description_that_fits_two_means_nobody(read: Read) -> None:
    annotated = read("President Angela Kovacs met President Karl Huber. The president was pleased.")
    assert annotated.mentions("Angela Kovacs") == ["Angela Kovacs"]
    assert annotated.mentions("Karl Huber") == ["Karl Huber"]


def test_two_hundred_people_of_similar_names_stay_apart(annotator: Annotator) -> None:
    firsts = ["Anna", "Peter", "Karl", "Maria", "Eva", "Paul", "Lena", "Hans", "Nina", "Jan"]
    lasts = [
        f"{a}{b}er" for a in ("Brand", "Hub", "Lind", "Stein", "Wald") for b in ("berg", "mann", "hof", "feld")
    ]
    text = " ".join(f"{first} {last} said that it would rain." for last in lasts for first in firsts)
    annotation = annotator.annotate(text)
    people = {actor.name for actor in annotation.actors if actor.type == "person"}
    assert len(people) > 150
