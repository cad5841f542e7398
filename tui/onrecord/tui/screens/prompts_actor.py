"""Asks for a line of text, or for an actor."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from onrecord.archive import Archive
from onrecord.base.name_keys import key
from onrecord.base.records import Actor, ActorType, ArchiveActor
from onrecord.terminal.segments import cut, visible
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.screens.dialog import Dialog
from onrecord.tui.screens.prompts import NO_CONTROLS
from onrecord.tui.widgets.plain_input import PlainInput

_OFFERED = 12

ActorIdentity = tuple[str, ActorType]
"""A name and a type."""


class TextPrompt(Dialog[str | None]):
    """Gives the line typed, without spaces around it; None when cancelled or empty."""

    BINDINGS = [Binding("escape", "cancel", "cancel")]

    def __init__(self, title: str, value: str = "", hint: str = "↵ saves   Esc cancels") -> None:
        super().__init__()
        self._title, self._value, self._hint = title, value, hint

    def compose(self) -> ComposeResult:
        with Vertical(classes="prompt"):
            yield PlainInput(self._value, restrict=NO_CONTROLS, compact=True, select_on_focus=False)
            yield Static(Content(self._hint), classes="hint")

    def on_mount(self) -> None:
        self.query_one(".prompt").border_title = Content(cut(visible(self._title), max(20, self.size.width - 24)))
        self.query_one(Input).focus()
        self.query_one(Input).action_end()

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        self.dismiss(event.value.strip() or None)

    def action_cancel(self) -> None:
        self.dismiss(None)


class ActorPrompt(Dialog[ActorIdentity | None]):
    """Gives the actor chosen: one of the article, one of the archive, or a person of the name typed."""

    BINDINGS = [
        Binding("escape", "cancel", "cancel"),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("up", "step(-1)", show=False, priority=True),
    ]

    def __init__(self, archive: Archive, title: str, actors: Sequence[Actor]) -> None:
        """``actors`` are those of the article who can be chosen."""
        super().__init__()
        self._archive, self._title, self._actors = archive, title, actors
        self._offered: list[ActorIdentity] = []

    def compose(self) -> ComposeResult:
        with Vertical(classes="prompt"):
            yield PlainInput(placeholder="a name", restrict=NO_CONTROLS, compact=True)
            yield OptionList(id="whom", compact=True, markup=False)
            yield Static("↑ ↓ choose   ↵ takes it   Esc cancels", classes="hint", markup=False)

    def on_mount(self) -> None:
        self._finder: LatestLookup[tuple[str, list[ArchiveActor]]] = LatestLookup(
            self, self._found, lambda error: None
        )
        self.query_one(".prompt").border_title = Content(cut(visible(self._title), max(20, self.size.width - 24)))
        self.query_one(OptionList).can_focus = False
        self.query_one(Input).focus()
        self._offer("", [])

    def on_unmount(self) -> None:
        self._finder.close()

    @on(Input.Changed)
    def _changed(self, event: Input.Changed) -> None:
        words = event.value.strip()
        self._offer(words, [])

        def find(stopped: Callable[[], bool]) -> Iterator[tuple[str, list[ArchiveActor]]]:
            yield words, self._archive.actors.called(words, _OFFERED)

        if words:
            self._finder.ask(find)

    def _found(self, found: tuple[str, list[ArchiveActor]]) -> None:
        self._offer(*found)

    def _offer(self, words: str, known: list[ArchiveActor]) -> None:
        wanted = key(words)
        here = [one for one in self._actors if wanted in key(" ".join((one.name, *one.aliases)))][:_OFFERED]
        rows: list[tuple[ActorIdentity, str]] = [((one.name, one.type), f"{one.type}, here") for one in here]
        taken = {whom for whom, _ in rows}
        rows += [
            ((one.name, one.type), f"{one.type}, {one.articles:,} articles")
            for one in known
            if (one.name, one.type) not in taken
        ]
        if words and all(key(name) != wanted for (name, _), _ in rows):
            rows.append(((words, "person"), "somebody else of this name"))
        self._offered = [whom for whom, _ in rows]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(Content(f"{cut(visible(name), 34)}  {what}")) for (name, _), what in rows)
        options.highlighted = 0 if rows else None

    def action_step(self, step: int) -> None:
        options = self.query_one(OptionList)
        options.action_cursor_down() if step > 0 else options.action_cursor_up()

    @on(Input.Submitted)
    def _take(self) -> None:
        at = self.query_one(OptionList).highlighted
        self.dismiss(self._offered[at] if at is not None else None)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._offered[event.option_index])

    def action_cancel(self) -> None:
        self.dismiss(None)
