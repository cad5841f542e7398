"""Full garbage collections wait until the user rests."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_pilot import WIDE, started
from waiting import until

from onrecord.tui.app import OnRecord


async def test_garbage_is_collected_once_after_keys(
    desk: Callable[..., OnRecord], monkeypatch: pytest.MonkeyPatch
) -> None:
    collections: list[str] = []
    monkeypatch.setattr("onrecord.terminal.garbage_collection.collect", lambda: collections.append("all"))
    monkeypatch.setattr("onrecord.tui.app._REST", 0.05)
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await started(pilot)
        app._collect_garbage()
        assert collections == []
        await pilot.press("j")
        await until(pilot, lambda: collections)
        app._collect_garbage()
        assert collections == ["all"]
