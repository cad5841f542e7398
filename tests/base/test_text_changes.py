"""What changed from one text to another."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.base import text_changes as text_changes_module
from onrecord.base.text_changes import TextChange, paragraph_pairs, shared_words, text_changes

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


# Side by side


def sides(earlier: str, later: str) -> list[tuple[str, str, bool]]:
    """The pairs of paragraphs of two texts, each with whether it differs."""
    return [
        ("".join(piece.text for piece in pair.left), "".join(piece.text for piece in pair.right), pair.differs)
        for pair in paragraph_pairs(text_changes(earlier, later))
    ]


def test_paragraphs_stand_beside_what_is_in_their_place() -> None:
    earlier = "The gates stay shut today.\n\nShips wait outside.\n\nNobody knows why."
    assert sides(earlier, earlier.replace("stay shut", "open")) == [
        ("The gates stay shut today.", "The gates open today.", True),
        ("Ships wait outside.", "Ships wait outside.", False),
        ("Nobody knows why.", "Nobody knows why.", False),
    ]


def test_a_paragraph_that_is_only_in_one_text_has_nothing_beside_it() -> None:
    assert sides("One here.\n\nTwo there.", "One here.") == [
        ("One here.", "One here.", False),
        ("Two there.", "", True),
    ]
    assert sides("", "One here.\n\nTwo there.") == [("", "One here.", True), ("", "Two there.", True)]


def test_words_in_common_are_a_share() -> None:
    assert shared_words(text_changes("a b c d", "a b c d")) == 1
    assert shared_words(text_changes("a b c d", "a b c x")) == 0.75
    assert shared_words(text_changes("one two", "three four five")) == 0
    assert shared_words([]) == 1


def test_two_words_of_a_very_long_paragraph() -> None:
    sentences = [
        f"The harbour of town {number} is open and the ferry of line {number} sails." for number in range(900)
    ]
    earlier = " ".join(sentences)
    later = earlier.replace("town 100 is open", "town 100 is shut").replace("line 700 sails", "line 700 waits")
    changes = text_changes(earlier, later)
    assert [change.text for change in changes if change.kind != "same"] == ["open", "shut", "sails", "waits"]
    assert "".join(change.text for change in changes if change.kind != "added") == earlier


def test_long_texts_of_few_different_words_are_compared_by_beginning_and_end() -> None:
    earlier, later = "no " * 2_000, "no yes " + "no " * 1_999
    assert [change.kind for change in text_changes(earlier, later)] == ["same", "added", "same"]
    changes = text_changes(f"a {earlier}b", f"c {later}d")
    assert [change.kind for change in changes] == ["removed", "added"]


def test_white_space_is_not_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []
    count_pairs = text_changes_module._count_pairs

    def count(earlier: Sequence[str], later: Sequence[str]) -> int:
        compared.append(count_pairs(earlier, later))
        return compared[-1]

    monkeypatch.setattr(text_changes_module, "_count_pairs", count)
    numbers = [str(number) for number in range(100)]
    text_changes(" ".join(["a", *numbers, "b"]), " ".join(["c", *reversed(numbers), "d"]))
    assert max(compared) == 100
