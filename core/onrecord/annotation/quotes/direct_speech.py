"""Direct speech: utterances in quotation marks, paragraph by paragraph, with their cues.

The parse of a sentence that holds an utterance is often wrong, so these rules go by the marks, the paragraph and
the order of words first, and ask the parse only for what lies in the narrator's words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from onrecord.annotation.quotes.cue_search import CueSearch
from onrecord.annotation.quotes.utterance import QuotationGroup, Utterance
from onrecord.annotation.quotes.work_titles import looks_like_title
from onrecord.annotation.text.quotation_marks import Quotation, strip_whitespace
from onrecord.annotation.text.words import WORD
from onrecord.base.records import Span

_NAME = r"[^\W\d_][\w.’',()-]*"
_SIGNATURE = re.compile(
    rf"(?P<dash>[-–—―])\s*{_NAME}(?:\s+{_NAME}){{0,11}}(?:\s+\(@\w+\))?(?:\s+[A-Z][a-z]+ \d{{1,2}}, \d{{4}})?$"
)
_LINE_OPENERS = frozenset("([{•▪●◦*·>")  # what may stand before the first word of a line or an aside
_SENTENCE_ENDS = frozenset('.!?…)"”’')
_BREAKS = frozenset(",;—–-―")
_LONGEST_SIGNATURE = 120  # characters
_LONGEST_INTERRUPTION = 60  # characters
_LEAST_WORDS = 6  # so many words in marks are speech, however they are written

SIGNATURE_REASON = "name under the quotation"


class DirectSpeechRules:
    """Finds the utterances of a text.

    Args:
        cue_search: The search for cues, with the outermost quotations that may be speech.
    """

    def __init__(self, cue_search: CueSearch) -> None:
        self.cue_search = cue_search
        self.tree = cue_search.tree
        self.text = cue_search.text
        self.verbs = cue_search.verbs
        self.paragraphs = cue_search.paragraphs
        self.quotations = cue_search.quotations

    def utterances(self) -> list[Utterance]:
        """Return all utterances in the order of the text; those that nothing attributes have no cue.

        Each paragraph is read on its own, then joined with what went before it: see ``_continue_speech``.
        """
        utterances: list[Utterance] = []
        pending: list[Quotation] = []  # without a cue, and going on in the next paragraph
        for paragraph, quotations in self._by_paragraph():
            groups = list(self._groups(paragraph, quotations))
            if not groups:
                continue
            current = self._attribute(paragraph, groups)
            current[0].quotations[:0] = pending
            pending = []
            is_whole = len(current) == 1 and not self._has_words(groups[-1].after)
            self._sign(current, groups[-1].after, is_whole=is_whole)
            if self._continue_speech(utterances, current[0], paragraph, is_whole=is_whole):
                current.pop(0)
            if current and current[-1].cue is None and current[-1].quotations[-1].continued:
                pending = current.pop().quotations
            utterances += current
        if pending:
            utterances.append(Utterance(pending, len(self.paragraphs) - 1))
        return utterances

    def _continue_speech(
        self, utterances: list[Utterance], utterance: Utterance, paragraph: int, *, is_whole: bool
    ) -> bool:
        """Join an utterance without a cue to the last one, if that goes on in it.

        Acts: if the last quotation before it has no closing mark; if this paragraph is nothing but a quotation and
        the paragraph above ends with an utterance that has a cue. Not: if this paragraph begins with other words.

        Args:
            utterances: Those before it.
            utterance: The first one of the paragraph.
            paragraph: The index of the paragraph.
            is_whole: Whether the paragraph holds nothing else.

        Returns:
            Whether it is joined.
        """
        begins_paragraph = utterance.quotations[0].start == self.paragraphs[paragraph][0]
        if utterance.cue is not None or not utterances or not begins_paragraph:
            return False
        previous = utterances[-1]
        follows = is_whole and previous.cue is not None and previous.paragraph == paragraph - 1
        if not previous.quotations[-1].continued and not follows:
            return False
        previous.quotations += utterance.quotations
        previous.paragraph = paragraph
        return True

    def _sign(self, current: list[Utterance], after: Span, *, is_whole: bool) -> None:
        """Attribute the only utterance of a paragraph to a signature behind or under it: “…” – Anna Berg.

        Not if its cue stands in the same paragraph.

        Args:
            current: The utterances of the paragraph.
            after: The words behind the last one.
            is_whole: Whether there are none, so that the signature is the paragraph below.
        """
        utterance = current[0]
        paragraph_start, _ = self.paragraphs[utterance.paragraph]
        first_token = bisect_left(self.tree.starts, paragraph_start)
        if len(current) > 1 or (utterance.cue is not None and utterance.cue[0] >= first_token):
            return
        below = utterance.paragraph + 1
        if is_whole:
            after = self.paragraphs[below] if below < len(self.paragraphs) else (0, 0)
        line = strip_whitespace(self.text, after)
        if line is None or line[1] - line[0] > _LONGEST_SIGNATURE:
            return
        match = _SIGNATURE.match(self.text, *line)
        if match is None:
            return
        dash = bisect_left(self.tree.starts, match.start("dash"))
        name = self.tree.strip_punctuation((dash + 1, bisect_left(self.tree.starts, match.end())))
        if name is not None and any(self.tree.pos[token] == "PROPN" for token in range(*name)):
            utterance.cue, utterance.source, utterance.cue_token = (dash, dash + 1), name, dash
            utterance.why = SIGNATURE_REASON

    def _by_paragraph(self) -> Iterator[tuple[int, list[Quotation]]]:
        """Yield the paragraphs that have quotations, by their index, with these."""
        paragraph = 0
        quotations: list[Quotation] = []
        for quotation in self.quotations:
            while self.paragraphs[paragraph][1] <= quotation.start:
                if quotations:
                    yield paragraph, quotations
                    quotations = []
                paragraph += 1
            quotations.append(quotation)
        if quotations:
            yield paragraph, quotations

    def _groups(self, paragraph: int, quotations: Iterable[Quotation]) -> Iterator[QuotationGroup]:
        """Yield the quotations of a paragraph that are utterances, those with no words between them together."""
        group: QuotationGroup | None = None
        start, end = self.paragraphs[paragraph]
        for quotation in quotations:
            gap = (start, quotation.start)
            if not self._is_utterance(gap, quotation, follows=group is not None):
                continue
            if group is not None and not self._has_words(gap):
                group.quotations.append(quotation)
            else:
                if group is not None:
                    group.after = gap
                    yield group
                group = QuotationGroup([quotation], paragraph, gap)
            start = quotation.end
        if group is not None:
            group.after = (start, end)
            yield group

    def _has_words(self, span: Span) -> bool:
        return WORD.search(self.text, *span) is not None

    def _is_utterance(self, gap: Span, quotation: Quotation, *, follows: bool) -> bool:
        """Return whether a quotation is speech in its own right, and no part of the narrator's sentence.

        Its words, how they begin and end, and the character before them decide; see the methods below.

        Args:
            gap: What lies before it, after the last utterance of the paragraph.
            quotation: The quotation.
            follows: Whether there is such an utterance.
        """
        text = self.text
        words = text[slice(*quotation.inner)].strip()
        if not WORD.search(words):
            return False
        gap_end = quotation.start
        while gap_end > gap[0] and text[gap_end - 1].isspace():
            gap_end -= 1
        before = text[gap_end - 1] if gap_end > gap[0] else ""
        count = len(words.split())
        is_ended = words[-1] in ".,!?—–-…;" or text[quotation.end : quotation.end + 1] in (",", ".")
        if before == ":":
            return count > 2 or is_ended
        if not before or before in _LINE_OPENERS or before in _SENTENCE_ENDS:
            return count >= _LEAST_WORDS or self._is_sentence(words, count, is_ended=is_ended)
        last_token = bisect_left(self.tree.starts, gap_end) - 1
        if before == "," and is_ended and self._may_be_cue(last_token - 1):  # She said, “Probably.”
            return True
        if looks_like_title(words) and words[-1] not in "?!":
            return False
        if before in _BREAKS:
            # “The rules,” she said, “are simple.”
            is_interrupted = follows and gap[1] - gap[0] <= _LONGEST_INTERRUPTION
            return count >= _LEAST_WORDS or (is_ended and (_is_capital(words) or is_interrupted or count > 3))
        return self._is_object_of_cue(words, count, last_token, is_ended=is_ended)

    def _is_sentence(self, words: str, count: int, *, is_ended: bool) -> bool:
        """Return whether words in marks that begin a sentence are one: “It rains.” but not “Rain.” or “a rain.”"""
        return is_ended and _is_capital(words) and (count > 1 or words[-1] in "?!,")

    def _is_object_of_cue(self, words: str, count: int, last_token: int, *, is_ended: bool) -> bool:
        """Return whether words in marks right after a cue are an utterance: said “It rains.”, not said “so”."""
        return (
            _is_capital(words)
            and (is_ended or count >= _LEAST_WORDS)
            and (count > 2 or words[-1] in "?!")
            and self._may_be_cue(last_token)
        )

    def _may_be_cue(self, token: int) -> bool:
        tree = self.tree
        return (
            token >= 0 and tree.pos[token] in ("VERB", "AUX", "NOUN", "PROPN") and tree.lemma[token] in self.verbs
        )

    def _attribute(self, paragraph: int, groups: list[QuotationGroup]) -> list[Utterance]:
        """Return the utterances of a paragraph: the groups with their cues, those of one speaker joined.

        A group without a cue goes to the cue before it in the paragraph, else to the first cue after it, unless
        that stands between the two: “No.” “Never,” *he said*. But: “No.” *He said:* “Never.”
        """
        utterances: list[Utterance] = []
        uncued: list[Quotation] = []
        used_token = -1
        for group in groups:
            utterance, stands_before = self._find_cue(group, used_token)
            if utterance is not None:
                used_token = utterance.cue_token
                if uncued and stands_before:
                    utterances.append(Utterance(uncued, paragraph))
                else:
                    utterance.quotations[:0] = uncued
                uncued = []
                utterances.append(utterance)
            elif utterances and utterances[-1].cue is not None:
                utterances[-1].quotations += group.quotations
            else:
                uncued += group.quotations
        if uncued:
            utterances.append(Utterance(uncued, paragraph))
        return utterances

    def _find_cue(self, group: QuotationGroup, used_token: int) -> tuple[Utterance | None, bool]:
        """Return the utterance of a group, and whether its cue stands before it.

        A cue before it loses against one right after it, if the quotation ends as before a cue: He said “Yes”.
        “No,” *she said*.
        """
        before = self.cue_search.before(group, used_token)
        if before is None:
            return self.cue_search.after(group, is_near=False), False
        after = self.cue_search.after(group, is_near=True) if self.cue_search.expects_cue_after(group) else None
        return (before, True) if after is None else (after, False)


def _is_capital(words: str) -> bool:
    """Return whether words begin with a capital, or with no letter at all."""
    return words[0].isupper() or not words[0].isalpha()
