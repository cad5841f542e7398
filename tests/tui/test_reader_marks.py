"""The reader in an app: how entities, quotes, actors and layers are marked."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from reader_pilot import is_seen, place, reading, row, screen, style_of
from reader_sample import ARTICLE, SEED, annotation, note, span
from textual.geometry import Region
from textual.strip import Strip

from onrecord.base.records import Actor, Annotation, Attribution
from onrecord.tui.text.actor_colours import speaker_colour
from onrecord.tui.text.annotation_layers import LAYERS, AnnotationLayers


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
        reader.annotation_layers = AnnotationLayers(first)
        assert reader.quote is None
        reader.annotation_layers = AnnotationLayers(annotation())
        assert reader.quote == last
        reader.open(ARTICLE, SEED, layers=AnnotationLayers(first))
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
        reader.annotation_layers = AnnotationLayers(annotation())
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
        reader.annotation_layers = AnnotationLayers(replace(read, attributions=[]))
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
