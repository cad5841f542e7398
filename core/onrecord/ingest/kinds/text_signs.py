"""Signs of texts with a form: lists of addresses, tables, articles as databases of the press write them."""

from __future__ import annotations

import csv
import re

from onrecord.ingest.article_fields import columns_of
from onrecord.ingest.document import Document
from onrecord.ingest.kinds.signs import Sign

_ADDRESS_LINE = re.compile(rb"(?:https?://|www\.)[^\s<>]+\.[^\s<>]+")
_NEWSBOAT_LINE = re.compile(
    rb"\"?(?:https?://[^\s\"]+|(?:query|exec|filter|file):[^\n]*?)\"?(?:[ \t]+(?:\"[^\"\n]*\"|[^\s\"]+))*",
    re.IGNORECASE,
)
_LONGEST_WORD = 55
"""Letters that a word, or words that dashes join, may have; addresses may have more."""
_LEAST_ENCODED = 200
JSON = rb"\{\s*[\"}]|\[\s*(?:\{\s*[\"}]|\[\s*[\[{\"]|\"https?:|\]\s*\Z)"
SUBTITLES = (
    rb"WEBVTT\b|\d+\s*\n\d\d:\d\d:\d\d[,.]\d+ --> |\[Script Info\]|\d+:\d\d:\d\d\.\d+,\d+:\d\d:\d\d\.\d+\s"
    rb"|(?:\[(?:ti|ar|al|by|length|re|ve|offset):[^\n]*\]\s*)*\[\d\d:\d\d\.\d\d\]"
)
"""WebVTT, SubRip, SubStation Alpha, YouTube's own, and the lines of songs."""
PROGRAM_ENDINGS = (
    ".js", ".mjs", ".ts", ".css", ".scss", ".py", ".c", ".h", ".cpp", ".java", ".go", ".rs", ".rb", ".php", ".pl",
    ".r", ".sh", ".bat", ".ps1", ".sql", ".yml", ".yaml", ".toml", ".ini", ".cfg", ".conf", ".lock", ".log",
    ".map", ".ipynb",
)  # fmt: skip


def has_json_names(*names: bytes) -> Sign:
    """Return the sign that a document is JSON in whose beginning all of these names stand."""
    quoted = [b'"' + name + b'"' for name in names]
    return lambda document: (
        document.opening.startswith(b"{") and all(name in document.opening[:8192] for name in quoted)
    )


def _lines(document: Document) -> list[bytes]:
    """Return the lines of the beginning that are not empty, all of them whole."""
    lines = document.opening.splitlines()
    if len(document.head) >= 4096 and not document.opening.endswith(b"\n"):
        lines = lines[:-1] or lines
    return [line.strip() for line in lines if line.strip()]


def is_list_of_newsboat(document: Document) -> bool:
    """Whether each line is an address with tags behind it, or a search, as newsboat keeps its feeds."""
    lines = [line for line in _lines(document) if not line.startswith(b"#")]
    return bool(lines) and all(_NEWSBOAT_LINE.fullmatch(line) for line in lines)


def is_encoded(document: Document) -> bool:
    """Whether there are hardly any words: data that was written in letters, as in base64."""
    words = document.opening[:4096].split()
    longest = sum(len(word) for word in words if len(word) > _LONGEST_WORD)
    return document.opening.isascii() and longest > _LEAST_ENCODED and 10 * longest > 9 * sum(map(len, words))


def is_list_of_addresses(document: Document) -> bool:
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


def is_table(document: Document) -> bool:
    """Return whether a document is a table, by its ending or the names of its columns."""
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


PROQUEST = re.compile(
    rb"^Full text:.*^Publication title:|^Report Information from ProQuest", re.MULTILINE | re.DOTALL
)


def is_nexis(document: Document) -> object:
    """Return whether a document holds articles as Nexis writes them: numbered, with named fields."""
    # Before the first article there may be a page about the search.
    is_bordered = _NEXIS.search(document.opening) or b"End of Document" in document.opening
    return is_bordered and _NEXIS_FIELD.search(document.opening)


def is_factiva(document: Document) -> object:
    """Return whether a document holds articles as Factiva writes them: with two letters before each field."""
    return _FACTIVA.search(document.opening) or len(set(_FACTIVA_FIELDS.findall(document.opening))) > 3
