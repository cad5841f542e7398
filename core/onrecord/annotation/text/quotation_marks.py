"""Quotations: find the quotation marks of a text, pair them, and tell how much of a content they enclose.

Everything here reads plain text in one pass, so it works where a parser is of no help: in damaged text, in
transcripts, in a book. Offsets are in characters of the text, end exclusive.

A mark opens or closes by its shape (“ or ”) and by what stands at its sides; a straight one only by the latter.
``find_quotations`` goes paragraph by paragraph:

1. ``_read_marks`` finds the marks and leaves out apostrophes, heights (6'2") and attributes of markup.
2. ``_pair_doubles`` pairs double marks. What is opened and never closed ends where the next paragraph opens again
   (speech over several paragraphs), where a later paragraph closes it, or with its sentence.
3. ``_pair_singles`` pairs single marks between the double ones.
4. ``_nest`` sorts all by start and counts how deep each stands in others.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from typing import NamedTuple

from onrecord.annotation.text.words import WORD
from onrecord.base.records import QuoteKind, Span


class Quotation(NamedTuple):
    """A passage in quotation marks, within one paragraph.

    Args:
        start: Where its opening mark begins.
        end: Where its closing mark ends.
        inner: The span between the marks.
        depth: How many quotations it stands in.
        closed: False where the opening or the closing mark is missing.
        single: Whether its marks are single ones.
        continued: Whether the speech goes on in the next paragraph's quotation.
    """

    start: int
    end: int
    inner: Span
    depth: int = 0
    closed: bool = True
    single: bool = False
    continued: bool = False


DIRECT_SHARE = 0.9
"""The least share of a direct content's words that stand in quotation marks."""

_BREAK = re.compile(r"\n\s*\n\s*|\n\s*")
# Two single marks stand for a double one, two commas before a word for a low one.
_MARK = re.compile(r"``|''|‘‘|’’|‚‚|(?<!\S),,(?=\w)|[\"“”„‟«»＂〝〞「」『』‹›‘’‚‛'`´]")
_MARKS = frozenset("\"“”„‟«»＂〝〞「」『』‹›‘’‚‛'`´")
_OPENING = frozenset(("“", "„", "‟", "«", "``", "‘‘", "‚‚", ",,", "〝", "「", "『"))
_CLOSING = frozenset(("”", "»", "''", "’’", "〞", "」", "』"))
_SINGLE = frozenset("‹›‘’‚‛'`´")
_SINGLE_OPENING = frozenset("‹‘‚‛`")
# ='…' and ="…" are attributes of markup, 6'2" is a height.
_NOT_A_MARK = re.compile(r"=\s*(\"[^\"\n<>]{0,300}\"|'[^'\n<>]{0,300}')|\d['’]\s?\d{1,2}(\"|''|”)(?!\w)")
_DETACHED = re.compile(r'(?<!\S)"(?!\S)')
_ELISION = re.compile(
    r"(?:n|em|til|till|tis|twas|twere|twill|cause|cuz|coz|bout|round|nuff|neath|gainst|cept|kay|sup|\d\d?s?|\d{4})\b",
    re.I,
)
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]++[)\]]?(?=\s++[^\w\s]{0,2}[A-Z]|\s*+$)")
_BEFORE_OPENING = frozenset("([{—–-/―‒<>|*_…")
_AFTER_CLOSING = frozenset(".,;:!?)]}—–-/―‒<>|*_…")
_LONGEST_SINGLE = 600  # characters of a quotation in single marks
_MOST_BARE_PARAGRAPHS = 5  # paragraphs without marks within one quotation
_LEAST_WRAPPED_LINES = 8


@dataclass(slots=True)
class _Mark:
    """A quotation mark, and whether what stands at its sides lets it open or close a quotation."""

    start: int
    end: int
    text: str
    opens: bool
    closes: bool


@dataclass(slots=True)
class _Paragraph:
    """A paragraph with its double and its single marks, in order."""

    start: int
    end: int
    doubles: list[_Mark] = field(default_factory=list)
    singles: list[_Mark] = field(default_factory=list)

    @property
    def starts_with_opening(self) -> bool:
        """Whether its first character is an opening double mark."""
        if not self.doubles:
            return False
        first = self.doubles[0]
        return first.start == self.start and (first.opens or first.text in _OPENING)

    @property
    def closes_first(self) -> bool:
        """Whether its first double mark closes what an earlier paragraph opened."""
        if not self.doubles:
            return False
        first = self.doubles[0]
        return first.closes and not first.opens and first.text not in _OPENING


def find_paragraphs(text: str) -> list[Span]:
    """Return the paragraphs of a text in order, without the white space around them; none is empty.

    A single line break ends a paragraph as well, unless the text separates paragraphs by blank lines and wraps its
    lines at a width, as mail does.
    """
    is_wrapped = _is_hard_wrapped(text)
    spans: list[Span] = []
    start = 0
    for match in _BREAK.finditer(text):
        if is_wrapped and match.group().count("\n") == 1:
            continue
        spans.append((start, match.start()))
        start = match.end()
    spans.append((start, len(text)))
    return [trimmed for span in spans if (trimmed := strip_whitespace(text, span)) is not None]


def _is_hard_wrapped(text: str) -> bool:
    """Return whether lines end at a width, as in mail: by how many run on, and by their median length."""
    if "\n\n" not in text:
        return False
    lengths = [len(line) for line, following in pairwise(text.split("\n")) if line.strip() and following.strip()]
    return len(lengths) >= _LEAST_WRAPPED_LINES and 40 <= sorted(lengths)[len(lengths) // 2] <= 100


def strip_whitespace(text: str, span: Span) -> Span | None:
    """Return the span without white space at its ends, or None if nothing is left."""
    start, end = span
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return (start, end) if start < end else None


def find_quotations(text: str) -> list[Quotation]:
    """Return all quotations of a text by their start, an outer one before its inner ones.

    Marks are paired by their shape, by what stands at their sides, and by the marks that are still open, so that
    wrong mixtures pair as well. A quotation whose closing mark is missing ends with its paragraph or its sentence.
    Outermost quotations never overlap. Takes time linear in the length of the text.
    """
    paragraphs = _read_marks(text)
    quotations: list[Quotation] = []
    carried_until = -1  # the paragraph that closes a quotation opened in an earlier one
    for index, paragraph in enumerate(paragraphs):
        if index <= carried_until:
            if index < carried_until:
                quotations.append(_whole_paragraph(paragraph))
                continue
            closing = paragraph.doubles.pop(0)
            quotations.append(Quotation(paragraph.start, closing.end, (paragraph.start, closing.start)))
        closed, unclosed = _pair_doubles(text, paragraph)
        mark_starts = [mark.start for mark in paragraph.doubles]
        for order, opening in enumerate(unclosed):
            is_continued = False
            if order == len(unclosed) - 1 and index + 1 < len(paragraphs):
                if paragraphs[index + 1].starts_with_opening:
                    is_continued = True
                elif (closing_index := _closing_paragraph(paragraphs, index)) is not None:
                    is_continued, carried_until = True, closing_index
            end = paragraph.end if is_continued else _end_of_unclosed(text, opening, paragraph, mark_starts)
            single = None if is_continued else _mistaken_single(text, opening, end, paragraph)
            if single is not None:
                closed.append(Quotation(opening.start, single.end, (opening.end, single.start)))
            elif opening.end < end:
                closed.append(
                    Quotation(opening.start, end, (opening.end, end), closed=False, continued=is_continued)
                )
        closed += _pair_singles(text, paragraph, closed)
        quotations += closed
    return _nest(quotations)


def _whole_paragraph(paragraph: _Paragraph) -> Quotation:
    """Return a paragraph without marks that stands within a quotation over several paragraphs."""
    span = (paragraph.start, paragraph.end)
    return Quotation(*span, span, closed=False, continued=True)


def _read_marks(text: str) -> list[_Paragraph]:
    """Return the paragraphs of a text with their marks, apostrophes within words left out."""
    paragraphs = [_Paragraph(start, end) for start, end in find_paragraphs(text)]
    ignored = _ignored_offsets(text)
    detached = _detached_offsets(text, paragraphs)
    index = 0
    for match in _MARK.finditer(text):
        start, end = match.span()
        if start in ignored:
            continue
        while index < len(paragraphs) and paragraphs[index].end <= start:
            index += 1
        if index == len(paragraphs):
            break
        paragraph = paragraphs[index]
        before = text[start - 1] if start > paragraph.start else " "
        after = text[end] if end < paragraph.end else " "
        if match.group() in _SINGLE and before.isalnum() and after.isalnum():
            continue
        is_detached = start in detached
        opening_side = before.isspace() or before in _BEFORE_OPENING or before in _MARKS
        closing_side = after.isspace() or after in _AFTER_CLOSING or after in _MARKS
        mark = _Mark(
            start,
            end,
            match.group(),
            opens=is_detached
            or (not after.isspace() and opening_side and not (after in ",;:!?)]}" and end < paragraph.end)),
            closes=is_detached or (not before.isspace() and closing_side and before not in "([{"),
        )
        (paragraph.singles if match.group() in _SINGLE else paragraph.doubles).append(mark)
    return paragraphs


def _detached_offsets(text: str, paragraphs: Sequence[_Paragraph]) -> set[int]:
    """Return where straight marks with blanks on both sides stand, two by two: said , " No . " and left."""
    offsets: set[int] = set()
    for paragraph in paragraphs:
        starts = [match.start() for match in _DETACHED.finditer(text, paragraph.start, paragraph.end)]
        if len(starts) % 2 == 0:
            offsets.update(starts)
    return offsets


def _ignored_offsets(text: str) -> set[int]:
    """Return where marks stand that are none: around attributes of markup, and in heights."""
    ignored: set[int] = set()
    for match in _NOT_A_MARK.finditer(text):
        for group in (1, 2):
            if match.group(group) is not None:
                ignored.update((match.start(group), match.end(group) - 1))
        if match.group(2) is not None:
            ignored.update(range(match.start(), match.end()))
    return ignored


def _pair_doubles(text: str, paragraph: _Paragraph) -> tuple[list[Quotation], list[_Mark]]:
    """Return the quotations of a paragraph that are closed, and the marks that open one and leave it open."""
    quotations: list[Quotation] = []
    open_marks: list[_Mark] = []
    is_unambiguous = _are_unambiguous(paragraph.doubles)
    straight_left = sum(_is_straight(mark) for mark in paragraph.doubles)
    for mark in paragraph.doubles:
        if mark.closes if is_unambiguous else _is_closing(mark, open_marks, straight_left):
            if open_marks:
                opening = open_marks.pop()
                if opening.end < mark.start:
                    quotations.append(Quotation(opening.start, mark.end, (opening.end, mark.start)))
            elif mark.start > paragraph.start and text[mark.start - 1] in ",.!?…":
                start = _start_of_unopened(text, paragraph, mark, quotations)
                if start < mark.start:
                    quotations.append(Quotation(start, mark.end, (start, mark.start), closed=False))
        elif mark.opens or mark.text in _OPENING:
            open_marks.append(mark)
        straight_left -= _is_straight(mark)
    return quotations, open_marks


def _is_straight(mark: _Mark) -> bool:
    """Return whether a mark opens and closes by the same shape."""
    return mark.text not in _OPENING and mark.text not in _CLOSING


def _are_unambiguous(marks: Sequence[_Mark]) -> bool:
    """Return whether the sides of the marks alone tell which open and which close, and none is left over."""
    depth = 0
    for mark in marks:
        if mark.opens == mark.closes:
            return False
        depth += 1 if mark.opens else -1
        if depth < 0:
            return False
    return depth == 0


def _is_closing(mark: _Mark, open_marks: Sequence[_Mark], straight_left: int) -> bool:
    """Return whether a mark closes a quotation.

    Args:
        mark: The mark.
        open_marks: The marks before it that are not closed yet.
        straight_left: How many straight marks there are from this one on.
    """
    if mark.text in _OPENING:
        return bool(open_marks) and mark.closes and not mark.opens
    if mark.text in _CLOSING:
        if not open_marks:
            return not mark.opens
        return open_marks[-1].text != mark.text or mark.closes or not mark.opens
    if not open_marks:
        return mark.closes and not mark.opens
    if mark.opens and not mark.closes:
        # It may open an inner quotation or close this one; right is what leaves no mark over.
        return straight_left % 2 == 1
    return True


def _closing_paragraph(paragraphs: Sequence[_Paragraph], index: int) -> int | None:
    """Return the paragraph whose first mark closes what this one left open; those between have no marks."""
    for later in range(index + 1, min(len(paragraphs), index + 2 + _MOST_BARE_PARAGRAPHS)):
        if paragraphs[later].doubles:
            return later if paragraphs[later].closes_first else None
    return None


def _end_of_unclosed(text: str, opening: _Mark, paragraph: _Paragraph, mark_starts: Sequence[int]) -> int:
    """Return where a quotation without a closing mark ends.

    One that begins with a capital is whole sentences: it goes to the end of the paragraph or, before another mark,
    to the last sentence that ends there. Any other ends with its sentence.

    Args:
        text: The text.
        opening: The mark that opens it.
        paragraph: The paragraph it is in.
        mark_starts: Where the double marks of the paragraph begin.
    """
    index = bisect_right(mark_starts, opening.start)
    limit = mark_starts[index] if index < len(mark_starts) else paragraph.end
    sentence_ends = [match.end() for match in _SENTENCE_END.finditer(text, opening.end, limit)]
    begins_sentence = text[opening.end : opening.end + 1].isupper()
    if limit == paragraph.end and begins_sentence:
        return paragraph.end
    if sentence_ends:
        return sentence_ends[-1] if begins_sentence else sentence_ends[0]
    stripped = strip_whitespace(text, (opening.end, limit))
    return stripped[1] if stripped else opening.end


def _mistaken_single(text: str, opening: _Mark, end: int, paragraph: _Paragraph) -> _Mark | None:
    """Return the single mark that closes, by mistake, what a double one opened: “No.’"""
    index = bisect_right(paragraph.singles, opening.end, key=lambda mark: mark.start)
    for mark in paragraph.singles[index : index + 3]:
        if mark.start >= end or (mark.opens and not mark.closes):
            return None
        if mark.closes and text[mark.start - 1] in ",.!?…":
            return mark
    return None


def _start_of_unopened(text: str, paragraph: _Paragraph, closing: _Mark, quotations: Sequence[Quotation]) -> int:
    """Return where a quotation without an opening mark begins.

    That is with its paragraph or, after other quotations, with the last sentence before the closing mark.
    """
    if not quotations:
        return paragraph.start
    start = quotations[-1].end
    for match in _SENTENCE_END.finditer(text, start, closing.start - 1):
        start = match.end()
    stripped = strip_whitespace(text, (start, closing.start))
    return stripped[0] if stripped else closing.start


def _pair_singles(text: str, paragraph: _Paragraph, doubles: list[Quotation]) -> list[Quotation]:
    """Return the quotations in single marks, each within one of the quotations in double marks or outside all."""
    if len(paragraph.singles) < 2:
        return []
    marks_by_quotation: dict[int, list[_Mark]] = {}
    for mark, quotation_start in zip(paragraph.singles, _enclosing(paragraph.singles, doubles), strict=True):
        marks_by_quotation.setdefault(quotation_start, []).append(mark)
    return [quotation for marks in marks_by_quotation.values() for quotation in _pair_level(text, marks)]


def _enclosing(marks: Sequence[_Mark], doubles: list[Quotation]) -> Iterator[int]:
    """Yield for each mark the start of the innermost quotation around it, or -1."""
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
    """Yield the quotations of single marks that stand in the same quotation; the rest are apostrophes.

    A mark after an s before a space may be the apostrophe of a plural (the Clintons' house): it closes only if no
    other mark does.
    """
    opening: _Mark | None = None
    plural: _Mark | None = None
    for mark in marks:
        is_opening = mark.opens and not mark.closes and not _ELISION.match(text, mark.end)
        if opening is not None and (is_opening or mark.start - opening.start > _LONGEST_SINGLE):
            if plural is not None:
                yield Quotation(opening.start, plural.end, (opening.end, plural.start), single=True)
            opening = plural = None
        if opening is None:
            opening = mark if is_opening else None
        elif mark.closes and mark.start > opening.end:
            if text[mark.start - 1] in "sS" and text[mark.end : mark.end + 1].isspace():
                plural = plural or mark
            else:
                yield Quotation(opening.start, mark.end, (opening.end, mark.start), single=True)
                opening = plural = None
    if opening is not None and plural is not None:
        yield Quotation(opening.start, plural.end, (opening.end, plural.start), single=True)


def _nest(quotations: Iterable[Quotation]) -> list[Quotation]:
    """Return the quotations sorted, with their depths; drop those that overlap an earlier one in part."""
    nested: list[Quotation] = []
    open_ends: list[int] = []
    for quotation in sorted(quotations, key=lambda quotation: (quotation.start, -quotation.end)):
        while open_ends and open_ends[-1] <= quotation.start:
            open_ends.pop()
        if open_ends and quotation.end > open_ends[-1]:
            continue
        nested.append(quotation._replace(depth=len(open_ends)))
        open_ends.append(quotation.end)
    return nested


def outermost(quotations: Sequence[Quotation]) -> list[Quotation]:
    """Return the quotations that stand in no other quotation."""
    return [quotation for quotation in quotations if quotation.depth == 0]


def quotation_kind(text: str, quotations: Sequence[Quotation], content: Sequence[Span]) -> QuoteKind:
    """Return how much of a content stands in quotation marks.

    Direct is a content with nine words in ten in marks, mixed one with at least a word, indirect one without. The
    bounds are those by which PolNeAR's quotations are told apart (Newell, Margolin and Ruths 2018).

    Args:
        text: The text.
        quotations: Its outermost quotations, in order.
        content: The spans of the content.
    """
    word_count = quoted_count = 0
    for start, end in content:
        index = bisect_right(quotations, start, key=attrgetter("start")) - 1
        for match in WORD.finditer(text, start, end):
            while index + 1 < len(quotations) and quotations[index + 1].start <= match.start():
                index += 1
            word_count += 1
            quoted_count += index >= 0 and quotations[index].end > match.start()
    share = quoted_count / max(1, word_count)
    return "direct" if share >= DIRECT_SHARE else "mixed" if share > 0 else "indirect"
