"""Quotes as rows of their own: the first of them, their order, and where one stands."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest
from archive_sample import ANNOTATION, TEXT

from onrecord.archive import ORDERS, Archive, parse
from onrecord.archive.search import newest_rows
from onrecord.archive.search.quotes import QuoteIds
from onrecord.base.records import Correction, Draft


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Five articles of three periods, three quotes each, the last of them a belief; one without any; one is unread."""
    said = list(ANNOTATION.attributions)
    said[2] = msgspec.structs.replace(said[2], cue_type="belief")
    annotation = msgspec.structs.replace(ANNOTATION, attributions=said, text_hash="")
    with Archive.open(tmp_path_factory.mktemp("quotes")) as opened:
        for number in range(5):
            text = TEXT + " The ferry is late." * (number % 3) + f"\nThis is number {number}."
            draft = Draft(
                title=f"Harbour {number}", text=text, published=f"2021-0{5 - number // 2}-{number + 1:02}"
            )
            opened.articles.add(draft, annotation)
        opened.articles.add(
            Draft(title="The ferry", text="Nobody says anything of the ferry.", published="2021-05-03")
        )
        opened.articles.update([1, 2, 3, 4], read=True)
        yield opened


ASKED = {
    "": 15,
    "cue:speech": 10,
    "cue:belief": 5,
    "kind:indirect -cue:belief": 5,
    "-kind:mixed": 10,
    "kind:mixed or cue:belief": 10,
    "kind:mixed or speaker:okoye": 10,
    "speaker:brandt said:open": 5,
    "said:/o.en/": 5,
    "ferry cue:speech": 6,
    "number 3": 3,
    "is:unread speaker:brandt": 2,
    "title:nothing cue:speech": 0,
}


@pytest.mark.parametrize("order", ORDERS)
@pytest.mark.parametrize("looked_into", [(1,), (1, 2), (64, 256)])
@pytest.mark.parametrize(("largest_period", "sample_size"), [(0, 1), (2, 1), (2, 200), (20_000, 1), (20_000, 200)])
def test_the_first_are_the_first_of_all(
    archive: Archive,
    monkeypatch: pytest.MonkeyPatch,
    largest_period: int,
    sample_size: int,
    looked_into: tuple[int, ...],
    order: str,
) -> None:
    every = {query: archive.quotes.ids(query, order) for query in ASKED}
    assert {query: len(ids) for query, ids in every.items()} == ASKED
    monkeypatch.setattr(newest_rows, "_SAMPLE_SIZE", sample_size)
    monkeypatch.setattr(newest_rows, "_MAX_PERIOD_ROWS", largest_period)
    monkeypatch.setattr(newest_rows, "_ARTICLE_COUNTS", looked_into)
    for query, ids in every.items():
        assert archive.quotes.ids(query, order) == ids
        for limit in range(len(ids) + 2):
            assert archive.quotes.ids(query, order, limit) == ids[:limit], (query, limit)


@pytest.mark.parametrize("largest_period", [0, 2, 20_000])
@pytest.mark.parametrize("looked_into", [(1,), (1, 2), (64, 256)])
def test_the_first_articles_of_frequent_words_and_names_are_the_first_of_all(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, looked_into: tuple[int, ...], largest_period: int
) -> None:
    queries = (
        "speaker:brandt",
        "said:open",
        "actor:okoye",
        "person:okoye or person:brandt",
        "said:open cue:speech",
    )
    every = {query: archive.search.ids(query) for query in queries}
    assert all(len(ids) == 5 for ids in every.values())
    monkeypatch.setattr(newest_rows, "_SAMPLE_SIZE", 1)
    monkeypatch.setattr(newest_rows, "_MAX_PERIOD_ROWS", largest_period)
    monkeypatch.setattr(newest_rows, "_ARTICLE_COUNTS", looked_into)
    for query, ids in every.items():
        for limit in range(len(ids) + 2):
            assert archive.search.ids(query, limit=limit) == ids[:limit], (query, limit)


def test_a_frequent_name_of_a_hidden_actor_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newest_rows, "_MAX_PERIOD_ROWS", 0)
    with Archive.open(tmp_path) as archive:
        archive.articles.add(Draft(title="x", text=TEXT), ANNOTATION)
        assert archive.search.ids("actor:okoye", limit=5) == [1]
        archive.corrections.apply(Correction(kind="hide", name="Tomas Okoye", type="person"))
        assert archive.search.ids("actor:okoye", limit=5) == archive.search.ids("actor:okoye") == []


def test_articles_count_the_quotes_that_are_listed(archive: Archive) -> None:
    for query in ("", "ferry", "is:unread", "-ferry"):
        listed = [article for article, _ in archive.quotes.ids(parse(query).speech_only())]
        counts = {article.id: article.quotes for article in archive.articles.get_many(archive.search.ids(query))}
        assert {article: listed.count(article) for article in counts} == counts
        assert sum(counts.values()) == len(listed)
    assert set(archive.search.ids("has:quote")) == set(archive.search.ids("quotes=2")) == {1, 2, 3, 4, 5}
    assert archive.search.ids(order="quotes")[-1] == 6
    assert archive.maintenance.statistics().quotes == len(archive.quotes.ids("cue:speech")) == 10


@pytest.mark.parametrize("query", ["ferry", "ferry cue:speech", "ferry speaker:brandt"])
def test_they_stand_in_the_order_of_their_articles(archive: Archive, query: str) -> None:
    for order in ORDERS:
        ids = list(archive.quotes.ids(query, order))
        articles = list(dict.fromkeys(article for article, _ in ids))
        assert articles == [article for article in archive.search.ids("ferry", order) if article in articles]
        assert ids == [each for article in articles for each in sorted(ids) if each[0] == article]
    first, *_ = archive.quotes.ids(query, "best")
    assert first[0] == 3  # which speaks of the ferry twice


def test_where_a_quote_stands(archive: Archive, tmp_path: Path) -> None:
    ids = archive.quotes.ids("", "oldest")
    assert [ids.place_of([each]) for each in ids] == list(range(15))
    assert ids.place_of([(99, 0), ids[2], ids[0]]) == 2
    assert ids.place_of([(99, 0)]) is None
    assert ids.place_of([]) is None
    assert QuoteIds().place_of([(1, 0)]) is None
