"""Two articles side by side, with what differs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from onrecord.archive import Archive
from onrecord.base.records import Article
from onrecord.base.text_changes import ParagraphPair, paragraph_pairs, shared_words, text_changes
from onrecord.terminal.segments import short_date
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.model.places import DifferencePlace
from onrecord.tui.screens.dialog import ArticlePlace, ClosesOnce
from onrecord.tui.widgets.key_line import KeyLine
from onrecord.tui.widgets.paragraph_pairs import ParagraphPairs

_Difference = tuple[list[ParagraphPair], float]


class DifferenceScreen(ClosesOnce[ArticlePlace | None], Screen[ArticlePlace | None]):
    """Two articles side by side. Its answer is the one that the user wants to read, or None."""

    BINDINGS = bindings("difference")
    AUTO_FOCUS = "ParagraphPairs"

    def __init__(
        self,
        archive: Archive,
        articles: tuple[Article, Article],
        keys: Mapping[str, str],
        cursor: int | None,
    ) -> None:
        """Make the screen.

        Args:
            archive: The archive, which has the texts.
            articles: The article on the left and the one on the right.
            keys: The user's own keys, by the names of the actions.
            cursor: The pair of paragraphs to begin with, from 0; None for the first one that differs.
        """
        super().__init__()
        self._archive, self._articles, self._keys, self._start = archive, articles, keys, cursor

    def compose(self) -> ComposeResult:
        with Horizontal(id="difference-head"):
            yield from (Static(_heading(article), classes="side") for article in self._articles)
        yield ParagraphPairs()
        yield Static("", id="difference-facts", markup=False)
        yield KeyLine()

    @property
    def place(self) -> DifferencePlace:
        """Where the user is."""
        left, right = self._articles
        return DifferencePlace((left.id, right.id), self.query_one(ParagraphPairs).cursor)

    def on_mount(self) -> None:
        self._comparer: LatestLookup[_Difference] = LatestLookup(self, self._show, self.complain)
        self._comparer.ask(self._compare)

    def on_unmount(self) -> None:
        self._comparer.close()

    def _compare(self, is_cancelled: Callable[[], bool]) -> Iterator[_Difference]:
        changes = text_changes(*(self._archive.articles.text(article.id) for article in self._articles))
        yield paragraph_pairs(changes), shared_words(changes)

    def _show(self, difference: _Difference) -> None:
        pairs, share = difference
        self.query_one(ParagraphPairs).show(pairs, self._start)
        differing = sum(pair.differs for pair in pairs)
        self.query_one("#difference-facts", Static).update(
            f" {share:.0%} of the words in common · {differing:,} of {len(pairs):,} paragraphs differ"
            if differing
            else " The texts are the same."
        )

    def action_next_difference(self) -> None:
        self._go_to_difference(1)

    def action_previous_difference(self) -> None:
        self._go_to_difference(-1)

    def _go_to_difference(self, step: int) -> None:
        if not self.query_one(ParagraphPairs).go_to_difference(step):
            self.notify("There is no other difference on that side.", markup=False)

    def action_read_left(self) -> None:
        self.dismiss((self._articles[0].id, None))

    def action_read_right(self) -> None:
        self.dismiss((self._articles[1].id, None))

    def action_leave_screen(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        from onrecord.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("difference", self._keys))


def _heading(article: Article) -> Content:
    facts = " · ".join(visible(fact) for fact in (article.source, short_date(article.published, date.min)) if fact)
    return Content.assemble((f" {visible(article.title)}", "bold"), f"  {facts}")
