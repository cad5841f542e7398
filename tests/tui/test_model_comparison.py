"""What the two sides of a comparison say, and the sentence around a passage."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
import pytest

from onrecord.archive import Archive
from onrecord.base.archive_records import ArchiveActor, QuoteDifference, QuoteOccurrence, Review
from onrecord.base.records import Actor, Annotation, Attribution, Correction, Draft, Quote, hash_text
from onrecord.tui.model.comparison import ComparisonSide, occurrence_sides, review_sides, sentence_around
from onrecord.tui.model.open_article import OpenArticle

TEXT = "Nobody came. Then Ann Adler was late. “We stay,” Adler said. All left."
ANN, ADLER, SAID, WORDS = (18, 27), (49, 54), (55, 59), (39, 46)
SIDE_OF_ANN = ComparisonSide(
    "Ann Adler",
    ["person · said 1 · named 2 · 1 article", "mayor, pilot, clerk, poet"],
    words="Then Ann Adler was late.",
    marks=[(5, 14)],
    where="Wire · 1 Apr 2021 · Home",
    article=1,
    span=ANN,
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """An article with a quote of an actor who has five roles, and one without an annotation."""
    adler = Actor(
        id="a1",
        name="Ann Adler",
        type="person",
        aliases=["Adler"],
        suspected=["A. Adler"],
        roles=["mayor", "pilot", "clerk", "poet", "judge"],
        mentions=[ANN, ADLER],
    )
    said = Attribution(source=[ADLER], cue=[SAID], content=[WORDS], kind="direct", speaker=["a1"])
    annotation = Annotation(attributions=[said], actors=[adler], text_hash=hash_text(TEXT))
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(Draft(title="Home", text=TEXT, source="Wire", published="2021-04-01"), annotation)
        archive.articles.add(Draft(title="Sea", text="Calm. Then Adler came. So."))
        yield archive


def review(kind: Any, one: str, other: str, **places: Any) -> Review:
    correction = Correction(kind="join")
    return Review(
        kind=kind,
        question="",
        subject=one,
        other=other,
        why="",
        score=0,
        accept=correction,
        reject=correction,
        **places,
    )


def first_quote(archive: Archive) -> Quote:
    return OpenArticle.load(archive, 1).quotes[0]


def test_the_side_of_an_actor_has_what_the_archive_has_and_their_sentence(archive: Archive) -> None:
    sides = review_sides(archive, review("join", "Ann Adler", "Adler", article=1))
    assert sides[0] == SIDE_OF_ANN
    assert (sides[1].words, sides[1].span, sides[1].article) == ("“We stay,” Adler said.", ADLER, 1)


def test_an_actor_whose_name_is_not_there_has_no_sentence(archive: Archive) -> None:
    side = review_sides(archive, review("join", "Ben Baker", "", article=1))[0]
    assert side == ComparisonSide("Ben Baker", where="Wire · 1 Apr 2021 · Home", article=1)


def test_an_actor_who_is_not_called_so_in_the_text_has_their_first_mention(archive: Archive) -> None:
    side = review_sides(archive, review("join", "A. Adler", "", article=1))[0]
    assert side.span == ANN


def test_a_place_that_is_given_goes_before_the_mentions(archive: Archive) -> None:
    sides = review_sides(
        archive,
        review("join", "Ann Adler", "Adler", article=1, other_article=2, spans=[ADLER], other_spans=[(11, 16)]),
    )
    assert [(side.article, side.span, side.words) for side in sides] == [
        (1, ADLER, "“We stay,” Adler said."),
        (2, (11, 16), "Then Adler came."),
    ]
    assert sides[1].where == "Sea"


@pytest.mark.parametrize("article", [0, 9])
def test_without_the_article_there_is_what_the_archive_has(archive: Archive, article: int) -> None:
    side = review_sides(archive, review("join", "Ann Adler", "", article=article))[0]
    assert side == ComparisonSide("Ann Adler", SIDE_OF_ANN.facts[:1], article=article)


def archive_actor(name: str, names: list[str], articles: int = 2) -> ArchiveActor:
    return ArchiveActor(
        id=1, name=name, type="organisation", names=names, named=2000, said=1000, articles=articles
    )


@pytest.mark.parametrize(
    ("namesakes", "facts"),
    [
        ([], []),
        ([archive_actor("Wire Group", ["Wire"])], []),
        (
            [archive_actor("Wire Group", ["Wire"]), archive_actor("Port", ["Port"], 1)],
            ["organisation · said 1,000 · named 2,000 · 1 article"],
        ),
        (
            [archive_actor("Port Authority", ["Port", *"ABCDEFG"])],
            ["organisation · said 1,000 · named 2,000 · 2 articles", "also A, B, C, D, E, F"],
        ),
    ],
    ids=["nobody", "another name", "the second namesake", "many other names"],
)
def test_only_an_actor_of_the_very_name_is_told_of(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, namesakes: list[ArchiveActor], facts: list[str]
) -> None:
    calls: list[tuple[str, int]] = []

    def called(name: str, limit: int) -> list[ArchiveActor]:
        calls.append((name, limit))
        return namesakes

    monkeypatch.setattr(archive.actors, "called", called)
    assert review_sides(archive, review("join", "Port", ""))[0] == ComparisonSide("Port", facts)
    assert calls[0] == ("Port", 5)


def test_a_name_of_two_types_has_the_facts_of_each_on_its_side(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    named = archive_actor("Port", ["Port"])
    place = msgspec.structs.replace(named, type="place")
    monkeypatch.setattr(archive.actors, "called", lambda name, limit: [named, place])
    correction = Correction(kind="join", name="Port", type="place", to="Port", to_type="organisation")
    sides = review_sides(
        archive, msgspec.structs.replace(review("same person", "Port", "Port"), accept=correction)
    )
    assert [side.facts for side in sides] == [
        ["place · said 1,000 · named 2,000 · 2 articles"],
        ["organisation · said 1,000 · named 2,000 · 2 articles"],
    ]


def test_the_sides_of_a_wording_are_their_quotes(archive: Archive) -> None:
    sides = review_sides(
        archive,
        review(
            "wording",
            first_quote(archive).quote,
            "We leave",
            article=1,
            other_article=2,
            spans=[(3, 7)],
            other_spans=[(3, 8)],
            differs=["cue"],
        ),
    )
    assert sides == (
        ComparisonSide(
            "Ann Adler",
            ["cue: said"],
            ["cue: said"],
            first_quote(archive).quote,
            [(3, 7)],
            "Wire · 1 Apr 2021 · Home",
            1,
            WORDS,
        ),
        ComparisonSide("", words="We leave", marks=[(3, 8)], where="Sea", article=2),
    )


def test_words_of_no_article_stand_alone(archive: Archive) -> None:
    side = review_sides(archive, review("wording", "We stay", "", article=9, spans=[(3, 7)]))[0]
    assert side == ComparisonSide("", words="We stay", marks=[(3, 7)], article=9)


@pytest.mark.parametrize(
    ("differences", "differing"),
    [
        ([], []),
        (["speaker"], ["no speaker named"]),
        (["cue"], ["cue: none"]),
        (["speaker", "cue"], ["no speaker named", "cue: none"]),
    ],
)
def test_an_occurrence_tells_what_is_missing_here_and_changed_there(
    archive: Archive, differences: list[QuoteDifference], differing: list[str]
) -> None:
    bare = Quote(
        article=2,
        index=0,
        title="Sea",
        published="",
        outlet="Post",
        url="",
        speaker="",
        actors=[],
        cue="",
        quote="We go",
        kind="direct",
        cue_type="speech",
        content=[],
        confidence=1.0,
    )
    occurrence = QuoteOccurrence(quote=bare, alike=0.9, changed=[(3, 5)], missing=[(3, 7)], differs=differences)
    here, there = occurrence_sides(first_quote(archive), occurrence)
    assert (here.marks, here.span, len(here.differing)) == ([(3, 7)], WORDS, len(differing))
    assert there == ComparisonSide(
        "no speaker named", ["cue: none"], differing, "We go", [(3, 5)], "Post · Sea", 2, None
    )


@pytest.mark.parametrize(
    ("text", "name", "sentence"),
    [
        ("It rained. Then Ada spoke. All left.", "Ada", "Then Ada spoke."),
        ("It rained. then Ada spoke. All left.", "Ada", "It rained. then Ada spoke."),
        ("It rained. Ada spoke. All left.", "Ada", "Ada spoke."),
        ("“It rains.” Ada spoke. All left.", "Ada", "Ada spoke."),
        ("It rained. “Ada” spoke. All left.", "Ada", "“Ada” spoke."),
        ("A heading\n\nAda spoke", "Ada", "Ada spoke"),
        ("“It rains.” Then Ada said “go.” All left.", "Ada", "Then Ada said “go.”"),
        ("A heading\n\nThen Ada  spoke\nup\n\nMore", "Ada", "Then Ada spoke up"),
        ("Ada", "Ada", "Ada"),
    ],
)
def test_the_sentence_is_on_one_line(text: str, name: str, sentence: str) -> None:
    start = text.index(name)
    words, marks = sentence_around(text, (start, start + len(name)))
    assert words == sentence
    assert [words[slice(*mark)] for mark in marks] == [name]


def test_without_an_end_so_much_of_the_text_is_shown() -> None:
    words, marks = sentence_around("x" * 300 + "Ada" + "y" * 300, (300, 303))
    assert words == "x" * 220 + "Ada" + "y" * 220
    assert marks == [(220, 223)]
