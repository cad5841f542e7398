"""The facets of the list: who, where from, about what and when, and narrowing the search by them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from textual.timer import Timer
from textual.widget import Widget

from onrecord.archive import Archive, ArchiveError, Query
from onrecord.archive.search.facets import Facets
from onrecord.tui.model import facet_query
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.host import DeskHost
from onrecord.tui.screens.desk.pane_focus import PaneFocus
from onrecord.tui.widgets.facet_list import FacetList

_REST = 0.15  # seconds without a key before counting: it keeps a core busy that typing needs
_VALUES_OF_EACH = 8


class _FacetCounts(NamedTuple):
    query: Query | None
    facets: Facets
    are_of_all: bool


class FacetController:
    """Shows facets beside the list, in place of the sidebar while the cursor is not in the article."""

    def __init__(
        self,
        host: DeskHost,
        archive: Archive,
        listing: ArticleListController,
        focus: PaneFocus,
        page: Widget,
    ) -> None:
        """Set up without a pane; it is mounted when it is first opened.

        Args:
            host: The desk.
            archive: The archive that counts.
            listing: The list of articles whose facets are shown.
            focus: Moves the cursor between the panes.
            page: The pane before which the facets stand.
        """
        self.pane: FacetList | None = None
        """The facets on the screen, once they have been opened."""
        self._host = host
        self._archive = archive
        self.listing = listing
        """The list of articles whose facets are shown."""
        self._focus = focus
        self._page = page
        self._lookup: LatestLookup[_FacetCounts] | None = None
        self._rest_timer: Timer | None = None

    @property
    def is_open(self) -> bool:
        """Whether the facets are shown while the cursor is in a list."""
        return self._page.screen.has_class("-facets")

    @property
    def has_focus(self) -> bool:
        """Whether the cursor is in the facets."""
        return self._focus.pane == "facets"

    async def toggle(self) -> None:
        """Open the facets and go there; from there, close them."""
        if self.is_open and self.has_focus:
            self.close()
            return
        if self.pane is None:
            self.pane = FacetList()
            await self._page.screen.query_one("#panes").mount(self.pane, before=self._page)
            self._lookup = LatestLookup(self._host, self._show, self._host.complain)
        # The screen is styled when the cursor has moved: twice in one step would take 40 ms.
        self._page.screen.add_class("-facets", update=False)
        self._focus.focus("facets")
        self._count()

    def close(self) -> None:
        """Show the sidebar again."""
        self._page.screen.remove_class("-facets", update=False)
        self._focus.go_back()

    def stop(self) -> None:
        """Count nothing any more."""
        if self._lookup is not None:
            self._lookup.close()

    def count_soon(self) -> None:
        """Count again, where the facets are open, when no more keys come."""
        if self.pane is None or not self.is_open:
            return
        if self._rest_timer is not None:
            self._rest_timer.stop()
        self._rest_timer = self._host.set_timer(_REST, self._count)

    def _count(self) -> None:
        if self._lookup is not None:
            self._lookup.ask(partial(self._facets_of, self.listing.query))

    def _facets_of(self, query: Query | None, is_cancelled: Callable[[], bool]) -> Iterator[_FacetCounts]:
        first = self._archive.search.first_facets(query or "", _VALUES_OF_EACH, is_cancelled=is_cancelled)
        if first is not None:
            yield _FacetCounts(query, first, are_of_all=False)
        everything = self._archive.search.facets(query or "", _VALUES_OF_EACH, is_cancelled=is_cancelled)
        yield _FacetCounts(query, everything, are_of_all=True)

    def _show(self, counts: _FacetCounts) -> None:
        if self.pane is not None:
            self.pane.show(
                counts.facets,
                partial(facet_query.chosen_values, counts.query),
                partial(facet_query.is_chosen, counts.query),
                are_of_all=counts.are_of_all,
            )

    def toggle_value(self, facet: str, value: str) -> None:
        """Narrow the search to a value of a facet or, where it is narrowed to it, no longer."""
        try:
            query_text = facet_query.toggle_value(self.listing.query_text, facet, value)
        except ArchiveError as error:
            self._host.complain(error)
        else:
            self.listing.search_for(query_text)
