"""Records of what an archive tells across its articles: actors, dossiers, where quotes stand, and reviews."""

from __future__ import annotations

from typing import Literal

import msgspec

from onrecord.base.records import ActorType, Correction, Quote, Span

ReviewKind = Literal["same person", "suspected name", "wording"]
"""What is not sure, and offered to the reader."""

QuoteDifference = Literal["wording", "speaker", "cue"]
"""What two sources tell differently of a quote."""


class ArchiveActor(msgspec.Struct, frozen=True, kw_only=True):
    """An actor of the archive: those actors of articles that are one.

    ``id`` is unique in this archive until it is repaired. ``named`` counts the mentions of the actor,
    ``said`` the quotes (attributions of words), in ``articles`` articles. ``names`` are the names under which
    articles have them, the most frequent first; ``name`` is among them, or the one that the reader gave.
    """

    id: int
    name: str
    type: ActorType
    names: list[str] = []
    named: int = 0
    said: int = 0
    articles: int = 0


class DatedName(msgspec.Struct, frozen=True, kw_only=True):
    """A name or a title, and the ISO dates of the first and the last of so many articles that have it."""

    text: str
    first: str
    last: str
    articles: int


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """How often somebody was named and quoted in a source or in a month (``key``, a month as ``2021-04``)."""

    key: str
    named: int
    said: int
    articles: int


class Companion(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who is named beside an actor, and in how many of the actor's articles."""

    actor: ArchiveActor
    articles: int


class Dossier(msgspec.Struct, frozen=True, kw_only=True):
    """All that the archive has of an actor, as far as ``query`` finds it.

    ``articles`` are ids, newest first. ``said`` counts their own quotes, ``said_about`` the quotes of others about
    them; ``said_in`` and ``said_about_in`` are the articles in which they are, newest first, with their numbers.
    ``DossierLookup.quotes_by`` and ``quotes_about`` read them. ``names`` and ``titles`` are the most frequent
    first (for a query, those of the days on which what it finds appeared), ``sources`` those with most mentions
    first, ``months`` in their order, ``beside`` the most frequent first.

    Quotes are attributions of words that were said; with ``asides`` those of beliefs, attitudes, documents and
    words that were not said are counted and read as well. ``more`` is how many of these they have, and how many of
    others are about them, in either case.

    ``matching`` are the indices of the quotes that the query asks for, by article; None where it asks for articles
    alone. Of an article's quotes only these are counted and read.
    """

    actor: ArchiveActor
    query: str = ""
    asides: bool = False
    more: tuple[int, int] = (0, 0)
    articles: list[int] = []
    said: int = 0
    said_about: int = 0
    said_in: list[tuple[int, int]] = []
    said_about_in: list[tuple[int, int]] = []
    matching: dict[int, set[int]] | None = None
    names: list[DatedName] = []
    titles: list[DatedName] = []
    sources: list[Tally] = []
    months: list[Tally] = []
    beside: list[Companion] = []


class QuoteOccurrence(msgspec.Struct, frozen=True, kw_only=True):
    """Where the words of a quote stand too: ``quote`` in another article (or the quote itself).

    ``alike`` is how much of the words is shared, 1 for the same. ``changed`` are spans of ``quote.quote`` (not of
    the article's text) whose words the compared quote has not; ``missing`` spans of the compared quote's words
    that this one has not. ``differs`` says what the two tell differently.
    """

    quote: Quote
    alike: float
    changed: list[Span] = []
    missing: list[Span] = []
    differs: list[QuoteDifference] = []


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is not sure, with the correction that says yes and the one that says no.

    ``subject`` and ``other`` are what is compared (names, or words of quotes), ``why`` says in a few words what
    speaks for yes, ``score`` how much, from 0 to 1. ``article`` and ``other_article`` show them; ``spans`` and
    ``other_spans`` are where in their texts; for the kind "wording" where in the words, and ``differs`` says what
    the sources tell differently.
    """

    kind: ReviewKind
    question: str
    subject: str
    other: str
    why: str
    score: float
    accept: Correction
    reject: Correction
    article: int = 0
    other_article: int = 0
    spans: list[Span] = []
    other_spans: list[Span] = []
    differs: list[QuoteDifference] = []
