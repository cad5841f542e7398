"""Where the desk was left, so that the next start goes on there."""

from __future__ import annotations

import msgspec
from tinydb.table import Document

from onrecord.archive import Archive

_TABLE, _ID = "desk", 2

COMFORT_WAIT = 1.0
"""Seconds to wait for other writers before what only helps the reader, such as a position, is not stored."""


class DeskSession(msgspec.Struct, frozen=True, kw_only=True):
    """What the next start of the desk needs to know of this one; lines are stored with their articles."""

    query: str = ""
    """What was searched for."""
    article: int | None = None
    """The id of the open article."""
    pane: str = "articles"
    """The pane in focus."""
    lists_quotes: bool = False
    """Whether quotes were listed in place of articles."""
    list_width: int = 0
    """The columns that the user gave the list, 0 for the usual ones."""
    one_pane: bool = False
    """Whether the user wants one pane at a time on a wide screen, too."""
    theme: str = ""
    """The theme that the user chose on the desk."""
    configured_theme: str = ""
    """The theme of the settings at that time: once they name another, that one holds."""

    is_first: bool = False
    """Whether the desk has never been left on this archive."""

    def theme_for(self, configured_theme: str) -> str:
        """Return the theme to begin with, by the one that the settings name now."""
        return self.theme if self.theme and self.configured_theme == configured_theme else configured_theme


def load_session(archive: Archive) -> DeskSession:
    """Return where the desk was left on an archive; the beginning where that is not known.

    Raises:
        ArchiveError: The archive cannot be read.
    """
    document = archive.database.table(_TABLE).get(doc_id=_ID)
    if not isinstance(document, Document):
        return DeskSession(is_first=True)
    try:
        return msgspec.convert(dict(document), DeskSession)
    except msgspec.ValidationError:
        return DeskSession()


def save_session(archive: Archive, session: DeskSession) -> None:
    """Store where the desk is left; nothing is written where that is stored already.

    Raises:
        ArchiveError: The archive cannot be written.
    """
    if session != load_session(archive):
        archive.database.table(_TABLE).upsert(Document(msgspec.structs.asdict(session), _ID))
