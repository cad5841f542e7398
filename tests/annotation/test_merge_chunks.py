"""Annotations of the chunks of one text, merged."""

from __future__ import annotations

from onrecord.annotation.merge_chunks import merge_annotations
from onrecord.base.records import Actor, Annotation, Attribution, Entity, UnnamedSource


def chunk_about(name: str, **lists: list[str]) -> Annotation:
    """Return the annotation of ``Ann said “no.” So did an aide in Rome.``, with an actor of this name."""
    return Annotation(
        entities=[Entity(span=(0, 3), label="PERSON", actor="a1"), Entity(span=(30, 34), label="GPE")],
        attributions=[
            Attribution(source=[(0, 3)], cue=[(4, 8)], content=[(9, 14)], kind="direct", speaker=["a1"], via="a1"),
            Attribution(
                source=[(22, 29)], cue=[(18, 21)], content=[(9, 14)], kind="indirect", speaker=["u1"], unnamed="u1"
            ),
        ],
        actors=[Actor(id="a1", name=name, type="person", mentions=[(0, 3)], **lists)],
        unnamed=[
            UnnamedSource(id="u1", name="an aide", body="a1", mentions=[(22, 29)]),
            UnnamedSource(id="u2", name="a man", mentions=[(40, 45)]),
        ],
        annotator="old",
        text_hash="old",
    )


def test_what_made_it_is_said_of_the_whole() -> None:
    merged = merge_annotations([], annotator="4 model", text_hash="h")
    assert merged == Annotation(annotator="4 model", text_hash="h")


def test_one_chunk_is_the_whole() -> None:
    chunk = chunk_about("Ann")
    merged = merge_annotations([(0, chunk)], annotator="old", text_hash="old")
    assert merged == chunk


def test_spans_are_shifted_by_the_offset_of_their_chunk() -> None:
    merged = merge_annotations([(100, chunk_about("Ann"))], annotator="", text_hash="")
    assert [entity.span for entity in merged.entities] == [(100, 103), (130, 134)]
    first, second = merged.attributions
    assert (first.source, first.cue, first.content) == ([(100, 103)], [(104, 108)], [(109, 114)])
    assert (second.source, second.kind) == ([(122, 129)], "indirect")
    assert merged.actors[0].mentions == [(100, 103)]
    assert [source.mentions for source in merged.unnamed] == [[(122, 129)], [(140, 145)]]


def test_actors_of_one_name_and_type_are_one_and_others_get_new_ids() -> None:
    chunks = [(offset, chunk_about(name)) for offset, name in ((0, "Ann"), (100, "Eve"), (200, "Ann"))]
    merged = merge_annotations(chunks, annotator="", text_hash="")
    assert [(actor.id, actor.name, actor.mentions) for actor in merged.actors] == [
        ("a1", "Ann", [(0, 3), (200, 203)]),
        ("a2", "Eve", [(100, 103)]),
    ]
    assert [entity.actor for entity in merged.entities] == ["a1", None, "a2", None, "a1", None]
    spoken = [(item.speaker, item.via, item.unnamed) for item in merged.attributions]
    assert spoken == [
        (["a1"], "a1", None),
        (["u1"], None, "u1"),
        (["a2"], "a2", None),
        (["u3"], None, "u3"),
        (["a1"], "a1", None),
        (["u5"], None, "u5"),
    ]
    assert [(source.id, source.body) for source in merged.unnamed] == [
        ("u1", "a1"),
        ("u2", None),
        ("u3", "a2"),
        ("u4", None),
        ("u5", "a1"),
        ("u6", None),
    ]


def test_actors_of_one_name_and_another_type_are_two() -> None:
    town = Annotation(actors=[Actor(id="a1", name="Ann", type="place", mentions=[(0, 3)])])
    merged = merge_annotations([(0, chunk_about("Ann")), (50, town)], annotator="", text_hash="")
    assert [(actor.id, actor.type) for actor in merged.actors] == [("a1", "person"), ("a2", "place")]


def test_an_actor_has_what_each_chunk_says_of_them_once() -> None:
    fields = ("aliases", "suspected", "roles", "metonyms")
    chunks = [
        (0, chunk_about("Ann", **{field: [field, "x"] for field in fields})),
        (50, chunk_about("Ann", **{field: ["x", f"more {field}"] for field in fields})),
    ]
    (actor,) = merge_annotations(chunks, annotator="", text_hash="").actors
    for field in fields:
        assert getattr(actor, field) == [field, "x", f"more {field}"]
