"""The key editor: every action with its keys, and other keys for one, written into the config file."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.keys import format_key
from textual.screen import Screen
from textual.widgets import Input, Static

from onrecord.base.errors import OnRecordError
from onrecord.tui.looks.keymap import ACTIONS, APP_KEYS, Action, bindings, key_holders, keys_of
from onrecord.tui.screens.dialog import ClosesOnce, Dialog
from onrecord.tui.screens.help import PANE_NAMES, HelpScreen, matching_rows
from onrecord.tui.screens.prompts import NO_CONTROLS
from onrecord.tui.widgets.key_line import KeyLine
from onrecord.tui.widgets.key_table import KeyTable
from onrecord.tui.widgets.plain_input import PlainInput

StoreKeys = Callable[[Mapping[str, str | None]], None]
"""Stores other keys of actions, None for those that they have by themselves; raises OnRecordError."""


class KeyEditor(ClosesOnce[None], Screen[None]):
    """All actions with their keys. What is changed is stored at once, and works at once."""

    BINDINGS = bindings("keys")
    AUTO_FOCUS = "KeyTable"

    def __init__(self, keys: Mapping[str, str], store: StoreKeys, file: str) -> None:
        """Make the screen.

        Args:
            keys: The user's own keys, by the names of the actions; they are read again after each change.
            store: Stores other keys.
            file: The name of the config file.
        """
        super().__init__()
        self._keys, self._store, self._file = keys, store, file

    def compose(self) -> ComposeResult:
        yield Static(Content.assemble((" Keys ", "bold"), f" {self._file}"), id="keys-head")
        yield PlainInput(placeholder="/ filter", restrict=NO_CONTROLS, compact=True, id="keys-filter")
        yield KeyTable()
        yield KeyLine()

    def on_mount(self) -> None:
        self._show()

    def _show(self) -> None:
        words = self.query_one(Input).value
        self.query_one(KeyTable).show(list(_sections(words, self._keys)), self._keys)

    @on(Input.Changed)
    def _filter(self) -> None:
        self._show()

    @on(Input.Submitted)
    def _focus_table(self) -> None:
        self.set_focus(self.query_one(KeyTable))

    def action_filter_keys(self) -> None:
        self.set_focus(self.query_one(Input))

    def action_leave_screen(self) -> None:
        """Take the filter away, or close."""
        if self.query_one(Input).value:
            self.query_one(Input).value = ""
            self._focus_table()
        else:
            self.dismiss(None)

    def action_set_key(self) -> None:
        self.query_one(KeyTable).choose_highlighted()

    @on(KeyTable.Chosen)
    def _set_key(self, event: KeyTable.Chosen) -> None:
        self._ask_key(event.action, [])

    def action_add_key(self) -> None:
        action = self.query_one(KeyTable).highlighted
        if action is not None:
            self._ask_key(action, keys_of(action, self._keys))

    def _ask_key(self, action: Action, kept_keys: Sequence[str]) -> None:
        """Ask for a key of an action, beside those that it keeps."""

        def take(changes: Mapping[str, str | None] | None) -> None:
            if changes is not None:
                self._change(changes)

        self.app.push_screen(KeyPrompt(action, kept_keys, self._keys), take)

    def action_reset_key(self) -> None:
        """Give an action the keys again that it has by itself."""
        action = self.query_one(KeyTable).highlighted
        if action is not None and action.name in self._keys:
            self._change({action.name: None})

    def _change(self, changes: Mapping[str, str | None]) -> None:
        try:
            self._store(changes)
        except OnRecordError as error:
            self.complain(error)
        self._show()

    def action_help(self) -> None:
        self.app.push_screen(HelpScreen("keys", self._keys))


class KeyPrompt(Dialog[Mapping[str, str | None] | None]):
    """The dialog that takes the next key that is pressed. Its answer is the keys to store, or None."""

    BINDINGS = [Binding("escape", "cancel", "cancel")]

    def __init__(self, action: Action, kept_keys: Sequence[str], keys: Mapping[str, str]) -> None:
        """Make the dialog.

        Args:
            action: The action that gets the key.
            kept_keys: The keys that it has beside it.
            keys: The user's own keys, by the names of the actions.
        """
        super().__init__()
        self._action, self._kept_keys, self._keys = action, kept_keys, keys
        self._swap: tuple[str, str] | None = None  # a key that was pressed, and the action that has it

    def compose(self) -> ComposeResult:
        with Vertical(classes="prompt"):
            yield Static("Press the key   Esc cancels", id="key-wanted", markup=False)

    def on_mount(self) -> None:
        self.query_one(".prompt").border_title = self._action.help

    def on_key(self, event: events.Key) -> None:
        event.stop()
        key = event.key
        holders = [] if key in self._kept_keys else key_holders(key, self._action, self._keys)
        if not holders:
            self.dismiss({self._action.name: ",".join(dict.fromkeys((*self._kept_keys, key)))})
        elif self._swap == (key, holders[0]):
            self.dismiss(swapped_keys(self._action, key, holders[0], self._keys))
        else:
            self._offer_swap(key, holders)

    def _offer_swap(self, key: str, holders: Sequence[str]) -> None:
        """Say who has a key, and let the same key take it from them where they can get another one for it."""
        sentence = f"{format_key(key)} is the key of {', '.join(holders)}. "
        own_keys = [each for each in keys_of(self._action, self._keys) if each]
        if len(holders) == 1 and holders[0] not in APP_KEYS.values() and own_keys and not self._kept_keys:
            self._swap = key, holders[0]
            sentence += f"Press it again to swap, which gives {format_key(own_keys[0])} to {holders[0]}. "
        self.query_one("#key-wanted", Static).update(Content(f"{sentence}Press another key   Esc cancels"))

    def action_cancel(self) -> None:
        self.dismiss(None)


def swapped_keys(action: Action, key: str, holder_name: str, keys: Mapping[str, str]) -> dict[str, str | None]:
    """Return the keys of two actions of which one gets a key of the other, who gets its first key for it.

    Args:
        action: The action that gets the key.
        key: Textual's name of the key.
        holder_name: The name of the action that has it.
        keys: The user's own keys, by the names of the actions.
    """
    holder = next(each for each in ACTIONS if each.name == holder_name)
    own_keys = keys_of(action, keys)
    holder_keys = [own_keys[0] if each == key else each for each in keys_of(holder, keys)]
    return {action.name: ",".join((key, *own_keys[1:])), holder_name: ",".join(holder_keys)}


def _sections(words: str, keys: Mapping[str, str]) -> Iterator[tuple[str, list[Action]]]:
    """Yield the headings with the actions that contain all words; each action stands where it works first."""
    for place, heading in {"desk": "everywhere on the desk", "rows": "moving anywhere", **PANE_NAMES}.items():
        actions = [
            action
            for action in ACTIONS
            if next((shared for shared in ("desk", "rows") if shared in action.panes), action.panes[0]) == place
            and list(matching_rows([(" ".join(keys_of(action, keys)), f"{action.help} {action.name}")], words))
        ]
        if actions:
            yield f"{heading[0].upper()}{heading[1:]}", actions
