"""What is said of the articles that are not annotated yet."""

from __future__ import annotations

import pytest

from onrecord.tui.model.annotation_progress import progress_text


@pytest.mark.parametrize(
    ("remaining", "seconds_each", "text"),
    [
        (0, 1.0, ""),
        (48, 0.0, "48 to annotate"),
        (59, 1.0, "59 to annotate, less than a minute left (1.0/s)"),
        (60, 1.0, "60 to annotate, 1 min left (1.0/s)"),
        (1999, 1.0, "1,999 to annotate, 33 min left (1.0/s)"),
        (1800, 2.0, "1,800 to annotate, 1 h left (0.5/s)"),
        (2000, 0.0, "2,000+ to annotate"),
        (2000, 0.25, "2,000+ to annotate (4.0/s)"),
    ],
)
def test_how_much_is_left_is_said_in_words(remaining: int, seconds_each: float, text: str) -> None:
    assert progress_text(remaining, seconds_each) == text
