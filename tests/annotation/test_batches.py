"""How texts are cut into batches, and how what comes of them keeps its order."""

from __future__ import annotations

from concurrent.futures import Future

import pytest

from onrecord.annotation.batches import (
    BATCH_LENGTH,
    BATCH_TEXTS,
    batch_texts,
    results_of_batches,
    split_into_batches,
)


@pytest.mark.parametrize(
    ("text_count", "jobs", "texts"),
    [
        (None, 8, BATCH_TEXTS),
        (0, 1, 1),
        (7, 2, 1),
        (16, 2, 2),
        (4 * BATCH_TEXTS - 1, 1, BATCH_TEXTS - 1),
        (4 * BATCH_TEXTS, 1, BATCH_TEXTS),
        (10**6, 1, BATCH_TEXTS),
    ],
)
def test_each_job_gets_several_batches_of_at_most_so_many_texts(
    text_count: int | None, jobs: int, texts: int
) -> None:
    assert batch_texts(text_count, jobs) == texts


def test_a_batch_is_full_by_number_or_by_length() -> None:
    half = BATCH_LENGTH // 2
    assert list(split_into_batches([1, 1, 1, 1, 1], lambda length: length, 2)) == [[1, 1], [1, 1], [1]]
    lengths = [half, half, half - 1, half, 1, 3 * half]
    assert list(split_into_batches(lengths, lambda length: length)) == [
        [half, half],
        [half - 1, half, 1],
        [3 * half],
    ]
    assert list(split_into_batches([], lambda length: length)) == []


def test_no_item_is_taken_before_its_batch_is_wanted() -> None:
    items = iter(range(10))
    first = next(split_into_batches(items, lambda _: 1, 3))
    assert (first, next(items)) == ([0, 1, 2], 3)


def test_results_keep_their_order() -> None:
    works: dict[str, Future[str]] = {}

    def submit(batch: str) -> Future[str]:
        return works.setdefault(batch, Future())

    results = results_of_batches([(1, "a"), (2, "b"), (3, "c"), (4, "d")], submit, lambda: 2, in_order=True)
    for name in "cba":  # the last one is answered first
        works[name] = Future()
        works[name].set_result(name.upper())
    works["d"] = Future()
    works["d"].set_result("D")
    assert list(results) == [(1, "A"), (2, "B"), (3, "C"), (4, "D")]


def test_no_more_is_handed_out_than_said() -> None:
    handed_out: list[str] = []

    def answered(batch: str) -> Future[str]:
        handed_out.append(batch)
        work: Future[str] = Future()
        work.set_result(batch)
        return work

    results = results_of_batches(((None, letter) for letter in "abcdefg"), answered, lambda: 2, in_order=True)
    assert next(results) == (None, "a")
    assert handed_out == ["a", "b", "c"]


def test_what_is_done_first_comes_first_and_nothing_that_is_done_waits() -> None:
    works: list[Future[str]] = []

    def submit(batch: str) -> Future[str]:
        works.append(Future())
        if batch == "d":  # while it is handed out, the two after the slow one are done
            works[1].set_result("B")
            works[2].set_result("C")
        return works[-1]

    results = results_of_batches(enumerate("abcdef"), submit, lambda: 3, in_order=False)
    assert [next(results), next(results), len(works)] == [(1, "B"), (2, "C"), 4]
    works[3].set_result("D")
    assert [next(results), len(works)] == [(3, "D"), 4], "before another is handed out"
    works[0].set_result("A")
    assert [next(results), len(works)] == [(0, "A"), 4], "the slow one holds up no other"
