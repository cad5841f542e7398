"""Types of the callbacks with which callers follow work that takes time."""

from __future__ import annotations

from collections.abc import Callable

OnProgress = Callable[[int, int], None]
"""Called with how many steps are done, and how many there are."""

OnStepProgress = Callable[[str, int, int], None]
"""Called with a phrase that says what is being done, how many steps of it are done, and how many there are."""
