"""The reader in an app: what is shown, where the cursor goes, what it tells."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from msgspec.structs import replace
from reader_sample import ARTICLE, SEED, TITLE, ReaderApp, annotation, every, note, span
from rich.cells import cell_len
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.pilot import Pilot
from textual.strip import Strip
from textual.theme import BUILTIN_THEMES

from onrecord.base.records import Actor, Annotation, Article, Attribution
from onrecord.tui.text.actor_colours import speaker_colour
from onrecord.tui.text.annotation_layers import LAYERS
from onrecord.tui.widgets.article_view import ArticleView

FRAME = 1
"""The line of the frame above the text."""

LONG = "\n\n".join(f"Paragraph {n}. " + "The minister said that we shall see. " * 8 for n in range(200))


@asynccontextmanager
async def reading(
    article: Article = ARTICLE,
    text: str = SEED,
    *,
    size: tuple[int, int] = (80, 24),
    theme: str = "onrecord-dark",
    read: Annotation | None = None,
    **more: Any,
) -> AsyncIterator[tuple[Pilot[None], ArticleView]]:
    app = ReaderApp(theme)
    async with app.run_test(size=size) as pilot:
        reader = app.query_one(ArticleView)
        reader.open(article, text, annotation=read, **more)
        await pilot.pause()
        yield pilot, reader


def screen(reader: ArticleView) -> list[str]:
    return [reader.render_line(y).text for y in range(reader.size.height)]


def row(reader: ArticleView, words: str) -> int:
    return next(y for y, line in enumerate(screen(reader)) if words in line)


def style_of(reader: ArticleView, words: str) -> Style:
    """The style of these words where they first stand on the screen, if they have but one."""
    strip = reader.render_line(row(reader, words))
    at, styles = strip.text.index(words), set()
    for segment in strip:
        if at < len(segment.text) and at + len(words) > 0:
            styles.add(segment.style)
        at -= len(segment.text)
    assert len(styles) == 1, styles
    return styles.pop() or Style.null()


def heard(reader: ArticleView, kind: type) -> list[object]:
    app = reader.app
    assert isinstance(app, ReaderApp)
    return [message for message in app.heard if isinstance(message, kind)]


def is_seen(reader: ArticleView) -> bool:
    """Whether the cursor's line is on the screen."""
    return any(reader.render_line(y).text and caret(reader, y) is not None for y in range(reader.size.height))


def caret(reader: ArticleView, y: int) -> int | None:
    x = 0
    ground = reader.mark_styles.styles["caret" if reader.has_focus else "waiting"].bgcolor
    for segment in reader.render_line(y):
        if segment.style and segment.style.bgcolor == ground:
            return x
        x += segment.cell_length
    return None


def place(reader: ArticleView) -> tuple[int, int]:
    """Column and row of the caret on the screen."""
    return next((x, y) for y in range(reader.size.height) if (x := caret(reader, y)) is not None)


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


# --- marks ------------------------------------------------------------------------------------------------


async def test_entities_are_told_apart_by_style_and_by_colour() -> None:
    async with reading(read=annotation()) as (_, reader):
        person, place_, group, none = (
            style_of(reader, words) for words in ("Volodymyr Zelensky", "Paris", "Ukrainian", "The heads of")
        )
        assert person.bold
        assert not person.italic
        assert place_.italic
        assert not place_.bold
        assert group.italic
        assert group.underline
        assert not any((none.bold, none.italic, none.underline))
        assert len({style.color for style in (person, group, none)}) == 3


@pytest.mark.parametrize(("theme", "dark"), [("onrecord-dark", True), ("onrecord-light", False), ("nord", True)])
async def test_a_quote_has_its_speakers_colour_a_line_and_his_initials(theme: str, dark: bool) -> None:
    async with reading(read=annotation(), size=(80, 60), theme=theme) as (_, reader):
        style = style_of(reader, "concerned about the increase")
        assert style.underline
        assert style.color is not None
        assert style.color.triplet is not None
        assert style.color.triplet.hex == speaker_colour(1, dark=dark)
        lines = screen(reader)
        first = row(reader, "In a statement")
        assert lines[first].startswith("  GC│ ")
        assert lines[first + 1].startswith("    │ ")


async def test_a_line_added_before_a_quote_has_no_initials_and_one_within_a_quote_has_its_bar() -> None:
    first, second = "The board met on Monday and spoke of the strike for hours. " * 3, "We pay what we can. " * 9
    text = f"{first}\n“{second}\n{second}”"
    start = len(first) + 1
    quote = Attribution(
        source=[(0, 3)],
        cue=[(0, 3)],
        content=[(start, len(text))],
        kind="direct",
        cue_type="speech",
        speaker=["a1"],
    )
    ada = Actor(id="a1", name="Ada Berg", type="person", mentions=[(0, 3)])
    async with reading(
        text=text, read=Annotation(attributions=[quote], actors=[ada], annotator="1 test"), size=(80, 60)
    ) as (_, reader):
        lines, begins = screen(reader), row(reader, "“We pay")
        assert lines[begins].startswith("  AB│ ")
        assert lines[begins - 1].strip(" ▁▂▃▄▅▆▇█") == ""
        gap = next(number for number in range(begins + 1, len(lines)) if not lines[number].strip("│ "))
        assert lines[gap].startswith("    │ ")


async def test_a_doubtful_quote_looks_so() -> None:
    async with reading(read=annotation(), size=(80, 60)) as (_, reader):
        lines = screen(reader)
        assert lines[row(reader, "accused Russia")].startswith("  Uk?")
        assert lines[row(reader, "very clear")].startswith("    ┊")


async def test_only_speech_is_marked_but_in_the_layer_of_quotes() -> None:
    async with reading(read=annotation(), size=(80, 60)) as (_, reader):
        plain = style_of(reader, "And ")
        assert style_of(reader, "rescue of ").color == plain.color
        reader.marking = "quotes"
        assert style_of(reader, "rescue of ").color != plain.color
        assert style_of(reader, "rescue of ").italic


async def test_the_quote_under_the_cursor_is_lit_with_all_its_parts() -> None:
    async with reading(read=annotation(), size=(80, 60)) as (_, reader):
        dark = style_of(reader, "our territories").bgcolor
        reader.go_to(*span("I hope that"))
        assert reader.quote == 8
        for words in ("will participate”", "security situation in", "our territories"):
            assert style_of(reader, words).bgcolor != dark
        reader.go_to(0)
        assert style_of(reader, "our territories").bgcolor == dark


async def test_another_reading_has_other_quotes_than_the_one_that_the_cursor_was_in() -> None:
    async with reading(read=annotation()) as (_, reader):
        last = len(annotation().attributions) - 1
        while reader.quote != last:
            assert reader.next_quote(1)
        first = replace(annotation(), attributions=annotation().attributions[:1])
        reader.annotation = first
        assert reader.quote is None
        reader.annotation = annotation()
        assert reader.quote == last
        reader.open(ARTICLE, SEED, annotation=first)
        assert reader.quote is None


async def test_a_chosen_actor_stands_out_and_the_rest_steps_back() -> None:
    async with reading(read=annotation(), size=(80, 60)) as (_, reader):
        plain = style_of(reader, "The heads of").color
        reader.actor = "a1"
        mention = style_of(reader, "its president")
        assert mention.bold
        assert mention.color is not None
        assert mention.color.triplet is not None
        assert mention.color.triplet.hex == speaker_colour(0, dark=True)
        assert style_of(reader, "The heads of").color != plain
        assert style_of(reader, "concerned about the increase") == style_of(reader, "The heads of")
        assert style_of(reader, "hope that all").underline
        reader.actor = "nobody"
        assert style_of(reader, "The heads of").color == plain


@pytest.mark.parametrize("marking", LAYERS)
async def test_each_layer_marks_its_own(marking: str) -> None:
    async with reading(read=annotation(), size=(80, 60)) as (_, reader):
        reader.marking = marking
        assert bool(style_of(reader, "Volodymyr Zelensky").bold) == (marking in ("all", "entities", "actor"))
        assert bool(style_of(reader, "concerned about").underline) == (marking in ("all", "quotes"))
        assert bool(style_of(reader, "its president").bold) == (marking == "actor")


async def test_a_layer_must_be_one_there_is() -> None:
    async with reading() as (_, reader):
        with pytest.raises(ValueError, match="colours"):
            reader.marking = "colours"


async def test_notes_hits_and_places_found_are_seen() -> None:
    hits = [span("serious unrest")]
    async with reading(read=annotation(), notes=[note("a swift effort")], hits=hits) as (_, reader):
        plain = style_of(reader, "The heads of").bgcolor
        assert screen(reader)[row(reader, "a swift effort")].startswith("✎")
        assert style_of(reader, "a swift effort").bgcolor != plain
        assert style_of(reader, "serious unrest").bgcolor != plain
        reader.notes, reader.hits = [], []
        assert style_of(reader, "a swift effort").bgcolor == plain
        assert style_of(reader, "serious unrest").bgcolor == plain


async def test_nothing_moves_when_marks_come_or_change() -> None:
    async with reading(replace(ARTICLE, position=SEED.index("Against"), quotes=0)) as (pilot, reader):
        before = place(reader)
        reader.annotation = annotation()
        await pilot.pause()
        assert place(reader) == before
        for marking in LAYERS:
            reader.marking = marking
            reader.actor = "a1" if marking == "actor" else None
            await pilot.pause()
            assert place(reader) == before


async def test_the_quote_under_the_cursor_may_be_gone_in_a_new_reading() -> None:
    read = annotation()
    async with reading(read=read) as (pilot, reader):
        while reader.next_quote(1):
            await pilot.pause()
        assert reader.quote is not None
        reader.annotation = replace(read, attributions=[])
        await pilot.pause()
        assert reader.quote is None


async def test_the_cursors_line_stays_when_the_size_changes_in_every_frame() -> None:
    async with reading(read=annotation()) as (pilot, reader):
        reader.go_to(SEED.index("Against this"))
        await pilot.pause()
        y = place(reader)[1]
        frames: list[tuple[int, list[str]]] = []
        render_lines = reader.render_lines

        def noting(crop: Region) -> list[Strip]:
            frames.append((place(reader)[1], screen(reader)))
            return render_lines(crop)

        reader.render_lines = noting  # type: ignore[method-assign]
        for width in (120, 50, 80):
            frames.clear()
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            assert frames
            assert all(frame == (y, screen(reader)) for frame in frames)
        for height in (12, 8, 24):
            await pilot.resize_terminal(80, height)
            await pilot.pause()
            assert is_seen(reader)


async def test_another_theme_repaints_everything() -> None:
    async with reading(read=annotation()) as (pilot, reader):
        dark = style_of(reader, "The heads of")
        reader.app.theme = "onrecord-light"
        await pilot.pause()
        light = style_of(reader, "The heads of")
        assert light.color != dark.color
        assert light.bgcolor != dark.bgcolor


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
