"""The dialogs that ask for a line of text and for an actor."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from onrecord.archive import Archive
from onrecord.base.archive_records import ArchiveActor
from onrecord.base.name_keys import name_key
from onrecord.base.records import Actor, ActorType
from onrecord.terminal.segments import counted, cut
from onrecord.terminal.visible_text import visible
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.screens.dialog import Dialog
from onrecord.tui.screens.prompts import NO_CONTROLS
from onrecord.tui.widgets.plain_input import PlainInput

_MAX_OFFERED = 12

ActorIdentity = tuple[str, ActorType]
"""The name and the type of an actor."""


class TextPrompt(Dialog[str | None]):
    """The dialog for a line of text. Its answer is the line without spaces around it, never empty, or None."""

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
        self.set_focus(self.query_one(Input))
        self.query_one(Input).action_end()

    @on(Input.Submitted)
    def _save(self, event: Input.Submitted) -> None:
        line = event.value.strip()
        if line:
            self.dismiss(line)
        else:
            self.notify("Nothing is typed yet; Esc cancels.", markup=False)

    def action_cancel(self) -> None:
        self.dismiss(None)


class ActorPrompt(Dialog[ActorIdentity | None]):
    """The dialog for an actor. Its answer is an actor of the article or the archive, a new person, or None."""

    BINDINGS = [
        Binding("escape", "cancel", "cancel"),
        Binding("down", "step(1)", show=False, priority=True),
        Binding("up", "step(-1)", show=False, priority=True),
    ]

    def __init__(self, archive: Archive, title: str, actors: Sequence[Actor]) -> None:
        """Make the dialog.

        Args:
            archive: The archive, whose actors are offered as well.
            title: What is asked.
            actors: The actors of the article who are offered.
        """
        super().__init__()
        self._archive, self._title, self._actors = archive, title, actors
        self._offered: list[ActorIdentity] = []
        self._new_person_row: int | None = None
        self._answered = asyncio.Event()  # clear while Enter waits for what the archive was asked
        self._answered.set()

    def compose(self) -> ComposeResult:
        with Vertical(classes="prompt"):
            yield PlainInput(placeholder="a name", restrict=NO_CONTROLS, compact=True)
            yield OptionList(id="whom", compact=True, markup=False)
            yield Static("↑ ↓ choose   ↵ takes it   Esc cancels", classes="hint", markup=False)

    def on_mount(self) -> None:
        self._lookup: LatestLookup[tuple[str, list[ArchiveActor]]] = LatestLookup(
            self, self._offer_result, lambda error: self._take_awaited()
        )
        self.query_one(".prompt").border_title = Content(cut(visible(self._title), max(20, self.size.width - 24)))
        self.query_one(OptionList).can_focus = False
        self.set_focus(self.query_one(Input))
        self._offer("", [])

    def on_unmount(self) -> None:
        self._lookup.close()
        self._answered.set()

    @on(Input.Changed)
    def _look_up(self, event: Input.Changed) -> None:
        words = event.value.strip()
        self._answered.set()
        self._offer(words, [])

        def find(is_cancelled: Callable[[], bool]) -> Iterator[tuple[str, list[ArchiveActor]]]:
            actors = self._archive.actors
            likely = (*actors.called(words, _MAX_OFFERED), *actors.beginning_with(words, _MAX_OFFERED))
            yield words, list({actor.id: actor for actor in likely}.values())

        if words:
            self._lookup.ask(find)
        else:
            self._lookup.drop()

    def _offer_result(self, result: tuple[str, list[ArchiveActor]]) -> None:
        self._offer(*result)
        self._take_awaited()

    def _take_awaited(self) -> None:
        """Take the answer of an Enter that was pressed before the archive had answered."""
        if not self._answered.is_set():
            self._take_highlighted()
            self._answered.set()

    async def wait_for_answer(self) -> None:
        """Wait until the archive has answered, if Enter was pressed before: the next key is for what it opens."""
        await self._answered.wait()

    def _offer(self, words: str, archive_actors: list[ArchiveActor]) -> None:
        typed_key = name_key(words)
        article_actors = [
            actor for actor in self._actors if typed_key in name_key(" ".join((actor.name, *actor.aliases)))
        ][:_MAX_OFFERED]
        rows: list[tuple[ActorIdentity, str]] = [
            ((actor.name, actor.type), f"{actor.type}, in this article") for actor in article_actors
        ]
        offered = {whom for whom, _ in rows}
        rows += [
            ((actor.name, actor.type), f"{actor.type}, {counted(actor.articles, 'article')}")
            for actor in archive_actors
            if (actor.name, actor.type) not in offered
        ]
        self._new_person_row = None
        if words and all(name_key(name) != typed_key for (name, _), _ in rows):
            self._new_person_row = len(rows)
            rows.append(((words, "person"), "a new person of this name"))
        self._offered = [whom for whom, _ in rows]
        options = self.query_one(OptionList)
        options.clear_options()
        options.add_options(Option(Content(f"{cut(visible(name), 34)}  {what}")) for (name, _), what in rows)
        options.highlighted = 0 if rows else None

    def action_step(self, step: int) -> None:
        options = self.query_one(OptionList)
        options.action_cursor_down() if step > 0 else options.action_cursor_up()

    @on(Input.Submitted)
    def _choose_highlighted(self) -> None:
        # A name that is not typed to its end is not that of a new person before the archive says so.
        is_new = self.query_one(OptionList).highlighted == self._new_person_row
        if self._lookup.is_busy and is_new:
            self._answered.clear()
        else:
            self._take_highlighted()

    def _take_highlighted(self) -> None:
        at = self.query_one(OptionList).highlighted
        self.dismiss(self._offered[at] if at is not None else None)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(self._offered[event.option_index])

    def action_cancel(self) -> None:
        self.dismiss(None)
