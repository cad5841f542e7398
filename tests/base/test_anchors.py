"""A passage is found again in a changed text."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.base.anchors import anchor_at, find_anchor, find_only_anchor
from onrecord.base.records import Anchor, Span

TEXT = "The port is open, she said.\n\nThe port is closed, he said. Nobody else spoke of the port."

OTHER = st.text("xyz ", max_size=50)


def test_stays_where_nothing_changed() -> None:
    start = TEXT.rindex("the port")
    assert find_anchor(anchor_at(TEXT, (start, start + 8)), TEXT) == (start, start + 8)


def test_follows_its_words_when_text_comes_before_them() -> None:
    start = TEXT.index("The port is closed")
    anchor = anchor_at(TEXT, (start, start + 8))
    longer = "A correction was made.\n\nThe port was never open. " + TEXT
    assert find_anchor(anchor, longer) == (
        longer.index("The port is closed"),
        longer.index("The port is closed") + 8,
    )


def test_same_words_are_told_apart_by_what_surrounds_them() -> None:
    text = "one said red two. three said red four. five said red six."
    for words in ("two", "four", "six"):
        start = text.index(f"red {words}")
        anchor = anchor_at(text, (start, start + 3))
        moved = "five said red six. " + text.replace("five said red six.", "") + " one said blue two."
        place = find_anchor(anchor, moved)
        assert place is not None
        assert moved[place[1] :].startswith(f" {words}")


def test_without_context_the_nearest_is_taken() -> None:
    text = "red green red green red"
    assert find_anchor(Anchor(exact="red", start=11, end=14), text) == (10, 13)
    assert find_anchor(Anchor(exact="red", start=500, end=503), text) == (20, 23)


def test_spacing_may_differ() -> None:
    anchor = anchor_at("say it is\nclosed now", (7, 16))
    assert anchor.exact == "is\nclosed"
    assert find_anchor(anchor, "say it is  closed now") == (7, 17)


@pytest.mark.parametrize(
    ("passage", "prefix", "suffix"),
    [
        ((40, 45), (8, 40), (45, 77)),
        ((33, 34), (1, 33), (34, 66)),
        ((32, 33), (0, 32), (33, 65)),
        ((3, 5), (0, 3), (5, 37)),
        ((0, 1), (0, 0), (1, 33)),
        ((60, 67), (28, 60), (67, 99)),
        ((60, 90), (28, 60), (90, 100)),
        ((99, 100), (67, 99), (100, 100)),
    ],
)
def test_an_anchor_has_up_to_32_characters_on_either_side(passage: Span, prefix: Span, suffix: Span) -> None:
    text = "".join(map(chr, range(0x4E00, 0x4E00 + 100)))
    start, end = passage
    assert anchor_at(text, passage) == Anchor(
        exact=text[start:end], prefix=text[slice(*prefix)], suffix=text[slice(*suffix)], start=start, end=end
    )


def test_of_two_passages_as_near_the_first_is_taken() -> None:
    assert find_anchor(Anchor(exact="red", start=5, end=8), "red green red") == (0, 3)
    assert find_anchor(Anchor(exact="red", start=6, end=9), "red green red") == (10, 13)


@pytest.mark.parametrize(
    ("anchor", "text", "place"),
    [
        (Anchor(exact="red", prefix="one two ", start=14), "two red, then red", (4, 7)),
        (Anchor(exact="red", suffix=" six", start=0), "red five, red six", (10, 13)),
        (Anchor(exact="red", suffix=" six seven", start=0), "red five, red six", (10, 13)),
        (Anchor(exact="red", prefix="abcd", start=0), "ab-d red, --cdred", (14, 17)),
        (Anchor(exact="red", prefix="abcd", start=0), "ab-dred --cdred", (12, 15)),
        (Anchor(exact="red", suffix="abcd", start=99), "redab-- red-bcd", (0, 3)),
        (Anchor(exact="red", prefix="a", suffix="bc", start=0), "ared- -redbc", (7, 10)),
    ],
)
def test_words_next_to_a_passage_count_more_than_its_place(anchor: Anchor, text: str, place: Span) -> None:
    assert find_anchor(anchor, text) == place


def test_passages_may_overlap() -> None:
    assert find_anchor(Anchor(exact="abab", start=2), "ababab") == (2, 6)


def test_other_spacing_is_taken_only_where_the_same_is_nowhere() -> None:
    anchor = Anchor(exact="is closed", start=0)
    assert find_anchor(anchor, "is  closed, is closed") == (12, 21)
    assert find_anchor(anchor, "is  closed, is shut") == (0, 10)
    assert find_anchor(anchor, "isclosed") is None


def places_by_pattern(exact: str, text: str) -> list[Span]:
    """What ``find_only_anchor`` chooses from, found another way."""

    def found(pattern: str) -> list[Span]:
        return [match.span(1) for match in re.finditer(f"(?=({pattern}))", text)]

    return found(re.escape(exact)) or found(r"\s+".join(map(re.escape, exact.split())))


@given(st.text("ab \n", max_size=8), st.text("ab \n\u3000", max_size=40))
def test_words_are_where_a_pattern_of_them_is(exact: str, text: str) -> None:
    places = places_by_pattern(exact, text) if exact.strip() else []
    assert find_only_anchor(Anchor(exact=exact), text) == (places[0] if len(places) == 1 else None)
    assert find_anchor(Anchor(exact=exact), text) == (places[0] if places else None)


def test_a_passage_whose_surroundings_stand_once_is_there() -> None:
    text = "red one, red two, red"
    assert find_only_anchor(Anchor(exact="red", prefix="one, ", suffix=" two"), text) == (9, 12)
    assert find_only_anchor(Anchor(exact="red", suffix=" t"), text) == (9, 12)
    assert find_only_anchor(Anchor(exact="red"), text) is None


def test_signs_of_a_pattern_stand_for_themselves() -> None:
    assert find_anchor(Anchor(exact="(a.b)"), "axb (a.b)") == (4, 9)
    assert find_anchor(Anchor(exact="say a.b"), "say  axb, say  a.b") == (10, 18)


def test_gone_when_the_words_are_gone() -> None:
    assert find_anchor(anchor_at(TEXT, (4, 8)), "Nothing of it is left.") is None
    assert find_anchor(Anchor(exact=" "), TEXT) is None


@given(
    st.text("ab c", min_size=1, max_size=60), st.data(), st.text("xyz ", max_size=50), st.text("xyz ", max_size=50)
)
def test_found_after_any_text_is_put_around(text: str, data: st.DataObject, before: str, after: str) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = find_anchor(anchor_at(text, (start, end)), before + text + after)
    if text[start:end].strip():
        assert span is not None
        assert (before + text + after)[slice(*span)].split() == text[start:end].split()
    else:
        assert span is None


@pytest.mark.parametrize(
    ("anchor", "expected"),
    [
        (Anchor(exact="said", start=0, end=4), None),
        (Anchor(exact="said", start=0, end=4, prefix="Bo "), (13, 17)),
        (Anchor(exact="Bo  said", start=900, end=907), (10, 17)),
        (Anchor(exact="gone", start=0, end=4), None),
        (Anchor(exact=" ", start=0, end=4), None),
    ],
)
def test_one_of_several_places_is_told_by_what_is_around_it(
    anchor: Anchor, expected: tuple[int, int] | None
) -> None:
    assert find_only_anchor(anchor, "Ann said. Bo said.") == expected
