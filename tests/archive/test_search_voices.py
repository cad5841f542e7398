"""Share of voice: who speaks, how directly, where and when, and who is only spoken of."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from archive_cast import Who, article

from onrecord.archive import Archive
from onrecord.archive.search.voices import KindShare, Voice
from onrecord.base.records import Correction

LARSEN: Who = ("Hugo Larsen", "person")
BRANDT: Who = ("Agnes Brandt", "person")
VELLIN: Who = ("Vellin", "place")
PORT: Who = ("Port Authority", "organisation")


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Two articles of the Wire, one of the Herald; in each everybody says something of the next one."""
    with Archive.open(tmp_path_factory.mktemp("voices")) as opened:
        opened.articles.add(*article(1, "2024-03-01", [(LARSEN, {}), (BRANDT, {})], kind="direct"))
        opened.articles.add(*article(2, "2024-03-09", [(LARSEN, {}), (PORT, {})]))
        opened.articles.add(*article(3, "2024-05-02", [(BRANDT, {})], source="Herald", cue_type="belief"))
        yield opened


def test_quotes_are_counted_by_kind_source_and_month(archive: Archive) -> None:
    share = archive.search.share_of_voice()
    assert share.all == KindShare(key="", articles=3, direct=2, mixed=0, indirect=2)
    assert share.sources == [
        KindShare(key="Wire", articles=2, direct=2, mixed=0, indirect=2),
        KindShare(key="Herald", articles=1, direct=0, mixed=0, indirect=0),
    ]
    assert share.months == [
        KindShare(key="2024-03", articles=2, direct=2, mixed=0, indirect=2),
        KindShare(key="2024-05", articles=1, direct=0, mixed=0, indirect=0),
    ]


def test_who_speaks_comes_first_and_who_does_not_is_told(archive: Archive) -> None:
    share = archive.search.share_of_voice()
    assert share.voices == [
        Voice(name="Hugo Larsen", type="person", articles=2, named=4, said=2),
        Voice(name="Agnes Brandt", type="person", articles=2, named=4, said=1),
        Voice(name="Port Authority", type="organisation", articles=1, named=2, said=1),
    ]
    assert share.unquoted == []
    herald = archive.search.share_of_voice("source:herald")
    assert herald.voices == []
    assert [voice.name for voice in herald.unquoted] == ["Agnes Brandt"]  # what she believes is not said


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("case", {"Hugo Larsen": 2, "Agnes Brandt": 1, "Port Authority": 1}),
        ("said:authority", {"Hugo Larsen": 1}),
        ("speaker:brandt", {"Agnes Brandt": 1}),
        ("kind:indirect", {"Hugo Larsen": 1, "Port Authority": 1}),
        ("cue:belief", {"Agnes Brandt": 1}),
        ("cue:belief or cue:speech", {"Hugo Larsen": 2, "Agnes Brandt": 2, "Port Authority": 1}),
        ("nowhere", {}),
    ],
)
def test_a_query_chooses_articles_and_quotes(archive: Archive, query: str, said: dict[str, int]) -> None:
    share = archive.search.share_of_voice(query)
    assert {voice.name: voice.said for voice in share.voices} == said
    assert share.all.quotes == sum(said.values())
    assert share.all.articles == archive.search.count(query)


def test_no_more_than_asked_for(archive: Archive) -> None:
    share = archive.search.share_of_voice(limit=1)
    assert [voice.name for voice in share.voices] == ["Hugo Larsen"]
    assert [source.key for source in share.sources] == ["Wire"]


def test_a_place_cannot_speak_and_is_not_told_of(archive: Archive) -> None:
    with_place = archive.articles.add(*article(4, "2023-01-01", [(VELLIN, {}), (PORT, {})], cue_type="belief")).id
    try:
        assert [voice.name for voice in archive.search.share_of_voice("before:2024").unquoted] == [
            "Port Authority"
        ]
    finally:
        archive.articles.remove([with_place])


def test_whom_the_reader_hides_is_left_out(archive: Archive) -> None:
    hidden = archive.corrections.apply(Correction(kind="hide", name="Hugo Larsen", type="person"))
    try:
        assert "Hugo Larsen" not in {voice.name for voice in archive.search.share_of_voice().voices}
    finally:
        archive.corrections.withdraw(hidden.id)
