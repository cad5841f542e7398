"""What of an annotation is marked in the text: the layers that a reader can turn through."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.base.records import Annotation, Attribution, Span
from onrecord.terminal.segments import visible
from onrecord.tui.text.actor_colours import actor_ranks, entity_group, initials
from onrecord.tui.text.highlighting import Mark, Marks

LAYERS = ("all", "entities", "quotes", "actor", "none")
"""``actor`` marks every mention of every actor in his colour, or, once one is chosen, his alone."""

DOUBTFUL = 0.6
"""An attribution with less confidence than this is drawn as doubtful."""


class AnnotationLayers:
    """An annotation, ready to be drawn: its quotes in order and who stands where."""

    def __init__(self, annotation: Annotation) -> None:
        self.annotation = annotation
        self.ranks = actor_ranks(annotation)
        self.initials = {actor.id: visible(initials(actor)) for actor in annotation.actors}
        self.mentions = sorted(
            {(start, end) for actor in annotation.actors for start, end in actor.mentions}
            or {entity.span for entity in annotation.entities}
        )
        self.mentions_of = {one.id: sorted(one.mentions) for one in annotation.everybody()}
        said = annotation.attributions
        everything = sorted(
            (index for index, quote in enumerate(said) if quote.content),
            key=lambda index: said[index].content[0],
        )
        self._order = {True: everything, False: [at for at in everything if said[at].cue_type == "speech"]}
        self._pieces = {
            part: Marks(
                Mark(start, end, "quote", attribution=index)
                for index, quote in enumerate(said)
                for start, end in getattr(quote, part)
            )
            for part in ("content", "cue", "source")
        }
        self._sizes = [sum(end - start for start, end in quote.content) for quote in said]

    def quotes(self, *, asides: bool) -> list[int]:
        """The attributions that report words, and those of thoughts, stances and papers; in the text's order."""
        return self._order[asides]

    def quote_at(self, offset: int) -> int | None:
        """The attribution whose words, cue or source stand here; of nested ones the innermost."""
        for pieces in self._pieces.values():
            if here := pieces.on(offset, offset + 1):
                return min((mark.attribution for mark in here), key=lambda index: self._sizes[index])
        return None

    def actor_at(self, offset: int) -> str | None:
        """The actor who is mentioned here; of several the one with the shortest mention."""
        here = [
            (end - start, actor)
            for actor, mentions in self.mentions_of.items()
            for start, end in mentions
            if start <= offset < end
        ]
        return min(here)[1] if here else None

    def speaker(self, index: int) -> str | None:
        """The first actor who speaks in this attribution."""
        speakers = self.annotation.attributions[index].speaker
        return next((actor for actor in speakers if actor in self.ranks), None)

    def rank(self, index: int) -> int:
        """The place in the sidebar of who speaks in this attribution, -1 if nobody is known."""
        speaker = self.speaker(index)
        return -1 if speaker is None else self.ranks[speaker]

    def marks(self, layer: str, actor: str | None, *, asides: bool = False) -> Iterator[Mark]:
        """What a layer marks; with an actor chosen, of his only. The layer of quotes marks the asides anyway."""
        if layer == "none":
            return
        if actor is None:
            if layer in ("all", "entities"):
                for entity in self.annotation.entities:
                    yield Mark(*entity.span, entity_group(entity.label))
            if layer == "actor":
                for name in self.ranks:
                    yield from self._mentions(name)
        elif layer != "quotes":
            yield from self._mentions(actor)
        if layer in ("all", "quotes") or (actor is not None and layer == "actor"):
            for index, quote in enumerate(self.annotation.attributions):
                if quote.cue_type != "speech" and layer != "quotes" and not asides:
                    continue
                if actor is None or quote.is_by(actor):
                    look = _look(quote, own=actor is not None)
                    rank = self.rank(index) if actor is None else self.ranks.get(actor, -1)
                    for start, end in quote.content:
                        yield Mark(start, end, look, rank, index)

    def lit(self, index: int | None) -> Iterator[Mark]:
        """The parts of the attribution under the cursor, if one is."""
        if index is None:
            return
        quote = self.annotation.attributions[index]
        rank = self.rank(index)
        parts: tuple[tuple[str, list[Span]], ...] = (
            ("lit", quote.content),
            ("source", quote.source),
            ("cue", quote.cue),
        )
        for look, spans in parts:
            for start, end in spans:
                yield Mark(start, end, look, rank, index)

    def _mentions(self, actor: str) -> Iterator[Mark]:
        rank = self.ranks.get(actor, -1)
        for start, end in self.mentions_of[actor]:
            yield Mark(start, end, "mention", rank)


def _look(quote: Attribution, *, own: bool) -> str:
    if quote.cue_type != "speech":
        return "aside"
    if quote.confidence < DOUBTFUL:
        return "doubtful"
    return "own" if own else "quote"
