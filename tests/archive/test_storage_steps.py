"""Changes of many documents: in steps between which others write, and whole in the end."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from onrecord.archive import Archive, ArchiveError, ArchiveFull, NoSuchArticle, NoSuchNote
from onrecord.archive.parts.note_store import NoteStore
from onrecord.archive.storage import steps
from onrecord.archive.storage.sqlite_storage import Connection, SQLiteStorage
from onrecord.archive.storage.steps import ArchiveUnfinished, Steps, in_steps, is_unfinished
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
        with self.storage.transaction() as connection:
            connection.execute("CREATE TABLE IF NOT EXISTS counts (id INTEGER, by INTEGER)")

    def _count(self, connection: Connection, ids: Sequence[int], arguments: Mapping[str, Any]) -> int:
        if len(self.calls) == self.fails_at and self.failure is not None:
            raise self.failure
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


def test_nobody_makes_the_steps_of_changes_that_they_do_not_know(counter: Counter) -> None:
    counter.failure, counter.fails_at = ArchiveFull("No room."), 1
    with pytest.raises(ArchiveUnfinished):
        counter.steps.run("count", [1, 2, 3], {"by": 1})
    Steps(counter.storage, {"another": lambda *_: 0}).finish()
    assert is_unfinished(counter.storage)
    Counter(counter.storage.file).steps.finish()
    assert counter.counted() == [(1, 1), (2, 1), (3, 1)]


def inserted(counter: Counter, last: int) -> Iterator[int]:
    """Insert a row whenever the next is asked for; fail after the last."""
    for number in range(1, last + 1):
        with counter.storage.transaction() as connection:
            connection.execute("INSERT INTO counts VALUES (?, 1)", (number,))
        yield number
    raise ArchiveError("It fails after the last.")


def test_pieces_are_on_the_disk_when_they_are_yielded(counter: Counter) -> None:
    other = SQLiteStorage(counter.storage.file, wait=0)
    pieces = in_steps(counter.storage, inserted(counter, 3))
    for number in (1, 2, 3):
        assert next(pieces) == number
        with other.transaction() as connection:  # and others can write
            assert connection.execute("SELECT max(id) FROM counts").fetchone() == (number,)
    with pytest.raises(ArchiveError, match="after the last"):
        next(pieces)
    assert counter.counted() == [(1, 1), (2, 1), (3, 1)]


def test_pieces_share_a_step_that_is_not_over(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(steps, "STEP", 3600.0)
    with pytest.raises(ArchiveError, match="after the last"):
        next(in_steps(counter.storage, inserted(counter, 3)))
    assert counter.counted() == [], "a step that fails is not made"
    assert list(in_steps(counter.storage, ["a", "b"])) == ["a", "b"]


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


def test_notes_on_many_are_written_and_removed_in_steps(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    written = archive.notes.add_to_each([5, 1, 3], "Read this.", tags=["new"])
    assert [(note.id, note.article, note.tags) for note in written] == [
        (1, 5, ["new"]),
        (2, 1, ["new"]),
        (3, 3, ["new"]),
    ]
    changes: list[tuple[Callable[[NoteStore], object], int, int]] = [
        (lambda notes: notes.add_to_each(range(1, 6), "All."), 5, 8),
        (lambda notes: notes.remove_each(range(1, 9)), 6, 0),
    ]
    for change, before, after in changes:
        with monkeypatch.context() as patch:
            cut_off(archive, patch)
            with pytest.raises(ArchiveUnfinished):
                change(archive.notes)
        assert len(archive.notes.all()) == before
        archive.close()
        archive = Archive.open(archive.folder)
        assert len(archive.notes.all()) == after
        assert sum(article.notes for article in archive.articles.get_many(range(1, 6))) == after
        assert archive.maintenance.check() == []


def test_a_note_on_many_is_on_none_where_one_is_missing(archive: Archive) -> None:
    for articles, missing in (([1, 2, 3, 9], 9), ([8, 1], 8)):
        with pytest.raises(NoSuchArticle, match=str(missing)):
            archive.notes.add_to_each(articles, "All.")
    note = archive.notes.add(1, "One.")
    with pytest.raises(NoSuchNote):
        archive.notes.remove_each([note.id, note.id + 1])
    assert archive.notes.all() == [note]
