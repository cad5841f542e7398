"""The desk as a test drives it: waiting for it, and what it shows."""

from __future__ import annotations

from collections.abc import Callable

from textual.pilot import Pilot
from waiting import until, until_at_rest

from onrecord.tui.app import OnRecord
from onrecord.tui.screens.desk import DeskScreen

Desk = Callable[..., OnRecord]
WIDE, NARROW = (120, 36), (80, 24)


def screen_of(pilot: Pilot[None]) -> DeskScreen:
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, DeskScreen)
    return screen


async def started(pilot: Pilot[None]) -> DeskScreen:
    """Wait until the desk stands, with the article under the cursor of its list."""
    screen = pilot.app.screen
    assert isinstance(screen, DeskScreen)
    await until(pilot, lambda: screen.is_ready and (screen.open_article is not None or not screen.articles.ids))
    return screen


async def ready(pilot: Pilot[None]) -> DeskScreen:
    """Wait for the complete desk."""
    screen = screen_of(pilot)
    await until(pilot, lambda: screen.is_ready)
    await until_at_rest(pilot)
    return screen


async def listed(pilot: Pilot[None]) -> None:
    """Wait until the list shows all that it was asked for."""
    screen = pilot.app.screen
    assert isinstance(screen, DeskScreen)
    await pilot.pause()
    await until(pilot, lambda: not screen.listing.is_busy)


def about(screen: DeskScreen) -> str:
    """What the page says of its article, in one line."""
    reader = screen.workbench.panes.reader
    lines = [reader.render_line(y).text.strip() for y in range(reader.size.height)]
    return " ".join(" ".join(lines).split())


def titles(screen: DeskScreen) -> list[str]:
    return [article.title for article in screen.archive.articles.get_many(screen.articles.ids)]


def focused(screen: DeskScreen) -> str | None:
    return screen.focused.id if screen.focused else None
