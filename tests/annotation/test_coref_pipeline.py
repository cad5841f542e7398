"""Pronouns and descriptions through the whole pipeline: whom they mean, and when they mean nobody."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.annotation.lexicon.gender import female_log_odds
from onrecord.annotation.pipeline import Annotator

Mentions = Callable[[str], dict[str, list[str]]]

FIRST = ["Anna", "Peter", "Karl", "Maria", "Eva", "Paul"]
LAST = ["Kovacs", "Brandt", "Huber", "Lindberg"]


@pytest.fixture
def mentions(annotator: Annotator) -> Mentions:
    """Text → name of each actor → the words that refer to the actor, in order."""

    def read(text: str) -> dict[str, list[str]]:
        actors = annotator.annotate(text).actors
        return {actor.name: [text[start:end] for start, end in actor.mentions] for actor in actors}

    return read


def test_cataphora(mentions: Mentions) -> None:
    words_by_actor = mentions("In her first speech, Angela Kovacs praised the firm. Peter Huber was absent.")
    assert words_by_actor["Angela Kovacs"] == ["her", "Angela Kovacs"]


def test_himself_is_the_subject_and_him_is_not(mentions: Mentions) -> None:
    words_by_actor = mentions("Karl Huber saw Peter Brandt on Monday. Huber praised himself. Brandt saw him.")
    assert "himself" in words_by_actor["Karl Huber"]
    assert "him" not in words_by_actor["Peter Brandt"]


def test_his_brother_is_not_he(mentions: Mentions) -> None:
    words_by_actor = mentions("Karl Huber owns the paper. His brother Peter writes the first page.")
    assert "His" in words_by_actor["Karl Huber"]


def test_who_spoke_goes_on(mentions: Mentions) -> None:
    words_by_actor = mentions(
        "Peter Brandt met Karl Huber on Monday. “It will rain,” Brandt said. “It always does. Take a coat.” "
        "“Nobody listens,” he added."
    )
    assert "he" in words_by_actor["Peter Brandt"]


@pytest.mark.parametrize(
    "text",
    [
        "Karl Huber agreed with her.\n\n“Peter Brandt was right in all that he told us,” he wrote.",
        "“Brandt is old,” said Karl Huber, a friend of Peter Brandt. “Brandt is ill.”\n\nHe wrote: “He is tired.”",
        "Karl Huber voted on Monday.\n\n“I like how Peter Brandt speaks,” he said.",
    ],
)
def test_who_said_it_is_hardly_named_in_it(mentions: Mentions, text: str) -> None:
    assert any(word.lower() == "he" for word in mentions(text)["Karl Huber"])


@pytest.mark.parametrize("name", ["Sir Lindsay Huber", "Senator Lindsey Huber"])
def test_he_may_have_a_name_that_women_bear(mentions: Mentions, name: str) -> None:
    words_by_actor = mentions(f"The speaker, {name}, had to step in twice. “I will not have it,” he shouted.")
    assert "he" in words_by_actor[name.split(" ", 1)[1]]


def test_somebody_without_a_name_takes_the_pronoun(mentions: Mentions) -> None:
    words_by_actor = mentions("Peter Brandt left. The spokesman said that it was late. He said that nobody knew.")
    assert words_by_actor["Peter Brandt"] == ["Peter Brandt"]


def test_an_age_tells_who_is_meant(mentions: Mentions) -> None:
    words_by_actor = mentions(
        "Karl Huber, 45, was arrested on Monday. The 45-year-old denied everything. Peter Brandt, 31, and "
        "31-year-old Eva Lindberg watched. The 31-year-old left. The 45-year-old house burned."
    )
    assert words_by_actor["Karl Huber"] == ["Karl Huber", "The 45-year-old"]
    assert words_by_actor["Peter Brandt"] == ["Peter Brandt"]


def test_you_is_whom_the_words_are_said_to(mentions: Mentions) -> None:
    words_by_actor = mentions("Angela Brunner told Karl Huber: “You are late, and I am tired.”")
    assert words_by_actor["Karl Huber"] == ["Karl Huber", "You"]
    assert words_by_actor["Angela Brunner"] == ["Angela Brunner", "I"]


def test_we_is_the_body_that_speaks(mentions: Mentions) -> None:
    words_by_actor = mentions("“We will pay,” the Harbour Police Department said. “Our officers are ready.”")
    assert words_by_actor["Harbour Police Department"] == ["We", "Harbour Police Department", "Our"]


def test_a_description_is_read_before_the_pronoun(mentions: Mentions) -> None:
    words_by_actor = mentions(
        "Hungarian President Angela Kovacs came on Monday. The president said that she was tired."
    )
    assert words_by_actor["Angela Kovacs"] == ["Angela Kovacs", "The president", "she"]


def test_he_after_a_body_means_nobody(mentions: Mentions) -> None:
    words_by_actor = mentions("The United Nations sent a letter to Germany. He was pleased.")
    assert all("He" not in words for words in words_by_actor.values())


def test_first_names_lean_as_those_that_end_alike() -> None:
    assert female_log_odds("Deanna Huber") > 2
    assert female_log_odds("Bogdan Huber") < -1
    assert female_log_odds("Xavelina Huber") > 1
    assert abs(female_log_odds("Q")) <= 3


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from(LAST),
    st.lists(st.sampled_from(FIRST), min_size=2, max_size=3, unique=True),
    st.sampled_from(["{} wrote the first page.", "Later {} was late.", "“No,” {} said.", "People like {}."]),
)
def test_a_surname_with_two_bearers_joins_nobody(
    annotator: Annotator, last: str, firsts: list[str], sentence: str
) -> None:
    text = " ".join(f"{first} {last} came on Monday." for first in firsts) + " " + sentence.format(last)
    at = text.rindex(last)
    for actor in annotator.annotate(text).actors:
        if any(f"{first} {last}" in (actor.name, *actor.aliases) for first in firsts):
            assert all(not start <= at < end for start, end in actor.mentions)


_WORDS = st.sampled_from(
    "He she him her his himself it they I we you said told that Anna Kovacs Peter Brandt Huber Mr. President the "
    "president Москва 东京 عمر “ ” \" '' `` ( ) , . ; : -- \n \n\n \t \x00 \ud800 ￼ é ́ and or of in New York's "
    "Ministry ministry company is was".split(" ")
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(_WORDS, max_size=60), st.sampled_from([" ", "", "  "]))
def test_damaged_and_foreign_text(annotator: Annotator, words: list[str], joint: str) -> None:
    text = joint.join(words)
    annotation = annotator.annotate(text)
    ids = [actor.id for actor in annotation.actors]
    assert len(set(ids)) == len(ids)
    for actor in annotation.actors:
        assert actor.name.strip()
        assert actor.mentions
        assert actor.mentions == sorted(set(actor.mentions))
        assert all(0 <= start < end <= len(text) for start, end in actor.mentions)
    for entity in annotation.entities:
        assert entity.actor is None or entity.actor in ids
    for attribution in annotation.attributions:
        assert set(attribution.speaker) <= set(ids)
        assert attribution.via is None or attribution.via in ids
