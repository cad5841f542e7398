"""The article that is open: its page, the sidebar beside it, and going through its quotes and mentions."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from textual.timer import Timer

from onrecord.archive import ArchiveError, NoSuchArticle
from onrecord.base.records import Annotation, Quote, Span
from onrecord.tui.model.open_article import OpenArticle
from onrecord.tui.screens.desk.panes import Panes

if TYPE_CHECKING:
    from onrecord.tui.widgets.actor_list import ActorList
    from onrecord.tui.widgets.article_view import ArticleView
    from onrecord.tui.widgets.entity_list import EntityList
    from onrecord.tui.widgets.quote_list import QuoteList

_PREVIEW = 0.05  # seconds that the list's cursor rests before its article is shown: longer than a held key's pause


class OpenArticlePart(Panes):
    """What is read, in ``reading``."""

    _preview: Timer | None = None

    def show_soon(self, show: Callable[[], None]) -> None:
        """Show an article when the list's cursor has rested on it, so that a held key does not stutter."""
        if self._preview is not None:
            self._preview.stop()
        self._preview = self.set_timer(_PREVIEW, show)

    def open_article(self, article: int) -> None:
        """Show an article: its text at once, its marks when the annotation is there."""
        if self._preview is not None:
            self._preview.stop()
        if not self.is_complete or (self.reading and self.reading.article.id == article):
            return
        self.keep_position()
        try:
            reading = OpenArticle.load(self.archive, article)
        except ArchiveError as error:
            self.complain(error)
            return
        self._show_opened(reading)
        at = self.articles.place or 0
        self.annotations.request(
            [article, *self.articles.ids[at + 1 : at + 3], *self.articles.ids[max(0, at - 1) : at]]
        )

    def _show_opened(self, reading: OpenArticle) -> None:
        """Show an article as it is opened, in all panes."""
        self.reading = reading
        self.reader.actor = None
        self.reader.open(
            reading.article, reading.text, annotation=reading.annotation, notes=reading.notes, hits=[]
        )
        self.show_hits()
        self._show_all()

    def refresh_reading(self, machine: Annotation | None = None) -> None:
        """Show the open article as it is by now, in all panes; the page stays where it is.

        ``machine`` is a reading of it that the archive may not have been able to store.
        """
        before = self.reading
        if before is None:
            return
        try:
            reading = before.reloaded(self.archive, machine)
        except NoSuchArticle:
            self.close_article()
            return
        except ArchiveError as error:
            self.complain(error)
            return
        if reading.text != before.text:
            self._show_opened(reading)
            return
        self.reading = reading
        self.reader.article = reading.article
        self.reader.notes = reading.notes
        self.side.show_notes(reading)
        if not reading.has_same_annotation(before):
            self._show_annotation(reading)

    def _show_annotation(self, reading: OpenArticle) -> None:
        """Mark what is read in the open article, and who is in it, on the page and beside it."""
        self.reader.annotation = reading.annotation
        if not reading.has_actor(self.reader.actor):
            self.reader.actor = None
        self.side.show_annotation(reading, self.reader.actor)
        self._show_status()

    def close_article(self) -> None:
        if not self.is_complete:
            return
        self.keep_position()
        self.reading = None
        self.reader.close()
        self._show_all()

    def keep_position(self) -> None:
        if self.reading is None or self.reader.cursor == self.reading.article.position or self.archive.read_only:
            return
        try:
            self.archive.articles.update([self.reading.article.id], position=self.reader.cursor)
        except ArchiveError as error:
            self.complain(error)

    def _show_all(self) -> None:
        self.side.show_annotation(self.reading, self.reader.actor)
        self.side.show_notes(self.reading)
        self._show_status()

    def show_hits(self) -> None:
        """Mark what the query found in the text, and go to the first of it."""
        if self.reading is None:
            return
        hits = self.archive.search.hits(self.found, self.reading.text) if self.found else []
        self.reader.hits = hits
        if hits:
            self.reader.go_to(*hits[0])

    def _annotated(self, article: int, annotation: Annotation) -> None:
        if self.reading and self.reading.article.id == article:
            self.refresh_reading(annotation if self.archive.read_only else None)

    def _not_annotated(self, article: int, sentence: str) -> None:
        if self.reading and self.reading.article.id == article:
            self.side.show_problem(sentence)

    def on_article_view_moved(self) -> None:
        self._show_status()

    def _show_status(self) -> None:
        reading, quote = self.reading, self.reader.quote
        annotation = reading.annotation if reading else None
        self.status.show(annotation, quote, reading.text if reading else "")
        if quote is not None:
            self.quotes.highlight(quote)

    def on_article_view_speaker_chosen(self, event: ArticleView.SpeakerChosen) -> None:
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
        annotation = self.reading.annotation if self.reading else None
        # A new reading, come since the key, may have fewer.
        if annotation and event.index < len(annotation.attributions):
            self.go_to(annotation.attributions[event.index].content[0])

    def on_entity_list_selected(self, event: EntityList.Selected) -> None:
        self.go_to(event.span)

    def go_to(self, span: Span) -> None:
        self.reader.go_to(*span)
        if self.has_class("-narrow"):
            self.focus_pane("reader")

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

    def action_toggle_asides(self) -> None:
        """Show thoughts, stances and what papers say as well as words, or words alone."""
        asides = not self.reader.asides
        self.reader.asides = self.side.asides = self.status.asides = asides
        self.side.show_quotes(self.reading, self.reader.actor)
        self._show_status()
        self.say("Beliefs, attitudes and documents are shown as well." if asides else "Only words are shown.")

    def action_copy_quote(self) -> None:
        index = self.quotes.highlighted if self.focused is self.quotes else self.reader.quote
        if self.reading is None or index is None:
            self.say("No quote under the cursor; ] goes to the next one.")
            return
        self.copy(self.reading.quotes[index])

    def copy(self, quote: Quote) -> None:
        """Put a quote with its citation on the clipboard."""
        from onrecord.export.citation import cite

        self.app.copy_to_clipboard(cite(quote))
        self.say("Copied the quote with its citation.")
