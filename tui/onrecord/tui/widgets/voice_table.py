"""The table of who speaks: actors, sources and months, each with a bar of its quotes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import set_cell_size
from rich.segment import Segment
from textual.message import Message

from onrecord.terminal.segments import Line, cut, short_month, spread
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.text.sparklines import stacked_bar
from onrecord.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from onrecord.archive.search.voices import KindShare, ShareOfVoice, Voice

KIND_SIGNS = (("direct", "█"), ("mixed", "▓"), ("indirect", "░"))
"""The kinds of quotes, each with what its part of a bar is drawn with."""

_UNKNOWN = {"sources": "no source", "months": "no date"}
"""What is shown where articles have none, by the facet."""

_MAX_BAR = 60  # columns
_FACT_WIDTH = 47  # columns


@dataclass(frozen=True)
class ShareRow:
    """A row with a bar.

    Attributes:
        facet: ``actors``, ``sources`` or ``months``.
        value: The value of the facet; the search can be narrowed to it unless it is empty.
        label: What is shown of it.
        parts: The parts of the bar, as many as ``KIND_SIGNS``.
        most: The sum for which the bar has its full width.
        facts: What stands at the right.
    """

    facet: str
    value: str
    label: str
    parts: tuple[int, ...]
    most: int
    facts: str


class VoiceTable(RowList):
    """Who speaks, who is named without being quoted, where and when, under headings."""

    BINDINGS = bindings("rows")
    EMPTY = "counting…"
    CLICK_CHOOSES = False

    @dataclass
    class Chosen(Message):
        """The user wants to see only the articles of this row."""

        row: ShareRow

    def __init__(self) -> None:
        super().__init__(id="voices")
        self._rows: list[ShareRow | str] = []
        self._is_counted = False

    @property
    def empty_text(self) -> str:
        return "No articles found." if self._is_counted else self.EMPTY

    def show(self, share: ShareOfVoice) -> None:
        """Show who speaks."""
        self._is_counted = True
        self._rows = list(share_rows(share))
        self.update_rows(0)

    def count(self) -> int:
        return len(self._rows)

    def can_highlight(self, index: int) -> bool:
        return isinstance(self._rows[index], ShareRow)

    def choose(self, index: int) -> None:
        row = self._rows[index]
        if isinstance(row, ShareRow) and row.value:
            self.post_message(self.Chosen(row))

    def draw(self, index: int, width: int) -> list[Line]:
        row = self._rows[index]
        if isinstance(row, str):
            heading = [Segment(f" {row}", self.style_of("heading"))]
            return [[], heading] if index else [heading]
        label_width = min(32, max(12, (width - _FACT_WIDTH - 5) * 2 // 3))  # a bar says enough in a few columns
        bar_width = min(_MAX_BAR, width - label_width - _FACT_WIDTH - 5)
        bar = [
            Segment(sign * columns, self.style_of("accent"))
            for (_, sign), columns in zip(KIND_SIGNS, stacked_bar(row.parts, row.most, bar_width), strict=True)
        ]
        label = Segment(f"   {set_cell_size(cut(row.label, label_width - 1), label_width)}", self.style_of("text"))
        # On a wide screen the facts stay near the bars that they are about.
        table_width = min(width, label_width + _MAX_BAR + _FACT_WIDTH + 5)
        return [spread([label, *bar], [Segment(f"{row.facts} ", self.style_of("dim"))], table_width)]


def share_rows(share: ShareOfVoice) -> Iterator[ShareRow | str]:
    """Yield the headings and rows of who speaks."""
    if not share.all.articles:
        return
    if share.voices:
        yield "Who speaks"
        most = share.voices[0].said
        yield from (_voice_row(voice, (voice.said, 0, 0), most, share.all.quotes) for voice in share.voices)
    if share.unquoted:
        yield "Named and never quoted"
        yield from (_voice_row(voice, (0, 0, 0), 0, 0) for voice in share.unquoted)
    for facet, heading, shares in (("sources", "Sources", share.sources), ("months", "Months", share.months)):
        yield heading
        yield from _kind_rows(facet, shares)


def _voice_row(voice: Voice, parts: tuple[int, ...], most: int, quotes: int) -> ShareRow:
    said = f"said {voice.said:>6,} {_percent(voice.said, quotes)}" if quotes else ""
    facts = f"{said}  named {voice.named:>6,}  articles {voice.articles:>6,}"
    return ShareRow("actors", voice.name, visible(voice.name), parts, most, facts)


def _kind_rows(facet: str, shares: Sequence[KindShare]) -> Iterator[ShareRow]:
    most = max((share.quotes for share in shares), default=0)
    for share in shares:
        label = short_month(share.key) if facet == "months" else visible(share.key)
        direct = _percent(share.direct, share.quotes)
        facts = f"quotes {share.quotes:>6,} {direct} direct  articles {share.articles:>6,}"
        parts = (share.direct, share.mixed, share.indirect)
        yield ShareRow(facet, share.key, label or _UNKNOWN[facet], parts, most, facts)


def _percent(count: int, total: int) -> str:
    return f"{count / total:>4.0%}" if total else "   –"
