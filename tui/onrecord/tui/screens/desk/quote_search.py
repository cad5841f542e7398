"""Quotes in place of the articles: every quote that the query means, each with its article beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from textual.widget import Widget

from onrecord.archive import Archive
from onrecord.archive.search.quotes import QuoteId
from onrecord.base.records import Quote
from onrecord.tui.model.article_listing import ArticleListing
from onrecord.tui.model.latest_lookup import Lookup
from onrecord.tui.model.quote_listing import ids_around, with_quotes
from onrecord.tui.screens.desk.article import ArticleController
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.host import DeskHost
from onrecord.tui.screens.desk.pane_focus import PaneFocus
from onrecord.tui.widgets.quote_search_list import QuoteSearchList

_ARTICLES_AHEAD = 20  # articles from the highlighted one on: the list begins with a quote of one of them
_QUOTES_OF_EACH = 64  # quotes of each of these articles that are tried
_AMONG_FIRST = 50  # an article up to this place has its quotes among the first that are looked up


class QuoteSearchController:
    """Lists quotes in place of articles. They are looked up together with the articles of the same query."""

    def __init__(
        self,
        host: DeskHost,
        archive: Archive,
        listing: ArticleListController,
        article: ArticleController,
        focus: PaneFocus,
        columns: Sequence[Widget],
    ) -> None:
        """Set up without a list; it is mounted when it is first opened.

        Args:
            host: The desk.
            archive: The archive whose quotes are listed.
            listing: The list of articles, which looks the quotes up.
            article: Shows the article of the quote under the cursor.
            focus: Moves the cursor between the panes.
            columns: The column of the lists, in which the quotes get their place, and the sidebar, whose room
                they take.
        """
        self.pane: QuoteSearchList | None = None
        """The list, once it has been opened."""
        self._host = host
        self._archive = archive
        self._listing = listing
        self._article = article
        self._focus = focus
        self._columns = columns
        self._wanted_quotes: Sequence[QuoteId] | None = None  # where the cursor goes when the list has been opened
        self._words_only = True  # of a search for words, only the quotes that hold them are listed
        self._left_at: int | None = None  # the article that was highlighted when the quotes were left
        self._read_article: int | None = None  # the article from whose text the quotes were opened

    # Opening and closing

    @property
    def is_open(self) -> bool:
        """Whether quotes are listed in place of articles."""
        return self._focus.lists_quotes

    @property
    def has_focus(self) -> bool:
        """Whether the cursor is in the list of quotes."""
        return self._focus.pane == "quote-search"

    async def toggle(self) -> None:
        """List quotes in place of articles, or articles again."""
        if self.is_open:
            self.close()
            return
        if self.pane is None:
            self.pane = QuoteSearchList(complain=self._host.complain)
            await self._columns[0].mount(self.pane)
        opened = self._article.open_article
        self._read_article = opened.article.id if opened and self._focus.is_beside_list else None
        self._list_quotes(True)
        self._focus.focus("articles")
        place = self._listing.pane.position or 0
        if self._left_at is None or self._left_at != self._listing.pane.highlighted:
            self._wanted_quotes = list(self._quotes_from(place))
        self._listing.look_up_again(first_at_once=place < _AMONG_FIRST)

    def _list_quotes(self, shows: bool) -> None:
        self._focus.lists_quotes = shows
        # A class of the columns, not of the screen: all panes would be styled anew.
        for column in self._columns:
            column.set_class(shows, "-quotes")

    def _quotes_from(self, place: int) -> Iterator[QuoteId]:
        """Yield the quote under the cursor in the text, then those of the articles from a place of the list on."""
        opened, quote = self._article.open_article, self._article.panes.reader.quote
        if opened is not None and quote is not None:
            yield opened.article.id, quote
        for article in self._listing.pane.ids[place : place + _ARTICLES_AHEAD]:
            yield from ((article, index) for index in range(_QUOTES_OF_EACH))

    def close(self) -> None:
        """List articles again, at the place where they were left, and go back to that, or to the text."""
        quote = self.pane.highlighted if self.pane is not None else None
        shown_article = quote.article if quote else self._read_article
        self._list_quotes(False)
        self._left_at = self._listing.pane.highlighted
        if shown_article and shown_article == self._read_article and self._article.is_open(shown_article):
            self._focus.focus("reader")
        else:
            self._focus.focus("articles")
            self._article.show_highlighted()

    def leave(self) -> None:
        """Go from the article to the quotes, and from there to the articles."""
        if self.has_focus:
            self.close()
        else:
            self._focus.focus("articles")

    # What is listed

    def extend_lookup(self, lookup: Lookup[ArticleListing], *, keeps_place: bool) -> Lookup[ArticleListing]:
        """Return the lookup of articles with their quotes, where these are listed.

        Args:
            lookup: Looks the articles up.
            keeps_place: Whether the cursor stays near its quote.
        """
        if self.pane is None or not self.is_open:
            return lookup
        nearby = (
            ids_around(self.pane.ids, self.pane.cursor) if self._wanted_quotes is None else self._wanted_quotes
        )
        asides = self._article.panes.reader.asides
        return with_quotes(
            lookup, self._archive, nearby if keeps_place else [], asides=asides, words_only=self._words_only
        )

    def show_listing(self, listing: ArticleListing, *, keeps_place: bool) -> None:
        """List the quotes that were looked up with the articles, if any were."""
        if listing.quotes is None or self.pane is None:
            return
        reader = self._article.panes.reader
        progress = self._article.annotations.progress
        more_to_come = f"{progress}: more may be found then.\n\n" if progress else ""
        asides_hint = f"{reader.key_of_asides} lists beliefs, attitudes and documents: there are some.\n\n"
        hint = asides_hint if listing.quotes.has_asides else ""
        self.pane.show_quotes(
            listing.quotes,
            self._archive.quotes.get_many,
            words=partial(self._archive.search.hits, listing.query) if listing.query else None,
            keep=keeps_place and self._wanted_quotes is None,
            hint=f"{more_to_come}{hint}{self._host.shown_key('quotes')} lists the articles again.",
        )
        self._wanted_quotes = None

    def show_highlighted(self) -> None:
        """Show what the cursor of the list is on, when it has rested: a quote in its article, or an article."""
        if self.pane is None or not self.is_open:
            self._article.show_highlighted()
        elif not self.pane.ids:
            self._article.close()
        elif quote := self.pane.highlighted:
            self._article.show_soon(partial(self.show_quote, quote))

    def show_quote(self, quote: Quote) -> None:
        """Show a quote in its article."""
        self._article.show(quote.article)
        if self._article.is_open(quote.article) and quote.content:
            self._article.preview(quote.content[0])

    def step(self, step: int) -> None:
        """Move the cursor of the list so many quotes or articles down (negative: up), and show what is there."""
        if self.is_open and self.pane is not None:
            row = self.pane.cursor
            self.pane.move(step)
            if self.pane.cursor == row:
                self._say_end("quote", step)
            return
        pane = self._listing.pane
        place = pane.position
        pane.move(step)
        if pane.position == place:
            self._say_end("article", step)
        if pane.highlighted is not None:
            self._article.show(pane.highlighted)

    def _say_end(self, noun: str, step: int) -> None:
        self._host.say(f"No {noun} {'below' if step > 0 else 'above'} in the list.")

    # What is done with a quote

    @property
    def quote_under_cursor(self) -> Quote | None:
        """The quote under the cursor of the list, None where the cursor is elsewhere."""
        return self.pane.highlighted if self.pane is not None and self.has_focus else None

    def copy(self) -> None:
        """Copy the passage that is selected in the text, or else the quote under the cursor, here or there."""
        if not self._article.copy_selection():
            self._article.copy(self.quote_under_cursor or self._article.quote_under_cursor)

    def gather_quote(self) -> None:
        """Add the quote under the cursor, here or in the article, to those that are copied together."""
        self._article.gather(self.quote_under_cursor or self._article.quote_under_cursor)

    def toggle_words(self) -> None:
        """List only quotes that hold the words that are searched for, or all of the articles with these words."""
        query = self._listing.query
        if query is None or query.with_words_in_quotes() is None:
            self._host.say("No words are searched for that a quote could have.")
            return
        self._words_only = not self._words_only
        self._listing.refresh()

    def toggle_asides(self) -> None:
        """Show beliefs, attitudes and documents as well as speech, or speech alone, in all lists of quotes."""
        self._article.toggle_asides()
        if self.is_open:
            self._listing.refresh()
