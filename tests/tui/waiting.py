"""Waiting for what the desk does beside the keys: in a thread, after a pause, when it comes to it."""

from __future__ import annotations

import time
from collections.abc import Callable

from textual.pilot import Pilot

_PATIENCE = 30.0  # seconds: the machine may be busy with other tests


async def until(pilot: Pilot[None], there: Callable[[], object]) -> None:
    """Wait until something is there; raises AssertionError when it does not come."""
    given_up = time.monotonic() + _PATIENCE
    while not there():
        assert time.monotonic() < given_up, "it never came"
        await pilot.pause(0.02)
    await pilot.pause()
