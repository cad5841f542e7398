"""Occurrences of a quote: the articles that have its words, and how many they are."""

from __future__ import annotations

from pathlib import Path

import pytest
from quote_records import LINE, article_with_quote
from small_archive import small_archive

from onrecord.archive.quote_matching import occurrences
from onrecord.archive.quote_matching.occurrences import count_articles, find_occurrences
from onrecord.archive.search.quotes import load_quotes
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Quote

MUST = LINE.replace("will", "must")
LONGER = f"We know that {LINE.lower()}, and not a day before"
SHORT = "We say no more"


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    return small_archive(
        tmp_path_factory.mktemp("occurrences"),
        [
            article_with_quote(LINE, published="2024-03-05"),  # 1
            article_with_quote(MUST, published="2024-03-02", speaker="Olaf Lind", cue="claimed"),  # 2
            article_with_quote(LONGER, published="2024-03-09"),  # 3
            article_with_quote("Nobody has told us when the ships are going to leave the bay"),  # 4
            article_with_quote(SHORT, published="2024-03-04"),  # 5
            article_with_quote(SHORT, published="2024-03-04", title="Again. "),  # 6
            article_with_quote(LINE, published="2024-03-06", title="Indirect. ", kind="indirect"),  # 7
        ],
    )


def quote(connection: Connection, article: int) -> Quote:
    (stored,) = load_quotes(connection, [(article, 0)])
    return stored


def test_the_articles_that_have_the_words_come_oldest_first(connection: Connection) -> None:
    occurrences = find_occurrences(connection, quote(connection, 1))
    assert [occurrence.quote.article for occurrence in occurrences] == [2, 1, 7, 3]
    assert [round(occurrence.alike, 3) for occurrence in occurrences] == [0.917, 1.0, 1.0, 0.75]


def test_the_quote_itself_differs_in_nothing(connection: Connection) -> None:
    own = find_occurrences(connection, quote(connection, 1))[1]
    assert (own.quote, own.changed, own.missing, own.differs) == (quote(connection, 1), [], [], [])


def test_an_occurrence_says_what_differs(connection: Connection) -> None:
    other = find_occurrences(connection, quote(connection, 1))[0]
    assert other.differs == ["wording", "speaker", "cue"]
    assert [MUST[slice(*span)] for span in other.changed] == ["must"]
    assert [LINE[slice(*span)] for span in other.missing] == ["will"]


def test_a_short_quote_is_found_by_its_words(connection: Connection) -> None:
    assert [occurrence.quote.article for occurrence in find_occurrences(connection, quote(connection, 5))] == [
        5,
        6,
    ]


def test_fewer_words_than_a_run_occur_only_in_the_quote_itself(tmp_path: Path) -> None:
    archive = small_archive(
        tmp_path, [article_with_quote("No more talks"), article_with_quote("No more talks", title="x ")]
    )
    assert [occurrence.quote.article for occurrence in find_occurrences(archive, quote(archive, 1))] == [1]


def test_speakers_that_are_one_actor_do_not_differ(tmp_path: Path) -> None:
    articles = [article_with_quote(LINE, speaker=name) for name in ("Ada Berg", "Ada M. Berg")]
    archive = small_archive(tmp_path, articles)
    assert [occurrence.differs for occurrence in find_occurrences(archive, quote(archive, 1))] == [[], []]
    archive.execute("UPDATE forms SET known = id")
    assert [occurrence.differs for occurrence in find_occurrences(archive, quote(archive, 1))] == [[], ["speaker"]]


def test_articles_with_the_words_are_counted(connection: Connection) -> None:
    quotes = [quote(connection, article) for article in (1, 2, 4, 5, 7)]
    assert count_articles(connection, quotes) == [3, 3, 1, 1, 1]
    assert count_articles(connection, []) == []


def test_quotes_with_a_hash_in_common_are_still_compared(connection: Connection, tmp_path: Path) -> None:
    archive = small_archive(tmp_path, [article_with_quote(LINE), article_with_quote(MUST)])
    assert count_articles(archive, [quote(archive, 1)]) == [2]
    archive.execute("UPDATE sketched SET quote = quote + 1 WHERE quote >> 20 = 2")
    assert count_articles(archive, [quote(archive, 1)]) == [1]


def test_at_most_so_many_quotes_are_compared(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(occurrences, "_MAX_COMPARED", 0)
    assert count_articles(connection, [quote(connection, 1)]) == [1]
    monkeypatch.setattr(occurrences, "_MAX_CANDIDATES", 2)
    newest = [occurrence.quote.article for occurrence in find_occurrences(connection, quote(connection, 1))]
    assert newest == [1, 7, 3]


@pytest.mark.parametrize("max_phrases", [1, 8, 100])
def test_a_few_runs_of_the_quote_find_it(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, max_phrases: int
) -> None:
    monkeypatch.setattr(occurrences, "_MAX_PHRASES", max_phrases)
    articles = [occurrence.quote.article for occurrence in find_occurrences(connection, quote(connection, 1))]
    assert set(articles) >= {1, 3, 7}
