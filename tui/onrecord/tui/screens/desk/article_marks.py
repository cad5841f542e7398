"""Marking rows of the list, and which articles a verb is done to."""

from __future__ import annotations

from onrecord.tui.model.marked_articles import MarkedArticles
from onrecord.tui.screens.desk.article import ArticleController
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.pane_focus import PaneFocus

SCOPES = ("marked", "all", "above", "below")
"""Which articles of the list a command line can be about."""


class ArticleMarkController:
    """Marks rows of the list of articles. The marks go with the list: another search has none."""

    def __init__(self, listing: ArticleListController, article: ArticleController, focus: PaneFocus) -> None:
        """Mark nothing yet.

        Args:
            listing: The list of articles.
            article: The owner of the open article.
            focus: Knows in which pane the cursor is.
        """
        self._listing = listing
        self._article = article
        self._focus = focus
        self._marked = MarkedArticles()

    # Marking

    def mark(self) -> None:
        """Mark the article under the cursor, or take its mark away, and go to the next one."""
        article = self._highlighted()
        if article is not None:
            self._marked.toggle(article)
            self._listing.pane.move(1)
            self.draw()

    def mark_range(self) -> None:
        """Mark all articles from the one that was marked last to the one under the cursor."""
        article = self._highlighted()
        if article is not None:
            self._marked.extend(self._listing.pane.ids, article)
            self.draw()

    def mark_all(self) -> None:
        """Mark all listed articles; where all are marked, none."""
        if self._highlighted() is not None:
            self._marked.toggle_all(self._listing.pane.ids)
            self.draw()

    def invert(self) -> None:
        """Mark exactly the listed articles that are not marked."""
        if self._highlighted() is not None:
            self._marked.invert(self._listing.pane.ids)
            self.draw()

    def _highlighted(self) -> int | None:
        """Return the article under the cursor; None in an empty list, which is then said."""
        pane = self._listing.pane
        if pane.highlighted is None:
            pane.say_empty()
        return pane.highlighted

    def clear(self) -> bool:
        """Take all marks away, and return whether there were any."""
        had_marks = bool(self._marked)
        if had_marks:
            self._marked.clear()
            self.draw()
        return had_marks

    def draw(self) -> None:
        """Show the marks."""
        count = len(self._marked)
        self._listing.pane.show_marks(self._marked, f"{count:,} marked · Esc unmarks" if count else "")

    # What verbs are done to

    def targets(self) -> list[int]:
        """Return the articles that a verb is done to, by where the cursor is.

        In the list these are the marked articles, or else the one under the cursor; elsewhere the open article.
        """
        pane = self._listing.pane
        if self._focus.pane == "articles" and pane.highlighted is not None:
            return self._marked.of(pane.ids) or [pane.highlighted]
        opened = self._article.open_article
        return [opened.article.id] if opened else []

    def pair(self) -> tuple[int, int] | None:
        """Return the two marked articles, or the marked one and that under the cursor; None without two."""
        pane = self._listing.pane
        marked = self._marked.of(pane.ids)
        if len(marked) == 1 and pane.highlighted is not None:
            marked = list(dict.fromkeys((*marked, pane.highlighted)))
        return (marked[0], marked[1]) if len(marked) == 2 else None

    def marked_or_listed(self) -> list[int]:
        """Return the marked articles, without any all that are listed."""
        ids = self._listing.pane.ids
        return self._marked.of(ids) or list(ids)

    def scope(self, name: str) -> list[int]:
        """Return the articles of a scope of the command line.

        Args:
            name: One of ``SCOPES``; ``above`` and ``below`` are without the article at the cursor.
        """
        ids, place = self._listing.pane.ids, self._listing.pane.position or 0
        match name:
            case "marked":
                return self._marked.of(ids)
            case "above":
                return list(ids[:place])
            case "below":
                return list(ids[place + 1 :])
        return list(ids)
