"""People quoted by somebody else: in “Holt was quoted by Tass as saying that …” Holt speaks, not the agency."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import replace

from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.base.records import Span

_QUOTED_AS_SAYING = re.compile(
    r"\b(?:is|are|was|were|been|being)\s+(?:quoted|cited)(?P<by>\s+(?:by|in)\s[^.;:!?“”\"]{1,60}?)?\s+(?P<as>as\s+(?:saying|telling|writing))\b",
    re.IGNORECASE,
)
_QUOTING = re.compile(r"\b(?:quot|cit)(?:e|es|ed|ing)\b", re.IGNORECASE)
_AS_SAYING = re.compile(r"\bas\s+(?:saying|telling|writing)\b", re.IGNORECASE)
_CLAUSE_END = re.compile(r"[^\S\n]*(?:[.;!?\n]|\Z)")
_SUBJECTS = ("nsubjpass", "nsubj")
_CONTEXT = 100  # characters around a cue in which the whole expression stands
_LONGEST_AUXILIARY = 20  # characters from its beginning to the cue


def attribute_to_quoted(tree: DependencyTree, text: str, candidate: AttributionCandidate) -> AttributionCandidate:
    """Return a candidate with whoever “was quoted as saying” it as its source; any other as it is.

    The cue is then the whole expression without the agency, as the annotators of PolNeAR have it, and the content
    what follows it, or the clause before it: “The talks failed, Huber was cited as saying”.
    """
    if not candidate.cue:
        return candidate
    match = _expression_at(text, min(start for start, _ in candidate.cue))
    subject = _subject_of(tree, match) if match is not None else None
    phrase = tree.phrase(subject) if subject is not None else None
    if match is None or subject is None or phrase is None:
        return candidate
    source = tree.chars(phrase)
    content = [
        *((start, min(end, source[0])) for start, end in candidate.content if start < source[0]),
        *((max(start, match.end()), end) for start, end in candidate.content if end > match.end()),
    ]
    content = content or _clause_before(tree, subject)
    if not content:
        return candidate
    cue = [match.span()]
    if match["by"]:
        cue = [(match.start(), match.start("by")), match.span("as")]
    return replace(candidate, source=[source], cue=cue, content=content)


def take_words_before(tree: DependencyTree, text: str, candidate: AttributionCandidate) -> AttributionCandidate:
    """Return a candidate that ends with “the paper quoted Holt as saying” with the words before it as its content.

    ``as saying`` is a part of its cue then. Acts: The talks failed, the paper *quoted* Holt *as saying*. Not: The
    paper quoted Holt as saying the talks failed.
    """
    if not candidate.content or not any(_QUOTING.search(text, *span) for span in candidate.cue):
        return candidate
    *earlier, (start, end) = sorted(candidate.content)
    as_saying = _AS_SAYING.search(text, start, end)
    cue_start = min(candidate.cue)[0]
    if start < cue_start or as_saying is None or not _CLAUSE_END.match(text, as_saying.end()):
        return candidate
    content = [span for span in earlier if span[1] <= cue_start]
    if not content:
        subjects = (tree.child(token, "nsubj") for token in tree.tokens_in(candidate.cue))
        subject = next((subject for subject in subjects if subject is not None), None)
        content = _clause_before(tree, subject) if subject is not None else []
    return replace(candidate, cue=[*candidate.cue, as_saying.span()], content=content) if content else candidate


def _expression_at(text: str, cue_start: int) -> re.Match[str] | None:
    """Return the expression “was quoted as saying” that a cue is a part of."""
    for match in _QUOTED_AS_SAYING.finditer(text, max(0, cue_start - _CONTEXT), cue_start + _CONTEXT):
        if match.start() - _LONGEST_AUXILIARY <= cue_start < match.end():
            return match
    return None


def _subject_of(tree: DependencyTree, expression: re.Match[str]) -> int | None:
    """Return the head of the subject of one of the verbs of an expression."""
    first = bisect_left(tree.starts, expression.start())
    last = bisect_left(tree.starts, expression.end())
    for verb in range(first, last):
        for child in tree.children[verb]:
            if tree.dep[child] in _SUBJECTS and child < first:
                return child
    return None


def _clause_before(tree: DependencyTree, subject: int) -> list[Span]:
    """Return the clause that stands before the subject as the object of its verb."""
    clause = tree.child(tree.head[subject], "ccomp")
    phrase = tree.phrase(clause, before=subject) if clause is not None and clause < subject else None
    return [tree.chars(phrase)] if phrase is not None else []


def quotes_another(text: str, candidate: AttributionCandidate) -> bool:
    """Return whether the source quotes somebody as saying the content; it is speech then, whatever the source is.

    Acts: The paper *quoted* Holt *as saying* that …. Not: The paper quoted the law.
    """
    return any(_QUOTING.search(text[start:end]) for start, end in candidate.cue) and any(
        _AS_SAYING.search(text[start:end]) for start, end in (*candidate.cue, *candidate.content)
    )
