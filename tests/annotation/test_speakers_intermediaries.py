"""Who passes on what others say, rule by rule."""

from __future__ import annotations

import pytest
from actors_by_hand import attribution_of, cluster_named, make_registry, names_of, span_of
from docs_by_hand import make_doc

from onrecord.annotation.speakers import intermediaries
from onrecord.annotation.speakers.assignment import SpeakerAssignment
from onrecord.annotation.speakers.intermediaries import assign_intermediaries, quoted_source
from onrecord.base.records import ActorType, Attribution, Span

# ---- whose words a source only quotes


def quoted(sentence: str, source: str, cue: str, ents: dict[str, str] | None = None) -> str | None:
    doc = make_doc(sentence, ents=ents)
    span = quoted_source(doc, attribution_of(doc, source, cue))
    return span.text if span is not None else None


AS_SAYING = """
    Tass/NNP/nsubj/quoted quoted/VBD/ROOT/quoted/quote old/JJ/amod/Lee Lee/NNP/dobj/quoted as/IN/prep/quoted
      saying/VBG/pcomp/as no/UH/dobj/saying
"""


@pytest.mark.parametrize(
    ("before", "after", "words"),
    [
        ("", "", "old Lee"),
        ("/quote ", "/cite ", "old Lee"),
        ("/quote ", "/meet ", None),
        ("saying/VBG", "telling/VBG", "old Lee"),
        ("saying/VBG", "writing/VBG", "old Lee"),
        ("saying/VBG", "seeing/VBG", None),
        (" as/IN/prep/quoted", " in/IN/prep/quoted", None),
        ("/dobj/quoted as", "/nsubj/quoted as", "old Lee"),
        ("/dobj/quoted as", "/dative/quoted as", "old Lee"),
        ("/quote ", "/report ", "old Lee"),
        ("Tass/NNP/nsubj/", "Tass/NNP/nsubjpass/", None),
    ],
)
def test_a_source_quotes_somebody_as_saying_it(before: str, after: str, words: str | None) -> None:
    assert before in AS_SAYING
    sentence = AS_SAYING.replace(before, after) if before else AS_SAYING
    for old, new in (("saying/VBG", "dobj/saying"), ("as/IN", "pcomp/as")):
        if old not in sentence:  # what hangs on a changed word has to follow it
            word = after.strip().split("/")[0]
            sentence = sentence.replace(new, f"{new.split('/')[0]}/{word}")
    assert quoted(sentence, "Tass", "quoted") == words


def test_an_object_before_the_verb_is_not_who_is_quoted() -> None:
    sentence = """
        Lee/NNP/dobj/quoted Tass/NNP/nsubj/quoted quoted/VBD/ROOT/quoted/quote then/RB/advmod/quoted
          as/IN/prep/quoted saying/VBG/pcomp/as no/UH
    """
    assert quoted(sentence, "Tass", "quoted") is None


def test_the_words_of_an_object_end_before_as() -> None:
    sentence = """
        Tass/NNP/nsubj/quoted quoted/VBD/ROOT/quoted/quote Lee/NNP/dobj/quoted of/IN/prep/Lee Oslo/NNP/pobj/of
          as/IN/prep/Lee saying/VBG/pcomp/as no/UH
    """
    assert quoted(sentence, "Tass", "quoted") == "Lee of Oslo"


@pytest.mark.parametrize(("between", "words"), [(26, "Lee"), (27, None)])
def test_as_saying_stands_within_reach(between: int, words: str | None) -> None:
    filler = "very/RB/advmod/quoted " * between
    sentence = f"""
        Tass/NNP/nsubj/quoted quoted/VBD/ROOT/quoted/quote Lee/NNP/dobj/quoted {filler} as/IN/prep/quoted
          saying/VBG/pcomp/as
    """
    assert quoted(sentence, "Tass", "quoted") == words


def test_as_saying_needs_a_word_before_it() -> None:
    sentence = """
        Tass/NNP/nsubj/quoted quoted/VBD/ROOT/quoted/quote as/IN/prep/quoted saying/VBG/pcomp/as Lee/NNP/dobj/quoted
    """
    assert quoted(sentence, "Tass", "quoted") == "Lee"
    assert (
        quoted(sentence.replace(" as/IN/prep/quoted", "").replace("pcomp/as", "dep/quoted"), "Tass", "quoted")
        is None
    )


def test_without_a_source_nobody_is_quoted() -> None:
    assert quoted(AS_SAYING, "", "quoted") is None


PARTICIPLE = """
    {source}/NNP/nsubj/said , {verb}/VBG/advcl/{source} witnesses/NNS/dobj/{verb} there/RB , said/VBD/ROOT no/UH
"""


@pytest.mark.parametrize(
    ("source", "verb", "ents", "words"),
    [
        ("Agency", "quoting", {}, "witnesses there"),
        ("Lee", "quoting", {}, "witnesses there"),
        ("Lee", "citing", {}, None),
        ("Lee", "meeting", {}, None),
        ("Agency", "citing", {}, "witnesses there"),
        ("Report", "citing", {}, "witnesses there"),
        ("Reuters", "citing", {"Reuters": "ORG"}, "witnesses there"),
        ("Reuters", "citing", {}, None),
        ("Lee", "citing", {"Lee": "ORG"}, None),
    ],
)
def test_a_source_with_a_participle_quotes_its_object(
    source: str, verb: str, ents: dict[str, str], words: str | None
) -> None:
    sentence = PARTICIPLE.format(source=source, verb=verb)
    assert quoted(sentence, f"{source}, {verb} witnesses there, ", "said", ents) == words


def test_the_words_after_a_participle_end_with_the_source() -> None:
    sentence = PARTICIPLE.format(source="Agency", verb="quoting")
    assert quoted(sentence, "Agency, quoting witnesses", "said") == "witnesses"
    assert quoted(sentence, "Agency, quoting", "said") is None


@pytest.mark.parametrize(("verb", "words"), [("quoting", "witnesses"), ("citing", None)])
def test_a_participle_may_hang_on_the_cue(verb: str, words: str | None) -> None:
    sentence = f"Lee/NNP/nsubj/said said/VBD/ROOT no/UH , {verb}/VBG/advcl/said witnesses/NNS/dobj/{verb}"
    assert quoted(sentence, "Lee", "said") == words


# ---- who passes words on


def around(sentence: str, actors: dict[str, ActorType], verb: str) -> list[str]:
    doc = make_doc(sentence)
    registry = make_registry(doc, actors)
    return names_of(intermediaries._actors_around_verb(registry, span_of(doc, verb)[0]))


@pytest.mark.parametrize(
    ("verb", "dependency", "press", "names"),
    [
        ("told/VBD/ROOT/told/tell", "dobj", "Reuters", ["Reuters"]),
        ("told/VBD/ROOT/told/tell", "dative", "Reuters", ["Reuters"]),
        ("informed/VBD/ROOT/informed/inform", "iobj", "Reuters", ["Reuters"]),
        ("told/VBD/ROOT/told/tell", "nsubj", "Reuters", []),
        ("liked/VBD/ROOT/liked/like", "dobj", "Reuters", []),
        ("told/VBD/ROOT/told/tell", "dobj", "Harvard", []),
    ],
)
def test_the_press_that_is_told_passes_it_on(verb: str, dependency: str, press: str, names: list[str]) -> None:
    word = verb.split("/")[0]
    sentence = f"Lee/NNP/dep/{word} {verb} {press}/NNP/{dependency}/{word}"
    assert around(sentence, {press: "organisation"}, word) == names


def test_a_place_that_is_told_is_no_press() -> None:
    sentence = "Lee/NNP/nsubj/told told/VBD/ROOT/told/tell Reuters/NNP/dobj/told"
    assert around(sentence, {"Reuters": "place"}, "told") == []


@pytest.mark.parametrize(
    ("preposition", "noun", "with_", "dependency", "names"),
    [
        ("in", "interview", "with", "pobj", ["Reuters"]),
        ("In", "conversation", "With", "pobj", ["Reuters"]),
        ("on", "interview", "with", "pobj", []),
        ("in", "house", "with", "pobj", []),
        ("in", "interview", "about", "pobj", []),
        ("in", "interview", "with", "pcomp", []),
    ],
)
def test_the_press_with_whom_somebody_talks_passes_it_on(
    preposition: str, noun: str, with_: str, dependency: str, names: list[str]
) -> None:
    sentence = f"""
        Lee/NNP/nsubj/said said/VBD/ROOT {preposition}/IN/prep/said {noun}/NN/pobj/{preposition}
          {with_}/IN/prep/{noun} Reuters/NNP/{dependency}/{with_}
    """
    assert around(sentence, {"Reuters": "organisation"}, "said") == names


@pytest.mark.parametrize(
    ("word", "to", "noun", "names"),
    [
        ("according", "to", "statement", ["Yale"]),
        ("according", "to", "window", []),
        ("according", "on", "statement", []),
        ("owing", "to", "statement", []),
    ],
)
def test_who_made_the_document_that_the_words_are_from_passes_them_on(
    word: str, to: str, noun: str, names: list[str]
) -> None:
    sentence = f"""
        Lee/NNP/nsubj/said said/VBD/ROOT {word}/VBG/prep/said {to}/IN/prep/{word} a/DT/det/{noun} {noun}/NN/pobj/{to}
          by/IN/prep/{noun} Yale/NNP/pobj/by
    """
    assert around(sentence, {"Yale": "organisation"}, "said") == names


def test_all_words_of_a_document_are_searched_for_its_maker() -> None:
    sentence = """
        Lee/NNP/nsubj/said said/VBD/ROOT according/VBG/prep/said to/IN/prep/according Yale/NNP/poss/statement
          statement/NN/pobj/to
    """
    assert around(sentence, {"Yale": "organisation"}, "said") == ["Yale"]


@pytest.mark.parametrize(("type_", "names"), [("person", ["Kim"]), ("place", [])])
def test_according_to_an_actor_words_come_from_them(type_: ActorType, names: list[str]) -> None:
    sentence = "Lee/NNP/nsubj/said said/VBD/ROOT according/VBG/prep/said to/IN/prep/according Kim/NNP/pobj/to"
    assert around(sentence, {"Kim": type_}, "said") == names


PASSIVE = """
    Lee/NNP/{subject}/quoted quoted/VBD/ROOT/quoted/{lemma} {by}/IN/agent/quoted the/DT/det/agency old/JJ/amod/agency
      Tass/NNP/compound/agency agency/NN/pobj/{by} when/WRB/advmod/quoted Kim/NNP/dep/quoted
"""


@pytest.mark.parametrize(
    ("subject", "lemma", "by", "names"),
    [
        ("nsubjpass", "quote", "by", ["Tass"]),
        ("auxpass", "cite", "By", ["Tass"]),
        ("nsubj", "quote", "by", []),
        ("nsubjpass", "see", "by", []),
        ("nsubjpass", "quote", "for", []),
    ],
)
def test_by_whom_somebody_is_quoted(subject: str, lemma: str, by: str, names: list[str]) -> None:
    sentence = PASSIVE.format(subject=subject, lemma=lemma, by=by)
    assert around(sentence, {"Tass": "organisation", "Kim": "person"}, "quoted") == names


def test_who_stands_before_by_is_not_the_agent() -> None:
    sentence = """
        Lee/NNP/nsubjpass/quoted quoted/VBD/ROOT/quoted/quote Kim/NNP/dep/quoted by/IN/agent/quoted Tass/NNP/pobj/by
    """
    assert around(sentence, {"Tass": "organisation", "Kim": "person"}, "quoted") == ["Tass"]


def test_by_before_the_verb_names_nobody_who_quotes() -> None:
    sentence = "By/IN/prep/quoted Tass/NNP/pobj/By Lee/NNP/nsubjpass/quoted quoted/VBD/ROOT/quoted/quote"
    assert around(sentence, {"Tass": "organisation"}, "quoted") == []


@pytest.mark.parametrize(("tag", "end"), [("NN", 5), ("VBD", 2)])
def test_the_agent_ends_with_its_noun_phrase(tag: str, end: int) -> None:
    doc = make_doc(f"quoted/VBN/ROOT by/IN/agent old/{tag} Tass/NNP radio/NN")
    assert intermediaries._end_of_agent(doc[1]) == end


@pytest.mark.parametrize(
    ("lemma", "clause", "subject", "name"),
    [
        ("say", "ccomp", "nsubj", "Kim"),
        ("eat", "ccomp", "nsubj", None),
        ("say", "advcl", "nsubj", None),
        ("say", "ccomp", "dobj", None),
    ],
)
def test_the_subject_of_the_clause_around_a_source_reports_it(
    lemma: str, clause: str, subject: str, name: str | None
) -> None:
    doc = make_doc(
        f"Kim/NNP/{subject}/verb verb/VBD/ROOT/verb/{lemma} that/IN/mark/left Lee/NNP/nsubj/left left/VBD/{clause}/verb"
    )
    registry = make_registry(doc, {"Kim": "person", "Lee": "person"})
    reporter = intermediaries._reporter(registry, doc.text.index("Lee"))
    assert (reporter.name if reporter else None) == name
    assert intermediaries._reporter(registry, doc.text.index("Kim")) is None


def test_the_verb_of_the_clause_itself_may_be_the_source() -> None:
    doc = make_doc("Kim/NNP/nsubj/said said/VBD/ROOT left/VBD/ccomp/said")
    registry = make_registry(doc, {"Kim": "person"})
    assert intermediaries._reporter(registry, doc.text.index("left")) is cluster_named(registry, "Kim")


# ---- contents around a place


def test_contents_around_an_offset_innermost_first() -> None:
    def content(*spans: Span) -> SpeakerAssignment:
        return SpeakerAssignment(Attribution(source=[], cue=[], content=list(spans), kind="indirect"))

    outer, inner, other = content((0, 50)), content((10, 20), (30, 40)), content((60, 70))
    index = intermediaries._ContentIndex([inner, other, outer])
    assert list(index.around(10)) == [inner, outer]
    assert list(index.around(19)) == [inner, outer]
    assert list(index.around(20)) == [outer]
    assert list(index.around(35)) == [inner, outer]
    assert list(index.around(0)) == [outer]
    assert list(index.around(50)) == []
    assert list(index.around(69)) == [other]
    assert list(index.around(70)) == []
    assert list(intermediaries._ContentIndex([]).around(0)) == []


# ---- everything together


NESTED = """
    Yale/NNP/nsubj/said said/VBD/ROOT that/IN/mark/told Lee/NNP/nsubj/told told/VBD/ccomp/said/tell
      Reuters/NNP/dobj/told that/IN/mark/rains it/PRP/nsubj/rains rains/VBZ/ccomp/told
"""


def intermediary(
    speakers: dict[str, str], *, sentence: str = NESTED, source: str = "Lee", outer_content: str | None = None
) -> str | None:
    """The intermediary of the inner attribution; ``speakers`` are those of the outer and inner one."""
    doc = make_doc(sentence)
    actors: dict[str, ActorType] = {"Yale": "organisation", "Lee": "person", "Reuters": "organisation"}
    registry = make_registry(doc, actors)
    clusters = {part: [cluster_named(registry, name)] for part, name in speakers.items()}
    content = outer_content or doc.text[doc.text.index("that") :]
    outer = SpeakerAssignment(attribution_of(doc, "Yale", "said", content), clusters.get("outer", []))
    inner = SpeakerAssignment(attribution_of(doc, source, "told", "it rains"), clusters.get("inner", []))
    assign_intermediaries(registry, [outer, inner])
    assert outer.intermediary is None
    return inner.intermediary.name if inner.intermediary else None


def test_who_speaks_around_it_passes_it_on_before_others() -> None:
    assert intermediary({"outer": "Yale", "inner": "Lee"}) == "Yale"


def test_who_reports_it_passes_it_on_before_the_press() -> None:
    assert intermediary({"inner": "Lee"}, outer_content="said") == "Yale"


def test_the_press_passes_it_on_where_nobody_else_does() -> None:
    assert intermediary({"inner": "Lee"}, outer_content="said", source="") == "Reuters"


def test_nobody_passes_on_their_own_words() -> None:
    assert intermediary({"outer": "Lee", "inner": "Lee"}) is None


def test_nothing_is_passed_on_without_a_speaker() -> None:
    assert intermediary({"outer": "Yale"}) is None


def test_an_intermediary_who_is_known_stays() -> None:
    doc = make_doc(NESTED)
    registry = make_registry(doc, {"Yale": "organisation", "Lee": "person", "Reuters": "organisation"})
    lee, reuters = cluster_named(registry, "Lee"), cluster_named(registry, "Reuters")
    assignment = SpeakerAssignment(attribution_of(doc, "Lee", "told", "it rains"), [lee], None, reuters)
    assign_intermediaries(registry, [assignment])
    assert assignment.intermediary is reuters
