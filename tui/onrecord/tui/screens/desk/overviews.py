"""The screens over many articles that cover the desk: who speaks in them, notes, differences."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.archive import Archive, ArchiveError
from onrecord.base.records import Note
from onrecord.base.settings import Settings
from onrecord.tui.model.places import DifferencePlace, NotePlace, ScreenPlace
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.article_marks import ArticleMarkController
from onrecord.tui.screens.desk.facets import FacetController
from onrecord.tui.screens.desk.host import DeskHost
from onrecord.tui.screens.dialog import ArticlePlace


class OverviewController:
    """Opens what is told of many articles, and follows what is chosen there."""

    def __init__(
        self,
        host: DeskHost,
        archive: Archive,
        settings: Settings,
        facets: FacetController,
        marks: ArticleMarkController,
        read: Callable[[ScreenPlace, ArticlePlace | Note], None],
    ) -> None:
        """Open nothing yet.

        Args:
            host: The desk.
            archive: The archive.
            settings: What the screens need of the configuration.
            facets: Knows the list of articles, and narrows its search.
            marks: Knows which articles are marked.
            read: Goes from a place in such a screen into an article, or to a note in its article.
        """
        self._host = host
        self._archive = archive
        self._settings = settings
        self._facets = facets
        self._marks = marks
        self._read = read

    def open_statistics(self) -> None:
        """Show who speaks in the articles of the search; what is chosen there narrows it."""

        def narrow(facet_value: tuple[str, str] | None) -> None:
            if facet_value is not None:
                self._facets.toggle_value(*facet_value)

        listing = self._facets.listing
        screen = dialogs.share_of_voice(self._archive, listing.query, listing.query_text, self._settings.keys)
        self._host.ask(screen, narrow)

    def open_notes(self) -> None:
        """Show all notes of the archive; the one that is chosen is read in its article."""
        self.open_notes_at(NotePlace())

    def open_notes_at(self, place: NotePlace) -> None:
        """Show all notes of the archive with the cursor at a place."""
        notes = dialogs.archive_notes(self._archive, self._settings.keys, place)

        def read(note: Note | None) -> None:
            if note is not None:
                self._read(notes.place, note)

        self._host.ask(notes, read)

    def compare_articles(self) -> None:
        """Show two articles side by side: those that are marked, or the marked one and that under the cursor."""
        article_ids = self._marks.pair()
        if article_ids is None:
            key = self._host.shown_key("mark_article")
            self._host.say(f"Mark two articles with {key} to compare them, or one and go to the other.")
            return
        self.open_difference_at(DifferencePlace(article_ids))

    def open_difference_at(self, place: DifferencePlace) -> None:
        """Show two articles side by side with the cursor at a place."""
        try:
            articles = self._archive.articles.get_many(place.articles)
        except ArchiveError as error:
            self._host.complain(error)
            return
        if len(articles) < 2:
            self._host.say("One of the two articles is no longer in the archive.")
            return
        left, right = articles

        difference = dialogs.difference(self._archive, (left, right), self._settings.keys, place.cursor)

        def read(article_place: ArticlePlace | None) -> None:
            if article_place is not None:
                self._read(difference.place, article_place)

        self._host.ask(difference, read)
