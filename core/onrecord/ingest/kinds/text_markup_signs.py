"""Signs of texts that are written with marks: Markdown, reStructuredText, TeX, Org and others."""

from __future__ import annotations

import re

from onrecord.ingest.document import Document

FRONT_MATTER = rb"---[ \t]*\r?\n(?:\s*#[^\n]*\n)*[ \t]*[\w-]+[ \t]*[:=]|\+\+\+[ \t]*\r?\n|%[ \t]+\w[^\n]*\n%"
TEX = rb"(?:%(?!!)[^\n]*\n|\s)*\\(?:[a-zA-Z]+\s*[\[{]|input\b|starttext\b)|%!PS"
TROFF = rb"(?:[.']\\\"[^\n]*\n)*\.(?:TH|Dd|TL|ND|de|ds|nr|so|if|ie)\b"
ORG = rb"(?:#[ \t][^\n]*\n|\s)*#\+(?:title|author|date|startup|options|setupfile|filetags|language): "
ASCIIDOC = rb"=[ \t]\w[^\n]*\n(?:[^\n]+\n)*?:[\w-]+:"
PANDOC_NATIVE = (
    rb"Pandoc\s*\(?\s*(?:Meta|\(|nullMeta)"
    rb"|\[\s*(?:(?:Para|Plain|BulletList)\s+\[|Header\s+\d|(?:Div|OrderedList)\s+\()"
)
MUSE = rb"#(?:title|author|lang|date|pubdate) \w"
_TEXTILE = re.compile(rb"^h[1-6](?:\([^)\n]*\))?\. \S", re.MULTILINE)
POD = rb"=(?:pod|encoding|head[1-4])\b"
TYPST = rb"(?:\s*//[^\n]*\n)*#(?:set \w+\(|show:|show \w+:|import \"|let \w+ ?[=(])"
_ORG_LINE = re.compile(rb"^(?:\*+ |#\+)", re.MULTILINE)
_WIKI_HEADING = re.compile(rb"^(={2,6})[^=\n]+\1[ \t\r]*$", re.MULTILINE)
_WIKI_MARK = re.compile(rb"'''|\[\[|\{\{")
_BBCODE = re.compile(rb"\[(b|i|u|url|quote|img|size|color)(?:=[^\]\n]*)?\][^\[]*\[/\1\]", re.IGNORECASE)
_HEADING = re.compile(rb"^#{1,6} \S", re.MULTILINE)
_LINK = re.compile(rb"\]\((?:https?://|/|#|mailto:)[^)\s]*\)|\*\*[^*\s][^*\n]*\*\*")
_RST = re.compile(rb"^\.\. (?:[\w-]+::|\[[\w#*]+\]|_[^:\n]+:[ \t\r]*$|title: )", re.MULTILINE)
"""A directive, a target, or a remark as Nikola writes it."""


def has_org_line(document: Document) -> object:
    """Return whether a document has a heading or a setting as Org has them."""
    return _ORG_LINE.search(document.opening)


def is_markdown(document: Document) -> object:
    """Return whether a document has a heading and a link or bold words of Markdown."""
    return _HEADING.search(document.opening) and _LINK.search(document.opening)


def is_textile(document: Document) -> object:
    """Return whether a document has a heading of Textile."""
    return _TEXTILE.search(document.opening)


def is_bbcode(document: Document) -> object:
    """Return whether a document has marks of BBCode, as forums have them."""
    return _BBCODE.search(document.opening)


def is_wiki_text(document: Document) -> object:
    """Return whether a document is the source of a page in a wiki, by its headings and other marks."""
    return _WIKI_HEADING.search(document.opening) and _WIKI_MARK.search(document.opening)


def is_restructured_text(document: Document) -> object:
    """Return whether a document has directives or targets of reStructuredText at the beginnings of lines."""
    return _RST.search(document.opening)
