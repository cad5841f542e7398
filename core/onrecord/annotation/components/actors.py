"""Who is who in an article: the component ``onrecord_actors``."""

from __future__ import annotations

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from onrecord.annotation.actors.clustering import cluster_actors
from onrecord.annotation.actors.misspellings import merge_misspelt_names
from onrecord.annotation.actors.registry import ActorRegistry
from onrecord.annotation.actors.roles import assign_roles
from onrecord.annotation.coref.pronouns import resolve_quotation_pronouns, resolve_references
from onrecord.annotation.doc.columns import tokens_with
from onrecord.annotation.doc.extensions import need_parse
from onrecord.annotation.speakers.anonymous_sources import AnonymousSources
from onrecord.annotation.speakers.assignment import token_spans
from onrecord.annotation.speakers.resolver import assign_speakers, find_addressee
from onrecord.base.records import Actor

_OPENING = frozenset({"“", "``"})
_MARKS = _OPENING | {"”", "''", '"'}


@Language.component(
    "onrecord_actors", requires=["doc.ents"], assigns=["doc._.actors", "doc._.unnamed", "doc._.attributions"]
)
def onrecord_actors(doc: Doc) -> Doc:
    """Finds the actors, every place where the text means them, and who speaks.

    Raises AnnotateError for a text that is not parsed.
    """
    need_parse(doc, "onrecord_actors")
    registry = cluster_actors(doc)
    assign_roles(registry)
    merge_misspelt_names(registry)
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
    doc._.attributions = [assignment.to_record({**records, **unnamed}) for assignment in assignments]
    doc.ents = tuple(_with_actor(ent, registry, records) for ent in doc.ents)
    return doc


def _with_actor(ent: Span, registry: ActorRegistry, records: dict[int, Actor]) -> Span:
    cluster = registry.cluster_at(ent.root.i)
    record = records.get(id(cluster))
    return Span(ent.doc, ent.start, ent.end, ent.label, span_id=record.id if record else "")


def in_quotation_marks(doc: Doc) -> bytearray:
    """A mark for each token between quotation marks; an open quotation ends with its paragraph."""
    marked = bytearray(len(doc))
    opened: int | None = None
    for at in sorted([*tokens_with(doc, ORTH=_MARKS), *np.flatnonzero(doc.to_array("IS_SPACE")).tolist()]):
        text = doc[at].text
        if text in _OPENING or (text == '"' and opened is None):
            opened = at if opened is None else opened
        elif opened is not None and (text in _MARKS or "\n" in text):
            marked[opened:at] = b"\1" * (at - opened)
            opened = None
    if opened is not None:
        marked[opened:] = b"\1" * (len(doc) - opened)
    return marked
