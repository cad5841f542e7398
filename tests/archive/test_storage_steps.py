"""Changes of many documents: in steps between which others write, and whole in the end."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from onrecord.archive import Archive, ArchiveError, ArchiveFull
from onrecord.archive.storage import steps
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.archive.storage.steps import ArchiveUnfinished, Steps, is_unfinished
from onrecord.base.records import Draft


@pytest.fixture(autouse=True)
def _short_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a step change two documents, and wait for nobody after it."""
    for name, value in (("STEP", 0.0), ("PAUSE", 0.0), ("_SLICE", 2), ("_LEAST", 2)):
        monkeypatch.setattr(steps, name, value)


class Counter:
    """A change that counts how often each document is changed, and may be cut off."""

    def __init__(self, file: Path) -> None:
        self.storage = SQLiteStorage(file)
        self.calls: list[list[int]] = []
        self.failure: BaseException | None = None
        self.fails_at = -1
        self.steps = Steps(self.storage, {"count": self._count})

    def _count(self, connection: Connection, ids: Sequence[int], arguments: Mapping[str, Any]) -> int:
        if len(self.calls) == self.fails_at and self.failure is not None:
            raise self.failure
        connection.execute("CREATE TABLE IF NOT EXISTS counts (id INTEGER, by INTEGER)")
        connection.executemany("INSERT INTO counts VALUES (?, ?)", [(each, arguments["by"]) for each in ids])
        self.calls.append(list(ids))
        return len(ids)

    def counted(self) -> list[tuple[int, int]]:
        with self.storage.reading() as connection:
            return list(connection.execute("SELECT id, by FROM counts ORDER BY rowid"))


@pytest.fixture
def counter(tmp_path: Path) -> Counter:
    return Counter(tmp_path / "counts.db")


def test_what_takes_one_step_is_one_transaction(counter: Counter) -> None:
    before = counter.storage.version()
    assert counter.steps.run("count", [1, 2, 1], {"by": 3}) == 2
    assert counter.calls == [[1, 2]]
    assert counter.storage.version() == before + 1
    assert not is_unfinished(counter.storage)


def test_what_takes_longer_is_a_transaction_a_step(counter: Counter) -> None:
    before = counter.storage.version()
    assert counter.steps.run("count", range(1, 6), {"by": 3}) == 5
    assert counter.calls == [[1, 2], [3, 4], [5]]
    assert counter.storage.version() == before + 3
    assert not is_unfinished(counter.storage)
    assert counter.counted() == [(each, 3) for each in range(1, 6)]
    assert [file.name for file in counter.storage.file.parent.iterdir() if "steps" in file.name] == []


def test_others_write_between_the_steps(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    other = SQLiteStorage(counter.storage.file, wait=0)

    def write(_: float) -> None:
        with other.transaction() as connection:
            connection.execute("INSERT INTO counts VALUES (0, 0)")

    monkeypatch.setattr("onrecord.archive.storage.steps.time.sleep", write)
    counter.steps.run("count", [1, 2, 3, 4], {"by": 1})
    assert counter.counted() == [(1, 1), (2, 1), (0, 0), (3, 1), (4, 1)]


def test_an_error_of_the_first_step_changes_nothing(counter: Counter) -> None:
    counter.failure, counter.fails_at = ArchiveFull("No room."), 0
    with pytest.raises(ArchiveFull, match=r"^No room\.$"):
        counter.steps.run("count", [1, 2, 3], {"by": 1})
    assert not is_unfinished(counter.storage)


def test_what_an_error_has_left_is_made_by_the_next_who_opens(counter: Counter) -> None:
    counter.failure, counter.fails_at = ArchiveFull("No room."), 1
    with pytest.raises(ArchiveUnfinished, match=r"^Not all of 5 are changed; .* opened again\. No room\.$"):
        counter.steps.run("count", range(1, 6), {"by": 1})
    assert counter.counted() == [(1, 1), (2, 1)]
    assert is_unfinished(counter.storage)
    following = Counter(counter.storage.file)
    done: list[tuple[int, int]] = []
    following.steps.finish(lambda *progress: done.append(progress))
    assert following.counted() == [(each, 1) for each in range(1, 6)]
    assert done == [(2, 3), (3, 3)]
    assert not is_unfinished(following.storage)
    following.steps.finish()
    assert following.calls == [[3, 4], [5]]


def test_nobody_else_makes_the_steps_of_a_program_that_makes_them(
    counter: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = Counter(counter.storage.file)
    monkeypatch.setattr("onrecord.archive.storage.steps.time.sleep", lambda _: other.steps.finish())
    counter.steps.run("count", range(1, 6), {"by": 1})
    assert other.calls == []
    assert counter.calls == [[1, 2], [3, 4], [5]]


@pytest.mark.parametrize("failure", [KeyboardInterrupt(), ZeroDivisionError()])
def test_what_is_interrupted_or_fails_in_itself_is_not_gone_on_with(
    counter: Counter, failure: BaseException
) -> None:
    counter.failure, counter.fails_at = failure, 1
    with pytest.raises(type(failure)):
        counter.steps.run("count", [1, 2, 3, 4], {"by": 1})
    assert counter.counted() == [(1, 1), (2, 1)]
    assert not is_unfinished(counter.storage)


@pytest.fixture
def archive(tmp_path: Path) -> Archive:
    archive = Archive.open(tmp_path / "archive")
    for number in range(5):
        archive.articles.add(Draft(title=f"Title {number}", text=f"Text {number}.", tags=["first"]))
    return archive


def cut_off(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    """End a change after its first step, as a kill does."""

    def end(*_: object) -> None:
        raise ArchiveError("Ended.")

    monkeypatch.setattr("onrecord.archive.storage.steps.time.sleep", end)


@pytest.mark.parametrize(
    ("change", "state", "before", "after"),
    [
        (lambda articles: articles.tag(range(1, 6), add=["new"]), lambda articles: articles.tags()["new"], 2, 5),
        (lambda articles: articles.tag(range(1, 6), remove=["First"]), lambda a: a.tags().get("first", 0), 3, 0),
        (
            lambda articles: articles.update(range(1, 6), starred=True),
            lambda articles: sum(article.starred for article in articles.get_many(range(1, 6))),
            2,
            5,
        ),
        (lambda articles: articles.remove(range(1, 6)), lambda articles: len(articles.removed()), 2, 5),
    ],
)
def test_an_archive_finishes_a_change_that_was_cut_off(
    archive: Archive, monkeypatch: pytest.MonkeyPatch, change: Any, state: Any, before: int, after: int
) -> None:
    with monkeypatch.context() as patch:
        cut_off(archive, patch)
        with pytest.raises(ArchiveUnfinished):
            change(archive.articles)
    assert state(archive.articles) == before
    archive.close()
    with Archive.open(archive.folder) as opened:
        assert state(opened.articles) == after
        assert opened.maintenance.check() == []


def test_restored_and_put_back_in_steps(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    everything = range(1, 6)
    records = archive.articles.get_many(everything)
    archive.articles.tag([1, 4], add=["second"])
    archive.articles.update([2, 5], read=True)
    archive.articles.put_back(records, ["tags", "read"])
    assert archive.articles.get_many(everything) == records
    assert archive.articles.remove(everything) == 5
    with monkeypatch.context() as patch:
        cut_off(archive, patch)
        with pytest.raises(ArchiveUnfinished):
            archive.articles.restore(everything)
    archive.close()
    with Archive.open(archive.folder) as opened:
        assert opened.articles.get_many(everything) == records
        assert opened.maintenance.check() == []
