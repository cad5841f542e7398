"""Quotation marks: which are marks, which belong together, and what they enclose.

Everything here reads plain text in one pass, so it works where a parser is of no help: in damaged text, in
transcripts, in a book. Offsets are in characters of the text, end exclusive.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from onrecord.annotation.text.words import WORD
from onrecord.base.records import Kind, Span


class Quotation(NamedTuple):
    """A passage in quotation marks, one paragraph of it at most.

    ``start`` and ``end`` take the marks in, ``inner`` leaves them out. ``depth`` is 0 for an outermost one,
    ``closed`` is false where the closing mark is missing, ``single`` is true for single marks, and
    ``continued`` is true where the speech goes on in the next paragraph's quotation.
    """

    start: int
    end: int
    inner: Span
    depth: int = 0
    closed: bool = True
    single: bool = False
    continued: bool = False


_BREAK = re.compile(r"\n\s*\n\s*|\n\s*")
# Two single marks stand for a double one, two commas before a word for a low one.
_MARK = re.compile(r"``|''|‘‘|’’|‚‚|(?<!\S),,(?=\w)|[\"“”„‟«»＂〝〞「」『』‹›‘’‚‛'`´]")
_MARKS = frozenset("\"“”„‟«»＂〝〞「」『』‹›‘’‚‛'`´")
_OPENING = frozenset(("“", "„", "‟", "«", "``", "‘‘", "‚‚", ",,", "〝", "「", "『"))
_CLOSING = frozenset(("”", "»", "''", "’’", "〞", "」", "』"))
_SINGLE = frozenset("‹›‘’‚‛'`´")
_SINGLE_OPENING = frozenset("‹‘‚‛`")
# ='…' and ="…" are attributes of markup, 6'2" is a height.
_NO_MARK = re.compile(r"=\s*(\"[^\"\n<>]{0,300}\"|'[^'\n<>]{0,300}')|\d['’]\s?\d{1,2}(\"|''|”)(?!\w)")
_ELISION = re.compile(
    r"(?:n|em|til|till|tis|twas|twere|twill|cause|cuz|coz|bout|round|nuff|neath|gainst|cept|kay|sup|\d\d?s?|\d{4})\b",
    re.I,
)
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[)\]]?(?=\s++[^\w\s]{0,2}[A-Z]|\s*+$)")
_BEFORE_OPENING = frozenset("([{—–-/―‒<>|*_…")
_AFTER_CLOSING = frozenset(".,;:!?)]}—–-/―‒<>|*_…")
_LONGEST_SINGLE = 600
_MOST_BARE_PARAGRAPHS = 5


@dataclass(slots=True)
class _Mark:
    start: int
    end: int
    text: str
    opens: bool
    closes: bool


@dataclass(slots=True)
class _Paragraph:
    start: int
    end: int
    doubles: list[_Mark] = field(default_factory=list)
    singles: list[_Mark] = field(default_factory=list)

    @property
    def opens(self) -> bool:
        """Whether its first character is an opening mark."""
        first = self.doubles[0] if self.doubles else None
        return first is not None and first.start == self.start and (first.opens or first.text in _OPENING)

    @property
    def closes_first(self) -> bool:
        """Whether its first mark closes something that was opened before."""
        if not self.doubles:
            return False
        first = self.doubles[0]
        return first.closes and not first.opens and first.text not in _OPENING


def find_paragraphs(text: str) -> list[Span]:
    """The paragraphs of a text, without the white space around them, in order; none is empty.

    A single line break ends a paragraph too, unless the text keeps blank lines for that and its lines are
    broken at a width, as in mail.
    """
    soft = _is_wrapped(text)
    spans: list[Span] = []
    start = 0
    for match in _BREAK.finditer(text):
        if soft and match.group().count("\n") == 1:
            continue
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := strip_whitespace(text, span)) is not None]


def _is_wrapped(text: str) -> bool:
    if "\n\n" not in text:
        return False
    lines = text.split("\n")
    broken = [len(line) for line, after in pairwise(lines) if line.strip() and after.strip()]
    return len(broken) >= 8 and 40 <= sorted(broken)[len(broken) // 2] <= 100


def strip_whitespace(text: str, span: Span) -> Span | None:
    """The span without white space at its ends, or None if nothing else is in it."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def find_quotations(text: str) -> list[Quotation]:
    """All quotations of a text, sorted by start, the outer one before the inner; outermost ones never overlap.

    Pairs by the shape of a mark, by what stands at its sides, and by the marks that are still open, so that
    wrong mixtures pair as well. A quotation whose closing mark is missing ends with its paragraph or its
    sentence. Takes time linear in the length of the text.
    """
    parts = _read_marks(text)
    found: list[Quotation] = []
    carried_until = -1
    for index, part in enumerate(parts):
        if index <= carried_until:
            if index < carried_until:
                found.append(_bare(part.start, part.end, continued=True))
                continue
            first = part.doubles.pop(0)
            found.append(Quotation(part.start, first.end, (part.start, first.start)))
        quotations, unclosed = _pair_doubles(text, part)
        starts = [mark.start for mark in part.doubles]
        follower = parts[index + 1] if index + 1 < len(parts) else None
        for order, opener in enumerate(unclosed):
            last = order == len(unclosed) - 1
            continued = False
            if last and follower is not None:
                if follower.opens:
                    continued = True
                elif (until := _closed_later(parts, index)) is not None:
                    continued, carried_until = True, until
            end = part.end if continued else _end_of_unclosed(text, opener, part, starts)
            if not continued and (single := _single_end(text, opener, end, part)) is not None:
                quotations.append(Quotation(opener.start, single.end, (opener.end, single.start)))
                continue
            if opener.end < end:
                quotations.append(
                    Quotation(opener.start, end, (opener.end, end), closed=False, continued=continued)
                )
        quotations += _pair_singles(text, part, quotations)
        found += quotations
    return _nest(found)


def _bare(start: int, end: int, *, continued: bool) -> Quotation:
    return Quotation(start, end, (start, end), closed=False, continued=continued)


def _read_marks(text: str) -> list[_Paragraph]:
    parts = [_Paragraph(start, end) for start, end in find_paragraphs(text)]
    none = _no_marks(text)
    index = 0
    for match in _MARK.finditer(text):
        start, end = match.span()
        if start in none:
            continue
        while index < len(parts) and parts[index].end <= start:
            index += 1
        if index == len(parts):
            break
        part = parts[index]
        before = text[start - 1] if start > part.start else " "
        after = text[end] if end < part.end else " "
        if match.group() in _SINGLE and before.isalnum() and after.isalnum():
            continue
        opening_side = before.isspace() or before in _BEFORE_OPENING or before in _MARKS
        closing_side = after.isspace() or after in _AFTER_CLOSING or after in _MARKS
        mark = _Mark(
            start,
            end,
            match.group(),
            opens=not after.isspace() and opening_side and not (after in ",;:!?)]}" and end < part.end),
            closes=not before.isspace() and closing_side and before not in "([{",
        )
        (part.singles if match.group() in _SINGLE else part.doubles).append(mark)
    return parts


def _no_marks(text: str) -> set[int]:
    none: set[int] = set()
    for match in _NO_MARK.finditer(text):
        for group in (1, 2):
            if match.group(group) is not None:
                none.update((match.start(group), match.end(group) - 1))
        if match.group(2) is not None:
            none.update(range(match.start(), match.end()))
    return none


def _pair_doubles(text: str, part: _Paragraph) -> tuple[list[Quotation], list[_Mark]]:
    """The closed quotations of a paragraph, and the marks that were opened and not closed."""
    found: list[Quotation] = []
    stack: list[_Mark] = []
    plain = _is_plain(part.doubles)
    straight = sum(mark.text not in _OPENING and mark.text not in _CLOSING for mark in part.doubles)
    for mark in part.doubles:
        is_straight = mark.text not in _OPENING and mark.text not in _CLOSING
        if mark.closes if plain else _is_closing(mark, stack, left=straight):
            if stack:
                opener = stack.pop()
                if opener.end < mark.start:
                    found.append(Quotation(opener.start, mark.end, (opener.end, mark.start)))
            elif mark.start > part.start and text[mark.start - 1] in ",.!?…":
                start = _start_of_unopened(text, part, mark, found)
                if start < mark.start:
                    found.append(Quotation(start, mark.end, (start, mark.start), closed=False))
        elif mark.opens or mark.text in _OPENING:
            stack.append(mark)
        straight -= is_straight
    return found, stack


def _is_plain(marks: Sequence[_Mark]) -> bool:
    """Whether the sides of the marks alone tell which open and which close, and none is left over."""
    depth = 0
    for mark in marks:
        if mark.opens == mark.closes:
            return False
        depth += 1 if mark.opens else -1
        if depth < 0:
            return False
    return depth == 0


def _is_closing(mark: _Mark, stack: Sequence[_Mark], *, left: int) -> bool:
    """Whether a mark closes, with those that are open and the number of straight ones from here on."""
    if mark.text in _OPENING:
        return bool(stack) and mark.closes and not mark.opens
    if mark.text in _CLOSING:
        if not stack:
            return not mark.opens
        return stack[-1].text != mark.text or mark.closes or not mark.opens
    if not stack:
        return mark.closes and not mark.opens
    if mark.opens and not mark.closes:
        # Both readings are possible; the one that leaves no mark over is right.
        return left % 2 == 1
    return True


def _closed_later(parts: Sequence[_Paragraph], index: int) -> int | None:
    """The paragraph whose first mark closes what this one left open, with nothing but bare ones between."""
    for later in range(index + 1, min(len(parts), index + 2 + _MOST_BARE_PARAGRAPHS)):
        if parts[later].doubles:
            return later if parts[later].closes_first else None
    return None


def _end_of_unclosed(text: str, opener: _Mark, part: _Paragraph, starts: Sequence[int]) -> int:
    index = bisect_right(starts, opener.start)
    limit = starts[index] if index < len(starts) else part.end
    ends = [match.end() for match in _SENTENCE_END.finditer(text, opener.end, limit)]
    if limit == part.end and text[opener.end : opener.end + 1].isupper():
        return part.end
    if ends:
        return ends[-1] if text[opener.end : opener.end + 1].isupper() else ends[0]
    trimmed = strip_whitespace(text, (opener.end, limit))
    return trimmed[1] if trimmed else opener.end


def _single_end(text: str, opener: _Mark, end: int, part: _Paragraph) -> _Mark | None:
    """The single mark that closes what a double one opened, by mistake: “No.’"""
    index = bisect_right(part.singles, opener.end, key=lambda mark: mark.start)
    for mark in part.singles[index : index + 3]:
        if mark.start >= end or (mark.opens and not mark.closes):
            return None
        if mark.closes and text[mark.start - 1] in ",.!?…":
            return mark
    return None


def _start_of_unopened(text: str, part: _Paragraph, mark: _Mark, found: Sequence[Quotation]) -> int:
    if not found:
        return part.start
    start = found[-1].end
    for match in _SENTENCE_END.finditer(text, start, mark.start - 1):
        start = match.end()
    trimmed = strip_whitespace(text, (start, mark.start))
    return trimmed[0] if trimmed else mark.start


def _pair_singles(text: str, part: _Paragraph, doubles: list[Quotation]) -> list[Quotation]:
    """Quotations in single marks; apostrophes are told apart by what stands at their sides."""
    if len(part.singles) < 2:
        return []
    levels: dict[int, list[_Mark]] = {}
    for mark, level in zip(part.singles, _levels(part.singles, doubles), strict=True):
        levels.setdefault(level, []).append(mark)
    return [quotation for marks in levels.values() for quotation in _pair_level(text, marks)]


def _levels(marks: Sequence[_Mark], doubles: list[Quotation]) -> Iterator[int]:
    """For each mark the start of the innermost of the quotations around it, or -1."""
    nested = _nest(doubles)
    around: list[Quotation] = []
    index = 0
    for mark in marks:
        while index < len(nested) and nested[index].start <= mark.start:
            while around and around[-1].end <= nested[index].start:
                around.pop()
            around.append(nested[index])
            index += 1
        while around and around[-1].end <= mark.start:
            around.pop()
        yield around[-1].start if around else -1


def _pair_level(text: str, marks: Sequence[_Mark]) -> Iterator[Quotation]:
    opener: _Mark | None = None
    doubtful: _Mark | None = None
    for mark in marks:
        begins = mark.opens and not mark.closes and not _ELISION.match(text, mark.end)
        if opener is not None and (begins or mark.start - opener.start > _LONGEST_SINGLE):
            if doubtful is not None:
                yield Quotation(opener.start, doubtful.end, (opener.end, doubtful.start), single=True)
            opener = doubtful = None
        if opener is None:
            opener = mark if begins else None
        elif mark.closes and mark.start > opener.end:
            if text[mark.start - 1] in "sS" and text[mark.end : mark.end + 1].isspace():
                doubtful = doubtful or mark  # may as well be the apostrophe of a plural: the Clintons'
            else:
                yield Quotation(opener.start, mark.end, (opener.end, mark.start), single=True)
                opener = doubtful = None
    if opener is not None and doubtful is not None:
        yield Quotation(opener.start, doubtful.end, (opener.end, doubtful.start), single=True)


def _nest(found: list[Quotation]) -> list[Quotation]:
    """Sorted, with depths; what crosses an earlier one is left out."""
    nested: list[Quotation] = []
    ends: list[int] = []
    for quotation in sorted(found, key=lambda q: (q.start, -q.end)):
        while ends and ends[-1] <= quotation.start:
            ends.pop()
        if ends and quotation.end > ends[-1]:
            continue
        nested.append(quotation._replace(depth=len(ends)))
        ends.append(quotation.end)
    return nested


def outermost(quotations: Sequence[Quotation]) -> list[Quotation]:
    """Those that stand in no other quotation."""
    return [quotation for quotation in quotations if quotation.depth == 0]


def quotation_kind(text: str, quotations: Sequence[Quotation], content: Sequence[Span]) -> Kind:
    """How much of a content stands in marks: direct from nine words in ten, mixed from one word, else indirect.

    ``quotations`` are outermost ones, in order. The bounds are those by which PolNeAR's quotations are told
    apart (Newell, Margolin and Ruths 2018).
    """
    words = quoted = 0
    for start, end in content:
        for match in WORD.finditer(text, start, end):
            words += 1
            index = bisect_right(quotations, match.start(), key=attrgetter("start")) - 1
            quoted += index >= 0 and quotations[index].end > match.start()
    share = quoted / max(1, words)
    return "direct" if share >= 0.9 else "mixed" if share > 0 else "indirect"
