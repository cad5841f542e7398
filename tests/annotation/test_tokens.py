"""What spaCy's tokenizer leaves in one piece, and what stays in one."""

from __future__ import annotations

import pytest
from spacy.language import Language

from onrecord.annotation.pipeline import Annotator


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("said,“Look, it", "said|,|“|Look|,|it"),
        ("said:“Look", "said|:|“|Look"),
        ('said,"Look" and', 'said|,|"|Look|"|and'),
        ("said,‘Look", "said|,|‘|Look"),
        ("work.”He left", "work|.|”|He|left"),
        ("no!”After", "no|!|”|After"),
        ("the act—“My", "the|act|—|“|My"),
        ("“no”but", "“|no|”|but"),
        ("-Mr. Brandt", "-|Mr.|Brandt"),
        ("--Anna left", "--|Anna|left"),
    ],
)
def test_marks_part_words(nlp: Language, text: str, tokens: str) -> None:
    assert [token.text for token in nlp.make_doc(text)] == tokens.split("|")


@pytest.mark.parametrize("text", ["rock’n’roll", "3.5", '6"x9', "U.S.", "12,000", "e.g.", "-5"])
def test_other_words_stay_whole(nlp: Language, text: str) -> None:
    assert [token.text for token in nlp.make_doc(f"the {text} it")] == ["the", text, "it"]


def test_a_turned_mark_is_an_apostrophe(annotator: Annotator) -> None:
    text = "Kovacs‘s aides left. Anna Kovacs‘s spokesman, Peter O‘Neill, said that they don‘t know."
    reading = annotator.annotate(text)
    assert {"Anna Kovacs", "Peter O’Neill"} <= {actor.name for actor in reading.actors}
    mentions = {text[start:end] for actor in reading.actors for start, end in actor.mentions}
    assert {"Kovacs", "Anna Kovacs", "Peter O‘Neill"} <= mentions


def test_blanks_of_any_kind_part_words_and_names(annotator: Annotator) -> None:
    text = "Anna\u00a0Kovacs met Sen.\u00a0Peter\u202fBrandt on Monday."
    reading = annotator.annotate(text)
    assert {actor.name for actor in reading.actors} == {"Anna Kovacs", "Peter Brandt"}
    assert text[slice(*reading.actors[0].mentions[0])] == "Anna\u00a0Kovacs"
