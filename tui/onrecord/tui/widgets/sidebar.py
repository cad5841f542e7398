"""The right column of the desk: the actors of the article, and tabs with its quotes, entities and notes."""

from __future__ import annotations

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import ContentSwitcher

from onrecord.tui.model.open_article import OpenArticle
from onrecord.tui.model.user_corrections import NO_DECISIONS
from onrecord.tui.widgets.actor_list import ActorList
from onrecord.tui.widgets.entity_list import EntityList
from onrecord.tui.widgets.note_list import NoteList
from onrecord.tui.widgets.quote_list import QuoteList
from onrecord.tui.widgets.tab_line import TabLine

TABS = ("quotes", "entities", "notes")


class Sidebar(Vertical):
    """The lists of an article; their messages bubble up to the screen."""

    BLANK = True

    def __init__(self, note_key: str) -> None:
        """Make empty lists.

        Args:
            note_key: The key that writes a note, as it is shown.
        """
        super().__init__(id="side")
        self._note_key = note_key

    def compose(self) -> ComposeResult:
        yield ActorList()
        yield TabLine(TABS)
        with ContentSwitcher(initial=TABS[0]):
            yield QuoteList()
            yield EntityList()
            yield NoteList(self._note_key)

    @property
    def actors(self) -> ActorList:
        """The list of actors."""
        return self.query_one(ActorList)

    @property
    def entities(self) -> EntityList:
        """The list of entities."""
        return self.query_one(EntityList)

    @property
    def notes(self) -> NoteList:
        """The list of notes."""
        return self.query_one(NoteList)

    @property
    def tab(self) -> str:
        """The open tab, one of ``TABS``."""
        return self.query_one(ContentSwitcher).current or TABS[0]

    @tab.setter
    def tab(self, name: str) -> None:
        self.query_one(TabLine).active = name
        self.query_one(ContentSwitcher).current = name

    @on(TabLine.Chosen)
    def _open_tab(self, event: TabLine.Chosen) -> None:
        event.stop()
        self.tab = event.name

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        self.query_one(TabLine).set_class(event.widget.id in TABS, "-focused")

    def on_descendant_blur(self) -> None:
        self.query_one(TabLine).remove_class("-focused")

    asides = False
    """Whether beliefs, attitudes and documents are listed as well as speech."""

    def show_annotation(self, open_article: OpenArticle | None, actor: str | None) -> None:
        """Show the actors and entities of an article, and the quotes of the selected actor (None: of all)."""
        annotation = open_article.annotation if open_article else None
        decisions = open_article.decisions if open_article else NO_DECISIONS
        self.query_one(ActorList).decided = decisions.actors
        self.query_one(QuoteList).decided = decisions.quotes
        self.query_one(EntityList).decided = decisions.entities
        if problem := open_article.unsupported_reason if open_article else "":
            self.show_problem(problem)
        else:
            self.query_one(ActorList).show(annotation, reading=open_article is not None and annotation is None)
        self.query_one(EntityList).show(open_article.text if open_article else "", annotation)
        self.query_one(TabLine).set_count("entities", len(annotation.entities) if annotation else 0)
        self.show_quotes(open_article, actor)

    def show_problem(self, sentence: str) -> None:
        """Say why there is no annotation, in place of the actors."""
        self.query_one(ActorList).show(None, problem=sentence)

    def show_quotes(self, open_article: OpenArticle | None, actor: str | None) -> None:
        """Show the quotes of the selected actor; with None, of all."""
        quotes = open_article.quotes_by(actor, asides=self.asides) if open_article else []
        is_annotated = open_article is not None and open_article.annotation is not None
        self.query_one(QuoteList).placeholder = "No quotes." if is_annotated else ""
        self.query_one(QuoteList).show(quotes)
        self.query_one(TabLine).set_count("quotes", len(quotes))
        self.query_one(ActorList).chosen = actor

    def show_notes(self, open_article: OpenArticle | None) -> None:
        """Show the notes on the article."""
        notes = open_article.notes if open_article else []
        self.notes.show(notes, has_article=open_article is not None)
        self.query_one(TabLine).set_count("notes", len(notes))
