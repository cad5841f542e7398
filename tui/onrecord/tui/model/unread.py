"""Finding the next unread article of a list."""

from __future__ import annotations

from collections.abc import Sequence

from onrecord.archive import Archive

_NEARBY = 256  # articles that are looked at one by one, before all unread ones of the archive are looked up


def next_unread(archive: Archive, article_ids: Sequence[int], place: int, step: int) -> int | None:
    """Return the place of the nearest unread article of a list.

    Args:
        archive: The archive that holds the articles.
        article_ids: The list.
        place: Where to begin; the article there does not count. It may be just outside of the list.
        step: 1 to look below, -1 to look above.

    Raises:
        ArchiveError: The archive cannot be read.
    """
    places = range(place + 1, len(article_ids)) if step > 0 else range(place - 1, -1, -1)
    nearby = archive.articles.get_many([article_ids[at] for at in places[:_NEARBY]])
    unread_ids = {article.id for article in nearby if not article.read}
    if not unread_ids and len(places) > _NEARBY:
        unread_ids = set(archive.search.ids("is:unread"))
    return next((at for at in places if article_ids[at] in unread_ids), None)
