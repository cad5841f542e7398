"""Quotes in place of the articles: every quote that the search means, each with its article beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

from onrecord.archive import Query
from onrecord.base.records import Quote
from onrecord.tui.model import article_listing
from onrecord.tui.model.latest_lookup import Lookup
from onrecord.tui.screens.desk.corrections import Who
from onrecord.tui.screens.desk.saved_searches import SavedLists

if TYPE_CHECKING:
    from onrecord.archive.search.quotes import QuoteId
    from onrecord.tui.screens.correction_menu import Target
    from onrecord.tui.widgets.quote_search_list import FoundQuotes

_NEXT = 20  # articles from the highlighted one on, with a quote of one of which the list of quotes begins
_MOST = 64  # quotes of each
_AMONG_FIRST = 50  # an article up to this place has its quotes among the first that are looked up


class QuotesInstead(SavedLists, Who):
    """They are looked up with the articles, by the same finder, while the list of quotes is there."""

    found_quotes: FoundQuotes | None = None
    shows_quotes = False
    """Whether quotes are listed."""

    _wanted: Sequence[QuoteId] | None = None  # what the cursor shall be on when the list has just been opened
    _left: int | None = None  # the article that was highlighted when the quotes were left
    _shown: tuple[int, int] | None = None  # article and offset to which the list has moved the reader's cursor

    # Opening and closing

    async def action_quotes(self) -> None:
        """List quotes in place of articles, or articles again."""
        if self.shows_quotes:
            self.close_quotes()
            return
        if self.found_quotes is None:
            from onrecord.tui.widgets.quote_search_list import FoundQuotes

            self.found_quotes = FoundQuotes(complain=self.complain)
            await self.query_one("#left").mount(self.found_quotes)
        self._list_quotes(True)
        self.focus_pane("articles")
        place = self.articles.place or 0
        if self._left is None or self._left != self.articles.highlighted:
            self._wanted = list(self._quotes_from(place))
        self._answered.clear()
        self.finder.ask(self.lookup(self.found, at_once=place < _AMONG_FIRST))

    def _list_quotes(self, shows: bool) -> None:
        self.shows_quotes = shows
        # Not on the screen: all panes would be styled anew.
        self.query("#left, #side").set_class(shows, "-quotes")

    def _quotes_from(self, place: int) -> Iterator[QuoteId]:
        """The quote under the reader's cursor, then those of the articles from a place of the list on."""
        if self.reading and self.reader.quote is not None:
            yield self.reading.article.id, self.reader.quote
        for article in self.articles.ids[place : place + _NEXT]:
            yield from ((article, index) for index in range(_MOST))

    def leave_quotes(self) -> None:
        """From the article to the quotes, and from there to the articles."""
        if self.focused is self.found_quotes:
            self.close_quotes()
        else:
            self.focus_pane("articles")

    def close_quotes(self) -> None:
        """List articles again, at the place where they were left."""
        self._list_quotes(False)
        self._left = self.articles.highlighted
        self.focus_pane("articles")
        self.show_highlighted()

    # What is listed

    def lookup(self, query: Query | None, *, at_once: bool) -> Lookup[article_listing.ArticleListing]:
        found = super().lookup(query, at_once=at_once)
        if self.found_quotes is None or not self.shows_quotes:
            return found
        from onrecord.tui.model.quote_listing import ids_around, with_quotes

        near = (
            ids_around(self.found_quotes.ids, self.found_quotes.cursor) if self._wanted is None else self._wanted
        )
        return with_quotes(found, self.archive, [] if self._to_top else near, asides=self.reader.asides)

    def _show_listing(self, found: article_listing.ArticleListing) -> None:
        if found.quotes is not None and self.found_quotes is not None:
            key = self.reader.key_of_asides
            aside = "" if self.reader.asides else f"{key} looks among beliefs, attitudes and documents, too.\n\n"
            self.found_quotes.show_quotes(
                found.quotes,
                self.archive.quotes.get_many,
                words=partial(self.archive.search.hits, found.query) if found.query else None,
                keep=not self._to_top and self._wanted is None,
                hint=f"{aside}Q lists the articles again.",
            )
            self._wanted = None
        super()._show_listing(found)

    def show_highlighted(self) -> None:
        if not self.shows_quotes or self.found_quotes is None:
            super().show_highlighted()
        elif not self.found_quotes.ids:
            self.close_article()
        elif quote := self.found_quotes.here:
            self.show_soon(partial(self._show_quote, quote))

    def _show_quote(self, quote: Quote) -> None:
        self.open_article(quote.article)
        if self.reading and self.reading.article.id == quote.article and quote.content:
            self.reader.go_to(*quote.content[0])
            self._shown = quote.article, self.reader.cursor

    def keep_position(self) -> None:
        """A place where only the list of quotes has been is not where the reader stood."""
        if self.reading is None or self._shown != (self.reading.article.id, self.reader.cursor):
            super().keep_position()

    # Panes

    def focus_pane(self, pane: str) -> None:
        super().focus_pane("found" if pane == "articles" and self.shows_quotes else pane)

    def panes(self) -> list[str]:
        return ["found" if pane == "articles" and self.shows_quotes else pane for pane in super().panes()]

    # What a reader does with a quote

    def on_quote_rows_moved(self) -> None:
        self.show_highlighted()

    def on_quote_rows_chosen(self, event: FoundQuotes.Chosen) -> None:
        self.read_article(event.quote.article)
        # A page that was not on the screen is laid out first.
        self.call_after_refresh(self._show_quote, event.quote)

    def _here(self) -> Quote | None:
        """The quote under the cursor of the list, where the cursor is there."""
        return self.found_quotes.here if self.found_quotes and self.focused is self.found_quotes else None

    def action_copy_quote(self) -> None:
        if quote := self._here():
            self.copy(quote)
        else:
            super().action_copy_quote()

    def _target(self) -> Target | None:
        quote = self._here()
        if quote is None:
            return super()._target()
        from onrecord.tui.screens.correction_menu import Target

        self._show_quote(quote)  # it may not have been shown yet
        return Target(self.reading, quote=quote.index) if self.reading and self.reading.annotation else None

    def _step_article(self, step: int) -> None:
        if self.shows_quotes and self.found_quotes:
            self.found_quotes.move(step)
        else:
            super()._step_article(step)

    def action_toggle_asides(self) -> None:
        super().action_toggle_asides()
        if self.shows_quotes:
            self.list_articles()
