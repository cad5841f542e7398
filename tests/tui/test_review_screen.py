"""Reviews, pressed: what differs is marked on both sides, and a decision takes out all that it settles."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from threading import current_thread, main_thread

import pytest
from textual.pilot import Pilot
from textual.widgets import Static
from waiting import message_of, until

from onrecord.annotation import version
from onrecord.archive import Archive
from onrecord.base.records import Actor, Annotation, Attribution, Correction, Draft
from onrecord.base.settings import Settings
from onrecord.tui.app import OnRecord
from onrecord.tui.model.background_work import MANY_CORRECTIONS
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.reviews import ReviewScreen
from onrecord.tui.widgets.review_list import ComparisonView, ReviewList


def told(number: int, words: str, who: str, cue: str) -> tuple[Draft, Annotation]:
    text = f"{number}. “{words},” {who} {cue} of it."
    start, end = text.index("“"), text.index("”") + 1
    source, said = (end + 1, end + 1 + len(who)), (end + 2 + len(who), end + 2 + len(who) + len(cue))
    quote = Attribution(source=[source], cue=[said], content=[(start, end)], kind="direct", speaker=["a1"])
    actor = Actor(id="a1", name=who, type="person", mentions=[source])
    draft = Draft(title=f"Report {number}", text=text, published=f"2021-04-0{number}", source=f"Wire {number}")
    return draft, Annotation(attributions=[quote], actors=[actor], annotator=version())


async def reviews_of(pilot: Pilot[None], key: str) -> tuple[ReviewScreen, ReviewList]:
    desk = pilot.app.screen
    assert isinstance(desk, DeskScreen)
    await until(pilot, lambda: desk.is_ready and not desk.listing.is_busy)
    await pilot.press("R")
    await until(pilot, lambda: isinstance(pilot.app.screen, ReviewScreen))
    screen = pilot.app.screen
    assert isinstance(screen, ReviewScreen)
    await pilot.press(key)
    reviews = screen.query_one(ReviewList)
    await until(pilot, lambda: reviews.reviews and screen._is_done)
    return screen, reviews


async def test_words_speaker_and_cue_that_differ_are_marked_on_both_sides(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        words = "The port of Vellin must open {}before the winter comes and the ice closes it"
        archive.articles.add(*told(1, words.format("again "), "Ada Orlova", "said"))
        archive.articles.add(*told(2, words.format(""), "Ben Holt", "warned"))
        app = OnRecord(Settings(archive=tmp_path, theme="onrecord-dark"), archive)
        async with app.run_test(size=(120, 36)) as pilot:
            screen, reviews = await reviews_of(pilot, "3")
            assert [review.differs for review in reviews.reviews] == [["wording", "speaker", "cue"]]
            await until(pilot, lambda: screen._sides)
            await pilot.pause()
            sides = [str(view.content) for view in screen.query(ComparisonView)]
            assert all("≠ cue: " in side for side in sides)
            assert {who for who in ("Ada Orlova", "Ben Holt") for side in sides if f"≠ {who}" in side} == {
                "Ada Orlova", "Ben Holt",
            }  # fmt: skip
            assert screen._sides is not None
            marked = [side.words[slice(*span)] for side in screen._sides for span in side.marks]
            assert marked == ["again"]


async def test_a_decision_takes_out_what_it_settles_and_undo_brings_all_back(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        for number, name in enumerate(("Ada Orlova", "Ada Orlove", "Ada Orlov"), 1):
            archive.articles.add(*told(number, "Nobody has asked what the dockers think of the ice", name, "said"))
        app = OnRecord(Settings(archive=tmp_path, theme="onrecord-dark"), archive)
        async with app.run_test(size=(120, 36)) as pilot:
            _, reviews = await reviews_of(pilot, "1")
            before = list(reviews.reviews)
            assert len(before) == 3  # each with each
            await pilot.press("y", "y")
            await until(pilot, lambda: not reviews.reviews)  # the third pair is one by the other two
            assert len(archive.actors.most_quoted()) == 1
            await pilot.press("ctrl+z")
            await until(pilot, lambda: reviews.reviews == before[1:])
            await pilot.press("ctrl+z")
            await until(pilot, lambda: reviews.reviews == before)
            assert archive.corrections.all() == []


def named(number: int, *names: str) -> tuple[Draft, Annotation]:
    text = f"{' and '.join(names)} went home on day {number}."
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    actors = [
        Actor(id=f"a{index}", name=name, type="person", mentions=[span])
        for index, (name, span) in enumerate(zip(names, spans, strict=True))
    ]
    draft = Draft(title=f"Report {number}", text=text, published=f"2021-04-{number:02}")
    return draft, Annotation(actors=actors, annotator=version())


@pytest.mark.parametrize("articles", [3, 6])
async def test_a_pair_in_several_articles_is_decided_at_once_or_one_by_one(tmp_path: Path, articles: int) -> None:
    with Archive.open(tmp_path) as archive:
        archive.articles.add(*named(1, "Joe Berg"))
        archive.articles.add(*named(2, "Joe Berg"))
        archive.articles.add(*named(3, "Ida Berg"))
        for number in range(articles):
            archive.articles.add(*named(4 + number, "Berg"))
        app = OnRecord(Settings(archive=tmp_path, theme="onrecord-dark"), archive)
        async with app.run_test(size=(120, 36)) as pilot:
            screen, reviews = await reviews_of(pilot, "1")
            assert [(review.subject, review.other) for review in reviews.reviews] == [("Berg", "Joe Berg")]
            assert reviews.highlighted_size == articles
            await pilot.press("y")
            await until(pilot, lambda: not reviews.reviews)
            assert f"Berg is Joe Berg, in {articles} articles." in message_of(screen)
            assert {each.article for each in archive.corrections.all()} == set(range(4, 4 + articles))
            await pilot.press("ctrl+z")
            await until(pilot, lambda: reviews.highlighted_size == articles)
            assert f"Undone: Berg is Joe Berg, in {articles} articles." in message_of(screen)
            assert archive.corrections.all() == []
            await pilot.press("o")
            assert len(reviews.reviews) == articles
            await pilot.press("n")
            assert len(reviews.reviews) == articles - 1
            assert len(archive.corrections.all()) == 1
            await pilot.press("o")
            assert reviews.highlighted_size == articles - 1


@pytest.mark.parametrize("place", ["reviews", "desk"])
@pytest.mark.parametrize("articles", [MANY_CORRECTIONS - 1, MANY_CORRECTIONS])
async def test_a_decision_on_many_articles_is_taken_back_beside_the_event_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, articles: int, place: str
) -> None:
    is_beside: list[bool] = []
    with Archive.open(tmp_path) as archive:
        withdraw_all = archive.corrections.withdraw_all

        def withdraw(ids: Sequence[int]) -> None:
            is_beside.append(current_thread() is not main_thread())
            withdraw_all(ids)

        monkeypatch.setattr(archive.corrections, "withdraw_all", withdraw)
        archive.articles.add(*named(1, "Joe Berg"))
        archive.articles.add(*named(2, "Ida Berg"))
        for number in range(articles):
            archive.articles.add(*named(3 + number, "Berg"))
        app = OnRecord(Settings(archive=tmp_path, theme="onrecord-dark"), archive)
        async with app.run_test(size=(120, 36)) as pilot:
            _, reviews = await reviews_of(pilot, "1")
            await pilot.press("y")
            await until(pilot, lambda: not reviews.reviews)
            if place == "desk":
                await pilot.press("q")
            await pilot.press("ctrl+z")
            await until(pilot, lambda: not archive.corrections.all())
            await until(pilot, lambda: "Undone" in message_of(app.screen))
            assert is_beside == [articles == MANY_CORRECTIONS]


@pytest.mark.parametrize("many_words", [1, 10_000])
async def test_a_decision_on_a_long_article_is_stored_beside_the_event_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, many_words: int
) -> None:
    is_beside: list[bool] = []
    monkeypatch.setattr("onrecord.tui.model.background_work.MANY_WORDS", many_words)
    with Archive.open(tmp_path) as archive:
        apply_all = archive.corrections.apply_all

        def apply(corrections: Sequence[Correction]) -> list[Correction]:
            is_beside.append(current_thread() is not main_thread())
            return apply_all(corrections)

        monkeypatch.setattr(archive.corrections, "apply_all", apply)
        for number, name in enumerate(("Joe Berg", "Ida Berg", "Berg"), 1):
            archive.articles.add(*named(number, name))
        app = OnRecord(Settings(archive=tmp_path, theme="onrecord-dark"), archive)
        async with app.run_test(size=(120, 36)) as pilot:
            _, reviews = await reviews_of(pilot, "1")
            await pilot.press("y")
            await until(pilot, lambda: archive.corrections.all() and not reviews.reviews)
            assert is_beside == [many_words == 1]


async def test_all_tabs_tell_how_much_they_have(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        words = "The port of Vellin must open {}before the winter comes and the ice closes it"
        archive.articles.add(*told(1, words.format("again "), "Ada Orlova", "said"))
        archive.articles.add(*told(2, words.format(""), "Ada Orlove", "warned"))
        app = OnRecord(Settings(archive=tmp_path, theme="onrecord-dark"), archive)
        async with app.run_test(size=(120, 36)) as pilot:
            screen, _ = await reviews_of(pilot, "1")
            tabs = screen.query_one("#review-tabs", Static)
            shown = "1 Same person? 1 left  2 Suspected names 0  3 Same words? 1"
            await until(pilot, lambda: shown in str(tabs.content))
