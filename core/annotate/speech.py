"""Direct speech: whole utterances in quotation marks, and the words around them that tell who speaks.

The parse of a sentence that holds an utterance is often wrong, so these rules go by the marks, the paragraph
and the order of words first, and ask the parse only for what lies in the narrator's words.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from core.annotate.clauses import Tree
from core.annotate.marks import Quotation
from core.records import Span

_ENDS = frozenset({".", "!", "?", ";"})
_FARTHEST = 40  # tokens from a quotation within which its cue is looked for
_LONGEST_NAME = 25
_RELATIVES = frozenset({"who", "which", "whose"})
_NEAR = 8  # tokens within which a cue right after a quotation wins over one before it
_NOMINAL = frozenset({"PROPN", "PRON", "NOUN"})
_AFTER_NAME = frozenset({"ADP", "PUNCT", "SCONJ", "VERB", "AUX", "ADV", "SPACE", "CCONJ"})
_WORD = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*")
_SIGNATURE = re.compile(r"(?P<dash>[-–—―])\s*(?:[^\W\d_][\w.’',()-]*\s*){1,12}$")
_SMALL = frozenset("a an and as at but by for from in into nor of off on or so the to up vs with".split())


@dataclass(slots=True)
class Utterance:
    """Speech of one speaker: quotations in characters, cue and source as ranges of tokens."""

    quotations: list[Quotation]
    paragraph: int
    cue: Span | None = None
    source: Span | None = None
    verb: int = -1
    why: str = ""
    around: list[Span] = field(default_factory=list)  # words without marks that are part of the speech


@dataclass(slots=True)
class _Unit:
    """Quotations with no words between them, and the narrator's words before and after, in characters."""

    quotations: list[Quotation]
    before: Span
    after: Span = (0, 0)
    found: Utterance | None = field(default=None)

    @property
    def last_mark(self) -> Quotation:
        return self.quotations[-1]


def is_title(words: str) -> bool:
    """Whether quoted words look like the title of a work, a show or a slogan: few, and all with capitals."""
    found = _WORD.findall(words)
    return 0 < len(found) <= 8 and all(word[0].isupper() or word[0].isdigit() or word in _SMALL for word in found)


class Speech:
    """The utterances of one text.

    ``verbs`` are the lemmas of verbs that can be the cue of direct speech; ``paragraphs`` and ``quotations``
    (outermost ones) come from ``core.annotate.marks``, ``quoted`` tells of each token whether it is in marks.
    """

    def __init__(
        self,
        tree: Tree,
        text: str,
        paragraphs: Sequence[Span],
        quotations: Sequence[Quotation],
        quoted: Sequence[bool],
        verbs: frozenset[str],
    ) -> None:
        self.tree = tree
        self.quoted = quoted
        self.text = text
        self.verbs = verbs
        self.paragraphs = paragraphs
        self.quotations = quotations

    def utterances(self) -> list[Utterance]:
        """All utterances, in the order of the text; cue and source are None where nothing tells who speaks."""
        found: list[Utterance] = []
        pending: list[Quotation] = []
        for number, quotations in self._by_paragraph():
            units = list(self._units(self.paragraphs[number], quotations))
            if not units:
                continue
            here = self._resolve(number, units)
            if pending:
                here[0].quotations[:0] = pending
                pending = []
            first = here[0]
            if first.cue is None and found and first.quotations[0].start == self.paragraphs[number][0]:
                last = found[-1]
                whole = len(here) == 1 and not self._words(units[-1].after)
                if last.quotations[-1].continued or (
                    whole and last.cue is not None and last.paragraph == number - 1
                ):
                    last.quotations += first.quotations
                    last.paragraph = number
                    here.pop(0)
            elif first.cue is None and len(here) == 1 and not self._words(units[-1].after):
                self._sign(first, number)
            if here and here[-1].cue is None and here[-1].quotations[-1].continued:
                pending = here.pop().quotations
            found += here
        if pending:
            found.append(Utterance(pending, len(self.paragraphs) - 1))
        return found

    def _sign(self, utterance: Utterance, number: int) -> None:
        """A paragraph that is only a quotation, and after it a line with a dash and a name."""
        if number + 1 < len(self.paragraphs):
            match = _SIGNATURE.match(self.text, *self.paragraphs[number + 1])
            if match:
                first = bisect_left(self.tree.starts, match.start("dash"))
                last = bisect_left(self.tree.starts, match.end())
                span = self.tree.trim((first + 1, last)) if first + 1 < last else None
                if span is not None and any(self.tree.pos[token] == "PROPN" for token in range(*span)):
                    utterance.cue, utterance.source, utterance.verb = (first, first + 1), span, first
                    utterance.why = "name under the quotation"

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

    def _units(self, paragraph: Span, quotations: Iterable[Quotation]) -> Iterator[_Unit]:
        unit: _Unit | None = None
        start = paragraph[0]
        for quotation in quotations:
            gap = (start, quotation.start)
            if not self._is_utterance(gap, quotation):
                continue
            if unit is not None and not self._words(gap):
                unit.quotations.append(quotation)
            else:
                if unit is not None:
                    unit.after = gap
                    yield unit
                unit = _Unit([quotation], gap)
            start = quotation.end
        if unit is not None:
            unit.after = (start, paragraph[1])
            yield unit

    def _words(self, span: Span) -> bool:
        return _WORD.search(self.text, *span) is not None

    def _is_utterance(self, gap: Span, quotation: Quotation) -> bool:
        """Whether a quotation is speech in its own right, and no part of the narrator's sentence."""
        text = self.text
        inner = text[slice(*quotation.inner)].strip()
        if not _WORD.search(inner):
            return False
        before = text[slice(*gap)].rstrip()
        count = len(inner.split())
        last = inner[-1]
        ended = last in ".,!?—–-…;" or text[quotation.end : quotation.end + 1] in (",", ".")
        capital = inner[0].isupper() or not inner[0].isalpha()
        if not before:
            return (capital and ended and (count > 1 or last in "?!,")) or count > 5
        if before[-1] == ":":
            return count > 2 or ended
        if is_title(inner) and last not in "?!":
            return False
        if before[-1] in ",;—–-―":
            return (ended and (capital or count > 3)) or count > 5
        if before[-1] in '.!?…)"”’':
            return (capital and ended and (count > 1 or last in "?!,")) or count > 5
        token = bisect_left(self.tree.starts, gap[0] + len(before)) - 1
        return capital and (ended or count > 5) and count > 2 and self._may_be_cue(token)

    def _may_be_cue(self, token: int) -> bool:
        tree = self.tree
        return (
            token >= 0 and tree.pos[token] in ("VERB", "AUX", "NOUN", "PROPN") and tree.lemma[token] in self.verbs
        )

    def _resolve(self, number: int, units: list[_Unit]) -> list[Utterance]:
        """Finds the cue of each unit of a paragraph, and joins those of one speaker."""
        found: list[Utterance] = []
        waiting: list[Quotation] = []
        used = -1  # the last token that is a cue already
        for unit in units:
            before = self._cue_before(unit, used, number)
            after = None
            if before is None or self._ends_with_comma(unit):
                after = self._cue_after(unit, near=before is not None)
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

    def _ends_with_comma(self, unit: _Unit) -> bool:
        last = unit.last_mark
        return self.text[last.inner[1] - 1] in ",?!—–-" or self.text[last.end : last.end + 1] == ","

    def _cue_before(self, unit: _Unit, used: int, number: int) -> Utterance | None:
        tree, text = self.tree, self.text
        start, end = unit.before
        gap = text[start:end].rstrip()
        if not gap:
            if number == 0 or used >= 0 or start != self.paragraphs[number][0]:
                return None
            start, end = self.paragraphs[number - 1]
            gap = text[start:end]
            if gap[-1] != ":":
                return None
        if gap[-1] in ".!?":
            return None
        colon = gap[-1] == ":"
        last = bisect_left(tree.starts, end)
        first = max(bisect_left(tree.starts, start), last - _FARTHEST, used + 1)
        for token in range(last - 1, first - 1, -1):
            if tree.lower[token] in _ENDS:
                first = token + 1
                break
        verb = self._verb_before(first, last, colon=colon)
        if verb is not None:
            capital = text[slice(*unit.quotations[0].inner)].lstrip()[:1].isupper()
            if self._clause_between(verb, last, capital=capital):
                return None
            source = self._subject_before(verb, first)
            if source is not None or colon:
                return self._utterance(unit, number, verb, source, f"“{tree.doc[verb].text}” before the quotation")
        if colon and (name := self._name(first, last)) is not None:
            return Utterance(unit.quotations, number, (name[1], last), name, name[1] - 1, "name and colon")
        return None

    def _verb_before(self, first: int, last: int, *, colon: bool) -> int | None:
        tree = self.tree
        verbs = [token for token in range(last - 1, first - 1, -1) if tree.pos[token] in ("VERB", "AUX")]
        for token in verbs:
            if tree.lemma[token] in self.verbs:
                return token
        if colon:
            for token in verbs:
                if tree.pos[token] == "VERB" and tree.child(token, "nsubj") is not None:
                    return token
        return None

    def _clause_between(self, verb: int, last: int, *, capital: bool) -> bool:
        """Whether the words between a cue and a quotation are part of what is said: said it was bad, “…”"""
        tree = self.tree
        for token in range(verb + 1, last):
            if tree.lower[token] == "that" and tree.pos[token] == "SCONJ":
                return not capital
            if tree.pos[token] in ("VERB", "AUX") and tree.dep[token] not in (
                "acl",
                "relcl",
                "amod",
                "pcomp",
                "advcl",
            ):
                if tree.dep[token] == "ccomp" and tree.head[token] == verb:
                    return True
                if not capital and tree.dep[token] not in ("aux", "auxpass"):
                    return True
        return False

    def _name(self, first: int, last: int) -> Span | None:
        """The name at the beginning of “Anna Berg on trade: …”."""
        tree = self.tree
        while first < last and tree.pos[first] in ("PUNCT", "SPACE"):
            first += 1
        stop = first
        while stop < last and tree.pos[stop] not in ("ADP", "PUNCT", "SPACE", "VERB", "AUX", "SCONJ"):
            stop += 1
        if (
            stop == first
            or stop - first > 8
            or not any(tree.pos[token] in _NOMINAL for token in range(first, stop))
        ):
            return None
        return first, stop

    def _cue_after(self, unit: _Unit, *, near: bool) -> Utterance | None:
        tree, text = self.tree, self.text
        first = bisect_left(tree.starts, unit.after[0])
        last = min(bisect_left(tree.starts, unit.after[1]), first + (_NEAR if near else _FARTHEST))
        for token in range(first, last):
            if tree.lower[token] in _ENDS or "\n" in tree.lower[token]:
                last = token
                break
        while first < last and tree.pos[first] in ("PUNCT", "SPACE"):
            first += 1
        if first == last or (near and tree.pos[first] == "CCONJ"):
            return None
        ended = text[unit.last_mark.inner[1] - 1]
        number = self._number(unit)
        for token in range(first, last):
            if tree.lower[token] == "according" and token + 1 < last and tree.lower[token + 1] == "to":
                by = self._words_after(token + 1, last)
                if by is not None:
                    return Utterance(unit.quotations, number, (token, token + 2), by, token, "according to")
            if tree.pos[token] not in ("VERB", "AUX") or tree.lemma[token] not in self.verbs:
                continue
            if tree.dep[token] in ("relcl", "acl") and token > first + 1:
                continue
            if self._says_something_else(token, last, weak=ended in ".…"):
                return None
            if ended not in ",?!—–-.…" and not self._ends_with_comma(unit) and token > first + 4:
                return None
            source = self._subject_after(token, first, last)
            if source is None:
                return None
            found = self._utterance(unit, number, token, source, f"“{tree.doc[token].text}” after the quotation")
            found.around = self._sentence_around(unit, first, min(source[0], token))
            return found
        return None

    def _sentence_around(self, unit: _Unit, first: int, stop: int) -> list[Span]:
        """The words of a sentence that a quotation is a part of: All of it is “nonsense,” she said."""
        tree, text = self.tree, self.text
        around: list[Span] = []
        start, end = unit.before
        gap = text[start:end].rstrip()
        if gap and gap[-1] not in '.!?:…"”’':
            low = bisect_left(tree.starts, start)
            high = bisect_left(tree.starts, end)
            for token in range(high - 1, low - 1, -1):
                if tree.lower[token] in _ENDS or "\n" in tree.lower[token]:
                    low = token + 1
                    break
            span = tree.trim((low, high)) if low < high else None
            if span is not None:
                around.append(tree.chars(span))
        if stop > first + 1:
            span = tree.trim((first, stop))
            if span is not None and tree.lower[stop - 1] == "," and tree.doc[first].text[0].islower():
                around.append(tree.chars(span))
        return around

    def _number(self, unit: _Unit) -> int:
        return bisect_left(self.paragraphs, (unit.after[1], -1)) - 1 if unit.after[1] else 0

    def _says_something_else(self, verb: int, last: int, *, weak: bool) -> bool:
        """Whether a verb after a quotation has a clause of its own: “No.” She said that …"""
        tree = self.tree
        for child in tree.children[verb]:
            if not verb < child < last or self.quoted[child]:
                continue
            dep = tree.dep[child]
            if dep == "ccomp" and tree.pos[child] in ("VERB", "AUX") and tree.child(child, "nsubj", "nsubjpass"):
                start = tree.edges[child][0]
                if not any(tree.lower[token] == "," for token in range(verb, start + 1)):
                    return True
            if weak and dep in ("xcomp", "dobj", "ccomp"):
                return True
        return False

    def _utterance(self, unit: _Unit, number: int, verb: int, source: Span | None, why: str) -> Utterance:
        tree = self.tree
        first = verb
        while (
            first > 0
            and tree.head[first - 1] == verb
            and tree.dep[first - 1] in ("aux", "auxpass", "neg", "advmod")
        ):
            first -= 1
        return Utterance(unit.quotations, number, (first, verb + 1), source, verb, why)

    def _subject_before(self, verb: int, first: int) -> Span | None:
        tree = self.tree
        subject = tree.subject(verb)
        if subject is not None and subject.token < verb:
            return tree.phrase(subject.token, before=verb)
        if subject is not None:
            return tree.phrase(subject.token, after=verb + 1)
        return self._words_before(verb, first)

    def _subject_after(self, verb: int, first: int, last: int) -> Span | None:
        tree = self.tree
        for child in tree.children[verb]:
            if tree.dep[child] in ("nsubj", "nsubjpass") and first <= child < last:
                if child < verb:
                    return tree.phrase(child, before=verb, after=first)
                return tree.phrase(child, before=last, after=verb + 1)
        beside = self._words_before(verb, first) or self._words_after(verb, last)
        if beside is not None:
            return beside
        subject = tree.subject(verb)
        if subject is not None and first <= subject.token < verb:
            return tree.phrase(subject.token, before=verb, after=first)
        return None

    def _words_before(self, verb: int, first: int) -> Span | None:
        tree = self.tree
        stop = verb
        while stop > first and tree.pos[stop - 1] in ("ADV", "AUX", "PART", "PUNCT", "SPACE"):
            stop -= 1
        span = tree.trim((first, stop))
        if span is None or span[1] - span[0] > _LONGEST_NAME:
            return None
        for token in range(*span):
            if tree.lower[token] in _RELATIVES and token > span[0]:
                return span  # whatever follows describes the name before it
            if tree.pos[token] in ("VERB", "SCONJ"):
                return None
        return span if any(tree.pos[t] in _NOMINAL for t in range(*span)) else None

    def _words_after(self, verb: int, last: int) -> Span | None:
        tree = self.tree
        stop = verb + 1
        while stop < last and tree.pos[stop] not in _AFTER_NAME:
            stop += 1
        span = tree.trim((verb + 1, stop)) if stop > verb + 1 else None
        if span is None or not any(tree.pos[t] in _NOMINAL for t in range(*span)):
            return None
        head = next((t for t in range(*span) if not span[0] <= tree.head[t] < span[1]), span[1] - 1)
        return tree.phrase(head, before=last, after=verb + 1) if tree.pos[head] in _NOMINAL else span
