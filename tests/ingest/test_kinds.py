"""Files that are text and no article: refused for what they are, whatever their names say."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

from onrecord import ingest
from onrecord.ingest import IngestError

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
        (MAIL, "a mail,"),
        (MAIL.replace("\n", "\r\n"), "a mail,"),
        (DELIVERED, "a mail,"),
        (PICTURED, "a mail,"),
        (NEWSLETTER, "a mail,"),
        ("Subject: News\nMessage-ID: <1@a.example>\n\nThe harbour is open.", "a mail,"),
        (f"{len(MAIL)}\n{MAIL}<?xml version='1.0'?><plist/>", "a mail,"),
        (f"From press@torvik.example Fri Apr 16 10:00:00 2021\n{MAIL}", "a mailbox"),
        (f"From - Fri Apr 16 10:00:00 2021\r\nX-Mozilla-Status: 0001\r\n{MAIL}", "a mailbox"),
        (MHTML, "MHTML"),
        (MHTML.replace("\n", "\r\n"), "MHTML"),
        (FEED, "a feed"),
        ("\ufeff" + FEED, "a feed"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><title>Post</title></feed>', "a feed"),
        ('<?xml version="1.0"?><rdf:RDF xmlns="http://purl.org/rss/1.0/"></rdf:RDF>', "a feed"),
        (FEED.replace("Post", "<![CDATA[<html><body><article>]]>"), "a feed"),
        ('<?xml version="1.0"?><urlset><url><loc>https://a.example</loc></url></urlset>', "a sitemap"),
        ('<?xml version="1.0"?><opml version="2.0"><head/><body/></opml>', "OPML"),
        ('<?xml version="1.0"?><!DOCTYPE nitf SYSTEM "nitf.dtd"><nitf><body/></nitf>', "XML"),
        ("<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>", "bookmarks"),
        (CALENDAR, "a calendar"),
        (CARD, "address cards"),
        (PATCH, "a patch"),
        ("diff --git a/x b/x\nindex 1..2\n", "a patch"),
        (f"From {'0123456789' * 4} Mon Sep 17 00:00:00 2001\nFrom: Ann <a@b.example>\n", "a patch"),
        ("WARC/1.0\r\nWARC-Type: warcinfo\r\n\r\n", "WARC"),
        ("@article{lee2021,\n  title = {Harbour}\n}\n", "BibTeX"),
        ("TY  - NEWS\r\nTI  - Harbour\r\nER  - \r\n", "RIS"),
        ('[{"title": "Harbour", "text": "It opened."}]', "JSON array"),
        ('[\n  {\n    "title": "Harbour"\n  }\n]\n', "JSON array"),
        ("{\\rtf1\\ansi It opened.}", "rich text"),
    ],
    ids=lambda value: value[:30],
)
@pytest.mark.parametrize("name", ["thing.txt", "thing"])
def test_what_is_no_article_is_refused_for_what_it_is(tmp_path: Path, name: str, content: str, kind: str) -> None:
    (tmp_path / name).write_text(content, "utf-8", newline="")
    for read in (ingest.read, ingest.texts):
        with pytest.raises(IngestError) as caught:
            list(read(tmp_path / name))
        assert caught.value.name == str(tmp_path / name)
        assert kind in caught.value.reason
        assert ";" in caught.value.reason  # what it is; what to do


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
        <!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">
        <html xmlns="http://www.w3.org/1999/xhtml"><head><title>Harbour</title></head><body><article>WORDS
        </article></body></html>
        """
    words = "<p>The harbour is open, the minister said, and ships come in again.</p>" * 20
    (tmp_path / "a").write_text(textwrap.dedent(page).replace("WORDS", words), "utf-8")
    [draft] = ingest.read(tmp_path / "a")
    assert draft.title == "Harbour"
