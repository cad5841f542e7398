"""Web pages, from a file or fetched: the article that trafilatura finds in them."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from onrecord.base.records import Draft
from onrecord.ingest import fields, page_stubs
from onrecord.ingest.boilerplate import without_boilerplate
from onrecord.ingest.document import Document, IngestError, clean
from onrecord.ingest.html_text import html_text, mark_quotations, tree_text
from onrecord.ingest.page_chunks import join_chunks
from onrecord.ingest.page_facts import PageFacts, page_facts
from onrecord.ingest.page_furniture import remove_furniture
from onrecord.ingest.page_title import title_of
from onrecord.ingest.stand_first import stand_first

_CHARSET = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?([\w.:-]+)|<\?xml[^>]+encoding=[\"']([\w.:-]+)", re.IGNORECASE
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)|Page saved with SingleFile\s+url:\s*(\S+)")
"""Where browsers, and SingleFile, say that a page was saved from."""
_LANGUAGE = re.compile(r"<html\b[^>]*?\slang\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_HEAD = 10_000


def declared_encoding(head: bytes) -> str:
    """Return the encoding that the first bytes of a page declare; empty for none."""
    declared = _CHARSET.search(head)
    return (declared[1] or declared[2]).decode("ascii", "replace") if declared else ""


def read(document: Document) -> Iterator[Draft]:
    """Yield the one article in a page.

    Raises:
        IngestError: It is no text, or no article can be found in it.
    """
    document.encoding = document.encoding or declared_encoding(document.head)
    yield article(document.text(), document, document.url)


def article_text(page: str) -> str:
    """Return the text of the article in a page; empty if none can be found."""
    return _extract(page_tree(page), "").text


def article(page: str, document: Document, url: str) -> Draft:
    """Return the article in a page.

    Args:
        page: The HTML.
        document: What it was read from.
        url: Where it comes from; empty where that is not known.

    Raises:
        IngestError: No article can be found in it, and the reason if one can be told.
    """
    if not url and (saved := _SAVED_FROM.search(page[:_HEAD])):
        url = saved[1] or saved[2]
    tree = page_tree(page)
    facts = page_facts(tree)
    remove_furniture(tree)
    extract = _extract(tree, url)
    if join_chunks(tree, extract.text):
        extract = _extract(tree, url)
    text = clean(html_text(page)) if _is_part(page) else extract.text
    page_stubs.refuse(page, extract.title, text, document.name)
    if not text.strip():
        reason = "no article can be found in this page; save its text as a .txt file and add that"
        raise IngestError(document.name, reason)
    url = extract.url or url
    site = extract.site or facts.publisher
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    headline = title_of(extract.title, facts, (site, host))
    for heading in (headline, *facts.headings):
        text = fields.without_headline(text, heading)
    paragraphs = filter(None, (stand_first(tree, text, facts), without_boilerplate(text)))
    return Draft(
        title=headline or fields.title(text, document.stem),
        text="\n\n".join(paragraphs),
        source=site or host,
        author=_authors(extract.author, facts, (site, host, facts.publisher)),
        published=facts.published or extract.published,
        url=url,
        language=fields.language(declared[1]) if (declared := _LANGUAGE.search(page[:_HEAD])) else "",
    )


def page_tree(page: str) -> Any:
    """Return the tree of a page, without what trafilatura would take for the end of a paragraph: remarks."""
    from lxml import html

    parser = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(page.encode(), parser=parser)
    mark_quotations(tree)
    return tree


class _Extract(NamedTuple):
    """What trafilatura finds in a page; ``published`` is an ISO date, ``site`` the name of the outlet."""

    text: str = ""
    title: str = ""
    author: str = ""
    published: str = ""
    site: str = ""
    url: str = ""


def _extract(tree: Any, url: str) -> _Extract:
    """Return what trafilatura finds in a page; the tree stays as it is."""
    from trafilatura import bare_extraction

    article: Any = bare_extraction(
        copy.deepcopy(tree), url=url or None, with_metadata=True, include_comments=False, include_formatting=True
    )
    if article is None:
        return _Extract()
    return _Extract(
        text=clean(tree_text(article.body, frozenset({"graphic"}))),
        title=fields.words(article.title),
        author=fields.words(article.author),
        published=fields.iso_date(article.date),
        site=fields.words(article.sitename),
        url=fields.words(article.url),
    )


def _is_part(page: str) -> bool:
    """Return whether HTML is but a part of a page: paragraphs without anything around them."""
    return re.search(r"<(?:html|body|head)\b", page[:_HEAD], re.IGNORECASE) is None


def _authors(extracted_names: str, facts: PageFacts, names: tuple[str, ...]) -> str:
    """Return the names of the authors, each once, without those of the site and those that addresses have."""
    site_keys = {fields.letters(name) for name in names if name}
    candidates = facts.authors or tuple(name.strip() for name in extracted_names.split(";"))
    authors: dict[str, str] = {}
    for name in candidates:
        for part in re.split(r"\s*;\s*|,\s+(?:and\s+)?|\s+and\s+", name):
            if part and not re.match(r"www[ .]", part, re.IGNORECASE):
                authors.setdefault(fields.letters(part), part)
    others = [name for key, name in authors.items() if key not in site_keys]
    return ", ".join(others or authors.values())
