"""The list of the actors of an article: those who speak most first, then unnamed sources, then places."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.message import Message
from textual.reactive import var

from onrecord.base.records import Actor, Annotation, UnnamedSource
from onrecord.terminal.segments import Line, cut_line, spread, wrap
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.user_corrections import DECIDED_SIGN
from onrecord.tui.widgets.row_list import RowList

_WIDE = 48  # from so many columns on, the counts stand beside the name


@dataclass(frozen=True)
class ActorRow:
    """The row of an actor.

    Attributes:
        actor: The actor.
        rank: Their rank among the actors of the article, from 0, which gives their colour.
        quote_count: The number of their quotes of speech; beliefs, attitudes and documents are not counted, as the
            list of quotes shows these only on request.
    """

    actor: Actor
    rank: int
    quote_count: int


@dataclass(frozen=True)
class UnnamedRow:
    """The row of a source without a name.

    Attributes:
        actor: The source.
        organisation: The name of the actor for whom it speaks; may be empty.
        quote_count: The number of its quotes of speech.
    """

    actor: UnnamedSource
    organisation: str
    quote_count: int


Row = ActorRow | UnnamedRow | str
"""A row of the list: an actor, an unnamed source, or a heading."""


def actor_rows(annotation: Annotation) -> list[Row]:
    """Return the rows of the list: actors, then under headings unnamed sources and places that are not quoted."""
    quote_count = Counter(actor for attribution in annotation.speech() for actor in attribution.speaker)
    sources = {actor for attribution in annotation.attributions for actor in attribution.speaker}
    rows = [ActorRow(actor, rank, quote_count[actor.id]) for rank, actor in enumerate(annotation.ranked_actors())]
    places: list[ActorRow] = []
    acting: list[ActorRow] = []
    for row in rows:
        is_place = row.actor.type == "place" and row.actor.id not in sources
        (places if is_place else acting).append(row)
    unnamed = _unnamed(annotation)
    below: list[Row] = [f"Unnamed {len(unnamed)}", *unnamed] if unnamed else []
    return [*acting, *below, f"Places {len(places)}", *places] if places else [*acting, *below]


def _unnamed(annotation: Annotation) -> list[UnnamedRow]:
    """Return the rows of the unnamed sources that are quoted, those with most quotes first."""
    names = {actor.id: actor.name for actor in annotation.actors}
    quote_count = Counter(attribution.unnamed for attribution in annotation.speech())
    sources = {attribution.unnamed for attribution in annotation.attributions}
    rows = [
        UnnamedRow(source, names.get(source.body or "", ""), quote_count[source.id])
        for source in annotation.unnamed
        if source.id in sources
    ]
    return sorted(rows, key=lambda row: -row.quote_count)


def additional_names(actor: Actor) -> list[str]:
    """Return the aliases and metonyms of an actor, except those made of words of the name."""
    words = set(actor.name.casefold().split())
    names = [*actor.aliases, *actor.metonyms]
    return [name for name in dict.fromkeys(names) if not set(name.casefold().split()) <= words]


class ActorList(RowList):
    """The list of the actors of an article; selecting one marks them in the text."""

    BINDINGS = bindings("actors")

    chosen: var[str | None] = var(None, init=False)
    """The id of the selected actor."""

    @dataclass
    class Chosen(Message):
        """The user has selected an actor."""

        actor: str | None

    @dataclass
    class DossierWanted(Message):
        """The user wants to open the dossier of this actor of the article."""

        actor: str

    def __init__(self) -> None:
        super().__init__(id="actors")
        self.decided: frozenset[str] = frozenset()
        """The ids of the actors that the user has corrected."""
        self._rows: list[Row] = []
        self._annotation: Annotation | None = None
        self._placeholder = ""
        self.border_title = "Actors"

    def show(self, annotation: Annotation | None, *, reading: bool = False, problem: str = "") -> None:
        """Show the actors of an annotation. A selected actor stays selected if they are in it, with the same name.

        Args:
            annotation: The annotation; None if there is none yet.
            reading: Whether it is being made.
            problem: Why it could not be made.
        """
        previous = self._annotation
        previous_actor, row_actor = self._actor(self.chosen), self._actor_under_cursor
        self._annotation = annotation
        self._placeholder = problem or ("reading…" if reading else "")
        self._rows = actor_rows(annotation) if annotation else []
        actor = self._actor(self.chosen)
        if previous_actor is None or actor is None or previous_actor.name != actor.name:
            self.set_reactive(ActorList.chosen, None)
        count = f" {len(annotation.actors):,}" if annotation and annotation.actors else ""
        self.border_title = Content(f"Actors{count}")
        is_same_text = (
            previous is not None and annotation is not None and previous.text_hash == annotation.text_hash
        )
        row = self.cursor if is_same_text else 0
        if is_same_text and row_actor is not None:
            row = self._row_index(row_actor.id, row)
        elif self.chosen:
            row = self._row_index(self.chosen)
        self.update_rows(row)

    def _actor(self, actor: str | None) -> Actor | UnnamedSource | None:
        return next((row.actor for row in self._rows if not isinstance(row, str) and row.actor.id == actor), None)

    def _row_index(self, actor: str | None, without: int = 0) -> int:
        """Return the row of an actor, or else the row ``without``."""
        for index, row in enumerate(self._rows):
            if not isinstance(row, str) and row.actor.id == actor:
                return index
        return without

    @property
    def _actor_under_cursor(self) -> Actor | UnnamedSource | None:
        row = self._rows[self.cursor] if self._rows else None
        return None if row is None or isinstance(row, str) else row.actor

    def watch_chosen(self, chosen: str | None) -> None:
        if chosen is not None and self._actor(chosen):
            self.cursor = self._row_index(chosen)
        self.redraw()

    @property
    def highlighted(self) -> Actor | None:
        """The actor under the cursor; None on an unnamed source."""
        actor = self._actor_under_cursor
        return actor if isinstance(actor, Actor) else None

    def action_choose(self) -> None:
        self.choose_highlighted()

    # Rows

    @property
    def empty_text(self) -> str:
        return self._placeholder if self._annotation is None else "No actors in this article."

    def count(self) -> int:
        return len(self._rows)

    def can_highlight(self, index: int) -> bool:
        return not isinstance(self._rows[index], str)

    def choose(self, index: int) -> None:
        row = self._rows[index]
        if not isinstance(row, str):
            if self.chosen == row.actor.id:
                if isinstance(row, ActorRow):
                    self.post_message(self.DossierWanted(row.actor.id))
            else:
                self.chosen = row.actor.id
                self.post_message(self.Chosen(self.chosen))

    def draw(self, index: int, width: int) -> list[Line]:
        row = self._rows[index]
        if isinstance(row, str):
            return [cut_line([Segment(f" {row}", self.style_of("heading"))], width)]
        if isinstance(row, UnnamedRow):
            return self._draw_unnamed(row, width)
        actor = row.actor
        colour, dim, soft = self.rank_style(row.rank), self.style_of("dim"), self.style_of("soft")
        head = [Segment("▌", colour), Segment(visible(actor.name), self.style_of("strong"))]
        if actor.id == self.chosen:
            head = [
                Segment("▶", colour),
                Segment(f" {visible(actor.name)} ", colour + Style(reverse=True, bold=True)),
            ]
        if actor.id in self.decided:
            head.append(Segment(f" {DECIDED_SIGN}", self.style_of("accent")))
        bar = Segment("▌", colour)
        lines: list[Line] = []
        if actor.roles:
            lines.append([Segment(visible(", ".join(actor.roles)), soft)])
        counts = [Segment(f"said {row.quote_count} · named {len(actor.mentions)}", dim)]
        if width >= _WIDE:
            head = spread(head, counts, width)
        else:
            lines.append(counts)
        if others := additional_names(actor):
            lines += [[Segment(part, dim)] for part in wrap(visible(", ".join(others)), width - 1, 2)]
        if actor.suspected:
            lines.append(
                [Segment("? ", self.style_of("accent")), Segment(visible(", ".join(actor.suspected)), dim)]
            )
        return [cut_line(head, width), *(cut_line([bar, *line], width) for line in lines)]

    def _draw_unnamed(self, row: UnnamedRow, width: int) -> list[Line]:
        dim, soft = self.style_of("dim"), self.style_of("soft")
        look = soft + Style(italic=True)
        head = [Segment("┆", dim), Segment(visible(row.actor.name), look)]
        if row.actor.id == self.chosen:
            head = [Segment("▶", soft), Segment(f" {visible(row.actor.name)} ", look + Style(reverse=True))]
        lines = [cut_line(spread(head, [Segment(f"said {row.quote_count}", dim)], width), width)]
        if row.organisation:
            lines.append(cut_line([Segment("┆", dim), Segment(f"for {visible(row.organisation)}", dim)], width))
        return lines
