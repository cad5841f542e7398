"""What the reader changes: tags, notes, stars, read marks, corrections, saved searches; each can be taken back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from onrecord.archive import Archive
from onrecord.base.records import Anchor, Correction, Note, Saved

_DEPTH = 100  # changes that can be taken back


class UndoableEdits:
    """Each method makes one change, durably, or raises ArchiveError and changes nothing."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._done: deque[tuple[str, Callable[[], object]]] = deque(maxlen=_DEPTH)

    def tag(self, article: int, added: list[str], removed: list[str]) -> None:
        """Add and remove tags of an article."""
        self._archive.articles.tag([article], add=added, remove=removed)
        self._done.append(("tags", lambda: self._archive.articles.tag([article], add=removed, remove=added)))

    def mark_read(self, article: int, read: bool) -> None:
        """Mark an article as read or unread."""
        self._archive.articles.update([article], read=read)
        self._done.append(("read mark", lambda: self._archive.articles.update([article], read=not read)))

    def star(self, article: int, starred: bool) -> None:
        """Star an article or take its star away."""
        self._archive.articles.update([article], starred=starred)
        self._done.append(("star", lambda: self._archive.articles.update([article], starred=not starred)))

    def write_note(self, article: int, body: str, anchor: Anchor | None) -> Note:
        """Write a note on an article, or on a passage of it."""
        note = self._archive.notes.add(article, body, anchor)
        self._done.append(("note", lambda: self._archive.notes.remove(note.id)))
        return note

    def edit_note(self, note: Note, body: str) -> None:
        """Give a note another text."""
        before = note.body
        self._archive.notes.update(note.id, body)
        self._done.append(("edited note", lambda: self._archive.notes.update(note.id, before)))

    def remove_note(self, note: Note) -> None:
        """Delete a note."""
        self._archive.notes.remove(note.id)
        self._done.append(("deleted note", lambda: self._archive.notes.restore(note)))

    def correct(self, correction: Correction) -> Correction:
        """Set right who is who, who speaks, or what something is."""
        stored = self._archive.corrections.apply(correction)
        self._done.append(("correction", lambda: self._archive.corrections.withdraw(stored.id)))
        return stored

    def save_search(self, name: str, query: str) -> Saved:
        """Save a search, in place of the one of this name if there is one."""
        before = self._archive.saved_searches.get(name)
        saved = self._archive.saved_searches.save(name, query)
        if before is None:
            self._done.append(("saved list", lambda: self._archive.saved_searches.remove(saved.name)))
        else:
            self._done.append(
                ("replaced list", lambda: self._archive.saved_searches.save(before.name, before.query))
            )
        return saved

    def rename_search(self, name: str, new: str) -> None:
        """Give a saved search another name."""
        renamed = self._archive.saved_searches.rename(name, new)
        self._done.append(("renamed list", lambda: self._archive.saved_searches.rename(renamed.name, name)))

    def move_search(self, name: str, before: int, place: int) -> None:
        """Put a saved search from one place to another, from 0."""
        self._archive.saved_searches.move(name, place)
        self._done.append(("moved list", lambda: self._archive.saved_searches.move(name, before)))

    def forget_search(self, name: str) -> None:
        """Delete a saved search."""
        forgotten = self._archive.saved_searches.remove(name)
        self._done.append(("deleted list", lambda: self._archive.saved_searches.restore(forgotten)))

    @property
    def newest(self) -> str | None:
        """What ``undo`` would take back, None when there is nothing."""
        return self._done[-1][0] if self._done else None

    def undo(self) -> str | None:
        """Take the newest change back and say what it was; None when there is nothing left."""
        if not self._done:
            return None
        what, take_back = self._done.pop()
        take_back()
        return what
