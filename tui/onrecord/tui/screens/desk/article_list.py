"""The list of articles: what it shows, searching, and keeping up with what is written meanwhile."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from threading import Thread

import msgspec
from textual import on
from textual.events import DescendantFocus
from textual.widgets import Static

from onrecord.archive import ArchiveError, ArchiveReadOnly, Query, parse
from onrecord.terminal.segments import counted, visible, visible_lines
from onrecord.tui.model import article_listing
from onrecord.tui.model.latest_lookup import LatestLookup, Lookup
from onrecord.tui.screens.desk.article import OpenArticlePart
from onrecord.tui.widgets.article_list import ArticleList
from onrecord.tui.widgets.search_bar import SearchBar

_PATIENCE = 0.5  # seconds that keys wait for the articles that they are meant for


class Listing(OpenArticlePart):
    """Which articles are listed: those that ``found`` finds, in the order and groups of ``arrangement``.

    They are looked up in a thread, the first ones first; ``list_articles`` says that they may be others now.
    What was found when the list was made stays in its row until the list is made anew: for another query, in
    another order or other groups, or because the reader asks for it.
    """

    arrangement = article_listing.Arrangement()
    finder: LatestLookup[article_listing.ArticleListing]

    _version = 0
    _asked = ""  # the query of which articles are listed or looked up
    _to_top = False
    _is_anew = False  # what is looked up is not to keep the list as it was made
    _made: article_listing.ArticleListing | None = None  # the list as it was made, and kept up since

    def start_listing(self) -> None:
        """Show the first articles, and look up the rest when they are on the screen."""
        self.finder = LatestLookup(self, self._show_listing, self._say_query_error)
        self._answered = asyncio.Event()
        try:
            self.arrangement = article_listing.load_arrangement(self.archive)
            if not self.arrangement.group:
                self._show_listing(article_listing.first_articles(self.archive, None, self.arrangement))
        except ArchiveError as error:
            self._say_query_error(error)
        self.call_after_refresh(self.list_articles)

    def list_articles(self, *, to_top: bool = False, anew: bool = False) -> None:
        """List what the query finds; a wrong query or an unreadable archive leaves the list and is said.

        The list of the same query keeps its rows unless it is to be made ``anew``, and its place unless it is to
        go ``to_top``, which makes it anew as well.
        """
        self._to_top = to_top or (self._to_top and self.finder.is_busy)
        self._is_anew = anew or to_top or (self._is_anew and self.finder.is_busy)
        try:
            # What is being typed may be unfinished: half a quotation, a field without a value.
            query = parse(self.query_text, typing=isinstance(self.focused, SearchBar)) if self.query_text else None
        except ArchiveError as error:
            self.finder.drop()  # what was asked before would take the place of what is said now
            self._say_query_error(error)
            return
        if self._made_for(query) is None or self.query_text != self._asked:
            self._answered.clear()
        self._asked = self.query_text
        # Without a query the articles that were found last are somewhere among all, not among the first.
        at_once = self._to_top or (query is not None and not self._answered.is_set())
        self.finder.ask(self.lookup(query, at_once=at_once))

    def lookup(self, query: Query | None, *, at_once: bool) -> Lookup[article_listing.ArticleListing]:
        """What the finder looks up for a query."""
        return article_listing.lookup_articles(
            self.archive, query, self.arrangement, at_once=at_once, made=self._made_for(query)
        )

    def _made_for(self, query: Query | None) -> article_listing.ArticleListing | None:
        """The list on the screen if it is the one of this query and shall be kept."""
        made = self._made
        return made if made and not self._is_anew and made.is_of(query, self.arrangement) else None

    async def answered(self) -> None:
        """Wait until the list shows what was asked for, or at least the first of it, but not for long."""
        if not self._answered.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._answered.wait(), _PATIENCE)

    def _show_listing(self, found: article_listing.ArticleListing) -> None:
        self._answered.set()
        self.query_one("#query-error", Static).remove_class("-shown")
        query, is_new = found.query, found.query != self.found
        self.found = query
        self.articles.show(
            found.ids,
            self.archive.articles.get_many,
            words=partial(self.archive.search.hits, query) if query else None,
            snippet=partial(self.archive.search.snippet, query=query) if query else None,
            sections=found.sections,
            title=found.title,
            keep=not self._to_top,
            missing=found.missing,
            unfitting=found.unfitting,
        )
        self._made = msgspec.structs.replace(found, quotes=None)
        self._to_top = self._is_anew = False
        if found.is_all:
            self._version = found.version
        if found.counts:
            counts = found.counts
            articles = counted(counts.articles, "article")
            self.query_one("#counts", Static).update(
                f"{visible(str(self.archive.folder))}   {articles} · {counts.unread:,} unread"
            )
        if is_new:
            self.show_hits()
        if not self._reads_beyond():
            self.show_highlighted()
        if found.is_all and self.is_complete:
            self.listed(found)

    def _reads_beyond(self) -> bool:
        """Whether the reader is in an article that is not listed: it stays open until they choose another."""
        place = self.focused.id if self.focused else None
        return (
            place in ("reader", "actors", "quotes", "entities", "notes")
            and self.reading is not None
            and self.reading.article.id not in self.articles.ids
        )

    def show_highlighted(self) -> None:
        """Show what the cursor of the list is on."""
        if self.articles.highlighted is None:
            self.close_article()
        else:
            self.show_soon(partial(self.open_article, self.articles.highlighted))

    def listed(self, found: article_listing.ArticleListing) -> None:
        """All that was found is in the list: parts that show more about it look that up now."""

    def _say_query_error(self, error: ArchiveError) -> None:
        self._answered.set()
        line = self.query_one("#query-error", Static)
        line.update(visible_lines(str(error)))
        line.add_class("-shown")

    @on(DescendantFocus, "#search")
    def _load_grammar(self) -> None:
        """Have its library loaded before there is a query: it takes longer than a key may wait."""
        Thread(target=parse, args=("word",), daemon=True).start()

    @on(SearchBar.Changed, "#search")
    def _search(self, event: SearchBar.Changed) -> None:
        if event.value != self.query_text:
            self.query_text = event.value
            self.list_articles()

    def action_search(self) -> None:
        self.set_focus(self.query_one(SearchBar))

    def action_leave_search(self) -> None:
        self.query_text = self.query_one(SearchBar).value  # of which it may not have told yet
        self.focus_pane("articles")
        self.list_articles()

    def action_close_search(self) -> None:
        self.query_one(SearchBar).value = ""
        self.action_leave_search()

    @on(ArticleList.Highlighted)
    def _preview_article(self) -> None:
        if not self._reads_beyond():
            self.show_highlighted()

    def look_for_changes(self) -> None:
        """Show what another desk, a command or the background wrote."""
        try:
            changed = self.archive.version() != self._version
        except ArchiveError:  # it will be said by what the reader does next
            return
        if changed and not self.finder.is_busy:
            self.annotations.check_again()
            self.show_changes()

    def show_changes(self) -> None:
        """The archive holds something new: show it everywhere; nothing moves."""
        self.list_articles()
        self.articles.refresh_articles()
        self.refresh_reading()

    def _arrange(self, arrangement: article_listing.Arrangement, *, to_top: bool) -> None:
        self.arrangement = arrangement
        self.list_articles(to_top=to_top)
        try:
            article_listing.save_arrangement(self.archive, arrangement)
        except ArchiveReadOnly:  # then it holds until the reader leaves
            pass
        except ArchiveError as error:
            self.complain(error)

    def action_sort(self) -> None:
        from onrecord.tui.screens.sorting import SortMenu

        def sort(order: str | None) -> None:
            if order is not None:
                if self.found and self.found.sort:  # it would go before the order chosen
                    self.query_text = self.query_one(SearchBar).value = str(Query(self.found.node))
                self._arrange(article_listing.Arrangement(order, self.arrangement.group), to_top=True)

        self.app.push_screen(SortMenu((self.found and self.found.sort) or self.arrangement.order), sort)

    def action_renew(self) -> None:
        self.list_articles(anew=True)

    def action_group(self) -> None:
        self._arrange(self.arrangement.next_group(), to_top=False)

    def _step_article(self, step: int) -> None:
        self.articles.move(step)
        if self.articles.highlighted is not None:
            self.open_article(self.articles.highlighted)

    def action_next_article(self) -> None:
        self._step_article(1)

    def action_previous_article(self) -> None:
        self._step_article(-1)
