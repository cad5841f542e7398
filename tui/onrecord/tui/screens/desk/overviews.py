"""The screens over many articles that cover the desk: who speaks in them."""

from __future__ import annotations

from onrecord.archive import Archive
from onrecord.base.settings import Settings
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.facets import FacetController
from onrecord.tui.screens.desk.host import DeskHost


class OverviewController:
    """Opens what is told of all listed articles, and follows what is chosen there."""

    def __init__(
        self,
        host: DeskHost,
        archive: Archive,
        settings: Settings,
        listing: ArticleListController,
        facets: FacetController,
    ) -> None:
        """Open nothing yet.

        Args:
            host: The desk.
            archive: The archive.
            settings: What the screens need of the configuration.
            listing: The list of articles, whose search the overviews are of.
            facets: Narrows that search.
        """
        self._host = host
        self._archive = archive
        self._settings = settings
        self._listing = listing
        self._facets = facets

    def open_statistics(self) -> None:
        """Show who speaks in the articles of the search; what is chosen there narrows it."""

        def narrow(facet_value: tuple[str, str] | None) -> None:
            if facet_value is not None:
                self._facets.toggle_value(*facet_value)

        listing = self._listing
        screen = dialogs.share_of_voice(self._archive, listing.query, listing.query_text, self._settings.keys)
        self._host.ask(screen, narrow)
