"""What the menu of corrections offers for what is under the cursor, and the corrections that follow."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from onrecord.archive import Archive
from onrecord.base.records import Actor, ActorType, Annotation, Attribution, Correction, Draft, Entity, hash_text
from onrecord.tui.model.open_article import OpenArticle
from onrecord.tui.screens.correction_menu import (
    CorrectionTarget,
    actor_correction,
    correction_choices,
    correction_title,
    label_correction,
    name_correction,
    possible_identities,
    possible_speakers,
    separable_names,
    speaker_correction,
    speaker_question,
)

TEXT = "Ann\nAdler spoke. “We go,” she said."
ADLER = Actor(
    id="a1",
    name="Ann Adler",
    type="person",
    aliases=["Adler", "A. Adler"],
    suspected=["Addler", "Adler"],
    mentions=[(0, 9)],
)
ENTITY = Entity(span=(0, 9), label="PERSON", actor="a1")


@pytest.fixture
def target(tmp_path: Path) -> Iterator[CorrectionTarget]:
    """A quote of an actor at their name."""
    said = Attribution(source=[(26, 29)], cue=[(30, 34)], content=[(17, 25)], kind="direct", speaker=["a1"])
    annotation = Annotation(entities=[ENTITY], attributions=[said], actors=[ADLER], text_hash=hash_text(TEXT))
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(Draft(title="Home", text=TEXT), annotation)
        yield CorrectionTarget(OpenArticle.load(archive, 1), ADLER, 0, ENTITY)


@pytest.fixture
def target_among_others(tmp_path: Path) -> Iterator[CorrectionTarget]:
    """The same quote in an article that names a place, a country, a port and another person before and after."""
    others: list[tuple[str, ActorType]] = [
        ("Oslo", "place"),
        ("Norway", "country"),
        ("Port Authority", "organisation"),
        ("Ben Baker", "person"),
        ("Bergen", "place"),
    ]
    actors = [Actor(id=f"b{number}", name=name, type=type_) for number, (name, type_) in enumerate(others)]
    said = Attribution(source=[(26, 29)], cue=[(30, 34)], content=[(17, 25)], kind="direct", speaker=["a1"])
    annotation = Annotation(attributions=[said], actors=[ADLER, *actors], text_hash=hash_text(TEXT))
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(Draft(title="Home", text=TEXT), annotation)
        opened = OpenArticle.load(archive, 1)
        assert opened.annotation is not None
        yield CorrectionTarget(opened, opened.annotation.actors[1], 0)


def test_people_are_offered_as_speakers_before_places(target_among_others: CorrectionTarget) -> None:
    offered = [actor.name for actor in possible_speakers(target_among_others)]
    assert offered == ["Ben Baker", "Port Authority", "Norway", "Oslo", "Bergen"]


def test_of_a_type_those_who_say_most_are_offered_first(tmp_path: Path) -> None:
    actors = [
        ADLER,
        Actor(id="b1", name="Ben Baker", type="person"),
        Actor(id="b2", name="Cy Cole", type="person"),
    ]
    said_by = ["a1", "b2"]
    attributions = [
        Attribution(source=[(26, 29)], cue=[(30, 34)], content=[(17, 25)], kind="direct", speaker=[actor])
        for actor in said_by
    ]
    annotation = Annotation(attributions=attributions, actors=actors, text_hash=hash_text(TEXT))
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(Draft(title="Home", text=TEXT), annotation)
        asked = CorrectionTarget(OpenArticle.load(archive, 1), ADLER, 0)
    assert [actor.name for actor in possible_speakers(asked)] == ["Cy Cole", "Ben Baker"]
    assert [actor.name for actor in possible_identities(asked)] == ["Cy Cole", "Ben Baker"]


def test_actors_of_the_same_type_are_offered_first_as_the_same(target_among_others: CorrectionTarget) -> None:
    target = target_among_others
    assert target.actor is not None
    reloaded = msgspec.structs.replace(target.actor)  # the article may have been read again since
    offered = [actor.name for actor in possible_identities(replace(target, actor=reloaded))]
    assert offered == ["Bergen", "Ann Adler", "Norway", "Port Authority", "Ben Baker"]


def rows(target: CorrectionTarget, *, everywhere: bool = False) -> list[tuple[str, str, str]]:
    choices = correction_choices(target, everywhere=everywhere)
    return [(choice.key, choice.name, choice.label) for choice in choices]


QUOTE_ROWS = [("p", "speaker", "change the speaker"), ("0", "nobody", "remove the speaker")]
ACTOR_ROWS = [
    ("r", "rename", "rename Ann Adler"),
    ("m", "join", "Ann Adler is the same as …"),
    ("s", "split", "remove a name from Ann Adler: Adler, A. Adler, Addler"),
    ("+", "accept", "Addler is Ann Adler"),
    ("-", "reject", "Addler is not Ann Adler"),
    ("t", "type", "Ann Adler is not a person but …"),
    ("x", "hide", "Ann Adler is no actor"),
]
ENTITY_ROW = ("l", "label", "change what “Ann Adler” is")
HERE = ("e", "everywhere", "corrections apply in this article; change that")
EVERYWHERE = ("e", "everywhere", "corrections apply everywhere; change that")


def test_everything_under_the_cursor_can_be_corrected(target: CorrectionTarget) -> None:
    assert rows(target) == [*QUOTE_ROWS, *ACTOR_ROWS, ENTITY_ROW, HERE]
    assert rows(target, everywhere=True)[-1] == EVERYWHERE


def test_each_thing_has_its_own_choices(target: CorrectionTarget) -> None:
    opened = target.open_article
    assert rows(CorrectionTarget(opened)) == []
    assert rows(CorrectionTarget(opened, quote=0)) == QUOTE_ROWS
    assert rows(CorrectionTarget(opened, entity=ENTITY)) == [ENTITY_ROW, HERE]
    assert rows(CorrectionTarget(opened, actor=ADLER)) == [*ACTOR_ROWS, HERE]


def test_a_type_has_its_indefinite_article(target: CorrectionTarget) -> None:
    harbour = msgspec.structs.replace(ADLER, name="Harbour", type="organisation")
    labels = [
        label for _, name, label in rows(CorrectionTarget(target.open_article, actor=harbour)) if name == "type"
    ]
    assert labels == ["Harbour is not an organisation but …"]


def test_names_are_removed_where_there_are_others(target: CorrectionTarget) -> None:
    bare = msgspec.structs.replace(ADLER, aliases=[], suspected=[])
    names = [name for _, name, _ in rows(CorrectionTarget(target.open_article, actor=bare))]
    assert names == ["rename", "join", "type", "hide", "everywhere"]
    with_alias = msgspec.structs.replace(ADLER, aliases=["Adler"], suspected=[])
    names = [name for _, name, _ in rows(CorrectionTarget(target.open_article, actor=with_alias))]
    assert names == ["rename", "join", "split", "type", "hide", "everywhere"]
    assert separable_names(ADLER) == ["Adler", "A. Adler", "Addler"]


def test_the_words_of_an_entity_are_on_one_line(target: CorrectionTarget) -> None:
    assert target.words() == "Ann Adler"
    assert CorrectionTarget(target.open_article).words() == ""


@pytest.mark.parametrize(("everywhere", "article"), [(False, 1), (True, None)])
def test_a_correction_of_an_actor(target: CorrectionTarget, everywhere: bool, article: int | None) -> None:
    assert actor_correction(target, "rename", "Ann A.", everywhere=everywhere) == Correction(
        kind="rename", article=article, name="Ann Adler", type="person", to="Ann A.", to_type=""
    )
    assert actor_correction(target, "join", "Port", "organisation", everywhere=everywhere) == Correction(
        kind="join", article=article, name="Ann Adler", type="person", to="Port", to_type="organisation"
    )
    for is_theirs, kind in ((True, "join"), (False, "split")):
        correction = name_correction(target, "Addler", is_theirs=is_theirs, everywhere=everywhere)
        assert correction == Correction(
            kind=kind,  # type: ignore[arg-type]
            article=article,
            name="Addler",
            type="person",
            to="Ann Adler",
            to_type="person",
        )
    label = label_correction(target, "ORG", everywhere=everywhere)
    assert (label.kind, label.article, label.to) == ("label", article, "ORG")
    assert label.anchor is not None
    assert (label.anchor.start, label.anchor.end) == (0, 9)


def test_a_correction_of_a_speaker_is_about_the_words_of_the_quote(target: CorrectionTarget) -> None:
    somebody = speaker_correction(target, "Ben Baker", "person")
    assert (somebody.kind, somebody.article, somebody.to, somebody.to_type) == (
        "speaker",
        1,
        "Ben Baker",
        "person",
    )
    assert somebody.anchor is not None
    assert (somebody.anchor.start, somebody.anchor.end) == (17, 25)
    nobody = speaker_correction(target)
    assert (nobody.to, nobody.to_type) == ("", "")


def test_the_title_names_what_is_corrected(target: CorrectionTarget) -> None:
    assert correction_title(target) == "Set right: “We go,”"
    assert speaker_question(target) == "Who says “We go,”?"
    assert correction_title(CorrectionTarget(target.open_article, ADLER)) == "Set right: Ann Adler"
    assert correction_title(CorrectionTarget(target.open_article, entity=ENTITY)) == "Set right: “Ann Adler”"
