"""The same words in several articles: quotes that are one, though a source changed some of them.

Two quotes share their words if most of the words of the shorter one stand in the longer one, in the same order and
some in a row.
Candidates are found by runs of four words in the full-text index of quotes.
"""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from core.archive.index import SHIFT
from core.archive.search.quoting import QuoteId, page
from core.archive.store.storage import Connection
from core.records import Place, Quote, Span

SHARED = 0.6
"""The share of the words of the shorter quote from which on two are one, if it is FEWEST words at least."""
FEWEST = 4
PHRASE = 3
"""Words in a row that count: single words are shared by any two quotes."""

_PHRASES = 8
_CANDIDATES = 400
_WORD = re.compile(r"\w+")

Words = list[tuple[str, int, int]]


class Likeness(NamedTuple):
    """How much of the words two quotes share, and which words of either the other has not."""

    alike: float
    here: list[Span]
    there: list[Span]


def compare(one: str, other: str) -> Likeness | None:
    """How two quotes share their words; None if they do not."""
    here, there = _words(one), _words(other)
    shorter = min(len(here), len(there))
    if shorter < FEWEST:
        return None
    matcher = SequenceMatcher(None, [word for word, _, _ in here], [word for word, _, _ in there], autojunk=False)
    # An upper bound of what they share, at little cost.
    if matcher.quick_ratio() * (len(here) + len(there)) / 2 < SHARED * shorter:
        return None
    blocks = matcher.get_matching_blocks()
    shared = sum(block.size for block in blocks)
    together = sum(block.size for block in blocks if block.size >= PHRASE)
    if together < max(FEWEST, SHARED * shorter):
        return None
    return Likeness(
        alike=2 * shared / (len(here) + len(there)),
        here=_between(here, [(block.a, block.a + block.size) for block in blocks]),
        there=_between(there, [(block.b, block.b + block.size) for block in blocks]),
    )


def _words(text: str) -> Words:
    return [(match[0].casefold(), match.start(), match.end()) for match in _WORD.finditer(text)]


def _between(words: Words, shared: list[Span]) -> list[Span]:
    """The characters of the words between runs that are shared."""
    gaps = [(before[1], after[0]) for before, after in pairwise([(0, 0), *shared])]
    return [(words[start][1], words[end - 1][2]) for start, end in gaps if end > start]


def places(connection: Connection, quote: Quote) -> list[Place]:
    """See ``Archive.places``."""
    own = (quote.article, quote.index)
    candidates = [each for each in _candidates(connection, quote.quote) if each != own]
    found = [Place(quote=quote, alike=1.0)]
    for other in page(connection, candidates):
        likeness = compare(quote.quote, other.quote)
        if likeness:
            found.append(Place(quote=other, alike=likeness.alike, changed=likeness.there, missing=likeness.here))
    return sorted(found, key=lambda place: (place.quote.published, place.quote.article, place.quote.index))


def _candidates(connection: Connection, words: str) -> list[QuoteId]:
    tokens = [word for word, _, _ in _words(words)]
    if len(tokens) < FEWEST:
        return []
    runs = [tokens[at : at + FEWEST] for at in range(len(tokens) - FEWEST + 1)]
    step = max(1, len(runs) // _PHRASES)
    phrases = " OR ".join('"' + " ".join(run) + '"' for run in runs[::step])
    rows = connection.execute(
        "SELECT rowid FROM said WHERE said MATCH ? ORDER BY rowid DESC LIMIT ?",
        (f"quote : ({phrases})", _CANDIDATES),
    )
    return [_quote_id(row) for (row,) in rows]


def _quote_id(row: int) -> QuoteId:
    return row >> SHIFT, row & ((1 << SHIFT) - 1)
