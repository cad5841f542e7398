"""Looking things up beside the event loop, where only the newest thing asked for counts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from queue import SimpleQueue
from threading import Thread
from typing import Generic, TypeVar

from textual.message_pump import MessagePump

from onrecord.archive import ArchiveError

T = TypeVar("T")

Lookup = Callable[[Callable[[], bool]], Iterator[T]]
"""What to look up: gives its results one by one, the first ones first. It is called in another thread, with a
function that says whether something newer has been asked for meanwhile; then it may stop."""


class LatestLookup(Generic[T]):
    """A thread that looks up what was asked for last; what was asked before and is not there yet is dropped.

    ``show(result)`` and ``failed(error)`` are called on the event loop, as messages of ``owner``.
    """

    def __init__(
        self, owner: MessagePump, show: Callable[[T], None], failed: Callable[[ArchiveError], None]
    ) -> None:
        self._owner = owner
        self._show = show
        self._failed = failed
        self._asked = 0
        self._done = 0
        self._waiting: SimpleQueue[tuple[int, Lookup[T]] | None] = SimpleQueue()
        # A daemon: leaving the desk does not wait for what nobody will see.
        Thread(target=self._work, name="latest", daemon=True).start()

    @property
    def is_busy(self) -> bool:
        """Whether something was asked for that is not all there yet."""
        return self._done != self._asked

    def ask(self, find: Lookup[T]) -> None:
        """Look this up, in place of what was asked before."""
        self._asked += 1
        self._waiting.put((self._asked, find))

    def drop(self) -> None:
        """Show nothing of what was asked for and is not there yet."""
        self._asked += 1
        self._done = self._asked

    def close(self) -> None:
        """Nothing more is looked up or shown."""
        self.drop()
        self._waiting.put(None)

    def _work(self) -> None:
        while asked := self._waiting.get():
            self._look_up(*asked)

    def _look_up(self, number: int, find: Lookup[T]) -> None:
        def stopped() -> bool:
            return number != self._asked

        if stopped():
            return
        try:
            for result in find(stopped):
                if stopped():
                    return
                self._owner.call_later(self._arrived, number, result)
        except ArchiveError as error:
            self._owner.call_later(self._refused, number, error)
        else:
            self._owner.call_later(self._finished, number)

    def _arrived(self, number: int, result: T) -> None:
        if number == self._asked:
            self._show(result)

    def _refused(self, number: int, error: ArchiveError) -> None:
        if number == self._asked:
            self._done = number
            self._failed(error)

    def _finished(self, number: int) -> None:
        if number == self._asked:
            self._done = number
