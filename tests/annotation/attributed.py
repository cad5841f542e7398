"""Texts with attributions that a test gives, as the component of the actors reads them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from onrecord.annotation.pipeline import to_annotation
from onrecord.base.records import Annotation, Attribution, QuoteKind

Said = tuple[str, str, str]
"""Source, cue and content of an attribution, each as words of the text or empty."""
Attributed = Callable[..., Annotation]
"""(text, Said, …) → the annotation."""
Resolve = Callable[..., list[tuple[list[str | None], str | None]]]
"""(text, Said, …) → for each the names of its speakers, and of who passes it on."""


@pytest.fixture
def attributed(nlp: Language) -> Attributed:
    """(text, (source, cue, content), …) → the annotation."""
    return partial(read, nlp)


@pytest.fixture
def resolve(attributed: Attributed) -> Resolve:
    """(text, (source, cue, content), …) → names of the speakers of each attribution, and who passes it on."""

    def run(text: str, *attributions: Said) -> list[tuple[list[str | None], str | None]]:
        annotation = attributed(text, *attributions)
        called = names(annotation)
        return [
            ([called[id_] for id_ in attribution.speaker], called[attribution.via])
            for attribution in annotation.attributions
        ]

    return run


def read(nlp: Language, text: str, *attributions: Said) -> Annotation:
    """The annotation of a text whose attributions are known."""
    doc: Doc = nlp.make_doc(text)
    for name, component in nlp.pipeline:
        if name not in ("onrecord_quotes", "onrecord_actors"):
            doc = component(doc)
    after = 0
    records = []
    for source, cue, content in attributions:
        after = text.index(content, after) if content else after
        records.append(
            Attribution(
                source=_spans(text, source, after),
                cue=_spans(text, cue, after),
                content=_spans(text, content, after),
                kind=_kind(content),
            )
        )
    doc._.attributions = records
    return to_annotation(nlp.get_pipe("onrecord_actors")(doc))


def names(annotation: Annotation) -> dict[str | None, str | None]:
    """Id → name of all who act in an annotation; None is nobody."""
    return (
        {None: None}
        | {actor.id: actor.name for actor in annotation.actors}
        | {unnamed.id: unnamed.name for unnamed in annotation.unnamed}
    )


def _spans(text: str, part: str, near: int) -> list[tuple[int, int]]:
    """Where a part stands: the last time before a place, else the first time after it."""
    if not part:
        return []
    at = text.rfind(part, 0, near + len(part))
    at = at if at >= 0 else text.index(part)
    return [(at, at + len(part))]


def _kind(content: str) -> QuoteKind:
    return "direct" if content.startswith("“") else "indirect"
