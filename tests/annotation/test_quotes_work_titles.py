from __future__ import annotations

import pytest

from onrecord.annotation.quotes.work_titles import are_work_titles, is_work_title, looks_like_title
from onrecord.annotation.text.quotation_marks import find_quotations

WORKS = frozenset({"song", "film"})


@pytest.mark.parametrize(
    ("words", "is_title"),
    [
        ("Imagine", True),
        ("The Lord of the Rings", True),
        ("the Lord of Rings", True),
        ("Lord Among Rings", True),
        ("Lord among Rings", False),
        ("1984", True),
        ("imagine", False),
        ("…", False),
        ("A B C D E F G H", True),
        ("A B C D E F G H I", False),
        ("A" * 200, True),
        ("A" * 201, False),
    ],
)
def test_a_title_is_short_and_all_in_capitals(words: str, is_title: bool) -> None:
    assert looks_like_title(words) == is_title


@pytest.mark.parametrize(
    ("text", "is_title"),
    [
        ("She sang the song “Imagine” twice.", True),
        ("She sang the songs: “Imagine” twice.", True),
        ("She sang the Film, “ Imagine ” twice.", True),
        ("She said “Imagine” twice.", False),
        ("She sang the song “imagine” twice.", False),
        ("She sang the song “Imagine!” twice.", False),
        ("She sang the song “Imagine?” twice.", False),
        ("“Imagine” is a song.", False),
        ("She saw a song-film “Imagine” twice.", True),
        ("The song “Up” and “Imagine” are good.", True),
    ],
)
def test_the_word_before_a_title_says_that_it_is_one(text: str, is_title: bool) -> None:
    assert is_work_title(text, find_quotations(text)[0], WORKS, has_work_verb=False) == is_title


@pytest.mark.parametrize(("words", "is_title"), [("Imagine", True), ("imagine", False), ("Imagine!", False)])
def test_the_verb_before_a_title_says_that_it_is_one(words: str, is_title: bool) -> None:
    text = f"She sang “{words}” twice."
    assert is_work_title(text, find_quotations(text)[0], WORKS, has_work_verb=True) == is_title


def test_the_word_for_the_work_stands_near() -> None:
    for count, is_title in ((36, True), (37, False)):
        text = "song" + " " * count + "“Imagine”"
        assert is_work_title(text, find_quotations(text)[0], WORKS, has_work_verb=False) == is_title


def test_all_quotations_have_to_be_titles() -> None:
    text = "She sang the song “Imagine”, the film “Up” and “bad”."
    first, second, third = find_quotations(text)
    assert are_work_titles(text, [first, second], WORKS, has_work_verb=False)
    assert not are_work_titles(text, [first, third], WORKS, has_work_verb=False)
    assert not are_work_titles(text, [first, third], WORKS, has_work_verb=True)
    assert not are_work_titles(text, [], WORKS, has_work_verb=True)
