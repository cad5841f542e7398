"""Rows of reviews: one for a pair in several articles, and what an answer to it says."""

from __future__ import annotations

from typing import Any

import pytest

from onrecord.base.archive_records import Review
from onrecord.base.records import Correction
from onrecord.tui.model.review_rows import decision_sentence, pair_of, review_rows, row_question


def review(name: str, to: str = "Joe Berg", article: int | None = None, **fields: Any) -> Review:
    def correction(kind: Any) -> Correction:
        return Correction(kind=kind, article=article, name=name, type="person", to=to, to_type="person")

    kind = fields.pop("kind", "same person")
    return Review(
        kind=kind,
        question=f"Is {name} {to}?",
        subject=name,
        other=to,
        why="",
        score=0.5,
        accept=correction("join"),
        reject=correction("split"),
        **fields,
    )


def test_a_pair_in_several_articles_is_one_row_where_it_first_stands() -> None:
    reviews = [review("Berg", article=1), review("Lind", article=1), review("BERG", article=2)]
    assert review_rows(reviews, range(3)) == [[0, 2], [1]]
    assert review_rows(reviews, range(3), {pair_of(reviews[2])}) == [[0], [1], [2]]
    assert review_rows(reviews, [1, 2]) == [[1], [2]]


def test_another_bearer_and_a_review_of_all_articles_are_other_rows() -> None:
    reviews = [review("Berg", article=1), review("Berg", "Ida Berg", 2), review("Berg"), review("Berg")]
    assert review_rows(reviews, range(4)) == [[0], [1], [2], [3]]
    assert [pair_of(each) is None for each in reviews] == [False, False, True, True]


def test_the_question_of_a_row_counts_its_articles() -> None:
    assert row_question(review("Berg", article=1), 1) == "Is Berg Joe Berg?"
    assert row_question(review("Berg", article=1), 4) == "Is Berg in these 4 articles Joe Berg?"


@pytest.mark.parametrize(
    ("asked", "article_count", "yes", "sentence"),
    [
        (review("Berg", article=1), 1, True, "Berg is Joe Berg, in this article."),
        (review("Berg", article=1), 4, False, "Berg is not Joe Berg, in 4 articles."),
        (review("Berg"), 1, True, "Berg is Joe Berg, everywhere."),
        (review("Berg", "Berg"), 1, True, "Berg (person) is Berg (person), everywhere."),
        (review("“We go”", "“We do go”", kind="wording"), 1, True, "The same words."),
        (review("“We go”", "“We do go”", kind="wording"), 1, False, "Not the same words."),
    ],
)
def test_an_answer_says_what_was_decided(asked: Review, article_count: int, yes: bool, sentence: str) -> None:
    assert decision_sentence(asked, article_count, yes=yes) == sentence
