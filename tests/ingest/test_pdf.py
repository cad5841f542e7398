"""PDF: paragraphs, columns, running heads and hyphens, on pages that reportlab makes; layout on lines made by hand."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents_by_hand import PARAGRAPHS, read_one, write
from reportlab.lib.enums import TA_JUSTIFY, TA_LEFT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate
from reportlab.platypus import Paragraph as Block

from onrecord.ingest import IngestError
from onrecord.ingest.page_layout import PrintedLine, columns_of, heading_of, paragraphs_of, without_running_heads
from onrecord.ingest.readers import pdf

WORDS = "ships boats cranes nets quays gulls sails ropes docks piers tides winds".split()
LONG = [
    f"{word.capitalize()} first. {paragraph[:-1]}, like the {word}." for word in WORDS for paragraph in PARAGRAPHS
]
MARGIN = 50


def make_pdf(
    path: Path, paragraphs: list[str], columns: int = 1, space: int = 6, indent: int = 0, alignment: int = TA_LEFT
) -> Path:
    width, height = A4

    def furniture(canvas: Canvas, document: BaseDocTemplate) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(MARGIN, height - 30, "The Torvik Post, Friday")
        canvas.drawRightString(width - MARGIN, 30, f"Page {document.page}")

    column = (width - 2 * MARGIN - 18 * (columns - 1)) / columns
    frames = [
        Frame(MARGIN + index * (column + 18), 45, column, 300, leftPadding=0, rightPadding=0)
        for index in range(columns)
    ]
    document = BaseDocTemplate(str(path), pagesize=A4)
    document.addPageTemplates([PageTemplate(frames=frames, onPage=furniture)])
    body = ParagraphStyle(
        "body",
        fontName="Times-Roman",
        fontSize=10,
        leading=12,
        spaceAfter=space,
        firstLineIndent=indent,
        alignment=alignment,
    )
    head = ParagraphStyle("head", fontName="Helvetica-Bold", fontSize=16, leading=19, spaceAfter=10)
    document.build(
        [
            Block("Harbour of Torvik opens again after three long weeks of talks", head),
            *(Block(text, body) for text in paragraphs),
        ]
    )
    return path


@pytest.mark.parametrize(
    ("columns", "space", "indent", "alignment"),
    [(1, 6, 0, TA_LEFT), (2, 6, 0, TA_LEFT), (2, 6, 0, TA_JUSTIFY), (1, 0, 12, TA_LEFT), (3, 6, 0, TA_JUSTIFY)],
)
def test_paragraphs_are_whole_in_every_layout(
    tmp_path: Path, columns: int, space: int, indent: int, alignment: int
) -> None:
    draft = read_one(make_pdf(tmp_path / "a.pdf", LONG, columns, space, indent, alignment))
    assert draft.text.split("\n\n") == LONG
    assert draft.title == "Harbour of Torvik opens again after three long weeks of talks"


def test_a_pdf_of_pictures_or_with_damage_is_refused(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"))
    canvas.rect(10, 10, 100, 100)
    canvas.save()
    with pytest.raises(IngestError, match=r"a PDF of pictures, without a text; .*ocrmypdf"):
        read_one(tmp_path / "a.pdf")
    with pytest.raises(IngestError, match="a damaged PDF"):
        read_one(write(tmp_path / "b.pdf", b"%PDF-1.7\nnothing"))


def test_a_pdf_with_a_password_is_refused(tmp_path: Path) -> None:
    canvas = Canvas(str(tmp_path / "a.pdf"), encrypt="secret")
    canvas.drawString(100, 100, "Words.")
    canvas.save()
    with pytest.raises(IngestError, match="a PDF with a password"):
        read_one(tmp_path / "a.pdf")


def test_the_title_of_the_file_is_taken_where_no_heading_is(tmp_path: Path) -> None:
    for title, expected in (
        ("Harbour report", "Harbour report"),
        ("Microsoft Word - a.docx", "The harbour opened again"),
    ):
        canvas = Canvas(str(tmp_path / "a.pdf"))
        canvas.setTitle(title)
        canvas.drawString(100, 700, "The harbour opened again on Friday after three weeks, and the first")
        canvas.drawString(100, 686, "two ships came in at noon.")
        canvas.save()
        assert read_one(tmp_path / "a.pdf").title.startswith(expected)


# Layout


def line(text: str, bottom: float, left: float = 0, right: float = 200, size: float = 10) -> PrintedLine:
    return PrintedLine(text, left, bottom, right, bottom + size, size)


def texts(lines: list[PrintedLine]) -> list[str]:
    return [paragraph.text for paragraph in paragraphs_of([lines])]


def test_a_gap_an_indent_a_short_line_and_another_size_part_paragraphs() -> None:
    full = "word " * 9 + "words"
    assert texts([line(full, 100), line(full, 88), line(full, 70)]) == [f"{full} {full}", full]
    assert texts([line(full, 100), line(full, 88, left=12), line(full, 76)]) == [full, f"{full} {full}"]
    assert texts([line("End.", 100, right=20), line(full, 88)]) == ["End.", full]
    assert texts([line(full, 100, size=14), line(full, 84)]) == [full, full]
    assert texts([line(full, 100), line("- word", 88)]) == [full, "- word"]


def test_a_short_line_whose_sentence_goes_on_is_no_end() -> None:
    full = "word " * 9 + "words"
    assert texts([line("Beside a picture", 100, right=90), line(full, 88)]) == [f"Beside a picture {full}"]


def test_columns_are_read_one_after_the_other_below_what_crosses_them() -> None:
    left = [line(f"l{row}", 90 - 12 * row, 0, 95) for row in range(4)]
    right = [line(f"r{row}", 90 - 12 * row, 105, 200) for row in range(4)]
    crossing = [line("title", 110, 0, 200)]
    mixed = [each for pair in zip(left, right, strict=True) for each in pair]
    assert [[each.text for each in column] for column in columns_of(crossing + mixed)] == [
        ["title"],
        ["l0", "l1", "l2", "l3"],
        ["r0", "r1", "r2", "r3"],
    ]


def test_a_last_page_with_few_lines_has_the_columns_of_the_others() -> None:
    lines = [line("a", 100, 0, 95), line("c", 100, 105, 200), line("b", 88, 0, 95)]
    assert [[each.text for each in column] for column in columns_of(lines, [100])] == [["a", "b"], ["c"]]
    assert [[each.text for each in column] for column in columns_of(lines)] == [["a c", "b"]]


def test_running_heads_and_page_numbers_are_left_out() -> None:
    pages = [
        [
            line(f"Torvik Post {number}", 800),
            *(line(f"{word} {number}", 700 - 12 * row) for row, word in enumerate(WORDS[number:])),
            line(str(number), 20),
        ]
        for number in (1, 2, 3)
    ]
    assert [[each.text for each in page] for page in without_running_heads(pages)] == [
        [f"{word} {number}" for word in WORDS[number:]] for number in (1, 2, 3)
    ]


def test_a_heading_is_larger_than_the_text() -> None:
    text = [line("word " * 10, 100 - 12 * row) for row in range(3)]
    assert headings(line("Harbour", 130, size=16), *text) == ["Harbour"]
    assert headings(line("Harbour", 130, size=11), *text) == []
    assert headings(line("H" * 301, 130, size=16), *text) == []
    assert headings() == []


def test_a_heading_may_have_lines_that_are_set_in_the_middle() -> None:
    first, second = line("Harbour of Torvik", 150, left=30, size=16), line("opens", 130, left=80, size=16)
    text = [line("word " * 10, 100 - 12 * row) for row in range(3)]
    assert headings(first, second, *text) == ["Harbour of Torvik", "opens"]
    assert headings(first, second._replace(size=12), *text) == ["Harbour of Torvik"]


def headings(*lines: PrintedLine) -> list[str]:
    """Return the texts of the paragraphs that are the heading of a page."""
    return [paragraph.text for paragraph in heading_of(paragraphs_of([lines]))]


@pytest.mark.parametrize(("last", "text"), [("ב", "ל"), ("b", "l")])
def test_what_goes_from_right_to_left_stays_a_line(last: str, text: str) -> None:
    right, left = pdf._Letter(last, 200, 208, 0, 10, 10), pdf._Letter(text, 20, 28, 0, 10, 10)
    assert pdf._is_elsewhere([right], left) == (text == "l")
    assert pdf._is_elsewhere([right], left._replace(bottom=-30, top=-20))
