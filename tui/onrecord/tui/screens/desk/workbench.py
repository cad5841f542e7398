"""What stands beside the list: the panes of the open article, and all that can be done with articles.

The desk makes its workbench when the first list is on the screen (see ``DeskScreen``), and imports this module
then: its panes take longer to import and to mount than everything before.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from textual.widget import Widget

from onrecord.archive import ORDERS, Archive, ArchiveError
from onrecord.base.records import Note, Quote
from onrecord.base.settings import Settings
from onrecord.tui.looks.keymap import ACTIONS
from onrecord.tui.model.article_listing import ArticleListing
from onrecord.tui.model.command_line import TextCommand
from onrecord.tui.model.desk_session import DeskSession
from onrecord.tui.model.places import DifferencePlace, DossierPlace, NotePlace, ReviewPlace, ScreenPlace
from onrecord.tui.model.typed_tags import typed_tag
from onrecord.tui.model.unread import next_unread
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.actor_screens import DossierController, ReviewController
from onrecord.tui.screens.desk.article import ArticleController, ArticlePanes
from onrecord.tui.screens.desk.article_edits import ArticleEditController
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.article_marks import SCOPES, ArticleMarkController
from onrecord.tui.screens.desk.bookmarks import BookmarkController
from onrecord.tui.screens.desk.command_line import CommandLineController
from onrecord.tui.screens.desk.corrections import CorrectionController
from onrecord.tui.screens.desk.edit_session import EditSession
from onrecord.tui.screens.desk.exports import ExportController
from onrecord.tui.screens.desk.facets import FacetController
from onrecord.tui.screens.desk.feed_fetching import FeedFetchController
from onrecord.tui.screens.desk.first_steps import FirstStepsController
from onrecord.tui.screens.desk.host import DeskHost
from onrecord.tui.screens.desk.jumps import JumpController
from onrecord.tui.screens.desk.overviews import OverviewController
from onrecord.tui.screens.desk.pane_focus import SIDEBAR_PANES
from onrecord.tui.screens.desk.pipes import PipeController
from onrecord.tui.screens.desk.quote_search import QuoteSearchController
from onrecord.tui.screens.desk.saved_searches import SavedSearchController
from onrecord.tui.screens.desk.visited_places import PlaceController
from onrecord.tui.screens.dialog import ArticlePlace

Command = Callable[[], Awaitable[object] | None]

_COMMANDS_OF_ROWS = {action.name for action in ACTIONS if action.panes == ("articles",)}


class Workbench:
    """The controllers of the desk, put together; each knows those that it is given, and no other."""

    def __init__(
        self,
        host: DeskHost,
        archive: Archive,
        settings: Settings,
        listing: ArticleListController,
        panes: ArticlePanes,
        left_column: Widget,
    ) -> None:
        """Put the controllers together.

        Args:
            host: The desk.
            archive: The archive that the desk works on.
            settings: The user's configuration.
            listing: The list of articles, which is there before.
            panes: The panes of the open article, mounted.
            left_column: The column of the lists.
        """
        self._host = host
        self._archive = archive
        self._settings = settings
        focus = listing.focus
        focus.sidebar = panes.sidebar
        self.focus = focus
        self.listing = listing
        self.panes = panes
        self.session = EditSession(host, archive)
        self.article = ArticleController(host, archive, listing, panes, focus, settings.model)
        self.quote_search = QuoteSearchController(
            host, archive, listing, self.article, focus, [left_column, panes.sidebar]
        )
        self.facets = FacetController(host, archive, listing, focus, panes.page)
        self.saved_searches = SavedSearchController(host, archive, listing, self.session, focus, left_column)
        self.feed_fetching = FeedFetchController(host, archive, settings, self.saved_searches)
        self.marks = ArticleMarkController(listing, self.article, focus)
        self.edits = ArticleEditController(host, archive, self.article, self.marks, self.session, focus)
        self.article.on_read = self.edits.mark_opened
        self.exports = ExportController(host, archive, self.marks, settings.doubtful)
        self.corrections = CorrectionController(
            host, archive, self.article, self.quote_search, self.session, focus
        )
        self.places = PlaceController(listing, self.article, self.quote_search, focus, self._open_screen, host.say)
        listing.on_leave = self.places.leave
        self.dossiers = DossierController(host, archive, settings, self.article, self.corrections, self.places)
        self.reviews = ReviewController(host, archive, settings, self.article, self.session, self.places)
        self.jumps = JumpController(host, focus, left_column)
        self.bookmarks = BookmarkController(host, self.article, self.session, self.places.leave)
        self.first_steps = FirstStepsController(host, archive, self.session, settings.keys)
        self.pipes = PipeController(host, archive, settings, self.marks)
        self.command_line = CommandLineController(host, listing, self.text_commands(), settings.keys)
        self.overviews = OverviewController(host, archive, settings, self.facets, self.marks, self._read_from)

    def text_commands(self) -> dict[str, TextCommand]:
        """Return what actions do with a text after their names in the command line, by these names."""

        def over(change: Callable[[list[int]], object]) -> TextCommand:
            return TextCommand(lambda which: change(self.marks.scope(which)), lambda: SCOPES)

        return {
            "search": TextCommand(
                lambda query: self.listing.search_for(query, saved_name=""), look_up=self._complete_query
            ),
            "sort": TextCommand(self.listing.sort, lambda: ORDERS),
            "lists": TextCommand(self.saved_searches.open_named, self.saved_searches.names),
            "find": TextCommand(self.article.find),
            "tag": TextCommand(
                self.edits.tag_as_typed, words=lambda: [*map(typed_tag, self._archive.articles.tags())]
            ),
            "note": TextCommand(self.edits.store_note),
            "mark_read": over(lambda targets: self.edits.mark_read(True, targets)),
            "mark_unread": over(lambda targets: self.edits.mark_read(False, targets)),
            "toggle_star": over(self.edits.toggle_star),
            "remove_articles": over(self.edits.remove),
            "export_articles": TextCommand(self.exports.write_to),
            "pipe": TextCommand(self.pipes.run),
            "pipe_list": TextCommand(self.pipes.run_on_list),
            "dossier": TextCommand(self.dossiers.open_named, look_up=self._names_of_actors),
        }

    def _complete_query(self, text: str) -> list[str]:
        query = self._archive.completion.complete(text)
        return [] if query is None else [query]

    def _names_of_actors(self, text: str) -> list[str]:
        return [actor.name for actor in self._archive.actors.beginning_with(text)]

    def commands(self) -> dict[str, Command]:
        """Return what the keys of the desk do, by the names of ``onrecord.tui.looks.keymap.ACTIONS``.

        What works without an article is among ``DeskScreen.list_commands``. Before a command that is not about
        rows of the list alone, what the list's cursor is on is shown: the command may be about that.
        """
        return {
            name: command if name in _COMMANDS_OF_ROWS else partial(self._run_on_shown, command)
            for name, command in self._commands().items()
        }

    def _run_on_shown(self, command: Command) -> Awaitable[object] | None:
        self.article.show_now()
        return command()

    def _commands(self) -> dict[str, Command]:
        return {
            # Between panes
            "help": self.open_help,
            "next_pane": self.focus.next,
            "previous_pane": self.focus.previous,
            "leave": self.focus.leave,
            "close": self.close_innermost,
            "next_article": lambda: self.step(1),
            "previous_article": lambda: self.step(-1),
            "next_unread": lambda: self.open_unread(1),
            "previous_unread": lambda: self.open_unread(-1),
            "jump": self.jumps.ask,
            "set_bookmark": self.bookmarks.ask_letter,
            "go_to_bookmark": self.bookmarks.ask_place,
            "jump_back": self.places.back,
            "jump_forward": self.places.forward,
            "enter_side": lambda: self.focus.focus("actors"),
            "show_quotes": lambda: self.focus.focus("quotes"),
            "show_entities": lambda: self.focus.focus("entities"),
            "show_notes": lambda: self.focus.focus("notes"),
            "text_only": self.focus.toggle_text_only,
            # Searching
            "facets": self.facets.toggle,
            "quotes": self.quote_search.toggle,
            "toggle_words": self.quote_search.toggle_words,
            "lists": self.saved_searches.toggle_focus,
            "fetch_feeds": self.feed_fetching.toggle,
            "save_search": self.saved_searches.save,
            # Reading
            "find": self.article.open_find,
            "find_next": self.article.find_next,
            "find_previous": self.article.find_previous,
            "next_quote": self.article.next_quote,
            "previous_quote": self.article.previous_quote,
            "next_mention": self.article.next_mention,
            "previous_mention": self.article.previous_mention,
            "cycle_marks": self.article.cycle_marks,
            "toggle_asides": self.quote_search.toggle_asides,
            "copy_quote": self.quote_search.copy,
            "versions": self.open_versions,
            "open_original": self.article.open_original,
            "copy_address": self.article.copy_address,
            "gather_quote": self.quote_search.gather_quote,
            # Marking rows
            "mark_article": self.marks.mark,
            "mark_range": self.marks.mark_range,
            "mark_all": self.marks.mark_all,
            "invert_marks": self.marks.invert,
            # Working
            "tag": self.edits.ask_tags,
            "note": self.edits.write_note,
            "toggle_read": self.edits.toggle_read,
            "mark_read": lambda: self.edits.mark_read(True),
            "mark_unread": lambda: self.edits.mark_read(False),
            "toggle_star": self.edits.toggle_star,
            "edit_details": self.edits.ask_details,
            "remove_articles": self.edits.remove,
            "export_articles": self.exports.ask_file,
            "undo": self.session.undo,
            # Who is who
            "dossier": self.dossiers.open_under_cursor,
            "correct": self.corrections.open_menu,
            "accept_name": self.corrections.accept_name,
            "reject_name": self.corrections.reject_name,
            "reviews": lambda: self.reviews.open(),
            # Over all listed articles
            "command_line": self.command_line.ask,
            "add_seed": self.first_steps.add_seed,
            "pipe": self.pipes.ask,
            "pipe_list": self.pipes.ask_for_list,
            "compare_articles": self.overviews.compare_articles,
            "statistics": self.overviews.open_statistics,
            "archive_notes": self.overviews.open_notes,
        }

    async def start(self, session: DeskSession) -> None:
        """Go on where the desk was left: in the article that was open then, or else at the cursor of the list."""
        if self._archive.read_only:
            self._host.say(self._archive.read_only, severity="warning")
        article = self._stored_article(session.article) or self.listing.pane.highlighted
        if article is None:
            self.article.close()
        else:
            self.article.show(article)
        self.saved_searches.refresh()
        if session.lists_quotes:
            await self.quote_search.toggle()
        was_in_article = self.article.is_open(session.article or 0) and session.pane in ("reader", *SIDEBAR_PANES)
        if was_in_article and self.focus.pane == "articles":  # the user has not gone elsewhere yet
            self.focus.focus(session.pane)
            self.article.go_to_stored_position()  # and not to the first hit of the search
        if session.is_first:
            self.first_steps.welcome()

    def _stored_article(self, article: int | None) -> int | None:
        """Return the id of an article if the archive still has it."""
        try:
            return article if article in self._archive.articles.existing([article or 0]) else None
        except ArchiveError:  # the list of articles will say so
            return None

    def session_of_now(self) -> DeskSession:
        """Return where the user is, for the next start."""
        opened = self.article.open_article
        return DeskSession(
            query=self.listing.query_text,
            article=opened.article.id if opened else None,
            pane=self.focus.last_pane,
            lists_quotes=self.quote_search.is_open,
        )

    def stop(self) -> None:
        """Store where the user is, and stop what runs beside the event loop."""
        self.facets.stop()
        self.saved_searches.stop()
        self.feed_fetching.stop()
        self.article.store_position()

    # When something has changed

    def listing_shown(self, listing: ArticleListing, *, is_new_query: bool, keeps_place: bool) -> None:
        """Let all panes follow the list of articles."""
        self.quote_search.show_listing(listing, keeps_place=keeps_place)
        if is_new_query:
            self.marks.clear()
            self.article.show_hits()
        self.show_highlighted()
        if listing.is_complete:
            self.facets.count_soon()
            self.saved_searches.draw()
            self.show_annotation_progress(self.article.annotations.progress)

    def show_highlighted(self) -> None:
        """Show what the cursor of the list is on, unless the user is in an article that is not listed."""
        if not self.article.is_read_unlisted:
            self.quote_search.show_highlighted()

    def show_changes(self) -> None:
        """Show what the archive holds by now, in all panes."""
        self.listing.refresh()
        self.listing.pane.forget_articles()
        self.article.refresh()
        self.saved_searches.refresh()

    def show_annotation_progress(self, progress: str) -> None:
        """Say in the frames of what is made of annotations how much is left to annotate, in words."""
        for pane in (self.quote_search.pane, self.facets.pane):
            if pane is not None:
                pane.border_subtitle = progress
        self.listing.pane.progress = progress

    # What concerns several panes

    def open_help(self) -> None:
        """Show the keys of the pane in focus."""
        self._host.ask(dialogs.help_screen(self.focus.pane or "articles", self._settings.keys), lambda _: None)

    def open_versions(self) -> None:
        """Show the versions of the open article."""
        opened = self.article.open_article
        if self.article.is_any_open() and opened is not None:
            screen = dialogs.versions_screen(self._archive, opened.article, self._settings.keys)
            self._host.ask(screen, lambda _: None)

    async def leave_view(self) -> bool:
        """Leave what is shown beside the list or in its place, and return whether there was any such thing.

        An article to which a screen over the desk led is left for that screen.
        """
        if self.focus.leave_look() or await self.places.return_to_screen():
            return True
        if self.focus.is_text_only:
            self.focus.leave_text_only()
        elif self.facets.has_focus:
            self.facets.close()
        elif self.quote_search.has_focus:
            self.quote_search.close()
        else:
            return False
        return True

    def close_innermost(self) -> None:
        """Close one thing that is open, the innermost first."""
        reader = self.panes.reader
        if self.panes.page.close_find():
            return
        if self.focus.pane == "articles" and self.marks.clear():
            return
        if reader.selection is not None:
            reader.selection = None
        elif reader.actor is not None:
            self.article.choose_actor(None)
        elif self.quote_search.is_open:
            self.quote_search.leave()
        elif self.listing.query_text:
            self.listing.clear_query()

    def step(self, step: int) -> None:
        """Go so many rows down in the list (negative: up); in an article that is to go into the next one."""
        self.quote_search.step(step)
        if self.focus.is_beside_list and not self.quote_search.is_open:
            self.edits.mark_opened()

    def open_unread(self, step: int) -> None:
        """Open the nearest unread article below the cursor of the list (1) or above it (-1)."""
        pane = self.listing.pane
        if pane.position is None:
            pane.say_empty()
            return
        try:
            # The article under the cursor counts until it is open.
            place = pane.position - (step if self.focus.pane == "articles" and step > 0 else 0)
            unread_place = next_unread(self._archive, pane.ids, place, step)
        except ArchiveError as error:
            self._host.complain(error)
            return
        if unread_place is None:
            self._host.say(f"No unread article {'below' if step > 0 else 'above'}.")
            return
        article = pane.ids[unread_place]
        self.places.leave()
        pane.highlight(article)
        self.edits.read(article)

    def _open_screen(self, place: ScreenPlace) -> None:
        match place:
            case DossierPlace():
                self.dossiers.open_at(place)
            case ReviewPlace():
                self.reviews.open(place)
            case NotePlace():
                self.overviews.open_notes_at(place)
            case DifferencePlace():
                self.overviews.open_difference_at(place)

    def _read_from(self, screen_place: ScreenPlace, target: ArticlePlace | Note) -> None:
        """Go from a screen over the desk into an article; into one with a note on all of it beside its notes."""
        if not isinstance(target, Note):
            self.places.leave_screen(screen_place)
            self.article.read_at(target)
            return
        self.places.leave_screen(screen_place, pane="reader" if target.anchor else "notes")
        self.article.read_at((target.article, (target.anchor.start, target.anchor.end) if target.anchor else None))
        self.panes.sidebar.notes.highlight(target.id)
        if target.anchor is None:
            self.focus.focus("notes")

    async def read(self, article: int) -> None:
        """Go into an article of the list."""
        self.places.leave()
        self.article.show(article)
        await asyncio.sleep(0)  # to lay out a book and to move the focus are two steps of the event loop
        if self.article.is_open(article):
            self.edits.read(article)

    def open_quote(self, quote: Quote) -> None:
        """Read an article at a quote."""
        self.places.leave()
        self.edits.read(quote.article)
        # A page that was not on the screen is laid out first.
        self._host.call_after_refresh(self.quote_search.show_quote, quote)
