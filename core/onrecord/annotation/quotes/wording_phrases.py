"""Whose words a sentence is in: ``In the words of Ann Lee, …``, ``…, in Lee's phrase, …``."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.text.quotation_marks import strip_whitespace
from onrecord.annotation.text.words import WORD

_PHRASE = re.compile(
    r",?\s*\b(?P<cue>[Ii]n)\s+(?:the\s+words\s+of\s+(?P<speaker>[^,;:.“”\"]{2,60}?)"
    r"|(?P<owner>[^\W\d_a-z][^,;:.“”\"]{1,40}?)['’]s\s+(?:own\s+)?(?:words|phrase))\s*[,:]\s*"
)
_EDGES = " \t\n,;:."


def worded_candidates(tree: DependencyTree, text: str) -> Iterator[AttributionCandidate]:
    """Yield what sentences with such a phrase report: all of the sentence but the phrase.

    Args:
        tree: The parse of the text.
        text: The text.
    """
    for match in _PHRASE.finditer(text):
        group = "speaker" if match["speaker"] else "owner"
        if not match[group][:1].isupper() and not match[group].startswith("the "):
            continue
        sentence = tree.doc.char_span(match.start("cue"), match.end("cue"), alignment_mode="expand")
        if sentence is None:
            continue
        parts = ((sentence.sent.start_char, match.start()), (match.end(), sentence.sent.end_char))
        content = [span for part in parts if WORD.search(text, *part) and (span := _trimmed(text, *part))]
        if not content:
            continue
        is_before = match["speaker"] is not None
        cue_end = match.start("speaker") if is_before else match.end()
        cue = (
            _trimmed(text, match.start("cue"), cue_end)
            if is_before
            else _trimmed(text, match.end("owner"), cue_end)
        )
        yield AttributionCandidate(
            source=[match.span(group)],
            cue=[cue] if cue else [],
            content=content,
            cue_key="say",
            source_lemma="",
            confidence=0.8,
            why="in somebody's words",
        )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Return a span of characters without blanks and separating marks at its ends."""
    span = strip_whitespace(text, (start, end))
    while span is not None and text[span[0]] in _EDGES:
        span = strip_whitespace(text, (span[0] + 1, span[1]))
    while span is not None and text[span[1] - 1] in _EDGES:
        span = strip_whitespace(text, (span[0], span[1] - 1))
    return span
