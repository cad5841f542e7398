"""Spans as one: what overlaps or touches."""

from __future__ import annotations

import pytest

from onrecord.base.records import Actor, Annotation, Attribution, Entity, Span, UnnamedSource
from onrecord.base.spans import merge_spans, moved_annotation


@pytest.mark.parametrize(
    ("spans", "merged"),
    [
        ([(4, 6), (0, 2)], [(0, 2), (4, 6)]),
        ([(0, 3), (2, 5)], [(0, 5)]),
        ([(0, 5), (2, 3)], [(0, 5)]),
        ([(0, 2), (2, 4)], [(0, 4)]),
        ([(0, 2), (3, 4)], [(0, 2), (3, 4)]),
        ([(7, 9), (0, 3), (3, 5), (1, 2), (10, 12)], [(0, 5), (7, 9), (10, 12)]),
        ([], []),
    ],
)
def test_spans_that_overlap_or_touch_are_merged(spans: list[Span], merged: list[Span]) -> None:
    assert merge_spans(spans) == merged


class Doubled:
    """Stands for a text of which every character stands twice in the other one."""

    def start(self, offset: int) -> int:
        return 2 * offset

    def end(self, offset: int) -> int:
        return 2 * offset


def test_every_span_of_an_annotation_is_moved_and_nothing_else() -> None:
    annotation = Annotation(
        entities=[Entity(span=(0, 3), label="PERSON", actor="a")],
        attributions=[Attribution(source=[(0, 3)], cue=[(4, 8)], content=[(9, 10), (11, 12)], kind="direct")],
        actors=[Actor(id="a", name="Ann", type="person", mentions=[(0, 3)])],
        unnamed=[UnnamedSource(id="u", name="a speaker", mentions=[(5, 7)])],
        annotator="1",
    )
    assert moved_annotation(annotation, Doubled()) == Annotation(
        entities=[Entity(span=(0, 6), label="PERSON", actor="a")],
        attributions=[Attribution(source=[(0, 6)], cue=[(8, 16)], content=[(18, 20), (22, 24)], kind="direct")],
        actors=[Actor(id="a", name="Ann", type="person", mentions=[(0, 6)])],
        unnamed=[UnnamedSource(id="u", name="a speaker", mentions=[(10, 14)])],
        annotator="1",
    )
