"""Batches are worked on in order, each begun while the one before it goes on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from onrecord.annotation.doc.prefetch import prefetch


@pytest.mark.parametrize("size", [1, 2, 3, 10])
@pytest.mark.parametrize("count", [0, 1, 5])
def test_each_item_comes_with_its_result(size: int, count: int) -> None:
    batches = prefetch(iter(range(count)), size, list, lambda batch: [item * 10 for item in batch])
    assert list(batches) == [(item, item * 10) for item in range(count)]


def test_a_batch_is_begun_before_the_one_before_it_is_finished() -> None:
    done = []

    def begin(batch: list[int]) -> list[int]:
        done.append(("begun", *batch))
        return batch

    def finish(batch: list[int]) -> list[int]:
        done.append(("finished", *batch))
        return batch

    assert [result for _, result in prefetch([0, 1, 2], 1, begin, finish)] == [0, 1, 2]
    assert done == [
        ("begun", 0),
        ("begun", 1),
        ("finished", 0),
        ("begun", 2),
        ("finished", 1),
        ("finished", 2),
    ]


def test_no_more_is_taken_than_one_batch_ahead() -> None:
    taken = []

    def items() -> Iterator[int]:
        for item in range(10):
            taken.append(item)
            yield item

    batches = prefetch(items(), 2, list, list)
    next(batches)
    assert taken == [0, 1, 2, 3]


def test_an_error_is_raised() -> None:
    def finish(batch: list[int]) -> list[int]:
        raise ValueError(batch)

    with pytest.raises(ValueError, match="0"):
        list(prefetch([0], 1, list, finish))
