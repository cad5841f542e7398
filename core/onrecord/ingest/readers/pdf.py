"""PDF: the lines that PDFium finds on each page, made paragraphs of (``page_layout``)."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.document import Document, IngestError, clean
from onrecord.ingest.opening_facts import given_author, given_title, with_opening_facts
from onrecord.ingest.page_layout import PrintedLine, heading_of, paragraphs_of

_MOST_PAGES = 3000
_HYPHENS = "\x02\ufffe"
"""What PDFium gives for a hyphen at the end of a line."""
_WIDEST_GAP = 1.2
"""A gap of more than so many times the height of a line is one between columns, not between words."""


class _Letter(NamedTuple):
    """A letter and its box in points; a blank that PDFium has put between words has none."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


def read(document: Document) -> Iterator[Draft]:
    """Yield the one text of a PDF.

    Raises:
        IngestError: It is locked, damaged, too long, or has only pictures of its pages.
    """
    import pypdfium2

    data = document.data()
    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        is_locked = "password" in str(error).lower()
        reason = (
            "a PDF with a password; save it without" if is_locked else f"a damaged PDF ({error}); get it again"
        )
        raise IngestError(document.name, reason) from error
    try:
        if len(pdf) > _MOST_PAGES:
            raise IngestError(document.name, f"a PDF of more than {_MOST_PAGES:,} pages; split it")
        paragraphs = paragraphs_of([list(_lines(page)) for page in _pages(pdf)])
        facts = pdf.get_metadata_dict()
    finally:
        pdf.close()
    if not paragraphs:
        reason = "a PDF of pictures, without a text; make one of it first, as with ocrmypdf"
        raise IngestError(document.name, reason)
    if _is_noise("".join(paragraph.text for paragraph in paragraphs)):
        reason = "a PDF whose letters have no names; make a text of its pictures, as with ocrmypdf --force-ocr"
        raise IngestError(document.name, reason)
    heading = heading_of(paragraphs)
    title = " ".join(paragraph.text for paragraph in heading) or given_title(clean(facts.get("Title", "")))
    text = "\n\n".join(paragraph.text for paragraph in paragraphs if paragraph not in heading)
    yield with_opening_facts(
        Draft(
            title=title or fields.title(text, document.stem),
            text=clean(text),
            author=given_author(clean(facts.get("Author", ""))),
            url=document.url,
        )
    )


def _is_noise(text: str) -> bool:
    """Return whether a text is not one of letters: its fonts hold shapes alone, which PDFium only numbers."""
    nameless = sum(unicodedata.category(letter) in ("Cc", "Co", "Cn") for letter in text)
    return nameless > 0.1 * len(text)


def _pages(pdf: Any) -> Iterator[Any]:
    """Yield the pages, each with its text; they are closed, for PDFium would hold them all."""
    for page in pdf:
        text_page = page.get_textpage()
        yield text_page
        text_page.close()
        page.close()


def _lines(text_page: Any) -> Iterator[PrintedLine]:
    """Yield the lines of a page, parted where a gap between columns is."""
    line: list[_Letter] = []
    for letter, following in pairwise([*_letters(text_page), None]):
        assert letter is not None
        if letter.text in "\r\n":
            yield from _printed(line)
            line = []
            continue
        line.append(letter)
        if following is None or (following.text.strip() and _is_elsewhere(line, following)):
            yield from _printed(line)
            line = []
    yield from _printed(line)


def _letters(text_page: Any) -> Iterator[_Letter]:
    """Yield the letters of a page in the order in which they were printed."""
    from pypdfium2 import raw

    box = raw.FS_RECTF()  # as high as the line, so that the boxes of commas and of quotation marks are alike
    for index in range(text_page.count_chars()):
        text = chr(raw.FPDFText_GetUnicode(text_page, index))
        text = "-" if text in _HYPHENS else text
        if raw.FPDFText_IsGenerated(text_page, index) == 1 and not text.strip():
            yield _Letter(text, 0, 0, 0, 0, 0)
            continue
        raw.FPDFText_GetLooseCharBox(text_page, index, box)
        yield _Letter(text, box.left, box.right, box.bottom, box.top, raw.FPDFText_GetFontSize(text_page, index))


def _is_elsewhere(line: list[_Letter], letter: _Letter) -> bool:
    """Return whether a letter stands in another line or column than those before it."""
    last = next((each for each in reversed(line) if each.text.strip()), None)
    if last is None:
        return False
    height = max(last.top - last.bottom, letter.top - letter.bottom)
    middle = (letter.top + letter.bottom) / 2
    if not last.bottom - 0.2 * height < middle < last.top + 0.2 * height:
        return True
    if any(unicodedata.bidirectional(each.text[:1]) in ("R", "AL") for each in (*line, letter)):
        return False  # from right to left, with words and figures from left to right in between
    return letter.left - last.right > _WIDEST_GAP * height or letter.right < last.left - 2 * height


def _printed(letters: list[_Letter]) -> Iterator[PrintedLine]:
    """Yield the line that letters make, unless it is blank."""
    text = " ".join("".join(letter.text for letter in letters).split())
    marks = [letter for letter in letters if letter.text.strip()]
    if text and marks:
        middle = len(marks) // 2
        height = sorted(letter.top - letter.bottom for letter in marks)[middle]
        size = sorted(letter.size for letter in marks)[middle]
        yield PrintedLine(
            text=text,
            left=min(letter.left for letter in marks),
            bottom=sorted(letter.bottom for letter in marks)[middle],
            right=max(letter.right for letter in marks),
            top=max(letter.top for letter in marks),
            size=size if size > 2 else 0.8 * height,  # some programs write tiny letters and enlarge the page
        )
