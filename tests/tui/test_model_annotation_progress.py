"""What is said of the articles that are not annotated yet."""

from __future__ import annotations

import pytest

from onrecord.tui.model.annotation_progress import progress_text


@pytest.mark.parametrize(
    ("remaining", "seconds_each", "text"),
    [
        (0, 1.0, ""),
        (48, 0.0, "48 to annotate"),
        (59, 1.0, "59 to annotate, less than a minute left"),
        (60, 1.0, "60 to annotate, 1 min left"),
        (1999, 1.0, "1,999 to annotate, 33 min left"),
        (1800, 2.0, "1,800 to annotate, 1 h left"),
        (2000, 1.0, "2,000+ to annotate"),
    ],
)
def test_how_much_is_left_is_said_in_words(remaining: int, seconds_each: float, text: str) -> None:
    assert progress_text(remaining, seconds_each) == text
