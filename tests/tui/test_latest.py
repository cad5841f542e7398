"""Only the newest thing asked for is looked up and shown."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from patience import PATIENCE, wait_until
from textual.app import App
from textual.pilot import Pilot
from waiting import until, until_at_rest

from onrecord.archive import ArchiveError
from onrecord.tui.model.latest_lookup import LatestLookup


class Owner(App[None]):
    """Something that results can be shown to."""

    def __init__(self) -> None:
        super().__init__()
        self.shown: list[str] = []
        self.failures: list[str] = []
        self.latest: LatestLookup[str] = LatestLookup(
            self, self.shown.append, lambda error: self.failures.append(str(error))
        )


async def settled(app: Owner, pilot: Pilot[None]) -> None:
    await until(pilot, lambda: not app.latest.is_busy)


async def test_results_come_in_their_order() -> None:
    app = Owner()
    async with app.run_test() as pilot:
        app.latest.ask(lambda stopped: iter(["first", "all"]))
        assert app.latest.is_busy
        await settled(app, pilot)
        assert app.shown == ["first", "all"]


async def test_nothing_is_held_of_what_was_asked_for() -> None:
    class Held:
        pass

    app, held = Owner(), Held()
    reference = weakref.ref(held)

    def find(held: Held, stopped: Callable[[], bool]) -> Iterator[str]:
        yield str(held)

    async with app.run_test() as pilot:
        app.latest.ask(partial(find, held))
        await settled(app, pilot)
        del held
        await until(pilot, lambda: reference() is None)


async def test_what_is_asked_meanwhile_replaces_what_waits_and_what_runs() -> None:
    app, begun, go, begins = Owner(), threading.Event(), threading.Event(), []

    def named(name: str) -> Callable[[Callable[[], bool]], Iterator[str]]:
        def find(stopped: Callable[[], bool]) -> Iterator[str]:
            begins.append(name)
            begun.set()
            assert go.wait(PATIENCE)
            begins.append(f"{name} {stopped()}")
            yield name

        return find

    async with app.run_test() as pilot:
        app.latest.ask(named("old"))
        assert begun.wait(PATIENCE)
        app.latest.ask(named("never"))
        app.latest.ask(named("new"))
        go.set()
        await settled(app, pilot)
        assert app.shown == ["new"]
        assert begins == ["old", "old True", "new", "new False"]


async def test_a_failure_is_told_unless_something_newer_was_asked() -> None:
    app = Owner()

    def fails(stopped: Callable[[], bool]) -> Iterator[str]:
        raise ArchiveError("The archive is asleep.")

    async with app.run_test() as pilot:
        app.latest.ask(fails)
        await settled(app, pilot)
        assert app.failures == ["The archive is asleep."]
        app.latest.ask(fails)
        app.latest.ask(lambda stopped: iter(["fine"]))
        await settled(app, pilot)
        assert app.shown == ["fine"]
        assert len(app.failures) == 1


async def test_nothing_is_shown_after_closing() -> None:
    app = Owner()
    async with app.run_test() as pilot:
        app.latest.ask(lambda stopped: iter(["late"]))
        app.latest.close()
        await until_at_rest(pilot)
        assert app.shown == []


class PostedCalls(list[Callable[[], object]]):
    """An owner whose event loop makes the calls when the test says so."""

    def call_later(self, callback: Callable[..., object], *args: object) -> bool:
        self.append(partial(callback, *args))
        return True

    def wait_for(self, count: int) -> None:
        wait_until(lambda: len(self) >= count)

    def make(self) -> None:
        while self:
            self.pop(0)()


@pytest.mark.parametrize("fails", [False, True], ids=["results", "a failure"])
def test_what_was_posted_before_a_newer_lookup_is_not_its_own(fails: bool) -> None:
    posted, go = PostedCalls(), threading.Event()
    shown: list[str] = []
    latest: LatestLookup[str] = LatestLookup(posted, shown.append, lambda error: shown.append(str(error)))

    def old(stopped: Callable[[], bool]) -> Iterator[str]:
        if fails:
            raise ArchiveError("The archive is asleep.")
        yield "old"

    def new(stopped: Callable[[], bool]) -> Iterator[str]:
        assert go.wait(PATIENCE)
        yield "new"

    latest.ask(old)
    posted.wait_for(1 if fails else 2)
    latest.ask(new)
    posted.make()
    assert (shown, latest.is_busy) == ([], True)
    go.set()
    posted.wait_for(2)
    posted.make()
    assert (shown, latest.is_busy) == (["new"], False)
    latest.close()
