"""The statistics of a search: who speaks in its articles, how directly, where and when."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from onrecord.archive import Archive, Query
from onrecord.archive.search.voices import ShareOfVoice
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.screens.dialog import ClosesOnce
from onrecord.tui.widgets.key_line import KeyLine
from onrecord.tui.widgets.voice_table import KIND_SIGNS, VoiceTable

FacetValue = tuple[str, str]
"""A facet, one of ``onrecord.tui.model.facet_query.FIELDS``, and a value of it."""

_LIMIT = 15  # actors and sources of each list


class ShareOfVoiceScreen(ClosesOnce[FacetValue | None], Screen[FacetValue | None]):
    """Who speaks in the articles of a search. Its answer is what the search is to be narrowed to, or None."""

    BINDINGS = bindings("statistics")
    AUTO_FOCUS = "VoiceTable"

    def __init__(self, archive: Archive, query: Query | None, query_text: str, keys: Mapping[str, str]) -> None:
        """Make the screen.

        Args:
            archive: The archive.
            query: The search, None for all articles.
            query_text: The search as it was typed.
            keys: The user's own keys, by the names of the actions.
        """
        super().__init__()
        self._archive, self._query, self._query_text, self._keys = archive, query, query_text, keys

    def compose(self) -> ComposeResult:
        yield Static("", id="statistics-head")
        yield VoiceTable()
        yield KeyLine()

    def on_mount(self) -> None:
        self._counter: LatestLookup[ShareOfVoice] = LatestLookup(self, self._show, self.complain)
        self._counter.ask(self._count)

    def on_unmount(self) -> None:
        self._counter.close()

    def _count(self, is_cancelled: Callable[[], bool]) -> Iterator[ShareOfVoice]:
        yield self._archive.search.share_of_voice(self._query or "", _LIMIT, is_cancelled=is_cancelled)

    def _show(self, share: ShareOfVoice) -> None:
        counts = share.all
        articles = counted(counts.articles, "article")
        searched = visible(self._query_text)
        title = searched or (f"All {articles}" if counts.articles > 1 else articles)
        facts = [articles] if searched else []
        facts += [counted(counts.quotes, "quote")]
        facts += [f"{sign} {getattr(counts, kind):,} {kind}" for kind, sign in KIND_SIGNS]
        self.query_one("#statistics-head", Static).update(
            Content.assemble((f" {title} ", "bold"), f"  {' · '.join(facts)}")
        )
        self.query_one(VoiceTable).show(share)

    @on(VoiceTable.Chosen)
    def _narrow(self, event: VoiceTable.Chosen) -> None:
        self.dismiss((event.row.facet, event.row.value))

    def action_narrow_to_row(self) -> None:
        self.query_one(VoiceTable).choose_highlighted()

    def action_leave_screen(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        from onrecord.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("statistics", self._keys))
