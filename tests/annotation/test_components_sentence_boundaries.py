"""Sentences begin with paragraphs, before the parser finds the rest."""

from __future__ import annotations

import pytest
from spacy.lang.en import English

from onrecord.annotation.components.sentence_boundaries import start_sentences_at_paragraphs


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("", []),
        ("One two.", ["One"]),
        ("Title\n\nOne two. Three", ["Title", "One"]),
        ("Title\nOne two", ["Title", "One"]),
        ("  Indented\n\n\n", ["Indented"]),
    ],
)
def test_a_sentence_starts_with_each_paragraph_and_nowhere_else(text: str, starts: list[str]) -> None:
    doc = start_sentences_at_paragraphs(English()(text))
    assert [token.text for token in doc if token.is_sent_start and not token.is_space] == starts


@pytest.mark.parametrize(
    ("words", "starts"),
    [
        ("a " * 400, [0]),
        ("a " * 401, [0, 400]),
        ("a " * 300 + ". " + "a " * 400, [0]),
        ("a " * 300 + "; " + "a " * 400, [0, 400]),
        ("a " * 300 + "\n\n" + "a " * 400, [0, 301]),
    ],
)
def test_a_sentence_without_end_is_cut(words: str, starts: list[int]) -> None:
    doc = start_sentences_at_paragraphs(English()(words))
    assert [token.i for token in doc if token.is_sent_start and not token.is_space] == starts


@pytest.mark.parametrize(
    ("text", "possible_starts"),
    [
        ("Royal Bank", ["Royal"]),
        ("Title:\n\nRoyal Bank", ["Title", "\n\n", "Royal"]),
        ("“Rain” fell", ["“", "Rain", "fell"]),
        ("Rain. Snow, hail", ["Rain", "Snow", "hail"]),
        ("Cpl. Lee. Rain", ["Cpl", "Rain"]),
        ("DCI. Rain", ["DCI", "Rain"]),
    ],
)
def test_no_sentence_starts_right_behind_a_word(text: str, possible_starts: list[str]) -> None:
    doc = start_sentences_at_paragraphs(English()(text))
    assert [token.text for token in doc if token.is_sent_start is not False] == possible_starts


def test_the_factory_has_its_name() -> None:
    nlp = English()
    nlp.add_pipe("onrecord_paragraphs")
    assert [sent.text.strip() for sent in nlp("Title\n\nOne two. Three").sents] == ["Title", "One two. Three"]
