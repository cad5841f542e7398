"""EPUB, ODT, DOCX, RTF: paragraphs, facts, and what is said of damaged and locked files."""

from __future__ import annotations

from pathlib import Path

import pytest
from documents_by_hand import PARAGRAPHS, TEXT, read_all, read_one, write, zip_of

from onrecord.base.records import Draft
from onrecord.ingest import IngestError

OFFICE = "urn:oasis:names:tc:opendocument:xmlns:"
DC = "http://purl.org/dc/elements/1.1/"


def odt(body: str, manifest: str = "<manifest/>") -> bytes:
    content = f'<c xmlns:text="{OFFICE}text:1.0" xmlns:office="{OFFICE}office:1.0">{body}</c>'
    meta = f'<m xmlns:dc="{DC}"><dc:title>Harbour</dc:title><dc:creator>Ann Lee</dc:creator></m>'
    return zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": manifest,
            "content.xml": content,
            "meta.xml": meta,
        }
    )


def docx(body: str) -> bytes:
    w = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    types = "http://schemas.openxmlformats.org/package/2006/content-types"
    relations = "http://schemas.openxmlformats.org/package/2006/relationships"
    document_type = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    return zip_of(
        {
            "[Content_Types].xml": f'<Types xmlns="{types}"><Default Extension="xml" ContentType="application/xml"/></Types>',
            "_rels/.rels": f'<Relationships xmlns="{relations}"><Relationship Id="r1" Type="{document_type}" '
            'Target="word/document.xml"/></Relationships>',
            "word/document.xml": f'<w:document xmlns:w="{w}"><w:body>{body}</w:body></w:document>',
            "docProps/core.xml": f'<c xmlns:dc="{DC}"><dc:title>Harbour</dc:title><dc:creator>Ann Lee</dc:creator></c>',
        }
    )


def epub(chapters: dict[str, str]) -> bytes:
    items = "".join(f'<item id="{name}" href="{name}.xhtml"/>' for name in chapters)
    spine = "".join(f'<itemref idref="{name}"/>' for name in chapters)
    package = (
        f'<package xmlns:dc="{DC}"><metadata><dc:title>Harbours</dc:title><dc:creator>Ann Lee</dc:creator>'
        "<dc:publisher>Torvik Press</dc:publisher><dc:date>2021-04-16</dc:date></metadata>"
        f'<manifest>{items}<item id="toc" href="toc.xhtml" properties="nav"/></manifest>'
        f'<spine><itemref idref="toc"/>{spine}</spine></package>'
    )
    return zip_of(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container><rootfile full-path="book/package.opf"/></container>',
            "book/package.opf": package,
            "book/toc.xhtml": "<html><body><p>Contents</p></body></html>",
            **{f"book/{name}.xhtml": f"<html><body>{text}</body></html>" for name, text in chapters.items()},
        }
    )


def test_an_odt_has_its_paragraphs_without_notes_and_remarks(tmp_path: Path) -> None:
    body = (
        f"<text:h>Harbour<text:s/>opens</text:h><text:p>{PARAGRAPHS[0]}<text:note><text:p>A note.</text:p></text:note>"
        "<office:annotation><text:p>A remark.</text:p></office:annotation></text:p>"
        "<text:list><text:list-item><text:p>Ships: 14</text:p></text:list-item></text:list>"
        "<text:tracked-changes><text:p>Gone.</text:p></text:tracked-changes><text:p>One<text:line-break/>two</text:p>"
    )
    assert read_one(write(tmp_path / "a.odt", odt(body))) == Draft(
        title="Harbour",
        text=f"Harbour opens\n\n{PARAGRAPHS[0]}\n\n- Ships: 14\n\nOne\ntwo",
        author="Ann Lee",
    )


def test_a_table_of_an_odt_has_its_rows_as_lines(tmp_path: Path) -> None:
    table = "<x:table-row><x:table-cell><text:p>Ship</text:p></x:table-cell>"
    table += "<x:table-cell><text:p>Vega</text:p></x:table-cell></x:table-row>"
    body = f'<text:p>Before.</text:p><x:table xmlns:x="{OFFICE}table:1.0">{table}</x:table>'
    assert read_one(write(tmp_path / "a.odt", odt(body))).text == "Before.\n\nShip Vega"


def test_an_odt_that_is_xml_alone_is_read(tmp_path: Path) -> None:
    paragraphs = "".join(f"<text:p>{paragraph}</text:p>" for paragraph in PARAGRAPHS)
    content = (
        f'<o:document xmlns:o="{OFFICE}office:1.0" xmlns:text="{OFFICE}text:1.0"><o:meta xmlns:dc="{DC}">'
        f"<dc:title>Harbour</dc:title><dc:creator>Ann Lee</dc:creator></o:meta>"
        f"<o:styles><text:p>No</text:p></o:styles><o:body><o:text>{paragraphs}</o:text></o:body></o:document>"
    )
    expected = Draft(title="Harbour", text=TEXT, author="Ann Lee")
    assert read_one(write(tmp_path / "a.fodt", '<?xml version="1.0"?>\n' + content)) == expected


def test_a_docx_has_its_paragraphs(tmp_path: Path) -> None:
    body = "".join(f"<w:p><w:r><w:t>{paragraph}</w:t></w:r></w:p>" for paragraph in PARAGRAPHS)
    assert read_one(write(tmp_path / "a.docx", docx(body))) == Draft(title="Harbour", text=TEXT, author="Ann Lee")


def test_an_epub_has_its_chapters_in_order_without_the_table_of_contents(tmp_path: Path) -> None:
    chapters = {"one": f"<h1>First</h1><p>{PARAGRAPHS[0]}</p>", "two": f"<p>{PARAGRAPHS[1]}</p>"}
    assert read_one(write(tmp_path / "a.epub", epub(chapters))) == Draft(
        title="Harbours",
        text=f"First\n\n{PARAGRAPHS[0]}\n\n{PARAGRAPHS[1]}",
        source="Torvik Press",
        author="Ann Lee",
        published="2021-04-16",
    )


def test_rich_text_has_its_paragraphs_and_title(tmp_path: Path) -> None:
    rtf = r"{\rtf1\ansi{\info{\title Harbour}}The harbour is \'93open\'94.\par {\b Two} ships came in.\par}"
    assert read_one(write(tmp_path / "a.rtf", rtf)) == Draft(
        title="Harbour", text="The harbour is “open”.\n\nTwo ships came in."
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (odt("", '<manifest><encryption-data xmlns="x"/></manifest>'), "locked with a password"),
        (odt("<text:p> </text:p>"), "a document without a text"),
        (zip_of({"mimetype": "application/vnd.oasis.opendocument.text"}), "a damaged document"),
        (docx(""), "a document without a text"),
        (epub({"one": "<p> </p>"}), "a book without a text"),
        (zip_of({"mimetype": "application/epub+zip"}), "a damaged EPUB"),
        (b"{\\rtf1\\ansi }", "a document without a text"),
    ],
)
def test_a_document_without_a_text_is_refused(tmp_path: Path, content: bytes, reason: str) -> None:
    drafts, [failure], _ = read_all(write(tmp_path / "a", content))
    assert drafts == []
    assert reason in failure.reason
    assert ";" in failure.reason


def test_xml_from_outside_reads_no_other_file(tmp_path: Path) -> None:
    secret = write(tmp_path / "secret", "Secret words.")
    body = "<text:p>Open. &file;</text:p>"
    content = (
        f'<!DOCTYPE c [<!ENTITY file SYSTEM "{secret.as_uri()}">]><c xmlns:text="{OFFICE}text:1.0">{body}</c>'
    )
    archive = zip_of(
        {
            "mimetype": "application/vnd.oasis.opendocument.text",
            "META-INF/manifest.xml": "<m/>",
            "content.xml": content,
        }
    )
    drafts, failures, _ = read_all(write(tmp_path / "a.odt", archive))
    assert "Secret" not in str(drafts)
    assert len(drafts) + len(failures) == 1


@pytest.mark.parametrize(("content", "name"), [("docx", "a.docx"), ("rtf", "a.rtf")])
def test_articles_of_a_database_of_the_press_are_parted_in_documents(
    tmp_path: Path, content: str, name: str
) -> None:
    lines = ["Harbour opens", "Torvik Post", "April 16, 2021 Friday", "Section: NEWS", "Length: 9 words", "Body", "It opened.",
             "End of Document", "Ships come", "Torvik Post", "April 17, 2021", "Length: 9 words", "Body", "Two came.",
             "Load-Date: April 18, 2021", "End of Document"]  # fmt: skip
    if content == "docx":
        data = docx("".join(f"<w:p><w:r><w:t>{line}</w:t></w:r></w:p>" for line in lines))
    else:
        data = ("{\\rtf1\\ansi " + "\\par ".join(lines) + "}").encode()
    drafts, failures, _ = read_all(write(tmp_path / name, data))
    assert [(draft.title, draft.source, draft.published, draft.text) for draft in drafts] == [
        ("Harbour opens", "Torvik Post", "2021-04-16", "It opened."),
        ("Ships come", "Torvik Post", "2021-04-17", "Two came."),
    ]
    assert failures == []


def test_a_damaged_archive_raises_one_clear_error(tmp_path: Path) -> None:
    with pytest.raises(IngestError, match="a damaged archive"):
        read_one(write(tmp_path / "a.docx", docx("")[:200]))
