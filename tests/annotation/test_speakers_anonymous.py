"""Sources without a name, rule by rule: who is one, what it is called, whom it represents, which are the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from actors_by_hand import cluster_named, make_registry, span_of, spans_of
from docs_by_hand import make_doc
from spacy.tokens import Doc

from onrecord.annotation.actors.registry import ActorCluster, ActorRegistry
from onrecord.annotation.speakers import anonymous_sources
from onrecord.annotation.speakers.anonymous_sources import AnonymousSource, AnonymousSources, denotes_people
from onrecord.base.records import Actor, ActorType, UnnamedSource

SAID = "said/VBD/ROOT"


def source_of(
    noun: str, *words: str, plural: bool = False, represents: ActorCluster | None = None
) -> AnonymousSource:
    return AnonymousSource(noun, noun, plural, frozenset(words), frozenset(words), represents)


# ---- nouns


@pytest.mark.parametrize(
    ("noun", "expected"),
    [
        ("witness", True),  # group "unnamed"
        ("mps", True),  # "voices"
        ("pianists", True),  # the singular ends as agents do
        ("barristers", True),  # the singular is in "roles"
        ("campaign", True),  # "representing"
        ("troops", True),  # "groups"
        ("bank", True),  # "bodies"
        ("boy", True),  # "male"
        ("niece", True),  # "female"
        ("hacker", True),
        ("horsewomen", True),
        ("window", False),
        ("er", False),
        ("beer", False),
        ("letters", False),  # a document, though it ends as agents do
        ("paper", True),  # a body, though it is a document
        ("hackery", False),
    ],
)
def test_nouns_for_people(noun: str, expected: bool) -> None:
    assert denotes_people(noun) is expected


@pytest.mark.parametrize(("noun", "gender"), [("spokesman", "male"), ("spokeswoman", "female"), ("aide", None)])
def test_the_gender_that_a_noun_tells(noun: str, gender: str | None) -> None:
    assert source_of(noun).gender == gender


def person_noun(sentence: str, source: str) -> str | None:
    doc = make_doc(sentence)
    span = span_of(doc, source)
    token = anonymous_sources._person_noun(span, span.root)
    return token.text if token is not None else None


@pytest.mark.parametrize(
    ("head", "noun"),
    [
        ("officials/NNS", "officials"),
        ("police/NN", "police"),
        ("windows/NNS", None),
        ("officials/VBZ", None),
        ("Ambassador/NNP", None),
    ],
)
def test_a_common_noun_for_people_says_who_speaks(head: str, noun: str | None) -> None:
    word = head.split("/")[0]
    assert person_noun(f"old/JJ/amod/{word} {head}/nsubj/said {SAID}", f"old {word}") == noun


@pytest.mark.parametrize(
    ("determiner", "tag", "noun"),
    [("another", "NNP", "MP"), ("a", "NNPS", "MP"), ("the", "NNP", None), ("the", "NN", "MP")],
)
def test_a_capitalised_title_is_no_name_behind_an_indefinite_determiner(
    determiner: str, tag: str, noun: str | None
) -> None:
    assert person_noun(f"{determiner}/DT/det/MP MP/{tag}/nsubj/said {SAID}", f"{determiner} MP") == noun


@pytest.mark.parametrize(
    ("preposition", "dependency", "noun"),
    [
        ("to/IN/prep", "pobj", "officials"),
        ("by/RB+ADV/agent", "pobj", "officials"),
        ("to/IN/dative", "pobj", "officials"),
        ("to/RB+ADV/advmod", "pobj", None),
        ("to/IN/prep", "pcomp", None),
    ],
)
def test_behind_a_preposition_its_object_speaks(preposition: str, dependency: str, noun: str | None) -> None:
    word = preposition.split("/")[0]
    sentence = f"{SAID} {preposition}/said officials/NNS/{dependency}/{word}"
    assert person_noun(sentence, f"{word} officials") == noun


@pytest.mark.parametrize(
    ("document", "preposition", "dependency", "noun"),
    [
        ("statement", "by", "prep", "officials"),
        ("statement", "from", "prep", "officials"),
        ("statement", "of", "agent", "officials"),
        ("statement", "on", "prep", None),
        ("statement", "by", "dep", None),
        ("window", "by", "prep", None),
    ],
)
def test_the_author_of_a_document_speaks(
    document: str, preposition: str, dependency: str, noun: str | None
) -> None:
    sentence = f"""
        {document}/NN/nsubj/said {preposition}/IN/{dependency}/{document} officials/NNS/pobj/{preposition} {SAID}
    """
    assert person_noun(sentence, f"{document} {preposition} officials") == noun


@pytest.mark.parametrize(
    ("owner", "dependency", "noun"),
    [("official/NN", "poss", "official"), ("Lee/NNP", "poss", None), ("official/NN", "compound", None)],
)
def test_the_owner_of_a_document_speaks(owner: str, dependency: str, noun: str | None) -> None:
    word = owner.split("/")[0]
    sentence = f"{owner}/{dependency}/statement statement/NN/nsubj/said {SAID}"
    assert person_noun(sentence, f"{word} statement") == noun
    assert person_noun(sentence, "statement") is None


@pytest.mark.parametrize(
    ("head", "preposition", "noun"),
    [("some", "of", "officials"), ("percent", "of", "officials"), ("some", "by", None), ("roof", "of", None)],
)
def test_a_part_of_some_people_speaks_for_them(head: str, preposition: str, noun: str | None) -> None:
    sentence = f"{head}/NN/nsubj/said {preposition}/IN/prep/{head} officials/NNS/pobj/{preposition} {SAID}"
    assert person_noun(sentence, f"{head} {preposition} officials") == noun
    assert person_noun(sentence, head) is None


def test_what_stands_outside_the_source_says_not_who_speaks() -> None:
    sentence = f"some/DT/nsubj/said of/IN/prep/some officials/NNS/pobj/of {SAID}"
    assert person_noun(sentence, "some of") is None
    statement = f"statement/NN/nsubj/said by/IN/prep/statement officials/NNS/pobj/by {SAID}"
    assert person_noun(statement, "statement") is None
    assert person_noun(statement, "statement by") is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (f"spokesman/NN/nsubj/said Kim/NNP/dep/spokesman {SAID}", True),
        (f"spokesman/NN/nsubj/said kim/NN/dep/spokesman {SAID}", False),
        (f"spokesman/NN/nsubj/said , Kim/NNP/appos/spokesman {SAID}", True),
        (f"spokesman/NN/nsubj/said , Kim/NNP/nmod/spokesman {SAID}", False),
        (f"spokesman/NN/nsubj/said , aide/NN/appos/spokesman {SAID}", False),
        ("spokesman/NN/ROOT", False),
    ],
)
def test_a_name_that_was_not_recognised_is_introduced(sentence: str, expected: bool) -> None:
    assert anonymous_sources._introduces_name(make_doc(sentence)[0]) is expected


# ---- what a description is


def description(sentence: str, head: str, source: str | None = None, first: str | None = None) -> str:
    doc = make_doc(sentence)
    span = span_of(doc, source) if source else doc[:]
    token = span_of(doc, head)[0]
    start, end = anonymous_sources._description_range(span, token, span_of(doc, first)[0] if first else token)
    return doc[start:end].text


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("two/CD/nummod/aides old/JJ/amod/aides aides/NNS/ROOT", "two old aides"),
        ("aides/NNS/ROOT of/IN/prep/aides Lee/NNP/pobj/of", "aides of Lee"),
        ("aides/NNS/ROOT there/RB/advmod/aides , here/RB/advmod/aides", "aides there"),
        ("aides/NNS/ROOT there/RB/advmod/aides ”/'' here/RB/advmod/aides", "aides there"),
        ("aides/NNS/ROOT waiting/VBG/acl/aides", "aides waiting"),
        ("aides/NNS/ROOT waiting/VBG/relcl/aides", "aides"),
        ("aides/NNS/ROOT friends/NNS/appos/aides", "aides"),
        ("aides/NNS/ROOT whose/WP$/poss/dog dog/NN/dep/aides", "aides"),
        ("“ old/JJ/amod/aides aides/NNS/ROOT", "old aides"),
        (", - old/JJ/amod/aides aides/NNS/ROOT", "old aides"),
    ],
)
def test_a_description_ends_before_clauses_and_marks(sentence: str, words: str) -> None:
    assert description(sentence, "aides") == words


def test_a_description_stays_within_the_source() -> None:
    sentence = "the/DT/det/aides old/JJ/amod/aides aides/NNS/ROOT of/IN/prep/aides Lee/NNP/pobj/of"
    assert description(sentence, "aides", "old aides of") == "old aides of"
    assert description(sentence, "aides", "old aides") == "old aides"


def test_a_description_has_at_most_fourteen_tokens_behind_its_head() -> None:
    for length in (14, 15):
        sentence = "aides/NNS/ROOT " + "very/RB/advmod/aides " * length
        assert description(sentence, "aides").count("very") == 14


def test_a_description_begins_with_its_first_noun() -> None:
    sentence = """
        Only/RB/advmod/some some/DT/nsubj/said of/IN/prep/some the/DT/det/officials officials/NNS/pobj/of said/VBD/ROOT
    """
    assert description(sentence, "officials", "Only some of the officials", "some") == "Only some of the officials"
    assert description(sentence, "officials", "Only some of the officials") == "the officials"


@pytest.mark.parametrize(
    ("sentence", "source", "first"),
    [
        (f"some/DT/nsubj/said of/IN/prep/some aides/NNS/pobj/of {SAID}", "some of aides", "some"),
        (f"report/NN/nsubj/said of/IN/prep/report aides/NNS/pobj/of {SAID}", "report of aides", "report"),
        (f"roof/NN/nsubj/said of/IN/prep/roof aides/NNS/pobj/of {SAID}", "roof of aides", "aides"),
        (f"some/DT/nsubj/said of/IN/prep/some aides/NNS/pobj/of {SAID}", "of aides", "aides"),
        (f"of/IN/prep/some aides/NNS/pobj/of some/DT/nsubj/said {SAID}", "of aides some", "aides"),
        (
            f"report/NN/nsubj/said of/IN/prep/report some/DT/pobj/of#1 of/IN/prep/some aides/NNS/pobj/of#2 {SAID}",
            "report of some of aides",
            "report",
        ),
    ],
)
def test_the_first_noun_of_a_description(sentence: str, source: str, first: str) -> None:
    doc = make_doc(sentence)
    assert anonymous_sources._first_noun(span_of(doc, source), span_of(doc, "aides")[0]).text == first


@pytest.mark.parametrize(
    ("sentence", "ents", "name"),
    [
        ("An/DT old/JJ aide/NN/ROOT", {}, "an old aide"),
        ("Pentagon/NNP aide/NN/ROOT", {}, "Pentagon aide"),
        ("Swedish/JJ aide/NN/ROOT", {"Swedish": "NORP"}, "Swedish aide"),
        ("Ninety/CD aides/NNS/ROOT", {"Ninety": "CARDINAL"}, "ninety aides"),
        ("UK/NN aides/NNS/ROOT", {}, "UK aides"),
        ("A/NNP aide/NN/ROOT", {}, "a aide"),
        ("Old/JJ\u00a0 aides/NNS/ROOT", {}, "old aides"),
    ],
)
def test_a_description_as_it_reads_within_a_sentence(sentence: str, ents: dict[str, str], name: str) -> None:
    doc = make_doc(sentence, ents=ents)
    assert anonymous_sources._display_name(doc, 0, len(doc)) == name


def test_a_description_is_on_one_line() -> None:
    doc = make_doc("Old/JJ/ROOT\n\naides/NNS/ROOT")
    assert anonymous_sources._display_name(doc, 0, len(doc)) == "old aides"


# ---- whom a source represents


def represented(
    sentence: str,
    head: str,
    actors: dict[str, ActorType],
    ents: dict[str, str] | None = None,
    end: int | None = None,
) -> str | None:
    doc = make_doc(sentence, ents=ents)
    registry = make_registry(doc, actors)
    token = span_of(doc, head)[0]
    cluster = anonymous_sources._represented_actor(registry, 0, token, len(doc) if end is None else end)
    return cluster.name if cluster is not None else None


@pytest.mark.parametrize(
    ("words", "head", "type_", "actor"),
    [
        ("", "official", "organisation", "Yale"),
        ("", "lawyer", "person", "Yale"),
        ("", "critic", "organisation", None),
        ("", "official", "place", None),
        ("former/JJ", "official", "organisation", None),
        ("retired/JJ", "official", "organisation", None),
        ("old/JJ", "official", "organisation", "Yale"),
    ],
)
def test_a_source_represents_the_actor_before_its_noun(
    words: str, head: str, type_: ActorType, actor: str | None
) -> None:
    assert represented(f"Yale/NNP {words} {head}/NN/ROOT", head, {"Yale": type_}) == actor


@pytest.mark.parametrize(("head", "actor"), [("official", "Russia"), ("lawyer", None)])
def test_only_those_who_serve_a_country_represent_one_named_before_them(head: str, actor: str | None) -> None:
    assert represented(f"Russia/NNP {head}/NN/ROOT", head, {"Russia": "country"}) == actor


def test_the_last_of_several_actors_before_the_noun_is_represented() -> None:
    actors: dict[str, ActorType] = {"Russia": "country", "Yale": "organisation"}
    assert represented("Russia/NNP Yale/NNP official/NN/ROOT", "official", actors) == "Yale"


@pytest.mark.parametrize(
    ("head", "preposition", "type_", "actor"),
    [
        ("official", "at", "organisation", "Yale"),
        ("official", "From", "organisation", "Yale"),
        ("official", "in", "organisation", "Yale"),
        ("official", "in", "country", None),
        ("official", "of", "country", "Yale"),
        ("official", "of", "place", None),
        ("official", "on", "organisation", None),
        ("lawyer", "for", "person", "Yale"),
        ("lawyer", "with", "person", None),
        ("lawyer", "with", "organisation", "Yale"),
        ("analyst", "at", "organisation", "Yale"),
        ("analyst", "of", "organisation", None),
        ("critic", "of", "organisation", None),
    ],
)
def test_a_source_represents_the_object_of_a_preposition_behind_its_noun(
    head: str, preposition: str, type_: ActorType, actor: str | None
) -> None:
    sentence = f"{head}/NN/ROOT {preposition}/IN/prep/{head} Yale/NNP/pobj/{preposition}"
    assert represented(sentence, head, {"Yale": type_}) == actor
    assert represented(sentence, head, {"Yale": type_}, end=2) is None


@pytest.mark.parametrize(("dependency", "relation"), [("dep", "pobj"), ("prep", "pcomp")])
def test_only_prepositional_objects_are_represented(dependency: str, relation: str) -> None:
    sentence = f"official/NN/ROOT at/IN/{dependency}/official Yale/NNP/{relation}/at"
    assert represented(sentence, "official", {"Yale": "organisation"}) is None


def test_the_first_object_that_can_be_represented_is() -> None:
    sentence = """
        official/NN/ROOT on/IN/prep/official Kiel/NNP/pobj/on with/IN/prep/official Lee/NNP/pobj/with
          at/IN/prep/official Yale/NNP/pobj/at
    """
    actors: dict[str, ActorType] = {"Kiel": "organisation", "Lee": "person", "Yale": "organisation"}
    assert represented(sentence, "official", actors) == "Yale"


@pytest.mark.parametrize(
    ("head", "adjectives", "actor"),
    [
        ("official", ["Swedish"], "Sweden"),
        ("lawyer", ["Swedish"], None),
        ("official", ["Swedish", "Danish"], None),
    ],
)
def test_an_adjective_names_the_country_that_is_served(
    head: str, adjectives: list[str], actor: str | None
) -> None:
    sentence = " and/CC ".join(f"{adjective}/JJ" for adjective in adjectives) + f" {head}/NN/ROOT"
    assert represented(sentence, head, {}, dict.fromkeys(adjectives, "NORP")) == actor


# ---- descriptions


def describe(
    sentence: str, head: str, actors: dict[str, ActorType] | None = None, source: str | None = None
) -> tuple[AnonymousSource, bool]:
    doc = make_doc(sentence)
    span = span_of(doc, source) if source else doc[:]
    sources = AnonymousSources(make_registry(doc, actors or {}))
    return sources._describe(span, span_of(doc, head)[0])


def test_a_described_source() -> None:
    source, is_definite = describe(
        "Two/CD old/JJ/amod/aides their/PRP$/poss/aides Yale/NNP/compound/aides aides/NNS/ROOT",
        "aides",
        {"Yale": "organisation"},
    )
    assert (source.name, source.noun, source.plural) == ("two old their Yale aides", "aides", True)
    assert source.words == {"old", "their", "yale"}
    assert source.distinctive_words == {"old"}
    assert source.represents is not None
    assert source.represents.name == "Yale"
    assert source.mentions == {(0, 5)}
    assert is_definite


@pytest.mark.parametrize(
    ("sentence", "head", "is_definite"),
    [
        ("the/DT/det/aide aide/NN/ROOT", "aide", True),
        ("These/DT/det/aides aides/NNS/ROOT", "aides", True),
        ("an/DT/det/aide aide/NN/ROOT", "aide", False),
        ("Lee/NNP/poss/aide aide/NN/ROOT", "aide", True),
        ("Lee/NNP/compound/aide aide/NN/ROOT", "aide", False),
        ("some/DT/ROOT of/IN/prep/some his/PRP$/poss/aides aides/NNS/pobj/of", "aides", False),
    ],
)
def test_definite_descriptions(sentence: str, head: str, is_definite: bool) -> None:
    source, actual = describe(sentence, head)
    assert actual is is_definite
    assert source.plural is (head == "aides")


def test_numbers_and_function_words_describe_nobody() -> None:
    source, _ = describe("the/DT/det/aides 12/CD/nummod/aides tired/JJ/amod/aides aides/NNS/ROOT", "aides")
    assert source.words == {"tired"}


# ---- which descriptions mean the same


YALE, HARVARD = ActorCluster("organisation", "Yale"), ActorCluster("organisation", "Harvard")


@pytest.mark.parametrize(
    ("later", "is_definite", "expected"),
    [
        (source_of("official"), True, True),
        (source_of("official"), False, False),
        (source_of("official", "senior"), True, True),
        (source_of("official", "old"), True, False),
        (source_of("officials", plural=True), True, False),
        (source_of("aide"), True, False),
        (source_of("official", represents=YALE), True, True),
        (source_of("official", represents=HARVARD), True, False),
    ],
)
def test_a_definite_description_means_the_source_before(
    later: AnonymousSource, is_definite: bool, expected: bool
) -> None:
    earlier = source_of("official", "senior", represents=YALE)
    assert anonymous_sources._is_same(earlier, later, is_definite=is_definite) is expected


def test_a_source_of_unknown_allegiance_may_be_anybodys() -> None:
    later = source_of("official", represents=YALE)
    assert anonymous_sources._is_same(source_of("official"), later, is_definite=True)


def test_number_is_part_of_a_description() -> None:
    later = replace(source_of("official"), plural=True)
    assert not anonymous_sources._is_same(source_of("official"), later, is_definite=True)


@pytest.mark.parametrize(
    ("earlier", "later", "expected"), [(YALE, YALE, True), (YALE, HARVARD, False), (None, None, False)]
)
def test_the_spokesman_of_a_body_is_one_source(
    earlier: ActorCluster | None, later: ActorCluster | None, expected: bool
) -> None:
    first, second = source_of("spokesman", "a", represents=earlier), source_of("spokesman", "b", represents=later)
    assert anonymous_sources._is_same(first, second, is_definite=False) is expected


@pytest.mark.parametrize(
    ("noun", "words", "expected"), [("police", ["city"], True), ("police", [], False), ("people", ["city"], False)]
)
def test_collectives_are_one_source_if_described_alike(noun: str, words: list[str], expected: bool) -> None:
    first, second = source_of(noun, "city"), source_of(noun, *words)
    assert anonymous_sources._is_same(first, second, is_definite=False) is expected


# ---- the sources of an article


def article(sentences: str, actors: dict[str, ActorType] | None = None) -> tuple[ActorRegistry, AnonymousSources]:
    registry = make_registry(make_doc(sentences), actors or {})
    return registry, AnonymousSources(registry)


def resolved(
    sources: AnonymousSources, doc: Doc, *spans: str, speakers: list[ActorCluster] | None = None
) -> AnonymousSource | None:
    return sources.resolve([span_of(doc, words) for words in spans], speakers or [])


@pytest.mark.parametrize(
    ("description_", "name"),
    [
        ("the/DT official/NN", "the official"),
        ("the/DT spokesman/NN", "the spokesman"),
        ("the/DT source/NN", "the source"),
        ("the/DT mayor/NN", None),
        ("a/DT mayor/NN", "a mayor"),
    ],
)
def test_a_definite_description_is_an_anonymous_source_only_by_custom(description_: str, name: str | None) -> None:
    determiner, noun = (token.split("/")[0] for token in description_.split())
    registry, sources = article(f"{determiner}/DT/det/{noun} {noun}/NN/nsubj/said {SAID}")
    source = resolved(sources, registry.doc, f"{determiner} {noun}")
    assert (source.name if source else None) == name


@pytest.mark.parametrize(("type_", "name"), [("person", "Lee aide"), ("organisation", None)])
def test_somebodys_aide_is_an_anonymous_source(type_: ActorType, name: str | None) -> None:
    registry, sources = article(f"Lee/NNP/poss/aide aide/NN/nsubj/said {SAID}", {"Lee": type_})
    source = resolved(sources, registry.doc, "Lee aide")
    assert (source.name if source else None) == name


ROUND = f"""
    an/DT/det/aide aide/NN/nsubj/said {SAID}
    the/DT/det/aide aide/NN/nsubj/said of/IN/prep/aide Yale/NNP/pobj/of {SAID}
"""


def test_a_later_description_adds_to_the_source() -> None:
    registry, sources = article(ROUND, {"Yale": "organisation"})
    first = resolved(sources, registry.doc, "an aide")
    second = resolved(sources, registry.doc, "the aide of Yale")
    assert first is not None
    assert second is first
    assert first.mentions == {(0, 2), (3, 7)}
    assert first.represents is cluster_named(registry, "Yale")
    third = resolved(sources, registry.doc, "the aide")
    assert third is first
    assert first.represents is cluster_named(registry, "Yale")


def test_a_description_that_fits_two_sources_is_a_new_one() -> None:
    registry, sources = article(
        f"an/DT/det/official official/NN/nsubj/said {SAID}\n"
        f"one/CD/det/official official/NN/nsubj/said {SAID}\n"
        f"the/DT/det/official official/NN/nsubj/said {SAID}"
    )
    resolutions = [resolved(sources, registry.doc, f"{word} official") for word in ("an", "one", "the")]
    assert len({id(source) for source in resolutions}) == 3


def test_who_has_a_name_is_no_anonymous_source() -> None:
    sentence = f"an/DT/det/aide aide/NN/nsubj/said {SAID}"
    registry, sources = article(sentence, {"aide": "person"})
    assert resolved(sources, registry.doc, "an aide") is None
    introduced = f"an/DT/det/aide aide/NN/nsubj/said Kim/NNP/appos/aide {SAID}"
    registry, sources = article(introduced)
    assert resolved(sources, registry.doc, "an aide") is None


def test_the_first_span_that_describes_somebody_counts() -> None:
    registry, sources = article(f"rain/NN/dep/said an/DT/det/aide aide/NN/nsubj/said {SAID} a/DT/det/nun nun/NN")
    source = resolved(sources, registry.doc, "rain", "an aide", "a nun")
    assert source is not None
    assert source.name == "an aide"
    assert resolved(sources, registry.doc) is None


def test_a_spokesman_speaks_beside_the_actor_represented_and_beside_nobody_else() -> None:
    sentence = f"a/DT/det/spokesman Yale/NNP/compound/spokesman spokesman/NN/nsubj/said {SAID}"
    registry, sources = article(sentence, {"Yale": "organisation"})
    yale = cluster_named(registry, "Yale")
    assert resolved(sources, registry.doc, "a Yale spokesman", speakers=[HARVARD]) is None
    assert resolved(sources, registry.doc, "a Yale spokesman", speakers=[yale, HARVARD]) is None
    assert resolved(sources, registry.doc, "a Yale spokesman", speakers=[yale]) is not None


def test_an_adjective_mentions_a_country_that_nothing_else_names() -> None:
    sentence = f"a/DT/det/official Swedish/JJ/amod/official official/NN/nsubj/said {SAID} Sweden/NNP"
    for actors, mentions in (({}, {(1, 2)}), ({"Sweden": "country"}, {(4, 5)})):
        doc = make_doc(sentence, ents={"Swedish": "NORP"})
        registry = ActorRegistry(doc)
        if actors:
            country = registry.get_or_add_country("Sweden")
            span = span_of(doc, "Sweden")
            registry.add_mention(country, span.start, span.end)
        resolved(AnonymousSources(registry), doc, "a Swedish official")
        assert cluster_named(registry, "Sweden").mentions == mentions


def test_records_of_sources() -> None:
    registry, sources = article(ROUND, {"Yale": "organisation"})
    doc = registry.doc
    aide = resolved(sources, doc, "an aide")
    resolved(sources, doc, "the aide of Yale")
    records = sources.records(
        {id(cluster_named(registry, "Yale")): Actor(id="a7", name="Yale", type="organisation")}
    )
    mentions = [(0, len("an aide")), (doc.text.index("the aide"), doc.text.index("Yale") + len("Yale"))]
    assert records == {id(aide): UnnamedSource(id="u1", name="an aide", body="a7", mentions=mentions)}
    assert [record.body for record in sources.records({}).values()] == [None]
    assert len(spans_of(doc, "aide")) == 2


def test_records_are_numbered_in_order() -> None:
    registry, sources = article(f"an/DT/det/aide aide/NN/nsubj/said {SAID}\na/DT/det/nun nun/NN/nsubj/said {SAID}")
    for words in ("an aide", "a nun"):
        resolved(sources, registry.doc, words)
    assert [(record.id, record.name) for record in sources.records({}).values()] == [
        ("u1", "an aide"),
        ("u2", "a nun"),
    ]
