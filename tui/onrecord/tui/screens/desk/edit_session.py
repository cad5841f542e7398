"""Changing the archive from the desk: whether it can be changed, trying it, showing it, and taking it back."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.archive import Archive, ArchiveError
from onrecord.tui.model.undo import UndoableEdits
from onrecord.tui.screens.desk.host import DeskHost


class EditSession:
    """The changes that the user makes on this desk. Each is one transaction; the screen follows."""

    def __init__(self, host: DeskHost, archive: Archive) -> None:
        self.edits = UndoableEdits(archive)
        """What makes the changes, and remembers how to take them back."""
        self._host = host
        self._archive = archive

    def may_change(self) -> bool:
        """Return whether the archive may be written; where it may not, say why before the user writes anything."""
        if self._archive.read_only:
            self._host.say(self._archive.read_only, severity="warning")
        return not self._archive.read_only

    def attempt(self, change: Callable[[], object], done: str = "") -> None:
        """Change the archive and show it.

        Args:
            change: Makes the change; where it raises ArchiveError it has changed nothing, and that is said.
            done: The sentence that is said when it is done, if any.
        """
        try:
            change()
        except ArchiveError as error:
            self._host.complain(error)
        else:
            if done:
                self._host.say(done)
        self._host.show_changes()

    def undo(self) -> None:
        """Take the newest change back, and say which it was."""
        self.attempt(self._undo)

    def _undo(self) -> None:
        undone = self.edits.undo()
        self._host.say(f"Undone: {undone}." if undone else "Nothing to undo.")
