"""Direct speech as it is gathered: quotations side by side, and utterances with their source and cue."""

from __future__ import annotations

from dataclasses import dataclass, field

from onrecord.annotation.quotes.dependency_tree import TokenRange
from onrecord.annotation.text.quotation_marks import Quotation
from onrecord.base.records import Span


@dataclass(slots=True)
class Utterance:
    """What a speaker says in one go, and the words that say who speaks.

    Args:
        quotations: Its quotations, in characters.
        paragraph: The index of the last paragraph it stands in.
        cue: The tokens of its cue, or None where nothing tells who speaks.
        source: The tokens of its source, or None where the cue has none.
        cue_token: The main word of the cue, or -1.
        why: The rule that found the cue, in words for the reader.
        unmarked: Spans of characters outside the marks that are a part of what is said.
    """

    quotations: list[Quotation]
    paragraph: int
    cue: TokenRange | None = None
    source: TokenRange | None = None
    cue_token: int = -1
    why: str = ""
    unmarked: list[Span] = field(default_factory=list)


@dataclass(slots=True)
class QuotationGroup:
    """Quotations of a paragraph with no words between them, and the narrator's words around them.

    Args:
        quotations: The quotations.
        paragraph: The index of their paragraph.
        before: From the group or the paragraph's start before them to the first, in characters.
        after: From the last to the next group or the paragraph's end, in characters.
    """

    quotations: list[Quotation]
    paragraph: int
    before: Span
    after: Span = (0, 0)
