"""Servers that want to be left alone are, for a month at most."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from onrecord.base.feeds import Feed
from onrecord.terminal.fetching import due_feeds


@pytest.mark.parametrize(
    ("days", "is_due"), [(-1, True), (1, False), (29, False), (31, True), (4000, True), (None, True)]
)
def test_a_feed_rests_no_longer_than_a_month(days: int | None, is_due: bool) -> None:
    """A time further ahead was written while the clock was wrong, or comes from another archive."""
    until = "" if days is None else f"{datetime.now(UTC) + timedelta(days=days):%Y-%m-%dT%H:%M:%SZ}"
    feed = Feed(url="https://post.example/feed", not_before=until)
    assert due_feeds([feed]) == [feed] * is_due
