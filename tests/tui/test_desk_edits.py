"""The controllers that change something: what they ask, what they change, and what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from desk_host import FakeFocus, FakeHost
from textual.widget import Widget

from onrecord.archive import Archive, ArchiveFull, parse
from onrecord.base.anchors import anchor_at
from onrecord.base.records import Draft, SavedSearch
from onrecord.tui.model.article_listing import Arrangement
from onrecord.tui.model.open_article import OpenArticle
from onrecord.tui.screens.desk.article_edits import ArticleEditController
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.edit_session import EditSession
from onrecord.tui.screens.desk.saved_searches import SavedSearchController
from onrecord.tui.screens.prompts import Confirm, NoteEditor, TagPrompt
from onrecord.tui.screens.prompts_actor import TextPrompt

TEXT = "Ann Adler went home."


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Two articles, the first tagged "port"."""
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(Draft(title="Home", text=TEXT, tags=["port"]))
        archive.articles.add(Draft(title="Sea", text="Calm.", tags=["sea"]))
        yield archive


@pytest.fixture
def host() -> FakeHost:
    return FakeHost()


@pytest.fixture
def session(host: FakeHost, archive: Archive) -> EditSession:
    return EditSession(host, archive)


def make_read_only(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Archive, "read_only", "The archive cannot be written.")


# The session


def test_a_change_is_shown_and_said(session: EditSession, host: FakeHost) -> None:
    session.attempt(lambda: None, "It is done.")
    assert (host.sentences, host.complaints, host.changes_shown) == (["It is done."], [], 1)


def test_a_change_may_need_no_words(session: EditSession, host: FakeHost) -> None:
    session.attempt(lambda: None)
    assert (host.sentences, host.changes_shown) == ([], 1)


def test_a_change_that_fails_is_said_and_shown(session: EditSession, host: FakeHost) -> None:
    def fail() -> None:
        raise ArchiveFull("There is no room left.")

    session.attempt(fail, "It is done.")
    assert (host.sentences, host.complaints, host.changes_shown) == ([], ["There is no room left."], 1)


def test_what_is_undone_is_named(session: EditSession, host: FakeHost, archive: Archive) -> None:
    session.undo()
    session.edits.star([1], True)
    session.undo()
    assert host.sentences == ["Nothing to undo.", "Undone: star."]
    assert host.changes_shown == 2
    assert not archive.articles.get(1).starred


def test_an_archive_that_cannot_be_written_is_said_before(
    session: EditSession, host: FakeHost, archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert session.may_change()
    assert host.sentences == []
    make_read_only(archive, monkeypatch)
    assert not session.may_change()
    assert host.sentences == ["warning: The archive cannot be written."]


# Articles


class FakeArticle:
    """An ``ArticleController`` without panes."""

    def __init__(self, archive: Archive) -> None:
        self.archive = archive
        self.open_article: OpenArticle | None = None
        self.panes = SimpleNamespace(reader=SimpleNamespace(selection=None), sidebar=SimpleNamespace(tab="quotes"))
        self.places: list[tuple[int, int]] = []

    def show(self, article: int) -> None:
        self.open_article = OpenArticle.load(self.archive, article)

    def go_to(self, span: tuple[int, int]) -> None:
        self.places.append(span)


@pytest.fixture
def article(archive: Archive) -> FakeArticle:
    return FakeArticle(archive)


@pytest.fixture
def focus() -> FakeFocus:
    return FakeFocus()


class FakeMarks:
    """Marks of a list: the test says which articles a verb is for, the open one if nothing is said."""

    def __init__(self, article: FakeArticle) -> None:
        self._article = article
        self.marked: list[int] = []

    def targets(self) -> list[int]:
        opened = self._article.open_article
        return self.marked or ([opened.article.id] if opened else [])


@pytest.fixture
def marks(article: FakeArticle) -> FakeMarks:
    return FakeMarks(article)


@pytest.fixture
def edits(
    host: FakeHost,
    archive: Archive,
    article: FakeArticle,
    marks: FakeMarks,
    session: EditSession,
    focus: FakeFocus,
) -> ArticleEditController:
    return ArticleEditController(host, archive, cast(Any, article), cast(Any, marks), session, focus.as_focus())


def test_who_goes_into_an_article_has_read_it(
    edits: ArticleEditController, archive: Archive, host: FakeHost, focus: FakeFocus
) -> None:
    edits.read(2)
    assert archive.articles.get(2).read
    assert not archive.articles.get(1).read
    assert focus.pane == "reader"
    assert host.changes_shown == 1
    edits.read(2)
    assert host.changes_shown == 1  # it was read before


def test_reading_needs_no_change_of_the_archive(
    edits: ArticleEditController, archive: Archive, host: FakeHost, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_read_only(archive, monkeypatch)
    edits.read(2)
    assert not archive.articles.get(2).read
    assert (host.sentences, host.complaints, host.changes_shown) == ([], [], 0)


def test_reading_is_not_undone(edits: ArticleEditController, session: EditSession) -> None:
    edits.read(2)
    assert session.edits.newest is None


def test_read_mark_and_star_change_to_and_fro(
    edits: ArticleEditController, article: FakeArticle, archive: Archive
) -> None:
    for expected in (True, False):
        article.show(1)
        edits.toggle_read()
        edits.toggle_star()
        assert archive.articles.get(1).read is archive.articles.get(1).starred is expected


def test_without_an_article_nothing_is_changed_and_that_is_said(
    edits: ArticleEditController, host: FakeHost
) -> None:
    verbs = [
        edits.toggle_read,
        edits.toggle_star,
        edits.ask_tags,
        edits.write_note,
        edits.ask_details,
        edits.remove,
    ]
    for verb in verbs:
        verb()
    assert (host.dialogs, host.changes_shown) == ([], 0)
    assert host.sentences == ["There is no article to do this to."] * len(verbs)


def test_articles_that_are_marked_so_already_are_not_marked_again(
    edits: ArticleEditController, session: EditSession, archive: Archive, host: FakeHost
) -> None:
    edits.mark_read(True, [1])
    assert (archive.articles.get(1).read, host.sentences) == (True, [])
    edits.mark_read(True, [1])
    assert host.sentences == ["This article is marked as read already."]
    edits.mark_read(True, [1, 2])
    assert host.sentences[1:] == ["Marked 2 articles as read; <undo> takes it back."]
    edits.mark_read(True, [1, 2])
    assert host.sentences[2:] == ["All 2 articles are marked as read already."]
    session.undo()
    assert not archive.articles.get(2).read  # what changed nothing is not what is undone


@pytest.mark.parametrize(
    ("changes", "tags"), [((["dock"], ["port"]), ["dock"]), (([], []), ["port"]), (None, ["port"])]
)
def test_tags_are_changed_as_they_are_typed(
    edits: ArticleEditController,
    article: FakeArticle,
    archive: Archive,
    host: FakeHost,
    changes: object,
    tags: object,
) -> None:
    article.show(1)
    edits.ask_tags()
    dialog = host.dialogs[0][0]
    assert isinstance(dialog, TagPrompt)
    assert (dialog._tag_counts, dialog._tags) == ({"port": 1, "sea": 1}, ["port"])
    article.show(2)  # meanwhile
    host.answer(changes)
    assert archive.articles.get(1).tags == tags
    assert archive.articles.get(2).tags == ["sea"]
    assert host.changes_shown == (tags == ["dock"])


def test_tags_that_cannot_be_read_are_not_asked_for(
    edits: ArticleEditController,
    article: FakeArticle,
    archive: Archive,
    host: FakeHost,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail() -> None:
        raise ArchiveFull("There is no room left.")

    article.show(1)
    monkeypatch.setattr(archive.articles, "tags", fail)
    edits.ask_tags()
    assert (host.dialogs, host.complaints) == ([], ["There is no room left."])


def test_nothing_is_written_for_an_archive_that_cannot_be_written(
    edits: ArticleEditController,
    article: FakeArticle,
    archive: Archive,
    host: FakeHost,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    note = archive.notes.add(1, "Ask.")
    article.show(1)
    make_read_only(archive, monkeypatch)
    edits.ask_tags()
    edits.write_note()
    edits.edit_note(note)
    assert host.dialogs == []
    assert host.sentences == ["warning: The archive cannot be written."] * 3


def editor(host: FakeHost) -> NoteEditor:
    dialog = host.dialogs[-1][0]
    assert isinstance(dialog, NoteEditor)
    return dialog


def test_a_note_is_written_on_the_passage_that_is_selected(
    edits: ArticleEditController, article: FakeArticle, archive: Archive, host: FakeHost
) -> None:
    article.show(1)
    article.panes.reader.selection = (0, 9)
    edits.write_note()
    editor(host)._store_note("Who?")
    host.answer("Who?")
    (note,) = archive.notes.on(1)
    assert (note.body, note.anchor) == ("Who?", anchor_at(TEXT, (0, 9)))
    assert article.panes.reader.selection is None
    assert article.panes.sidebar.tab == "notes"
    assert host.changes_shown == 1


def test_a_note_may_be_on_the_whole_article(
    edits: ArticleEditController, article: FakeArticle, archive: Archive, host: FakeHost
) -> None:
    article.show(1)
    edits.write_note()
    editor(host)._store_note("Who?")
    assert archive.notes.on(1)[0].anchor is None


@pytest.mark.parametrize("body", [None, ""])
def test_a_note_that_is_not_written_changes_nothing(
    edits: ArticleEditController, article: FakeArticle, host: FakeHost, body: str | None
) -> None:
    article.show(1)
    article.panes.reader.selection = (0, 9)
    edits.write_note()
    host.answer(body)
    assert article.panes.reader.selection == (0, 9)
    assert article.panes.sidebar.tab == "quotes"
    assert host.changes_shown == 0


def test_a_note_is_edited(
    edits: ArticleEditController, article: FakeArticle, archive: Archive, host: FakeHost, session: EditSession
) -> None:
    note = archive.notes.add(1, "Ask.", anchor_at(TEXT, (0, 9)))
    article.show(1)
    edits.edit_note(note)
    assert (editor(host)._title, editor(host)._passage, editor(host)._body) == ("Home", "Ann Adler", "Ask.")
    editor(host)._store_note("Ask.")
    assert session.edits.newest is None
    editor(host)._store_note("Call.")
    assert archive.notes.on(1)[0].body == "Call."
    host.answer("Call.")
    assert host.changes_shown == 1
    edits.edit_note(note)
    host.answer(None)
    assert host.changes_shown == 1


def test_a_note_opens_its_passage_or_itself(
    edits: ArticleEditController, article: FakeArticle, archive: Archive, host: FakeHost
) -> None:
    edits.open_note(archive.notes.add(1, "Ask.", anchor_at(TEXT, (4, 9))))
    assert (article.places, host.dialogs) == ([(4, 9)], [])
    edits.open_note(archive.notes.add(1, "Call."))
    assert article.places == [(4, 9)]
    assert editor(host)._body == "Call."


def test_a_note_is_deleted(edits: ArticleEditController, archive: Archive, host: FakeHost) -> None:
    edits.remove_note(archive.notes.add(1, "Ask."))
    assert archive.notes.on(1) == []
    assert host.sentences == ["Note deleted; <undo> brings it back."]


# Saved searches


class FakeListing:
    """An ``ArticleListController`` that lists at once."""

    def __init__(self) -> None:
        self.query_text = ""
        self.saved_name = ""
        self.query: object = None
        self.arrangement = Arrangement()

    def search_for(self, text: str, *, saved_name: str | None = None) -> None:
        self.query_text = text
        self.query = parse(text) if text else None
        if saved_name is not None:
            self.saved_name = saved_name


class FakePane:
    """A ``SavedList`` that keeps what it is told to show."""

    def __init__(self) -> None:
        self.display = True
        self.went_to_listed = False
        self.shown: tuple[list[str], set[int]] = ([], set())

    def show(self, saved: Sequence[SavedSearch], counts: object, listed: set[int], failing: object = ()) -> None:
        self.shown = [each.name for each in saved], listed

    def highlight_listed(self) -> None:
        self.went_to_listed = True


@pytest.fixture
def listing() -> FakeListing:
    return FakeListing()


@pytest.fixture
def pane() -> FakePane:
    return FakePane()


@pytest.fixture
def saved_searches(
    host: FakeHost, archive: Archive, listing: FakeListing, session: EditSession, focus: FakeFocus, pane: FakePane
) -> Iterator[SavedSearchController]:
    """Two saved searches, on the screen."""
    archive.saved_searches.save("Strikes", "strike")
    archive.saved_searches.save("Water", "water")
    column = SimpleNamespace(query=lambda kind: [pane])
    controller = SavedSearchController(
        host, archive, cast(ArticleListController, listing), session, focus.as_focus(), cast(Widget, column)
    )
    controller.refresh()
    yield controller
    controller.stop()


def by_name(archive: Archive, name: str) -> SavedSearch:
    saved = archive.saved_searches.get(name)
    assert saved is not None
    return saved


def names(archive: Archive) -> list[str]:
    return [saved.name for saved in archive.saved_searches.all()]


def test_the_saved_searches_are_shown_and_the_listed_one_is_marked(
    saved_searches: SavedSearchController, archive: Archive, listing: FakeListing, pane: FakePane
) -> None:
    assert pane.shown == (["Strikes", "Water"], set())
    listing.search_for("water")
    saved_searches.draw()
    assert pane.shown == (["Strikes", "Water"], {by_name(archive, "Water").id})


def test_when_none_is_left_the_pane_goes_and_the_cursor_leaves_it(
    saved_searches: SavedSearchController, archive: Archive, focus: FakeFocus, pane: FakePane
) -> None:
    focus.pane = "saved"
    saved_searches.remove(by_name(archive, "Water"))
    saved_searches.refresh()
    assert (pane.display, focus.pane) == (True, "saved")
    saved_searches.remove(by_name(archive, "Strikes"))
    saved_searches.refresh()
    assert (pane.display, focus.pane) == (False, "articles")


def test_the_cursor_goes_to_the_saved_searches_and_back(
    saved_searches: SavedSearchController, focus: FakeFocus, pane: FakePane
) -> None:
    saved_searches.toggle_focus()
    assert (focus.pane, pane.went_to_listed) == ("saved", True)
    saved_searches.toggle_focus()
    assert focus.pane == "articles"


def test_where_none_is_saved_it_is_said_how_to(
    saved_searches: SavedSearchController, archive: Archive, focus: FakeFocus, host: FakeHost
) -> None:
    for name in names(archive):
        archive.saved_searches.remove(name)
    saved_searches.refresh()
    saved_searches.toggle_focus()
    assert focus.pane == "articles"
    assert host.sentences == [
        "No search is saved. <search> searches, and <save_search> keeps the search as a list."
    ]


def test_a_saved_search_is_listed_and_again_all_articles(
    saved_searches: SavedSearchController, archive: Archive, listing: FakeListing, focus: FakeFocus
) -> None:
    focus.pane = "saved"
    saved_searches.toggle(by_name(archive, "Water"))
    assert (listing.query_text, listing.saved_name, focus.pane) == ("water", "Water", "articles")
    saved_searches.toggle(by_name(archive, "Strikes"))
    assert (listing.query_text, listing.saved_name) == ("strike", "Strikes")
    saved_searches.toggle(by_name(archive, "Strikes"))
    assert (listing.query_text, listing.saved_name) == ("", "")


@pytest.mark.parametrize(
    ("name", "step", "order"),
    [
        ("Water", -1, ["Water", "Strikes"]),
        ("Strikes", 1, ["Water", "Strikes"]),
        ("Strikes", -1, ["Strikes", "Water"]),
        ("Water", 1, ["Strikes", "Water"]),
    ],
)
def test_a_saved_search_moves_within_the_list(
    saved_searches: SavedSearchController,
    archive: Archive,
    host: FakeHost,
    name: str,
    step: int,
    order: list[str],
) -> None:
    saved_searches.move(by_name(archive, name), step)
    assert names(archive) == order
    assert host.changes_shown == (order == ["Water", "Strikes"])


def test_a_saved_search_that_is_gone_is_not_moved(
    saved_searches: SavedSearchController, archive: Archive, host: FakeHost
) -> None:
    water = by_name(archive, "Water")
    archive.saved_searches.remove("Water")
    saved_searches.refresh()
    saved_searches.move(water, -1)
    assert (host.complaints, host.changes_shown) == ([], 0)


def test_a_saved_search_is_deleted(
    saved_searches: SavedSearchController, archive: Archive, host: FakeHost
) -> None:
    saved_searches.remove(by_name(archive, "Water"))
    assert names(archive) == ["Strikes"]
    assert host.sentences == ["Deleted “Water”; <undo> brings it back."]


@pytest.mark.parametrize(("answer", "name"), [("Rain", "Rain"), ("Water", "Water"), (None, "Water")])
def test_a_saved_search_is_renamed(
    saved_searches: SavedSearchController, archive: Archive, host: FakeHost, answer: str | None, name: str
) -> None:
    saved_searches.rename(by_name(archive, "Water"))
    dialog = host.dialogs[0][0]
    assert isinstance(dialog, TextPrompt)
    assert (dialog._title, dialog._value) == ("Rename “Water”", "Water")
    host.answer(answer)
    assert names(archive) == ["Strikes", name]
    assert host.changes_shown == (answer == "Rain")


def test_the_search_is_saved_under_the_name_that_is_typed(
    saved_searches: SavedSearchController, archive: Archive, listing: FakeListing, host: FakeHost
) -> None:
    listing.query_text, listing.saved_name = " port or quay ", "Ports"
    saved_searches.save()
    dialog = host.dialogs[0][0]
    assert isinstance(dialog, TextPrompt)
    assert (dialog._value, dialog._hint) == ("Ports", "port or quay\n\n↵ saves   Esc cancels")
    host.answer("Harbours")
    assert by_name(archive, "Harbours").query == "port or quay"
    assert listing.saved_name == "Harbours"
    assert host.sentences == ["Saved “Harbours”; <undo> takes it back."]


def test_a_name_of_another_search_is_asked_for_again(
    saved_searches: SavedSearchController, archive: Archive, listing: FakeListing, host: FakeHost
) -> None:
    listing.query_text = "rain"
    saved_searches.save()
    host.answer("Water")
    question = host.dialogs[0][0]
    assert isinstance(question, Confirm)
    assert question._question == "There is a list “Water” (water). Replace it?"
    host.answer(False)
    prompt = host.dialogs[0][0]
    assert isinstance(prompt, TextPrompt)
    assert prompt._value == "Water"
    assert by_name(archive, "Water").query == "water"
    host.answer("Water")
    host.answer(True)
    assert by_name(archive, "Water").query == "rain"


def test_the_same_search_under_the_same_name_needs_no_question(
    saved_searches: SavedSearchController, listing: FakeListing, host: FakeHost
) -> None:
    listing.query_text = "water"
    saved_searches.save()
    host.answer("Water")
    assert host.dialogs == []
    assert host.sentences == ["Saved “Water”; <undo> takes it back."]


def test_no_name_saves_nothing(
    saved_searches: SavedSearchController, archive: Archive, listing: FakeListing, host: FakeHost
) -> None:
    listing.query_text = "rain"
    saved_searches.save()
    host.answer(None)
    assert (host.dialogs, names(archive)) == ([], ["Strikes", "Water"])


@pytest.mark.parametrize(
    ("query_text", "sentences", "complaints"),
    [
        ("  ", ["Nothing is searched for. <search> searches, and <save_search> keeps the search as a list."], 0),
        ("strike (", [], 1),
    ],
)
def test_what_is_no_search_is_not_saved(
    saved_searches: SavedSearchController,
    listing: FakeListing,
    host: FakeHost,
    query_text: str,
    sentences: list[str],
    complaints: int,
) -> None:
    listing.query_text = query_text
    saved_searches.save()
    assert (host.dialogs, host.sentences, len(host.complaints)) == ([], sentences, complaints)


@pytest.mark.parametrize("act", [lambda c, s: c.save(), lambda c, s: c.rename(s)])
def test_nothing_is_asked_where_nothing_can_be_saved(
    saved_searches: SavedSearchController,
    archive: Archive,
    listing: FakeListing,
    host: FakeHost,
    monkeypatch: pytest.MonkeyPatch,
    act: Callable[[Any, SavedSearch], None],
) -> None:
    listing.query_text = "rain"
    make_read_only(archive, monkeypatch)
    act(saved_searches, by_name(archive, "Water"))
    assert (host.dialogs, host.sentences) == ([], ["warning: The archive cannot be written."])
