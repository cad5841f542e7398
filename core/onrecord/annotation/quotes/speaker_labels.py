"""Speaker labels: a name and a colon before what somebody says.

In transcripts each paragraph has one (“ANNA BERG: …”), in headlines the title (“Berg: Rain is near”).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from onrecord.annotation.text.words import LETTER_RUN
from onrecord.base.records import Span

_NAME_PART = r"(?:[^\W\d_a-z][\w.’'&-]*|of|the|and|de|al|van|von|bin|&)"
_LABEL = re.compile(
    rf"(?:[-–—•▪●*·]\s+)?[\"“]?"
    rf"(?P<name>[^\W\d_a-z][\w.’'&-]*(?: {_NAME_PART}){{0,6}})(?: on [^:\n“\"]{{1,60}})?(?: ?\([^)\n]{{1,60}}\))?"
    r"[ \xa0]?(?P<colon>:)[ \t\xa0]+(?=\S)"
)
# What stands before a colon and does not speak: rubrics, forms, credits.
_RUBRIC = re.compile(
    r"(?:the |a |an |in |on |at |also |how |why |what |when |who )"
    r"|.*\b(?:update|latest|notes?|email|e-mail|mail|phone|photos?|pictures?|video|watch|listen|correction|clarification|breaking|exclusive|live|contributing"
    r"|contributors?|follow|read|more|related|sources?|analysis|opinion|review|notice|guide|briefing|newsletter|twitter|facebook"
    r"|by|edited|reporting|written|time|date|where|price|topics?|tags?|caption|file|subject|from|to|cc|re|total"
    r"|website|url|http|https|step|part|chapter|section|example|warning|tip)s?$",
    re.I,
)
_LONGEST_LABEL = 200  # characters
_LEAST_WORDS = 3  # after a label
_LEAST_LABELS = 3  # paragraphs with a label that make a transcript


class SpeakerLabel(NamedTuple):
    """A label and what it announces, in characters.

    Args:
        paragraph: The index of the paragraph that it begins.
        name: The name.
        colon: The colon.
        content: The rest of the paragraph.
    """

    paragraph: int
    name: Span
    colon: Span
    content: Span


def speaker_labels(text: str, paragraphs: Sequence[Span], names: Sequence[Span]) -> list[SpeakerLabel]:
    """Return the speaker labels of a text.

    A label counts in a transcript, which has three below its title, or else in the title alone, if a known name is
    in it or the text has the same name again.

    Args:
        text: The text.
        paragraphs: Its paragraphs.
        names: The spans of named people and organisations.
    """
    labels: list[SpeakerLabel] = []
    for index, (start, end) in enumerate(paragraphs):
        match = _LABEL.match(text, start, min(end, start + _LONGEST_LABEL))
        if match is None or _RUBRIC.match(match["name"]):
            continue
        if len(LETTER_RUN.findall(text, match.end(), end)) >= _LEAST_WORDS:
            labels.append(SpeakerLabel(index, match.span("name"), match.span("colon"), (match.end(), end)))
    is_transcript = sum(label.paragraph > 0 for label in labels) >= _LEAST_LABELS
    return [label for label in labels if is_transcript or (label.paragraph == 0 and _is_name(text, label, names))]


def _is_name(text: str, label: SpeakerLabel, names: Sequence[Span]) -> bool:
    """Return whether a known name overlaps a label, or the text below repeats it."""
    if any(start < label.name[1] and end > label.name[0] for start, end in names):
        return True
    name = re.escape(text[slice(*label.name)])
    return re.search(rf"\b{name}\b", text[label.content[1] :]) is not None
