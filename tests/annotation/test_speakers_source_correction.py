"""Sources that passives and names beside the cue put right."""

from __future__ import annotations

import pytest
from actors_by_hand import attribution_of, characters
from docs_by_hand import make_doc
from spacy.tokens import Doc

from onrecord.annotation.speakers.source_correction import correct_sources
from onrecord.base.records import Attribution, QuoteKind


def corrected(doc: Doc, *attributions: Attribution) -> list[tuple[str, str, str]]:
    """The words of source, cue and content of each attribution after the correction."""
    return [
        tuple(
            " … ".join(doc.text[start:end] for start, end in spans)
            for spans in (attribution.source, attribution.cue, attribution.content)
        )  # type: ignore[misc]
        for attribution in correct_sources(doc, attributions)
    ]


def source_of(sentences: str, source: str, cue: str, content: str, kind: QuoteKind = "indirect") -> str:
    doc = make_doc(sentences)
    ((words, _, _),) = corrected(doc, attribution_of(doc, source, cue, content, kind=kind))
    return words


# ---- datelines


def after_dateline(dateline: str, name: str = "Lee", ents: dict[str, str] | None = None) -> str:
    sentence = f"{dateline} {name}/NNP/appos/{dateline.split('/')[0]} said/VBD/ROOT/said/say that/IN/mark/falls it/PRP/nsubj/falls falls/VBZ/ccomp/said"
    doc = make_doc(sentence, ents=ents)
    source = doc[: [token.text for token in doc].index("said")].text
    ((words, _, _),) = corrected(doc, attribution_of(doc, source, "said", "that it falls"))
    return words


@pytest.mark.parametrize(
    ("dateline", "ents", "source"),
    [
        ("Bonn/NNP/nsubj/said —", {"Bonn": "GPE"}, "Lee"),
        ("Bonn/NNP/nsubj/said ( AP ) —", {"Bonn": "GPE"}, "Lee"),
        ("BONN/NNP/nsubj/said --", {}, "Lee"),
        ("Bonn/NNP/nsubj/said —", {"Lee": "PERSON"}, "Lee"),
        ("Bonn/NNP/nsubj/said —", {"Bonn": "ORG"}, "Bonn — Lee"),
        ("Bonn/NNP/nsubj/said and", {"Bonn": "GPE"}, "Bonn and Lee"),
    ],
)
def test_a_source_begins_behind_the_dateline(dateline: str, ents: dict[str, str], source: str) -> None:
    assert after_dateline(dateline, ents=ents) == source


def test_two_dashes_set_off_an_apposition() -> None:
    sentence = "Bonn/NNP/nsubj/said — Lee/NNP/appos/Bonn — said/VBD/ROOT/said/say that/IN/mark/falls it/PRP/nsubj/falls falls/VBZ/ccomp/said"
    doc = make_doc(sentence, ents={"Bonn": "GPE"})
    ((words, _, _),) = corrected(doc, attribution_of(doc, "Bonn — Lee —", "said", "that it falls"))
    assert words == "Bonn — Lee —"


def test_only_at_the_beginning_of_a_line_is_a_dateline() -> None:
    first = "So/RB/advmod/said Bonn/NNP/nsubj/said — Lee/NNP/appos/Bonn said/VBD/ROOT/said/say that/IN/mark/falls it/PRP/nsubj/falls falls/VBZ/ccomp/said"
    doc = make_doc(first, ents={"Bonn": "GPE"})
    ((words, _, _),) = corrected(doc, attribution_of(doc, "Bonn — Lee", "said", "that it falls"))
    assert words == "Bonn — Lee"


# ---- passives

WARNED = """
    Kim/NNP/nsubjpass/warned was/VBD/auxpass/warned warned/VBN/ROOT/warned/warn that/IN/mark/falls
      it/PRP/nsubj/falls falls/VBZ/ccomp/warned
"""


def test_who_is_warned_does_not_speak() -> None:
    assert source_of(WARNED, "Kim", "was warned", "that it falls") == ""
    active = "Kim/NNP/nsubj/warned warned/VBD/ROOT/warned/warn that/IN/mark/falls it/PRP/nsubj/falls falls/VBZ/ccomp/warned"
    assert source_of(active, "Kim", "warned", "that it falls") == "Kim"


@pytest.mark.parametrize("lemma", ["quote", "cite", "hear", "see", "worry"])
def test_some_passive_subjects_speak(lemma: str) -> None:
    assert (
        source_of(WARNED.replace("/warned/warn", f"/warned/{lemma}"), "Kim", "was warned", "that it falls")
        == "Kim"
    )


def test_who_is_prompted_to_say_something_speaks() -> None:
    sentence = "Kim/NNP/nsubjpass/urged was/VBD/auxpass/urged urged/VBN/ROOT/urged/urge to/TO/aux/say say/VB/xcomp/urged no/UH/dobj/say"
    assert source_of(sentence, "Kim", "was urged to say", "no") == "Kim"


def test_the_agent_of_a_passive_speaks() -> None:
    sentence = WARNED.rstrip() + " by/IN/agent/warned old/JJ/amod/Lee Lee/NNP/pobj/by"
    assert source_of(sentence, "Kim", "was warned", "that it falls") == "old Lee"
    assert source_of(sentence, "", "was warned", "that it falls") == "old Lee"
    assert source_of(sentence, "Lee", "was warned", "that it falls") == "Lee"
    assert source_of(sentence.replace("by", "near"), "Kim", "was warned", "that it falls") == ""


def test_the_agent_may_hang_on_what_somebody_is_called() -> None:
    sentence = """
        Kim/NNP/nsubjpass/called was/VBD/auxpass/called called/VBN/ROOT “ a/DT/det/coward coward/NN/oprd/called ”
          by/IN/prep/coward Lee/NNP/pobj/by
    """
    doc = make_doc(sentence)
    attribution = attribution_of(doc, "", "was called", "“a coward”", kind="mixed")
    assert corrected(doc, attribution) == [("Lee", "was called", "“a coward”")]


def test_who_is_called_something_is_no_part_of_the_words() -> None:
    doc = make_doc(
        "Kim/NNP/nsubjpass/called was/VBD/auxpass/called called/VBN/ROOT “ a/DT coward/NN/oprd/called ”"
    )
    content = [*characters(doc, "Kim"), *characters(doc, "“a coward”")]
    attribution = Attribution(source=[], cue=characters(doc, "was called"), content=content, kind="mixed")
    assert corrected(doc, attribution) == [("", "was called", "“a coward”")]
    doc = make_doc("Kim/NNP/nsubjpass/called was/VBD/auxpass/called called/VBN/ROOT a/DT coward/NN/oprd/called")
    content = [*characters(doc, "Kim"), *characters(doc, "a coward")]
    attribution = Attribution(source=[], cue=characters(doc, "was called"), content=content, kind="indirect")
    assert corrected(doc, attribution) == [("", "was called", "Kim … a coward")]


def test_a_participle_with_an_agent_describes_somebody_else() -> None:
    sentence = """
        Kim/NNP/nsubj/left described/VBN/acl/Kim/describe by/IN/agent/described Lee/NNP/pobj/by as/IN/prep/described
          “ kind/JJ/amod/as ” left/VBD/ROOT
    """
    assert source_of(sentence, "Kim", "described", "“kind”", "mixed") == "Lee"
    assert source_of(sentence.replace("by", "at"), "Kim", "described", "“kind”", "mixed") == "Kim"


def test_a_participle_that_is_joined_to_a_passive_is_one() -> None:
    sentence = """
        Kim/NNP/nsubjpass/booed was/VBD/auxpass/booed booed/VBN/ROOT/booed/boo and/CC/cc/booed told/VBD/conj/booed
          to/TO/aux/go go/VB/xcomp/told
    """
    assert source_of(sentence, "Kim", "told", "to go") == ""
    assert (
        source_of(sentence.replace("nsubjpass", "nsubj").replace("auxpass", "aux"), "Kim", "told", "to go")
        == "Kim"
    )


def test_the_author_of_a_column_says_what_stands_in_it() -> None:
    sentence = """
        In/IN/prep/called a/DT/det/column column/NN/pobj/In by/IN/prep/column Lee/NNP/pobj/by Kim/NNP/nsubjpass/called
          is/VBZ/auxpass/called called/VBN/ROOT “ weak/JJ/oprd/called ”
    """
    assert source_of(sentence, "Kim", "is called", "“weak”", "mixed") == "a column by Lee"
    assert source_of(sentence.replace("column", "town"), "Kim", "is called", "“weak”", "mixed") == ""


def test_who_is_quoted_as_saying_something_speaks() -> None:
    sentence = """
        Tass/NNP/nsubj/cited cited/VBD/ROOT/cited/cite old/JJ/amod/Lee Lee/NNP/dobj/cited as/IN/prep/cited
          saying/VBG/pcomp/as no/UH/dobj/saying
    """
    assert source_of(sentence, "Tass", "saying", "no") == "old Lee"
    assert source_of(sentence.replace("/cited/cite ", "/cited/leave "), "Tass", "saying", "no") == "Tass"


# ---- names beside the cue

INVERTED = (
    "“ Rain/NN ,/, ” said/VBD/ROOT Lee/NNP/nsubj/said ./. “ Snow/NN/dep/said ,/, ” added/VBD/dep/said Kim/NNP"
)


def test_the_name_behind_a_cue_speaks() -> None:
    assert source_of(INVERTED, "Kim", "said", "“Rain,”", "direct") == "Lee"
    assert source_of(INVERTED, "Lee", "said", "“Rain,”", "direct") == "Lee"
    assert source_of(INVERTED, "Kim", "said", "“Rain,”", "indirect") == "Kim"


@pytest.mark.parametrize(
    ("words", "source"),
    [
        ("told/VBD/ROOT Lee/NNP/dobj/told", "Kim"),
        ("said/VBD/ROOT Lee/NNP 's/POS", "Kim"),
        ("said/VBD/ROOT Lee/NNP friends/NNS", "Kim"),
        ("said/VBD/ROOT Lee/NNP and/CC", "Kim"),
        ("said/VBD/ROOT quietly/RB", "Kim"),
        ("said/VBD/ROOT spokesman/NN Lee/NNP", "spokesman Lee"),
    ],
)
def test_what_stands_behind_a_cue_must_be_a_whole_name(words: str, source: str) -> None:
    cue = words.split("/")[0]
    assert (
        source_of(f"“ Rain/NN ,/, ” {words} .\nKim/NNP left/VBD/ROOT", "Kim", cue, "“Rain,”", "direct") == source
    )


def test_a_day_behind_a_cue_does_not_speak() -> None:
    doc = make_doc("“ Rain/NN ,/, ” said/VBD/ROOT Monday/NNP Kim/NNP/nsubj/said", ents={"Monday": "DATE"})
    ((source, _, _),) = corrected(doc, attribution_of(doc, "", "said", "“Rain,”", kind="direct"))
    assert source == ""


def test_the_name_between_a_quotation_and_its_cue_speaks() -> None:
    sentence = "“ Rain/NN ,/, ” Lee/NNP said/VBD/ROOT .\nKim/NNP left/VBD/ROOT"
    assert source_of(sentence, "Kim", "said", "“Rain,”", "direct") == "Lee"
    assert source_of(sentence.replace("Lee/NNP", "once/RB"), "Kim", "said", "“Rain,”", "direct") == "Kim"


def test_the_name_before_a_cue_and_a_colon_speaks() -> None:
    sentence = "Lee/NNP asks/VBZ/ROOT/asks/ask :/: “ Rain/NN ?/. ” Kim/NNP left/VBD"
    assert source_of(sentence, "Kim", "asks", "“Rain?”", "direct") == "Lee"
    assert source_of(sentence.replace(":/:", "about/IN"), "Kim", "asks", "“Rain?”", "direct") == "Kim"


def test_a_quotation_with_a_cue_and_a_name_of_its_own_is_split_off() -> None:
    doc = make_doc(INVERTED)
    content = [*characters(doc, "“Rain,”"), *characters(doc, "“Snow,”")]
    merged = Attribution(
        source=characters(doc, "Lee"), cue=characters(doc, "said"), content=content, kind="direct"
    )
    assert corrected(doc, merged) == [("Lee", "said", "“Rain,”"), ("Kim", "added", "“Snow,”")]
    quiet = make_doc(INVERTED.replace("added/VBD/dep/said", "quietly/RB/dep/said"))
    merged = Attribution(
        source=characters(quiet, "Lee"), cue=characters(quiet, "said"), content=content, kind="direct"
    )
    assert corrected(quiet, merged) == [("Lee", "said", "“Rain,” … “Snow,”")]


def test_a_cue_that_was_read_splits_nothing_off() -> None:
    doc = make_doc(INVERTED)
    content = [*characters(doc, "“Rain,”"), *characters(doc, "“Snow,”")]
    merged = Attribution(
        source=characters(doc, "Lee"), cue=characters(doc, "said"), content=content, kind="direct"
    )
    other = attribution_of(doc, "Kim", "added", ".")
    assert ("Lee", "said", "“Rain,” … “Snow,”") in corrected(doc, merged, other)


# ---- subjects


def test_a_cue_without_a_source_has_its_subject() -> None:
    sentence = "He/PRP/nsubj/said said/VBD/ROOT no/UH/dobj/said"
    assert source_of(sentence, "", "said", "no") == "He"
    assert source_of(sentence, "", "said", "He") == ""
    assert source_of(sentence.replace("He/PRP", "It/PRP"), "", "said", "no") == "It"
    assert source_of(sentence.replace("He/PRP", "There/EX"), "", "said", "no") == ""


@pytest.mark.parametrize(("lemma", "source"), [("emphasise", "He"), ("emphasize", "He"), ("surmise", "")])
def test_a_verb_of_saying_has_its_subject_in_either_spelling(lemma: str, source: str) -> None:
    sentence = f"He/PRP/nsubj/said said/VBD/ROOT/said/{lemma} no/UH/dobj/said"
    assert source_of(sentence, "", "said", "no") == source


def test_a_joined_cue_has_the_subject_of_the_first() -> None:
    sentence = (
        "Lee/NNP/nsubj/said said/VBD/ROOT no/UH/dobj/said and/CC/cc/said added/VBD/conj/said yes/UH/dobj/added"
    )
    assert source_of(sentence, "", "added", "yes") == "Lee"
    left = sentence.replace("said/VBD/ROOT", "said/VBD/ROOT/said/leave")
    assert source_of(left, "", "added", "yes") == ""
