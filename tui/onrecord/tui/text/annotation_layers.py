"""The layers of an annotation: what of it is marked in the text."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.base.records import Annotation, Attribution, Span
from onrecord.terminal.visible_text import visible
from onrecord.tui.text.actor_colours import actor_ranks, distinct_initials, entity_group
from onrecord.tui.text.highlighting import Mark, Marks

LAYERS = ("all", "entities", "quotes", "actor", "none")
"""The layers. ``actor`` marks the mentions of every actor in their colour or, if one is selected, of that one."""


class AnnotationLayers:
    """An annotation, indexed for marking: its quotes in the text's order, and what stands at an offset."""

    def __init__(self, annotation: Annotation) -> None:
        self.annotation = annotation
        self.ranks = actor_ranks(annotation)
        letters = distinct_initials(annotation.actors)
        self.initials = {actor: visible(text) for actor, text in letters.items()}
        self.mentions = sorted(
            {(start, end) for actor in annotation.actors for start, end in actor.mentions}
            or {entity.span for entity in annotation.entities}
        )
        self.mentions_of = {actor.id: sorted(actor.mentions) for actor in annotation.everybody()}
        attributions = annotation.attributions
        in_text_order = sorted(
            (index for index, quote in enumerate(attributions) if quote.content),
            key=lambda index: attributions[index].content[0],
        )
        self._ordered = {
            True: in_text_order,
            False: [index for index in in_text_order if attributions[index].report_type == "speech"],
        }
        self._marks_by_part = {
            part: Marks(
                Mark(start, end, "quote", attribution=index)
                for index, quote in enumerate(attributions)
                for start, end in getattr(quote, part)
            )
            for part in ("content", "cue", "source")
        }
        self._newest_set: tuple[tuple[str, str | None, bool], Marks] | None = None
        self._content_lengths = [sum(end - start for start, end in quote.content) for quote in attributions]

    def quotes(self, *, asides: bool) -> list[int]:
        """Return the indexes of the attributions of speech, in the text's order.

        Args:
            asides: Include beliefs, attitudes and documents.
        """
        return self._ordered[asides]

    def quote_at(self, offset: int) -> int | None:
        """Return the index of the attribution whose content, cue or source covers an offset; the innermost one."""
        for marks in self._marks_by_part.values():
            if covering := marks.overlapping(offset, offset + 1):
                return min((mark.attribution for mark in covering), key=lambda index: self._content_lengths[index])
        return None

    def actor_at(self, offset: int) -> str | None:
        """Return the id of the actor mentioned at an offset; of several, the one with the shortest mention."""
        covering = [
            (end - start, actor)
            for actor, mentions in self.mentions_of.items()
            for start, end in mentions
            if start <= offset < end
        ]
        return min(covering)[1] if covering else None

    def speaker(self, index: int) -> str | None:
        """Return the id of the first speaker of an attribution; None if it has none."""
        speakers = self.annotation.attributions[index].speaker
        return next((actor for actor in speakers if actor in self.ranks), None)

    def rank(self, index: int) -> int:
        """Return the rank in the sidebar of the speaker of an attribution; -1 without a speaker."""
        speaker = self.speaker(index)
        return -1 if speaker is None else self.ranks[speaker]

    def marks(self, layer: str, actor: str | None, *, asides: bool = False) -> Iterator[Mark]:
        """Yield the marks of a layer.

        Args:
            layer: One of ``LAYERS``.
            actor: The id of the selected actor, whose marks alone are yielded; None for all.
            asides: Include beliefs, attitudes and documents, which the layer of quotes always includes.
        """
        if layer == "none":
            return
        yield from self._name_marks(layer, actor)
        if layer in ("all", "quotes") or (actor is not None and layer == "actor"):
            yield from self._quote_marks(actor, asides=asides or layer == "quotes")

    def mark_set(self, layer: str, actor: str | None, *, asides: bool = False) -> Marks:
        """Return the marks of ``marks``; those that were asked for last are at hand."""
        key = layer, actor, asides
        if self._newest_set is None or self._newest_set[0] != key:
            self._newest_set = key, Marks(self.marks(layer, actor, asides=asides))
        return self._newest_set[1]

    def attribution_marks(self, index: int | None) -> Iterator[Mark]:
        """Yield the marks on the content, source and cue of an attribution; none for None."""
        if index is None:
            return
        quote = self.annotation.attributions[index]
        rank = self.rank(index)
        parts: tuple[tuple[str, list[Span]], ...] = (
            ("lit", quote.content),
            ("source", quote.source),
            ("cue", quote.cue),
        )
        for kind, spans in parts:
            for start, end in spans:
                yield Mark(start, end, kind, rank, index)

    def _name_marks(self, layer: str, actor: str | None) -> Iterator[Mark]:
        if actor is not None:
            if layer != "quotes":
                yield from self._mention_marks(actor)
        elif layer == "actor":
            for ranked_actor in self.ranks:
                yield from self._mention_marks(ranked_actor)
        elif layer in ("all", "entities"):
            for entity in self.annotation.entities:
                yield Mark(*entity.span, entity_group(entity.label))

    def _quote_marks(self, actor: str | None, *, asides: bool) -> Iterator[Mark]:
        for index, quote in enumerate(self.annotation.attributions):
            if quote.report_type != "speech" and not asides:
                continue
            if actor is None or quote.is_by(actor):
                kind = _mark_kind(quote, own=actor is not None)
                rank = self.rank(index) if actor is None else self.ranks.get(actor, -1)
                for start, end in quote.content:
                    yield Mark(start, end, kind, rank, index)

    def _mention_marks(self, actor: str) -> Iterator[Mark]:
        rank = self.ranks.get(actor, -1)
        for start, end in self.mentions_of[actor]:
            yield Mark(start, end, "mention", rank)


def _mark_kind(quote: Attribution, *, own: bool) -> str:
    if quote.report_type != "speech":
        return "aside"
    if quote.is_doubtful:
        return "doubtful"
    return "own" if own else "quote"
