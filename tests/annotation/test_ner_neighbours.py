"""Names side by side that are one."""

import pytest

from onrecord.annotation.ner.neighbours import join_neighbours


@pytest.mark.parametrize(
    ("names", "joined"),
    [
        ([], []),
        (["Lee"], ["Lee"]),
        (["Lee", "Huber"], ["Lee", "Huber"]),
        (["dos ", "Santos e ", "Silva"], ["dos Santos e Silva"]),
        (["Lee", "dos ", "Santos", "Huber"], ["Lee", "dos Santos", "Huber"]),
    ],
)
def test_names_that_belong_together_are_one(names: list[str], joined: list[str]) -> None:
    assert list(join_neighbours(names, lambda a, b: a + b if a.endswith(" ") else None)) == joined
