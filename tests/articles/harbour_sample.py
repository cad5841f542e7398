"""The annotation of a paragraph about a harbour, which the tests of several packages use."""

from __future__ import annotations

from onrecord.base.records import Actor, Annotation, Attribution, Entity, Span


def span_of(text: str, words: str, after: str = "") -> Span:
    """Return where words stand in a text for the first time, or for the first time after others."""
    start = text.index(words, text.index(after) if after else 0)
    return start, start + len(words)


def harbour_annotation(text: str, quotation: str) -> Annotation:
    """Return the annotation of “Minister Ann Lee said on Friday: <quotation> She thinks that trade will grow.”

    Args:
        text: The text that has these sentences.
        quotation: What she said, with its quotation marks.
    """

    def span(words: str) -> Span:
        return span_of(text, words)

    return Annotation(
        entities=[
            Entity(span=span("Ann Lee"), label="PERSON", actor="a1"),
            Entity(span=span("Friday"), label="DATE"),
        ],
        attributions=[
            Attribution(
                source=[span("Minister Ann Lee")],
                cue=[span("said")],
                content=[span(quotation)],
                kind="direct",
                speaker=["a1"],
                confidence=0.971234567,
                why="subject of “said”",
            ),
            Attribution(
                source=[span("She")],
                cue=[span("thinks")],
                content=[span("that trade will grow")],
                kind="indirect",
                speaker=["a1"],
                confidence=0.8,
                cue_type="belief",
            ),
        ],
        actors=[
            Actor(
                id="a1",
                name="Ann Lee",
                type="person",
                roles=["Minister"],
                mentions=[span("Minister Ann Lee"), span("She")],
            )
        ],
        annotator="1 test",
    )
