"""The table of the kinds of files: how each is told by its content, and what reads it or why it is refused.

A kind is told by how a file begins, and by its name only where the content cannot tell. The first kind in the
table that recognises a file takes it, so kinds that others would be taken for come first.
"""

from __future__ import annotations

import csv
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import NamedTuple

from onrecord.ingest.article_fields import columns_of
from onrecord.ingest.document import Document, IngestError, is_binary

Sign = Callable[[Document], object]


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


def recognised_kind(document: Document) -> Kind:
    """Return the kind of a document, whether it can be read or not.

    Raises:
        IngestError: It is empty.
    """
    if not document.head:
        raise IngestError(document.name, "empty; there is nothing to read")
    return next(kind for kind in KINDS if kind.recognises(document))


def kind_of(document: Document) -> Kind:
    """Return the kind of a document.

    Raises:
        IngestError: It is of a kind that holds no article, or none that can be read.
    """
    kind = recognised_kind(document)
    if not kind.reader:
        name = _binary_name(document) if kind is BINARY else kind.name
        raise IngestError(document.name, f"{name}; {kind.advice}")
    return kind


# Signs


def _begins(pattern: bytes) -> Sign:
    """Return the sign that the text of a document begins with a pattern, in small or in large letters."""
    matches = re.compile(pattern, re.IGNORECASE).match
    return lambda document: matches(document.opening)


def _bytes(*signatures: bytes, at: int = 0) -> Sign:
    """Return the sign that certain bytes stand at a place of a document."""
    return lambda document: document.head.startswith(signatures, at)


def _ends(*endings: str) -> Sign:
    """Return the sign that the name of a document has one of the endings."""
    return lambda document: document.ending in endings


def _either(*signs: Sign) -> Sign:
    return lambda document: any(sign(document) for sign in signs)


def _both(*signs: Sign) -> Sign:
    return lambda document: all(sign(document) for sign in signs)


# Archives of files

OMNIVORE_LIST = re.compile(r"(?:.*/)?metadata_\d+_to_\d+\.json")
"""How Omnivore names the files of its export that list articles."""
_ZIP = _bytes(b"PK\x03\x04", b"PK\x05\x06")


def _zip_has(*members: str, mimetype: bytes = b"") -> Sign:
    """Return the sign that a ZIP archive has a member whose name begins so, or is marked by this type."""

    def recognises(document: Document) -> bool:
        if not _ZIP(document):
            return False
        if document.head[30:].startswith(b"mimetype"):  # by rule the first member, and not compressed
            return bool(mimetype) and document.head[38:].startswith(mimetype)
        return any(name.startswith(members) for name in _zip_names(document)) if members else False

    return recognises


def _is_of_omnivore(document: Document) -> bool:
    return bool(_ZIP(document)) and any(map(OMNIVORE_LIST.fullmatch, _zip_names(document)))


def _zip_names(document: Document) -> list[str]:
    if not document.stream.seekable():
        return []
    try:
        with zipfile.ZipFile(document.stream) as archive:
            return archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return []
    finally:
        document.stream.seek(0)


def _ole_has(*names: str) -> Sign:
    """Return the sign of Microsoft's container of streams, with a stream or storage of one of these names."""
    wide_names = [name.encode("utf-16-le") for name in names]

    def recognises(document: Document) -> bool:
        if not document.head.startswith(b"\xd0\xcf\x11\xe0"):
            return False
        content = document.head
        if document.stream.seekable():
            content = document.stream.read(16 * 1024**2)
            document.stream.seek(0)
        return any(name in content for name in wide_names)

    return recognises


# Mail

_HEADER = re.compile(rb"([!-9;-~]+):[^\n]*(?:\n[ \t]+[^\n]*)*(?:\n|\Z)")
"""A field and the lines that go on with it: https://www.rfc-editor.org/rfc/rfc5322#section-2.2"""

_COUNT = re.compile(rb"\d+[ \t]*\r?\n")
"""Apple Mail writes the length of a mail before it."""

_OF_MAIL = {b"mime-version", b"received", b"return-path", b"delivered-to", b"message-id"}
_OF_DELIVERY = {b"to", b"received", b"return-path", b"delivered-to"}
_OF_LETTERS = {b"from", b"to", b"subject", b"date"}
_DAY = rb"(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)"


def _headers(head: bytes) -> list[tuple[bytes, bytes]]:
    """Return the fields that a source begins with, as mails do: names and values in small letters."""
    counted = _COUNT.match(head)
    place = counted.end() if counted else 0
    headers = []
    while field := _HEADER.match(head, place):
        headers.append((field[1].lower(), field[0].partition(b":")[2].strip().lower()))
        place = field.end()
    return headers


def _is_saved_page(document: Document) -> bool:
    """Return whether headers are those of a page with its pictures; a mail with pictures has a recipient."""
    headers = dict(_headers(document.opening))
    form = headers.get(b"content-type", b"")
    is_page = form.startswith(b"multipart/related") or b"snapshot-content-location" in headers
    return is_page and not headers.keys() & _OF_DELIVERY


def _is_mail(document: Document) -> bool:
    headers = _headers(document.opening)
    names = {name for name, _ in headers}
    return len(headers) > 1 and (
        len(names & _OF_LETTERS) > 2
        or any(
            name in _OF_MAIL or (name == b"content-type" and value.startswith(b"multipart/"))
            for name, value in headers
        )
    )


# XML and HTML

_PROLOG = re.compile(
    rb"(?:<\?.*?\?>|<!--.*?-->|<!doctype\b[^>\[]*(?:\[.*?\]\s*)?>|\s+)*", re.DOTALL | re.IGNORECASE
)
_ROOT = re.compile(rb"<(?:[\w.-]+:)?([\w.-]+)")
_PAGE = re.compile(rb"<(!doctype\s+html|html|head|body|article|title|meta)\b", re.IGNORECASE)
_OF_PAGES = {
    b"html", b"head", b"body", b"article", b"main", b"section", b"div", b"p", b"h1", b"h2", b"title", b"meta",
    b"blockquote", b"span", b"ul", b"ol", b"dl", b"table", b"center", b"a", b"b", b"strong", b"em", b"i", b"link",
}  # fmt: skip
_LIST_OF_LINKS = re.compile(
    rb"<!doctype netscape-bookmark-file|<title>\s*(pocket export|instapaper: export)"
    rb"|<a [^>]*\b(time_added|add_date)=",
    re.IGNORECASE,
)
_PRESS_DATABASE = re.compile(
    rb"rdp__articletitle|titrearticle|class=[\"']?(?:article )?(?:enarticle|dearticle|frarticle|esarticle)\b"
    rb"|<!-- hide xml section from browser",
    re.IGNORECASE,
)


def _root(head: bytes) -> bytes:
    """Return the name of the outermost element, without its prefix and in small letters."""
    prolog = _PROLOG.match(head)
    root = _ROOT.match(head, prolog.end() if prolog else 0)
    return root[1].lower() if root else b""


def _has_root(*names: bytes) -> Sign:
    return lambda document: _root(document.opening) in names


def _is_other_xml(document: Document) -> bool:
    root = _root(document.opening)
    if not document.opening.startswith(b"<") or root in _OF_PAGES | {b""}:
        return False
    head = document.opening.lower()
    return head.startswith(b"<?xml") or b"</" + root in head or b" xmlns" in head


def _is_page(document: Document) -> bool:
    head = document.opening
    if not head.startswith(b"<"):
        return document.ending in (".html", ".htm", ".xhtml", ".shtml") and b"<" in head
    return _PAGE.search(head) is not None or _root(head) in _OF_PAGES


def _is_list_of_links(document: Document) -> object:
    return document.opening.startswith(b"<") and _LIST_OF_LINKS.search(document.opening)


def _is_press_database_page(document: Document) -> object:
    return document.opening.startswith(b"<") and _PRESS_DATABASE.search(document.opening)


# Text

_ADDRESS_LINE = re.compile(rb"(?:https?://|www\.)[^\s<>]+\.[^\s<>]+")
_NEWSBOAT_LINE = re.compile(
    rb"\"?(?:https?://[^\s\"]+|(?:query|exec|filter|file):[^\n]*?)\"?(?:[ \t]+(?:\"[^\"\n]*\"|[^\s\"]+))*",
    re.IGNORECASE,
)
_TEX = re.compile(
    rb"(?:%(?!!)[^\n]*\n|\s)*(?:\\documentclass|\\PassOptionsTo|\\input\b|\\begin\{document\})|%!PS", re.IGNORECASE
)
_LONGEST_WORD = 55
"""Letters that a word, or words that dashes join, may have; addresses may have more."""
_LEAST_ENCODED = 200
_FRONT_MATTER = re.compile(
    rb"---[ \t]*\r?\n(?:\s*#[^\n]*\n)*[ \t]*[\w-]+[ \t]*[:=]|\+\+\+[ \t]*\r?\n|%[ \t]+\w[^\n]*\n%"
)
_JSON = re.compile(rb"\{\s*[\"}]|\[\s*(?:\{\s*[\"}]|\[\s*[\[{\"]|\"https?:)")
_PROGRAM_ENDINGS = (
    ".js", ".mjs", ".ts", ".css", ".scss", ".py", ".c", ".h", ".cpp", ".java", ".go", ".rs", ".rb", ".php", ".pl",
    ".r", ".sh", ".bat", ".ps1", ".sql", ".yml", ".yaml", ".toml", ".ini", ".cfg", ".conf", ".lock", ".log",
    ".map", ".ipynb",
)  # fmt: skip


def _lines(document: Document) -> list[bytes]:
    """Return the lines of the beginning that are not empty, all of them whole."""
    lines = document.opening.splitlines()
    if len(document.head) >= 4096 and not document.opening.endswith(b"\n"):
        lines = lines[:-1] or lines
    return [line.strip() for line in lines if line.strip()]


def _is_list_of_newsboat(document: Document) -> bool:
    """Whether each line is an address with tags behind it, or a search, as newsboat keeps its feeds."""
    lines = [line for line in _lines(document) if not line.startswith(b"#")]
    return bool(lines) and all(_NEWSBOAT_LINE.fullmatch(line) for line in lines)


def _is_encoded(document: Document) -> bool:
    """Whether there are hardly any words: data that was written in letters, as in base64."""
    words = document.opening[:4096].split()
    longest = sum(len(word) for word in words if len(word) > _LONGEST_WORD)
    return document.opening.isascii() and longest > _LEAST_ENCODED and 10 * longest > 9 * sum(map(len, words))


def _is_list_of_addresses(document: Document) -> bool:
    """Return whether each line is an address, but for remarks: empty ones and those with a sign of a remark."""
    lines = [line for line in _lines(document) if not line.startswith((b"#", b"//"))]
    return bool(lines) and all(_ADDRESS_LINE.fullmatch(line) for line in lines)


def table_delimiter(first_line: str) -> str:
    """Return what parts the columns in the first line of a table, if it names known columns; else nothing."""
    for delimiter in (",", "\t", ";", "|"):
        names = next(csv.reader([first_line], delimiter=delimiter), [])
        if len(columns_of(names)) > 1:
            return delimiter
    return ""


def _is_table(document: Document) -> bool:
    if document.ending in (".csv", ".tsv", ".tab"):
        return True
    first_line = document.opening.partition(b"\n")[0][:4000].decode("utf-8", "replace")
    return bool(table_delimiter(first_line.rstrip("\r")))


_NEXIS = re.compile(
    rb"^[ \t]*(?:Document |Dokument )?\d+ (?:of|von|de) \d+ (?:DOCUMENTS?|DOKUMENTEN?)?[ \t\r]*$", re.MULTILINE
)
_NEXIS_FIELD = re.compile(rb"^(?:BYLINE|LENGTH|LOAD-DATE|SECTION|DATELINE):", re.MULTILINE | re.IGNORECASE)
_FACTIVA = re.compile(rb"^(?:Document|Dokument) [A-Z][A-Z0-9]{5,14}\d{8}[a-z0-9]{9,}[ \t\r]*$", re.MULTILINE)
_FACTIVA_FIELDS = re.compile(rb"^(?:HD|WC|PD|SN|LP|TD)[ \t\r]*$|^(?:HD|SN) {1,3}\S", re.MULTILINE)


_PROQUEST = re.compile(
    rb"^Full text:.*^Publication title:|^Report Information from ProQuest", re.MULTILINE | re.DOTALL
)


def _is_nexis(document: Document) -> object:
    # Before the first article there may be a page about the search.
    is_bordered = _NEXIS.search(document.opening) or b"End of Document" in document.opening
    return is_bordered and _NEXIS_FIELD.search(document.opening)


def _is_factiva(document: Document) -> object:
    return _FACTIVA.search(document.opening) or len(set(_FACTIVA_FIELDS.findall(document.opening))) > 3


_MEDIA = (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"RIFF", b"ID3", b"OggS", b"fLaC", b"II*\0", b"MM\0*", b"AT&TFORM")
"""How pictures, sound and films begin; a short one might pass for text."""


def _is_binary(document: Document) -> bool:
    return is_binary(document.head)


def _binary_name(document: Document) -> str:
    """Return what a binary file is, by puremagic's table of signatures."""
    import puremagic

    try:
        matches = puremagic.magic_string(document.head, document.name)
    except (puremagic.PureError, ValueError):
        return "not text but binary data"
    best = max(matches, key=lambda match: match.confidence, default=None)
    if best is None or best.mime_type.startswith("text/"):
        return "not text but binary data"
    content = {"image": "a picture", "audio": "a recording of sound", "video": "a film", "font": "a font"}.get(
        best.mime_type.partition("/")[0], "binary data"
    )
    return f"not text but {content} ({best.name or best.extension})"


BINARY = Kind(
    "a binary file", "bytes that are no text", _either(_bytes(*_MEDIA), _is_binary),
    advice="leave it out, or save its text as a .txt file",
)  # fmt: skip
FEEDS_OF_NEWSBOAT = Kind(
    "a list of feeds of newsboat", "addresses with tags",
    _both(_is_list_of_newsboat, lambda document: not _is_list_of_addresses(document)),
    advice="it holds no article; onrecord feeds add takes over the feeds that it names",
)  # fmt: skip
FEED_LIST = Kind(
    "a list of feeds (OPML)", "its outermost element", _has_root(b"opml"),
    advice="it holds no article; onrecord feeds add takes over the feeds that it names",
)  # fmt: skip
TEXT = Kind("plain text", "anything else", lambda _: True, "text")

KINDS: tuple[Kind, ...] = (
    # Documents of other programs
    Kind("PDF", "%PDF-", lambda document: b"%PDF-" in document.head[:1024], "pdf", "pypdfium2"),
    Kind("EPUB", "its type inside", _zip_has(mimetype=b"application/epub"), "epub"),
    Kind(
        "OpenDocument text (ODT)", "its type inside",
        _zip_has(mimetype=b"application/vnd.oasis.opendocument.text"), "odt",
    ),
    Kind("Word document (DOCX)", "word/document.xml inside", _zip_has("word/document"), "docx", "mammoth"),
    Kind(
        "a spreadsheet", "its parts inside",
        _zip_has("xl/", mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        advice="save it as CSV with columns title, text, date, url and add that",
    ),
    Kind(
        "a presentation", "its parts inside",
        _zip_has("ppt/", mimetype=b"application/vnd.oasis.opendocument.presentation"),
        advice="save it as PDF or text and add that",
    ),
    Kind(
        "a document of Pages, Numbers or Keynote", "its parts inside",
        _zip_has("Index/", "Index.zip", "index.apxl"),
        advice="export it as DOCX, PDF or CSV and add that",
    ),
    Kind(
        "another office document", "its type inside", _zip_has(mimetype=b"application/"),
        advice="save it as PDF or text and add that",
    ),
    Kind(
        "an archive with a password", "its first member is encrypted",
        lambda document: _ZIP(document) and document.head[6] & 1,
        advice="unpack it with its password, and add what is in it",
    ),
    Kind("export of Omnivore", "its lists of articles inside", _is_of_omnivore, "omnivore"),
    Kind("ZIP archive", "PK", _ZIP, "containers"),
    Kind(
        "compressed file (gz, bz2, xz)", "its first bytes", _bytes(b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0"),
        "containers",
    ),
    Kind("tar archive", "ustar", _bytes(b"ustar", at=257), "containers"),
    Kind(
        "a 7-Zip or RAR archive", "its first bytes", _bytes(b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07"),
        advice="unpack it, and add the folder",
    ),
    Kind(
        "a mail of Outlook (MSG)", "its streams", _ole_has("__substg1.0", "__properties_version"),
        advice="save it as .eml, or its text as .txt, and add that",
    ),
    Kind(
        "an office document with a password", "its streams", _ole_has("EncryptedPackage"),
        advice="save it without the password, and add that",
    ),
    Kind(
        "a mailbox of Outlook (PST)", "!BDN", _bytes(b"!BDN"),
        advice="export it as .mbox or .eml, as with readpst, and add these",
    ),
    Kind(
        "an old office document (DOC, XLS or PPT)", "its first bytes", _bytes(b"\xd0\xcf\x11\xe0"),
        advice="save it as DOCX or PDF (a table as CSV) and add that",
    ),
    Kind("rich text (RTF)", "{\\rtf", _begins(rb"\{\\rtf"), "rtf", "striprtf"),
    Kind(
        "cache.db of newsboat", "the table rss_item",
        lambda document: document.head.startswith(b"SQLite format 3\0") and b"rss_item" in document.head,
        "newsboat",
    ),
    Kind(
        "a database", "SQLite format 3", _bytes(b"SQLite format 3\0"),
        advice="to open an archive use --archive with its folder",
    ),
    Kind("archive of web pages (WARC, ARC)", "WARC/1", _begins(rb"WARC/\d|filedesc://"), "warc", "warcio"),
    Kind(
        "Markdown", "front matter, or its ending",
        _either(_begins(_FRONT_MATTER.pattern), _ends(".md", ".markdown", ".mdown", ".mkd")), "markdown",
    ),
    Kind(
        "JSON and JSON Lines", "{ or [", _either(_begins(_JSON.pattern), _ends(".jsonl", ".ndjson")),
        "json_records",
    ),
    Kind("Parquet", "PAR1", _bytes(b"PAR1"), "parquet", "pyarrow", extra="tables"),
    BINARY,
    # Mail
    Kind(
        "a patch of a program", "diff, @@",
        _begins(rb"diff --git |(?-i:From) [0-9a-f]{40} |--- [^\n]+\n\+\+\+ [^\n]+\n@@ "),
        advice="not an article; leave it out",
    ),
    Kind(
        "mailbox (mbox)", "From and a day",
        _begins(rb"(?-i:From) \S+ +(?-i:" + _DAY + rb") [^\n]*\d\d:\d\d[^\n]*\n>?[!-9;-~]+:"), "mailbox",
    ),
    Kind("page saved as MHTML", "its headers", _is_saved_page, "mhtml"),
    Kind("mail (EML, EMLX)", "its headers", _is_mail, "mail"),
    # XML and pages
    Kind(
        "a bibliography of Zotero (RDF)", "its names",
        _both(_has_root(b"rdf"), lambda document: b"zotero.org/namespaces/export" in document.opening),
        advice="export it from Zotero as CSL JSON or RIS and add that",
    ),
    Kind("feed (RSS, Atom, RDF)", "its outermost element", _has_root(b"rss", b"feed", b"rdf", b"channel"), "feed"),
    Kind(
        "a sitemap, which is a list of pages", "its outermost element", _has_root(b"urlset", b"sitemapindex"),
        advice="save the addresses of its articles in a .txt file, one a line, and add that",
    ),
    FEED_LIST,
    Kind("bookmarks of Pinboard and Delicious (XML)", "its outermost element", _has_root(b"posts"), "bookmarks"),
    Kind(
        "bookmarks (browsers, Pocket, Instapaper)", "links with the times of saving", _is_list_of_links,
        "bookmarks",
    ),
    Kind("articles of Europresse or Factiva (HTML)", "names of its parts", _is_press_database_page, "press_pages"),
    Kind(
        "shortcut to an address (URL, webloc)", "[InternetShortcut], its ending",
        _either(_begins(rb"\[InternetShortcut\]"), _both(_has_root(b"plist"), _ends(".webloc"))), "shortcut",
    ),
    Kind(
        "an XML document", "<?xml", _is_other_xml,
        advice="it is of no kind that is known here; save it as text or HTML first",
    ),
    Kind("web page (HTML)", "<html>, <article>, <p> …", _is_page, "html"),
    # Text with a form
    Kind(
        "a calendar", "BEGIN:VCALENDAR", _begins(rb"begin:vcalendar\s"),
        advice="not an article; leave it out, or save what is to be read as a .txt file",
    ),
    Kind(
        "address cards", "BEGIN:VCARD", _begins(rb"begin:vcard\s"),
        advice="not an article; leave them out, or save what is to be read as a .txt file",
    ),
    Kind(
        "subtitles", "their times", _begins(rb"WEBVTT\b|\d+\s*\n\d\d:\d\d:\d\d[,.]\d+ --> "),
        advice="save what is said as a .txt file and add that",
    ),
    Kind(
        "a document in TeX or PostScript", "\\documentclass, %!PS", _begins(_TEX.pattern),
        advice="make a PDF of it and add that",
    ),
    Kind(
        "a page of a manual (man)", ".TH", _begins(rb"(?:[.']\\\"[^\n]*\n)*\.(?:TH|Dd) "),
        advice="make text of it first, as with man or mandoc",
    ),
    Kind(
        "a key or a certificate", "-----BEGIN", _begins(rb"-----BEGIN [A-Z ]+-----"),
        advice="not an article; leave it out",
    ),
    Kind("bibliography (RIS)", "TY  - ", _begins(rb"TY  - [A-Z]+\s"), "ris", "rispy"),
    Kind(
        "bibliography (BibTeX)", "@article{ …",
        _begins(rb"(?:%[^\n]*\n\s*)*@(?:\w+)\s*\{\s*[^\s,{}]*\s*,|@(?:comment|string|preamble)\s*\{"),
        "bibtex", "bibtexparser",
    ),
    FEEDS_OF_NEWSBOAT,
    Kind("list of addresses", "an address on each line", _is_list_of_addresses, "addresses"),
    Kind(
        "articles of ProQuest", "Publication title:",
        lambda document: _PROQUEST.search(document.opening),
        advice="export them from ProQuest as RIS, or as a table saved as CSV, and add that",
    ),
    Kind("articles of Nexis", "1 of 10 DOCUMENTS", _is_nexis, "nexis"),
    Kind("articles of Factiva", "HD, SN, TD, Document …", _is_factiva, "factiva"),
    Kind("table (CSV, TSV)", "columns named title, text, url …", _is_table, "table"),
    Kind(
        "a program or its settings", "its ending", _ends(*_PROGRAM_ENDINGS),
        advice="not an article; leave it out, or rename it to .txt if it is to be read",
    ),
    Kind(
        "data written in letters (base64 or the like)", "no words", _is_encoded,
        advice="decode it first, and add what comes out",
    ),
    TEXT,
)  # fmt: skip
"""The kinds, those first that others would be taken for; the last one takes everything."""


def read_kinds() -> Iterator[Kind]:
    """Yield the kinds that can be read, in the order of the table."""
    return (kind for kind in KINDS if kind.reader)
