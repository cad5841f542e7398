"""What the user changes, each change with the way to take it back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

from onrecord.archive import Archive
from onrecord.base.records import Anchor, Correction, Note, SavedSearch

_MAX_CHANGES = 100  # that can be taken back


class UndoableEdits:
    """Changes of tags, notes, stars, read marks, corrections and saved searches.

    Each method makes one change, which is then stored for good, or raises ArchiveError and changes nothing.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._changes: deque[tuple[str, Callable[[], object]]] = deque(maxlen=_MAX_CHANGES)

    def tag(self, article: int, added: list[str], removed: list[str]) -> None:
        """Add and remove tags of an article."""
        self._archive.articles.tag([article], add=added, remove=removed)
        self._changes.append(("tags", lambda: self._archive.articles.tag([article], add=removed, remove=added)))

    def mark_read(self, article: int, read: bool) -> None:
        """Mark an article as read or unread."""
        self._archive.articles.update([article], read=read)
        self._changes.append(("read mark", lambda: self._archive.articles.update([article], read=not read)))

    def star(self, article: int, starred: bool) -> None:
        """Star an article or take its star away."""
        self._archive.articles.update([article], starred=starred)
        self._changes.append(("star", lambda: self._archive.articles.update([article], starred=not starred)))

    def write_note(self, article: int, body: str, anchor: Anchor | None) -> Note:
        """Write a note on an article or, with an anchor, on a passage of it."""
        note = self._archive.notes.add(article, body, anchor)
        self._changes.append(("note", lambda: self._archive.notes.remove(note.id)))
        return note

    def edit_note(self, note: Note, body: str) -> None:
        """Give a note another text."""
        before = note.body
        self._archive.notes.update(note.id, body)
        self._changes.append(("edited note", lambda: self._archive.notes.update(note.id, before)))

    def remove_note(self, note: Note) -> None:
        """Delete a note."""
        self._archive.notes.remove(note.id)
        self._changes.append(("deleted note", lambda: self._archive.notes.restore(note)))

    def correct(self, correction: Correction) -> Correction:
        """Set right who is who, who speaks, or what something is, and return the correction as it is stored."""
        stored = self._archive.corrections.apply(correction)
        self._changes.append(("correction", lambda: self._archive.corrections.withdraw(stored.id)))
        return stored

    def save_search(self, name: str, query: str) -> SavedSearch:
        """Save a search, in place of the one that has the name, if one has."""
        before = self._archive.saved_searches.get(name)
        saved = self._archive.saved_searches.save(name, query)
        if before is None:
            self._changes.append(("saved list", lambda: self._archive.saved_searches.remove(saved.name)))
        else:
            self._changes.append(
                ("replaced list", lambda: self._archive.saved_searches.save(before.name, before.query))
            )
        return saved

    def rename_search(self, name: str, new_name: str) -> None:
        """Give a saved search another name."""
        renamed = self._archive.saved_searches.rename(name, new_name)
        self._changes.append(("renamed list", lambda: self._archive.saved_searches.rename(renamed.name, name)))

    def move_search(self, name: str, before: int, place: int) -> None:
        """Move a saved search from one place to another; the first place is 0."""
        self._archive.saved_searches.move(name, place)
        self._changes.append(("moved list", lambda: self._archive.saved_searches.move(name, before)))

    def forget_search(self, name: str) -> None:
        """Delete a saved search."""
        forgotten = self._archive.saved_searches.remove(name)
        self._changes.append(("deleted list", lambda: self._archive.saved_searches.restore(forgotten)))

    @property
    def newest(self) -> str | None:
        """The name of the change that ``undo`` would take back, None where there is none."""
        return self._changes[-1][0] if self._changes else None

    def undo(self) -> str | None:
        """Take the newest change back and return its name, None where there is none."""
        if not self._changes:
            return None
        name, take_back = self._changes.pop()
        take_back()
        return name
