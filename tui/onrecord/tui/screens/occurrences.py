"""The occurrences of a quote in other articles, and how they differ from it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from onrecord.archive import Archive
from onrecord.base.archive_records import QuoteOccurrence
from onrecord.base.records import Quote
from onrecord.base.settings import Settings
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model import comparison
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.model.quote_copies import QuoteCopies
from onrecord.tui.screens.dialog import ArticlePlace, ClosesOnce
from onrecord.tui.widgets.key_line import KeyLine
from onrecord.tui.widgets.occurrence_list import OccurrenceList
from onrecord.tui.widgets.review_list import ComparisonView


class OccurrencesScreen(ClosesOnce[ArticlePlace | None], Screen[ArticlePlace | None]):
    """The occurrences of a quote. Its answer is the place that the user wants to read, or None."""

    BINDINGS = bindings("places")

    def __init__(self, archive: Archive, settings: Settings, quote: Quote, copies: QuoteCopies) -> None:
        super().__init__()
        self._copies = copies
        self.archive, self.settings, self.quote = archive, settings, quote

    def compose(self) -> ComposeResult:
        yield Static("", id="places-head")
        yield OccurrenceList()
        with Horizontal(id="places-sides"):
            yield ComparisonView(classes="side", markup=False)
            yield ComparisonView(classes="side", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self._finder: LatestLookup[list[QuoteOccurrence]] = LatestLookup(self, self._show, self.complain)
        self.set_focus(self.query_one(OccurrenceList))
        self._finder.ask(self._look_up)

    def on_unmount(self) -> None:
        self._finder.close()

    def _look_up(self, is_cancelled: Callable[[], bool]) -> Iterator[list[QuoteOccurrence]]:
        yield self.archive.quotes.occurrences(self.quote.article, self.quote.index)

    def _show(self, occurrences: list[QuoteOccurrence]) -> None:
        articles = len({occurrence.quote.article for occurrence in occurrences})
        extent = f"in {articles} articles" if articles > 1 else "in no other article"
        self.query_one("#places-head", Static).update(
            Content.assemble((" These words ", "bold"), (f" {extent} ", "bold reverse"))
        )
        self.query_one(OccurrenceList).show(occurrences, (self.quote.article, self.quote.index))

    @on(OccurrenceList.Moved)
    def _compare(self) -> None:
        occurrence = self.query_one(OccurrenceList).highlighted
        sides = comparison.occurrence_sides(self.quote, occurrence) if occurrence else (None, None)
        is_own = occurrence is not None and _place(occurrence.quote) == _place(self.quote)
        for view, side in zip(self.query(ComparisonView), sides, strict=True):
            view.show(side)
        self.query(ComparisonView).last().display = not is_own  # it has nothing to be compared with

    @on(OccurrenceList.Chosen)
    def _open_chosen(self) -> None:
        self.action_open_here()

    def action_open_here(self) -> None:
        occurrence = self.query_one(OccurrenceList).highlighted
        if occurrence is not None:
            content = occurrence.quote.content
            self.dismiss((occurrence.quote.article, content[0] if content else None))

    def action_copy_said(self) -> None:
        occurrence = self.query_one(OccurrenceList).highlighted
        self._copies.copy(occurrence.quote if occurrence else self.quote)

    def action_leave_screen(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        from onrecord.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("places", self.settings.keys))


def _place(quote: Quote) -> tuple[int, int]:
    return quote.article, quote.index
