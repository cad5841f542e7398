"""What changed from one text to another, in pieces that can be read."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby, zip_longest
from typing import Literal, NamedTuple

ChangeKind = Literal["same", "removed", "added"]

_ALIKE = 0.4
"""The least share of words that two paragraphs have in common where one is the other, changed."""
_BETWEEN_PARAGRAPHS = re.compile(r"(\n\s*\n)")
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[^.!?\n]*[.!?\n]+\s*|[^.!?\n]+")
_MOST_PAIRS = 1_000_000
"""Pairs of equal parts up to which two sequences are compared part by part, which takes a second."""
_TOKEN = re.compile(r"\s+|\w+|[^\w\s]")


class TextChange(NamedTuple):
    """A piece of two texts: in both, only in the earlier, or only in the later."""

    kind: ChangeKind
    text: str


def text_changes(earlier: str, later: str) -> list[TextChange]:
    """Return the pieces of two texts in order, word by word where a paragraph was changed.

    The pieces that are not added are the earlier text, those that are not removed the later one.
    """
    paragraphs = _BETWEEN_PARAGRAPHS.split(earlier), _BETWEEN_PARAGRAPHS.split(later)
    return _joined(list(_changes(*paragraphs)))


def _changes(earlier: Sequence[str], later: Sequence[str]) -> Iterator[TextChange]:
    """Compare paragraphs, or sentences, and the words of those that were replaced by similar ones."""
    for kind, first, second in _blocks(earlier, later):
        if kind == "replace" and _are_alike(first, second):
            yield from _changes_within(first, second)
        else:
            yield from _whole(first, second, is_same=kind == "equal")


def _changes_within(earlier: str, later: str) -> Iterator[TextChange]:
    """Compare the words of two passages, of very long ones those of their sentences."""
    words = _TOKEN.findall(earlier), _TOKEN.findall(later)
    sentences = _SENTENCE.findall(earlier), _SENTENCE.findall(later)
    is_long = _count_pairs(*words) > _MOST_PAIRS and min(map(len, sentences)) > 1
    yield from _changes(*sentences) if is_long else _word_changes(*words)


def _word_changes(earlier: Sequence[str], later: Sequence[str]) -> Iterator[TextChange]:
    for kind, first, second in _blocks(earlier, later):
        # A space between two changed words says nothing: the words around it are one change.
        is_same = kind == "equal" and (not first.isspace() or "\n" in first)
        yield from _whole(first, second, is_same=is_same)


def _are_alike(earlier: str, later: str) -> bool:
    """Return whether one of two passages is the other, changed."""
    first, second = Counter(earlier.split()), Counter(later.split())
    return 2 * (first & second).total() >= _ALIKE * (first.total() + second.total())


def _blocks(earlier: Sequence[str], later: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield what is the same in two sequences, and what stands in one for what stands in the other.

    Too many pairs of equal parts would take minutes: then nothing but beginning and end is the same.
    """
    start, end = _count_same(earlier, later)
    if start:
        yield "equal", "".join(earlier[:start]), "".join(later[:start])
    first, second = (parts[start : len(parts) - end] for parts in (earlier, later))
    if _count_pairs(first, second) > _MOST_PAIRS:
        yield "replace", "".join(first), "".join(second)
    else:
        # White space stands between all parts: it goes with what is around it.
        matcher = SequenceMatcher(str.isspace, first, second, autojunk=False)
        for kind, begins, ends, later_begins, later_ends in matcher.get_opcodes():
            yield kind, "".join(first[begins:ends]), "".join(second[later_begins:later_ends])
    if end:
        yield "equal", "".join(earlier[len(earlier) - end :]), "".join(later[len(later) - end :])


def _count_same(earlier: Sequence[str], later: Sequence[str]) -> tuple[int, int]:
    """Return how many parts two sequences have in common at their beginning, and then at their end."""
    most = min(len(earlier), len(later))
    start = next((at for at in range(most) if earlier[at] != later[at]), most)
    rest = most - start
    return start, next((at for at in range(rest) if earlier[-1 - at] != later[-1 - at]), rest)


def _count_pairs(earlier: Sequence[str], later: Sequence[str]) -> int:
    """Return how many pairs of equal parts, white space apart, there are in two sequences."""
    first, second = Counter(earlier), Counter(later)
    return sum(count * second[part] for part, count in first.items() if part in second and not part.isspace())


def _whole(earlier: str, later: str, *, is_same: bool) -> Iterator[TextChange]:
    if is_same:
        yield TextChange("same", earlier)
        return
    if earlier:
        yield TextChange("removed", earlier)
    if later:
        yield TextChange("added", later)


def _joined(pieces: Sequence[TextChange]) -> list[TextChange]:
    """Return pieces with those of a change together: what was removed, then what was added."""
    joined: list[TextChange] = []
    for is_same, group in groupby(pieces, key=lambda piece: piece.kind == "same"):
        members = list(group)
        kinds: tuple[ChangeKind, ...] = ("same",) if is_same else ("removed", "added")
        for kind in kinds:
            text = "".join(piece.text for piece in members if piece.kind == kind)
            joined += [TextChange(kind, text)] if text else []
    return joined


class ParagraphPair(NamedTuple):
    """A paragraph of one text and what stands in its place in another.

    Attributes:
        left: The pieces of the earlier text, ``same`` or ``removed``; none where the paragraph is new.
        right: The pieces of the later text, ``same`` or ``added``; none where the paragraph is gone.
    """

    left: list[TextChange]
    right: list[TextChange]

    @property
    def differs(self) -> bool:
        """Whether anything of it changed."""
        return any(piece.kind != "same" for piece in (*self.left, *self.right))


def paragraph_pairs(changes: Sequence[TextChange]) -> list[ParagraphPair]:
    """Return two texts side by side: what ``text_changes`` found, line by line; empty lines are left out."""
    pairs = [ParagraphPair([], [])]
    for _, group in groupby(changes, key=lambda change: change.kind == "same"):
        pieces = list(group)
        left = [line for piece in pieces if piece.kind != "added" for line in _lines(piece)]
        right = [line for piece in pieces if piece.kind != "removed" for line in _lines(piece)]
        for number, (left_line, right_line) in enumerate(zip_longest(left, right)):
            if number:
                pairs.append(ParagraphPair([], []))
            for side, line in ((pairs[-1].left, left_line), (pairs[-1].right, right_line)):
                if line and line.text:
                    side.append(line)
    return [pair for pair in pairs if any(piece.text.strip() for piece in (*pair.left, *pair.right))]


def _lines(piece: TextChange) -> list[TextChange]:
    return [TextChange(piece.kind, line) for line in piece.text.split("\n")]


def shared_words(changes: Sequence[TextChange]) -> float:
    """Return the share of words that two texts have in common, in their order, from 0 to 1."""
    counts: Counter[ChangeKind] = Counter()
    for change in changes:
        counts[change.kind] += len(_WORD.findall(change.text))
    total = 2 * counts["same"] + counts["removed"] + counts["added"]
    return 2 * counts["same"] / total if total else 1.0
