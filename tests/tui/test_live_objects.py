"""Whoever reads on leaves nothing behind: there are as many objects after each round as after the one before."""

from __future__ import annotations

import asyncio
import gc
from collections import Counter
from collections.abc import Callable

import pytest
from desk_pilot import WIDE, started
from textual.pilot import Pilot
from textual.strip import Strip
from textual.timer import Timer
from textual.widget import Widget
from textual.worker import Worker
from waiting import until_at_rest

from onrecord.base.records import Annotation, Article, Attribution
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


async def live_objects(pilot: Pilot[None]) -> tuple[Counter[str], int]:
    """Return how many objects there are of each kind that is counted, and how many strips, once all is at rest."""
    await until_at_rest(pilot)
    gc.collect()
    things = gc.get_objects()
    counts = Counter(type(thing).__name__ for thing in things if isinstance(thing, COUNTED))
    return counts, sum(isinstance(thing, Strip) for thing in things)


@pytest.mark.parametrize("keys", ROUNDS.values(), ids=ROUNDS)
async def test_a_round_leaves_nothing_behind(desk: Callable[..., OnRecord], keys: list[str]) -> None:
    async with desk().run_test(size=WIDE) as pilot:
        await started(pilot)
        gc.unfreeze()  # the desk froze what was made before it stood; it would count only when it is made again
        rounds: list[tuple[Counter[str], int]] = []
        for _ in range(4):
            for key in keys:
                await pilot.press(key)
                await until_at_rest(pilot)
            rounds.append(await live_objects(pilot))
    (counts_before, strips_before), (counts, strips) = rounds[-2:]
    assert counts == counts_before
    assert strips - strips_before < _FEW_STRIPS
