"""Merge the annotations of the chunks of one text into the annotation of the whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from onrecord.base.records import Actor, Annotation, Attribution, Entity, Span, UnnamedSource


def merge_annotations(
    chunks: Sequence[tuple[int, Annotation]], *, annotator: str, text_hash: str, language: str = ""
) -> Annotation:
    """Return one annotation of several.

    Actors of the same name and type are one, unnamed sources of two chunks never. Ids are given anew, in the order
    of first mention.

    Args:
        chunks: For each chunk the character at which it begins, and its annotation.
        annotator: What annotated, as ``annotation.version`` says.
        text_hash: The hash of the whole text.
        language: The language of the whole text.
    """
    entities: list[Entity] = []
    attributions: list[Attribution] = []
    actors: dict[tuple[str, str], Actor] = {}
    unnamed: list[UnnamedSource] = []
    for offset, chunk in chunks:
        new_ids: dict[str, str] = {}
        for actor in chunk.actors:
            shifted = _shifted_spans(actor.mentions, offset)
            earlier = actors.get((actor.name, actor.type))
            if earlier is None:
                merged = msgspec.structs.replace(actor, id=f"a{len(actors) + 1}", mentions=shifted)
            else:
                merged = _merged_actor(earlier, actor, shifted)
            actors[actor.name, actor.type] = merged
            new_ids[actor.id] = merged.id
        for source in chunk.unnamed:
            new_ids[source.id] = f"u{len(unnamed) + 1}"
            unnamed.append(
                msgspec.structs.replace(
                    source,
                    id=new_ids[source.id],
                    body=_new_id(new_ids, source.body),
                    mentions=_shifted_spans(source.mentions, offset),
                )
            )
        entities += (
            Entity(span=_shifted(entity.span, offset), label=entity.label, actor=_new_id(new_ids, entity.actor))
            for entity in chunk.entities
        )
        attributions += (_shifted_attribution(attribution, offset, new_ids) for attribution in chunk.attributions)
    return Annotation(
        entities=entities,
        attributions=attributions,
        actors=list(actors.values()),
        unnamed=unnamed,
        annotator=annotator,
        text_hash=text_hash,
        language=language,
    )


def _shifted_attribution(attribution: Attribution, offset: int, new_ids: Mapping[str, str]) -> Attribution:
    return msgspec.structs.replace(
        attribution,
        source=_shifted_spans(attribution.source, offset),
        cue=_shifted_spans(attribution.cue, offset),
        content=_shifted_spans(attribution.content, offset),
        speaker=[new_ids[speaker] for speaker in attribution.speaker],
        via=_new_id(new_ids, attribution.via),
        unnamed=_new_id(new_ids, attribution.unnamed),
    )


def _new_id(new_ids: Mapping[str, str], old_id: str | None) -> str | None:
    return new_ids.get(old_id) if old_id else None


def _shifted(span: Span, offset: int) -> Span:
    return span[0] + offset, span[1] + offset


def _shifted_spans(spans: Sequence[Span], offset: int) -> list[Span]:
    return [_shifted(span, offset) for span in spans]


def _merged_actor(actor: Actor, later: Actor, later_mentions: list[Span]) -> Actor:
    """Return an actor with what a later chunk says of them; the id stays."""

    def union(first: list[str], second: list[str]) -> list[str]:
        return list(dict.fromkeys([*first, *second]))

    return msgspec.structs.replace(
        actor,
        aliases=union(actor.aliases, later.aliases),
        suspected=union(actor.suspected, later.suspected),
        roles=union(actor.roles, later.roles),
        metonyms=union(actor.metonyms, later.metonyms),
        mentions=actor.mentions + later_mentions,
    )
