"""What a file is, by its content: which reader it goes to, or what it is refused as."""

from __future__ import annotations

import importlib
import io
import re
import textwrap
import zipfile
from pathlib import Path

import pytest

from onrecord import ingest
from onrecord.ingest import IngestError, door, kinds
from onrecord.ingest.document import Document, buffered
from onrecord.ingest.kinds.kind_table import KINDS, read_kinds

MAIL = """\
From: Press office <press@torvik.example>
To: desk@post.example
Subject: =?utf-8?q?Harbour?=
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

The ministry =E2=80=9Cregrets=E2=80=9D it.
"""
DELIVERED = "Received: from a.example by b.example;\n\tFri, 16 Apr 2021 10:00:00 +0000\n" * 200 + MAIL
PICTURED = MAIL.replace("text/plain; charset=utf-8", 'multipart/related;\n boundary="b"')
NEWSLETTER = (
    'Subject: News\nDate: Fri, 16 Apr 2021 10:00:00 +0000\nContent-Type: multipart/alternative; boundary="b"\n\n'
)
MHTML = """\
From: <Saved by Blink>
Snapshot-Content-Location: https://post.example/harbour
Subject: Harbour
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html"; boundary="----b"

------b
Content-Type: text/html
"""
FEED = '<?xml version="1.0"?>\n<!-- made -->\n<rss version="2.0"><channel><title>Post</title></channel></rss>'
CARD = "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ann Lee\r\nEND:VCARD\r\n"
CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n"
PATCH = "--- a/core/x.py\n+++ b/core/x.py\n@@ -1 +1 @@\n-a\n+b\n"


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ('<?xml version="1.0"?><urlset><url><loc>https://a.example</loc></url></urlset>', "a sitemap"),
        ('<?xml version="1.0"?><opml version="2.0"><head/><body/></opml>', "OPML"),
        ('<?xml version="1.0"?><!DOCTYPE svg SYSTEM "svg.dtd"><svg><text/></svg>', "XML"),
        (CALENDAR, "a calendar"),
        ("% made\n\\documentclass{article}\n", "TeX"),
        ('.\\" made\n.TH "HARBOUR" 1\n', "troff"),
        (
            'https://a.example/feed news "~Harbour"\n"query:Unread:unread = \\"yes\\""\n',
            "a list of feeds of newsboat",
        ),
        ("Full text: It opened.\n\nPublication title: Post\n", "ProQuest"),
        (
            "UEsDBBQABgAIAAAAIQDfpNJsWgEAACAFAAATAAgCW0NvbnRlbnRfVHlwZXNdLnhtbCCiBAIooAAC\n" * 4,
            "written in letters",
        ),
        (
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#"/>',
            "Zotero",
        ),
        ("h2(#open). Harbour\n\nIt is _open_.\n", "Jira"),
        ("It is [b]open[/b], [url=https://a.example]they say[/url].\n", "BBCode"),
        ("#title Harbour\n#author Ann\n\nIt opened.\n", "Muse"),
        ("\\mainlanguage[en]\n\\starttext\nIt opened.\n\\stoptext\n", "TeX"),
        ('.\\" made\n.de x\n..\n.LP\nIt opened.\n', "troff"),
        ('{"log": {"creator": {"name": "b"}, "entries": [{"content": {"text": "x"}}]}}', "HAR"),
        ('{"cells": [{"cell_type": "markdown", "source": "x"}], "nbformat": 4}', "Jupyter"),
        ('{"pandoc-api-version": [1], "meta": {}, "blocks": []}', "pandoc"),
        ('<mediawiki xmlns="https://a.example"><page><text>It</text></page></mediawiki>', "a dump of a wiki"),
        ('<tt xmlns="http://www.w3.org/ns/ttml"><body><p begin="1s">It</p></body></tt>', "subtitles"),
        ("[Script Info]\nTitle: x\n\n[Events]\nDialogue: 0,0:00:01.00,It\n", "subtitles"),
        ("0:00:01.000,0:00:04.000\nIt is open.\n", "subtitles"),
        ("[ti:Harbour]\n[00:01.00]It is open\n", "subtitles"),
        ("%0 Newspaper Article\n%T Harbour\n", "a bibliography"),
        ("PMID- 123\nTI  - Harbour\n", "a bibliography"),
        ("FN Clarivate Analytics\nVR 1.0\nTI Harbour\n", "a bibliography"),
        ("dn: cn=Ann,dc=a\ncn: Ann\n", "LDIF"),
        ("07070100000000000000", "an archive of files of another kind"),
        ("!<arch>\ndebian-binary   0\n", "an archive of files of another kind"),
        ("#+TITLE: Harbour\n#+AUTHOR: Ann\n\n* Open\n", "Org"),
        ("= Harbour\nAnn Lee <a@b.example>\n:toc:\n\n== Open\n", "AsciiDoc"),
        ('Pandoc (Meta {unMeta = fromList []}) [Para [Str "It"]]', "pandoc"),
        ('[Header 1 ("h",[],[]) [Str "Harbour"]\n,Para [Str "It"]]', "pandoc"),
        ("'''Torvik''' is a port.\n\n== Harbour ==\n\nIt is [[open]].\n", "a wiki"),
        ("h1. Harbour\n\nIt is _open_.\n", "Textile"),
        ("=head1 NAME\n\nharbour - opens\n\n=cut\n", "POD"),
        ('#set page("a4")\n= Harbour\n', "Typst"),
        (".TL\nHarbour\n.AU\nAnn Lee\n.LP\nIt opened.\n", "troff"),
        (CARD, "address cards"),
        (PATCH, "a patch"),
        ("diff --git a/x b/x\nindex 1..2\n", "a patch"),
        (f"From {'0123456789' * 4} Mon Sep 17 00:00:00 2001\nFrom: Ann <a@b.example>\n", "a patch"),
        ("WEBVTT\n\n00:01.000 --> 00:04.000\nIt is open.\n", "subtitles"),
        ("1\n00:00:01,000 --> 00:00:04,000\nIt is open.\n", "subtitles"),
        ("\\documentclass{article}\n\\begin{document}", "TeX"),
        ("-----BEGIN CERTIFICATE-----\nMIIB\n", "a certificate"),
        ("!BDN\0\0\0\0", "PST"),
        ("7z\xbc\xaf\x27\x1c", "7-Zip"),
    ],
    ids=lambda value: value[:30],
)
@pytest.mark.parametrize("name", ["thing.txt", "thing"])
def test_what_is_no_article_is_refused_for_what_it_is(tmp_path: Path, name: str, content: str, kind: str) -> None:
    (tmp_path / name).write_bytes(content.encode("latin-1") if "\x1c" in content else content.encode())
    for read in (ingest.read, ingest.texts):
        with pytest.raises(IngestError) as caught:
            list(read(tmp_path / name))
        assert caught.value.name == str(tmp_path / name)
        assert kind in caught.value.reason
        assert ";" in caught.value.reason  # what it is; what to do


def document_of(content: str | bytes, name: str = "thing") -> Document:
    data = content if isinstance(content, bytes) else content.encode()
    return Document(name, buffered(io.BytesIO(data)))


@pytest.mark.parametrize(
    ("content", "reader"),
    [
        (MAIL, "mail"),
        (MAIL.replace("\n", "\r\n"), "mail"),
        (DELIVERED, "mail"),
        (PICTURED, "mail"),
        (NEWSLETTER, "mail"),
        ("Subject: News\nMessage-ID: <1@a.example>\n\nThe harbour is open.", "mail"),
        ("From: Ann\nSubject: News\nDate: Friday\n\nThe harbour is open.", "mail"),
        (f"{len(MAIL)}\n{MAIL}<?xml version='1.0'?><plist/>", "mail"),
        (f"From press@torvik.example Fri Apr 16 10:00:00 2021\n{MAIL}", "mailbox"),
        (f"From - Fri Apr 16 10:00:00 2021\r\nX-Mozilla-Status: 0001\r\n{MAIL}", "mailbox"),
        (MHTML, "mhtml"),
        (MHTML.replace("\n", "\r\n"), "mhtml"),
        (FEED, "feed"),
        ("\ufeff" + FEED, "feed"),
        ("\ufeff".encode("utf-16-le") + FEED.encode("utf-16-le"), "feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title></feed>', "feed"),
        ('<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"></rdf:RDF>', "feed"),
        (FEED.replace("Post", "<![CDATA[<html><body><article>]]>"), "feed"),
        ("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>", "bookmarks"),
        ("<!DOCTYPE html><html><head><title>Pocket Export</title></head>", "bookmarks"),
        ('<?xml version="1.0"?><posts user="ann"><post href="https://a.example"/></posts>', "bookmarks"),
        ("WARC/1.0\r\nWARC-Type: warcinfo\r\n\r\n", "warc"),
        ("@article{lee2021,\n  title = {Harbour}\n}\n", "bibtex"),
        ("TY  - NEWS\r\nTI  - Harbour\r\nER  - \r\n", "ris"),
        ('[{"title": "Harbour", "text": "It opened."}]', "json_records"),
        ('[\n  {\n    "title": "Harbour"\n  }\n]\n', "json_records"),
        ('{"title": "Harbour"}', "json_records"),
        ("{\\rtf1\\ansi It opened.}", "rtf"),
        ("[]", "json_records"),
        ("[Desktop Entry]\nType=Link\nURL=https://a.example/1\n", "shortcut"),
        ("# Harbour\n\nIt is [open](https://a.example/1).\n", "markdown"),
        ("# Harbour\n\nIt is **open**.\n", "markdown"),
        ("# Harbour\n\nIt is open.\n", "text"),
        ("It is **open**.\n", "text"),
        (b"bplist00\xd1\1\2_\x10\x0fWebMainResource", "webarchive"),
        (b"\x28\xb5\x2f\xfd\0", "compressed"),
        (b"]\0\0\x80\0", "compressed"),
        ("[InternetShortcut]\r\nURL=https://a.example/1\r\n", "shortcut"),
        ("The word " + "Donaudampfschifffahrtsgesellschaftskapitänskajüte " * 9, "text"),
        ("The harbour is open. " * 9 + "x" * 90, "text"),
        ("https://a.example/1\n# a remark\n\nwww.a.example/2\n", "addresses"),
        ("title,text,url\nHarbour,It opened.,", "table"),
        ("Headline;Body;Date\nHarbour;It opened.;", "table"),
        ("---\ntitle: Harbour\n---\nIt opened.", "markdown"),
        ('+++\ntitle = "Harbour"\n+++\nIt opened.', "markdown"),
        ("  1 of 10 DOCUMENTS\n\n   The Post\n\nHarbour\n\nLENGTH: 3 words\n\nIt opened.", "nexis"),
        ("HD\nHarbour\n\nWC\n3 words\n\nPD\n1 May 2021\n\nSN\nPost\n\nTD\nIt opened.", "factiva"),
        ("%PDF-1.7\n", "pdf"),
        (b"\x1f\x8b\x08\0", "compressed"),
        (b"SQLite format 3\0" + b"CREATE TABLE rss_item", "newsboat"),
    ],
    ids=lambda value: str(value[:30]),
)
def test_a_kind_is_told_by_its_content(content: str | bytes, reader: str) -> None:
    assert kinds.kind_of(document_of(content)).reader == reader
    assert kinds.kind_of(document_of(content, "thing.txt")).reader == reader


def zip_of(**members: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/"), content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("members", "reader"),
    [
        ({"mimetype": "application/epub+zip"}, "epub"),
        ({"mimetype": "application/vnd.oasis.opendocument.text"}, "odt"),
        ({"a": "", "word__document.xml": ""}, "docx"),
        ({"a.txt": "Words."}, "containers"),
    ],
)
def test_a_zip_is_told_by_what_is_in_it(members: dict[str, str], reader: str) -> None:
    assert kinds.kind_of(document_of(zip_of(**members))).reader == reader


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}, "a spreadsheet"),
        ({"xl__workbook.xml": ""}, "a spreadsheet"),
        ({"[Content_Types].xml": "", "visio__document.xml": ""}, "another office document"),
        ({"ppt__presentation.xml": ""}, "a presentation"),
        ({"mimetype": "application/x-other"}, "another office document"),
    ],
)
def test_office_documents_without_a_text_are_refused(members: dict[str, str], kind: str) -> None:
    with pytest.raises(IngestError, match=f"thing: {kind}; "):
        kinds.kind_of(document_of(zip_of(**members)))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "a picture (Portable Network Graphics file)"),
        (b"\0\1\2" * 40, "not text but binary data; "),
        (b"\x04\x22\x4d\x18" + b"\0" * 9, "a compressed file (lz4 or compress); unpack it"),
        (b"\x78\x9f\x3e\x22\1\0", "an attachment of Outlook (winmail.dat); ask for the mail"),
        (b"\xffWPC" + b"\0\1" * 40, "a document of WordPerfect; save it as DOCX or PDF"),
        (b"", "empty"),
    ],
)
def test_binary_files_are_named_for_what_they_are(data: bytes, reason: str) -> None:
    with pytest.raises(IngestError, match=re.escape(reason)):
        kinds.kind_of(document_of(data))


def test_a_binary_file_to_which_no_signature_fits_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("puremagic.magic_string", lambda *_: [])  # versions for Python 3.11 raise an error instead
    with pytest.raises(IngestError, match="not text but binary data; "):
        kinds.kind_of(document_of(b"\0\1\2" * 40))


def test_a_reader_without_its_library_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(door, "find_spec", lambda library: None)
    with pytest.raises(IngestError, match=r"thing: PDF; .*pip install 'onrecord\[documents\]'"):
        list(door.drafts(document_of("%PDF-1.7")))


def test_every_kind_has_a_reader_or_advice() -> None:
    assert all(bool(kind.reader) != bool(kind.advice) for kind in KINDS)
    for kind in read_kinds():
        assert callable(importlib.import_module(f"onrecord.ingest.readers.{kind.reader}").read)


@pytest.mark.parametrize(
    "content",
    [
        "From Friday on the harbour is open\n\nMinister: it was time.",
        "From Torvik Mon Repos looks small\nMinister: it was time.",
        "From: Ann Lee\nSubject: The harbour\n\nIt is open.",
        "Received: a letter. Nothing else is known of it.\n\nThe minister is silent.",
        "Message-ID: a play.\n\nThe harbour is open.",
        "Subject: News\nContent-Type: text/plain\n\nThe harbour is open.",
        "Subject: News\nForm: multipart/mixed\n\nThe harbour is open.",
        "Minister: We open.\nReporter: When?\nMinister: On Friday.",
        "BEGIN: the story of a harbour\n\nIt opened.",
        "--- It opened ---\n\nSo they said.",
        "[{“The harbour”}]\n\nA title.",
        "@article is how a note on it begins.\n\nIt opened.",
        "#show your colours\n\nIt opened.",
        "= Harbour opens =\n\nIt was time.",
        "Harbour\n\n== Later ==\n\nIt opened.",
        "[Para todos] The harbour is open.\n\nIt opened.",
        ".. and so it went on.\n\nIt opened.",
        "<?xml is how it begins, says the teacher.",
    ],
)
def test_articles_that_begin_alike_are_read(tmp_path: Path, content: str) -> None:
    (tmp_path / "a.txt").write_text(content, "utf-8")
    [draft] = ingest.read(tmp_path / "a.txt")
    assert draft.text == content


def test_a_page_that_is_xml_is_a_page(tmp_path: Path) -> None:
    page = """\
        <?xml version="1.0" encoding="utf-8"?>
        <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN"
        "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd"> <html
        xmlns="http://www.w3.org/1999/xhtml"><head><title>Harbour</title></head><body><article>WORDS
        </article></body></html>
        """
    words = "<p>The harbour is open, the minister said, and ships come in again.</p>" * 20
    (tmp_path / "a").write_text(textwrap.dedent(page).replace("WORDS", words), "utf-8")
    [draft] = ingest.read(tmp_path / "a")
    assert draft.title == "Harbour"
