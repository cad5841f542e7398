"""The model's entities, put right: the component ``onrecord_entities``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

NAMED = frozenset({"PERSON", "ORG", "GPE", "LOC", "FAC", "NORP"})
"""The labels of those who can act and of where they do."""


@Language.component("onrecord_entities", requires=["doc.ents"], assigns=["doc.ents"])
def onrecord_entities(doc: Doc) -> Doc:
    """Cuts articles and possessives off the names."""
    doc.ents = tuple(trimmed for ent in doc.ents if (trimmed := _trim(ent)) is not None)
    return doc


def _trim(ent: Span) -> Span | None:
    if ent.label_ not in NAMED:
        return ent
    start, end = ent.start, ent.end
    while start < end and (ent.doc[start].is_space or ent.doc[start].lower_ == "the"):
        start += 1
    while end > start and (ent.doc[end - 1].is_space or ent.doc[end - 1].lower_ in ("'s", "’s", "'", "’")):
        end -= 1
    return Span(ent.doc, start, end, label=ent.label) if end > start else None
