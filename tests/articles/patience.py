"""Waiting for what comes in its own time: in a thread or in another process."""

from __future__ import annotations

import time
from collections.abc import Callable

PATIENCE = 300.0
"""Seconds after which a test gives up: many times what a busy machine takes, so it means that nothing will come."""


def wait_until(holds: Callable[[], object]) -> None:
    """Wait until a condition holds.

    Raises:
        AssertionError: It does not.
    """
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.01)
