"""The first steps on an archive without articles, and the articles that come with onrecord."""

from __future__ import annotations

from collections.abc import Mapping

from onrecord.archive import Archive, ArchiveError
from onrecord.base.settings import resource
from onrecord.tui.model.background_work import Failure, work_beside
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.edit_session import EditSession
from onrecord.tui.screens.desk.host import DeskHost


class FirstStepsController:
    """Welcomes a new user, once an archive, and adds articles to try onrecord on."""

    def __init__(self, host: DeskHost, archive: Archive, session: EditSession, keys: Mapping[str, str]) -> None:
        """Show nothing yet.

        Args:
            host: The desk.
            archive: The archive.
            session: Knows whether the archive may be written.
            keys: The user's own keys, by the names of the actions.
        """
        self._host = host
        self._archive = archive
        self._session = session
        self._keys = keys

    def welcome(self) -> None:
        """Show the first steps where the archive has no articles and may be written."""
        try:
            has_articles = bool(self._archive.search.ids(limit=1))
        except ArchiveError:  # the list of articles says so
            return
        if has_articles or self._archive.read_only:
            return

        def begin(adds_seed: bool | None) -> None:
            if adds_seed:
                self.add_seed()

        self._host.ask(dialogs.welcome(self._keys), begin)

    def add_seed(self) -> None:
        """Add the articles that come with onrecord; the desk annotates them in the background."""
        if not self._session.may_change():
            return

        def add() -> None:
            from onrecord.ingest import read

            for file in sorted(resource("seeds").iterdir()):
                for draft in read(file):
                    self._archive.articles.add(draft)

        def end(failure: Failure | None) -> None:
            if failure is not None:
                self._host.complain(failure)
            else:
                self._host.say("Added the article that comes with onrecord.")
            self._host.show_changes()

        self._host.say("Adding the article that comes with onrecord …")
        work_beside(self._host, add, end)
