"""Lines that were broken to fit a width, joined to paragraphs again: hard-wrapped text, hyphens, indents, quoted
mails.

A line break is taken for one of wrapping where the next word would not have fit: programs fill lines as far as
they can. Everything else, a list, an address, a poem, stays as it is. What is done to a text is a list of edits,
so that places in the flowing text can be found in the text as it was.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

_WIDEST = 140
"""Characters that a line of wrapped text has at most; what is longer is a paragraph on one line."""
_NARROWEST = 40
_LEAST_SHARE = 0.6
"""The part of the line breaks within blocks that must be of wrapping, for a text to count as wrapped. The ends of
paragraphs that only an indent marks are not."""
_FEWEST_BREAKS = 3
_FEWEST_QUOTED = 2

_LINE = re.compile(r"[^\n]*")
_QUOTE_MARK = re.compile(r"[ \t]*(?:>[ \t]?)+")
_MAY_FLOW = re.compile(r"[^\n]\n[^\n]|^[ \t]*>|\r", re.MULTILINE)
_QUOTED_LINE = re.compile(r"^[ \t]*>[^\n]*", re.MULTILINE)
_LIST_MARK = re.compile(r"(?:[-*•·–—o]|\(?\d{1,3}[.)]|\(?[a-z]\))[ \t]+\S")
_SENTENCE_END = re.compile(r"[.!?:][\"'”’»)\]]*$")
_HYPHENS = ("-", "\u2010", "\u00ad")
_LAST_WORD = re.compile(r"([^\W\d_]+)[-\u2010\u00ad]$")
_FIRST_WORD = re.compile(r"[^\W\d_]+")
_BROKEN_WORD = re.compile(r"\w+[-\u2010\u00ad]\s*\n\s*\w+")
_COMPOUNDING = frozenset(
    "self ex non anti pro co semi mid well ill half all cross long short high low far near left right north "
    "south east west vice multi post pre ultra so then once twice full part first second third one two three "
    "four five six seven eight nine ten twenty thirty forty fifty sixty seventy eighty ninety much ever hard soft "
    "old new real single double".split()
)
"""First parts of English compounds that are mostly written with a hyphen."""


class Edit(NamedTuple):
    """A change of a text: ``replacement`` stands in place of the characters from ``start`` to ``end``."""

    start: int
    end: int
    replacement: str


class _Line(NamedTuple):
    """A line: where its words begin and end, how wide it is, and how deep it is indented; in characters."""

    start: int
    end: int
    width: int
    indent: int
    is_quoted: bool


def flowing(text: str) -> str:
    """Return the text with its wrapped lines joined."""
    return edited(text, flow_edits(text))


def edited(text: str, edits: Sequence[Edit]) -> str:
    """Return the text with the edits made, which are in its order and do not overlap."""
    parts, place = [], 0
    for edit in edits:
        parts += [text[place : edit.start], edit.replacement]
        place = edit.end
    return "".join([*parts, text[place:]])


class OriginalOffsets:
    """Finds places of an edited text in the text as it was."""

    def __init__(self, edits: Sequence[Edit]) -> None:
        self._edits = edits
        self._starts: list[int] = []  # of each replacement in the edited text
        shift = 0
        for edit in edits:
            self._starts.append(edit.start + shift)
            shift += len(edit.replacement) - (edit.end - edit.start)

    def start(self, offset: int) -> int:
        """Return where a span begins that begins at ``offset`` of the edited text."""
        return self._original(offset, is_end=False)

    def end(self, offset: int) -> int:
        """Return where a span ends that ends at ``offset`` of the edited text, exclusive."""
        return self._original(offset, is_end=True)

    def _original(self, offset: int, *, is_end: bool) -> int:
        # A span that ends where a replacement begins ends before it, one that begins where it ends behind it.
        index = bisect_right(self._starts, offset - 1 if is_end else offset) - 1
        if index < 0:
            return offset
        edit, start = self._edits[index], self._starts[index]
        if offset >= start + len(edit.replacement):
            return edit.end + offset - start - len(edit.replacement)
        return edit.end if is_end else edit.start


def flow_edits(text: str) -> list[Edit]:
    """Return the edits that join the wrapped lines of a text, in its order."""
    if not _MAY_FLOW.search(text):  # paragraphs on lines of their own, as nearly all texts have them
        return []
    edits: list[Edit] = []
    vocabulary = _Vocabulary(text)
    blocks = list(_blocks(text))
    width = _wrap_width(text, blocks)
    for block in blocks:
        first = block[0]
        if first.is_quoted or (width and first.indent and len(block) > 1):
            edits.append(Edit(text.rfind("\n", 0, first.start) + 1, first.start, ""))
        for line, following in pairwise(block):
            replacement = _line_break(text, line, following, width, block)
            start = line.end
            if replacement == " " and (hyphen := _hyphen_kept(text, line, following, vocabulary)) is not None:
                replacement = ""
                start -= not hyphen
            if text[start : following.start] != replacement:
                edits.append(Edit(start, following.start, replacement))
    edits = sorted([*edits, *_bare_marks(text)])
    return sorted([*edits, *_line_ends(text, edits)]) if "\r" in text else edits


def _line_ends(text: str, edits: Sequence[Edit]) -> Iterator[Edit]:
    """Yield the edits that make line feeds of the line ends of Windows that the other edits leave."""
    starts = [edit.start for edit in edits]
    for match in re.finditer(r"\r\n", text):
        index = bisect_right(starts, match.start()) - 1
        if index < 0 or match.start() >= edits[index].end:
            yield Edit(match.start(), match.end(), "\n")


def _bare_marks(text: str) -> Iterator[Edit]:
    """Yield the edits that take the marks of quoting from the empty lines of a quoted mail."""
    for start, end in _quoted_lines(text):
        if _QUOTE_MARK.fullmatch(text, start, end):
            yield Edit(start, end, "")


def joined(lines: Sequence[str], vocabulary: str = "") -> str:
    """Return the lines of one paragraph as a whole.

    Args:
        lines: The lines, without line ends.
        vocabulary: A text of the same kind; whether its words are written with hyphens decides doubtful cases.
    """
    text = "\n".join(line.strip() for line in lines if line.strip())
    words = _Vocabulary(vocabulary or text)
    parts = list(_blocks(text))
    edits = []
    for line, following in pairwise(parts[0] if parts else ()):
        hyphen = _hyphen_kept(text, line, following, words)
        edits.append(Edit(line.end - (hyphen is False), following.start, " " if hyphen is None else ""))
    return edited(text, edits)


def _blocks(text: str) -> Iterator[list[_Line]]:
    """Yield the lines that stand together without an empty one between them."""
    quoted = {start for start, _ in _quoted_lines(text)}
    block: list[_Line] = []
    for match in _LINE.finditer(text):
        if match.start() and text[match.start() - 1] != "\n":
            continue  # the empty match at the end of a line
        raw = match[0]
        mark = _QUOTE_MARK.match(raw) if match.start() in quoted else None
        content = raw[mark.end() :] if mark else raw
        words = content.strip()
        if not words:
            if block:
                yield block
            block = []
            continue
        indent = len(content.expandtabs()) - len(content.expandtabs().lstrip())
        start = match.end() - len(content) + len(content) - len(content.lstrip())
        end = start + len(words)
        block.append(_Line(start, end, len(raw.rstrip()), indent, mark is not None))
    if block:
        yield block


def _quoted_lines(text: str) -> list[tuple[int, int]]:
    """Return start and end of the lines that mails mark as those of another mail."""
    lines = [match.span() for match in _QUOTED_LINE.finditer(text)]
    return lines if len(lines) >= _FEWEST_QUOTED else []


def _wrap_width(text: str, blocks: Sequence[Sequence[_Line]]) -> int:
    """Return the width to which a text was wrapped, in characters; 0 if it was not."""
    breaks = [pair for block in blocks for pair in pairwise(block) if pair[0].width <= _WIDEST]
    widths = sorted({line.width for line, _ in breaks if " " in text[line.start : line.end]}, reverse=True)
    if len(breaks) < _FEWEST_BREAKS:
        # The longest line would always count as full. That a sentence goes on in small letters tells as much.
        goes_on = widths and any(_goes_on(text, line, following) for line, following in breaks)
        is_full = goes_on and all(_is_full(text, line, following, widths[0]) for line, following in breaks)
        return widths[0] if is_full and widths[0] >= _NARROWEST else 0
    for width in widths[:4]:  # a line or two may be wider than the rest
        full = [line for line, following in breaks if _is_full(text, line, following, width)]
        wider = sum(line.width > width for line in full)
        ended = sum(_SENTENCE_END.search(text[line.start : line.end]) is not None for line in full)
        is_wrapped = (
            len(full) >= _LEAST_SHARE * len(breaks) and wider <= 0.1 * len(full) and ended <= 0.5 * len(full)
        )
        if width >= _NARROWEST and is_wrapped:
            return width
    return 0


def _is_full(text: str, line: _Line, following: _Line, width: int) -> bool:
    """Return whether the first word of the next line would not have fit on this one."""
    next_word = text[following.start : following.end].split(maxsplit=1)[0]
    return line.width + 1 + len(next_word) > width or text[line.end - 1] in _HYPHENS


def _goes_on(text: str, line: _Line, following: _Line) -> bool:
    """Return whether a sentence goes on in the next line, as far as its first letter tells."""
    return text[following.start].islower() and not _SENTENCE_END.search(text[line.start : line.end])


def _line_break(text: str, line: _Line, following: _Line, width: int, block: Sequence[_Line]) -> str:
    """Return what stands between two lines of a block: a blank, or a line break or two."""
    between = "\n" if line.is_quoted or following.is_quoted else text[line.end : following.start]
    if not width or line.width > _WIDEST or _LIST_MARK.match(text, following.start):
        return between
    base = min(each.indent for each in block)
    if following.indent > base and _is_indent_of_paragraphs(text, block, width):
        return "\n\n"
    if _is_full(text, line, following, width) or _goes_on(text, line, following):
        return " "
    return between


def _is_indent_of_paragraphs(text: str, block: Sequence[_Line], width: int) -> bool:
    """Return whether indented lines begin paragraphs: a list, whose items go on indented, has many in a row."""
    base = min(line.indent for line in block)
    deeper = sum(line.indent > base for line in block)
    in_a_row = sum(
        line.indent > base and following.indent > base and _is_full(text, line, following, width)
        for line, following in pairwise(block)
    )
    return in_a_row * 2 <= deeper


def _hyphen_kept(text: str, line: _Line, following: _Line, vocabulary: _Vocabulary) -> bool | None:
    """Return whether the hyphen at the end of a line stays when the lines are joined; None where there is none.

    One of a word that was only broken goes; that of a compound stays, as before a capital or a figure.
    """
    left = _LAST_WORD.search(text, line.start, line.end)
    if not left:
        return True if re.search(r"\d[-\u2010]$", text[line.start : line.end]) else None
    right = _FIRST_WORD.match(text, following.start, following.end)
    if not right:
        return True
    if not right[0][0].islower():
        return True
    if text[line.end - 1] == "\u00ad":
        return False
    return vocabulary.is_compound(left[1], right[0])


class _Vocabulary:
    """The words of a text, gathered when the first doubtful word comes."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._words: set[str] | None = None

    def is_compound(self, left: str, right: str) -> bool:
        """Return whether two parts are written with a hyphen between them, rather than as one word."""
        if self._words is None:
            whole = _BROKEN_WORD.sub(" ", self._text)
            self._words = {word.casefold() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)*", whole)}
        left, right = left.casefold(), right.casefold()
        if left + right in self._words:
            return False
        if f"{left}-{right}" in self._words or left in _COMPOUNDING:
            return True
        return left in self._words and right in self._words
