"""The list of articles: searching, sorting, and keeping up with what is written meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Thread
from typing import TYPE_CHECKING, Protocol

import msgspec

from onrecord.archive import Archive, ArchiveError, ArchiveReadOnly, Query, finish_typing, parse
from onrecord.tui.model import article_listing
from onrecord.tui.model.article_listing import Arrangement, ArticleListing
from onrecord.tui.model.latest_lookup import LatestLookup, Lookup
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.host import DeskHost
from onrecord.tui.screens.desk.pane_focus import PaneFocus
from onrecord.tui.widgets.article_list import ArticleList, QueryInfo
from onrecord.tui.widgets.search_bar import SearchBar

if TYPE_CHECKING:
    from onrecord.archive.maintenance.health_check import Statistics
    from onrecord.archive.search.snippets import Snippet

_PATIENCE = 2.0  # seconds that keys wait for the articles that they are meant for


class ArticleListHost(DeskHost, Protocol):
    """What the list of articles asks of the desk."""

    def extend_lookup(self, lookup: Lookup[ArticleListing], *, keeps_place: bool) -> Lookup[ArticleListing]:
        """Return the lookup with what else shall be looked up for the same query."""

    def listing_shown(self, listing: ArticleListing, *, is_new_query: bool, keeps_place: bool) -> None:
        """Let the other panes follow the list."""

    def show_statistics(self, statistics: Statistics) -> None:
        """Show how many articles the archive has."""

    def show_query_error(self, error: Exception | None) -> None:
        """Show what is wrong with the query, or with None nothing."""


class ArticleListController:
    """Lists what the query finds, in the order and groups of ``arrangement``.

    The articles are looked up in a thread, the first ones first. What was listed when the list was made stays in
    its row until the list is made anew: for another query, in another order or other groups, or because the user
    asks.
    """

    def __init__(
        self,
        host: ArticleListHost,
        archive: Archive,
        pane: ArticleList,
        search_bar: SearchBar,
        focus: PaneFocus,
    ) -> None:
        """Set the list up without looking anything up.

        Args:
            host: The desk.
            archive: The archive whose articles are listed.
            pane: The list on the screen.
            search_bar: Where the query is typed.
            focus: Moves the cursor between the panes.
        """
        self.pane = pane
        self.query: Query | None = None
        """The query whose articles are listed, None for all."""
        self.query_text = ""
        """What is searched for, as it is typed; it may be unfinished or wrong."""
        self.saved_name = ""
        """The name of the saved search from which the query comes, or none."""
        self.arrangement = Arrangement()
        self.on_leave: Callable[[], None] = lambda: None
        """Called before the user leaves what is listed for another search."""
        self._host = host
        self._archive = archive
        self.search_bar = search_bar
        self.focus = focus
        self._lookup: LatestLookup[ArticleListing] | None = None
        self._answered = asyncio.Event()
        self._version = 0
        self._asked_text = ""  # the query of which articles are listed or looked up
        self._asked_query: Query | None = None  # the same, parsed
        self._wanted_article: int | None = None  # on which the cursor begins, until it is listed
        self._to_top = False
        self._is_anew = False  # what is looked up is not to keep the rows of the list
        self._find_snippet: Callable[[int], Snippet | None] | None = None  # for the query of the list
        self._listing: ArticleListing | None = None  # the list as it was made, and kept up since

    # Looking up

    def start(self, query_text: str = "", article: int | None = None) -> None:
        """Show the first articles, and look up the others when these are on the screen.

        Args:
            query_text: What is searched for.
            article: The id of the article on which the cursor begins, if it is found.
        """
        self._lookup = LatestLookup(self._host, self._show, self._refuse)
        self._set_query_text(query_text)
        self._wanted_article = article
        try:
            self.arrangement = article_listing.load_arrangement(self._archive)
            query = parse(query_text) if query_text else None
            if not self.arrangement.group:
                self._show(article_listing.first_articles(self._archive, query, self.arrangement))
        except ArchiveError as error:
            self._refuse(error)
        self._host.call_after_refresh(self.refresh)

    def close(self) -> None:
        """Look nothing up any more."""
        if self._lookup is not None:
            self._lookup.close()

    @property
    def is_busy(self) -> bool:
        """Whether articles are being looked up."""
        return self._lookup is not None and self._lookup.is_busy

    def refresh(self, *, to_top: bool = False, anew: bool = False, is_typed: bool = False) -> None:
        """List what the query finds now; a wrong query or an unreadable archive leaves the list and is said.

        Args:
            to_top: Whether the cursor goes to the first article, of a list that is made anew.
            anew: Whether articles leave the list that the query finds no more. The cursor stays on its article.
            is_typed: Whether the query comes from the search line. The cursor then goes to the first article of
                another query; where an earlier key has put it was not the user's choice.
        """
        if self._lookup is None:
            return
        if not self.query_text:
            self.saved_name = ""
        try:
            # What is being typed may be unfinished: half a quotation, a field without a value.
            is_typing = self.focus.pane == "search"
            query = parse(self.query_text, typing=is_typing) if self.query_text else None
        except ArchiveError as error:
            self._lookup.drop()  # its articles would take the place of this message
            self._refuse(error)
            return
        to_top = to_top or (is_typed and query is not None and query != self.query)
        self._to_top = to_top or (self._to_top and self.is_busy)
        self._is_anew = anew or to_top or (self._is_anew and self.is_busy)
        if self._listing_to_keep(query) is None or self.query_text != self._asked_text:
            self._answered.clear()
        self._asked_text = self.query_text
        # Without a query the articles that were listed last are somewhere among all, not among the first.
        first_at_once = self._to_top or (query is not None and not self._answered.is_set())
        self._ask(query, first_at_once=first_at_once)

    def look_up_again(self, *, first_at_once: bool) -> None:
        """Look up once more what is listed or looked up, with what the desk wants to know of it now."""
        self._answered.clear()
        self._ask(self._asked_query, first_at_once=first_at_once)

    def _ask(self, query: Query | None, *, first_at_once: bool) -> None:
        assert self._lookup is not None
        self._asked_query = query
        lookup = article_listing.lookup_articles(
            self._archive,
            query,
            self.arrangement,
            first_at_once=first_at_once,
            previous=self._listing_to_keep(query),
        )
        self._lookup.ask(self._host.extend_lookup(lookup, keeps_place=not self._to_top))

    def _listing_to_keep(self, query: Query | None) -> ArticleListing | None:
        """Return the list on the screen if it is the one of this query and keeps its rows."""
        listing = self._listing
        return listing if listing and not self._is_anew and listing.is_of(query, self.arrangement) else None

    async def wait_for_answer(self) -> bool:
        """Wait until the list shows the first of what was asked for, but not for long; return whether it does."""
        if not self._answered.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._answered.wait(), _PATIENCE)
        return self._answered.is_set()

    def _show(self, listing: ArticleListing) -> None:
        self._answered.set()
        self._host.show_query_error(None)
        query, is_new_query, keeps_place = listing.query, listing.query != self.query, not self._to_top
        self.query = self._asked_query = query
        if is_new_query:
            self._find_snippet = partial(self._snippet, query=query) if query else None
        self.pane.show(
            listing.ids,
            self._archive.articles.get_many,
            find_hits=partial(self._archive.search.hits, query) if query else None,
            find_snippet=self._find_snippet,
            keep=keeps_place,
            info=QueryInfo(listing.title, listing.sections, listing.explanation, listing.unmatched),
        )
        self._listing = msgspec.structs.replace(listing, quotes=None)
        self._to_top = self._is_anew = False
        self._go_to_wanted_article(listing)
        if listing.is_complete:
            self._version = listing.version
        if listing.statistics:
            self._host.show_statistics(listing.statistics)
        self._host.listing_shown(listing, is_new_query=is_new_query, keeps_place=keeps_place)

    def _snippet(self, article: int, query: Query) -> Snippet | None:
        # One at a time: each is shown once it is there.
        return self._archive.search.snippets([article], query).get(article)

    def _go_to_wanted_article(self, listing: ArticleListing) -> None:
        """Go to the article on which the cursor begins, unless the user has moved on."""
        article = self._wanted_article
        if article is not None and (self.pane.position or self.pane.highlight(article) or listing.is_complete):
            self._wanted_article = None

    def _refuse(self, error: ArchiveError) -> None:
        self._asked_query = self.query
        self._answered.set()
        self._host.show_query_error(error)

    def has_archive_changed(self) -> bool:
        """Return whether something was written since the list was looked up, and nothing is being looked up."""
        try:
            return self._archive.version() != self._version and not self.is_busy
        except ArchiveError:  # the next thing that the user does will say so
            return False

    # Searching

    def focus_search(self) -> None:
        """Put the cursor into the search line."""
        self.on_leave()
        self.focus.focus("search")

    def load_grammar(self) -> None:
        """Import the library of the query language beside the event loop: it takes longer than a key may wait."""
        Thread(target=parse, args=("word",), daemon=True).start()

    def query_typed(self, text: str) -> None:
        """List what is found by the text that is in the search line now."""
        if text != self.query_text:
            self.query_text = text
            self.refresh(is_typed=True)

    def leave_search(self) -> None:
        """Go from the search line to the list, which may not have been told of the last keys.

        The list goes on to show what was found while the query was typed.
        """
        self._set_query_text(finish_typing(self.search_bar.value))
        self.search_bar.history.add(self.query_text)
        self.focus.focus("articles")
        self.refresh(is_typed=True)

    def clear_query(self) -> None:
        """List all articles, and go there."""
        self.on_leave()
        self.search_bar.value = ""
        self.leave_search()

    def search_for(self, text: str, *, saved_name: str | None = None) -> None:
        """Put a query into the search line and list what it finds.

        Args:
            text: The query.
            saved_name: The name of the saved search that it is, empty for none; None where it only changes the
                search of now.
        """
        self.on_leave()
        self._set_query_text(text)
        self.refresh(to_top=True)
        if saved_name is not None:
            self.saved_name = saved_name

    def _set_query_text(self, text: str) -> None:
        self.query_text = text
        self.search_bar.value = text

    # Sorting and grouping

    def renew(self) -> None:
        """Make the list anew, without the articles that the query finds no more."""
        self.refresh(anew=True)
        self._host.say("The list is refreshed.")

    def ask_order(self) -> None:
        """Let the user choose an order for the list."""
        order = (self.query and self.query.sort) or self.arrangement.order
        self._host.ask(dialogs.sort_menu(order), self.sort)

    def sort(self, order: str | None) -> None:
        """Put the list in another order, one of ``ORDERS``; None leaves it as it is."""
        if order is None:
            return
        if self.query and self.query.sort:  # it would take precedence over the chosen order
            self._set_query_text(str(Query(self.query.node)))
        self._arrange(Arrangement(order, self.arrangement.group), to_top=True)

    def next_group(self) -> None:
        """Group the list by the next of what it can be grouped by."""
        self._arrange(self.arrangement.next_group(), to_top=False)

    def _arrange(self, arrangement: Arrangement, *, to_top: bool) -> None:
        self.arrangement = arrangement
        self.refresh(to_top=to_top)
        try:
            article_listing.save_arrangement(self._archive, arrangement)
        except ArchiveReadOnly:  # then it holds until the user leaves
            pass
        except ArchiveError as error:
            self._host.complain(error)
