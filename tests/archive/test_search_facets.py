"""Facets: how many of the articles have each actor, source, tag and month."""

from __future__ import annotations

from pathlib import Path

import pytest
from small_archive import small_archive

from onrecord.archive.query.query_errors import SearchCancelled
from onrecord.archive.search import facets
from onrecord.archive.search.cancellation import cancellable
from onrecord.archive.search.facets import Facets, count_facets
from onrecord.archive.search.id_set import EVERYTHING, IdSet
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.records import Actor, Annotation, Draft


def article(number: int, day: str, source: str, tags: list[str], *names: str) -> tuple[Draft, Annotation]:
    actors = [
        Actor(id=f"a{index}", name=name, type="person", mentions=[(0, 1), (1, 2)])
        for index, name in enumerate(names)
    ]
    return (
        Draft(title=f"{number}", text=f"text {number}", published=day, source=source, tags=tags),
        Annotation(actors=actors, annotator="1"),
    )


@pytest.fixture(scope="module")
def connection(tmp_path_factory: pytest.TempPathFactory) -> Connection:
    return small_archive(
        tmp_path_factory.mktemp("facets"),
        [
            article(1, "2024-03-01", "Wire", ["port", "sea"], "Ada Berg", "Ada M. Berg"),
            article(2, "2024-03-31", "Herald", ["Port"], "Ada Berg", "Olaf Lind"),
            article(3, "2024-01-31", "Wire", [], "Olaf Lind"),
            article(4, "2023-12-31", "", [], "Olaf Lind", "Una Moe"),
            article(5, "", "", []),
        ],
    )


def test_values_are_counted_the_most_frequent_first_and_months_the_latest_first(connection: Connection) -> None:
    assert count_facets(connection, EVERYTHING, 9) == Facets(
        articles=5,
        actors=[("Olaf Lind", 3), ("Ada Berg", 2), ("Una Moe", 1)],
        sources=[("Wire", 2), ("Herald", 1)],
        tags=[("port", 2), ("sea", 1)],
        months=[("2024-03", 2), ("2024-01", 1), ("2023-12", 1)],
    )


@pytest.mark.parametrize("most", [0, 1, 5000])
def test_only_the_matches_are_counted(connection: Connection, monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(facets, "_MAX_LOOKED_UP", most)
    assert count_facets(connection, IdSet({1, 99}), 9) == Facets(
        articles=1,
        actors=[("Ada Berg", 1)],
        sources=[("Wire", 1)],
        tags=[("port", 1), ("sea", 1)],
        months=[("2024-03", 1)],
    )
    assert count_facets(connection, IdSet({1, 2, 3}, True), 9) == Facets(
        articles=2, actors=[("Olaf Lind", 1), ("Una Moe", 1)], months=[("2023-12", 1)]
    )
    assert count_facets(connection, IdSet(set()), 9) == Facets(articles=0)


def test_the_most_frequent_are_kept(connection: Connection) -> None:
    assert count_facets(connection, EVERYTHING, 1) == Facets(
        articles=5, actors=[("Olaf Lind", 3)], sources=[("Wire", 2)], tags=[("port", 2)], months=[("2024-03", 2)]
    )


def test_equal_counts_are_in_the_order_of_the_alphabet(connection: Connection) -> None:
    facets_of_two = count_facets(connection, IdSet({1, 2}), 2)
    assert facets_of_two.sources == [("Herald", 1), ("Wire", 1)]
    assert count_facets(connection, IdSet({3, 4}), 1).months == [("2023-12", 1)]


def test_a_hidden_actor_makes_room_for_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    archive = small_archive(tmp_path, [article(1, "2024-03-01", "", [], "Ada Berg", "Olaf Lind")])
    archive.execute("INSERT INTO given VALUES ('person|ada berg', '', '', 1)")
    assert count_facets(archive, EVERYTHING, 1).actors == [("Olaf Lind", 1)]
    monkeypatch.setattr(facets, "_SPARE_ACTORS", 0)
    assert count_facets(archive, EVERYTHING, 1).actors == []


@pytest.mark.parametrize("batch_size", [1, 1000])
def test_batches_do_not_show(connection: Connection, monkeypatch: pytest.MonkeyPatch, batch_size: int) -> None:
    monkeypatch.setattr(facets, "_BATCH_SIZE", batch_size)
    assert count_facets(connection, EVERYTHING, 1).actors == [("Olaf Lind", 3)]


def test_counting_is_cancelled_between_batches(connection: Connection, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(facets, "_BATCH_SIZE", 1)
    checks = iter([False, False, True])
    with pytest.raises(SearchCancelled), cancellable(connection, lambda: next(checks)):
        count_facets(connection, EVERYTHING, 1)
    assert list(checks) == []
