"""What the desk says of the articles that are not annotated yet."""

from __future__ import annotations

MAX_COUNTED = 2000
"""The number of articles up to which those that are not annotated are counted."""

_MINUTE, _HOUR = 60, 3600  # seconds


def progress_text(remaining: int, seconds_each: float = 0.0) -> str:
    """Return how many articles are to be annotated, how long that will take, and how fast it goes; empty for none.

    Args:
        remaining: The number of articles; ``MAX_COUNTED`` stands for that many or more.
        seconds_each: The time that an article took so far, 0 where that is not known.
    """
    if not remaining:
        return ""
    rate = f" ({1 / seconds_each:.1f}/s)" if seconds_each else ""
    if remaining >= MAX_COUNTED:
        return f"{MAX_COUNTED:,}+ to annotate{rate}"
    if not rate:
        return f"{remaining:,} to annotate"
    seconds = remaining * seconds_each
    if seconds < _MINUTE:
        left = "less than a minute"
    elif seconds < _HOUR:
        left = f"{round(seconds / _MINUTE)} min"
    else:
        left = f"{round(seconds / _HOUR)} h"
    return f"{remaining:,} to annotate, {left} left{rate}"
