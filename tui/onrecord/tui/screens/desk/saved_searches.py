"""Saved searches and feeds as lists above the articles: saving a search, opening one, and changing them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.widget import Widget

from onrecord.archive import Archive, ArchiveError
from onrecord.base.records import SavedSearch
from onrecord.terminal.segments import cut
from onrecord.terminal.visible_text import visible
from onrecord.tui.model.feed_searches import is_feed, list_of_feed
from onrecord.tui.model.saved_counts import SavedCounts
from onrecord.tui.model.saved_search import is_listed, query_to_save
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.edit_session import EditSession
from onrecord.tui.screens.desk.host import DeskHost
from onrecord.tui.screens.desk.pane_focus import PaneFocus
from onrecord.tui.widgets.saved_list import SavedList

_QUERY_WIDTH = 150  # columns of a query that a prompt shows
_FEED_WIDTH = 16  # columns of a feed's name in a sentence, which is to have room below a screen of 80


class SavedSearchController:
    """Keeps the saved searches on the screen, with how many articles each finds, and changes them."""

    def __init__(
        self,
        host: DeskHost,
        archive: Archive,
        listing: ArticleListController,
        session: EditSession,
        focus: PaneFocus,
        column: Widget,
    ) -> None:
        """Take over the pane that is in the column, if one is.

        Args:
            host: The desk.
            archive: The archive that holds the saved searches.
            listing: The list of articles, which opens them.
            session: Makes the changes.
            focus: Moves the cursor between the panes.
            column: The column of the lists. The pane is mounted there when the first search is saved.
        """
        self.pane: SavedList | None = next(iter(column.query(SavedList)), None)
        """The saved searches on the screen, None while none has been saved."""
        self._host = host
        self._archive = archive
        self._listing = listing
        self._session = session
        self._focus = focus
        self._column = column
        self._saved: Sequence[SavedSearch] = ()
        self._problems: Mapping[
            int, str
        ] = {}  # why feeds could not be fetched the last time, by their ids as lists
        self._counts: SavedCounts | None = None

    # Showing them

    def refresh(self) -> None:
        """Show the saved searches as they are now, and have them counted."""
        try:
            feeds = self._archive.feeds.all()
            self._saved = [*self._archive.saved_searches.all(), *map(list_of_feed, feeds)]
            self._problems = {list_of_feed(feed).id: feed.problem for feed in feeds if feed.problem}
        except ArchiveError:  # the next thing that the user does will say so
            return
        if self.pane is None:
            if not self._saved:
                return
            self.pane = SavedList(self._saved)
            self._column.mount(self.pane, before=0)
        if self._counts is None:
            self._counts = SavedCounts(self._host, self._archive, self.draw)
        self._counts.request(self._saved)
        self.draw()

    def draw(self) -> None:
        """Show what is known of the saved searches by now."""
        if self.pane is None:
            return
        if not self._saved and self._focus.pane == "saved":
            self._focus.focus("articles")
        self.pane.display = bool(self._saved)
        counts = self._counts.counts if self._counts else {}
        self.pane.show(self._saved, counts, self._listed_ids(), self._problems)

    def tell_problem(self, saved: SavedSearch) -> None:
        """Say why a feed could not be fetched the last time, if it could not."""
        if problem := self._problems.get(saved.id):
            self._host.say(f"{cut(saved.name, _FEED_WIDTH)} not fetched: {problem}")

    def show_progress(self, progress: str) -> None:
        """Say in the frame of the lists how far the fetching of feeds is; empty for nothing."""
        if self.pane is not None:
            self.pane.border_subtitle = progress

    def stop(self) -> None:
        """Count nothing any more."""
        if self._counts is not None:
            self._counts.close()

    def _listed_ids(self) -> set[int]:
        """Return the ids of the saved searches whose articles are listed."""
        query, order = self._listing.query, self._listing.arrangement.order
        return {saved.id for saved in self._saved if is_listed(saved, query, order)}

    @property
    def _how_to_save(self) -> str:
        search, save = map(self._host.shown_key, ("search", "save_search"))
        return f"{search} searches, and {save} keeps the search as a list."

    def toggle_focus(self) -> None:
        """Go to the saved searches, or back to the articles."""
        if self.pane is None or not self._saved:
            self._host.say(f"No search is saved. {self._how_to_save}")
        elif self._focus.pane == "saved":
            self._focus.go_back()
        else:
            self.pane.highlight_listed()
            self._focus.focus("saved")

    def toggle(self, saved: SavedSearch) -> None:
        """List the articles of a saved search; if they are listed already, all articles again."""
        if saved.id in self._listed_ids():
            self._listing.search_for("", saved_name="")
        else:
            self._listing.search_for(saved.query, saved_name=saved.name)
        self._focus.focus("articles")

    def names(self) -> list[str]:
        """Return the names of the saved searches."""
        return [saved.name for saved in self._saved]

    def open_named(self, name: str) -> None:
        """List the articles of the saved search with this name, one of ``names``."""
        saved = next(saved for saved in self._saved if saved.name == name)
        self._listing.search_for(saved.query, saved_name=saved.name)
        self._focus.focus("articles")

    # Changing them

    def save(self) -> None:
        """Save the search of now under a name that the user is asked for."""
        if not self._session.may_change():
            return
        if not self._listing.query_text.strip():
            self._host.say(f"Nothing is searched for. {self._how_to_save}")
            return
        try:
            query = query_to_save(self._listing.query_text, self._listing.arrangement.order)
        except ArchiveError as error:
            self._host.complain(error)
        else:
            self._ask_name(query, self._listing.saved_name)

    def _ask_name(self, query: str, name: str) -> None:
        def take_name(name: str | None) -> None:
            if name is not None:
                self._save_as(name, query)

        hint = f"{cut(visible(query), _QUERY_WIDTH)}\n\n↵ saves   Esc cancels"
        self._host.ask(dialogs.line_prompt("Save this search as", name, hint), take_name)

    def _save_as(self, name: str, query: str) -> None:
        """Save a query under a name; where another query has it, ask first."""
        try:
            existing = self._archive.saved_searches.get(name)
        except ArchiveError as error:
            self._host.complain(error)
            self._ask_name(query, name)
            return
        if existing is None or existing.query == query:
            self._store(name, query)
            return

        def replace(is_sure: bool | None) -> None:
            if is_sure:
                self._store(name, query)
            else:
                self._ask_name(query, name)

        question = f"There is a list “{existing.name}” ({existing.query or 'all articles'}). Replace it?"
        self._host.ask(dialogs.confirmation(question, yes="Replace", no="Another name"), replace)

    def _store(self, name: str, query: str) -> None:
        self._listing.saved_name = name
        edits = self._session.edits
        self._session.attempt(
            lambda: edits.save_search(name, query),
            f"Saved “{name}”; {self._host.shown_key('undo')} takes it back.",
        )

    def rename(self, saved: SavedSearch) -> None:
        """Ask for another name for a saved search."""
        if not self._session.may_change():
            return

        edits = self._session.edits

        def rename(name: str | None) -> None:
            if name is not None and name != saved.name:
                if is_feed(saved):
                    self._session.attempt(lambda: edits.rename_feed(-saved.id, name))
                else:
                    self._session.attempt(lambda: edits.rename_search(saved.name, name))

        self._host.ask(dialogs.line_prompt(f"Rename “{saved.name}”", saved.name), rename)

    def edit_query(self, saved: SavedSearch, typed: str | None = None) -> None:
        """Ask for another query for a saved search, which is listed anew where it is listed.

        Args:
            saved: The saved search.
            typed: What was typed before and is no query; None to begin with the query of now.
        """
        if is_feed(saved):
            search, save = map(self._host.shown_key, ("search", "save_search"))
            self._host.say(
                f"A feed lists what it has brought; {search} narrows that, and {save} saves it as a list."
            )
            return
        if not self._session.may_change():
            return

        def change(query: str | None) -> None:
            if query is not None and query != saved.query:
                self._change_query(saved, query)

        hint = "↵ saves   Esc cancels"
        title = f"The query of “{saved.name}”"
        self._host.ask(dialogs.line_prompt(title, saved.query if typed is None else typed, hint), change)

    def _change_query(self, saved: SavedSearch, query: str) -> None:
        was_listed = saved.id in self._listed_ids()
        try:
            self._session.edits.save_search(saved.name, query)
        except ArchiveError as error:
            self._host.complain(error)
            self.edit_query(saved, query)
            return
        self._host.say(
            f"“{saved.name}” has another query; {self._host.shown_key('undo')} brings the old one back."
        )
        self._host.show_changes()
        if was_listed:
            self._listing.search_for(query, saved_name=saved.name)

    def move(self, saved: SavedSearch, step: int) -> None:
        """Put a saved search so many places down (negative: up)."""
        names = [each.name for each in self._saved if not is_feed(each)]
        if is_feed(saved):
            self._host.say("Feeds stand in the order in which they were added.")
            return
        if saved.name not in names:
            return
        before = names.index(saved.name)
        after = before + step
        if 0 <= after < len(names):
            self._session.attempt(lambda: self._session.edits.move_search(saved.name, before, after))

    def remove(self, saved: SavedSearch) -> None:
        """Delete a saved search, or remove a feed."""
        undo = self._host.shown_key("undo")
        if is_feed(saved):
            self._session.attempt(
                lambda: self._session.edits.remove_feed(-saved.id),
                f"Removed the feed “{saved.name}”; its articles stay. {undo} brings it back.",
            )
            return
        self._session.attempt(
            lambda: self._session.edits.forget_search(saved.name),
            f"Deleted “{saved.name}”; {undo} brings it back.",
        )
