"""Who is who on the desk: dossiers, reviews, corrections, pressed."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from textual.pilot import Pilot
from textual.widgets import Input
from waiting import until, until_at_rest

from onrecord.annotation import version
from onrecord.archive import Archive
from onrecord.base.archive_records import Tally
from onrecord.base.records import Actor, Annotation, Attribution, Draft, Entity, Span
from onrecord.base.settings import Settings
from onrecord.tui.app import OnRecord
from onrecord.tui.model.comparison import sentence_around
from onrecord.tui.screens.choice_menu import ChoiceMenu
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.dossier import DossierScreen
from onrecord.tui.screens.reviews import ReviewScreen
from onrecord.tui.text.sparklines import bar, fill_months, spark
from onrecord.tui.widgets.dossier_lists import DossierArticles, DossierQuotes, FactList
from onrecord.tui.widgets.paged_rows import PAGE
from onrecord.tui.widgets.review_list import ReviewList
from onrecord.tui.widgets.search_bar import SearchBar

WIDE = (120, 36)
MINISTER = "Ada Orlova"


def _find(text: str, words: str) -> Span:
    start = text.index(words)
    return start, start + len(words)


def _article(number: int, name: str, suspected: str = "") -> tuple[Draft, Annotation]:
    text = f"Harbour Minister {name} said that quay {number} would open. Ben Holt left.\n"
    text += f"{suspected} smiled.\n" if suspected else ""
    minister = Actor(
        id="a1",
        name=name,
        type="person",
        roles=["Harbour Minister"],
        suspected=[suspected] if suspected else [],
        mentions=[_find(text, name), *([_find(text, suspected)] if suspected else [])],
    )
    holt = Actor(id="a2", name="Ben Holt", type="person", mentions=[_find(text, "Ben Holt")])
    said = Attribution(
        source=[_find(text, f"Harbour Minister {name}")],
        cue=[_find(text, "said")],
        content=[_find(text, f"that quay {number} would open")],
        kind="indirect",
        speaker=["a1"],
    )
    actors = [minister, holt]
    entities = [Entity(span=span, label="PERSON", actor=actor.id) for actor in actors for span in actor.mentions]
    draft = Draft(title=f"Quay {number}", text=text, published=f"2021-04-{number % 28 + 1:02}", source="Wire")
    return draft, Annotation(attributions=[said], actors=actors, entities=entities, annotator=version())


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[Archive]:
    """Sixty articles of one minister, one of them with a misprint, and two of somebody with nearly her name."""
    with Archive.open(tmp_path / "harbour") as archive:
        for number in range(60):
            archive.articles.add(*_article(number, MINISTER, "Orlowa" if number == 27 else ""))
        for number in (90, 91):
            archive.articles.add(*_article(number, "Ada Orlove"))
        yield archive


@pytest.fixture
def app(harbour: Archive) -> OnRecord:
    return OnRecord(Settings(archive=harbour.folder, theme="onrecord-dark"), harbour)


async def at_the_minister(pilot: Pilot[None], number: int = 27) -> DeskScreen:
    """The desk with an article open and the cursor on its minister among the actors."""
    screen = pilot.app.screen
    assert isinstance(screen, DeskScreen)
    await until(pilot, lambda: screen.is_ready and screen.open_article is not None)
    await until(pilot, lambda: not screen.listing.is_busy)
    title = f"Quay {number}"
    wanted = next(
        article.id for article in screen.archive.articles.get_many(screen.articles.ids) if article.title == title
    )
    screen.articles.highlight(wanted)
    await until(pilot, lambda: screen.open_article is not None and screen.open_article.article.id == wanted)
    screen.listing.focus.focus("actors")
    await pilot.pause()
    return screen


def minister(screen: DeskScreen) -> Actor | None:
    assert screen.open_article is not None
    assert screen.open_article.annotation is not None
    return next((actor for actor in screen.open_article.annotation.actors if actor.id == "a1"), None)


async def dossier_of(pilot: Pilot[None]) -> DossierScreen:
    await until(pilot, lambda: isinstance(pilot.app.screen, DossierScreen) and pilot.app.screen.dossier)
    screen = pilot.app.screen
    assert isinstance(screen, DossierScreen)
    return screen


def shown(*keys: str) -> Callable[[Pilot[None]], object]:
    """Presses keys on the desk and waits for what they open."""

    async def press(pilot: Pilot[None]) -> None:
        pilot.app.screen.archive.folder = Path("harbour")  # type: ignore[attr-defined]
        await at_the_minister(pilot)
        await pilot.press(*keys)
        if keys[0] == "D":
            await dossier_of(pilot)
        elif keys[0] == "R":
            screen, _ = await reviewing(pilot)
            await until(pilot, lambda: screen._sides)
        await until_at_rest(pilot)

    return press


@pytest.mark.parametrize("size", [WIDE, (80, 24)], ids=["wide", "narrow"])
@pytest.mark.parametrize("keys", ["D", "R"])
def test_how_it_looks(snap_compare: Callable[..., bool], app: OnRecord, keys: str, size: tuple[int, int]) -> None:
    assert snap_compare(app, terminal_size=size, run_before=shown(keys))


async def test_enter_chooses_and_again_opens_the_dossier(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        desk = await at_the_minister(pilot)
        await pilot.press("enter")
        assert desk.workbench.panes.reader.actor == "a1"
        assert app.screen is desk
        await pilot.press("enter")
        screen = await dossier_of(pilot)
        assert screen.dossier is not None
        assert screen.dossier.actor.name == MINISTER
        assert screen.dossier.said == 60
        await pilot.press("q")
        assert app.screen is desk
        await pilot.press("escape")
        assert desk.workbench.panes.reader.actor is None


async def test_a_quote_far_down_is_read_when_it_is_shown_and_opens_its_article(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        desk = await at_the_minister(pilot)
        await pilot.press("D")
        screen = await dossier_of(pilot)
        said = screen.query_one("#said", DossierQuotes)
        await pilot.press("G")
        await until(pilot, lambda: said.highlighted is not None)
        assert said.cursor == 59 > PAGE
        quote = said.highlighted
        assert quote is not None
        await pilot.press("y")
        assert quote.quote in app.clipboard
        await pilot.press("enter")
        await until(pilot, lambda: desk.open_article and desk.open_article.article.id == quote.article)
        await until(pilot, lambda: desk.workbench.panes.reader.quote == 0)
        assert desk.articles.highlighted == quote.article


async def test_beliefs_are_listed_with_a_key_and_each_list_is_there_when_it_is_wanted(
    app: OnRecord, harbour: Archive
) -> None:
    draft, annotation = _article(70, MINISTER)
    belief = msgspec.structs.replace(annotation.attributions[0], cue_type="belief")
    of_her = msgspec.structs.replace(annotation.attributions[0], speaker=["a2"], content=[(0, len(draft.text))])
    harbour.articles.add(draft, msgspec.structs.replace(annotation, attributions=[belief, of_her]))
    async with app.run_test(size=WIDE) as pilot:
        await at_the_minister(pilot)
        await pilot.press("D")
        screen = await dossier_of(pilot)
        assert screen.dossier is not None
        assert (screen.dossier.said, screen.dossier.more) == (60, (1, 0))
        await pilot.press("B")
        await until(pilot, lambda: screen.dossier and screen.dossier.said == 61)
        await pilot.press("2")
        told = screen.query_one("#told", DossierQuotes)
        await until(pilot, lambda: told.highlighted)
        assert screen.focused is told
        assert told.highlighted is not None
        assert told.highlighted.actors == ["Ben Holt"]
        await pilot.press("3", "j")
        articles = screen.query_one(DossierArticles)
        await until(pilot, lambda: articles.highlighted)
        assert (articles.count(), articles.cursor) == (61, 1)
        await pilot.press("B", "1")
        await until(pilot, lambda: screen.dossier and screen.dossier.said == 60)
        assert screen.focused is screen.query_one("#said")


async def test_who_is_beside_leads_on_and_q_comes_back(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await at_the_minister(pilot)
        await pilot.press("D")
        screen = await dossier_of(pilot)
        await pilot.press("tab")
        facts = screen.query_one(FactList)
        assert screen.focused is facts
        names = [getattr(getattr(row, "actor", None), "name", "") for row in facts._rows]
        facts.cursor = names.index("Ben Holt")
        await pilot.press("enter")
        await until(pilot, lambda: screen.dossier and screen.dossier.actor.name == "Ben Holt")
        await pilot.press("q")
        await until(pilot, lambda: screen.dossier and screen.dossier.actor.name == MINISTER)


async def test_a_filter_narrows_and_a_wrong_one_is_said(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await at_the_minister(pilot)
        await pilot.press("D")
        screen = await dossier_of(pilot)
        await pilot.press("slash", *"before:2021-04-03", "enter")
        await until(pilot, lambda: screen.dossier and screen.dossier.query)
        assert screen.dossier is not None
        assert 0 < screen.dossier.said < 60
        field = screen.query_one("#dossier-query", SearchBar)
        await pilot.press("slash")
        field.value = "age:("
        await pilot.press("enter")
        await until(pilot, lambda: screen.query("#dossier-problem"))
        await pilot.press("escape")
        await until(pilot, lambda: screen.dossier and screen.dossier.said == 60)


async def test_words_narrow_the_quotes_of_a_dossier_as_they_are_typed(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await at_the_minister(pilot)
        await pilot.press("D")
        screen = await dossier_of(pilot)
        await pilot.press("slash", *"quay 17")
        await until(pilot, lambda: screen.dossier and screen.dossier.said == 1)
        assert isinstance(screen.focused, SearchBar)
        await pilot.press("down")
        assert isinstance(screen.focused, DossierQuotes)
        assert screen.query_one(SearchBar).value == "quay 17*"
        await pilot.press("slash", "x")
        await until(pilot, lambda: screen.dossier and screen.dossier.said == 0)
        assert (
            screen.query_one("#said", DossierQuotes).empty_text
            == "No quote that the filter finds. 3 lists the articles."
        )
        assert screen.query_one(FactList).empty_text == "Nothing that the filter finds."
        await pilot.press("escape")
        await until(pilot, lambda: screen.dossier and screen.dossier.said == 60)


async def test_a_dossier_is_written_and_never_over_a_file(app: OnRecord, tmp_path: Path) -> None:
    file = tmp_path / "orlova.csv"
    async with app.run_test(size=WIDE) as pilot:
        await at_the_minister(pilot)
        await pilot.press("D")
        screen = await dossier_of(pilot)
        await pilot.press("x")
        app.screen.query_one(Input).value = str(file)
        await pilot.press("enter")
        await until(pilot, file.exists)
        assert screen.dossier is not None
        assert len(file.read_text(encoding="utf-8").splitlines()) == 61 + screen.dossier.said_about
        file.write_text("mine")
        await pilot.press("x")
        app.screen.query_one(Input).value = str(file)
        await pilot.press("enter")
        await until(pilot, lambda: "exists already" in [*app._notifications][-1].message)
        assert file.read_text() == "mine"


@pytest.mark.parametrize("key", ["plus", "minus"])
async def test_a_suspected_name_is_judged_and_taken_back(app: OnRecord, key: str) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await at_the_minister(pilot)
        before = minister(screen)
        assert before is not None
        assert before.suspected == ["Orlowa"]
        await pilot.press(key)
        await pilot.pause()
        now = minister(screen)
        assert now is not None
        assert (now.suspected, now.aliases) == ([], ["Orlowa"] if key == "plus" else [])
        assert screen.workbench.panes.sidebar.actors.decided
        assert screen.archive.corrections.on(screen.open_article.article.id)  # type: ignore[union-attr]
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert minister(screen) == before
        assert not screen.workbench.panes.sidebar.actors.decided


async def test_the_menu_renames_joins_and_hides(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await at_the_minister(pilot, 3)
        await pilot.press("c")
        assert isinstance(app.screen, ChoiceMenu)
        await pilot.press("r")
        app.screen.query_one(Input).value = "A. Orlova"
        await pilot.press("enter")
        await pilot.pause()
        now = minister(screen)
        assert now is not None
        assert now.name == "A. Orlova"
        await pilot.press("ctrl+z", "c", "m")
        await pilot.press(*"holt")
        await pilot.press("enter")
        await pilot.pause()
        assert minister(screen) is None
        await pilot.press("ctrl+z")
        await pilot.pause()
        assert minister(screen) is not None
        screen.workbench.panes.sidebar.actors.cursor = 0
        await pilot.press("c", "x")
        await pilot.pause()
        assert minister(screen) is None


async def test_what_is_decided_everywhere_holds_in_other_articles(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await at_the_minister(pilot, 3)
        await pilot.press("c", "e", "r")
        app.screen.query_one(Input).value = "Countess Orlova"
        await pilot.press("enter")
        await pilot.pause()
        screen = await at_the_minister(pilot, 5)
        now = minister(screen)
        assert now is not None
        assert now.name == "Countess Orlova"


async def test_another_speaker_and_nobody(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await at_the_minister(pilot, 3)
        screen.listing.focus.focus("quotes")
        await pilot.press("c", "p")
        await pilot.press(*"holt", "enter")
        await pilot.pause()
        assert screen.open_article is not None
        assert screen.open_article.annotation is not None
        assert screen.open_article.annotation.attributions[0].speaker == ["a2"]
        assert screen.workbench.panes.quotes.decided == {0}
        await pilot.press("c", "0")
        await pilot.pause()
        assert screen.open_article.annotation.attributions[0].speaker == []


async def test_an_entity_gets_another_label(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await at_the_minister(pilot, 3)
        screen.listing.focus.focus("entities")
        await pilot.press("j", "c", "l", "2")
        await pilot.pause()
        assert screen.open_article is not None
        assert screen.open_article.annotation is not None
        assert [entity.label for entity in screen.open_article.annotation.entities].count("ORG") == 1


async def reviewing(pilot: Pilot[None]) -> tuple[ReviewScreen, ReviewList]:
    await until(pilot, lambda: isinstance(pilot.app.screen, ReviewScreen))
    screen = pilot.app.screen
    assert isinstance(screen, ReviewScreen)
    reviews = screen.query_one(ReviewList)
    await until(pilot, lambda: reviews.reviews)
    return screen, reviews


@pytest.mark.parametrize(("key", "kind"), [("y", "join"), ("n", "split")])
async def test_a_review_is_decided_with_one_key_and_taken_back(app: OnRecord, key: str, kind: str) -> None:
    async with app.run_test(size=WIDE) as pilot:
        desk = await at_the_minister(pilot)
        await pilot.press("R")
        screen, reviews = await reviewing(pilot)
        assert {reviews.reviews[0].subject, reviews.reviews[0].other} == {"Ada Orlove", MINISTER}
        await until(pilot, lambda: screen._sides)
        before = list(reviews.reviews)
        await pilot.press(key)
        assert reviews.reviews == before[1:]
        assert [correction.kind for correction in desk.archive.corrections.all()] == [kind]
        await pilot.press("ctrl+z")
        assert reviews.reviews == before
        assert desk.archive.corrections.all() == []
        await pilot.press("s")
        assert reviews.reviews == before[1:]
        assert desk.archive.corrections.all() == []


async def test_what_was_decided_is_taken_back_in_reviews_that_are_opened_anew(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        desk = await at_the_minister(pilot)
        await pilot.press("R")
        _, reviews = await reviewing(pilot)
        before = list(reviews.reviews)
        await pilot.press("y", "q")
        await until(pilot, lambda: app.screen is desk)
        await pilot.press("R")
        screen = app.screen
        assert isinstance(screen, ReviewScreen)
        reviews = screen.query_one(ReviewList)
        await until(pilot, lambda: screen._is_done and reviews.reviews == before[1:])
        await pilot.press("ctrl+z")
        await until(pilot, lambda: screen._is_done and reviews.reviews == before)
        assert desk.archive.corrections.all() == []
        await pilot.press("ctrl+z")
        assert screen._is_done
        assert reviews.reviews == before


async def test_the_article_of_a_side_is_read(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        desk = await at_the_minister(pilot, 3)
        await pilot.press("R")
        screen, reviews = await reviewing(pilot)
        await until(pilot, lambda: screen._sides)
        wanted = reviews.reviews[0].article
        await pilot.press("h")
        await until(pilot, lambda: desk.open_article and desk.open_article.article.id == wanted)


async def test_suspected_names_have_a_list_of_their_own(app: OnRecord) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await at_the_minister(pilot)
        await pilot.press("R")
        screen, reviews = await reviewing(pilot)
        await pilot.press("2")
        await until(pilot, lambda: any(review.subject == "Orlowa" for review in reviews.reviews))
        await until(pilot, lambda: screen._sides)
        assert screen._sides is not None
        assert "Orlowa smiled." in screen._sides[0].words


def test_plots() -> None:
    assert bar(0, 10, 4) == ""
    assert bar(10, 10, 4) == "████"
    assert bar(1, 1000, 4) == "▏"
    assert spark([0, 1, 8], 10) == " ▁█"
    assert len(spark(list(range(100)), 20)) == 20
    months = [Tally(key="2020-12", named=1, said=0, articles=1), Tally(key="2021-02", named=2, said=1, articles=1)]
    assert [month.key for month in fill_months(months)] == ["2020-12", "2021-01", "2021-02"]


def test_a_sentence_on_one_line_with_its_place() -> None:
    text = "Mr. X came. The minister\nAda Orlova said: “Yes.” She left."
    words, marks = sentence_around(text, _find(text, "Ada Orlova"))
    assert words.startswith("The minister Ada Orlova")
    assert [words[slice(*mark)] for mark in marks] == ["Ada Orlova"]
    assert "left" not in words
