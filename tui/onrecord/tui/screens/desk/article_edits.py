"""What the user changes of articles: tags, notes, star, read mark and what is known of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import islice

from onrecord.archive import Archive, ArchiveError
from onrecord.base.records import Article, Note
from onrecord.terminal.segments import counted
from onrecord.tui.model.article_details import detail_value, shared_value
from onrecord.tui.model.background_work import MANY, Failure, Workload, work_by_size
from onrecord.tui.model.typed_tags import parse_tags, shared_tags
from onrecord.tui.model.undo import FIELD_LABELS, ArticleField
from onrecord.tui.screens.desk import dialogs
from onrecord.tui.screens.desk.article import ArticleController
from onrecord.tui.screens.desk.article_marks import ArticleMarkController
from onrecord.tui.screens.desk.edit_session import EditSession
from onrecord.tui.screens.desk.host import DeskHost
from onrecord.tui.screens.desk.pane_focus import PaneFocus


class ArticleEditController:
    """Changes articles and their notes. What a verb was for when its dialog opened is what is changed."""

    def __init__(
        self,
        host: DeskHost,
        archive: Archive,
        article: ArticleController,
        marks: ArticleMarkController,
        session: EditSession,
        focus: PaneFocus,
    ) -> None:
        """Change nothing yet.

        Args:
            host: The desk.
            archive: The archive that holds the articles.
            article: The owner of the open article.
            marks: Knows which articles a verb is done to.
            session: Makes the changes.
            focus: Moves the cursor between the panes.
        """
        self._host = host
        self._archive = archive
        self._article = article
        self._marks = marks
        self._session = session
        self._focus = focus

    def read(self, article: int) -> None:
        """Go into an article, which marks it as read."""
        self._article.show(article)
        self._focus.focus("reader")
        self.mark_opened()

    def mark_opened(self) -> None:
        """Mark the open article as read, as the user is in it."""
        opened = self._article.open_article
        if opened and not opened.article.read and not self._archive.read_only:
            article = opened.article.id
            self._session.attempt(lambda: self._archive.articles.update([article], read=True))

    # Read marks and stars

    def toggle_read(self, article_ids: list[int] | None = None) -> None:
        """Mark articles as read; where all of them are read, as unread."""
        self._look_for(lambda article: not article.read, article_ids, self._mark_read)

    def mark_read(self, read: bool, article_ids: list[int] | None = None) -> None:
        """Mark articles as read, or as unread; where all of them are so already, say that."""

        def mark(differs: bool, targets: list[int]) -> None:
            if differs:
                self._mark_read(read, targets)
            else:
                which = "This article is" if len(targets) == 1 else f"All {len(targets):,} articles are"
                self._host.say(f"{which} marked as {'read' if read else 'unread'} already.")

        self._look_for(lambda article: article.read is not read, article_ids, mark)

    def _mark_read(self, read: bool, article_ids: list[int]) -> None:
        done = f"Marked {{}} as {'read' if read else 'unread'}"
        edits = self._session.edits
        self._change(article_ids, lambda targets: edits.mark_read(targets, read), done, is_indexed=False)

    def toggle_star(self, article_ids: list[int] | None = None) -> None:
        """Star articles; where all of them have a star, take it away."""
        self._look_for(lambda article: not article.starred, article_ids, self._star)

    def _star(self, starred: bool, article_ids: list[int]) -> None:
        done = "Starred {}" if starred else "Took the stars from {}"
        edits = self._session.edits
        self._change(article_ids, lambda targets: edits.star(targets, starred), done, is_indexed=False)

    def _look_for(
        self,
        is_sought: Callable[[Article], bool],
        article_ids: list[int] | None,
        go_on: Callable[[bool, list[int]], None],
    ) -> None:
        """Go on with some articles, told whether any of them is sought."""
        targets = self._targets(article_ids)
        sought: list[Article] = []

        def look() -> None:
            sought.extend(islice(filter(is_sought, self._records(targets)), 1))

        def finish(failure: Failure | None) -> None:
            if failure is not None:
                self._host.complain(failure)
            else:
                go_on(bool(sought), targets)

        if targets:
            work_by_size(self._host, look, finish, Workload.of_articles(len(targets)))

    def _targets(self, article_ids: list[int] | None = None) -> list[int]:
        """Return the articles that a verb is done to; where there are none, say so."""
        targets = self._marks.targets() if article_ids is None else article_ids
        if not targets:
            self._host.say("There is no article to do this to.")
        return targets

    def _records(self, article_ids: list[int]) -> Iterator[Article]:
        """Yield articles, read a few at a time: often the first ones tell what is to be known of all.

        Raises:
            ArchiveError: The archive cannot be read.
        """
        for start in range(0, len(article_ids), MANY):
            yield from self._archive.articles.get_many(article_ids[start : start + MANY])

    def _change(
        self,
        article_ids: list[int] | None,
        change: Callable[[list[int]], object],
        done: str,
        *,
        says: bool = False,
        is_indexed: bool = True,
    ) -> None:
        """Do a verb to articles; of several, or with ``says``, say to how many.

        Args:
            article_ids: The articles; None for those that are marked, or else the one under the cursor.
            change: Changes the articles with these ids.
            done: What has been done, with ``{}`` for the number of articles.
            says: Whether that is said of a single article, too.
            is_indexed: Whether the texts are indexed anew after it.
        """
        targets = self._targets(article_ids)
        if not targets:
            return
        is_said = says or len(targets) > 1
        undo = self._host.shown_key("undo")
        sentence = f"{done.format(counted(len(targets), 'article'))}; {undo} takes it back."

        def load() -> Workload:
            return self._session.edits.indexing_load(targets) if is_indexed else Workload.of_articles(len(targets))

        self._session.attempt(lambda: change(targets), sentence if is_said else "", load=load)

    # Tags

    def ask_tags(self) -> None:
        """Let the user change the tags of articles; of several, the prompt shows those that all have."""
        targets = self._targets()
        if not targets or not self._session.may_change():
            return

        def tag(changes: tuple[list[str], list[str]] | None) -> None:
            if changes and any(changes):
                self.tag(*changes, targets)

        try:
            article_counts = self._archive.articles.tags()
            may_share = any(count >= len(targets) for count in article_counts.values())
            tags = shared_tags(article.tags for article in self._records(targets)) if may_share else []
        except ArchiveError as error:
            self._host.complain(error)
        else:
            self._host.ask(dialogs.tag_prompt(article_counts, tags, len(targets)), tag)

    def tag_as_typed(self, text: str) -> None:
        """Tag articles with what is typed; a minus before a tag takes it away."""
        targets = self._targets()
        tags = parse_tags(text)
        added, removed = ([tag for tag, is_wanted in tags if is_wanted is wanted] for wanted in (True, False))
        if targets and self._session.may_change():
            self.tag(added, removed, targets)

    def tag(self, added: list[str], removed: list[str], article_ids: list[int]) -> None:
        """Add and remove tags of articles."""
        edits = self._session.edits
        self._change(article_ids, lambda targets: edits.tag(targets, added, removed), "Changed the tags of {}")

    # What is known of articles

    def ask_details(self) -> None:
        """Let the user set title, source, date, author or address of articles."""
        targets = self._targets()
        if not targets or not self._session.may_change():
            return

        def choose(name: str | None) -> None:
            for field in FIELD_LABELS:
                if field == name:
                    self._ask_detail(field, targets)

        self._host.ask(dialogs.detail_menu(len(targets)), choose)

    def _ask_detail(self, field: ArticleField, targets: list[int], typed: str | None = None) -> None:
        try:
            present = shared_value(getattr(article, field) for article in self._records(targets))
        except ArchiveError as error:
            self._host.complain(error)
            return
        label = FIELD_LABELS[field]
        title = f"The {label} of {counted(len(targets), 'article')}" if len(targets) > 1 else f"The {label}"

        def set_field(line: str | None) -> None:
            if line is None or line == present:
                return
            try:
                value = detail_value(field, line)
            except ValueError as error:
                self._host.say(str(error), severity="warning")
                self._ask_detail(field, targets, line)
                return
            edits = self._session.edits
            self._change(
                targets,
                lambda targets: edits.set_field(targets, field, value),
                f"Set the {label} of {{}}",
                says=True,
            )

        value = present if typed is None else typed
        hint = "↵ saves   - empties it   Esc cancels"
        self._host.ask(dialogs.line_prompt(title, value, hint), set_field)

    # Removing

    def remove(self, article_ids: list[int] | None = None) -> None:
        """Remove articles with their notes; for several, ask first."""
        targets = self._targets(article_ids)
        if not targets or not self._session.may_change():
            return

        def remove(is_sure: bool | None) -> None:
            if is_sure:
                self._change(targets, self._session.edits.remove_articles, "Removed {}", says=True)

        if len(targets) == 1:
            remove(True)
        else:
            question = f"Remove {counted(len(targets), 'article')} with their notes?"
            self._host.ask(dialogs.confirmation(question, yes="Remove", no="Keep"), remove)

    # Notes

    def write_note(self) -> None:
        """Let the user write a note: on the passage that is selected in the text, else on articles."""
        opened, targets = self._article.open_article, self._targets()
        if not targets or not self._session.may_change():
            return
        selection = self._article.panes.reader.selection if opened and targets == [opened.article.id] else None
        anchor = opened.anchor(selection) if opened and selection else None

        def store(body: str) -> None:
            self._session.edits.write_note(targets, body, anchor)

        def show(body: str | None) -> None:
            if body:
                self._host.show_changes()
                self._article.panes.reader.selection = None
                self._article.panes.sidebar.tab = "notes"

        title = counted(len(targets), "article") if len(targets) > 1 else self._title(targets[0])
        passage = anchor.exact if anchor else None
        key = self._host.shown_key("remove_note")
        self._host.ask(dialogs.note_editor(title, passage, "", store, delete_key=key), show)

    def _title(self, article: int) -> str:
        try:
            return "".join(each.title for each in self._archive.articles.get_many([article]))
        except ArchiveError:  # storing the note will say so
            return ""

    def store_note(self, body: str) -> None:
        """Write a note on articles, with this text."""
        if not self._session.may_change():
            return
        edits = self._session.edits
        self._change(None, lambda targets: edits.write_note(targets, body, None), "Wrote a note on {}", says=True)

    def edit_note(self, note: Note) -> None:
        """Let the user edit a note."""
        if not self._session.may_change():
            return

        def store(body: str) -> None:
            if body != note.body:
                self._session.edits.edit_note(note, body)

        def show(body: str | None) -> None:
            if body is not None:
                self._host.show_changes()

        opened = self._article.open_article
        title = opened.article.title if opened else ""
        passage = note.anchor.exact if note.anchor else None
        key = self._host.shown_key("remove_note")
        self._host.ask(dialogs.note_editor(title, passage, note.body, store, delete_key=key), show)

    def open_note(self, note: Note) -> None:
        """Go to the passage of a note; one on the whole article is edited."""
        if note.anchor is None:
            self.edit_note(note)
        elif note.version:
            key = self._host.shown_key("versions")
            self._host.say(f"Its words are in an earlier version of the text; {key} shows what changed.")
        else:
            self._article.go_to((note.anchor.start, note.anchor.end))

    def remove_note(self, note: Note) -> None:
        """Delete a note."""
        self._session.attempt(
            lambda: self._session.edits.remove_note(note),
            f"Note deleted; {self._host.shown_key('undo')} brings it back.",
            load=lambda: self._session.edits.indexing_load([note.article]),
        )
