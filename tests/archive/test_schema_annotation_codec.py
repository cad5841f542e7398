"""The short form of annotations: what it looks like, and that it is exact."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from onrecord.archive.schema.annotation_codec import pack, unpack

DOCUMENT: dict[str, Any] = {
    "entities": [
        {"span": [10, 14], "label": "ORG", "actor": "a1"},
        {"span": [5, 9], "label": "GPE", "actor": None},
    ],
    "attributions": [
        {
            "source": [[0, 3]],
            "cue": [],
            "content": [[20, 30], [40, 44]],
            "kind": "direct",
            "speaker": ["a1"],
            "via": None,
            "confidence": 0.5,
            "cue_type": "speech",
            "why": "",
            "unnamed": None,
            "polarity": "positive",
            "modality": "actual",
            "speaker_confidence": 0.9,
        }
    ],
    "actors": [],
    "unnamed": [],
    "annotator": "1 test",
    "text_hash": "abc",
    "language": "en",
}


def test_spans_are_distances_from_the_one_before() -> None:
    entities, attributions, *rest = pack(DOCUMENT)
    assert entities == [[[10, 4], "ORG", "a1"], [[-5, 4], "GPE", None]]
    fields = [
        [0, 3],
        [],
        [20, 10, 20, 4],
        "direct",
        ["a1"],
        None,
        0.5,
        "speech",
        "",
        None,
        "positive",
        "actual",
        0.9,
    ]
    assert attributions == [fields]
    assert rest == [[], [], "1 test", "abc", "en"]


def test_unpacking_gives_the_document_back() -> None:
    assert unpack(pack(DOCUMENT)) == DOCUMENT


def test_what_version_1_did_not_have_is_left_out() -> None:
    entities, attributions, actors, _, annotator, text_hash, _ = pack(DOCUMENT)
    document = unpack([entities, [attributions[0][:-4]], actors, annotator, text_hash])
    assert "unnamed" not in document
    assert "unnamed" not in document["attributions"][0]
    assert document["attributions"][0]["content"] == [[20, 30], [40, 44]]
    assert document["text_hash"] == "abc"


@pytest.mark.parametrize(
    ("table", "field", "value"),
    [
        ("entities", "span", [1.0, 2]),
        ("entities", "span", [1, True]),
        ("entities", "span", 3),
        ("entities", "own", 3),
        ("attributions", "source", [[1]]),
    ],
)
def test_other_annotations_are_stored_as_they_are(table: str, field: str, value: object) -> None:
    document = copy.deepcopy(DOCUMENT)
    document[table][0][field] = value
    assert pack(document) is document
    assert unpack(document) is document


def test_other_documents_are_stored_as_they_are() -> None:
    document = DOCUMENT | {"own": 1}
    assert pack(document) is document
