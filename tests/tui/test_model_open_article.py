"""What an open article has of the archive, and which of its quotes are listed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from onrecord.archive import Archive, NoSuchArticle
from onrecord.base.anchors import anchor_at
from onrecord.base.records import (
    Actor,
    Annotation,
    Attribution,
    Correction,
    Draft,
    Entity,
    UnnamedSource,
    hash_text,
)
from onrecord.tui.model.open_article import OpenArticle
from onrecord.tui.model.user_corrections import NO_DECISIONS, UserDecisions

TEXT = "Ann Adler went home."
ANN = (0, 9)


def quote(speaker: str, cue_type: str = "speech") -> Attribution:
    return Attribution(
        source=[ANN],
        cue=[],
        content=[(10, 19)],
        kind="indirect",
        speaker=[speaker],
        cue_type=cue_type,  # type: ignore[arg-type]
    )


MODEL = Annotation(
    entities=[Entity(span=ANN, label="PERSON")],
    attributions=[quote("a1"), quote("a2"), quote("a1", "belief")],
    actors=[Actor(id="a1", name="Ann Adler", type="person"), Actor(id="a2", name="Ben", type="person")],
    unnamed=[UnnamedSource(id="u1", name="an aide")],
    text_hash=hash_text(TEXT),
)
TO_ORGANISATION = Correction(kind="label", article=1, to="ORG", anchor=anchor_at(TEXT, ANN))


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    """One annotated article with a note, and one that is not annotated."""
    with Archive.open(tmp_path / "news") as archive:
        archive.articles.add(Draft(title="Home", text=TEXT), MODEL)
        archive.articles.add(Draft(title="Sea", text="Calm."))
        archive.notes.add(1, "Ask.")
        yield archive


def test_an_article_is_loaded_with_its_annotation_and_notes(archive: Archive) -> None:
    article = OpenArticle.load(archive, 1)
    assert (article.article.title, article.text) == ("Home", TEXT)
    assert article.annotation == article.uncorrected == MODEL
    assert [note.body for note in article.notes] == ["Ask."]
    assert article.decisions == NO_DECISIONS


def test_without_an_annotation_there_are_no_quotes(archive: Archive) -> None:
    article = OpenArticle.load(archive, 2)
    assert (article.annotation, article.uncorrected, article.notes) == (None, None, [])
    assert article.quotes == article.quotes_by(None) == article.quotes_by("a1", asides=True) == []
    assert not article.has_actor("a1")


def test_what_is_removed_cannot_be_loaded(archive: Archive) -> None:
    with pytest.raises(NoSuchArticle):
        OpenArticle.load(archive, 3)


def test_a_correction_leaves_what_the_model_made(archive: Archive) -> None:
    before = OpenArticle.load(archive, 1)
    archive.corrections.apply(TO_ORGANISATION)
    after = before.reloaded(archive)
    assert after.annotation is not None
    assert [entity.label for entity in after.annotation.entities] == ["ORG"]
    assert after.uncorrected == MODEL
    assert after.decisions == UserDecisions(entities=frozenset({ANN}))
    assert not after.has_same_annotation(before)
    assert after.has_same_annotation(OpenArticle.load(archive, 1))


def test_the_same_annotation_may_be_the_users_or_the_models(archive: Archive) -> None:
    article = OpenArticle.load(archive, 1)
    decided = OpenArticle(
        article.article, TEXT, MODEL, [], UserDecisions(entities=frozenset({ANN})), uncorrected=MODEL
    )
    other_annotation = OpenArticle(article.article, TEXT, None, [])
    assert not article.has_same_annotation(decided)
    assert not article.has_same_annotation(other_annotation)


def test_an_annotation_that_cannot_be_stored_is_kept(archive: Archive) -> None:
    unstored = msgspec.structs.replace(MODEL, entities=[])
    with Archive(archive.file, refused="It is only read.") as read_only:
        article = OpenArticle.load(read_only, 1, unstored)
        assert article.uncorrected == unstored
        assert article.reloaded(read_only).uncorrected == unstored
        assert article.reloaded(read_only, MODEL).uncorrected == MODEL
    assert article.reloaded(archive).uncorrected == MODEL


@pytest.mark.parametrize(("actor_id", "has"), [("a1", True), ("u1", True), ("a3", False), (None, False)])
def test_actors_and_anonymous_sources_are_there(archive: Archive, actor_id: str | None, has: bool) -> None:
    assert OpenArticle.load(archive, 1).has_actor(actor_id) is has


@pytest.mark.parametrize(
    ("actor_id", "asides", "indices"),
    [
        (None, False, [0, 1]),
        (None, True, [0, 1, 2]),
        ("a1", False, [0]),
        ("a1", True, [0, 2]),
        ("a2", True, [1]),
        ("u1", True, []),
    ],
)
def test_the_quotes_of_an_actor_are_speech_unless_asides_are_wanted(
    archive: Archive, actor_id: str | None, asides: bool, indices: list[int]
) -> None:
    quotes = OpenArticle.load(archive, 1).quotes_by(actor_id, asides=asides)
    assert [each.index for each in quotes] == indices


def test_the_usual_quotes_are_speech(archive: Archive) -> None:
    assert [each.index for each in OpenArticle.load(archive, 1).quotes_by("a1")] == [0]


def test_a_passage_is_kept_with_its_words(archive: Archive) -> None:
    assert OpenArticle.load(archive, 1).anchor(ANN) == anchor_at(TEXT, ANN)


def test_an_article_says_why_it_is_not_read(archive: Archive) -> None:
    article = OpenArticle.load(archive, 1)
    assert article.unsupported_reason == ""
    article.article.language = "de"
    article.annotation = None
    assert article.unsupported_reason.startswith("In German; ")
    article.article.language = ""
    article.annotation = Annotation(language="fr")
    assert article.unsupported_reason.startswith("In French; ")
