"""The desk is painted a column at a time, and in the end all of it shows the same article."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_pilot import WIDE, started
from waiting import until_at_rest

from onrecord.tui.app import OnRecord
from onrecord.tui.widgets.tab_line import TabLine, tab_labels

Desk = Callable[..., OnRecord]


async def test_the_column_with_the_cursor_is_painted_first_and_then_the_others(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await until_at_rest(pilot)
        screen._update_timer.pause()
        painted: list[set[str]] = []
        screen._dirty_widgets.update(
            {
                screen.articles,
                screen.workbench.panes.reader,
                screen.workbench.panes.sidebar.actors,
                screen.workbench.panes.status,
            }
        )
        while screen._dirty_widgets:
            before = {str(widget.id) for widget in screen._dirty_widgets}
            screen._on_timer_update()
            painted.append(before - {str(widget.id) for widget in screen._dirty_widgets})
        assert painted == [{"articles"}, {"reader"}, {"actors"}, {str(screen.workbench.panes.status.id)}]


async def test_however_fast_one_moves_all_panes_end_with_the_article_of_the_cursor(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("J", "J", "K", "J", "j", "k", "j")
        await until_at_rest(pilot)
        reading = screen.open_article
        assert reading is not None
        assert reading.annotation is not None
        assert reading.article.id == screen.articles.highlighted
        assert screen.workbench.panes.quotes.quotes == reading.quotes_by(None)
        assert not screen._dirty_widgets
        shown = "\n".join(strip.text for strip in screen._compositor.render_strips())
        assert f"Actors {len(reading.annotation.actors)}" in shown
        assert f"Quotes {len(reading.quotes_by(None))}" in shown


async def test_a_click_on_a_name_of_the_line_opens_what_it_names(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert screen.workbench.panes.sidebar.tab == "quotes"
        await pilot.click(TabLine, offset=(14, 0))
        await pilot.pause()
        assert screen.workbench.panes.sidebar.tab == "entities"
        assert screen.workbench.panes.sidebar.entities.display


@pytest.mark.parametrize(
    ("width", "labels"),
    [
        (30, ["Quotes 12", "Entities 123", "Notes 2"]),
        (29, ["Quotes 12", "Ent. 123", "Notes 2"]),
        (26, ["Quotes 12", "Ent. 123", "Notes 2"]),
        (25, ["Quo. 12", "Ent. 123", "Notes 2"]),
        (10, ["Quo. 12", "Ent. 123", "Not. 2"]),
    ],
)
def test_tabs_keep_their_counts_where_room_is_short(width: int, labels: list[str]) -> None:
    assert list(tab_labels({"quotes": 12, "entities": 123, "notes": 2}, width).values()) == labels


def test_a_tab_without_anything_has_no_count() -> None:
    assert tab_labels({"notes": 0}, 30) == {"notes": "Notes"}
