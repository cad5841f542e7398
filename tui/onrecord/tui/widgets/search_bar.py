"""The line in which the user types a query; the list follows what is typed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from textual.binding import Binding
from textual.suggester import Suggester

from onrecord.archive import ArchiveError
from onrecord.tui.model.search_history import SearchHistory
from onrecord.tui.widgets.plain_input import PlainInput


class QuerySuggester(Suggester):
    """Suggests how the last word of a query goes on."""

    def __init__(self, complete: Callable[[str], str | None]) -> None:
        """Make the suggester.

        Args:
            complete: Returns a completed query, None where there is nothing to complete; called in a thread.
        """
        super().__init__(use_cache=False, case_sensitive=True)
        self._complete = complete

    async def get_suggestion(self, value: str) -> str | None:
        """Return the query completed; None where that is not possible."""
        try:
            return await asyncio.to_thread(self._complete, value)
        except ArchiveError:  # the search itself will say so
            return None


class SearchBar(PlainInput):
    """An input that can be left for the list below it, or closed to list everything."""

    # Actions of the screen, which are complete before the next key is handled, even if that has arrived already.
    BINDINGS = [
        Binding("escape", "screen.close_search", "close"),
        Binding("enter", "screen.leave_search", "to the list"),
        Binding("tab", "complete", "complete"),
        Binding("up,ctrl+r", "earlier", "earlier searches"),
        Binding("down", "later", "to the list", show=False),
        Binding("ctrl+u", "clear", "clear", show=False),
    ]

    def __init__(self, complete: Callable[[str], str | None], query: str = "", *, id: str, hint: str) -> None:
        """Make the line.

        Args:
            complete: Returns a completed query, None where there is nothing to complete; called in a thread.
            query: What stands in it at first.
            id: The id of the widget.
            hint: What it shows while it is empty.
        """
        self._query_suggester = QuerySuggester(complete)
        # The focus may arrive after the first keys and would select what they typed, for the next to overwrite.
        super().__init__(
            query,
            placeholder=hint,
            suggester=self._query_suggester,
            compact=True,
            id=id,
            select_on_focus=False,
        )
        self.history = SearchHistory()
        """The searches of before."""

    def action_clear(self) -> None:
        self.value = ""

    async def action_complete(self) -> None:
        """Complete the last word or, where that is not possible, go to the next pane."""
        value = self.value
        suggestion = await self._query_suggester.get_suggestion(value) if self.cursor_at_end and value else None
        if suggestion is None:
            await self.run_action("screen.next_pane")
        elif self.value == value:  # nothing was typed meanwhile
            self._show(suggestion)

    def action_earlier(self) -> None:
        """Show the next earlier search that contains what was typed."""
        self._show(self.history.earlier(self.value))

    async def action_later(self) -> None:
        """Show the next later search or, where none is shown, go to the list."""
        later_query = self.history.later(self.value)
        if later_query is None:
            await self.run_action("screen.leave_search")
        else:
            self._show(later_query)

    def _show(self, query: str) -> None:
        self.value = query
        self.action_end()
