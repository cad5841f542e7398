"""Beginnings of words are looked for as the words that begin so, and find the same."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from onrecord.archive import Archive, parse
from onrecord.archive.search import expand_prefixes
from onrecord.base.records import Draft


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    texts = (
        "The harbour, HARBOURS and a harbourmaster",
        "Harbóured",
        "no such thing",
        "harbin",
        "a harbour harbour",
    )
    with Archive.open(tmp_path) as opened:
        for month, text in enumerate(texts, 1):
            opened.articles.add(Draft(title=f"x {month}", text=text, published=f"2024-0{month}-01"))
        opened.notes.add(3, "Ask in the harbours")
        yield opened


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("harbour*", '"harbour" or "harboured" or "harbourmaster" or "harbours"'),
        ("HARBOURM*", '"harbourmaster"'),
        ("note:harb* -harbourm*", '(note:"harbin" or note:"harbour" or note:"harboured" or note:"harbourmaster" or '
         'note:"harbours") -"harbourmaster"'),
        ("harbourx*", "harbourx*"),
        ("har*", "har*"),  # has an index of its own
        ("harbó*", "harbó*"),
        ("harb-o*", "harb-o*"),
        ("said:harb* harbour", "said:harb* harbour"),
        ('"the harb"*', '"the harb"*'),
    ],
)  # fmt: skip
def test_the_words_that_begin_so(archive: Archive, query: str, words: str) -> None:
    with archive.database.storage.reading() as connection:
        assert str(expand_prefixes.expand_prefixes(connection, parse(query))) == words


@pytest.mark.parametrize("most", [0, 3, 100])
@pytest.mark.parametrize("order", ["newest", "oldest", "best"])
@pytest.mark.parametrize(
    "query",
    ["harbour*", "harb*", "text:harbour*", "note:harbour*", "-harbour*", "harbour* -harbourm*", "no or harbi*"],
)
def test_they_find_what_the_beginning_finds(
    archive: Archive, query: str, order: str, most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(expand_prefixes, "_MAX_WORDS", most)
    every = archive.search.ids(query, order)
    assert sorted(every) == sorted(archive.search.ids(query))
    assert len(every) == archive.search.count(query)
    for limit in (1, 3, 10):
        assert archive.search.ids(query, order, limit) == every[:limit]


def test_a_new_word_is_found(archive: Archive) -> None:
    assert archive.search.ids("harbour*", limit=1) == [5]
    new = archive.articles.add(Draft(title="x", text="harbouring", published="2024-09-01")).id
    assert archive.search.ids("harbour*", limit=1) == [new]
