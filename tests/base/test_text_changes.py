"""What changed from one text to another."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from onrecord.base.text_changes import TextChange, text_changes

texts = st.text("ab .\n", max_size=40)


@given(texts, texts)
def test_the_pieces_make_both_texts(earlier: str, later: str) -> None:
    changes = text_changes(earlier, later)
    assert "".join(change.text for change in changes if change.kind != "added") == earlier
    assert "".join(change.text for change in changes if change.kind != "removed") == later
    assert all(change.text for change in changes)


def test_a_text_without_change_is_one_piece() -> None:
    assert text_changes("Rain fell.\n\nAll day.", "Rain fell.\n\nAll day.") == [
        TextChange("same", "Rain fell.\n\nAll day.")
    ]


def test_words_of_a_changed_paragraph_are_compared() -> None:
    assert text_changes("First.\n\nThe gates stay shut today.", "First.\n\nThe gates open at noon today.") == [
        TextChange("same", "First.\n\nThe gates "),
        TextChange("removed", "stay shut"),
        TextChange("added", "open at noon"),
        TextChange("same", " today."),
    ]


def test_another_paragraph_is_not_compared_by_words() -> None:
    assert text_changes("The gates stay shut.", "Nobody came, the mayor says.") == [
        TextChange("removed", "The gates stay shut."),
        TextChange("added", "Nobody came, the mayor says."),
    ]
