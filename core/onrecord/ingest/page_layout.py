"""Paragraphs from the lines of printed pages: columns in their order, without running heads, hyphens mended.

Coordinates are in points, from the left and from the bottom of the page, as PDF has them.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import pairwise, takewhile
from statistics import median
from typing import NamedTuple

from onrecord.ingest.flowing_text import joined

_GUTTER_LINES = 3
"""Lines that a column has at least."""
_LEADING = 1.35
"""So many times the usual distance of lines is one between paragraphs."""
_INDENT = 0.8
"""So many times the size of the letters is an indent."""
_WIDEST_BLANK = 5
"""So many times the size of letters is as wide as a blank can be in a narrow column with straight edges."""
_MARGIN_LINES = 3
"""Lines at the top or the bottom of a page that may be running heads."""
_HEADING = 1.15
"""So many times the usual size of letters is that of a heading."""
_LONGEST_HEADING = 300
"""Characters of a heading."""
_SENTENCE_END = re.compile(r"[.!?:][\"'”’»)\]]*$")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|p\.|pg\.)?\s*\d{1,4}(?:\s*(?:/|of|von|de)\s*\d{1,4})?\W*", re.IGNORECASE
)
_ITEM = re.compile(r"(?:[-*•·▪–]|\(?\d{1,2}[.)])\s")


class PrintedLine(NamedTuple):
    """A line, or the part of one in a column: its words, its box, and the size of its letters in points."""

    text: str
    left: float
    bottom: float
    right: float
    top: float
    size: float


class Paragraph(NamedTuple):
    """A paragraph, and the size of its letters in points."""

    text: str
    size: float


def paragraphs_of(pages: Sequence[Sequence[PrintedLine]]) -> list[Paragraph]:
    """Return the paragraphs of a document in the order of reading.

    Args:
        pages: The lines of each page.
    """
    pages = without_running_heads(pages)
    gutters = sorted({gutter for page in pages for gutter in _gutters(page)})
    columns = [column for page in pages for column in columns_of(page, gutters)]
    vocabulary = "\n".join(line.text for column in columns for line in column)
    groups: list[list[PrintedLine]] = []
    for column in columns:
        parts = list(_groups(column))
        if groups and parts and _goes_on(groups[-1], parts[0]):
            groups[-1].extend(parts.pop(0))
        groups.extend(parts)
    return [
        Paragraph(joined([line.text for line in group], vocabulary), median(line.size for line in group))
        for group in groups
    ]


def heading_of(paragraphs: Sequence[Paragraph]) -> Sequence[Paragraph]:
    """Return the heading that a document begins with, set in larger letters than its text; empty for none.

    Its lines are paragraphs of their own where each is set in the middle.
    """
    if len(paragraphs) < 2:
        return []
    usual = _usual_size(paragraphs)
    place = max(range(min(len(paragraphs), 6)), key=lambda index: paragraphs[index].size)
    same_size = takewhile(lambda paragraph: paragraph.size == paragraphs[place].size, paragraphs[place:])
    heading = list(same_size) if paragraphs[place].size >= _HEADING * usual else []
    while sum(len(paragraph.text) for paragraph in heading) > _LONGEST_HEADING:
        heading.pop()
    return heading


def without_running_heads(pages: Sequence[Sequence[PrintedLine]]) -> list[list[PrintedLine]]:
    """Return the pages without page numbers, and without what stands above or below the text of several."""
    sizes = [line.size for page in pages for line in page]
    usual = median(sizes) if sizes else 0.0
    counts = Counter(
        key for page in pages for key in {_key(line) for rows in _margins(page) for row in rows for line in row}
    )
    repeated = {key for key, count in counts.items() if count > 1 and count >= 0.4 * len(pages)}
    body_lines = []
    for page in pages:
        dropped: set[PrintedLine] = set()
        for rows in _margins(page):  # from the edge inwards, to the first row that is text
            for row in rows:
                furniture = {line for line in row if _is_furniture(line, page, repeated, usual)}
                dropped |= furniture
                if len(furniture) < len(row):
                    break
        body_lines.append([line for line in page if line not in dropped])
    return body_lines


def _margins(page: Sequence[PrintedLine]) -> tuple[list[list[PrintedLine]], list[list[PrintedLine]]]:
    """Return the lines at the top and at the bottom of a page, in rows, the outermost first."""
    rows: dict[int, list[PrintedLine]] = {}
    for line in sorted(page, key=lambda line: line.bottom):
        rows.setdefault(round(line.bottom), []).append(line)
    in_order = list(rows.values())
    return in_order[::-1][:_MARGIN_LINES], in_order[:_MARGIN_LINES]


def _is_furniture(
    line: PrintedLine, page: Sequence[PrintedLine], repeated: Set[tuple[str, int]], usual: float
) -> bool:
    """Return whether a line at the edge is a running head, a page number, or set apart from the text."""
    is_number = _PAGE_NUMBER.fullmatch(line.text) is not None
    return is_number or _key(line) in repeated or _stands_apart(line, page, usual)


def _stands_apart(line: PrintedLine, page: Sequence[PrintedLine], usual: float) -> bool:
    """Return whether an outermost line is set in small letters far from the others."""
    nearest = min((abs(line.bottom - other.bottom) for other in page if other.bottom != line.bottom), default=0.0)
    return line.size < 0.85 * usual and nearest > 2 * usual


def _key(line: PrintedLine) -> tuple[str, int]:
    """Return what is the same in a running head on all pages: its words without figures, and its height."""
    return re.sub(r"\d+", "0", " ".join(line.text.split())).casefold(), round(line.bottom / 4)


def columns_of(lines: Sequence[PrintedLine], gutters: Sequence[float] = ()) -> Iterator[list[PrintedLine]]:
    """Yield the columns of a page in the order of reading; lines over several columns part those above and below.

    Args:
        lines: The lines of a page, or of a part of it.
        gutters: Where other pages have white stripes between columns, from the left; they are tried where the
            lines of this one, as on a last page, are too few to tell.
    """
    gutter = _gutter(lines, gutters)
    if gutter is None:
        if lines:
            yield _in_one_column(lines)
        return
    crossing = sorted((line for line in lines if line.left < gutter < line.right), key=lambda line: -line.bottom)
    rest = [line for line in lines if not line.left < gutter < line.right]
    for above in [*crossing, None]:
        band = [line for line in rest if above is None or line.bottom > above.bottom]
        rest = [line for line in rest if line not in band]
        yield from columns_of([line for line in band if line.right <= gutter], gutters)
        yield from columns_of([line for line in band if line.left >= gutter], gutters)
        if above is not None:
            yield [above]


def _in_one_column(lines: Sequence[PrintedLine]) -> list[PrintedLine]:
    """Return the lines from top to bottom, those that only wide blanks have parted as one."""
    column: list[PrintedLine] = []
    for line in sorted(lines, key=lambda line: (-round(line.bottom), line.left)):
        last = column[-1] if column else None
        is_beside = last is not None and abs(last.bottom - line.bottom) <= 0.3 * line.size
        if last is not None and is_beside and 0 <= line.left - last.right < _WIDEST_BLANK * line.size:
            column[-1] = last._replace(
                text=f"{last.text} {line.text}", right=line.right, top=max(last.top, line.top)
            )
        else:
            column.append(line)
    return column


def _gutters(lines: Sequence[PrintedLine]) -> Iterator[float]:
    """Yield where the white stripes between the columns of a page are, from the left."""
    gutter = _gutter(lines)
    if gutter is not None:
        yield gutter
        yield from _gutters([line for line in lines if line.right <= gutter])
        yield from _gutters([line for line in lines if line.left >= gutter])


def _gutter(lines: Sequence[PrintedLine], known_gutters: Sequence[float] = ()) -> float | None:
    """Return where the white stripe between two columns is, from the left; None for a single column."""
    best: tuple[int, float] | None = None
    for place in sorted({line.left - 1 for line in lines}) if len(lines) >= 2 * _GUTTER_LINES else ():
        left = [line for line in lines if line.right <= place]
        right = [line for line in lines if line.left >= place]
        crossing = len(lines) - len(left) - len(right)
        if min(len(left), len(right)) < _GUTTER_LINES or crossing > 0.4 * len(lines):
            continue
        beside = sum(any(a.bottom < b.top and b.bottom < a.top for b in right) for a in left)
        if beside < 0.5 * min(len(left), len(right)) or (best is not None and crossing >= best[0]):
            continue
        if all(_is_column(part) or _gutter(part) is not None for part in (left, right)):
            best = (crossing, place)
    if best is None:
        return next((place for place in known_gutters if _parts(lines, place)), None)
    return best[1]


def _parts(lines: Sequence[PrintedLine], gutter: float) -> bool:
    """Return whether a white stripe has lines on both sides, and hardly any across."""
    left = sum(line.right <= gutter for line in lines)
    right = sum(line.left >= gutter for line in lines)
    return bool(left and right) and len(lines) - left - right <= 0.4 * len(lines)


def _is_column(lines: Sequence[PrintedLine]) -> bool:
    """Return whether lines fill a column as running text does, rather than being cells of a table."""
    width = max(line.right for line in lines) - min(line.left for line in lines)
    return (
        sum(line.right - line.left > 0.6 * width for line in lines) >= 0.4 * len(lines)
        and width > 8 * lines[0].size
    )


def _groups(column: Sequence[PrintedLine]) -> Iterator[list[PrintedLine]]:
    """Yield the lines of each paragraph of a column."""
    if not column:
        return
    shape = _shape(column)
    group = [column[0]]
    for line, following in pairwise(column):
        if _is_border(line, following, shape):
            yield group
            group = []
        group.append(following)
    yield group


class _Shape(NamedTuple):
    """A column: its edges, the usual distance of its lines and the usual size of its letters, in points."""

    left: float
    right: float
    leading: float
    size: float


def _shape(column: Sequence[PrintedLine]) -> _Shape:
    size = median(line.size for line in column)
    usual = [line for line in column if abs(line.size - size) <= 0.15 * size]
    distances = sorted(
        line.bottom - following.bottom
        for line, following in pairwise(usual)
        if 0.8 * size < line.bottom - following.bottom < 3 * size
    )
    leading = distances[len(distances) // 10] if len(distances) > 2 else 1.2 * size
    return _Shape(min(line.left for line in column), max(line.right for line in column), leading, size)


def _is_border(line: PrintedLine, following: PrintedLine, shape: _Shape) -> bool:
    """Return whether a paragraph ends with a line and another begins with the next."""
    distance = line.bottom - following.bottom
    if distance <= 0.3 * line.size:  # beside each other
        return following.left - line.right > 3 * line.size
    leading = shape.leading if abs(line.size - shape.size) <= 0.15 * shape.size else 1.2 * line.size
    if distance > _LEADING * leading or abs(line.size - following.size) > 0.15 * line.size:
        return True
    if _ITEM.match(following.text):
        return True
    indent = _INDENT * line.size
    if following.left - line.left > indent and following.left - shape.left > indent:
        return True
    return not _is_full(line, following, shape.right) and not _goes_on_in_small_letters(line, following)


def _goes_on_in_small_letters(line: PrintedLine, following: PrintedLine) -> bool:
    """Return whether a sentence goes on, as where lines are short beside a picture."""
    return following.text[0].islower() and not _SENTENCE_END.search(line.text)


def _is_full(line: PrintedLine, following: PrintedLine, right: float) -> bool:
    """Return whether the first word of the next line would not have fit behind this one, as reckoned."""
    first_word = following.text.split(maxsplit=1)[0]
    width = (following.right - following.left) / max(len(following.text), 1) * (len(first_word) + 1)
    return line.right + 1.2 * width > right


def _goes_on(group: Sequence[PrintedLine], following: Sequence[PrintedLine]) -> bool:
    """Return whether a paragraph at the end of a column or a page goes on in the next one."""
    line, first = group[-1], following[0]
    if abs(line.size - first.size) > 0.1 * line.size or _ITEM.match(first.text):
        return False
    return first.text[0].islower() or not _SENTENCE_END.search(line.text)


def _usual_size(paragraphs: Iterable[Paragraph]) -> float:
    """Return the size in which most letters are set."""
    sizes: Counter[float] = Counter()
    for paragraph in paragraphs:
        sizes[round(paragraph.size, 1)] += len(paragraph.text)
    return sizes.most_common(1)[0][0]
