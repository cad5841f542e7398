"""Quotation marks in plain text. ``pairs`` shows each quotation with its marks as they stand."""

from __future__ import annotations

import pytest

from onrecord.annotation.text.quotation_marks import (
    Quotation,
    find_paragraphs,
    find_quotations,
    outermost,
    quotation_kind,
    strip_whitespace,
)


def pairs(text: str) -> list[str]:
    return [text[quotation.start : quotation.end] for quotation in find_quotations(text)]


def depths(text: str) -> list[tuple[str, int]]:
    return [(text[slice(*quotation.inner)], quotation.depth) for quotation in find_quotations(text)]


# Paragraphs


def paragraphs(text: str) -> list[str]:
    return [text[start:end] for start, end in find_paragraphs(text)]


def test_a_line_break_ends_a_paragraph() -> None:
    assert paragraphs("  One.\n Two. \n\n \nThree.\n") == ["One.", "Two.", "Three."]
    assert paragraphs(" \n ") == []


WIDE = "A line of mail that is as long as lines of mail are."


@pytest.mark.parametrize(
    ("lines", "length", "count"),
    [(9, 52, 2), (8, 52, 9), (9, 39, 10), (9, 40, 2), (9, 100, 2), (9, 101, 10)],
)
def test_lines_that_are_wrapped_at_a_width_are_one_paragraph(lines: int, length: int, count: int) -> None:
    # Of nine lines, eight have a line below them.
    text = "\n".join(["x" * length] * lines) + "\n\nThe end."
    assert len(paragraphs(text)) == count


def test_wrapped_lines_are_told_by_their_median() -> None:
    text = "\n".join(["x" * 10] * 3 + ["x" * 60] * 6) + "\n\nThe end."
    assert len(paragraphs(text)) == 2


def test_lines_are_no_wrapped_ones_without_a_blank_line() -> None:
    assert len(paragraphs("\n".join([WIDE] * 9))) == 9


def test_white_space_is_stripped() -> None:
    assert strip_whitespace(" \xa0ab \n", (0, 6)) == (2, 4)
    assert strip_whitespace("ab  ", (2, 4)) is None


# Double marks


def test_a_quotation_has_its_offsets() -> None:
    assert find_quotations("He said: “No.”") == [Quotation(9, 14, (10, 13))]


@pytest.mark.parametrize(
    "quotation",
    [
        "“No.”",
        '"No."',
        "„No.“",
        "„No.”",
        "«No.»",
        "»No.«",
        "``No.''",
        "‘‘No.’’",
        "‚‚No.’’",
        ",,No.”",
        "＂No.＂",
        "「No.」",
        "“No.“",
        "”No.”",
        '“No."',
    ],
)
def test_marks_of_all_kinds_are_paired(quotation: str) -> None:
    assert pairs(f"He said {quotation} She left.") == [quotation]


def test_two_commas_before_a_space_or_after_a_word_open_nothing() -> None:
    assert pairs("No,, he said”") == []
    assert pairs("a ,, b”") == []


def test_straight_marks_are_told_by_their_sides() -> None:
    assert pairs('"Yes," he said, "no."') == ['"Yes,"', '"no."']
    assert pairs('It is (“so”) and "so"-called.') == ["“so”", '"so"']


def test_a_quotation_in_a_quotation_is_deeper() -> None:
    assert depths("“She called it “bad” twice.”") == [("She called it “bad” twice.", 0), ("bad", 1)]
    assert depths('"She called it "bad" twice."') == [('She called it "bad" twice.', 0), ("bad", 1)]
    assert depths("“She said ‘no’ to ‘Ann’s “big” wish’.”") == [
        ("She said ‘no’ to ‘Ann’s “big” wish’.", 0),
        ("no", 1),
        ("Ann’s “big” wish", 1),
        ("big", 2),
    ]


def test_the_outermost_ones_stand_in_no_other() -> None:
    text = "“She called it “bad” twice.” “No.”"
    assert [text[q.start : q.end] for q in outermost(find_quotations(text))] == [
        "“She called it “bad” twice.”",
        "“No.”",
    ]


def test_a_quotation_that_only_in_part_overlaps_an_earlier_one_is_dropped() -> None:
    assert pairs("“It is late.\nIt is ‘rain” and ice’ today.") == ["“It is late.", "It is ‘rain”"]
    assert pairs("“It is late.\nIt is ‘rain’ and ice” today.") == [
        "“It is late.",
        "It is ‘rain’ and ice”",
        "‘rain’",
    ]
    assert pairs("“It is late.\nIt is rain” and ‘ice’ today.") == ["“It is late.", "It is rain”", "‘ice’"]


def test_single_marks_are_not_paired_across_a_double_one() -> None:
    # The single mark that opens inside stays open: what closes stands outside.
    assert pairs("He said “it ‘is” so’ there and ‘no’.") == ["“it ‘is”", "‘no’"]


def test_an_empty_pair_of_marks_is_no_quotation() -> None:
    assert pairs('He said “” and "" twice.') == []


def test_a_straight_mark_that_may_open_or_close_leaves_no_mark_over() -> None:
    # With three marks from the one before Yes on it closes, with two it opens a quotation of its own.
    assert pairs('He said "no to us. "Yes" twice " there') == ['"no to us. "']
    assert pairs('He said "no to us. "Yes" twice there') == ['"no to us.', '"Yes"']


@pytest.mark.parametrize(
    "text", ["He is 6'2\" tall.", "He is 6’2” tall.", "<a class=\"x\" id='y'>No</a>", "He is 5'11'' tall."]
)
def test_heights_and_attributes_of_markup_are_no_marks(text: str) -> None:
    assert pairs(text) == []


def test_what_only_looks_like_a_height_is_marks() -> None:
    assert pairs('He said "it was 1999" twice.') == ['"it was 1999"']
    assert pairs('The class = "x" of them.') == []
    assert pairs('The class "x" of them.') == ['"x"']


# Marks that are missing


def test_speech_over_paragraphs_is_opened_in_each_and_closed_in_the_last() -> None:
    text = "“It is cold.\n“It is wet.”"
    assert find_quotations(text) == [
        Quotation(0, 12, (1, 12), closed=False, continued=True),
        Quotation(13, 25, (14, 24)),
    ]


def test_speech_that_a_later_paragraph_closes_takes_in_those_between() -> None:
    text = "“It is cold.\nIt is wet.\nIt is dark,” he said."
    assert [(text[q.start : q.end], q.closed, q.continued) for q in find_quotations(text)] == [
        ("“It is cold.", False, True),
        ("It is wet.", False, True),
        ("It is dark,”", True, False),
    ]


def test_speech_is_carried_over_five_paragraphs_at_most() -> None:
    bare = "It is wet.\n"
    assert len(find_quotations(f"“It is cold.\n{bare * 5}It is dark,” he said.")) == 7
    assert pairs(f"“It is cold.\n{bare * 6}It is dark,” he said.") == ["“It is cold.", "It is dark,”"]


def test_a_paragraph_that_opens_something_else_closes_nothing() -> None:
    text = "“It is cold.\nHe said “no” twice."
    assert [(text[q.start : q.end], q.closed, q.continued) for q in find_quotations(text)] == [
        ("“It is cold.", False, False),
        ("“no”", True, False),
    ]


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("“It is cold. He left.", "“It is cold. He left."),  # sentences: to the end of the paragraph
        ("“it is cold. He left.", "“it is cold."),  # part of one: to its end
        ("“it is cold, he said", "“it is cold, he said"),
        ("“It is cold. It is wet. He left “home” now.", "“It is cold. It is wet."),  # before the next mark
        ("“it is cold. It is wet. He left “home” now.", "“it is cold."),
        ("“It is cold, he left “home” now.", "“It is cold, he left"),
    ],
)
def test_a_quotation_that_nothing_closes_ends_with_its_sentence(text: str, quotation: str) -> None:
    first = find_quotations(text)[0]
    assert (text[first.start : first.end], first.closed) == (quotation, False)


def test_an_opening_mark_at_the_end_encloses_nothing() -> None:
    assert pairs("He left. “") == []


def test_a_single_mark_closes_what_a_double_one_opened() -> None:
    assert find_quotations("“It is cold,’ he said.") == [Quotation(0, 13, (1, 12))]
    assert find_quotations("“It is the dogs’ home.")[0].closed is False
    assert find_quotations("“It is a ‘dog,’ he said.")[0].closed is False


@pytest.mark.parametrize(
    ("text", "quotation"),
    [
        ("It is cold,” he said.", "It is cold,”"),
        ("“No.” It is wet. It is cold,” he said.", "It is cold,”"),
        ("“No,” it is cold,” he said.", "it is cold,”"),
    ],
)
def test_a_quotation_that_nothing_opens_begins_with_its_sentence(text: str, quotation: str) -> None:
    last = find_quotations(text)[-1]
    assert (text[last.start : last.end], last.closed) == (quotation, False)


def test_a_mark_that_closes_nothing_and_follows_no_punctuation_is_ignored() -> None:
    assert pairs("It is 12” wide.") == []
    assert pairs("” It is cold.") == []


# Single marks


@pytest.mark.parametrize(
    ("text", "quotations"),
    [
        ("He said ‘no’ to us.", ["‘no’"]),
        ("He said 'no' to us.", ["'no'"]),
        ("He said ‹no› to us.", ["‹no›"]),
        ("Ann's and Bob’s dogs don't bark.", []),
        ("The dogs' and the cats' home.", []),
        ("It is rock 'n' roll.", []),
        ("In the '90s it was 'fine' there.", ["'fine'"]),
        ("He said 'the dogs' home' is shut.", ["'the dogs' home'"]),
        ("He said 'the dogs' to us.", ["'the dogs'"]),
        ("He said 'the dogs' to 'us'.", ["'the dogs'", "'us'"]),
        ("He said 'it is", []),
    ],
)
def test_single_marks_are_told_from_apostrophes(text: str, quotations: list[str]) -> None:
    assert pairs(text) == quotations
    assert all(quotation.single for quotation in find_quotations(text))


def test_single_marks_are_paired_within_their_quotation() -> None:
    assert pairs("He said ‘it “is’ so” there.") == ["“is’ so”"]


@pytest.mark.parametrize(("length", "count"), [(600, 1), (601, 0)])
def test_a_quotation_in_single_marks_has_six_hundred_characters_at_most(length: int, count: int) -> None:
    assert len(find_quotations(f"He said '{'x' * (length - 1)}' to us.")) == count


# Kinds of content


def kind(text: str, content: str) -> str:
    start = text.index(content)
    return quotation_kind(text, outermost(find_quotations(text)), [(start, start + len(content))])


def test_a_content_is_direct_when_nine_words_in_ten_stand_in_marks() -> None:
    text = "He said so: “one two three four five six seven eight nine” and more."
    assert kind(text, text[text.index("“") : -len(" more.")]) == "direct"
    assert kind(text, text[text.index("“") : -1]) == "mixed"


def test_a_content_is_mixed_from_one_word_in_marks() -> None:
    assert kind("He said that it is “bad” news.", "that it is “bad” news") == "mixed"
    assert kind("He said that it is “bad” news.", "that it is") == "indirect"
    assert kind("He said that it is “bad” news.", "news") == "indirect"
    assert quotation_kind("No.", [], []) == "indirect"


def test_the_words_of_all_spans_count() -> None:
    text = "“Rain,” he said, will come."
    quotations = find_quotations(text)
    assert quotation_kind(text, quotations, [(0, 7), (17, 26)]) == "mixed"
    assert quotation_kind(text, quotations, [(0, 7)]) == "direct"


def test_straight_marks_with_blanks_around_them_are_paired_two_by_two() -> None:
    assert pairs('He said , " We know . " and " left " .') == ['" We know . "', '" left "']
    assert pairs('He said , " We know . " and " left .') == []
