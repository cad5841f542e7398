"""One quote in several articles: marked in a dossier, and its places with what differs, pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from waiting import until, until_at_rest

from onrecord.annotation import version
from onrecord.archive import Archive
from onrecord.base.records import Actor, Annotation, Attribution, Draft
from onrecord.base.settings import Settings
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.dossier import DossierScreen
from onrecord.tui.screens.occurrences import OccurrencesScreen
from onrecord.tui.widgets.dossier_lists import DossierQuotes
from onrecord.tui.widgets.occurrence_list import OccurrenceList
from onrecord.tui.widgets.review_list import ComparisonView

WIDE = (120, 36)
WORDS = "The port of Vellin must open {}before the winter comes and the ice closes it"


def report(number: int, words: str, who: str = "Ada Orlova", cue: str = "said") -> tuple[Draft, Annotation]:
    text = f"“{words},” {who} {cue}. Ada Orlova left on day {number}."
    end = text.index("”") + 1
    source, said = (end + 1, end + 1 + len(who)), (end + 2 + len(who), end + 2 + len(who) + len(cue))
    quote = Attribution(source=[source], cue=[said], content=[(0, end)], kind="direct", speaker=["a1"])
    actors = [Actor(id="a1", name=who, type="person", mentions=[source])]
    draft = Draft(title=f"Report {number}", text=text, published=f"2021-04-0{number}", source=f"Wire {number}")
    return draft, Annotation(attributions=[quote], actors=actors, annotator=version())


@pytest.fixture
def app(tmp_path: Path) -> Iterator[OnRecord]:
    with Archive.open(tmp_path / "port") as archive:
        archive.articles.add(*report(1, WORDS.format("again "), cue="warned"))
        archive.articles.add(*report(2, WORDS.format("again "), "Ben Holt"))
        archive.articles.add(
            *report(3, "Nobody has asked the dockers what they think of the winter and of the ice")
        )
        archive.articles.add(*report(4, WORDS.format("")))
        yield OnRecord(Settings(archive=archive.folder, theme="onrecord-dark"), archive)


async def dossier(pilot: Pilot[None]) -> DossierScreen:
    """The dossier of the newest article's actor, when it says in how many articles each quote is."""
    desk = pilot.app.screen
    assert isinstance(desk, DeskScreen)
    await until(pilot, lambda: desk.is_ready and not desk.listing.is_busy and desk.open_article)
    desk.listing.focus.focus("actors")
    await pilot.press("D")
    await until(pilot, lambda: isinstance(pilot.app.screen, DossierScreen) and pilot.app.screen.dossier)
    screen = pilot.app.screen
    assert isinstance(screen, DossierScreen)
    await until(pilot, lambda: len(screen.query_one("#said", DossierQuotes)._articles) == 3)
    return screen


def rows(said: DossierQuotes) -> list[str]:
    width = said.scrollable_size.width
    return ["".join(part.text for part in said.draw(index, width)[0]) for index in range(said.count())]


async def places(pilot: Pilot[None]) -> tuple[OccurrencesScreen, OccurrenceList]:
    await pilot.press("p")
    await until(pilot, lambda: isinstance(pilot.app.screen, OccurrencesScreen))
    screen = pilot.app.screen
    assert isinstance(screen, OccurrencesScreen)
    occurrences = screen.query_one(OccurrenceList)
    await until(pilot, occurrences.count)
    await pilot.pause()
    return screen, occurrences


async def test_a_quote_of_several_articles_is_marked_and_its_places_are_read(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        desk = app.screen
        assert isinstance(desk, DeskScreen)
        screen = await dossier(pilot)
        said = screen.query_one("#said", DossierQuotes)
        assert ["in 3 articles" in row for row in rows(said)] == [True, False, True]
        shown, occurrences = await places(pilot)
        assert [place.differs for place in occurrences._occurrences] == [
            ["wording", "cue"],
            ["wording", "speaker"],
            [],
        ]
        assert occurrences.cursor == 0
        sides = [str(view.content) for view in shown.query(ComparisonView)]
        assert ["≠ cue: said" in sides[0], "≠ cue: warned" in sides[1]] == [True, True]
        assert all(view.display for view in shown.query(ComparisonView))
        await pilot.press("j")
        await pilot.pause()
        assert "≠ Ben Holt" in str(shown.query(ComparisonView).last().content)
        await pilot.press("y")
        assert "Wire 2" in app.clipboard
        await pilot.press("enter")
        await until(pilot, lambda: app.screen is desk)
        await until(pilot, lambda: desk.open_article and desk.open_article.article.title == "Report 2")
        await until(pilot, lambda: desk.workbench.panes.reader.quote == 0)


async def test_a_row_begins_with_its_source_unless_that_is_the_name_of_the_dossier(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await dossier(pilot)
        said = screen.query_one("#said", DossierQuotes)
        assert [row.split()[0] for row in rows(said)] == ["▌said", "▌said", "▌warned"]
        said.actor_name = "Orlova"
        assert [row.split("  ")[0] for row in rows(said)] == [
            "▌Ada Orlova said",
            "▌Ada Orlova said",
            "▌Ada Orlova warned",
        ]


async def test_a_quote_of_one_article_says_so_and_q_goes_back(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await dossier(pilot)
        await pilot.press("j")
        shown, occurrences = await places(pilot)
        assert occurrences.count() == 1
        assert "in no other article" in str(shown.query_one("#places-head").render())
        assert [view.display for view in shown.query(ComparisonView)] == [True, False]
        await pilot.press("q")
        assert app.screen is screen


@pytest.mark.parametrize("size", [WIDE, (80, 24)], ids=["wide", "narrow"])
@pytest.mark.parametrize("screen", ["dossier", "places"])
def test_how_it_looks(
    snap_compare: Callable[..., bool], app: OnRecord, screen: str, size: tuple[int, int]
) -> None:
    async def open_it(pilot: Pilot[None]) -> None:
        await dossier(pilot)
        if screen == "places":
            await places(pilot)
        await until_at_rest(pilot)

    assert snap_compare(app, terminal_size=size, run_before=open_it)
