"""The newest articles that match: the last rows of an index."""

from __future__ import annotations

import pytest
from small_archive import small_archive

from onrecord.archive.search import newest_articles
from onrecord.archive.search.id_set import IdSet
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Draft

DAYS = ("2024-03-05", "2024-03-09", "", "2024-03-07", "2024-03-09", "2024-02-29")
"""The days of the articles 1 to 6; all but the second have the word."""


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    drafts = [
        Draft(title="x", text=f"{'peace' if number == 2 else 'strike'} {number}", published=day, source="Wire")
        for number, day in enumerate(DAYS, 1)
    ]
    return small_archive(tmp_path_factory.mktemp("newest"), drafts)


@pytest.mark.parametrize(
    ("limit", "expected"), [(0, []), (1, [5]), (2, [5, 4]), (5, [5, 4, 1, 6, 3]), (9, [5, 4, 1, 6, 3])]
)
def test_the_newest_matches_come_first_and_those_without_a_day_last(
    connection: Connection, limit: int, expected: list[int]
) -> None:
    assert list(newest_articles.last_matches(connection, '"strike"', limit)) == expected


@pytest.mark.parametrize(
    ("index", "match", "count", "expected"),
    [
        ("search", '"strike"', 4, {5, 4, 1, 6}),
        ("search", '"strike"', 5, None),
        ("search", '"blorb"', 0, None),
        ("origins", '"wire"', 2, {6, 5}),  # which were added last
    ],
)
def test_the_articles_of_the_last_rows_are_told_if_there_are_more(
    connection: Connection, index: str, match: str, count: int, expected: set[int] | None
) -> None:
    articles = newest_articles.of_last_rows(connection, index, match, count)
    assert articles == (None if expected is None else IdSet(expected))
