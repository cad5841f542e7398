"""What is not sure, for the reader to decide with one key each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice
from typing import NamedTuple, cast, get_args

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from onrecord.archive import Archive, ArchiveError
from onrecord.base.records import Review, ReviewKind, Span
from onrecord.base.settings import Settings
from onrecord.terminal.segments import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model import comparison
from onrecord.tui.model.comparison import ComparisonSide
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.model.undo import UndoableEdits
from onrecord.tui.screens.dialog import ClosesOnce
from onrecord.tui.widgets.key_line import KeyLine
from onrecord.tui.widgets.review_list import ComparisonView, ReviewList

Place = tuple[int, Span | None]
"""An article, and what to see in it."""

KINDS = cast("tuple[ReviewKind, ...]", get_args(ReviewKind))
_TITLES = {"same person": "Same person?", "suspected name": "Suspected names", "wording": "Same words?"}
_LIMIT = 500
"""Reviews that are looked up; when they are done, the next ones are."""

_AT_ONCE = 20


class _Past(NamedTuple):
    """What a key did: the review that was decided or skipped, and those that were settled with it; their places
    among all that were found.
    """

    place: int
    decided: bool
    settled: set[int]


class ReviewScreen(ClosesOnce[Place | None], Screen[Place | None]):
    """Gives the place that the reader wants to read, or None."""

    BINDINGS = bindings("reviews")

    def __init__(self, archive: Archive, settings: Settings, work: UndoableEdits) -> None:
        super().__init__()
        self.archive, self.settings, self.work = archive, settings, work
        self._kind: ReviewKind = KINDS[0]
        self._found: list[Review] = []
        self._is_done = False  # all there are, or as many as are looked up, are found
        self._past: list[_Past] = []
        self._looked_at: Review | None = None
        self._sides: tuple[ComparisonSide, ComparisonSide] | None = None

    def compose(self) -> ComposeResult:
        yield Static("", id="review-tabs")
        yield ReviewList()
        yield Static("", id="review-question")
        with Horizontal(id="review-sides"):
            yield ComparisonView(classes="side", markup=False)
            yield ComparisonView(classes="side", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self._finder: LatestLookup[list[Review]] = LatestLookup(self, self._add, self._complain)
        self._checker: LatestLookup[set[int]] = LatestLookup(self, self._settle, self._complain)
        self._shower: LatestLookup[tuple[ComparisonSide, ComparisonSide]] = LatestLookup(
            self, self._show_sides, self._complain
        )
        self.set_focus(self.query_one(ReviewList))
        self._ask(self._kind)

    def on_unmount(self) -> None:
        for latest in (self._finder, self._checker, self._shower):
            latest.close()

    def _complain(self, error: Exception) -> None:
        self.notify(str(error), severity="error", markup=False)

    def _ask(self, kind: ReviewKind) -> None:
        self._kind, self._is_done = kind, False
        self._found.clear()
        self._past.clear()
        self._checker.drop()
        self._show()

        def find(stopped: Callable[[], bool]) -> Iterator[list[Review]]:
            found = islice(self.archive.reviews.pending(kind), _LIMIT)
            while batch := list(islice(found, _AT_ONCE)):
                yield batch
            yield []

        self._finder.ask(find)

    def _add(self, found: list[Review]) -> None:
        self._found += found
        self._is_done = not found
        self._show()

    def _left(self) -> list[int]:
        """The places of the reviews that are neither decided nor skipped."""
        gone = {place for past in self._past for place in (past.place, *past.settled)}
        return [place for place in range(len(self._found)) if place not in gone]

    def _show(self, at: int | None = None) -> None:
        """Show what is left, with the cursor on a row of the list, or where it was."""
        reviews = self.query_one(ReviewList)
        left = [self._found[place] for place in self._left()]
        reviews.instead = "Nothing is left to decide here." if self._is_done else "looking through the archive…"
        if not left and len(self._found) == _LIMIT and any(past.decided for past in self._past):
            self._ask(self._kind)
        else:
            reviews.show(left, reviews.cursor if at is None else at)
            self._show_tabs()

    def _show_tabs(self) -> None:
        parts: list[tuple[str, str]] = [(" Reviews  ", "bold")]
        for number, kind in enumerate(KINDS, 1):
            here = kind == self._kind
            more = "+" if len(self._found) == _LIMIT else "" if self._is_done else "…"
            left = f" {self.query_one(ReviewList).count():,}{more} left" if here else ""
            parts.append((f" {number} {_TITLES[kind]}{left} ", "bold reverse" if here else ""))
        self.query_one("#review-tabs", Static).update(Content.assemble(*parts))

    @on(ReviewList.Moved)
    def _moved(self) -> None:
        self._show_tabs()
        review = self.query_one(ReviewList).highlighted
        if review is self._looked_at:
            return
        self._looked_at, self._sides = review, None
        question = self.query_one("#review-question", Static)
        if review is None:
            question.update("")
            for view in self.query(ComparisonView):
                view.show(None)
            return
        question.update(Content.assemble((f" {visible(review.question)}", "bold"), f"  {visible(review.why)}"))

        def find(stopped: Callable[[], bool]) -> Iterator[tuple[ComparisonSide, ComparisonSide]]:
            yield comparison.review_sides(self.archive, review)

        self._shower.ask(find)

    def _show_sides(self, sides: tuple[ComparisonSide, ComparisonSide]) -> None:
        self._sides = sides
        for view, side in zip(self.query(ComparisonView), sides, strict=True):
            view.show(side)

    # Deciding

    def _take_out(self, *, decided: bool) -> None:
        at = self.query_one(ReviewList).cursor
        self._past.append(_Past(self._left()[at], decided, set()))
        self._show(at)
        self._check()

    def _check(self) -> None:
        """See which others are settled by what was decided."""
        places = self._left()
        reviews = [self._found[place] for place in places]

        def find(stopped: Callable[[], bool]) -> Iterator[set[int]]:
            yield {places[at] for at in self.archive.reviews.settled(reviews)}

        if any(past.decided for past in self._past):
            self._checker.ask(find)

    def _settle(self, places: set[int]) -> None:
        past = next((past for past in reversed(self._past) if past.decided), None)
        if past is None or not places:
            return
        reviews = self.query_one(ReviewList)
        left = self._left()
        before = sum(place in places for place in left[: reviews.cursor])
        past.settled.update(places)
        self._show(reviews.cursor - before)

    def _decide(self, *, yes: bool) -> None:
        review = self.query_one(ReviewList).highlighted
        if review is None:
            return
        try:
            self.work.correct(review.accept if yes else review.reject)
        except ArchiveError as error:
            self._complain(error)
        else:
            self._take_out(decided=True)

    def action_accept(self) -> None:
        self._decide(yes=True)

    def action_reject(self) -> None:
        self._decide(yes=False)

    def action_skip(self) -> None:
        if self.query_one(ReviewList).highlighted is not None:
            self._take_out(decided=False)

    def action_undo(self) -> None:
        """Bring back what was decided or skipped last, and what was settled with it.

        Before anything is decided here it is what was decided last, in another list or on the desk.
        """
        past = self._past[-1] if self._past else None
        if past is None and self.work.newest != "correction":
            self.notify("Nothing to undo here.", markup=False)
            return
        if past is None or past.decided:
            try:
                self.work.undo()
            except ArchiveError as error:
                self._complain(error)
                return
        if past is None:
            self.notify("Undone: correction.", markup=False)
            self._ask(self._kind)
        else:
            self._past.pop()
            self._show(self._left().index(past.place))
            self._check()

    # Elsewhere

    def action_review_people(self) -> None:
        self._ask("same person")

    def action_review_names(self) -> None:
        self._ask("suspected name")

    def action_review_words(self) -> None:
        self._ask("wording")

    def _read(self, which: int) -> None:
        if self._sides and self._sides[which].article:
            side = self._sides[which]
            self.dismiss((side.article, side.span))

    def action_read_left(self) -> None:
        self._read(0)

    def action_read_right(self) -> None:
        self._read(1)

    def action_leave_screen(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        from onrecord.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("reviews", self.settings.keys))
