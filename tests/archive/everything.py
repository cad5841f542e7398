"""Archives with something of everything that readers make, by a seed: what one is made of, others may be, too."""

from __future__ import annotations

import random
from typing import Any

from onrecord.archive import Archive
from onrecord.base.anchors import anchor_at
from onrecord.base.feeds import Feed, FeedEntry, FetchedFeed
from onrecord.base.records import (
    Actor,
    Anchor,
    Annotation,
    Attribution,
    Correction,
    Draft,
    Entity,
    Span,
    hash_text,
)

ARTICLES = 30
_FEEDS = [
    Feed(url="https://post.example/feed", name="Post", tags=["sea"], pages="short"),
    Feed(url="http://wire.example/rss?of=all"),
    Feed(url="/clippings", name="Clippings", tags=["cut", "Déjà lu"], pages="never"),
]
_NAMES = ["Ada Lund", "Bo Ekre", "Ágnes Brandt", "Harbour Board"]
_LANGUAGES = ["en", "de", ""]
_TAGS = ["Economy", "to read", "économie", "#4", "Wahl"]


def text_of(number: int, state: int = 0) -> str:
    """The text of an article in one of its states; some letters take several bytes or units."""
    first, second = _NAMES[number % 4], _NAMES[(number + 1) % 4]
    later = f"In state {state} the ferry waits for a tide that nobody has foreseen. " * state
    return (
        f"{first} said that “gate {number} must open 🌊 at once”. The ferry of line {number} waits in Torvik.\n\n"
        f"{later}{second} denied it, and asked the café at pier {number} to close.\n"
    )


def fill(archive: Archive, seed: int) -> None:
    """Put into an empty archive what a reader might have done in some weeks."""
    chosen = random.Random(seed)
    archive.feeds.add(_FEEDS)
    for number in range(ARTICLES):
        _add(archive, number, chosen)
    article_ids = sorted(archive.search.ids())
    for article in article_ids:
        _read(archive, article, chosen)
        if chosen.random() < 0.5:
            _annotate(archive, article)
            _correct(archive, article, chosen)
        _write_notes(archive, article, chosen)
        if chosen.random() < 0.3:  # what was anchored and annotated is in an earlier version then
            archive.articles.update([article], text=text_of(article - 1, 9))
    _decide_everywhere(archive, chosen)
    archive.articles.remove(chosen.sample(article_ids, 2))  # ids have gaps


def _add(archive: Archive, number: int, chosen: random.Random) -> None:
    draft = Draft(
        title=f"Gate {number} <b> ‮ “opens”\tagain",
        text=text_of(number),
        source=chosen.choice(["Torvik Post", ""]),
        author=chosen.choice(["Ira Quill, B. O’Neil", ""]),
        published=chosen.choice(["2021-04-16", "0999-01-02", ""]),
        url=f"https://post.example/{number}" if chosen.random() < 0.8 else "",
        tags=chosen.sample(_TAGS, 2),
        language=chosen.choice(_LANGUAGES),
    )
    if chosen.random() < 0.5:
        feed = chosen.choice(archive.feeds.all())
        fetched = FetchedFeed("Title of the feed", [FeedEntry(f"{number}-0", draft)], [], "tag", "then", "mark")
        archive.feeds.store(feed, fetched)
    else:
        archive.articles.add(draft)
    if draft.url and chosen.random() < 0.5:  # newer texts, and one that is set back
        for state in chosen.choice([(1,), (1, 2), (1, 0)]):
            archive.articles.add(
                Draft(title=f"Gate {number}, {state}", text=text_of(number, state), url=draft.url)
            )


def _read(archive: Archive, article: int, chosen: random.Random) -> None:
    archive.articles.update(
        [article],
        read=chosen.random() < 0.5,
        starred=chosen.random() < 0.3,
        position=chosen.choice([0, 7, 120]),
    )


def _annotate(archive: Archive, article: int) -> None:
    text = archive.articles.text(article)
    speaker, content, place = text[: text.index(" said")], _span(text, "gate", " at once"), _span(text, "Torvik")
    said = Attribution(
        source=[(0, len(speaker))], cue=[_span(text, "said")], content=[content], kind="mixed", speaker=["a1"]
    )
    archive.annotations.store(
        article,
        Annotation(
            entities=[Entity(span=(0, len(speaker)), label="PERSON", actor="a1"), Entity(span=place, label="GPE")],
            attributions=[
                said,
                Attribution(
                    source=[], cue=[_span(text, "asked")], content=[place], kind="indirect", modality="asked"
                ),
            ],
            actors=[Actor(id="a1", name=speaker, type="person", mentions=[(0, len(speaker))])],
            annotator="1 test",
            text_hash=hash_text(text),
        ),
    )


def _correct(archive: Archive, article: int, chosen: random.Random) -> None:
    text = archive.articles.text(article)
    name, place, quote = text[: text.index(" said")], _anchor(text, "Torvik"), _anchor(text, "gate", " at once")
    corrections: list[dict[str, Any]] = [
        {"kind": "rename", "name": name, "to": f"{name} the Elder"},
        {"kind": "type", "name": name, "type": "person", "to": "organisation"},
        {"kind": "hide", "name": name},
        {"kind": "join", "name": name, "to": "Torvik", "to_type": "country"},
        {"kind": "split", "name": name, "to": "Bo", "accepted": False},
        {"kind": "speaker", "anchor": quote, "to": ""},
        {"kind": "label", "anchor": place, "to": "FAC"},
        {"kind": "passages", "anchor": quote, "passages": {"cue": [_anchor(text, "asked")]}},
    ]
    for correction in chosen.sample(corrections, 3):
        archive.corrections.apply(Correction(article=article, **correction))


def _write_notes(archive: Archive, article: int, chosen: random.Random) -> None:
    text = archive.articles.text(article)
    anchors = [None, _anchor(text, "gate", "🌊"), _anchor(text, "The ferry"), anchor_at(text, (0, len(text)))]
    for anchor in chosen.sample(anchors, chosen.randrange(4)):
        note = archive.notes.add(article, f"Why *this*?\n\n- {chosen.random()}", anchor, chosen.sample(_TAGS, 1))
        if chosen.random() < 0.3:
            archive.notes.update(note.id, f"Why not? {chosen.random()}")


def _decide_everywhere(archive: Archive, chosen: random.Random) -> None:
    text = text_of(1)
    corrections: list[dict[str, Any]] = [
        {"kind": "rename", "name": "Bo Ekre", "type": "person", "to": "Bo Ekre-Lund"},
        {"kind": "join", "name": "Ada Lund", "type": "person", "to": "Ágnes Brandt", "to_type": "person"},
        {"kind": "split", "name": "Ada Lund", "to": "Bo Ekre"},
        {"kind": "label", "anchor": _anchor(text, "Torvik"), "to": ""},
        {"kind": "wording", "name": "gate must open", "to": "gates must open", "accepted": chosen.random() < 0.5},
    ]
    for correction in corrections:
        archive.corrections.apply(Correction(**correction))
    for name in chosen.sample(["Ports", "Späte Züge", "Starred", "in:nothing"], 3):
        archive.saved_searches.save(name, "gate is:starred")
    archive.saved_searches.move("Ports" if archive.saved_searches.get("Ports") else "Starred", 1)


def _span(text: str, first: str, last: str = "") -> Span:
    start = text.index(first)
    return start, text.index(last, start) + len(last) if last else start + len(first)


def _anchor(text: str, first: str, last: str = "") -> Anchor:
    return anchor_at(text, _span(text, first, last))
