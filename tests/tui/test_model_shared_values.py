"""What several articles have in common, read no further than it has to be."""

from __future__ import annotations

from itertools import chain

import pytest

from onrecord.tui.model.article_details import shared_value
from onrecord.tui.model.typed_tags import shared_tags


@pytest.mark.parametrize(
    ("tags_of_each", "shared"),
    [
        ([], []),
        ([["port", "strike"]], ["port", "strike"]),
        ([["port", "strike"], ["strike", "port", "tax"]], ["port", "strike"]),
        ([["port", "strike"], ["strike"], ["port"]], []),
        ([["port"], []], []),
    ],
)
def test_tags_that_all_articles_have(tags_of_each: list[list[str]], shared: list[str]) -> None:
    assert shared_tags(tags_of_each) == shared


@pytest.mark.parametrize(
    ("values", "shared"), [([], ""), (["wire"], "wire"), (["wire", "wire"], "wire"), (["wire", "daily"], "")]
)
def test_the_value_that_all_articles_have(values: list[str], shared: str) -> None:
    assert shared_value(values) == shared


def test_nothing_is_read_once_nothing_is_shared() -> None:
    tags, values = iter([["port"], ["tax"], ["port"]]), iter(["wire", "daily", "wire"])
    shared_tags(tags)
    shared_value(values)
    assert list(chain(tags, values)) == [["port"], "wire"]
