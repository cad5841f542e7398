"""Turns of transcripts and interviews: each is one direct quotation of whoever its label names, as a whole."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from onrecord.annotation.quotes.speaker_labels import SpeakerLabel, speaker_labels
from onrecord.annotation.text.quotation_marks import find_paragraphs
from onrecord.annotation.text.spans import strip_separators
from onrecord.base.records import Attribution, Span

_CONFIDENCE = 0.95
"""Labels that make a dialogue are hardly ever anything else."""


def settle_turns(text: str, attributions: Sequence[Attribution]) -> list[Attribution]:
    """Return the attributions of a text with each turn of a dialogue as one of them, in the text's order.

    What else was read inside a turn goes: whoever speaks there says all of it, also what they tell of others.

    Args:
        text: The text.
        attributions: What was read, the turns included or not.
    """
    turns = [label for label in speaker_labels(text, find_paragraphs(text), ()) if label.is_turn]
    if not turns:
        return list(attributions)
    first = turns[0].name[0]
    inside = sorted(span for turn in turns for span in (turn.name, turn.colon, *turn.content))
    outside = [each for each in attributions if each.content[0][0] < first or not _touches(each.content, inside)]
    return sorted([*outside, *(_attribution(text, turn) for turn in turns)], key=lambda each: each.content[0])


def _attribution(text: str, turn: SpeakerLabel) -> Attribution:
    return Attribution(
        source=[turn.name],
        cue=[turn.colon],
        content=strip_separators(text, turn.content),
        kind="direct",
        confidence=_CONFIDENCE,
        why="turn of a transcript",
    )


def _touches(spans: Iterable[Span], turns: Sequence[Span]) -> bool:
    """Return whether one of the spans overlaps a part of a turn."""
    return any(start < turn_end and turn_start < end for start, end in spans for turn_start, turn_end in turns)
