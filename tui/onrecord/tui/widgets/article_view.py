"""The text of an article with its annotation, notes and search matches marked, and a cursor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from textual.geometry import Offset
from textual.message import Message
from textual.reactive import var

from onrecord.base.records import Annotation, Article, Note, Span
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.bookmarks import bookmarks
from onrecord.tui.text.annotation_layers import LAYERS, AnnotationLayers
from onrecord.tui.text.article_page import quote_count_text
from onrecord.tui.text.highlighting import Mark, Marks
from onrecord.tui.text.text_matches import TextMatches
from onrecord.tui.widgets.page_view import MARGIN, Signs
from onrecord.tui.widgets.text_view import TextView

__all__ = ["LAYERS", "ArticleView"]

_QUOTE_MARKS = ("quote", "own", "doubtful")


class ArticleView(TextView):
    """An article to read, with its entities, actors, quotes, notes and matches marked."""

    BINDINGS = bindings("reader")

    marking: var[str] = var("all", init=False)
    """The layer that is marked: one of ``onrecord.tui.text.annotation_layers.LAYERS``."""

    asides: var[bool] = var(False, init=False)
    """Whether beliefs, attitudes and documents are marked like speech."""

    key_of_asides = ""
    """The key that shows these, as it is displayed; empty if there is none."""

    actor: var[str | None] = var(None, init=False)
    """The id of the selected actor: their mentions and quotes are marked, the rest is dimmed."""

    @dataclass
    class Moved(Message):
        """The cursor has moved; ``quote`` is the index of the attribution under it."""

        offset: int
        quote: int | None

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ArticleView.Moved)

    @dataclass
    class SpeakerChosen(Message):
        """The user selects the actor who speaks, or is mentioned, under the cursor; None where nobody is."""

        actor: str | None

    @dataclass
    class SelectionChanged(Message):
        """Another passage is selected, or none."""

        span: Span | None

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ArticleView.SelectionChanged)

    class PassageBegun(Message):
        """The user begins to select a passage by moving."""

    class MarksChanged(Message):
        """Another layer, another actor or another annotation is marked."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ArticleView.MarksChanged)

    def __init__(self, *, id: str = "reader", classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._article: Article | None = None
        self._layers: AnnotationLayers | None = None
        self._notes: list[Note] = []
        self._bookmarked: dict[int, str] = {}  # offset → the letter of the bookmark there
        self._hits: list[Span] = []
        self._match_number = 0  # the number of the current match, from 1; 0: none yet
        self._search_origin = 0  # where the cursor was before the first match
        self._match_cursor = -1  # where the last match has put the cursor
        self._quote: int | None = None

    # --- what is shown ------------------------------------------------------------------------------------

    def open(
        self,
        article: Article,
        text: str,
        *,
        layers: AnnotationLayers | None = None,
        notes: Iterable[Note] = (),
        hits: Iterable[Span] = (),
    ) -> None:
        """Show an article, with the cursor where it was when the article was last read.

        Args:
            article: The article.
            text: Its text.
            layers: The layers of its annotation, if there is one yet.
            notes: The notes on it.
            hits: The spans of the text that a search of the archive matches.
        """
        self._article = article
        self._set_layers(layers)
        self._notes, self._hits, self._matches, self._match_number = list(notes), list(hits), TextMatches(), 0
        self.show_text(article, text, article.position, quotes=self._quote_count)
        self._update_marks()
        self.cursor_moved()

    def close(self) -> None:
        """Show nothing."""
        self._article = None
        self._set_layers(None)
        self._notes, self._hits, self._matches, self._match_number = [], [], TextMatches(), 0
        self.show_nothing()
        self._update_marks()
        self.cursor_moved()

    def _set_layers(self, layers: AnnotationLayers | None) -> None:
        self._layers = layers
        self._quote = None  # the index belonged to another annotation

    @property
    def article(self) -> Article | None:
        """The article. A new version of it changes the lines above the text; the page stays where it is."""
        return self._article

    @article.setter
    def article(self, article: Article) -> None:
        self._article = article
        self.show_about(article, quotes=self._quote_count)

    @property
    def annotation(self) -> Annotation | None:
        """The annotation."""
        return self._layers.annotation if self._layers else None

    @property
    def annotation_layers(self) -> AnnotationLayers | None:
        """The layers of the annotation. Those of a new one change the marks; the page stays where it is."""
        return self._layers

    @annotation_layers.setter
    def annotation_layers(self, layers: AnnotationLayers | None) -> None:
        self._set_layers(layers)
        if self._article is not None:
            self.show_about(self._article, quotes=self._quote_count)
        self._update_marks()
        self.cursor_moved()

    @property
    def notes(self) -> list[Note]:
        """The notes on the article; those on a passage have a sign in the margin."""
        return self._notes

    @notes.setter
    def notes(self, notes: list[Note]) -> None:
        self._notes = notes
        self._update_marks()

    @property
    def hits(self) -> list[Span]:
        """The spans of the text that a search of the archive matches."""
        return self._hits

    @hits.setter
    def hits(self, hits: list[Span]) -> None:
        self._hits = hits
        self._update_marks()

    @property
    def _quote_count(self) -> str:
        if self._layers:
            speech_count, total = len(self._layers.quotes(asides=False)), len(self._layers.quotes(asides=True))
            return quote_count_text(speech_count, total - speech_count, "" if self.asides else self.key_of_asides)
        return quote_count_text(self._article.quotes) if self._article else ""

    # --- marks --------------------------------------------------------------------------------------------

    def _update_marks(self) -> None:
        """Mark what is to be marked now."""
        marked_places = bookmarks(self._notes).items()
        self._bookmarked = {note.anchor.start: letter for letter, note in marked_places if note.anchor}
        marks = [Mark(*span, "hit") for span in self._hits]
        marks += [
            Mark(note.anchor.start, note.anchor.end, "note")
            for note in self._notes
            if note.anchor and not note.version
        ]
        layers, actor = self._layers, self._selected_actor
        annotation_marks = [layers.mark_set(self.marking, actor, asides=self.asides)] if layers else []
        self.set_marks(*annotation_marks, Marks(marks), self._matches)
        self._update_top_marks()
        self.post_message(self.MarksChanged())

    def _update_top_marks(self) -> None:
        """Highlight the attribution under the cursor and the current match."""
        top_marks: list[Mark] = []
        if self._layers and self._shows_quotes:
            top_marks += self._layers.attribution_marks(self._quote)
        if self._target_span and not any(mark.start <= self.cursor < mark.end for mark in top_marks):
            top_marks.append(Mark(*self._target_span, "target"))
        if self._match_number:
            top_marks.append(Mark(*self._matches.span(self._match_number - 1), "here"))
        self.set_top_marks(top_marks)

    @property
    def _selected_actor(self) -> str | None:
        return self.actor if self._layers and self.actor in self._layers.mentions_of else None

    @property
    def chosen(self) -> tuple[str, int] | None:
        """The name of the selected actor and their rank in the sidebar, if they are in this article."""
        if self._layers is None or self._selected_actor is None:
            return None
        names = {actor.id: actor.name for actor in self._layers.annotation.everybody()}
        return names[self._selected_actor], self._layers.ranks.get(self._selected_actor, -1)

    @property
    def _shows_quotes(self) -> bool:
        return self.marking in ("all", "quotes") or (self.marking == "actor" and self._selected_actor is not None)

    @property
    def dimmed(self) -> bool:
        return self._selected_actor is not None and self.marking != "none"

    def validate_marking(self, marking: str) -> str:
        if marking not in LAYERS:
            raise ValueError(f"unknown layer {marking!r}; there are {', '.join(LAYERS)}")
        return marking

    def watch_marking(self) -> None:
        self._update_marks()

    def watch_actor(self) -> None:
        self._update_marks()

    def watch_asides(self) -> None:
        if self._article is not None:
            self.show_about(self._article, quotes=self._quote_count)
        self._update_marks()

    def signs(self, start: int, end: int) -> Signs:
        """Return the signs of a line: a note's or bookmark's, the initials of a new speaker, a bar at a quote."""
        line_marks = self.marks_on(start, max(end, start + 1))
        note_starts = [mark.start for mark in line_marks if mark.kind == "note" and mark.start >= start]
        note = next(
            (self._bookmarked[at] for at in note_starts if at in self._bookmarked), "✎" if note_starts else " "
        )
        quotes = [mark for mark in line_marks if mark.kind in _QUOTE_MARKS]
        if not quotes or self._layers is None:
            return ((note, self.mark_styles.styles["sign"]), (" " * (MARGIN - 1), Style.null()))
        said = self._layers.annotation.attributions
        first = next(
            (mark for mark in quotes if start <= mark.start == said[mark.attribution].content[0][0]), None
        )
        mark = first or quotes[0]
        doubtful = said[mark.attribution].is_doubtful
        speaker = self._layers.speaker(mark.attribution)
        name = (self._layers.initials[speaker] if speaker else "–") if first else ""
        bar = ("?" if first else "┊") if doubtful else "│"
        style = self.mark_styles.actor(mark.rank) if mark.rank >= 0 else Style.null()
        return (
            (note, self.mark_styles.styles["sign"]),
            (set_cell_size(" " * (3 - cell_len(name)) + name, 3) + f"{bar} ", style),
        )

    # --- the cursor ---------------------------------------------------------------------------------------

    @property
    def quote(self) -> int | None:
        """The index of the attribution under the cursor."""
        return self._quote

    def cursor_moved(self) -> None:
        self._quote = self._layers.quote_at(self.cursor) if self._layers else None
        self._update_top_marks()
        self.post_message(self.Moved(self.cursor, self._quote))

    def action_select(self) -> None:
        super().action_select()
        if self.selection is not None:
            self.post_message(self.PassageBegun())

    def selection_changed(self) -> None:
        self.post_message(self.SelectionChanged(self.selection))

    def next_quote(self, step: int) -> bool:
        """Go to the next quote, of the selected actor if there is one.

        Args:
            step: 1 for the next quote, -1 for the previous one.

        Returns:
            Whether there was one.
        """
        if self._layers is None:
            return False
        said, chosen = self._layers.annotation.attributions, self._selected_actor
        listed = self._layers.quotes(asides=self.asides)
        quotes = [index for index in listed if chosen is None or said[index].is_by(chosen)]
        return self._go_to_next([(said[at].content[0][0], said[at].content[-1][1]) for at in quotes], step)

    def quotes_on_screen(self) -> Iterator[tuple[int, Offset]]:
        """Yield the offsets at which quotes begin that are on the screen, each with its place in the window."""
        if self._layers is None:
            return
        for index in self._layers.quotes(asides=self.asides):
            offset = self._layers.annotation.attributions[index].content[0][0]
            place = self.place_on_screen(offset)
            if place is not None:
                yield offset, place

    def next_mention(self, step: int) -> bool:
        """Go to the next mention, of the selected actor if there is one.

        Args:
            step: 1 for the next mention, -1 for the previous one.

        Returns:
            Whether there was one.
        """
        if self._layers is None:
            return False
        return self._go_to_next(
            self._layers.mentions_of[self._selected_actor] if self._selected_actor else self._layers.mentions, step
        )

    def _go_to_next(self, spans: list[Span], step: int) -> bool:
        beyond = [span for span in spans if (span[0] > self.cursor if step > 0 else span[0] < self.cursor)]
        if beyond:
            self.go_to(*(beyond[0] if step > 0 else beyond[-1]))
        return bool(beyond)

    @property
    def actor_at_cursor(self) -> str | None:
        """The id of the actor mentioned under the cursor; if there is none, of the selected actor."""
        mentioned_actor = self._layers.actor_at(self.cursor) if self._layers else None
        return mentioned_actor or self._selected_actor

    def action_choose_speaker(self) -> None:
        """Select the speaker of the quote under the cursor, or else the actor mentioned there."""
        if self._layers is None:
            return
        actor = self._layers.speaker(self._quote) if self._quote is not None else None
        self.post_message(self.SpeakerChosen(actor or self._layers.actor_at(self.cursor)))

    # --- finding ------------------------------------------------------------------------------------------

    @property
    def match_count(self) -> int:
        """The number of matches."""
        return len(self._matches)

    def find(self, pattern: str) -> int:
        """Mark every match of a pattern.

        Args:
            pattern: As of ``TextMatches``.

        Returns:
            The number of matches.
        """
        if self.cursor != self._match_cursor:
            self._search_origin = self.cursor
        self._match_number = 0
        self._matches = TextMatches(self.text, pattern)
        self._update_marks()
        return len(self._matches)

    def find_next(self, step: int) -> int:
        """Go to the next match, and from the last one to the first.

        Args:
            step: 1 for the next match, -1 for the previous one; at first, counted from where the search began.

        Returns:
            The number of the match, from 1; 0 if there is none.
        """
        if not self._matches:
            return 0
        if self._match_number:
            self._match_number = (self._match_number - 1 + step) % len(self._matches) + 1
        else:
            before = self._matches.count_before(self._search_origin)
            self._match_number = (before - (step < 0)) % len(self._matches) + 1
        self.go_to(*self._matches.span(self._match_number - 1))
        self._match_cursor = self.cursor
        self._update_top_marks()
        return self._match_number

    def next_hit(self, step: int) -> int:
        """Go to the next hit of the search of the archive, and from the last one to the first.

        Args:
            step: 1 for the next hit, -1 for the previous one.

        Returns:
            The number of the hit, from 1; 0 if there is none.
        """
        if not self._hits:
            return 0
        if not self._go_to_next(self._hits, step):
            self.go_to(*self._hits[0 if step > 0 else -1])
        return 1 + sum(start < self.cursor for start, _ in self._hits)

    def clear_find(self) -> None:
        """Remove the marks of all matches."""
        self.find("")
