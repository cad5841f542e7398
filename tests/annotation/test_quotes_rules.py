"""The extractor of attributions, on sentences parsed by hand and with a lexicon that a test writes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest
from docs_by_hand import doc_of_columns, make_doc

from onrecord.annotation.lexicon.cues import CueLexicon
from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.quotes.rules import RuleExtractor, _overlap, extract_attributions, quoted_tokens
from onrecord.annotation.text.quotation_marks import find_quotations
from onrecord.base.records import Attribution, CueType, Span


class HandLexicon(CueLexicon):
    """A lexicon with the probabilities of frames by their pattern and cue: ``{"ccomp|say": 0.9}``."""

    def __init__(self, probabilities: Mapping[str, float], types: Mapping[str, CueType] | None = None) -> None:
        self.probabilities = probabilities
        self.direct = frozenset({"say", "add", "answer"})
        self.works = frozenset({"song"})
        self.work_verbs = frozenset({"sing"})
        self.documents = frozenset({"poll", "letter"})
        self.data = frozenset({"poll"})
        self.types = {"say.v": "speech", "call.v": "speech", "hope.v": "belief", **(types or {})}
        self.nouns = frozenset({"claim.n"})

    def probability(self, features: Iterable[str]) -> float:
        """Return the highest probability of the features."""
        return max((self.probabilities.get(feature.removeprefix("p="), 0.0) for feature in features), default=0.0)


def extractor(
    sentences: str,
    probabilities: Mapping[str, float] | None = None,
    *,
    ents: Mapping[str, str] | None = None,
) -> RuleExtractor:
    return RuleExtractor(make_doc(sentences, ents=ents), HandLexicon(probabilities or {}))


def words(text: str, spans: list[Span]) -> str:
    return " | ".join(text[start:end] for start, end in spans)


def attributions(
    sentences: str, probabilities: Mapping[str, float] | None = None, *, threshold: float = 0.25
) -> list[tuple[str, str, str]]:
    """Return source, cue and content of the attributions."""
    rules = extractor(sentences, probabilities)
    return [
        (words(rules.text, item.source), words(rules.text, item.cue), words(rules.text, item.content))
        for item in rules.attributions(threshold)
    ]


HE_SAID_IT_RAINS = "He/PRP/nsubj/said said/VBD/ROOT it/PRP/nsubj/rains rains/VBZ/ccomp/said ."
SAID = "“ It/PRP/dep/said rains , ” he/PRP/nsubj/said said/VBD/ROOT ."


def test_an_empty_doc_has_no_attributions() -> None:
    assert extract_attributions(doc_of_columns([])) == []


def test_the_lexicon_that_comes_with_onrecord_is_the_default() -> None:
    doc = make_doc("He/PRP/nsubj/said said/VBD/ROOT that/IN/mark/rains it/PRP/nsubj/rains rains/VBZ/ccomp/said .")
    (attribution,) = extract_attributions(doc)
    assert (attribution.source, attribution.cue_type, attribution.kind) == ([(0, 2)], "speech", "indirect")
    assert extract_attributions(doc, threshold=1.0) == []


def test_tokens_in_quotation_marks_are_told_with_the_marks() -> None:
    doc = make_doc("He/PRP/ROOT “ said/VBD/dep/He no ” to/IN/dep/He “ us ”")
    assert quoted_tokens(DependencyTree(doc), find_quotations(doc.text)) == [
        False,
        True,
        True,
        True,
        True,
        False,
        True,
        True,
        True,
    ]


def test_a_token_right_behind_the_closing_mark_is_outside() -> None:
    doc = make_doc("He/PRP/ROOT “ no ” , “ yes ”")
    assert doc.text == "He “no”, “yes”"
    quotations = find_quotations(doc.text)
    assert quoted_tokens(DependencyTree(doc), quotations) == [False, True, True, True, False, True, True, True]


# Certain candidates


def test_utterances_are_certain() -> None:
    rules = extractor(SAID)
    (candidate,) = rules.certain_candidates
    assert candidate == AttributionCandidate(
        source=[(12, 14)],
        cue=[(15, 19)],
        content=[(0, 11)],
        cue_key="say",
        source_lemma="",
        confidence=0.94,
        why="“said” after the quotation",
    )
    assert rules.labelled_candidates == []
    assert rules.uncued_utterances == []


@pytest.mark.parametrize(
    ("sentences", "confidence"),
    [
        (SAID, 0.94),
        ("He/PRP/nsubj/said said/VBD/ROOT : “ It/PRP/dep/said rains . ”", 0.88),
        ("He/PRP/nsubj/left left/VBD/ROOT saying/VBG/advcl/left : “ It/PRP/dep/left rains . ”", 0.75),
        ("“ It/PRP/ROOT rains . ” – Berg/NNP/dep/It", 0.7),
        ("Anna/NNP/ROOT : “ It/PRP/dep/Anna rains . ”", 0.7),
    ],
)
def test_the_confidence_of_an_utterance_depends_on_its_form(sentences: str, confidence: float) -> None:
    assert [candidate.confidence for candidate in extractor(sentences).certain_candidates] == [confidence]


def test_a_cue_that_is_no_verb_says_something() -> None:
    (candidate,) = extractor("“ It/PRP/ROOT rains . ” – Berg/NNP/dep/It").certain_candidates
    assert candidate.cue_key == "say"
    (answer,) = extractor(
        SAID.replace("said/VBD/ROOT", "answered/VBD/ROOT/x/answer").replace("/said", "/answered")
    ).certain_candidates
    assert answer.cue_key == "answer"


def test_words_outside_the_marks_are_a_part_of_the_content() -> None:
    assert attributions(
        "All/DT/dep/said is/VBZ/dep/said , “ no disaster at/IN/dep/said all to us , ” she/PRP/nsubj/said said/VBD/ROOT ."
    ) == [("she", "said", "All is | “no disaster at all to us,”")]


TITLE = "Berg/NNP/ROOT : Rain is near\n\n{}"


def test_a_labelled_paragraph_is_certain_and_labelled() -> None:
    rules = extractor(TITLE.format("It/PRP/ROOT is cold ."), ents={"Berg": "PERSON"})
    assert rules.certain_candidates == rules.labelled_candidates
    assert rules.certain_candidates == [
        AttributionCandidate([(0, 4)], [(4, 5)], [(6, 18)], "say", "", 0.75, "name and colon")
    ]


@pytest.mark.parametrize(("label", "count"), [("PERSON", 1), ("ORG", 1), ("GPE", 1), ("NORP", 1), ("DATE", 0)])
def test_only_who_may_speak_is_a_label(label: str, count: int) -> None:
    rules = extractor(TITLE.format("It/PRP/ROOT is cold ."), ents={"Berg": label})
    assert len(rules.labelled_candidates) == count


def test_a_signed_quotation_is_labelled() -> None:
    rules = extractor("“ It/PRP/ROOT rains . ” – Berg/NNP/dep/It")
    assert rules.certain_candidates == rules.labelled_candidates != []


def test_quotations_behind_a_label_are_no_utterances_of_their_own() -> None:
    sentences = "Berg/NNP/ROOT : Rain is “ It/PRP/dep/Berg rains . ”\n\n“ It/PRP/ROOT hails . ” So/RB/dep/It ."
    labelled = extractor(sentences, ents={"Berg": "PERSON"})
    assert [words(labelled.text, item.content) for item in labelled.certain_candidates] == ["Rain is “It rains.”"]
    assert [
        words(labelled.text, [(q.start, q.end)]) for u in labelled.uncued_utterances for q in u.quotations
    ] == ["“It hails.”"]


# Frames


def test_a_frame_that_is_likely_enough_is_accepted() -> None:
    assert attributions(HE_SAID_IT_RAINS, {"ccomp|say": 0.25}) == [("He", "said", "it rains")]
    assert attributions(HE_SAID_IT_RAINS, {"ccomp|say": 0.24}) == []
    assert attributions(HE_SAID_IT_RAINS, {"ccomp|say": 0.25}, threshold=0.26) == []


def test_the_attribution_of_a_frame() -> None:
    (attribution,) = extractor(HE_SAID_IT_RAINS, {"ccomp|say": 0.98765}).attributions(0.25)
    assert attribution == Attribution(
        source=[(0, 2)],
        cue=[(3, 7)],
        content=[(8, 16)],
        kind="indirect",
        confidence=0.988,
        cue_type="speech",
        why="clause after “said”",
    )


def test_a_frame_without_a_source_has_none() -> None:
    assert attributions("said/VBD/ROOT “ no/DT/dobj/said ”", {"dobj|say": 0.9}) == [("", "said", "“no”")]


def test_a_poll_reports_what_a_document_says() -> None:
    sentence = HE_SAID_IT_RAINS.replace("He/PRP", "Poles/NNPS")
    (attribution,) = extractor(sentence, {"ccomp|say": 0.9}).attributions(0.25)
    assert attribution.cue_type == "speech"
    poll = HE_SAID_IT_RAINS.replace("He/PRP", "poll/NN")
    (attribution,) = extractor(poll, {"ccomp|say": 0.9}).attributions(0.25)
    assert attribution.cue_type == "document"


def test_what_a_letter_says_is_speech_and_what_it_calls_for_is_not() -> None:
    letter = HE_SAID_IT_RAINS.replace("He/PRP", "letter/NN")
    (attribution,) = extractor(letter, {"ccomp|say": 0.9}).attributions(0.25)
    assert attribution.cue_type == "speech"
    calling = letter.replace("said/VBD/ROOT", "said/VBD/ROOT/said/call")
    (attribution,) = extractor(calling, {"ccomp|call": 0.9}).attributions(0.25)
    assert attribution.cue_type == "document"


def test_a_frame_with_words_in_marks_needs_to_be_less_likely() -> None:
    sentence = "He/PRP/nsubj/said said/VBD/ROOT a/DT/dobj/said “ rain/NN/dep/a ” ."
    assert attributions(sentence, {"dobj|say": 0.11}) == [("He", "said", "a “rain”")]
    assert attributions(sentence, {"dobj|say": 0.10}) == []
    assert attributions(sentence.replace("“ ", "").replace("” ", ""), {"dobj|say": 0.11}) == []


def test_of_frames_that_overlap_the_likeliest_is_accepted() -> None:
    sentence = "He/PRP/nsubj/said said/VBD/ROOT us/PRP/dobj/said it/PRP/nsubj/rains rains/VBZ/ccomp/said ."
    assert attributions(sentence, {"dobj+ccomp|say": 0.5, "ccomp|say": 0.6}) == [("He", "said", "it rains")]
    assert attributions(sentence, {"dobj+ccomp|say": 0.7, "ccomp|say": 0.6}) == [("He", "said", "us it rains")]


def test_frames_that_do_not_overlap_are_accepted_in_the_order_of_the_text() -> None:
    sentence = (
        "He/PRP/nsubj/said said/VBD/ROOT no/DT/dobj/said and/CC/cc/said she/PRP/nsubj/called called/VBD/conj/said "
        "him/PRP/dobj/called"
    )
    assert attributions(sentence, {"dobj|say": 0.5, "dobj|call": 0.6}) == [
        ("He", "said", "no"),
        ("she", "called", "him"),
    ]


def test_a_frame_that_overlaps_what_is_certain_is_none() -> None:
    assert attributions(SAID, {"ccomp|say": 1.0, "dobj|say": 1.0}) == [("he", "said", "“It rains,”")]
    sentence = SAID.replace(" .", " that/DT/dobj/said .")
    assert [content for *_, content in attributions(sentence, {"dobj|say": 1.0})] == ["“It rains,”"]
    rules = extractor(sentence)
    assert list(rules.candidate_frames(rules.cues.nouns)) == []


def test_a_content_is_widened_to_its_quotation() -> None:
    sentence = "He/PRP/nsubj/called called/VBD/ROOT it/PRP/dobj/called “ a/DT/det/rain rain/NN/oprd/called of/IN/dep/called joy ”"
    assert attributions(sentence, {"oprd|call": 0.9}) == [("He", "called", "“a rain of joy”")]


def test_a_content_is_not_widened_over_its_cue_or_what_is_taken() -> None:
    taken = (
        "He/PRP/nsubj/said said/VBD/ROOT it/PRP/dobj/said and/CC/cc/said called/VBD/conj/said “ a/DT/dobj/called b/NN/dep/called "
        "c/NN/oprd/called ”"
    )
    assert attributions(taken, {"dobj|call": 0.9, "oprd|call": 0.8}) == [("He", "called", "“a b c”")]


def test_a_thought_that_takes_in_what_somebody_says_is_left_out() -> None:
    sentence = (
        "He/PRP/nsubj/hopes hopes/VBZ/ROOT/hopes/hope for/IN/prep/hopes what/WP/dobj/calls she/PRP/nsubj/calls "
        "calls/VBZ/pcomp/for/call “ joy/NN/oprd/calls ” ."
    )
    assert attributions(sentence, {"pcomp|hope": 0.9, "oprd|call": 0.3}) == [("she", "calls", "“joy”")]
    assert attributions(sentence, {"pcomp|hope": 0.9, "oprd|call": 0.2}) == [
        ("He", "hopes for", "what she calls “joy”")
    ]
    speech = sentence.replace("hopes/VBZ/ROOT/hopes/hope", "hopes/VBZ/ROOT/hopes/say")
    assert attributions(speech, {"pcomp|say": 0.9, "oprd|call": 0.3}) == [
        ("He", "hopes for", "what she calls “joy”")
    ]


@pytest.mark.parametrize(
    ("verb", "title", "pattern", "count"),
    [
        ("sang/VBD/ROOT/sang/sing", "Imagine", "dobj", 0),
        ("sang/VBD/ROOT/sang/sing", "imagine", "dobj", 1),
        ("sang/VBD/ROOT/sang/hum", "Imagine", "dobj", 1),
        ("sang/VBD/ROOT/sang/sing", "Imagine", "ccomp", 1),
    ],
)
def test_titles_of_works_are_no_content_but_in_clauses(verb: str, title: str, pattern: str, count: int) -> None:
    sentence = f"He/PRP/nsubj/sang {verb} “ {title}/NN/{pattern}/sang ” ."
    key = verb.rpartition("/")[2]
    assert len(attributions(sentence, {f"{pattern}|{key}": 0.9})) == count


def test_the_words_of_a_parted_cue_are_described_by_its_verb() -> None:
    parted = "He/PRP/nsubj/said said/VBD/ROOT us/PRP/dobj/said up/RP/prt/said no/DT/oprd/said"
    joined = "He/PRP/nsubj/said said/VBD/ROOT up/RP/prt/said no/DT/oprd/said"
    for sentence, cue in ((parted, "said"), (joined, "said up")):
        (attribution,) = extractor(sentence, {"oprd|say_up": 0.9}).attributions(0.25)
        assert attribution.why == f"complement of “{cue}”"


# From candidates to attributions


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
