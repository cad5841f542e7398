"""The facets of what is found: who, where from, about what and when, and narrowing the search by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING

from textual.timer import Timer

from onrecord.archive import ArchiveError
from onrecord.tui.model import article_listing
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.screens.desk.edits import Changes
from onrecord.tui.widgets.search_bar import SearchBar

if TYPE_CHECKING:
    from onrecord.archive import Query
    from onrecord.archive.search.facets import Facets
    from onrecord.tui.widgets.facet_list import FacetList

_REST = 0.15  # seconds without a key before counting: it keeps a core busy that typing needs
_MOST = 8

_Counted = tuple["Query | None", "Facets"]


class FacetsBeside(Changes):
    """A pane beside the list, in place of the sidebar while the cursor is not in the article."""

    facets: FacetList | None = None

    _counter: LatestLookup[_Counted] | None = None
    _counting: Timer | None = None

    def listed(self, found: article_listing.ArticleListing) -> None:
        super().listed(found)
        if self.facets is not None and self.has_class("-facets"):
            self._count_soon()

    def panes(self) -> list[str]:
        left, *others = super().panes()
        return [left, "facets", *others] if self.has_class("-facets") else [left, *others]

    async def action_facets(self) -> None:
        """Open the facets and go there, or close them."""
        if self.has_class("-facets") and self.focused is self.facets:
            self.close_facets()
            return
        if self.facets is None:
            from onrecord.tui.widgets.facet_list import FacetList

            self.facets = FacetList()
            await self.query_one("#panes").mount(self.facets, before=self.page)
            self._counter = LatestLookup(self, self._show_facets, self.complain)
        self.add_class("-facets")
        self.focus_pane("facets")
        self._count()

    def close_facets(self) -> None:
        self.remove_class("-facets")
        self.focus_pane("articles")

    def _count_soon(self) -> None:
        if self._counting is not None:
            self._counting.stop()
        self._counting = self.set_timer(_REST, self._count)

    def _count(self) -> None:
        if self._counter is not None:
            self._counter.ask(partial(self._facets_of, self.found))

    def _facets_of(self, query: Query | None, stopped: Callable[[], bool]) -> Iterator[_Counted]:
        yield query, self.archive.search.facets(query or "", _MOST, is_cancelled=stopped)

    def _show_facets(self, counted: _Counted) -> None:
        from onrecord.tui.model import facet_query

        query, facets = counted
        if self.facets is not None:
            self.facets.show(
                facets, partial(facet_query.chosen_values, query), partial(facet_query.is_chosen, query)
            )

    def on_facet_list_chosen(self, event: FacetList.Chosen) -> None:
        from onrecord.tui.model import facet_query

        try:
            text = facet_query.toggle_value(self.query_text, event.facet, event.value)
        except ArchiveError as error:
            self.complain(error)
            return
        self.search_for(text)

    def search_for(self, text: str) -> None:
        """Put a query into the search line and list what it finds."""
        self.query_text = text
        self.query_one(SearchBar).value = text
        self.list_articles(to_top=True)

    def on_unmount(self) -> None:
        if self._counter is not None:
            self._counter.close()
