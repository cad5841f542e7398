"""Find who is who in an article and who speaks: the component ``onrecord_actors``."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from onrecord.annotation.actors.clustering import cluster_actors
from onrecord.annotation.actors.initials import merge_initials
from onrecord.annotation.actors.misspellings import merge_misspelt_names
from onrecord.annotation.actors.offices import merge_abbreviated_offices
from onrecord.annotation.actors.registry import ActorRegistry
from onrecord.annotation.actors.roles import assign_roles
from onrecord.annotation.coref.pronouns import resolve_quotation_pronouns, resolve_references
from onrecord.annotation.doc.columns import tokens_with
from onrecord.annotation.doc.extensions import require_parse
from onrecord.annotation.speakers.anonymous_sources import AnonymousSources
from onrecord.annotation.speakers.assignment import SpeakerAssignment, token_spans
from onrecord.annotation.speakers.confidence import speaker_confidence
from onrecord.annotation.speakers.resolver import assign_speakers, find_addressee
from onrecord.base.records import Actor

_OPENING_MARKS = frozenset({"“", "``"})
_MARKS = _OPENING_MARKS | {"”", "''", '"'}


@Language.factory(
    "onrecord_actors",
    default_config={},
    requires=["doc.ents"],
    assigns=["doc._.actors", "doc._.unnamed", "doc._.attributions"],
)
def make_actors(nlp: Language, name: str) -> Callable[[Doc], Doc]:
    """Return the component that sets ``doc._.actors`` and ``doc._.unnamed``, and the speakers of attributions."""
    return annotate_actors


def annotate_actors(doc: Doc) -> Doc:
    """Find the actors, every place at which the text mentions them, and who speaks.

    Raises:
        AnnotateError: If the text is not parsed.
    """
    assign_actors(doc)
    return doc


def assign_actors(doc: Doc) -> list[SpeakerAssignment]:
    """Set all that the component sets; return what is known of the speaker of each attribution, in their order.

    Raises:
        AnnotateError: If the text is not parsed.
    """
    require_parse(doc, "onrecord_actors")
    registry = cluster_actors(doc)
    assign_roles(registry)
    merge_misspelt_names(registry)
    merge_initials(registry)
    merge_abbreviated_offices(registry)
    resolve_references(registry, in_quotation_marks(doc))
    sources = AnonymousSources(registry)
    assignments = assign_speakers(registry, doc._.attributions, sources)
    for assignment in assignments:
        if len(assignment.speakers) == 1 and assignment.attribution.kind != "indirect":
            addressee = find_addressee(registry, assignment.attribution)
            for span in token_spans(doc, assignment.attribution.content):
                resolve_quotation_pronouns(registry, span.start, span.end, assignment.speakers[0], addressee)
    records = registry.records()
    unnamed = sources.records(records)
    doc._.actors = list(records.values())
    doc._.unnamed = list(unnamed.values())
    doc._.attributions = [
        assignment.to_record({**records, **unnamed}, speaker_confidence(assignment)) for assignment in assignments
    ]
    doc.ents = tuple(_with_actor(ent, registry, records) for ent in doc.ents)
    return assignments


def _with_actor(ent: Span, registry: ActorRegistry, records: dict[int, Actor]) -> Span:
    """Return the entity with the id of its actor, or with none."""
    record = records.get(id(registry.cluster_at(ent.root.i)))
    return Span(ent.doc, ent.start, ent.end, ent.label, span_id=record.id if record else "")


def in_quotation_marks(doc: Doc) -> bytearray:
    """Return 1 for each token between quotation marks, 0 for the others.

    A quotation that is not closed ends with its paragraph. An opening mark counts as quoted, a closing one does
    not.
    """
    quoted = bytearray(len(doc))
    opened: int | None = None
    line_breaks = np.flatnonzero(doc.to_array("IS_SPACE")).tolist()
    for index in sorted([*tokens_with(doc, ORTH=_MARKS), *line_breaks]):
        text = doc[index].text
        if text in _OPENING_MARKS or (text == '"' and opened is None):
            opened = index if opened is None else opened
        elif opened is not None and (text in _MARKS or "\n" in text):
            quoted[opened:index] = b"\1" * (index - opened)
            opened = None
    if opened is not None:
        quoted[opened:] = b"\1" * (len(doc) - opened)
    return quoted
