"""The sentence around a passage, as a comparison shows it."""

from __future__ import annotations

import pytest

from onrecord.tui.model.comparison import sentence_around


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        ("It rained. Then Ada spoke. All left.", "Ada", "Then Ada spoke."),
        ("It rained. then Ada spoke. All left.", "Ada", "It rained. then Ada spoke."),
        ("“It rains.” Then Ada said “go.” All left.", "Ada", "Then Ada said “go.”"),
        ("A heading\n\nThen Ada  spoke\nup\n\nMore", "Ada", "Then Ada spoke up"),
        ("Ada", "Ada", "Ada"),
    ],
)
def test_the_sentence_is_on_one_line(text: str, name: str, sentence: str) -> None:
    start = text.index(name)
    words, marks = sentence_around(text, (start, start + len(name)))
    assert words == sentence
    assert [words[slice(*mark)] for mark in marks] == [name]


def test_without_an_end_so_much_of_the_text_is_shown() -> None:
    words, marks = sentence_around("x" * 300 + "Ada" + "y" * 300, (300, 303))
    assert words == "x" * 220 + "Ada" + "y" * 220
    assert marks == [(220, 223)]
