"""The lists of the sidebar: actors, quotes, entities, notes."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from list_sample import ListApp, shown
from rich.style import Style
from textual.pilot import Pilot

from onrecord.base.records import Actor, Anchor, Annotation, Attribution, Entity, Note, Quote, Span, UnnamedSource
from onrecord.tui.text.actor_colours import speaker_colour
from onrecord.tui.widgets.actor_list import ActorList, additional_names
from onrecord.tui.widgets.entity_list import EntityList
from onrecord.tui.widgets.note_list import NoteList, note_lines, preview_lines
from onrecord.tui.widgets.quote_list import QuoteList
from onrecord.tui.widgets.row_list import RowList

SIZE = (34, 24)
TEXT = "Mayor Ann Adler met Ben Brandt in Oslo. Oslo pays, said Adler. Adler left for the port of Oslo."


def places(name: str) -> list[Span]:
    """All places of a name in the text."""
    spans: list[Span] = []
    at = TEXT.find(name)
    while at >= 0:
        spans.append((at, at + len(name)))
        at = TEXT.find(name, at + 1)
    return spans


def said(*speakers: str) -> list[Attribution]:
    return [Attribution(source=[], cue=[], content=[(40, 49)], kind="indirect", speaker=[who]) for who in speakers]


ANNOTATION = Annotation(
    entities=[
        *(Entity(span=span, label="GPE") for span in places("Oslo")),
        Entity(span=places("Ann Adler")[0], label="PERSON"),
        Entity(span=places("Ben Brandt")[0], label="PERSON"),
        *(Entity(span=span, label="PERSON") for span in places("Adler")[1:]),
    ],
    attributions=said("a2", "a2", "a1"),
    actors=[
        Actor(id="a0", name="Port of Oslo", type="place", mentions=[(84, 96)]),
        Actor(id="a1", name="Norway", type="country", metonyms=["Oslo"], mentions=places("Oslo")),
        Actor(
            id="a2",
            name="Ann Adler",
            type="person",
            aliases=["Adler", "the mayor"],
            suspected=["Addler"],
            roles=["Mayor"],
            mentions=places("Adler"),
        ),
        Actor(id="a3", name="Ben Brandt", type="person", mentions=places("Ben Brandt")),
    ],
    text_hash="one",
)


def colours(list_: RowList, y: int) -> set[str]:
    """The colours of the letters and bars on a line."""
    styles = [segment.style for segment in list_.render_line(y) if segment.text.strip()]
    return {style.color.get_truecolor().hex for style in styles if isinstance(style, Style) and style.color}


UNNAMED = ((1, "nobody who speaks", None), (2, "a Norwegian envoy", "a1"))


# --- actors ---------------------------------------------------------------------------------------------


async def actors(pilot: Pilot[None], list_: ActorList, annotation: Annotation | None = ANNOTATION) -> list[str]:
    list_.show(annotation)
    await pilot.pause()
    return [line for line in shown(list_) if line]


async def test_actors_stand_in_the_order_of_what_they_said_and_places_last() -> None:
    list_ = ActorList()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        assert await actors(pilot, list_) == [
            "▌Ann Adler",
            "▌Mayor",
            "▌said 2 · named 3",
            "▌the mayor",
            "▌? Addler",
            "▌Norway",
            "▌said 1 · named 3",
            "▌Oslo",
            "▌Ben Brandt",
            "▌said 0 · named 1",
            " Places 1",
            "▌Port of Oslo",
            "▌said 0 · named 1",
        ]
        assert str(list_.border_title) == "Actors 4"
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        head, role, *_ = shown(list_)
        assert head.split() == ["▌Ann", "Adler", "said", "2", "·", "named", "3"]
        assert head.endswith("named 3")
        assert role == "▌Mayor"


async def test_unnamed_sources_stand_apart_with_whom_they_speak_for() -> None:
    list_ = ActorList()
    one, other = (UnnamedSource(id=f"u{at}", name=name, body=body) for at, name, body in UNNAMED)
    his = msgspec.structs.replace(said("a2")[0], speaker=[], unnamed="u2")
    speech = [*said("a2"), his, his]
    annotation = msgspec.structs.replace(ANNOTATION, attributions=speech, unnamed=[one, other])
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        lines = await actors(pilot, list_, annotation)
        below = lines[lines.index(" Unnamed 1") :]
        assert [line.split() for line in below[1:3]] == [
            ["┆a", "Norwegian", "envoy", "said", "2"],
            ["┆for", "Norway"],
        ]
        assert below[3] == " Places 1"
        list_.cursor = list_.count() - 3
        await pilot.press("enter")
        assert list_.chosen == "u2"
        await pilot.press("enter")
        assert list_.chosen == "u2"
        assert list_.highlighted is None


async def test_the_cursor_stays_on_an_actor_who_is_corrected_while_another_is_chosen() -> None:
    list_ = ActorList()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        await actors(pilot, list_)
        await pilot.press("enter", "j", "j")
        under_cursor, chosen = list_.highlighted, list_.chosen
        assert under_cursor is not None
        assert under_cursor.id != chosen
        first, *others = ANNOTATION.actors
        list_.show(msgspec.structs.replace(ANNOTATION, actors=[*others, first]))
        assert (list_.highlighted, list_.chosen) == (under_cursor, chosen)
        list_.show(msgspec.structs.replace(ANNOTATION, text_hash="another text"))
        assert list_.highlighted is not None
        assert list_.highlighted.id == chosen


@pytest.mark.parametrize("theme", ["onrecord-dark", "onrecord-light"])
async def test_each_actor_has_the_colour_of_his_place(theme: str) -> None:
    list_ = ActorList()
    async with ListApp(list_, theme).run_test(size=SIZE) as pilot:
        await actors(pilot, list_)
        dark = theme.endswith("dark")
        for y, rank in ((0, 0), (4, 0), (5, 1), (8, 3), (11, 2)):
            assert speaker_colour(rank, dark=dark) in colours(list_, y)


async def test_a_change_of_the_theme_changes_the_colours() -> None:
    list_ = ActorList()
    app = ListApp(list_)
    async with app.run_test(size=SIZE) as pilot:
        await actors(pilot, list_)
        assert speaker_colour(0, dark=True) in colours(list_, 0)
        app.theme = "onrecord-light"
        await pilot.pause()
        assert speaker_colour(0, dark=False) in colours(list_, 0)


async def test_choosing_and_choosing_again() -> None:
    list_ = ActorList()
    app = ListApp(list_)
    async with app.run_test(size=SIZE, message_hook=app.hear) as pilot:
        await actors(pilot, list_)
        await pilot.press("j", "enter")
        assert app.said() == [ActorList.Chosen("a1")]
        assert list_.chosen == "a1"
        line = list_.render_line(5)
        assert line.text.startswith("▶ Norway")
        assert any(segment.style.reverse for segment in line if isinstance(segment.style, Style))
        await pilot.press("enter")
        assert app.said() == [ActorList.DossierWanted("a1")]
        list_.chosen = None
        await pilot.pause()
        assert shown(list_)[5] == "▌Norway"
        await pilot.click(list_, offset=(5, 9))
        assert app.said() == [ActorList.Chosen("a3")]
        list_.chosen = "a2"  # by the desk: no message, and the cursor goes along
        await pilot.pause()
        assert app.said() == []
        assert list_.cursor == 0


async def test_the_chosen_one_stays_while_he_is_there() -> None:
    list_ = ActorList()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        await actors(pilot, list_)
        list_.chosen = "a1"
        await actors(pilot, list_, Annotation(actors=[*ANNOTATION.actors[:2]], text_hash="one"))
        assert list_.chosen == "a1"
        await actors(pilot, list_, Annotation(actors=[Actor(id="a1", name="Sweden", type="country")]))
        assert list_.chosen is None


async def test_without_actors_it_says_why() -> None:
    list_ = ActorList()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        list_.show(None, reading=True)
        await pilot.pause()
        assert "reading…" in " ".join(shown(list_))
        list_.show(None, problem="The model is not installed.")
        await pilot.pause()
        assert "The model is not installed." in " ".join(shown(list_))
        assert "No actors" in " ".join(await actors(pilot, list_, Annotation()))
        await pilot.press("enter", "j", "G")


def test_names_that_tell_nothing_new_are_left_out() -> None:
    actor = Actor(
        id="a",
        name="Ann Adler",
        type="person",
        aliases=["Adler", "ANN ADLER", "the mayor"],
        metonyms=["City Hall"],
    )
    assert additional_names(actor) == ["the mayor", "City Hall"]


# --- quotes ---------------------------------------------------------------------------------------------


def quote(index: int, words: str, *actors: str, **more: Any) -> Quote:
    fields: dict[str, Any] = {"speaker": "she", "cue": "said", "kind": "direct", "cue_type": "speech"} | more
    return Quote(
        article=1,
        index=index,
        title="",
        published="",
        outlet="",
        url="",
        actors=list(actors),
        quote=words,
        content=[(0, 1)],
        confidence=0.97,
        **fields,
    )


QUOTES = [
    quote(0, "“We pay”", "Ann Adler", rank=0),
    quote(
        2, "that it was a very long and winding way from there to here and on to somewhere else", kind="indirect"
    ),
    quote(3, "“No”", "Ben Brandt", speaker="", cue="", rank=2),
    quote(5, "nothing", speaker="", cue="", cue_type="belief"),
]


async def test_a_quote_says_who_how_and_what() -> None:
    list_ = QuoteList()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        list_.show(QUOTES)
        await pilot.pause()
        assert [line for line in shown(list_) if line] == [
            "▌Ann Adler said",
            "▌“We pay”",
            "▌she said",
            "▌that it was a very long and",
            "▌winding way from there to here",
            "▌and on to somewhere else",
            "▌Ben Brandt",
            "▌“No”",
            "▌no speaker named",
            "▌nothing",
        ]
        assert colours(list_, 0) >= {speaker_colour(0, dark=True)}
        assert colours(list_, 6) >= {speaker_colour(2, dark=True)}
        await pilot.resize_terminal(50, 24)
        await pilot.pause()
        assert shown(list_)[0].endswith("direct 0.97")
        assert [line for line in shown(list_) if line][-2].endswith("belief 0.97")


async def test_a_long_quote_ends_in_an_ellipsis() -> None:
    list_ = QuoteList()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        list_.show([quote(0, "word " * 1000)])
        await pilot.pause()
        lines = [line for line in shown(list_) if line]
        assert len(lines) == 4
        assert lines[-1].endswith("…")


async def test_enter_and_click_tell_which_attribution() -> None:
    list_ = QuoteList()
    app = ListApp(list_)
    async with app.run_test(size=SIZE, message_hook=app.hear) as pilot:
        list_.show(QUOTES)
        await pilot.press("j", "enter")
        assert app.said() == [QuoteList.Selected(2)]
        await pilot.click(list_, offset=(4, 7))
        assert app.said() == [QuoteList.Selected(3)]


async def test_the_quote_under_the_readers_cursor_is_highlighted_without_a_word() -> None:
    list_ = QuoteList()
    app = ListApp(list_)
    async with app.run_test(size=SIZE, message_hook=app.hear) as pilot:
        list_.show(QUOTES)
        app.set_focus(None)
        await pilot.pause()
        list_.highlight(5)
        assert list_.highlighted == 5
        list_.highlight(1)  # not listed: an actor is chosen
        assert list_.highlighted == 5
        list_.highlight(None)
        assert list_.highlighted == 5
        assert app.focused is None
        list_.show(QUOTES[2:])
        assert list_.highlighted == 5
        list_.show(QUOTES[:2])
        assert list_.highlighted == 0
        list_.show([])
        assert list_.highlighted is None
        await pilot.pause()
        assert app.said() == []
        assert "No quotes" in " ".join(shown(list_))


# --- entities -------------------------------------------------------------------------------------------


async def test_entities_stand_in_groups_with_their_counts() -> None:
    list_ = EntityList()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        list_.show(TEXT, ANNOTATION)
        await pilot.pause()
        assert [" ".join(line.split()) for line in shown(list_) if line] == [
            "People 3",
            "Adler 2",
            "Ann Adler 1",
            "Ben Brandt 1",
            "Places 1",
            "Oslo 3",
        ]


async def test_enter_goes_from_one_mention_to_the_next_and_round() -> None:
    list_ = EntityList()
    app = ListApp(list_)
    async with app.run_test(size=SIZE, message_hook=app.hear) as pilot:
        list_.show(TEXT, ANNOTATION)
        await pilot.press("G", "enter", "enter", "enter", "enter")
        oslo = places("Oslo")
        assert app.said() == [EntityList.Selected(span) for span in [*oslo, oslo[0]]]
        assert [line for line in shown(list_) if line][-1].endswith("1/3")
        await pilot.press("g", "enter")
        assert app.said() == [EntityList.Selected(places("Adler")[1])]
        await pilot.press("G", "enter")
        assert app.said() == [EntityList.Selected(oslo[0])]


async def test_no_entities() -> None:
    list_ = EntityList()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        list_.show(TEXT, None)
        await pilot.pause()
        assert not any(shown(list_))
        list_.show(TEXT, Annotation())
        await pilot.pause()
        assert "No entities" in " ".join(shown(list_))
        await pilot.press("enter")


# --- notes ----------------------------------------------------------------------------------------------

THIS_YEAR = date.today().replace(month=4, day=16).isoformat()
NOTES = [
    Note(
        id=7,
        article=1,
        body="# Check\n\nIs *this* **so**?\n\n- one\n- two\n- three\n- four",
        tags=["todo"],
        anchor=Anchor(exact="Oslo\npays"),
        created=f"{THIS_YEAR}T12:00:00+00:00",
    ),
    Note(id=8, article=1, body="All \x1b[1mgood", created="2019-04-16T12:00:00+00:00"),
]


def test_without_notes_the_key_that_writes_one_is_named() -> None:
    assert NoteList("W").empty_text == "No notes. Press W to write one, on the article or on the selected passage."


async def test_a_note_shows_when_where_and_its_first_lines() -> None:
    list_ = NoteList()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        list_.show(NOTES)
        await pilot.pause()
        assert [line for line in shown(list_) if line] == [
            "✎ 16 Apr  #todo",
            "  ▏Oslo pays",
            "  Check",
            "  Is this so?",
            "  • one",
            "  • two",
            "✎ 16 Apr 2019",
            "  All ␛[1mgood",
        ]


@pytest.mark.parametrize(("count", "tops"), [(50, [0, 6, 8]), (51, [0, 5, 10])])
async def test_of_very_many_notes_no_text_is_read_to_place_them(count: int, tops: list[int]) -> None:
    list_ = NoteList()
    async with ListApp(list_).run_test(size=SIZE) as pilot:
        list_.show([*NOTES, *(Note(id=8 + number, article=1, body="Ask.") for number in range(1, count - 1))])
        await pilot.pause()
        assert [*list_.row_tops(34)][:3] == tops
        assert shown(list_)[: tops[1]] == [
            "✎ 16 Apr  #todo",
            "  ▏Oslo pays",
            "  Check",
            "  Is this so?",
            *(["  • one", "  • two"] if count == 50 else [""]),
        ]


def test_a_bookmark_is_called_so_in_the_list() -> None:
    assert note_lines(Note(id=1, article=1, body="'a", anchor=Anchor(exact="quay"))) == ("Bookmark a",)
    assert note_lines(Note(id=1, article=1, body="'a")) == ("'a",)  # on no passage


async def test_what_can_be_done_with_a_note() -> None:
    list_ = NoteList()
    app = ListApp(list_)
    async with app.run_test(size=SIZE, message_hook=app.hear) as pilot:
        await pilot.press("enter", "i", "d")
        assert app.said() == []
        assert [notice.message for notice in app._notifications] == ["This list is empty."] * 3
        assert "No notes" in " ".join(shown(list_))
        list_.show(NOTES)
        await pilot.press("enter", "i", "d")
        first = NOTES[0]
        assert app.said() == [NoteList.Selected(first), NoteList.Edit(first), NoteList.Remove(first)]
        await pilot.press("j", "delete")
        assert app.said() == [NoteList.Remove(NOTES[1])]
        list_.show(NOTES[1:])
        assert list_.highlighted is NOTES[1]
        list_.show([])
        assert list_.highlighted is None


@pytest.mark.parametrize(
    ("markdown", "lines"),
    [
        ("", []),
        ("two\nlines", ["two", "lines"]),
        ("1. one\n2. two", ["1. one", "2. two"]),
        ("- one\n- two", ["• one", "• two"]),
        ("> quoted [link](http://x) `code`", ["quoted link code"]),
        ("```\na  b\n```", ["a  b"]),
        ("<b>html</b>", ["<b>html</b>"]),
        ("[bold]x[/]", ["[bold]x[/]"]),
        ("![alt](a.png)", ["alt"]),
    ],
)
def test_a_note_is_previewed_without_its_marks(markdown: str, lines: list[str]) -> None:
    assert list(preview_lines(markdown)) == lines
