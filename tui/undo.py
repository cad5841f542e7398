"""What the reader did and can take back."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable

_DEPTH = 100


class History:
    """The last changes, newest first to be undone."""

    def __init__(self) -> None:
        self._changes: deque[tuple[str, Callable[[], object]]] = deque(maxlen=_DEPTH)

    def remember(self, what: str, undo: Callable[[], object]) -> None:
        """Keep a change: what it was, in a few words, and the call that takes it back."""
        self._changes.append((what, undo))

    def undo(self) -> str | None:
        """Take the newest change back and say what it was; None when there is nothing left.

        Raises what the change's call raises; the change is then forgotten.
        """
        if not self._changes:
            return None
        what, take_back = self._changes.pop()
        take_back()
        return what
