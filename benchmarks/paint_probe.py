"""A Textual driver that records when the application last painted."""

from __future__ import annotations

import time

from textual.drivers.headless_driver import HeadlessDriver


class PaintProbe(HeadlessDriver):
    """A driver without a terminal that records when it was last written to."""

    last_write = 0.0
    """``time.perf_counter`` at the last write; 0 before the first."""

    @property
    def is_headless(self) -> bool:
        """Return False, so that Textual writes what it would write to a terminal."""
        return False

    def write(self, _data: str) -> None:
        """Record the time of a write."""
        PaintProbe.last_write = time.perf_counter()
