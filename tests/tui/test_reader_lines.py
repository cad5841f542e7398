"""Around the reader: the status line, the legend, the find line."""

from __future__ import annotations

import pytest
from reader_sample import ARTICLE, SEED, ReaderApp, annotation, span
from rich.cells import cell_len
from textual.widgets import Input

from onrecord.base.records import Actor, Annotation, Attribution
from onrecord.terminal.visible_text import visible
from onrecord.tui.text.actor_colours import initials
from onrecord.tui.text.annotation_layers import LAYERS, AnnotationLayers
from onrecord.tui.text.highlighting import Mark, Marks, split_at_marks
from onrecord.tui.text.motions import next_word, paragraph_at, previous_word, word_at
from onrecord.tui.widgets.article_view import ArticleView
from onrecord.tui.widgets.legend import Legend


def status(app: ReaderApp) -> str:
    return app.status.render_line(0).text


async def test_the_status_line_says_who_said_what_how_and_why() -> None:
    app = ReaderApp()
    async with app.run_test(size=(160, 24)) as pilot:
        reader = app.page.reader
        reader.open(ARTICLE, SEED, layers=AnnotationLayers(annotation()))
        await pilot.pause()
        assert status(app).strip() == "11 quotes"
        reader.go_to(*span("I hope that"))
        await pilot.pause()
        line = status(app)
        assert line.startswith("“I hope that all four of us will participate” … “the security")
        rest = "  said  Volodymyr Zelensky (He)  direct · 0.97 · why: subject of “said”"
        assert rest in line
        assert line.endswith("8/11")
        reader.close()
        await pilot.pause()
        assert not status(app).strip()


async def test_what_matters_most_stays_in_a_narrow_status_line() -> None:
    app = ReaderApp()
    async with app.run_test(size=(60, 24)) as pilot:
        app.page.reader.open(ARTICLE, SEED, layers=AnnotationLayers(annotation()))
        app.page.reader.go_to(*span("I hope that"))
        for width in (120, 100, 80, 70, 60, 40, 24):
            await pilot.resize_terminal(width, 24)
            await pilot.pause()
            line = status(app)
            assert cell_len(line) == width - 2
            assert "8/11" in line
            assert ("Volodymyr Zelensky" in line) == (width > 40)
            assert ("direct · 0.97" in line) == (width >= 80)
            assert "“I hope" in line or width < 40


async def test_a_doubtful_a_nameless_and_a_foreign_quote_in_the_status_line() -> None:
    text = "\x1b[31mSomebody thought [b]it[/b] was\nover."
    said = Attribution(
        source=[(5, 13)],
        cue=[(14, 21)],
        content=[(22, 42)],
        kind="indirect",
        confidence=0.31,
        cue_type="belief",
    )
    app = ReaderApp()
    async with app.run_test(size=(100, 24)) as pilot:
        app.status.show(AnnotationLayers(Annotation(attributions=[said])), 0, text)
        await pilot.pause()
        assert status(app).startswith("[b]it[/b] was over.  thought  Somebody  indirect belief · 0.31?")
        app.status.show(AnnotationLayers(Annotation(attributions=[said])), 0, text, is_decided=True)
        assert "Somebody  indirect belief · ✓ set right by you" in status(app)
        assert "0.31" not in status(app)
        nobody = Attribution(source=[], cue=[], content=[(0, 9)], kind="indirect")
        app.status.show(AnnotationLayers(Annotation(attributions=[nobody])), 0, text)
        assert status(app).startswith("␛[31mSome  no speaker named  indirect · 1.00")


@pytest.mark.parametrize("theme", ["onrecord-dark", "onrecord-light"])
async def test_the_legend_names_what_is_marked_in_its_own_look(theme: str) -> None:
    app = ReaderApp(theme)
    async with app.run_test(size=(80, 24)) as pilot:
        app.page.reader.open(ARTICLE, SEED, layers=AnnotationLayers(annotation()))
        legend = app.page.legend
        said = {}
        for marking in LAYERS:
            app.page.reader.marking = marking
            await pilot.pause()
            strip = legend.render_line(0)
            said[marking] = strip.text
            assert cell_len(strip.text) == legend.size.width
        for name in ("person", "organisation", "place", "group", "other", "quote", "doubtful?", "note"):
            assert name in said["all"]
        assert "quote" not in said["entities"]
        assert "person" not in said["quotes"]
        assert said["none"].startswith("none:")
        app.page.reader.marking = "all"
        await pilot.pause()
        looks = {segment.text: segment.style for segment in legend.render_line(0)}
        styles = [looks[name] for name in ("person", "organisation", "place", "group", "other", "quote")]
        flags = [(bool(s.bold), bool(s.italic), bool(s.underline)) for s in styles if s]
        assert len(set(flags)) == 6


async def test_the_legend_names_the_chosen_actor() -> None:
    app = ReaderApp()
    async with app.run_test(size=(80, 24)) as pilot:
        app.page.reader.open(ARTICLE, SEED, layers=AnnotationLayers(annotation()))
        app.page.reader.actor = "a1"
        await pilot.pause()
        assert app.query_one(Legend).render_line(0).text.startswith("only Volodymyr Zelensky:  named  │quote")


async def test_the_find_line_opens_counts_and_closes() -> None:
    app = ReaderApp()
    async with app.run_test(size=(80, 24)) as pilot:
        reader, bar = app.page.reader, app.page.find_bar
        reader.open(ARTICLE, SEED)
        await pilot.pause()
        assert not bar.display
        app.page.open_find()
        await pilot.press(*"nato")
        await pilot.pause()
        assert bar.display
        assert reader.match_count == 6
        assert SEED[reader.cursor :].startswith("NATO")
        count = bar.query_one("#find-count")
        assert str(count.render()) == "1/6"
        await pilot.press("x")
        await pilot.pause()
        assert str(count.render()) == "not found"
        await pilot.press("backspace", "enter")
        await pilot.pause()
        assert app.focused is reader
        app.page.go_to_match(1)
        assert str(count.render()) == "2/6"
        app.page.go_to_match(-1)
        app.page.go_to_match(-1)
        assert str(count.render()) == "6/6"
        app.page.open_find()
        await pilot.press("escape")
        await pilot.pause()
        assert not bar.display
        assert app.focused is reader
        assert reader.match_count == 0
        app.page.open_find()
        await pilot.pause()
        assert bar.query_one(Input).value == "nato"
        assert reader.match_count == 6


def test_of_nested_quotes_the_innermost_is_under_the_cursor() -> None:
    outer = Attribution(source=[(0, 2)], cue=[(3, 7)], content=[(8, 60)], kind="indirect")
    inner = Attribution(source=[(10, 12)], cue=[(13, 17)], content=[(20, 30), (40, 45)], kind="direct")
    read = AnnotationLayers(Annotation(attributions=[outer, inner]))
    assert [read.quote_at(offset) for offset in (0, 5, 9, 25, 35, 42, 59, 60)] == [0, 0, 0, 1, 0, 1, 0, None]


def test_runs_cover_a_line_and_the_uppermost_mark_is_last() -> None:
    marks = [Mark(0, 8, "quote"), Mark(4, 6, "person"), Mark(5, 20, "caret")]
    cut = list(split_at_marks(2, 10, marks))
    assert [(start, end) for start, end, _ in cut] == [(2, 4), (4, 5), (5, 6), (6, 8), (8, 10)]
    assert [mark.kind for mark in cut[2][2]] == ["quote", "person", "caret"]
    assert list(split_at_marks(3, 3, marks)) == []


def test_marks_are_found_by_what_they_cover() -> None:
    marks = Marks([Mark(0, 100, "quote"), Mark(3, 5, "person"), Mark(50, 50, "hit"), Mark(60, 70, "hit")])
    assert [mark.start for mark in marks.overlapping(4, 6)] == [0, 3]
    assert [mark.start for mark in marks.overlapping(5, 60)] == [0]
    assert [mark.start for mark in marks.overlapping(69, 200)] == [0, 60]
    assert marks.overlapping(100, 200) == []


def test_words_and_paragraphs() -> None:
    text = "Don't stop.\nIt’s anti-war"
    assert next_word(text, 0) == 6
    assert next_word(text, 6) == 12
    assert next_word(text, 20) == len(text)
    assert previous_word(text, len(text)) == 17
    assert previous_word(text, 6) == 0
    assert previous_word(text, 0) == 0
    assert previous_word(" " * 500 + "a" + " " * 900, 1300) == 500
    assert word_at(text, 2) == (0, 5)
    assert word_at(text, 5) is None
    assert word_at("", 0) is None
    assert paragraph_at(text, 3) == (0, 11)
    assert paragraph_at(text, 14) == (12, len(text))


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Volodymyr Zelensky", "VZ"),
        ("NATO", "NAT"),
        ("Russia", "Ru"),
        ("Kremlin spokesman", "Kr"),
        ("the police", "TP"),
        ("Ursula von der Leyen", "UL"),
        ("習近平", "習近"),
        ("…", "…"),
        ("", ""),
    ],
)
async def test_initials_never_push_the_text_aside(name: str, letters: str) -> None:
    actor = Actor(id="a", name=name, type="person")
    short = initials(actor)
    assert short == letters
    said = Attribution(source=[], cue=[], content=[(0, 4)], kind="direct", speaker=["a"])
    app = ReaderApp()
    async with app.run_test(size=(80, 24)) as pilot:
        reader = app.query_one(ArticleView)
        reader.open(ARTICLE, "text here", layers=AnnotationLayers(Annotation(attributions=[said], actors=[actor])))
        await pilot.pause()
        line = next(line for y in range(24) if "here" in (line := reader.render_line(y).text))
        assert cell_len(line[: line.index("text")]) == 6
        assert visible(short)[:1] in line
