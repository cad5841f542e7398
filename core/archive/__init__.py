"""What is stored: articles, texts, annotations and notes in TinyDB over SQLite, their indexes, and queries."""

from core.archive.archive import Added, Archive
from core.archive.errors import (
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
    NotAnArchive,
    QueryError,
)
from core.archive.grouping import GROUPS, Group
from core.archive.health import Statistics
from core.archive.marking import Snippet
from core.archive.query import ORDERS, Query, parse

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
    "Group",
    "NoSuchActor",
    "NoSuchArticle",
    "NoSuchCorrection",
    "NoSuchNote",
    "NotAnArchive",
    "Query",
    "QueryError",
    "Snippet",
    "Statistics",
    "parse",
]
