"""The documents of one article, made to agree with each other."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.archive.maintenance.article_documents import complete_documents
from onrecord.archive.schema.documents import draft_article, record_document
from onrecord.base.records import Draft, hash_text

TEXT = "The port opened.\nNobody came."
FACTS = record_document(draft_article(Draft(title="Port", text=TEXT), TEXT, ["x"])) | {
    "annotator": "1 test",
    "entities": 2,
    "quotes": 1,
    "actors": 1,
}
ATTRIBUTION: dict[str, Any] = {
    "source": [],
    "cue": [],
    "content": [[0, 8]],
    "kind": "indirect",
    "cue_type": "speech",
}
ANNOTATION: dict[str, Any] = {"attributions": [ATTRIBUTION], "text_hash": hash_text(TEXT)}
DOCUMENTS: dict[str, Any] = {"articles": FACTS, "texts": {"text": TEXT}, "annotations": ANNOTATION}


def test_what_agrees_stays() -> None:
    assert complete_documents(7, DOCUMENTS, 0) == DOCUMENTS


def test_an_annotation_without_a_hash_stays() -> None:
    documents = DOCUMENTS | {"annotations": ANNOTATION | {"text_hash": ""}}
    assert complete_documents(7, documents, 0) == documents


def test_counts_are_corrected() -> None:
    complete = complete_documents(7, DOCUMENTS | {"articles": FACTS | {"quotes": 5}}, 3)
    assert complete["articles"] == FACTS | {"notes": 3}


def test_an_article_without_text_gets_an_empty_one_and_no_hash() -> None:
    complete = complete_documents(7, DOCUMENTS | {"texts": None}, 0)
    assert complete.keys() == {"articles", "texts"}
    assert complete["texts"] == {"text": ""}
    facts = complete["articles"]
    assert (facts["title"], facts["text_hash"], facts["words"]) == ("Port", "", 0)
    assert (facts["annotator"], facts["quotes"], facts["entities"], facts["actors"]) == ("", 0, 0, 0)


@pytest.mark.parametrize(
    ("text", "title"), [(f" \n {TEXT}", "The port opened."), ("x" * 130, "x" * 120), ("", "Article 7")]
)
def test_a_text_alone_becomes_an_article_with_its_first_line_as_title(text: str, title: str) -> None:
    complete = complete_documents(7, {"texts": {"text": text}}, 2)
    assert complete.keys() == {"articles", "texts"}
    assert complete["texts"] == {"text": text}
    facts = complete["articles"]
    assert (facts["title"], facts["text_hash"], facts["notes"]) == (title, hash_text(text), 2)


def test_an_article_of_another_form_keeps_what_else_it_has() -> None:
    complete = complete_documents(7, DOCUMENTS | {"articles": {"title": 3, "own": "x"}}, 0)
    assert (complete["articles"]["title"], complete["articles"]["own"]) == ("The port opened.", "x")
    assert complete["annotations"] == ANNOTATION
    assert complete["articles"]["quotes"] == 1


def test_another_text_drops_the_annotation() -> None:
    complete = complete_documents(7, DOCUMENTS | {"texts": {"text": "Another."}}, 0)
    assert complete.keys() == {"articles", "texts"}
    assert complete["articles"]["text_hash"] == hash_text("Another.")
    assert (complete["articles"]["title"], complete["articles"]["annotator"]) == ("Port", "")


@pytest.mark.parametrize(
    ("span", "stays"),
    [
        ([0, len(TEXT)], True),
        ([0, len(TEXT) + 1], False),
        ([-1, 3], False),
        ([4, 4], False),
        (["x", 3], False),
        ("x", False),
    ],
)
def test_an_annotation_whose_spans_are_no_passages_is_dropped(span: object, stays: bool) -> None:
    annotation = ANNOTATION | {"attributions": [ATTRIBUTION | {"content": [span]}]}
    complete = complete_documents(7, DOCUMENTS | {"annotations": annotation}, 0)
    assert ("annotations" in complete) is stays
    assert complete["articles"]["annotator"] == ("1 test" if stays else "")


def test_a_text_that_is_none_counts_as_missing() -> None:
    assert complete_documents(7, DOCUMENTS | {"texts": {"text": 3}}, 0)["texts"] == {"text": ""}
