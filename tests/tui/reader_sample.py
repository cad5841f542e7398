"""The seed article with an annotation made by hand, and an app that shows it in the reader alone."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from textual.app import App, ComposeResult

from onrecord.base.records import Actor, Anchor, Annotation, Article, Attribution, Entity, Note, Span, count_words
from onrecord.base.settings import resource
from onrecord.tui.looks.themes import THEMES
from onrecord.tui.widgets.article_pane import ArticlePane
from onrecord.tui.widgets.article_view import ArticleView
from onrecord.tui.widgets.status import QuoteStatus

SEED = next(Path(resource("seeds")).glob("*.txt")).read_text(encoding="utf-8")
TITLE = SEED.split("\n", 1)[0]

ARTICLE = Article(
    id=1,
    title=TITLE,
    source="example.org",
    published="2021-04-16",
    words=count_words(SEED),
    tags=["ukraine"],
    quotes=15,
)


def span(words: str, after: str = "") -> Span:
    """Where these words stand in the seed, the first time after some others."""
    start = SEED.index(words, SEED.index(after) if after else 0)
    return start, start + len(words)


def every(*names: str) -> list[Span]:
    """All places of some names."""
    return sorted(match.span() for name in names for match in re.finditer(rf"\b{re.escape(name)}\b", SEED))


def _quote(source: str, cue: str, *content: str, by: str, after: str, **more: Any) -> Attribution:
    return Attribution(
        source=[span(source, after)],
        cue=[span(cue, after)],
        content=[span(piece, after) for piece in content],
        speaker=[by] if by else [],
        kind=more.pop("kind", "mixed"),
        confidence=more.pop("confidence", 0.97),
        why=f"subject of “{cue}”",
        **more,
    )


def annotation() -> Annotation:
    """What a good reading of the seed looks like."""
    actors = [
        Actor(
            id="a1",
            name="Volodymyr Zelensky",
            type="person",
            aliases=["Zelensky"],
            suspected=["Dzerensky"],
            roles=["Ukrainian President"],
            mentions=sorted(
                [
                    span("Ukrainian President Volodymyr Zelensky"),
                    span("the Ukrainian president visited"),
                    span("its president"),
                    span("Ukrainian President Dzerensky"),
                    span("his desire"),
                    span("Ukrainian President Zelensky"),
                    span("He", "Germany and Ukraine. He"),
                    span("I", "said, “I hope"),
                    span("Zelensky", "Against this turbulent backdrop"),
                    span("he", "indefinitely,” he"),
                ]
            ),
        ),
        Actor(id="a2", name="Russia", type="country", metonyms=["Moscow"], mentions=every("Moscow", "Russia")),
        Actor(id="a3", name="German Chancellery", type="organisation", mentions=[span("the German Chancellery")]),
        Actor(id="a4", name="Elysee Palace", type="organisation", mentions=[span("Elysee Palace")]),
        Actor(id="a5", name="Angela Merkel", type="person", mentions=[span("Angela Merkel")]),
        Actor(id="a6", name="Kremlin spokesman", type="person", mentions=[span("A Kremlin spokesman")]),
        Actor(id="a7", name="Ukraine", type="country", mentions=every("Kiev", "Ukraine")),
        Actor(id="a8", name="NATO", type="organisation", mentions=every("NATO")),
    ]
    attributions = [
        _quote(
            "the German Chancellery",
            "said",
            "that the leaders of France, Germany and Ukraine were all “concerned about the increase in Russian "
            "troops on the Ukrainian border” during a video conference",
            by="a3",
            after="In a statement",
        ),
        _quote(
            "the German Chancellery",
            "called on",
            "Moscow to withdraw “these reinforcements in order to achieve détente",
            by="a3",
            after="In a statement",
        ),
        _quote(
            "The French presidency’s Elysee Palace",
            "added",
            "that German and French leaders Angela Merkel and Emmanuel Macron made clear their “support for the "
            "sovereignty of Ukraine and its president,”",
            by="a4",
            after="The French",
        ),
        _quote(
            "The French presidency’s Elysee Palace",
            "noting",
            "that Ukrainian President Dzerensky had made his desire for “détente” very clear",
            by="a4",
            after="The French",
            kind="indirect",
            confidence=0.55,
        ),
        _quote("Moscow", "accuses", "Kiev of “provocations” and NATO of “threats”", by="a2", after="Moscow acc"),
        _quote(
            "Ukraine",
            "accused",
            "Russia of wanting to “destroy” it",
            by="a7",
            after="Ukraine, for its part",
            confidence=0.5,
        ),
        _quote("Moscow", "seen", "NATO’s rescue of Ukraine", by="a2", after="And NATO", cue_type="belief"),
        _quote(
            "Ukrainian President Zelensky",
            "called for",
            "a “quadripartite meeting” between Russia, France and Germany and Ukraine",
            by="a1",
            after="In Paris",
        ),
        _quote(
            "He",
            "said",
            "“I hope that all four of us will participate”",
            "“the security situation in eastern Ukraine”",
            "“the occupation of our territories.”",
            by="a1",
            after="He said",
            kind="direct",
        ),
        _quote(
            "A Kremlin spokesman",
            "called on",
            "Paris and Berlin to use their “influence” on the Ukrainian president to stop Ukraine’s "
            "“provocations” on its eastern territories",
            by="a6",
            after="A Kremlin",
        ),
        _quote(
            "Zelensky",
            "reiterated",
            "that Ukraine wants to join NATO and the EU as soon as possible",
            by="a1",
            after="Zelensky reiterated",
            kind="indirect",
        ),
        _quote(
            "he",
            "told",
            "“We cannot stay in the NATO waiting room indefinitely,”",
            by="a1",
            after="“We cannot",
            kind="direct",
        ),
    ]
    labels = {
        "GPE": ("France", "Germany", "Ukraine", "Russia", "Paris", "Moscow", "Kiev", "Berlin"),
        "LOC": ("Donbas", "Crimea"),
        "NORP": ("Russian", "Ukrainian", "German", "French"),
        "ORG": ("NATO", "the EU", "Kremlin", "Le Figaro", "Elysee Palace", "German Chancellery"),
        "PERSON": ("Volodymyr Zelensky", "Angela Merkel", "Emmanuel Macron", "Dzerensky"),
        "DATE": ("Friday", "2014", "yesterday"),
        "CARDINAL": ("more than 13,000", "tens of thousands", "four"),
    }
    taken: list[Span] = []
    entities = []
    for label in ("PERSON", "ORG", "LOC", "NORP", "GPE", "DATE", "CARDINAL"):
        for start, end in every(*labels[label]):
            if all(end <= left or start >= right for left, right in taken):
                taken.append((start, end))
                entities.append(Entity(span=(start, end), label=label))
    return Annotation(
        entities=sorted(entities, key=lambda entity: entity.span), attributions=attributions, actors=actors
    )


def note(words: str, body: str = "Look this up.") -> Note:
    """A note on some words of the seed."""
    start, end = span(words)
    return Note(id=1, article=1, body=body, anchor=Anchor(exact=words, start=start, end=end))


class ReaderApp(App[None]):
    """The reader with its legend, find bar and status line."""

    CSS_PATH = resource("styles.tcss")

    def __init__(self, theme: str = "onrecord-dark") -> None:
        super().__init__()
        self._chosen_theme = theme
        self.heard: list[object] = []
        self.page = ArticlePane()
        self.status = QuoteStatus()

    def compose(self) -> ComposeResult:
        yield self.page
        yield self.status

    def on_mount(self) -> None:
        for theme in THEMES:
            self.register_theme(theme)
        self.theme = self._chosen_theme
        self.page.reader.focus()

    def on_article_view_moved(self, message: ArticleView.Moved) -> None:
        self.heard.append(message)
        reader = self.page.reader
        self.status.show(reader.annotation_layers, reader.quote, reader.text)

    def on_article_view_speaker_chosen(self, message: ArticleView.SpeakerChosen) -> None:
        self.heard.append(message)

    def on_article_view_selection_changed(self, message: ArticleView.SelectionChanged) -> None:
        self.heard.append(message)
