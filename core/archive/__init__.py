"""What is stored: articles, texts, annotations and notes in TinyDB over SQLite, their indexes, and queries."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from core.archive.archive import Archive
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
    NoSuchSearch,
    NotAnArchive,
    QueryError,
    QueryTooSlow,
    Stopped,
)
from core.archive.search.parsing import parse
from core.archive.search.query import GROUPS, ORDERS, Query
from core.archive.search.searching import Tally

if TYPE_CHECKING:
    from core.archive.adding import Added
    from core.archive.safety.health import Statistics
    from core.archive.search.facets import Facets
    from core.archive.search.grouping import Group
    from core.archive.search.marking import Snippet
    from core.archive.search.quoting import QuoteIds

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
    "Facets",
    "Group",
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
    "Tally",
    "parse",
]

_LATER = {
    "Added": "adding",
    "Facets": "search.facets",
    "Group": "search.grouping",
    "QuoteIds": "search.quoting",
    "Snippet": "search.marking",
    "Statistics": "safety.health",
}


def __getattr__(name: str) -> Any:
    """Records of modules that opening and listing do without: see ``core.later``."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"core.archive.{_LATER[name]}"), name)
