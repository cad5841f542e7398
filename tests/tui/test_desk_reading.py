"""Reading on the desk: moving in the text, its quotes and actors, finding, and the place that is kept."""

from __future__ import annotations

from desk_pilot import NARROW, WIDE, Desk, about, focused, started
from waiting import message_of, until, until_at_rest

from onrecord.archive import Archive
from onrecord.base.records import Draft
from onrecord.tui.widgets.quote_list import QuoteList
from onrecord.tui.widgets.status import QuoteStatus


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


async def test_copying_a_quote_with_its_citation(desk: Desk) -> None:
    app = desk()
    async with app.run_test(size=WIDE) as pilot:
        screen = await started(pilot)
        await pilot.press("enter", "]", "y")
        quote = screen.open_article.quotes[screen.workbench.panes.reader.quote]  # type: ignore[union-attr, index]
        assert quote.quote in app.clipboard
        assert "The Harbour Post, 15 March 2024" in app.clipboard


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
