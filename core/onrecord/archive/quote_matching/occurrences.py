"""The places of a quote: the articles that have its words, and what each tells differently.

Candidates are found by runs of four words in the full-text index of quotes. For a page of quotes, where only the
number of articles is told, their sketches find them.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from onrecord.archive.indexing.fulltext import SHIFT
from onrecord.archive.indexing.quote_sketches import marks_of
from onrecord.archive.quote_matching import similarity
from onrecord.archive.quote_matching.variants import differing
from onrecord.archive.search.quotes import QuoteId, page
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Quote, QuoteOccurrence

_PHRASES = 8
_CANDIDATES = 400
_LOOKED_AT = 40
"""Quotes with the same sketch that are read to see in how many articles one is, the newest ones."""


def places(connection: Connection, quote: Quote) -> list[QuoteOccurrence]:
    """See ``Archive.places``."""
    own = _row(quote.article, quote.index)
    rows = [row for row in _candidates(connection, quote.quote) if row != own]
    speakers = _speakers(connection, [own, *rows])
    found = [QuoteOccurrence(quote=quote, alike=1.0)]
    for other in page(connection, [_id(row) for row in rows]):
        likeness = similarity.compare(quote.quote, other.quote)
        if likeness:
            speaker = speakers.get(_row(other.article, other.index), 0)
            joined = speaker != 0 and speaker == speakers.get(own)
            found.append(
                QuoteOccurrence(
                    quote=other,
                    alike=likeness.alike,
                    changed=likeness.there,
                    missing=likeness.here,
                    differs=differing(quote, other, likeness, joined=joined),
                )
            )
    return sorted(found, key=lambda place: (place.quote.published, place.quote.article, place.quote.index))


def articles(connection: Connection, quotes: Sequence[Quote]) -> list[int]:
    """See ``Archive.articles_with``."""
    alike = [_sketched_alike(connection, quote) for quote in quotes]
    wanted = dict.fromkeys(row for rows in alike for row in rows)
    words = {_row(other.article, other.index): other.quote for other in page(connection, [_id(r) for r in wanted])}
    return [
        len(
            {quote.article}
            | {
                row >> SHIFT
                for row in rows
                if row in words and (words[row] == quote.quote or similarity.compare(quote.quote, words[row]))
            }
        )
        for quote, rows in zip(quotes, alike, strict=True)
    ]


def _sketched_alike(connection: Connection, quote: Quote) -> list[int]:
    """The rows of quotes of other articles that share a hash with this one."""
    if quote.kind == "indirect" or not (marks := marks_of(quote.quote)):
        return []
    sql = (
        "SELECT DISTINCT quote FROM sketched WHERE mark IN (SELECT value FROM json_each(?)) "
        f"AND quote >> {SHIFT} <> ? ORDER BY quote DESC LIMIT ?"
    )
    return [row for (row,) in connection.execute(sql, (json.dumps(marks), quote.article, _LOOKED_AT))]


def _speakers(connection: Connection, rows: Iterable[int]) -> dict[int, int]:
    """The actor of the archive who speaks first, by the row of a quote that has a sketch."""
    sql = (
        "SELECT quote, known FROM worded JOIN forms ON forms.id = speaker "
        "WHERE quote IN (SELECT value FROM json_each(?))"
    )
    return dict(connection.execute(sql, (json.dumps(list(rows)),)))


def _candidates(connection: Connection, words: str) -> list[int]:
    tokens = similarity.words_in(words)
    if len(tokens) < similarity.FEWEST:
        return []
    runs = [tokens[at : at + similarity.FEWEST] for at in range(len(tokens) - similarity.FEWEST + 1)]
    step = max(1, len(runs) // _PHRASES)
    phrases = " OR ".join('"' + " ".join(run) + '"' for run in runs[::step])
    rows = connection.execute(
        "SELECT rowid FROM said WHERE said MATCH ? ORDER BY rowid DESC LIMIT ?",
        (f"quote : ({phrases})", _CANDIDATES),
    )
    return [row for (row,) in rows]


def _row(article: int, index: int) -> int:
    return article << SHIFT | index


def _id(row: int) -> QuoteId:
    return row >> SHIFT, row & ((1 << SHIFT) - 1)
