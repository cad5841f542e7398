from __future__ import annotations

import pytest

from onrecord.annotation.text.line_types import TextLine, classify_lines


def kinds(text: str) -> list[str]:
    return [line.kind for line in classify_lines(text)]


def single(text: str) -> TextLine:
    """Return the only line of a text, which therefore is no title."""
    (line,) = classify_lines(text)
    return line


def test_lines_have_their_offsets_and_blank_ones_are_left_out() -> None:
    text = "One.\n\n  Two. \n"
    assert [(line.start, line.end) for line in classify_lines(text)] == [(0, 4), (6, 13)]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Mayor Opens Long Promised Bridge", "title"),
        ("Mayor Opens Long Promised bridge", "title"),  # four of five, and 80 %
        ("Mayor Opens Long promised bridge", "prose"),
        ("Mayor Opens Long Bridge", "title"),
        ("Mayor Opens New Bridge", "prose"),  # only three long words
    ],
)
def test_a_title_has_capitals_in_four_of_five_long_words(line: str, kind: str) -> None:
    assert kinds(f"{line}\nThe town is glad.") == [kind, "prose"]


def test_only_the_first_line_of_several_is_a_title() -> None:
    title = "Mayor Opens Long Promised Bridge"
    assert kinds(f"{title}\n\n") == ["prose"]
    assert kinds(f"\n{title}\n{title}\nThe end.") == ["title", "prose", "prose"]


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("Arda 3 Levski 1", "table"),
        ("Arda and Levski 1", "prose"),
        ("Arda Levski", "prose"),
        ("x" * 197 + " 1", "table"),
        ("x" * 198 + " 1", "prose"),
    ],
)
def test_a_row_of_a_table_has_numbers_and_no_function_word(line: str, kind: str) -> None:
    assert single(line).kind == kind


@pytest.mark.parametrize(
    ("line", "kind"), [("RESULTS OF THE DAY", "capitals"), ("RESULTS", "prose"), ("RESULTS OF THE DAy", "prose")]
)
def test_capitals_are_two_words_without_a_small_letter(line: str, kind: str) -> None:
    assert single(line).kind == kind


@pytest.mark.parametrize(
    ("line", "is_joined"),
    [
        ("x" * 45, True),
        ("x" * 44, False),
        ("x" * 44 + " ", False),
        ("x" * 45 + ".", False),
        ("x" * 45 + ",  ", True),
        ("x" * 45 + "”", False),
    ],
)
def test_a_long_line_without_an_end_goes_on_below(line: str, is_joined: bool) -> None:
    assert single(line).joined == is_joined


def dateline(text: str) -> tuple[str | None, str | None]:
    line = single(text)
    city = None if line.city is None else text[slice(*line.city)]
    region = None if line.region is None else text[slice(*line.region)]
    return city, region


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("SOFIA, Bulgaria (Reuters) - The mayor opened a bridge.", ("SOFIA", "Bulgaria")),
        ("  ST. LOUIS — The mayor opened a bridge.", ("ST. LOUIS", None)),
        ("KIEV, April 3 - The mayor opened a bridge.", ("KIEV", None)),
        ("KIEV 2021-04-16 - The mayor opened a bridge.", ("KIEV", None)),
        ("BERN -- The mayor opened a bridge.", ("BERN", None)),
        ("BERN - The mayor opened a bridge.", (None, None)),
        ("Bern (Reuters) - The mayor opened a bridge.", (None, None)),
        ("SOCCER — TOGO BEAT CONGO", (None, None)),
    ],
)
def test_a_dateline_has_its_city_in_capitals(line: str, expected: tuple[str | None, str | None]) -> None:
    assert dateline(line) == expected


def test_a_region_that_repeats_the_city_is_the_second_one() -> None:
    line = single("ROMA, ROMA (Reuters) - The mayor opened a bridge.")
    assert (line.city, line.region) == ((0, 4), (6, 10))


def test_a_dateline_counts_for_nothing_in_the_kind_of_its_line() -> None:
    assert single("KIEV (AP) - RESULTS").kind == "capitals"
    assert single("KIEV, April 3 - Rain is near.").kind == "prose"
