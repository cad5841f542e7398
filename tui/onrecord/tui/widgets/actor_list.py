"""The actors of the article: who speaks and who is named, who says most first; then the unnamed, then places."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from rich.segment import Segment
from rich.style import Style
from textual.content import Content
from textual.message import Message
from textual.reactive import var

from onrecord.base.records import Actor, Annotation, Unnamed
from onrecord.terminal.segments import Line, cut_line, spread, visible, wrap
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.user_corrections import DECIDED_SIGN
from onrecord.tui.widgets.row_list import RowList

_WIDE = 48  # columns from which on the counts stand beside the name


@dataclass(frozen=True)
class ActorRow:
    """An actor with his place among the ranked ones (from 0, which gives his colour) and how often he speaks.

    What he believes, wants or writes down is not counted: the list of quotes beside shows it only on request.
    """

    actor: Actor
    rank: int
    said: int


@dataclass(frozen=True)
class UnnamedRow:
    """A source without a name, the name of whom it speaks for or an empty one, and how often it speaks."""

    actor: Unnamed
    body: str
    said: int


Row = ActorRow | UnnamedRow | str
"""An actor, an unnamed source, or a heading."""


def actor_rows(annotation: Annotation) -> list[Row]:
    """The rows of the list: who acts, then under headings the unnamed sources and the places that say nothing."""
    said = Counter(actor for attribution in annotation.speech() for actor in attribution.speaker)
    sources = {actor for attribution in annotation.attributions for actor in attribution.speaker}
    rows = [ActorRow(actor, rank, said[actor.id]) for rank, actor in enumerate(annotation.ranked_actors())]
    places = [row for row in rows if row.actor.type == "place" and row.actor.id not in sources]
    acting = [row for row in rows if row not in places]
    unnamed = _unnamed(annotation)
    below: list[Row] = [f"Unnamed {len(unnamed)}", *unnamed] if unnamed else []
    return [*acting, *below, f"Places {len(places)}", *places] if places else [*acting, *below]


def _unnamed(annotation: Annotation) -> list[UnnamedRow]:
    """The unnamed sources of which something is told, who says most first."""
    names = {actor.id: actor.name for actor in annotation.actors}
    said = Counter(attribution.unnamed for attribution in annotation.speech())
    sources = {attribution.unnamed for attribution in annotation.attributions}
    rows = [
        UnnamedRow(source, names.get(source.body or "", ""), said[source.id])
        for source in annotation.unnamed
        if source.id in sources
    ]
    return sorted(rows, key=lambda row: -row.said)


def additional_names(actor: Actor) -> list[str]:
    """The aliases and metonyms that tell something: not those made of words of the name itself."""
    words = set(actor.name.casefold().split())
    names = [*actor.aliases, *actor.metonyms]
    return [name for name in dict.fromkeys(names) if not set(name.casefold().split()) <= words]


class ActorList(RowList):
    """Who is in the article; choosing one marks him in the text."""

    BINDINGS = bindings("actors")

    chosen: var[str | None] = var(None, init=False)
    """The id of the chosen actor."""

    @dataclass
    class Chosen(Message):
        """An actor was chosen by the reader, or (None) let go."""

        actor: str | None

    @dataclass
    class DossierWanted(Message):
        """The reader wants to see all that the archive has of this actor of the article."""

        actor: str

    def __init__(self) -> None:
        super().__init__(id="actors")
        self.decided: frozenset[str] = frozenset()
        """The ids of actors whom the reader set right."""
        self._rows: list[Row] = []
        self._annotation: Annotation | None = None
        self._instead = ""
        self.border_title = "Actors"

    def show(self, annotation: Annotation | None, *, reading: bool = False, problem: str = "") -> None:
        """Show the actors of an annotation; without one say that it is being made, or why it was not.

        The chosen actor stays chosen while an actor with his id and name is there.
        """
        before = self._annotation
        was = self._actor(self.chosen)
        self._annotation = annotation
        self._instead = problem or ("reading…" if reading else "")
        self._rows = actor_rows(annotation) if annotation else []
        now = self._actor(self.chosen)
        if was is None or now is None or was.name != now.name:
            self.set_reactive(ActorList.chosen, None)
        count = f" {len(annotation.actors):,}" if annotation and annotation.actors else ""
        self.border_title = Content(f"Actors{count}")
        same = before is not None and annotation is not None and before.text_hash == annotation.text_hash
        self.update_rows(self._index(self.chosen) if self.chosen else self.cursor if same else 0)

    def _actor(self, actor: str | None) -> Actor | Unnamed | None:
        return next((row.actor for row in self._rows if not isinstance(row, str) and row.actor.id == actor), None)

    def _index(self, actor: str | None) -> int:
        for index, row in enumerate(self._rows):
            if not isinstance(row, str) and row.actor.id == actor:
                return index
        return 0

    def watch_chosen(self, chosen: str | None) -> None:
        if chosen is not None and self._actor(chosen):
            self.cursor = self._index(chosen)
        self.redraw()

    @property
    def highlighted(self) -> Actor | None:
        """The actor under the cursor."""
        row = self._rows[self.cursor] if self._rows else None
        return row.actor if isinstance(row, ActorRow) else None

    def action_choose(self) -> None:
        self.choose_highlighted()

    async def action_accept_name(self) -> None:
        await self.run_action("screen.accept_name")

    async def action_reject_name(self) -> None:
        await self.run_action("screen.reject_name")

    # Rows

    @property
    def empty_text(self) -> str:
        return self._instead if self._annotation is None else "No actors in this article."

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
        counts = [Segment(f"said {row.said} · named {len(actor.mentions)}", dim)]
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
        lines = [cut_line(spread(head, [Segment(f"said {row.said}", dim)], width), width)]
        if row.body:
            lines.append(cut_line([Segment("┆", dim), Segment(f"for {visible(row.body)}", dim)], width))
        return lines
