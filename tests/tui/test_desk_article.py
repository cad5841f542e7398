"""The controllers of the open article: what they open, feed, copy and correct, without a screen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from desk_host import FakeFocus, FakeHost

from onrecord.archive import Archive, ArchiveError, ArchiveFull, parse
from onrecord.base.records import Actor, Annotation, Attribution, Draft, Entity, hash_text
from onrecord.base.settings import Settings
from onrecord.tui.model.open_article import OpenArticle
from onrecord.tui.model.places import ReviewPlace
from onrecord.tui.screens.choice_menu import ChoiceMenu
from onrecord.tui.screens.desk.actor_screens import DossierController, ReviewController
from onrecord.tui.screens.desk.article import ArticleController, ArticlePanes
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.corrections import CorrectionController
from onrecord.tui.screens.desk.edit_session import EditSession
from onrecord.tui.screens.desk.quote_search import QuoteSearchController
from onrecord.tui.screens.dossier import DossierScreen
from onrecord.tui.screens.prompts_actor import ActorPrompt, TextPrompt
from onrecord.tui.screens.reviews import ReviewScreen

TEXT = "“We walk out,” Ann Adler told Ben Baker in Rome."
ANN, BEN, ROME = (15, 24), (30, 39), (43, 47)
ANNOTATION = Annotation(
    entities=[
        Entity(span=ANN, label="PERSON", actor="a1"),
        Entity(span=BEN, label="PERSON", actor="a2"),
        Entity(span=ROME, label="GPE"),
    ],
    attributions=[
        Attribution(source=[ANN], cue=[(25, 29)], content=[(1, 12)], kind="direct", speaker=["a1"]),
        Attribution(source=[], cue=[], content=[(40, 47)], kind="indirect", cue_type="belief"),
    ],
    actors=[
        Actor(id="a1", name="Ann Adler", type="person", mentions=[ANN], suspected=["Adler"]),
        Actor(id="a2", name="Ben Baker", type="person", mentions=[BEN]),
    ],
    text_hash=hash_text(TEXT),
)


class FakeReader:
    """An ``ArticleView`` that keeps what it is told."""

    def __init__(self) -> None:
        self.actor: str | None = None
        self.actor_at_cursor: str | None = None
        self.quote: int | None = None
        self.cursor = 0
        self.asides = False
        self.annotation: Annotation | None = None
        self.article: object = None
        self.notes: object = None
        self.hits: object = None
        self.steps: list[tuple[str, int]] = []

    def open(self, article: Any, text: str, **shown: Any) -> None:
        self.article, self.annotation, self.cursor = article, shown["annotation"], article.position

    def close(self) -> None:
        self.article = self.annotation = None
        self.cursor = 0

    def go_to(self, start: int, end: int) -> None:
        self.cursor = start

    def next_quote(self, step: int) -> bool:
        self.steps.append(("quote", step))
        return self.has_more

    def next_mention(self, step: int) -> bool:
        self.steps.append(("mention", step))
        return self.has_more

    has_more = True


class FakeSidebar:
    """A ``Sidebar`` that keeps what it is told."""

    def __init__(self) -> None:
        self.tab = "notes"
        self.asides = False
        self.article: OpenArticle | None = None
        self.problem = ""
        self.noted: list[OpenArticle | None] = []
        self.quotes_of: list[str | None] = []
        self.highlighted: list[int] = []
        self.actors = SimpleNamespace(highlighted=None)
        self.entities = SimpleNamespace(highlighted=None)
        self.quotes = SimpleNamespace(highlighted=None, highlight=self.highlighted.append)

    def query_one(self, kind: object) -> object:
        return self.quotes

    def show_annotation(self, article: OpenArticle | None, actor: str | None) -> None:
        self.article = article

    def show_notes(self, article: OpenArticle | None) -> None:
        self.noted.append(article)

    def show_quotes(self, article: OpenArticle | None, actor: str | None) -> None:
        self.quotes_of.append(actor)

    def show_problem(self, sentence: str) -> None:
        self.problem = sentence


class FakeStatus:
    """A ``QuoteStatus`` that keeps what it shows."""

    def __init__(self) -> None:
        self.asides = False
        self.shown: tuple[bool, int | None, str] | None = None

    def show(
        self, annotation: Annotation | None, quote: int | None, text: str, *, is_decided: bool = False
    ) -> None:
        self.shown = annotation is not None, quote, text


class Desk:
    """The controllers of the open article on a tiny archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.host, self.focus = archive, FakeHost(), FakeFocus()
        self.reader, self.sidebar, self.status = FakeReader(), FakeSidebar(), FakeStatus()
        self.found_steps: list[int] = []
        page = SimpleNamespace(
            reader=self.reader, is_finding=True, go_to_match=self.found_steps.append, open_find=lambda: None
        )
        self.list = SimpleNamespace(ids=[1, 2, 3, 4], position=1, highlighted=2, highlight=lambda article: False)
        self.listing: Any = SimpleNamespace(
            pane=self.list, query=None, query_text="", clear_query=lambda: setattr(self.listing, "query_text", "")
        )
        self.article = ArticleController(
            self.host,
            archive,
            cast(ArticleListController, self.listing),
            ArticlePanes(*cast(Any, (page, self.sidebar, self.status))),
            self.focus.as_focus(),
            None,
        )
        self.requests: list[list[int]] = []
        self.article.annotations.request = lambda articles: self.requests.append(list(articles))  # type: ignore[method-assign]
        self.session = EditSession(self.host, archive)
        self.search = SimpleNamespace(
            quote_under_cursor=None, show_quote=lambda quote: self.article.show(quote.article)
        )
        self.corrections = CorrectionController(
            self.host,
            archive,
            self.article,
            cast(QuoteSearchController, self.search),
            self.session,
            self.focus.as_focus(),
        )
        settings = Settings(archive=archive.folder)
        self.left_places: list[object] = []
        places: Any = SimpleNamespace(leave_screen=self.left_places.append)
        self.dossiers = DossierController(self.host, archive, settings, self.article, self.corrections, places)
        self.reviews = ReviewController(self.host, archive, settings, self.article, self.session, places)

    @property
    def opened(self) -> int | None:
        return self.article.open_article.article.id if self.article.open_article else None

    @property
    def dialog(self) -> object:
        return self.host.dialogs[-1][0]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """Four articles; the first is annotated."""
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(Draft(title="Walkout", text=TEXT, source="Wire"), ANNOTATION)
        for title in ("Sea", "Sky", "Sun"):
            archive.articles.add(Draft(title=title, text=f"The {title.lower()}."))
        yield archive


@pytest.fixture
def desk(archive: Archive) -> Desk:
    """A desk on which the first article is open."""
    desk = Desk(archive)
    desk.article.show(1)
    return desk


def fail(*arguments: object, **named: object) -> None:
    raise ArchiveFull("There is no room left.")


# Opening and closing


def test_an_article_is_shown_in_all_panes(desk: Desk) -> None:
    assert desk.opened == 1
    assert desk.reader.annotation == desk.article.annotation == ANNOTATION
    assert desk.sidebar.article is desk.sidebar.noted[-1] is desk.article.open_article
    assert desk.status.shown == (True, None, TEXT)


def test_the_next_articles_are_annotated_next(desk: Desk) -> None:
    assert desk.requests == [[1, 3, 4, 1]]
    desk.list.position = 0
    desk.article.show(2)
    assert desk.requests[-1] == [2, 2, 3]


def test_an_open_article_is_not_opened_again(desk: Desk) -> None:
    opened = desk.article.open_article
    desk.article.show(1)
    assert desk.article.open_article is opened
    assert len(desk.requests) == 1


def test_an_article_that_cannot_be_read_leaves_the_open_one(desk: Desk) -> None:
    desk.archive.articles.remove([2])
    desk.article.show(2)
    assert desk.opened == 1
    assert len(desk.host.complaints) == 1


def test_only_where_the_cursor_rests_is_shown(desk: Desk) -> None:
    desk.article.show_highlighted()
    desk.list.highlighted = 3
    desk.article.show_highlighted()
    for timer in desk.host.timers:
        timer.run_out()
    assert desk.opened == 3
    assert len(desk.requests) == 2
    desk.list.highlighted = 4
    desk.article.show_highlighted()
    desk.article.show(2)  # chosen before the cursor has rested
    desk.host.timers[-1].run_out()
    assert desk.opened == 2


def test_what_the_cursor_is_on_is_shown_without_its_rest_where_a_command_is_about_it(desk: Desk) -> None:
    desk.list.highlighted = 3
    desk.article.show_highlighted()
    desk.article.show_now()
    assert desk.opened == 3
    desk.article.show(2)
    desk.article.show_now()  # nothing waits any more
    desk.host.timers[-1].run_out()
    assert desk.opened == 2


def test_without_a_row_nothing_is_open(desk: Desk) -> None:
    desk.list.highlighted = None
    desk.article.show_highlighted()
    assert desk.opened is None
    assert desk.reader.article is None
    assert desk.sidebar.article is None
    assert desk.status.shown == (False, None, "")


@pytest.mark.parametrize(
    ("pane", "ids", "is_read_unlisted"),
    [("reader", [2], True), ("notes", [2], True), ("articles", [2], False), ("reader", [1, 2], False)],
)
def test_who_reads_an_article_that_is_not_listed(
    desk: Desk, pane: str, ids: list[int], is_read_unlisted: bool
) -> None:
    desk.focus.pane = pane
    desk.focus.is_beside_list = pane != "articles"  # type: ignore[attr-defined]
    desk.list.ids = ids
    assert desk.article.is_read_unlisted is is_read_unlisted


# Positions


def position(desk: Desk) -> int:
    return desk.archive.articles.get(1).position


def test_the_place_is_stored_when_the_article_is_left(desk: Desk) -> None:
    desk.reader.cursor = 15
    desk.article.show(2)
    assert position(desk) == 15
    desk.article.show(1)
    assert desk.reader.cursor == 15
    desk.reader.cursor = 30
    desk.article.close()
    assert position(desk) == 30


def test_a_place_that_a_list_has_shown_is_not_stored(desk: Desk) -> None:
    desk.article.preview(ANN)
    assert desk.reader.cursor == 15
    desk.article.store_position()
    assert position(desk) == 0
    desk.reader.cursor = 16
    desk.article.store_position()
    assert position(desk) == 16


def test_a_place_that_cannot_be_stored_is_said_or_not_tried(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.reader.cursor = 15
    monkeypatch.setattr(desk.archive.articles, "update", fail)
    desk.article.store_position()
    assert desk.host.complaints == ["There is no room left."]
    monkeypatch.setattr(Archive, "read_only", "It cannot be written.")
    desk.article.store_position()
    assert len(desk.host.complaints) == 1


# Changes


def test_a_new_annotation_is_shown_and_an_actor_who_is_gone_no_longer_chosen(desk: Desk) -> None:
    desk.reader.actor = "a2"
    desk.archive.annotations.store(1, Annotation(actors=ANNOTATION.actors[:1], text_hash=hash_text(TEXT)))
    desk.article.refresh()
    assert desk.reader.annotation is not None
    assert desk.reader.annotation.attributions == []
    assert desk.reader.actor is None


def test_the_chosen_actor_stays_where_they_are_still_there(desk: Desk) -> None:
    desk.reader.actor = "a1"
    desk.archive.annotations.store(1, Annotation(actors=ANNOTATION.actors[:1], text_hash=hash_text(TEXT)))
    desk.article.refresh()
    assert desk.reader.actor == "a1"


def test_the_same_annotation_is_not_shown_again(desk: Desk) -> None:
    annotation, shown = desk.reader.annotation, desk.sidebar.article
    desk.archive.articles.update([1], starred=True)
    desk.archive.notes.add(1, "Ask.")
    desk.article.refresh()
    assert desk.reader.annotation is annotation
    assert desk.sidebar.article is shown
    assert cast(Any, desk.reader.article).starred
    assert [note.body for note in cast(Any, desk.reader.notes)] == ["Ask."]
    assert desk.sidebar.noted[-1] is desk.article.open_article


def test_a_new_text_is_opened_anew(desk: Desk) -> None:
    desk.reader.actor = "a1"
    desk.archive.articles.update([1], text="All is calm.")
    desk.article.refresh()
    assert desk.reader.actor is None
    assert desk.reader.annotation is None
    assert desk.status.shown == (False, None, "All is calm.")


def test_an_article_that_is_removed_is_closed(desk: Desk) -> None:
    desk.archive.articles.remove([1])
    desk.article.refresh()
    assert (desk.opened, desk.host.complaints) == (None, [])
    desk.article.refresh()
    assert desk.host.complaints == []


def test_an_archive_that_cannot_be_read_leaves_what_is_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(desk.archive.articles, "get", fail)
    desk.article.refresh()
    assert (desk.opened, desk.host.complaints) == (1, ["There is no room left."])


def test_annotations_of_the_open_article_are_shown(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    other = Annotation(text_hash=hash_text(TEXT))
    monkeypatch.setattr(Archive, "read_only", "It cannot be written.")
    desk.article._show_annotated(2, other)
    assert desk.article.annotation == ANNOTATION
    desk.article._show_annotated(1, other)
    assert desk.article.annotation == other
    desk.article.refresh()
    assert desk.article.annotation == other  # although the archive could not store it


def test_what_cannot_be_annotated_is_said_where_it_is_open(desk: Desk) -> None:
    desk.article._show_annotation_failure(2, "Too long.")
    assert desk.sidebar.problem == ""
    desk.article._show_annotation_failure(1, "Too long.")
    assert desk.sidebar.problem == "Too long."


# Places


def test_the_words_searched_for_are_marked_and_the_first_is_gone_to(desk: Desk) -> None:
    desk.article.show_hits()
    assert desk.reader.hits == []
    desk.listing.query = parse("rome")
    desk.article.show_hits()
    assert (desk.reader.hits, desk.reader.cursor) == ([ROME], 43)


@pytest.mark.parametrize(("is_narrow", "pane"), [(True, "reader"), (False, "quotes")])
def test_a_narrow_screen_goes_to_the_text(desk: Desk, is_narrow: bool, pane: str) -> None:
    desk.focus.pane, desk.focus.is_narrow = "quotes", is_narrow
    desk.article.go_to(ROME)
    assert (desk.reader.cursor, desk.focus.pane) == (43, pane)


def test_a_quote_is_gone_to_if_it_is_still_there(desk: Desk) -> None:
    desk.article.go_to_quote(1)
    assert desk.reader.cursor == 40
    desk.article.go_to_quote(2)
    assert desk.reader.cursor == 40
    desk.article.go_to_quote(0)
    assert desk.reader.cursor == 1


def test_an_article_into_which_the_user_is_led_counts_as_read(desk: Desk) -> None:
    opened: list[int | None] = []
    desk.article.on_read = lambda: opened.append(desk.opened)
    desk.article.show(1)
    assert opened == []
    desk.article.read_at((2, None))
    assert opened == [2]


def test_a_passage_is_read_also_where_it_is_not_listed(desk: Desk) -> None:
    desk.listing.query_text = "sea"
    desk.article.read_at((1, ROME))
    assert (desk.listing.query_text, desk.focus.pane, desk.reader.cursor) == ("", "reader", 43)
    desk.listing.query_text = "sea"
    desk.list.highlight = lambda article: True
    desk.article.read_at((2, None))
    assert (desk.listing.query_text, desk.opened) == ("sea", 2)
    desk.focus.pane = "articles"
    desk.article.read_at(None)
    assert (desk.opened, desk.focus.pane) == (2, "articles")


def test_keys_step_through_quotes_mentions_and_places(desk: Desk) -> None:
    desk.article.next_quote()
    desk.article.previous_quote()
    desk.article.next_mention()
    desk.article.previous_mention()
    assert desk.reader.steps == [("quote", 1), ("quote", -1), ("mention", 1), ("mention", -1)]
    assert desk.host.sentences == []
    desk.reader.has_more = False
    desk.article.next_quote()
    desk.reader.actor = "a1"
    desk.article.previous_mention()
    assert desk.host.sentences == [
        "No more quotes below the cursor.",
        "No more mentions of the chosen actor above the cursor.",
    ]
    desk.article.find_next()
    desk.article.find_previous()
    assert desk.found_steps == [1, -1]
    desk.article.open_find()
    assert desk.focus.pane == "reader"
    desk.article.close()
    desk.focus.pane = "articles"
    desk.article.open_find()
    assert desk.focus.pane == "articles"


def test_a_chosen_actor_has_their_quotes_listed(desk: Desk) -> None:
    desk.article.choose_actor("a1")
    assert (desk.reader.actor, desk.sidebar.tab, desk.sidebar.quotes_of) == ("a1", "quotes", ["a1"])
    desk.sidebar.tab = "notes"
    desk.article.choose_actor(None)
    assert (desk.reader.actor, desk.sidebar.tab, desk.sidebar.quotes_of[-1]) == (None, "notes", None)


def test_asides_are_shown_in_all_panes_or_in_none(desk: Desk) -> None:
    for asides in (True, False):
        desk.article.toggle_asides()
        assert desk.reader.asides is desk.sidebar.asides is desk.status.asides is asides
    assert desk.host.sentences == [
        "Beliefs, attitudes and documents are shown as well.",
        "Only speech is shown.",
    ]


def test_the_quote_under_the_cursor_is_that_of_the_pane(desk: Desk) -> None:
    assert desk.article.quote_under_cursor is None
    desk.reader.quote, desk.sidebar.quotes.highlighted = 0, 1
    assert desk.article.quote_under_cursor is not None
    assert desk.article.quote_under_cursor.index == 0
    desk.focus.pane = "quotes"
    assert desk.article.quote_under_cursor.index == 1


def test_the_quote_under_the_cursor_is_highlighted_in_the_list(desk: Desk) -> None:
    desk.article.show_status()
    assert desk.sidebar.highlighted == []
    desk.reader.quote = 1
    desk.article.show_status()
    assert desk.sidebar.highlighted == [1]
    assert desk.status.shown == (True, 1, TEXT)


def test_a_quote_is_copied_with_its_citation(desk: Desk) -> None:
    desk.article.copy(None)
    assert (desk.host.clipboard, desk.host.sentences) == (
        "",
        ["No quote under the cursor; ] goes to the next one."],
    )
    desk.reader.quote = 0
    desk.article.copy(desk.article.quote_under_cursor)
    assert "We walk out" in desk.host.clipboard
    assert "Ann Adler" in desk.host.clipboard
    assert desk.host.sentences[-1] == "Copied the quote with its citation."


# Corrections


def target(desk: Desk) -> tuple[str | None, int | None, object]:
    """What is under the cursor: an actor's id, a quote, and an entity's span."""
    target = desk.corrections.target()
    assert target is not None
    actor_id = target.actor.id if target.actor else None
    return actor_id, target.quote, target.entity.span if target.entity else None


def test_under_the_cursor_is_what_the_pane_shows_there(desk: Desk) -> None:
    desk.focus.pane = "reader"
    desk.reader.cursor, desk.reader.actor_at_cursor, desk.reader.quote = 23, "a1", 0
    assert target(desk) == ("a1", 0, ANN)
    desk.reader.cursor, desk.reader.actor_at_cursor, desk.reader.quote = 24, None, None
    assert target(desk) == (None, None, None)
    desk.focus.pane = "actors"
    desk.sidebar.actors.highlighted = ANNOTATION.actors[1]
    assert target(desk) == ("a2", None, None)
    desk.focus.pane = "quotes"
    desk.sidebar.quotes.highlighted = 1
    assert target(desk) == (None, 1, None)
    desk.focus.pane = "entities"
    assert target(desk) == (None, None, None)
    desk.sidebar.entities.highlighted = ROME
    assert target(desk) == (None, None, ROME)
    desk.sidebar.entities.highlighted = BEN
    assert target(desk) == ("a2", None, BEN)


def test_in_the_list_of_quotes_the_quote_is_meant(desk: Desk) -> None:
    assert desk.article.open_article is not None
    desk.search.quote_under_cursor = desk.article.open_article.quotes[0]
    desk.article.show(2)
    assert target(desk) == (None, 0, None)
    assert desk.opened == 1
    desk.article.show(2)
    desk.search.show_quote = lambda quote: None  # its article cannot be read
    assert desk.corrections.target() is None


def test_without_an_annotation_nothing_is_under_the_cursor(desk: Desk) -> None:
    desk.article.show(2)
    assert desk.corrections.target() is None
    assert desk.corrections.actor_under_cursor() is None
    assert desk.corrections.actor("a1") is None
    desk.corrections.open_menu()
    desk.corrections.accept_name()
    assert desk.host.dialogs == []
    assert desk.host.sentences == [
        "Nothing to set right under the cursor.",
        "No name under the cursor is only suspected to be an actor's.",
    ]


def test_who_speaks_goes_before_who_is_named(desk: Desk) -> None:
    desk.focus.pane = "reader"
    desk.reader.cursor, desk.reader.actor_at_cursor, desk.reader.quote = 31, "a2", 0
    assert (actor := desk.corrections.actor_under_cursor()) is not None
    assert actor.id == "a1"
    desk.reader.quote = 1  # nobody speaks there
    assert (actor := desk.corrections.actor_under_cursor()) is not None
    assert actor.id == "a2"
    desk.reader.quote = None
    assert (actor := desk.corrections.actor_under_cursor()) is not None
    assert actor.id == "a2"


def at_ann(desk: Desk) -> None:
    """Put the cursor on the name of who speaks, in their quote."""
    desk.focus.pane = "reader"
    desk.reader.cursor, desk.reader.actor_at_cursor, desk.reader.quote = 15, "a1", 0


def choose(desk: Desk, *answers: object) -> None:
    """Open the menu at Ann, and answer what is asked one after the other."""
    at_ann(desk)
    desk.corrections.open_menu()
    for answer in answers:
        desk.host.answer(answer)


def corrections(desk: Desk) -> list[tuple[str, int | None, str, str]]:
    return [(each.kind, each.article, each.name, each.to) for each in desk.archive.corrections.all()]


@pytest.mark.parametrize(
    ("answers", "correction"),
    [
        (["nobody"], ("speaker", 1, "", "")),
        (["speaker", ("Ben Baker", "person")], ("speaker", 1, "", "Ben Baker")),
        (["label", "ORG"], ("label", 1, "", "ORG")),
        (["label", "none"], ("label", 1, "", "")),
        (["rename", "Anna Adler"], ("rename", 1, "Ann Adler", "Anna Adler")),
        (["join", ("Ben Baker", "person")], ("join", 1, "Ann Adler", "Ben Baker")),
        (["split", "Adler"], ("split", 1, "Adler", "Ann Adler")),
        (["accept"], ("join", 1, "Adler", "Ann Adler")),
        (["reject"], ("split", 1, "Adler", "Ann Adler")),
        (["type", "organisation"], ("type", 1, "Ann Adler", "organisation")),
        (["hide"], ("hide", 1, "Ann Adler", "")),
        (["everywhere", "hide"], ("hide", None, "Ann Adler", "")),
        (["everywhere", "everywhere", "hide"], ("hide", 1, "Ann Adler", "")),
        (["everywhere", "rename", "Anna Adler"], ("rename", None, "Ann Adler", "Anna Adler")),
        (["everywhere", "join", ("Ben Baker", "person")], ("join", None, "Ann Adler", "Ben Baker")),
        (["everywhere", "split", "Adler"], ("split", None, "Adler", "Ann Adler")),
        (["everywhere", "accept"], ("join", None, "Adler", "Ann Adler")),
        (["everywhere", "reject"], ("split", None, "Adler", "Ann Adler")),
        (["everywhere", "type", "organisation"], ("type", None, "Ann Adler", "organisation")),
        (["everywhere", "label", "ORG"], ("label", None, "", "ORG")),
    ],
    ids=lambda value: "-".join(map(str, value)) if isinstance(value, list) else "",
)
def test_a_choice_of_the_menu_makes_its_correction(
    desk: Desk, answers: list[object], correction: tuple[str, int | None, str, str]
) -> None:
    choose(desk, *answers)
    assert corrections(desk) == [correction]
    assert desk.host.sentences == ["Set right; ctrl+z takes it back."]
    assert desk.session.edits.newest == "correction"


@pytest.mark.parametrize("answers", [[None], ["rename", None], ["rename", "Ann Adler"], ["label", None]])
def test_no_answer_corrects_nothing(desk: Desk, answers: list[object]) -> None:
    choose(desk, *answers)
    assert corrections(desk) == []
    assert desk.host.dialogs == []


@pytest.mark.parametrize(
    ("choice", "kind"),
    [
        ("speaker", ActorPrompt),
        ("label", ChoiceMenu),
        ("rename", TextPrompt),
        ("join", ActorPrompt),
        ("type", ChoiceMenu),
    ],
)
def test_a_choice_asks_for_what_it_needs(desk: Desk, choice: str, kind: type[object]) -> None:
    choose(desk, choice)
    assert isinstance(desk.dialog, kind)
    if isinstance(desk.dialog, ActorPrompt):
        assert [actor.id for actor in desk.dialog._actors] == ["a2"]


@pytest.mark.parametrize(
    ("answers", "title", "keys"),
    [
        ([], "Set right: “We walk out”", "p0rms+-txle"),
        (["label"], "“Ann Adler” is", "1234567890x"),
        (["split"], "Not Ann Adler", "1"),
        (["type"], "Ann Adler is a", "ocpg"),
    ],
    ids=["menu", "label", "split", "type"],
)
def test_a_menu_has_a_title_and_a_key_for_each_choice(
    desk: Desk, answers: list[object], title: str, keys: str
) -> None:
    choose(desk, *answers)
    assert isinstance(desk.dialog, ChoiceMenu)
    assert (desk.dialog._title, "".join(choice.key for choice in desk.dialog._choices)) == (title, keys)


def test_no_label_is_the_last_choice(desk: Desk) -> None:
    choose(desk, "label")
    assert isinstance(desk.dialog, ChoiceMenu)
    assert [choice.name for choice in desk.dialog._choices][::10] == ["PERSON", "none"]
    assert desk.dialog._choices[-1].label == "no name at all"


@pytest.mark.parametrize(("choice", "title"), [("speaker", "Who says “We walk out”?"), ("join", "Ann Adler is")])
def test_a_prompt_says_what_the_actor_is_wanted_for(desk: Desk, choice: str, title: str) -> None:
    choose(desk, choice)
    assert isinstance(desk.dialog, ActorPrompt)
    assert desk.dialog._title == title


def test_a_name_is_changed_from_what_it_was(desk: Desk) -> None:
    choose(desk, "rename")
    assert isinstance(desk.dialog, TextPrompt)
    assert (desk.dialog._title, desk.dialog._value) == ("Rename Ann Adler", "Ann Adler")


def test_a_suspected_name_is_judged_by_a_key(desk: Desk) -> None:
    desk.focus.pane = "actors"
    desk.sidebar.actors.highlighted = ANNOTATION.actors[0]
    desk.corrections.accept_name()
    desk.corrections.reject_name()
    assert [kind for kind, *_ in corrections(desk)] == ["join", "split"]
    desk.sidebar.actors.highlighted = ANNOTATION.actors[1]
    desk.corrections.accept_name()
    assert desk.host.sentences[-1] == "No name under the cursor is only suspected to be an actor's."


def test_what_cannot_be_written_is_not_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Archive, "read_only", "It cannot be written.")
    choose(desk)
    assert desk.host.dialogs == []


# Dossiers and reviews


def test_the_dossier_of_who_speaks_is_opened(desk: Desk) -> None:
    at_ann(desk)
    desk.reader.asides = True
    desk.dossiers.open_under_cursor()
    assert isinstance(desk.dialog, DossierScreen)
    assert (desk.dialog._trail[0].name, desk.dialog._asides) == ("Ann Adler", True)
    place = desk.dialog.place
    desk.host.answer((2, None))
    assert desk.opened == 2
    assert desk.left_places == [place]


def test_a_dossier_opens_where_it_was_left(desk: Desk) -> None:
    at_ann(desk)
    desk.dossiers.open_under_cursor()
    assert isinstance(desk.dialog, DossierScreen)
    desk.dialog._query = "strike"
    desk.host.answer(None)
    assert desk.left_places == []
    desk.dossiers.open_under_cursor()
    assert isinstance(desk.dialog, DossierScreen)
    assert desk.dialog._query == "strike"


def test_without_a_speaker_there_is_no_dossier(desk: Desk) -> None:
    desk.focus.pane = "reader"
    desk.dossiers.open_under_cursor()
    assert (desk.host.dialogs, desk.host.sentences) == ([], ["Nothing under the cursor has a speaker."])
    desk.article.close()
    desk.dossiers.open("a1")
    assert desk.host.dialogs == []


def test_an_actor_whom_only_the_article_has_is_found_by_name_or_not_at_all(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desk.archive.actors, "of_annotation", lambda article, actor: None)
    desk.dossiers.open("a1")
    assert isinstance(desk.dialog, DossierScreen)
    assert desk.dialog._trail[0].name == "Ann Adler"
    desk.host.dialogs.clear()
    desk.dossiers.open("a9")
    monkeypatch.setattr(desk.archive.actors, "called", lambda name: [])
    desk.dossiers.open("a1")
    assert desk.host.dialogs == []
    assert desk.host.sentences == ["The archive has nothing of them beyond this article."] * 2


def test_a_dossier_that_cannot_be_read_is_said(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(article: int, actor: str) -> None:
        raise ArchiveError("The archive is asleep.")

    monkeypatch.setattr(desk.archive.actors, "of_annotation", fail)
    desk.dossiers.open("a1")
    assert (desk.host.dialogs, desk.host.complaints) == ([], ["The archive is asleep."])


@pytest.mark.parametrize(("place", "opened"), [((2, None), 2), (None, 1)])
def test_what_the_reviews_decide_is_shown_afterwards(
    desk: Desk, place: tuple[int, None] | None, opened: int
) -> None:
    desk.reviews.open()
    assert isinstance(desk.dialog, ReviewScreen)
    desk.host.answer(place)
    assert desk.host.changes_shown == 1
    assert desk.opened == opened
    assert desk.left_places == ([] if place is None else [ReviewPlace("same person", 0)])
