"""The table of the kinds of files: how each is told by its content, and what reads it or why it is refused.

The first kind in the table that recognises a file takes it, so kinds that others would be taken for come first.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from onrecord.ingest.kinds.archive_signs import ZIP, is_of_omnivore, is_webarchive, ole_has, zip_has
from onrecord.ingest.kinds.binary_signs import MEDIA, has_binary_bytes
from onrecord.ingest.kinds.mail_signs import DAY, is_mail, is_saved_page
from onrecord.ingest.kinds.markup_signs import (
    has_root,
    is_flat_opendocument,
    is_list_of_links,
    is_other_xml,
    is_page,
    is_press_database_page,
    is_xml_article,
)
from onrecord.ingest.kinds.signs import Sign, begins, both, either, has_bytes, has_ending
from onrecord.ingest.kinds.text_markup_signs import (
    ASCIIDOC,
    FRONT_MATTER,
    MUSE,
    ORG,
    PANDOC_NATIVE,
    POD,
    TEX,
    TROFF,
    TYPST,
    has_org_line,
    is_bbcode,
    is_markdown,
    is_restructured_text,
    is_textile,
    is_wiki_text,
)
from onrecord.ingest.kinds.text_signs import (
    JSON,
    PROGRAM_ENDINGS,
    PROQUEST,
    SUBTITLES,
    has_json_names,
    is_encoded,
    is_factiva,
    is_list_of_addresses,
    is_list_of_newsboat,
    is_nexis,
    is_table,
)


class Kind(NamedTuple):
    """A kind of file.

    Args:
        name: What it is called: “a mail”.
        sign: How it is told, in words for the user.
        recognises: Whether a document is of this kind, by its first bytes and its name.
        reader: The module in ``onrecord.ingest.readers`` that reads it; empty where none can.
        needs: The library that the reader needs beside those that always are there.
        advice: What to do instead, where it cannot be read.
        extra: The extra of onrecord with that library.
    """

    name: str
    sign: str
    recognises: Sign
    reader: str = ""
    needs: str = ""
    advice: str = ""
    extra: str = "documents"


def _other_markup(name: str, sign: str, recognises: Sign) -> Kind:
    """Return a kind of text with marks that no reader here knows."""
    return Kind(name, sign, recognises, advice="make HTML or Markdown of it first, as with pandoc, and add that")


BINARY = Kind(
    "a binary file", "bytes that are no text", either(has_bytes(*MEDIA), has_binary_bytes),
    advice="leave it out, or save its text as a .txt file",
)  # fmt: skip
FEEDS_OF_NEWSBOAT = Kind(
    "a list of feeds of newsboat", "addresses with tags",
    both(is_list_of_newsboat, lambda document: not is_list_of_addresses(document)),
    advice="it holds no article; onrecord feeds add takes over the feeds that it names",
)  # fmt: skip
FEED_LIST = Kind(
    "a list of feeds (OPML)", "its outermost element", has_root(b"opml"),
    advice="it holds no article; onrecord feeds add takes over the feeds that it names",
)  # fmt: skip
TEXT = Kind("plain text", "anything else", lambda _: True, "text")

KINDS: tuple[Kind, ...] = (
    # Documents of other programs
    Kind("PDF", "%PDF-", lambda document: b"%PDF-" in document.head[:1024], "pdf", "pypdfium2"),
    Kind("EPUB", "its type inside", zip_has(mimetype=b"application/epub"), "epub"),
    Kind(
        "OpenDocument text (ODT)", "its type inside",
        zip_has(mimetype=b"application/vnd.oasis.opendocument.text"), "odt",
    ),
    Kind("Word document (DOCX)", "word/document.xml inside", zip_has("word/document"), "docx", "mammoth"),
    Kind(
        "a spreadsheet", "its parts inside",
        zip_has("xl/", mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        advice="save it as CSV with columns title, text, date, url and add that",
    ),
    Kind(
        "a presentation", "its parts inside",
        zip_has("ppt/", mimetype=b"application/vnd.oasis.opendocument.presentation"),
        advice="save it as PDF or text and add that",
    ),
    Kind(
        "a document of Pages, Numbers or Keynote", "its parts inside",
        zip_has("Index/", "Index.zip", "index.apxl"),
        advice="export it as DOCX, PDF or CSV and add that",
    ),
    Kind(
        "another office document", "its type inside", zip_has(mimetype=b"application/"),
        advice="save it as PDF or text and add that",
    ),
    Kind(
        "an archive with a password", "its first member is encrypted",
        lambda document: ZIP(document) and document.head[6] & 1,
        advice="unpack it with its password, and add what is in it",
    ),
    Kind(
        "another office document", "its list of types inside", zip_has("[Content_Types].xml"),
        advice="save it as PDF or text and add that",
    ),
    Kind("export of Omnivore", "its lists of articles inside", is_of_omnivore, "omnivore"),
    Kind("ZIP archive", "PK", ZIP, "containers"),
    Kind(
        "compressed file (gz, bz2, xz, lzma)", "its first bytes",
        has_bytes(b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"]\0\0"), "compressed",
    ),
    Kind("compressed file (zst)", "its first bytes", has_bytes(b"\x28\xb5\x2f\xfd"), "compressed", "zstandard"),
    Kind(
        "a compressed file (lz4 or compress)", "its first bytes", has_bytes(b"\x04\x22\x4d\x18", b"\x1f\x9d"),
        advice="unpack it, and add what comes out",
    ),
    Kind("tar archive", "ustar", has_bytes(b"ustar", at=257), "containers"),
    Kind(
        "an archive of files of another kind (7-Zip, RAR, cpio, ar)", "its first bytes",
        has_bytes(b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"070701", b"070702", b"070707", b"!<arch>\n"),
        advice="unpack it, and add the folder",
    ),
    Kind(
        "a mail of Outlook (MSG)", "its streams", ole_has("__substg1.0", "__properties_version"),
        advice="save it as .eml, or its text as .txt, and add that",
    ),
    Kind(
        "an office document with a password", "its streams", ole_has("EncryptedPackage"),
        advice="save it without the password, and add that",
    ),
    Kind(
        "a mailbox of Outlook (PST)", "!BDN", has_bytes(b"!BDN"),
        advice="export it as .mbox or .eml, as with readpst, and add these",
    ),
    Kind(
        "an old office document (DOC, XLS or PPT)", "its first bytes", has_bytes(b"\xd0\xcf\x11\xe0"),
        advice="save it as DOCX or PDF (a table as CSV) and add that",
    ),
    Kind(
        "an attachment of Outlook (winmail.dat)", "its first bytes", has_bytes(b"\x78\x9f\x3e\x22"),
        advice="ask for the mail as HTML or plain text, or unpack it, as with tnef",
    ),
    Kind(
        "a document of WordPerfect", "WPC", has_bytes(b"\xffWPC"), advice="save it as DOCX or PDF and add that"
    ),
    Kind("page saved by Safari (webarchive)", "WebMainResource", is_webarchive, "webarchive"),
    Kind("rich text (RTF)", "{\\rtf", begins(rb"\{\\rtf"), "rtf", "striprtf"),
    Kind(
        "cache.db of newsboat", "the table rss_item",
        lambda document: document.head.startswith(b"SQLite format 3\0") and b"rss_item" in document.head,
        "newsboat",
    ),
    Kind(
        "a database", "SQLite format 3", has_bytes(b"SQLite format 3\0"),
        advice="to open an archive use --archive with its folder",
    ),
    Kind("archive of web pages (WARC, ARC)", "WARC/1", begins(rb"WARC/\d|filedesc://"), "warc", "warcio"),
    Kind(
        "Markdown", "front matter, headings and links, or its ending",
        either(begins(FRONT_MATTER), is_markdown, has_ending(".md", ".markdown", ".mdown", ".mkd")), "markdown",
    ),
    Kind(
        "a recording of a browser (HAR)", "log, creator, entries", has_json_names(b"log", b"creator", b"entries"),
        advice="save the page itself from the browser, or add its address",
    ),
    Kind(
        "a notebook of Jupyter", "cells, nbformat",
        either(has_ending(".ipynb"), has_json_names(b"cells", b"cell_type")),
        advice="export it as HTML or Markdown and add that",
    ),
    _other_markup("a text in pandoc's own form", "its version", has_json_names(b"pandoc-api-version", b"blocks")),
    Kind(
        "JSON and JSON Lines", "{ or [", either(begins(JSON), has_ending(".jsonl", ".ndjson")),
        "json_records",
    ),
    Kind("Parquet", "PAR1", has_bytes(b"PAR1"), "parquet", "pyarrow", extra="tables"),
    BINARY,
    # Mail
    Kind(
        "a patch of a program", "diff, @@",
        begins(rb"diff --git |(?-i:From) [0-9a-f]{40} |--- [^\n]+\n\+\+\+ [^\n]+\n@@ "),
        advice="not an article; leave it out",
    ),
    Kind(
        "mailbox (mbox)", "From and a day",
        begins(rb"(?-i:From) \S+ +(?-i:" + DAY + rb") [^\n]*\d\d:\d\d[^\n]*\n>?[!-9;-~]+:"), "mailbox",
    ),
    Kind("page saved as MHTML", "its headers", is_saved_page, "mhtml"),
    Kind("mail (EML, EMLX)", "its headers", is_mail, "mail"),
    # XML and pages
    Kind(
        "a bibliography of Zotero (RDF)", "its names",
        both(has_root(b"rdf"), lambda document: b"zotero.org/namespaces/export" in document.opening),
        advice="export it from Zotero as CSL JSON or RIS and add that",
    ),
    Kind("feed (RSS, Atom, RDF)", "its outermost element", has_root(b"rss", b"feed", b"rdf", b"channel"), "feed"),
    Kind(
        "a sitemap, which is a list of pages", "its outermost element", has_root(b"urlset", b"sitemapindex"),
        advice="save the addresses of its articles in a .txt file, one a line, and add that",
    ),
    FEED_LIST,
    _other_markup("a dump of a wiki", "its outermost element", has_root(b"mediawiki")),
    Kind("bookmarks of Pinboard and Delicious (XML)", "its outermost element", has_root(b"posts"), "bookmarks"),
    Kind(
        "bookmarks (browsers, Pocket, Instapaper)", "links with the times of saving", is_list_of_links,
        "bookmarks",
    ),
    Kind("articles of Europresse or Factiva (HTML)", "names of its parts", is_press_database_page, "press_pages"),
    Kind(
        "shortcut to an address (URL, webloc)", "[InternetShortcut], its ending",
        either(
            begins(rb"\[(?:InternetShortcut|Desktop Entry)\]"), both(has_root(b"plist"), has_ending(".webloc"))
        ),
        "shortcut",
    ),
    Kind(
        "subtitles", "their times", either(begins(SUBTITLES), has_root(b"tt")),
        advice="save what is said as a .txt file and add that",
    ),
    Kind("notes of Evernote (ENEX)", "its outermost element", has_root(b"en-export"), "evernote"),
    Kind("OpenDocument text (FODT)", "its outermost element", is_flat_opendocument, "odt"),
    Kind(
        "articles in XML (NITF, NewsML, JATS, TEI, DocBook)", "their outermost element", is_xml_article,
        "xml_articles",
    ),
    Kind(
        "an XML document", "<?xml", is_other_xml,
        advice="it is of no kind that is known here; save it as text or HTML first",
    ),
    Kind("web page (HTML)", "<html>, <article>, <p> …", is_page, "html"),
    # Text with a form
    Kind(
        "a calendar", "BEGIN:VCALENDAR", begins(rb"begin:vcalendar\s"),
        advice="not an article; leave it out, or save what is to be read as a .txt file",
    ),
    Kind(
        "address cards", "BEGIN:VCARD", begins(rb"begin:vcard\s"),
        advice="not an article; leave them out, or save what is to be read as a .txt file",
    ),
    Kind(
        "a document in TeX or PostScript", "\\documentclass, %!PS", begins(TEX),
        advice="make a PDF of it and add that",
    ),
    Kind(
        "a text for troff, as pages of manuals are", ".TH, .TL", begins(TROFF),
        advice="make text of it first, as with man, mandoc or groff",
    ),
    Kind(
        "a key or a certificate", "-----BEGIN", begins(rb"-----BEGIN [A-Z ]+-----"),
        advice="not an article; leave it out",
    ),
    Kind(
        "a bibliography (EndNote, PubMed, Web of Science)", "its fields",
        begins(rb"%0 [A-Z]|PMID- \d|FN (?:Clarivate|Thomson|ISI) |<xml><records>"),
        advice="export it as RIS or BibTeX and add that",
    ),
    Kind(
        "a list of people (LDIF)", "dn:", begins(rb"(?:version: \d+\s+)?dn: \w+="),
        advice="not an article; leave it out",
    ),
    _other_markup("a text in BBCode", "[b], [url=…]", is_bbcode),
    _other_markup("a text in Muse", "#title", begins(MUSE)),
    _other_markup(
        "a text in Org", "#+title:, its ending", either(begins(ORG), both(has_ending(".org"), has_org_line))
    ),
    _other_markup(
        "a text in AsciiDoc", "= and attributes, its ending",
        either(begins(ASCIIDOC), has_ending(".adoc", ".asciidoc")),
    ),
    _other_markup("a text in pandoc's own form", "its first words", begins(PANDOC_NATIVE)),
    _other_markup(
        "the source of a page in a wiki", "== headings ==, its ending",
        either(is_wiki_text, has_ending(".wiki", ".mediawiki", ".dokuwiki")),
    ),
    _other_markup(
        "a text in Textile or Jira's marks", "h1., its ending", either(is_textile, has_ending(".textile"))
    ),
    _other_markup("a text in POD", "=head1", begins(POD)),
    _other_markup("a text in Typst", "#set, its ending", either(begins(TYPST), has_ending(".typ"))),
    Kind(
        "reStructuredText", ".. name::, its ending", either(is_restructured_text, has_ending(".rst", ".rest")),
        "restructured_text", "docutils",
    ),
    Kind("bibliography (RIS)", "TY  - ", begins(rb"TY  - [A-Z]+\s"), "ris", "rispy"),
    Kind(
        "bibliography (BibTeX)", "@article{ …",
        begins(rb"(?:%[^\n]*\n\s*)*@(?:\w+)\s*\{\s*[^\s,{}]*\s*,|@(?:comment|string|preamble)\s*\{"),
        "bibtex", "bibtexparser",
    ),
    FEEDS_OF_NEWSBOAT,
    Kind("list of addresses", "an address on each line", is_list_of_addresses, "addresses"),
    Kind(
        "articles of ProQuest", "Publication title:",
        lambda document: PROQUEST.search(document.opening),
        advice="export them from ProQuest as RIS, or as a table saved as CSV, and add that",
    ),
    Kind("articles of Nexis", "1 of 10 DOCUMENTS", is_nexis, "nexis"),
    Kind("articles of Factiva", "HD, SN, TD, Document …", is_factiva, "factiva"),
    Kind("table (CSV, TSV)", "columns named title, text, url …", is_table, "table"),
    Kind(
        "a program or its settings", "its ending", has_ending(*PROGRAM_ENDINGS),
        advice="not an article; leave it out, or rename it to .txt if it is to be read",
    ),
    Kind(
        "data written in letters (base64 or the like)", "no words", is_encoded,
        advice="decode it first, and add what comes out",
    ),
    TEXT,
)  # fmt: skip
"""The kinds, those first that others would be taken for; the last one takes everything."""


def read_kinds() -> Iterator[Kind]:
    """Yield the kinds that can be read, in the order of the table."""
    return (kind for kind in KINDS if kind.reader)
