"""Saved searches as lists above the articles: saving a search, opening one, and changing them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from onrecord.archive import ArchiveError
from onrecord.base.records import Saved
from onrecord.terminal.segments import cut, visible
from onrecord.tui.model import article_listing
from onrecord.tui.screens.desk.facets import FacetsBeside

if TYPE_CHECKING:
    from onrecord.tui.model.saved_counts import SavedCounts
    from onrecord.tui.widgets.saved_list import SavedList

_LONGEST = 150  # columns of a query that a prompt shows


class SavedLists(FacetsBeside):
    """The lists are there while something is saved; until then nothing of theirs is imported."""

    saved: SavedList | None = None
    saved_counts: SavedCounts | None = None

    _lists: Sequence[Saved] = ()
    _opened = ""  # the name of the list from which the search of now was made

    # Showing them

    def first_lists(self) -> Iterator[SavedList]:
        """The lists that the desk begins with, not counted yet."""
        try:
            self._lists = self.archive.saved_searches.all()
        except ArchiveError:  # said by what lists the articles
            return
        if self._lists:
            yield self._make_saved()

    def _make_saved(self) -> SavedList:
        from onrecord.tui.widgets.saved_list import SavedList

        self.saved = SavedList(self._lists)
        return self.saved

    def show_lists(self) -> None:
        """Show the saved searches as they are now, and have them counted."""
        try:
            self._lists = self.archive.saved_searches.all()
        except ArchiveError:  # it will be said by what the reader does next
            return
        if self.saved is None:
            if not self._lists:
                return
            self.query_one("#left").mount(self._make_saved(), before=0)
        if self.saved_counts is None:
            from onrecord.tui.model.saved_counts import SavedCounts

            self.saved_counts = SavedCounts(self, self.archive, self._draw_lists)
        self.saved_counts.request(self._lists)
        self._draw_lists()

    def _draw_lists(self) -> None:
        if self.saved is None:
            return
        if not self._lists and self.focused is self.saved:
            self.focus_pane("articles")
        self.saved.display = bool(self._lists)
        self.saved.show(self._lists, self.saved_counts.counts if self.saved_counts else {}, self._listed())

    def _listed(self) -> set[int]:
        if self.found is None:
            return set()
        from onrecord.tui.model.saved_search import is_listed

        return {one.id for one in self._lists if is_listed(one, self.found, self.arrangement.order)}

    def listed(self, found: article_listing.ArticleListing) -> None:
        super().listed(found)
        self._draw_lists()

    def show_changes(self) -> None:
        super().show_changes()
        self.show_lists()

    def panes(self) -> list[str]:
        return ["saved", *super().panes()] if self._lists else super().panes()

    def action_lists(self) -> None:
        """To the lists, or back to the articles."""
        if self.saved is None or not self._lists:
            self.say("No search is saved. / searches, and S keeps the search as a list.")
        elif self.focused is self.saved:
            self.focus_pane("articles")
        else:
            self.saved.highlight_listed()
            self.focus_pane("saved")

    def on_saved_list_opened(self, event: SavedList.Opened) -> None:
        """List the articles of a saved search; if they are listed already, all again."""
        is_open = event.one.id in self._listed()
        self.search_for("" if is_open else event.one.query)
        self._opened = "" if is_open else event.one.name
        self.focus_pane("articles")

    def list_articles(self, *, to_top: bool = False, anew: bool = False) -> None:
        if not self.query_text:
            self._opened = ""
        super().list_articles(to_top=to_top, anew=anew)

    # Changing them

    def action_save_search(self) -> None:
        """Save the search of now under a name that the reader is asked for."""
        from onrecord.tui.model.saved_search import query_to_save

        if not self.may_change():
            return
        if not self.query_text.strip():
            self.say("Nothing is searched for. / searches, and S keeps the search as a list.")
            return
        try:
            query = query_to_save(self.query_text, self.arrangement.order)
        except ArchiveError as error:
            self.complain(error)
        else:
            self._ask_name(query, self._opened)

    def _ask_name(self, query: str, name: str) -> None:
        from onrecord.tui.screens.prompts import Confirm
        from onrecord.tui.screens.prompts_actor import Ask

        def named(name: str | None) -> None:
            if name is None:
                return
            try:
                standing = self.archive.saved_searches.get(name)
            except ArchiveError as error:
                self.complain(error)
                self._ask_name(query, name)
                return
            if standing is None or standing.query == query:
                save(name)
                return

            def replace(sure: bool | None) -> None:
                if sure:
                    save(name)
                else:
                    self._ask_name(query, name)

            question = f"There is a list “{standing.name}” ({standing.query or 'all articles'}). Replace it?"
            self.app.push_screen(Confirm(question, yes="Replace", no="Another name"), replace)

        def save(name: str) -> None:
            self._opened = name
            self.attempt(lambda: self.work.save_search(name, query), f"Saved “{name}”; ctrl+z takes it back.")

        hint = f"{cut(visible(query), _LONGEST)}\n\n↵ saves   Esc cancels"
        self.app.push_screen(Ask("Save this search as", name, hint), named)

    def on_saved_list_rename_wanted(self, event: SavedList.RenameWanted) -> None:
        if not self.may_change():
            return
        from onrecord.tui.screens.prompts_actor import Ask

        name = event.one.name

        def rename(new: str | None) -> None:
            if new is not None and new != name:
                self.attempt(lambda: self.work.rename_search(name, new))

        self.app.push_screen(Ask(f"Rename “{name}”", name), rename)

    def on_saved_list_move_wanted(self, event: SavedList.MoveWanted) -> None:
        names = [one.name for one in self._lists]
        if event.one.name in names:
            before = names.index(event.one.name)
            place = before + event.step
            if 0 <= place < len(names):
                self.attempt(lambda: self.work.move_search(event.one.name, before, place))

    def on_saved_list_forget_wanted(self, event: SavedList.ForgetWanted) -> None:
        self.attempt(
            lambda: self.work.forget_search(event.one.name), f"Deleted “{event.one.name}”; ctrl+z brings it back."
        )

    def on_unmount(self) -> None:
        if self.saved_counts is not None:
            self.saved_counts.close()
