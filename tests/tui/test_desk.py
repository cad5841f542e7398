"""Every key of the desk, pressed."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from list_sample import shown
from patience import PATIENCE
from textual.pilot import Pilot
from textual.widgets import Input, Static, TextArea
from waiting import WatchedEvent, message_of, sentences_said, until, until_at_rest

from onrecord.archive import ORDERS, Archive, ArchiveFull, Query, parse
from onrecord.base.records import Draft
from onrecord.base.settings import Settings
from onrecord.tui.app import OnRecord
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.help import HelpScreen
from onrecord.tui.screens.prompts import NoteEditor, TagPrompt
from onrecord.tui.screens.sorting import KEYS, SortMenu
from onrecord.tui.widgets.key_line import KeyLine
from onrecord.tui.widgets.quote_list import QuoteList
from onrecord.tui.widgets.status import QuoteStatus

Desk = Callable[..., OnRecord]
WIDE, NARROW = (120, 36), (80, 24)


async def started(pilot: Pilot[None]) -> DeskScreen:
    """Wait until the desk stands, with the article under the cursor of its list."""
    screen = pilot.app.screen
    assert isinstance(screen, DeskScreen)
    await until(pilot, lambda: screen.is_ready and (screen.open_article is not None or not screen.articles.ids))
    return screen


async def listed(pilot: Pilot[None]) -> None:
    """Wait until the list shows all that it was asked for."""
    screen = pilot.app.screen
    assert isinstance(screen, DeskScreen)
    await pilot.pause()
    await until(pilot, lambda: not screen.listing.is_busy)


def about(screen: DeskScreen) -> str:
    """What the page says of its article, in one line."""
    reader = screen.workbench.panes.reader
    lines = [reader.render_line(y).text.strip() for y in range(reader.size.height)]
    return " ".join(" ".join(lines).split())


def titles(screen: DeskScreen) -> list[str]:
    return [article.title for article in screen.archive.articles.get_many(screen.articles.ids)]


def focused(screen: DeskScreen) -> str | None:
    return screen.focused.id if screen.focused else None


async def test_the_list_shows_the_newest_first_and_its_first_article(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert titles(screen)[0] == "Port strike enters its third week"
        assert focused(screen) == "articles"
        assert screen.open_article is not None
        assert screen.open_article.article.title == titles(screen)[0]
        assert not screen.open_article.article.read  # looking is not reading


async def test_the_grammar_is_loaded_beside_the_desk_when_the_cursor_comes_into_the_search(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    threads: list[threading.Thread] = []

    def parsed(text: str, **how: bool) -> Query:
        threads.append(threading.current_thread())
        return parse(text, **how)

    monkeypatch.setattr("onrecord.tui.screens.desk.article_list.parse", parsed)
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        await started(pilot)
        assert not threads
        await pilot.press("slash")
        await until(pilot, lambda: bool(threads))
        assert threads[0] is not threading.main_thread()


@pytest.mark.parametrize(("down", "up"), [("j", "k"), ("down", "up")])
async def test_moving_in_the_list_shows_each_article(desk: Desk, down: str, up: str) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press(down, down)
        await until_at_rest(pilot)
        assert screen.open_article is not None
        assert screen.open_article.article.title == titles(screen)[2]
        await pilot.press(up)
        await until_at_rest(pilot)
        assert screen.open_article.article.title == titles(screen)[1]
        await pilot.press("G")
        assert screen.articles.cursor == 3
        await pilot.press("g")
        assert screen.articles.cursor == 0


@pytest.mark.parametrize(
    ("keys", "shown_row"),
    [
        ([], 0),
        (["m"], 0),  # about rows of the list: it only moves on
        (["enter"], 1),
        (["a"], 1),
        (["right_square_bracket"], 1),
        (["tab"], 1),
    ],
)
async def test_before_the_row_rests_a_key_about_the_article_shows_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, keys: list[str], shown_row: int
) -> None:
    monkeypatch.setattr("onrecord.tui.screens.desk.article._PREVIEW_DELAY", PATIENCE)
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await listed(pilot)
        await pilot.press("j", *keys)
        await pilot.pause()
        assert screen.open_article is not None
        assert screen.open_article.article.title == titles(screen)[shown_row]


@pytest.mark.parametrize(
    ("keys", "sentence"),
    [
        (["enter", "asterisk"], "* works in the list of articles, not here."),
        (["enter", "l", "v"], "v works in the text, not here."),
        (["w"], "w works in the list of quotes and the text, not here."),
        (["enter", "X"], "X does nothing here; ? shows the keys."),
        (["enter", "g", "w", "enter"], "No speaker or actor under the cursor; ] and } go to the next ones."),
        (["enter", "f12"], ""),
        (["slash", "X"], ""),
    ],
)
async def test_a_key_that_does_nothing_says_where_it_works(desk: Desk, keys: list[str], sentence: str) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press(*keys)
        assert message_of(screen) == sentence


async def test_while_a_passage_is_selected_e_goes_to_the_end_of_the_word(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        reader = screen.workbench.panes.reader
        await pilot.press("enter", "g", "e")
        assert (reader.cursor, reader.marking) == (0, "entities")
        await pilot.press("v")
        await until(pilot, lambda: message_of(screen).startswith("Moving extends the passage"))
        await pilot.press("e", "e")
        assert reader.selection is not None
        assert reader.text[slice(*reader.selection)] == "The strike"
        assert reader.marking == "entities"


async def test_enter_opens_and_marks_as_read_and_q_goes_back_and_out(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("enter")
        assert focused(screen) == "reader"
        assert screen.open_article is not None
        assert screen.archive.articles.get(screen.open_article.article.id).read
        await pilot.press("q")
        assert focused(screen) == "articles"
        await pilot.press("q", "y")
        await until(pilot, lambda: app.return_code is not None)
    assert app.return_code == 0


async def test_tab_goes_round_the_panes(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        seen = []
        for _ in range(4):
            await pilot.press("tab")
            seen.append(focused(screen))
        assert seen == ["reader", "actors", "quotes", "articles"]
        await pilot.press("shift+tab")
        assert focused(screen) == "quotes"


async def test_a_narrow_terminal_shows_one_pane_at_a_time(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=NARROW) as pilot:
        screen = await started(pilot)

        def shown() -> list[str]:
            return [name for name in ("left", "middle", "side") if screen.query_one(f"#{name}").display]

        assert shown() == ["left"]
        assert screen.articles.outer_size.width == 80
        await pilot.press("enter")
        await pilot.pause()
        assert shown() == ["middle"]
        await pilot.press("l")
        await pilot.pause()
        assert shown() == ["side"]
        await pilot.press("h", "h")
        await pilot.pause()
        assert shown() == ["left"]
        await pilot.resize_terminal(*WIDE)
        await pilot.pause()
        assert shown() == ["left", "middle", "side"]


async def test_the_reader_moves_by_lines_pages_and_to_the_ends(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=NARROW) as pilot:
        screen = await started(pilot)
        await pilot.press("enter")
        start = screen.workbench.panes.reader.cursor
        for down, up in (("j", "k"), ("down", "up"), ("ctrl+d", "ctrl+u"), ("space", "pageup"), ("w", "b")):
            await pilot.press(down)
            assert screen.workbench.panes.reader.cursor > start, down
            await pilot.press(up)
            assert screen.workbench.panes.reader.cursor == start, up
        await pilot.press("G")
        assert screen.workbench.panes.reader.cursor > len(screen.open_article.text) - 100  # type: ignore[union-attr]
        await pilot.press("g")
        assert screen.workbench.panes.reader.cursor == 0


async def test_quotes_are_gone_through_and_told_of(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("enter", "]")
        reading = screen.open_article
        assert reading is not None
        assert reading.annotation is not None
        first = screen.workbench.panes.reader.quote
        assert first is not None
        await pilot.press("]")
        second = screen.workbench.panes.reader.quote
        assert second is not None
        assert second != first
        await pilot.pause()
        assert reading.quotes[second].cue.split()[0] in screen.query_one(QuoteStatus).render_line(0).text
        await pilot.press("[")
        assert screen.workbench.panes.reader.quote == first


async def test_choosing_an_actor_marks_his_mentions_and_lists_his_quotes(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        reading = screen.open_article
        assert reading is not None
        assert reading.annotation is not None
        first = reading.annotation.ranked_actors()[0]
        await pilot.press("tab", "tab", "enter")
        assert screen.workbench.panes.reader.actor == first.id
        listed = screen.query_one(QuoteList).quotes
        assert [quote.index for quote in listed] == [quote.index for quote in reading.quotes_by(first.id)]
        assert listed
        mentions = [span[0] for span in first.mentions]
        await pilot.press("shift+tab", "g", "}")
        here = screen.workbench.panes.reader.cursor
        assert here in mentions
        await pilot.press("}")
        assert screen.workbench.panes.reader.cursor in mentions
        assert screen.workbench.panes.reader.cursor > here
        await pilot.press("{")
        assert screen.workbench.panes.reader.cursor == here
        await pilot.press("escape")
        assert screen.workbench.panes.reader.actor is None
        words = [quote for quote in reading.quotes if quote.cue_type == "speech"]
        assert screen.query_one(QuoteList).quotes == words != reading.quotes
        counts = f"{reading.article.quotes} quotes, {len(reading.quotes) - len(words)} beliefs or documents"
        assert reading.article.quotes == len(words)
        await pilot.press("escape", "g")
        assert f"{counts} with B" in about(screen)
        await pilot.press("B")
        assert counts in about(screen)
        assert "with B" not in about(screen)
        assert screen.query_one(QuoteList).quotes == reading.quotes
        await pilot.press("B")
        assert screen.query_one(QuoteList).quotes == words


async def test_enter_on_a_quote_goes_to_its_place(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("1", "j", "enter")
        quote = screen.query_one(QuoteList).highlighted
        assert quote is not None
        start, end = screen.open_article.annotation.attributions[quote].content[0]  # type: ignore[union-attr]
        assert start <= screen.workbench.panes.reader.cursor < end
        # A choice may come when a new reading, with fewer quotes, has replaced the one that was listed.
        screen.query_one(QuoteList).post_message(QuoteList.Selected(999))
        await pilot.pause()
        assert start <= screen.workbench.panes.reader.cursor < end


async def test_e_cycles_what_is_marked_and_z_leaves_the_text_alone(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        seen = []
        for _ in range(5):
            await pilot.press("e")
            seen.append(screen.workbench.panes.reader.marking)
        assert seen == ["entities", "quotes", "actor", "none", "all"]
        await pilot.press("z")
        await pilot.pause()
        assert not screen.query_one("#left").display
        assert not screen.workbench.panes.sidebar.display
        assert focused(screen) == "reader"
        await pilot.press("z")
        await pilot.pause()
        assert screen.query_one("#left").display


async def test_searching_as_one_types(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("slash", *"strike")
        await listed(pilot)
        assert titles(screen) == ["Port strike enters its third week"]
        assert screen.workbench.panes.reader.hits
        await pilot.press("enter")
        assert focused(screen) == "articles"
        await pilot.press("enter")
        start, end = screen.workbench.panes.reader.hits[0]
        assert start <= screen.workbench.panes.reader.cursor < end
        await pilot.press("q", "escape")
        await listed(pilot)
        assert len(titles(screen)) == 4
        assert not screen.workbench.panes.reader.hits


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ('"third week"', 1),
        ("week -strike", 0),
        ("tag:economy", 2),
        ("source:harbour", 2),
        ("actor:adeyemi", 1),
        ("speaker:brandt", 1),
        ("said:photograph speaker:brandt", 1),
        ("said:photograph speaker:adeyemi", 0),
        ("before:2024-03-12", 1),
        ("after:2024-03-14", 2),
    ],
)
async def test_the_search_language(desk: Desk, query: str, count: int) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        screen.query_one("#search", Input).value = query
        await listed(pilot)
        assert len(titles(screen)) == count


async def test_a_wrong_query_is_said_and_leaves_the_list(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("/")
        screen.query_one("#search", Input).value = "before:soon-ish"
        await pilot.press("enter")
        await until_at_rest(pilot)
        assert screen.query_one("#query-error").display
        assert len(titles(screen)) == 4


async def test_a_wrong_query_is_said_also_while_another_is_looked_up(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_up = threading.Event()
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        ids = screen.archive.search.ids
        monkeypatch.setattr(
            screen.archive.search, "ids", lambda *args, **named: looked_up.wait(PATIENCE) and ids(*args, **named)
        )
        await pilot.press("/", *"sped")
        await pilot.press("colon", "x")
        looked_up.set()
        await until_at_rest(pilot)
        assert "no field “sped”" in str(screen.query_one("#query-error", Static).content)
        assert screen.query_one("#query-error").display
        assert len(titles(screen)) == 4


async def test_an_unfinished_query_is_no_error(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("/")
        for key in 'strike tag:economy said:"photograph of':
            await pilot.press({" ": "space", ":": "colon", '"': "quotation_mark"}.get(key, key))
            assert not screen.query_one("#query-error").display, screen.listing.query_text
        await listed(pilot)
        assert titles(screen) == ["Port strike enters its third week"]


async def test_finding_in_the_text(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("enter", "f", *"offer", "enter")
        assert focused(screen) == "reader"
        count = screen.open_article.text.casefold().count("offer")  # type: ignore[union-attr]
        assert screen.workbench.panes.reader.match_count == count > 2
        places = [screen.workbench.panes.reader.cursor]
        await pilot.press("n")
        places.append(screen.workbench.panes.reader.cursor)
        assert places[1] > places[0]
        await pilot.press("N")
        assert screen.workbench.panes.reader.cursor == places[0]
        await pilot.press("escape")
        await pilot.pause()
        assert screen.workbench.panes.reader.match_count == 0


async def test_tagging_and_taking_it_back(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        article = screen.open_article.article.id  # type: ignore[union-attr]
        before = screen.archive.articles.get(article).tags
        await pilot.press("t")
        assert isinstance(app.screen, TagPrompt)
        app.screen.query_one(Input).value += " urgent"
        await pilot.press("enter")
        await pilot.pause()
        assert set(screen.archive.articles.get(article).tags) == {*before, "urgent"}
        await pilot.press("ctrl+z")
        assert set(screen.archive.articles.get(article).tags) == set(before)


async def test_a_note_on_the_article_and_on_a_passage(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        article = screen.open_article.article.id  # type: ignore[union-attr]
        await pilot.press("enter", "a")
        assert isinstance(app.screen, NoteEditor)
        app.screen.query_one(TextArea).text = "Ask the *union* for its figures."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen)
        assert [note.body for note in screen.archive.notes.on(article)] == ["Ask the *union* for its figures."]

        await pilot.press("g", "v", "w", "w", "w")
        passage = screen.workbench.panes.reader.selection
        assert passage is not None
        await pilot.press("a")
        app.screen.query_one(TextArea).text = "Check."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen)
        notes = screen.archive.notes.on(article)
        anchor = next(note.anchor for note in notes if note.body == "Check.")
        assert anchor is not None
        assert anchor.exact == screen.open_article.text[slice(*passage)]  # type: ignore[union-attr]

        await pilot.press("3", "g", "i")
        assert isinstance(app.screen, NoteEditor)
        body = app.screen.query_one(TextArea).text
        app.screen.query_one(TextArea).text = body + " Twice."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: app.screen is screen)
        assert body + " Twice." in [note.body for note in screen.archive.notes.on(article)]

        await pilot.press("3", "g", "d")
        await pilot.pause()
        assert len(screen.archive.notes.on(article)) == 1
        await pilot.press("ctrl+z")
        assert len(screen.archive.notes.on(article)) == 2


async def test_a_note_that_cannot_be_stored_is_not_lost(
    desk: Desk, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise ArchiveFull("There is no room left for the archive.")

    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        article = screen.open_article.article.id  # type: ignore[union-attr]
        for keys in (["enter", "a"], ["3", "g", "i"]):  # a new note, then the same one again
            with monkeypatch.context() as patched:
                for name in ("add_to_each", "update"):
                    patched.setattr(archive.notes, name, fail)
                await pilot.press(*keys)
                pad = app.screen
                assert isinstance(pad, NoteEditor)
                await until(pilot, lambda: app.screen.query(TextArea))
                pad.query_one(TextArea).insert("Ask.")
                await pilot.press("ctrl+s")
                await until(pilot, lambda: app.screen.query(".-refused"))
                assert app.screen is pad
                assert pad.query_one(TextArea).text.startswith("Ask.")
                assert "no room left" in " ".join(shown(pad.query_one("#save-state")))
            await pilot.press("ctrl+s")
            await until(pilot, lambda: app.screen is screen)
            await until(pilot, lambda: screen.open_article and screen.open_article.notes)
        assert [note.body for note in archive.notes.on(article)] == ["Ask.Ask."]


async def test_where_nothing_can_be_written_nothing_is_asked_for(archive: Archive) -> None:
    archive.notes.add(archive.search.ids()[0], "Written before.")
    with Archive(archive.file, create=False, refused="The archive is only read.") as shut:
        app = OnRecord(Settings(archive=archive.folder), shut)
        async with app.run_test(size=WIDE) as pilot:
            screen = await started(pilot)
            app.clear_notifications()
            screen.query_one(KeyLine)._clear_message()
            for keys in (["a"], ["t"], ["enter", "]", "c"], ["3", "i"], ["/", *"strike", "enter", "S"]):
                await pilot.press(*keys)
                await until(pilot, lambda: any("only read" in sentence for sentence in sentences_said(app)))
                assert app.screen is screen
                app.clear_notifications()
                screen.query_one(KeyLine)._clear_message()


async def test_read_marks_and_stars(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        article = screen.open_article.article.id  # type: ignore[union-attr]
        await pilot.press("s", "u")
        assert screen.archive.articles.get(article).starred
        assert screen.archive.articles.get(article).read
        await pilot.press("u")
        assert not screen.archive.articles.get(article).read
        await pilot.press("ctrl+z", "ctrl+z", "ctrl+z")
        assert not screen.archive.articles.get(article).starred


async def test_copying_a_quote_with_its_citation(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("enter", "]", "y")
        quote = screen.open_article.quotes[screen.workbench.panes.reader.quote]  # type: ignore[union-attr, index]
        assert quote.quote in app.clipboard
        assert "The Harbour Post, 15 March 2024" in app.clipboard


async def test_help_knows_the_pane_and_the_palette_every_action(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("enter", "?")
        assert isinstance(app.screen, HelpScreen)
        await pilot.press("escape")
        assert pilot.app.screen is screen
        names = {command.title for command in app.get_system_commands(screen)}
        assert {"Go to the next quote", "Tag the article, or the marked ones", "Search the archive"} <= names
        await pilot.press("ctrl+p", *"next quote", "enter")
        await until_at_rest(pilot)
        await pilot.press("enter")
        await until_at_rest(pilot)
        assert screen.workbench.panes.reader.quote is not None


async def test_the_place_in_each_article_is_kept(desk: Desk, archive: Archive) -> None:
    app = desk()
    async with app.run_test(size=NARROW) as pilot:
        screen = await started(pilot)
        await pilot.press("enter", "j", "j", "j")
        here, article = screen.workbench.panes.reader.cursor, screen.open_article.article.id  # type: ignore[union-attr]
        await pilot.press("J")
        await until_at_rest(pilot)
        assert archive.articles.get(article).position == here
        await pilot.press("K")
        await until_at_rest(pilot)
        assert screen.workbench.panes.reader.cursor == here


async def test_what_others_write_is_shown(desk: Desk, archive: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        here = screen.articles.highlighted
        with Archive.open(archive.folder) as other:
            other.articles.add(Draft(title="Late news", text="Something happened.", published="2024-03-16"))
        await until(pilot, lambda: titles(screen)[0] == "Late news")
        assert screen.articles.highlighted == here


async def test_an_article_without_annotation_reads_at_once(desk: Desk, archive: Archive) -> None:
    archive.articles.add(Draft(title="Fresh", text="Ann Adler said it was late.", published="2024-03-17"))
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert screen.open_article is not None
        assert screen.open_article.article.title == "Fresh"
        await until(pilot, lambda: screen.open_article.annotation is not None)  # type: ignore[union-attr]
        assert (
            screen.workbench.panes.reader.annotation is screen.open_article.annotation
            or screen.workbench.panes.reader.annotation is not None
        )
        assert (
            archive.articles.get(screen.open_article.article.id).annotator
            == screen.workbench.article.annotations.version
        )


async def test_an_empty_archive_says_what_to_do(tmp_path: Path, desk: Desk, archive: Archive) -> None:
    archive.articles.remove(archive.search.ids())
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert screen.open_article is None
        for key in ("enter", "j", "]", "}", "t", "a", "u", "s", "y", "f", "n", "e", "J", "1", "2", "3", "tab"):
            await pilot.press(key)
        assert app.is_running


async def test_an_archive_that_fails_is_said_and_the_desk_stays(
    desk: Desk, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object, **named: object) -> None:
        raise ArchiveFull("There is no room left for the archive.")

    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("enter", "j", "j")
        for part, name in (
            (archive, "version"),
            (archive.articles, "update"),
            (archive.articles, "tags"),
            (archive.search, "ids"),
            (archive.maintenance, "statistics"),
            (archive.annotations, "pending"),
        ):
            monkeypatch.setattr(part, name, fail)
        screen.workbench.article.annotations.check_again()
        await pilot.press("J", "t", "u", "s", "q")
        await until(pilot, lambda: any("no room left" in notice.message for notice in app._notifications))
        await until(pilot, lambda: screen.query_one("#query-error").display)
        assert app.screen is screen
        monkeypatch.undo()
        await pilot.press("s")
        await until_at_rest(pilot)
        assert not screen.query_one("#query-error").display
        assert screen.archive.articles.get(screen.open_article.article.id).starred  # type: ignore[union-attr]


async def test_an_unknown_action_in_the_config_file_is_said(archive: Archive) -> None:
    app = OnRecord(
        Settings(archive=archive.folder, keys={"tag": "T", "tga": "x", "toggle_asides": "ctrl+b"}), archive
    )
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert screen.workbench.panes.reader.key_of_asides == "^b"
        assert any("tga" in notice.message for notice in app._notifications)
        await pilot.press("T")
        assert isinstance(app.screen, TagPrompt)
        await pilot.press("escape", "?")
        assert isinstance(app.screen, HelpScreen)
        assert app.screen._keys["tag"] == "T"


async def test_every_order_has_its_key_and_is_kept_for_the_next_start(desk: Desk, archive: Archive) -> None:
    assert {order for order, _ in KEYS.values()} == set(ORDERS)
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        for key, (order, _) in KEYS.items():
            await pilot.press("o")
            assert isinstance(app.screen, SortMenu)
            await pilot.press(key)
            assert pilot.app.screen is screen
            await listed(pilot)
            assert list(screen.articles.ids) == archive.search.ids(order=order)
            assert screen.articles.position == 0
        await pilot.press("o", "escape")
        await listed(pilot)
        assert list(screen.articles.ids) == archive.search.ids(order="best")
        await pilot.press("o", "k", "enter")  # the cursor stood on the order of now
        await listed(pilot)
        assert str(screen.articles.border_title) == "Articles 4 · most quotes"
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        assert list(screen.articles.ids) == archive.search.ids(order="quotes")


async def test_grouping_keeps_the_article_and_goes_through_day_source_and_nothing(
    desk: Desk, archive: Archive
) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("j", "j")
        here = screen.articles.highlighted
        ids = list(screen.articles.ids)
        seen = []
        for _ in range(3):
            await pilot.press("O")
            await listed(pilot)
            assert screen.articles.highlighted == here
            assert sorted(screen.articles.ids) == sorted(ids)
            seen.append(str(screen.articles.border_title))
        assert seen == ["4 · newest · by day", "4 · newest · by source", "Articles 4 · newest"]
        await pilot.press("O", "O")
        await listed(pilot)
        by_source = list(screen.articles.ids)
        sources = [article.source.casefold() for article in archive.articles.get_many(by_source)]
        assert sources == sorted(sources)
        await pilot.press("J")
        assert screen.open_article is not None
        assert screen.open_article.article.id == screen.articles.highlighted
        assert screen.articles.position == by_source.index(screen.articles.highlighted)
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await listed(pilot)
        assert list(screen.articles.ids) == by_source


async def test_keys_typed_ahead_act_on_what_was_searched_for(
    desk: Desk, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        last = archive.articles.get_many(screen.articles.ids[-1:])[0]
        word = last.title.split()[-1]
        assert archive.search.ids(f"title:{word}") == [last.id]
        look_up = archive.search.ids

        def slowly(*arguments: object, **named: object) -> Sequence[int]:
            assert answered.was_awaited.wait(PATIENCE)
            return look_up(*arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(archive.search, "ids", slowly)
        answered = screen.listing._answered = WatchedEvent()
        answered.set()
        await pilot.press("/", *"title", "colon", *word, "enter", "enter")
        await until(pilot, lambda: screen.open_article is not None and screen.open_article.article.id == last.id)
        assert focused(screen) == "reader"


async def test_only_the_newest_search_is_shown(
    desk: Desk, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await listed(pilot)
        look_up, show, go = archive.search.ids, screen.articles.show, threading.Event()
        asked: list[str] = []
        shown: list[str] = []

        def slowly(query: object = "", *arguments: object, **named: object) -> Sequence[int]:
            asked.append(str(query))
            assert go.wait(PATIENCE)
            return look_up(query, *arguments, **named)  # type: ignore[arg-type]

        def watched(*arguments: object, **named: object) -> None:
            shown.append(str(screen.listing.query))
            show(*arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(archive.search, "ids", slowly)
        monkeypatch.setattr(screen.articles, "show", watched)
        await pilot.press("/", *"port")
        assert len(titles(screen)) == 4  # the list stays as it is until something is found
        field = screen.query_one("#search", Input)
        for word in ("strike", "third"):
            field.value = word
            await pilot.pause()
        go.set()
        await listed(pilot)
        assert set(shown) == {str(screen.listing.query)}
        assert "third" in shown[0]
        assert len(asked) <= 3  # that which was being looked up already, and the newest: its first, then all


async def test_new_articles_leave_the_place_in_the_list(desk: Desk, archive: Archive) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("j", "j")
        here, line = screen.articles.highlighted, screen.articles.offset_of_cursor()
        archive.articles.add(Draft(title="Newer than all", text="Nobody has read this.", published="2031-01-01"))
        screen.look_for_changes()
        await listed(pilot)
        assert len(screen.articles.ids) == 5
        assert screen.articles.highlighted == here
        assert screen.articles.offset_of_cursor() == line or screen.articles.scroll_offset.y == 0
        assert str(screen.articles.border_title) == "Articles 5 · newest"
