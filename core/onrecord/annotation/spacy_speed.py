"""Let a spaCy model do the same in less time: faster products of matrices, lemmas that are looked up."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import NumpyOps
from threadpoolctl import ThreadpoolController

if TYPE_CHECKING:
    from spacy.language import Language

_ROWS = 64
"""Rows are multiplied in multiples of so many. Otherwise numpy's library multiplies the last ones in another way:
they would differ in their last bits, and what is read in a text would depend on the texts beside it."""

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


def speed_up(nlp: Language) -> None:
    """Let the components of a pipeline work faster where they compute with numpy and look lemmas up in lists."""
    products = NumpyProducts()
    for _, component in nlp.components:
        model = getattr(component, "model", None)
        for node in model.walk() if model is not None else ():
            if type(node.ops) is NumpyOps:  # not one for other processors
                node.ops = products
        lookups = getattr(component, "lookups", None)
        if lookups is not None and lookups.has_table(_LEMMA_INDEX):
            lemmas = lookups.get_table(_LEMMA_INDEX)
            for part_of_speech, forms in lemmas.items():
                # Only ever asked whether a form is in it; as lists, they are searched from one end to the other.
                lemmas[part_of_speech] = frozenset(forms)
