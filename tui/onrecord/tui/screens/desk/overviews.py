"""The screens over many articles that cover the desk: who speaks in them, and the notes on them."""

from __future__ import annotations

from collections.abc import Callable

from onrecord.archive import Archive
from onrecord.base.records import Note
from onrecord.base.settings import Settings
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.facets import FacetController
from onrecord.tui.screens.desk.host import DeskHost


class OverviewController:
    """Opens what is told of many articles, and follows what is chosen there."""

    def __init__(
        self,
        host: DeskHost,
        archive: Archive,
        settings: Settings,
        listing: ArticleListController,
        facets: FacetController,
        read_note: Callable[[Note], None],
    ) -> None:
        """Open nothing yet.

        Args:
            host: The desk.
            archive: The archive.
            settings: What the screens need of the configuration.
            listing: The list of articles, whose search the overviews are of.
            facets: Narrows that search.
            read_note: Goes to a note in its article.
        """
        self._host = host
        self._archive = archive
        self._settings = settings
        self._listing = listing
        self._facets = facets
        self._read_note = read_note

    def open_statistics(self) -> None:
        """Show who speaks in the articles of the search; what is chosen there narrows it."""

        def narrow(facet_value: tuple[str, str] | None) -> None:
            if facet_value is not None:
                self._facets.toggle_value(*facet_value)

        listing = self._listing
        screen = dialogs.share_of_voice(self._archive, listing.query, listing.query_text, self._settings.keys)
        self._host.ask(screen, narrow)

    def open_notes(self) -> None:
        """Show all notes of the archive; the one that is chosen is read in its article."""

        def read(note: Note | None) -> None:
            if note is not None:
                self._read_note(note)

        self._host.ask(dialogs.archive_notes(self._archive, self._settings.keys), read)
