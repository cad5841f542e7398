"""The first rows of a frequent word, looked up one article after the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from quote_records import article_with_quote
from small_archive import small_archive

from onrecord.archive.search import newest_rows
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Draft

PORT, OPEN = '(quote : "port")', '(quote : "open")'
FIRST = {article: article << 20 for article in range(1, 5)}


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    return small_archive(
        tmp_path_factory.mktemp("newest"),
        [
            article_with_quote("The port is open"),  # 1
            article_with_quote("Our port stays open"),  # 2
            Draft(title="x", text="without quotes"),  # 3
            article_with_quote("The port is closed"),  # 4
        ],
    )


def first_rows(connection: Connection, match: str, limit: int) -> tuple[list[int] | None, list[int]]:
    """The rows, and how many articles were asked for, with the articles in the order 3, 2, 4, 1."""
    counts: list[int] = []

    def in_order(count: int) -> list[int]:
        counts.append(count)
        return [3, 2, 4, 1][:count]

    return newest_rows.first_rows(connection, "said", match, in_order, limit), counts


@pytest.mark.parametrize(
    ("limit", "rows", "counts"),
    [(1, [2], [1, 2]), (2, [2, 4], [1, 2, 4]), (3, [2, 4, 1], [1, 2, 4]), (4, None, [1, 2, 4])],
)
def test_only_as_many_articles_are_looked_into_as_are_needed(
    connection: Connection,
    monkeypatch: pytest.MonkeyPatch,
    limit: int,
    rows: list[int] | None,
    counts: list[int],
) -> None:
    monkeypatch.setattr(newest_rows, "_LOOKED_INTO", (1, 2, 4))
    expected = rows and [FIRST[article] for article in rows]
    assert first_rows(connection, PORT, limit) == (expected, counts)


@pytest.mark.parametrize(
    ("least_more", "counts"),
    # One of two articles has the word, so two of four are likely to have it.
    [(1, [2, 4]), (2, [2, 4]), (3, [2, 5])],
)
def test_no_more_articles_are_looked_into_than_are_likely_to_be_enough(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, least_more: int, counts: list[int]
) -> None:
    monkeypatch.setattr(newest_rows, "_LOOKED_INTO", (2, 1000))
    monkeypatch.setattr(newest_rows, "_LEAST_MORE", least_more)
    assert first_rows(connection, PORT, 2) == ([FIRST[2], FIRST[4]], counts)


def test_when_there_are_no_more_articles_all_rows_are_known(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newest_rows, "_LOOKED_INTO", (1, 5))
    assert first_rows(connection, OPEN, 9) == ([FIRST[2], FIRST[1]], [1, 5])
    assert first_rows(connection, '(quote : "blorb")', 9) == ([], [1, 5])


def test_one_row_of_each_article(tmp_path: Path) -> None:
    connection = small_archive(tmp_path, [article_with_quote("The port is open"), article_with_quote("Open")])
    (second_row,) = connection.execute("SELECT max(rowid) + 1 FROM said WHERE said MATCH 'port'").fetchone()
    connection.execute("INSERT INTO said (rowid, quote) VALUES (?, 'still open')", (second_row,))

    def rows(one_an_article: bool) -> list[int] | None:
        articles = lambda count: [1, 2][:count]  # noqa: E731
        return newest_rows.first_rows(connection, "said", OPEN, articles, 2, one_an_article=one_an_article)

    assert rows(False) == [FIRST[1], second_row]
    assert rows(True) == [FIRST[1], FIRST[2]]


@pytest.mark.parametrize(
    ("sample_size", "rows_of_lookup", "is_read"),
    [
        (4, 0, True),  # there are three rows, in the articles 1, 2 and 4
        # Two rows in the first two articles: likely four in four, or one article to look into.
        (2, 4, True),
        (2, 3, False),
        # Three rows in four articles.
        (3, 3, True),
        (3, 2, False),
    ],
)
def test_all_rows_are_read_where_that_is_likely_to_be_faster(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, sample_size: int, rows_of_lookup: int, is_read: bool
) -> None:
    monkeypatch.setattr(newest_rows, "_SAMPLE_SIZE", sample_size)
    monkeypatch.setattr(newest_rows, "_ROWS_OF_LOOKUP", rows_of_lookup)
    expected = [FIRST[1], FIRST[2], FIRST[4]] if is_read else None
    assert newest_rows.few_rows(connection, "said", PORT, 1) == expected
    assert newest_rows.few_articles(connection, "said", PORT, 1) == ({1, 2, 4} if is_read else None)


def test_rows_of_a_prefix_are_read_as_it_takes_as_long_to_look_for_one(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newest_rows, "_SAMPLE_SIZE", 1)
    monkeypatch.setattr(newest_rows, "_ROWS_OF_LOOKUP", 0)
    assert newest_rows.few_rows(connection, "said", '(quote : "port")', 1) is None
    assert newest_rows.few_rows(connection, "said", '(quote : "por" *)', 1) == [FIRST[1], FIRST[2], FIRST[4]]


def test_what_proves_frequent_later_on_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    words = ["port", *["peace"] * 8, *["port"] * 13]
    quotes = [article_with_quote(f"The {word} is open {number}") for number, word in enumerate(words)]
    connection = small_archive(tmp_path, quotes)
    monkeypatch.setattr(newest_rows, "_SAMPLE_SIZE", 2)
    # Two rows in the first ten articles: likely four or five in all, or five articles to look into.
    monkeypatch.setattr(newest_rows, "_ROWS_OF_LOOKUP", 1)
    assert newest_rows.few_rows(connection, "said", PORT, 1) is None
    monkeypatch.setattr(newest_rows, "_ROWS_OF_LOOKUP", 2)
    assert len(newest_rows.few_rows(connection, "said", PORT, 1) or []) == 14


def test_rows_of_articles_come_in_the_order_of_the_articles(connection: Connection) -> None:
    rows = newest_rows.rows_of_articles(connection, "said", PORT, [4, 3, 1])
    assert rows == [FIRST[4], FIRST[1]]
    assert newest_rows.rows_of_articles(connection, "said", PORT, []) == []
