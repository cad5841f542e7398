"""Who is quoted by somebody else: in ``Holt was quoted by Tass as saying that …`` Holt speaks, not the agency."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.quotes.dependency_tree import DependencyTree

_QUOTED_AS_SAYING = re.compile(
    r"\b(?:is|are|was|were|been|being)\s+(?:quoted|cited)(?P<by>\s+(?:by|in)\s[^.;:!?“”\"]{1,60}?)?\s+(?P<as>as\s+(?:saying|telling|writing))\b",
    re.IGNORECASE,
)
_QUOTING = re.compile(r"\b(?:quot|cit)(?:e|es|ed|ing)\b", re.IGNORECASE)
_AS_SAYING = re.compile(r"\bas\s+(?:saying|telling|writing)\b", re.IGNORECASE)
_SUBJECTS = ("nsubjpass", "nsubj")


def attribute_to_quoted(tree: DependencyTree, text: str, reading: AttributionCandidate) -> AttributionCandidate:
    """The reading, but where its cue tells that somebody was quoted as saying it, with him as its source.

    The cue is then all of it but the agency, as the annotators of PolNeAR have it, and the content what he is
    quoted as saying.
    """
    at = min(start for start, _ in reading.cue)
    found = next(
        (
            one
            for one in _QUOTED_AS_SAYING.finditer(text, max(0, at - 100), at + 100)
            if one.start() - 20 <= at < one.end()
        ),
        None,
    )
    if found is None:
        return reading
    first = bisect_left(tree.starts, found.start())
    last = bisect_left(tree.starts, found.end())
    subjects = (
        child
        for verb in range(first, last)
        for child in tree.children[verb]
        if tree.dep[child] in _SUBJECTS and child < first
    )
    subject = next(subjects, None)
    if subject is None:
        return reading
    source = tree.chars(tree.phrase(subject) or (subject, subject + 1))
    content = [
        *((start, min(end, source[0])) for start, end in reading.content if start < source[0]),
        *((max(start, found.end()), end) for start, end in reading.content if end > found.end()),
    ]
    if not content:
        # “The talks failed, Huber was cited as saying”: what was read is Huber, what he said is the clause before.
        clause = tree.child(tree.head[subject], "ccomp")
        said = tree.phrase(clause, before=subject) if clause is not None and clause < subject else None
        if said is None:
            return reading
        content = [tree.chars(said)]
    cue = [(found.start(), found.end())]
    if found["by"]:
        cue = [(found.start(), found.start("by")), found.span("as")]
    return replace(reading, source=[source], cue=cue, content=content)


def quotes_another(text: str, reading: AttributionCandidate) -> bool:
    """Whether the source quotes somebody as saying it: a newspaper does, and it is speech all the same."""
    return any(_QUOTING.search(text[start:end]) for start, end in reading.cue) and any(
        _AS_SAYING.search(text[start:end]) for start, end in reading.content
    )
