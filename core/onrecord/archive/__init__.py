"""What is stored: articles, texts, annotations and notes in TinyDB over SQLite, their indexes, and queries."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from onrecord.archive.archive import Archive
from onrecord.archive.query.ast import GROUPS, ORDERS, Query
from onrecord.archive.query.parser import parse
from onrecord.archive.search.execute import ArticleCounts
from onrecord.archive.storage.errors import (
    AmbiguousActor,
    ArchiveDamaged,
    ArchiveError,
    ArchiveFull,
    ArchiveLocked,
    ArchiveMissing,
    ArchiveReadOnly,
    ArchiveTooNew,
    NoSuchActor,
    NoSuchArticle,
    NoSuchCorrection,
    NoSuchNote,
    NoSuchSearch,
    NotAnArchive,
    QueryError,
    QueryTooSlow,
    Stopped,
)

if TYPE_CHECKING:
    from onrecord.archive.indexing.bulk_add import Added
    from onrecord.archive.maintenance.health_check import Statistics
    from onrecord.archive.search.facets import Facets
    from onrecord.archive.search.grouping import ArticleGroup
    from onrecord.archive.search.quotes import QuoteIds
    from onrecord.archive.search.snippets import Snippet

__all__ = [
    "GROUPS",
    "ORDERS",
    "Added",
    "AmbiguousActor",
    "Archive",
    "ArchiveDamaged",
    "ArchiveError",
    "ArchiveFull",
    "ArchiveLocked",
    "ArchiveMissing",
    "ArchiveReadOnly",
    "ArchiveTooNew",
    "ArticleCounts",
    "ArticleGroup",
    "Facets",
    "NoSuchActor",
    "NoSuchArticle",
    "NoSuchCorrection",
    "NoSuchNote",
    "NoSuchSearch",
    "NotAnArchive",
    "Query",
    "QueryError",
    "QueryTooSlow",
    "QuoteIds",
    "Snippet",
    "Statistics",
    "Stopped",
    "parse",
]

_LATER = {
    "Added": "indexing.bulk_add",
    "Facets": "search.facets",
    "ArticleGroup": "search.grouping",
    "QuoteIds": "search.quotes",
    "Snippet": "search.snippets",
    "Statistics": "maintenance.health_check",
}


def __getattr__(name: str) -> Any:
    """Records of modules that opening and listing do without: see ``onrecord.base.lazy``."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"onrecord.archive.{_LATER[name]}"), name)
