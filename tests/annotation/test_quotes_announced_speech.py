"""Quotations that something else than a verb of saying attributes."""

from __future__ import annotations

import pytest
from docs_by_hand import make_doc
from spacy.tokens import Doc

from onrecord.annotation.lexicon.cues import load_cues
from onrecord.annotation.quotes.rules import RuleExtractor


def announced(sentences: str) -> list[tuple[str, str]]:
    """The source and the content of what is attributed without a cue."""
    doc = make_doc(sentences, ents={"Ann Lee": "PERSON"} if "Lee" in sentences else {})
    extractor = RuleExtractor(doc, load_cues())
    return [
        (words_of(doc, candidate.source), words_of(doc, candidate.content))
        for candidate in extractor.certain_candidates
        if not candidate.cue
    ]


def words_of(doc: Doc, spans: list[tuple[int, int]]) -> str:
    return " … ".join(doc.text[start:end] for start, end in spans)


QUOTED = "“ The/DT hall/NN is/VBZ/ROOT cold/JJ . ”"
LEE = "Ann/NNP/compound/Lee Lee/NNP"
SPOKEN = [("Ann Lee", "“The hall is cold.”")]


@pytest.mark.parametrize(
    ("line", "is_announced"),
    [
        (f"From/IN/ROOT {LEE}/pobj/From :", True),
        (f"And/CC this/DT/ROOT from/IN {LEE}/pobj/from :", True),
        (f"From/IN/ROOT the/DT desk/NN of/IN {LEE}/pobj/of .", True),
        (f"From/IN there/RB it/PRP/nsubj/came came/VBD/ROOT/came/come to/IN {LEE}/pobj/to :", False),
        ("From/IN/ROOT there/RB :", False),
    ],
)
def test_words_are_announced_from_somebody(line: str, is_announced: bool) -> None:
    assert announced(f"{line}\n\n{QUOTED}") == (SPOKEN if is_announced else [])


@pytest.mark.parametrize(
    ("line", "is_announced"),
    [
        (f"For/IN/prep/was {LEE}/pobj/For , it/PRP/nsubj/was was/VBD/ROOT plain/JJ/acomp/was :", True),
        (f"{LEE}/poss/advice 's/POS/case/Lee advice/NN/ROOT :", True),
        (f"{LEE}/poss/verdict 's/POS/case/Lee verdict/NN/ROOT ?", True),
        (f"{LEE}/poss/house 's/POS/case/Lee house/NN/ROOT ?", False),
        (
            f"The/DT advice/NN/ROOT of/IN/prep/advice the/DT mayor/NN/pobj/of , {LEE}/appos/mayor , to/TO all/DT :",
            True,
        ),
        (f"The/DT advice/NN/ROOT for/IN/prep/advice {LEE}/pobj/for :", False),
    ],
)
def test_words_are_announced_as_somebodys(line: str, is_announced: bool) -> None:
    result = announced(f"{line} {QUOTED.replace('/ROOT', '/dep')}")
    assert result == (SPOKEN if is_announced else [])


@pytest.mark.parametrize(
    ("after", "is_signed"),
    [
        (f"{LEE}/ROOT , farmer/NN , 54/CD", True),
        (f"( {LEE}/ROOT , nurse/NN )", True),
        (f"{LEE}/nsubj/paused paused/VBD/ROOT for/IN long/RB", False),
        ("farmer/NN/ROOT", False),
        (f"{LEE}/ROOT {' '.join(['word/NN'] * 14)}", True),
        (f"{LEE}/ROOT {' '.join(['word/NN'] * 15)}", False),
        (f"of/IN {LEE}/ROOT", False),
    ],
)
def test_a_name_behind_a_quotation_signs_it(after: str, is_signed: bool) -> None:
    is_acting = "paused" in after
    assert announced(f"{QUOTED}\n{after}") == (SPOKEN if is_signed or is_acting else [])


@pytest.mark.parametrize(
    ("after", "is_taken_up"),
    [
        (f"With/IN these/DT words/NNS/pobj/With {LEE}/nsubj/left left/VBD/ROOT and/CC Bo/NNP sang/VBD .", True),
        (f"That/DT/nsubj/was was/VBD/ROOT how/WRB {LEE}/nsubj/began began/VBD/ccomp/was .", True),
        (f"That/DT/nsubj/was was/VBD/ROOT when/WRB {LEE}/nsubj/began began/VBD/ccomp/was .", True),
        ("With/IN these/DT words/NNS/pobj/With it/PRP/nsubj/ended ended/VBD/ROOT .", False),
    ],
)
def test_what_follows_takes_the_words_up(after: str, is_taken_up: bool) -> None:
    assert announced(f"{QUOTED}\n{after}") == (SPOKEN if is_taken_up else [])


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        (f"{LEE}/nsubj/shook shook/VBD/ROOT/shook/shake her/PRP$ head/NN .", "Ann Lee"),
        ("She/PRP/nsubj/shook shook/VBD/ROOT/shook/shake her/PRP$ head/NN .", "She"),
        ("It/PRP/nsubj/shook shook/VBD/ROOT/shook/shake .", None),
        (f"{LEE}/nsubj/said said/VBD/ROOT so/RB .", None),
        (f"{LEE}/dobj/saw saw/VBD/ROOT/saw/see .", None),
    ],
)
def test_who_acts_beside_a_quotation_speaks(sentence: str, source: str | None) -> None:
    expected = [(source, "“The hall is cold.”")] if source else []
    assert announced(f"{sentence}\n{QUOTED}") == expected


def test_who_acts_behind_a_quotation_speaks_if_nothing_follows() -> None:
    acts = f"{LEE}/nsubj/left left/VBD/ROOT/left/leave ."
    assert announced(f"{QUOTED}\n{acts}") == SPOKEN
    assert announced(f"{QUOTED}\n{acts}\nRain/NN/nsubj/fell fell/VBD/ROOT .") == []


def test_a_quotation_with_a_cue_is_left_alone() -> None:
    assert announced(f"{LEE}/nsubj/left left/VBD/ROOT .\n{QUOTED} Bo/NNP/nsubj/said said/VBD/dep .") == []
