"""The reading desk: the list, the reader and the sidebar, and what passes between them."""

from __future__ import annotations

import gc
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.events import DescendantFocus
from textual.screen import Screen
from textual.timer import Timer
from textual.widgets import Static

from core.archive import Archive, ArchiveError, NoSuchArticle, Query, parse
from core.records import Annotation, Note, Span
from core.settings import Settings
from tui.actions import Action, bindings
from tui.reading import Reading
from tui.widgets.article_list import ArticleList
from tui.widgets.key_line import KeyLine
from tui.widgets.search_bar import SearchBar
from tui.work import Work

# The list is on the screen before any of these is imported: see DeskScreen.complete.
if TYPE_CHECKING:
    from tui.annotations import Annotations
    from tui.widgets.actor_list import ActorList
    from tui.widgets.entity_list import EntityList
    from tui.widgets.note_list import NoteList
    from tui.widgets.page import Page
    from tui.widgets.quote_list import QuoteList
    from tui.widgets.reader import Reader
    from tui.widgets.sidebar import Sidebar
    from tui.widgets.status import QuoteStatus

_PREVIEW = 0.03  # seconds that the list's cursor rests before its article is shown
_WATCH = 1.0  # seconds between two looks for changes by others
_SIDE = ("actors", "quotes", "entities", "notes")
_AT_ONCE = ("back", "search")  # what the desk itself can do while only the list is there


class DeskScreen(Screen[None]):
    """Everything a reader does happens here; the panes only show and tell."""

    BINDINGS = bindings("desk")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]

    annotations: Annotations
    page: Page
    reader: Reader
    side: Sidebar
    quotes: QuoteList
    status: QuoteStatus

    def __init__(self, archive: Archive, settings: Settings) -> None:
        super().__init__()
        self.archive = archive
        self.settings = settings
        self.work = Work(archive)
        self.query_text = ""
        self.found: Query | None = None
        self.reading: Reading | None = None
        self.is_complete = False
        self._opening: int | None = None
        self._preview: Timer | None = None
        self._version = 0

    def compose(self) -> ComposeResult:
        with Horizontal(id="top"):
            yield Static("onrecord", id="name")
            yield Static("", id="counts", markup=False)
            yield SearchBar()
        yield Static("", id="query-error", markup=False)
        with Horizontal(id="panes"):
            yield ArticleList()
        yield KeyLine()

    def on_mount(self) -> None:
        self.articles = self.query_one(ArticleList)
        self.list_articles()
        self.focus_pane("articles")
        self.call_after_refresh(self.run_worker, self.complete, name="complete")

    async def complete(self) -> None:
        """Put the page and the sidebar beside the list that is already on the screen.

        Importing and mounting them takes longer than all before; a reader can choose an article meanwhile.
        """
        from tui.annotations import Annotations
        from tui.widgets.page import Page
        from tui.widgets.quote_list import QuoteList
        from tui.widgets.reader import Reader
        from tui.widgets.sidebar import Sidebar
        from tui.widgets.status import QuoteStatus

        self.page, self.side, self.status = Page(), Sidebar(), QuoteStatus()
        await self.query_one("#panes").mount_all([self.page, self.side])
        await self.mount(self.status, before=self.query_one(KeyLine))
        self.reader, self.quotes = self.query_one(Reader), self.query_one(QuoteList)
        self.annotations = Annotations(self.archive, self.settings.model, self._annotated, self._not_annotated)
        self.is_complete = True
        self.refresh_bindings()
        self._changed()
        if self._opening is not None:
            self.articles.choose_here()
        gc.freeze()
        gc.enable()  # see tui.cli
        self.set_interval(_WATCH, self._look_for_changes)
        self.run_worker(self.annotations.run(), name="annotations")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Until the desk is complete, only what the list alone can do."""
        return (
            self.is_complete or action.removeprefix("screen.") in _AT_ONCE or not hasattr(self, f"action_{action}")
        )

    def on_unmount(self) -> None:
        self._keep_position()

    # --- the list ---------------------------------------------------------------------------------------

    def list_articles(self) -> None:
        """Show what the query finds; a wrong query or an unreadable archive leaves the list and is said."""
        error = self.query_one("#query-error", Static)
        try:
            # What is being typed may be unfinished: half a quotation, a field without a value.
            query = parse(self.query_text, typing=isinstance(self.focused, SearchBar)) if self.query_text else None
            ids = self.archive.ids(query or "")
            counts = self.archive.statistics()
            self._version = self.archive.version()
        except ArchiveError as problem:
            error.update(str(problem))
            error.add_class("-shown")
            return
        error.remove_class("-shown")
        self.found = query
        self.articles.show(
            ids,
            self.archive.page,
            words=partial(self.archive.hits, query) if query else None,
            snippet=partial(self.archive.snippet, query=query) if query else None,
        )
        articles = "1 article" if counts.articles == 1 else f"{counts.articles:,} articles"
        self.query_one("#counts", Static).update(f"{self.archive.folder}   {articles} · {counts.unread:,} unread")
        if self.articles.highlighted is None:
            self._close_article()
        else:
            self._show_soon(self.articles.highlighted)

    @on(SearchBar.Changed, "#search")
    def _search(self, event: SearchBar.Changed) -> None:
        self.query_text = event.value
        self.list_articles()
        self._show_hits()

    @on(SearchBar.Submitted, "#search")
    @on(SearchBar.Closed)
    def _leave_search(self) -> None:
        self.focus_pane("articles")
        self.list_articles()

    @on(ArticleList.Highlighted)
    def _preview_article(self, event: ArticleList.Highlighted) -> None:
        self._show_soon(event.id)

    def _show_soon(self, article: int) -> None:
        """Show an article when the list's cursor has rested on it, so that a held key does not stutter."""
        if self._preview is not None:
            self._preview.stop()
        self._preview = self.set_timer(_PREVIEW, partial(self.open_article, article))

    @on(ArticleList.Opened)
    def _open_article(self, event: ArticleList.Opened) -> None:
        if not self.is_complete:
            self._opening = event.id
            return
        self.open_article(event.id)
        self.focus_pane("reader")
        if self.reading and not self.reading.article.read:
            self._do(lambda: self.archive.update([event.id], read=True))

    def _look_for_changes(self) -> None:
        """Show what another desk, a command or the background wrote."""
        try:
            changed = self.archive.version() != self._version
        except ArchiveError:  # it will be said by what the reader does next
            return
        if changed:
            self.annotations.look()
            self._changed()

    def _changed(self) -> None:
        """The archive holds something new: show it everywhere; nothing moves."""
        self.list_articles()
        self.articles.refresh_articles()
        if self.reading is None:
            return
        try:
            self.reading.article = self.archive.get(self.reading.article.id)
            self.reading.notes = self.archive.notes(self.reading.article.id)
        except NoSuchArticle:
            self._close_article()
        except ArchiveError as error:
            self._say(str(error), severity="error")
        else:
            self.reader.article = self.reading.article
            self.reader.notes = self.reading.notes
            self.side.show_notes(self.reading)

    # --- the article that is open -----------------------------------------------------------------------

    def open_article(self, article: int) -> None:
        """Show an article: its text at once, its marks when the annotation is there."""
        if self._preview is not None:
            self._preview.stop()
        if not self.is_complete or (self.reading and self.reading.article.id == article):
            return
        self._keep_position()
        try:
            self.reading = reading = Reading.load(self.archive, article)
        except ArchiveError as error:
            self._say(str(error), severity="error")
            return
        self.reader.actor = None
        self.reader.open(
            reading.article, reading.text, annotation=reading.annotation, notes=reading.notes, hits=[]
        )
        self._show_hits()
        self._show_all()
        at = self.articles.cursor
        self.annotations.want(
            [article, *self.articles.ids[at + 1 : at + 3], *self.articles.ids[max(0, at - 1) : at]]
        )

    def _close_article(self) -> None:
        if not self.is_complete:
            return
        self._keep_position()
        self.reading = None
        self.reader.close()
        self._show_all()

    def _keep_position(self) -> None:
        if self.reading is None or self.reader.cursor == self.reading.article.position:
            return
        try:
            self.archive.update([self.reading.article.id], position=self.reader.cursor)
        except ArchiveError as error:
            self._say(str(error), severity="error")

    def _show_all(self) -> None:
        self.side.show_annotation(self.reading, self.reader.actor)
        self.side.show_notes(self.reading)
        self._show_status()

    def _show_hits(self) -> None:
        """Mark what the query found in the text, and go to the first of it."""
        if self.reading is None:
            return
        hits = self.archive.hits(self.found, self.reading.text) if self.found else []
        self.reader.hits = hits
        if hits:
            self.reader.go_to(*hits[0])

    def _annotated(self, article: int, annotation: Annotation) -> None:
        if self.reading and self.reading.article.id == article:
            try:
                self.reading = Reading.load(self.archive, article)
            except ArchiveError as error:
                self._say(str(error), severity="error")
                return
            self.reader.article = self.reading.article
            self.reader.annotation = annotation
            self._show_all()

    def _not_annotated(self, article: int, sentence: str) -> None:
        if self.reading and self.reading.article.id == article:
            self.side.show_problem(sentence)

    def on_reader_moved(self) -> None:
        self._show_status()

    def _show_status(self) -> None:
        reading, quote = self.reading, self.reader.quote
        annotation = reading.annotation if reading else None
        self.status.show(annotation, quote, reading.text if reading else "")
        if quote is not None:
            self.quotes.highlight(quote)

    def on_reader_speaker_chosen(self, event: Reader.SpeakerChosen) -> None:
        self.choose_actor(event.actor)

    def on_actor_list_chosen(self, event: ActorList.Chosen) -> None:
        self.choose_actor(event.actor)

    def choose_actor(self, actor: str | None) -> None:
        """Mark every mention of this actor and list what he said; None stops it."""
        self.reader.actor = actor
        self.side.show_quotes(self.reading, actor)
        if actor is not None:
            self.side.tab = "quotes"

    def on_quote_list_selected(self, event: QuoteList.Selected) -> None:
        if self.reading and self.reading.annotation:
            self._go_to(self.reading.annotation.attributions[event.index].content[0])

    def on_entity_list_selected(self, event: EntityList.Selected) -> None:
        self._go_to(event.span)

    def on_note_list_selected(self, event: NoteList.Selected) -> None:
        if event.note.anchor is None:
            self._edit_note(event.note)
        else:
            self._go_to((event.note.anchor.start, event.note.anchor.end))

    def _go_to(self, span: Span) -> None:
        self.reader.go_to(*span)
        if self.has_class("-narrow"):
            self.focus_pane("reader")

    # --- moving between panes ---------------------------------------------------------------------------

    def focus_pane(self, pane: str) -> None:
        """Put the cursor in a pane of ``tui.actions.PANES``; on a narrow screen this shows it."""
        if pane != "reader":
            self.remove_class("-text-only")
        if pane in _SIDE[1:]:
            self.side.tab = pane
        self._mark_place(pane)
        self.set_focus(self.query_one(f"#{pane}"))  # at once: the next key may be there already

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        self._mark_place(event.widget.id or "")

    def _mark_place(self, pane: str) -> None:
        """Say in classes where the cursor is: a narrow screen shows only that."""
        if pane in ("articles", "reader", *_SIDE):
            place = pane if pane in ("articles", "reader") else "side"
            for name in ("articles", "reader", "side"):
                self.set_class(name == place, f"-at-{name}")

    def _step_pane(self, step: int) -> None:
        order = ["articles", "reader", "actors", self.side.tab]
        focused = self.focused.id if self.focused else None
        at = order.index(focused) if focused in order else 0
        self.focus_pane(order[(at + step) % len(order)])

    def action_next_pane(self) -> None:
        self._step_pane(1)

    def action_previous_pane(self) -> None:
        self._step_pane(-1)

    def action_leave(self) -> None:
        self.focus_pane("articles" if self.focused is self.reader else "reader")

    def action_enter_side(self) -> None:
        self.focus_pane("actors")

    def action_back(self) -> None:
        if self.has_class("-text-only"):
            self.action_text_only()
        elif self.focused is not self.articles:
            self.action_leave()
        elif self.query_text:
            self.query_one(SearchBar).action_close()
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
        elif self.query_text:
            self.query_one(SearchBar).action_close()

    def action_show_quotes(self) -> None:
        self.focus_pane("quotes")

    def action_show_entities(self) -> None:
        self.focus_pane("entities")

    def action_show_notes(self) -> None:
        self.focus_pane("notes")

    def _step_article(self, step: int) -> None:
        self.articles.move(step)
        if self.articles.highlighted is not None:
            self.open_article(self.articles.highlighted)

    def action_next_article(self) -> None:
        self._step_article(1)

    def action_previous_article(self) -> None:
        self._step_article(-1)

    # --- searching and reading --------------------------------------------------------------------------

    def action_search(self) -> None:
        self.set_focus(self.query_one(SearchBar))

    def action_find(self) -> None:
        if self.reading is not None:
            self.focus_pane("reader")
            self.page.open_find()

    def action_find_next(self) -> None:
        self.page.find_step(1)

    def action_find_previous(self) -> None:
        self.page.find_step(-1)

    def action_next_quote(self) -> None:
        self.reader.next_quote(1)

    def action_previous_quote(self) -> None:
        self.reader.next_quote(-1)

    def action_next_mention(self) -> None:
        self.reader.next_mention(1)

    def action_previous_mention(self) -> None:
        self.reader.next_mention(-1)

    def action_cycle_marks(self) -> None:
        self.page.cycle_marks()

    def action_text_only(self) -> None:
        self.toggle_class("-text-only")
        if self.has_class("-text-only"):
            self.focus_pane("reader")

    # --- working ----------------------------------------------------------------------------------------

    def action_tag(self) -> None:
        if self.reading is None:
            return
        article = self.reading.article

        def tag(change: tuple[list[str], list[str]] | None) -> None:
            if change and any(change):
                self._do(lambda: self.work.tag(article.id, *change))

        from tui.screens.prompts import TagPrompt

        try:
            known = self.archive.tags()
        except ArchiveError as error:
            self._say(str(error), severity="error")
        else:
            self.app.push_screen(TagPrompt(known, article.tags), tag)

    def action_note(self) -> None:
        if self.reading is None:
            return
        article = self.reading.article
        anchor = self.reading.anchor(self.reader.selection) if self.reader.selection else None

        def write(body: str | None) -> None:
            if body:
                self._do(lambda: self.work.write_note(article.id, body, anchor))
                self.reader.selection = None
                self.side.tab = "notes"

        from tui.screens.prompts import NoteEditor

        self.app.push_screen(NoteEditor(article.title, anchor.exact if anchor else None, ""), write)

    def on_note_list_edit(self, event: NoteList.Edit) -> None:
        self._edit_note(event.note)

    def _edit_note(self, note: Note) -> None:
        def write(body: str | None) -> None:
            if body is not None and body != note.body:
                self._do(lambda: self.work.edit_note(note, body))

        from tui.screens.prompts import NoteEditor

        title = self.reading.article.title if self.reading else ""
        self.app.push_screen(NoteEditor(title, note.anchor.exact if note.anchor else None, note.body), write)

    def on_note_list_remove(self, event: NoteList.Remove) -> None:
        self._do(lambda: self.work.remove_note(event.note), "Note deleted; ctrl+z brings it back.")

    def action_toggle_read(self) -> None:
        if self.reading is not None:
            article = self.reading.article
            self._do(lambda: self.work.mark_read(article.id, not article.read))

    def action_toggle_star(self) -> None:
        if self.reading is not None:
            article = self.reading.article
            self._do(lambda: self.work.star(article.id, not article.starred))

    def action_undo(self) -> None:
        self._do(lambda: self._say(f"Undone: {what}." if (what := self.work.undo()) else "Nothing to undo."))

    def _do(self, change: Callable[[], object], done: str = "") -> None:
        """Change the archive and show it; a failure is said and has changed nothing."""
        try:
            change()
        except ArchiveError as error:
            self._say(str(error), severity="error")
        else:
            if done:
                self._say(done)
        self._changed()

    def action_copy_quote(self) -> None:
        index = self.quotes.highlighted if self.focused is self.quotes else self.reader.quote
        if self.reading is None or index is None:
            self._say("No quote under the cursor; ] goes to the next one.")
            return
        from core.export.citation import cite

        self.app.copy_to_clipboard(cite(self.reading.quotes[index]))
        self._say("Copied the quote with its citation.")

    def action_help(self) -> None:
        from tui.screens.help import HelpScreen

        pane = (self.focused.id if self.focused else None) or "articles"
        self.app.push_screen(HelpScreen(pane, self.settings.keys))

    def runner(self, action: Action) -> Callable[[], None]:
        """The call that the palette makes for an action of the desk."""
        run: Callable[[], None] = getattr(self, f"action_{action.name}")
        return run

    def _say(self, sentence: str, *, severity: str = "information") -> None:
        self.notify(sentence, severity=severity, markup=False)  # type: ignore[arg-type]
