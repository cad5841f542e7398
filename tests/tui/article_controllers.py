"""The controllers of the open article on a tiny archive, with panes that keep what they are told."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from desk_host import FakeFocus, FakeHost

from onrecord.archive import Archive, ArchiveFull
from onrecord.base.records import Actor, Annotation, Attribution, Draft, Entity, hash_text
from onrecord.base.settings import Settings
from onrecord.tui.model.open_article import OpenArticle
from onrecord.tui.screens.desk.actor_screens import DossierController, ReviewController
from onrecord.tui.screens.desk.article import ArticleController, ArticlePanes
from onrecord.tui.screens.desk.article_list import ArticleListController
from onrecord.tui.screens.desk.corrections import CorrectionController
from onrecord.tui.screens.desk.edit_session import EditSession
from onrecord.tui.screens.desk.quote_search import QuoteSearchController
from onrecord.tui.text.annotation_layers import AnnotationLayers

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
        self.annotation_layers: AnnotationLayers | None = None
        self.article: object = None
        self.notes: object = None
        self.hits: object = None
        self.steps: list[tuple[str, int]] = []

    def open(self, article: Any, text: str, **shown: Any) -> None:
        self.article, self.annotation_layers, self.cursor = article, shown["layers"], article.position

    def close(self) -> None:
        self.article = self.annotation_layers = None
        self.cursor = 0

    @property
    def annotation(self) -> Annotation | None:
        return self.annotation_layers.annotation if self.annotation_layers else None

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
        self, layers: AnnotationLayers | None, quote: int | None, text: str, *, is_decided: bool = False
    ) -> None:
        self.shown = layers is not None, quote, text


class Desk:
    """The controllers of the open article on a tiny archive."""

    def __init__(self, archive: Archive) -> None:
        self.archive, self.host, self.focus = archive, FakeHost(), FakeFocus()
        self.reader, self.sidebar, self.status = FakeReader(), FakeSidebar(), FakeStatus()
        self.found_steps: list[int] = []
        page = SimpleNamespace(
            legend=SimpleNamespace(visible=True),
            reader=self.reader,
            is_finding=True,
            go_to_match=self.found_steps.append,
            open_find=lambda: None,
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


def at_ann(desk: Desk) -> None:
    """Put the cursor on the name of who speaks, in their quote."""
    desk.focus.pane = "reader"
    desk.reader.cursor, desk.reader.actor_at_cursor, desk.reader.quote = 15, "a1", 0
