"""Who said what, by rules.

Three readings are joined: paragraphs that a name announces (``transcripts``), utterances in quotation marks
(``speech``), and everything else that the parse offers (``frames``), weighed by the lexicon (``cues``). What
is accepted never overlaps: a word belongs to one content at most, as in PolNeAR.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Iterator, Sequence
from dataclasses import replace

from spacy.tokens import Doc

from onrecord.annotation.lexicon.cues import CueLexicon, load_cues
from onrecord.annotation.quotes.candidate import AttributionCandidate
from onrecord.annotation.quotes.complements import describe_pattern
from onrecord.annotation.quotes.cue_search import CueSearch, cut_unclosed
from onrecord.annotation.quotes.dependency_tree import DependencyTree
from onrecord.annotation.quotes.direct_speech import SIGNATURE_REASON, DirectSpeechRules, Utterance
from onrecord.annotation.quotes.frames import Frame, FrameExtractor
from onrecord.annotation.quotes.quoted_as_saying import attribute_to_quoted, quotes_another
from onrecord.annotation.quotes.speaker_labels import SpeakerLabel, speaker_labels
from onrecord.annotation.quotes.work_titles import are_work_titles
from onrecord.annotation.text.quotation_marks import (
    Quotation,
    find_paragraphs,
    find_quotations,
    outermost,
    quotation_kind,
)
from onrecord.annotation.text.spans import ClaimedSpans, merge_spans, strip_separators, widen_to_quotations
from onrecord.base.records import Attribution, Span, count_words

THRESHOLD = 0.25
"""Frames less likely than this are left out; the best F1 on PolNeAR train."""

MARKED = 0.11
"""The same for frames with words in quotation marks, which a reader misses more."""

_LAST_WORD = re.compile(r"\b(?P<word>of|with|for|as|from|to)\s+(?:an? |the )?$")
_SECOND = re.compile(
    r",?\s+(?:and|or|but)\s+(?P<rest>[^\n.;:,]{1,60}?\b(?P<word>of|with|for|as|from|to)\s+(?:an? |the )?)"
)
_CLAUSES = ("ccomp", "clause", "put into", "according", "advcl", "be:ccomp")
_SPEAKERS = ("PERSON", "ORG", "GPE", "NORP")


def extract_attributions(doc: Doc, *, threshold: float = THRESHOLD) -> list[Attribution]:
    """The attributions of a parsed text, in the order of their first content."""
    if not len(doc):
        return []
    return RuleExtractor(doc, load_cues()).attributions(threshold)


class RuleExtractor:
    """Reads one parsed text. ``candidate_frames`` is what can be accepted, ``attributions`` what is."""

    def __init__(self, doc: Doc, cues: CueLexicon) -> None:
        self.doc = doc
        self.text = doc.text
        self.cues = cues
        self.tree = DependencyTree(doc)
        self.paragraphs = find_paragraphs(self.text)
        self.quotations = cut_unclosed(self.tree, outermost(find_quotations(self.text)))
        self.quoted = quoted_tokens(self.tree, self.quotations)
        self.taken = ClaimedSpans()
        self.certain_candidates: list[AttributionCandidate] = []
        self.labelled_candidates: list[AttributionCandidate] = []
        self.uncued_utterances: list[Utterance] = []
        announced = speaker_labels(
            self.text, self.paragraphs, [(e.start_char, e.end_char) for e in doc.ents if e.label_ in _SPEAKERS]
        )
        for label in announced:
            self._claim(self._announced(label), announced=True)
        outside = self._outside([label.content for label in announced])
        saying = CueSearch(self.tree, self.text, self.paragraphs, outside, self.quoted, cues.direct)
        utterances = DirectSpeechRules(saying).utterances()
        for utterance in utterances:
            if utterance.cue is None:
                self.uncued_utterances.append(utterance)
            else:
                self._claim(self._spoken(utterance), announced=utterance.why == SIGNATURE_REASON)

    def candidate_frames(self, nouns: frozenset[str]) -> Iterator[tuple[Frame, list[Span]]]:
        """Frames that meet nothing that is certain, with their content in characters."""
        for frame in FrameExtractor(self.tree, self.quoted, nouns, self.cues.type_of):
            content = [self.tree.chars(span) for span in frame.content]
            if not self.taken.overlaps([*content, self._head(frame)]):
                yield frame, content

    def attributions(self, threshold: float) -> list[Attribution]:
        """The attributions, in the order of their first content."""
        readings = self.certain_candidates + self._likely(threshold)
        self._float(readings)
        return sorted(
            (self.to_attribution(part) for reading in readings for part in self._parted(reading)),
            key=lambda attribution: attribution.content[0],
        )

    def _outside(self, spans: Sequence[Span]) -> list[Quotation]:
        """The quotations that stand in none of these spans, which are in order."""
        starts = [start for start, _ in spans]
        return [
            quotation
            for quotation in self.quotations
            if not (index := bisect_right(starts, quotation.start)) or spans[index - 1][1] <= quotation.start
        ]

    def _head(self, frame: Frame) -> Span:
        return self.tree.chars((frame.head, frame.head + 1))

    def _whole_cue(self, frame: Frame) -> Span:
        """The words of a cue that stand together with its main word."""
        spans = [self.tree.chars(span) for span in frame.cue]
        if spans[-1][0] - spans[0][1] > 1:
            return spans[0]
        return spans[0][0], spans[-1][1]

    def _claim(self, reading: AttributionCandidate, *, announced: bool = False) -> None:
        spans = merge_spans(reading.content + reading.cue)
        if not self.taken.overlaps(spans):
            self.taken.add(spans)
            self.certain_candidates.append(reading)
            if announced:
                self.labelled_candidates.append(reading)

    def _announced(self, label: SpeakerLabel) -> AttributionCandidate:
        return AttributionCandidate(
            [label.name], [label.colon], [label.content], "say", "", 0.75, "name and colon"
        )

    def _spoken(self, utterance: Utterance) -> AttributionCandidate:
        tree = self.tree
        return AttributionCandidate(
            source=[tree.chars(utterance.source)] if utterance.source else [],
            cue=[tree.chars(utterance.cue)] if utterance.cue else [],
            content=sorted([(q.start, q.end) for q in utterance.quotations] + utterance.around),
            cue_key=tree.lemma[utterance.verb] if tree.pos[utterance.verb] in ("VERB", "AUX") else "say",
            source_lemma="",
            confidence=_confidence(utterance, tree),
            why=utterance.why,
        )

    def _likely(self, threshold: float) -> list[AttributionCandidate]:
        """The likeliest of the frames that overlap, of all that are likelier than the threshold."""
        tree = self.tree
        likely = []
        inner: list[int] = []
        for frame, content in self.candidate_frames(self.cues.nouns):
            probability = self.cues.probability(frame.features)
            if probability >= MARKED and frame.is_marked:
                if not frame.pattern.startswith(_CLAUSES) and self.only_names_works(frame.word, content):
                    continue
                if probability >= threshold and self.cues.type_of(frame.word) == "speech":
                    inner.append(frame.head)
            elif probability < threshold:
                continue
            likely.append((probability, frame, content))
        likely = [item for item in likely if not self._hides_speech(item[1], inner)]
        likely.sort(key=lambda scored: -scored[0])
        accepted: list[AttributionCandidate] = []
        for probability, frame, content in likely:
            head = self._head(frame)
            if self.taken.overlaps([*content, head]):
                continue
            whole = widen_to_quotations(content, self.quotations)
            if not self.taken.overlaps([*whole, head]) and not any(s < head[1] and e > head[0] for s, e in whole):
                content = whole
            self.taken.add([*content, head])
            accepted.append(
                AttributionCandidate(
                    source=[tree.chars(frame.source)] if frame.source else [],
                    cue=[tree.chars(span) for span in frame.cue],
                    content=content,
                    cue_key=frame.word,
                    source_lemma=tree.lemma[frame.source_head] if frame.source_head is not None else "",
                    confidence=probability,
                    why=describe_pattern(frame.pattern, self.text[slice(*self._whole_cue(frame))]),
                )
            )
        return accepted

    def only_names_works(self, word: str, content: list[Span]) -> bool:
        """Whether what stands in marks are titles of works that somebody makes or likes: played “Imagine”.

        ``word`` is the verb's key in the lexicon.
        """
        inside = self.quotations_in(content)
        return are_work_titles(self.text, inside, self.cues.works, handled=word in self.cues.work_verbs)

    def quotations_in(self, content: list[Span]) -> list[Quotation]:
        """The quotations that begin in these spans."""
        return [
            quotation
            for start, end in content
            for quotation in self.quotations[
                bisect_left(self.quotations, (start - 1,)) : bisect_left(self.quotations, (end,))
            ]
        ]

    def _hides_speech(self, frame: Frame, speakers: list[int]) -> bool:
        """Whether a thought or a stance takes in what somebody else says: expected what she calls “a triumph”."""
        if self.cues.type_of(frame.word) == "speech":
            return False
        for first, last in frame.content:
            index = bisect_left(speakers, first)
            if index < len(speakers) and speakers[index] < last:
                return True
        return False

    def _float(self, readings: list[AttributionCandidate]) -> None:
        """Gives speech without a cue to the speaker of the sentence before, in the same paragraph."""
        ends = sorted((reading.content[-1][1], index) for index, reading in enumerate(readings))
        for utterance in self.uncued_utterances:
            spans = [(quotation.start, quotation.end) for quotation in utterance.quotations]
            place = bisect_right(ends, (spans[0][0], len(readings))) - 1
            if place < 0 or ends[place][0] < self.paragraphs[utterance.paragraph][0] or self.taken.overlaps(spans):
                continue
            index = ends[place][1]
            readings[index].content += spans
            self.taken.add(spans)
            insort(ends, (spans[-1][1], index))

    def _parted(self, reading: AttributionCandidate) -> list[AttributionCandidate]:
        """Two readings where one verb takes two objects: accuses Anna of “theft” and Ben of “murder”."""
        if len(reading.content) != 1:
            return [reading]
        start, end = reading.content[0]
        index = bisect_left(self.quotations, (start,))
        if index >= len(self.quotations) or self.quotations[index].end > end:
            return [reading]
        first = self.quotations[index]
        word = _LAST_WORD.search(self.text, start, first.start)
        if word is None or index + 1 >= len(self.quotations):
            return [reading]
        second = self.quotations[index + 1]
        gap = self.text[first.end : second.start]
        match = _SECOND.fullmatch(gap)
        if match is None or match["word"] != word["word"]:
            return [reading]
        rest = (first.end + match.start("rest"), max(second.end, end))
        if rest[0] >= end and self.taken.overlaps([rest]):
            return [reading]
        return [
            replace(reading, content=[(start, first.end)]),
            replace(reading, content=[rest]),
        ]

    def to_attribution(self, reading: AttributionCandidate) -> Attribution:
        """The record of a reading, with its kind and what its cue reports."""
        reading = attribute_to_quoted(self.tree, self.text, reading)
        content = strip_separators(self.text, merge_spans(reading.content))
        source = widen_to_quotations(reading.source, self.quotations)
        if any(start < right and left < end for start, end in source for left, right in content):
            source = reading.source
        kind = quotation_kind(self.text, self.quotations, content)
        cue_type = self.cues.type_of(reading.cue_key, reading.source_lemma)
        # Words given as they fell were said, whatever the cue is (“was more excited: “These are …””);
        # one or two words in marks may be a title or a manner of speaking.
        words = sum(count_words(self.text[start:end]) for start, end in content)
        if kind == "direct" and cue_type in ("belief", "attitude") and words > 2:
            cue_type = "speech"
        if cue_type == "document" and quotes_another(self.text, reading):
            cue_type = "speech"
        return Attribution(
            source=strip_separators(self.text, source),
            cue=sorted(reading.cue),
            content=content,
            kind=kind,
            confidence=round(reading.confidence, 3),
            cue_type=cue_type,
            why=reading.why,
        )


def _confidence(utterance: Utterance, tree: DependencyTree) -> float:
    """How often an utterance of this form has content and source as in PolNeAR train."""
    if utterance.why.endswith("after the quotation"):
        return 0.94
    if utterance.why.endswith("before the quotation"):
        return 0.75 if tree.tag[utterance.verb] == "VBG" else 0.88
    return 0.7


def quoted_tokens(tree: DependencyTree, quotations: Sequence[Quotation]) -> list[bool]:
    """For each token whether it stands in one of the quotations, marks included."""
    quoted = [False] * len(tree)
    starts = tree.starts
    for quotation in quotations:
        index = bisect_left(starts, quotation.start)
        while index < len(starts) and starts[index] < quotation.end:
            quoted[index] = True
            index += 1
    return quoted
