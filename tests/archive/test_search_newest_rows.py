"""The first rows of a frequent word, looked up one article after the other."""

from __future__ import annotations

from pathlib import Path

import pytest
from quote_records import article_with_quote
from small_archive import small_archive

from onrecord.archive import Archive
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
    monkeypatch.setattr(newest_rows, "_ARTICLE_COUNTS", (1, 2, 4))
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
    monkeypatch.setattr(newest_rows, "_ARTICLE_COUNTS", (2, 1000))
    monkeypatch.setattr(newest_rows, "_MIN_BATCH", least_more)
    assert first_rows(connection, PORT, 2) == ([FIRST[2], FIRST[4]], counts)


def test_when_there_are_no_more_articles_all_rows_are_known(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newest_rows, "_ARTICLE_COUNTS", (1, 5))
    assert first_rows(connection, OPEN, 9) == ([FIRST[2], FIRST[1]], [1, 5])
    assert first_rows(connection, '(quote : "blorb")', 9) == ([], [1, 5])


def test_one_row_of_each_article(tmp_path: Path) -> None:
    connection = small_archive(tmp_path, [article_with_quote("The port is open"), article_with_quote("Open")])
    (row,) = connection.execute("SELECT max(rowid) + 1 FROM said WHERE said MATCH 'port'").fetchone()
    connection.execute("INSERT INTO said (rowid, quote) VALUES (?, 'still open')", (row,))

    def rows(one_per_article: bool) -> list[int] | None:
        articles = lambda count: [1, 2][:count]  # noqa: E731
        return newest_rows.first_rows(connection, "said", OPEN, articles, 2, one_per_article=one_per_article)

    assert rows(False) == [FIRST[1], FIRST[1] + 1]
    assert rows(True) == [FIRST[1], FIRST[2]]


def of_periods(folder: Path, periods: str) -> Connection:
    """An archive of an article a letter, in the ten days of the letter; each has a quote of the port."""
    days = (f"2024-03-{'abc'.index(letter)}5" for letter in periods)
    return small_archive(
        folder, [article_with_quote(f"The port {number}", published=day) for number, day in enumerate(days)]
    )


def batches(connection: Connection, limit: int, match: str = PORT) -> list[tuple[list[int], bool]]:
    """The articles of each batch in the order of the rows, and whether these are all."""
    return [
        ([number >> 20 for number in rows.numbers], rows.are_all)
        for rows in newest_rows.newest_rows(connection, "said", match, limit)
    ]


def test_rows_of_the_newest_periods_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newest_rows, "_GROWTH", 3)
    connection = of_periods(tmp_path, "cabcabc")
    # The last ten days have the articles 1, 4 and 7; all of them are read, and three times as many rows the next time.
    last, last_two = ([1, 4, 7], False), ([3, 6, 1, 4, 7], False)
    every = ([2, 5, 3, 6, 1, 4, 7], True)
    assert batches(connection, 0) == batches(connection, 1) == [last, last, every]
    assert batches(connection, 2) == [last, (every[0], False), every]
    assert batches(connection, 4) == [last_two, every]
    assert batches(connection, 7) == [(every[0], False), every]
    assert batches(connection, 8) == [every]
    assert batches(connection, 5, '(quote : "blorb")') == [([], True)]


@pytest.mark.parametrize(("largest_period", "is_read"), [(6, False), (7, True)])
def test_a_period_that_is_likely_to_have_too_many_rows_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, largest_period: int, is_read: bool
) -> None:
    # Two of the first two articles have the word, so seven of the seven before the last one.
    connection = of_periods(tmp_path, "aaaaaaaa")
    monkeypatch.setattr(newest_rows, "_SAMPLE_SIZE", 2)
    monkeypatch.setattr(newest_rows, "_MAX_PERIOD_ROWS", largest_period)
    monkeypatch.setattr(newest_rows, "_GROWTH", 8)
    assert batches(connection, 1) == ([([1, 2, 3, 4, 5, 6, 7, 8], False)] if is_read else [])


@pytest.mark.parametrize(("largest_period", "is_read"), [(2, False), (3, True)])
def test_what_proves_frequent_later_in_the_period_is_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, largest_period: int, is_read: bool
) -> None:
    words = ["port", *["peace"] * 8, "port", *["peace"] * 2, *["port"] * 5]
    connection = small_archive(tmp_path, [article_with_quote(f"{word} {n}") for n, word in enumerate(words)])
    # Two rows in the first ten articles: likely two or three in all.
    monkeypatch.setattr(newest_rows, "_SAMPLE_SIZE", 2)
    monkeypatch.setattr(newest_rows, "_MAX_PERIOD_ROWS", largest_period)
    assert batches(connection, 1) == ([([1, 10, 13, 14, 15, 16, 17], False)] if is_read else [])


def test_rows_of_a_prefix_are_read_as_it_takes_as_long_to_look_for_one(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newest_rows, "_MAX_PERIOD_ROWS", 0)
    assert batches(connection, 1) == []
    assert batches(connection, 1, '(quote : "por" *)') == [([1, 2, 4], True)]


def test_a_quote_keeps_its_number_when_its_article_gets_another_day(tmp_path: Path) -> None:
    with Archive.open(tmp_path) as archive:
        for day in ("2024-03-01", "2024-04-01"):
            archive.articles.add(*article_with_quote(f"The port is open {day}", published=day))

        def numbers() -> list[int]:
            (rows,) = newest_rows.newest_rows(archive.database.storage.connection(), "said", PORT, 5)
            return rows.numbers

        assert numbers() == [FIRST[1], FIRST[2]]
        archive.articles.update([1], published="2024-05-01")
        assert numbers() == [FIRST[2], FIRST[1]]
        assert archive.maintenance.check() == []


def test_rows_of_articles_come_in_the_order_of_the_articles(connection: Connection) -> None:
    rows = newest_rows.rows_of_articles(connection, "said", PORT, [4, 3, 1])
    assert rows == [FIRST[4], FIRST[1]]
    assert newest_rows.rows_of_articles(connection, "said", PORT, []) == []
