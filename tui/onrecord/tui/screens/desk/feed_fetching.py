"""Fetching feeds from the desk: in a process beside it, with how far it is in the frame of the lists."""

from __future__ import annotations

from threading import Thread

from onrecord.archive import Archive, ArchiveError
from onrecord.base.settings import Settings
from onrecord.terminal.fetch_process import FetchProcess, FetchState
from onrecord.tui.screens.desk.host import DeskHost
from onrecord.tui.screens.desk.saved_searches import SavedSearchController

_NO_FEEDS = "No feeds yet; in the shell, onrecord feeds add takes an address or a list."


class FeedFetchController:
    """Fetches what is new in the feeds; the desk notices by itself what is stored."""

    def __init__(self, host: DeskHost, archive: Archive, settings: Settings, lists: SavedSearchController) -> None:
        """Fetch nothing yet.

        Args:
            host: The desk.
            archive: The archive that has the feeds.
            settings: The user's configuration.
            lists: The lists above the articles, among which the feeds are.
        """
        self._host = host
        self._archive = archive
        self._settings = settings
        self._lists = lists
        self._process: FetchProcess | None = None

    def toggle(self) -> None:
        """Begin to fetch, or stop."""
        if self._process is not None:
            self.stop()
            self._host.say("Fetching was stopped; what came until now is stored.")
            return
        if self._archive.read_only:
            self._host.say(self._archive.read_only, severity="warning")
            return
        try:
            feed_count = len(self._archive.feeds.all())
        except ArchiveError as error:
            self._host.complain(error)
            return
        if not feed_count:
            self._host.say(_NO_FEEDS)
            return
        self._process = process = FetchProcess(self._archive.folder, self._settings.ignored_query)
        self._show(process, FetchState(total=feed_count))
        # A daemon: leaving the desk ends the process, and waits for nothing.
        Thread(target=self._follow, args=(process,), name="fetching", daemon=True).start()

    def stop(self) -> None:
        """End a fetch that is under way."""
        if self._process is not None:
            self._process.stop()
            self._process = None
            self._lists.show_progress("")

    def _follow(self, process: FetchProcess) -> None:
        """Show how far the fetch is; runs in a thread."""
        try:
            for state in process.states():
                self._host.call_later(self._show, process, state)
        except OSError as error:
            sentence = f"Feeds cannot be fetched: {error.strerror or error}."
            self._host.call_later(self._show, process, FetchState(summary=sentence, has_failures=True))

    def _show(self, process: FetchProcess, state: FetchState) -> None:
        if process is not self._process:  # it was stopped meanwhile
            return
        if not state.summary:
            self._lists.show_progress(f"fetching {state.done:,} of {state.total:,}")
            return
        self._process = None
        self._lists.show_progress("")
        self._host.show_changes()
        hint = " onrecord feeds says why." if state.has_failures else ""
        self._host.say(state.summary + hint, severity="warning" if state.has_failures else "information")
