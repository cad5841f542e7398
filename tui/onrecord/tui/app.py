"""The application around the desk: theme, keys, palette."""

from __future__ import annotations

import asyncio
import signal
import sys
from collections.abc import Callable, Coroutine, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from typing import Any

from rich.console import RenderableType
from textual import events
from textual.app import App, SystemCommand
from textual.binding import Binding
from textual.driver import Driver
from textual.filter import LineFilter
from textual.message_pump import MessagePump
from textual.notifications import SeverityLevel
from textual.screen import Screen
from textual.widget import Widget

from onrecord.archive import Archive
from onrecord.base.control_characters import with_symbols
from onrecord.base.settings import Settings, SettingsError, config_file
from onrecord.terminal import garbage_collection
from onrecord.terminal.progress import progress_reporter
from onrecord.terminal.visible_text import visible_lines
from onrecord.tui.guard import TerminalGuard
from onrecord.tui.looks import stylesheet as styles
from onrecord.tui.looks.keymap import ACTIONS, key_problems, keys_of
from onrecord.tui.looks.themes import THEMES
from onrecord.tui.model.background_work import wait_for_work
from onrecord.tui.model.desk_session import DeskSession, load_session
from onrecord.tui.screens.desk import DeskScreen
from onrecord.tui.screens.dialog import Dialog
from onrecord.tui.terminal_cells import TerminalCells
from onrecord.tui.textual_private import ReportingApp, run_key_binding
from onrecord.tui.widgets.key_line import KeyLine
from onrecord.tui.widgets.row_list import RowList

_REST = 2.0  # seconds without a key or the mouse after which garbage is collected
_KEY_PATIENCE = 2.0  # seconds that a key waits for a dialog to open, or for an input to take the text before it


class OnRecord(ReportingApp):
    """The reading desk on one archive."""

    TITLE = "onrecord"
    CSS = styles.first()
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"

    def __init__(self, settings: Settings, archive: Archive, session: DeskSession | None = None) -> None:
        """Make the application.

        Args:
            settings: The user's settings.
            archive: The archive.
            session: Where the desk begins; None for the beginning.
        """
        super().__init__()
        self.animation_level = "none"  # while something glides, every key waits for a frame
        self.settings = settings
        self.archive = archive
        # Before the first style is computed: a theme set later has all styles parsed and computed again.
        for theme in THEMES:
            self.register_theme(theme)
        self._guard = TerminalGuard()
        self._has_garbage = False  # that a full collection could find
        self._is_left = asyncio.Event()
        self._message_line: KeyLine | None = None  # where a message was shown last
        self._typing_widget: Widget | None = None  # an input that may not have taken its newest text yet
        self.session = session or DeskSession()
        theme_name = self.session.theme_for(settings.theme)
        self._knows_theme = settings.theme in self.available_themes
        self.set_reactive(App.theme, theme_name if theme_name in self.available_themes else THEMES[0].name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.set_class(self.current_theme.dark, "-dark-mode", update=False)
        self.set_class(not self.current_theme.dark, "-light-mode", update=False)

    def exit(self, result: None = None, return_code: int = 0, message: RenderableType | None = None) -> None:
        """End the desk; what a key still waits for is not waited for any more."""
        super().exit(result, return_code, message)
        self._is_left.set()

    def failure_message(self, error: BaseException) -> str:
        """Write down where an unexpected error occurred, and return what is printed of it."""
        from onrecord.terminal.failure_report import failure_sentences

        return failure_sentences(error)

    def get_default_screen(self) -> DeskScreen:
        """Return the desk, which has no screen beneath it."""
        return DeskScreen(self.archive, self.settings, self.session)

    def on_mount(self) -> None:
        """Take over the keys of the configuration, and say what of it cannot be used."""
        self._heed_signals()
        self._rest_timer = self.set_interval(_REST, self._collect_garbage)
        self.app_resume_signal.subscribe(self, lambda _: self.action_repaint())
        if self.settings.keys:
            self.set_keymap(self.settings.keys)
        for problem in key_problems(self.settings.keys):
            self._warn(problem)
        if not self._knows_theme:
            self._warn(f"There is no theme “{self.settings.theme}”; the palette (ctrl+p, theme) lists them.")

    def _heed_signals(self) -> None:
        """End like a desk that is left when the process is told to end, with the terminal as it was."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)):
            with suppress(
                NotImplementedError, RuntimeError, ValueError
            ):  # not on Windows, nor beside the main thread
                loop.add_signal_handler(number, partial(self.exit, return_code=128 + number))

    def on_resize(self, event: events.Resize) -> None:
        """Paint everything, even where the size is what it was: it may have changed and changed back."""
        self._terminal_cells.resize(*event.size)
        self.action_repaint()

    def action_repaint(self) -> None:
        """Paint everything: the shell, or another program, has written over it."""
        self._terminal_cells.forget()
        for screen in self.screen_stack:
            screen.refresh(layout=True)

    def _collect_garbage(self) -> None:
        """Collect garbage once after the user has done something."""
        if self._has_garbage:
            self._has_garbage = False
            garbage_collection.collect()

    def _warn(self, sentence: str) -> None:
        self.notify(sentence, severity="warning", markup=False)

    def get_driver_class(self) -> type[Driver]:
        """Return the driver for the terminal; Textual's own writes too much for slow lines."""
        usual_driver = super().get_driver_class()
        if usual_driver.__name__ != "LinuxDriver":  # on Windows, or one that the environment names
            self._terminal_cells = TerminalCells()
            return usual_driver
        from onrecord.tui.lean_driver import is_erased_in_colour, lean_driver

        self._terminal_cells = TerminalCells(is_erased_in_colour=is_erased_in_colour())
        return lean_driver(self._terminal_cells)

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Return what every painted line passes through, so that nothing in it can steer the terminal."""
        return [*super().get_line_filters(), self._guard]

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = True,
    ) -> None:
        """Show a message in the line of keys or, an error or one too long for that, in a corner of the screen.

        It may hold text from outside.
        """
        if severity != "error":
            for screen in self.screen_stack[-1:]:
                for line in screen.query(KeyLine):
                    if line.show_message(visible_lines(message), is_warning=severity == "warning"):
                        self._message_line = line
                        return
        super().notify(visible_lines(message), title=title, severity=severity, timeout=timeout, markup=markup)

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text through the terminal, with symbols for what would steer the one that it is pasted into."""
        super().copy_to_clipboard(with_symbols(text))

    async def on_event(self, event: events.Event) -> None:
        """Let a key act before the next one is looked at; the desk may keep keys until it can act on them."""
        if isinstance(event, events.InputEvent):
            self._has_garbage = True
            self._rest_timer.reset()
        desk = self.screen_stack[0] if self.screen_stack else None
        if isinstance(event, events.InputEvent) and isinstance(desk, DeskScreen):
            desk.prepare_for_keys()
        if not isinstance(event, events.Key) or event.is_forwarded:
            await super().on_event(event)
            return
        if desk is None or self._is_left.is_set():
            return
        if self._message_line is not None:
            self._message_line.let_message_go()
        if not (isinstance(desk, DeskScreen) and desk.hold_key(partial(self._act_on_key, event))):
            await self._act_on_key(event)

    async def _act_on_key(self, event: events.Key) -> None:
        """Run what a key is bound to, unless it is text for the widget in focus.

        Textual sends a key to the focused widget first and acts when it comes back; of keys that arrive together
        (typed while the desk was busy) those after ``/`` would still go to the list. Keys for a dialog that has
        just been opened wait until one of its widgets has the focus, and a key that acts on an input, such as
        Enter or Tab, waits until the input has taken the text before it, and the screen what follows from it.
        """
        if self.focused is None:
            await self._until_idle(self.screen)
        focused = self.focused if self.screen_stack else None
        is_text = focused is not None and focused.check_consume_key(event.key, event.character)
        if is_text:
            self._typing_widget = focused
        elif self._typing_widget is not None:
            await self._until_handled(self._typing_widget, self.screen)
            self._typing_widget = None
        if not self.screen_stack:  # it was left meanwhile
            return
        screen = self.screen
        if not is_text and isinstance(screen, DeskScreen) and not await screen.wait_for_rows(event.key):
            return
        if is_text or not await run_key_binding(self, event.key):
            await super().on_event(event)
            if not is_text and isinstance(screen, DeskScreen):
                screen.explain_key(event)
        # The desk learns by a message which row was chosen, and the next key may be for what that opens.
        has_chosen = isinstance(focused, RowList) and focused.take_choice()
        if has_chosen or not (is_text or isinstance(screen, DeskScreen)):
            await self._until_handled(focused or screen, screen)

    async def _until_handled(self, widget: Widget, screen: Screen[Any]) -> None:
        """Wait until a key has come from a widget to its screen, and what followed an answer has been done."""
        for node in widget.ancestors_with_self:
            if node is screen and isinstance(screen, Dialog):
                await self._wait_for(screen.wait_for_answer())
            if node is self or not self.screen_stack:
                return
            if self.screen is not screen:  # closed: the screen below takes the answer
                await self._until_idle(self.screen)
                return
            await self._until_idle(node)

    async def _until_idle(self, pump: MessagePump) -> None:
        """Wait until a screen or widget is mounted and has handled all messages that it has by now."""
        is_idle = asyncio.Event()
        if pump.call_later(is_idle.set):
            await self._wait_for(is_idle.wait())

    async def _wait_for(self, event: Coroutine[Any, Any, object]) -> None:
        """Wait for an event as long as a key may, and no longer once the desk is left: then it may never come."""
        waits = [asyncio.ensure_future(event), asyncio.ensure_future(self._is_left.wait())]
        try:
            await asyncio.wait(waits, timeout=_KEY_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()

    def action_command_palette(self) -> None:
        """Open the palette, unless it is open."""
        from onrecord.tui.screens.palette import Palette

        # Without Textual's id for it: one that is still being closed has that, too.
        if not isinstance(self.screen, Palette):
            self.push_screen(Palette())

    def search_themes(self) -> None:
        """Open the palette with the themes."""
        from textual.theme import ThemeProvider

        from onrecord.tui.screens.palette import Palette

        self.push_screen(Palette(providers=[ThemeProvider], placeholder="Search for themes…"))

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:
        """Return what the palette lists: on the desk every action of it, elsewhere the themes and quitting."""
        if isinstance(screen, DeskScreen):
            for action in ACTIONS:
                if action.is_command:
                    keys = [self.get_key_display(Binding(key, "")) for key in keys_of(action, self.settings.keys)]
                    shown_keys = ", ".join(keys) if action.keys else f":{action.name}"
                    yield SystemCommand(action.help, shown_keys, screen.command(action.name))
        else:
            yield SystemCommand("Choose the theme: the colours", ":change_theme", self.action_change_theme)
            yield SystemCommand("Quit onrecord", ":quit", self.action_quit)

    # Keys

    def action_edit_keys(self) -> None:
        """Open the key editor."""
        from onrecord.tui.screens.key_editor import KeyEditor

        self.push_screen(KeyEditor(self.settings.keys, self._store_keys, str(config_file())))

    def _store_keys(self, changes: Mapping[str, str | None]) -> None:
        """Write other keys of actions into the config file, and have them work from now on.

        Raises:
            SettingsError: The config file cannot be read or written.
        """
        from onrecord.base.config_edit import config_with_keys
        from onrecord.base.path_locks import locked
        from onrecord.export.files import write_text

        file = config_file()
        try:
            with locked(file.parent, wait=1):  # another desk may be doing the same
                write_text(file, config_with_keys(file.read_text("utf-8") if file.exists() else "", changes))
        except OSError as error:
            reason = f"{error.strerror}. The keys are as they were."
            raise SettingsError(f"The config file {file} cannot be written: {reason}") from error
        for action, keys in changes.items():
            if keys is None:
                self.settings.keys.pop(action, None)
            else:
                self.settings.keys[action] = keys
        self.set_keymap(self.settings.keys)


def run(
    settings: Settings, *, fresh: bool = False, refused: str = "", on_opened: Callable[[], None] = lambda: None
) -> int:
    """Open the archive of the settings and the desk on it, until the user leaves.

    Args:
        settings: The user's settings.
        fresh: Whether the desk begins at the beginning, not where it was left.
        refused: Why nothing may be written, as a sentence; empty if the archive may be written.
        on_opened: Called when the archive is open, before the desk is.

    Returns:
        The exit status: 0, or 1 when the desk ended because something failed.

    Raises:
        ArchiveError: The archive cannot be opened; the terminal is then as it was.
    """
    with Archive.open(settings.archive, on_progress=progress_reporter(), refused=refused) as archive:
        on_opened()
        desk = OnRecord(settings, archive, None if fresh else load_session(archive))
        desk.run()
        wait_for_work(lambda: print("onrecord: finishing what was begun …", file=sys.stderr))
        return desk.return_code or 0
