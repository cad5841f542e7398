"""The reader in an app: the page, where the cursor goes, passages, and finding."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from reader_pilot import FRAME, LONG, heard, is_seen, place, reading, row, screen, style_of
from reader_sample import ARTICLE, SEED, TITLE, annotation, every, note, span
from rich.cells import cell_len
from textual import events
from textual.theme import BUILTIN_THEMES

from onrecord.tui.widgets.article_view import ArticleView

# --- the page ---------------------------------------------------------------------------------------------


async def test_the_title_stands_once_above_what_is_known_of_the_article() -> None:
    async with reading(read=annotation()) as (_, reader):
        lines = [line.strip() for line in screen(reader)]
        assert " ".join(lines[1:3]) == TITLE
        assert lines[3] == "example.org · 16 Apr 2021 · 405 words · 11 quotes, 1 belief or document"
        assert lines[4].strip("· ") == "#ukraine"
        assert lines[5] == ""
        assert lines[6].startswith("The heads of France")
        assert style_of(reader, "withdraw from").bold


async def test_a_title_that_the_text_lacks_is_put_above_it() -> None:
    article = replace(ARTICLE, title="[bold]Another\x1b[31m title[/]", author="A. Writer", quotes=1)
    async with reading(article) as (_, reader):
        lines = [line.strip() for line in screen(reader)]
        assert lines[1] == "[bold]Another␛[31m title[/]"
        assert "A. Writer" in lines[2]
        assert "1 quote ·" in lines[2]
        assert lines[4].startswith("France, Germany back")


@pytest.mark.parametrize(("width", "left"), [(80, 6), (120, 23), (40, 6)])
async def test_the_column_is_readable_and_centred(width: int, left: int) -> None:
    async with reading(size=(width, 24)) as (_, reader):
        lines = [line for line in screen(reader) if line.strip()]
        assert min(len(line) - len(line.lstrip()) for line in lines) == left
        assert max(cell_len(line.strip()) for line in lines) <= 72
        assert {cell_len(line) for line in screen(reader)} == {reader.scrollable_content_region.width}


async def test_whatever_a_text_holds_keeps_its_columns() -> None:
    text = "a\tb [bold]x[/] \x1b[2J 漢字 e\u0301 👩‍👧 \u202eabc end\n" * 40
    async with reading(replace(ARTICLE, title=""), text) as (pilot, reader):
        line = screen(reader)[row(reader, "[bold]x[/]")]
        assert line.strip() == "a       b [bold]x[/] ␛[2J 漢字 e\u0301 👩👧 abc end"
        assert {cell_len(line) for line in screen(reader)} == {reader.scrollable_content_region.width}
        reader.cursor = text.index("end")
        x, y = place(reader)
        await pilot.click(ArticleView, offset=(x, y + FRAME))
        assert reader.cursor == text.index("end")


async def test_an_empty_text_and_none_at_all() -> None:
    async with reading(replace(ARTICLE, title="Nothing"), "") as (pilot, reader):
        await pilot.press("j", "G", "w", "b", "v", "space", "ctrl+u", "right_square_bracket")
        assert reader.cursor == 0
        assert reader.selection is None
        reader.close()
        await pilot.press("j", "k", "G", "v", "enter")
        assert not "".join(screen(reader)).strip()


# --- moving -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("down", "up"), [("j", "k"), ("down", "up")])
async def test_by_lines(down: str, up: str) -> None:
    async with reading() as (pilot, reader):
        start = place(reader)
        await pilot.press(down, down, down)
        assert place(reader) == (start[0], start[1] + 4)  # over the line about the article
        await pilot.press(up, up, up)
        assert place(reader) == start


async def test_the_column_is_kept_over_short_lines() -> None:
    async with reading(replace(ARTICLE, title=""), "a long line here\nab\nanother long line") as (pilot, reader):
        reader.cursor = 9
        await pilot.press("j")
        assert reader.cursor == 18
        await pilot.press("j")
        assert reader.cursor == 29


async def test_by_words_ends_and_pages() -> None:
    async with reading(replace(ARTICLE, title=""), LONG) as (pilot, reader):
        await pilot.press("w", "w")
        assert reader.text[reader.cursor :].startswith("The minister")
        await pilot.press("b")
        assert reader.text[reader.cursor :].startswith("0.")
        await pilot.press("G")
        assert reader.cursor == len(LONG)
        assert is_seen(reader)
        assert reader.scroll_offset.y == reader.max_scroll_y
        await pilot.press("g")
        assert (reader.cursor, reader.scroll_offset.y) == (0, 0)
        for key, back in (("space", "pageup"), ("pagedown", "ctrl+b"), ("ctrl+d", "ctrl+u"), ("ctrl+f", "pageup")):
            await pilot.press(key)
            assert is_seen(reader)
            assert reader.scroll_offset.y > 5
            await pilot.press(back)
            assert is_seen(reader)
            assert reader.scroll_offset.y < 5


async def test_every_line_comes_by_and_the_cursor_is_always_seen() -> None:
    async with reading(read=annotation()) as (_, reader):
        last = -1
        for _ in range(70):
            reader.action_move_down()
            assert is_seen(reader)
            assert reader.cursor >= last
            last = reader.cursor
        assert last > len(SEED) - 72


async def test_quotes_in_turn_with_context_around() -> None:
    read = annotation()
    async with reading(read=read) as (pilot, reader):
        seen = []
        while reader.next_quote(1):
            await pilot.pause()
            seen.append(reader.quote)
            y = place(reader)[1]
            assert 2 <= y < reader.size.height - 2 or reader.scroll_offset.y in (0, reader.max_scroll_y)
        assert seen == [index for index in range(12) if index != 6]  # the sixth reports no words
        assert not reader.next_quote(1)
        assert reader.next_quote(-1)
        assert reader.quote == 10
        reader.actor = "a3"
        assert reader.next_quote(-1)
        assert reader.quote == 1


async def test_mentions_of_anybody_or_of_the_chosen_actor() -> None:
    async with reading(read=annotation()) as (_, reader):
        assert reader.next_mention(1)
        first = reader.cursor
        reader.actor = "a8"
        places = [start for start, _ in every("NATO")]
        for start in places:
            assert reader.next_mention(1)
            assert reader.cursor == start
        assert not reader.next_mention(1)
        assert reader.next_mention(-1)
        assert reader.cursor == places[-2]
        assert first < places[0]


async def test_without_an_annotation_there_is_nothing_to_go_to() -> None:
    async with reading() as (pilot, reader):
        assert not reader.next_quote(1)
        assert not reader.next_mention(1)
        await pilot.press("enter")
        assert not heard(reader, ArticleView.SpeakerChosen)


async def test_the_speaker_or_who_is_named_is_chosen() -> None:
    async with reading(read=annotation()) as (pilot, reader):
        for words, actor in (("I hope that", "a1"), ("Angela Merkel", "a4"), ("the Ukrainian president", "a1")):
            reader.go_to(*span(words))
            await pilot.press("enter")
            await pilot.pause()
            assert heard(reader, ArticleView.SpeakerChosen)[-1] == ArticleView.SpeakerChosen(actor)


async def test_it_tells_where_it_is() -> None:
    async with reading(read=annotation()) as (pilot, reader):
        reader.go_to(*span("I hope that"))
        await pilot.pause()
        assert heard(reader, ArticleView.Moved)[-1] == ArticleView.Moved(span("I hope that")[0], 8)


async def test_it_opens_where_the_reader_last_stood() -> None:
    async with reading(replace(ARTICLE, position=SEED.index("However")), read=annotation()) as (_, reader):
        assert reader.cursor == SEED.index("However")
        assert is_seen(reader)
        reader.open(replace(ARTICLE, position=10**9), SEED)
        assert reader.cursor == len(SEED)


# --- passages ---------------------------------------------------------------------------------------------


async def test_v_starts_a_passage_and_moving_extends_it() -> None:
    async with reading() as (pilot, reader):
        await pilot.press("v", "w", "w")
        assert reader.selection is not None
        assert SEED[slice(*reader.selection)] == "France, Germany"
        await pilot.press("b", "b")
        assert SEED[slice(*reader.selection)] == "F"
        await pilot.pause()
        assert heard(reader, ArticleView.SelectionChanged)[-1] == ArticleView.SelectionChanged((0, 1))
        await pilot.press("v")
        assert reader.selection is None
        await pilot.press("w")
        assert reader.selection is None


async def test_the_mouse_puts_the_cursor_and_chooses() -> None:
    async with reading() as (pilot, reader):
        y = row(reader, "The heads of")
        x = screen(reader)[y].index("heads")
        await pilot.click(ArticleView, offset=(x, y + FRAME))
        assert SEED[reader.cursor :].startswith("heads")
        await pilot.mouse_down(ArticleView, offset=(x, y + FRAME))
        await pilot.hover(ArticleView, offset=(x + 4, y + FRAME))
        await pilot.mouse_up(ArticleView, offset=(x + 4, y + FRAME))
        await pilot.pause()
        assert reader.selection is not None
        assert SEED[slice(*reader.selection)] == "heads"
        assert reader.screen.get_selected_text() == "heads"
        assert style_of(reader, "head").bgcolor != style_of(reader, " of").bgcolor
        await pilot.click(ArticleView, offset=(1, y + FRAME))
        await pilot.pause()
        assert reader.selection is None
        assert reader.screen.get_selected_text() in (None, "")


async def test_two_clicks_choose_a_word_and_three_a_paragraph() -> None:
    async with reading() as (pilot, reader):
        y = row(reader, "The heads of")
        x = screen(reader)[y].index("heads") + 2
        await pilot.click(ArticleView, offset=(x, y + FRAME), times=2)
        await pilot.pause()
        assert reader.selection is not None
        assert SEED[slice(*reader.selection)] == "heads"
        await pilot.click(ArticleView, offset=(x, y + FRAME), times=3)
        await pilot.pause()
        assert SEED[slice(*reader.selection)].startswith("The heads")
        assert SEED[slice(*reader.selection)].endswith("visited Paris.")


async def test_scrolling_takes_the_cursor_along() -> None:
    async with reading(replace(ARTICLE, title=""), LONG) as (pilot, reader):
        reader.scroll_to(y=100, animate=False)
        await pilot.pause()
        assert is_seen(reader)
        assert reader.scroll_offset.y == 100
        reader.scroll_to(y=10, animate=False)
        await pilot.pause()
        assert is_seen(reader)
        assert reader.scroll_offset.y == 10


async def test_the_wheel_scrolls_and_a_click_never_does() -> None:
    async with reading(replace(ARTICLE, title=""), LONG) as (pilot, reader):
        for _ in range(5):
            reader.post_message(
                events.MouseScrollDown(reader, 10, 10, 0, 1, 0, shift=False, meta=False, ctrl=False)
            )
        await pilot.pause()
        top = reader.scroll_offset.y
        assert top > 5
        assert is_seen(reader)
        for y in (0, reader.size.height - 1):
            await pilot.click(ArticleView, offset=(20, y + FRAME))
            assert place(reader)[1] == y or not screen(reader)[y].strip()
            assert reader.scroll_offset.y == top


async def test_dragging_beyond_the_edge_scrolls() -> None:
    async with reading(replace(ARTICLE, title=""), LONG, size=(80, 12)) as (pilot, reader):
        await pilot.mouse_down(ArticleView, offset=(20, 5))
        start = reader.cursor
        for x in range(20, 26):
            await pilot.hover(offset=(x, 11))
        await pilot.mouse_up(offset=(25, 11))
        assert reader.scroll_offset.y >= 6  # a line each time the pointer moves there
        assert reader.selection is not None
        assert reader.selection[0] == start
        assert reader.selection[1] > start + 4 * 60


@pytest.mark.parametrize("theme", [*BUILTIN_THEMES, "onrecord-light"])
async def test_every_theme_shows_every_mark(theme: str) -> None:
    async with reading(read=annotation(), theme=theme, notes=[note("a swift effort")]) as (pilot, reader):
        reader.find("Russia")
        reader.find_next(1)
        await pilot.press("v", "w")
        plain = style_of(reader, "The heads of")
        assert style_of(reader, "a swift effort") != plain
        assert style_of(reader, "Volodymyr Zelensky") != plain


# --- finding ----------------------------------------------------------------------------------------------


async def test_finding_goes_round_and_counts() -> None:
    async with reading(read=annotation()) as (_, reader):
        assert reader.find("nato") == len(every("NATO"))
        plain = style_of(reader, "The heads of").bgcolor
        assert [reader.find_next(1) for _ in range(7)] == [1, 2, 3, 4, 5, 6, 1]
        assert reader.find_next(-1) == reader.match_count == 6
        assert SEED[reader.cursor :].startswith("NATO")
        line = reader.render_line(place(reader)[1])
        style = next(segment.style for segment in line if segment.text == "ATO")
        assert style is not None
        assert style.bold
        assert style.bgcolor != plain
        reader.clear_find()
        assert (reader.match_count, reader.find_next(1)) == (0, 0)


async def test_capitals_count_if_one_is_typed_and_spaces_stand_for_line_breaks() -> None:
    async with reading(replace(ARTICLE, title=""), "Kiev and kiev\n.* kiev and\nKIEV") as (_, reader):
        assert reader.find("kiev") == 4
        assert reader.find("Kiev") == 1
        assert reader.find("Kiev and KIEV") == 0
        assert reader.find("and kiev") == 2
        assert reader.find(".*") == 1
        assert reader.find("  ") == 0


async def test_finding_as_one_types_starts_from_the_same_place() -> None:
    async with reading(replace(ARTICLE, title=""), "ab abc abcd abcde") as (_, reader):
        reader.cursor = 4
        for pattern, offset in (("a", 7), ("ab", 7), ("abcde", 12), ("abc", 7)):
            reader.find(pattern)
            reader.find_next(1)
            assert reader.cursor == offset
