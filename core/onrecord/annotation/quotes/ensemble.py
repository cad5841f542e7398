"""The ensemble: the model's candidates joined with the certain ones of the rules.

The model reads nearly everything. Where passages are marked as speech the marks know better: a quotation belongs
to one attribution as a whole, and what stands in marks or behind a name and a colon is speech even if the model
passes it over. As in PolNeAR, a word belongs to one content at most.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.text.quotation_marks import Quotation
from onrecord.annotation.text.words import WORD
from onrecord.base.records import Span

OWNED_SHARE = 0.2
"""The least share of a quotation's words for which an attribution gets those that nobody has."""

FREE_SHARE = 0.5
"""Speech of the rules is added if the model left more than this share of its words to nobody."""

_NO_OWNER = -1


class Ensemble:
    """Candidates of one text that share out its words.

    The methods are called in the order in which they stand here; each hands on what the model has missed or run
    together.

    Args:
        text: The text.
        model_candidates: What the model reads; these objects stay as they are.
    """

    def __init__(self, text: str, model_candidates: Iterable[AttributionCandidate]) -> None:
        words = [match.span() for match in WORD.finditer(text)]
        self._text = text
        self._starts = [start for start, _ in words]
        self._ends = [end for _, end in words]
        self._owners = [_NO_OWNER] * len(words)  # for each word the index of the candidate whose content has it
        self._cue_owners: dict[int, int] = {}  # word of a cue → index of its candidate
        self._narrated: set[int] = set()  # words of sources and cues
        self._candidates: list[AttributionCandidate] = []
        for candidate in model_candidates:
            self._add(candidate, list(candidate.content))

    @property
    def candidates(self) -> list[AttributionCandidate]:
        """The candidates in no order, without those that lost all their words."""
        return [candidate for candidate in self._candidates if candidate.content]

    def split_labelled(self, labelled: Iterable[AttributionCandidate]) -> None:
        """Split a content of the model that runs over several labels, or over one of somebody else.

        Acts: “Yes.” – Ann / “No.” – Bob, which the model takes for one. Not for a single label of the same source.

        Args:
            labelled: Candidates whose source is a label before or a signature under them.
        """
        by_owner: dict[int, list[AttributionCandidate]] = {}
        for candidate in labelled:
            owner = self._main_owner(candidate.content)
            if owner != _NO_OWNER:
                by_owner.setdefault(owner, []).append(candidate)
        for owner, inside in by_owner.items():
            if len(inside) == 1 and not self._have_different_sources(inside[0], self._candidates[owner]):
                continue
            for candidate in inside:
                self._release(owner, candidate.content)
            for candidate in inside:
                self._add(candidate, self._unowned(candidate.content))

    def split_by_cue(self, certain: Iterable[AttributionCandidate]) -> None:
        """Split a content of the model that holds what somebody else says: “Who?” asked Ann. “I,” whispered Bob.

        Not if the model has a cue there itself, or if nothing would be left of its content.

        Args:
            certain: The certain candidates of the rules.
        """
        for candidate in certain:
            owner = self._main_owner(candidate.content)
            if owner == _NO_OWNER or not self._have_different_sources(candidate, self._candidates[owner]):
                continue
            model_candidate = self._candidates[owner]
            rest = set(self._words(model_candidate.content)) - set(self._words(candidate.content))
            cue_words = set(self._words(candidate.cue))
            if rest and not cue_words & {*self._words(model_candidate.cue), *self._cue_owners}:
                self._release(owner, candidate.content)
                self._add(candidate, self._unowned(candidate.content))

    def complete_quotations(self, quotations: Sequence[Quotation]) -> None:
        """Give the rest of each quotation to the attribution that has much of it."""
        for quotation in quotations:
            words = self._words([quotation.inner])
            counts = Counter(self._owners[word] for word in words)
            del counts[_NO_OWNER]
            if not counts:
                continue
            owner, count = counts.most_common(1)[0]
            if count >= OWNED_SHARE * len(words):
                self._give(owner, [quotation.inner])
                if all(self._owners[word] == owner for word in words):
                    candidate = self._candidates[owner]
                    candidate.content = self._merge([*candidate.content, (quotation.start, quotation.end)])

    def add_missed_speech(self, certain: Iterable[AttributionCandidate]) -> None:
        """Add certain candidates that the model passed over; where it has the cue, give its candidate the content.

        Args:
            certain: The certain candidates of the rules.
        """
        for candidate in certain:
            if self._is_free(candidate.content):
                owners = [
                    self._cue_owners[word] for word in self._words(candidate.cue) if word in self._cue_owners
                ]
                if owners:
                    self._give(owners[0], candidate.content)
                else:
                    self._add(candidate, self._unowned(candidate.content))

    def attach_uncued(self, content: list[Span], paragraph_start: int) -> None:
        """Give quotations without a cue to whoever speaks before them in the same paragraph.

        Args:
            content: The quotations, in characters.
            paragraph_start: Where their paragraph begins.
        """
        if not self._is_free(content):
            return
        last = bisect_left(self._starts, content[0][0]) - 1
        first = bisect_left(self._starts, paragraph_start)
        for word in range(last, first - 1, -1):
            owner = self._owners[word] if self._owners[word] != _NO_OWNER else self._cue_owners.get(word)
            if owner is not None:
                self._give(owner, content)
                return

    def _main_owner(self, content: Sequence[Span]) -> int:
        """Return the index of the candidate that has most words of a content, or _NO_OWNER."""
        counts = Counter(self._owners[word] for word in self._words(content))
        return counts.most_common(1)[0][0] if counts else _NO_OWNER

    def _have_different_sources(
        self, candidate: AttributionCandidate, model_candidate: AttributionCandidate
    ) -> bool:
        """Whether a candidate and one of the model have sources, and these share no word."""
        words, model_words = self._words(candidate.source), self._words(model_candidate.source)
        return bool(words and model_words) and not set(words) & set(model_words)

    def _add(self, candidate: AttributionCandidate, content: list[Span]) -> None:
        """Add a copy of a candidate with this content, which is nobody's; none if it is empty."""
        if not content:
            return
        index = len(self._candidates)
        self._candidates.append(replace(candidate, content=content))
        for word in self._words(content):
            self._owners[word] = index
        for word in self._words(candidate.cue):
            self._cue_owners.setdefault(word, index)
        self._narrated.update(self._words([*candidate.source, *candidate.cue]))

    def _give(self, owner: int, spans: Sequence[Span]) -> None:
        """Give a candidate the words of spans that are nobody's."""
        free = self._unowned(spans)
        for word in self._words(free):
            self._owners[word] = owner
        candidate = self._candidates[owner]
        candidate.content = self._merge([*candidate.content, *free])

    def _release(self, owner: int, spans: Sequence[Span]) -> None:
        """Take the words of spans from a candidate that has them."""
        for word in self._words(spans):
            if self._owners[word] == owner:
                self._owners[word] = _NO_OWNER
        candidate = self._candidates[owner]
        candidate.content = self._runs(candidate.content, lambda word: self._owners[word] == owner)

    def _merge(self, spans: Iterable[Span]) -> list[Span]:
        """Return the spans in order, those of one paragraph merged where no word lies between them."""
        merged: list[Span] = []
        for start, end in sorted(spans):
            if (
                merged
                and not self._words([(merged[-1][1], start)])
                and "\n" not in self._text[merged[-1][1] : start]
            ):
                merged[-1] = (merged[-1][0], max(merged[-1][1], end))
            else:
                merged.append((start, end))
        return merged

    def _words(self, spans: Iterable[Span]) -> list[int]:
        """Return the indices of the words in spans, those that a span only touches a part of included."""
        return [
            word
            for start, end in spans
            for word in range(bisect_right(self._ends, start), bisect_left(self._starts, end))
        ]

    def _is_free(self, spans: Sequence[Span]) -> bool:
        """Whether most words of spans are in no content."""
        words = self._words(spans)
        return sum(self._owners[word] == _NO_OWNER for word in words) > FREE_SHARE * len(words)

    def _unowned(self, spans: Sequence[Span]) -> list[Span]:
        """Return the parts of spans that are in no content, no source and no cue."""
        return self._runs(spans, lambda word: self._owners[word] == _NO_OWNER and word not in self._narrated)

    def _runs(self, spans: Sequence[Span], is_wanted: Callable[[int], bool]) -> list[Span]:
        """Return the parts of spans whose words are all wanted; a whole span as it is, if it can be."""
        runs: list[Span] = []
        for start, end in spans:
            words = self._words([(start, end)])
            wanted = [is_wanted(word) for word in words]
            if all(wanted):
                runs.append((start, end))
                continue
            run: list[int] = []
            for word, is_word_wanted in zip([*words, -1], [*wanted, False], strict=True):
                if is_word_wanted:
                    run.append(word)
                elif run:
                    runs.append((self._starts[run[0]], self._ends[run[-1]]))
                    run = []
        return runs
