"""The dialogs that ask for tags, for the text of a note, and for a confirmation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from threading import Thread

from rich.cells import cell_len, set_cell_size
from rich.text import Text
from textual import on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Button, Input, OptionList, Static
from textual.widgets.option_list import Option

from onrecord.base.errors import OnRecordError
from onrecord.terminal.private_files import kept_note_sentence, write_private_file
from onrecord.terminal.segments import cut
from onrecord.terminal.visible_text import visible
from onrecord.tui.model.background_work import Failure, work_beside
from onrecord.tui.model.typed_tags import parse_tags, tag_changes, typed_tag
from onrecord.tui.screens.dialog import Dialog
from onrecord.tui.widgets.key_line import KeyLine
from onrecord.tui.widgets.plain_input import PlainInput

_SUGGESTIONS = 8
NO_CONTROLS = r"[^\x00-\x1f\x7f-\x9f]*"
"""A pattern for inputs without control characters: the terminal would execute a pasted escape sequence."""


class TagPrompt(Dialog[tuple[list[str], list[str]] | None]):
    """The dialog for the tags of an article. Its answer is the tags to add and to remove, or None.

    Tags of other articles are offered below the input, and used only if chosen: Enter saves what is typed, even if
    it is the beginning of another tag. (A drop-down that completes on Enter would make that tag impossible.)
    """

    BINDINGS = [
        Binding("escape", "cancel", "cancel"),
        Binding("tab", "complete", "complete", priority=True),
        Binding("down", "suggest(1)", "next"),
        Binding("up", "suggest(-1)", "previous"),
    ]

    def __init__(self, tag_counts: Mapping[str, int], tags: Iterable[str], articles: int = 1) -> None:
        """Make the dialog.

        Args:
            tag_counts: All tags of the archive, with the number of articles that have them.
            tags: The tags of the article, or those that all of several articles have.
            articles: The number of articles.
        """
        super().__init__()
        self._articles = articles
        self._tag_counts = tag_counts
        self._tags = list(tags)

    def compose(self) -> ComposeResult:
        value = "".join(f"{typed_tag(tag)} " for tag in self._tags)
        with Vertical(classes="prompt"):
            yield PlainInput(value, placeholder="economy, strike …", restrict=NO_CONTROLS, compact=True, id="tags")
            yield OptionList(id="known-tags", compact=True, markup=False)
            yield Static("Tab completes   -tag removes   ↵ saves   Esc cancels", classes="hint", markup=False)

    def on_mount(self) -> None:
        self.query_one(".prompt").border_title = (
            "Tags" if self._articles == 1 else f"Tags of {self._articles:,} articles"
        )
        self.query_one(OptionList).can_focus = False
        field = self.query_one(Input)
        field.select_on_focus = False
        self.set_focus(field)
        field.action_end()
        self._suggest()

    @on(Input.Changed)
    @on(Input.Blurred)
    def _suggest(self) -> None:
        field, options = self.query_one(Input), self.query_one(OptionList)
        start, word = _word_before(field.value, field.cursor_position)
        used = [tag for tag, is_wanted in parse_tags(field.value) if is_wanted]
        if field.value[:start].rstrip("#").endswith("-"):
            removable = used if self._articles == 1 else self._tag_counts
            offered = suggest_tags({tag: self._tag_counts.get(tag, 0) for tag in removable}, word, [])
        else:
            offered = suggest_tags(self._tag_counts, word, {tag.casefold() for tag in used} - {word.casefold()})
        options.clear_options()
        names = [cut(visible(tag), 40) for tag in offered]
        width = max(map(cell_len, names), default=0)
        options.add_options(
            Option(Content(f"{set_cell_size(name, width)}  {self._tag_counts.get(tag, 0):>5,}"))
            for name, tag in zip(names, offered, strict=True)
        )
        self._offered = offered

    def action_suggest(self, step: int) -> None:
        options = self.query_one(OptionList)
        if options.option_count:
            highlighted = options.highlighted
            options.highlighted = (
                (0 if step > 0 else options.option_count - 1)
                if highlighted is None
                else (highlighted + step) % options.option_count
            )

    def action_complete(self) -> None:
        options = self.query_one(OptionList)
        if options.option_count:
            self._insert_tag(options.highlighted or 0)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._insert_tag(event.option_index)

    def _insert_tag(self, place: int) -> None:
        field = self.query_one(Input)
        start, _ = _word_before(field.value, field.cursor_position)
        tag, behind = typed_tag(self._offered[place]), field.value[field.cursor_position :].lstrip()
        field.value = f"{field.value[:start]}{tag} {behind}"
        field.cursor_position = start + len(tag) + 1
        field.focus()

    @on(Input.Submitted)
    def _save(self) -> None:
        if self.query_one(OptionList).highlighted is not None:
            self.action_complete()
        else:
            self.dismiss(tag_changes(self.query_one(Input).value, self._tags, self._tag_counts))

    def action_cancel(self) -> None:
        self.dismiss(None)


def suggest_tags(tag_counts: Mapping[str, int], word: str, used: Iterable[str]) -> list[str]:
    """Return the tags that contain the word being typed: those that begin with it first, then the most frequent.

    Args:
        tag_counts: All tags, with the number of articles that have them.
        word: The word being typed.
        used: The tags typed already, in lower case; these are not suggested.
    """
    word, taken = word.lstrip("-#").casefold(), set(used)
    fitting = [tag for tag in tag_counts if word in tag.casefold() and tag.casefold() not in taken]
    fitting.sort(key=lambda tag: (not tag.casefold().startswith(word), -tag_counts[tag], tag))
    return [tag for tag in fitting if tag.casefold() != word][:_SUGGESTIONS]


def _word_before(text: str, cursor: int) -> tuple[int, str]:
    """Return where the word before the cursor begins (after a minus, at a quotation mark), and the word."""
    before = text[:cursor]
    if before.count('"') % 2:
        start = before.rindex('"')
        return start, before[start + 1 :]
    start = max(before.rfind(" "), before.rfind(",")) + 1
    start += len(before[start:]) - len(before[start:].lstrip("-#"))
    return start, before[start:]


class NoteEditor(Dialog[str | None]):
    """The dialog for the text of a note, in Markdown. Its answer is the text that it has stored, or None.

    A text that cannot be stored stays in the editor, or in a file where the desk ends meanwhile.
    """

    BINDINGS = [Binding("ctrl+s", "save", "save", priority=True), Binding("escape", "close", "cancel")]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]

    def __init__(
        self, title: str, passage: str | None, body: str, store: Callable[[str], object], *, delete_key: str = "d"
    ) -> None:
        """Make the dialog.

        Args:
            title: The title of the article.
            passage: The passage that the note is on; None for a note on the whole article.
            body: The text so far.
            store: Stores the note with a text; raises OnRecordError if that fails.
            delete_key: The key that deletes a note in the list of notes.
        """
        super().__init__()
        self._store_note = store
        self._delete_key = delete_key
        self._title = title
        self._passage = passage
        self._body = body
        self._stored_body = body.strip()
        self._storing: Thread | None = None
        self._refusal: Failure | None = None  # of the last attempt to store the note
        self._is_answered = False

    def compose(self) -> ComposeResult:
        from onrecord.tui.widgets.note_pad import (
            NotePad,  # with Textual's editor and Markdown: not when the desk opens
        )

        self._pad = NotePad(self._body)
        with Vertical(classes="prompt"):
            if self._passage:
                yield Static(Content(visible(" ".join(self._passage.split()))), id="passage")
            yield self._pad
            yield Static(id="save-state", markup=False)
            yield Static(
                "# heading   **bold**   *italic*   - list   > quote\nctrl+s saves   Esc cancels",
                classes="hint",
                markup=False,
            )

    def dismiss(self, result: str | None = None) -> AwaitComplete:
        """Close with an answer."""
        self._is_answered = self._is_answered or self.is_active
        return super().dismiss(result)

    def on_unmount(self) -> None:
        """Store what is written where the desk ends without an answer, because it was told to end."""
        body = self._pad.text.strip()
        if self._is_answered or body in ("", self._stored_body):
            return
        # First: who has told the desk to end may kill it before another program lets go of the archive.
        file = write_private_file("note", ".md", body)
        if self._storing is not None:
            self._storing.join()
        else:
            with suppress(OnRecordError, OSError):
                self._store(body)
        if self._stored_body == body:
            if file:
                file.unlink(missing_ok=True)
            return
        reason = visible(str(self._refusal or "The note is not stored."))
        where = kept_note_sentence(file) if file else ""
        self.app.exit(return_code=self.app.return_code or 1, message=Text(f"onrecord: {reason} {where}"))

    def on_mount(self) -> None:
        prompt = self.query_one(".prompt")
        prompt.border_title = "Note"
        prompt.border_subtitle = Content(cut(visible(self._title), max(20, self.size.width - 24)))

    def action_save(self) -> None:
        """Store the note and close, unless it has no words."""
        if not self.is_active or self._storing is not None:
            return
        body = self._pad.text.strip()
        if body:
            self._pad.is_read_only = True
            self._show_save_state("Storing …")
            # In a thread: the archive may be locked by another program for seconds.
            self._storing = work_beside(self, lambda: self._store(body), self._end_storing)
        elif self._body:
            how_to_delete = f"To delete it, press {self._delete_key} in the list of notes."
            self.notify(f"A note needs some text. {how_to_delete}", severity="warning", markup=False)
        else:
            self.dismiss(None)

    def _store(self, body: str) -> None:
        try:
            self._store_note(body)
        except (OnRecordError, OSError) as error:
            self._refusal = error
            raise
        self._stored_body = body

    def _end_storing(self, failure: Failure | None) -> None:
        """Close where the note is stored, else say why not and let the user go on writing."""
        self._storing = None
        if failure is None:
            self.dismiss(self._stored_body)
            return
        reason = visible(str(failure))
        self._show_save_state(f"{reason} The note is not stored yet; ctrl+s tries again.", is_refused=True)
        self._pad.is_read_only = False

    def _show_save_state(self, sentence: str, *, is_refused: bool = False) -> None:
        """Say below the pad what becomes of the note."""
        state = self.query_one("#save-state", Static)
        state.update(Content(sentence))
        state.add_class("-shown")
        state.set_class(is_refused, "-refused")

    def action_close(self) -> None:
        """Close without storing; ask first where something is written, and stay while it is being stored."""
        if self._storing is not None:
            return

        def close_if_sure(sure: bool | None) -> None:
            if sure:
                self.dismiss(None)

        if self._pad.text.strip() == self._body.strip():
            self.dismiss(None)
        else:
            question = Confirm("Throw away what you wrote?", yes="Throw away", no="Keep writing")
            self.app.push_screen(question, close_if_sure)


class Confirm(Dialog[bool]):
    """The dialog for a question with two answers. Its answer is True for the first one."""

    BINDINGS = [
        Binding("y", "answer(True)", "yes"),
        Binding("n,escape", "answer(False)", "no"),
        Binding("left,right,h,l", "app.focus_next", "other"),
    ]

    def __init__(self, question: str, *, yes: str = "Yes", no: str = "No") -> None:
        super().__init__()
        self._question = question
        self._yes, self._no = yes, no

    def compose(self) -> ComposeResult:
        with Vertical(classes="prompt"):
            yield Static(Content(visible(self._question)), id="question")
            with Horizontal():
                yield Button(Content(f"{self._yes} (y)"), id="yes", compact=True)
                yield Button(Content(f"{self._no} (n)"), id="no", compact=True)
        yield KeyLine()

    def on_mount(self) -> None:
        self.set_focus(self.query_one("#no"))

    @on(Button.Pressed)
    def _pressed(self, event: Button.Pressed) -> None:
        self.dismiss(event.button.id == "yes")

    def action_answer(self, sure: bool) -> None:
        self.dismiss(sure)


class LeaveQuestion(Confirm):
    """The question before the desk ends; the key that asked it, and ctrl+c, give the first answer as well."""

    BINDINGS = [
        Binding("q", "answer(True)", "leave", id="back", show=False),
        Binding("ctrl+c", "answer(True)", "leave", show=False),
    ]

    def __init__(self) -> None:
        super().__init__("Leave onrecord?", yes="Leave", no="Stay")
