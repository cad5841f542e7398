"""Speech that a name and a colon announce: transcripts (“ANNA BERG: …”) and headlines (“Berg: Rain is near”)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.annotation.text.words import LETTER_RUN
from onrecord.base.records import Span

_PART = r"(?:[^\W\d_a-z][\w.’'&-]*|of|the|and|de|al|van|von|bin|&)"
_LABEL = re.compile(
    rf"(?:[-–—•▪●*·]\s+)?[\"“]?"
    rf"(?P<name>[^\W\d_a-z][\w.’'&-]*(?: {_PART}){{0,6}})(?: on [^:\n“\"]{{1,60}})?(?: ?\([^)\n]{{1,60}}\))?"
    r"[ \xa0]?(?P<colon>:)[ \t\xa0]+(?=\S)"
)
# What stands before a colon and speaks not: rubrics, forms, credits.
_RUBRIC = re.compile(
    r"(?:the |a |an |in |on |at |also |how |why |what |when |who )"
    r"|.*\b(?:update|latest|notes?|email|e-mail|mail|phone|photos?|pictures?|video|watch|listen|correction|clarification|breaking|exclusive|live|contributing"
    r"|contributors?|follow|read|more|related|sources?|analysis|opinion|review|notice|guide|briefing|newsletter|twitter|facebook"
    r"|by|edited|reporting|written|time|date|where|price|topics?|tags?|caption|file|subject|from|to|cc|re|total"
    r"|website|url|http|https|step|part|chapter|section|example|warning|tip)s?$",
    re.I,
)
_LEAST_WORDS = 3
_LEAST_LABELS = 3  # so many paragraphs with a name before a colon make a transcript


class SpeakerLabel(NamedTuple):
    """A paragraph that a name announces: its number, the name, the colon and what follows, in characters."""

    paragraph: int
    name: Span
    colon: Span
    content: Span


def speaker_labels(text: str, paragraphs: Sequence[Span], names: Sequence[Span]) -> list[SpeakerLabel]:
    """The paragraphs that are somebody's words by their label.

    ``names`` are the spans of named persons and organisations, in order: a headline counts only where one of
    them stands before its colon, or a name that the text has again.
    """
    found: list[SpeakerLabel] = []
    for number, (start, end) in enumerate(paragraphs):
        match = _LABEL.match(text, start, min(end, start + 200))
        if (
            match is None
            or _RUBRIC.match(match["name"])
            or len(LETTER_RUN.findall(text, match.end(), end)) < _LEAST_WORDS
        ):
            continue
        found.append(SpeakerLabel(number, match.span("name"), match.span("colon"), (match.end(), end)))
    is_transcript = sum(label.paragraph > 0 for label in found) >= _LEAST_LABELS
    return [label for label in found if is_transcript or (label.paragraph == 0 and _is_known(text, label, names))]


def _is_known(text: str, label: SpeakerLabel, names: Sequence[Span]) -> bool:
    if any(start < label.name[1] and end > label.name[0] for start, end in names):
        return True
    name = re.escape(text[slice(*label.name)])
    return re.search(rf"\b{name}\b", text[label.content[1] :]) is not None
