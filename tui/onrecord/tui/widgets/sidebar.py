"""The right side of the desk: the actors of the article, and its quotes, entities and notes in tabs."""

from __future__ import annotations

from textual import on
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
    """Shows a reading; what is chosen in it bubbles up as the lists' own messages."""

    BLANK = True

    def __init__(self) -> None:
        super().__init__(id="side")

    def compose(self) -> ComposeResult:
        yield ActorList()
        yield TabLine(TABS)
        with ContentSwitcher(initial=TABS[0]):
            yield QuoteList()
            yield EntityList()
            yield NoteList()

    @property
    def actors(self) -> ActorList:
        """The actors."""
        return self.query_one(ActorList)

    @property
    def entities(self) -> EntityList:
        """The entities."""
        return self.query_one(EntityList)

    @property
    def tab(self) -> str:
        """Which of ``TABS`` is open."""
        return self.query_one(ContentSwitcher).current or TABS[0]

    @tab.setter
    def tab(self, name: str) -> None:
        self.query_one(TabLine).active = name
        self.query_one(ContentSwitcher).current = name

    @on(TabLine.Chosen)
    def _open_tab(self, event: TabLine.Chosen) -> None:
        event.stop()
        self.tab = event.name

    asides = False
    """Whether thoughts, stances and papers are listed as well as words."""

    def show_annotation(self, reading: OpenArticle | None, actor: str | None) -> None:
        """Show who and what is in the article, and what the chosen actor (or anybody) said."""
        annotation = reading.annotation if reading else None
        decided = reading.decisions if reading else NO_DECISIONS
        self.query_one(ActorList).decided = decided.actors
        self.query_one(QuoteList).decided = decided.quotes
        self.query_one(EntityList).decided = decided.entities
        self.query_one(ActorList).show(annotation, reading=reading is not None and annotation is None)
        self.query_one(EntityList).show(reading.text if reading else "", annotation)
        self.query_one(TabLine).count("entities", len(annotation.entities) if annotation else 0)
        self.show_quotes(reading, actor)

    def show_problem(self, sentence: str) -> None:
        """Say why there is no annotation, in place of the actors."""
        self.query_one(ActorList).show(None, problem=sentence)

    def show_quotes(self, reading: OpenArticle | None, actor: str | None) -> None:
        """Show what the chosen actor said, or with None what anybody said."""
        quotes = reading.quotes_by(actor, asides=self.asides) if reading else []
        self.query_one(QuoteList).show(quotes)
        self.query_one(TabLine).count("quotes", len(quotes))
        self.query_one(ActorList).chosen = actor

    def show_notes(self, reading: OpenArticle | None) -> None:
        """Show the notes on the article."""
        notes = reading.notes if reading else []
        self.query_one(NoteList).show(notes)
        self.query_one(TabLine).count("notes", len(notes))
