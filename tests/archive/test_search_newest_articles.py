"""The newest articles of a word that very many have."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from small_archive import small_archive

from onrecord.archive.schema.tables import PERIOD_SHIFT, period_number
from onrecord.archive.search import newest_articles
from onrecord.archive.search.id_set import IdSet
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Draft

STRIKE = '"strike"'
DAYS_OF_MARCH = (5, 3, 9, 1, 7, 2, 8, 4, 6)
"""The days of the articles 1 to 9; all but that of the 9th have the word."""
FTS5_BI_ORDER_DESC = 0x80
"""The flag of a plan in which FTS5 reads from the last row on (fts5_main.c)."""
APRIL, UNDATED = 10, (11, 12)


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    drafts = [
        Draft(title="x", text="peace" if day == 9 else f"strike {day}", published=f"2024-03-{day:02}")
        for day in DAYS_OF_MARCH
    ]
    drafts.append(Draft(title="x", text="strike in April", published="2024-04-01"))
    drafts += [Draft(title="x", text=f"strike once {number}") for number in UNDATED]
    return small_archive(tmp_path_factory.mktemp("months"), drafts)


def newest(connection: Connection, limit: int) -> set[int]:
    return newest_articles.first_matches(connection, STRIKE, limit).ids


ALL_OF_MARCH = {1, 2, 4, 5, 6, 7, 8, 9}


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        (1, {APRIL}),
        (2, {APRIL, *ALL_OF_MARCH}),
        (9, {APRIL, *ALL_OF_MARCH}),
        (99, {APRIL, *ALL_OF_MARCH, *UNDATED}),
    ],
)
def test_all_of_a_period_is_read_where_that_is_as_fast(
    connection: Connection, limit: int, expected: set[int]
) -> None:
    assert newest(connection, limit) == expected


def test_nothing_is_asked_or_read_where_the_newest_days_have_the_last_rows(
    connection: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newest_articles, "_matching_rows", None)
    monkeypatch.setattr(newest_articles, "_rest_of_period", None)
    assert newest(connection, 10) == {APRIL, *ALL_OF_MARCH, 12}


def test_nothing_is_the_newest_of_nothing(connection: Connection) -> None:
    assert newest_articles.first_matches(connection, '"blorb"', 3) == IdSet(set())


@pytest.mark.parametrize(
    ("limit", "expected"),
    [
        # The last row of March is that of the 6th, the first of its days with the word the 8th.
        (2, {APRIL, 9, 7}),
        (3, {APRIL, 9, 8, 7, 5}),
        (4, {APRIL, 9, 8, 7, 5, 1}),
        (10, {APRIL, *ALL_OF_MARCH, 12}),
    ],
)
def test_else_the_newest_days_of_a_period_are_asked_one_by_one(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, limit: int, expected: set[int]
) -> None:
    monkeypatch.setattr(newest_articles, "_ROWS_PER_CHECK", 0)
    monkeypatch.setattr(newest_articles, "_rest_of_period", None)
    assert newest(connection, limit) == expected


@pytest.mark.parametrize(("rows_of_lookup", "is_asked"), [(8, True), (9, False)])
def test_to_ask_pays_where_the_period_has_more_rows(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, rows_of_lookup: int, is_asked: bool
) -> None:
    # One article is asked, or the eight of March before it are read.
    monkeypatch.setattr(newest_articles, "_ROWS_PER_CHECK", rows_of_lookup)
    assert newest(connection, 2) == ({APRIL, 9, 7} if is_asked else {APRIL, *ALL_OF_MARCH})


@pytest.mark.parametrize(("largest_count", "is_asked"), [(2, True), (1, False)])
def test_only_for_frequent_words_articles_are_asked(
    connection: Connection, monkeypatch: pytest.MonkeyPatch, largest_count: int, is_asked: bool
) -> None:
    # Seven matches are among the last eight articles of March, and article 1 is before them.
    monkeypatch.setattr(newest_articles, "_ROWS_PER_CHECK", 0)
    monkeypatch.setattr(newest_articles, "_MAX_ARTICLES_PER_MATCH_IN_ORDER", largest_count)
    monkeypatch.setattr(newest_articles, "_rest_of_period", lambda *_: [])
    assert (1 in newest(connection, 8)) is is_asked


def test_a_few_more_articles_are_asked_where_the_first_are_not_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The last four matches are the last rows; of the four newest days only two have the word.
    words = {9: "strike", 8: "peace", 7: "strike", 6: "peace", 5: "strike"}
    days, last_rows = (9, 8, 7, 6, 5, 1, 2, 3, 4), (6, 7, 8, 9)
    drafts = [Draft(title="x", text=f"{words.get(d, 'strike')} {d}", published=f"2024-03-{d:02}") for d in days]
    connection = small_archive(tmp_path, drafts)
    batches: list[list[int]] = []
    matching_rows = newest_articles._matching_rows

    def remember(connection: Connection, match_expression: str, rows: list[int]) -> list[int]:
        batches.append([row & 0xFF for row in rows])
        return matching_rows(connection, match_expression, rows)

    monkeypatch.setattr(newest_articles, "_ROWS_PER_CHECK", 0)
    monkeypatch.setattr(newest_articles, "_MIN_BATCH", 1)
    monkeypatch.setattr(newest_articles, "_matching_rows", remember)
    assert newest(connection, 4) == {1, 3, 5, *last_rows}
    # Two are missing, where four articles had two.
    assert batches == [[1, 2, 3, 4], [5]]


def test_each_article_is_asked_from_the_last_match_down(connection: Connection) -> None:
    statements: list[str] = []
    connection.set_trace_callback(statements.append)
    assert newest_articles._matching_rows(connection, STRIKE, [1, 12]) == [12]
    connection.set_trace_callback(None)
    plan = [step[-1] for step in connection.execute(f"EXPLAIN QUERY PLAN {statements[0]}")]
    (index,) = [int(number) for step in plan for number in re.findall(r"search VIRTUAL TABLE INDEX (\d+)", step)]
    assert index & FTS5_BI_ORDER_DESC


@pytest.mark.parametrize(
    ("last_row", "later_count", "expected"),
    [(4, 6, 3), (4, 3, 1), (9, 1, 8), (1, 9, 0)],
)
def test_the_articles_of_a_period_are_reckoned_from_the_last_ones(
    connection: Connection, last_row: int, later_count: int, expected: int
) -> None:
    assert newest_articles._likely_earlier(connection, 2024030 << PERIOD_SHIFT | last_row, later_count) == expected


@pytest.mark.parametrize(
    ("match_expression", "largest_count", "is_read"),
    [(STRIKE, 3, False), (STRIKE, 2, True), ('"strike today"', 2, False), ('"strike today"', 1, True)],
)
def test_rarer_words_are_looked_for_among_more_articles_where_ids_follow_days(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, match_expression: str, largest_count: int, is_read: bool
) -> None:
    # Of the three newest articles, which have the last rows, the first one has the word.
    drafts = [
        Draft(
            title="x", text=f"{'strike' if day in (2, 4) else 'peace'} today {day}", published=f"2024-03-{day:02}"
        )
        for day in range(1, 7)
    ]
    monkeypatch.setattr(newest_articles, "_MAX_ARTICLES_PER_MATCH", 0)
    monkeypatch.setattr(newest_articles, "_MAX_ARTICLES_PER_MATCH_IN_ORDER", largest_count)
    first = newest_articles.first_matches(small_archive(tmp_path, drafts), match_expression, 1)
    assert first.ids == ({2, 4} if is_read else {4})


@pytest.mark.parametrize(("largest_count", "is_read"), [(3, False), (2, True)])
def test_of_articles_that_do_not_follow_days_fewer_are_looked_at(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, largest_count: int, is_read: bool
) -> None:
    drafts = [
        Draft(title="x", text=f"{'peace' if day in (1, 2) else 'strike'} {day}", published=f"2024-03-{day:02}")
        for day in (8, 7, 6, 5, 4, 3, 2, 1)
    ]
    monkeypatch.setattr(newest_articles, "_ROWS_PER_CHECK", 0)
    monkeypatch.setattr(newest_articles, "_MAX_ARTICLES_PER_MATCH", largest_count)
    # Two articles have later rows than the last match, so three are asked.
    assert newest(small_archive(tmp_path, drafts), 1) == ({1, 2, 3, 4, 5, 6} if is_read else {1, 2, 3, 6})


def test_articles_that_others_have_removed_meanwhile_are_not_waited_for(tmp_path: Path) -> None:
    connection = small_archive(tmp_path, [Draft(title="x", text="strike", published="2024-03-01")])
    connection.execute("DELETE FROM articles")
    last_rows = [2024030 << PERIOD_SHIFT | 1]
    assert newest_articles._newest_of_period(connection, STRIKE, last_rows) == []


def test_articles_are_not_asked_for_a_prefix(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newest_articles, "_ROWS_PER_CHECK", 0)
    assert newest_articles.first_matches(connection, '"strike" *', 2).ids == {APRIL, *ALL_OF_MARCH}


def test_what_proves_rare_among_the_newest_is_read_after_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    days_of_words = {"strike": (1, 2, 3), "peace": (9, 8, 7, 6)}
    drafts = [
        Draft(title="x", text=f"{word} {day}", published=f"2024-03-{day:02}")
        for word in ("peace", "strike")
        for day in days_of_words[word]
    ]
    monkeypatch.setattr(newest_articles, "_ROWS_PER_CHECK", 0)
    assert newest(small_archive(tmp_path, drafts), 1) == {5, 6, 7}


@pytest.mark.parametrize(
    "day",
    [
        "",
        "2024-03-02",
        "2024-03-15",
        "2024-03",
        "2024-12-31",
        "0000-00-07",
        "0000-01-01",
        "2024-3",
        "!",
        "9999-12",
        "later",
    ],
)
def test_the_days_of_a_period_are_those_that_have_its_number(day: str) -> None:
    others = [
        "",
        "0000-00-07",
        "0000-01",
        "2024-02-29",
        "2024-03-01",
        "2024-03-09",
        "2024-03-10",
        "2024-03-19T10:00",
        "2024-03-20",
        "2024-03-x",
        "2024-03",
        "2024-04-01",
        "2024-3",
        "2025",
        "~",
    ]
    bounds = newest_articles._days_of_period(period_number(day))
    assert bounds is None or [bounds[0] <= other < bounds[1] for other in [day, *others]] == [
        period_number(other) == period_number(day) for other in [day, *others]
    ]
