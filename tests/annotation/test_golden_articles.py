"""Whole articles, written for the tests, with what a careful reader takes from them.

A file in ``golden`` holds the article and, behind a line of dashes, a line for each attribution of words in the text's
order: what it reports, its kind, its speakers (``?`` where only the words are compared), and its content.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from onrecord.annotation.pipeline import to_annotation
from onrecord.base.records import Annotation, Attribution

GOLDEN = Path(__file__).parent / "golden"
_MARKS = '“”‘’"'


def _reading(text: str, annotation: Annotation, attribution: Attribution) -> list[str]:
    names = {actor.id: actor.name for actor in annotation.actors}
    words = " … ".join(" ".join(text[start:end].strip(_MARKS).split()) for start, end in attribution.content)
    speakers = ", ".join(names[speaker] for speaker in attribution.speaker)
    return [attribution.report_type, attribution.kind, speakers, words]


@pytest.mark.parametrize("name", ["news", "interview", "court", "transcript"])
def test_whole_articles_are_read_as_a_careful_reader_does(nlp: Language, name: str) -> None:
    text, _, expected = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8").partition("\n---\n")
    annotation = to_annotation(nlp(text))
    readings = [
        _reading(text, annotation, each)
        for each in annotation.attributions
        if each.report_type in ("speech", "unsaid")
    ]
    wanted = [line.split(" | ") for line in expected.splitlines()]
    for reading, line in zip(readings, wanted, strict=False):
        if line[2] == "?":
            reading[2] = "?"
    assert readings == wanted
