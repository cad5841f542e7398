"""The line about the quote under the cursor: its content, cue, speaker, kind and confidence."""

from __future__ import annotations

from typing import NamedTuple

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from onrecord.base.records import Annotation, Attribution, words_of
from onrecord.terminal.segments import Line, counted, cut
from onrecord.terminal.visible_text import visible
from onrecord.tui.model.user_corrections import DECIDED_SIGN
from onrecord.tui.text.actor_colours import speaker_colour
from onrecord.tui.text.annotation_layers import AnnotationLayers
from onrecord.tui.widgets.component_styles import component_style

_MIN_CONTENT, _MAX_CONTENT = (
    28,
    72,
)  # columns of the content that important parts, and less important parts, leave it


_DOT_GAP = " · "  # between facts of equal standing


class _StatusPart(NamedTuple):
    weight: int  # parts of less weight are left out first
    style: str
    text: str
    gap: str = "  "


class QuoteStatus(Widget):
    """The content, cue, speaker, kind, confidence, reason and number of a quote, as far as the width allows."""

    COMPONENT_CLASSES = {f"status--{name}" for name in ("words", "cue", "speaker", "dim", "doubt")}

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._content = ""
        self._parts: list[_StatusPart] = []
        self._position = ""
        self._rank = -1

    asides = False
    """Whether beliefs, attitudes and documents are counted as well as speech."""

    def show(
        self, layers: AnnotationLayers | None, index: int | None, text: str, *, is_decided: bool = False
    ) -> None:
        """Show an attribution.

        Args:
            layers: The layers of the annotation of the article; None if there is none yet.
            index: The index of the attribution; None to show the number of quotes.
            text: The text of the article.
            is_decided: Whether the user has set the attribution right: then it is as sure as can be.
        """
        self._content, self._parts, self._position, self._rank = "", [], "", -1
        if layers is not None:
            annotation = layers.annotation
            attributions = annotation.attributions
            asides = self.asides or (index is not None and attributions[index].report_type != "speech")
            listed = layers.quotes(asides=asides)
            total = len(listed)
            if index is None:
                self._position = counted(total, "quote")
            else:
                quote = attributions[index]
                self._content = visible(words_of(text, quote.content))
                self._parts = _status_parts(annotation, quote, text, is_decided=is_decided)
                self._rank = layers.rank(index)
                self._position = f"{listed.index(index) + 1:,}/{total:,}"
        self.refresh()

    def render_line(self, y: int) -> Strip:
        width = self.size.width
        if y:
            return Strip.blank(width, self.rich_style)
        room = width - cell_len(self._position) - 2
        parts = _fitting_parts(self._parts, room, cell_len(self._content))
        line: Line = [Segment(cut(self._content, max(room - _total_width(parts), 0)), self._style("words"))]
        before = "  "
        for part in parts:
            gap = "  " if part.gap == _DOT_GAP != before else part.gap
            line += [Segment(gap, self._style("dim")), Segment(part.text, self._style(part.style))]
            before = part.gap
        gap_right = width - sum(segment.cell_length for segment in line) - cell_len(self._position)
        line += [Segment(" " * max(gap_right, 0)), Segment(self._position, self._style("dim"))]
        return Strip(line).apply_style(self.rich_style).adjust_cell_length(width, self.rich_style)

    def _style(self, name: str) -> Style:
        style = component_style(self, f"status--{name}")
        if name in ("words", "speaker") and self._rank >= 0:
            style += Style(color=speaker_colour(self._rank, dark=self.app.current_theme.dark))
        return style


def _total_width(parts: list[_StatusPart]) -> int:
    return sum(len(part.gap) + cell_len(part.text) for part in parts)


def _fitting_parts(parts: list[_StatusPart], room: int, content_width: int) -> list[_StatusPart]:
    """Return the parts for which there is room, in their order; those of most weight are taken first.

    Args:
        parts: The parts.
        room: The columns for the parts and the content.
        content_width: The columns that the whole content would take.
    """
    fitting: list[_StatusPart] = []
    for part in sorted(parts, key=lambda part: -part.weight):
        if (
            min(content_width, _MIN_CONTENT if part.weight > 2 else _MAX_CONTENT) + _total_width([*fitting, part])
            <= room
        ):
            fitting.append(part)
    return [part for part in parts if part in fitting]


def _status_parts(annotation: Annotation, quote: Attribution, text: str, *, is_decided: bool) -> list[_StatusPart]:
    """Return the parts of the line for an attribution, in their order."""
    names = {actor.id: actor.name for actor in annotation.everybody()}
    organisations = {source.id: source.body for source in annotation.unnamed}
    speakers = ", ".join(names[actor] for actor in quote.speaker if actor in names)
    if quote.unnamed and quote.unnamed in names:
        speakers, organisation = names[quote.unnamed], names.get(organisations.get(quote.unnamed) or "", "")
        speakers += (
            f" for {organisation}" if organisation and organisation.casefold() not in speakers.casefold() else ""
        )
    source = words_of(text, quote.source)
    parts = [
        _StatusPart(4, "cue", words_of(text, quote.cue)),
        _StatusPart(6, "speaker", speakers or source or "no speaker named"),
    ]
    if speakers and source and source.removeprefix("the ").casefold() not in speakers.casefold():
        parts.append(_StatusPart(2, "dim", f"({source})", " "))
    if quote.via in names:
        parts.append(_StatusPart(1, "dim", f"through {names[quote.via]}"))
    kind = quote.kind if quote.report_type == "speech" else f"{quote.kind} {quote.report_label}"
    parts.append(_StatusPart(3, "dim", kind, _DOT_GAP))
    if is_decided:
        parts.append(_StatusPart(5, "cue", f"{DECIDED_SIGN} set right by you", _DOT_GAP))
    else:
        is_doubtful = quote.is_doubtful
        certainty = f"{quote.certainty:.2f}{'?' * is_doubtful}"
        parts.append(_StatusPart(5, "doubt" if is_doubtful else "dim", certainty, _DOT_GAP))
        parts.append(_StatusPart(0, "dim", f"why: {quote.why}" if quote.why else "", _DOT_GAP))
    return [part._replace(text=visible(part.text)) for part in parts if part.text]
