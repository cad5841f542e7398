"""Work that takes longer than a key may wait, done in a thread to its end."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from threading import Thread
from threading import enumerate as running_threads

from onrecord.base.errors import OnRecordError
from onrecord.tui.model.latest_lookup import ResultOwner

Failure = OnRecordError | OSError

MANY = 100
"""So many articles take longer to be read or changed than a key may wait."""

MANY_WORDS = 10_000
"""Articles of so many words do, where these are indexed anew: after a change of title, tags or notes."""

MANY_CORRECTIONS = 5
"""So many corrections do: each is looked up in all that is made from annotations, in some 9 ms."""

_THREAD_NAME = "background work"


@dataclass(frozen=True)
class Workload:
    """How much some work is.

    Attributes:
        count: The number of articles, or of corrections, that it is done to.
        noun: What these are.
        is_large: Whether it takes longer than a key may wait.
    """

    count: int = 1
    noun: str = "article"
    is_large: bool = False

    @classmethod
    def of_articles(cls, count: int, indexed_words: int = 0) -> Workload:
        """Return the work on so many articles, of which so many words are indexed anew."""
        return cls(count, "article", count >= MANY or indexed_words >= MANY_WORDS)

    @classmethod
    def of_corrections(cls, count: int, indexed_words: int = 0) -> Workload:
        """Return the work on so many corrections, in articles of so many words."""
        return cls(count, "correction", count >= MANY_CORRECTIONS or indexed_words >= MANY_WORDS)


def wait_for_work(on_wait: Callable[[], None]) -> None:
    """Wait until all work that was started is done.

    Args:
        on_wait: Called first where some is still being done.
    """
    working = [thread for thread in running_threads() if thread.name == _THREAD_NAME]
    if working:
        on_wait()
    for thread in working:
        thread.join()


def work_beside(
    owner: ResultOwner, work: Callable[[], object], on_end: Callable[[Failure | None], None]
) -> Thread:
    """Start some work in a thread; whoever closes the archive waits for its end with ``wait_for_work``.

    Args:
        owner: Makes the call on the event loop.
        work: Does the work.
        on_end: Gets what the work raised, on the event loop; None where it is done.
    """

    def run() -> None:
        failure: Failure | None = None
        try:
            work()
        except (OnRecordError, OSError) as error:
            failure = error
        owner.call_later(on_end, failure)

    thread = Thread(target=run, name=_THREAD_NAME)
    thread.start()
    return thread


def work_by_size(
    owner: ResultOwner,
    work: Callable[[], object],
    on_end: Callable[[Failure | None], None],
    load: Workload,
) -> None:
    """Do some work at once, or where it takes longer than a key may wait in a thread.

    Args:
        owner: As of ``work_beside``, like all but the load.
        work: Does the work.
        on_end: Gets what the work raised.
        load: How much it is.
    """
    if load.is_large:
        work_beside(owner, work, on_end)
        return
    failure: Failure | None = None
    try:
        work()
    except OnRecordError as error:
        failure = error
    on_end(failure)
