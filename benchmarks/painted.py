"""A terminal inside the process that notes when the application last painted."""

from __future__ import annotations

import time

from textual.drivers.headless_driver import HeadlessDriver


class Screen(HeadlessDriver):
    """A terminal that notes when it was last written to."""

    written = 0.0

    @property
    def is_headless(self) -> bool:
        return False

    def write(self, _data: str) -> None:
        Screen.written = time.perf_counter()
