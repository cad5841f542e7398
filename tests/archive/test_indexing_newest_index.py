"""The index of the newest articles has exactly the last rows of the index of all, whatever happens to them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from archive_frozen import HERE, thaw
from archive_sample import BANK, STRIKE

from onrecord.archive import Archive
from onrecord.archive.indexing import newest_index
from onrecord.archive.maintenance import repair
from onrecord.archive.search import execute
from onrecord.archive.search.execute import Ranking, rank_by_words
from onrecord.archive.storage import steps
from onrecord.archive.storage.errors import ArchiveLocked
from onrecord.archive.storage.sqlite_storage import Connection
from onrecord.base.feeds import Feed, FeedEntry, FetchedFeed
from onrecord.base.records import Draft


@pytest.fixture(autouse=True)
def small_sizes(monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive is large from six articles on; its index has four to eight, and gets two at a time."""
    for name, size in {"_LARGE": 5, "_LEAST": 4, "_MOST": 8, "_ARTICLES_PER_STEP": 2}.items():
        monkeypatch.setattr(newest_index, name, size)
    monkeypatch.setattr(steps, "PAUSE", 0.0)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.open(tmp_path) as opened:
        yield opened


def drafts(days: Sequence[int]) -> Iterator[Draft]:
    """Articles of the word “port”, of these days of a month."""
    return (Draft(title=f"Of the {day}", text=f"port {day}", published=f"2024-03-{day:02}") for day in days)


def newest_articles(archive: Archive) -> list[int]:
    """The articles of the index, after a look whether it is as it should be."""
    assert archive.maintenance.check() == []
    connection = archive.database.storage.connection()
    rows = connection.execute("SELECT id FROM newest_search_docsize ORDER BY 1 DESC").fetchall()
    assert rows == connection.execute("SELECT row FROM newest_searchable ORDER BY 1 DESC").fetchall()
    return [row & 0xFFFF for (row,) in rows]


def connection_of(archive: Archive) -> Connection:
    return archive.database.storage.connection()


# ---- its size


def test_an_archive_gets_it_when_it_is_large(archive: Archive) -> None:
    list(archive.articles.add_many(drafts(range(1, 6))))
    assert newest_articles(archive) == []
    assert newest_index.read_floor(connection_of(archive)) is None
    list(archive.articles.add_many(drafts([6])))
    assert newest_articles(archive) == [6, 5, 4, 3]


def test_new_articles_are_added_from_its_floor_on(archive: Archive) -> None:
    list(archive.articles.add_many(drafts(range(11, 17))))
    list(archive.articles.add_many(drafts([12 + 1, 10, 20])))  # the 13th is there: only two are new
    assert newest_articles(archive) == [8, 6, 5, 4, 3]
    archive.articles.add(next(drafts([18])))
    assert newest_articles(archive) == [8, 9, 6, 5, 4, 3]


def test_with_too_many_it_is_begun_anew(archive: Archive) -> None:
    list(archive.articles.add_many(drafts(range(1, 7))))
    list(archive.articles.add_many(drafts(range(7, 11))))
    assert newest_articles(archive) == [10, 9, 8, 7, 6, 5, 4, 3]
    list(archive.articles.add_many(drafts([11])))
    assert newest_articles(archive) == [11, 10, 9, 8]


def test_it_has_all_articles_where_there_are_not_more(archive: Archive) -> None:
    list(archive.articles.add_many(drafts(range(1, 7))))
    archive.articles.remove([2, 3, 4, 5])
    assert newest_articles(archive) == [6]
    for _ in range(2):
        newest_index.fit(archive.database.storage)
        assert newest_articles(archive) == [6, 1]


def test_what_is_cut_off_is_gone_on_with(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newest_index, "fit", lambda storage: None)
    list(archive.articles.add_many(drafts(range(1, 7))))
    monkeypatch.undo()
    small = {"_LARGE": 5, "_LEAST": 4, "_ARTICLES_PER_STEP": 2}
    for name, size in small.items():
        monkeypatch.setattr(newest_index, name, size)
    monkeypatch.setattr(steps, "STEP", 0.0)
    next(steps.in_steps(archive.database.storage, newest_index._additions(archive.database.storage)))
    assert newest_articles(archive) == [6, 5]
    newest_index.fit(archive.database.storage)
    assert newest_articles(archive) == [6, 5, 4, 3]


def test_what_a_feed_brings_is_in_it(archive: Archive) -> None:
    (feed,), _ = archive.feeds.add([Feed(url="https://example.org/feed")])
    archive.feeds.store(
        feed, FetchedFeed("", [FeedEntry(draft.title, draft) for draft in drafts(range(1, 7))], [])
    )
    assert newest_articles(archive) == [6, 5, 4, 3]


def test_where_another_program_writes_for_long_it_is_left_to_the_next_time(
    large: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(_: Connection) -> int:
        raise ArchiveLocked("Another program is writing.")

    large.articles.remove([6])
    with monkeypatch.context() as patch:
        patch.setattr(newest_index, "_LARGE", 4)
        patch.setattr(newest_index, "_add_below_floor", locked)
        newest_index.fit(large.database.storage)
    assert newest_articles(large) == [5, 4, 3]


# ---- what changes


@pytest.fixture
def large(archive: Archive) -> Archive:
    """Articles 1 to 6 of the 11th to the 16th, of which the last four are the newest."""
    list(archive.articles.add_many(drafts(range(11, 17))))
    return archive


@pytest.mark.parametrize(
    ("article", "day", "expected"),
    [
        (1, "2024-03-15", [6, 5, 1, 4, 3]),
        (2, "2024-03-13", [6, 5, 4, 3]),  # of the same day as the lowest, and before it by its id
        (5, "2024-03-13", [6, 4, 5, 3]),
        (5, "2024-03-12", [6, 4, 3]),
        (3, "2024-03-01", [6, 5, 4]),
        (6, "", [5, 4, 3]),
        (1, "2023-01-01", [6, 5, 4, 3]),
    ],
)
def test_an_article_goes_in_or_out_with_its_date(
    large: Archive, article: int, day: str, expected: list[int]
) -> None:
    large.articles.update([article], published=day)
    assert newest_articles(large) == expected


@pytest.mark.parametrize("article", [1, 3, 6])
def test_it_has_the_words_that_an_article_has_now(large: Archive, article: int) -> None:
    large.articles.tag([article], add=["harbour"])
    note = large.notes.add(article, "Ask the mistress.")
    large.articles.update([article], text="quay")
    count = len(newest_articles(large))
    sql = "SELECT count(*) FROM newest_search WHERE newest_search MATCH ?"
    for words in ("harbour", "mistress", "quay"):
        assert connection_of(large).execute(sql, (words,)).fetchone() == (int(article > 2),)
    large.notes.remove(note.id)
    assert connection_of(large).execute(sql, ("mistress",)).fetchone() == (0,)
    large.articles.remove([article])
    assert len(newest_articles(large)) == count - (article > 2)
    large.articles.restore([article])
    assert len(newest_articles(large)) == count


# ---- made anew


def test_indexes_that_are_built_anew_have_the_newest_articles(large: Archive) -> None:
    list(large.articles.add_many(drafts(range(17, 20))))
    assert newest_articles(large) == [9, 8, 7, 6, 5, 4, 3]
    large.maintenance.reindex()
    assert newest_articles(large) == [9, 8, 7, 6]


@pytest.mark.parametrize("version", [4, 5, 6])
def test_an_archive_of_an_earlier_version_has_it_if_it_is_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: int
) -> None:
    monkeypatch.setattr(newest_index, "_LARGE", 1)
    monkeypatch.setattr(newest_index, "_LEAST", 2)
    thaw((HERE / f"version_{version}.sql").read_text("utf-8"), tmp_path / "archive.db")
    with Archive.open(tmp_path) as archive:
        connection = connection_of(archive)
        count = connection.execute("SELECT count(*) FROM newest_search_docsize").fetchone()
        assert count == connection.execute("SELECT count(*) FROM newest_searchable").fetchone() == (2,)
        assert not any("index" in problem for problem in archive.maintenance.check())


def test_a_repaired_archive_has_it(large: Archive) -> None:
    large.close()
    repair.repair(large.file)
    with Archive.open(large.file.parent) as repaired:
        assert newest_articles(repaired) == [6, 5, 4, 3]


def test_an_archive_that_is_imported_has_it(large: Archive, tmp_path: Path) -> None:
    file = tmp_path / "archive.json"
    with file.open("w", encoding="utf-8") as out:
        large.maintenance.write_tinydb_json(out)
    with Archive.open(tmp_path / "other") as other:
        list(other.maintenance.read_tinydb_json(file))
        assert newest_articles(other) == [6, 5, 4, 3]


def test_an_index_that_lacks_a_row_is_found(large: Archive) -> None:
    connection_of(large).execute("UPDATE newest_floor SET floor = floor - (2 << 27)")
    assert large.maintenance.check() == ["The index of the newest texts does not agree with them."]


# ---- ranks


@pytest.mark.parametrize(
    ("enough", "ranked", "are_all"),
    [(3, {6, 5, 4, 3}, False), (4, {6, 5, 4, 3}, False), (5, set(range(1, 7)), True)],
)
@pytest.mark.parametrize("candidates", ['"port"', '("port" NOT "none")', [1, 2, 3, 4, 5, 6]])
def test_the_newest_are_ranked_alone_if_there_are_enough(
    large: Archive,
    monkeypatch: pytest.MonkeyPatch,
    candidates: str | list[int],
    enough: int,
    ranked: set[int],
    are_all: bool,
) -> None:
    monkeypatch.setattr(execute, "_ENOUGH_RANKED", enough)
    ranking = rank_by_words(connection_of(large), '"port"', candidates)
    assert (set(ranking.article_ids), ranking.are_all) == (ranked, are_all)


def test_only_candidates_are_ranked(large: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execute, "_ENOUGH_RANKED", 2)
    assert rank_by_words(connection_of(large), '"port"', [1, 4, 6]) == Ranking([6, 4], False)
    assert rank_by_words(connection_of(large), '"port"', [1, 2, 6]) == Ranking([6, 2, 1], True)


def test_a_word_counts_as_much_as_it_is_rare_among_the_newest(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(execute, "_ENOUGH_RANKED", 2)
    texts = ["quay"] * 20 + ["harbour", "quay", "harbour", "harbour", "ship", "ship", "ship", "ship"]
    quay, harbour = 22, 24
    list(
        archive.articles.add_many(
            Draft(title="x", text=f"{word} {number}", published="2024-03-01") for number, word in enumerate(texts)
        )
    )
    words = '("quay" OR "harbour")'
    assert newest_index.read_floor(connection_of(archive)) is not None
    monkeypatch.setattr(newest_index, "_LEAST", 8)
    monkeypatch.setattr(newest_index, "_MOST", 8)
    newest_index.fit(archive.database.storage)
    assert newest_articles(archive) == [28, 27, 26, 25, 24, 23, 22, 21]
    assert rank_by_words(connection_of(archive), words, [quay, harbour]).article_ids == [quay, harbour]
    monkeypatch.setattr(execute, "_ENOUGH_RANKED", 3)
    assert rank_by_words(connection_of(archive), words, [quay, harbour]).article_ids == [harbour, quay]


def test_the_rest_follows_by_days(large: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(execute, "_ENOUGH_RANKED", 4)
    large.articles.update([3], title="Of the port")
    for limit in (None, 6, 4, 2):
        assert list(large.search.ids("port", "best", limit)) == [3, 6, 5, 4, 2, 1][:limit]


def test_a_small_archive_is_ranked_by_all_articles(archive: Archive) -> None:
    strike, bank = (archive.articles.add(draft).id for draft in (STRIKE, BANK))
    assert set(archive.search.ids("the", "best")) == {strike, bank}
