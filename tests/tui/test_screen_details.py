"""What the screens and panes do besides showing: their help, what they forget, and signs on their rows."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from desk_pilot import WIDE, focused, started
from list_sample import ListApp, shown
from reader_sample import ARTICLE, SEED, ReaderApp, annotation, note, span
from waiting import until

from onrecord.base.records import Quote
from onrecord.tui.app import OnRecord
from onrecord.tui.looks.keymap import actions_for
from onrecord.tui.model.user_corrections import DECIDED_SIGN
from onrecord.tui.screens.dossier import DossierScreen
from onrecord.tui.screens.help import HelpScreen
from onrecord.tui.screens.reviews import ReviewScreen
from onrecord.tui.text.annotation_layers import AnnotationLayers
from onrecord.tui.widgets.quote_list import QuoteList

Desk = Callable[..., OnRecord]


@pytest.mark.parametrize(
    ("key", "screen", "pane"), [("D", DossierScreen, "dossier"), ("R", ReviewScreen, "reviews")]
)
async def test_a_screen_of_its_own_has_its_own_help(desk: Desk, key: str, screen: type, pane: str) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await started(pilot)
        await pilot.press("enter", "]", key)
        await until(pilot, lambda: isinstance(app.screen, screen))
        above = app.screen
        await pilot.press("question_mark")
        await until(pilot, lambda: isinstance(app.screen, HelpScreen))
        help_screen = app.screen
        assert isinstance(help_screen, HelpScreen)
        entries = [entry for _, rows in help_screen.sections() for _, entry in rows]
        assert {action.help for action in actions_for(pane)} <= set(entries)
        await pilot.press("q")
        await until(pilot, lambda: app.screen is above)


async def test_facets_that_are_open_are_gone_to_before_they_are_closed(desk: Desk) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("F")
        assert (focused(screen), screen.has_class("-facets")) == ("facets", True)
        screen.listing.focus.focus("articles")
        await pilot.pause()
        await pilot.press("F")
        assert (focused(screen), screen.has_class("-facets")) == ("facets", True)
        await pilot.press("F")
        assert (focused(screen), screen.has_class("-facets")) == ("articles", False)


async def test_a_page_that_is_closed_has_forgotten_its_article() -> None:
    app = ReaderApp()
    async with app.run_test(size=(80, 24)) as pilot:
        reader = app.page.reader
        reader.open(
            ARTICLE, SEED, layers=AnnotationLayers(annotation()), notes=[note("détente")], hits=[span("Moscow")]
        )
        assert reader.find("NATO") == 6
        assert reader.find_next(1) == 1
        await pilot.pause()
        reader.close()
        assert (reader.article, reader.annotation, reader.notes, reader.hits) == (None, None, [], [])
        assert (reader.match_count, reader.find_next(1), reader.quote) == (0, 0, None)
        reader.asides = True  # there is nothing about which this would say something
        await pilot.pause()
        assert not "".join(shown(reader)).strip()


async def test_the_current_match_stands_out_from_the_others() -> None:
    app = ReaderApp()
    async with app.run_test(size=(80, 24)) as pilot:
        reader = app.page.reader
        reader.open(ARTICLE, SEED)
        await pilot.pause()
        reader.find("NATO")
        assert [mark.kind for mark in reader._top_marks] == []
        reader.find_next(1)
        [here] = [mark for mark in reader._top_marks if mark.kind == "here"]
        assert (SEED[here.start : here.end], here.start) == ("NATO", SEED.index("NATO"))


def quote(index: int, **more: object) -> Quote:
    fields: dict[str, object] = {
        "article": 1,
        "index": index,
        "title": "",
        "published": "",
        "outlet": "",
        "url": "",
        "speaker": "she",
        "actors": [],
        "cue": "said",
        "quote": "“No”",
        "kind": "direct",
        "cue_type": "speech",
        "content": [(0, 4)],
        "confidence": 0.97,
    }
    return Quote(**(fields | more))  # type: ignore[arg-type]


async def test_a_speaker_whom_the_user_has_decided_has_a_sign() -> None:
    list_ = QuoteList()
    async with ListApp(list_).run_test(size=(60, 12)) as pilot:
        list_.decided = frozenset([3])
        list_.show([quote(2), quote(3), quote(4, cue="")])
        await pilot.pause()
        lines = [line for line in shown(list_) if line.startswith("▌she")]
        heads = [line.split("direct")[0].rstrip() for line in lines]
        assert heads == ["▌she said", f"▌she said {DECIDED_SIGN}", "▌she"]
        assert ["0.97" in line for line in lines] == [True, False, True]


@pytest.mark.parametrize(("width", "has_facts"), [(35, False), (36, True)])
async def test_a_narrow_list_of_quotes_leaves_out_kind_and_confidence(width: int, has_facts: bool) -> None:
    list_ = QuoteList()
    async with ListApp(list_).run_test(size=(60, 12)):
        list_.quotes = [quote(2)]
        head = "".join(segment.text for segment in list_.draw(0, width)[0])
        assert ("direct 0.97" in head) == has_facts
