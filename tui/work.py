"""What the reader does to articles: tags, notes, stars, read marks, corrections; each can be taken back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from core.archive import Archive
from core.records import Anchor, Correction, Note

_DEPTH = 100  # changes that can be taken back


class Work:
    """Each method makes one change, durably, or raises ArchiveError and changes nothing."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._done: deque[tuple[str, Callable[[], object]]] = deque(maxlen=_DEPTH)

    def tag(self, article: int, added: list[str], removed: list[str]) -> None:
        """Add and remove tags of an article."""
        self._archive.tag([article], add=added, remove=removed)
        self._done.append(("tags", lambda: self._archive.tag([article], add=removed, remove=added)))

    def mark_read(self, article: int, read: bool) -> None:
        """Mark an article as read or unread."""
        self._archive.update([article], read=read)
        self._done.append(("read mark", lambda: self._archive.update([article], read=not read)))

    def star(self, article: int, starred: bool) -> None:
        """Star an article or take its star away."""
        self._archive.update([article], starred=starred)
        self._done.append(("star", lambda: self._archive.update([article], starred=not starred)))

    def write_note(self, article: int, body: str, anchor: Anchor | None) -> Note:
        """Write a note on an article, or on a passage of it."""
        note = self._archive.add_note(article, body, anchor)
        self._done.append(("note", lambda: self._archive.remove_note(note.id)))
        return note

    def edit_note(self, note: Note, body: str) -> None:
        """Give a note another text."""
        before = note.body
        self._archive.update_note(note.id, body)
        self._done.append(("edited note", lambda: self._archive.update_note(note.id, before)))

    def remove_note(self, note: Note) -> None:
        """Delete a note."""
        self._archive.remove_note(note.id)
        self._done.append(("deleted note", lambda: self._archive.restore_note(note)))

    def correct(self, correction: Correction) -> Correction:
        """Set right who is who, who speaks, or what something is."""
        stored = self._archive.correct(correction)
        self._done.append(("correction", lambda: self._archive.withdraw(stored.id)))
        return stored

    def undo(self) -> str | None:
        """Take the newest change back and say what it was; None when there is nothing left."""
        if not self._done:
            return None
        what, take_back = self._done.pop()
        take_back()
        return what
