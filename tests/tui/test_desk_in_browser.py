"""What the desk does otherwise where it is shown in a browser: the original is opened there, and not where it runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from desk_pilot import WIDE, ready
from textual.app import App

from onrecord.archive import Archive
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.desk import article as article_controller


@pytest.mark.parametrize(
    ("is_web", "address", "opened"),
    [
        (True, "https://post.example/1", ["browser https://post.example/1"]),
        (False, "https://post.example/1", ["program https://post.example/1"]),
        (True, "javascript:alert(1)", []),
    ],
)
async def test_the_original_is_opened_where_the_reader_is(
    is_web: bool,
    address: str,
    opened: list[str],
    desk: Callable[..., OnRecord],
    archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[str] = []

    def start(command: list[str]) -> None:
        calls.append(f"program {command[-1]}")

    def open_url(app: App[Any], url: str, **_: Any) -> None:
        calls.append(f"browser {url}")

    monkeypatch.setenv("BROWSER", "true")
    monkeypatch.setattr(article_controller, "open_address", start)
    monkeypatch.setattr(OnRecord, "open_url", open_url)
    monkeypatch.setattr(OnRecord, "is_web", is_web)
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await ready(pilot)
        opened_article = screen.open_article
        assert opened_article is not None
        opened_article.article.url = address
        await pilot.press("W")
        await pilot.pause()
    assert calls == opened
