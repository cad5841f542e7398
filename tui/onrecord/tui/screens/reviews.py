"""The reviews: uncertain cases, each of which the user decides with one key."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from itertools import islice
from typing import NamedTuple, cast, get_args

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.keys import format_key
from textual.screen import Screen
from textual.widgets import Static

from onrecord.archive import Archive, ArchiveError
from onrecord.base.archive_records import Review, ReviewKind
from onrecord.base.settings import Settings
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings, key_of
from onrecord.tui.model import comparison
from onrecord.tui.model.background_work import Failure, Workload, work_by_size
from onrecord.tui.model.comparison import ComparisonSide
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.model.places import ReviewPlace
from onrecord.tui.model.review_rows import decision_sentence, pair_of, review_rows, row_question
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
        positions: The positions of the reviews that were decided or skipped, among all that were looked up.
        decision: What was decided, as a sentence; empty where they were skipped.
        settled: The positions of the reviews that were settled with them.
    """

    positions: list[int]
    decision: str
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
        self._apart: set[Hashable] = set()  # the pairs of which each article is decided by itself
        self._is_busy = False  # a change is being made beside the event loop
        self._counts: dict[ReviewKind, int] = {}  # the rows of the kinds that are not shown
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
        self._finder: LatestLookup[list[Review]] = LatestLookup(self, self._add, self.complain)
        self._checker: LatestLookup[set[int]] = LatestLookup(self, self._settle, self.complain)
        self._comparer: LatestLookup[tuple[ComparisonSide, ComparisonSide]] = LatestLookup(
            self, self._show_sides, self.complain
        )
        self._counter: LatestLookup[tuple[ReviewKind, int]] = LatestLookup(self, self._add_count, self.complain)
        self.set_focus(self._list)
        self._ask(self._kind)

    def on_unmount(self) -> None:
        for latest in (self._finder, self._checker, self._comparer, self._counter):
            latest.close()

    @property
    def place(self) -> ReviewPlace:
        """Where the user is in the reviews."""
        return ReviewPlace(self._kind, self._list.cursor)

    def _ask(self, kind: ReviewKind) -> None:
        self._kind, self._is_done = kind, False
        self._reviews.clear()
        self._history.clear()
        self._checker.drop()
        self._counter.drop()
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
        if self._is_done:
            self._count_other_kinds()
        if self._is_done or len(self._rows()) > self._wanted_row > 0:
            self._show(self._wanted_row or None)
            self._wanted_row = 0
        else:
            self._show()

    def _count_other_kinds(self) -> None:
        """Look up how many rows the tabs have that are not shown."""
        kinds = [kind for kind in KINDS if kind != self._kind]

        def count(is_cancelled: Callable[[], bool]) -> Iterator[tuple[ReviewKind, int]]:
            for kind in kinds:
                reviews: list[Review] = []
                for review in islice(self.archive.reviews.pending(kind), _LIMIT):
                    if is_cancelled():
                        return
                    reviews.append(review)
                yield kind, len(review_rows(reviews, range(len(reviews))))

        self._counter.ask(count)

    def _add_count(self, counted_kind: tuple[ReviewKind, int]) -> None:
        self._counts.update([counted_kind])
        self._show_tabs()

    def _open_positions(self) -> list[int]:
        """Return the positions of the reviews that are neither decided nor skipped."""
        removed = {position for step in self._history for position in (*step.positions, *step.settled)}
        return [position for position in range(len(self._reviews)) if position not in removed]

    def _rows(self) -> list[list[int]]:
        """Return the rows of the list, each as the positions of its reviews."""
        return review_rows(self._reviews, self._open_positions(), self._apart)

    def _show(self, at: int | None = None) -> None:
        """Show the open reviews.

        Args:
            at: The row of the cursor; None to leave it where it is.
        """
        reviews = self._list
        rows = self._rows()
        reviews.placeholder = "There is nothing left to decide." if self._is_done else "searching the archive…"
        if not rows and len(self._reviews) == _LIMIT and any(step.decision for step in self._history):
            self._ask(self._kind)
        else:
            firsts = [self._reviews[row[0]] for row in rows]
            reviews.show(firsts, [len(row) for row in rows], reviews.cursor if at is None else at)
            self._show_tabs()
            self.set_class(self._is_done and not rows, "-nothing")

    def _show_tabs(self) -> None:
        parts: list[tuple[str, str]] = [(" Reviews  ", "bold")]
        for number, kind in enumerate(KINDS, 1):
            is_current = kind == self._kind
            more = "+" if len(self._reviews) == _LIMIT else "" if self._is_done else "…"
            left = f" {self._list.count():,}{more} left" if is_current else self._other_count(kind)
            parts.append((f" {number} {_TITLES[kind]}{left} ", "bold reverse" if is_current else ""))
        self.query_one("#review-tabs", Static).update(Content.assemble(*parts))

    def _other_count(self, kind: ReviewKind) -> str:
        count = self._counts.get(kind)
        return "" if count is None else f" {count:,}{'+' * (count >= _LIMIT)}"

    @on(ReviewList.Moved)
    def _compare(self) -> None:
        self._show_tabs()
        review = self._list.highlighted
        question = self.query_one("#review-question", Static)
        if review is not None:
            asked = row_question(review, self._list.highlighted_size)
            question.update(Content.assemble((visible(asked), "bold"), f"  {visible(review.why)}"))
        if review is self._compared_review:
            return
        self._compared_review, self._sides = review, None
        if review is None:
            question.update("")
            for view in self.query(ComparisonView):
                view.show(None)
            return

        def find(is_cancelled: Callable[[], bool]) -> Iterator[tuple[ComparisonSide, ComparisonSide]]:
            yield comparison.review_sides(self.archive, review)

        self._comparer.ask(find)

    def _show_sides(self, sides: tuple[ComparisonSide, ComparisonSide]) -> None:
        self._sides = sides
        for view, side in zip(self.query(ComparisonView), sides, strict=True):
            view.show(side)

    # Deciding

    def _remove_from_list(self, positions: list[int], decision: str = "") -> None:
        """Take a row out of the list.

        Args:
            positions: The positions of its reviews.
            decision: What was decided; empty where it was skipped.
        """
        self._history.append(_Step(positions, decision, set()))
        self._show(self._list.cursor)
        self._check_others()

    def _check_others(self) -> None:
        """Look up which other reviews are settled by what was decided."""
        positions = self._open_positions()
        reviews = [self._reviews[position] for position in positions]

        def find(is_cancelled: Callable[[], bool]) -> Iterator[set[int]]:
            yield {positions[at] for at in self.archive.reviews.settled(reviews)}

        if any(step.decision for step in self._history):
            self._checker.ask(find)

    def _settle(self, positions: set[int]) -> None:
        step = next((step for step in reversed(self._history) if step.decision), None)
        if step is None or not positions:
            return
        reviews = self._list
        before = sum(positions.issuperset(row) for row in self._rows()[: reviews.cursor])
        step.settled.update(positions)
        self._show(reviews.cursor - before)

    def _change(self, change: Callable[[], object], load: Workload, on_done: Callable[[], None]) -> None:
        """Change the archive, where that takes long beside the event loop.

        Args:
            change: Makes the change; where it raises an error it has changed nothing, and that is said.
            load: How much work that is.
            on_done: Called when it is made.
        """

        def finish(failure: Failure | None) -> None:
            self._is_busy = False
            if failure is None:
                on_done()
            else:
                self.complain(failure)

        if self._is_busy:
            self._say("The decision before this one is still being stored; try again in a moment.")
            return
        self._is_busy = True
        work_by_size(self, change, finish, load)
        if self._is_busy:
            self._say(f"Storing {counted(load.count, 'decision')} …")

    def _decide(self, *, yes: bool) -> None:
        review = self._list.highlighted
        if review is None:
            return
        positions = self._rows()[self._list.cursor]
        decided = [self._reviews[position] for position in positions]
        decision = decision_sentence(review, len(decided), yes=yes)

        def show_decision() -> None:
            self._remove_from_list(positions, decision)
            undo = format_key(key_of("undo", self.settings.keys))
            self._say(f"{decision} {undo} takes it back.")

        corrections = [each.accept if yes else each.reject for each in decided]
        try:
            load = self.edits.correction_load(corrections)
        except ArchiveError as error:
            self.complain(error)
            return
        self._change(lambda: self.edits.correct_all(corrections), load, show_decision)

    def _say(self, sentence: str) -> None:
        self.notify(sentence, markup=False)

    def action_accept(self) -> None:
        self._decide(yes=True)

    def action_reject(self) -> None:
        self._decide(yes=False)

    def action_skip(self) -> None:
        if self._list.highlighted is not None:
            self._remove_from_list(self._rows()[self._list.cursor])

    def action_decide_apart(self) -> None:
        """Give each article of the row a row of its own, or put them together again."""
        review = self._list.highlighted
        if review is None or (pair := pair_of(review)) is None:
            self._say("This is decided for all articles at once.")
            return
        position = self._rows()[self._list.cursor][0]
        self._apart ^= {pair}
        self._show(self._row_of(position))

    def _row_of(self, position: int) -> int:
        return next(row for row, positions in enumerate(self._rows()) if position in positions)

    def action_undo(self) -> None:
        """Bring back the review that was decided or skipped last, and those that were settled with it.

        Before the first decision here, undo the last correction that was made in another list or on the desk.
        """
        step = self._history[-1] if self._history else None
        if step is None and self.edits.newest != "correction":
            self._say("There is nothing to undo here.")
            return
        if step is not None and not step.decision:
            self._bring_back()
        else:
            name = step.decision if step else "correction."
            self._change(self.edits.undo, self.edits.newest_load, lambda: self._show_undone(step, name))

    def _show_undone(self, step: _Step | None, name: str) -> None:
        if step is None:
            self._ask(self._kind)
        else:
            self._bring_back()
        self._say(f"Undone: {name}")

    def _bring_back(self) -> None:
        """Show again what the last step took out of the list."""
        step = self._history.pop()
        self._show(self._row_of(step.positions[0]))
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
