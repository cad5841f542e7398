"""Rows of one article are matched in memory as the archive's own index matches them."""

from __future__ import annotations

import pytest

from onrecord.archive.search.memory_index import matching_quote_rows, memory_indexes

ROWS = [
    ("The harbours are closed", "Zoë Ardèn\nArdèn", "direct speech"),
    ("Nothing is closed", "Olaf Lind", "indirect speech"),
    ("A harbour\0 is a harbour", "Olaf Lind", "mixed belief"),
]


@pytest.mark.parametrize(
    ("match", "positions"),
    [
        ('(quote : "har" *)', [0, 2]),
        ('(quote : "har")', []),
        ('(speaker : "arden")', [0]),
        ('((quote : "clo" *) AND (speaker : "lind"))', [1]),
        ('((quote : "clo" *) NOT (kind : direct))', [1]),
        ('(speaker : "direct")', []),
    ],
)
def test_rows_match_as_in_the_index(match: str, positions: list[int]) -> None:
    assert matching_quote_rows(ROWS, match) == positions


def test_nothing_stays_in_memory() -> None:
    matching_quote_rows(ROWS, '(kind : "belief")')
    with memory_indexes() as database:
        assert database.execute("SELECT count(*) FROM said").fetchone() == (0,)
