"""Records, and what is read off them: who speaks, for whom, and how many words there are."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
import pytest

from onrecord.base.archive_records import ArchiveActor, Dossier, QuoteOccurrence, Review
from onrecord.base.records import (
    DOUBTFUL,
    Actor,
    Anchor,
    Annotation,
    Article,
    ArticleVersion,
    Attribution,
    Correction,
    CueType,
    Draft,
    Entity,
    Note,
    Quote,
    SavedSearch,
    Span,
    UnnamedSource,
    count_words,
    hash_and_count,
    hash_text,
    quotes_of,
    words_of,
)


def attribution(
    *speaker: str, unnamed: str | None = None, cue_type: CueType = "speech", why: str = ""
) -> Attribution:
    return Attribution(
        source=[],
        cue=[],
        content=[],
        kind="indirect",
        speaker=[*speaker],
        unnamed=unnamed,
        cue_type=cue_type,
        why=why,
    )


def test_words_that_were_not_said_are_no_speech() -> None:
    said = attribution("a1")
    unsaid = msgspec.structs.replace(said, polarity="negative")
    perhaps = msgspec.structs.replace(said, modality="possible", cue_type="document")
    doubt = msgspec.structs.replace(said, polarity="negative", cue_type="belief")
    annotation = Annotation(attributions=[said, unsaid, perhaps, doubt])
    assert annotation.speech() == annotation.said_by("a1") == [said]
    assert annotation.unsaid() == [unsaid, perhaps]
    assert [each.report_type for each in annotation.attributions] == ["speech", "unsaid", "unsaid", "belief"]
    assert [each.report_label for each in annotation.attributions] == [
        "speech",
        "not said",
        "possibly said",
        "belief",
    ]


def quote(*actors: str, speaker: str = "", unnamed: str = "", body: str = "") -> Quote:
    return Quote(
        article=1,
        index=0,
        title="",
        published="",
        outlet="",
        url="",
        speaker=speaker,
        actors=[*actors],
        cue="",
        quote="",
        kind="direct",
        cue_type="speech",
        content=[],
        confidence=1.0,
        unnamed=unnamed,
        body=body,
    )


def test_an_attribution_is_by_each_of_its_speakers_and_its_unnamed_source() -> None:
    two_speakers, official = attribution("ann", "bea"), attribution("state", unnamed="official")
    assert [two_speakers.is_by(actor) for actor in ("ann", "bea", "cem")] == [True, True, False]
    assert [official.is_by(actor) for actor in ("state", "official", "ann")] == [True, True, False]


def test_what_is_said_are_words_alone() -> None:
    said, thought = attribution("ann", why="said"), attribution("ann", cue_type="belief")
    liked, written = attribution("ann", cue_type="attitude"), attribution("ann", cue_type="document")
    answered = attribution("bea", why="answered")
    annotation = Annotation(attributions=[said, thought, answered, liked, written])
    assert annotation.speech() == [said, answered]
    assert annotation.said_by("ann") == [said]
    assert annotation.said_by("bea") == [answered]
    assert annotation.said_by("cem") == []


def test_everybody_is_the_actors_and_then_the_unnamed_sources() -> None:
    ann = Actor(id="ann", name="Ann", type="person")
    bea = Actor(id="bea", name="Bea", type="person")
    official = UnnamedSource(id="official", name="an official")
    assert Annotation(actors=[bea, ann], unnamed=[official]).everybody() == [bea, ann, official]


def test_actors_are_ranked_by_what_they_say_then_by_mentions_then_by_place() -> None:
    def actor(name: str, mentions: int) -> Actor:
        return Actor(id=name, name=name, type="person", mentions=[(at, at + 1) for at in range(mentions)])

    annotation = Annotation(
        actors=[actor("first", 1), actor("second", 1), actor("named", 2), actor("quoted", 0), actor("thinks", 1)],
        attributions=[attribution("quoted"), attribution("thinks", cue_type="belief")],
    )
    assert [actor.id for actor in annotation.ranked_actors()] == ["quoted", "named", "first", "second", "thinks"]


def test_who_speaks_is_the_unnamed_source_or_the_actors_or_the_words() -> None:
    assert quote("Ann", "Bea", speaker="she", unnamed="an official").who == "an official"
    assert quote("Ann", "Bea", speaker="she").who == "Ann, Bea"
    assert quote(speaker="she").who == "she"
    assert quote().who == ""


@pytest.mark.parametrize(
    ("unnamed", "body", "behalf"),
    [
        ("a spokesman", "Kremlin", "Kremlin"),
        ("a Kremlin spokesman", "Kremlin", ""),
        ("a KREMLIN spokesman", "Kremlin", ""),
        ("a kremlin spokesman", "KREMLIN", ""),
        ("Kremlin", "Kremlin Press Office", "Kremlin Press Office"),
        ("a spokesman", "", ""),
    ],
)
def test_a_source_is_said_to_speak_for_whom_its_name_does_not_tell(unnamed: str, body: str, behalf: str) -> None:
    assert quote(unnamed=unnamed, body=body).behalf == behalf


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" \n", 0),
        ("one  two\nthree", 3),
        ("one—two", 2),
        ("one–two", 2),
        ("one — two – three", 3),
        ("one-two", 1),
    ],
)
def test_dashes_part_words_and_hyphens_do_not(text: str, count: int) -> None:
    assert count_words(text) == count
    assert hash_and_count(text) == (hash_text(text), count)


def test_the_hash_of_a_text_is_that_of_its_words_in_order() -> None:
    assert hash_text(" one\n two ") == hashlib.sha256(b"one two").hexdigest()[:32]
    assert hash_text("two one") != hash_text("one two")
    assert hash_text("one\ud800") == hashlib.sha256(b"one\xed\xa0\x80").hexdigest()[:32]


@pytest.mark.parametrize(
    ("spans", "words"),
    [
        ([], ""),
        ([(0, 3)], "one"),
        ([(0, 8)], "one two"),
        ([(0, 3), (5, 8)], "one … two"),
        ([(5, 8), (0, 3)], "two … one"),
    ],
)
def test_words_of_spans_have_an_ellipsis_between_them(spans: list[Span], words: str) -> None:
    assert words_of("one \ntwo", spans) == words


def test_an_attribution_is_a_row_that_needs_no_article() -> None:
    text = "Ann and Bea said it rains. A Kremlin spokesman denied it. She thinks so."

    def span(words: str) -> Span:
        return text.index(words), text.index(words) + len(words)

    annotation = Annotation(
        actors=[
            Actor(id="ann", name="Ann Lee", type="person", mentions=[span("Ann")]),
            Actor(id="kremlin", name="Kremlin", type="organisation"),
            Actor(id="bea", name="Bea Orr", type="person", mentions=[span("Bea"), span("She")]),
        ],
        unnamed=[UnnamedSource(id="spokesman", name="a Kremlin spokesman", body="kremlin")],
        attributions=[
            Attribution(
                source=[span("Ann and Bea")],
                cue=[span("said")],
                content=[span("it rains")],
                kind="mixed",
                speaker=["unknown", "ann", "bea"],
                confidence=0.5,
                why="clause",
            ),
            Attribution(
                source=[span("A Kremlin spokesman")],
                cue=[span("denied")],
                content=[span("it. ")],
                kind="indirect",
                unnamed="spokesman",
            ),
            Attribution(
                source=[span("She")],
                cue=[span("thinks")],
                content=[span("so")],
                kind="indirect",
                speaker=["unknown"],
                cue_type="belief",
            ),
        ],
    )
    article = Article(id=7, title="Rain", source="Gazette", published="2021-04-16", url="https://a.example")
    both, spokesman, nobody = quotes_of(article, text, annotation)
    assert quotes_of(article, text, annotation, {0, 2, 9}) == [both, nobody]
    assert quotes_of(article, text, annotation, ()) == []
    assert both == Quote(
        article=7,
        index=0,
        title="Rain",
        published="2021-04-16",
        outlet="Gazette",
        url="https://a.example",
        speaker="Ann and Bea",
        actors=["Ann Lee", "Bea Orr"],
        rank=1,
        cue="said",
        quote="it rains",
        kind="mixed",
        cue_type="speech",
        content=[span("it rains")],
        confidence=0.5,
        why="clause",
        passage="Ann and Bea said it rains",
    )
    assert (spokesman.index, spokesman.actors, spokesman.rank) == (1, [], None)
    assert (spokesman.unnamed, spokesman.body) == ("a Kremlin spokesman", "Kremlin")
    assert (nobody.index, nobody.actors, nobody.rank, nobody.cue_type) == (2, [], None, "belief")
    assert (nobody.unnamed, nobody.body, nobody.passage) == ("", "", "She thinks so")


ARCHIVE_ACTOR = {"id": 1, "name": "Ann", "type": "person"}
ARCHIVE_ACTOR_DEFAULTS = {"names": [], "named": 0, "said": 0, "articles": 0}
ANN: dict[str, Any] = ARCHIVE_ACTOR | ARCHIVE_ACTOR_DEFAULTS
HIDE: dict[str, Any] = {
    "kind": "hide",
    "id": 0,
    "article": None,
    "name": "",
    "type": "",
    "to": "",
    "to_type": "",
    "accepted": True,
    "anchor": None,
    "created": "",
    "passages": {},
}
QUOTE: dict[str, Any] = msgspec.to_builtins(quote())


@pytest.mark.parametrize(
    ("record_type", "given", "defaults"),
    [
        (
            Draft,
            {"title": "Rain", "text": "It rains."},
            {"source": "", "author": "", "published": "", "url": "", "tags": [], "language": "", "feeds": []},
        ),
        (
            Article,
            {"id": 1, "title": "Rain"},
            dict.fromkeys(("source", "author", "published", "url", "added", "text_hash", "annotator"), "")
            | dict.fromkeys(("words", "position", "entities", "quotes", "actors", "notes"), 0)
            | {"tags": [], "feeds": [], "language": "", "read": False, "starred": False},
        ),
        (Entity, {"span": [0, 1], "label": "ORG"}, {"actor": None}),
        (
            Attribution,
            {"source": [], "cue": [], "content": [], "kind": "direct"},
            {
                "speaker": [],
                "via": None,
                "confidence": 1.0,
                "cue_type": "speech",
                "why": "",
                "unnamed": None,
                "polarity": "positive",
                "modality": "actual",
                "speaker_confidence": 1.0,
            },
        ),
        (
            Actor,
            {"id": "a", "name": "Ann", "type": "person"},
            {"aliases": [], "suspected": [], "roles": [], "metonyms": [], "mentions": []},
        ),
        (UnnamedSource, {"id": "u", "name": "an official"}, {"body": None, "mentions": []}),
        (
            Annotation,
            {},
            {"entities": [], "attributions": [], "actors": [], "unnamed": []}
            | dict.fromkeys(("annotator", "text_hash", "language"), ""),
        ),
        (Anchor, {"exact": "it"}, {"prefix": "", "suffix": "", "start": 0, "end": 0}),
        (
            Note,
            {"id": 1, "article": 2, "body": "so"},
            {"tags": [], "anchor": None, "created": "", "updated": "", "version": ""},
        ),
        (
            ArticleVersion,
            {"id": 1, "article": 2, "title": "t", "text": "x", "text_hash": "h"},
            {"annotation": None} | dict.fromkeys(("source", "author", "published", "language", "replaced"), ""),
        ),
        (SavedSearch, {"id": 1, "name": "rain", "query": "rain"}, {"created": "", "order": 0}),
        (
            Quote,
            {name: QUOTE[name] for name in QUOTE if name not in {"rank", "why", "unnamed", "body", "passage"}},
            {"rank": None, "why": "", "unnamed": "", "body": "", "passage": ""},
        ),
        (Correction, {"kind": "hide"}, HIDE),
        (ArchiveActor, ARCHIVE_ACTOR, ARCHIVE_ACTOR_DEFAULTS),
        (
            Dossier,
            {"actor": ANN},
            {name: [] for name in "articles said_in said_about_in names titles sources months beside".split()}
            | {"query": "", "asides": False, "more": [0, 0], "said": 0, "said_about": 0, "matching": None},
        ),
        (QuoteOccurrence, {"quote": QUOTE, "alike": 1.0}, {"changed": [], "missing": [], "differs": []}),
        (
            Review,
            {
                "kind": "wording",
                "question": "",
                "subject": "",
                "other": "",
                "why": "",
                "score": 0.5,
                "accept": HIDE,
                "reject": HIDE,
            },
            {"article": 0, "other_article": 0, "spans": [], "other_spans": [], "differs": []},
        ),
    ],
)
def test_what_a_stored_record_lacks_has_a_neutral_value(
    record_type: type[msgspec.Struct], given: dict[str, Any], defaults: dict[str, Any]
) -> None:
    record = msgspec.json.decode(msgspec.json.encode(given), type=record_type)
    assert msgspec.json.decode(msgspec.json.encode(record)) == given | defaults


@pytest.mark.parametrize(
    ("confidence", "speaker_confidence", "is_doubtful"),
    [(1.0, DOUBTFUL, False), (DOUBTFUL, 1.0, False), (DOUBTFUL, 0.99, True), (0.7, 0.7, True)],
)
def test_words_or_speaker_make_an_attribution_doubtful(
    confidence: float, speaker_confidence: float, is_doubtful: bool
) -> None:
    attribution = Attribution(
        source=[],
        cue=[],
        content=[(0, 1)],
        kind="direct",
        speaker=["a1"],
        confidence=confidence,
        speaker_confidence=speaker_confidence,
    )
    assert attribution.certainty == confidence * speaker_confidence
    assert attribution.is_doubtful is is_doubtful
    article = Article(id=1, title="", language="en")
    speaker = Actor(id="a1", name="Ann Berg", type="person")
    (quote,) = quotes_of(article, "a", Annotation(actors=[speaker], attributions=[attribution]))
    assert (quote.certainty, quote.is_doubtful) == (attribution.certainty, is_doubtful)


def test_where_no_actor_is_given_words_only_the_words_may_be_wrong() -> None:
    attribution = Attribution(
        source=[], cue=[], content=[(0, 1)], kind="direct", unnamed="u1", confidence=0.8, speaker_confidence=0.5
    )
    assert (attribution.certainty, attribution.is_doubtful) == (0.8, False)
