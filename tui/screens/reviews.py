"""What is not sure, for the reader to decide with one key each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, cast, get_args

from textual import on
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from core.archive import Archive, ArchiveError
from core.records import Review, ReviewKind, Span
from core.settings import Settings
from tui import evidence
from tui.actions import bindings
from tui.evidence import Side
from tui.latest import Latest
from tui.lines import visible
from tui.widgets.key_line import KeyLine
from tui.widgets.review_list import ReviewList, SideView
from tui.work import Work

Place = tuple[int, Span | None]
"""An article, and what to see in it."""

KINDS = cast("tuple[ReviewKind, ...]", get_args(ReviewKind))
_TITLES = {"same person": "Same person?", "suspected name": "Suspected names", "wording": "Same words?"}
_LIMIT = 500


class _Past(NamedTuple):
    """A review that was decided, or skipped, and where in the list it stood."""

    review: Review
    place: int
    decided: bool


class ReviewScreen(Screen[Place | None]):
    """Gives the place that the reader wants to read, or None."""

    BINDINGS = bindings("reviews")

    def __init__(self, archive: Archive, settings: Settings, work: Work) -> None:
        super().__init__()
        self.archive, self.settings, self.work = archive, settings, work
        self._kind: ReviewKind = KINDS[0]
        self._past: list[_Past] = []
        self._sides: tuple[Side, Side] | None = None
        self._more = ""  # a plus where there are more reviews than were looked up

    def compose(self) -> ComposeResult:
        yield Static("", id="review-tabs")
        yield ReviewList()
        yield Static("", id="review-question")
        with Horizontal(id="review-sides"):
            yield SideView(classes="side", markup=False)
            yield SideView(classes="side", markup=False)
        yield KeyLine()

    def on_mount(self) -> None:
        self._finder: Latest[list[Review]] = Latest(self, self._show, self._complain)
        self._shower: Latest[tuple[Side, Side]] = Latest(self, self._show_sides, self._complain)
        self.set_focus(self.query_one(ReviewList))
        self._ask(self._kind)

    def on_unmount(self) -> None:
        self._finder.close()
        self._shower.close()

    def _complain(self, error: Exception) -> None:
        self.notify(str(error), severity="error", markup=False)

    def _ask(self, kind: ReviewKind) -> None:
        self._kind = kind
        self._past.clear()
        reviews = self.query_one(ReviewList)
        reviews.instead = "looking through the archive…"
        reviews.show([])
        self._show_tabs()

        def find(stopped: Callable[[], bool]) -> Iterator[list[Review]]:
            yield self.archive.reviews(kind, _LIMIT)

        self._finder.ask(find)

    def _show(self, found: list[Review]) -> None:
        reviews = self.query_one(ReviewList)
        reviews.instead = "Nothing is left to decide here."
        self._more = "+" if len(found) == _LIMIT else ""
        reviews.show(found)

    def _show_tabs(self) -> None:
        parts: list[tuple[str, str]] = [(" Reviews  ", "bold")]
        for number, kind in enumerate(KINDS, 1):
            here = kind == self._kind
            left = f" {self.query_one(ReviewList).count():,}{self._more} left" if here else ""
            parts.append((f" {number} {_TITLES[kind]}{left} ", "bold reverse" if here else ""))
        self.query_one("#review-tabs", Static).update(Content.assemble(*parts))

    @on(ReviewList.Moved)
    def _moved(self) -> None:
        self._show_tabs()
        review = self.query_one(ReviewList).here
        self._sides = None
        question = self.query_one("#review-question", Static)
        if review is None:
            question.update("")
            for view in self.query(SideView):
                view.show(None)
            return
        question.update(Content.assemble((f" {visible(review.question)}", "bold"), f"  {visible(review.why)}"))

        def find(stopped: Callable[[], bool]) -> Iterator[tuple[Side, Side]]:
            yield evidence.sides(self.archive, review)

        self._shower.ask(find)

    def _show_sides(self, sides: tuple[Side, Side]) -> None:
        self._sides = sides
        for view, side in zip(self.query(SideView), sides, strict=True):
            view.show(side)

    # Deciding

    def _take_out(self, *, decided: bool) -> None:
        reviews = self.query_one(ReviewList)
        place = reviews.cursor
        self._past.append(_Past(reviews.reviews[place], place, decided))
        reviews.show([*reviews.reviews[:place], *reviews.reviews[place + 1 :]], place)

    def _decide(self, *, yes: bool) -> None:
        review = self.query_one(ReviewList).here
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
        if self.query_one(ReviewList).here is not None:
            self._take_out(decided=False)

    def action_undo(self) -> None:
        """Bring back what was decided or skipped last."""
        if not self._past:
            self.notify("Nothing to undo here.", markup=False)
            return
        past = self._past.pop()
        if past.decided:
            try:
                self.work.undo()
            except ArchiveError as error:
                self._complain(error)
                return
        reviews = self.query_one(ReviewList)
        left = reviews.reviews
        reviews.show([*left[: past.place], past.review, *left[past.place :]], past.place)

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
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("reviews", self.settings.keys))
