"""What was set right in another program, compared with what is here: the corrections that follow from it."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from onrecord.base.anchors import anchor_at, find_only_anchor
from onrecord.base.annotated_article import AnnotatedArticle, AnnotatedEntity, AnnotatedQuote
from onrecord.base.control_characters import with_symbols
from onrecord.base.name_keys import name_key
from onrecord.base.records import (
    ONTONOTES_LABELS,
    Actor,
    ActorType,
    Anchor,
    Annotation,
    Attribution,
    Correction,
    Entity,
    QuotePart,
    Span,
    words_of,
)
from onrecord.base.spans import merge_spans

PARTS: tuple[QuotePart, ...] = get_args(QuotePart)

_BLOCK = 256
"""Characters of a block of the text, by which quotes that may be the same are looked up."""

_SHOWN = 60
"""Characters of a quote that a sentence names it by."""

_LONGEST_SPEAKER = 200
"""Characters of a speaker's name."""


@dataclass
class AnnotationImport:
    """What follows from what another program says of articles.

    Attributes:
        corrections: The corrections.
        conflicts: Sentences on what was corrected here, and otherwise there; what is here stays.
        problems: Sentences on what cannot be taken over.
    """

    corrections: list[Correction] = field(default_factory=list)
    conflicts: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class StoredArticle:
    """An article of the archive.

    Attributes:
        id: Its id.
        text: Its text.
        annotation: Its annotation with all corrections.
        uncorrected: The same without those of passages, speakers and labels.
    """

    id: int
    text: str
    annotation: Annotation
    uncorrected: Annotation


def compare_article(
    stored: StoredArticle, imported: AnnotatedArticle, outcome: AnnotationImport, *, overrule: bool
) -> None:
    """Add to an outcome what follows for one article.

    Args:
        stored: The article of the archive.
        imported: The same article, from another program.
        outcome: Where corrections, conflicts and problems are added.
        overrule: Whether what was corrected here, and otherwise there, becomes as it is there.
    """
    comparison = _Comparison(stored, imported, outcome, overrule=overrule)
    comparison.compare_quotes()
    if imported.entities:  # a program that was not told of their labels has dropped all of them
        comparison.compare_entities(imported.entities)


class _Comparison:
    def __init__(
        self, stored: StoredArticle, imported: AnnotatedArticle, outcome: AnnotationImport, *, overrule: bool
    ) -> None:
        self._stored = stored
        self._imported = imported
        self._outcome = outcome
        self._overrule = overrule
        self._span_of: dict[Anchor, Span | None] = {}
        self._annotated_labels = {each.span: each.label for each in stored.uncorrected.entities}

    # Quotes

    def compare_quotes(self) -> None:
        """Compare each quote of the file with the one that it is here."""
        quotes = self._imported.quotes
        index_of = self._paired(quotes)
        for position, quote in enumerate(quotes):
            if position in index_of:
                self._compare_quote(index_of[position], quote)
        if new := len(quotes) - len(index_of):
            self._outcome.problems.append(
                f"{self._imported.name}: {new} of {len(quotes)} quotes are not among those of article "
                f"{self._stored.id}; quotes cannot be added to an article, only set right."
            )

    def _paired(self, quotes: Sequence[AnnotatedQuote]) -> dict[int, int]:
        """Return which quote here each quote of the file is, by their positions.

        Those that share most characters are one; of those that share none, the one of the same number.
        """
        stored_parts = [self._cue_and_content(attribution) for attribution in self._stored.annotation.attributions]
        near = _SpanBlocks([[span for part in parts for span in part or []] for parts in stored_parts])
        shares = [
            (share, -abs(position - index), position, index)
            for position, parts in enumerate(map(self._cue_and_content, quotes))
            for index in near.touched(span for part in parts for span in part or [])
            if (share := _share(parts, stored_parts[index]))
        ]
        numbers = [
            (0, 0, position, quote.number) for position, quote in enumerate(quotes) if quote.number is not None
        ]
        index_of: dict[int, int] = {}
        free = set(range(len(stored_parts)))
        for _, _, position, index in [*sorted(shares, reverse=True), *numbers]:
            if index in free and position not in index_of:
                index_of[position] = index
                free.remove(index)
        return index_of

    def _cue_and_content(self, quote: AnnotatedQuote | Attribution) -> list[list[Span] | None]:
        """Return where cue and content of a quote, of the file or of here, stand in the text here."""
        if isinstance(quote, Attribution):
            return [normal_spans(getattr(quote, part), self._stored.text) for part in PARTS[1:]]
        return [self._spans(getattr(quote, part)) for part in PARTS[1:]]

    def _compare_quote(self, index: int, quote: AnnotatedQuote) -> None:
        attribution = self._stored.annotation.attributions[index]
        changed = dict(self._changed_parts(attribution, quote))
        name = f"The quote “{self._shown(attribution)}” of article {self._stored.id}"
        if lost := [part for part in PARTS if getattr(quote, part) and self._spans(getattr(quote, part)) is None]:
            self._outcome.problems.append(
                f"{name}: the words of its {' and '.join(lost)} are not found in the text here."
            )
            if "content" in lost:  # so it may be another quote
                return
        if not attribution.content:
            if changed:
                self._outcome.problems.append(f"{name} has no content here by which it could be set right.")
            return
        parts = " and ".join(changed)
        if changed and self._may_correct(index, tuple(changed), f"{name} has another {parts} there"):
            self._correct_passages(attribution, changed)
        speaker = self._changed_speaker(index, quote)
        if speaker is not None:
            stored_speaker = self._speaker(attribution) or "nobody"
            if unfit := self._unfit_speaker(speaker[0]):
                self._outcome.problems.append(f"{name} has {unfit}")
                return
            says = f"{name} is said by “{speaker[0] or 'nobody'}” there, and by “{stored_speaker}” here"
            if self._may_correct(index, ("speaker", "unnamed"), says):
                # After the passages, which may have moved the content.
                content = changed.get("content") or attribution.content
                self._correct_speaker(content[0], *speaker)

    def _changed_parts(
        self, attribution: Attribution, quote: AnnotatedQuote
    ) -> Iterator[tuple[QuotePart, list[Span]]]:
        for part in PARTS:
            spans = self._spans(getattr(quote, part))
            if spans is None or (part == "content" and not spans):
                continue
            if spans != normal_spans(getattr(attribution, part), self._stored.text):
                yield part, spans

    def _changed_speaker(self, index: int, quote: AnnotatedQuote) -> tuple[str, ActorType | Literal[""]] | None:
        """Return name and type of the speaker in the file, None for the one here.

        Whoever gives a quote another source, and leaves the speaker as the annotator has told it, means the actor
        that the source names.
        """
        annotated, corrected = (
            self._stored.uncorrected.attributions[index],
            self._stored.annotation.attributions[index],
        )
        is_left = quote.speaker is None or _plain(quote.speaker) == _plain(self._speaker(annotated))
        source = self._spans(quote.source)
        if is_left and source and source != normal_spans(annotated.source, self._stored.text):
            named = [actor for actor in self._stored.annotation.actors if _overlap(actor.mentions, source)]
            if len(named) == 1:
                return None if named[0].id in corrected.speaker else (named[0].name, named[0].type)
        if quote.speaker is None or _plain(quote.speaker) == _plain(self._speaker(corrected)):
            return None
        actor = self._actor_called(quote.speaker)
        return (actor.name, actor.type) if actor else (quote.speaker, "")

    def _speaker(self, attribution: Attribution) -> str:
        """Return who speaks, as it is exported."""
        annotation = self._stored.annotation
        names = {actor.id: actor.name for actor in annotation.actors}
        unnamed = {source.id: source.name for source in annotation.unnamed}
        speakers = ", ".join(names[actor] for actor in attribution.speaker if actor in names)
        return speakers or unnamed.get(attribution.unnamed or "", "")

    def _unfit_speaker(self, speaker: str) -> str:
        """Return why this cannot be the speaker of a quote, nothing if it can."""
        if self._names_several(speaker):
            return "several speakers there; a correction has one."
        symbols = with_symbols(speaker)
        if len(speaker) > _LONGEST_SPEAKER:
            return (
                f"the speaker “{_shortened(symbols)}” there, whose name is longer than "
                f"{_LONGEST_SPEAKER} characters; shorten it."
            )
        if symbols != speaker or not set("\t\n").isdisjoint(speaker):
            return f"the speaker “{_shortened(symbols)}” there, whose name has control characters; take them out."
        return ""

    def _names_several(self, speaker: str) -> bool:
        """Return whether these are names of several actors, and no actor's own."""
        names = speaker.split(", ")
        return len(names) > 1 and not self._actor_called(speaker) and all(map(self._actor_called, names))

    def _actor_called(self, name: str) -> Actor | None:
        wanted = name_key(name)
        actors = self._stored.annotation.actors
        by_name = (actor for actor in actors if name_key(actor.name) == wanted)
        by_alias = (actor for actor in actors if wanted in map(name_key, actor.aliases))
        return next(by_name, None) or next(by_alias, None)

    def _may_correct(self, index: int, fields: tuple[str, ...], says: str) -> bool:
        """Return whether these fields of a quote may be corrected; tell of a conflict with what was done here."""
        annotated, corrected = self._stored.uncorrected.attributions, self._stored.annotation.attributions
        is_corrected = any(getattr(annotated[index], each) != getattr(corrected[index], each) for each in fields)
        if is_corrected and not self._overrule:
            self._outcome.conflicts.append(f"{says}; it was corrected here, and stays.")
            return False
        return True

    def _correct_passages(self, attribution: Attribution, changed: dict[QuotePart, list[Span]]) -> None:
        text = self._stored.text
        passages = {part: [anchor_at(text, span) for span in spans] for part, spans in changed.items()}
        anchor = anchor_at(text, attribution.content[0])
        self._outcome.corrections.append(
            Correction(kind="passages", article=self._stored.id, anchor=anchor, passages=passages)
        )

    def _correct_speaker(self, content: Span, to: str, to_type: ActorType | Literal[""]) -> None:
        anchor = anchor_at(self._stored.text, content)
        self._outcome.corrections.append(
            Correction(kind="speaker", article=self._stored.id, to=to, to_type=to_type, anchor=anchor)
        )

    def _shown(self, attribution: Attribution) -> str:
        words = words_of(self._stored.text, attribution.content or attribution.cue or attribution.source)
        return _shortened(words.strip('“”"'))

    def _spans(self, anchors: list[Anchor] | None) -> list[Span] | None:
        """Return where passages of the file stand in the text here; None if they are not told, or one does not."""
        if anchors is None:
            return None
        spans = [self._span(anchor) for anchor in anchors]
        if None in spans:
            return None
        return normal_spans([span for span in spans if span is not None], self._stored.text)

    def _span(self, anchor: Anchor) -> Span | None:
        if anchor not in self._span_of:
            self._span_of[anchor] = passage_span(
                with_context(anchor, self._imported.text or ""), self._stored.text
            )
        return self._span_of[anchor]

    # Entities

    def compare_entities(self, annotated: Sequence[AnnotatedEntity]) -> None:
        """Compare the labels of entities; those that the file does not have are none.

        One whose place is not found may be any of those here: then the file takes none out.
        """
        labels_at: dict[Span, list[str]] = defaultdict(list)
        lost = 0
        for each in annotated:
            span = self._span(each.passage)
            lost += span is None
            for normal in normal_spans([span] if span else [], self._stored.text):
                labels_at[normal].append(each.label)
        if lost:
            self._outcome.problems.append(
                f"{self._imported.name}: {lost} of {len(annotated)} entities are not found in the text of article "
                f"{self._stored.id}; none was taken out of it."
            )
        known_spans = set()
        labelled = merge_spans(list(labels_at))
        for entity in self._stored.annotation.entities:
            for normal in normal_spans([entity.span], self._stored.text):
                known_spans.add(normal)
                if normal in labels_at:
                    self._compare_labels(entity, labels_at[normal])
                elif not lost and not _meets(labelled, normal) and self._may_relabel(entity, ""):
                    self._correct_label(entity, "")
        if new := len(labels_at.keys() - known_spans):
            self._outcome.problems.append(
                f"{self._imported.name}: {new} of {len(labels_at)} entities are not among those of article "
                f"{self._stored.id}; entities cannot be added to an article, only set right."
            )

    def _compare_labels(self, entity: Entity, labels: Sequence[str]) -> None:
        if entity.label in labels:
            return
        label = labels[0]
        if label not in ONTONOTES_LABELS:
            self._outcome.problems.append(
                f"{self._imported.name}: “{_shortened(with_symbols(label))}” is not a label of entities here; "
                f"use one of {', '.join(sorted(ONTONOTES_LABELS))}."
            )
        elif self._may_relabel(entity, label):
            self._correct_label(entity, label)

    def _correct_label(self, entity: Entity, label: str) -> None:
        anchor = anchor_at(self._stored.text, entity.span)
        self._outcome.corrections.append(
            Correction(kind="label", article=self._stored.id, to=label, anchor=anchor)
        )

    def _may_relabel(self, entity: Entity, label: str) -> bool:
        if self._annotated_labels.get(entity.span) == entity.label or self._overrule:
            return True
        words = " ".join(self._stored.text[slice(*entity.span)].split())
        imported_label = f"is {label} there" if label else "is no entity there"
        self._outcome.conflicts.append(
            f"“{words}” of article {self._stored.id} {imported_label}, and {entity.label} here; "
            "it was corrected here, and stays."
        )
        return False


class _SpanBlocks:
    """Which of many lists of spans are near a stretch of a text: the text is divided into blocks."""

    def __init__(self, span_lists: Sequence[Sequence[Span]]) -> None:
        self._in_block: dict[int, set[int]] = defaultdict(set)
        for number, spans in enumerate(span_lists):
            for block in _blocks(spans):
                self._in_block[block].add(number)

    def touched(self, spans: Iterable[Span]) -> set[int]:
        """Return the numbers of the lists that have a span in the same block as one of these."""
        return set().union(*(self._in_block.get(block, ()) for block in _blocks(spans)))


def _blocks(spans: Iterable[Span]) -> set[int]:
    return {block for start, end in spans for block in range(start // _BLOCK, (end - 1) // _BLOCK + 1)}


def _share(parts: Sequence[list[Span] | None], others: Sequence[list[Span] | None]) -> float:
    """Return the share of the characters of two quotes that both have, 0 to 1, in the parts that both give."""
    shared = total = 0
    for spans, other_spans in zip(parts, others, strict=True):
        if spans is not None and other_spans is not None:
            shared += 2 * sum(max(0, min(end, e) - max(start, s)) for start, end in spans for s, e in other_spans)
            total += sum(end - start for start, end in (*spans, *other_spans))
    return shared / total if total else 0


def _meets(disjoint: Sequence[Span], span: Span) -> bool:
    """Return whether a span shares a character with one of others, which are in order and share none."""
    at = bisect_left(disjoint, (span[1],)) - 1
    return at >= 0 and disjoint[at][1] > span[0]


def passage_span(anchor: Anchor, text: str) -> Span | None:
    """Return where a passage of another program stands in a text: at its place, or else where its words are.

    None if they are nowhere, or in several places that nothing tells apart.
    """
    is_within = 0 <= anchor.start < anchor.end <= len(text)
    if is_within and (not anchor.exact or _plain(text[anchor.start : anchor.end]) == _plain(anchor.exact)):
        return anchor.start, anchor.end
    return find_only_anchor(anchor, text)


def with_context(anchor: Anchor, text: str) -> Anchor:
    """Return a passage with what stands around it in the text that the program has, if that is its place there."""
    start, end = anchor.start, anchor.end
    if 0 <= start < end <= len(text) and anchor.exact == text[start:end]:
        return anchor_at(text, (start, end))
    return anchor


def normal_spans(spans: Sequence[Span], text: str) -> list[Span]:
    """Return spans in order, without white space at their ends, those with nothing else between them as one.

    Programs whose passages end with a line have one in several pieces.
    """
    trimmed = []
    for start, end in merge_spans(spans):
        words = text[start:end]
        if words.strip():
            trimmed.append((start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())))
    joined: list[Span] = []
    for start, end in trimmed:
        if joined and not text[joined[-1][1] : start].strip():
            joined[-1] = joined[-1][0], end
        else:
            joined.append((start, end))
    return joined


def _shortened(words: str) -> str:
    return words if len(words) <= _SHOWN else f"{words[: _SHOWN - 1]}…"


def _plain(words: str) -> str:
    """Return words as exports write them: on one line, with symbols for control characters."""
    return " ".join(with_symbols(words).split())


def _overlap(spans: Sequence[Span], others: Sequence[Span]) -> bool:
    return any(
        start < other_end and other_start < end for start, end in spans for other_start, other_end in others
    )
