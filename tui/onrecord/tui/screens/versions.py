"""The versions of an article, and what each changed in its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from onrecord.archive import Archive
from onrecord.base.records import Article
from onrecord.base.version_history import VersionStep, version_steps
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.screens.dialog import ClosesOnce
from onrecord.tui.widgets.key_line import KeyLine
from onrecord.tui.widgets.version_list import ChangedText, VersionList


class VersionsScreen(ClosesOnce[None], Screen[None]):
    """The versions of an article."""

    BINDINGS = bindings("versions")
    AUTO_FOCUS = "VersionList"

    def __init__(self, archive: Archive, article: Article, keys: Mapping[str, str]) -> None:
        """Make the screen.

        Args:
            archive: The archive.
            article: The article.
            keys: The user's own keys, by the names of the actions.
        """
        super().__init__()
        self._archive, self._article, self._keys = archive, article, keys

    def compose(self) -> ComposeResult:
        yield Static("", id="versions-head")
        yield VersionList()
        yield ChangedText()
        yield KeyLine()

    def on_mount(self) -> None:
        self._finder: LatestLookup[list[VersionStep]] = LatestLookup(self, self._show, self.complain)
        self._finder.ask(self._compare)

    def on_unmount(self) -> None:
        self._finder.close()

    def _compare(self, is_cancelled: Callable[[], bool]) -> Iterator[list[VersionStep]]:
        steps = version_steps(self._article.added, self._archive.versions.of(self._article.id))
        for step in steps:
            if is_cancelled():
                return
            step.prepare()  # here, and not on the event loop
        yield steps

    def _show(self, steps: list[VersionStep]) -> None:
        self.query_one("#versions-head", Static).update(
            Content.assemble((f" {visible(self._article.title)} ", "bold"), f"  {counted(len(steps), 'version')}")
        )
        self.query_one(VersionList).show(steps)

    @on(VersionList.Moved)
    def _show_changes(self) -> None:
        step = self.query_one(VersionList).highlighted
        self.query_one(ChangedText).show(step.changes if step else [])

    def action_next_pane(self) -> None:
        self.focus_next()

    def action_previous_pane(self) -> None:
        self.focus_previous()

    def action_leave_screen(self) -> None:
        self.dismiss(None)

    def action_help(self) -> None:
        from onrecord.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("versions", self._keys))
