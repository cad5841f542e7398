"""What the quotation model is fed: pieces, and the features of each."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from tokenizers import Tokenizer

from onrecord.annotation.neural import features, model
from onrecord.annotation.neural.features import DEPENDENCIES, FEATURE_SIZES, POS_TAGS, with_curly_marks
from onrecord.annotation.text.quotation_marks import find_quotations, outermost

NAMES = list(FEATURE_SIZES)


@cache
def _blank() -> Language:
    """A tokenizer of words alone, which is costly to make; the tests leave it as it is."""
    return spacy.blank("en")


@cache
def _tokenizer() -> Tokenizer:
    return Tokenizer.from_file(str(model.FOLDER / model.TOKENIZER))


@pytest.fixture
def tokenizer() -> Tokenizer:
    return _tokenizer()


def rewritten(text: str) -> str:
    return with_curly_marks(text, outermost(find_quotations(text)))


def column(pieces: features.Pieces, name: str) -> list[int]:
    values: list[int] = pieces.features[:, NAMES.index(name)].tolist()
    return values


@given(st.text(alphabet="ab .,\n\"'`“”„«»’", max_size=60))
def test_marks_are_rewritten_character_for_character(text: str) -> None:
    assert len(rewritten(text)) == len(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('He said "yes," and "no."', "He said “yes,” and “no.”"),
        ('"Rain," she said. "Or snow."', "“Rain,” she said. “Or snow.”"),
        ('"One paragraph.\n"Another."', "“One paragraph.\n“Another.”"),
        ("a ``word'' of it", "a “ word”  of it"),
        ("it's the Clintons' «house»", "it's the Clintons' “house”"),
    ],
)
def test_all_double_marks_become_one_kind(text: str, expected: str) -> None:
    assert rewritten(text) == expected


def test_pieces_know_case_and_marks(tokenizer: Tokenizer) -> None:
    doc = _blank()('The EU said: "Rain in 2030." No more.')
    (pieces,) = features.read_pieces([doc], tokenizer)
    words = [doc.text[start:end] for start, end in zip(pieces.starts, pieces.ends, strict=True)]
    assert words == ["", "The", "EU", "said", ":", '"', "Rain", "in", "203", "0", ".", '"', "No", "more", "."]
    assert column(pieces, "case") == [0, 1, 2, 0, 0, 0, 1, 0, 3, 3, 0, 0, 1, 0, 0]
    assert column(pieces, "marks") == [0, 0, 0, 0, 0, 2, 1, 1, 1, 1, 1, 3, 0, 0, 0]
    assert not pieces.features[:, 2:].any(), "nothing is known of syntax without a parse"


def test_pieces_know_the_parse(tokenizer: Tokenizer) -> None:
    words = ["Ann", "says", "rain", "will", "come", "."]
    doc = Doc(
        _blank().vocab,
        words=words,
        pos=["PROPN", "VERB", "NOUN", "AUX", "VERB", "PUNCT"],
        deps=["nsubj", "ROOT", "nsubj", "aux", "ccomp", "punct"],
        heads=[1, 1, 4, 4, 1, 1],
        sent_starts=[True, False, False, False, False, False],
    )
    (pieces,) = features.read_pieces([doc], tokenizer)
    assert [words[token] for token in pieces.token[1:]] == words
    assert [POS_TAGS[value - 1] for value in column(pieces, "pos")[1:]] == [token.pos_ for token in doc]
    assert [DEPENDENCIES[value - 1] for value in column(pieces, "dep")[1:]] == [token.dep_ for token in doc]
    assert column(pieces, "opens") == [0, 0, 0, 1, 0, 0, 0]
    assert column(pieces, "closes") == [0, 0, 0, 0, 0, 1, 0]
    assert column(pieces, "sentence") == [0, 1, 0, 0, 0, 0, 0]


def test_lines_are_parted_by_one_break_and_quotations_end_with_them(tokenizer: Tokenizer) -> None:
    doc = _blank()("“Never closed\n\n\nBut over.\n")
    (pieces,) = features.read_pieces([doc], tokenizer)
    breaks = np.flatnonzero(pieces.ids == tokenizer.token_to_id(features.PARAGRAPH_BREAK))
    assert len(breaks) == 2
    assert column(pieces, "marks")[breaks[1] :] == [0, 0, 0, 0]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "\u200b", "\x00\x1b[31m", "😀 “é” 漢字"])
def test_texts_with_little_in_them_are_read(text: str, tokenizer: Tokenizer) -> None:
    (pieces,) = features.read_pieces([_blank()(text)], tokenizer)
    assert all(0 <= start <= end <= len(text) for start, end in zip(pieces.starts, pieces.ends, strict=True))


@given(st.lists(st.sampled_from(["Ann", "“", "”", '"', "said", "\n", "naïve", "A.B.", "'s"]), max_size=25))
def test_pieces_stand_in_order_and_belong_to_their_tokens(words: list[str]) -> None:
    doc = _blank()(" ".join(words))
    (pieces,) = features.read_pieces([doc], _tokenizer())
    for start, end, token in list(zip(pieces.starts, pieces.ends, pieces.token, strict=True))[1:]:
        assert start < doc[token].idx + len(doc[token].text_with_ws)
        assert end > doc[token].idx or doc.text[start:end] == "\n"
    assert (np.diff(pieces.starts) >= 0).all()
    for name, size in FEATURE_SIZES.items():
        assert all(0 <= value < size for value in column(pieces, name))


@pytest.mark.parametrize(
    ("word", "case"),
    [("rain", 0), ("Rain", 1), ("I", 1), ("EU", 2), ("McKay", 1), ("G7", 2), ("7th", 3), ("eBay", 0), ("-A", 0)],
)
def test_case_is_that_of_the_first_letter_or_of_all(word: str, case: int) -> None:
    assert features._case(word) == case


def test_single_marks_count_where_there_are_no_double_ones(tokenizer: Tokenizer) -> None:
    blank = _blank()
    (single,) = features.read_pieces([blank("He said ‘rain’ .")], tokenizer)
    assert column(single, "marks") == [0, 0, 0, 2, 1, 3, 0]
    (both,) = features.read_pieces([blank("He said ‘rain’ and “snow” .")], tokenizer)
    assert column(both, "marks") == [0, 0, 0, 0, 0, 0, 0, 2, 1, 3, 0]


def test_a_quotation_that_is_not_closed_has_no_closing_mark(tokenizer: Tokenizer) -> None:
    (pieces,) = features.read_pieces([_blank()("He said: “Rain\n“And snow.”")], tokenizer)
    assert column(pieces, "marks") == [0, 0, 0, 0, 2, 1, 0, 2, 1, 1, 1, 3]


def test_more_edges_than_three_count_as_three(tokenizer: Tokenizer) -> None:
    words = [f"w{number}" for number in range(6)]
    doc = Doc(
        _blank().vocab,
        words=words,
        deps=["ROOT", "ccomp", "ccomp", "ccomp", "ccomp", "ccomp"],
        heads=[0, 0, 1, 2, 3, 4],
    )
    (pieces,) = features.read_pieces([doc], tokenizer)
    first_pieces = np.flatnonzero(np.diff(pieces.token, prepend=-1))
    assert np.array(column(pieces, "opens"))[first_pieces].tolist() == [0, 1, 1, 1, 1, 1]
    assert np.array(column(pieces, "closes"))[first_pieces].tolist() == [0, 0, 0, 0, 0, 3]


def test_edges_are_those_of_clauses_only(tokenizer: Tokenizer) -> None:
    doc = Doc(_blank().vocab, words=["a", "b", "c"], deps=["det", "nsubj", "ROOT"], heads=[1, 2, 2])
    (pieces,) = features.read_pieces([doc], tokenizer)
    assert column(pieces, "opens") == column(pieces, "closes") == [0, 0, 0, 0]


def test_values_that_are_not_among_the_names_are_unknown() -> None:
    doc = Doc(_blank().vocab, words=["a", "b", "c"], pos=["NOUN", "SPACE", ""])
    assert features.value_numbers(doc, "POS", ("VERB", "NOUN")).tolist() == [2, 0, 0]


def test_a_break_has_no_features(tokenizer: Tokenizer) -> None:
    doc = Doc(
        _blank().vocab,
        words=["Rain", "\n\n", "Snow"],
        spaces=[False, False, False],
        pos=["NOUN", "SPACE", "NOUN"],
        deps=["ROOT", "dep", "ROOT"],
        heads=[0, 0, 2],
    )
    (pieces,) = features.read_pieces([doc], tokenizer)
    assert pieces.ids.tolist()[2] == tokenizer.token_to_id(features.PARAGRAPH_BREAK)
    assert (pieces.starts.tolist(), pieces.ends.tolist()) == ([0, 0, 5, 6], [0, 4, 6, 10])
    assert pieces.features[2].tolist() == [0] * len(FEATURE_SIZES)
    assert column(pieces, "pos") == [0, 8, 0, 8]


@pytest.mark.parametrize("text", ["Rain fell.", "\n\n  Rain fell."])
def test_a_break_without_characters_stands_before_the_first_paragraph(text: str, tokenizer: Tokenizer) -> None:
    (pieces,) = features.read_pieces([_blank()(text)], tokenizer)
    assert pieces.ids[0] == tokenizer.token_to_id(features.PARAGRAPH_BREAK)
    assert (pieces.starts[0], pieces.ends[0], pieces.token[0]) == (0, 0, -1)
    assert pieces.features[0].tolist() == [0] * len(FEATURE_SIZES)
    assert np.count_nonzero(pieces.ids == pieces.ids[0]) == 1, "none but this one"


def test_texts_are_read_side_by_side(tokenizer: Tokenizer) -> None:
    blank = _blank()
    texts = ["One.\n\nTwo.", "", "“Three.”"]
    together = features.read_pieces([blank(text) for text in texts], tokenizer)
    for text, pieces in zip(texts, together, strict=True):
        (alone,) = features.read_pieces([blank(text)], tokenizer)
        assert pieces.ids.tolist() == alone.ids.tolist()
        assert pieces.features.tolist() == alone.features.tolist()


def test_windows_may_be_cut_before_paragraphs_and_sentences(tokenizer: Tokenizer) -> None:
    words = ["Rain", "2030", ".", "2031", "snow", ".", "\n\n", "Hail", "."]
    doc = Doc(
        _blank().vocab,
        words=words,
        spaces=[word != "\n\n" for word in words],
        deps=["ROOT", *["dep"] * (len(words) - 1)],
        heads=[0] * 3 + [3] * 4 + [7] * 2,
    )
    (pieces,) = features.read_pieces([doc], tokenizer)
    paragraphs, sentences = features.window_breaks(pieces)
    texts = [doc.text[start:end] for start, end in zip(pieces.starts, pieces.ends, strict=True)]
    assert [texts[piece + 1] for piece in paragraphs] == ["Rain", "Hail"]
    assert [texts[piece : piece + 2] for piece in sentences] == [["Rain", "203"], ["203", "1"], ["Hail", "."]]


def test_an_empty_text_cannot_be_cut(tokenizer: Tokenizer) -> None:
    assert features.window_breaks(*features.read_pieces([_blank()("")], tokenizer)) == ([], [])
