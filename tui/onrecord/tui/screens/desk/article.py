"""The open article: its page, the sidebar beside it, and going through its quotes and mentions."""

from __future__ import annotations

import math
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple

from textual.timer import Timer

from onrecord.archive import Archive, ArchiveError, NoSuchArticle, Query
from onrecord.base.records import Annotation, Quote, Span
from onrecord.terminal.browser import BrowserError, browser_command, open_address
from onrecord.tui.model.annotation_queue import AnnotationQueue
from onrecord.tui.model.desk_session import COMFORT_WAIT
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.model.open_article import OpenArticle, mark_count
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.host import DeskHost
from onrecord.tui.screens.desk.pane_focus import PaneFocus
from onrecord.tui.screens.dialog import ArticlePlace
from onrecord.tui.widgets.article_pane import ArticlePane
from onrecord.tui.widgets.article_view import ArticleView
from onrecord.tui.widgets.quote_list import QuoteList
from onrecord.tui.widgets.sidebar import Sidebar
from onrecord.tui.widgets.status import QuoteStatus

if TYPE_CHECKING:
    from onrecord.archive.search.quote_hits import TextHits

MAX_MARKS = 2000
"""The quotes, entities and notes of the longest article that is read on the event loop: in some 20 ms."""

_PREVIEW_DELAY = 0.3
"""Seconds for which the list's cursor rests before its article is shown, where steps follow one another.

Longer than between two keys of readers who go through a list: an article takes 3 KB, eight times a step,
which is waited for over a slow line, and a key that comes while an article is drawn waits for that.
"""

_FIRST_PREVIEW_DELAY = 0.05
"""The same for a step after a longer rest: longer than between the repeats of a key that is held."""


@dataclass(frozen=True)
class ArticlePanes:
    """The panes that show the open article."""

    page: ArticlePane
    sidebar: Sidebar
    status: QuoteStatus

    @property
    def reader(self) -> ArticleView:
        """The text."""
        return self.page.reader

    @property
    def quotes(self) -> QuoteList:
        """The list of its quotes, in the sidebar."""
        return self.sidebar.query_one(QuoteList)


class _FoundHits(NamedTuple):
    """What a query finds in the text of an article, and where the cursor was when it was asked for."""

    article: int
    query: Query | None
    cursor: int
    hits: TextHits | None


class ArticleController:
    """Owns the open article, and feeds the panes that show it.

    ``open_article`` is all that the desk knows of it: the panes are told, and never ask the archive themselves.
    """

    def __init__(
        self,
        host: DeskHost,
        archive: Archive,
        listing: ArticleListController,
        panes: ArticlePanes,
        focus: PaneFocus,
        model: str | None,
    ) -> None:
        """Start with no open article.

        Args:
            host: The desk.
            archive: The archive that holds the articles.
            listing: The list of articles: its query is marked in the text, and its neighbours are annotated next.
            panes: The panes to be fed.
            focus: Moves the cursor between the panes.
            model: The spaCy model that annotates, None for the usual one.
        """
        self.open_article: OpenArticle | None = None
        self.on_read: Callable[[], None] = lambda: None
        """Called when the user is led into an article."""
        self.panes = panes
        self.annotations = AnnotationQueue(
            host,
            archive,
            model,
            self._show_annotated,
            self._show_annotation_failure,
            host.show_annotation_progress,
        )
        """Annotates in the background, the open article and its neighbours first."""
        self._host = host
        self._archive = archive
        self._listing = listing
        self._focus = focus
        self._preview: Callable[[], None] | None = None  # shows what a list's cursor is on, when it has rested
        self._hits_query: Query | None = None  # whose hits are marked in the text, or looked for
        self._preview_timer: Timer | None = None
        self._last_step = -math.inf  # when a list's cursor last moved, by the monotonic clock
        self._previewed: tuple[int, int] | None = None  # article and offset to which a list has moved the cursor

    @property
    def annotation(self) -> Annotation | None:
        """The annotation of the open article, with the user's corrections."""
        return self.open_article.annotation if self.open_article else None

    def is_open(self, article: int) -> bool:
        """Return whether the article of this id is open."""
        return self.open_article is not None and self.open_article.article.id == article

    def is_any_open(self) -> bool:
        """Return whether an article is open; where none is, say so."""
        if self.open_article is None:
            self._host.say("No article is open.")
        return self.open_article is not None

    # Opening and closing

    def show_soon(self, show: Callable[[], None]) -> None:
        """Call ``show`` when a list's cursor has rested, so that a held key does not stutter."""
        self._stop_preview()
        self._preview = show
        now = time.monotonic()
        is_first_step = now - self._last_step > _PREVIEW_DELAY
        self._last_step = now
        delay = _FIRST_PREVIEW_DELAY if is_first_step else _PREVIEW_DELAY
        self._preview_timer = self._host.set_timer(delay, self.show_now)

    def show_now(self) -> None:
        """Show what a list's cursor is on without waiting for its rest: a command is about it."""
        preview = self._preview
        self._stop_preview()
        if preview is not None:
            preview()

    def show_highlighted(self) -> None:
        """Show the article under the cursor of the list of articles, when the cursor has rested."""
        article = self._listing.pane.highlighted
        if article is None:
            self.close()
        else:
            self.show_soon(partial(self.show, article))

    @property
    def is_read_unlisted(self) -> bool:
        """Whether the user is in an article that is not listed; it stays open until they choose another."""
        opened = self.open_article
        return (
            opened is not None and self._focus.is_beside_list and opened.article.id not in self._listing.pane.ids
        )

    def _stop_preview(self) -> None:
        self._preview = None
        if self._preview_timer is not None:
            self._preview_timer.stop()

    def show(self, article: int) -> None:
        """Open an article, if it is not open: its text at once, its marks when the annotation is there."""
        self._stop_preview()
        if self.is_open(article):
            return
        self.store_position()
        try:
            opened = OpenArticle.load(self._archive, article, max_marks=MAX_MARKS)
        except ArchiveError as error:
            self._host.complain(error)
            return
        self._show_opened(opened)
        if self._is_long:
            self.refresh()
        self.annotations.request([article, *self._neighbours()])

    def _neighbours(self) -> list[int]:
        """Return the articles that may be opened next: the two below the cursor of the list, and the one above."""
        ids, place = self._listing.pane.ids, self._listing.pane.position or 0
        return [*ids[place + 1 : place + 3], *ids[max(0, place - 1) : place]]

    def _show_opened(self, opened: OpenArticle) -> None:
        """Show an article as it is opened, in all panes."""
        self.open_article = opened
        self.panes.reader.actor = None
        self.panes.reader.open(opened.article, opened.text, layers=opened.layers, notes=opened.notes, hits=[])
        self.show_hits()
        self._show_beside()

    def refresh(self, uncorrected: Annotation | None = None) -> None:
        """Show the open article as it is by now, in all panes; the page stays where it is.

        Args:
            uncorrected: Its annotation by the model, where the archive may not have been able to store it.
        """
        before = self.open_article
        if before is None:
            return
        if self._is_long:
            self._reloads.ask(lambda _: iter([before.reloaded(self._archive, uncorrected).prepared()]))
            return
        try:
            after = before.reloaded(self._archive, uncorrected)
        except ArchiveError as error:
            self._refuse_reload(error)
        else:
            self._show_reloaded(after)

    @property
    def _is_long(self) -> bool:
        """Whether what is read for the open article, or looked for in it, takes longer than a key may wait."""
        opened = self.open_article
        return opened is not None and mark_count(opened.article) > MAX_MARKS

    @cached_property
    def _reloads(self) -> LatestLookup[OpenArticle]:
        return LatestLookup(self._host, self._show_reloaded, self._refuse_reload)

    @cached_property
    def _hit_lookup(self) -> LatestLookup[_FoundHits]:
        return LatestLookup(self._host, self._take_hits, self._host.complain)

    def _refuse_reload(self, error: ArchiveError) -> None:
        if isinstance(error, NoSuchArticle):
            self.close()
        else:
            self._host.complain(error)

    def _show_reloaded(self, after: OpenArticle) -> None:
        before = self.open_article
        if before is None or before.article.id != after.article.id:
            return
        if after.text != before.text:
            self._show_opened(after)
            return
        self.open_article = after
        self.panes.reader.article = after.article
        if after.notes != before.notes:
            self.panes.reader.notes = after.notes
            self.panes.sidebar.show_notes(after)
        if not after.has_same_annotation(before):
            self._show_annotation(after)

    def _show_annotation(self, article: OpenArticle) -> None:
        """Mark the annotation of the open article on the page, and list it beside the page."""
        reader = self.panes.reader
        reader.annotation_layers = article.layers
        if not article.has_actor(reader.actor):
            reader.actor = None
        self.panes.sidebar.show_annotation(article, reader.actor)
        self.show_status()

    def close(self) -> None:
        """Show no article."""
        self.store_position()
        self.open_article = None
        self.panes.reader.close()
        self._show_beside()

    def _show_beside(self) -> None:
        self.panes.sidebar.show_annotation(self.open_article, self.panes.reader.actor)
        self.panes.sidebar.show_notes(self.open_article)
        self.panes.page.legend.visible = self.open_article is not None
        self.show_status()

    def go_to_stored_position(self) -> None:
        """Go to the place where the user was last in the open article."""
        if self.open_article is not None:
            self.panes.reader.cursor = self.open_article.article.position

    def store_position(self) -> None:
        """Store where the user is in the open article; a place that a list has only previewed is not stored."""
        opened, cursor = self.open_article, self.panes.reader.cursor
        if opened is None or self._archive.read_only or cursor == opened.article.position:
            return
        if self._previewed == (opened.article.id, cursor):
            return
        try:
            with self._archive.waiting(COMFORT_WAIT):
                self._archive.articles.update([opened.article.id], position=cursor)
        except ArchiveError as error:
            self._host.complain(error)

    # Annotation

    def _show_annotated(self, article: int, annotation: Annotation) -> None:
        if self.is_open(article):
            self.refresh(annotation if self._archive.read_only else None)

    def _show_annotation_failure(self, article: int, sentence: str) -> None:
        if self.is_open(article):
            self.panes.sidebar.show_problem(sentence)

    # Places in the text

    def show_hits(self) -> None:
        """Mark what the query of the list finds in the text, and go to the first of it."""
        if self.open_article is None:
            return
        query, opened, cursor = self._listing.query, self.open_article, self.panes.reader.cursor
        self._hits_query = query

        def find() -> _FoundHits:
            hits = self._archive.search.text_hits(opened.article.id, query, opened.text) if query else None
            return _FoundHits(opened.article.id, query, cursor, hits)

        if self._is_long:
            self.panes.reader.hits = []
            self._hit_lookup.ask(lambda _: iter([find()]))
        else:
            self._take_hits(find())

    def _take_hits(self, found: _FoundHits) -> None:
        """Mark the hits; the first is gone to unless the user has gone elsewhere since they were looked for."""
        reader, hits = self.panes.reader, found.hits
        if self.is_open(found.article) and found.query == self._hits_query:
            reader.hits = hits.spans if hits else []
            if hits and hits.first and reader.cursor == found.cursor:
                reader.go_to(*hits.first)

    def preview(self, span: Span) -> None:
        """Go to a passage without storing it as the place where the user was reading.

        Args:
            span: Offsets in characters of the text, end exclusive.
        """
        if self.open_article is not None:
            self.panes.reader.go_to(*span)
            self._previewed = self.open_article.article.id, self.panes.reader.cursor

    def go_to(self, span: Span) -> None:
        """Go to a passage; where one pane at a time is shown, it is then the text, until one goes back.

        Args:
            span: Offsets in characters of the text, end exclusive.
        """
        self.panes.reader.go_to(*span)
        self._focus.look_into_text()

    def read_at(self, place: ArticlePlace | None) -> None:
        """Go into an article at a passage, also into one that is not listed; None stays where the desk is."""
        if place is None:
            return
        article, span = place
        if not self._listing.pane.highlight(article) and self._listing.query_text:
            self._listing.clear_query()  # among all articles it is listed
        self.show(article)
        self._focus.focus("reader")
        self.on_read()
        if span is not None:
            self._host.call_after_refresh(self.panes.reader.go_to, *span)

    def go_to_quote(self, index: int) -> None:
        """Go to a quote by its index among the attributions; a new annotation may have fewer by now."""
        if self.annotation and index < len(self.annotation.attributions):
            self.go_to(self.annotation.attributions[index].content[0])

    def next_quote(self) -> None:
        """Go to the next quote."""
        self._go_to_marked(self.panes.reader.next_quote, "quotes", 1)

    def previous_quote(self) -> None:
        """Go to the previous quote."""
        self._go_to_marked(self.panes.reader.next_quote, "quotes", -1)

    def next_mention(self) -> None:
        """Go to the next mention of the chosen actor."""
        self._go_to_marked(self.panes.reader.next_mention, "mentions", 1)

    def previous_mention(self) -> None:
        """Go to the previous mention of the chosen actor."""
        self._go_to_marked(self.panes.reader.next_mention, "mentions", -1)

    def _go_to_marked(self, go: Callable[[int], bool], nouns: str, step: int) -> None:
        """Go one further (1) or back (-1) in the text; say so where there is none."""
        if not go(step):
            whose = " of the chosen actor" if self.panes.reader.actor else ""
            self._host.say(f"No more {nouns}{whose} {'below' if step > 0 else 'above'} the cursor.")

    def open_find(self) -> None:
        """Open the line to find something in the text."""
        if self.is_any_open():
            self._focus.focus("reader")
            self.panes.page.open_find()

    def find(self, words: str) -> None:
        """Go to the first place of words in the text, and mark all."""
        if self.is_any_open():
            self._focus.focus("reader")
            self.panes.page.find(words)

    def find_next(self) -> None:
        """Go to the next place found in the text, or else to the next hit of the search."""
        self._go_to_match(1)

    def find_previous(self) -> None:
        """Go to the previous place found in the text, or else to the previous hit of the search."""
        self._go_to_match(-1)

    def _go_to_match(self, step: int) -> None:
        page, reader = self.panes.page, self.panes.reader
        if page.is_finding:
            page.go_to_match(step)
        elif number := reader.next_hit(step):
            self._host.say(f"Match {number} of {len(reader.hits):,} of the search.")
        else:
            search, find = map(self._host.shown_key, ("search", "find"))
            self._host.say(
                f"Nothing is found in this text: {search} searches the archive, {find} finds in the text."
            )

    # What is marked and listed

    def show_status(self) -> None:
        """Show the quote under the cursor in the status line and in the list of quotes."""
        quote = self.panes.reader.quote
        opened = self.open_article
        is_decided = opened is not None and quote in opened.decisions.quotes
        layers, text = (opened.layers, opened.text) if opened else (None, "")
        self.panes.status.show(layers, quote, text, is_decided=is_decided)
        if quote is not None:
            self.panes.quotes.highlight(quote)

    def choose_actor(self, actor: str | None) -> None:
        """Mark every mention of an actor and list only their quotes; None takes that back.

        Args:
            actor: The id of an actor or anonymous source of the open article.
        """
        self.panes.reader.actor = actor
        self.panes.sidebar.show_quotes(self.open_article, actor)
        if actor is not None:
            self.panes.sidebar.tab = "quotes"

    def cycle_marks(self) -> None:
        """Mark the next of what can be marked; a passage that is being selected goes to the end of a word."""
        if self._focus.pane != "reader" or not self.panes.reader.extend_to_word_end():
            self.panes.page.cycle_marks()

    def toggle_asides(self) -> None:
        """Show beliefs, attitudes and documents as well as speech, or speech alone."""
        asides = not self.panes.reader.asides
        self.panes.reader.asides = self.panes.sidebar.asides = self.panes.status.asides = asides
        self.panes.sidebar.show_quotes(self.open_article, self.panes.reader.actor)
        self.show_status()
        self._host.say(
            "Beliefs, attitudes and documents are shown as well." if asides else "Only speech is shown."
        )

    # The original

    def open_original(self) -> None:
        """Open the address of the article in the browser."""
        if address := self._address():
            try:
                if not self._host.open_in_own_browser(address):
                    open_address(browser_command(address, os.environ))
            except BrowserError as error:
                self._host.complain(error)
            else:
                self._host.say(f"Opening {address} …")

    def copy_address(self) -> None:
        """Copy the address of the article."""
        if address := self._address():
            self._host.copies.copy_text(address, "the address")

    def _address(self) -> str:
        """Return the address of the open article; say so where it has none."""
        opened = self.open_article
        if not self.is_any_open() or opened is None:
            return ""
        if not opened.article.url:
            self._host.say(f"This article has no address; {self._host.shown_key('edit_details')} sets one.")
        return opened.article.url

    # Copying

    @property
    def quote_under_cursor(self) -> Quote | None:
        """The quote under the cursor of the list of quotes, where that is in focus, else of the text."""
        panes = self.panes
        index = panes.quotes.highlighted if self._focus.pane == "quotes" else panes.reader.quote
        return None if self.open_article is None or index is None else self.open_article.quotes[index]

    def copy(self, quote: Quote | None) -> None:
        """Copy a quote with its citation; None is said to be no quote."""
        if quote is None:
            self._say_no_quote()
        else:
            self._host.copies.copy(quote)

    def gather(self, quote: Quote | None) -> None:
        """Add a quote to those that are copied together; None is said to be no quote."""
        if quote is None:
            self._say_no_quote()
        else:
            self._host.copies.gather(quote)

    def _say_no_quote(self) -> None:
        self._host.say(f"No quote under the cursor; {self._host.shown_key('next_quote')} goes to the next one.")

    def copy_selection(self) -> bool:
        """Copy the selected passage, and return whether there was one."""
        opened, selection = self.open_article, self.panes.reader.selection
        if opened is None or selection is None or self._focus.pane != "reader":
            return False
        self._host.copies.copy_passage(opened.text[slice(*selection)], opened.article)
        self.panes.reader.selection = None
        return True
