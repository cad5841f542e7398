"""Changing the archive from the desk: whether it can be changed, trying it, showing it, and taking it back."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.archive import Archive, ArchiveError
from onrecord.terminal.segments import counted
from onrecord.tui.model.background_work import Failure, Workload, work_by_size
from onrecord.tui.model.undo import UndoableEdits
from onrecord.tui.screens.desk.host import DeskHost

_PATIENCE = 1.0  # seconds after which it is said that a change is still being made


class EditSession:
    """The changes that the user makes on this desk. Each is one transaction; the screen follows."""

    def __init__(self, host: DeskHost, archive: Archive) -> None:
        self.edits = UndoableEdits(archive)
        """What makes the changes, and remembers how to take them back."""
        self._host = host
        self._archive = archive
        self._is_busy = False  # a change is being made beside the event loop

    def may_change(self) -> bool:
        """Return whether the archive may be written; where it may not, say why before the user writes anything."""
        if self._archive.read_only:
            self._host.say(self._archive.read_only, severity="warning")
        return not self._archive.read_only

    def attempt(
        self, change: Callable[[], object], done: str = "", *, load: Callable[[], Workload] = Workload
    ) -> None:
        """Change the archive and show it.

        Args:
            change: Makes the change; where it raises an error it has changed nothing, and that is said.
            done: The sentence that is said when it is done, if any.
            load: Returns how much work the change is.
        """
        if self._is_busy:
            self._host.say("The change before this one is still being made; try again in a moment.")
            return
        try:
            workload = load()
        except ArchiveError as error:
            self._host.complain(error)
            return
        self._is_busy = True
        work_by_size(self._host, change, lambda failure: self._finish(failure, done), workload)
        if self._is_busy:
            self._host.set_timer(_PATIENCE, lambda: self._say_busy(counted(workload.count, workload.noun)))

    def _say_busy(self, changed: str) -> None:
        if self._is_busy:
            self._host.say(f"Changing {changed} …")

    def _finish(self, failure: Failure | None, done: str) -> None:
        self._is_busy = False
        if failure is not None:
            self._host.complain(failure)
        elif done:
            self._host.say(done)
        self._host.show_changes()

    def undo(self) -> None:
        """Take the newest change back, and say which it was."""
        edits = self.edits
        sentence = f"Undone: {edits.newest}." if edits.newest else "Nothing to undo."
        self.attempt(edits.undo, sentence, load=lambda: edits.newest_load)
