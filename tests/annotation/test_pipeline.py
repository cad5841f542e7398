"""The annotator as a whole: any text, any length, one form of answer."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import onrecord.annotation
from onrecord.annotation import AnnotateError
from onrecord.annotation.pipeline import Annotator, split_into_chunks
from onrecord.base.records import Annotation, hash_text

TEXT = "Anna Kovacs met Peter Brandt in Vienna on Monday. “We will wait,” Kovacs said.\n\nBrandt left.\n\n"


def test_importing_the_package_loads_no_spacy() -> None:
    code = "import onrecord.annotation, sys; onrecord.annotation.version(); sys.exit('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_model_without_a_parser_is_refused(tmp_path: Path) -> None:
    import spacy

    spacy.blank("en").to_disk(tmp_path / "blank")
    with pytest.raises(AnnotateError, match="lacks tagger, parser, ner"):
        onrecord.annotation.load(str(tmp_path / "blank"))


def test_the_components_are_known_to_spacy_by_name() -> None:
    entry_points = {point.name for point in metadata.entry_points(group="spacy_factories")}
    assert {"onrecord_paragraphs", "onrecord_entities", "onrecord_quotes", "onrecord_actors"} <= entry_points


def test_the_annotation_is_json_of_one_form(annotator: Annotator) -> None:
    annotation = annotator.annotate(TEXT)
    encoded = json.loads(msgspec.json.encode(annotation))
    assert {"entities", "attributions", "actors"} <= encoded.keys()
    assert set(encoded["entities"][0]) == {"span", "label", "actor"}
    assert {"source", "cue", "content", "kind", "speaker", "via", "confidence"} <= set(encoded["attributions"][0])
    assert set(encoded["actors"][0]) == {
        "id",
        "name",
        "type",
        "aliases",
        "suspected",
        "roles",
        "metonyms",
        "mentions",
    }
    assert msgspec.json.decode(msgspec.json.encode(annotation), type=Annotation) == annotation
    assert annotation.text_hash == hash_text(TEXT)


def test_many_are_read_as_one_by_one(annotator: Annotator) -> None:
    texts = [TEXT, "", "Peter Brandt said no.", TEXT * 2]
    assert list(annotator.annotate_many(texts, batch_size=2)) == [annotator.annotate(text) for text in texts]


def test_many_are_read_as_they_come(annotator: Annotator) -> None:
    taken = []

    def texts() -> Iterator[str]:
        for number in range(6):
            taken.append(number)
            yield f"Peter Brandt said no {number} times."

    readings = annotator.annotate_many(texts(), batch_size=2)
    next(readings)
    assert taken == [0, 1]


def test_a_long_text_is_read_in_pieces(annotator: Annotator, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        "onrecord.annotation.pipeline.split_into_chunks", lambda text: split_into_chunks(text, size=200)
    )
    text = TEXT * 6
    annotation = annotator.annotate(text)
    kovacs = next(actor for actor in annotation.actors if actor.name == "Anna Kovacs")
    full = [mention for mention in kovacs.mentions if text[slice(*mention)] == "Anna Kovacs"]
    assert len(full) == 6
    ids = {actor.id for actor in annotation.actors}
    assert len(ids) == len(annotation.actors)
    assert {entity.actor for entity in annotation.entities if entity.actor} <= ids
    assert {id_ for attribution in annotation.attributions for id_ in attribution.speaker} <= ids
    assert [text[slice(*entity.span)] for entity in annotation.entities].count("Vienna") == 6


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="nothing"),
        pytest.param("\n\n", id="blank lines"),
        pytest.param("\ud800 Ann said no.", id="a lone surrogate"),
        pytest.param("\x00\x1b[31m", id="control characters"),
        pytest.param("A" * 3000, id="a word without end"),
        pytest.param("قال الرئيس", id="Arabic"),
        pytest.param("他说不。" * 500, id="Chinese"),
    ],
)
def test_any_text_has_a_reading(annotator: Annotator, text: str) -> None:
    check(text, annotator.annotate(text))


@given(st.text(max_size=300))
@settings(max_examples=60)
def test_random_text_has_a_reading(annotator: Annotator, text: str) -> None:
    check(text, annotator.annotate(text))


WORDS = (
    "The president of France said “we” will not , . \n\n Moscow accused Kiev and Angela Merkel who told him her "
    "(NATO) 's - ”"
)


@given(st.lists(st.sampled_from(WORDS.split(" ")), max_size=60).map(" ".join))
@settings(max_examples=80)
def test_broken_news_has_a_reading(annotator: Annotator, text: str) -> None:
    check(text, annotator.annotate(text))


def check(text: str, annotation: Annotation) -> None:
    ids = {actor.id for actor in annotation.actors}
    spans = [entity.span for entity in annotation.entities]
    spans += [mention for actor in annotation.actors for mention in actor.mentions]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(actor.mentions and actor.name for actor in annotation.actors)
    for attribution in annotation.attributions:
        assert set(attribution.speaker) <= ids
        assert attribution.via is None or attribution.via in ids
