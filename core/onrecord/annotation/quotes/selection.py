"""Choose among proposals that contradict each other those that are worth most together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

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
    for group in _groups(worthy, rivals):
        chosen += _greedy(group, rivals, gains) if len(group) > _MOST_EXACT else _best(group, rivals, gains, {})[1]
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


def _groups(members: Iterable[int], rivals: Mapping[int, set[int]]) -> Iterator[frozenset[int]]:
    """Yield some proposals in groups: no proposal contradicts one of another group."""
    unseen = set(members)
    while unseen:
        group = [unseen.pop()]
        for member in group:  # grows while it is read
            new = rivals[member] & unseen
            unseen -= new
            group += new
        yield frozenset(group)


def _greedy(group: Iterable[int], rivals: Mapping[int, set[int]], gains: Sequence[float]) -> list[int]:
    chosen: set[int] = set()
    for index in sorted(group, key=lambda index: (-gains[index], index)):
        if not rivals[index] & chosen:
            chosen.add(index)
    return sorted(chosen)


def _best(
    group: frozenset[int],
    rivals: Mapping[int, set[int]],
    gains: Sequence[float],
    best_by_group: dict[frozenset[int], tuple[float, list[int]]],
) -> tuple[float, list[int]]:
    """Return the highest gain that a group allows, and the proposals that have it.

    Either the proposal with most rivals is chosen and its rivals are not, or it is not chosen; what is left falls
    into smaller groups.
    """
    if group in best_by_group:
        return best_by_group[group]
    pivot = max(group, key=lambda index: (len(rivals[index] & group), -index))

    def best_of(members: frozenset[int]) -> tuple[float, list[int]]:
        parts = [_best(part, rivals, gains, best_by_group) for part in _groups(members, rivals)]
        return sum(gain for gain, _ in parts), sorted(index for _, chosen in parts for index in chosen)

    gain, others = best_of(group - rivals[pivot] - {pivot})
    with_pivot = gain + gains[pivot], sorted([pivot, *others])
    best_by_group[group] = max(with_pivot, best_of(group - {pivot})) if len(group) > 1 else with_pivot
    return best_by_group[group]
