"""Who is who in an article: the component ``onrecord_actors``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from core.annotate import cast as casting
from core.annotate.speakers import resolve

for _name in ("actors", "attributions"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=[])


@Language.component("onrecord_actors", requires=["doc.ents"], assigns=["doc._.actors", "doc._.attributions"])
def onrecord_actors(doc: Doc) -> Doc:
    """Finds the actors, every place where the text means them, and who speaks."""
    cast = casting.gather(doc)
    speakers = resolve(cast, doc._.attributions)
    records = cast.records()
    doc._.actors = list(records.values())
    doc._.attributions = [spoken.record(records) for spoken in speakers]
    doc.ents = tuple(_with_actor(ent, cast, records) for ent in doc.ents)
    return doc


def _with_actor(ent: Span, cast: casting.Cast, records) -> Span:  # type: ignore[no-untyped-def]
    figure = cast.at(ent.root.i)
    record = records.get(id(figure))
    return Span(ent.doc, ent.start, ent.end, ent.label, span_id=record.id if record else "")
