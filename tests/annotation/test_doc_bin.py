"""Annotations as a DocBin, read again by spaCy."""

from __future__ import annotations

import spacy
from harbour_sample import harbour_annotation
from spacy.tokens import DocBin

from onrecord.annotation.doc.doc_bin import pack_docs
from onrecord.base.records import Article

TEXT = "Minister Ann Lee said on Friday: “It is open.” She thinks that trade will grow."


def test_spacy_reads_entities_and_attributions() -> None:
    annotation = harbour_annotation(TEXT, "“It is open.”")
    packed = pack_docs(
        [(Article(id=7, title="Harbour"), TEXT, annotation), (Article(id=8, title="Bare"), "Bare.", None)]
    )
    doc, bare = DocBin().from_bytes(packed).get_docs(spacy.blank("en").vocab)
    assert doc.text == TEXT
    assert [(entity.text, entity.label_) for entity in doc.ents] == [("Ann Lee", "PERSON"), ("Friday", "DATE")]
    assert [(span.text, span.id) for span in doc.spans["content"]] == [
        ("“It is open.”", 0),
        ("that trade will grow", 1),
    ]
    assert [span.text for span in doc.spans["source"]] == ["Minister Ann Lee", "She"]
    assert (doc.user_data["id"], doc.user_data["title"]) == (7, "Harbour")
    first, second = doc.user_data["attributions"]
    assert (list(first["speaker"]), first["doubtful"], second["cue_type"]) == (["Ann Lee"], False, "belief")
    assert (bare.text, list(bare.ents), list(bare.spans["cue"])) == ("Bare.", [], [])


def test_what_ends_within_a_token_is_widened_to_it() -> None:
    annotation = harbour_annotation(TEXT, "“It is ope")
    (doc,) = (
        DocBin()
        .from_bytes(pack_docs([(Article(id=7, title=""), TEXT, annotation)]))
        .get_docs(spacy.blank("en").vocab)
    )
    assert doc.spans["content"][0].text == "“It is open"
