"""Waiting for what the desk does beside the keys: in a thread, after a pause, when it comes to it."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Callable
from typing import Any, Literal
from weakref import WeakSet

import pytest
from patience import PATIENCE
from textual.app import App
from textual.pilot import Pilot
from textual.screen import Screen
from textual.timer import Timer

from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.widgets.key_line import KeyLine

_LONGEST_DELAY = 1.0  # seconds; timers that last longer only take notifications away

_lookups: WeakSet[LatestLookup[object]] = WeakSet()


class WatchedEvent(asyncio.Event):
    """An event of which is known whether somebody waits for it, and whether somebody ever had to."""

    def __init__(self) -> None:
        super().__init__()
        self.is_awaited = False
        self.was_awaited = threading.Event()

    async def wait(self) -> Literal[True]:
        if not self.is_set():
            self.is_awaited = True
            self.was_awaited.set()
        try:
            return await super().wait()
        finally:
            self.is_awaited = False


async def until(pilot: Pilot[None], is_there: Callable[[], object]) -> None:
    """Wait until something is there.

    Raises:
        AssertionError: It does not come.
    """
    deadline = time.monotonic() + PATIENCE
    while not is_there():
        assert time.monotonic() < deadline, "it never came"
        await pilot.pause(0.02)
    await pilot.pause()


async def until_at_rest(pilot: Pilot[None]) -> None:
    """Wait until nothing more would change on the screen: no lookup runs, no delay lasts, all is painted."""
    await pilot.pause()
    await until(pilot, lambda: is_at_rest(pilot.app))


def is_at_rest(app: App[None]) -> bool:
    """Return whether no lookup runs, no delay lasts and nothing is left to be painted."""
    is_busy = any(lookup.is_busy for lookup in _lookups)
    return not (is_busy or delays(app) or app.screen._dirty_widgets)


def delays(app: App[None]) -> list[Timer]:
    """Return the timers on which something waits to happen once, and soon."""
    nodes = (app, *app.screen_stack, *app.screen.walk_children())
    timers = (timer for node in nodes for timer in node._timers)
    return [
        timer
        for timer in timers
        if timer._repeat == 0 and timer._interval <= _LONGEST_DELAY and timer._task and not timer._task.done()
    ]


def track_lookups(monkeypatch: pytest.MonkeyPatch) -> None:
    """Have ``is_at_rest`` know of all lookups that are made from now on."""
    initialise = LatestLookup.__init__
    _lookups.clear()

    def initialise_and_track(self: LatestLookup[object], *args: object) -> None:
        initialise(self, *args)  # type: ignore[arg-type]
        _lookups.add(self)

    monkeypatch.setattr(LatestLookup, "__init__", initialise_and_track)


def sentences_said(app: App[None]) -> list[str]:
    """Return what is said in the corner of the screen, and in place of the keys."""
    in_lines = [message for screen in app.screen_stack if (message := message_of(screen))]
    return [notice.message for notice in app._notifications] + in_lines


def message_of(screen: Screen[Any]) -> str:
    """Return the message in place of the keys; empty where the keys are shown."""
    return "".join(line._message for line in screen.query(KeyLine))
