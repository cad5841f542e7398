"""Going back to where one was, and forward again."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.tui.model.places import DeskPlace, Place, PlaceHistory, ScreenPlace
from onrecord.tui.screens.desk.article import ArticleController
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.pane_focus import PaneFocus
from onrecord.tui.screens.desk.quote_search import QuoteSearchController


class PlaceController:
    """Remembers the places that the user leaves, and brings them back there."""

    def __init__(
        self,
        listing: ArticleListController,
        article: ArticleController,
        quote_search: QuoteSearchController,
        focus: PaneFocus,
        open_screen: Callable[[ScreenPlace], None],
        say: Callable[[str], None],
    ) -> None:
        """Begin without a place.

        Args:
            listing: The list of articles.
            article: The owner of the open article.
            quote_search: The list of quotes.
            focus: Knows and moves the cursor between the panes.
            open_screen: Opens a screen over the desk at a place.
            say: Shows a sentence.
        """
        self._listing = listing
        self._article = article
        self._quote_search = quote_search
        self._focus = focus
        self._open_screen = open_screen
        self._say = say
        self._history = PlaceHistory()
        self._pane_behind_screen = "reader"  # to which the screen that was left last has led
        self._is_going = False  # to a place of the history: that leaves none

    @property
    def current(self) -> DeskPlace:
        """Where the user is on the desk."""
        opened = self._article.open_article
        article, offset = (opened.article.id, self._article.panes.reader.cursor) if opened else (None, 0)
        return DeskPlace(self._listing.query_text, self._focus.pane or "articles", article, offset)

    @property
    def has_moved(self) -> bool:
        """Whether the user has been anywhere else."""
        return self._history.previous is not None

    def leave(self) -> None:
        """Remember where the user is, before they go elsewhere."""
        if not self._is_going:
            self._history.leave(self.current)

    def leave_screen(self, place: ScreenPlace, *, pane: str = "reader") -> None:
        """Remember the place of a screen from which the user goes into an article.

        Args:
            place: The place.
            pane: The pane that they go to.
        """
        self.leave()
        self._pane_behind_screen = pane
        self._history.leave(place)

    async def return_to_screen(self) -> bool:
        """Go back to the screen from which the user came into the article, and return whether there is one.

        From any pane but the text, and the one that the screen has led to, the text comes first.
        """
        place = self._history.previous
        is_behind_screen = self._focus.pane in ("reader", self._pane_behind_screen)
        if not is_behind_screen or place is None or isinstance(place, DeskPlace):
            return False
        await self.back()
        return True

    async def back(self) -> None:
        """Go to the place that was left last."""
        await self._go(self._history.back(self.current), "There is no place to go back to.")

    async def forward(self) -> None:
        """Go to the place from which the user went back last."""
        await self._go(self._history.forward(self.current), "There is no place to go forward to.")

    async def _go(self, place: Place | None, without_place: str) -> None:
        if place is None:
            self._say(without_place)
            return
        self._is_going = True
        try:
            if isinstance(place, DeskPlace):
                await self._go_on_desk(place)
                return
            # The desk below a screen is again as it was when the screen was opened.
            if isinstance(self._history.previous, DeskPlace):
                await self._go_on_desk(self._history.previous)
            self._open_screen(place)
        finally:
            self._is_going = False

    async def _go_on_desk(self, place: DeskPlace) -> None:
        if place.query != self._listing.query_text:
            self._listing.search_for(place.query)
            await self._listing.wait_for_answer()
        if (place.pane == "quote-search") != self._quote_search.is_open and place.pane in _LISTS:
            await self._quote_search.toggle()
        if place.article is not None:
            self._listing.pane.highlight(place.article)
            self._article.show(place.article)
        self._focus.focus("articles" if place.pane in _LISTS else place.pane)
        if self._article.is_open(place.article or 0):
            self._article.panes.reader.cursor = place.offset


_LISTS = ("articles", "quote-search", "saved", "facets", "search")
"""Panes from which one comes back to the list."""
