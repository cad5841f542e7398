"""The passage in which an attribution stands, with what turns its meaning around: “did not say”."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from onrecord.base.records import Span

_NEAR = 120
"""Characters between two parts of a passage that are read with them; of more, an ellipsis stands for them."""

_BEFORE = 60
"""Characters before a part in which its negation is looked for."""

_NEGATIONS = frozenset(
    "no not never neither nor none nobody nothing nowhere hardly barely few without cannot".split()
)
_AUXILIARIES = frozenset(
    "do does did have has had is are was were be been will would can could may might shall should must".split()
)
_LINKS = frozenset("of the a an any one single once yet ever even".split())
_DENIALS = frozenset(
    "deny denies denied denying refuse refuses refused refusing decline declines declined declining fail fails "
    "failed failing dispute disputes disputed disputing doubt doubts doubted retract retracts retracted "
    "retracting short if whether unless would could may might should must".split()
)

_WORD = re.compile(r"\S+")
_LETTERS = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def passage_spans(text: str, parts: Iterable[Span]) -> list[Span]:
    """Return where the passage of an attribution stands: its parts in the text's order, and what parts them.

    What stands between two parts belongs to the passage unless it is long; so does a negation before a part
    (“did not” before “say”, “no” before “official”).

    Args:
        text: The text of the article.
        parts: The spans of source, cue and content.
    """
    spans: list[Span] = []
    for start, end in sorted(parts):
        if spans and start - spans[-1][1] <= _NEAR:
            spans[-1] = spans[-1][0], max(spans[-1][1], end)
        else:
            spans.append((_negation_start(text, start), end))
    return spans


def is_qualified(words: str) -> bool:
    """Return whether words around a quotation say that it was not, or perhaps not, said like that."""
    return any(
        word in _DENIALS or _is_negation(word)
        for word in map(str.casefold, _LETTERS.findall(words.replace("’", "'")))
    )


def _negation_start(text: str, start: int) -> int:
    """Return where the negation right before a place begins; the place itself if there is none."""
    begin = max(0, start - _BEFORE)
    negation = reach = start
    is_negated = False
    for match in reversed(list(_WORD.finditer(text[begin:start]))):
        word = match[0].casefold().replace("’", "'")
        if _is_negation(word):
            is_negated = True
            reach = begin + match.start()
        elif word in _AUXILIARIES:
            reach = begin + match.start()
        elif word not in _LINKS and not word.endswith("ly"):
            break
        if is_negated:
            negation = reach
    return negation


def _is_negation(word: str) -> bool:
    return word in _NEGATIONS or word.endswith("n't")
