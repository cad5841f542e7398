"""The features of the candidates for a pronoun's antecedent."""

from __future__ import annotations

import math

import pytest
from actors_by_hand import attribution_of
from antecedents_by_hand import LEFT, RAIN, SLEPT, candidates, gender_of
from docs_by_hand import make_doc

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.coref import antecedents
from onrecord.annotation.coref.antecedents import Features
from onrecord.annotation.lexicon import Gender
from onrecord.annotation.lexicon.gender import female_log_odds
from onrecord.base.records import ActorType

# ---- whom the narrator mentions


QUOTED_KIM = "Lee/NNP/nsubj/met met/VBD/ROOT Ann/NNP/dobj/met .\nKim/NNP/nsubj/left left/VBD/ROOT .\nhe/PRP/nsubj/{verb} {verb}/VBD/ROOT/{verb}/{lemma}"
THREE: dict[str, ActorType] = {"Lee": "person", "Ann": "person", "Kim": "person"}


@pytest.mark.parametrize(
    ("verb", "lemma", "male", "quoted", "expected"),
    [
        ("said", "say", "Lee", "Kim left", ["Ann", "Lee"]),
        ("announced", "announce", "Lee", "Kim left", ["Ann", "Lee"]),
        ("slept", "sleep", "Lee", "Kim left", ["Kim", "Ann", "Lee"]),
        ("said", "say", "Kim", "Kim left", ["Kim", "Ann", "Lee"]),
        ("said", "say", "Lee", "", ["Kim", "Ann", "Lee"]),
        ("said", "say", "Lee", "he", ["Kim", "Ann", "Lee"]),
    ],
)
def test_who_reports_is_hardly_one_whom_only_others_mention(
    verb: str, lemma: str, male: str, quoted: str, expected: list[str]
) -> None:
    sentences = QUOTED_KIM.format(verb=verb, lemma=lemma)
    features_by_name = candidates(sentences, actors=THREE, quoted=quoted, setup=gender_of(male, "male"))
    assert list(features_by_name) == expected


@pytest.mark.parametrize(("verb", "lemma"), [("said", "say"), ("announced", "announce")])
def test_who_spoke_last_is_one_whom_the_narrator_likely_means(verb: str, lemma: str) -> None:
    sentences = QUOTED_KIM.format(verb=verb, lemma=lemma)
    spoken = sentences.replace("met/VBD/ROOT", "met/VBD/ROOT/met/say")
    assert list(candidates(spoken, actors=THREE, quoted="Kim left")) == ["Ann", "Lee"]
    assert list(candidates(sentences, actors=THREE, quoted="Kim left")) == ["Kim", "Ann", "Lee"]


def test_mentions_in_quotations_do_not_count_for_who_reports() -> None:
    sentences = (
        "Lee/NNP/nsubj/met met/VBD/ROOT .\nOh/UH Lee/NNP/nsubj/left left/VBD/ROOT .\n"
        "he/PRP/nsubj/said said/VBD/ROOT .\nOh/UH Lee/NNP/nsubj/left left/VBD/ROOT"
    )
    features = candidates(sentences, quoted="Oh Lee left", setup=gender_of("Lee", "male"))["Lee"]
    assert features["mentions"] == math.log1p(1)
    assert not any(name.startswith("again") for name in features)


# ---- gender


def test_a_stated_gender_needs_no_guess() -> None:
    features = candidates(f"{LEFT}\n{SLEPT}", setup=gender_of("Lee", "male"))["Lee"]
    assert features["gender known"] == 1
    assert not any(name.startswith(("gender unknown", "gender leans", "called")) for name in features)


@pytest.mark.parametrize(("gender", "sign"), [("female", 1), ("male", -1)])
@pytest.mark.parametrize(("name", "suffix"), [("Deanna", ", one word"), ("Deanna Huber", "")])
def test_an_unknown_gender_leans_as_the_name_does(gender: Gender, sign: int, name: str, suffix: str) -> None:
    cluster = ActorCluster("person", name)
    cluster.names[name] = 1
    assert antecedents._gender_features(cluster, gender) == {
        f"gender leans{suffix}": sign * female_log_odds(name),
        f"gender unknown{suffix}": 1.0,
    }


def test_pronouns_before_tell_the_gender() -> None:
    cluster = ActorCluster("person", "Deanna")
    cluster.names["Deanna"] = 1
    cluster.pronoun_genders.update({"male": 2, "female": 1})
    features = antecedents._gender_features(cluster, "male")
    assert (features["called so"], features["called otherwise"]) == (math.log1p(2), math.log1p(1))
    cluster.pronoun_genders.clear()
    features = antecedents._gender_features(cluster, "male")
    assert "called so" not in features
    assert "called otherwise" not in features
    cluster.pronoun_genders.update({"male": 1})
    assert "called otherwise" not in antecedents._gender_features(cluster, "male")
    assert "called so" not in antecedents._gender_features(cluster, "female")


def test_somebody_without_a_name_has_no_gender_to_guess() -> None:
    assert antecedents._gender_features(ActorCluster("person"), "male") == {"gender unknown, no name": 1.0}
    features = candidates(f"A/DT lawyer/NN/nsubj/left left/VBD/ROOT .\n{SLEPT}", nominal="lawyer")[""]
    assert features["no name"] == 1
    assert "no name" not in candidates(f"{LEFT}\n{SLEPT}")["Lee"]


# ---- who it is


def test_what_is_no_person_so_far_is_marked() -> None:
    sentences = f"Zuzuq/NNP/nsubj/left left/VBD/ROOT .\n{SLEPT}"
    assert candidates(sentences, actors={"Zuzuq": "place"})["Zuzuq"]["no person"] == 1
    assert "no person" not in candidates(sentences, actors={"Zuzuq": "person"})["Zuzuq"]


def test_the_first_person_of_the_article_is_marked() -> None:
    sentences = f"Malta/NNP/nsubj/left left/VBD/ROOT .\n{LEFT}\nKim/NNP/nsubj/left left/VBD/ROOT .\n{SLEPT}"
    features_by_name = candidates(sentences, actors={"Malta": "country", "Kim": "person", "Lee": "person"})
    assert features_by_name["Lee"]["first of all"] == 1
    assert "first of all" not in features_by_name["Kim"]
    assert features_by_name["Kim"]["any"] == features_by_name["Lee"]["any"] == 1


# ---- the last mention before


@pytest.mark.parametrize(
    ("sentences_between", "capped", "beyond"), [(0, 1, 0), (1, 2, 0), (2, 3, 0), (3, 3, 1), (5, 3, 3)]
)
def test_the_distance_in_sentences(sentences_between: int, capped: int, beyond: int) -> None:
    features = candidates("\n".join([LEFT, *[RAIN] * sentences_between, SLEPT]))["Lee"]
    assert features[f"he distance {capped}"] == 1
    assert features["farther"] == beyond
    assert features["he subject 1"] == 1


def test_quotations_between_do_not_count_for_the_narrators_pronouns() -> None:
    sentences = "\n".join([LEFT, RAIN, RAIN, SLEPT])
    features = candidates(sentences, quoted="So.")["Lee"]
    assert features["he distance 1"] == 1
    assert "he near" not in features
    features = candidates(sentences, quoted="he")["Lee"]
    assert features["he distance 3"] == 1
    assert "he near" in features


def test_nearness_is_the_logarithm_of_the_tokens_between() -> None:
    assert candidates(f"{LEFT}\n{SLEPT}")["Lee"]["he near"] == math.log1p(3) - 2


def test_the_candidates_are_ranked_from_the_nearest() -> None:
    sentences = "A/NNP/dep B/NNP/dep C/NNP/dep D/NNP/dep E/NNP/dep ./,/ROOT\n" + SLEPT
    features_by_name = candidates(sentences, actors=dict.fromkeys("ABCDE", "person"), setup=None)
    ranks = {
        name: [rank for rank in range(5) if f"rank {rank}" in features]
        for name, features in features_by_name.items()
    }
    assert ranks == {"E": [0], "D": [1], "C": [2], "B": [3], "A": [3]}


@pytest.mark.parametrize(
    ("mention", "pronoun", "feature"),
    [
        ("Lee/NNP/nsubj/left left/VBD/ROOT .", SLEPT, "parallel he"),
        ("left/VBD/ROOT Lee/NNP/dobj/left .", "saw/VBD/ROOT him/PRP/dobj/saw", "parallel him"),
        ("Lee/NNP/poss/dog dog/NN/ROOT .", "his/PRP$/poss/dog dog/NN/ROOT", "parallel his"),
    ],
)
def test_a_parallel_function_is_marked(mention: str, pronoun: str, feature: str) -> None:
    word = feature.split()[-1]
    assert candidates(f"{mention}\n{pronoun}", word)["Lee"][feature] == 1
    other = "of/IN/ROOT Lee/NNP/pobj/of ."
    features = candidates(f"{other}\n{pronoun}", word)["Lee"]
    assert feature not in features
    assert features[f"{word} pobj 1"] == 1


@pytest.mark.parametrize(
    ("sentence", "coordinated"),
    [
        ("Kim/NNP/nsubj/left and/CC/cc/Kim Lee/NNP/conj/Kim left/VBD/ROOT .", {"Kim", "Lee"}),
        ("Kim/NNP/nsubj/left left/VBD/ROOT Lee/NNP/dobj/left .", set()),
    ],
)
def test_coordinated_mentions_are_marked(sentence: str, coordinated: set[str]) -> None:
    features_by_name = candidates(f"{sentence}\n{SLEPT}")
    assert {name for name, features in features_by_name.items() if "coordinated" in features} == coordinated


@pytest.mark.parametrize(("quoted", "is_other"), [("Lee", True), ("he", True), ("", False)])
def test_a_mention_in_anothers_voice_is_marked(quoted: str, is_other: bool) -> None:
    features = candidates(f"{LEFT}\n{SLEPT}", quoted=quoted)["Lee"]
    assert ("other voice" in features) is is_other


def test_the_most_mentioned_candidates_are_marked() -> None:
    features_by_name = candidates(f"{LEFT}\n{LEFT}\nKim/NNP/nsubj/left left/VBD/ROOT .\n{SLEPT}")
    assert (features_by_name["Lee"]["mentions"], features_by_name["Kim"]["mentions"]) == (
        math.log1p(2),
        math.log1p(1),
    )
    assert [name for name, features in features_by_name.items() if "mentioned most" in features] == ["Lee"]


@pytest.mark.parametrize(
    ("sentences", "feature"),
    [
        (f"{LEFT}\n{SLEPT}", "he root subject 1"),
        (f"Lee/NNP/nsubj/left left/VBD/ROOT and/CC {SLEPT.replace('ROOT', 'conj/left')}", "he root subject 0"),
    ],
)
def test_a_near_subject_of_the_main_clause_is_marked(sentences: str, feature: str) -> None:
    assert candidates(sentences)["Lee"][feature] == 1


@pytest.mark.parametrize(
    "sentences",
    [
        f"{LEFT}\n{RAIN}\n{SLEPT}",
        f"saw/VBD/ROOT Lee/NNP/dobj/saw .\n{SLEPT}",
        f"said/VBD/ROOT Lee/NNP/nsubj/left left/VBD/ccomp/said .\n{SLEPT}",
    ],
)
def test_other_mentions_are_no_near_subjects_of_the_main_clause(sentences: str) -> None:
    assert not any("root subject" in feature for feature in candidates(sentences)["Lee"])


# ---- subjects and objects around the pronoun


@pytest.mark.parametrize(
    ("sentences", "pronoun", "expected"),
    [
        (f"{LEFT}\n{SLEPT}", "he", {"he subject before"}),
        (f"saw/VBD/ROOT Lee/NNP/dobj/saw .\n{SLEPT}", "he", set()),
        (f"{LEFT}\n{RAIN}\n{SLEPT}", "he", set()),
        # the subject of the pronoun's own verb
        (
            "Lee/NNP/nsubj/saw saw/VBD/ROOT his/PRP$/poss/dog dog/NN/dobj/saw",
            "his",
            {"his subject here", "his own subject"},
        ),
        # the subject of a verb above it
        (
            "Lee/NNP/nsubj/said said/VBD/ROOT Kim/NNP/nsubj/saw saw/VBD/ccomp/said him/PRP/dobj/saw",
            "him",
            {"him subject here", "him commands"},
        ),
        # an object of a verb above it
        (
            "told/VBD/ROOT Lee/NNP/dobj/told Kim/NNP/nsubj/saw saw/VBD/ccomp/told him/PRP/dobj/saw",
            "him",
            {"him object above"},
        ),
        # the subject of a verb that is not above it
        (
            "Lee/NNP/nsubj/sang sang/VBD/advcl/saw Kim/NNP/nsubj/saw saw/VBD/ROOT him/PRP/dobj/saw",
            "him",
            {"him subject here"},
        ),
        (
            "Ann/NNP/nsubj/said and/CC/cc/Ann Lee/NNP/conj/Ann said/VBD/ROOT Kim/NNP/nsubj/saw "
            "saw/VBD/ccomp/said him/PRP/dobj/saw",
            "him",
            {"him subject here", "him commands"},
        ),
    ],
)
def test_where_a_candidate_stands_to_the_pronoun(sentences: str, pronoun: str, expected: set[str]) -> None:
    features = candidates(sentences, pronoun, actors={"Lee": "person"})["Lee"]
    names = {"subject here", "subject before", "own subject", "commands", "object above"}
    assert {name: value for name, value in features.items() if name.partition(" ")[2] in names} == dict.fromkeys(
        expected, 1.0
    )


# ---- who is named only after the pronoun


@pytest.mark.parametrize(
    ("sentences", "pronoun", "expected"),
    [
        (
            f"{RAIN}\n{SLEPT} .\n{LEFT}",
            "he",
            {"ahead 1": 1.0, "ahead he 1 subject": 1.0, "ahead near": math.log1p(3) - 2},
        ),
        (
            "His/PRP$/poss/dog dog/NN/nsubj/saw saw/VBD/ROOT Lee/NNP/dobj/saw",
            "His",
            {"ahead 0": 1.0, "ahead his 0 object": 1.0, "ahead near": math.log1p(3) - 2},
        ),
        (
            "In/IN/prep/left his/PRP$/poss/car car/NN/pobj/In Lee/NNP/nsubj/left left/VBD/ROOT",
            "his",
            {
                "ahead 0": 1.0,
                "ahead his 0 subject": 1.0,
                "ahead near": math.log1p(2) - 2,
                "ahead his root subject": 1.0,
                "ahead of its clause": 1.0,
            },
        ),
    ],
)
def test_who_is_named_after_the_pronoun_only(sentences: str, pronoun: str, expected: Features) -> None:
    features = candidates(sentences, pronoun)["Lee"]
    assert {name: value for name, value in features.items() if name.startswith("ahead")} == expected
    assert "mentions" not in features


@pytest.mark.parametrize(
    ("after", "feature"),
    [
        (f" .\n{LEFT}", "again he 1 subject"),
        (" , Lee/NNP/npadvmod/slept", "again he 0 other"),
    ],
)
def test_who_is_named_again_soon_is_marked(after: str, feature: str) -> None:
    sentences = f"{RAIN}\n{LEFT}\n{SLEPT}{after}"
    features = candidates(sentences.replace("npadvmod/slept", "npadvmod/then then/RB/advmod/slept"))["Lee"]
    assert features[feature] == 1
    assert not any(name.startswith("ahead") for name in features)
    assert not any(name.startswith("again") for name in candidates(f"{LEFT}\n{SLEPT}")["Lee"])


# ---- who spoke, and whom pronouns before mean


@pytest.mark.parametrize(
    ("first", "second", "pronoun_verb", "speaker"),
    [
        ("say", "leave", "say", "Lee"),
        ("say", "say", "say", "Kim"),
        ("leave", "leave", "say", None),
        ("say", "leave", "sleep", None),
    ],
)
def test_who_spoke_last_is_marked_for_who_says(
    first: str, second: str, pronoun_verb: str, speaker: str | None
) -> None:
    sentences = (
        f"Lee/NNP/nsubj/did did/VBD/ROOT/did/{first} .\nKim/NNP/nsubj/did did/VBD/ROOT/did/{second} .\n"
        f"he/PRP/nsubj/did did/VBD/ROOT/did/{pronoun_verb}"
    )
    features_by_name = candidates(sentences)
    assert [name for name, features in features_by_name.items() if "spoke last" in features] == (
        [speaker] if speaker else []
    )


def test_a_pronoun_that_speaks_makes_its_antecedent_the_last_speaker() -> None:
    sentences = (
        "Kim/NNP/nsubj/said said/VBD/ROOT .\nLee/NNP/nsubj/left left/VBD/ROOT .\nHe/PRP/nsubj/said said/VBD/ROOT .\n"
        "he/PRP/nsubj/said said/VBD/ROOT"
    )
    assert "spoke last" in candidates(sentences)["Kim"]
    features_by_name = candidates(sentences, resolved={"He": "Lee"})
    assert "spoke last" in features_by_name["Lee"]
    assert "spoke last" not in features_by_name["Kim"]


def test_the_source_of_an_attribution_is_a_speaker_whatever_the_verb() -> None:
    sentences = (
        "Lee/NNP/nsubj/paid paid/VBD/ROOT tribute/NN/dobj/paid .\nKim/NNP/nsubj/left left/VBD/ROOT .\n"
        "he/PRP/nsubj/said said/VBD/ROOT"
    )

    def attribute(registry: ActorRegistry) -> None:
        registry.doc._.attributions = [attribution_of(registry.doc, "Lee", "paid tribute")]

    assert "spoke last" in candidates(sentences, setup=attribute)["Lee"]
    assert not any("spoke last" in features for features in candidates(sentences).values())


def test_sources_are_headed_by_their_root_and_its_apposition() -> None:
    doc = make_doc("the/DT/det/aide aide/NN/nsubj/said , Lee/NNP/appos/aide , said/VBD/ROOT no/UH")
    doc._.attributions = [attribution_of(doc, "the aide, Lee,", "said", "no"), attribution_of(doc, "", "said")]
    assert antecedents.source_tokens(doc) == {1, 3}


def test_who_cannot_be_a_person_is_no_last_speaker() -> None:
    sentences = (
        "Lee/NNP/nsubj/said said/VBD/ROOT .\nMalta/NNP/nsubj/said said/VBD/ROOT .\nhe/PRP/nsubj/said said/VBD/ROOT"
    )
    assert "spoke last" in candidates(sentences, actors={"Lee": "person", "Malta": "country"})["Lee"]


def test_whom_the_gender_forbids_is_no_last_speaker() -> None:
    sentences = (
        "Lee/NNP/nsubj/said said/VBD/ROOT .\nKim/NNP/nsubj/said said/VBD/ROOT .\nhe/PRP/nsubj/said said/VBD/ROOT"
    )
    assert "spoke last" in candidates(sentences)["Kim"]
    assert "spoke last" in candidates(sentences, setup=gender_of("Kim", "female"))["Lee"]


CHAIN = f"{LEFT}\nHe/PRP/nsubj/ran ran/VBD/ROOT .\n"


@pytest.mark.parametrize(
    ("rest", "pronoun", "expected"),
    [
        (SLEPT, "he", {"chain 1", "chain parallel 1"}),
        (f"{RAIN}\n{SLEPT}", "he", {"chain 2", "chain parallel 2"}),
        (f"{RAIN}\n{RAIN}\n{SLEPT}", "he", {"chain 2", "chain parallel 2"}),
        ("saw/VBD/ROOT him/PRP/dobj/saw", "him", {"chain 1"}),
    ],
)
def test_whom_a_pronoun_before_means_goes_on(rest: str, pronoun: str, expected: set[str]) -> None:
    features = candidates(CHAIN + rest, pronoun, resolved={"He": "Lee"})["Lee"]
    assert {name: value for name, value in features.items() if name.startswith("chain")} == dict.fromkeys(
        expected, 1.0
    )
    assert not any(name.startswith("chain") for name in candidates(CHAIN + rest, pronoun)["Lee"])


def test_the_other_argument_of_the_verb_is_the_chains_end() -> None:
    sentences = f"{LEFT}\nHe/PRP/nsubj/saw saw/VBD/ROOT him/PRP/dobj/saw"
    features = candidates(sentences, "him", resolved={"He": "Lee"})["Lee"]
    assert {name: value for name, value in features.items() if name.startswith("chain")} == {
        "chain 0": 1.0,
        "chain bound": 1.0,
    }
