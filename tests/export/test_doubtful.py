"""Doubtful quotes in what leaves onrecord."""

from __future__ import annotations

import pytest

from onrecord.base.records import Annotation, Article, Attribution
from onrecord.base.settings import DoubtfulQuotes
from onrecord.export import Exported


def said(confidence: float) -> Attribution:
    return Attribution(source=[], cue=[], content=[(0, 4)], kind="direct", confidence=confidence)


@pytest.mark.parametrize(("doubtful", "confidences"), [("mark", [0.9, 0.3]), ("leave out", [0.9])])
def test_they_are_exported_or_left_out_as_the_user_prefers(
    doubtful: DoubtfulQuotes, confidences: list[float]
) -> None:
    annotation = Annotation(attributions=[said(0.9), said(0.3)])
    item = Exported(Article(id=1, title=""), "Rain", annotation, doubtful=doubtful)
    assert [quote.confidence for quote in item.quotes()] == confidences
