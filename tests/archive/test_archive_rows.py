"""The rows of the full-text index stand in the order of days, whatever happens to the dates of articles."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from archive_sample import BANK
from hypothesis import given
from hypothesis import strategies as st

from onrecord.archive import Archive
from onrecord.archive.indexing import newest_index
from onrecord.archive.schema.tables import DAY_SHIFT, day_number
from onrecord.base.records import Draft

days = st.one_of(
    st.dates().map(str),
    st.dates().map(lambda day: str(day)[:7]),
    st.datetimes().map(lambda time: time.isoformat()),
    st.text("0129-/T :x", max_size=8),
    st.text(max_size=8),
)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path) as opened:
        yield opened


def rows(archive: Archive, word: str) -> list[tuple[int, int]]:
    """The numbers of days, and articles, in the order of the index."""
    rows = archive.database.storage.connection().execute("SELECT rowid FROM search WHERE search MATCH ?", (word,))
    return [divmod(row, 1 << DAY_SHIFT) for (row,) in rows]


@given(days, days)
def test_of_two_texts_the_earlier_has_no_later_row(one: str, other: str) -> None:
    earlier, later = sorted((one, other))
    assert day_number(earlier) <= day_number(later)
    assert 0 <= day_number(one) < 2 ** (63 - DAY_SHIFT)


def test_a_row_follows_the_date_of_its_article(archive: Archive) -> None:
    drafts = [
        Draft(title="", text=f"alpha {day}", published=day) for day in ("2024-05-01", "2023-01-02", "2024-05")
    ]
    assert [added.id for added in archive.articles.add_many(drafts)] == [1, 2, 3]
    assert rows(archive, "alpha") == [(20230102, 2), (20240500, 3), (20240501, 1)]
    archive.articles.update([1], published="1999-12-31")
    assert rows(archive, "alpha") == [(19991231, 1), (20230102, 2), (20240500, 3)]
    for article in (3, 1, 2):
        archive.articles.update([article], published="2001-02-03", text=f"alpha beta {article}")
    assert rows(archive, "beta") == [(20010203, 1), (20010203, 2), (20010203, 3)]
    archive.articles.remove([2])
    assert rows(archive, "alpha") == [(20010203, 1), (20010203, 3)]
    archive.articles.restore([2])
    archive.database.table("articles").update({"published": "not known"}, doc_ids=[3])
    assert rows(archive, "alpha") == [(20010203, 1), (20010203, 2), (99999999, 3)]
    assert archive.search.ids("alpha") == [3, 2, 1]
    archive.database.table("articles").update({"published": ""}, doc_ids=[3])
    assert rows(archive, "alpha") == [(0, 3), (20010203, 1), (20010203, 2)]
    assert archive.maintenance.check() == []
    archive.maintenance.reindex()
    assert archive.maintenance.check() == []
    assert [article for _, article in rows(archive, "alpha")] == [3, 1, 2]


def test_a_row_that_is_not_where_it_belongs_is_found(archive: Archive) -> None:
    article = archive.articles.add(BANK).id
    archive.database.storage.connection().execute(
        "UPDATE articles SET day_number = day_number + 1 WHERE id = ?", (article,)
    )
    changed, index = archive.maintenance.check()
    assert changed.startswith(f"1 row of articles is not as it was written ({article})")
    assert index == "The index of texts does not agree with them."
    archive.maintenance.reindex()


@pytest.mark.parametrize("newest_count", [0, 9, 60])
@pytest.mark.parametrize("order", ["newest", "oldest", "best"])
@pytest.mark.parametrize("ranked", [20, 1000])
@pytest.mark.parametrize(
    "query",
    [
        "alpha", '"alpha beta"', '"beta alp"*', "text:beta alpha", "alp*", "alpha -gamma", "gamma or beta",
        '"alpha beta" is:unread', 'is:unread ("beta alpha" or gamma)', "is:unread",
    ],
)  # fmt: skip
def test_the_first_of_many_days_are_the_first_of_all(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, order: str, query: str, ranked: int, newest_count: int
) -> None:
    monkeypatch.setattr("onrecord.archive.search.execute._MAX_SORTED", 3)
    monkeypatch.setattr("onrecord.archive.search.execute.MAX_RANKED", ranked)
    texts = ("alpha beta", "beta alpha alpha", "alpha gamma", "alphabet alpha beta")
    list(
        archive.articles.add_many(
            Draft(
                title="", text=f"{texts[n % 4]} {n}", published=f"20{n % 5 + 10}-0{n % 3 + 1}-{n * 7 % 28 + 1:02}"
            )
            for n in range(60)
        )
    )
    if newest_count:
        monkeypatch.setattr(newest_index, "_LARGE", 0)
        monkeypatch.setattr(newest_index, "_LEAST", newest_count)
        monkeypatch.setattr(newest_index, "_ARTICLES_PER_STEP", 3)
        monkeypatch.setattr("onrecord.archive.search.execute._ENOUGH_RANKED", 3)
        newest_index.fit(archive.database.storage)
    every = archive.search.ids(query, order)
    assert every
    assert sorted(every) == sorted(archive.search.ids(query, "added"))
    for limit in (0, 1, 7, 30, 100):
        assert archive.search.ids(query, order, limit) == every[:limit]
