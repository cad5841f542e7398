"""Who is who in an article: the component ``onrecord_actors``."""

from __future__ import annotations

import msgspec
from spacy.language import Language
from spacy.tokens import Doc, Span

from core.records import Actor, ActorType, Attribution

TYPES: dict[str, ActorType] = {
    "PERSON": "person",
    "ORG": "organisation",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
}
"""OntoNotes label → the type of the actor behind it, before the text is looked at."""

for _name in ("actors", "attributions"):
    if not Doc.has_extension(_name):
        Doc.set_extension(_name, default=[])


@Language.component("onrecord_actors", requires=["doc.ents"], assigns=["doc._.actors", "doc._.attributions"])
def onrecord_actors(doc: Doc) -> Doc:
    """Joins names to actors, and sources to the actors who speak."""
    full: dict[str, Span] = {}
    groups: dict[tuple[str, str], list[Span]] = {}
    for ent in doc.ents:
        if ent.label_ in TYPES:
            name = " ".join(ent.text.split())
            if ent.label_ == "PERSON" and " " in name:
                full.setdefault(name.split()[-1], ent)
    for ent in doc.ents:
        if ent.label_ in TYPES:
            name = " ".join(ent.text.split())
            if ent.label_ == "PERSON" and name in full:
                name = " ".join(full[name].text.split())
            groups.setdefault((name, ent.label_), []).append(ent)
    actors: list[Actor] = []
    ids: dict[tuple[int, int], str] = {}
    for (name, label), ents in groups.items():
        actor = Actor(
            id=f"a{len(actors) + 1}",
            name=name,
            type=TYPES[label],
            aliases=sorted({" ".join(ent.text.split()) for ent in ents} - {name}),
            mentions=[(ent.start_char, ent.end_char) for ent in ents],
        )
        actors.append(actor)
        ids.update((mention, actor.id) for mention in actor.mentions)
    doc.ents = tuple(
        Span(doc, ent.start, ent.end, ent.label, span_id=ids.get((ent.start_char, ent.end_char), ""))
        for ent in doc.ents
    )
    doc._.actors = actors
    doc._.attributions = [_spoken(attribution, ids) for attribution in doc._.attributions]
    return doc


def _spoken(attribution: Attribution, ids: dict[tuple[int, int], str]) -> Attribution:
    speakers = [
        actor
        for span, actor in ids.items()
        if any(span[0] < end and span[1] > start for start, end in attribution.source)
    ]
    return msgspec.structs.replace(attribution, speaker=list(dict.fromkeys(speakers))[:1])
