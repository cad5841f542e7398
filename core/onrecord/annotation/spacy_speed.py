"""Let a spaCy model do the same in less time: fast products, each word embedded once, long texts in blocks."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import Model, NumpyOps, Ragged
from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

_ROWS = 64
"""Rows are multiplied in multiples of so many. Otherwise numpy's library multiplies the last ones in another way:
they would differ in their last bits, and what is read in a text would depend on the texts beside it."""

_EMBEDDING = ["extract_features", "list2ragged", "with_array", "with_array", "ragged2list"]
"""The layers of spaCy's embedding: the third one has a vector for each property of a word, the next mixes them."""

_ENCODER = "with_array(residual(expand_window"
"""How the name of spaCy's encoding of words in their context begins."""

_BLOCK_WORDS = 1000

_LEMMA_INDEX = "lemma_index"


class NumpyProducts(NumpyOps):  # type: ignore[misc]  # its types are not known
    """What thinc computes with, except that numpy multiplies matrices.

    The library that comes with thinc (blis) is built for no processor in particular, and takes three times as
    long.
    """

    def gemm(self, x: Any, y: Any, *, out: Any = None, trans1: bool = False, trans2: bool = False) -> Any:
        """Return the product of two matrices, each row of which depends on that row of the first one alone.

        Args:
            x: The first matrix.
            y: The second one.
            out: Where the product goes; a new matrix if None.
            trans1: Whether the first one is transposed before, as only training does.
            trans2: Whether the second one is.
        """
        if trans1:
            return super().gemm(x, y, out=out, trans1=trans1, trans2=trans2)
        weights = y.T if trans2 else y
        product = np.empty((len(x), weights.shape[1]), dtype=x.dtype) if out is None else out
        rest_count = len(x) % _ROWS
        rest_start = len(x) - rest_count
        rest = np.concatenate([x[rest_start:], np.zeros((_ROWS - rest_count, x.shape[1]), dtype=x.dtype)])
        # The other processors read windows meanwhile, and numpy's threads would wait for each other there.
        with _thread_pools().limit(limits=1, user_api="blas"):
            np.matmul(x[:rest_start], weights, out=product[:rest_start])
            product[rest_start:] = np.matmul(rest, weights)[:rest_count]
        return product


@cache
def _thread_pools() -> ThreadpoolController:
    return ThreadpoolController()


def embed_each_word_once(model: Model[Any, Any]) -> None:
    """Let spaCy's embedding of words (``MultiHashEmbed``) make each vector once, however often its word comes.

    Args:
        model: A network. One that embeds words in another way stays as it is.
    """
    for node in list(model.walk()):
        if [layer.name.partition("(")[0] for layer in node.layers] == _EMBEDDING:
            dims = {name: node.maybe_get_dim(name) for name in node.dim_names}
            model.replace_node(node, Model(node.name, partial(_embed, node), layers=node.layers, dims=dims))


def _embed(
    embedding: Model[Any, Any], model: Model[Any, Any], docs: list[Doc], is_train: bool
) -> tuple[Any, Callable[[Any], Any]]:
    """Return the vectors of the words of Docs, and what trains them; trained, they are made one by one."""
    if is_train:
        return embedding(docs, is_train)
    extract, join, embed, mix, part = model.layers
    words = join.predict(extract.predict(docs))
    # A word's properties as one value: numpy compares these in a fifth of the time.
    properties = np.ascontiguousarray(words.dataXd)
    values = properties.view(np.dtype((np.void, properties.itemsize * properties.shape[1]))).ravel()
    _, places, numbers = np.unique(values, return_index=True, return_inverse=True)
    vectors = mix.predict(embed.predict(properties[places]))
    return part.predict(Ragged(vectors[numbers], words.lengths)), lambda _: []


def encode_in_blocks(model: Model[Any, Any]) -> None:
    """Let spaCy's encoding of words in their context (``MaxoutWindowEncoder``) go through long texts in blocks.

    The arrays of a long text as a whole are so large that the system takes them back and clears them each time.

    Args:
        model: A network. One that encodes words in another way stays as it is.
    """
    for node in list(model.walk()):
        if node.name.startswith(_ENCODER) and node.attrs.get("pad"):
            (layers,) = node.layers
            encode = partial(_encode_block_by_block, layers, node.attrs["pad"])
            dims = {name: layers.maybe_get_dim(name) for name in layers.dim_names}
            model.replace_node(layers, Model(layers.name, encode, layers=layers.layers, dims=dims))


def _encode_block_by_block(
    layers: Model[Any, Any], reach: int, _: Model[Any, Any], words: NDArray[np.float32], is_train: bool
) -> tuple[Any, Callable[[Any], Any]]:
    """Return what layers make of words, and what trains them; trained, they read all words at once.

    Args:
        layers: The layers.
        reach: How many words on either side count for a word.
        _: What stands in their place.
        words: The vectors of words, one row a word.
        is_train: Whether the layers are being trained.
    """
    if is_train or len(words) <= _BLOCK_WORDS:
        return layers(words, is_train)
    encoded = np.empty_like(words)
    for start in range(0, len(words), _BLOCK_WORDS):
        first = max(0, start - reach)
        block = layers.predict(words[first : start + _BLOCK_WORDS + reach])
        encoded[start : start + _BLOCK_WORDS] = block[start - first :][:_BLOCK_WORDS]
    return encoded, lambda _: _


def speed_up(nlp: Language) -> None:
    """Let the components of a pipeline work faster where they compute with numpy and look lemmas up in lists."""
    products = NumpyProducts()
    for _, component in nlp.components:
        model = getattr(component, "model", None)
        if model is not None:
            embed_each_word_once(model)
            encode_in_blocks(model)
        for node in model.walk() if model is not None else ():
            if type(node.ops) is NumpyOps:  # not one for other processors
                node.ops = products
        lookups = getattr(component, "lookups", None)
        if lookups is not None and lookups.has_table(_LEMMA_INDEX):
            lemmas = lookups.get_table(_LEMMA_INDEX)
            for part_of_speech, forms in lemmas.items():
                # Only ever asked whether a form is in it; as lists, they are searched from one end to the other.
                lemmas[part_of_speech] = frozenset(forms)
