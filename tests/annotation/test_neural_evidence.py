"""How probable the model holds spans that it did not choose itself."""

from __future__ import annotations

import numpy as np
import pytest
from docs_by_hand import make_doc
from model_by_hand import pieces_of

from onrecord.annotation.neural.decoding import RoleProbabilities
from onrecord.annotation.neural.evidence import SpanEvidence
from onrecord.base.records import Span

DOC = make_doc("Ann/NNP said/VBD/ROOT rain/NN fell/VBD")
#               0       4        9       14


def evidence(start: int = 0) -> SpanEvidence:
    source = np.array([0.8, 0.2, 0.0, 0.0], dtype=np.float32)[start:]
    content = np.array([0.0, 0.0, 0.5, 1.0], dtype=np.float32)[start:]
    return SpanEvidence(pieces_of(DOC), RoleProbabilities(start, source, content))


@pytest.mark.parametrize(
    ("spans", "probability"),
    [
        ([], 0.0),
        ([(9, 13)], 0.5),
        ([(9, 18)], 0.75),
        ([(4, 18)], 0.5),
        ([(4, 8), (14, 18)], 0.5),
        ([(8, 9)], 0.0),
        ([(10, 13)], 0.0),
        ([(9, 14)], 0.5),
    ],
)
def test_a_content_is_as_probable_as_its_pieces_are_on_average(spans: list[Span], probability: float) -> None:
    assert evidence().content_probability(spans) == pytest.approx(probability)


def test_a_source_is_asked_for_likewise() -> None:
    assert evidence().source_probability([(0, 3)]) == pytest.approx(0.8)
    assert evidence().source_probability([(0, 8)]) == pytest.approx(0.5)


def test_pieces_that_the_model_did_not_see_do_not_count() -> None:
    assert evidence(start=3).content_probability([(9, 18)]) == pytest.approx(1.0)
    assert evidence(start=3).content_probability([(0, 3)]) == 0.0
