"""Variants of quotes: the same words in several articles, reported with differences in wording, speaker or cue.

Hashes in the archive (``quote_sketches``) give the pairs for all of it at once. Only the pairs that are shown are
then read and compared word by word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from itertools import combinations, groupby
from operator import itemgetter
from typing import NamedTuple

from onrecord.archive.indexing.corrected_annotations import all_general_corrections
from onrecord.archive.indexing.index_rows import ARTICLE_SHIFT
from onrecord.archive.indexing.quote_sketches import wording_key, words_hash
from onrecord.archive.quote_matching import similarity
from onrecord.archive.search.quotes import load_quotes, quote_of_number
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.archive_records import QuoteDifference, Review
from onrecord.base.name_keys import name_key
from onrecord.base.records import Correction, Quote

_MAX_VARIANTS = 12
"""How many variants of a quote are compared with each other, the newest ones."""

_PAIRS_PER_PAGE = 30
"""How many pairs are read at once."""

_NOT_NAMES = frozenset("a an the this that these those i we you he she it they his her its their who".split())

# CROSS JOIN keeps the order of the tables: the few shared hashes first.
_SHARED_MARKS_SQL = """
SELECT mark, quote, words, cue, coalesce(known, 0)
FROM shared CROSS JOIN sketched USING (mark) CROSS JOIN worded USING (quote) LEFT JOIN forms ON forms.id = speaker
ORDER BY mark, quote
"""

QuoteSignature = tuple[int, int, int]
"""The hash of a quote's words, the hash of its cue, and the id of the actor who speaks, or 0."""


class QuotePair(NamedTuple):
    """Two quotes that may be variants of one.

    Args:
        rank: What orders pairs: whether they very likely are one, whether the speakers differ, whether the words
            do, how many hashes they share, and the newer row.
        first: The row of the first quote.
        second: The row of the second quote.
        same_speaker: Whether the archive takes both speakers for one actor.
    """

    rank: tuple[bool, bool, bool, int, int]
    first: int
    second: int
    same_speaker: bool


def wording_reviews(reading: Callable[[], AbstractContextManager[Connection]]) -> Iterator[Review]:
    """Yield reviews of quotes that may be variants of one.

    They are read a page at a time, so that the first come soon.

    Args:
        reading: Opens a connection for reading (``SQLiteStorage.reading``).
    """
    with reading() as connection:
        likely_pairs = variant_pairs(connection)
    for start in range(0, len(likely_pairs), _PAIRS_PER_PAGE):
        with reading() as connection:
            batch = list(_compare_pairs(connection, likely_pairs[start : start + _PAIRS_PER_PAGE]))
        yield from sorted(batch, key=_order_on_page)


def _order_on_page(review: Review) -> tuple[bool, bool, float]:
    return "speaker" not in review.differs, "wording" not in review.differs, -review.score


def variant_pairs(connection: Connection) -> list[QuotePair]:
    """Return pairs of quotes that may be variants of one, the most telling first.

    Each two wordings come once, and not if the user has decided about them.
    """
    decided_wordings = {
        frozenset((words_hash(first.name), words_hash(first.to)))
        for first in all_general_corrections(connection)
        if first.kind == "wording"
    }
    shared_marks: Counter[tuple[int, int]] = Counter()
    signatures: dict[int, QuoteSignature] = {}
    for _, rows in groupby(connection.execute(_SHARED_MARKS_SQL), key=itemgetter(0)):
        newest_quotes: dict[QuoteSignature, int] = {
            (words, cue, actor_id): quote for _, quote, words, cue, actor_id in rows
        }
        if len(newest_quotes) > 1:
            newest_variants = sorted(
                ((quote, signature) for signature, quote in newest_quotes.items()), reverse=True
            )[:_MAX_VARIANTS]
            signatures.update(newest_variants)
            shared_marks.update(combinations((quote for quote, _ in newest_variants), 2))
    best_pairs: dict[frozenset[int], QuotePair] = {}
    for (first, second), count in shared_marks.items():
        words = frozenset((signatures[first][0], signatures[second][0]))
        if first >> ARTICLE_SHIFT != second >> ARTICLE_SHIFT and words not in decided_wordings:
            pair = _ranked_pair(first, second, signatures[first], signatures[second], count)
            best_pairs[words] = max(best_pairs.get(words, pair), pair)
    return sorted(best_pairs.values(), reverse=True)


def _ranked_pair(
    first: int, second: int, first_signature: QuoteSignature, second_signature: QuoteSignature, shared_count: int
) -> QuotePair:
    same_words, speakers = first_signature[0] == second_signature[0], (first_signature[2], second_signature[2])
    rank = (
        same_words or shared_count > 1,
        all(speakers) and speakers[0] != speakers[1],
        not same_words,
        shared_count,
        max(first, second),
    )
    return QuotePair(rank, first, second, speakers[0] == speakers[1] != 0)


def _compare_pairs(connection: Connection, likely_pairs: list[QuotePair]) -> Iterator[Review]:
    quote_ids = {quote_of_number(row) for pair in likely_pairs for row in (pair.first, pair.second)}
    quotes = {(quote.article, quote.index): quote for quote in load_quotes(connection, list(quote_ids))}
    for pair in likely_pairs:
        first, second = quotes.get(quote_of_number(pair.first)), quotes.get(quote_of_number(pair.second))
        similar = similarity.compare_quotes(first.quote, second.quote) if first and second else None
        if (
            first
            and second
            and similar
            and (differs := find_differences(first, second, similar, same_speaker=pair.same_speaker))
        ):
            yield _review(first, second, similar, differs)


def find_differences(
    first: Quote, second: Quote, similar: similarity.Similarity, *, same_speaker: bool
) -> list[QuoteDifference]:
    """Return what two articles report differently about the same quote.

    Args:
        first: The quote as one article has it.
        second: The quote as the other article has it.
        similar: How the words of the two compare.
        same_speaker: Whether the archive takes both for quotes of one actor.

    Returns:
        ``wording``, ``speaker``, ``cue``: those that differ, in this order.
    """
    differences: list[QuoteDifference] = []
    if similar.first_only or similar.second_only:
        differences.append("wording")
    if not (same_speaker and len(first.actors) == len(second.actors)):
        first_speakers, second_speakers = _speaker_names(first), _speaker_names(second)
        if first_speakers and second_speakers and first_speakers != second_speakers:
            differences.append("speaker")
    if first.cue.casefold() != second.cue.casefold():
        differences.append("cue")
    return differences


def _speaker_names(quote: Quote) -> set[str]:
    """Return the keys of the speakers' names; none for “He” or “The official”, which contradict nobody."""
    has_name = any(word[:1].isupper() and word.casefold() not in _NOT_NAMES for word in quote.speaker.split())
    return {name_key(name) for name in quote.actors or ([quote.speaker] if has_name else [])}


def _review(first: Quote, second: Quote, similar: similarity.Similarity, differs: list[QuoteDifference]) -> Review:
    names = sorted((wording_key(first.quote), wording_key(second.quote)))
    return Review(
        kind="wording",
        question="Are these the same words?",
        subject=first.quote,
        other=second.quote,
        why=f"{similar.ratio:.0%} of the words; what differs: {', '.join(differs)}",
        score=round(similar.ratio, 3),
        accept=Correction(kind="wording", name=names[0], to=names[1]),
        reject=Correction(kind="wording", name=names[0], to=names[1], accepted=False),
        article=first.article,
        other_article=second.article,
        spans=similar.first_only,
        other_spans=similar.second_only,
        differs=differs,
    )
