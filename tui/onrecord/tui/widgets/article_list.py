"""The list of articles, of any length; only the articles on the screen are read from the archive."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual.cache import LRUCache
from textual.content import Content
from textual.message import Message

from onrecord.annotation import SUPPORTED_LANGUAGES
from onrecord.archive import ArchiveError
from onrecord.base.records import Article, Span
from onrecord.terminal.segments import (
    Line,
    around_first,
    cut,
    cut_line,
    fit,
    highlight_spans,
    line_width,
    short_date,
    spread,
    wrap_highlighted,
)
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.widgets.row_list import RowList
from onrecord.tui.widgets.sections import Section, Sections

if TYPE_CHECKING:
    from onrecord.archive.search.snippets import Snippet

WINDOW = 64
"""The number of articles that are read from the archive at once."""

_PART_GAP = "  "
_MIN_SOURCE_WIDTH = 8  # columns that the source keeps before something else is left out

_WIDTH_OF_TITLES = 60  # columns in which most titles fit into one line

_MOST_MISSING = 100
"""The most snippets that are found at once: more than a screen has rows."""

_SNIPPET_DELAY = 0.01  # seconds in which all rows of a screen are drawn, whose snippets are found together

_NEIGHBOURHOOD = 50  # rows around a removed article among which its nearest neighbour is looked for


def _first_tags(tags: Sequence[str], count: int) -> str:
    """Return the first ``count`` tags as one text, with the number of those that are left out: ``#2`` of two."""
    left_out = len(tags) - count
    sign_of_others = f"{'+' if count else '#'}{left_out}"
    return _PART_GAP.join([*tags[:count], *[sign_of_others] * bool(left_out)])


@dataclass(frozen=True)
class QueryInfo:
    """What the list shows about a query, beside the articles themselves.

    Args:
        title: The title of the pane; the number of articles if None.
        sections: The headings; their sizes add up to the number of articles.
        explanations: Why there are no articles.
        dimmed: The ids of articles that no longer match the query; their titles are dim.
    """

    title: str | None = None
    sections: Iterable[Section] = ()
    explanations: Sequence[str] = ()
    dimmed: AbstractSet[int] = frozenset()


class ArticleList(RowList):
    """The list of articles, by their ids; what a row shows is read when it is drawn."""

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
        """The user wants to read this article."""

        id: int

    def __init__(self) -> None:
        super().__init__(id="articles")
        self.ids: Sequence[int] = ()
        """The ids of the articles, from the top."""
        self.progress = ""
        """How much is left to annotate, in words: what is searched for may be there."""
        self._sections = Sections(0)
        self._read_articles: Callable[[Sequence[int]], list[Article]] = lambda ids: []
        self._find_hits: Callable[[str], list[Span]] | None = None
        self._find_snippet: Callable[[int], Snippet | None] | None = None
        self._articles: LRUCache[int, Article | None] = LRUCache(2000)
        self._snippets: LRUCache[int, Snippet | None] = LRUCache(500)
        self._current_snippets: set[int] = set()  # articles whose snippet is what the archive has now
        self._missing_snippets: list[int] = []  # articles that have been drawn without theirs, the last ones last
        self._will_find_snippets = False
        self._snippet_lookup: LatestLookup[tuple[int, Snippet | None]] | None = None
        self._announced: int | None = None
        self._explanations: Sequence[str] = ()
        self._dimmed: AbstractSet[int] = frozenset()
        self._marked: Container[int] = ()

    def show(
        self,
        ids: Sequence[int],
        read_articles: Callable[[Sequence[int]], list[Article]],
        *,
        find_hits: Callable[[str], list[Span]] | None = None,
        find_snippet: Callable[[int], Snippet | None] | None = None,
        keep: bool = True,
        info: QueryInfo | None = None,
    ) -> None:
        """Show these articles.

        Args:
            ids: The ids of the articles, from the top.
            read_articles: Reads articles by their ids; the result is cached until ``forget_articles``.
            find_hits: Returns the spans of a title that match the query.
            find_snippet: Returns the passage of an article that matches the query, called in a thread. It has
                the third line of a row. What the same function has found before is shown until it is found anew.
            keep: Leave the article under the cursor where it is on the screen, if it is among the articles.
            info: What is shown beside the articles.
        """
        info = info or QueryInfo()
        offset = self.offset_of_cursor()
        position = self._position_in(ids) if keep else None
        if find_snippet is not self._find_snippet:
            self._snippets.clear()
        self._forget_snippets()
        self.ids, self._read_articles, self._find_hits, self._find_snippet = (
            ids,
            read_articles,
            find_hits,
            find_snippet,
        )
        self._explanations, self._dimmed = info.explanations, info.dimmed
        self._sections = Sections(len(ids), info.sections)
        self.border_title = Content(f"Articles {len(ids):,}" if info.title is None else info.title)
        if position is None:
            self.update_rows(0, offset=None if self._sections.sections else 0)
        else:
            self.update_rows(self._sections.row_of(position), offset=offset)

    def _position_in(self, ids: Sequence[int]) -> int | None:
        """Return the position in ``ids`` of the article under the cursor, or else of its nearest neighbour."""
        position = self.position
        if position is None:
            return None
        if self.ids[position] in ids:
            return ids.index(self.ids[position])
        ids_above = self.ids[max(0, position - _NEIGHBOURHOOD) : position]
        ids_below = self.ids[position : position + _NEIGHBOURHOOD]
        remaining = {*ids_above, *ids_below}.intersection(ids)
        below = [article for article in ids_below if article in remaining]
        above = [article for article in ids_above if article in remaining]
        nearest = below[0] if below else above[-1] if above else None
        return None if nearest is None else ids.index(nearest)

    @property
    def position(self) -> int | None:
        """The position in ``ids`` of the article under the cursor."""
        return self._sections.item_at(self.cursor) if self.ids else None

    @property
    def highlighted(self) -> int | None:
        """The id of the article under the cursor."""
        return None if self.position is None else self.ids[self.position]

    def highlight(self, article: int) -> bool:
        """Move the cursor to an article.

        Returns:
            Whether it is in the list.
        """
        if article not in self.ids:
            return False
        self.cursor = self._sections.row_of(self.ids.index(article))
        return True

    def move(self, step: int) -> None:
        """Move the cursor down by so many articles; up if negative."""
        if self.position is not None:
            position = min(max(0, self.position + step), len(self.ids) - 1)
            self.cursor = self._sections.row_of(position)

    def show_marks(self, marked: Container[int], subtitle: str) -> None:
        """Show which articles are marked, and say in the lower frame how many."""
        self._marked = marked
        self.border_subtitle = Content(subtitle)
        self.redraw()

    def forget_articles(self) -> None:
        """Read all articles again, because they may have changed."""
        self._articles.clear()
        self._forget_snippets()
        self.redraw()

    def action_open(self) -> None:
        self.choose_highlighted()

    # Rows

    @property
    def empty_text(self) -> str:
        if self._find_hits is not None or self._find_snippet is not None:
            more_to_come = [f"{self.progress}: more may be found then."] if self.progress else []
            hints = [*self._explanations, *more_to_come, "Esc shows all articles again."]
            return "\n\n".join(["No articles found.", *hints])
        return (
            "No articles yet. In another terminal:\n\n"
            "onrecord add --seed    adds an article to try\n\n"
            "onrecord add FILE      adds texts, mails, HTML or Markdown files, feeds, or a web address\n\n"
            "They appear here at once. ? shows all keys, q leaves."
        )

    def count(self) -> int:
        return self._sections.rows

    def row_tops(self, width: int) -> Sequence[int]:
        return self._sections.tops(self._height(width))

    def _height(self, width: int) -> int:
        """Return the lines of an article: two for what is said of it, one more for a snippet or a longer title."""
        return 2 if self._find_snippet is None and width >= _WIDTH_OF_TITLES else 3

    def can_highlight(self, index: int) -> bool:
        return self._sections.heading_at(index) is None

    def choose(self, index: int) -> None:
        self.post_message(self.Opened(self.ids[self._sections.item_at(index)]))

    def cursor_moved(self) -> None:
        if self.highlighted != self._announced:
            self._announced = self.highlighted
            if self._announced is not None:
                self.post_message(self.Highlighted(self._announced))

    def draw(self, index: int, width: int) -> list[Line]:
        heading = self._sections.heading_at(index)
        if heading is not None:
            return [self._heading_line(heading, width)]
        article = self._article(self._sections.item_at(index))
        if article is None:
            return [[Segment("  (removed)", self.style_of("dim"))]]
        mark = Segment("✓ ", self.style_of("accent")) if article.id in self._marked else Segment("  ")
        details, tags = self._detail_line(article, width - 2), [f"#{visible(tag)}" for tag in article.tags]
        room = width - 2 - line_width(details) - len(_PART_GAP)
        with_tags = [mark, *details, Segment(_PART_GAP), self._tag_segment(tags, room)]
        if self._height(width) == 2:
            return [self._title_line(article, width), with_tags]
        snippet = self._snippet(article.id)
        if snippet is not None or not self._is_without_snippet(article.id):
            return [self._title_line(article, width), with_tags, self._snippet_line(snippet, width)]
        titles = self._title_lines(article, width)
        if len(titles) > 1 or cell_len(_PART_GAP.join(tags)) <= room:
            return [*titles, with_tags]
        return [*titles, [mark, *details], [Segment("  "), self._tag_segment(tags, width - 2)]]

    def _tag_segment(self, tags: Sequence[str], width: int) -> Segment:
        """Return the first tags, as many as have room, and the number of the others where that has room, too."""
        texts = [_first_tags(tags, count) for count in range(len(tags), -1, -1)]
        fitting = (text for text in texts if cell_len(text) <= width)
        return Segment(next(fitting, ""), self.style_of("soft"))

    def _heading_line(self, section: Section, width: int) -> Line:
        count = [Segment(f"{section.size:,}", self.style_of("dim"))]
        return spread([Segment(visible(section.label), self.style_of("heading"))], count, width)

    def _article(self, position: int) -> Article | None:
        article = self.ids[position]
        if article not in self._articles:
            start = max(0, position - WINDOW // 2)
            unread_ids = [id_ for id_ in self.ids[start : start + WINDOW] if id_ not in self._articles]
            articles = {read.id: read for read in self._read_articles(unread_ids)}
            for id_ in unread_ids:
                self._articles[id_] = articles.get(id_)
        return self._articles[article]

    def _title_line(self, article: Article, width: int) -> Line:
        style = self._title_style(article)
        spans = self._find_hits(article.title) if self._find_hits else []
        title = highlight_spans(article.title, spans, style, style + self.style_of("hit"))
        return self._with_signs(article, title, width)

    def _title_lines(self, article: Article, width: int) -> list[Line]:
        """Return a title in two lines, the second of which has the room of the snippet."""
        style, title = self._title_style(article), " ".join(article.title.split())
        spans = self._find_hits(title) if self._find_hits else []
        lines = wrap_highlighted(
            title, spans, width - 2 - 2 * article.starred, 2, style, style + self.style_of("hit")
        )
        first, *rest = lines or [[]]
        return [self._with_signs(article, first, width), *([Segment("  "), *line] for line in rest)]

    def _title_style(self, article: Article) -> Style:
        weight = "text" if article.read else "strong"
        return self.style_of("dim" if article.id in self._dimmed else weight)

    def _with_signs(self, article: Article, title: Line, width: int) -> Line:
        """Return a line of a title between the sign of unread articles and that of starred ones."""
        mark = Segment("  ") if article.read else Segment("● ", self.style_of("accent"))
        star = [Segment("★", self.style_of("accent"))] if article.starred else []
        return spread([mark, *title], star, width)

    def _detail_line(self, article: Article, width: int) -> Line:
        """Return the line with source, date, language and counts; in little room the date stays longest."""
        dim, soft = self.style_of("dim"), self.style_of("soft")
        day = short_date(article.published, date.today()) if article.published else "no date"
        facts = [
            "" if article.language in SUPPORTED_LANGUAGES else article.language,
            f"“{article.quotes}" if article.quotes else "",
            f"✎{article.notes}" if article.notes else "",
        ]
        source = visible(article.source)
        details = _details_beside(source, [day, *filter(None, facts)], width)
        room = width - _width_with_gaps(details)
        room_beside_tags = room - len(_PART_GAP) - len(f"#{len(article.tags)}")  # their number, if it can be shown
        if article.tags and room_beside_tags >= _MIN_SOURCE_WIDTH:
            room = room_beside_tags
        parts = [(1, [Segment(cut(source, max(_MIN_SOURCE_WIDTH, room)), soft)] if source else [])]
        return fit([*parts, *((2, [Segment(text, dim)]) for text in details)], width, _PART_GAP)

    def _snippet_line(self, snippet: Snippet | None, width: int) -> Line:
        if snippet is None:
            return []
        dim = self.style_of("dim")
        text, marks = around_first(snippet.text, snippet.marks, width - 2)
        line = cut_line(highlight_spans(text, marks, dim, dim + self.style_of("hit")), width - 2)
        return [Segment("  "), *line]

    # Snippets

    def _is_without_snippet(self, article: int) -> bool:
        """Return whether there is no snippet of an article, rather than one that is still to be found."""
        return self._find_snippet is None or article in self._snippets

    def _snippet(self, article: int) -> Snippet | None:
        """Return the snippet of an article, None where there is none or it is still to be found."""
        if self._find_snippet is None:
            return None
        is_current = article in self._current_snippets and article in self._snippets
        if not is_current and article not in self._missing_snippets:
            self._missing_snippets.append(article)
            if not self._will_find_snippets:
                self._will_find_snippets = True
                self.set_timer(_SNIPPET_DELAY, self._find_snippets)
        return self._snippets.get(article)

    def _find_snippets(self) -> None:
        """Find the snippets that are missing, those on the screen before others that were there."""
        self._will_find_snippets = False
        find_snippet = self._find_snippet
        if find_snippet is None or not self._missing_snippets:
            return
        if self._snippet_lookup is None:
            self._snippet_lookup = LatestLookup(self, self._add_snippet, self._give_up_snippets)
        del self._missing_snippets[:-_MOST_MISSING]
        articles = tuple(reversed(self._missing_snippets))
        self._snippet_lookup.ask(lambda _: ((article, find_snippet(article)) for article in articles))

    def _add_snippet(self, snippet: tuple[int, Snippet | None]) -> None:
        article = snippet[0]
        self._snippets.discard(article)  # Textual's cache keeps the first value of a key
        self._snippets[article] = snippet[1]
        self._current_snippets.add(article)
        self._missing_snippets = [each for each in self._missing_snippets if each != article]
        self.redraw()

    def _give_up_snippets(self, error: ArchiveError) -> None:
        """Go without the snippets: the lookup of the list says what is wrong with the archive."""
        for article in self._missing_snippets:
            self._snippets.discard(article)
            self._snippets[article] = None
        self._current_snippets.update(self._missing_snippets)
        self._missing_snippets.clear()

    def _forget_snippets(self) -> None:
        """Find all snippets again when they are drawn."""
        self._current_snippets.clear()
        self._missing_snippets.clear()
        if self._snippet_lookup is not None:
            self._snippet_lookup.drop()

    def on_unmount(self) -> None:
        if self._snippet_lookup is not None:
            self._snippet_lookup.close()


def _details_beside(source: str, details: Sequence[str], width: int) -> Sequence[str]:
    """Return as many of the details as leave the source a part of the width; the first stays in any case."""
    least_room = min(_MIN_SOURCE_WIDTH, cell_len(source)) if source else -len(_PART_GAP)
    while len(details) > 1 and width - _width_with_gaps(details) < least_room:
        details = details[:-1]
    return details


def _width_with_gaps(texts: Iterable[str]) -> int:
    """Return the columns of texts with a gap before each."""
    return sum(len(_PART_GAP) + cell_len(text) for text in texts)
