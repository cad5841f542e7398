"""What components keep in a Doc, and what they require of it."""

from __future__ import annotations

import pytest
from spacy.tokens import Doc
from spacy.vocab import Vocab

from onrecord.annotation.doc.errors import AnnotateError
from onrecord.annotation.doc.extensions import require_parse
from onrecord.base.records import Actor, Attribution, UnnamedSource

RECORDS = {
    "actors": [Actor(id="a1", name="Ann", type="person", mentions=[(0, 3)])],
    "attributions": [Attribution(source=[(0, 3)], cue=[(4, 8)], content=[(9, 10)], kind="direct")],
    "unnamed": [UnnamedSource(id="u1", name="an aide", mentions=[(0, 1)])],
}


@pytest.mark.parametrize("name", RECORDS)
def test_a_doc_keeps_records_also_as_bytes(name: str) -> None:
    doc = Doc(Vocab(), words=["Ann"])
    assert getattr(doc._, name) == []
    setattr(doc._, name, RECORDS[name])
    assert getattr(doc._, name) == RECORDS[name]
    assert getattr(Doc(Vocab()).from_bytes(doc.to_bytes())._, name) == RECORDS[name]
    assert [getattr(doc._, other) for other in RECORDS if other != name] == [[], []]


def test_each_access_makes_a_list_of_its_own() -> None:
    doc = Doc(Vocab(), words=["Ann"])
    doc._.actors = RECORDS["actors"]
    doc._.actors.clear()
    assert doc._.actors == RECORDS["actors"]


def test_words_without_dependencies_are_refused_and_the_component_is_named() -> None:
    with pytest.raises(AnnotateError, match="onrecord_actors needs a parser"):
        require_parse(Doc(Vocab(), words=["Ann"]), "onrecord_actors")
    require_parse(Doc(Vocab(), words=["Ann"], deps=["ROOT"], heads=[0]), "onrecord_actors")
    require_parse(Doc(Vocab()), "onrecord_actors")
