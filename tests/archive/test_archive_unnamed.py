"""Unnamed sources in the archive: found by what they are called and by whom they speak for, and never anybody's."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from onrecord.archive import Archive
from onrecord.base.anchors import anchor_at
from onrecord.base.records import Actor, Annotation, Attribution, Correction, Draft, Quote, UnnamedSource

TEXT = "The Harbour League met. A League spokesman said that it rained. The spokesman added that it snowed."
LEAGUE = Actor(id="a1", name="Harbour League", type="organisation", aliases=["League"], mentions=[(4, 18)])


def _said(source: str, content: str) -> Attribution:
    return Attribution(
        source=[(TEXT.index(source), TEXT.index(source) + len(source))],
        cue=[],
        content=[(TEXT.index(content), TEXT.index(content) + len(content))],
        kind="indirect",
        unnamed="u1",
    )


ANNOTATION = Annotation(
    actors=[LEAGUE],
    attributions=[_said("A League spokesman", "that it rained"), _said("The spokesman", "that it snowed")],
    unnamed=[UnnamedSource(id="u1", name="a League spokesman", body="a1", mentions=[(24, 42), (64, 77)])],
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path) as archive:
        archive.annotations.store(archive.articles.add(Draft(title="x", text=TEXT)).id, ANNOTATION)
        yield archive


def quotes(archive: Archive, query: str = "") -> list[Quote]:
    return list(archive.quotes.find(query))


def test_they_come_back_as_they_were(archive: Archive) -> None:
    assert archive.annotations.get(1) == ANNOTATION
    assert {(quote.unnamed, quote.body) for quote in quotes(archive)} == {("a League spokesman", "Harbour League")}


@pytest.mark.parametrize("query", ["speaker:league", 'speaker:"Harbour League"', "speaker:spokesman"])
def test_a_quote_is_found_by_whom_its_source_speaks_for(archive: Archive, query: str) -> None:
    assert [quote.quote for quote in quotes(archive, query)] == ["that it rained", "that it snowed"]
    assert archive.maintenance.check() == []


def test_they_are_no_actors_of_the_archive(archive: Archive) -> None:
    assert [(actor.name, actor.said) for actor in archive.actors.most_quoted()] == [("Harbour League", 0)]
    assert archive.dossiers.get("Harbour League").said == 0


def test_they_follow_whom_they_speak_for(archive: Archive) -> None:
    archive.corrections.apply(
        Correction(kind="rename", article=1, name="Harbour League", type="organisation", to="Port Union")
    )
    assert quotes(archive, 'speaker:"Port Union"')[0].body == "Port Union"
    archive.corrections.apply(Correction(kind="hide", article=1, name="Port Union", type="organisation"))
    assert {(quote.unnamed, quote.body) for quote in quotes(archive)} == {("a League spokesman", "")}
    assert archive.maintenance.check() == []


def test_who_is_told_to_speak_is_not_unnamed(archive: Archive) -> None:
    span = ANNOTATION.attributions[1].content[0]
    say = Correction(kind="speaker", article=1, anchor=anchor_at(TEXT, span), to="Ann Lee", to_type="person")
    done = archive.corrections.apply(say)
    assert [(quote.actors, quote.unnamed) for quote in quotes(archive)] == [
        ([], "a League spokesman"),
        (["Ann Lee"], ""),
    ]
    archive.corrections.withdraw(done.id)
    archive.corrections.apply(msgspec.structs.replace(say, to=""))
    assert {quote.unnamed for quote in quotes(archive)} == {"a League spokesman"}
