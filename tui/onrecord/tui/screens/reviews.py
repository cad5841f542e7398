"""The reviews: uncertain cases, each of which the user decides with one key."""

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
from onrecord.base.archive_records import Review, ReviewKind
from onrecord.base.settings import Settings
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model import comparison
from onrecord.tui.model.comparison import ComparisonSide
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.model.places import ReviewPlace
from onrecord.tui.model.undo import UndoableEdits
from onrecord.tui.screens.dialog import ArticlePlace, ClosesOnce
from onrecord.tui.widgets.key_line import KeyLine
from onrecord.tui.widgets.review_list import ComparisonView, ReviewList

KINDS = cast("tuple[ReviewKind, ...]", get_args(ReviewKind))
_TITLES = {"same person": "Same person?", "suspected name": "Suspected names", "wording": "Same words?"}
_LIMIT = 500
"""The number of reviews that are looked up at once; when they are decided, the next ones are looked up."""

_BATCH_SIZE = 20


class _Step(NamedTuple):
    """A step that can be undone.

    Attributes:
        position: The position of the review that was decided or skipped, among all that were looked up.
        is_decided: Whether it was decided.
        settled: The positions of the reviews that were settled with it.
    """

    position: int
    is_decided: bool
    settled: set[int]


class ReviewScreen(ClosesOnce[ArticlePlace | None], Screen[ArticlePlace | None]):
    """The uncertain cases of the archive. Its answer is the place that the user wants to read, or None."""

    BINDINGS = bindings("reviews")

    def __init__(
        self, archive: Archive, settings: Settings, edits: UndoableEdits, place: ReviewPlace | None = None
    ) -> None:
        """Make the screen.

        Args:
            archive: The archive.
            settings: The settings, which may have other keys.
            edits: Makes the decisions.
            place: Where the cursor begins; None for the first review.
        """
        super().__init__()
        self.archive, self.settings, self.edits = archive, settings, edits
        self._kind: ReviewKind = place.kind if place else KINDS[0]
        self._wanted_row = place.cursor if place else 0  # where the cursor goes when so many are looked up
        self._list = ReviewList()
        self._reviews: list[Review] = []
        self._is_done = False  # whether the lookup is at its end
        self._history: list[_Step] = []
        self._compared_review: Review | None = None
        self._sides: tuple[ComparisonSide, ComparisonSide] | None = None

    def compose(self) -> ComposeResult:
        yield Static("", id="review-tabs")
        yield self._list
        yield Static("", id="review-question")
        with Horizontal(id="review-sides"):
            yield ComparisonView(classes="side", markup=False)
            yield ComparisonView(classes="side", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self._finder: LatestLookup[list[Review]] = LatestLookup(self, self._add, self._complain)
        self._checker: LatestLookup[set[int]] = LatestLookup(self, self._settle, self._complain)
        self._comparer: LatestLookup[tuple[ComparisonSide, ComparisonSide]] = LatestLookup(
            self, self._show_sides, self._complain
        )
        self.set_focus(self._list)
        self._ask(self._kind)

    def on_unmount(self) -> None:
        for latest in (self._finder, self._checker, self._comparer):
            latest.close()

    @property
    def place(self) -> ReviewPlace:
        """Where the user is in the reviews."""
        return ReviewPlace(self._kind, self._list.cursor)

    def _complain(self, error: Exception) -> None:
        self.notify(str(error), severity="error", markup=False)

    def _ask(self, kind: ReviewKind) -> None:
        self._kind, self._is_done = kind, False
        self._reviews.clear()
        self._history.clear()
        self._checker.drop()
        self._show()

        def find(is_cancelled: Callable[[], bool]) -> Iterator[list[Review]]:
            pending = islice(self.archive.reviews.pending(kind), _LIMIT)
            while batch := list(islice(pending, _BATCH_SIZE)):
                yield batch
            yield []

        self._finder.ask(find)

    def _add(self, batch: list[Review]) -> None:
        self._reviews += batch
        self._is_done = not batch
        if self._is_done or len(self._reviews) > self._wanted_row > 0:
            self._show(self._wanted_row or None)
            self._wanted_row = 0
        else:
            self._show()

    def _open_positions(self) -> list[int]:
        """Return the positions of the reviews that are neither decided nor skipped."""
        removed = {position for step in self._history for position in (step.position, *step.settled)}
        return [position for position in range(len(self._reviews)) if position not in removed]

    def _show(self, at: int | None = None) -> None:
        """Show the open reviews.

        Args:
            at: The row of the cursor; None to leave it where it is.
        """
        reviews = self._list
        open_reviews = [self._reviews[position] for position in self._open_positions()]
        reviews.placeholder = "There is nothing left to decide." if self._is_done else "searching the archive…"
        if not open_reviews and len(self._reviews) == _LIMIT and any(step.is_decided for step in self._history):
            self._ask(self._kind)
        else:
            reviews.show(open_reviews, reviews.cursor if at is None else at)
            self._show_tabs()

    def _show_tabs(self) -> None:
        parts: list[tuple[str, str]] = [(" Reviews  ", "bold")]
        for number, kind in enumerate(KINDS, 1):
            is_current = kind == self._kind
            more = "+" if len(self._reviews) == _LIMIT else "" if self._is_done else "…"
            left = f" {self._list.count():,}{more} left" if is_current else ""
            parts.append((f" {number} {_TITLES[kind]}{left} ", "bold reverse" if is_current else ""))
        self.query_one("#review-tabs", Static).update(Content.assemble(*parts))

    @on(ReviewList.Moved)
    def _compare(self) -> None:
        self._show_tabs()
        review = self._list.highlighted
        if review is self._compared_review:
            return
        self._compared_review, self._sides = review, None
        question = self.query_one("#review-question", Static)
        if review is None:
            question.update("")
            for view in self.query(ComparisonView):
                view.show(None)
            return
        question.update(Content.assemble((f" {visible(review.question)}", "bold"), f"  {visible(review.why)}"))

        def find(is_cancelled: Callable[[], bool]) -> Iterator[tuple[ComparisonSide, ComparisonSide]]:
            yield comparison.review_sides(self.archive, review)

        self._comparer.ask(find)

    def _show_sides(self, sides: tuple[ComparisonSide, ComparisonSide]) -> None:
        self._sides = sides
        for view, side in zip(self.query(ComparisonView), sides, strict=True):
            view.show(side)

    # Deciding

    def _remove_from_list(self, *, is_decided: bool) -> None:
        at = self._list.cursor
        self._history.append(_Step(self._open_positions()[at], is_decided, set()))
        self._show(at)
        self._check_others()

    def _check_others(self) -> None:
        """Look up which other reviews are settled by what was decided."""
        positions = self._open_positions()
        reviews = [self._reviews[position] for position in positions]

        def find(is_cancelled: Callable[[], bool]) -> Iterator[set[int]]:
            yield {positions[at] for at in self.archive.reviews.settled(reviews)}

        if any(step.is_decided for step in self._history):
            self._checker.ask(find)

    def _settle(self, positions: set[int]) -> None:
        step = next((step for step in reversed(self._history) if step.is_decided), None)
        if step is None or not positions:
            return
        reviews = self._list
        left = self._open_positions()
        before = sum(position in positions for position in left[: reviews.cursor])
        step.settled.update(positions)
        self._show(reviews.cursor - before)

    def _decide(self, *, yes: bool) -> None:
        review = self._list.highlighted
        if review is None:
            return
        try:
            self.edits.correct(review.accept if yes else review.reject)
        except ArchiveError as error:
            self._complain(error)
        else:
            self._remove_from_list(is_decided=True)

    def action_accept(self) -> None:
        self._decide(yes=True)

    def action_reject(self) -> None:
        self._decide(yes=False)

    def action_skip(self) -> None:
        if self._list.highlighted is not None:
            self._remove_from_list(is_decided=False)

    def action_undo(self) -> None:
        """Bring back the review that was decided or skipped last, and those that were settled with it.

        Before the first decision here, undo the last correction that was made in another list or on the desk.
        """
        step = self._history[-1] if self._history else None
        if step is None and self.edits.newest != "correction":
            self.notify("There is nothing to undo here.", markup=False)
            return
        if step is None or step.is_decided:
            try:
                self.edits.undo()
            except ArchiveError as error:
                self._complain(error)
                return
        if step is None:
            self.notify("Undone: correction.", markup=False)
            self._ask(self._kind)
        else:
            self._history.pop()
            self._show(self._open_positions().index(step.position))
            self._check_others()

    # Elsewhere

    def action_review_people(self) -> None:
        self._ask("same person")

    def action_review_names(self) -> None:
        self._ask("suspected name")

    def action_review_words(self) -> None:
        self._ask("wording")

    def _open_side(self, side_index: int) -> None:
        if self._sides and self._sides[side_index].article:
            side = self._sides[side_index]
            self.dismiss((side.article, side.span))

    def action_read_left(self) -> None:
        self._open_side(0)

    def action_read_right(self) -> None:
        self._open_side(1)

    def action_leave_screen(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        from onrecord.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("reviews", self.settings.keys))
