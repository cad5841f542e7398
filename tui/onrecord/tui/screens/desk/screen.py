"""The screen of the desk: its composition, its start in two steps, and where its keys and messages go."""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, TypeVar

import msgspec
from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.keys import format_key
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Static

from onrecord.archive import Archive, ArchiveError
from onrecord.base.settings import Settings
from onrecord.terminal import garbage_collection
from onrecord.terminal.browser import check_address
from onrecord.terminal.clipboard import clipboard_commands, put_on_clipboards
from onrecord.terminal.failures import failure_sentence
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import visible, visible_lines
from onrecord.tui.looks import stylesheet
from onrecord.tui.looks.keymap import ACTIONS, APP_KEYS, PANES, actions_with_key, bindings, key_of, panes_with_key
from onrecord.tui.model.article_listing import ArticleListing
from onrecord.tui.model.background_work import Failure, work_beside
from onrecord.tui.model.desk_session import COMFORT_WAIT, DeskSession, save_session
from onrecord.tui.model.latest_lookup import Lookup
from onrecord.tui.model.open_article import OpenArticle
from onrecord.tui.model.search_history import load_history, save_history
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.host import Severity
from onrecord.tui.screens.desk.incremental_paint import deferred_widgets
from onrecord.tui.screens.desk.pane_focus import PaneFocus
from onrecord.tui.screens.desk.pane_layout import WIDE, PaneLayout
from onrecord.tui.textual_private import PartialPaintScreen
from onrecord.tui.widgets.article_list import ArticleList
from onrecord.tui.widgets.key_line import KeyLine
from onrecord.tui.widgets.search_bar import SearchBar

if TYPE_CHECKING:
    from onrecord.archive.maintenance.health_check import Statistics
    from onrecord.tui.model.quote_copies import QuoteCopies

if TYPE_CHECKING:  # the modules of the second step: see DeskScreen
    from onrecord.tui.screens.desk.workbench import Command, Workbench
    from onrecord.tui.widgets.actor_list import ActorList
    from onrecord.tui.widgets.article_view import ArticleView
    from onrecord.tui.widgets.entity_list import EntityList
    from onrecord.tui.widgets.facet_list import FacetList
    from onrecord.tui.widgets.note_list import NoteList
    from onrecord.tui.widgets.quote_list import QuoteList
    from onrecord.tui.widgets.quote_search_list import QuoteSearchList
    from onrecord.tui.widgets.saved_list import SavedList

Answer = TypeVar("Answer")

_SEARCH_HINT = '/ search  word  "phrase" said: speaker: tag:'
_ACTIONS_WITHOUT_ROWS = {"back", "close", "search", "help", "command_line"}  # that need no row of the list
_WATCH_INTERVAL = 0.5  # seconds between two looks for what others write into the archive


async def _run(command: Command) -> None:
    """Run a command to its end, whether it is a coroutine or not."""
    result = command()
    if result is not None:
        await result


class Columns(Horizontal):
    """The panes side by side."""

    BLANK = True


class DeskScreen(PartialPaintScreen[None]):
    """The reading desk, in front of its controllers.

    It starts in two steps. First there is the list of articles alone, on which the user can already move, search
    and sort. When that is painted, ``add_workbench`` imports and mounts all the rest, which takes longer.
    Commands that come too early for it wait, with all keys after them, until it is there.

    Textual looks for the action of a key as the attribute ``action_<name>`` of the screen. For the actions of the
    key table these are not methods: ``_offer`` sets them from the tables ``list_commands`` and
    ``Workbench.commands``.
    """

    AUTO_FOCUS = ""  # the list gets the focus, not the search before it
    BINDINGS = bindings("desk")
    BLANK = True  # nothing to draw between the panes; the same goes for what holds them

    def __init__(self, archive: Archive, settings: Settings, session: DeskSession) -> None:
        super().__init__(classes="-at-articles")
        self._session = session
        self._copies: QuoteCopies | None = None
        self._statistics: Statistics | None = None
        self._annotation_progress = ""
        self.archive = archive
        self.settings = settings
        self.articles = ArticleList()
        self.layout_of_panes = PaneLayout(self, settings.line_length)
        self.layout_of_panes.list_width = session.list_width
        self.layout_of_panes.wants_one_pane = session.one_pane
        focus = PaneFocus(self, self.layout_of_panes)
        search_bar = SearchBar(lambda text: archive.completion.complete(text), id="search", hint=_SEARCH_HINT)
        self.listing = ArticleListController(self, archive, self.articles, search_bar, focus)
        self._workbench: Workbench | None = None
        self._waiting: deque[Command] = deque()  # what came too early for the workbench
        self._is_catching_up = False  # whether those that wait are being run
        self._is_used = False  # whether a key or the mouse has reached the complete desk
        for action in ACTIONS:
            if action.is_command:
                self._offer({action.name: partial(self.run_when_ready, partial(self.run_command, action.name))})
        self._offer(self.list_commands())

    # The start

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static("onrecord", id="name")
            yield Static("", id="counts", markup=False)
            yield self.listing.search_bar
        yield Static("", id="query-error", markup=False)
        with Columns(id="panes"), Vertical(id="left"):
            yield from self._saved_searches()
            yield self.articles
        yield KeyLine()

    def _saved_searches(self) -> Iterator[Widget]:
        """Yield the saved searches with which the desk begins, if any; the workbench counts them."""
        try:
            saved_searches = self.archive.saved_searches.all()
        except ArchiveError:  # the list of articles will say so
            return
        if saved_searches:
            from onrecord.tui.widgets.saved_list import SavedList

            yield SavedList(saved_searches)

    def on_mount(self) -> None:
        if self.is_leaving:  # nothing of the list was mounted
            return
        self.listing.start(self._session.query, self._session.article)
        self.listing.focus.focus("articles")
        self.call_after_refresh(self.run_worker, self.add_workbench, name="workbench")

    async def add_workbench(self) -> None:
        """Put the page and the sidebar beside the list that is already on the screen."""
        await asyncio.to_thread(import_module, "onrecord.tui.screens.desk.workbench")
        from onrecord.tui.screens.desk.article import ArticlePanes
        from onrecord.tui.screens.desk.workbench import Workbench
        from onrecord.tui.widgets.article_pane import ArticlePane
        from onrecord.tui.widgets.sidebar import Sidebar
        from onrecord.tui.widgets.status import QuoteStatus

        if self.is_leaving:
            return
        stylesheet.complete(self.app)
        panes = ArticlePanes(ArticlePane(), Sidebar(self.shown_key("note")), QuoteStatus())
        panes.reader.line_length = self.settings.line_length
        await self.query_one("#panes").mount_all([panes.page, panes.sidebar])
        self.layout_of_panes.apply()
        if self.is_leaving:  # nothing is mounted any more
            return
        await self.mount(panes.status, before=self.query_one(KeyLine))
        if self.is_leaving:
            return
        panes.reader.key_of_asides = self.shown_key("toggle_asides")
        self._workbench = Workbench(
            self, self.archive, self.settings, self.listing, panes, self.query_one("#left")
        )
        self._offer(self._workbench.commands())
        with suppress(ArchiveError):  # then there are none to go back to
            self.listing.search_bar.history = load_history(self.archive)
        await self._workbench.start(self._session)
        garbage_collection.resume()
        self.set_interval(_WATCH_INTERVAL, self.look_for_changes)
        self.run_worker(self._workbench.article.annotations.run(), name="annotations")
        self._is_catching_up = True
        while self._waiting and not self.is_leaving:
            await _run(self._waiting[0])
            self._waiting.popleft()
        self._is_catching_up = False

    def prepare_for_keys(self) -> None:
        """Import what keys need, once somebody uses the desk."""
        if self._is_used or not self.is_ready:
            return
        from onrecord.tui.screens.desk.later_modules import import_later_modules

        self._is_used = True
        import_later_modules()

    @property
    def is_leaving(self) -> bool:
        """Whether the desk is being taken down, because the user leaves or something failed."""
        return self.app.return_code is not None or not self.app.is_running

    @property
    def is_ready(self) -> bool:
        """Whether the workbench is there, and no command waits for it."""
        return self._workbench is not None and not self._waiting

    @property
    def workbench(self) -> Workbench:
        """The controllers of the second step.

        Raises:
            RuntimeError: They are not there yet.
        """
        if self._workbench is None:
            raise RuntimeError("the desk is not complete yet")
        return self._workbench

    def on_resize(self, event: events.Resize) -> None:
        self.layout_of_panes.choose(event.size.width)
        self.layout_of_panes.apply()

    def on_unmount(self) -> None:
        self.listing.close()
        if self._workbench is not None:
            self._workbench.stop()
            self._save_session(self._workbench)

    def _save_session(self, workbench: Workbench) -> None:
        """Store where the user leaves the desk; where that cannot be stored, the next start begins elsewhere."""
        if not self.archive.read_only:
            session = msgspec.structs.replace(
                workbench.session_of_now(),
                list_width=self.layout_of_panes.list_width,
                one_pane=self.layout_of_panes.wants_one_pane,
                theme=self.app.theme,
                configured_theme=self.settings.theme,
            )
            with suppress(ArchiveError), self.archive.waiting(COMFORT_WAIT):
                save_session(self.archive, session)
                save_history(self.archive, self.listing.search_bar.history)

    # Keys and commands

    def list_commands(self) -> dict[str, Command]:
        """Return what the keys of the desk do while only the list of articles is there."""
        return {
            "back": self.go_back,
            "search": self.listing.focus_search,
            "leave_search": self.listing.leave_search,
            "close_search": self.listing.clear_query,
            "repaint": lambda: self.app.run_action("app.repaint"),
            "sort": self.listing.ask_order,
            "group": self.listing.next_group,
            "renew": self.listing.renew,
            "narrow_list": lambda: self.widen_list(-1),
            "widen_list": lambda: self.widen_list(1),
            "one_pane": self.toggle_one_pane,
            **{
                name: partial(self.run_app_action, name)
                for name in ("edit_keys", "change_theme", "suspend_process", "quit")
            },
        }

    def widen_list(self, steps: int) -> None:
        """Give the list more columns, or with negative steps less; where it has the screen alone, say so."""
        if self.layout_of_panes.shows_one_pane:
            self._say_why_one_pane()
        else:
            self.layout_of_panes.widen_list(steps)

    def toggle_one_pane(self) -> None:
        """Show one pane at a time, or all side by side again; where there is room for one only, say so."""
        layout, width = self.layout_of_panes, self.size.width
        if width < WIDE:
            self._say_why_one_pane()
            return
        self.remove_class("-text-only")  # it would hide what changes
        layout.wants_one_pane = not layout.wants_one_pane
        layout.choose(width)
        layout.apply()

    def _say_why_one_pane(self) -> None:
        if self.size.width < WIDE:
            self.say(f"Each pane has the whole width; from {WIDE} columns on they stand side by side.")
        else:
            self.say(f"Each pane has the whole width; {self.shown_key('one_pane')} shows them side by side.")

    async def run_app_action(self, name: str) -> None:
        """Do what the application does: change keys or colours, suspend, quit."""
        await self.app.run_action(f"app.{name}")

    async def go_back(self) -> None:
        """Go one step back: to where the cursor came from, from there to the list of all articles, then out."""
        if self._workbench is not None and await self._workbench.leave_view():
            return
        if self.listing.focus.pane != "articles":
            self.listing.focus.go_back()
        elif self.listing.query_text:
            self.listing.clear_query()
        elif self._workbench is None or not self._workbench.places.has_moved:
            self.app.exit()
        else:
            self._ask_to_leave()

    def _ask_to_leave(self) -> None:
        def leave(is_sure: bool | None) -> None:
            if is_sure:
                self.app.exit()

        self.ask(dialogs.leave_question(), leave)

    def _offer(self, commands: Mapping[str, Command]) -> None:
        """Let the keys find these commands, by the names of their actions."""
        for name, command in commands.items():
            setattr(self, f"action_{name}", command)

    async def run_command(self, name: str) -> None:
        """Run what the key table calls ``name``."""
        await _run(self.command(name))

    def command(self, name: str) -> Command:
        """Return what the key table calls ``name``."""
        command: Command = getattr(self, f"action_{name}")
        return command

    async def run_when_ready(self, command: Command) -> None:
        """Run a command, after all that wait, as soon as there is an article to run it on.

        What follows from one that has waited, such as an article that Enter opens, comes before the next of them.
        """
        if self.is_ready or self._is_catching_up:
            await _run(command)
        else:
            self._waiting.append(command)

    def hold_key(self, act: Command) -> bool:
        """Keep a key for later where commands before it still wait; return whether it is kept.

        Args:
            act: Does what the key does.
        """
        if self._waiting:
            self._waiting.append(act)
        return bool(self._waiting)

    async def wait_for_rows(self, key: str) -> bool:
        """Wait until the rows for which a key is meant are there, and return whether it may act.

        What leads away from the rows waits for nothing. On rows that are not what is searched for, no key acts.
        """
        if key in APP_KEYS or not _ACTIONS_WITHOUT_ROWS.isdisjoint(actions_with_key(key, self.settings.keys)):
            return True
        if await self.listing.wait_for_answer() or self.listing.focus.pane not in ("articles", "quote-search"):
            return True
        self.say(f"Still searching; {self.shown_key('back')} gives up.")
        return False

    def shown_key(self, action: str) -> str:
        """Return the first key of an action, the user's own if they have set one, as it is shown."""
        return format_key(key_of(action, self.settings.keys))

    def explain_key(self, event: events.Key) -> None:
        """Say of a key that does nothing in the pane in focus where it does something."""
        if self.listing.focus.pane not in PANES:
            return
        from onrecord.tui.screens.help import PANE_NAMES

        places = [PANE_NAMES[pane] for pane in panes_with_key(event.key, self.settings.keys)]
        shown = self.app.get_key_display(Binding(event.key, ""))
        if places:
            self.say(f"{shown} works in {' and '.join(places[:2])}, not here.")
        elif event.is_printable:
            self.say(f"{shown} does nothing here; {self.shown_key('help')} shows the keys.")

    # What the controllers ask for: see ``onrecord.tui.screens.desk.host`` and ``ArticleListHost``

    def say(self, sentence: str, *, severity: Severity = "information") -> None:
        self.notify(sentence, severity=severity, markup=False)

    def complain(self, error: Exception) -> None:
        self.say(failure_sentence(error), severity="error")

    def ask(self, dialog: Screen[Answer], on_answer: Callable[[Answer | None], None]) -> None:
        self.app.push_screen(dialog, on_answer)

    def open_in_own_browser(self, address: str) -> bool:
        check_address(address)
        if self.app.is_web:
            self.app.open_url(address)
        return self.app.is_web

    @property
    def copies(self) -> QuoteCopies:
        if self._copies is None:
            from onrecord.tui.model.quote_copies import QuoteCopies

            self._copies = QuoteCopies(self._put_on_clipboard, self.say, self.settings.doubtful)
        return self._copies

    def _put_on_clipboard(self, text: str, label: str) -> None:
        """Copy a text through the terminal and by the programs that are there, and say how."""
        self.app.copy_to_clipboard(text)
        commands = clipboard_commands(os.environ)
        programs: list[str] = []

        def end(failure: Failure | None) -> None:
            means = ", ".join(programs) if programs else "the terminal, if it allows that"
            self.say(f"Copied {label} by {means}.")

        work_beside(self, lambda: programs.extend(put_on_clipboards(text, commands)), end)

    def show_changes(self) -> None:
        if self._workbench is not None:
            self._workbench.show_changes()

    def extend_lookup(self, lookup: Lookup[ArticleListing], *, keeps_place: bool) -> Lookup[ArticleListing]:
        if self._workbench is None:
            return lookup
        return self._workbench.quote_search.extend_lookup(lookup, keeps_place=keeps_place)

    def listing_shown(self, listing: ArticleListing, *, is_new_query: bool, keeps_place: bool) -> None:
        if self._workbench is not None:
            self._workbench.listing_shown(listing, is_new_query=is_new_query, keeps_place=keeps_place)

    def show_statistics(self, statistics: Statistics) -> None:
        self._statistics = statistics
        self._show_counts()

    def show_annotation_progress(self, progress: str) -> None:
        self._annotation_progress = progress
        self._show_counts()
        if self._workbench is not None:
            self._workbench.show_annotation_progress(progress)

    def _show_counts(self) -> None:
        """Show the archive's folder, and how many articles it has, how many are unread and not annotated."""
        if self._statistics is not None:
            unread = f"{self._statistics.unread:,} unread"
            # The last is cut where there is no room; that something is left to annotate concerns all lists.
            counts = [self._annotation_progress, counted(self._statistics.articles, "article"), unread]
            folder = visible(str(self.archive.folder))
            self.query_one("#counts", Static).update(f"{folder}   {' · '.join(filter(None, counts))}")

    def show_query_error(self, error: Exception | None) -> None:
        line = self.query_one("#query-error", Static)
        line.set_class(error is not None, "-shown")
        if error is not None:
            line.update(visible_lines(str(error)))

    # What others write

    def look_for_changes(self) -> None:
        """Show what another desk, a command or the background wrote."""
        if self.listing.has_archive_changed():
            self.workbench.article.annotations.check_again()
            self.show_changes()

    # Messages of the panes

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.listing.focus.mark_place(event.widget.id or "")
        if self._workbench is not None and self.listing.focus.is_beside_list:  # by the mouse
            self._workbench.article.show_now()

    @on(events.DescendantFocus, "#search")
    def _load_grammar(self) -> None:
        self.listing.load_grammar()

    @on(SearchBar.Changed, "#search")
    def _search(self) -> None:
        # What stands there now: keys since may have taken the search back.
        self.listing.query_typed(self.listing.search_bar.value)

    def on_article_list_highlighted(self) -> None:
        if self._workbench is not None:
            self._workbench.show_highlighted()

    async def on_article_list_opened(self, event: ArticleList.Opened) -> None:
        await self.run_when_ready(lambda: self.workbench.read(event.id))

    async def on_saved_list_opened(self, event: SavedList.Opened) -> None:
        await self.run_when_ready(lambda: self.workbench.saved_searches.toggle(event.saved_search))

    def on_saved_list_highlighted(self, event: SavedList.Highlighted) -> None:
        if self._workbench is not None:
            self._workbench.saved_searches.tell_problem(event.saved_search)

    async def on_saved_list_rename_wanted(self, event: SavedList.RenameWanted) -> None:
        await self.run_when_ready(lambda: self.workbench.saved_searches.rename(event.saved_search))

    async def on_saved_list_query_wanted(self, event: SavedList.QueryWanted) -> None:
        await self.run_when_ready(lambda: self.workbench.saved_searches.edit_query(event.saved_search))

    async def on_saved_list_move_wanted(self, event: SavedList.MoveWanted) -> None:
        await self.run_when_ready(lambda: self.workbench.saved_searches.move(event.saved_search, event.step))

    async def on_saved_list_forget_wanted(self, event: SavedList.ForgetWanted) -> None:
        await self.run_when_ready(lambda: self.workbench.saved_searches.remove(event.saved_search))

    def on_facet_list_chosen(self, event: FacetList.Chosen) -> None:
        self.workbench.facets.toggle_value(event.facet, event.value)

    def on_quote_rows_moved(self) -> None:
        self.workbench.quote_search.show_highlighted()

    def on_quote_rows_chosen(self, event: QuoteSearchList.Chosen) -> None:
        self.workbench.open_quote(event.quote)

    def on_article_view_moved(self) -> None:
        if self._workbench is not None:
            self._workbench.article.show_status()

    def on_article_view_passage_begun(self) -> None:
        by_words = " ".join(map(self.shown_key, ("next_word", "cycle_marks", "previous_word")))
        copy, note = map(self.shown_key, ("copy_quote", "note"))
        self.say(f"Moving extends the passage ({by_words}: by words); {copy} copies, {note} notes, Esc ends.")

    def on_article_view_speaker_chosen(self, event: ArticleView.SpeakerChosen) -> None:
        if event.actor is None:
            keys = " and ".join(map(self.shown_key, ("next_quote", "next_mention")))
            self.say(f"No speaker or actor under the cursor; {keys} go to the next ones.")
        else:
            self.workbench.article.choose_actor(event.actor)

    def on_actor_list_chosen(self, event: ActorList.Chosen) -> None:
        self.workbench.article.choose_actor(event.actor)

    def on_actor_list_dossier_wanted(self, event: ActorList.DossierWanted) -> None:
        self.workbench.dossiers.open(event.actor)

    def on_quote_list_selected(self, event: QuoteList.Selected) -> None:
        self.workbench.article.go_to_quote(event.index)

    def on_entity_list_selected(self, event: EntityList.Selected) -> None:
        self.workbench.article.go_to(event.span)

    def on_note_list_selected(self, event: NoteList.Selected) -> None:
        self.workbench.edits.open_note(event.note)

    def on_note_list_edit(self, event: NoteList.Edit) -> None:
        self.workbench.edits.edit_note(event.note)

    def on_note_list_remove(self, event: NoteList.Remove) -> None:
        self.workbench.edits.remove_note(event.note)

    # Painting

    def widgets_to_defer(self, changed_widgets: Collection[Widget]) -> set[Widget]:
        """Return all but the widgets of one column: see ``incremental_paint``."""
        return deferred_widgets(changed_widgets, self.focused)

    @property
    def open_article(self) -> OpenArticle | None:
        """The open article, with all that its panes show."""
        return self._workbench.article.open_article if self._workbench is not None else None
