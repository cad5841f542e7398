"""Whom the words of a source name: each rule by itself."""

from __future__ import annotations

import pytest
from actors_by_hand import characters, make_registry, names_of, span_of
from docs_by_hand import make_doc

from onrecord.annotation.actors.registry import ActorCluster
from onrecord.annotation.speakers import resolver
from onrecord.base.records import ActorType

# ---- lists of names


def listed(sentence: str, source: str, actors: dict[str, ActorType]) -> list[str]:
    doc = make_doc(sentence)
    return names_of(resolver._listed_actors(make_registry(doc, actors), span_of(doc, source)))


TWO: dict[str, ActorType] = {"Lee": "person", "Kim": "person"}


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("Lee/NNP and/CC Kim/NNP/ROOT", ["Lee", "Kim"]),
        ("Both/DT Lee/NNP &/CC+CCONJ the/DT Kim/NNP/ROOT", ["Lee", "Kim"]),
        ("Lee/NNP or/CC Kim/NNP/ROOT", []),
        ("Lee/NNP , Kim/NNP/ROOT", []),
        ("Lee/NNP met/VBD Kim/NNP/ROOT and/CC left/VBD", []),
        ("Kim/NNP ,/, Lee/NNP and/CC Lee/NNP/ROOT", ["Kim", "Lee"]),
        ("Sens./NNP Lee/NNP ( R-Utah/NNP ) and/CC Kim/NNP/ROOT", ["Lee", "Kim"]),
        ("Lee/NNP ( with/IN ) and/CC Kim/NNP/ROOT", ["Lee", "Kim"]),
        ("Lee/NNP ( R-Utah/NNP ) with/IN and/CC Kim/NNP/ROOT", []),
    ],
)
def test_a_list_of_names_has_a_conjunction_and_nothing_but_connectors(source: str, names: list[str]) -> None:
    doc = make_doc(source)
    assert names_of(resolver._listed_actors(make_registry(doc, TWO), doc[:])) == names


def test_a_list_goes_over_a_line_break() -> None:
    doc = make_doc("Lee/NNP and/CC Kim/NNP/ROOT\n\nLeft/VBD/ROOT")
    assert names_of(resolver._listed_actors(make_registry(doc, TWO), doc[:4])) == ["Lee", "Kim"]


@pytest.mark.parametrize(
    ("source", "first", "type_", "expected"),
    [
        ("Maine/NNP senator/NN Kim/NNP/ROOT", "Maine", "place", True),
        ("Maine/NNP fisher/JJ Kim/NNP/ROOT", "Maine", "place", False),
        ("Ann/NNP senator/NN Kim/NNP/ROOT", "Ann", "person", False),
        ("Ann/NNP Lee/NNP 's/POS friend/NN Kim/NNP/ROOT", "Ann Lee", "person", True),
        ("Ann/NNP Lee/NNP 's/POS house/NN Kim/NNP/ROOT", "Ann Lee", "person", False),
        ("Ann/NNP Lee/NNP 's/POS", "Ann Lee", "person", False),
        ("Kim/NNP and/CC Maine/NNP/ROOT", "Maine", "place", False),
    ],
)
def test_a_name_before_a_role_only_tells_whose_it_is(
    source: str, first: str, type_: ActorType, expected: bool
) -> None:
    doc = make_doc(source if "ROOT" in source else f"{source}/ROOT")
    registry = make_registry(doc, {first: type_})
    token = span_of(doc, first)[0]
    assert resolver._is_part_of_title(registry, doc[:], token) is expected


def test_what_follows_the_source_makes_no_title() -> None:
    doc = make_doc("Maine/NNP senator/NN Kim/NNP/ROOT")
    assert not resolver._is_part_of_title(make_registry(doc, {"Maine": "place"}), doc[:1], doc[0])
    doc = make_doc("Lee/NNP 's/POS friend/NN/ROOT")
    registry = make_registry(doc, {"Lee": "person"})
    assert not resolver._is_part_of_title(registry, doc[:2], doc[0])
    assert resolver._is_part_of_title(registry, doc[:3], doc[0])


def test_a_word_that_refers_to_nobody_is_no_part_of_a_title() -> None:
    doc = make_doc("Maine/NNP senator/NN Kim/NNP/ROOT")
    assert not resolver._is_part_of_title(make_registry(doc, {"Kim": "person"}), doc[:], doc[0])


# ---- employers


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Yale/NNP/nsubj/said 's/POS chief/JJ chemist/NN ,/, Lee/NNP/appos/Yale said/VBD/ROOT", ["Lee"]),
        ("Yale/NNP/nsubj/said 's/POS chief/JJ chemist/NN Lee/NNP/appos/Yale said/VBD/ROOT", ["Lee"]),
        ("Yale/NNP/nsubj/said 's/POS lab/NN ,/, Lee/NNP/appos/Yale said/VBD/ROOT", []),
        ("Yale/NNP/nsubj/said whose/WP$ chemist/NN ,/, Lee/NNP/appos/Yale said/VBD/ROOT", []),
        ("Yale/NNP/nsubj/said led/VBN chemist/NN ,/, Lee/NNP/appos/Yale said/VBD/ROOT", []),
        ("Yale/NNP/nsubj/said by/IN chemist/NN Lee/NNP/appos/Yale said/VBD/ROOT", []),
        ("Yale/NNP/nsubj/said 's/POS chemist/NN ,/, Lee/NNP/appos/Yale at/IN Kim/NNP said/VBD/ROOT", []),
    ],
)
def test_who_holds_a_post_speaks_and_not_the_employer(sentence: str, names: list[str]) -> None:
    doc = make_doc(sentence)
    registry = make_registry(doc, {"Yale": "organisation", "Lee": "person"})
    assert names_of(resolver._employee(registry, doc[:-1])) == names


def test_an_employee_is_the_only_person_behind_the_employer() -> None:
    doc = make_doc("Yale/NNP/nsubj/said 's/POS chemist/NN ,/, Lee/NNP/appos/Yale and/CC Kim/NNP said/VBD/ROOT")
    actors: dict[str, ActorType] = {"Yale": "organisation", **TWO}
    assert resolver._employee(make_registry(doc, actors), doc[:-1]) == []
    assert names_of(resolver._employee(make_registry(doc, actors), doc[:5])) == ["Lee"]
    person: dict[str, ActorType] = {"Yale": "person", "Lee": "person"}
    assert resolver._employee(make_registry(doc, person), doc[:5]) == []


# ---- the head of a source


def of_head(sentence: str, source: str, actors: dict[str, ActorType]) -> list[str]:
    doc = make_doc(sentence)
    span = span_of(doc, source)
    return names_of(resolver._actors_of_head(make_registry(doc, actors), span, span.root))


@pytest.mark.parametrize(
    ("sentence", "source", "names"),
    [
        ("Lee/NNP/compound/KC KC/NNP/nsubj/said said/VBD/ROOT", "Lee KC", ["Lee"]),
        ("Lee/NNP/compound/XY XY/NNP/nsubj/said said/VBD/ROOT", "Lee XY", []),
        ("Lee/NNP/compound/KC KC/NNP/nsubj/said said/VBD/ROOT", "KC", []),
    ],
)
def test_letters_after_a_name_stand_for_it(sentence: str, source: str, names: list[str]) -> None:
    assert of_head(sentence, source, {"Lee": "person"}) == names


@pytest.mark.parametrize(
    ("source", "type_", "names"),
    [
        ("Texas/NNP/nsubj/said senator/NN/appos/Texas said/VBD/ROOT", "place", []),
        ("Texas/NNP/nsubj/said town/NN/appos/Texas said/VBD/ROOT", "place", []),
        ("Texas/NNP/nsubj/said Sen./NNP/appos/Texas said/VBD/ROOT", "place", []),
        ("Texas/NNP/nsubj/said again/RB/advmod/said said/VBD/ROOT", "place", ["Texas"]),
        ("Texas/NNP/nsubj/said senator/NN/appos/Texas said/VBD/ROOT", "organisation", ["Texas"]),
    ],
)
def test_a_place_before_a_noun_only_tells_where_somebody_is_from(
    source: str, type_: ActorType, names: list[str]
) -> None:
    doc = make_doc(source)
    assert names_of(resolver._actors_of_head(make_registry(doc, {"Texas": type_}), doc[:2], doc[0])) == names


def test_a_place_at_the_end_of_a_source_is_not_before_a_noun() -> None:
    assert of_head("Texas/NNP/ROOT town/NN/dep/Texas", "Texas", {"Texas": "place"}) == ["Texas"]


@pytest.mark.parametrize(
    ("dependency", "source", "names"),
    [("appos", "the tourist, Lee", ["Lee"]), ("nmod", "the tourist, Lee", []), ("appos", "the tourist", [])],
)
def test_an_apposition_names_who_the_head_is(dependency: str, source: str, names: list[str]) -> None:
    sentence = (
        f"the/DT/det/tourist tourist/NN/nsubj/left ,/,/punct/tourist Lee/NNP/{dependency}/tourist left/VBD/ROOT"
    )
    assert of_head(sentence, source, {"Lee": "person"}) == names


def test_the_head_comes_before_those_that_are_joined_to_it() -> None:
    sentence = """
        France/NNP/nsubj/said ,/,/punct/France Lee/NNP/conj/France and/CC/cc/Lee Kim/NNP/conj/Lee said/VBD/ROOT
    """
    actors: dict[str, ActorType] = {"France": "country", **TWO}
    assert of_head(sentence, "France, Lee and Kim", actors) == ["France", "Lee", "Kim"]
    assert of_head(sentence, "France, Lee", actors) == ["France", "Lee"]


@pytest.mark.parametrize(
    ("noun", "type_", "names"),
    [
        ("chain", "organisation", ["Times", "Gannett"]),
        ("family", "organisation", ["Times"]),
        ("chain", "place", ["Times"]),
    ],
)
def test_a_body_that_is_joined_is_called_by_the_name_before_it(
    noun: str, type_: ActorType, names: list[str]
) -> None:
    sentence = f"""
        Times/NNP/nsubj/said and/CC/cc/Times the/DT/det/{noun} Gannett/NNP/compound/{noun} {noun}/NN/conj/Times
          said/VBD/ROOT
    """
    assert of_head(sentence, f"Times and the Gannett {noun}", {"Times": "organisation", "Gannett": type_}) == names


@pytest.mark.parametrize(
    ("pronoun", "relation", "names"),
    [("who", "relcl", ["Lee"]), ("which", "relcl", ["Lee"]), ("that", "relcl", ["Lee"]),
     ("what", "relcl", []), ("who", "ccomp", [])],
)  # fmt: skip
def test_a_relative_pronoun_refers_to_what_its_clause_is_about(
    pronoun: str, relation: str, names: list[str]
) -> None:
    sentence = f"met/VBD/ROOT Lee/NNP/dobj/met , {pronoun}/WP/nsubj/spoke spoke/VBD/{relation}/Lee"
    assert of_head(sentence, pronoun, {"Lee": "person"}) == names


@pytest.mark.parametrize(("dependency", "names"), [("appos", ["Lee"]), ("nmod", [])])
def test_a_relative_clause_may_be_about_the_apposition(dependency: str, names: list[str]) -> None:
    sentence = f"""
        met/VBD/ROOT a/DT aide/NN/dobj/met , Lee/NNP/{dependency}/aide , who/WP/nsubj/spoke spoke/VBD/relcl/aide
    """
    assert of_head(sentence, "who", {"Lee": "person"}) == names


@pytest.mark.parametrize(
    ("head", "type_", "names"),
    [
        ("spokesman", "country", ["Russia"]),
        ("spokesman", "organisation", []),
        ("student", "country", []),
    ],
)
def test_a_spokesperson_speaks_for_the_country_before_the_noun(
    head: str, type_: ActorType, names: list[str]
) -> None:
    sentence = f"a/DT/det/{head} Russia/NNP/compound/{head} {head}/NN/nsubj/said said/VBD/ROOT"
    assert of_head(sentence, f"a Russia {head}", {"Russia": type_}) == names


def test_a_spokesperson_speaks_for_one_country_and_not_for_one_named_later() -> None:
    before = "Russia/NNP/nmod/spokesman China/NNP/nmod/spokesman spokesman/NN/nsubj/said said/VBD/ROOT"
    after = "spokesman/NN/nsubj/said on/IN/prep/spokesman Russia/NNP/pobj/on said/VBD/ROOT"
    countries: dict[str, ActorType] = {"Russia": "country", "China": "country"}
    assert of_head(before, "Russia China spokesman", countries) == ["Russia"]
    assert of_head(after, "spokesman on Russia", {"Russia": "country"}) == []


@pytest.mark.parametrize(
    ("dependency", "type_", "head", "names"),
    [
        ("compound", "organisation", "members", ["Council"]),
        ("compound", "person", "members", []),
        ("amod", "organisation", "members", []),
        ("compound", "organisation", "rivals", []),
    ],
)
def test_members_speak_for_the_body_before_them(
    dependency: str, type_: ActorType, head: str, names: list[str]
) -> None:
    sentence = f"Council/NNP/{dependency}/{head} {head}/NNS/nsubj/said said/VBD/ROOT"
    assert of_head(sentence, f"Council {head}", {"Council": type_}) == names


def test_members_of_two_bodies_speak_for_the_first() -> None:
    sentence = "Council/NNP/compound/members Senate/NNP/compound/members members/NNS/nsubj/said said/VBD/ROOT"
    actors: dict[str, ActorType] = {"Council": "organisation", "Senate": "organisation"}
    assert of_head(sentence, "Council Senate members", actors) == ["Council"]


@pytest.mark.parametrize(
    ("preposition", "names"),
    [
        ("to/IN/prep/said", ["Lee"]),
        ("by/IN+ADP/agent/said", ["Lee"]),
        ("for/RB+ADV/agent/said", ["Lee"]),
        ("to/TO+ADP/dative/said", ["Lee"]),
        ("and/CC/cc/said", []),
    ],
)
def test_a_preposition_at_the_head_leads_to_its_object(preposition: str, names: list[str]) -> None:
    word = preposition.split("/")[0]
    assert of_head(f"said/VBD/ROOT {preposition} Lee/NNP/pobj/{word}", f"{word} Lee", {"Lee": "person"}) == names


def test_a_prepositions_other_dependents_are_no_speakers() -> None:
    assert of_head("said/VBD/ROOT to/IN/prep/said Lee/NNP/pcomp/to", "to Lee", {"Lee": "person"}) == []


def leaders(countries_led: dict[str, set[str]], head: str = "leaders") -> list[str]:
    doc = make_doc(
        f"{head}/NNS/nsubj/met of/IN/prep/{head} France/NNP/pobj/of and/CC/cc/France Germany/NNP/conj/France met/VBD/ROOT",
        ents={"France": "GPE", "Germany": "GPE"},
    )
    registry = make_registry(doc, {"France": "country", "Germany": "country"})
    for name, countries in countries_led.items():
        registry.add(ActorCluster("person", name, countries_led=countries))
    return names_of(resolver._actors_of_head(registry, doc[:5], doc[0]))


def test_the_leaders_of_countries_are_the_people_who_lead_them() -> None:
    assert leaders({"Ann": {"France"}, "Karl": {"Germany"}, "Eva": {"Spain"}}) == ["Ann", "Karl"]
    assert leaders({"Ann": {"France"}, "Karl": {"Germany"}}, head="friends") == []


@pytest.mark.parametrize(
    "countries_led", [{"Ann": {"France"}}, {"Ann": {"France"}, "Karl": {"Germany"}, "Eva": {"Germany"}}]
)
def test_the_leaders_are_unknown_unless_each_country_has_one(countries_led: dict[str, set[str]]) -> None:
    assert leaders(countries_led) == []


def test_an_organisation_that_leads_is_no_leader() -> None:
    doc = make_doc(
        "leaders/NNS/nsubj/met of/IN/prep/leaders France/NNP/pobj/of met/VBD/ROOT", ents={"France": "GPE"}
    )
    registry = make_registry(doc, {"France": "country"})
    registry.add(ActorCluster("organisation", "Party", countries_led={"France"}))
    assert resolver._actors_of_head(registry, doc[:3], doc[0]) == []


# ---- documents


@pytest.mark.parametrize(
    ("document", "preposition", "names"),
    [("study", "by", ["Yale"]), ("study", "on", []), ("house", "by", []), ("newspaper", "of", ["Yale"])],
)
def test_a_document_is_by_its_authors_and_not_by_its_topic(
    document: str, preposition: str, names: list[str]
) -> None:
    sentence = f"a/DT/det/{document} {document}/NN/nsubj/said {preposition}/IN/prep/{document} Yale/NNP/pobj/{preposition} said/VBD/ROOT"
    assert of_head(sentence, f"a {document} {preposition} Yale", {"Yale": "organisation"}) == names


def test_the_authors_may_be_several() -> None:
    sentence = """
        study/NN/nsubj/said by/IN/prep/study Yale/NNP/pobj/by and/CC/cc/Yale Harvard/NNP/conj/Yale said/VBD/ROOT
    """
    actors: dict[str, ActorType] = {"Yale": "organisation", "Harvard": "organisation"}
    assert of_head(sentence, "study by Yale and Harvard", actors) == ["Yale", "Harvard"]


@pytest.mark.parametrize(
    ("dependency", "type_", "names"),
    [
        ("poss", "person", ["Lee"]),
        ("compound", "person", ["Lee"]),
        ("compound", "place", []),
        ("nmod", "place", []),
        ("nmod", "person", ["Lee"]),
    ],
)
def test_a_document_is_its_owners(dependency: str, type_: ActorType, names: list[str]) -> None:
    assert of_head(f"Lee/NNP/{dependency}/letter letter/NN/ROOT", "Lee letter", {"Lee": type_}) == names


def test_only_the_first_name_beside_a_document_is_its_author() -> None:
    assert of_head("Lee/NNP/nmod/letter Kim/NNP/nmod/letter letter/NN/ROOT", "Lee Kim letter", TWO) == ["Lee"]


def test_a_possessive_pronoun_that_refers_to_nobody_leaves_the_document_without_author() -> None:
    sentence = """
        Their/PRP$/poss/letter letter/NN/nsubj/said by/IN/prep/letter Yale/NNP/pobj/by said/VBD/ROOT
    """
    source = "Their letter by Yale"
    assert of_head(sentence, source, {"Yale": "organisation"}) == []
    assert of_head(sentence, source, {"Yale": "organisation", "Their": "person"}) == ["Their"]  # fmt: skip


@pytest.mark.parametrize(("preposition", "names"), [("by/IN/agent", ["Yale"]), ("in/IN/prep", [])])
def test_a_document_that_somebody_published_is_theirs(preposition: str, names: list[str]) -> None:
    word = preposition.split("/")[0]
    sentence = f"""
        study/NN/nsubj/said published/VBN/acl/study {preposition}/published Yale/NNP/pobj/{word} said/VBD/ROOT
    """
    assert of_head(sentence, f"study published {word} Yale", {"Yale": "organisation"}) == names


@pytest.mark.parametrize(
    ("noun", "name", "names"),
    [
        ("Guardian", "Guardian", ["Guardian"]),
        ("Yale", "Yale", []),
        ("newspaper", "Yale", ["Yale"]),
        ("house", "Yale", []),
    ],
)
def test_what_appeared_in_the_press_is_the_presss(noun: str, name: str, names: list[str]) -> None:
    modifier = "" if noun == name else f"{name}/NNP/compound/{noun} "
    sentence = f"story/NN/nsubj/said in/IN/prep/story {modifier}{noun}/NN/pobj/in said/VBD/ROOT"
    words = "story in " + (noun if noun == name else f"{name} {noun}")
    assert of_head(sentence, words, {name: "organisation"}) == names


@pytest.mark.parametrize(("noun", "names"), [("data", ["Yale"]), ("affidavit", ["Yale"]), ("house", [])])
def test_records_are_those_of_the_body_before_them(noun: str, names: list[str]) -> None:
    sentence = f"Yale/NNP/poss/{noun} 's/POS/case/Yale {noun}/NNS/nsubj/said said/VBD/ROOT"
    assert of_head(sentence, f"Yale's {noun}", {"Yale": "organisation"}) == names


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        ("read/VBN/acl/statement by/IN/agent/read Lee/NNP/pobj/by", []),
        ("written/VBN/acl/statement by/IN/agent/written Lee/NNP/pobj/by", ["Lee"]),
        (
            "sent/VBN/acl/statement by/IN/agent/sent Lee/NNP/pobj/by on/IN/prep/sent behalf/NN/pobj/on"
            " of/IN/prep/behalf Yale/NNP/pobj/of",
            ["Yale"],
        ),
        (
            "sent/VBN/acl/statement by/IN/agent/sent Lee/NNP/pobj/by on/IN/prep/sent behalf/NN/pobj/on"
            " of/IN/prep/behalf friends/NNS/pobj/of",
            [],
        ),
    ],
)
def test_who_reads_a_statement_out_is_not_its_author(clause: str, names: list[str]) -> None:
    doc = make_doc(f"statement/NN/nsubj/said {clause} said/VBD/ROOT")
    actors: dict[str, ActorType] = {"Lee": "person", "Yale": "organisation"}
    registry = make_registry(doc, {name: type_ for name, type_ in actors.items() if name in doc.text})
    assert names_of(resolver._actors_of_head(registry, doc[:-1], doc[0])) == names


@pytest.mark.parametrize(
    ("participle", "names"),
    [("seen/VBN/acl/report/see", []), ("issued/VBN/acl/report/issue", ["Yale"])],
)
def test_who_has_seen_a_report_is_not_its_author(participle: str, names: list[str]) -> None:
    word = participle.split("/")[0]
    sentence = f"report/NN/nsubj/said {participle} by/IN/agent/{word} Yale/NNP/pobj/by said/VBD/ROOT"
    assert of_head(sentence, f"report {word} by Yale", {"Yale": "organisation"}) == names


@pytest.mark.parametrize(("preposition", "names"), [("to", []), ("in", ["Guardian"])])
@pytest.mark.parametrize("dependency", ["prep", "dative"])
def test_to_whom_a_letter_is_sent_is_not_its_author(preposition: str, names: list[str], dependency: str) -> None:
    sentence = f"letter/NN/nsubj/said sent/VBN/acl/letter {preposition}/IN/{dependency}/sent Guardian/NNP/pobj/{preposition} said/VBD/ROOT"
    assert of_head(sentence, f"letter sent {preposition} Guardian", {"Guardian": "organisation"}) == names


def test_who_stands_outside_the_source_is_no_author() -> None:
    sentence = "Lee/NNP/poss/letter letter/NN/nsubj/said said/VBD/ROOT"
    assert of_head(sentence, "letter", {"Lee": "person"}) == []


# ---- a name beside a description


def described(sentence: str, actors: dict[str, ActorType], start: int = 0, end: int | None = None) -> list[str]:
    doc = make_doc(sentence)
    return names_of(resolver._described_actor(make_registry(doc, actors), doc[start:end]))


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("the/DT tourist/NN/ROOT , Lee/NNP", ["Lee"]),
        ("the/DT house/NN/ROOT , Lee/NNP", []),
        ("old/JJ friend/NN/ROOT Lee/NNP", ["Lee"]),
        ("talks/NNS/ROOT with/IN friend/NN Lee/NNP", []),
        ("talks/NNS/ROOT and/CC friend/NN Lee/NNP", ["Lee"]),
        ("fight/VB/ROOT worker/NN Lee/NNP", ["Lee"]),
        ("worker/VB/ROOT Lee/NNP sat/VBD", []),
    ],
)
def test_a_noun_for_a_person_before_a_name_describes_its_bearer(sentence: str, names: list[str]) -> None:
    assert described(sentence, {"Lee": "person"}) == names


def test_a_title_with_a_complement_describes_the_bearer_of_the_name() -> None:
    sentence = "Minister/NNP of/IN Trade/NNP Lee/NNP/ROOT sat/VBD"
    assert described(sentence, {"Lee": "person"}) == ["Lee"]
    assert described(sentence.replace("Minister", "Mountain"), {"Lee": "person"}) == []
    assert described(sentence, {"Lee": "person"}, start=1) == []


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("partner/NN/ROOT at/IN Lenox/NNP , Lee/NNP", ["Lee"]),
        ("partner/NN/ROOT at/IN Lenox/NNP , Lee/NNP , 40/CD", ["Lee"]),
        ("partner/NN/ROOT at/IN Lenox/NNP , Lee/NNP sat/VBD", []),
        ("partner/NN/ROOT at/IN Lenox/NNP Lee/NNP", []),
        ("partners/NNS/ROOT at/IN Lenox/NNP , Lee/NNP", []),
        ("table/NN/ROOT at/IN Lenox/NNP , Lee/NNP", []),
        ("at/IN Lenox/NNP , Lee/NNP , partner/NN/ROOT", []),
    ],
)
def test_a_description_with_a_complement_needs_commas(sentence: str, names: list[str]) -> None:
    assert described(sentence, {"Lee": "person"}) == names


def test_a_source_with_two_described_people_names_no_speaker() -> None:
    assert described("friend/NN/ROOT Lee/NNP met/VBD aide/NN Kim/NNP sat/VBD", TWO) == []
    assert described("friend/NN/ROOT Lee/NNP met/VBD rainy/JJ Kim/NNP sat/VBD", TWO) == ["Lee"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("Mr./NNP Lee/NNP , meanwhile/RB/ROOT , who/WP", ["Lee"]),
        ("Lee/NNP meanwhile/RB/ROOT , who/WP", []),
        ("Lee/NNP , meanwhile/RB/ROOT , who/WP", ["Lee"]),
        ("Unlike/NNP Lee/NNP , meanwhile/RB/ROOT , who/WP", []),
    ],
)
def test_who_is_named_first_and_set_off_speaks(sentence: str, names: list[str]) -> None:
    assert described(sentence, {"Lee": "person"}) == names


def test_a_name_at_the_end_of_the_source_is_set_off() -> None:
    assert described("Mr./NNP Lee/NNP sat/VBD/ROOT", {"Lee": "person"}, end=2) == ["Lee"]
    assert described("Mr./NNP Lee/NNP sat/VBD/ROOT", {"Lee": "person"}) == []


def test_the_first_of_several_people_is_the_one_who_is_set_off() -> None:
    assert described("Lee/NNP , whose/WP$ wife/JJ Kim/NNP left/VBD/ROOT", TWO) == ["Lee"]


@pytest.mark.parametrize(
    ("sentence", "names"),
    [
        ("financial/JJ watchdog/NN/ROOT BaFin/NNP", ["BaFin"]),
        ("daily/NN/ROOT BaFin/NNP", ["BaFin"]),
        ("firm/NN/ROOT , BaFin/NNP", ["BaFin"]),
        ("window/NN/ROOT BaFin/NNP", []),
        ("BaFin/NNP watchdog/NN/ROOT", []),
    ],
)
def test_a_noun_for_a_body_before_a_name_describes_it(sentence: str, names: list[str]) -> None:
    assert described(sentence, {"BaFin": "organisation"}) == names


def test_two_organisations_in_a_source_leave_the_speaker_open() -> None:
    actors: dict[str, ActorType] = {"BaFin": "organisation", "Yale": "organisation"}
    assert described("watchdog/NN/ROOT BaFin/NNP met/VBD Yale/NNP", actors) == []
    assert described("watchdog/NN/ROOT BaFin/NNP met/VBD Yale/NNP", {**actors, "Yale": "place"}) == ["BaFin"]


def test_a_pronoun_is_no_name_beside_a_description() -> None:
    assert described("friend/NN/ROOT he/PRP", {"he": "person"}) == []
    assert described("friend/NN/ROOT he/NNP", {"he": "person"}) == ["he"]


def test_a_name_without_anything_before_it_has_no_description() -> None:
    doc = make_doc("friend/NN/ROOT , Lee/NNP sat/VBD")
    registry = make_registry(doc, {"Lee": "person"})
    assert not resolver._has_description(registry, doc[2:], 2)
    assert not resolver._has_description(registry, doc[1:], 2)
    assert resolver._has_description(registry, doc[0:], 2)


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("Sgt./NNP 1st/JJ Class/NNP", ["Lee"]),
        ("Sgt/NNP ./.", ["Lee"]),
        ("Sgt./NNP of/IN class/NN", []),
        ("First/JJ Class/NNP", []),
    ],
)
def test_a_rank_goes_on_in_capitals(words: str, names: list[str]) -> None:
    doc = make_doc(f"{words} Lee/NNP ,/, who/WP ran/VBD/ROOT")
    registry = make_registry(doc, {"Lee": "person"})
    assert names_of(resolver._described_actor(registry, doc[:-1])) == names


# ---- all rules for the words of a source


def test_a_source_of_too_many_tokens_is_passed_over() -> None:
    for length, names in ((150, ["Lee"]), (151, [])):
        doc = make_doc("Lee/NNP/ROOT " + "very/RB/advmod/Lee " * (length - 1))
        registry = make_registry(doc, {"Lee": "person"})
        assert names_of(resolver._named_speakers(registry, [(0, len(doc.text))])) == names


def test_the_first_span_of_a_source_that_names_somebody_counts() -> None:
    doc = make_doc("he/PRP/nsubj/said said/VBD/ROOT Kim/NNP/dep/said Lee/NNP/dep/said")
    registry = make_registry(doc, TWO)
    spans = [span for words in ("he", "Kim", "Lee") for span in characters(doc, words)]
    assert names_of(resolver._named_speakers(registry, spans)) == ["Kim"]
    assert resolver._named_speakers(registry, []) == []


def test_a_list_counts_before_the_head() -> None:
    doc = make_doc("Lee/NNP/dep/Kim and/CC/cc/Kim Kim/NNP/ROOT")
    assert names_of(resolver._named_speakers(make_registry(doc, TWO), [(0, len(doc.text))])) == ["Lee", "Kim"]
