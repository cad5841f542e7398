"""Made-up articles, and what the annotator would find in them."""

from __future__ import annotations

from onrecord.base.records import Actor, Annotation, Attribution, Draft, Entity, Span, hash_text

TEXT = (
    "Harbour mistress Ágnes Brandt said on Friday that “the port must open”. She added that it was late.\n\n"
    "Tomas Okoye, who speaks for the dockers, said the talks had failed. Ms Brandt denied it in Vellin."
)
STRIKE = Draft(
    title="Port strike enters a third week",
    text=TEXT,
    source="Example News",
    author="Ira Quill",
    published="2021-04-16",
    url="https://example.org/strike",
    tags=["Economy", "to read"],
)
BANK = Draft(title="Central bank holds rates", text="Rates stay where they are, the café owners of Vellin hear.")


def span(words: str, text: str = TEXT) -> Span:
    """Where the words stand first."""
    start = text.index(words)
    return start, start + len(words)


ANNOTATION = Annotation(
    entities=[
        Entity(span=span("Ágnes Brandt"), label="PERSON", actor="a1"),
        Entity(span=span("Tomas Okoye"), label="PERSON", actor="a2"),
        Entity(span=span("Vellin"), label="GPE"),
        Entity(span=span("Friday"), label="DATE"),
    ],
    attributions=[
        Attribution(
            source=[span("Harbour mistress Ágnes Brandt")],
            cue=[span("said")],
            content=[span("“the port must open”")],
            kind="mixed",
            speaker=["a1"],
        ),
        Attribution(
            source=[span("She")],
            cue=[span("added")],
            content=[span("it was late")],
            kind="indirect",
            speaker=["a1"],
        ),
        Attribution(
            source=[span("Tomas Okoye")],
            cue=[span("said the")],
            content=[span("the talks had failed")],
            kind="indirect",
            speaker=["a2"],
            confidence=0.8,
        ),
    ],
    actors=[
        Actor(
            id="a1",
            name="Ágnes Brandt",
            type="person",
            aliases=["Ms Brandt"],
            roles=["Harbour mistress"],
            mentions=[span("Ágnes Brandt"), span("She"), span("Ms Brandt")],
        ),
        Actor(id="a2", name="Tomas Okoye", type="person", suspected=["Okoyo"], mentions=[span("Tomas Okoye")]),
    ],
    annotator="1 test",
    text_hash=hash_text(TEXT),
)
