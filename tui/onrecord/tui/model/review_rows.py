"""Reviews as rows: what asks the same of several articles is one row, and what a decision says in words."""

from __future__ import annotations

from collections.abc import Collection, Hashable, Iterable, Sequence

from onrecord.base.archive_records import Review
from onrecord.base.name_keys import name_key
from onrecord.terminal.segments import counted


def pair_of(review: Review) -> Hashable:
    """Return what a review of one article compares; None for a review that holds everywhere."""
    join = review.accept
    if join.article is None:
        return None
    return name_key(join.name), join.type, name_key(join.to), join.to_type


def review_rows(
    reviews: Sequence[Review], positions: Iterable[int], apart: Collection[Hashable] = ()
) -> list[list[int]]:
    """Return the rows of a list of reviews, each as the positions of the reviews that it stands for.

    Args:
        reviews: All reviews.
        positions: The positions of those that are to be listed.
        apart: The pairs (``pair_of``) of which each article has a row of its own.
    """
    rows: list[list[int]] = []
    row_of_pair: dict[Hashable, list[int]] = {}
    for position in positions:
        pair = pair_of(reviews[position])
        row = row_of_pair.get(pair)
        if row is not None:
            row.append(position)
            continue
        rows.append([position])
        if pair is not None and pair not in apart:
            row_of_pair[pair] = rows[-1]
    return rows


def row_question(review: Review, article_count: int) -> str:
    """Return the question of a row that stands for so many articles, the first of which has this review."""
    if article_count == 1:
        return review.question
    return f"Is {review.subject} in these {article_count:,} articles {review.other}?"


def decision_sentence(review: Review, article_count: int, *, yes: bool) -> str:
    """Return what was decided by an answer to a row that stands for so many articles."""
    if review.kind == "wording":
        return "The same words." if yes else "Not the same words."
    join = review.accept
    subject, other = review.subject, review.other
    if subject == other:  # of two types
        subject, other = f"{subject} ({join.type})", f"{other} ({join.to_type})"
    where = "everywhere" if join.article is None else "in this article"
    if article_count > 1:
        where = f"in {counted(article_count, 'article')}"
    return f"{subject} is {'' if yes else 'not '}{other}, {where}."
