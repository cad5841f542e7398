"""Articles of an archive with all that is exported of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from onrecord.archive import Archive
from onrecord.base.settings import DoubtfulQuotes
from onrecord.export.item import Exported

_PAGE = 100  # articles that are read at once


def exported_articles(
    archive: Archive, article_ids: Sequence[int], doubtful: DoubtfulQuotes
) -> Iterator[Exported]:
    """Yield articles as they are exported, in this order; ids without an article are left out.

    Args:
        archive: The archive that holds them.
        article_ids: Their ids.
        doubtful: What becomes of doubtful quotes.

    Raises:
        ArchiveError: The archive cannot be read.
    """
    for start in range(0, len(article_ids), _PAGE):
        for article in archive.articles.get_many(article_ids[start : start + _PAGE]):
            text, uncorrected = archive.articles.text(article.id), archive.annotations.uncorrected(article.id)
            annotation = uncorrected and archive.annotations.corrected(article.id, uncorrected)
            notes, corrections = archive.notes.on(article.id), archive.corrections.on(article.id)
            versions = archive.versions.earlier(article.id)
            yield Exported(article, text, annotation, notes, corrections, doubtful, uncorrected, versions)
