"""Article ids in an order: a sequence like a list, and read from JSON in parts."""

import json

import pytest

from onrecord.archive.search import article_ids
from onrecord.archive.search.article_ids import ArticleIds

IDS = ArticleIds([7, 3, 2**40])


def test_it_is_a_sequence() -> None:
    assert (len(IDS), list(IDS), IDS[0], IDS[-1]) == (3, [7, 3, 2**40], 7, 2**40)
    assert 3 in IDS
    assert 4 not in IDS
    assert IDS[1:] == ArticleIds([3, 2**40])
    assert not ArticleIds()
    assert repr(IDS) == "ArticleIds([7, 3, 1099511627776])"


def test_an_article_has_a_position() -> None:
    assert IDS.index(3) == IDS.index(3, 1) == IDS.index(3, 0, 2) == 1
    with pytest.raises(ValueError, match="not in array"):
        IDS.index(3, 0, 1)
    with pytest.raises(ValueError, match="not in array"):
        IDS.index(4)


def test_it_equals_the_same_ids_in_the_same_order() -> None:
    assert IDS == ArticleIds(IDS) == [7, 3, 2**40]
    assert list(IDS) == IDS
    assert ArticleIds([3, 7, 2**40]) != IDS
    assert IDS != [7, 3]
    assert {7, 3, 2**40} != IDS


@pytest.mark.parametrize("part_length", [1, 3, 4, 1000])
@pytest.mark.parametrize("ids", [[], [5], [12, 3, 456], [1000, 1001, 1002, 1003]])
def test_json_is_read_in_parts_of_any_length(
    ids: list[int], part_length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(article_ids, "_PART_LENGTH", part_length)
    assert ArticleIds.from_json(json.dumps(ids, separators=(",", ":"))) == ids
