"""Applying the reader's corrections to an annotation. The stored annotation stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import get_args

import msgspec

from onrecord.base.anchors import find_anchor
from onrecord.base.name_keys import name_key
from onrecord.base.records import (
    Actor,
    ActorType,
    Annotation,
    Attribution,
    Correction,
    Entity,
    Span,
    UnnamedSource,
)

_TYPES = frozenset(get_args(ActorType))


def correct_annotation(annotation: Annotation, corrections: Iterable[Correction], text: str) -> Annotation:
    """Return an annotation with corrections applied, one after the other.

    A correction whose actor, quote or entity is not in the annotation changes nothing. Attributions are neither
    added nor removed nor reordered.

    Args:
        annotation: The annotation to correct.
        corrections: The corrections in their order.
        text: The text that the annotation is of.
    """
    corrected = _Corrected(annotation, text)
    for correction in corrections:
        match correction.kind:
            case "join":
                corrected.join(correction)
            case "split":
                corrected.split(correction)
            case "rename":
                corrected.rename(correction)
            case "type":
                corrected.retype(correction)
            case "hide":
                corrected.hide(correction)
            case "speaker":
                corrected.say(correction)
            case "passages":
                corrected.move(correction)
            case "label":
                corrected.label(correction)
    return corrected.annotation()


def correctable_keys(annotation: Annotation, text: str) -> set[str]:
    """Return the keys of all names in an annotation that a correction can be about."""
    keys = {
        name_key(name) for actor in annotation.actors for name in (actor.name, *actor.aliases, *actor.suspected)
    }
    return keys | {name_key(text[slice(*entity.span)]) for entity in annotation.entities}


class _Corrected:
    """An annotation while it is being corrected."""

    def __init__(self, annotation: Annotation, text: str) -> None:
        self._annotation = annotation
        self._text = text
        self._actors: list[Actor] = list(annotation.actors)
        self._attributions: list[Attribution] = list(annotation.attributions)
        self._entities: list[Entity] = list(annotation.entities)
        self._unnamed: list[UnnamedSource] = list(annotation.unnamed)
        self._read_as = {actor.id: actor.type for actor in annotation.actors}

    def annotation(self) -> Annotation:
        return msgspec.structs.replace(
            self._annotation,
            actors=self._actors,
            attributions=self._attributions,
            entities=self._entities,
            unnamed=self._unnamed,
        )

    # Actors

    def join(self, correction: Correction) -> None:
        wanted = name_key(correction.name)
        other = self._find(correction.to, correction.to_type)
        if other is not None and wanted in map(name_key, other.suspected):
            taken = [name for name in other.suspected if name_key(name) == wanted]
            self._change(
                other,
                aliases=_each_once([*other.aliases, *taken]),
                suspected=[name for name in other.suspected if name not in taken],
            )
            return
        actor = self._find(correction.name, correction.type)
        if actor is None or actor is other or not correction.to:
            return
        if other is None:
            type_ = correction.to_type or actor.type
            self._change(actor, name=correction.to, type=type_, aliases=_others(actor, correction.to))
        else:
            self._merge(actor, other)

    def _merge(self, actor: Actor, other: Actor) -> None:
        """Make an actor a part of another."""
        self._change(
            other,
            aliases=_each_once(
                name for name in (*other.aliases, actor.name, *actor.aliases) if name != other.name
            ),
            suspected=_each_once([*other.suspected, *actor.suspected]),
            roles=_each_once([*other.roles, *actor.roles]),
            metonyms=_each_once([*other.metonyms, *actor.metonyms]),
            mentions=sorted({*other.mentions, *actor.mentions}),
        )
        self._drop(actor, other.id)

    def split(self, correction: Correction) -> None:
        wanted = name_key(correction.name)
        actor = self._find(correction.to, correction.to_type)
        if actor is None or wanted == name_key(actor.name):
            return
        names = [name for name in (*actor.aliases, *actor.suspected) if name_key(name) == wanted]
        spans = [span for span in actor.mentions if name_key(self._words(span)) == wanted]
        if not names or not spans:
            return
        own = Actor(
            id=self._new_id(),
            name=names[0],
            type=correction.type if correction.type else actor.type,
            aliases=names[1:],
            mentions=spans,
        )
        self._change(
            actor,
            aliases=[name for name in actor.aliases if name not in names],
            suspected=[name for name in actor.suspected if name not in names],
            mentions=[span for span in actor.mentions if span not in spans],
        )
        self._actors.append(own)
        for at, attribution in enumerate(self._attributions):
            if actor.id in attribution.speaker and _overlap(attribution.source, spans):
                speaker = [own.id if id_ == actor.id else id_ for id_ in attribution.speaker]
                self._attributions[at] = msgspec.structs.replace(attribution, speaker=speaker)
        self._entities = [
            msgspec.structs.replace(entity, actor=own.id)
            if entity.actor == actor.id and _overlap([entity.span], spans)
            else entity
            for entity in self._entities
        ]

    def rename(self, correction: Correction) -> None:
        actor = self._find(correction.name, correction.type)
        if actor is not None and correction.to:
            self._change(actor, name=correction.to, aliases=_others(actor, correction.to))

    def retype(self, correction: Correction) -> None:
        actor = self._find(correction.name, correction.type)
        if actor is not None and correction.to in _TYPES:
            self._change(actor, type=correction.to)

    def hide(self, correction: Correction) -> None:
        actor = self._find(correction.name, correction.type)
        if actor is not None:
            self._drop(actor, None)

    # Quotes and entities

    def say(self, correction: Correction) -> None:
        at = self._quote(correction)
        if at is None:
            return
        speaker: list[str] = []
        if correction.to:
            actor = self._find(correction.to, correction.to_type)
            if actor is None:
                actor = Actor(id=self._new_id(), name=correction.to, type=correction.to_type or "person")
                self._actors.append(actor)
            speaker = [actor.id]
        unnamed = None if speaker else self._attributions[at].unnamed
        self._attributions[at] = msgspec.structs.replace(self._attributions[at], speaker=speaker, unnamed=unnamed)

    def move(self, correction: Correction) -> None:
        at = self._quote(correction)
        if at is None:
            return
        for part, anchors in correction.passages.items():
            spans = [find_anchor(anchor, self._text) for anchor in anchors]
            if None not in spans:
                self._attributions[at] = msgspec.structs.replace(self._attributions[at], **{part: spans})

    def _quote(self, correction: Correction) -> int | None:
        """Return the index of the attribution that overlaps most with a correction's passage, if any."""
        span = find_anchor(correction.anchor, self._text) if correction.anchor else None
        if span is None:
            return None
        shared = [
            sum(max(0, min(end, span[1]) - max(start, span[0])) for start, end in attribution.content)
            for attribution in self._attributions
        ]
        best = max(range(len(shared)), key=shared.__getitem__, default=None)
        return best if best is not None and shared[best] else None

    def label(self, correction: Correction) -> None:
        if correction.anchor is None:
            return
        if correction.article is None:
            wanted = name_key(correction.anchor.exact)
            chosen = {entity.span for entity in self._entities if name_key(self._words(entity.span)) == wanted}
        else:
            span = find_anchor(correction.anchor, self._text)
            chosen = {entity.span for entity in self._entities if entity.span == span}
        self._entities = [
            msgspec.structs.replace(entity, label=correction.to) if entity.span in chosen else entity
            for entity in self._entities
            if correction.to or entity.span not in chosen
        ]

    # What they are made of

    def _find(self, name: str, type_: str) -> Actor | None:
        """Return the actor with a name or alias and a type, which may be the present or the first one."""
        wanted = name_key(name)
        actors = [actor for actor in self._actors if not type_ or actor.type == type_]
        actors += [actor for actor in self._actors if actor not in actors and self._read_as.get(actor.id) == type_]
        for actor in actors:
            if name_key(actor.name) == wanted:
                return actor
        return next((actor for actor in actors if wanted in map(name_key, actor.aliases)), None)

    def _change(self, actor: Actor, **fields: object) -> None:
        self._actors[self._actors.index(actor)] = msgspec.structs.replace(actor, **fields)

    def _drop(self, actor: Actor, heir: str | None) -> None:
        """Remove an actor, and give their quotes and entities to the actor with the id ``heir``, if any."""
        self._actors = [other for other in self._actors if other.id != actor.id]
        self._attributions = [
            msgspec.structs.replace(
                attribution,
                speaker=_renamed(attribution.speaker, actor.id, heir),
                via=heir if attribution.via == actor.id else attribution.via,
            )
            if actor.id in attribution.speaker or attribution.via == actor.id
            else attribution
            for attribution in self._attributions
        ]
        self._entities = [
            msgspec.structs.replace(entity, actor=heir) if entity.actor == actor.id else entity
            for entity in self._entities
        ]
        self._unnamed = [
            msgspec.structs.replace(source, body=heir) if source.body == actor.id else source
            for source in self._unnamed
        ]

    def _new_id(self) -> str:
        taken = {actor.id for actor in (*self._annotation.actors, *self._actors)}
        number = len(taken) + 1
        while f"a{number}" in taken:
            number += 1
        return f"a{number}"

    def _words(self, span: Span) -> str:
        return self._text[slice(*span)]


def _others(actor: Actor, name: str) -> list[str]:
    """Return the aliases of an actor that gets another name."""
    return _each_once(other for other in (actor.name, *actor.aliases) if other != name)


def _renamed(speaker: Sequence[str], old: str, heir: str | None) -> list[str]:
    return _each_once(heir if id_ == old and heir else id_ for id_ in speaker if id_ != old or heir)


def _overlap(spans: Iterable[Span], others: Sequence[Span]) -> bool:
    return any(start < end_ and start_ < end for start, end in spans for start_, end_ in others)


def _each_once(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))
