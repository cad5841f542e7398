"""What has nothing to show takes no room."""

from __future__ import annotations

from desk_pilot import WIDE, Desk, listed, started
from waiting import until

from onrecord.tui.screens.reviews import ReviewScreen


async def test_reviews_without_anything_to_decide_have_nothing_to_compare(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await started(pilot)
        await pilot.press("R")
        await until(pilot, lambda: isinstance(app.screen, ReviewScreen) and app.screen.has_class("-nothing"))
        assert not app.screen.query_one("#review-sides").display
        assert not app.screen.query_one("#review-question").display


async def test_the_legend_is_there_with_the_article(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        legend = screen.workbench.panes.page.legend
        assert legend.visible
        await pilot.press("slash", *"zzzz", "enter")
        await listed(pilot)
        await until(pilot, lambda: not legend.visible)
        await pilot.press("escape")
        await until(pilot, lambda: legend.visible)
