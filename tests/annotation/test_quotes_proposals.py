"""Every reading of an attribution that model and rules suggest together."""

from __future__ import annotations

import pytest
from docs_by_hand import make_doc
from model_by_hand import read_by_model
from spacy.tokens import Doc

from onrecord.annotation.lexicon.cues import load_cues
from onrecord.annotation.neural.model import ModelAttribution
from onrecord.annotation.quotes.model_candidates import make_proposals
from onrecord.annotation.quotes.proposals import Proposal, jaccard
from onrecord.annotation.quotes.rules import RuleExtractor
from onrecord.annotation.quotes.word_index import WordIndex

TWO_SPEAKERS = make_doc(
    "“ We/PRP/nsubj/win will/MD/aux/win win/VB/ccomp/said this/DT/det/year year/NN/npadvmod/win , ” "
    "Ann/NNP/nsubj/said said/VBD/ROOT .\n\n"
    "“ Nobody/NN/nsubj/believes believes/VBZ/ccomp/said/believe it/PRP/dobj/believes , ” "
    "Bob/NNP/nsubj/said said/VBD/ROOT ."
)


def proposals_of(doc: Doc, *read: ModelAttribution) -> list[Proposal]:
    rules = RuleExtractor(doc, load_cues())
    return make_proposals(rules, WordIndex(rules.text), read)


def shown(doc: Doc, proposals: list[Proposal], form: str) -> list[tuple[str, str]]:
    """Return source and content of the proposals of a form."""

    def words(spans: list[tuple[int, int]]) -> str:
        return "|".join(doc.text[start:end] for start, end in spans)

    return [
        (words(proposal.candidate.source), words(proposal.candidate.content))
        for proposal in proposals
        if proposal.form == form
    ]


def test_what_the_rules_see_is_proposed_though_the_model_passes_it_over() -> None:
    proposals = proposals_of(TWO_SPEAKERS)
    assert shown(TWO_SPEAKERS, proposals, "read") == [
        ("Ann", "“We will win this year,”"),
        ("Bob", "“Nobody believes it,”"),
    ]
    assert [proposal.model for proposal in proposals] == [None, None]
    assert all(proposal.rule is not None and proposal.rule.words == proposal.words for proposal in proposals)


def test_what_both_see_is_proposed_once() -> None:
    read = read_by_model(TWO_SPEAKERS, "said", "Ann", "said", "“We will win this year,”")
    ann, _bob = proposals_of(TWO_SPEAKERS, read)
    assert (ann.form, ann.model) == ("read", read)
    assert ann.rule is not None


def test_the_rest_of_a_quotation_is_proposed_to_who_has_much_of_it() -> None:
    doc = make_doc("“ We/PRP will/MD win/VB/ROOT this/DT year/NN , ” Ann/NNP .")
    much = read_by_model(doc, "win", "Ann", "", "win this year")
    assert shown(doc, proposals_of(doc, much), "completed") == [("Ann", "“We will win this year,”")]


def test_a_quotation_that_is_hardly_touched_is_not_completed() -> None:
    doc = make_doc("“ We/PRP will/MD win/VB this/DT game/NN and/CC many/JJ more/JJR ” said/VBD/ROOT Ann/NNP .")
    hardly = read_by_model(doc, "said", "Ann", "said", "We")
    assert shown(doc, proposals_of(doc, hardly), "completed") == []


def test_the_source_of_the_rules_is_proposed_for_the_words_of_the_model() -> None:
    wrong = read_by_model(TWO_SPEAKERS, "said", "Bob", "said", "“We will win this year,”")
    assert ("Ann", "“We will win this year,”") in [
        pair
        for form in ("sourced", "read")
        for pair in shown(TWO_SPEAKERS, proposals_of(TWO_SPEAKERS, wrong), form)
    ]


def test_the_words_of_another_speaker_are_split_off() -> None:
    both = read_by_model(TWO_SPEAKERS, "said", "Ann", "said", "“We will win this year,”", "“Nobody believes it,”")
    assert shown(TWO_SPEAKERS, proposals_of(TWO_SPEAKERS, both), "split") == []  # for the rules read the same
    assert ("Ann", "“We will win this year,”") in shown(TWO_SPEAKERS, proposals_of(TWO_SPEAKERS, both), "read")


def test_quotations_without_a_cue_follow_who_spoke_before_them_in_the_paragraph() -> None:
    sentence = "Bob/NNP/nsubj/said said/VBD/ROOT that/IN/mark/rains it/PRP/nsubj/rains rains/VBZ/ccomp/said ."
    floating = (
        "“ It/PRP/nsubj/is is/VBZ/ROOT very/RB/advmod/cold cold/JJ/acomp/is and/CC/cc/cold wet/JJ/conj/cold . ”"
    )
    together = make_doc(f"{sentence}\n{floating}")
    read = read_by_model(together, "said", "Bob", "said", "that it rains")
    followed = shown(together, proposals_of(together, read), "followed")
    assert followed == [("Bob", "that it rains. “It is very cold and wet.”")]
    apart = make_doc(f"{sentence}\n\n{floating}")
    read = read_by_model(apart, "said", "Bob", "said", "that it rains")
    assert shown(apart, proposals_of(apart, read), "followed") == []


TRANSCRIPT = make_doc(
    "\n\n".join(
        f"{name}/NNP/ROOT : My/PRP$/poss/friend friend/NN/nsubj/says says/VBZ/ccomp/{name} "
        "that/IN/mark/is all/DT/nsubj/is is/VBZ/ccomp/says well/RB/advmod/is ."
        for name in ("Title", "COHEN", "WARREN", "BAKER")
    )
)


def test_what_is_told_within_a_turn_is_a_part_of_the_turn() -> None:
    nested = read_by_model(TRANSCRIPT, "says", "My friend", "says", "that all is well.")
    assert shown(TRANSCRIPT, proposals_of(TRANSCRIPT, nested), "read")[0] == (
        "Title",
        "My friend says that all is well.",
    )
    doc = make_doc(
        "My/PRP$/poss/friend friend/NN/nsubj/says says/VBZ/ROOT that/IN/mark/is all/DT/nsubj/is is/VBZ/ccomp/says ."
    )
    reported = read_by_model(doc, "says", "My friend", "says", "that all is")
    assert shown(doc, proposals_of(doc, reported), "read") == [("My friend", "that all is")]


def test_overlap_is_the_share_of_words_in_both() -> None:
    assert jaccard(frozenset({1, 2, 3}), frozenset({2, 3, 4})) == 0.5
    assert jaccard(frozenset(), frozenset()) == 1.0
    assert jaccard(frozenset({1}), frozenset()) == 0.0


WHICH = (
    "Ann/NNP/nsubj/said said/VBD/ROOT it/PRP/nsubj/works works/VBZ/ccomp/said/work , which/WDT/nsubj/pleased "
    "pleased/VBD/advcl/works us/PRP/dobj/pleased ."
)


def test_a_clause_is_proposed_to_its_end() -> None:
    doc = make_doc(WHICH)
    part = read_by_model(doc, "said", "Ann", "said", "it works")
    assert shown(doc, proposals_of(doc, part), "extended") == [("Ann", "it works, which pleased us")]
    whole = read_by_model(doc, "said", "Ann", "said", "it works, which pleased us")
    assert shown(doc, proposals_of(doc, whole), "extended") == []


def test_a_clause_of_the_narrator_is_not_proposed() -> None:
    doc = make_doc(WHICH.replace("pleased/VBD/advcl/works", "pleased/VBD/advcl/said"))
    part = read_by_model(doc, "said", "Ann", "said", "it works")
    assert shown(doc, proposals_of(doc, part), "extended") == []


def test_a_clause_is_not_extended_over_its_source() -> None:
    doc = make_doc("It/PRP/nsubj/works works/VBZ/ROOT , Ann/NNP/nsubj/said said/VBD/parataxis/works .")
    part = read_by_model(doc, "said", "Ann", "said", "It works")
    assert shown(doc, proposals_of(doc, part), "extended") == []


def test_a_quotation_ends_where_it_is_closed() -> None:
    doc = make_doc(WHICH.replace("works/VBZ/ccomp/said/work ,", "“ works/VBZ/ccomp/said/work ” ,"))
    part = read_by_model(doc, "said", "Ann", "said", "it “works”")
    assert shown(doc, proposals_of(doc, part), "extended") == []


def test_what_is_so_according_to_somebody_is_proposed() -> None:
    sentence = (
        "It/PRP/nsubj/works works/VBZ/ROOT , according/VBG/prep/works to/IN/prep/according Ann/NNP/pobj/to ."
    )
    doc = make_doc(sentence)
    assert shown(doc, proposals_of(doc), "read") == [("Ann", "It works")]
    doc = make_doc(sentence.replace("according", "owing"))
    assert shown(doc, proposals_of(doc), "read") == []


@pytest.mark.parametrize(
    ("source", "count"),
    [("need/NN/pobj/to", 0), ("age/NN/pobj/to or/CC/cc/age need/NN/conj/age", 0), ("police/NN/pobj/to", 1)],
)
def test_what_is_given_according_to_need_is_nobodys_words(source: str, count: int) -> None:
    doc = make_doc(
        "Beds/NNS/nsubjpass/given are/VBP/auxpass/given given/VBN/ROOT according/VBG/prep/given to/IN/prep/according "
        f"{source} ."
    )
    words = " ".join(token.text for token in doc[5:-1])
    assert len(proposals_of(doc)) == count
    assert (
        len(proposals_of(doc, read_by_model(doc, "according", words, "according to", "Beds are given"))) == count
    )
