"""The model's reading and the certain part of the rules' reading, joined into one.

The model reads nearly everything. Where passages are marked as speech the marks know better: a quotation is
one attribution's as a whole, and what stands in marks or behind a name and a colon is speech though the model
passed it over. As in PolNeAR, a word belongs to one content at most.
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

WHOLE = 0.2
"""An attribution that has this share of the words of a quotation gets those that nobody has."""

FREE = 0.5
"""Speech that the rules found is added if the model left more than this share of its words to nobody."""

_NOBODY = -1


class Ensemble:
    """Readings of one text that share out its words; ``model`` itself is left as it is."""

    def __init__(self, text: str, model: Iterable[AttributionCandidate]) -> None:
        words = [match.span() for match in WORD.finditer(text)]
        self._text = text
        self._starts = [start for start, _ in words]
        self._ends = [end for _, end in words]
        self._owner = [_NOBODY] * len(words)
        self._cues: dict[int, int] = {}
        self._narrated: set[int] = set()
        self._all: list[AttributionCandidate] = []
        for reading in model:
            self._add(reading, list(reading.content))

    @property
    def candidates(self) -> list[AttributionCandidate]:
        """The attributions, in no order; one that lost all its words is none."""
        return [reading for reading in self._all if reading.content]

    def split_labelled(self, announced: Iterable[AttributionCandidate]) -> None:
        """Parts what the model ran together: passages with names of their own are no one attribution.

        ``announced`` are passages that a name before a colon or under the quotation gives a speaker.
        """
        inside: dict[int, list[AttributionCandidate]] = {}
        for passage in announced:
            owners = Counter(self._owner[word] for word in self._words(passage.content))
            for index, _ in owners.most_common(1):
                inside.setdefault(index, []).append(passage)
        for index, passages in inside.items():
            if index == _NOBODY or (len(passages) == 1 and not self._is_anothers(passages[0], self._all[index])):
                continue
            for passage in passages:
                self._take(index, passage.content)
            for passage in passages:
                self._add(passage, self._unowned(passage.content))

    def split_by_cue(self, certain: Iterable[AttributionCandidate]) -> None:
        """Divides what the model ran together though two say it: “Who?” asked Ann. “I,” whispered Bob.

        ``certain`` are passages with a cue and a source of their own.
        """
        for passage in certain:
            owners = Counter(self._owner[word] for word in self._words(passage.content))
            index = owners.most_common(1)[0][0] if owners else _NOBODY
            if index == _NOBODY or not self._is_anothers(passage, self._all[index]):
                continue
            reading = self._all[index]
            words = set(self._words(passage.content))
            rest = set(self._words(reading.content)) - words
            if rest and not set(self._words(passage.cue)) & {*self._words(reading.cue), *self._cues}:
                self._take(index, passage.content)
                self._add(passage, self._unowned(passage.content))

    def _is_anothers(self, passage: AttributionCandidate, reading: AttributionCandidate) -> bool:
        """Whether a passage has a source, and the reading that took it in has quite another."""
        mine, its = self._words(passage.source), self._words(reading.source)
        return bool(mine and its) and not set(mine) & set(its)

    def complete_quotations(self, quotations: Sequence[Quotation]) -> None:
        """Gives the rest of each quotation to the attribution that has much of it."""
        for quotation in quotations:
            inner = self._words([quotation.inner])
            owners = Counter(self._owner[word] for word in inner)
            del owners[_NOBODY]
            if owners:
                index, count = owners.most_common(1)[0]
                if count >= WHOLE * len(inner):
                    self._give(index, [quotation.inner])
                    if all(self._owner[word] == index for word in inner):
                        reading = self._all[index]
                        reading.content = self._joined([*reading.content, (quotation.start, quotation.end)])

    def add_missed_speech(self, certain: Iterable[AttributionCandidate]) -> None:
        """Adds what the rules are sure of and the model passed over; a cue that it knows gets the content."""
        for reading in certain:
            if self._is_free(reading.content):
                known = [self._cues[word] for word in self._words(reading.cue) if word in self._cues]
                if known:
                    self._give(known[0], reading.content)
                else:
                    self._add(reading, self._unowned(reading.content))

    def attach_uncued(self, content: list[Span], paragraph: int) -> None:
        """Gives quotations without a cue to whoever spoke before them in the paragraph, which begins there."""
        if not self._is_free(content):
            return
        last = bisect_left(self._starts, content[0][0]) - 1
        first = bisect_left(self._starts, paragraph)
        for word in range(last, first - 1, -1):
            index = self._owner[word] if self._owner[word] != _NOBODY else self._cues.get(word, _NOBODY)
            if index != _NOBODY:
                self._give(index, content)
                return

    def _add(self, reading: AttributionCandidate, content: list[Span]) -> None:
        if not content:
            return
        index = len(self._all)
        self._all.append(replace(reading, content=content))
        for word in self._words(content):
            self._owner[word] = index
        for word in self._words(reading.cue):
            self._cues.setdefault(word, index)
        self._narrated.update(self._words([*reading.source, *reading.cue]))

    def _give(self, index: int, spans: Sequence[Span]) -> None:
        free = self._unowned(spans)
        for word in self._words(free):
            self._owner[word] = index
        reading = self._all[index]
        reading.content = self._joined([*reading.content, *free])

    def _take(self, index: int, spans: Sequence[Span]) -> None:
        """Takes words from an attribution that had them."""
        for word in self._words(spans):
            if self._owner[word] == index:
                self._owner[word] = _NOBODY
        reading = self._all[index]
        reading.content = self._runs(reading.content, lambda word: self._owner[word] == index)

    def _joined(self, spans: Iterable[Span]) -> list[Span]:
        """The spans in order, those of one paragraph made one where no word lies between them."""
        out: list[Span] = []
        for start, end in sorted(spans):
            if out and not self._words([(out[-1][1], start)]) and "\n" not in self._text[out[-1][1] : start]:
                out[-1] = (out[-1][0], max(out[-1][1], end))
            else:
                out.append((start, end))
        return out

    def _words(self, spans: Iterable[Span]) -> list[int]:
        return [
            word
            for start, end in spans
            for word in range(bisect_right(self._ends, start), bisect_left(self._starts, end))
        ]

    def _is_free(self, spans: Sequence[Span]) -> bool:
        words = self._words(spans)
        return sum(self._owner[word] == _NOBODY for word in words) > FREE * len(words)

    def _unowned(self, spans: Sequence[Span]) -> list[Span]:
        """The parts of spans that belong to no content, no source and no cue; a whole span where it can be."""
        return self._runs(spans, lambda word: self._owner[word] == _NOBODY and word not in self._narrated)

    def _runs(self, spans: Sequence[Span], holds: Callable[[int], bool]) -> list[Span]:
        """The parts of spans whose words all hold; a whole span where it can be."""
        out: list[Span] = []
        for start, end in spans:
            words = self._words([(start, end)])
            held = [holds(word) for word in words]
            if all(held):
                out.append((start, end))
                continue
            run: list[int] = []
            for word, is_held in zip([*words, -1], [*held, False], strict=True):
                if is_held:
                    run.append(word)
                elif run:
                    out.append((self._starts[run[0]], self._ends[run[-1]]))
                    run = []
        return out
