"""The rows of the list that the user has marked, for one verb to be done to all of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class MarkedArticles:
    """The ids of the marked articles."""

    def __init__(self) -> None:
        self._ids: set[int] = set()
        self._newest: int | None = None  # the article that was marked last, at which a range begins

    def __contains__(self, article: object) -> bool:
        return article in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def toggle(self, article: int) -> None:
        """Mark an article, or take its mark away."""
        self._ids ^= {article}
        self._newest = article if article in self._ids else None

    def extend(self, listed_ids: Sequence[int], article: int) -> None:
        """Mark all articles of a list from the one that was marked last to this one; without one, only this."""
        start = listed_ids.index(self._newest) if self._newest in listed_ids else listed_ids.index(article)
        first, last = sorted((start, listed_ids.index(article)))
        self.add(listed_ids[first : last + 1])
        self._newest = article

    def add(self, article_ids: Iterable[int]) -> None:
        """Mark articles."""
        self._ids.update(article_ids)

    def toggle_all(self, listed_ids: Sequence[int]) -> None:
        """Mark all articles of a list; where all of them are marked, none."""
        if self._ids.issuperset(listed_ids):
            self.clear()
        else:
            self.add(listed_ids)

    def invert(self, listed_ids: Iterable[int]) -> None:
        """Mark those articles of a list that are not marked, and no others."""
        self._ids = set(listed_ids) - self._ids
        self._newest = None

    def clear(self) -> None:
        """Mark no article."""
        self._ids, self._newest = set(), None

    def of(self, listed_ids: Iterable[int]) -> list[int]:
        """Return the marked articles of a list, in its order."""
        return [article for article in listed_ids if article in self._ids] if self._ids else []
