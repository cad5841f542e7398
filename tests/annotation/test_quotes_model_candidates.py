"""What the model read, as candidates, and merged with what the rules are certain of."""

from __future__ import annotations

import pytest
from docs_by_hand import make_doc
from model_by_hand import read_by_model
from spacy.tokens import Doc

from onrecord.annotation.lexicon.cues import load_cues
from onrecord.annotation.neural.model import ModelAttribution
from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.quotes.model_candidates import (
    cue_key,
    merge_attributions,
    only_has_titles,
    pronoun_alone,
    subject_before,
    to_candidate,
    with_all_paragraphs,
    with_whole_clauses,
)
from onrecord.annotation.quotes.proposals import Proposal
from onrecord.annotation.quotes.rules import RuleExtractor
from onrecord.annotation.text.quotation_marks import find_quotations
from onrecord.base.records import Span

Spans = list[Span]

SAID = make_doc(
    "The/DT/det/mayor mayor/NN/nsubj/said said/VBD/ROOT that/IN/mark/fell rain/NN/nsubj/fell fell/VBD/ccomp/said/fall ."
)


def spans(doc: Doc, *words: str) -> Spans:
    return [(doc.text.index(part), doc.text.index(part) + len(part)) for part in words]


def texts(doc: Doc, spans: Spans) -> list[str]:
    return [doc.text[start:end] for start, end in spans]


def model_attribution(doc: Doc, anchor: str, source: str, cue: str, content: str) -> ModelAttribution:
    return read_by_model(doc, anchor, source, cue, content, probability=0.75)


@pytest.mark.parametrize(
    ("sentence", "word", "key"),
    [
        ("She/PRP/nsubj/said said/VBD/ROOT so/RB/advmod/said .", "said", "say"),
        (
            "She/PRP/nsubj/ruled ruled/VBD/ROOT/ruled/rule it/PRP/dobj/ruled out/RP/prt/ruled .",
            "ruled",
            "rule_out",
        ),
        ("The/DT/det/claim claim/NN/ROOT was/VBD/dep/claim", "claim", "claim.n"),
        ("It/PRP/nsubj/is is/VBZ/ROOT clear/JJ/acomp/is .", "clear", "clear.a"),
        (
            "So/RB/advmod/according according/VBG/ROOT to/IN/prep/according her/PRP/pobj/to .",
            "according",
            "according_to",
        ),
        ("They/PRP/nsubj/accord accord/VBP/ROOT .", "accord", "accord"),
    ],
)
def test_a_cue_has_a_key_in_the_lexicon(sentence: str, word: str, key: str) -> None:
    tree = DependencyTree(make_doc(sentence))
    assert cue_key(tree, tree.lower.index(word)) == key


@pytest.mark.parametrize(
    ("content", "subject"),
    [
        ([], ["The mayor"]),
        ([(15, 28)], ["The mayor"]),
        ([(0, 3)], []),
        ([(9, 12)], ["The mayor"]),
        ([(8, 12)], []),
    ],
)
def test_a_subject_stands_outside_of_the_content(content: Spans, subject: list[str]) -> None:
    tree = DependencyTree(SAID)
    assert texts(SAID, subject_before(tree, tree.lower.index("said"), content)) == subject


@pytest.mark.parametrize(
    "sentence",
    [
        "It/PRP/nsubj/said said/VBD/ROOT so/RB/advmod/said .",
        "so/RB/advmod/said said/VBD/ROOT .",
        "Who/WP/dobj/said said/VBD/ROOT .",
    ],
)
def test_an_expletive_or_another_word_is_no_subject(sentence: str) -> None:
    tree = DependencyTree(make_doc(sentence))
    assert subject_before(tree, tree.lower.index("said"), []) == []


def test_a_subject_behind_its_verb_is_not_before_it() -> None:
    doc = make_doc("Rain/NN/dobj/said said/VBD/ROOT the/DT/det/mayor mayor/NN/nsubj/said .")
    tree = DependencyTree(doc)
    assert subject_before(tree, 1, []) == []


PAPER = "To/IN/prep/said the/DT/det/Times Times/NNP/pobj/To she/PRP/nsubj/said said/VBD/ROOT no/UH/intj/said ."


@pytest.mark.parametrize(
    ("sentence", "source", "alone"),
    [
        (PAPER, "the Times she", "she"),
        (PAPER, "she", "she"),
        (PAPER, "the Times", "the Times"),
        (PAPER.replace("she/PRP/nsubj", "she/PRP/dobj"), "the Times she", "the Times she"),
        (PAPER.replace("Times/NNP", "and/CC").replace("/Times", "/and"), "the and she", "the and she"),
        (PAPER.replace("she/PRP", "board/NN"), "the Times board", "the Times board"),
    ],
)
def test_a_pronoun_that_is_the_subject_is_the_source_alone(sentence: str, source: str, alone: str) -> None:
    doc = make_doc(sentence)
    tree = DependencyTree(doc)
    verb = tree.lower.index("said")
    assert texts(doc, pronoun_alone(tree, spans(doc, source), verb)) == [alone]


def test_a_source_of_two_spans_stays() -> None:
    doc = make_doc(PAPER)
    two = spans(doc, "the Times", "she")
    assert pronoun_alone(DependencyTree(doc), two, 4) == two


def candidate_of(doc: Doc, attribution: ModelAttribution, **rules: AttributionCandidate) -> AttributionCandidate:
    extractor = RuleExtractor(doc, load_cues())
    by_token = {extractor.tree.lower.index(word): candidate for word, candidate in rules.items()}
    return to_candidate(extractor, by_token, attribution)


def test_a_candidate_has_the_key_of_its_cue_and_the_lemma_of_its_source() -> None:
    candidate = candidate_of(SAID, model_attribution(SAID, "said", "The mayor", "said", "that rain fell"))
    assert (candidate.cue_key, candidate.source_lemma, candidate.confidence) == ("say", "mayor", 0.75)
    assert candidate.why == "the model, by “said”"
    assert texts(SAID, candidate.content) == ["that rain fell"]


def test_a_candidate_without_a_source_has_the_subject_of_its_cue() -> None:
    candidate = candidate_of(SAID, model_attribution(SAID, "said", "", "said", "that rain fell"))
    assert texts(SAID, candidate.source) == ["The mayor"]


def test_a_candidate_without_a_cue_says_so() -> None:
    candidate = candidate_of(SAID, model_attribution(SAID, "that", "The mayor", "", "that rain fell"))
    assert candidate.why == "the model, without a cue"


def test_the_rules_give_a_source_and_their_reason() -> None:
    rule = AttributionCandidate(spans(SAID, "rain"), spans(SAID, "said"), [], "say", "", 0.9, "a rule")
    attribution = model_attribution(SAID, "said", "", "said", "fell")
    candidate = candidate_of(SAID, attribution, said=rule)
    assert (texts(SAID, candidate.source), candidate.why) == (["rain"], "the model and the marks: a rule")
    own = candidate_of(SAID, attribution._replace(source=spans(SAID, "The mayor")), said=rule)
    assert texts(SAID, own.source) == ["The mayor"]


def test_the_first_key_that_the_lexicon_knows_is_taken() -> None:
    doc = make_doc(
        "The/DT/det/mayor mayor/NN/nsubj/went went/VBD/ROOT/went/go and/CC/cc/went said/VBD/conj/went no/UH/intj/said ."
    )
    attribution = model_attribution(doc, "went", "The mayor", "went and said", "no")
    assert candidate_of(doc, attribution).cue_key == "say"
    assert candidate_of(doc, attribution._replace(cue=spans(doc, "went"))).cue_key == "go"


def test_a_colon_is_a_cue_of_saying() -> None:
    doc = make_doc("Mayor/NN/ROOT : no/UH/intj/Mayor .")
    assert candidate_of(doc, model_attribution(doc, ":", "Mayor", ":", "no")).cue_key == "say"


SONG = "He/PRP/nsubj/sang sang/VBD/ROOT/sang/sing the/DT/det/song song/NN/dobj/sang “ Imagine/NNP/appos/song ” and/CC/cc/song then/RB/advmod/sang “ Yesterday/NNP/conj/song ” ."


@pytest.mark.parametrize(
    ("sentence", "cue", "content", "is_titles"),
    [
        (SONG, "sang", "the song “Imagine” and then “Yesterday”", True),
        (SONG, "sang", "“Imagine”", True),
        (SONG.replace("then/RB", "loudly/RB"), "sang", "the song “Imagine” and loudly “Yesterday”", False),
        (SONG.replace("song/NN", "word/NN").replace("/song", "/word"), "sang", "the word “Imagine”", False),
        (SONG.replace("sang", "said").replace("sing", "say"), "said", "the song “Imagine”", False),
        (SONG, "sang", "the song", False),
    ],
)
def test_titles_of_works_are_no_content(sentence: str, cue: str, content: str, is_titles: bool) -> None:
    doc = make_doc(sentence)
    extractor = RuleExtractor(doc, load_cues())
    candidate = to_candidate(extractor, {}, model_attribution(doc, cue, "He", cue, content))
    assert only_has_titles(extractor, candidate) == is_titles


def test_attributions_come_in_the_order_of_their_content() -> None:
    later = model_attribution(SAID, "said", "The mayor", "said", "fell")
    earlier = model_attribution(SAID, "said", "The mayor", "said", "rain")
    attributions = merge_attributions(SAID, [later, earlier])
    assert [texts(SAID, item.content) for item in attributions] == [["rain"], ["fell"]]
    assert {item.kind for item in attributions} == {"indirect"}
    assert {item.cue_type for item in attributions} == {"speech"}


def test_titles_are_left_out_of_what_is_merged() -> None:
    doc = make_doc(SONG)
    titles = model_attribution(doc, "sang", "He", "sang", "the song “Imagine” and then “Yesterday”")
    assert merge_attributions(doc, [titles]) == []


def test_a_text_without_words_has_no_attributions() -> None:
    assert merge_attributions(Doc(SAID.vocab), []) == []


# ---- whole clauses


def two_readings(doc: Doc, *, source: str = "Ann", other: str = "Ann") -> list[Proposal]:
    """Return a reading of “it works”, the same to the end of its clause, and one of other words."""
    model = model_attribution(doc, "said", "The mayor", "said", "that rain fell")
    candidate = AttributionCandidate(
        source=[], cue=[], content=[(0, 1)], cue_key="say", source_lemma="", confidence=1.0, why=""
    )
    part, whole = frozenset({2, 3}), frozenset({2, 3, 4, 5})
    sources = {"Ann": frozenset({0}), "Bob": frozenset({9})}
    return [
        Proposal(candidate, part, sources[source], frozenset({1}), "read", model),
        Proposal(candidate, whole, sources[other], frozenset({1}), "extended", model),
        Proposal(candidate, frozenset({5, 6}), frozenset(), frozenset(), "read", None),
    ]


@pytest.mark.parametrize(
    ("probability", "chosen", "expected"),
    [
        (0.65, [0], [1]),
        (0.64, [0], [0]),
        (0.65, [0, 2], [0, 2]),
        (0.65, [2], [2]),
        (0.65, [1], [1]),
    ],
)
def test_a_whole_clause_is_taken_where_it_is_nearly_as_probable(
    probability: float, chosen: list[int], expected: list[int]
) -> None:
    proposals = two_readings(SAID)
    assert with_whole_clauses(proposals, [1.0, probability, 1.0], chosen) == expected


def test_a_whole_clause_of_another_source_is_not_taken() -> None:
    assert with_whole_clauses(two_readings(SAID, other="Bob"), [1.0, 1.0, 1.0], [0]) == [0]


# ---- quotations of several paragraphs

PARAGRAPHS = "“We begin.\n\n“We go on.\n\n“We end,” she said."


def content_from(text: str, *starts: str) -> list[list[str]]:
    """Return the contents after candidates were given earlier paragraphs; each holds one quotation."""
    quotations = find_quotations(text)
    candidates = [
        AttributionCandidate(
            source=[],
            cue=[],
            content=[(item.start, item.end) for item in quotations if text.startswith(start, item.start)],
            cue_key="say",
            source_lemma="",
            confidence=1.0,
            why="",
        )
        for start in starts
    ]
    return [
        [text[start:end] for start, end in candidate.content]
        for candidate in with_all_paragraphs(quotations, candidates)
    ]


def test_who_closes_a_quotation_has_its_earlier_paragraphs() -> None:
    assert content_from(PARAGRAPHS, "“We end") == [["“We begin.", "“We go on.", "“We end,”"]]


def test_who_opens_a_quotation_has_its_later_paragraphs() -> None:
    assert content_from(PARAGRAPHS, "“We begin") == [["“We begin.", "“We go on.", "“We end,”"]]


def test_a_paragraph_behind_one_that_is_closed_is_not_one_of_them() -> None:
    assert content_from(PARAGRAPHS.replace("on.", "on.”"), "“We begin") == [["“We begin.", "“We go on.”"]]


def test_a_paragraph_that_is_closed_is_not_one_of_them() -> None:
    assert content_from(PARAGRAPHS.replace("on.", "on.”"), "“We end") == [["“We end,”"]]


def test_what_somebody_else_has_is_not_taken_from_them() -> None:
    assert content_from(PARAGRAPHS, "“We begin", "“We end") == [["“We begin."], ["“We go on.", "“We end,”"]]
