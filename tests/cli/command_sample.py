"""What the tests of commands share: two articles, an annotation of the first, and how a run is called."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from onrecord.base.records import Actor, Annotation, Attribution, Entity, Span

HARBOUR = """Harbour opens again

Minister Ann Lee said on Friday: “The harbour is open.” She thinks that trade will grow.
"""
WATER = "Water is scarce in [bold]Torvik[/bold].\x1b[31m\n\nNobody said why.\n"


@dataclass
class Ran:
    """What a command left: its exit status and what it printed."""

    status: int
    out: str
    err: str


Run = Callable[..., Ran]


def span(words: str) -> Span:
    """Return where the words first stand in HARBOUR."""
    start = HARBOUR.index(words)
    return start, start + len(words)


ANNOTATION = Annotation(
    entities=[
        Entity(span=span("Ann Lee"), label="PERSON", actor="a1"),
        Entity(span=span("Friday"), label="DATE"),
    ],
    attributions=[
        Attribution(
            source=[span("Minister Ann Lee")],
            cue=[span("said")],
            content=[span("“The harbour is open.”")],
            kind="direct",
            speaker=["a1"],
            confidence=0.97,
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
            aliases=["Ann Lee"],
            roles=["Minister"],
            mentions=[span("Minister Ann Lee"), span("She")],
        )
    ],
    annotator="1 test",
)
