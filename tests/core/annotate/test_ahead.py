"""Batches are worked on in order, one while the next is prepared."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest

from core.annotate.ahead import ahead


@pytest.mark.parametrize("size", [1, 2, 3, 10])
@pytest.mark.parametrize("count", [0, 1, 5])
def test_each_item_comes_with_its_result(size: int, count: int) -> None:
    found = ahead(iter(range(count)), size, list, lambda batch: [item * 10 for item in batch])
    assert list(found) == [(item, item * 10) for item in range(count)]


def test_work_is_done_beside_the_preparation_of_the_next_batch() -> None:
    prepared, worked = [], []
    second_is_prepared = threading.Event()

    def prepare(batch: list[int]) -> list[int]:
        prepared.append(threading.current_thread())
        if batch == [1]:
            second_is_prepared.set()
        return batch

    def work(batch: list[int]) -> list[int]:
        worked.append(threading.current_thread())
        assert second_is_prepared.wait(10)  # the first batch waits for the second one's preparation
        return batch

    assert [result for _, result in ahead([0, 1], 1, prepare, work)] == [0, 1]
    assert set(prepared) == {threading.current_thread()}
    assert threading.current_thread() not in worked


def test_no_more_is_taken_than_one_batch_ahead() -> None:
    taken = []

    def items() -> Iterator[int]:
        for item in range(10):
            taken.append(item)
            yield item

    found = ahead(items(), 2, list, list)
    next(found)
    assert taken == [0, 1, 2, 3]


def test_an_error_of_the_work_is_raised() -> None:
    def work(batch: list[int]) -> list[int]:
        raise ValueError(batch)

    with pytest.raises(ValueError, match="0"):
        list(ahead([0], 1, list, work))
