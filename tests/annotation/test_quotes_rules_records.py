"""The extractor of attributions: the records that it makes of candidates, on sentences parsed by hand."""

from __future__ import annotations

import pytest
from rules_by_hand import HE_SAID_IT_RAINS, attributions, extractor, words

from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.quotes.rules import _overlap
from onrecord.base.records import Attribution, Span


def test_an_utterance_without_a_cue_goes_to_the_sentence_before_it() -> None:
    sentences = f"{HE_SAID_IT_RAINS}\n“ It/PRP/ROOT hails . ” So/RB/dep/It ."
    assert attributions(sentences, {"ccomp|say": 0.9}) == [("He", "said", "it rains | “It hails.”")]


def test_an_utterance_without_a_cue_does_not_go_to_another_paragraph_or_forward() -> None:
    uncued = "“ It/PRP/ROOT hails . ” So/RB/dep/It ."
    assert attributions(f"{HE_SAID_IT_RAINS}\n\n{uncued}", {"ccomp|say": 0.9}) == [("He", "said", "it rains")]
    assert attributions(f"{uncued}\n{HE_SAID_IT_RAINS}", {"ccomp|say": 0.9}) == [("He", "said", "it rains")]
    assert attributions(uncued) == []


def test_utterances_without_a_cue_go_to_the_nearest_sentence() -> None:
    call = "She/PRP/nsubj/called called/VBD/ROOT him/PRP/dobj/called ."
    uncued = "“ It/PRP/ROOT hails . ” So/RB/dep/It ."
    probabilities = {"ccomp|say": 0.9, "dobj|call": 0.9}
    assert attributions(f"{HE_SAID_IT_RAINS}\n{call}\n{uncued}", probabilities) == [
        ("He", "said", "it rains"),
        ("She", "called", "him | “It hails.”"),
    ]
    assert attributions(f"{call}\n{HE_SAID_IT_RAINS}\n{uncued}", probabilities)[1] == (
        "He",
        "said",
        "it rains | “It hails.”",
    )


OBJECTS = (
    "He/PRP/nsubj/called called/VBD/ROOT Anna/NNP/dobj/called of/IN/dep/Anna “ theft/NN/dep/Anna ” {} "
    "Ben/NNP/dep/Anna {}/IN/dep/Anna “ murder/NN/dep/Anna ” ."
)


@pytest.mark.parametrize(
    ("between", "preposition", "contents"),
    [
        ("and/CC/dep/Anna", "of", ["Anna of “theft”", "Ben of “murder”"]),
        (", and/CC/dep/Anna", "of", ["Anna of “theft”", "Ben of “murder”"]),
        ("but/CC/dep/Anna", "of", ["Anna of “theft”", "Ben of “murder”"]),
        ("and/CC/dep/Anna", "for", ["Anna of “theft” and Ben for “murder”"]),
        ("then/RB/dep/Anna", "of", ["Anna of “theft” then Ben of “murder”"]),
        ("and/CC/dep/Anna , so", "of", ["Anna of “theft” and, so Ben of “murder”"]),
    ],
)
def test_a_verb_with_two_objects_makes_two_attributions(
    between: str, preposition: str, contents: list[str]
) -> None:
    sentence = OBJECTS.format(between, preposition).replace(", so", ", so/RB/dep/Anna")
    assert [content for *_, content in attributions(sentence, {"dobj|call": 0.9})] == contents


def test_a_single_object_is_not_split() -> None:
    sentence = "He/PRP/nsubj/called called/VBD/ROOT Anna/NNP/dobj/called of/IN/dep/Anna “ theft/NN/dep/Anna ” ."
    assert [content for *_, content in attributions(sentence, {"dobj|call": 0.9})] == ["Anna of “theft”"]
    assert [content for *_, content in attributions(sentence.replace("of/IN", "or/CC"), {"dobj|call": 0.9})] == [
        "Anna or “theft”"
    ]


def test_a_second_object_is_taken_in_from_outside_the_content_if_it_is_free() -> None:
    outside = OBJECTS.replace(
        "Ben/NNP/dep/Anna {}/IN/dep/Anna “ murder/NN/dep/Anna",
        "Ben/NNP/{}/called {}/IN/dep/called “ murder/NN/dep/called",
    )
    free = outside.format("and/CC/dep/called", "dep", "of")
    assert [content for *_, content in attributions(free, {"dobj|call": 0.9})] == [
        "Anna of “theft”",
        "Ben of “murder”",
    ]


def candidate(text: str, source: str, cue: str, content: str, key: str = "say") -> AttributionCandidate:
    def spans(part: str) -> list[Span]:
        return [(text.index(piece), text.index(piece) + len(piece)) for piece in part.split("|") if piece]

    return AttributionCandidate(spans(source), spans(cue), spans(content), key, "", 0.5, "model")


def record(sentences: str, source: str, cue: str, content: str, key: str = "say") -> Attribution:
    rules = extractor(sentences)
    return rules.to_attribution(candidate(rules.text, source, cue, content, key))


def test_a_record_has_its_spans_in_order_merged_and_stripped() -> None:
    item = record(
        "He/PRP/ROOT did say/VB/dep/He , so/RB/dep/He , and/CC/dep/He no .", "He", "say|did", ", so,|, and no"
    )
    text = "He did say, so, and no."
    assert (words(text, item.cue), words(text, item.content)) == ("did | say", "so, and no")


def test_a_source_is_widened_to_its_quotation_unless_that_is_in_the_content() -> None:
    sentences = "The/DT/ROOT “ New York/NNP/dep/The ” said no ."
    assert words("The “New York” said no.", record(sentences, "York", "said", "no").source) == "“New York”"
    assert words("The “New York” said no.", record(sentences, "York", "said", "New").source) == "York"


@pytest.mark.parametrize(
    ("key", "content", "cue_type"),
    [
        ("say", "it rains today", "speech"),
        ("hope", "“it rains today”", "speech"),
        ("hope", "“it rains” today", "belief"),
        ("hope", "“it still rains” today", "speech"),
        ("hope", "“It Still Rains” today", "belief"),
        ("hope", "rain: “Rain soon.”", "speech"),
        ("hope", "“so it”", "belief"),
        ("like", "“it rains today”", "speech"),
        ("like", "it rains today", "attitude"),
    ],
)
def test_more_than_two_words_given_as_they_fell_are_speech(key: str, content: str, cue_type: str) -> None:
    tokens = content.replace("“", "“ ").replace("”", " ”").split()
    sentence = "He/PRP/ROOT did " + " ".join(tokens)
    rules = extractor(sentence)
    item = rules.to_attribution(candidate(rules.text, "He", "did", content, key))
    assert item.cue_type == cue_type


@pytest.mark.parametrize(
    ("content", "left"),
    [
        ("“You/PRP/dep lied/VBD/dep . ” Berg was jailed .", "“You lied.”"),
        ("“You/PRP/dep lied/VBD/dep . ” “ I know . ”", "“You lied.” “I know.”"),
        ("“You/PRP/dep lied/VBD/dep ” Berg was jailed .", "“You lied” Berg was jailed."),
        ("“you/PRP/dep lied/VBD/dep . ” and was jailed .", "“you lied.” and was jailed."),
    ],
)
def test_a_content_ends_where_its_quotation_ends_the_sentence(content: str, left: str) -> None:
    sentence = "He/PRP/ROOT did " + content.replace("“You", "“ You").replace("“you", "“ you")
    rules = extractor(sentence)
    item = rules.to_attribution(candidate(rules.text, "He", "did", rules.text[len("He did ") :]))
    assert words(rules.text, item.content) == left


@pytest.mark.parametrize(
    ("cue", "content", "left"),
    [
        ("did ,", "“ We know ” , and left", "“We know”"),
        ("did", "“ We know ” , and left", "“We know”, and left"),
        ("did ,", "“ we know ” , and left", "“we know”, and left"),
        ("did ,", "“ We Know ” , and left", "“We Know”, and left"),
    ],
)
def test_what_follows_an_announced_sentence_in_marks_is_the_narrators(cue: str, content: str, left: str) -> None:
    rules = extractor(f"He/PRP/ROOT {cue} {content}")
    item = rules.to_attribution(candidate(rules.text, "He", "did", rules.text[rules.text.index("“") :]))
    assert words(rules.text, item.content) == left


@pytest.mark.parametrize(
    ("content", "left"),
    [
        ("the plan/NN/dep : “ It leaks . ”", "“It leaks.”"),
        ("the plan/NN/dep “ It leaks . ”", "the plan “It leaks.”"),
        ("it fails/VBZ/dep : “ It leaks . ”", "it fails: “It leaks.”"),
    ],
)
def test_the_object_of_a_cue_before_a_colon_is_no_part_of_what_is_said(content: str, left: str) -> None:
    rules = extractor(f"He/PRP/ROOT did {content}")
    item = rules.to_attribution(candidate(rules.text, "He", "did", rules.text[len("He did ") :]))
    assert words(rules.text, item.content) == left


def test_words_behind_the_sentence_of_a_negated_cue_were_said() -> None:
    sentences = "He/PRP/nsubj/say did/VBD+AUX/aux/say not/RB/neg/say say/VB/ROOT so/RB/advmod/say . “ We leave . ”"
    rules = extractor(sentences)
    behind = candidate(rules.text, "He", "say", "“We leave.”")
    assert rules.to_attribution(behind).polarity == "positive"
    rules = extractor(sentences.replace(" . “", " : “"))
    behind = candidate(rules.text, "He", "say", "“We leave.”")
    assert rules.to_attribution(behind).polarity == "negative"


def test_a_document_that_quotes_somebody_reports_speech() -> None:
    rules = extractor("A/DT/det/poll poll/NN/ROOT quoted/VBD/dep/poll Holt as saying no")
    quoting = candidate(rules.text, "A poll", "quoted", "Holt as saying no", "say")
    quoting.source_lemma = "poll"
    assert rules.to_attribution(quoting).cue_type == "speech"
    quoting.content = [(14, 18)]
    assert rules.to_attribution(quoting).cue_type == "document"


def test_whoever_is_quoted_as_saying_it_is_the_source() -> None:
    sentences = (
        "Holt/NNP/nsubjpass/quoted was/VBD/auxpass/quoted quoted/VBN/ROOT by/IN/agent/quoted Tass/NNP/pobj/by "
        "as/IN/prep/quoted saying/VBG/pcomp/as no/DT/dobj/saying"
    )
    item = record(sentences, "Tass", "was quoted", "as saying no")
    assert words("Holt was quoted by Tass as saying no", item.source) == "Holt"
    assert words("Holt was quoted by Tass as saying no", item.content) == "no"


def test_the_quotations_in_spans_begin_in_them_or_right_before() -> None:
    rules = extractor("He/PRP/ROOT “ a ” and “ b ” so")
    assert rules.text == "He “a” and “b” so"
    first, second = rules.quotations
    assert rules.quotations_in([(3, 6)]) == [first]
    assert rules.quotations_in([(4, 5)]) == [first]
    assert rules.quotations_in([(5, 12)]) == [second]
    assert rules.quotations_in([(0, 3)]) == []
    assert rules.quotations_in([(0, 4), (10, 12)]) == [first, second]


@pytest.mark.parametrize(
    ("key", "content", "expected"),
    [("sing", "“Imagine”", True), ("say", "“Imagine”", False), ("say", "song “Up”", True), ("sing", "He", False)],
)
def test_content_that_only_names_works(key: str, content: str, expected: bool) -> None:
    rules = extractor("He/PRP/ROOT sang “ Imagine ” and the song “ Up ” twice .")
    start = rules.text.index(content)
    assert rules.only_names_works(key, [(start, start + len(content))]) == expected


@pytest.mark.parametrize(
    ("spans", "outside"),
    [
        ([], ["“a”", "“b”"]),
        ([(0, 3)], ["“a”", "“b”"]),
        ([(0, 4)], ["“b”"]),
        ([(3, 6)], ["“b”"]),
        ([(4, 12)], ["“a”"]),
        ([(0, 3), (6, 11)], ["“a”", "“b”"]),
        ([(0, 4), (6, 12)], []),
    ],
)
def test_a_quotation_is_outside_spans_that_end_where_it_begins(spans: list[Span], outside: list[str]) -> None:
    rules = extractor("He/PRP/ROOT “ a ” and “ b ” so")
    quotations = rules._quotations_outside(spans)
    assert [rules.text[quotation.start : quotation.end] for quotation in quotations] == outside


@pytest.mark.parametrize(
    ("spans", "others", "overlaps"),
    [
        ([(0, 3)], [(3, 5)], False),
        ([(3, 5)], [(0, 3)], False),
        ([(0, 4)], [(3, 5)], True),
        ([(3, 5)], [(0, 4)], True),
        ([(0, 1), (4, 5)], [(2, 3), (4, 6)], True),
        ([], [(0, 1)], False),
    ],
)
def test_spans_that_touch_do_not_overlap(spans: list[Span], others: list[Span], overlaps: bool) -> None:
    assert _overlap(spans, others) is overlaps


@pytest.mark.parametrize(
    ("speech_cues", "is_hidden"),
    [([], False), ([2], False), ([3], True), ([5], True), ([6], False), ([2, 6], False), ([2, 4], True)],
)
def test_a_thought_hides_speech_whose_cue_is_in_its_content(speech_cues: list[int], is_hidden: bool) -> None:
    rules = extractor(HE_SAID_IT_RAINS)
    frame, _ = next(rules.candidate_frames(rules.cues.nouns))
    thought = frame._replace(cue_key="hope", content=((3, 6),))
    assert rules._hides_speech(thought, speech_cues) is is_hidden
    assert not rules._hides_speech(thought._replace(cue_key="say"), speech_cues)


def test_a_comma_between_its_words_parts_a_cue() -> None:
    sentence = "He/PRP/nsubj/said said/VBD/ROOT , up/RP/prt/said no/DT/oprd/said"
    (attribution,) = extractor(sentence, {"oprd|say_up": 0.9}).attributions(0.25)
    assert attribution.why == "complement of “said”"


def test_a_second_object_that_is_taken_is_left_where_it_is() -> None:
    rules = extractor(OBJECTS.format("and/CC/dep/Anna", "of"))
    assert rules.text == "He called Anna of “theft” and Ben of “murder”."
    first = candidate(rules.text, "He", "called", "Anna of “theft”", "call")
    whole = candidate(rules.text, "He", "called", "Anna of “theft” and Ben of “murder”", "call")
    assert [words(rules.text, part.content) for part in rules._split_parallel_objects(first)] == [
        "Anna of “theft”",
        "Ben of “murder”",
    ]
    start = rules.text.index("murder")
    rules.claimed.add([(start, start + 6)])
    assert rules._split_parallel_objects(first) == [first]
    assert len(rules._split_parallel_objects(whole)) == 2


def test_the_second_object_goes_on_to_the_end_of_the_content() -> None:
    sentence = OBJECTS.format("and/CC/dep/Anna", "of").replace(" .", " today/NN/dep/Anna .")
    assert [content for *_, content in attributions(sentence, {"dobj|call": 0.9})] == [
        "Anna of “theft”",
        "Ben of “murder” today",
    ]


@pytest.mark.parametrize(
    ("source", "content", "count"),
    [("", "shares", 0), ("He", "shares", 1), ("", "it rains", 1), ("", "“shares”", 1)],
)
def test_without_a_source_a_report_needs_a_clause_or_marks(source: str, content: str, count: int) -> None:
    sentence = "He/PRP/ROOT did shares/NNS/dep it rains/VBZ/dep “ shares/NNS/dep ”"
    rules = extractor(sentence)
    assert len(rules.records([candidate(rules.text, source, "did", content)])) == count
