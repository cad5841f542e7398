"""The page: an article's text with what is known about it marked, and a cursor in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rich.cells import cell_len, set_cell_size
from rich.style import Style
from textual.message import Message
from textual.reactive import var

from onrecord.base.records import Annotation, Article, Note, Span
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.text.annotation_layers import DOUBTFUL, LAYERS, AnnotationLayers
from onrecord.tui.text.article_page import quote_count_text
from onrecord.tui.text.highlighting import Mark, Marks
from onrecord.tui.widgets.page_view import MARGIN, Signs
from onrecord.tui.widgets.text_view import TextView

__all__ = ["LAYERS", "ArticleView"]

_QUOTES = ("quote", "own", "doubtful")


class ArticleView(TextView):
    """An article to read: who is in it, who says what, what was found and noted."""

    BINDINGS = bindings("reader")

    marking: var[str] = var("all", init=False)
    """What is marked: one of ``onrecord.tui.text.annotation_layers.LAYERS``."""

    asides: var[bool] = var(False, init=False)
    """Whether beliefs, attitudes and documents are shown as quotes of words are."""

    key_of_asides = ""
    """The key that shows them, as the reader is told of it; empty where none does."""

    actor: var[str | None] = var(None, init=False)
    """The id of the actor whose mentions and quotes are marked, the rest dimmed."""

    @dataclass
    class Moved(Message):
        """The cursor is elsewhere; ``quote`` is the index of the attribution under it."""

        offset: int
        quote: int | None

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ArticleView.Moved)

    @dataclass
    class SpeakerChosen(Message):
        """The reader asks for this actor: who speaks, or is named, under the cursor."""

        actor: str

    @dataclass
    class SelectionChanged(Message):
        """Another passage is chosen, or none."""

        span: Span | None

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ArticleView.SelectionChanged)

    class MarksChanged(Message):
        """Something else is marked: another layer, another actor, another annotation."""

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ArticleView.MarksChanged)

    def __init__(self, *, id: str = "reader", classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._article: Article | None = None
        self._read: AnnotationLayers | None = None
        self._notes: list[Note] = []
        self._hits: list[Span] = []
        self._found: list[Span] = []
        self._here = 0  # which of the found ones is the current one, from 1; 0: none yet
        self._find_from = 0  # where the cursor was when the reader began to look for something
        self._found_at = -1  # where finding has put it
        self._quote: int | None = None

    # --- what is shown ------------------------------------------------------------------------------------

    def open(
        self,
        article: Article,
        text: str,
        *,
        annotation: Annotation | None = None,
        notes: Iterable[Note] = (),
        hits: Iterable[Span] = (),
    ) -> None:
        """Show an article, at the place where the reader last stood."""
        self._article = article
        self._take(annotation)
        self._notes, self._hits, self._found, self._here = list(notes), list(hits), [], 0
        self.show_text(article, text, article.position, quotes=self._told_quotes)
        self._mark()
        self.moved()

    def close(self) -> None:
        """Show nothing."""
        self._article = None
        self._take(None)
        self._notes, self._hits, self._found, self._here = [], [], [], 0
        self.show_nothing()
        self._mark()
        self.moved()

    def _take(self, annotation: Annotation | None) -> None:
        self._read = AnnotationLayers(annotation) if annotation else None
        self._quote = None  # the one under the cursor was of another reading

    @property
    def article(self) -> Article | None:
        """The article shown. A new version of it changes the lines about it; the page stays where it is."""
        return self._article

    @article.setter
    def article(self, article: Article) -> None:
        self._article = article
        self.show_about(article, quotes=self._told_quotes)

    @property
    def annotation(self) -> Annotation | None:
        """The reading that is marked; a new one changes the marks, the page stays where it is."""
        return self._read.annotation if self._read else None

    @annotation.setter
    def annotation(self, annotation: Annotation | None) -> None:
        self._take(annotation)
        if self._article is not None:
            self.show_about(self._article, quotes=self._told_quotes)
        self._mark()
        self.moved()

    @property
    def notes(self) -> list[Note]:
        """The notes; those on a passage have a sign in the margin."""
        return self._notes

    @notes.setter
    def notes(self, notes: list[Note]) -> None:
        self._notes = notes
        self._mark()

    @property
    def hits(self) -> list[Span]:
        """What a search of the archive found in this text."""
        return self._hits

    @hits.setter
    def hits(self, hits: list[Span]) -> None:
        self._hits = hits
        self._mark()

    @property
    def _told_quotes(self) -> str:
        if self._read:
            said, every = len(self._read.quotes(asides=False)), len(self._read.quotes(asides=True))
            return quote_count_text(said, every - said, "" if self.asides else self.key_of_asides)
        return quote_count_text(self._article.quotes) if self._article else ""

    # --- marks --------------------------------------------------------------------------------------------

    def _mark(self) -> None:
        """Lay the marks on the text anew."""
        marks = [Mark(*span, "hit") for span in self._hits]
        marks += [Mark(*span, "found") for span in self._found]
        marks += [Mark(note.anchor.start, note.anchor.end, "note") for note in self._notes if note.anchor]
        if self._read:
            marks += self._read.marks(self.marking, self._chosen, asides=self.asides)
        self.set_marks(Marks(marks))
        self._lighten()
        self.post_message(self.MarksChanged())

    def _lighten(self) -> None:
        """Light up the attribution under the cursor and the current place found."""
        light = list(self._read.lit(self._quote)) if self._read and self._shows_quotes else []
        if self._target and not any(mark.start <= self.cursor < mark.end for mark in light):
            light.append(Mark(*self._target, "target"))
        if self._here:
            light.append(Mark(*self._found[self._here - 1], "here"))
        self.set_light(light)

    @property
    def _chosen(self) -> str | None:
        return self.actor if self._read and self.actor in self._read.mentions_of else None

    @property
    def chosen(self) -> tuple[str, int] | None:
        """Name and place in the sidebar of the actor who is chosen, if he is in this article."""
        if self._read is None or self._chosen is None:
            return None
        names = {one.id: one.name for one in self._read.annotation.everybody()}
        return names[self._chosen], self._read.ranks.get(self._chosen, -1)

    @property
    def _shows_quotes(self) -> bool:
        return self.marking in ("all", "quotes") or (self.marking == "actor" and self._chosen is not None)

    @property
    def dimmed(self) -> bool:
        return self._chosen is not None and self.marking != "none"

    def validate_marking(self, marking: str) -> str:
        if marking not in LAYERS:
            raise ValueError(f"no marking {marking!r}; there are {', '.join(LAYERS)}")
        return marking

    def watch_marking(self) -> None:
        self._mark()

    def watch_actor(self) -> None:
        self._mark()

    def watch_asides(self) -> None:
        if self._article is not None:
            self.show_about(self._article, quotes=self._told_quotes)
        self._mark()

    def signs(self, start: int, end: int) -> Signs:
        """A sign for a note, the initials of who begins to speak on this line, a bar where somebody speaks."""
        here = self._marks.on(start, max(end, start + 1))
        note = "✎" if any(mark.look == "note" and mark.start >= start for mark in here) else " "
        quotes = [mark for mark in here if mark.look in _QUOTES]
        if not quotes or self._read is None:
            return ((note, self.inks.looks["sign"]), (" " * (MARGIN - 1), Style.null()))
        said = self._read.annotation.attributions
        first = next(
            (mark for mark in quotes if start <= mark.start == said[mark.attribution].content[0][0]), None
        )
        mark = first or quotes[0]
        doubtful = said[mark.attribution].confidence < DOUBTFUL
        speaker = self._read.speaker(mark.attribution)
        name = (self._read.initials[speaker] if speaker else "–") if first else ""
        bar = ("?" if first else "┊") if doubtful else "│"
        style = self.inks.actor(mark.rank) if mark.rank >= 0 else Style.null()
        return (
            (note, self.inks.looks["sign"]),
            (set_cell_size(" " * (3 - cell_len(name)) + name, 3) + f"{bar} ", style),
        )

    # --- the cursor ---------------------------------------------------------------------------------------

    @property
    def quote(self) -> int | None:
        """The index of the attribution under the cursor."""
        return self._quote

    def moved(self) -> None:
        self._quote = self._read.quote_at(self.cursor) if self._read else None
        self._lighten()
        self.post_message(self.Moved(self.cursor, self._quote))

    def selected(self) -> None:
        self.post_message(self.SelectionChanged(self.selection))

    def next_quote(self, step: int) -> bool:
        """Go to the next quote (1) or the one before (-1), of the chosen actor or of anybody; False at the end."""
        if self._read is None:
            return False
        said, chosen = self._read.annotation.attributions, self._chosen
        listed = self._read.quotes(asides=self.asides)
        quotes = [index for index in listed if chosen is None or said[index].is_by(chosen)]
        return self._go_to_next([(said[at].content[0][0], said[at].content[-1][1]) for at in quotes], step)

    def next_mention(self, step: int) -> bool:
        """Go to the next mention of the chosen actor, else of anybody; False if there is none."""
        if self._read is None:
            return False
        return self._go_to_next(
            self._read.mentions_of[self._chosen] if self._chosen else self._read.mentions, step
        )

    def _go_to_next(self, spans: list[Span], step: int) -> bool:
        beyond = [span for span in spans if (span[0] > self.cursor if step > 0 else span[0] < self.cursor)]
        if beyond:
            self.go_to(*(beyond[0] if step > 0 else beyond[-1]))
        return bool(beyond)

    @property
    def actor_at_cursor(self) -> str | None:
        """The id of the actor who is mentioned under the cursor, else of the chosen one."""
        here = self._read.actor_at(self.cursor) if self._read else None
        return here or self._chosen

    def action_choose_speaker(self) -> None:
        """Choose who speaks under the cursor, else who is mentioned there."""
        if self._read is None:
            return
        actor = self._read.speaker(self._quote) if self._quote is not None else None
        actor = actor or self._read.actor_at(self.cursor)
        if actor is not None:
            self.post_message(self.SpeakerChosen(actor))

    async def action_leave(self) -> None:
        """Which pane is to the left is the screen's to know."""
        await self.run_action("screen.leave")

    async def action_enter_side(self) -> None:
        await self.run_action("screen.enter_side")

    # --- finding ------------------------------------------------------------------------------------------

    @property
    def match_count(self) -> int:
        """How many places were found."""
        return len(self._found)

    def find(self, pattern: str) -> int:
        """Mark every place where the text has this, and count them.

        Plain text; spaces also stand for line breaks; capitals count only if the pattern has some.
        """
        words = [re.escape(word) for word in pattern.split()]
        flags = re.NOFLAG if pattern != pattern.lower() else re.IGNORECASE
        self._found = (
            [match.span() for match in re.finditer(r"\s+".join(words), self.text, flags)] if words else []
        )
        if self.cursor != self._found_at:
            self._find_from = self.cursor
        self._here = 0
        self._mark()
        return len(self._found)

    def find_next(self, step: int) -> int:
        """Go to the next place found (1) or the one before (-1), at first from where the reader began to look.

        Goes round at the ends. Returns which it is, from 1; 0 if nothing was found.
        """
        if not self._found:
            return 0
        if self._here:
            self._here = (self._here - 1 + step) % len(self._found) + 1
        else:
            before = sum(start < self._find_from for start, _ in self._found)
            self._here = (before - (step < 0)) % len(self._found) + 1
        self.go_to(*self._found[self._here - 1])
        self._found_at = self.cursor
        self._lighten()
        return self._here

    def clear_find(self) -> None:
        """Mark nothing as found."""
        self.find("")
