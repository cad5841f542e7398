"""The entries for places, from a list in which an abbreviation follows its name."""

from __future__ import annotations

import pytest

from onrecord.annotation.lexicon.lexicon import LexiconEntry, _place_entries


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Norland | Norl. | Sudland", [("Norland", "Norland"), ("Norl.", "Norland"), ("Sudland", "Sudland")]),
        ("Norland|Norl.|N.L.", [("Norland", "Norland"), ("Norl.", "Norland"), ("N.L.", "Norland")]),
        ("Norland\nSudland", [("Norland", "Norland"), ("Sudland", "Sudland")]),
        ("\n | Norland | \n", [("Norland", "Norland")]),
        ("", []),
    ],
)
def test_an_abbreviation_stands_for_the_name_before_it(text: str, names: list[tuple[str, str]]) -> None:
    assert list(_place_entries(text, "place")) == [LexiconEntry(name, "place", actor) for name, actor in names]
