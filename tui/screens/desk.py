"""The reading desk: the list, the reader and the sidebar, and what passes between them."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.events import DescendantFocus
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import ContentSwitcher, Footer, Static, Tab, Tabs

from core.archive import Archive, ArchiveError, QueryError
from core.export.citation import cite
from core.records import Annotation, Note, Span
from core.settings import Settings
from tui.actions import Action, bindings
from tui.annotations import Annotations
from tui.marks import ranks
from tui.reading import Reading
from tui.screens.help import HelpScreen
from tui.screens.prompts import NoteEditor, TagPrompt
from tui.undo import History
from tui.widgets.actor_list import ActorList
from tui.widgets.article_list import ArticleList
from tui.widgets.entity_list import EntityList
from tui.widgets.find_bar import FindBar
from tui.widgets.legend import Legend
from tui.widgets.note_list import NoteList
from tui.widgets.quote_list import QuoteList
from tui.widgets.reader import LAYERS, Reader
from tui.widgets.search_bar import SearchBar
from tui.widgets.status import QuoteStatus

_PREVIEW = 0.03  # seconds that the list's cursor rests before its article is shown
_WATCH = 1.0  # seconds between two looks for changes by others
_SIDE = ("actors", "quotes", "entities", "notes")


class DeskScreen(Screen[None]):
    """Everything a reader does happens here; the panes only show and tell."""

    BINDINGS = bindings("desk")
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]

    def __init__(self, archive: Archive, settings: Settings) -> None:
        super().__init__()
        self.archive = archive
        self.query_text = ""
        self.reading: Reading | None = None
        self.history = History()
        self.annotations = Annotations(archive, settings.model, self._annotated, self._not_annotated)
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
            with Vertical(id="middle"):
                yield Reader()
                yield FindBar()
                yield Legend()
            with Vertical(id="side"):
                yield ActorList()
                yield Tabs(
                    Tab("Quotes", id="tab-quotes"),
                    Tab("Entities", id="tab-entities"),
                    Tab("Notes", id="tab-notes"),
                )
                with ContentSwitcher(initial="quotes"):
                    yield QuoteList()
                    yield EntityList()
                    yield NoteList()
        yield QuoteStatus()
        yield Footer(compact=True, show_command_palette=False)

    def on_mount(self) -> None:
        self.list_articles()
        self.query_one(ArticleList).focus()
        self.set_interval(_WATCH, self._look_for_changes)
        self.run_worker(self.annotations.run(), name="annotations", exit_on_error=False)

    def on_unmount(self) -> None:
        self._keep_position()

    # --- the list ---------------------------------------------------------------------------------------

    def list_articles(self) -> None:
        """Show what the query finds; an unfinished or wrong query leaves the list and says why."""
        error = self.query_one("#query-error", Static)
        try:
            ids = self.archive.ids(self.query_text)
        except QueryError as problem:
            error.update(str(problem))
            error.add_class("-shown")
            return
        error.remove_class("-shown")
        searching = bool(self.query_text.strip())
        self.query_one(ArticleList).show(
            ids,
            self.archive.page,
            words=partial(self.archive.hits, self.query_text) if searching else None,
            snippet=partial(self.archive.snippet, query=self.query_text) if searching else None,
        )
        self._version = self.archive.version()
        counts = self.archive.statistics()
        self.query_one("#counts", Static).update(
            f"{self.archive.folder}   {counts.articles:,} articles · {counts.unread:,} unread"
        )
        if not ids:
            self._close_article()

    @on(SearchBar.Changed, "#search")
    def _search(self, event: SearchBar.Changed) -> None:
        self.query_text = event.value
        self.list_articles()
        self._show_hits()

    @on(SearchBar.Submitted, "#search")
    @on(SearchBar.Closed)
    def _leave_search(self) -> None:
        self.focus_pane("articles")

    @on(ArticleList.Highlighted)
    def _preview_article(self, event: ArticleList.Highlighted) -> None:
        if self._preview is not None:
            self._preview.stop()
        self._preview = self.set_timer(_PREVIEW, partial(self.open_article, event.id))

    @on(ArticleList.Opened)
    def _open_article(self, event: ArticleList.Opened) -> None:
        self.open_article(event.id)
        self.focus_pane("reader")
        if self.reading and not self.reading.article.read:
            self.archive.update([event.id], read=True)
            self._changed()

    def _look_for_changes(self) -> None:
        """Show what another desk, a command or the background wrote."""
        if self.archive.version() != self._version:
            self.annotations.look()
            self._changed()

    def _changed(self) -> None:
        """The archive holds something new: show it everywhere, nothing moves."""
        self.list_articles()
        self.query_one(ArticleList).refresh_articles()
        if self.reading is not None:
            try:
                self.reading.article = self.archive.get(self.reading.article.id)
                self.reading.notes = self.archive.notes(self.reading.article.id)
            except ArchiveError:
                self._close_article()
                return
            self.query_one(Reader).article = self.reading.article
            self.query_one(Reader).notes = self.reading.notes
            self._show_notes()

    # --- the article that is open -----------------------------------------------------------------------

    def open_article(self, article: int) -> None:
        """Show an article: its text at once, its marks when the annotation is there."""
        if self._preview is not None:
            self._preview.stop()
        if self.reading and self.reading.article.id == article:
            return
        self._keep_position()
        try:
            self.reading = Reading.load(self.archive, article)
        except ArchiveError as error:
            self._say(str(error))
            return
        reader = self.query_one(Reader)
        reader.actor = None
        reader.open(
            self.reading.article,
            self.reading.text,
            annotation=self.reading.annotation,
            notes=self.reading.notes,
            hits=[],
        )
        self._show_hits()
        self._show_annotation()
        self._show_notes()
        self.annotations.want(self._neighbourhood(article))

    def _close_article(self) -> None:
        self._keep_position()
        self.reading = None
        self.query_one(Reader).close()
        self._show_annotation()
        self._show_notes()

    def _neighbourhood(self, article: int) -> list[int]:
        ids = self.query_one(ArticleList).ids
        at = self.query_one(ArticleList).cursor
        return [article, *ids[at + 1 : at + 3], *ids[max(0, at - 1) : at]]

    def _keep_position(self) -> None:
        if self.reading is None:
            return
        position = self.query_one(Reader).cursor
        if position != self.reading.article.position:
            self.archive.update([self.reading.article.id], position=position)

    def _show_hits(self) -> None:
        if self.reading is None:
            return
        reader = self.query_one(Reader)
        try:
            hits = self.archive.hits(self.query_text, self.reading.text) if self.query_text.strip() else []
        except QueryError:
            return
        reader.hits = hits
        if hits:
            reader.go_to(*hits[0])

    def _annotated(self, article: int, annotation: Annotation) -> None:
        if self.reading and self.reading.article.id == article:
            self.reading = Reading(self.archive.get(article), self.reading.text, annotation, self.reading.notes)
            self.query_one(Reader).article = self.reading.article
            self.query_one(Reader).annotation = annotation
            self._show_annotation()

    def _not_annotated(self, article: int, sentence: str) -> None:
        if self.reading and self.reading.article.id == article:
            self.query_one(ActorList).show(None, problem=sentence)

    def _show_annotation(self) -> None:
        reading = self.reading
        annotation = reading.annotation if reading else None
        self.query_one(ActorList).show(annotation, reading=reading is not None and annotation is None)
        self.query_one(EntityList).show(reading.text if reading else "", annotation)
        self.query_one("#tab-entities", Tab).label = _label(
            "Entities", len(annotation.entities) if annotation else 0
        )
        self._show_quotes()
        self._show_status()

    def _show_quotes(self) -> None:
        reading = self.reading
        quotes = reading.quotes_by(self.query_one(Reader).actor) if reading else []
        places = {}
        if reading and reading.annotation:
            names = {actor.id: actor.name for actor in reading.annotation.actors}
            places = {names[actor]: rank for actor, rank in ranks(reading.annotation).items()}
        self.query_one(QuoteList).show(quotes, places)
        self.query_one("#tab-quotes", Tab).label = _label("Quotes", len(quotes))

    def _show_notes(self) -> None:
        notes = self.reading.notes if self.reading else []
        self.query_one(NoteList).show(notes)
        self.query_one("#tab-notes", Tab).label = _label("Notes", len(notes))

    @on(Reader.Moved)
    def _show_status(self) -> None:
        reading, quote = self.reading, self.query_one(Reader).quote
        self.query_one(QuoteStatus).show(
            reading.annotation if reading else None, quote, reading.text if reading else ""
        )
        if quote is not None:
            self.query_one(QuoteList).highlight(quote)

    @on(Reader.SpeakerChosen)
    def _speaker_chosen(self, event: Reader.SpeakerChosen) -> None:
        self.choose_actor(event.actor)

    @on(ActorList.Chosen)
    def _actor_chosen(self, event: ActorList.Chosen) -> None:
        self.choose_actor(event.actor)

    def choose_actor(self, actor: str | None) -> None:
        """Mark every mention of this actor and list what he said; None stops it."""
        self.query_one(Reader).actor = actor
        self.query_one(ActorList).chosen = actor
        self._show_quotes()
        if actor is not None:
            self.show_tab("quotes")

    @on(QuoteList.Selected)
    def _go_to_quote(self, event: QuoteList.Selected) -> None:
        if self.reading and self.reading.annotation:
            content = self.reading.annotation.attributions[event.index].content
            self._go_to((content[0][0], content[0][1]))

    @on(EntityList.Selected)
    def _go_to_entity(self, event: EntityList.Selected) -> None:
        self._go_to(event.span)

    @on(NoteList.Selected)
    def _go_to_note(self, event: NoteList.Selected) -> None:
        if event.note.anchor is None:
            self._edit_note(event.note)
        else:
            self._go_to((event.note.anchor.start, event.note.anchor.end))

    def _go_to(self, span: Span) -> None:
        self.query_one(Reader).go_to(*span)
        if self.has_class("-narrow"):
            self.focus_pane("reader")

    # --- moving between panes ---------------------------------------------------------------------------

    def focus_pane(self, pane: str) -> None:
        """Put the cursor in a pane of ``tui.actions.PANES``; on a narrow screen this shows it."""
        if pane != "articles":
            self.remove_class("-text-only") if pane != "reader" else None
        group = pane if pane in ("articles", "reader") else "side"
        for name in ("articles", "reader", "side"):
            self.set_class(name == group, f"-at-{name}")
        if pane in _SIDE[1:]:
            self.show_tab(pane)
        self.query_one(f"#{pane}").focus()

    def show_tab(self, name: str) -> None:
        """Show quotes, entities or notes in the sidebar."""
        self.query_one(Tabs).active = f"tab-{name}"
        self.query_one(ContentSwitcher).current = name

    @on(Tabs.TabActivated)
    def _tab_activated(self, event: Tabs.TabActivated) -> None:
        self.query_one(ContentSwitcher).current = (event.tab.id or "").removeprefix("tab-")

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        pane = event.widget.id
        group = "side" if pane in _SIDE else pane
        if group in ("articles", "reader", "side"):
            for name in ("articles", "reader", "side"):
                self.set_class(name == group, f"-at-{name}")

    def _pane_order(self) -> list[str]:
        current = self.query_one(ContentSwitcher).current or "quotes"
        return ["articles", "reader", "actors", current]

    def _step_pane(self, step: int) -> None:
        order = self._pane_order()
        focused = self.focused.id if self.focused else None
        at = order.index(focused) if focused in order else 0
        self.remove_class("-text-only")
        self.focus_pane(order[(at + step) % len(order)])

    def action_next_pane(self) -> None:
        self._step_pane(1)

    def action_previous_pane(self) -> None:
        self._step_pane(-1)

    def action_leave(self) -> None:
        """To the pane on the left."""
        self.focus_pane("articles" if self.focused is self.query_one(Reader) else "reader")

    def action_enter_side(self) -> None:
        self.focus_pane("actors")

    def action_back(self) -> None:
        if self.has_class("-text-only"):
            self.action_text_only()
        elif self.focused is self.query_one(ArticleList):
            if self.query_text:
                self.query_one(SearchBar).action_close()
            else:
                self.app.exit()
        else:
            self.action_leave()

    def action_dismiss(self) -> None:
        reader = self.query_one(Reader)
        find = self.query_one(FindBar)
        if find.is_open:
            find.close()
        elif reader.selection is not None:
            reader.selection = None
        elif reader.actor is not None:
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
        articles = self.query_one(ArticleList)
        articles.move(step)
        if articles.highlighted is not None:
            self.open_article(articles.highlighted)

    def action_next_article(self) -> None:
        self._step_article(1)

    def action_previous_article(self) -> None:
        self._step_article(-1)

    # --- searching --------------------------------------------------------------------------------------

    def action_search(self) -> None:
        self.query_one(SearchBar).focus()

    def action_find(self) -> None:
        if self.reading is not None:
            self.focus_pane("reader")
            self.query_one(FindBar).open()

    @on(FindBar.Changed)
    def _find(self, event: FindBar.Changed) -> None:
        reader, bar = self.query_one(Reader), self.query_one(FindBar)
        count = reader.find(event.pattern)
        bar.show_count(reader.find_next(1) if count else 0, count)

    @on(FindBar.Submitted)
    def _found(self) -> None:
        self.query_one(Reader).focus()

    @on(FindBar.Closed)
    def _find_closed(self) -> None:
        self.query_one(Reader).clear_find()
        self.query_one(Reader).focus()

    def _find_step(self, step: int) -> None:
        reader, bar = self.query_one(Reader), self.query_one(FindBar)
        bar.show_count(reader.find_next(step), reader.found)

    def action_find_next(self) -> None:
        self._find_step(1)

    def action_find_previous(self) -> None:
        self._find_step(-1)

    # --- reading ----------------------------------------------------------------------------------------

    def action_next_quote(self) -> None:
        self.query_one(Reader).next_quote(1)

    def action_previous_quote(self) -> None:
        self.query_one(Reader).next_quote(-1)

    def action_next_mention(self) -> None:
        self.query_one(Reader).next_mention(1)

    def action_previous_mention(self) -> None:
        self.query_one(Reader).next_mention(-1)

    def action_cycle_marks(self) -> None:
        reader = self.query_one(Reader)
        reader.layer = LAYERS[(LAYERS.index(reader.layer) + 1) % len(LAYERS)]
        self.query_one(Legend).layer = reader.layer

    def action_text_only(self) -> None:
        self.toggle_class("-text-only")
        if self.has_class("-text-only"):
            self.focus_pane("reader")

    # --- working ----------------------------------------------------------------------------------------

    def action_tag(self) -> None:
        if self.reading is None:
            return
        article = self.reading.article.id

        def tag(change: tuple[list[str], list[str]] | None) -> None:
            if change and any(change):
                added, removed = change
                self._do(
                    "tags",
                    lambda: self.archive.tag([article], add=added, remove=removed),
                    lambda: self.archive.tag([article], add=removed, remove=added),
                )

        self.app.push_screen(TagPrompt(self.archive.tags(), self.reading.article.tags), tag)

    def action_note(self) -> None:
        if self.reading is None:
            return
        article, reader = self.reading.article, self.query_one(Reader)
        anchor = self.reading.anchor(reader.selection) if reader.selection else None

        def write(body: str | None) -> None:
            if body:
                note = self.archive.add_note(article.id, body, anchor)
                reader.selection = None
                self._did("note", lambda: self.archive.remove_note(note.id))
                self.show_tab("notes")

        self.app.push_screen(NoteEditor(article.title, anchor.exact if anchor else None, ""), write)

    @on(NoteList.Edit)
    def _on_edit_note(self, event: NoteList.Edit) -> None:
        self._edit_note(event.note)

    def _edit_note(self, note: Note) -> None:
        def write(body: str | None) -> None:
            if body is not None and body != note.body:
                self._do(
                    "the note's text",
                    lambda: self.archive.update_note(note.id, body),
                    lambda: self.archive.update_note(note.id, note.body),
                )

        title = self.reading.article.title if self.reading else ""
        self.app.push_screen(NoteEditor(title, note.anchor.exact if note.anchor else None, note.body), write)

    @on(NoteList.Remove)
    def _remove_note(self, event: NoteList.Remove) -> None:
        note = event.note
        self._do(
            "the note's deletion",
            lambda: self.archive.remove_note(note.id),
            lambda: self.archive.restore_note(note),
        )
        self._say("Note deleted; ctrl+z brings it back.")

    def action_toggle_read(self) -> None:
        self._toggle("read")

    def action_toggle_star(self) -> None:
        self._toggle("starred")

    def _toggle(self, field: str) -> None:
        if self.reading is None:
            return
        article, value = self.reading.article.id, getattr(self.reading.article, field)
        self._do(
            f"“{field}”",
            lambda: self.archive.update([article], **{field: not value}),
            lambda: self.archive.update([article], **{field: value}),
        )

    def _do(self, what: str, do: Callable[[], object], undo: Callable[[], object]) -> None:
        """Change the archive in a way that can be taken back, and show it; a failure is said and changes nothing."""
        try:
            do()
        except ArchiveError as error:
            self._say(str(error), severity="error")
        else:
            self._did(what, undo)

    def _did(self, what: str, undo: Callable[[], object]) -> None:
        self.history.remember(what, undo)
        self._changed()

    def action_undo(self) -> None:
        try:
            what = self.history.undo()
        except ArchiveError as error:
            self._say(str(error), severity="error")
        else:
            self._say(f"Undone: {what}." if what else "Nothing to undo.")
        self._changed()

    def action_copy_quote(self) -> None:
        index = self.query_one(Reader).quote
        if self.focused is self.query_one(QuoteList):
            index = self.query_one(QuoteList).highlighted
        if self.reading is None or index is None:
            self._say("No quote under the cursor; ] goes to the next one.")
            return
        self.app.copy_to_clipboard(cite(self.reading.quotes[index]))
        self._say("Copied the quote with its citation.")

    def action_help(self) -> None:
        focused = self.focused.id if self.focused else None
        self.app.push_screen(HelpScreen(focused or "articles"))

    def runner(self, action: Action) -> Callable[[], None]:
        """The call that the palette makes for an action of the desk."""
        run: Callable[[], None] = getattr(self, f"action_{action.name}")
        return run

    def _say(self, sentence: str, *, severity: str = "information") -> None:
        self.notify(sentence, severity=severity, markup=False)  # type: ignore[arg-type]


def _label(name: str, count: int) -> str:
    return f"{name} {count}" if count else name
