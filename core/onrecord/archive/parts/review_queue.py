"""Questions about what the annotations leave uncertain, for the reader to answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.archive.quote_matching import variants
from onrecord.archive.reviews import suggestions
from onrecord.archive.storage.sqlite_storage import SQLiteStorage
from onrecord.base.archive_records import Review, ReviewKind


class ReviewQueue:
    """What is uncertain in an archive and not decided yet."""

    def __init__(self, storage: SQLiteStorage) -> None:
        """Use the storage of an archive."""
        self._storage = storage

    def pending(self, kind: ReviewKind) -> Iterator[Review]:
        """Yield the undecided reviews of a kind, the most likely first, as they are computed.

        ``Review.accept`` and ``Review.reject`` are corrections, for ``CorrectionStore.apply``.
        """
        if kind == "wording":
            yield from variants.wording_reviews(self._storage.reading)
            return
        with self._storage.reading() as connection:
            reviews = (
                suggestions.suspected_name_reviews(connection)
                if kind == "suspected name"
                else suggestions.same_person_reviews(connection)
            )
        yield from reviews

    def settled(self, reviews: Sequence[Review]) -> set[int]:
        """Return the indices of the reviews that are decided by now, be it by a decision on another one."""
        with self._storage.reading() as connection:
            return suggestions.settled_reviews(connection, reviews)
