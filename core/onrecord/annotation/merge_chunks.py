"""Readings of the pieces of one text, joined to the reading of the whole."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from onrecord.base.records import Actor, Annotation, Attribution, Entity, Span, Unnamed


def merge_annotations(parts: Sequence[tuple[int, Annotation]], *, annotator: str, text_hash: str) -> Annotation:
    """One annotation of several, each with the offset at which its piece begins.

    Actors of the same name and type are one, unnamed sources of two pieces never. Ids are given anew, in order of
    first mention.
    """
    entities: list[Entity] = []
    attributions: list[Attribution] = []
    actors: dict[tuple[str, str], Actor] = {}
    unnamed: list[Unnamed] = []
    for start, part in parts:
        renamed = {}
        for actor in part.actors:
            moved = _moved_spans(actor.mentions, start)
            known = actors.get((actor.name, actor.type))
            if known is None:
                known = msgspec.structs.replace(actor, id=f"a{len(actors) + 1}", mentions=moved)
            else:
                known = _joined(known, actor, moved)
            actors[actor.name, actor.type] = known
            renamed[actor.id] = known.id
        for source in part.unnamed:
            renamed[source.id] = f"u{len(unnamed) + 1}"
            body = renamed.get(source.body) if source.body else None
            moved = _moved_spans(source.mentions, start)
            unnamed.append(msgspec.structs.replace(source, id=renamed[source.id], body=body, mentions=moved))
        entities += (
            Entity(
                span=_moved(entity.span, start),
                label=entity.label,
                actor=renamed.get(entity.actor) if entity.actor else None,
            )
            for entity in part.entities
        )
        attributions += (
            msgspec.structs.replace(
                attribution,
                source=_moved_spans(attribution.source, start),
                cue=_moved_spans(attribution.cue, start),
                content=_moved_spans(attribution.content, start),
                speaker=[renamed[actor] for actor in attribution.speaker],
                via=renamed.get(attribution.via) if attribution.via else None,
                unnamed=renamed.get(attribution.unnamed) if attribution.unnamed else None,
            )
            for attribution in part.attributions
        )
    return Annotation(
        entities=entities,
        attributions=attributions,
        actors=list(actors.values()),
        unnamed=unnamed,
        annotator=annotator,
        text_hash=text_hash,
    )


def _moved(span: Span, start: int) -> Span:
    return span[0] + start, span[1] + start


def _moved_spans(spans: Sequence[Span], start: int) -> list[Span]:
    return [_moved(span, start) for span in spans]


def _joined(known: Actor, other: Actor, mentions: list[Span]) -> Actor:
    def union(first: list[str], second: list[str]) -> list[str]:
        return list(dict.fromkeys([*first, *second]))

    return msgspec.structs.replace(
        known,
        aliases=union(known.aliases, other.aliases),
        suspected=union(known.suspected, other.suspected),
        roles=union(known.roles, other.roles),
        metonyms=union(known.metonyms, other.metonyms),
        mentions=known.mentions + mentions,
    )
