"""Choose among proposals that contradict each other those that are worth most together."""

from __future__ import annotations

from collections.abc import Sequence

SHARED_WORDS = 0.2
"""Two proposals contradict each other if they share more than this part of the shorter one's words."""

_MOST_EXACT = 40
"""Groups with more proposals than this are chosen from greedily."""


def select(word_sets: Sequence[frozenset[int]], gains: Sequence[float]) -> list[int]:
    """Return the indices of the proposals with the highest total gain of which none contradicts another.

    Args:
        word_sets: The words of each proposal's content.
        gains: What each is worth; one that is worth nothing is never chosen.
    """
    worthy = [index for index, gain in enumerate(gains) if gain > 0]
    rivals = _rivals(word_sets, worthy)
    chosen: list[int] = []
    for group in _groups(rivals):
        if len(group) > _MOST_EXACT:
            chosen += _greedy(group, rivals, gains)
        else:
            chosen += _best(frozenset(group), rivals, gains, {})[1]
    return sorted(chosen)


def _rivals(word_sets: Sequence[frozenset[int]], worthy: Sequence[int]) -> dict[int, set[int]]:
    """Return for each proposal those that it contradicts."""
    by_word: dict[int, list[int]] = {}
    for index in worthy:
        for word in word_sets[index]:
            by_word.setdefault(word, []).append(index)
    rivals: dict[int, set[int]] = {index: set() for index in worthy}
    for index in worthy:
        neighbours = {other for word in word_sets[index] for other in by_word[word]}
        for other in neighbours:
            if other > index:
                shorter = min(len(word_sets[index]), len(word_sets[other]))
                if len(word_sets[index] & word_sets[other]) > SHARED_WORDS * shorter:
                    rivals[index].add(other)
                    rivals[other].add(index)
    return rivals


def _groups(rivals: dict[int, set[int]]) -> list[list[int]]:
    """Return the proposals in groups: no proposal contradicts one of another group."""
    groups: list[list[int]] = []
    seen: set[int] = set()
    for index in rivals:
        if index in seen:
            continue
        seen.add(index)
        group = [index]
        for member in group:  # grows while it is read
            new = rivals[member] - seen
            seen |= new
            group += sorted(new)
        groups.append(group)
    return groups


def _greedy(group: Sequence[int], rivals: dict[int, set[int]], gains: Sequence[float]) -> list[int]:
    chosen: list[int] = []
    for index in sorted(group, key=lambda index: -gains[index]):
        if not rivals[index] & set(chosen):
            chosen.append(index)
    return chosen


def _best(
    open_group: frozenset[int],
    rivals: dict[int, set[int]],
    gains: Sequence[float],
    known: dict[frozenset[int], tuple[float, list[int]]],
) -> tuple[float, list[int]]:
    """Return the highest gain that a group allows, and the proposals that have it.

    Either the proposal with most rivals is chosen and its rivals are not, or it is not chosen.
    """
    if open_group in known:
        return known[open_group]
    pivot = max(open_group, key=lambda index: (len(rivals[index] & open_group), -index), default=-1)
    if pivot < 0 or not rivals[pivot] & open_group:
        best = (sum(gains[index] for index in open_group), sorted(open_group))
    else:
        gain, others = _best(open_group - rivals[pivot] - {pivot}, rivals, gains, known)
        best = max((gain + gains[pivot], [pivot, *others]), _best(open_group - {pivot}, rivals, gains, known))
    known[open_group] = best
    return best
