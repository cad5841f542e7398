"""Wrapped lines are joined, and what is no wrapping stays; places in the flowing text are found in the text as it was."""

from __future__ import annotations

import textwrap

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.ingest.flowing_text import Edit, OriginalOffsets, edited, flow_edits, flowing, joined

FIRST = (
    "The minister said on Friday that the talks would go on until the end of May, although nobody in the long-term "
    "committee believed it. “We are ready,” said Rear Adm. Jonas Wendel, who has led the talks since the strike began."
)
SECOND = (
    "Nobody at the harbour of Torvik could say when the next ship would come in, and the two that lay at the quay were "
    "waiting for a crew."
)
PARAGRAPHS = [FIRST, SECOND, "Short.", FIRST]
TEXT = "\n\n".join(PARAGRAPHS)


def wrapped(width: int, indent: str = "", prefix: str = "") -> list[str]:
    return [
        textwrap.fill(paragraph, width, initial_indent=prefix + indent, subsequent_indent=prefix)
        for paragraph in PARAGRAPHS
    ]


@pytest.mark.parametrize("width", [50, 60, 72, 80, 100])
def test_lines_wrapped_at_a_width_are_joined(width: int) -> None:
    assert flowing("\n\n".join(wrapped(width))) == TEXT


@pytest.mark.parametrize("indent", ["  ", "    ", "\t"])
def test_indented_paragraphs_without_empty_lines_are_parted(indent: str) -> None:
    assert flowing("\n".join(wrapped(72, indent))) == TEXT


def test_marks_of_quoted_mails_are_taken_off() -> None:
    assert flowing("\n>\n".join(wrapped(72, prefix="> "))) == TEXT
    assert flowing("> > Who comes?\n> Nobody.") == "Who comes?\nNobody."
    assert flowing("a\n> b") == "a\n> b"  # a single one may be anything


def test_hyphens_of_broken_words_go_and_those_of_compounds_stay() -> None:
    lines = "We heard that the minis-\nter would speak of a long-\nterm plan for twenty-\nfive Anglo-\nAmerican ships in 2020-\n21."
    assert joined(lines.split("\n")) == (
        "We heard that the minister would speak of a long-term plan for twenty-five Anglo-American ships in 2020-21."
    )


@pytest.mark.parametrize(
    ("vocabulary", "word"),
    [
        ("A portfolio.", "portfolio"),
        ("A port-folio.", "port-folio"),
        ("A port. A folio.", "port-folio"),
        ("", "portfolio"),
    ],
)
def test_the_rest_of_the_text_decides_about_a_hyphen(vocabulary: str, word: str) -> None:
    assert joined(["His port-", "folio."], vocabulary) == f"His {word}."


def test_soft_hyphens_always_go() -> None:
    assert joined(["long\u00ad", "term"]) == "longterm"


@pytest.mark.parametrize(
    "text",
    [
        "One line.",
        "\n".join(PARAGRAPHS),  # a paragraph on each line
        "Ann Lee\n12 Harbour Street\nTorvik\n\nDear Ann,\n\n" + FIRST,
        "- ships: 14\n- boats: 2\n- a quay that is closed until the end of the year\n- cranes",
        "The harbour lies still\nand nobody knows\nwhen the ships will\never come home",
        "Harbour opens again\nThe harbour opened.",
        "",
        "\n\n",
    ],
)
def test_what_is_not_wrapped_stays(text: str) -> None:
    assert flowing(text) == text


def test_lists_and_short_lines_within_a_wrapped_text_stay() -> None:
    text = "\n\n".join(
        [textwrap.fill(FIRST, 72), "- ships: 14\n- boats: 2", "Ann Lee\nTorvik", textwrap.fill(SECOND, 72)]
    )
    assert flowing(text) == "\n\n".join([FIRST, "- ships: 14\n- boats: 2", "Ann Lee\nTorvik", SECOND])


def test_two_lines_are_joined_where_a_sentence_goes_on_in_small_letters() -> None:
    first, second = "The minister said on Friday that the talks would go on until the end", "of the month of May."
    assert flowing(f"{first}\n{second}") == f"{first} {second}"
    assert flowing(f"{first}\n{second.capitalize()}") == f"{first}\n{second.capitalize()}"


@given(st.lists(st.text("ab .>-\n\t", max_size=90), max_size=12).map("\n".join))
def test_a_flowing_text_stays_as_it_is(text: str) -> None:
    once = flowing(text)
    again = flowing(once)
    assert flowing(again) == again
    assert "".join(once.split()).replace("-", "").replace(">", "") == "".join(text.split()).replace(
        "-", ""
    ).replace(">", "")


def test_places_are_found_in_the_text_as_it_was() -> None:
    text = "\r\n\r\n".join(part.replace("\n", "\r\n") for part in wrapped(60)).replace("\r", " ")
    edits = flow_edits(text)
    flat, original = edited(text, edits), OriginalOffsets(edits)
    for name in ("Jonas Wendel", "the end of May", "who has led the talks since the strike"):
        start = flat.index(name)
        assert text[original.start(start) : original.end(start + len(name))].split() == name.split()


def test_offsets_at_the_edges_of_an_edit() -> None:
    original = OriginalOffsets([Edit(0, 2, ""), Edit(5, 8, " ")])  # "> abc\n> def" → "abc def"
    assert [original.start(offset) for offset in (0, 2, 3, 4)] == [2, 4, 5, 8]
    assert [original.end(offset) for offset in (0, 3, 4, 7)] == [0, 5, 8, 11]


def test_line_ends_of_windows_become_line_feeds() -> None:
    text = "\r\n\r\n".join(part.replace("\n", "\r\n") for part in wrapped(60)) + "\r\n"
    assert flowing(text) == TEXT + "\n"
    assert flowing("a\r\nb\r\n") == "a\nb\n"
