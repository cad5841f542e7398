"""All notes of the archive in one list, with a filter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from onrecord.archive import Archive
from onrecord.base.hashtags import hashtags
from onrecord.base.records import Note
from onrecord.terminal.segments import counted
from onrecord.terminal.visible_text import visible
from onrecord.tui.looks.keymap import bindings
from onrecord.tui.model.latest_lookup import LatestLookup
from onrecord.tui.model.places import NotePlace
from onrecord.tui.screens.dialog import ClosesOnce
from onrecord.tui.screens.prompts import NO_CONTROLS
from onrecord.tui.widgets.archive_note_list import ArchiveNoteList, NoteOfArticle
from onrecord.tui.widgets.key_line import KeyLine
from onrecord.tui.widgets.plain_input import PlainInput

_TAGS = 8  # that are named at the top


class _Matches(NamedTuple):
    """The notes that a filter finds, on how many articles, and their most frequent tags."""

    notes: list[NoteOfArticle]
    articles: int
    tags: list[tuple[str, int]]

    @classmethod
    def among(cls, notes: Sequence[NoteOfArticle], words: str) -> _Matches:
        """Return those of some notes that have all words."""
        matches = matching_notes(notes, words)
        counts = Counter(tag for each in matches for tag in (*each.note.tags, *hashtags(each.note.body)))
        return cls(matches, len({each.article.id for each in matches}), counts.most_common(_TAGS))


class ArchiveNotesScreen(ClosesOnce[Note | None], Screen[Note | None]):
    """The notes of all articles, the newest first. Its answer is the note that the user wants to read, or None."""

    BINDINGS = bindings("archive-notes")
    AUTO_FOCUS = "ArchiveNoteList"

    def __init__(self, archive: Archive, keys: Mapping[str, str], place: NotePlace) -> None:
        """Make the screen.

        Args:
            archive: The archive.
            keys: The user's own keys, by the names of the actions.
            place: Where to begin.
        """
        super().__init__()
        self._archive, self._keys = archive, keys
        self._start: NotePlace | None = place  # until the notes are shown
        self._notes: Sequence[NoteOfArticle] = ()

    def compose(self) -> ComposeResult:
        yield Static("", id="archive-notes-head")
        yield PlainInput(
            self._start.words if self._start else "",
            placeholder="/ filter: words, #tag",
            restrict=NO_CONTROLS,
            compact=True,
            id="notes-filter",
        )
        yield ArchiveNoteList()
        yield KeyLine()

    @property
    def place(self) -> NotePlace:
        """Where the user is: the filter and the note under the cursor."""
        note = self.query_one(ArchiveNoteList).highlighted
        return NotePlace(self.query_one(Input).value, note.id if note else None)

    def on_mount(self) -> None:
        self._reader: LatestLookup[list[NoteOfArticle]] = LatestLookup(self, self._take, self.complain)
        self._matcher: LatestLookup[_Matches] = LatestLookup(self, self._show, self.complain)
        self._reader.ask(self._read)

    def on_unmount(self) -> None:
        self._reader.close()
        self._matcher.close()

    def _read(self, is_cancelled: Callable[[], bool]) -> Iterator[list[NoteOfArticle]]:
        notes = self._archive.notes.all()
        articles = self._archive.articles.get_many(list(dict.fromkeys(note.article for note in notes)))
        article_by_id = {article.id: article for article in articles}
        on_articles = [
            NoteOfArticle(note, article_by_id[note.article]) for note in notes if note.article in article_by_id
        ]
        yield sorted(
            on_articles, key=lambda each: (each.note.updated or each.note.created, each.note.id), reverse=True
        )

    def _take(self, notes: list[NoteOfArticle]) -> None:
        self._notes = notes
        self._filter()

    @on(Input.Changed)
    def _filter(self) -> None:
        notes, words = self._notes, self.query_one(Input).value
        self._matcher.ask(lambda _: iter([_Matches.among(notes, words)]))

    def _show(self, matches: _Matches) -> None:
        facts = [counted(matches.articles, "article")]
        facts += [f"#{visible(tag)} {count:,}" for tag, count in matches.tags]
        self.query_one("#archive-notes-head", Static).update(
            Content.assemble((f" {counted(len(matches.notes), 'note')} ", "bold"), f" {'  '.join(facts)}")
        )
        note_list = self.query_one(ArchiveNoteList)
        note_list.show(matches.notes, is_filtered=bool(self.query_one(Input).value.split()))
        if self._start is not None and self._notes:
            if self._start.note is not None:
                note_list.highlight(self._start.note)
            self._start = None

    @on(Input.Submitted)
    def _focus_list(self) -> None:
        self.set_focus(self.query_one(ArchiveNoteList))

    @on(ArchiveNoteList.Chosen)
    def _open(self, event: ArchiveNoteList.Chosen) -> None:
        self.dismiss(event.note)

    def action_open_note(self) -> None:
        self.query_one(ArchiveNoteList).choose_highlighted()

    def action_filter_notes(self) -> None:
        self.set_focus(self.query_one(Input))

    def action_leave_screen(self) -> None:
        """Take the filter away, or close."""
        if self.query_one(Input).value:
            self.query_one(Input).value = ""
            self._focus_list()
        else:
            self.dismiss(None)

    def action_help(self) -> None:
        from onrecord.tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen("archive-notes", self._keys))


def matching_notes(notes: Sequence[NoteOfArticle], words: str) -> list[NoteOfArticle]:
    """Return the notes with all words, in any case, in their text, passage or tags, or in title or source."""
    words_sought = words.casefold().split()
    return [note for note in notes if all(word in note.words for word in words_sought)]
