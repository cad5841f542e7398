"""Two sides of a comparison, each with its words: what may be one in a review, or a quote in two articles."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from onrecord.archive import Archive, NoSuchArticle
from onrecord.base.archive_records import ArchiveActor, QuoteDifference, QuoteOccurrence, Review
from onrecord.base.name_keys import name_key
from onrecord.base.records import Actor, Article, Quote, Span, quotes_of
from onrecord.terminal.segments import counted, short_date
from onrecord.tui.model.open_article import OpenArticle

_AnyActor = TypeVar("_AnyActor", Actor, ArchiveActor)

_CONTEXT = 220  # characters on either side of a name, where no sentence ends before
_NAMESAKES = 5  # actors of a name that are looked at
_OTHER_NAMES = 6
_ROLES = 4
_SENTENCE_START = re.compile(r"(?<=[.!?][”\"’)])\s+(?=[A-Z“\"])|(?<=[.!?])\s+(?=[A-Z“\"])|\n\s*\n")
_SENTENCE_END = re.compile(r"[.!?][”\"’)]*(?=\s|$)|\n\s*\n")


@dataclass
class ComparisonSide:
    """One side of a comparison."""

    name: str
    facts: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    """Those of the name and the facts that are different on the other side."""
    words: str = ""
    marks: list[Span] = field(default_factory=list)
    """What is marked in the words, in characters of them: the name, or what differs."""
    where: str = ""
    """Source, date and title of the article."""
    article: int = 0
    """The id of the article, 0 for none."""
    span: Span | None = None
    """The place of the words in the article, in characters of its text."""


def review_sides(archive: Archive, review: Review) -> tuple[ComparisonSide, ComparisonSide]:
    """Return both sides of a review.

    Raises:
        ArchiveError: The archive cannot be read.
    """
    if review.kind == "wording":
        return (
            _words_side(archive, review, review.subject, review.article, review.spans),
            _words_side(archive, review, review.other, review.other_article, review.other_spans),
        )
    other_article = review.other_article or review.article
    return (
        _actor_side(archive, review.subject, review.accept.type, review.article, review.spans),
        _actor_side(archive, review.other, review.accept.to_type, other_article, review.other_spans),
    )


def occurrence_sides(quote: Quote, occurrence: QuoteOccurrence) -> tuple[ComparisonSide, ComparisonSide]:
    """Return both sides of a quote and of another place that has its words."""
    return (
        _quote_side(quote, occurrence.missing, occurrence.differs),
        _quote_side(occurrence.quote, occurrence.changed, occurrence.differs),
    )


def _load(archive: Archive, article: int) -> OpenArticle | None:
    try:
        return OpenArticle.load(archive, article) if article else None
    except NoSuchArticle:
        return None


def _reference(record: Article | Quote) -> str:
    source = record.outlet if isinstance(record, Quote) else record.source
    return " · ".join(part for part in (source, short_date(record.published, date.min), record.title) if part)


def _actor_side(archive: Archive, name: str, actor_type: str, article: int, spans: list[Span]) -> ComparisonSide:
    """Return the side of an actor: what the archive has of them, and a sentence that names them."""
    side = ComparisonSide(name, _archive_facts(archive, name, actor_type), article=article)
    loaded = _load(archive, article)
    if loaded is None:
        return side
    side.where = _reference(loaded.article)
    actor = _actor_called(loaded, name, actor_type)
    mentions = actor.mentions if actor else []
    if actor and actor.roles:
        side.facts.append(", ".join(actor.roles[:_ROLES]))
    by_this_name = [mention for mention in mentions if name_key(loaded.text[slice(*mention)]) == name_key(name)]
    places = spans or by_this_name or mentions
    if places:
        side.span = places[0]
        side.words, side.marks = sentence_around(loaded.text, places[0])
    return side


def _archive_facts(archive: Archive, name: str, actor_type: str) -> list[str]:
    """Return what the archive has of the actor of a name and, where it can be, a type: counts, other names."""
    namesakes = [
        actor
        for actor in archive.actors.called(name, _NAMESAKES)
        if name_key(name) in map(name_key, (actor.name, *actor.names))
    ]
    actor = _of_type(namesakes, actor_type)
    if actor is None:
        return []
    articles = counted(actor.articles, "article")
    facts = [f"{actor.type} · said {actor.said:,} · named {actor.named:,} · {articles}"]
    other_names = [other_name for other_name in actor.names if other_name != name]
    return [*facts, f"also {', '.join(other_names[:_OTHER_NAMES])}"] if other_names else facts


def _actor_called(article: OpenArticle, name: str, actor_type: str) -> Actor | None:
    actors = article.annotation.actors if article.annotation else []
    namesakes = [
        actor
        for actor in actors
        if name_key(name) in map(name_key, (actor.name, *actor.aliases, *actor.suspected))
    ]
    return _of_type(namesakes, actor_type)


def _of_type(namesakes: Sequence[_AnyActor], actor_type: str) -> _AnyActor | None:
    """Return the first of the actors of a name that has the type; without one, the first."""
    return next((actor for actor in namesakes if actor.type == actor_type), next(iter(namesakes), None))


def _words_side(archive: Archive, review: Review, words: str, article: int, marks: list[Span]) -> ComparisonSide:
    """Return the side of a quote that is given by its words."""
    loaded = _load(archive, article)
    if loaded is None:
        return ComparisonSide("", words=words, marks=marks, article=article)
    quotes = quotes_of(loaded.article, loaded.text, loaded.annotation) if loaded.annotation else []
    for quote in quotes:
        if quote.quote == words:
            return _quote_side(quote, marks, review.differs)
    return ComparisonSide("", words=words, marks=marks, article=article, where=_reference(loaded.article))


def _quote_side(quote: Quote, marks: list[Span], differing_kinds: list[QuoteDifference]) -> ComparisonSide:
    name, cue = quote.who or "no speaker named", f"cue: {quote.cue or 'none'}"
    return ComparisonSide(
        name,
        facts=[cue],
        differing=[fact for fact, kind in ((name, "speaker"), (cue, "cue")) if kind in differing_kinds],
        words=quote.quote,
        marks=marks,
        where=_reference(quote),
        article=quote.article,
        span=quote.content[0] if quote.content else None,
    )


def sentence_around(text: str, span: Span) -> tuple[str, list[Span]]:
    """Return the sentence around a passage, on one line, and where the passage is in it.

    Args:
        text: The text of an article.
        span: The passage, in characters of the text, end exclusive.
    """
    # Up to the first character of the passage: it tells whether a sentence begins there.
    starts = _SENTENCE_START.finditer(text, max(0, span[0] - _CONTEXT), span[0] + 1)
    start = max((match.end() for match in starts), default=max(0, span[0] - _CONTEXT))
    before, after = text[start : span[0]], text[span[1] : span[1] + _CONTEXT]
    end = _SENTENCE_END.search(after)
    after = after[: end.end()] if end else after
    before = re.sub(r"\s+", " ", before).lstrip()
    passage = re.sub(r"\s+", " ", text[slice(*span)])
    after = re.sub(r"\s+", " ", after).rstrip()
    return f"{before}{passage}{after}", [(len(before), len(before) + len(passage))]
