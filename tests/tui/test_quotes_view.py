"""Quotes in place of the articles: what is listed, and every key there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest
from desk_pilot import NARROW, WIDE, focused, listed, started
from textual.pilot import Pilot
from textual.widgets import Static
from waiting import until, until_at_rest

from onrecord.annotation import version
from onrecord.archive import Archive
from onrecord.base.records import Actor, Annotation, Attribution, Draft, QuoteKind, Span
from onrecord.base.settings import Settings
from onrecord.tui.app import OnRecord
from onrecord.tui.model.quote_listing import ids_around
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.dossier import DossierScreen
from onrecord.tui.screens.help import HelpScreen
from onrecord.tui.widgets.quote_search_list import QuoteSearchList

ARTICLES = 80
SPEAKERS = ("Ada Orlova", "Ben Holt")


def _find(text: str, words: str) -> Span:
    start = text.index(words)
    return start, start + len(words)


def _article(number: int) -> tuple[Draft, Annotation]:
    """Two say something and one of them believes something as well."""
    one, other = SPEAKERS
    text = (
        f"{one} said “quay {number} will open”. {other} replied that the ferry was late. "
        f"{one} believes that it will rain."
    )
    actors = [
        Actor(id=f"a{at}", name=name, type="person", mentions=[_find(text, name)])
        for at, name in enumerate(SPEAKERS, 1)
    ]
    told: list[tuple[str, str, str, str, QuoteKind]] = [
        (one, "a1", "said", f"“quay {number} will open”", "direct"),
        (other, "a2", "replied", "that the ferry was late", "indirect"),
        (one, "a1", "believes", "that it will rain", "indirect"),
    ]
    said = [
        Attribution(
            source=[_find(text, name)], cue=[_find(text, cue)], content=[_find(text, words)], kind=kind,
            speaker=[actor], cue_type="belief" if cue == "believes" else "speech",
        )
        for name, actor, cue, words, kind in told
    ]  # fmt: skip
    source = "Wire" if number % 2 else "Post"
    draft = Draft(title=f"Quay {number}", text=text, published=f"20{10 + number // 12}-{number % 12 + 1:02}-01")
    draft.source = source
    return draft, Annotation(attributions=said, actors=actors, annotator=version())


@pytest.fixture
def harbour(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path / "harbour") as archive:
        for number in range(ARTICLES):
            archive.articles.add(*_article(number))
        yield archive


@pytest.fixture
def app(harbour: Archive) -> OnRecord:
    return OnRecord(Settings(archive=harbour.folder, theme="onrecord-dark"), harbour)


def quotes(screen: DeskScreen) -> QuoteSearchList:
    assert screen.workbench.quote_search.pane is not None
    return screen.workbench.quote_search.pane


def said(screen: DeskScreen) -> list[str]:
    return [quote.quote for quote in screen.archive.quotes.get_many(quotes(screen).ids)]


async def resting(pilot: Pilot[None]) -> None:
    """Wait until what the cursor is on is shown."""
    await listed(pilot)
    await until_at_rest(pilot)


async def opened(pilot: Pilot[None], *before: str) -> DeskScreen:
    """The desk with its quotes."""
    screen = await started(pilot)
    await listed(pilot)
    await pilot.press(*before, "Q")
    await resting(pilot)
    assert screen.workbench.quote_search.is_open
    assert focused(screen) == "quote-search"
    return screen


def read_at(screen: DeskScreen) -> tuple[int, int | None]:
    """The article that is open, and the quote under the reader's cursor."""
    assert screen.open_article is not None
    return screen.open_article.article.id, screen.workbench.panes.reader.quote


def test_the_nearest_are_wanted_most() -> None:
    ids = [(article, 0) for article in range(200)]
    assert ids_around(ids, 100)[:2] == [(100, 0), (101, 0)]
    assert ids_around(ids, 100)[50:52] == [(99, 0), (98, 0)]
    assert ids_around(ids, 199)[:2] == [(199, 0), (198, 0)]
    assert ids_around([], 0) == []


async def test_all_quotes_of_words_are_listed_and_their_articles_shown(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot)
        assert len(quotes(screen).ids) == 2 * ARTICLES
        assert quotes(screen).border_title == "160 quotes · newest"
        counts = [article.quotes for article in screen.archive.articles.get_many(screen.archive.search.ids())]
        assert sum(counts) == len(quotes(screen).ids) == screen.archive.maintenance.statistics().quotes
        assert not screen.articles.display
        assert said(screen)[:2] == [f"“quay {ARTICLES - 1} will open”", "that the ferry was late"]
        lines = [quotes(screen).render_line(y).text.strip() for y in range(3)]
        assert lines[0].startswith("▌Ada Orlova said")
        assert lines[0].endswith("1 Aug 2016")
        assert lines[1:] == ["▌“quay 79 will open”", "direct · Wire · Quay 79"]
        assert read_at(screen) == (ARTICLES, 0)
        await pilot.press("j")
        await resting(pilot)
        assert read_at(screen) == (ARTICLES, 1)
        await pilot.press("J")
        await resting(pilot)
        assert read_at(screen) == (ARTICLES - 1, 0)
        await pilot.press("G")
        await resting(pilot)
        assert read_at(screen) == (1, 1)
        assert (
            screen.archive.articles.get(1).position == screen.archive.articles.get(2).position == 0
        )  # looking is not reading


async def test_b_lists_beliefs_as_well(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot)
        await pilot.press("j", "B")
        await resting(pilot)
        assert len(quotes(screen).ids) == 3 * ARTICLES
        assert read_at(screen) == (ARTICLES, 1)
        await pilot.press("j")
        await resting(pilot)
        assert read_at(screen) == (ARTICLES, 2)
        await pilot.press("B")
        await resting(pilot)
        assert len(quotes(screen).ids) == 2 * ARTICLES
        assert quotes(screen).cursor == 2  # the nearest that is left


async def test_the_search_line_chooses_among_the_quotes(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot)
        await pilot.press("slash", *"speaker:holt")
        await listed(pilot)
        assert set(said(screen)) == {"that the ferry was late"}
        assert quotes(screen).border_title == "80 quotes · newest"
        await resting(pilot)
        hit = next(part for part in quotes(screen).draw(0, 50)[0] if part.text == "Holt")
        assert hit.style is not None
        assert hit.style.underline
        await pilot.press(*" title:7", "enter")
        await resting(pilot)
        assert focused(screen) == "quote-search"
        assert quotes(screen).border_title == "1 quote · newest"
        assert read_at(screen) == (8, 1)
        await pilot.press("slash", "ctrl+u", *"said:nothing", "enter")
        await listed(pilot)
        assert quotes(screen).count() == 0
        assert screen.open_article is None
        assert "No quotes found." in quotes(screen).empty_text
        assert "“nothing*”" in quotes(screen).empty_text
        assert "B lists" not in quotes(screen).empty_text
        await pilot.press("slash", "ctrl+u", *"said:rain", "enter")
        await listed(pilot)
        assert quotes(screen).count() == 0
        assert "B lists beliefs, attitudes and documents: there are some." in quotes(screen).empty_text
        await pilot.press("slash", *"(")
        await pilot.press("enter")
        await listed(pilot)
        assert screen.query_one("#query-error", Static).has_class("-shown")
        await pilot.press("slash", "escape")
        await resting(pilot)
        assert len(quotes(screen).ids) == 2 * ARTICLES


async def test_the_longest_quote_leaves_the_last_line_of_its_row_blank(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "long") as archive:
        draft, annotation = _article(1)
        words = "ships wait for the pilot " * 20
        draft.text = f"{SPEAKERS[0]} said “{words}”."
        content = _find(draft.text, f"“{words}”")
        annotation = Annotation(
            attributions=[msgspec.structs.replace(annotation.attributions[0], content=[content])],
            actors=annotation.actors[:1],
            annotator=version(),
        )
        archive.articles.add(draft, annotation)
        app = OnRecord(Settings(archive=archive.folder, theme="onrecord-dark"), archive)
        async with app.run_test(size=(80, 24)) as pilot:
            screen = app.screen
            assert isinstance(screen, DeskScreen)
            await listed(pilot)
            await pilot.press("Q")
            await resting(pilot)
            lines = ["".join(segment.text for segment in line) for line in quotes(screen).draw(0, 40)]
            assert len(lines) == 5
            assert [bool(line) for line in lines] == [True, True, True, True, False]


async def test_what_is_typed_before_q_is_what_q_lists(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot, "slash", *"kind:direct source:wire", "enter")
        assert len(quotes(screen).ids) == ARTICLES // 2
        await pilot.press("q")
        await listed(pilot)
        assert not screen.workbench.quote_search.is_open
        assert len(screen.articles.ids) == ARTICLES // 2
        assert focused(screen) == "articles"


@pytest.mark.parametrize("key", ["q", "escape", "Q"])
async def test_the_places_of_articles_and_quotes_are_kept(app: OnRecord, key: str) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot, *"jjjjj")
        article = screen.articles.highlighted
        assert article == ARTICLES - 5
        assert quotes(screen).ids[quotes(screen).cursor] == (article, 0)
        await pilot.press(*"jjj")
        await resting(pilot)
        await pilot.press(key)
        await resting(pilot)
        assert screen.articles.display
        assert not quotes(screen).display
        assert focused(screen) == "articles"
        assert screen.articles.highlighted == article == read_at(screen)[0]
        await pilot.press("Q")
        await resting(pilot)
        assert quotes(screen).ids[quotes(screen).cursor] == (article - 1, 1)
        await pilot.press(key)
        await pilot.press("G", "Q")
        await resting(pilot)
        assert quotes(screen).ids[quotes(screen).cursor] == (1, 0)


async def test_enter_reads_on_at_the_quote_and_q_comes_back(app: OnRecord) -> None:
    async with app.run_test(size=NARROW) as pilot:
        screen = await opened(pilot, "j")
        assert screen.query_one("#left").display
        await pilot.press("j", "enter")
        await resting(pilot)
        assert focused(screen) == "reader"
        assert not screen.query_one("#left").display
        assert read_at(screen) == (ARTICLES - 1, 1)
        assert screen.archive.articles.get(ARTICLES - 1).read
        await pilot.press("l", "h", "q")
        await resting(pilot)
        assert focused(screen) == "quote-search"
        assert quotes(screen).cursor == 3
        await pilot.press("enter", "escape")
        assert focused(screen) == "quote-search"


async def test_tab_goes_round_with_the_quotes_and_the_sidebar_is_there_when_one_is_in_it(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot)
        seen = []
        for _ in range(4):
            await pilot.press("tab")
            await pilot.pause()
            seen.append((focused(screen), screen.query_one("#side").display))
        assert seen == [("reader", False), ("actors", True), ("quotes", True), ("quote-search", False)]
        await pilot.press("F")
        await pilot.pause()
        assert screen.listing.focus.order()[:2] == ["quote-search", "facets"]
        await pilot.press("q")
        assert focused(screen) == "quote-search"


async def test_a_quote_is_copied_and_its_speaker_looked_up(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot)
        await pilot.press("j", "y")
        assert app.clipboard == (
            "Ben Holt replied that the ferry was late (indirect)\n— Ben Holt, Quay 79, Wire, 1 August 2016"
        )
        await pilot.press("D")
        await until(pilot, lambda: isinstance(app.screen, DossierScreen) and app.screen.dossier)
        assert isinstance(app.screen, DossierScreen)
        assert app.screen.dossier is not None
        assert app.screen.dossier.actor.name == "Ben Holt"
        await pilot.press("q")
        assert pilot.app.screen is screen
        await pilot.press("c", "0")  # nobody says it
        await resting(pilot)
        assert quotes(screen).highlighted is not None
        assert quotes(screen).highlighted.actors == []  # type: ignore[union-attr]


async def test_the_place_is_kept_when_articles_arrive_and_go(app: OnRecord, harbour: Archive) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot)
        await pilot.press(*"ctrl+d ctrl+d j".split())
        await resting(pilot)
        here, offset = quotes(screen).ids[quotes(screen).cursor], quotes(screen).offset_of_cursor()
        draft, annotation = _article(100)
        draft.published = "2030-01-01"
        with Archive.open(harbour.folder) as other:
            new = other.articles.add(draft, annotation).id
        await until(pilot, lambda: len(quotes(screen).ids) > 2 * ARTICLES)
        await resting(pilot)
        assert quotes(screen).ids[0] == (new, 0)
        assert quotes(screen).ids[quotes(screen).cursor] == here
        assert quotes(screen).offset_of_cursor() == offset
        harbour.articles.remove([here[0]])
        screen.show_changes()
        await resting(pilot)
        assert quotes(screen).ids[quotes(screen).cursor] == (here[0] - 1, 0)


async def test_another_order_begins_at_the_top(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await opened(pilot)
        await pilot.press("G", "o", "o")
        await resting(pilot)
        assert quotes(screen).border_title == "160 quotes · oldest"
        assert quotes(screen).cursor == 0
        assert read_at(screen) == (1, 0)


async def test_the_help_of_the_quotes(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await opened(pilot)
        await pilot.press("question_mark")
        assert isinstance(app.screen, HelpScreen)
        assert app.screen.sections()[0][0] == "In the list of quotes"


async def test_an_archive_without_quotes(tmp_path: Path) -> None:
    with Archive.open(tmp_path / "empty") as archive:
        archive.articles.add(Draft(title="x", text="Nobody speaks."), Annotation(annotator=version()))
        app = OnRecord(Settings(archive=archive.folder, theme="onrecord-dark"), archive)
        async with app.run_test(size=WIDE) as pilot:
            screen = await opened(pilot)
            assert quotes(screen).border_title == "0 quotes · newest"
            await pilot.press("j", "k", "g", "G", "enter", "y", "D", "c", "J", "ctrl+d")
            assert screen.workbench.quote_search.is_open


def _still(pilot: Pilot[None]) -> None:
    pilot.app.screen.archive.folder = Path("harbour")  # type: ignore[attr-defined]


def shown(*keys: str) -> Callable[[Pilot[None]], object]:
    async def press(pilot: Pilot[None]) -> None:
        _still(pilot)
        await started(pilot)
        await listed(pilot)
        for key in keys:
            await pilot.press(key)
            await resting(pilot)

    return press


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
def test_how_they_look(
    snap_compare: Callable[..., bool], desk: Callable[..., OnRecord], size: tuple[int, int]
) -> None:
    keys = ("slash", *"speaker:brandt", "enter", "Q", "j")
    assert snap_compare(desk(), terminal_size=size, run_before=shown(*keys))


async def test_the_head_of_a_dossier_has_the_number_of_articles_where_it_is_cut(app: OnRecord) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await opened(pilot)
        await pilot.press("j", "j", "D")
        await until(pilot, lambda: isinstance(app.screen, DossierScreen) and app.screen.dossier)
        await pilot.pause()
        head = app.screen.query_one("#dossier-head").render_line(0).text
        assert f" · {ARTICLES} articles · " in head
        assert "beliefs" not in head  # for these there is no room
