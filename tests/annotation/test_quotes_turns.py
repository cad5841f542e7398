"""Turns of dialogues as attributions."""

from __future__ import annotations

from onrecord.annotation.quotes.turns import settle_turns
from onrecord.base.records import Attribution

TALK = "The talk.\n\nBERG: Rain is near, they say.\n\nIt is cold.\n\nHOLT: How near?\n\nBERG: Ten miles.\n\nFrom the sea."


def read(text: str, *contents: str) -> list[Attribution]:
    return [
        Attribution(
            source=[], cue=[], content=[(text.index(words), text.index(words) + len(words))], kind="indirect"
        )
        for words in contents
    ]


def test_each_turn_is_one_direct_quotation_of_its_speaker() -> None:
    turns = settle_turns(TALK, [])
    assert [
        (TALK[slice(*turn.source[0])], [TALK[slice(*span)] for span in turn.content], turn.kind) for turn in turns
    ] == [
        ("BERG", ["Rain is near, they say.", "It is cold."], "direct"),
        ("HOLT", ["How near?"], "direct"),
        ("BERG", ["Ten miles.", "From the sea."], "direct"),
    ]
    assert {turn.cue_type for turn in turns} == {"speech"}


def test_what_was_read_inside_a_turn_goes_and_what_stands_outside_stays() -> None:
    outside, inside = read(TALK, "The talk", "Rain is near")
    settled = settle_turns(TALK, [outside, inside])
    assert settled[0] == outside
    assert inside not in settled
    assert len(settled) == 4


def test_a_text_without_a_dialogue_stays_as_it_was_read() -> None:
    text = "BERG: Rain is near.\n\nIt is cold."
    attributions = read(text, "Rain is near")
    assert settle_turns(text, attributions) == attributions
