"""The list of articles: a hundred thousand as well as three, of which only those on screen are read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from textual.cache import LRUCache
from textual.content import Content
from textual.message import Message

from onrecord.base.records import Article, Span
from onrecord.terminal.segments import Line, cut, cut_line, fit, highlight_spans, short_date, spread, visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.widgets.row_list import RowList
from onrecord.tui.widgets.sections import Section, Sections

if TYPE_CHECKING:
    from onrecord.archive.search.snippets import Snippet

WINDOW = 64
"""How many articles are read from the archive at once."""

_GAP = "  "
_SOURCE = 8  # columns that a source keeps before something else is left out

_NEAR = 50  # rows around a vanished article among which its nearest neighbour is looked for


class ArticleList(RowList):
    """The articles found, by their ids; what a row shows is read when it comes on screen."""

    BINDINGS = bindings("articles")
    CLICK_CHOOSES: ClassVar[bool] = False

    @dataclass
    class Highlighted(Message):
        """The cursor is on another article."""

        id: int

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, ArticleList.Highlighted)

    @dataclass
    class Opened(Message):
        """The reader wants to read this one."""

        id: int

    def __init__(self) -> None:
        super().__init__(id="articles")
        self.ids: Sequence[int] = ()
        """The articles listed, from the top."""
        self._places = Sections(0, 2)
        self._page: Callable[[Sequence[int]], list[Article]] = lambda ids: []
        self._words: Callable[[str], list[Span]] | None = None
        self._snippet: Callable[[int], Snippet | None] | None = None
        self._articles: LRUCache[int, Article | None] = LRUCache(2000)
        self._snippets: LRUCache[int, Snippet | None] = LRUCache(500)
        self._last: int | None = None
        self._missing: Sequence[str] = ()
        self._unfitting: AbstractSet[int] = frozenset()

    def show(
        self,
        ids: Sequence[int],
        page: Callable[[Sequence[int]], list[Article]],
        *,
        words: Callable[[str], list[Span]] | None = None,
        snippet: Callable[[int], Snippet | None] | None = None,
        sections: Iterable[Section] = (),
        title: str | None = None,
        keep: bool = True,
        missing: Sequence[str] = (),
        unfitting: AbstractSet[int] = frozenset(),
    ) -> None:
        """Show these articles; the one under the cursor stays where it is if it is among them and ``keep`` is set.

        ``page`` reads articles by id (what it read holds until ``forget_articles``), ``words`` says where the
        words searched for stand in a title, and with ``snippet`` every row has a third line, with the place found.
        ``sections`` are headings; together they count all articles. ``missing`` says why there are none.
        ``unfitting`` are articles that belong to the list no more; their titles are dim.
        """
        offset = self.offset_of_cursor()
        place = self._place_in(ids) if keep else None
        self.ids, self._page, self._words, self._snippet = ids, page, words, snippet
        self._missing, self._unfitting = missing, unfitting
        self._places = Sections(len(ids), 2 if snippet is None else 3, sections)
        self._snippets.clear()
        self.border_title = Content(f"Articles {len(ids):,}" if title is None else title)
        if place is None:
            self.update_rows(0, offset=None if self._places.sections else 0)
        else:
            self.update_rows(self._places.row_of(place), offset=offset)

    def _place_in(self, ids: Sequence[int]) -> int | None:
        """Where the article under the cursor stands among others, or the nearest one that is still there."""
        here = self.place
        if here is None:
            return None
        if self.ids[here] in ids:
            return ids.index(self.ids[here])
        around = self.ids[max(0, here - _NEAR) : here + _NEAR]
        left = set(around).intersection(ids)
        below = [article for article in self.ids[here : here + _NEAR] if article in left]
        above = [article for article in self.ids[max(0, here - _NEAR) : here] if article in left]
        nearest = below[0] if below else above[-1] if above else None
        return None if nearest is None else ids.index(nearest)

    @property
    def place(self) -> int | None:
        """Where the article under the cursor stands in ``ids``."""
        return self._places.item_at(self.cursor) if self.ids else None

    @property
    def highlighted(self) -> int | None:
        """The id of the article under the cursor."""
        return None if self.place is None else self.ids[self.place]

    def highlight(self, article: int) -> bool:
        """Put the cursor on this article, if it is in the list."""
        if article not in self.ids:
            return False
        self.cursor = self._places.row_of(self.ids.index(article))
        return True

    def move(self, step: int) -> None:
        """Put the cursor so many articles further down (negative: up)."""
        if self.place is not None:
            place = min(max(0, self.place + step), len(self.ids) - 1)
            self.cursor = self._places.row_of(place)

    def forget_articles(self) -> None:
        """What was read of the articles holds no more: read them again."""
        self._articles.clear()
        self._snippets.clear()
        self.redraw()

    def action_open(self) -> None:
        self.choose_highlighted()

    # Rows

    @property
    def empty_text(self) -> str:
        if self._words is not None or self._snippet is not None:
            return "\n\n".join(["Nothing found.", *self._missing, "Esc shows all articles again."])
        return "No articles yet.\n\n“onrecord add FILE” puts some in: text, HTML, Markdown, or a web address."

    def count(self) -> int:
        return self._places.rows

    def row_tops(self, width: int) -> Sequence[int]:
        places = self._places
        return places if places.sections else range(0, places.height * places.items + 1, places.height)

    def can_highlight(self, index: int) -> bool:
        return self._places.heading_at(index) is None

    def choose(self, index: int) -> None:
        self.post_message(self.Opened(self.ids[self._places.item_at(index)]))

    def moved(self) -> None:
        if self.highlighted != self._last:
            self._last = self.highlighted
            if self._last is not None:
                self.post_message(self.Highlighted(self._last))

    def draw(self, index: int, width: int) -> list[Line]:
        heading = self._places.heading_at(index)
        if heading is not None:
            return [self._heading(heading, width)]
        article = self._article(self._places.item_at(index))
        if article is None:
            return [[Segment("  (removed)", self.style_of("dim"))], []] + [[]] * (self._snippet is not None)
        lines = [self._title(article, width), [Segment("  "), *self._details(article, width - 2)]]
        if self._snippet is not None:
            lines.append([Segment("  "), *self._found(article.id, width - 2)])
        return lines

    def _heading(self, section: Section, width: int) -> Line:
        count = [Segment(f"{section.size:,}", self.style_of("dim"))]
        return spread([Segment(visible(section.label), self.style_of("heading"))], count, width)

    def _article(self, place: int) -> Article | None:
        article = self.ids[place]
        if article not in self._articles:
            start = max(0, place - WINDOW // 2)
            wanted = [i for i in self.ids[start : start + WINDOW] if i not in self._articles]
            read = {each.id: each for each in self._page(wanted)}
            for each in wanted:
                self._articles[each] = read.get(each)
        return self._articles[article]

    def _title(self, article: Article, width: int) -> Line:
        fits = "text" if article.read else "strong"
        style = self.style_of("dim" if article.id in self._unfitting else fits)
        mark = Segment("  ") if article.read else Segment("● ", self.style_of("accent"))
        spans = self._words(article.title) if self._words else []
        title = highlight_spans(article.title, spans, style, style + self.style_of("hit"))
        star = [Segment("★", self.style_of("accent"))] if article.starred else []
        return spread([mark, *title], star, width)

    def _details(self, article: Article, width: int) -> Line:
        """Source and date, then what is in the article. The source gives way to counts, these to the date."""
        dim = self.style_of("dim")
        day = short_date(article.published, date.today())
        counts = [f"“{article.quotes}" if article.quotes else "", f"✎{article.notes}" if article.notes else ""]
        beside_source = sum(len(_GAP) + cell_len(text) for text in (day, *counts) if text)
        source = cut(visible(article.source), max(_SOURCE, width - beside_source))
        parts = [(4, source, self.style_of("soft")), (5, day, dim), (3, counts[0], dim), (2, counts[1], dim)]
        parts += [(1, f"#{visible(tag)}", self.style_of("soft")) for tag in article.tags]
        return fit(
            [(weight, [Segment(text, style)] if text else []) for weight, text, style in parts], width, _GAP
        )

    def _found(self, article: int, width: int) -> Line:
        if article not in self._snippets:
            assert self._snippet is not None
            self._snippets[article] = self._snippet(article)
        snippet = self._snippets[article]
        if snippet is None:
            return []
        dim = self.style_of("dim")
        return cut_line(highlight_spans(snippet.text, snippet.marks, dim, dim + self.style_of("hit")), width)
