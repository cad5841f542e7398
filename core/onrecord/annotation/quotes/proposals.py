"""Proposals: every reading of an attribution that the model, the rules, or both together suggest.

The model and the rules read the same words in their own ways. Each reading is a proposal, and so is what one of
them makes of the other's: the model's content with the source of the rule, a content completed to the ends of its
quotation, split where somebody else speaks, or joined with words that nobody claims. Proposals contradict each
other; ``judge`` tells how probable each is, and ``selection`` takes those that go together best.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Literal

from onrecord.annotation.lexicon import load_lexicon
from onrecord.annotation.neural.model import ModelAttribution
from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.quotes.rules import RuleExtractor
from onrecord.annotation.quotes.word_index import WordIndex
from onrecord.base.records import Span, words_of

ProposalForm = Literal["read", "sourced", "completed", "extended", "split", "joined", "followed"]
"""What was made of a reading; see ``ProposalMaker``."""

OWNED_SHARE = 0.2
"""The least share of a quotation's words for which a content is completed to the whole of it."""

SAME_SHARE = 0.5
"""The least overlap (Jaccard) of two contents that are readings of the same attribution."""


_JOINING = ("and", "or")

ByWord = dict[int, list["Proposal"]]


@dataclass(slots=True)
class Proposal:
    """A reading of an attribution, with who suggests it.

    Args:
        candidate: Source, cue and content.
        words: The words of the content.
        source_words: The words of the source.
        cue_words: The words of the cue.
        form: What was made of the reading.
        model: What the model read, if the reading is based on that.
        rule: The candidate of the rules about the same words or with the same cue.
    """

    candidate: AttributionCandidate
    words: frozenset[int]
    source_words: frozenset[int]
    cue_words: frozenset[int]
    form: ProposalForm
    model: ModelAttribution | None = None
    rule: Proposal | None = None


class ProposalMaker:
    """Makes the proposals of one text.

    Args:
        rules: What the rules make of the text.
        word_index: Its words.
    """

    def __init__(self, rules: RuleExtractor, word_index: WordIndex) -> None:
        self._rules = rules
        self._index = word_index
        self._quotation_words = [
            (quotation, word_index.words([quotation.inner])) for quotation in rules.quotations
        ]
        self._quotations_at: dict[int, int] = {
            word: number for number, (_, words) in enumerate(self._quotation_words) for word in words
        }

    def proposals(self, readings: Iterable[tuple[AttributionCandidate, ModelAttribution]]) -> list[Proposal]:
        """Return all proposals, those of the model's readings first, without two that are the same.

        Args:
            readings: What the model read, each as a candidate.
        """
        by_rules = [*self._rules.certain_candidates, *self._rules.according_candidates()]
        certain = [
            self._proposal(candidate, "read") for candidate in by_rules if not self._is_by_measure(candidate)
        ]
        for proposal in certain:
            proposal.rule = proposal
        turns = _by_word(self._proposal(candidate, "read") for candidate in self._rules.labelled_candidates)
        read = [replace(self._proposal(candidate, "read"), model=model) for candidate, model in readings]
        read = [
            proposal
            for proposal in read
            if not self._is_by_measure(proposal.candidate)
            and not any(_is_within(proposal, turn) for turn in _sharing(proposal.words, turns))
        ]
        certain_by_word, read_by_word = _by_word(certain), _by_word(read)
        proposals = [variant for proposal in read for variant in self._variants(proposal, certain_by_word)]
        proposals += [replace(proposal, model=_model_of(proposal, read_by_word)) for proposal in certain]
        proposals += self._with_uncued(proposals)
        return _distinct(proposals)

    def _is_by_measure(self, candidate: AttributionCandidate) -> bool:
        """Return whether “according to” says by what a thing is done, not who says so: *plan*, *age or need*."""
        if candidate.cue_key != "according_to":
            return False
        words = words_of(self._rules.text, candidate.source).lower().split()
        return bool(words) and all(word in _JOINING or word in load_lexicon()["measures"] for word in words)

    def _proposal(
        self, candidate: AttributionCandidate, form: ProposalForm, content: list[Span] | None = None
    ) -> Proposal:
        if content is not None:
            candidate = replace(candidate, content=content)
        words = self._index.words
        return Proposal(candidate, words(candidate.content), words(candidate.source), words(candidate.cue), form)

    def _variants(self, proposal: Proposal, certain: ByWord) -> Iterator[Proposal]:
        """Yield a reading of the model and what can be made of it.

        - ``read``: as it is.
        - ``completed``: with the rest of each quotation that it has much of.
        - ``extended``: to the end of its clause.
        - ``sourced``: with the source that the rules see; instead of the reading, if that has none.
        - ``joined``: with what the rules give to the same cue.
        - ``split``: without the words of others.
        """
        overlapping = [
            other
            for other in _sharing(proposal.words | proposal.cue_words, certain)
            if other.words & proposal.words or other.cue_words & proposal.cue_words
        ]
        rule = max(
            overlapping,
            key=lambda other: (bool(other.cue_words & proposal.cue_words), jaccard(other.words, proposal.words)),
            default=None,
        )
        if rule is not None and not (
            rule.cue_words & proposal.cue_words or jaccard(rule.words, proposal.words) >= SAME_SHARE
        ):
            rule = None
        if rule is not None and rule.source_words and not proposal.source_words:
            proposal = self._sourced(proposal, rule)
        proposal.rule = rule
        completed = self._completed(proposal)
        bases = [proposal] if completed is None else [proposal, completed]
        extended = self._extended(bases[-1])
        if extended is not None:
            bases.append(extended)
        yield from bases
        others = [other for other in overlapping if other is not rule and other.words & proposal.words]
        if others:
            for base in bases:
                yield from self._split(base, others)
        if rule is None:
            return
        if rule.words - bases[-1].words:
            yield self._joined(bases[-1], rule.candidate.content)
        if rule.source_words and not rule.source_words & proposal.source_words:
            yield from (self._sourced(base, rule) for base in bases)

    def _sourced(self, proposal: Proposal, rule: Proposal) -> Proposal:
        """Return a reading with the source and the cue that the rules see."""
        source, lemma = rule.candidate.source, rule.candidate.source_lemma
        candidate = replace(proposal.candidate, source=source, source_lemma=lemma, cue=rule.candidate.cue)
        return replace(self._proposal(candidate, "sourced"), model=proposal.model, rule=rule)

    def _completed(self, proposal: Proposal) -> Proposal | None:
        """Return a reading with the whole of each quotation that it has much of; None if nothing is added."""
        numbers = {self._quotations_at[word] for word in proposal.words if word in self._quotations_at}
        spans: list[Span] = []
        for number in sorted(numbers):
            quotation, words = self._quotation_words[number]
            if len(words & proposal.words) >= OWNED_SHARE * len(words):
                spans.append((quotation.start, quotation.end))
                spans += self._continuation(number)
        completed = self._joined(proposal, spans, "completed")
        return completed if completed.words != proposal.words else None

    def _extended(self, proposal: Proposal) -> Proposal | None:
        """Return a reading with its clause to the end, or None if nothing is added.

        In “he said it works, | which surprised us” the model often stops at the comma. A quotation ends where it
        is closed.
        """
        tree = self._rules.tree
        tokens = tree.tokens_in(proposal.candidate.content)
        last = max((tree.subtrees[token][1] for token in tree.heads(tokens)), default=0)
        rest = tree.strip_punctuation((tokens[-1] + 1, last)) if tokens and last > tokens[-1] + 1 else None
        if rest is None or max(proposal.words, default=0) in self._quotations_at:
            return None
        start, end = tree.ends[tokens[-1]], tree.ends[rest[1] - 1]
        if self._index.words([(start, end)]) & (proposal.source_words | proposal.cue_words):
            return None
        extended = self._joined(proposal, [(tree.starts[tokens[-1]], end)], "extended")
        return extended if extended.words != proposal.words else None

    def _continuation(self, number: int) -> Iterator[Span]:
        """Yield the quotations of the next paragraphs in which an unclosed one goes on."""
        while self._quotation_words[number][0].continued and number + 1 < len(self._quotation_words):
            number += 1
            quotation = self._quotation_words[number][0]
            yield quotation.start, quotation.end

    def _joined(self, proposal: Proposal, spans: Iterable[Span], form: ProposalForm = "joined") -> Proposal:
        """Return a reading with these spans added to its content, except its own source and cue."""
        content = self._index.merge([*proposal.candidate.content, *spans])
        wanted = self._index.words(content) - proposal.source_words - proposal.cue_words
        content = self._index.parts(content, wanted)
        return replace(self._proposal(proposal.candidate, form, content), model=proposal.model, rule=proposal.rule)

    def _split(self, proposal: Proposal, others: Sequence[Proposal]) -> Iterator[Proposal]:
        """Yield a reading without the words of each other candidate, and without those of all of them."""
        taken: frozenset[int] = frozenset()
        for other in others:
            taken |= other.words
        for words in {taken, *(other.words for other in others)}:
            if proposal.words - words and proposal.words & words:
                yield self._without(proposal, words)

    def _without(self, proposal: Proposal, words: frozenset[int]) -> Proposal:
        content = self._index.parts(proposal.candidate.content, proposal.words - words)
        return replace(
            self._proposal(proposal.candidate, "split", content), model=proposal.model, rule=proposal.rule
        )

    def _with_uncued(self, proposals: Sequence[Proposal]) -> list[Proposal]:
        """Return the readings that stand last before quotations without a cue, with these added.

        Only within the paragraph of the quotations.
        """
        if not self._rules.uncued_utterances:
            return []
        by_word = _by_word(proposals)
        followed: list[Proposal] = []
        for utterance in self._rules.uncued_utterances:
            spans = [(quotation.start, quotation.end) for quotation in utterance.quotations]
            words = self._index.words(spans)
            paragraph_start, _ = self._rules.paragraphs[utterance.paragraph]
            last = min(words, default=0) - 1
            while last >= 0 and self._index.starts[last] >= paragraph_start and last not in by_word:
                last -= 1
            if last >= 0 and self._index.starts[last] >= paragraph_start:
                followed += [
                    self._joined(proposal, spans, "followed")
                    for proposal in by_word.get(last, ())
                    if words - proposal.words
                ]
        return followed


def _by_word(proposals: Iterable[Proposal]) -> ByWord:
    """Return the proposals by each word of their contents and cues."""
    by_word: ByWord = {}
    for proposal in proposals:
        for word in proposal.words | proposal.cue_words:
            by_word.setdefault(word, []).append(proposal)
    return by_word


def _sharing(words: Iterable[int], by_word: ByWord) -> list[Proposal]:
    """Return the proposals that have one of these words, in the order of the text."""
    sharing = {id(other): other for word in sorted(words) for other in by_word.get(word, ())}
    return list(sharing.values())


def _model_of(proposal: Proposal, read: ByWord) -> ModelAttribution | None:
    """Return the model's reading with the same cue, or else with much the same content."""
    others = _sharing(proposal.words | proposal.cue_words, read)
    same_cue = (other.model for other in others if other.cue_words & proposal.cue_words)
    alike = (other.model for other in others if jaccard(proposal.words, other.words) >= SAME_SHARE)
    return next(chain(same_cue, alike), None)


def _is_within(proposal: Proposal, turn: Proposal) -> bool:
    """Return whether a reading is what somebody tells of others within their own turn or signed lines.

    In “COHEN: Her friend says that all is well.” Cohen speaks; what the friend says is a part of it.
    """
    inside = proposal.source_words | proposal.cue_words
    return bool(inside) and inside <= turn.words and len(proposal.words & turn.words) > len(proposal.words) / 2


def jaccard(words: frozenset[int], others: frozenset[int]) -> float:
    """Return the share of two sets' words that are in both, from 0 to 1; 1 if both are empty."""
    union = len(words | others)
    return len(words & others) / union if union else 1.0


def _distinct(proposals: Iterable[Proposal]) -> list[Proposal]:
    """Return one of all proposals that are the same, first what was read; none without content."""
    distinct: dict[tuple[frozenset[int], ...], Proposal] = {}
    for proposal in sorted(proposals, key=lambda proposal: proposal.form != "read"):
        if proposal.words:
            distinct.setdefault((proposal.words, proposal.source_words, proposal.cue_words), proposal)
    return list(distinct.values())
