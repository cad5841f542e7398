"""Direct speech: whole utterances in quotation marks, paragraph by paragraph.

The parse of a sentence that holds an utterance is often wrong, so these rules go by the marks, the paragraph
and the order of words first, and ask the parse only for what lies in the narrator's words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from onrecord.annotation.quotes.cue_search import CueSearch, QuotationGroup, Utterance
from onrecord.annotation.quotes.work_titles import looks_like_title
from onrecord.annotation.text.quotation_marks import Quotation, strip_whitespace
from onrecord.annotation.text.words import WORD
from onrecord.base.records import Span

_NAME = r"[^\W\d_][\w.’',()-]*"
_SIGNATURE = re.compile(rf"(?P<dash>[-–—―])\s*{_NAME}(?:\s+{_NAME}){{0,11}}$")
_OPENERS = frozenset("([{•▪●◦*·>")  # what may stand before the first word of a line or an aside
SIGNATURE_REASON = "name under the quotation"
_LONGEST_SIGNATURE = 120
_LONGEST_BREAK = 60


class DirectSpeechRules:
    """The utterances of the text that ``saying`` finds cues in; its quotations are the outermost ones."""

    def __init__(self, saying: CueSearch) -> None:
        self.saying = saying
        self.tree = saying.tree
        self.text = saying.text
        self.verbs = saying.verbs
        self.paragraphs = saying.paragraphs
        self.quotations = saying.quotations

    def utterances(self) -> list[Utterance]:
        """All utterances, in the order of the text; cue and source are None where nothing tells who speaks."""
        found: list[Utterance] = []
        pending: list[Quotation] = []
        for number, quotations in self._by_paragraph():
            units = list(self._units(number, quotations))
            if not units:
                continue
            here = self._resolve(number, units)
            if pending:
                here[0].quotations[:0] = pending
                pending = []
            first = here[0]
            whole = len(here) == 1 and not self._words(units[-1].after)
            if len(here) == 1 and (first.cue is None or first.cue[0] < self._first_token(number)):
                below = self.paragraphs[number + 1] if whole and number + 1 < len(self.paragraphs) else (0, 0)
                self._sign(first, below if whole else units[-1].after)
            if first.cue is None and found and first.quotations[0].start == self.paragraphs[number][0]:
                last = found[-1]
                if last.quotations[-1].continued or (
                    whole and last.cue is not None and last.paragraph == number - 1
                ):
                    last.quotations += first.quotations
                    last.paragraph = number
                    here.pop(0)
            if here and here[-1].cue is None and here[-1].quotations[-1].continued:
                pending = here.pop().quotations
            found += here
        if pending:
            found.append(Utterance(pending, len(self.paragraphs) - 1))
        return found

    def _first_token(self, paragraph: int) -> int:
        return bisect_left(self.tree.starts, self.paragraphs[paragraph][0])

    def _sign(self, utterance: Utterance, rest: Span) -> None:
        """A quotation, and after or under it a dash and a name: “…” – Anna Berg."""
        trimmed = strip_whitespace(self.text, rest)
        if trimmed is None or trimmed[1] - trimmed[0] > _LONGEST_SIGNATURE:
            return
        match = _SIGNATURE.match(self.text, *trimmed)
        if match:
            first = bisect_left(self.tree.starts, match.start("dash"))
            last = bisect_left(self.tree.starts, match.end())
            span = self.tree.trim((first + 1, last)) if first + 1 < last else None
            if span is not None and any(self.tree.pos[token] == "PROPN" for token in range(*span)):
                utterance.cue, utterance.source, utterance.verb = (first, first + 1), span, first
                utterance.why = SIGNATURE_REASON

    def _by_paragraph(self) -> Iterator[tuple[int, list[Quotation]]]:
        number = 0
        here: list[Quotation] = []
        for quotation in self.quotations:
            while self.paragraphs[number][1] <= quotation.start:
                if here:
                    yield number, here
                    here = []
                number += 1
            here.append(quotation)
        if here:
            yield number, here

    def _units(self, number: int, quotations: Iterable[Quotation]) -> Iterator[QuotationGroup]:
        unit: QuotationGroup | None = None
        start, end = self.paragraphs[number]
        for quotation in quotations:
            gap = (start, quotation.start)
            if not self._is_utterance(gap, quotation, follows=unit is not None):
                continue
            if unit is not None and not self._words(gap):
                unit.quotations.append(quotation)
            else:
                if unit is not None:
                    unit.after = gap
                    yield unit
                unit = QuotationGroup([quotation], number, gap)
            start = quotation.end
        if unit is not None:
            unit.after = (start, end)
            yield unit

    def _words(self, span: Span) -> bool:
        return WORD.search(self.text, *span) is not None

    def _is_utterance(self, gap: Span, quotation: Quotation, *, follows: bool) -> bool:
        """Whether a quotation is speech in its own right, and no part of the narrator's sentence.

        ``gap`` is what lies before it, ``follows`` tells whether speech came before that.
        """
        text = self.text
        inner = text[slice(*quotation.inner)].strip()
        if not WORD.search(inner):
            return False
        end = quotation.start
        while end > gap[0] and text[end - 1].isspace():
            end -= 1
        before = text[end - 1] if end > gap[0] else ""
        count = len(inner.split())
        last = inner[-1]
        ended = last in ".,!?—–-…;" or text[quotation.end : quotation.end + 1] in (",", ".")
        capital = inner[0].isupper() or not inner[0].isalpha()
        if not before or before in _OPENERS:
            return (capital and ended and (count > 1 or last in "?!,")) or count > 5
        if before == ":":
            return count > 2 or ended
        if before in '.!?…)"”’':
            return (capital and ended and (count > 1 or last in "?!,")) or count > 5
        token = bisect_left(self.tree.starts, end) - 1
        if before == "," and ended and self._may_be_cue(token - 1):  # She said, “Probably.”
            return True
        if looks_like_title(inner) and last not in "?!":
            return False
        if before in ",;—–-―":
            broken = follows and gap[1] - gap[0] <= _LONGEST_BREAK  # “The rules,” she said, “are simple.”
            return (ended and (capital or broken or count > 3)) or count > 5
        return capital and (ended or count > 5) and (count > 2 or last in "?!") and self._may_be_cue(token)

    def _may_be_cue(self, token: int) -> bool:
        tree = self.tree
        return (
            token >= 0 and tree.pos[token] in ("VERB", "AUX", "NOUN", "PROPN") and tree.lemma[token] in self.verbs
        )

    def _resolve(self, number: int, units: list[QuotationGroup]) -> list[Utterance]:
        """Finds the cue of each unit of a paragraph, and joins those of one speaker."""
        found: list[Utterance] = []
        waiting: list[Quotation] = []
        used = -1  # the last token that is a cue already
        for unit in units:
            before = self.saying.before(unit, used)
            after = None
            if before is None or self.saying.ends_with_comma(unit):
                after = self.saying.after(unit, near=before is not None)
            utterance = after or before
            if utterance is not None:
                used = utterance.verb
                if waiting and utterance is before:
                    found.append(Utterance(waiting, number))
                elif waiting:
                    utterance.quotations[:0] = waiting
                waiting = []
                found.append(utterance)
            elif found and found[-1].cue is not None:
                found[-1].quotations += unit.quotations
            else:
                waiting += unit.quotations
        if waiting:
            found.append(Utterance(waiting, number))
        return found
