"""What spaCy's tokenizer leaves in one piece, and what stays in one."""

from __future__ import annotations

from typing import Any

import pytest
from spacy.lang.en import English
from spacy.language import BaseDefaults, Language

from onrecord.annotation.doc.tokenization import split_at_marks, with_plain_characters
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


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Trump‘s", "Trump’s"),
        ("don‘t we‘ll I‘m you‘re they‘ve he‘d", "don’t we’ll I’m you’re they’ve he’d"),
        ("O‘Neill", "O’Neill"),
        ("o‘Neill", "o‘Neill"),
        ("O‘neill", "O‘neill"),
        ("MO‘Neill", "MO‘Neill"),
        ("he said ‘so’", "he said ‘so’"),
        ("a ‘s", "a ‘s"),
        ("word‘sound", "word‘sound"),
        ("a\u00a0b\u2009c\u202fd\u205fe\u3000f", "a b c d e f"),
        ("a\u2028b\u200bc\td", "a\u2028b\u200bc\td"),
    ],
)
def test_blanks_and_apostrophes_are_plain_and_all_else_stays(text: str, plain: str) -> None:
    assert with_plain_characters(text) == plain


def test_a_tokenizer_of_another_kind_is_left_alone() -> None:
    class Other:
        pass

    class Pipeline:
        tokenizer = Other()
        Defaults = English.Defaults

    split_at_marks(Pipeline())  # type: ignore[arg-type]
    assert vars(Pipeline.tokenizer) == {}


def test_spacys_own_tokenizer_is_changed() -> None:
    nlp = English()
    assert [token.text for token in nlp.make_doc("work.”He")] != ["work", ".", "”", "He"]
    split_at_marks(nlp)
    assert [token.text for token in nlp.make_doc("work.”He")] == ["work", ".", "”", "He"]
    assert [token.text for token in nlp.make_doc("-Ann")] == ["-", "Ann"]


def test_a_language_without_rules_is_left_alone() -> None:
    nlp: Language = English()
    tokenizer: Any = nlp.tokenizer
    before = tokenizer.infix_finditer, tokenizer.prefix_search

    class NoRules(BaseDefaults):
        infixes = None
        prefixes = None

    nlp.Defaults = NoRules
    split_at_marks(nlp)
    assert (tokenizer.infix_finditer, tokenizer.prefix_search) == before
