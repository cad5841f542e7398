"""The list of articles: what it shows, searching, and keeping up with what is written meanwhile."""

from __future__ import annotations

from functools import partial

from textual import on
from textual.widgets import Static

from core.archive import ArchiveError, NoSuchArticle, parse
from tui.screens.desk.article import OpenArticle
from tui.widgets.article_list import ArticleList
from tui.widgets.search_bar import SearchBar


class Listing(OpenArticle):
    """Which articles are listed: those that ``found`` finds."""

    _version = 0

    def list_articles(self) -> None:
        """Show what the query finds; a wrong query or an unreadable archive leaves the list and is said."""
        error = self.query_one("#query-error", Static)
        try:
            # What is being typed may be unfinished: half a quotation, a field without a value.
            query = parse(self.query_text, typing=isinstance(self.focused, SearchBar)) if self.query_text else None
            ids = self.archive.ids(query or "")
            counts = self.archive.statistics()
            self._version = self.archive.version()
        except ArchiveError as problem:
            error.update(str(problem))
            error.add_class("-shown")
            return
        error.remove_class("-shown")
        self.found = query
        self.articles.show(
            ids,
            self.archive.page,
            words=partial(self.archive.hits, query) if query else None,
            snippet=partial(self.archive.snippet, query=query) if query else None,
        )
        articles = "1 article" if counts.articles == 1 else f"{counts.articles:,} articles"
        self.query_one("#counts", Static).update(f"{self.archive.folder}   {articles} · {counts.unread:,} unread")
        if self.articles.highlighted is None:
            self.close_article()
        else:
            self.show_soon(self.articles.highlighted)

    @on(SearchBar.Changed, "#search")
    def _search(self, event: SearchBar.Changed) -> None:
        self.query_text = event.value
        self.list_articles()
        self.show_hits()

    @on(SearchBar.Submitted, "#search")
    @on(SearchBar.Closed)
    def _leave_search(self) -> None:
        self.focus_pane("articles")
        self.list_articles()

    @on(ArticleList.Highlighted)
    def _preview_article(self, event: ArticleList.Highlighted) -> None:
        self.show_soon(event.id)

    def look_for_changes(self) -> None:
        """Show what another desk, a command or the background wrote."""
        try:
            changed = self.archive.version() != self._version
        except ArchiveError:  # it will be said by what the reader does next
            return
        if changed:
            self.annotations.look()
            self.show_changes()

    def show_changes(self) -> None:
        """The archive holds something new: show it everywhere; nothing moves."""
        self.list_articles()
        self.articles.refresh_articles()
        if self.reading is None:
            return
        try:
            self.reading.article = self.archive.get(self.reading.article.id)
            self.reading.notes = self.archive.notes(self.reading.article.id)
        except NoSuchArticle:
            self.close_article()
        except ArchiveError as error:
            self.complain(error)
        else:
            self.reader.article = self.reading.article
            self.reader.notes = self.reading.notes
            self.side.show_notes(self.reading)

    def _step_article(self, step: int) -> None:
        self.articles.move(step)
        if self.articles.highlighted is not None:
            self.open_article(self.articles.highlighted)

    def action_next_article(self) -> None:
        self._step_article(1)

    def action_previous_article(self) -> None:
        self._step_article(-1)

    def action_search(self) -> None:
        self.set_focus(self.query_one(SearchBar))
