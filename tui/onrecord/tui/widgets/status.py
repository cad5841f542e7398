"""The line that says who said what stands under the cursor, and how sure that is."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from onrecord.base.records import Annotation, Attribution, words_of
from onrecord.terminal.segments import Line, cut, visible
from onrecord.tui.text.actor_colours import speaker_colour
from onrecord.tui.text.annotation_layers import DOUBTFUL, AnnotationLayers
from onrecord.tui.widgets.component_styles import component_style

_LEAST, _MOST = 28, 72  # columns that the quote itself is given before what matters, and before what matters less


_DOT = " · "  # between facts that stand side by side


class _Part(NamedTuple):
    weight: int  # the more important the more
    style: str
    says: str
    gap: str = "  "


class QuoteStatus(Widget):
    """Quote, cue, speaker, kind, confidence, reason and place, as far as the width allows."""

    COMPONENT_CLASSES = {f"status--{name}" for name in ("words", "cue", "speaker", "dim", "doubt")}

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._read: AnnotationLayers | None = None
        self._words = ""
        self._parts: list[_Part] = []
        self._place = ""
        self._rank = -1

    asides = False
    """Whether thoughts, stances and papers are counted as well as words."""

    def show(self, annotation: Annotation | None, index: int | None, text: str) -> None:
        """Show an attribution of an annotation of a text; None: how many quotes there are."""
        if annotation is None:
            self._read = None
        elif self._read is None or self._read.annotation is not annotation:
            self._read = AnnotationLayers(annotation)
        self._words, self._parts, self._place, self._rank = "", [], "", -1
        if self._read is not None and annotation is not None:
            said = annotation.attributions
            asides = self.asides or (index is not None and said[index].cue_type != "speech")
            listed = self._read.quotes(asides=asides)
            total = len(listed)
            if index is None:
                self._place = f"{total} quotes" if total != 1 else "1 quote"
            else:
                quote = said[index]
                self._words = visible(words_of(text, quote.content))
                self._parts = _parts(annotation, quote, text)
                self._rank = self._read.rank(index)
                self._place = f"{listed.index(index) + 1}/{total}"
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        room = width - cell_len(self._place) - 2
        parts = _fitting(self._parts, room, cell_len(self._words))
        line: Line = [Segment(cut(self._words, max(room - _width(parts), 0)), self._style("words"))]
        before = "  "
        for part in parts:
            gap = "  " if part.gap == _DOT != before else part.gap
            line += [Segment(gap, self._style("dim")), Segment(part.says, self._style(part.style))]
            before = part.gap
        gap_right = width - sum(segment.cell_length for segment in line) - cell_len(self._place)
        line += [Segment(" " * max(gap_right, 0)), Segment(self._place, self._style("dim"))]
        return Strip(line).apply_style(self.rich_style).adjust_cell_length(width, self.rich_style)

    def _style(self, name: str) -> Style:
        style = component_style(self, f"status--{name}")
        if name in ("words", "speaker") and self._rank >= 0:
            style += Style(color=speaker_colour(self._rank, dark=self.app.current_theme.dark))
        return style


def _width(parts: list[_Part]) -> int:
    return sum(len(part.gap) + cell_len(part.says) for part in parts)


def _fitting(parts: list[_Part], room: int, words: int) -> list[_Part]:
    """The parts that have room beside so many columns of words, the most important served first."""
    kept: list[_Part] = []
    for part in sorted(parts, key=lambda part: -part.weight):
        if min(words, _LEAST if part.weight > 2 else _MOST) + _width([*kept, part]) <= room:
            kept.append(part)
    return [part for part in parts if part in kept]


def _parts(annotation: Annotation, quote: Attribution, text: str) -> list[_Part]:
    """What there is to say about an attribution, in the order of the line."""
    names = {one.id: one.name for one in annotation.everybody()}
    bodies = {source.id: source.body for source in annotation.unnamed}
    speakers = ", ".join(names[actor] for actor in quote.speaker if actor in names)
    if quote.unnamed and quote.unnamed in names:
        speakers, body = names[quote.unnamed], names.get(bodies.get(quote.unnamed) or "", "")
        speakers += f" for {body}" if body and body.casefold() not in speakers.casefold() else ""
    source = words_of(text, quote.source)
    parts = [_Part(4, "cue", words_of(text, quote.cue)), _Part(6, "speaker", speakers or source or "nobody named")]
    if speakers and source and source.removeprefix("the ").casefold() not in speakers.casefold():
        parts.append(_Part(2, "dim", f"({source})", " "))
    if quote.via in names:
        parts.append(_Part(1, "dim", f"through {names[quote.via]}"))
    doubtful = quote.confidence < DOUBTFUL
    nature = quote.kind if quote.cue_type == "speech" else f"{quote.kind} {quote.cue_type}"
    parts.append(_Part(3, "dim", nature, _DOT))
    parts.append(_Part(5, "doubt" if doubtful else "dim", f"{quote.confidence:.2f}{'?' * doubtful}", _DOT))
    parts.append(_Part(0, "dim", f"why: {quote.why}" if quote.why else "", _DOT))
    return [part._replace(says=visible(part.says)) for part in parts if part.says]
