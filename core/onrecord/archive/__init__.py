"""What is stored: articles, texts, annotations and notes in TinyDB over SQLite, their indexes, and queries."""

from onrecord.archive.archive import Archive
from onrecord.archive.query.ast import GROUPS, ORDERS, Query
from onrecord.archive.query.parser import finish_typing, parse
from onrecord.archive.query.query_errors import NoSuchSearch, QueryError, QueryTooSlow, SearchCancelled
from onrecord.archive.schema.record_errors import (
    AmbiguousActor,
    NoSuchActor,
    NoSuchArticle,
    NoSuchCorrection,
    NoSuchFeed,
    NoSuchNote,
)
from onrecord.archive.search.execute import ArticleCounts
from onrecord.archive.storage.errors import (
    ArchiveDamaged,
    ArchiveError,
    ArchiveFull,
    ArchiveLocked,
    ArchiveMissing,
    ArchiveReadOnly,
    ArchiveTooNew,
    NotAnArchive,
)

__all__ = [
    "GROUPS",
    "ORDERS",
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
    "NoSuchActor",
    "NoSuchArticle",
    "NoSuchCorrection",
    "NoSuchFeed",
    "NoSuchNote",
    "NoSuchSearch",
    "NotAnArchive",
    "Query",
    "QueryError",
    "QueryTooSlow",
    "SearchCancelled",
    "finish_typing",
    "parse",
]
