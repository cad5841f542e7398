"""Whoever reads on leaves nothing behind: there are no more objects after a round than after the one before."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import Callable, Iterator

import pytest
from desk_pilot import WIDE, started
from textual.pilot import Pilot
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import Worker
from waiting import until, until_at_rest

from onrecord.base.records import Annotation, Article, Attribution
from onrecord.terminal import garbage_collection
from onrecord.tui.app import OnRecord
from onrecord.tui.model.open_article import OpenArticle

COUNTED = (Widget, Timer, Worker, asyncio.Task, OpenArticle, Article, Annotation, Attribution)

_FEW_STRIPS = 10
"""Fewer than two lines of the screen are made of; a dialog is made of two hundred."""

ROUNDS = {
    "articles": ["J", "J", "J", "K", "K", "K"],
    "searches": ["slash", *"said", "enter", "escape", "escape"],
    "quotes": ["Q", "j", "j", "Q"],
    "dialogs": ["t", "escape", "a", "escape", "i", "escape", "o", "escape", "question_mark", "escape"],
    "facets": ["F", "j", "F"],
    "palette": ["ctrl+p", "escape"],
    "dossiers": ["D", "escape"],
    "reviews": ["R", "escape"],
}
"""Keys that end where they begin."""


def live_objects() -> tuple[Counter[str], int]:
    """Return how many objects there are of each kind that is counted, and how many strips."""
    gc.collect()
    things = gc.get_objects()
    counts = Counter(type(thing).__name__ for thing in things if isinstance(thing, COUNTED))
    return counts, sum(isinstance(thing, Strip) for thing in things)


@pytest.fixture
def only_new_objects(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the collector look at nothing but what the test makes: a process that runs tests has millions of objects."""
    monkeypatch.setattr(garbage_collection, "resume", gc.enable)  # the desk would freeze what it has made
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.mark.usefixtures("only_new_objects")
@pytest.mark.parametrize("keys", ROUNDS.values(), ids=ROUNDS)
async def test_a_round_leaves_nothing_behind(desk: Callable[..., OnRecord], keys: list[str]) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        await started(pilot)
        for _ in range(3):
            await _press(pilot, keys)
        counts_before, strips_before = live_objects()
        await _press(pilot, keys)

        def has_no_more() -> bool:  # a screen that has just been left may still be on its way out
            counts, strips = live_objects()
            return counts <= counts_before and strips - strips_before < _FEW_STRIPS

        await until(pilot, has_no_more)


async def _press(pilot: Pilot[None], keys: list[str]) -> None:
    for key in keys:
        await pilot.press(key)
        await until_at_rest(pilot)
    await until(pilot, lambda: len(pilot.app.screen_stack) == 1)
