"""How the desk of a reader in a browser speaks with its server, whose end is its own."""

from __future__ import annotations

import os
import signal

from textual.drivers.web_driver import WebDriver


class ServedDriver(WebDriver):
    """Textual's driver for browsers, which ends the desk where the server has ended without a word."""

    def run_input_thread(self) -> None:
        """Read what the server sends until one of the two ends."""
        super().run_input_thread()
        if not self.exit_event.is_set():
            os.kill(os.getpid(), signal.SIGTERM)
