"""Looking things up beside the event loop, where only the newest request counts.

Textual's exclusive thread workers would do, but for three things: they start the new lookup beside the one that
they cancel and cannot stop, so that both compete for the core that typing needs; their results come in one
piece, not the first articles first; and the program does not end before they do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from queue import SimpleQueue
from threading import Thread
from typing import Generic, Protocol, TypeVar

from onrecord.archive import ArchiveError

Result = TypeVar("Result")

Lookup = Callable[[Callable[[], bool]], Iterator[Result]]
"""Looks something up in another thread and yields its results, the first ones first. Its argument says whether it
is cancelled because something newer was asked for; then it may stop."""


class ResultOwner(Protocol):
    """Who gets the results: a widget, a screen or an application."""

    def call_later(self, callback: Callable[..., object], *args: object) -> bool:
        """Call back on the event loop, from any thread; return whether it still runs."""


class LatestLookup(Generic[Result]):
    """A thread that looks up what was asked for last, and drops earlier requests that have no result yet."""

    def __init__(
        self,
        owner: ResultOwner,
        on_result: Callable[[Result], None],
        on_error: Callable[[ArchiveError], None],
    ) -> None:
        """Start the thread.

        Args:
            owner: Makes the calls on the event loop.
            on_result: Gets each result of the newest lookup.
            on_error: Gets what the newest lookup raises; it ends with that.
        """
        self._owner = owner
        self._on_result = on_result
        self._on_error = on_error
        self._newest = 0  # number of the newest lookup
        self._finished = 0  # number of the newest lookup that is at its end
        self._requests: SimpleQueue[tuple[int, Lookup[Result]] | None] = SimpleQueue()
        # A daemon: leaving the desk does not wait for what nobody will see.
        Thread(target=self._work, name="latest lookup", daemon=True).start()

    @property
    def is_busy(self) -> bool:
        """Whether results of the newest lookup may still come."""
        return self._finished != self._newest

    def ask(self, lookup: Lookup[Result]) -> None:
        """Look this up, in place of what was asked for before."""
        self._newest += 1
        self._requests.put((self._newest, lookup))

    def drop(self) -> None:
        """Show no results of what was asked for before."""
        self._newest += 1
        self._finished = self._newest

    def close(self) -> None:
        """Look nothing up any more, and show nothing."""
        self.drop()
        self._requests.put(None)

    def _work(self) -> None:
        while self._work_once():
            pass

    def _work_once(self) -> bool:
        """Look up what is asked for next, and hold nothing of it; return whether there may be more."""
        request = self._requests.get()
        if request is not None:
            self._look_up(*request)
        return request is not None

    def _look_up(self, number: int, lookup: Lookup[Result]) -> None:
        def is_cancelled() -> bool:
            return number != self._newest

        if is_cancelled():
            return
        try:
            for result in lookup(is_cancelled):
                if is_cancelled():
                    return
                self._owner.call_later(self._take_result, number, result)
        except ArchiveError as error:
            self._owner.call_later(self._take_error, number, error)
        else:
            self._owner.call_later(self._take_end, number)

    def _take_result(self, number: int, result: Result) -> None:
        if number == self._newest:
            self._on_result(result)

    def _take_error(self, number: int, error: ArchiveError) -> None:
        if number == self._newest:
            self._finished = number
            self._on_error(error)

    def _take_end(self, number: int) -> None:
        if number == self._newest:
            self._finished = number
