"""Quotes that several articles have, and that their sources tell differently: words, speaker or cue.

Which they are is told by hashes that stand in the archive (``sketching``), for all of it at once. Only those that
a reader gets to see are then read, and compared word by word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import combinations, groupby
from operator import itemgetter
from typing import NamedTuple

from onrecord.archive.indexing.corrected_annotations import all_everywhere
from onrecord.archive.indexing.fulltext import SHIFT
from onrecord.archive.indexing.quote_sketches import mark_of, wording_key
from onrecord.archive.quote_matching import similarity
from onrecord.archive.search.quotes import QuoteId, page
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.name_keys import key
from onrecord.base.records import Correction, Differing, Quote, Review

_VARIANTS = 12
"""Ways to tell a quote that are compared with each other, the newest ones: some phrases are everybody's."""

_PAGE = 30
"""Pairs that are read at once."""

_NO_NAMES = frozenset("a an the this that these those i we you he she it they his her its their who".split())

# CROSS keeps the order of the tables: the few shared hashes first.
_SQL = """
SELECT mark, quote, words, cue, coalesce(known, 0)
FROM shared CROSS JOIN sketched USING (mark) CROSS JOIN worded USING (quote) LEFT JOIN forms ON forms.id = speaker
ORDER BY mark, quote
"""

Told = tuple[int, int, int]
"""How a quote is told: hashes of its words and its cue, and the actor of the archive who speaks, or 0."""


class Pair(NamedTuple):
    """The rows of two quotes that may be one, and what puts the pair before another: that they very likely are
    one, that the speaker differs, that the words do; how many hashes they share, and how new they are.
    """

    rank: tuple[bool, bool, bool, int, int]
    one: int
    other: int
    joined: bool  # the archive knows that one actor says both


def reviews(reading: Callable[[], AbstractContextManager[Connection]]) -> Iterator[Review]:
    """See ``Archive.reviews``: some at a time are read, so that the first are there soon."""
    with reading() as connection:
        likely = pairs(connection)
    for start in range(0, len(likely), _PAGE):
        with reading() as connection:
            found = list(_compared(connection, likely[start : start + _PAGE]))
        yield from sorted(found, key=_first)


def _first(review: Review) -> tuple[bool, bool, float]:
    return "speaker" not in review.differs, "wording" not in review.differs, -review.score


def pairs(connection: Connection) -> list[Pair]:
    """What may be one quote told differently, the most telling first; each two wordings once, and none that the
    reader has decided about.
    """
    decided = {
        frozenset((mark_of(one.name), mark_of(one.to)))
        for one in all_everywhere(connection)
        if one.kind == "wording"
    }
    shared: Counter[tuple[int, int]] = Counter()
    told: dict[int, Told] = {}
    for _, rows in groupby(connection.execute(_SQL), key=itemgetter(0)):
        newest: dict[Told, int] = {(words, cue, known): quote for _, quote, words, cue, known in rows}
        if len(newest) > 1:
            chosen = sorted(((quote, how) for how, quote in newest.items()), reverse=True)[:_VARIANTS]
            told.update(chosen)
            shared.update(combinations((quote for quote, _ in chosen), 2))
    best: dict[frozenset[int], Pair] = {}
    for (one, other), count in shared.items():
        words = frozenset((told[one][0], told[other][0]))
        if one >> SHIFT != other >> SHIFT and words not in decided:
            pair = _pair(one, other, told[one], told[other], count)
            best[words] = max(best.get(words, pair), pair)
    return sorted(best.values(), reverse=True)


def _pair(one: int, other: int, told: Told, told_other: Told, shared: int) -> Pair:
    same_words, known = told[0] == told_other[0], (told[2], told_other[2])
    rank = (same_words or shared > 1, all(known) and known[0] != known[1], not same_words, shared, max(one, other))
    return Pair(rank, one, other, known[0] == known[1] != 0)


def _compared(connection: Connection, likely: list[Pair]) -> Iterator[Review]:
    ids = {_id(row) for pair in likely for row in (pair.one, pair.other)}
    quotes = {(quote.article, quote.index): quote for quote in page(connection, list(ids))}
    for pair in likely:
        one, other = quotes.get(_id(pair.one)), quotes.get(_id(pair.other))
        likeness = similarity.compare(one.quote, other.quote) if one and other else None
        if one and other and likeness and (differs := differing(one, other, likeness, joined=pair.joined)):
            yield _review(one, other, likeness, differs)


def _id(row: int) -> QuoteId:
    return row >> SHIFT, row & ((1 << SHIFT) - 1)


def differing(one: Quote, other: Quote, likeness: similarity.Likeness, *, joined: bool) -> list[Differing]:
    """What two articles tell differently of a quote; ``joined``: the archive knows that one actor says both."""
    found: list[Differing] = []
    if likeness.here or likeness.there:
        found.append("wording")
    if not (joined and len(one.actors) == len(other.actors)):
        names, others = _speakers(one), _speakers(other)
        if names and others and names != others:
            found.append("speaker")
    if one.cue.casefold() != other.cue.casefold():
        found.append("cue")
    return found


def _speakers(quote: Quote) -> set[str]:
    """Who speaks, as far as the article names him: “He” and “The official” contradict nobody."""
    named = any(word[:1].isupper() and word.casefold() not in _NO_NAMES for word in quote.speaker.split())
    return {key(name) for name in quote.actors or ([quote.speaker] if named else [])}


def _review(one: Quote, other: Quote, likeness: similarity.Likeness, differs: list[Differing]) -> Review:
    names = sorted((wording_key(one.quote), wording_key(other.quote)))
    return Review(
        kind="wording",
        question="Are these the same words?",
        one=one.quote,
        other=other.quote,
        why=f"{likeness.alike:.0%} of the words; what differs: {', '.join(differs)}",
        score=round(likeness.alike, 3),
        accept=Correction(kind="wording", name=names[0], to=names[1]),
        reject=Correction(kind="wording", name=names[0], to=names[1], accepted=False),
        article=one.article,
        other_article=other.article,
        spans=likeness.here,
        other_spans=likeness.there,
        differs=differs,
    )
