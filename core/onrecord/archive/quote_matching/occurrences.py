"""Occurrences of a quote: the articles that have its words, and what each reports differently.

Candidates share runs of four words with it, by the full-text index of quotes. For a page of quotes, where only the
number of articles is shown, candidates share hashes of their sketches.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

from onrecord.archive.indexing.index_rows import ARTICLE_SHIFT, NUMBER_OF_ROW
from onrecord.archive.indexing.quote_sketches import sketch_hashes
from onrecord.archive.quote_matching import similarity
from onrecord.archive.quote_matching.variants import find_differences
from onrecord.archive.search.quotes import load_quotes, number_of_quote, quote_of_number
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.archive_records import QuoteOccurrence
from onrecord.base.records import Quote

_MAX_PHRASES = 8
_MAX_CANDIDATES = 400
_MAX_COMPARED = 40
"""How many quotes that share a hash are compared to count the articles of one, the newest ones."""


def find_occurrences(connection: Connection, quote: Quote) -> list[QuoteOccurrence]:
    """Return the occurrences of a quote, itself among them, the oldest first."""
    own_row = number_of_quote((quote.article, quote.index))
    rows = [row for row in _candidate_rows(connection, quote.quote) if row != own_row]
    speakers = _speaker_by_row(connection, [own_row, *rows])
    occurrences = [QuoteOccurrence(quote=quote, alike=1.0)]
    for candidate in load_quotes(connection, [quote_of_number(row) for row in rows]):
        similar = similarity.compare_quotes(quote.quote, candidate.quote)
        if similar:
            speaker = speakers.get(number_of_quote((candidate.article, candidate.index)), 0)
            same_speaker = speaker != 0 and speaker == speakers.get(own_row)
            occurrences.append(
                QuoteOccurrence(
                    quote=candidate,
                    alike=similar.ratio,
                    changed=similar.second_only,
                    missing=similar.first_only,
                    differs=find_differences(quote, candidate, similar, same_speaker=same_speaker),
                )
            )
    return sorted(
        occurrences,
        key=lambda occurrence: (occurrence.quote.published, occurrence.quote.article, occurrence.quote.index),
    )


def count_articles(connection: Connection, quotes: Sequence[Quote]) -> list[int]:
    """Return for each quote the number of articles that have its words, its own included.

    Indirect quotes, and those of a few words, have no sketch and count as one.
    """
    rows_by_quote = [_rows_with_shared_marks(connection, quote) for quote in quotes]
    candidate_rows = dict.fromkeys(row for rows in rows_by_quote for row in rows)
    words_by_row = {
        number_of_quote((candidate.article, candidate.index)): candidate.quote
        for candidate in load_quotes(connection, [quote_of_number(row) for row in candidate_rows])
    }
    return [
        len(
            {quote.article}
            | {
                row >> ARTICLE_SHIFT
                for row in rows
                if row in words_by_row
                and (words_by_row[row] == quote.quote or similarity.compare_quotes(quote.quote, words_by_row[row]))
            }
        )
        for quote, rows in zip(quotes, rows_by_quote, strict=True)
    ]


def _rows_with_shared_marks(connection: Connection, quote: Quote) -> list[int]:
    """Return the rows of quotes of other articles that share a hash with this one."""
    if quote.kind == "indirect" or not (marks := sketch_hashes(quote.quote)):
        return []
    sql = (
        "SELECT DISTINCT quote FROM sketched WHERE mark IN (SELECT value FROM json_each(?)) "
        f"AND quote >> {ARTICLE_SHIFT} <> ? ORDER BY quote DESC LIMIT ?"
    )
    return [row for (row,) in connection.execute(sql, (json.dumps(marks), quote.article, _MAX_COMPARED))]


def _speaker_by_row(connection: Connection, rows: Iterable[int]) -> dict[int, int]:
    """Return the id of the first speaker by the row of a quote, for quotes that have a sketch."""
    sql = (
        "SELECT quote, known FROM worded JOIN forms ON forms.id = speaker "
        "WHERE quote IN (SELECT value FROM json_each(?))"
    )
    return dict(connection.execute(sql, (json.dumps(list(rows)),)))


def _candidate_rows(connection: Connection, words: str) -> list[int]:
    tokens = similarity.comparable_words(words)
    if len(tokens) < similarity.MIN_SHARED_WORDS:
        return []
    runs = [
        tokens[start : start + similarity.MIN_SHARED_WORDS]
        for start in range(len(tokens) - similarity.MIN_SHARED_WORDS + 1)
    ]
    step = max(1, len(runs) // _MAX_PHRASES)
    phrases = " OR ".join('"' + " ".join(run) + '"' for run in runs[::step])
    rows = connection.execute(
        f"SELECT {NUMBER_OF_ROW} FROM said WHERE said MATCH ? ORDER BY rowid DESC LIMIT ?",
        (f"quote : ({phrases})", _MAX_CANDIDATES),
    )
    return [row for (row,) in rows]
