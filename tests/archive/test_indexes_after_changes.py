"""Whatever readers change, the indexes hold what they would if they were made anew."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from everything import fill

from onrecord.archive import Archive
from onrecord.archive.query.ast import ORDERS

DAYS = ("", "0001-01-01", "9999-12-31", "2024-05-09", "2024-05-10", "2024-06", "2024", "2024-13", "2024-1-5", "x")
QUERIES = (
    "said:gate",
    "said:ga*",
    "speaker:lund",
    "cue:speech",
    "actor:brandt",
    "person:ekre",
    "said:/g.te/",
    "ferry",
)


def change(archive: Archive, chosen: random.Random) -> None:
    """Do what moves articles within the indexes: other days and texts, removal, restoring."""
    article_ids = list(archive.search.ids())
    for _ in range(40):
        few = chosen.sample(article_ids, 2)
        match chosen.randrange(5):
            case 0 | 1:
                archive.articles.update(few, published=chosen.choice(DAYS))
            case 2:
                archive.articles.update(few[:1], text=f"{archive.articles.text(few[0])} The ferry waits.")
            case 3:
                archive.articles.remove(few)
                archive.articles.restore(few)
            case _:
                annotation = archive.annotations.uncorrected(few[0])
                if annotation is not None:
                    archive.annotations.store(few[0], annotation)


def contents(archive: Archive) -> dict[str, list[Any]]:
    """What the indexes hold, without the numbers that names have in them."""
    connection = archive.database.storage.connection()
    rows: dict[str, list[Any]] = {}
    for index in ("search", "origins", "said", "named"):
        sql = f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.words_of_{index} USING fts5vocab(main, {index}, instance)"
        connection.execute(sql)
        rows[index] = sorted(connection.execute(f"SELECT doc, term, col, offset FROM words_of_{index}"))
    for table in ("tagged", "carried", "sketched", "given", "joined", "parted"):
        rows[table] = sorted(connection.execute(f"SELECT * FROM {table}"))
    rows["appearances"] = sorted(
        connection.execute(
            "SELECT key, type, quarter, forms.title, day, article, number, appearances.named, appearances.said, told "
            "FROM appearances JOIN forms ON forms.id = form"
        )
    )
    return rows


def answers(archive: Archive) -> dict[tuple[str, str], tuple[list[int], list[tuple[int, int]]]]:
    """The articles and quotes of each query in each order; the first few are found to be the first of all."""
    results = {}
    for query in QUERIES:
        for order in ORDERS:
            articles, quotes = list(archive.search.ids(query, order)), list(archive.quotes.ids(query, order))
            for limit in (1, 3):
                assert list(archive.search.ids(query, order, limit)) == articles[:limit], (query, order)
                assert list(archive.quotes.ids(query, order, limit)) == quotes[:limit], (query, order)
            results[query, order] = articles, quotes
    return results


@pytest.mark.parametrize("seed", range(3))
def test_the_indexes_are_as_if_made_anew(tmp_path: Path, seed: int) -> None:
    with Archive.open(tmp_path) as archive:
        archive.database.storage.connection().execute("PRAGMA synchronous = OFF")
        fill(archive, seed)
        change(archive, random.Random(seed))
        before, answers_before = contents(archive), answers(archive)
        assert any(quotes for _, quotes in answers_before.values())
        archive.maintenance.reindex()
    with Archive.open(tmp_path) as archive:
        assert contents(archive) == before
        assert answers(archive) == answers_before
        assert archive.maintenance.check() == []
