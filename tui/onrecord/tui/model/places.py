"""Where the user is and has been: places on the desk and in the screens that cover it."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.base.archive_records import ArchiveActor, ReviewKind

_MAX_PLACES = 100


@dataclass(frozen=True)
class DeskPlace:
    """A place on the desk.

    Attributes:
        query: What is searched for, as it was typed.
        pane: The pane in focus, one of ``onrecord.tui.looks.keymap.PANES``.
        article: The id of the open article, None for none.
        offset: The cursor in its text, in characters.
    """

    query: str
    pane: str
    article: int | None
    offset: int


@dataclass(frozen=True)
class DossierPlace:
    """A row of a dossier.

    Attributes:
        trail: The actors whose dossiers were opened one from another; the last one is shown.
        rows: The list that is shown: ``said``, ``told`` or ``appearances``.
        cursor: The row of the cursor, from 0.
        query: What the dossier is narrowed to.
    """

    trail: tuple[ArchiveActor, ...]
    rows: str
    cursor: int
    query: str


@dataclass(frozen=True)
class ReviewPlace:
    """A row of the reviews of a kind, from 0."""

    kind: ReviewKind
    cursor: int


@dataclass(frozen=True)
class NotePlace:
    """A note in the list of all notes.

    Attributes:
        words: What the list is narrowed to.
        note: The id of the note under the cursor, None for the first one.
    """

    words: str = ""
    note: int | None = None


@dataclass(frozen=True)
class DifferencePlace:
    """A pair of paragraphs of two articles side by side.

    Attributes:
        articles: The ids of the article on the left and of the one on the right.
        cursor: The pair under the cursor, from 0; None for the first one that differs.
    """

    articles: tuple[int, int]
    cursor: int | None = None


ScreenPlace = DossierPlace | ReviewPlace | NotePlace | DifferencePlace
"""A place in a screen that covers the desk and leads to articles."""

Place = DeskPlace | ScreenPlace


class PlaceHistory:
    """The places that the user has left, to go back to, and those that they went back from."""

    def __init__(self) -> None:
        self._behind: list[Place] = []
        self._ahead: list[Place] = []

    @property
    def previous(self) -> Place | None:
        """The place that was left last."""
        return self._behind[-1] if self._behind else None

    def leave(self, place: Place) -> None:
        """Remember a place that the user leaves for a new one."""
        other_places = [each for each in self._behind if each != place]
        self._behind = [*other_places[1 - _MAX_PLACES :], place]
        self._ahead.clear()

    def back(self, place: Place) -> Place | None:
        """Return the place that was left last before this one, which is remembered to come forward to."""
        return _step(self._behind, self._ahead, place)

    def forward(self, place: Place) -> Place | None:
        """Return the place that the user went back from last; this one is remembered to go back to."""
        return _step(self._ahead, self._behind, place)


def _step(places: list[Place], other_places: list[Place], place: Place) -> Place | None:
    while places:
        target = places.pop()
        if target != place:
            other_places.append(place)
            return target
    return None
