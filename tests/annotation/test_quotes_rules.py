"""The extractor of attributions: what is certain, and which frames are accepted, on sentences parsed by hand."""

from __future__ import annotations

import pytest
from docs_by_hand import doc_of_columns, make_doc
from rules_by_hand import HE_SAID_IT_RAINS, SAID, attributions, extractor, words

from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.quotes.rules import extract_attributions, quoted_tokens
from onrecord.annotation.text.quotation_marks import find_quotations
from onrecord.base.records import Attribution


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
