"""The desk put together: its composition, and the keys that concern more than one part."""

from __future__ import annotations

import gc
from collections.abc import Callable

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.screen import Screen
from textual.widgets import Static

from onrecord.tui.looks import stylesheet
from onrecord.tui.looks.keymap import Action, bindings, key_of
from onrecord.tui.screens.desk.incremental_paint import Frames
from onrecord.tui.screens.desk.quotes import QuotesInstead
from onrecord.tui.widgets.article_list import ArticleList
from onrecord.tui.widgets.key_line import KeyLine
from onrecord.tui.widgets.search_bar import SearchBar

_WATCH = 0.5  # seconds between two looks for changes by others
_YOUNG = 5000  # objects made before garbage is looked for: painting a pane makes thousands, and drops them again
_AT_ONCE = ("back", "search", "leave_search", "close_search", "sort", "group", "lists")
"""What the desk itself can do while only the list is there."""


class Columns(Horizontal):
    """The panes side by side."""

    BLANK = True


class DeskScreen(QuotesInstead, Frames, Screen[None]):
    """Everything a reader does happens here; the panes only show and tell."""

    AUTO_FOCUS = ""  # the list gets the focus, not the search before it
    BINDINGS = bindings("desk")
    BLANK = True  # nothing to draw between the panes; the same goes for what holds them
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]

    _opening: int | None = None  # chosen before there was a page to show it

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static("onrecord", id="name")
            yield Static("", id="counts", markup=False)
            yield SearchBar()
        yield Static("", id="query-error", markup=False)
        with Columns(id="panes"), Vertical(id="left"):
            yield from self.first_lists()
            yield ArticleList()
        yield KeyLine()

    def on_mount(self) -> None:
        self.articles = self.query_one(ArticleList)
        self.start_listing()
        self.focus_pane("articles")
        self.call_after_refresh(self.run_worker, self.complete, name="complete")

    async def complete(self) -> None:
        """Put the page and the sidebar beside the list that is already on the screen.

        Importing and mounting them takes longer than all before; a reader can choose an article meanwhile.
        """
        from onrecord.tui.model.annotation_queue import AnnotationQueue
        from onrecord.tui.widgets.article_pane import ArticlePane
        from onrecord.tui.widgets.article_view import ArticleView
        from onrecord.tui.widgets.quote_list import QuoteList
        from onrecord.tui.widgets.sidebar import Sidebar
        from onrecord.tui.widgets.status import QuoteStatus

        if self.is_leaving:
            return
        stylesheet.complete(self.app)
        self.page, self.side, self.status = ArticlePane(), Sidebar(), QuoteStatus()
        await self.query_one("#panes").mount_all([self.page, self.side])
        if self.is_leaving:  # nothing is mounted any more
            return
        await self.mount(self.status, before=self.query_one(KeyLine))
        if self.is_leaving:
            return
        self.reader, self.quotes = self.query_one(ArticleView), self.query_one(QuoteList)
        key = Binding(key_of("toggle_asides", self.settings.keys), "")
        self.reader.key_of_asides = self.app.get_key_display(key)
        self.annotations = AnnotationQueue(self.archive, self.settings.model, self._annotated, self._not_annotated)
        self.is_complete = True
        self.refresh_bindings()
        if self.archive.read_only:
            self.say(self.archive.read_only, severity="warning")
        if self._opening is not None:
            self.articles.choose_here()
        elif self.articles.highlighted is not None:
            self.open_article(self.articles.highlighted)
        else:
            self.close_article()
        gc.freeze()
        gc.set_threshold(_YOUNG, 20, 10)
        gc.enable()  # see onrecord.entry.main
        self.show_lists()
        self.set_interval(_WATCH, self.look_for_changes)
        self.run_worker(self.annotations.run(), name="annotations")

    @property
    def is_leaving(self) -> bool:
        """Whether the desk is being taken down, because the reader leaves or something failed."""
        return self.app.return_code is not None or not self.app.is_running

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Until the desk is complete, only what the list alone can do."""
        return (
            self.is_complete or action.removeprefix("screen.") in _AT_ONCE or not hasattr(self, f"action_{action}")
        )

    def on_unmount(self) -> None:
        self.finder.close()
        self.keep_position()

    @on(ArticleList.Opened)
    def _open_article(self, event: ArticleList.Opened) -> None:
        if not self.is_complete:
            self._opening = event.id
            return
        self.read_article(event.id)

    def action_back(self) -> None:
        if self.has_class("-text-only"):
            self.action_text_only()
        elif self.focused is not None and self.focused is self.facets:
            self.close_facets()
        elif self.focused is not None and self.focused is self.found_quotes:
            self.close_quotes()
        elif self.focused is not self.articles:
            self.action_leave()
        elif self.query_text:
            self.action_close_search()
        else:
            self.app.exit()

    def action_close(self) -> None:
        """Close one thing that is open, the innermost first."""
        if self.page.close_find():
            return
        if self.reader.selection is not None:
            self.reader.selection = None
        elif self.reader.actor is not None:
            self.choose_actor(None)
        elif self.shows_quotes:
            self.leave_quotes()
        elif self.query_text:
            self.action_close_search()

    def action_help(self) -> None:
        from onrecord.tui.screens.help import HelpScreen

        pane = (self.focused.id if self.focused else None) or "articles"
        self.app.push_screen(HelpScreen(pane, self.settings.keys))

    def runner(self, action: Action) -> Callable[[], None]:
        """The call that the palette makes for an action of the desk."""
        run: Callable[[], None] = getattr(self, f"action_{action.name}")
        return run
