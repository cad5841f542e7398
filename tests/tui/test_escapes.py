"""No text from outside steers the terminal: names, sources, tags, lists and notes with escape sequences in them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from desk_pilot import NARROW, WIDE, listed, started
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.segment import Segment
from test_facets import counted
from textual.color import Color
from textual.pilot import Pilot
from textual.widgets import Input
from waiting import until

from onrecord.annotation import version
from onrecord.archive import Archive
from onrecord.base.records import Actor, Annotation, Attribution, Draft
from onrecord.base.settings import Settings
from onrecord.terminal.visible_text import visible_in_place, without_controls
from onrecord.tui.app import OnRecord
from onrecord.tui.guard import TerminalGuard
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.prompts_actor import TextPrompt
from onrecord.tui.widgets.facet_list import Value
from onrecord.tui.widgets.search_bar import SearchBar

RESET, TITLE, CLIPBOARD, C1, TURN = (
    "\x1bc",
    "\x1b]2;T\x1b\\",
    "\x1b]52;c;eA==\x07",
    "\x9b2J\x9d2;T\x9c\x90q\x9c",
    "\u202e\u2066",
)
HOSTILE = f"x{RESET}{TITLE}{CLIPBOARD}{C1}{TURN}y\x7f\x08"
ALLOWED = "\u200c\u200d"  # joiners


def steering(text: str) -> set[str]:
    """The characters of a text that a terminal would act on."""
    return {char for char in text if unicodedata.category(char) in ("Cc", "Cf", "Cs", "Zl", "Zp")} - set(ALLOWED)


def painted(pilot: Pilot[None]) -> str:
    """All that is on the screen, as it goes to the terminal."""
    return "\n".join(strip.text for strip in pilot.app.screen._compositor.render_strips())


def safe(pilot: Pilot[None]) -> str:
    """What is on the screen, in which nothing steers the terminal."""
    text = painted(pilot)
    assert not steering(text.replace("\n", "")), pilot.app.screen
    return text


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """One article in which everything that has a name has a hostile one, and a saved search."""
    text = f"Minister {HOSTILE} said: “The harbour {HOSTILE} is open.” It did not rain.\n\nNo more.\n"
    start = text.index(HOSTILE)
    said = text.index("said")
    content = text.index("“"), text.index("”") + 1
    span = (start, start + len(HOSTILE))
    annotation = Annotation(
        actors=[Actor(id="a1", name=HOSTILE, type="person", roles=[HOSTILE], mentions=[span])],
        attributions=[
            Attribution(source=[span], cue=[(said, said + 5)], content=[content], kind="direct", speaker=["a1"])
        ],
        annotator=version(),
    )
    with Archive.open(tmp_path / "news") as archive:
        draft = Draft(
            title=HOSTILE, text=text, source=HOSTILE, author=HOSTILE, tags=[HOSTILE], published="2021-04-16"
        )
        article = archive.articles.add(draft, annotation).id
        archive.articles.add(
            Draft(title="Quiet", text="Nothing is in it.", source="Wire"), Annotation(annotator=version())
        )
        archive.notes.add(article, f"A {HOSTILE} note.")
        archive.saved_searches.save("plain", "harbour")
        yield archive


@pytest.fixture
def app(archive: Archive) -> OnRecord:
    return OnRecord(Settings(archive=archive.folder), archive)


async def opened(pilot: Pilot[None]) -> DeskScreen:
    """The desk with the hostile article open."""
    screen = await started(pilot)
    await pilot.press("/", *"harbour", "enter", "enter")
    await listed(pilot)
    await until(pilot, lambda: screen.open_article is not None and "harbour" in screen.open_article.text)
    return screen


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_the_legend_names_the_actor_chosen(app: OnRecord, size: tuple[int, int]) -> None:
    async with app.run_test(size=size) as pilot:
        screen = await opened(pilot)
        safe(pilot)
        screen.workbench.article.choose_actor("a1")
        await pilot.pause()
        await until(pilot, lambda: "only x␛c" in painted(pilot))
        safe(pilot)


@pytest.mark.parametrize("facet", ["sources", "tags", "actors"])
async def test_a_facet_is_searched_for_as_it_is_and_shown_as_it_may_be(app: OnRecord, facet: str) -> None:
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("F")
        facets = await counted(pilot, 2)
        safe(pilot)
        chosen = next(
            row for row in facets._rows if isinstance(row, Value) and row.facet == facet and "\x1b" in row.value
        )
        facets.post_message(facets.Chosen(chosen.facet, chosen.value))
        await counted(pilot, 1)
        await listed(pilot)
        search = screen.query_one(SearchBar)
        assert RESET in search.value
        assert TURN[0] in search.value
        assert len(screen.articles.ids) == 1
        search.cursor_position = 0
        await pilot.pause()
        assert "x␛c" in search.render_line(0).text
        safe(pilot)
        await pilot.press("/")
        await pilot.pause()
        safe(pilot)


async def test_a_wrong_query_is_told_with_the_names_of_lists(app: OnRecord, archive: Archive) -> None:
    archive.saved_searches.save(f"z{HOSTILE}", "harbour")
    async with app.run_test(size=WIDE) as pilot:
        await started(pilot)
        safe(pilot)
        await pilot.press("/", *"in:nothere", "enter")
        await until(pilot, lambda: pilot.app.screen.query_one("#query-error").has_class("-shown"))
        await pilot.pause()
        assert "x␛c" in safe(pilot)


async def test_every_screen_of_the_desk(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        desk = await opened(pilot)
        safe(pilot)
        for key in ("1", "2", "3", "Q", "Q", "F", "F", "L", "L"):
            await pilot.press(key)
            await listed(pilot)
            safe(pilot)
        desk.listing.focus.focus("reader")
        for key in ("]", "t", "c", "D", "R", "S", "a", "?"):
            await pilot.press(key)
            await until(pilot, lambda: True)
            safe(pilot)
            if pilot.app.screen is not desk:
                await pilot.press("escape")
                await until(pilot, lambda: pilot.app.screen is desk)
            safe(pilot)


async def test_a_note_is_edited_with_its_marks_seen(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        desk = await opened(pilot)
        await pilot.press("3")
        desk.listing.focus.focus("notes")
        await pilot.press("i")
        await until(pilot, lambda: pilot.app.screen is not desk)
        await pilot.pause()
        assert "A x␛c" in safe(pilot)
        assert "��y" in painted(pilot)  # marks that turn the direction


async def test_an_input_shows_what_is_in_its_value_in_place(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await started(pilot)
        await app.push_screen(TextPrompt(f"Rename “{HOSTILE}”", HOSTILE, HOSTILE))
        await pilot.pause()
        assert app.screen.query_one(Input).value == HOSTILE
        assert "x␛c␛]2;T" in safe(pilot)


async def test_what_is_told_in_a_corner(app: OnRecord) -> None:
    async with app.run_test(size=WIDE) as pilot:
        desk = await started(pilot)
        desk.say(f"Saved “{HOSTILE}”.")
        await until(pilot, lambda: "␛c" in painted(pilot))
        safe(pilot)


@given(st.lists(st.text(st.characters() | st.sampled_from(HOSTILE)), max_size=4))
def test_the_guard_keeps_widths_and_takes_out_what_steers(texts: list[str]) -> None:
    segments = [Segment(text) for text in texts]
    guarded = TerminalGuard().apply(segments, Color(0, 0, 0))
    for before, after in zip(segments, guarded, strict=True):
        assert not {char for char in steering(after.text) if not cell_len(char)}
        assert all(cell_len(char) == cell_len(without_controls(char)) for char in before.text)


@given(st.text(st.characters() | st.sampled_from(HOSTILE)))
def test_in_place_one_character_stands_for_one(text: str) -> None:
    shown = visible_in_place(text)
    assert len(shown) == len(text)
    assert not {char for char in steering(shown) if not cell_len(char)}
