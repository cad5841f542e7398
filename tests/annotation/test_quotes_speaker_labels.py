from __future__ import annotations

import pytest

from onrecord.annotation.quotes.speaker_labels import SpeakerLabel, speaker_labels
from onrecord.annotation.text.quotation_marks import find_paragraphs


def labels(text: str, *names: str) -> list[tuple[int, str, str]]:
    """Return paragraph, name and content of the labels; ``names`` are the known ones."""
    spans = [(text.index(name), text.index(name) + len(name)) for name in names]
    return [
        (label.paragraph, text[slice(*label.name)], text[slice(*label.content)])
        for label in speaker_labels(text, find_paragraphs(text), spans)
    ]


def test_a_title_with_a_known_name_before_its_colon_is_a_label() -> None:
    text = "Berg: Rain is near\nIt is cold."
    assert labels(text, "Berg") == [(0, "Berg", "Rain is near")]
    assert labels(text) == []
    assert speaker_labels(text, find_paragraphs(text), [(0, 4)]) == [SpeakerLabel(0, (0, 4), (4, 5), (6, 18))]


@pytest.mark.parametrize(("start", "end", "count"), [(2, 9, 1), (4, 9, 0), (0, 1, 1)])
def test_a_known_name_has_to_overlap_the_label(start: int, end: int, count: int) -> None:
    text = "Berg: Rain is near\nIt is cold."
    assert len(speaker_labels(text, find_paragraphs(text), [(start, end)])) == count


@pytest.mark.parametrize(("end", "count"), [(1, 0), (2, 1)])
def test_a_known_name_that_ends_where_the_label_begins_is_another(end: int, count: int) -> None:
    text = "“Berg: Rain is near\nIt is cold."
    assert len(speaker_labels(text, find_paragraphs(text), [(0, end)])) == count


def test_a_title_with_a_name_that_comes_again_is_a_label() -> None:
    assert labels("Berg: Rain is near\nBerg left.") == [(0, "Berg", "Rain is near")]
    assert labels("Berg: Rain is near\nBerger left.") == []
    assert labels("Berg: Rain, says Berg, is near") == []


def test_the_name_may_come_again_right_behind_the_content() -> None:
    text = "Berg: Rain is near.Berg left."
    assert len(speaker_labels(text, [(0, 19), (19, 29)], [])) == 1
    assert len(speaker_labels(text, [(0, 23), (23, 29)], [])) == 0


def test_three_labels_below_the_title_make_a_transcript() -> None:
    lines = ["BERG: Rain is near.", "HOLT: It is cold.", "Ann: We will see."]
    text = "The talk\n" + "\n".join(lines)
    assert [(paragraph, name) for paragraph, name, _ in labels(text)] == [(1, "BERG"), (2, "HOLT"), (3, "Ann")]
    assert labels("\n".join(lines)) == []
    assert [paragraph for paragraph, _, _ in labels("\n".join([*lines, lines[0]]))] == [0, 1, 2, 3]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Berg: Rain is near", "Berg"),
        ("Anna van den Berg: Rain is near", None),
        ("Anna van Berg: Rain is near", "Anna van Berg"),
        ("“Anna Berg: Rain is near", "Anna Berg"),
        ("– Anna Berg: Rain is near", "Anna Berg"),
        ("Anna Berg on trade: Rain is near", "Anna Berg"),
        ("Anna Berg (Bern): Rain is near", "Anna Berg"),
        ("Anna Berg : Rain is near", "Anna Berg"),
        ("Anna Berg:Rain is near", None),
        ("anna Berg: Rain is near", None),
        ("B C D E F G H: Rain is near", "B C D E F G H"),
        ("B C D E F G H I: Rain is near", None),
        ("Berg: Rain is", None),  # fewer than three words
        ("Berg: Rain is a", None),  # a single letter is no word here
        ("The Latest: Rain is near", None),
        ("Follow Berg: Rain is near", "Follow Berg"),
        ("Photos: Rain is near", None),
        ("Berg Updates: Rain is near", None),
        ("BERG (" + "x" * 60 + "): Rain is near", "BERG"),
        ("BERG (" + "x" * 61 + "): Rain is near", None),
    ],
)
def test_what_may_stand_before_the_colon(line: str, name: str | None) -> None:
    known = [name] if name else [line.partition(":")[0]]
    assert [label[1] for label in labels(f"{line}\nIt is cold.", *known)] == ([name] if name else [])


@pytest.mark.parametrize(("length", "count"), [(197, 1), (198, 0)])
def test_a_label_ends_within_two_hundred_characters(length: int, count: int) -> None:
    name = "B" * length
    assert len(labels(f"{name}: Rain is near\nIt is cold.", name)) == count
