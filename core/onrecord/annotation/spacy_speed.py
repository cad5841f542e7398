"""Let a spaCy model do the same in less time: fast products, each word embedded once, long texts in blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache, partial, reduce
from typing import TYPE_CHECKING, Any, NamedTuple

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

_ENCODER_LAYER = {"expand_window", "maxout", "layernorm", "dropout"}
"""What a layer of the encoding consists of."""

_REACH = 1
"""How many words on either side count for a word in one layer of the encoding."""

_LEAST_VARIANCE = np.float32(1e-8)
"""What thinc adds to variances, so that it never divides by zero."""

BLOCK_WORDS = 1000
"""How many words are encoded at once: so many that their arrays stay in the processor's cache."""

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


class EncoderLayer(NamedTuple):
    """The weights of a layer of spaCy's encoding of words in their context.

    Attributes:
        products: What the vectors of three neighbours are multiplied with: one column a candidate of a number, all
            first candidates before all second ones.
        bias: What is added to each candidate.
        scale: What the numbers are multiplied with when they are normalized.
        shift: What is added to them then.
    """

    products: NDArray[np.float32]
    bias: NDArray[np.float32]
    scale: NDArray[np.float32]
    shift: NDArray[np.float32]


def encode_in_blocks(model: Model[Any, Any]) -> None:
    """Let spaCy's encoding of words in their context (``MaxoutWindowEncoder``) go through texts in blocks.

    The arrays of a long text as a whole are so large that the system takes them back and clears them each time.

    Args:
        model: A network. One that encodes words in another way stays as it is.
    """
    for node in list(model.walk()):
        if node.name.startswith(_ENCODER) and all(map(_is_understood, node.layers[0].layers)):
            (network,) = node.layers
            dims = {name: network.maybe_get_dim(name) for name in network.dim_names}
            replacement: Model[Any, Any] = Model(
                network.name, partial(_encode, network), layers=network.layers, dims=dims
            )
            model.replace_node(network, replacement)


def _leaves(model: Model[Any, Any]) -> dict[str, Model[Any, Any]]:
    return {node.name: node for node in model.walk() if not node.layers}


def _is_understood(residual: Model[Any, Any]) -> bool:
    leaves = _leaves(residual)
    return leaves.keys() == _ENCODER_LAYER and leaves["expand_window"].attrs["window_size"] == _REACH


def _encoder_layer(residual: Model[Any, Any]) -> EncoderLayer:
    leaves: dict[str, Any] = _leaves(residual)
    weights, bias = (leaves["maxout"].get_param(name) for name in "Wb")
    scale, shift = (leaves["layernorm"].get_param(name) for name in "Gb")
    products = weights.transpose(1, 0, 2).reshape(-1, weights.shape[2]).T
    return EncoderLayer(np.ascontiguousarray(products), bias.T.ravel(), scale, shift)


def _encode(
    network: Model[Any, Any], model: Model[Any, Any], words: NDArray[np.float32], is_train: bool
) -> tuple[Any, Callable[[Any], Any]]:
    """Return the vectors of words in their context, and what trains them; that needs them encoded all at once."""
    if is_train:
        return network(words, is_train)
    layers = [_encoder_layer(residual) for residual in model.layers]
    reach = _REACH * len(layers)  # so many words on either side count for a word
    encoded = np.empty_like(words)
    for start in range(0, len(words), BLOCK_WORDS):
        first = max(0, start - reach)
        block = encode_block(words[first : start + BLOCK_WORDS + reach], layers)
        encoded[start : start + BLOCK_WORDS] = block[start - first :][:BLOCK_WORDS]
    return encoded, lambda _: _


def encode_block(words: NDArray[np.float32], layers: Sequence[EncoderLayer]) -> NDArray[np.float32]:
    """Return the vectors of words in their context.

    In each layer the vectors of a word and its neighbours are multiplied with the weights; of the candidates for a
    number the greatest wins; the numbers are normalized, and added to what the word had before.

    Args:
        words: The vectors of words, one row a word.
        layers: The layers of the encoding.
    """
    products, width = NumpyProducts(), words.shape[1]
    neighbours = np.zeros((len(words), 3 * width), dtype=np.float32)
    for layer in layers:
        neighbours[1:, :width] = words[:-1]
        neighbours[:, width:-width] = words
        neighbours[:-1, -width:] = words[1:]
        candidates = products.gemm(neighbours, layer.products)
        candidates += layer.bias
        numbers = reduce(np.maximum, np.split(candidates, candidates.shape[1] // width, axis=1))
        numbers -= numbers.mean(1, keepdims=True)
        variances = np.einsum("ij,ij->i", numbers, numbers) / np.float32(width) + _LEAST_VARIANCE
        numbers *= 1 / np.sqrt(variances)[:, None]
        numbers *= layer.scale
        numbers += layer.shift
        words = words + numbers
    return words


def speed_up(nlp: Language) -> None:
    """Let the components of a pipeline work faster where they compute with numpy and look lemmas up in lists."""
    products = NumpyProducts()
    for _, component in nlp.components:
        model = getattr(component, "model", None)
        if model is not None and isinstance(model.ops, NumpyOps):
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
