from __future__ import annotations

import pytest

from onrecord.annotation.text.words import ALPHABETIC_WORD, LETTER_RUN, WORD


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Don’t say it's 3.5 – ever.", ["Don’t", "say", "it's", "3.5", "ever"]),
        ("well-known, U.S. - a_b _ c", ["well-known", "U.S", "a_b", "c"]),
        ("said--then", ["said", "then"]),
        ("…“”—", []),
    ],
)
def test_a_word_keeps_what_stands_inside_it(text: str, words: list[str]) -> None:
    assert WORD.findall(text) == words


def test_an_alphabetic_word_has_no_digits_and_no_dots() -> None:
    assert ALPHABETIC_WORD.findall("Don’t U.S. 3rd well-known a_b") == [
        "Don’t",
        "U",
        "S",
        "rd",
        "well-known",
        "a",
        "b",
    ]


def test_a_letter_run_has_two_letters_or_more() -> None:
    assert LETTER_RUN.findall("A. B. Öz don’t x2 ab3") == ["Öz", "don", "ab"]
