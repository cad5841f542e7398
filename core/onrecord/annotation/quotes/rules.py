"""Attributions by rules alone, and what the model needs of the rules.

``RuleExtractor`` reads one Doc in three steps, the surest first: paragraphs behind a speaker label, utterances in
quotation marks, and the likeliest frames of everything else. What is accepted never overlaps: a word belongs to
one content at most, as in PolNeAR.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from spacy.tokens import Doc

from onrecord.annotation.doc.text import text_of
from onrecord.annotation.lexicon.cues import CueLexicon, load_cues
from onrecord.annotation.quotes.announced_speech import SIGNED, announced
from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.quotes.complements import describe_pattern
from onrecord.annotation.quotes.cue_search import CueSearch
from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.quotes.direct_speech import SIGNATURE_REASON, DirectSpeechRules
from onrecord.annotation.quotes.factuality import factuality
from onrecord.annotation.quotes.frame_features import Frame
from onrecord.annotation.quotes.frames import FrameExtractor
from onrecord.annotation.quotes.quoted_as_saying import attribute_to_quoted, quotes_another, take_words_before
from onrecord.annotation.quotes.speaker_labels import SpeakerLabel, speaker_labels
from onrecord.annotation.quotes.unclosed_quotations import cut_unclosed
from onrecord.annotation.quotes.utterance import Utterance
from onrecord.annotation.quotes.wording_phrases import worded_candidates
from onrecord.annotation.quotes.work_titles import are_work_titles, looks_like_title
from onrecord.annotation.text.quotation_marks import (
    Quotation,
    find_paragraphs,
    find_quotations,
    outermost,
    quotation_kind,
)
from onrecord.annotation.text.spans import ClaimedSpans, strip_separators, widen_to_quotations
from onrecord.base.records import Attribution, CueType, QuoteKind, Span, count_words
from onrecord.base.spans import merge_spans

THRESHOLD = 0.25
"""The least probability of a frame that is accepted; the best F1 on PolNeAR train."""

MARKED_THRESHOLD = 0.11
"""The same for frames with words in quotation marks, which readers miss more."""

_PREPOSITION = re.compile(r"\b(?P<word>of|with|for|as|from|to)\s+(?:an? |the )?$")
_SECOND_OBJECT = re.compile(
    r",?\s+(?:and|or|but)\s+(?P<rest>[^\n.;:,]{1,60}?\b(?P<word>of|with|for|as|from|to)\s+(?:an? |the )?)"
)
_MOST_SCARE_WORDS = 2  # in marks that need not be anybody's words
_LONGEST_GAP = 3  # characters between a comma and a quotation
_SENTENCE_MARKS = frozenset(".!?")
_SENTENCE_END = re.compile(r"[.!?]\s")
_CAPITAL_BEHIND = re.compile(r"\s+[^\W\d_a-z]")
_CLAUSE_PATTERNS = ("ccomp", "clause", "put into", "according", "advcl", "be:ccomp")
_SPEAKER_LABELS = ("PERSON", "ORG", "GPE", "NORP")


class _ScoredFrame(NamedTuple):
    """A frame with its content in characters and its probability."""

    probability: float
    frame: Frame
    content: list[Span]


def extract_attributions(doc: Doc, *, threshold: float = THRESHOLD) -> list[Attribution]:
    """Return the attributions that the rules find in a parsed Doc, in the order of their first content.

    Args:
        doc: The Doc.
        threshold: The least probability of a frame that is accepted.
    """
    return RuleExtractor(doc, load_cues()).attributions(threshold)


class RuleExtractor:
    """Finds the attributions of one parsed Doc by rules.

    Args:
        doc: The Doc, of one token or more.
        cues: The lexicon of cues.

    Attributes:
        text: The text of the Doc.
        tree: Its parse.
        paragraphs: Its paragraphs.
        quotations: Its outermost quotations, in order.
        certain_candidates: What labels and quotation marks attribute.
        labelled_candidates: Those of them whose source is a label before or a signature under them.
        uncued_utterances: Utterances that nothing attributes.
    """

    def __init__(self, doc: Doc, cues: CueLexicon) -> None:
        self.doc = doc
        self.text = text_of(doc)
        self.cues = cues
        self.tree = DependencyTree(doc)
        self.paragraphs = find_paragraphs(self.text)
        self.quotations = cut_unclosed(self.tree, outermost(find_quotations(self.text)), cues.direct)
        self.is_quoted = quoted_tokens(self.tree, self.quotations)
        self.claimed = ClaimedSpans()
        self.certain_candidates: list[AttributionCandidate] = []
        self.labelled_candidates: list[AttributionCandidate] = []
        self.uncued_utterances: list[Utterance] = []
        names = [(entity.start_char, entity.end_char) for entity in doc.ents if entity.label_ in _SPEAKER_LABELS]
        labels = speaker_labels(self.text, self.paragraphs, names)
        for label in labels:
            self._add_certain(_labelled_candidate(label), is_labelled=True)
        self._add_direct_speech(self._quotations_outside([span for label in labels for span in label.content]))
        for candidate in worded_candidates(self.tree, self.text):
            self._add_certain(candidate, is_labelled=False)

    def attributions(self, threshold: float) -> list[Attribution]:
        """Return the attributions in the order of their first content.

        Args:
            threshold: The least probability of a frame that is accepted.
        """
        scored = self._scored(self.candidate_frames(self.cues.nouns), threshold)
        candidates = self.certain_candidates + self._accept(scored)
        self._attach_uncued(candidates)
        return self.records(part for candidate in candidates for part in self._split_parallel_objects(candidate))

    # Certain candidates

    def _quotations_outside(self, spans: Sequence[Span]) -> list[Quotation]:
        """Return the quotations that stand in none of these spans, which are in order."""
        starts = [start for start, _ in spans]
        return [
            quotation
            for quotation in self.quotations
            if not (index := bisect_right(starts, quotation.start)) or spans[index - 1][1] <= quotation.start
        ]

    def _add_direct_speech(self, quotations: list[Quotation]) -> None:
        search = CueSearch(self.tree, self.text, self.paragraphs, quotations, self.is_quoted, self.cues.direct)
        for utterance in DirectSpeechRules(search).utterances():
            spoken = announced(search, utterance) or utterance
            if spoken.source is None and spoken.cue is None:
                self.uncued_utterances.append(utterance)
            else:
                candidate = _spoken_candidate(spoken, self.tree)
                self._add_certain(candidate, is_labelled=spoken.why in (SIGNATURE_REASON, SIGNED))

    def _add_certain(self, candidate: AttributionCandidate, *, is_labelled: bool) -> None:
        """Add a candidate unless it overlaps one that is certain already."""
        spans = merge_spans(candidate.content + candidate.cue)
        if not self.claimed.overlaps(spans):
            self.claimed.add(spans)
            self.certain_candidates.append(candidate)
            if is_labelled:
                self.labelled_candidates.append(candidate)

    # Frames

    def candidate_frames(self, noun_keys: frozenset[str]) -> Iterator[tuple[Frame, list[Span]]]:
        """Yield the frames that overlap no certain candidate, with their content in characters.

        Args:
            noun_keys: The keys of nouns and adjectives that can be cues.
        """
        yield from self._free(self._extractor(noun_keys).frames())

    def according_candidates(self) -> list[AttributionCandidate]:
        """Return what “according to” attributes; none of it overlaps a certain candidate, or another."""
        frames = self._free(self._extractor(self.cues.nouns).according_frames())
        return self._accept(self._scored(frames, THRESHOLD))

    def _extractor(self, noun_keys: frozenset[str]) -> FrameExtractor:
        return FrameExtractor(self.tree, self.is_quoted, noun_keys, self.cues.type_of)

    def _free(self, frames: Iterable[Frame]) -> Iterator[tuple[Frame, list[Span]]]:
        """Yield the frames that overlap nothing that is claimed, with their content in characters."""
        for frame in frames:
            content = [self.tree.chars(span) for span in frame.content]
            if not self.claimed.overlaps([*content, self._cue_word(frame)]):
                yield frame, content

    def _scored(self, frames: Iterable[tuple[Frame, list[Span]]], threshold: float) -> list[_ScoredFrame]:
        """Return the frames that are likely enough, the likeliest first."""
        scored: list[_ScoredFrame] = []
        speech_cues: list[int] = []
        for frame, content in frames:
            probability = self.cues.probability(frame.features)
            if probability >= MARKED_THRESHOLD and frame.is_marked:
                is_clause = frame.pattern.startswith(_CLAUSE_PATTERNS)
                if not is_clause and self.only_names_works(frame.cue_key, content):
                    continue
                if probability >= threshold and self.cues.type_of(frame.cue_key) == "speech":
                    speech_cues.append(frame.cue_token)
            elif probability < threshold:
                continue
            scored.append(_ScoredFrame(probability, frame, content))
        scored = [item for item in scored if not self._hides_speech(item.frame, speech_cues)]
        return sorted(scored, key=lambda item: -item.probability)

    def _hides_speech(self, frame: Frame, speech_cues: list[int]) -> bool:
        """Return whether a thought or a stance takes in what somebody says: expected what she calls “a triumph”.

        Args:
            frame: The frame.
            speech_cues: The cues of likely frames of speech in quotation marks, as tokens in order.
        """
        if self.cues.type_of(frame.cue_key) == "speech":
            return False
        for first, last in frame.content:
            index = bisect_left(speech_cues, first)
            if index < len(speech_cues) and speech_cues[index] < last:
                return True
        return False

    def _accept(self, scored: list[_ScoredFrame]) -> list[AttributionCandidate]:
        """Accept each frame that overlaps nothing accepted before, and claim its cue and its content.

        The content is widened to the quotations that it touches, if those are free and do not hold the cue.
        """
        tree = self.tree
        accepted: list[AttributionCandidate] = []
        for probability, frame, frame_content in scored:
            content = frame_content
            cue_word = self._cue_word(frame)
            if self.claimed.overlaps([*content, cue_word]):
                continue
            widened = widen_to_quotations(content, self.quotations)
            if not self.claimed.overlaps([*widened, cue_word]) and not _overlap(widened, [cue_word]):
                content = widened
            self.claimed.add([*content, cue_word])
            accepted.append(
                AttributionCandidate(
                    source=[tree.chars(frame.source)] if frame.source else [],
                    cue=[tree.chars(span) for span in frame.cue],
                    content=content,
                    cue_key=frame.cue_key,
                    source_lemma=tree.lemma[frame.source_head] if frame.source_head is not None else "",
                    confidence=probability,
                    why=describe_pattern(frame.pattern, self.text[slice(*self._joined_cue(frame))]),
                )
            )
        return accepted

    def _cue_word(self, frame: Frame) -> Span:
        return self.tree.chars((frame.cue_token, frame.cue_token + 1))

    def _joined_cue(self, frame: Frame) -> Span:
        """Return the span of a cue whose parts stand side by side, or else of its first part."""
        spans = [self.tree.chars(span) for span in frame.cue]
        if spans[-1][0] - spans[0][1] > 1:
            return spans[0]
        return spans[0][0], spans[-1][1]

    def only_names_works(self, cue_key: str, content: list[Span]) -> bool:
        """Tell whether what stands in marks are titles of works that somebody makes or likes: played “Imagine”.

        Args:
            cue_key: The verb's key in the lexicon.
            content: What it is said of.
        """
        return are_work_titles(
            self.text,
            self.quotations_in(content),
            self.cues.works,
            has_work_verb=cue_key in self.cues.work_verbs,
        )

    def quotations_in(self, content: list[Span]) -> list[Quotation]:
        """Return the quotations that begin in these spans, or right before one."""
        return [
            quotation
            for start, end in content
            for quotation in self.quotations[
                bisect_left(self.quotations, (start - 1,)) : bisect_left(self.quotations, (end,))
            ]
        ]

    # From candidates to attributions

    def _attach_uncued(self, candidates: list[AttributionCandidate]) -> None:
        """Give utterances that nothing attributes to the speaker of the sentence before, in the same paragraph."""
        ends = sorted((candidate.content[-1][1], index) for index, candidate in enumerate(candidates))
        for utterance in self.uncued_utterances:
            spans = [(quotation.start, quotation.end) for quotation in utterance.quotations]
            position = bisect_right(ends, (spans[0][0], len(candidates))) - 1
            paragraph_start, _ = self.paragraphs[utterance.paragraph]
            if position < 0 or ends[position][0] < paragraph_start or self.claimed.overlaps(spans):
                continue
            index = ends[position][1]
            candidates[index].content += spans
            self.claimed.add(spans)
            insort(ends, (spans[-1][1], index))

    def _split_parallel_objects(self, candidate: AttributionCandidate) -> list[AttributionCandidate]:
        """Split a candidate whose verb takes two objects: accuses Anna of “theft” | and Ben of “murder”.

        Not where the prepositions differ: accuses Anna of “theft” and speaks for “justice”.
        """
        if len(candidate.content) != 1:
            return [candidate]
        start, end = candidate.content[0]
        index = bisect_left(self.quotations, (start,))
        if index + 1 >= len(self.quotations) or self.quotations[index].end > end:
            return [candidate]
        first, second = self.quotations[index], self.quotations[index + 1]
        preposition = _PREPOSITION.search(self.text, start, first.start)
        match = _SECOND_OBJECT.fullmatch(self.text, first.end, second.start)
        if preposition is None or match is None or match["word"] != preposition["word"]:
            return [candidate]
        rest = (match.start("rest"), max(second.end, end))
        if rest[0] >= end and self.claimed.overlaps([rest]):
            return [candidate]
        return [replace(candidate, content=[(start, first.end)]), replace(candidate, content=[rest])]

    def records(self, candidates: Iterable[AttributionCandidate]) -> list[Attribution]:
        """Return the records of the chosen candidates that report words, in the order of their first content."""
        attributions = filter(self._reports_words, map(self.to_attribution, candidates))
        return sorted(attributions, key=lambda attribution: attribution.content[0])

    def _reports_words(self, attribution: Attribution) -> bool:
        """Return whether an attribution says who speaks, has words in marks, or a clause.

        Not: the shares *are listed*, where nobody speaks and nothing is said.
        """
        if attribution.source or attribution.kind != "indirect":
            return True
        tree = self.tree
        return any(
            tree.pos[token] in ("VERB", "AUX") and tree.dep[token] not in ("amod", "compound")
            for token in tree.tokens_in(attribution.content)
        )

    def to_attribution(self, candidate: AttributionCandidate) -> Attribution:
        """Return the record of a candidate, with its kind and what its cue reports."""
        candidate = attribute_to_quoted(self.tree, self.text, candidate)
        candidate = take_words_before(self.tree, self.text, candidate)
        content = self._without_announcement(
            self._within_sentence(strip_separators(self.text, merge_spans(candidate.content)))
        )
        source = widen_to_quotations(candidate.source, self.quotations)
        if _overlap(source, content):
            source = candidate.source
        kind = quotation_kind(self.text, self.quotations, content)
        cue_tokens = [] if self._begins_sentence(candidate.cue, content) else self.tree.tokens_in(candidate.cue)
        polarity, modality = factuality(self.tree, cue_tokens, frozenset(self.tree.tokens_in(content)))
        return Attribution(
            source=strip_separators(self.text, source),
            cue=sorted(candidate.cue),
            content=content,
            kind=kind,
            confidence=round(candidate.confidence, 3),
            cue_type=self._cue_type(candidate, kind, content),
            why=candidate.why,
            polarity=polarity,
            modality=modality,
        )

    def _begins_sentence(self, cue: list[Span], content: list[Span]) -> bool:
        """Return whether a quotation is a sentence behind that of its cue: would not hear of it. “It is late.”"""
        quotation = next(iter(self.quotations_in(content)), None)
        return (
            quotation is not None
            and bool(cue)
            and _SENTENCE_END.search(self.text, max(end for _, end in cue), quotation.start) is not None
        )

    def _within_sentence(self, content: list[Span]) -> list[Span]:
        """Return a content without what the narrator says after a quotation that ends a sentence or is one.

        Acts: told him: “You lied.” *Berg was jailed.* He said, “I know”, *and left.* Not: “You lied.” “I know.”,
        nor: said “you lied” *and must go*.
        """
        cut: list[Span] = []
        for start, end in content:
            quotations = self.quotations_in([(start, end)])
            for quotation in quotations:
                ends_sentence = quotation.closed and self.text[quotation.inner[1] - 1] in _SENTENCE_MARKS
                is_last = quotation is quotations[-1]
                if (ends_sentence and _CAPITAL_BEHIND.match(self.text, quotation.end, end)) or (
                    is_last and quotation.start == start and self._is_announced(quotation)
                ):
                    cut.append((start, quotation.end))
                    break
            else:
                cut.append((start, end))
        return cut

    def _is_announced(self, quotation: Quotation) -> bool:
        """Return whether a quotation is a sentence behind a comma or colon: He said, “I know”."""
        before = self.text[max(0, quotation.start - _LONGEST_GAP) : quotation.start].rstrip()
        words = self.text[slice(*quotation.inner)].lstrip()
        return (
            quotation.closed
            and before.endswith((",", ":"))
            and words[:1].isupper()
            and not looks_like_title(words)
        )

    def _without_announcement(self, content: list[Span]) -> list[Span]:
        """Return a content without the object of its cue before a colon: criticised *the plan:* “It is a mistake.”

        Not: said *it is plain: “we lost”*, where these words are a clause of their own.
        """
        (start, end), *rest = content
        quotation = next((item for item in self.quotations_in([(start + 1, end)]) if item.start > start), None)
        if quotation is None or not self.text[start : quotation.start].rstrip().endswith(":"):
            return content
        if any(
            self.tree.pos[token] in ("VERB", "AUX") for token in self.tree.tokens_in([(start, quotation.start)])
        ):
            return content
        return [(quotation.start, end), *rest]

    def _cue_type(self, candidate: AttributionCandidate, kind: QuoteKind, content: list[Span]) -> CueType:
        """Return what a cue reports.

        Words given as they fell were said, whatever the cue is: was more excited: “These are …”, opposes what she
        calls “a gift to the banks”. Of one or two words in marks, or of a title, that is not sure. A document that
        quotes somebody reports speech.
        """
        cue_type = self.cues.type_of(candidate.cue_key, candidate.source_lemma)
        if kind != "indirect" and cue_type != "speech" and self._has_words_of_their_own(content):
            return "speech"
        if cue_type == "document" and quotes_another(self.text, candidate):
            return "speech"
        return cue_type

    def _has_words_of_their_own(self, content: list[Span]) -> bool:
        """Return whether words in marks stand behind a colon, or are more than two and no title."""
        return any(
            self.text[max(0, quotation.start - 2) : quotation.start].rstrip().endswith(":")
            or (
                count_words(words := self.text[slice(*quotation.inner)]) > _MOST_SCARE_WORDS
                and not looks_like_title(words.strip())
            )
            for quotation in self.quotations_in(content)
        )


def quoted_tokens(tree: DependencyTree, quotations: Sequence[Quotation]) -> list[bool]:
    """Return for each token whether it stands in one of the quotations, marks included."""
    is_quoted = [False] * len(tree)
    starts = tree.starts
    for quotation in quotations:
        index = bisect_left(starts, quotation.start)
        while index < len(starts) and starts[index] < quotation.end:
            is_quoted[index] = True
            index += 1
    return is_quoted


def _labelled_candidate(label: SpeakerLabel) -> AttributionCandidate:
    return AttributionCandidate(
        source=[label.name],
        cue=[label.colon],
        content=label.content,
        cue_key="say",
        source_lemma="",
        confidence=0.75,
        why="name and colon",
    )


def _spoken_candidate(utterance: Utterance, tree: DependencyTree) -> AttributionCandidate:
    cue_token = utterance.cue_token
    quotations = [(quotation.start, quotation.end) for quotation in utterance.quotations]
    return AttributionCandidate(
        source=[tree.chars(utterance.source)] if utterance.source else [],
        cue=[tree.chars(utterance.cue)] if utterance.cue else [],
        content=sorted(quotations + utterance.unmarked),
        cue_key=tree.lemma[cue_token] if tree.pos[cue_token] in ("VERB", "AUX") else "say",
        source_lemma="",
        confidence=_utterance_confidence(utterance, tree),
        why=utterance.why,
    )


def _utterance_confidence(utterance: Utterance, tree: DependencyTree) -> float:
    """Return how often an utterance of this form has content and source as in PolNeAR train."""
    if utterance.why.endswith("after the quotation"):
        return 0.94
    if utterance.why.endswith("before the quotation"):
        return 0.75 if tree.tag[utterance.cue_token] == "VBG" else 0.88
    return 0.7


def _overlap(spans: Sequence[Span], others: Sequence[Span]) -> bool:
    """Return whether one of the spans overlaps one of the others."""
    return any(start < right and left < end for start, end in spans for left, right in others)
