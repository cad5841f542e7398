"""Marks on a line: which there are, where it is cut, and in which style each piece is painted."""

from __future__ import annotations

import pytest
from rich.color import Color
from rich.style import Style

from onrecord.terminal.wrapping import TextLayout
from onrecord.tui.text import actor_colours
from onrecord.tui.text.actor_colours import SPEAKER_DARK, SPEAKER_LIGHT
from onrecord.tui.text.highlighting import MARK_KINDS, Mark, Marks, MarkStyles, paint_line, split_at_marks

BACKGROUND = Style(color="#c8c8c8", bgcolor="#000000")


def mark_styles(background: Style = BACKGROUND, *, dark: bool = True, **styles: Style) -> MarkStyles:
    return MarkStyles({kind: styles.get(kind, Style()) for kind in MARK_KINDS}, background, dark=dark)


@pytest.fixture
def grey_speaker(monkeypatch: pytest.MonkeyPatch) -> int:
    """The rank of an actor whose colour is the grey of the text, whatever the palette is."""
    monkeypatch.setattr(actor_colours, "SPEAKER_DARK", ("#ff0000", "#c8c8c8"))
    return 1


def colour_of(style: Style) -> str:
    assert style.color is not None
    return style.color.name


def background_of(style: Style) -> str:
    assert style.bgcolor is not None
    return style.bgcolor.name


def test_marks_overlap_a_span_only_with_a_character_in_it() -> None:
    marks = Marks([Mark(0, 50, "quote"), Mark(3, 5, "person"), Mark(5, 5, "hit"), Mark(60, 70, "note")])
    assert [mark.start for mark in marks.overlapping(4, 5)] == [0, 3]
    assert [mark.start for mark in marks.overlapping(5, 60)] == [0]
    assert [mark.start for mark in marks.overlapping(49, 61)] == [0, 60]
    assert marks.overlapping(50, 60) == []
    assert marks.overlapping(70, 80) == []


def test_a_long_mark_is_not_missed_behind_short_ones() -> None:
    marks = Marks([Mark(0, 100, "quote"), *(Mark(at, at + 1, "person") for at in range(1, 50))])
    assert [mark.kind for mark in marks.overlapping(80, 81)] == ["quote"]


def test_a_span_is_cut_where_marks_begin_and_end_and_the_uppermost_mark_is_last() -> None:
    quote, person, caret = Mark(0, 8, "quote"), Mark(4, 20, "person"), Mark(5, 6, "caret")
    assert list(split_at_marks(2, 10, [caret, person, quote])) == [
        (2, 4, (quote,)),
        (4, 5, (quote, person)),
        (5, 6, (quote, person, caret)),
        (6, 8, (quote, person)),
        (8, 10, (person,)),
    ]


def test_a_span_without_marks_is_one_piece_and_an_empty_one_none() -> None:
    assert list(split_at_marks(2, 10, [])) == [(2, 10, ())]
    assert list(split_at_marks(2, 10, [Mark(12, 14, "hit")])) == [(2, 10, ())]
    assert list(split_at_marks(3, 3, [Mark(0, 8, "hit")])) == []


def test_without_marks_the_base_style_stays() -> None:
    base = Style(italic=True)
    assert mark_styles().combine((), base) is base


def test_later_marks_paint_over_earlier_ones() -> None:
    styles = mark_styles(hit=Style(color="red", bold=True), found=Style(color="blue"))
    style = styles.combine((Mark(0, 5, "hit"), Mark(0, 5, "found")), BACKGROUND)
    assert (colour_of(style), style.bold) == ("blue", True)


@pytest.mark.parametrize("kind", ["quote", "own", "source", "cue", "mention"])
def test_a_mark_of_an_actor_has_their_colour(kind: str) -> None:
    for dark, palette in ((True, SPEAKER_DARK), (False, SPEAKER_LIGHT)):
        assert colour_of(mark_styles(dark=dark).combine((Mark(0, 5, kind, 1),), BACKGROUND)) == palette[1]


@pytest.mark.parametrize("kind", ["hit", "note", "person", "target"])
def test_other_marks_have_no_actor_colour(kind: str) -> None:
    assert colour_of(mark_styles().combine((Mark(0, 5, kind, 1),), BACKGROUND)) == "#c8c8c8"


def test_without_a_rank_there_is_no_actor_colour() -> None:
    assert colour_of(mark_styles().combine((Mark(0, 5, "quote", -1),), BACKGROUND)) == "#c8c8c8"
    assert colour_of(mark_styles().combine((Mark(0, 5, "quote", 0),), BACKGROUND)) == SPEAKER_DARK[0]


def test_a_doubtful_quote_is_faded_towards_the_background(grey_speaker: int) -> None:
    style = mark_styles().combine((Mark(0, 5, "doubtful", grey_speaker),), BACKGROUND)  # #c8c8c8 on black
    assert colour_of(style) == "#969696"  # three quarters of 200


def test_an_active_quote_tints_the_background(grey_speaker: int) -> None:
    style = mark_styles().combine((Mark(0, 5, "lit", grey_speaker),), BACKGROUND)
    assert background_of(style) == "#202020"  # 16 % of 200
    assert background_of(mark_styles().combine((Mark(0, 5, "own", grey_speaker),), BACKGROUND)) == "#141414"
    assert background_of(mark_styles().combine((Mark(0, 5, "quote", grey_speaker),), BACKGROUND)) == "#000000"


def test_nothing_is_mixed_with_a_colour_of_the_terminal(grey_speaker: int) -> None:
    background = Style(color="#c8c8c8", bgcolor=Color.default())
    style = mark_styles(background).combine((Mark(0, 5, "doubtful", grey_speaker),), background)
    assert colour_of(style) == "#c8c8c8"


def test_an_entity_in_a_quote_keeps_the_colour_of_the_speaker() -> None:
    styles = mark_styles(person=Style(color="red", underline=True))
    quote, person = Mark(0, 9, "quote", 0), Mark(2, 5, "person")
    in_quote = styles.combine((quote, person), BACKGROUND)
    assert (colour_of(in_quote), in_quote.underline) == (SPEAKER_DARK[0], True)
    alone = styles.combine((person,), BACKGROUND)
    assert (colour_of(alone), alone.underline) == ("red", True)


def test_a_line_is_painted_piece_by_piece_as_it_is_shown() -> None:
    layout = TextLayout("the \x1bred line", 40)
    segments = paint_line(layout, 0, [Mark(4, 8, "hit")], mark_styles(hit=Style(bold=True)), BACKGROUND)
    assert [(text, style is not None and bool(style.bold)) for text, style, _ in segments] == [
        ("the ", False),
        ("␛red", True),
        (" line", False),
    ]
