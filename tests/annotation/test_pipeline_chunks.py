"""What the pipeline reads at once, and what it is given to read; no model is loaded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from docs_by_hand import make_doc
from hypothesis import given
from hypothesis import strategies as st
from spacy.lang.en import English
from spacy.tokens import Doc, Span

from onrecord.annotation import pipeline
from onrecord.annotation.pipeline import Annotator, group_chunks, readable, split_into_chunks, to_annotation
from onrecord.base.records import Actor, Annotation, Attribution, Entity, UnnamedSource, hash_text


@given(st.text(alphabet=" ab.\n", max_size=300), st.integers(2, 50))
def test_chunks_are_the_whole_text(text: str, size: int) -> None:
    chunks = list(split_into_chunks(text, size))
    assert "".join(chunks) == text
    assert all(len(chunk) <= size for chunk in chunks)


@pytest.mark.parametrize(
    ("text", "size", "chunks"),
    [
        ("", 10, [""]),
        ("abcdefghij", 10, ["abcdefghij"]),
        ("abcdefghijk", 10, ["abcdefghij", "k"]),
        ("aaaa bbbb. cc\ndd\n\nee ff gg", 20, ["aaaa bbbb. cc\ndd\n\n", "ee ff gg"]),
        ("aaaa bbbb. cc\ndd ee ff gg", 20, ["aaaa bbbb. cc\n", "dd ee ff gg"]),
        ("aaaa bb bbbb. cc dd ee ff", 20, ["aaaa bb bbbb. ", "cc dd ee ff"]),
        ("aaaa bb bbbb cc dddd ee ff", 20, ["aaaa bb bbbb cc ", "dddd ee ff"]),
        ("aaa.” bbbbbbbb", 10, ["aaa.” ", "bbbbbbbb"]),
        ("aaaa\n\nbbbbbb cc dddd", 14, ["aaaa\n\nbbbbbb ", "cc dddd"]),  # the paragraph ends in the first half
        ("aaaa bbbb\n\ncccc dddd", 14, ["aaaa bbbb\n\n", "cccc dddd"]),
    ],
)
def test_a_text_is_cut_at_its_best_break_in_the_second_half(text: str, size: int, chunks: list[str]) -> None:
    assert list(split_into_chunks(text, size)) == chunks


@pytest.mark.parametrize(
    ("lengths", "groups"),
    [([], []), ([3], [[3]]), ([4, 6], [[4, 6]]), ([4, 7], [[4], [7]]), ([11, 1, 9, 1], [[11], [1, 9], [1]])],
)
def test_chunks_go_together_up_to_a_length(lengths: list[int], groups: list[list[int]]) -> None:
    chunks = [(number, "x" * length) for number, length in enumerate(lengths)]
    grouped = list(group_chunks(chunks, max_length=10))
    assert [[len(chunk) for _, chunk in group] for group in grouped] == groups
    assert [numbered for group in grouped for numbered in group] == chunks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain “text”", "plain “text”"),
        ("half \ud83d mark", "half ? mark"),
        ("Trump‘s\u00a0aides", "Trump’s aides"),
        ("x" * 79, "x" * 79),
        ("x" * 80, "x" * 79 + " "),
        ("x" * 161, "x" * 79 + " " + "x" * 79 + " " + "x"),
    ],
)
def test_a_text_is_made_readable_character_for_character(text: str, expected: str) -> None:
    assert readable(text) == expected
    assert len(expected) == len(text)


def test_what_is_in_a_doc_is_the_annotation() -> None:
    doc = make_doc("Ann/NNP/nsubj/left left/VBD/ROOT/left/leave Rome/NNP/dobj/left .")
    doc.ents = [Span(doc, 0, 1, "PERSON", span_id="a1"), Span(doc, 2, 3, "GPE")]
    expected = Annotation(
        entities=[Entity(span=(0, 3), label="PERSON", actor="a1"), Entity(span=(9, 13), label="GPE")],
        actors=[Actor(id="a1", name="Ann", type="person", mentions=[(0, 3)])],
        attributions=[Attribution(source=[(0, 3)], cue=[(4, 8)], content=[(9, 13)], kind="indirect")],
        unnamed=[UnnamedSource(id="u1", name="an aide")],
    )
    for name in ("actors", "attributions", "unnamed"):
        setattr(doc._, name, getattr(expected, name))
    assert to_annotation(doc) == expected


def with_first_word_as_entity(doc: Doc) -> Doc:
    doc.ents = [Span(doc, 0, 1, "ORG")] if len(doc) else []
    return doc


def test_each_text_gets_the_annotations_of_its_chunks(monkeypatch: pytest.MonkeyPatch) -> None:
    nlp = English()
    sizes = []

    def pipe(texts: Iterable[str], batch_size: int) -> Iterator[Doc]:
        sizes.append(batch_size)
        return map(with_first_word_as_entity, map(nlp.make_doc, texts))

    monkeypatch.setattr(nlp, "pipe", pipe)
    monkeypatch.setattr(pipeline, "split_into_chunks", lambda text: split_into_chunks(text, size=8))
    annotator = Annotator(nlp, "4 blank")
    texts = ["One two three", "", "Four"]
    annotations = list(annotator.annotate_many(texts))
    assert [
        [text[slice(*entity.span)] for entity in item.entities]
        for text, item in zip(texts, annotations, strict=True)
    ] == [
        ["One", "three"],
        [],
        ["Four"],
    ]
    assert {item.annotator for item in annotations} == {"4 blank"}
    assert [item.text_hash for item in annotations] == [hash_text(text) for text in texts]
    assert sizes == [pipeline.BATCH_LENGTH * 4 // 17]
    assert annotator.annotate("Four") == annotations[2]
