"""How many values each feature has. The networks that come with onrecord were trained with just so many."""

from __future__ import annotations

import pytest

from onrecord.annotation.neural import entity_features, features


def test_the_features_of_a_piece_have_as_many_values_as_its_network_knows() -> None:
    assert features.FEATURE_SIZES == {
        "case": 4,
        "marks": 4,
        "pos": 18,
        "dep": 46,
        "opens": 4,
        "closes": 4,
        "sentence": 2,
    }


def test_the_features_of_a_token_have_as_many_values_as_their_network_knows() -> None:
    assert entity_features.FEATURE_SIZES == {
        "entity": 25,
        "known": 11,
        "pos": 18,
        "line": 6,
        "place": 3,
        "small": 3,
        "shape": 9,
        "first_name": 3,
        "city": 2,
        "word": 4,
    }


@pytest.mark.parametrize("names", [features.POS_TAGS, features.DEPENDENCIES])
def test_no_name_is_listed_twice(names: tuple[str, ...]) -> None:
    assert len(set(names)) == len(names)
