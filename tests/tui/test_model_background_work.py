"""Work beside the event loop is done to its end, also when the desk is left."""

from __future__ import annotations

from collections.abc import Callable
from threading import Event, current_thread, main_thread

from patience import PATIENCE

from onrecord.archive import ArchiveError
from onrecord.tui.model.background_work import (
    MANY,
    MANY_WORDS,
    Failure,
    Workload,
    wait_for_work,
    work_beside,
    work_by_size,
)


class Owner:
    """Makes the calls at once, in the thread of the work."""

    def call_later(self, callback: Callable[..., object], *args: object) -> bool:
        callback(*args)
        return True


def test_leaving_waits_for_the_end_of_work_and_says_so() -> None:
    may_end, said, ends = Event(), list[str](), list[Failure | None]()
    work_beside(Owner(), lambda: may_end.wait(PATIENCE), ends.append)
    assert ends == []

    def say() -> None:
        said.append("finishing")
        may_end.set()

    wait_for_work(say)
    assert (ends, said) == ([None], ["finishing"])
    wait_for_work(say)
    assert said == ["finishing"]


def test_work_on_many_articles_is_done_in_a_thread() -> None:
    on_loop: list[bool] = []
    for count in (MANY - 1, MANY):
        load = Workload.of_articles(count)
        work_by_size(Owner(), lambda: on_loop.append(current_thread() is main_thread()), lambda _: None, load)
        wait_for_work(lambda: None)
    assert on_loop == [True, False]


def test_work_on_very_long_articles_is_as_much_as_on_many() -> None:
    for of_count, noun in ((Workload.of_articles, "article"), (Workload.of_corrections, "correction")):
        assert of_count(1, MANY_WORDS - 1) == Workload(1, noun)
        assert of_count(1, MANY_WORDS) == Workload(1, noun, is_large=True)


def test_what_work_raises_is_handed_on() -> None:
    error, ends = ArchiveError("It is full."), list[Failure | None]()

    def fail() -> None:
        raise error

    for is_large in (False, True):
        work_by_size(Owner(), fail, ends.append, Workload(is_large=is_large))
        wait_for_work(lambda: None)
    assert ends == [error, error]
