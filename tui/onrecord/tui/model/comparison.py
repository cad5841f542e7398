"""Two sides of what may be one, each with its words: what speaks for and against a review, places of a quote."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from onrecord.archive import Archive, NoSuchArticle
from onrecord.base.name_keys import key
from onrecord.base.records import Actor, Article, Differing, Quote, QuoteOccurrence, Review, Span, quotes_of
from onrecord.terminal.segments import counted
from onrecord.tui.model.open_article import OpenArticle

_AROUND = 220  # characters on either side of a name, if no sentence ends before


@dataclass
class ComparisonSide:
    """One of two that may be one. ``marks`` are spans of ``words``: the name, or what differs. ``differing`` are
    those of ``name`` and ``facts`` that the other side tells differently.
    """

    name: str
    facts: list[str] = field(default_factory=list)
    differing: list[str] = field(default_factory=list)
    words: str = ""
    marks: list[Span] = field(default_factory=list)
    where: str = ""
    article: int = 0
    span: Span | None = None


def review_sides(archive: Archive, review: Review) -> tuple[ComparisonSide, ComparisonSide]:
    """Both sides of a review. Raises ArchiveError."""
    if review.kind == "wording":
        return (
            _words(archive, review, review.one, review.article, review.spans),
            _words(archive, review, review.other, review.other_article, review.other_spans),
        )
    one = _somebody(archive, review.one, review.article, review.spans)
    return one, _somebody(archive, review.other, review.other_article or review.article, review.other_spans)


def _load(archive: Archive, article: int) -> OpenArticle | None:
    try:
        return OpenArticle.load(archive, article) if article else None
    except NoSuchArticle:
        return None


def _where(of: Article | Quote) -> str:
    source = of.outlet if isinstance(of, Quote) else of.source
    return " · ".join(part for part in (source, of.published, of.title) if part)


def _somebody(archive: Archive, name: str, article: int, spans: list[Span]) -> ComparisonSide:
    side = ComparisonSide(name, article=article)
    known = [one for one in archive.actors.called(name, 5) if key(name) in map(key, (one.name, *one.names))]
    if known:
        one = known[0]
        articles = counted(one.articles, "article")
        side.facts.append(f"{one.type} · said {one.said:,} · named {one.named:,} · {articles}")
        also = [other for other in one.names if other != name]
        side.facts += [f"also {', '.join(also[:6])}"] if also else []
    reading = _load(archive, article)
    if reading is None:
        return side
    side.where = _where(reading.article)
    actor = _called(reading, name)
    if actor and actor.roles:
        side.facts.append(", ".join(actor.roles[:4]))
    places = spans or [s for s in (actor.mentions if actor else []) if key(reading.text[slice(*s)]) == key(name)]
    places = places or (actor.mentions if actor else [])
    if places:
        side.span = places[0]
        side.words, side.marks = sentence_around(reading.text, places[0])
    return side


def _called(reading: OpenArticle, name: str) -> Actor | None:
    actors = reading.annotation.actors if reading.annotation else []
    wanted = key(name)
    return next((one for one in actors if wanted in map(key, (one.name, *one.aliases, *one.suspected))), None)


def _words(archive: Archive, review: Review, words: str, article: int, marks: list[Span]) -> ComparisonSide:
    reading = _load(archive, article)
    rows = quotes_of(reading.article, reading.text, reading.annotation) if reading and reading.annotation else []
    for quote in rows:
        if quote.quote == words:
            return _side(quote, marks, review.differs)
    return ComparisonSide(
        "", words=words, marks=marks, article=article, where=_where(reading.article) if reading else ""
    )


def occurrence_sides(quote: Quote, place: QuoteOccurrence) -> tuple[ComparisonSide, ComparisonSide]:
    """Both sides of a quote and of a place that has its words."""
    return _side(quote, place.missing, place.differs), _side(place.quote, place.changed, place.differs)


def _side(quote: Quote, marks: list[Span], differs: list[Differing]) -> ComparisonSide:
    name, cue = quote.who or "unknown speaker", f"cue: {quote.cue or 'none'}"
    return ComparisonSide(
        name,
        facts=[cue],
        differing=[each for each, kind in ((name, "speaker"), (cue, "cue")) if kind in differs],
        words=quote.quote,
        marks=marks,
        where=_where(quote),
        article=quote.article,
        span=quote.content[0] if quote.content else None,
    )


def sentence_around(text: str, span: Span) -> tuple[str, list[Span]]:
    """The sentence in which a place stands, on one line, and where in it the place is."""
    before, after = text[max(0, span[0] - _AROUND) : span[0]], text[span[1] : span[1] + _AROUND]
    before = re.split(r"(?<=[.!?][”\"’)])\s+(?=[A-Z“\"])|(?<=[.!?])\s+(?=[A-Z“\"])|\n\s*\n", before)[-1]
    end = re.search(r"[.!?][”\"’)]*(?=\s|$)|\n\s*\n", after)
    after = after[: end.end()] if end else after
    before = re.sub(r"\s+", " ", before).lstrip()
    name = re.sub(r"\s+", " ", text[slice(*span)])
    after = re.sub(r"\s+", " ", after).rstrip()
    return f"{before}{name}{after}", [(len(before), len(before) + len(name))]
