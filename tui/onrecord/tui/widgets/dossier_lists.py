"""The lists of a dossier: the facts about an actor, quotes by them and about them, and their articles."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from rich.segment import Segment
from rich.style import Style
from textual.message import Message

from onrecord.archive import ArchiveError
from onrecord.base.archive_records import ArchiveActor, Companion, DatedName, Dossier, Tally
from onrecord.base.records import Article, Quote
from onrecord.terminal.segments import Line, cut, cut_line, short_date, short_month, spread
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.text.sparklines import bar
from onrecord.tui.widgets.paged_rows import PAGE, PagedRows
from onrecord.tui.widgets.quote_rows import QuoteRows, attribution_kind, speaker_name
from onrecord.tui.widgets.row_list import RowList

_MIN_OUTLET_WIDTH = 6  # columns that a source keeps beside its date
_UNFOLDED_FACTS = 6  # facts of a kind that are shown until the user asks for all
_BAR_WIDTH = 10  # columns
_WINDOW = 20  # quotes on either side of the cursor that may be on the screen
_BATCH = 10  # quotes whose articles are counted at once

Fact = DatedName | Tally | Companion


@dataclass(frozen=True)
class FoldedFacts:
    """A row that stands for the facts under a heading that are not shown; choosing it shows them."""

    heading: str
    count: int


def fact_rows(dossier: Dossier, unfolded: frozenset[str] = frozenset()) -> list[Fact | FoldedFacts | str]:
    """Return the rows of the facts of a dossier.

    Args:
        dossier: The dossier.
        unfolded: The headings under which all facts are shown, not only the first few.
    """
    kinds: list[tuple[str, list[Fact]]] = [
        ("Names", [*dossier.names]),
        ("Titles", [*dossier.titles]),
        ("Named with", [*dossier.beside]),
        ("Sources", [*dossier.sources]),
        ("Months", [*reversed(dossier.months)]),
    ]
    rows: list[Fact | FoldedFacts | str] = []
    for heading, facts in kinds:
        if not facts:
            continue
        shown = facts if heading in unfolded or len(facts) <= _UNFOLDED_FACTS + 1 else facts[:_UNFOLDED_FACTS]
        rows += [heading, *shown]
        if len(shown) < len(facts):
            rows.append(FoldedFacts(heading, len(facts) - len(shown)))
    return rows


def period(first: str, last: str) -> str:
    """Return the months of two ISO dates, such as ``Apr 2015 – Sep 2016``; one month if they are the same."""
    ends = [_month(day) for day in (first, last) if day]
    return " – ".join(dict.fromkeys(ends))


def _month(day: str) -> str:
    shown = short_date(f"{day[:7]}-01", date.min)
    return shown.removeprefix("1 ")


class FactList(RowList):
    """The list of names and titles over time, of actors named in the same articles, of sources and of months."""

    BINDINGS = bindings("rows")

    @property
    def empty_text(self) -> str:
        is_filtered = self._dossier is not None and self._dossier.query
        return (
            "Nothing that the filter finds." if is_filtered else "The archive has nothing else about this actor."
        )

    @dataclass
    class Chosen(Message):
        """The user wants the dossier of an actor who is named in the same articles."""

        actor: ArchiveActor

    def __init__(self) -> None:
        super().__init__(id="facts")
        self._dossier: Dossier | None = None
        self._rows: list[Fact | FoldedFacts | str] = []
        self._unfolded: frozenset[str] = frozenset()
        self._most = 0

    def show(self, dossier: Dossier) -> None:
        """Show what a dossier has besides quotes and articles."""
        is_same = self._dossier is not None and self._dossier.actor.id == dossier.actor.id
        self._dossier = dossier
        self._unfolded = self._unfolded if is_same else frozenset()
        self._arrange(self.cursor if is_same else 0)

    def _arrange(self, cursor: int) -> None:
        assert self._dossier is not None
        self._rows = fact_rows(self._dossier, self._unfolded)
        self.update_rows(cursor, offset=None if cursor else 0)

    def count(self) -> int:
        return len(self._rows)

    def can_highlight(self, index: int) -> bool:
        return not isinstance(self._rows[index], str)

    def choose(self, index: int) -> None:
        row = self._rows[index]
        if isinstance(row, FoldedFacts):
            self._unfolded |= {row.heading}
            self._arrange(index)
        elif isinstance(row, Companion):
            self.post_message(self.Chosen(row.actor))
        else:
            self.notify("Only the actors below “Named with” can be opened.", markup=False)

    def draw(self, index: int, width: int) -> list[Line]:
        row, dim, text = self._rows[index], self.style_of("dim"), self.style_of("text")
        match row:
            case str():
                counts = [Segment("named  said", dim)] if row in ("Sources", "Months") else []
                head = spread([Segment(f" {row}", self.style_of("heading"))], counts, width)
                return [[], head] if index else [head]
            case FoldedFacts():
                return [[Segment(f"   {row.count:,} more …", dim)]]
            case DatedName():
                when = [Segment(f"{period(row.first, row.last)} {row.articles:>4,}", dim)]
                name = [Segment(f"   {visible(row.text)}", text)]
                if sum(part.cell_length for part in (*name, *when)) < width:
                    return [spread(name, when, width)]
                return [cut_line(name, width), spread([], when, width)]
            case Companion():
                count = [Segment(f"{row.articles:,}", dim)]
                return [spread([Segment(f" → {visible(row.actor.name)}", text)], count, width)]
            case Tally():
                return [self._tally(row, width)]

    def _tally(self, tally: Tally, width: int) -> Line:
        assert self._dossier is not None
        is_month = any(tally is month for month in self._dossier.months)
        among = self._dossier.months if is_month else self._dossier.sources
        most = max(each.named for each in among)
        unit = max(1, min(_BAR_WIDTH, width - 28))
        key = (short_month(tally.key) or "no date") if is_month else (visible(tally.key) or "no source")
        counts = f"{tally.named:>5,} {tally.said:>5,}"
        label = Segment(f"   {cut(key, width - unit - len(counts) - 5)}", self.style_of("text"))
        drawn = [Segment(f"{bar(tally.named, most, unit):<{unit}}", self.style_of("accent"))]
        return spread([label], [*drawn, Segment(f" {counts}", self.style_of("dim"))], width)


class DossierQuotes(QuoteRows):
    """The list of quotes by an actor or about them, the newest first."""

    BINDINGS = bindings("rows")

    actor_name = ""
    """The name that the dossier shows: a row does not repeat it where the source is just that."""

    def __init__(
        self,
        *,
        id: str,
        about: bool,
        complain: Callable[[Exception], None],
        count_articles: Callable[[Sequence[Quote]], list[int]],
    ) -> None:
        """Make an empty list.

        Args:
            id: The id of the widget.
            about: Whether these are quotes about the actor; then each row names its speaker.
            complain: Shows an error to the user.
            count_articles: Returns the number of articles that have the words of each quote; called in a thread,
                for the quotes on the screen.
        """
        super().__init__(id=id, complain=complain)
        self._about = about
        self._count_articles = count_articles
        self._articles: dict[tuple[int, int], int] = {}
        self._counter: LatestLookup[dict[tuple[int, int], int]] | None = None
        self._is_counting = False

    def cursor_moved(self) -> None:
        super().cursor_moved()
        self._request_counts()

    def _request_counts(self) -> None:
        """Count the articles of the quotes around the cursor that are read, a batch at a time."""
        pages = range(max(0, self.cursor - _WINDOW) // PAGE, (self.cursor + _WINDOW) // PAGE + 1)
        read = [quote for number in pages for quote in self.items_of_page(number)]
        uncounted = [quote for quote in read if (quote.article, quote.index) not in self._articles][:_BATCH]
        if not uncounted or self._is_counting:
            return
        self._is_counting = True
        if self._counter is None:
            self._counter = LatestLookup(self, self._add_counts, self._report_failed_count)

        def count(is_cancelled: Callable[[], bool]) -> Iterator[dict[tuple[int, int], int]]:
            counts = self._count_articles(uncounted)
            yield {(quote.article, quote.index): count for quote, count in zip(uncounted, counts, strict=True)}

        self._counter.ask(count)

    def _add_counts(self, articles: dict[tuple[int, int], int]) -> None:
        self._is_counting = False
        self._articles |= articles
        if any(count > 1 for count in articles.values()):
            self.redraw()
        self._request_counts()

    def _report_failed_count(self, error: ArchiveError) -> None:
        self._is_counting = False
        self._complain(error)

    def on_unmount(self) -> None:
        super().on_unmount()
        if self._counter is not None:
            self._counter.close()

    @property
    def empty_text(self) -> str:
        if self.find_hits is not None:
            return "No quote that the filter finds. 3 lists the articles."
        return "Nobody is quoted about this actor." if self._about else "This actor is not quoted."

    def draw_item(self, item: Quote, width: int) -> list[Line]:
        dim, soft = self.style_of("dim"), self.style_of("soft")
        head = [Segment("▌", self.style_of("accent"))]
        if self._about:
            head.append(Segment(f"{visible(speaker_name(item))} ", self.style_of("strong")))
        elif item.speaker and item.speaker != self.actor_name:
            head.append(Segment(f"{visible(item.speaker)} ", soft))
        head.append(Segment(visible(item.cue), soft + Style(italic=True)))
        day = short_date(item.published, date.min)
        outlet = cut(visible(item.outlet), max(_MIN_OUTLET_WIDTH, width // 2 - len(day) - 3))
        facts = (attribution_kind(item) if width >= 60 else "", outlet, day)
        said = self.content_lines(item, width, self.HEIGHT - 2, dim)
        tail = [Segment(" · ".join(fact for fact in facts if fact), dim)]
        if (articles := self._articles.get((item.article, item.index), 1)) > 1:
            tail.insert(0, Segment(f"in {articles} articles  ", self.style_of("accent")))
        return [spread(head, tail, width), *said, []]


class DossierArticles(PagedRows[Article]):
    """The list of articles that mention the actor, the newest first."""

    BINDINGS = bindings("rows")
    HEIGHT = 2

    is_filtered = False
    """Whether only articles that a filter finds are listed."""

    @property
    def empty_text(self) -> str:
        return "No article that the filter finds." if self.is_filtered else "No articles mention this actor."

    @dataclass
    class Chosen(Message):
        """The user wants to read this article."""

        article: int

    def choose(self, index: int) -> None:
        if article := self.item(index):
            self.post_message(self.Chosen(article.id))

    def draw_item(self, item: Article, width: int) -> list[Line]:
        dim = self.style_of("dim")
        parts = (visible(item.source), short_date(item.published, date.min), f"“{item.quotes}")
        return [
            cut_line([Segment(f" {visible(item.title)}", self.style_of("text"))], width),
            cut_line([Segment(f" {' · '.join(part for part in parts if part)}", dim)], width),
        ]
