"""Marks of rows: one by one, in ranges, all, and the others."""

from __future__ import annotations

import pytest

from onrecord.tui.model.marked_articles import MarkedArticles

LISTED = [7, 3, 9, 1, 5]


@pytest.fixture
def marked() -> MarkedArticles:
    return MarkedArticles()


def test_an_article_is_marked_and_unmarked(marked: MarkedArticles) -> None:
    marked.toggle(3)
    assert 3 in marked
    assert 7 not in marked
    marked.toggle(3)
    assert 3 not in marked
    assert len(marked) == 0


def test_marked_articles_come_in_the_order_of_the_list(marked: MarkedArticles) -> None:
    for article in (1, 7, 8):  # 8 is not listed any more
        marked.toggle(article)
    assert marked.of(LISTED) == [7, 1]


@pytest.mark.parametrize(("first", "last"), [(3, 1), (1, 3)])
def test_a_range_goes_from_the_newest_mark_to_the_cursor(marked: MarkedArticles, first: int, last: int) -> None:
    marked.toggle(first)
    marked.extend(LISTED, last)
    assert marked.of(LISTED) == [3, 9, 1]


def test_a_range_goes_on_from_its_end(marked: MarkedArticles) -> None:
    marked.toggle(7)
    marked.extend(LISTED, 3)
    marked.extend(LISTED, 9)
    assert marked.of(LISTED) == [7, 3, 9]


def test_without_a_mark_a_range_is_the_article_alone(marked: MarkedArticles) -> None:
    marked.extend(LISTED, 9)
    assert marked.of(LISTED) == [9]


def test_no_range_begins_at_a_mark_that_was_taken_away(marked: MarkedArticles) -> None:
    marked.toggle(7)
    marked.toggle(7)
    marked.extend(LISTED, 9)
    assert marked.of(LISTED) == [9]


def test_all_are_marked_then_none(marked: MarkedArticles) -> None:
    marked.toggle(3)
    marked.toggle_all(LISTED)
    assert marked.of(LISTED) == LISTED
    marked.toggle_all(LISTED)
    assert len(marked) == 0


def test_the_others_are_marked(marked: MarkedArticles) -> None:
    marked.toggle(3)
    marked.toggle(8)
    marked.invert(LISTED)
    assert marked.of([*LISTED, 8]) == [7, 9, 1, 5]
