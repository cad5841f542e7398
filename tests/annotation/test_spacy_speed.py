"""A spaCy model that works faster does the same."""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import pytest
import spacy
import threadpoolctl
from spacy.lookups import Lookups
from spacy.ml.models.tok2vec import MaxoutWindowEncoder
from spacy.tokens import Doc
from thinc.api import NumpyOps, Ragged

from onrecord.annotation.spacy_speed import NumpyProducts, embed_each_word_once, encode_in_blocks, speed_up

RANDOM = np.random.default_rng(1)
WEIGHTS = RANDOM.standard_normal((288, 96), dtype=np.float32)


@pytest.mark.parametrize("rows", [0, 1, 63, 64, 65, 300])
def test_the_product_is_that_of_thinc_but_for_rounding(rows: int) -> None:
    matrix = RANDOM.standard_normal((rows, 96), dtype=np.float32)
    product = NumpyProducts().gemm(matrix, WEIGHTS, trans2=True)
    assert product.shape == (rows, 288)
    np.testing.assert_allclose(product, NumpyOps().gemm(matrix, WEIGHTS, trans2=True), rtol=1e-3, atol=1e-3)
    np.testing.assert_array_equal(product, NumpyProducts().gemm(matrix, np.ascontiguousarray(WEIGHTS.T)))


@pytest.mark.parametrize("rows", [1, 64, 300])
def test_the_product_goes_where_it_is_wanted(rows: int) -> None:
    matrix = RANDOM.standard_normal((rows, 96), dtype=np.float32)
    whole = np.full((rows + 2, 288), 7, dtype=np.float32)
    product = NumpyProducts().gemm(matrix, WEIGHTS, out=whole[1:-1], trans2=True)
    np.testing.assert_array_equal(whole[1:-1], NumpyProducts().gemm(matrix, WEIGHTS, trans2=True))
    assert np.shares_memory(product, whole)
    assert (whole[[0, -1]] == 7).all()


@pytest.mark.parametrize("width", [50, 64, 288])
def test_a_row_is_the_same_whatever_rows_are_beside_it(width: int) -> None:
    matrix = RANDOM.standard_normal((500, 96), dtype=np.float32)
    whole = NumpyProducts().gemm(matrix, WEIGHTS[:width], trans2=True)
    for start, end in ((0, 1), (1, 2), (7, 20), (3, 66), (63, 64), (64, 193), (499, 500)):
        part = NumpyProducts().gemm(np.ascontiguousarray(matrix[start:end]), WEIGHTS[:width], trans2=True)
        np.testing.assert_array_equal(part, whole[start:end])


def test_training_multiplies_as_before() -> None:
    matrix, gradient = np.ones((3, 4), dtype=np.float32), np.ones((3, 2), dtype=np.float32)
    out = np.zeros((2, 4), dtype=np.float32)
    np.testing.assert_array_equal(NumpyProducts().gemm(gradient, matrix, out=out, trans1=True), np.full((2, 4), 3))
    np.testing.assert_array_equal(out, np.full((2, 4), 3))


def test_numpy_multiplies_in_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[int] = []

    def multiply(first: Any, second: Any, out: Any = None) -> Any:
        seen.extend(pool["num_threads"] for pool in threadpoolctl.threadpool_info() if pool["user_api"] == "blas")
        return first

    monkeypatch.setattr("onrecord.annotation.spacy_speed.np.matmul", multiply)
    NumpyProducts().gemm(np.ones((64, 2), dtype=np.float32), np.ones((2, 2), dtype=np.float32))
    assert set(seen) <= {1}


def trained_tagger() -> Any:
    """Return a tagger whose network has weights."""
    nlp = spacy.blank("en")
    tagger: Any = nlp.add_pipe("tagger")
    tagger.add_label("NN")
    nlp.initialize()
    return tagger


class _OtherOps(NumpyOps):  # type: ignore[misc]
    """What another processor computes with."""


def test_the_networks_of_a_pipeline_multiply_with_numpy_where_thinc_would() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sentencizer")  # has no network
    tagger: Any = nlp.add_pipe("tagger")
    other_node = next(iter(tagger.model.layers))
    other_node.ops = _OtherOps()
    speed_up(nlp)
    assert type(tagger.model.ops) is NumpyProducts
    assert type(other_node.ops) is _OtherOps


def embedded_rows(tagger: Any) -> list[int]:
    """Return how many words each embedding of the tagger's network is asked for, a list that grows."""
    counts: list[int] = []

    def counted(model: Any, rows: Any, is_train: bool, *, forward: Any) -> Any:
        counts.append(len(rows.data if isinstance(rows, Ragged) else rows))
        return forward(model, rows, is_train)

    for node in tagger.model.walk():
        if node.name == "hashembed":
            node._func = partial(counted, forward=node._func)
            break
    return counts


WORDS = ["the", "quay", "and", "the", "other", "quay"]


def test_a_word_that_comes_again_is_embedded_once_and_has_the_same_vector() -> None:
    tagger = trained_tagger()
    texts = [Doc(tagger.vocab, words=words) for words in (WORDS, [], WORDS[:1], ["The"])]
    expected = tagger.model.get_ref("tok2vec").predict(texts)
    counts = embedded_rows(tagger)
    embed_each_word_once(tagger.model)
    vectors = tagger.model.get_ref("tok2vec").predict(texts)
    assert counts == [5]  # "The" is another word than "the"
    assert [each.shape for each in vectors] == [(6, 96), (0, 96), (1, 96), (1, 96)]
    for each, whole in zip(vectors, expected, strict=True):
        np.testing.assert_array_equal(each, whole)


def encoder(window: int = 1) -> Any:
    """Return spaCy's encoding of words in their context, with weights, which a block of ten words fits through."""
    network: Any = MaxoutWindowEncoder(width=8, window_size=window, maxout_pieces=3, depth=2)
    return network.initialize(X=[RANDOM.standard_normal((5, 8), dtype=np.float32)])


@pytest.mark.parametrize("words", [1, 9, 10, 11, 45])
def test_words_are_encoded_block_by_block_as_thinc_encodes_them(
    words: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("onrecord.annotation.spacy_speed.BLOCK_WORDS", 10)
    network, texts = encoder(), [RANDOM.standard_normal((words, 8), dtype=np.float32) for _ in range(2)]
    expected = network.predict(texts)
    encode_in_blocks(network)
    for encoded, whole in zip(network.predict(texts), expected, strict=True):
        assert encoded.shape == (words, 8)
        np.testing.assert_allclose(encoded, whole, rtol=1e-5, atol=1e-5)


def test_a_word_is_the_same_whatever_block_it_is_in(monkeypatch: pytest.MonkeyPatch) -> None:
    network, text = encoder(), RANDOM.standard_normal((45, 8), dtype=np.float32)
    encode_in_blocks(network)
    (whole,) = network.predict([text])
    monkeypatch.setattr("onrecord.annotation.spacy_speed.BLOCK_WORDS", 10)
    np.testing.assert_array_equal(network.predict([text])[0], whole)


@pytest.mark.parametrize("is_train", [True, False])
def test_an_encoder_that_is_trained_or_looks_farther_is_left_to_thinc(
    is_train: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr("onrecord.annotation.spacy_speed.encode_block")
    network, texts = encoder(window=1 if is_train else 2), [np.ones((4, 8), dtype=np.float32)]
    (expected,) = network.predict(texts)
    encode_in_blocks(network)
    np.testing.assert_array_equal(network(texts, is_train)[0][0], expected)


def test_training_embeds_words_one_by_one() -> None:
    tagger = trained_tagger()
    counts = embedded_rows(tagger)
    embed_each_word_once(tagger.model)
    vectors, _ = tagger.model.get_ref("tok2vec").begin_update([Doc(tagger.vocab, words=WORDS)])
    assert counts == [6]
    assert vectors[0].shape == (6, 96)


def test_lemmas_are_looked_up_in_sets() -> None:
    nlp = spacy.blank("en")
    lemmatizer: Any = nlp.add_pipe("lemmatizer")
    lookups = Lookups()
    lookups.add_table("lemma_index", {"noun": ["quay", "dock"]})
    lookups.add_table("lemma_exc", {})
    lookups.add_table("lemma_rules", {"noun": [["s", ""]]})
    lemmatizer.initialize(lookups=lookups)
    speed_up(nlp)
    assert lookups.get_table("lemma_index")["noun"] == frozenset({"quay", "dock"})
    doc = nlp.make_doc("quays")
    doc[0].pos_, doc[0].lemma = "NOUN", 0
    assert lemmatizer(doc)[0].lemma_ == "quay"
