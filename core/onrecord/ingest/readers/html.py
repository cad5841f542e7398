"""Web pages, from a file or fetched: the article that trafilatura finds in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import urlsplit

from onrecord.base.records import Draft
from onrecord.ingest import fields, page_stubs
from onrecord.ingest.boilerplate import without_boilerplate
from onrecord.ingest.document import Document, IngestError, clean
from onrecord.ingest.html_text import html_text, tree_text
from onrecord.ingest.page_facts import PageFacts, page_facts

_CHARSET = re.compile(
    rb"<meta[^>]+charset\s*=\s*[\"']?([\w.:-]+)|<\?xml[^>]+encoding=[\"']([\w.:-]+)", re.IGNORECASE
)
_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d+\)(\S+)|Page saved with SingleFile\s+url:\s*(\S+)")
"""Where browsers, and SingleFile, say that a page was saved from."""
_LANGUAGE = re.compile(r"<html\b[^>]*?\slang\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_HEAD = 10_000
_SEPARATOR = re.compile(r"\s+[|–—·•»:-]+\s+|\s*[|»]\s*")
_ONE_WORD = 8
"""Letters that a name of a site may have more or less."""
_STRAIGHT = str.maketrans("‘’“”", "''\"\"")
_SIGNS = re.compile(r"[\W_]+")


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
    extracted = _extract(page, "")
    return tree_text(extracted.body, frozenset({"graphic"})) if extracted is not None else ""


def article(page: str, document: Document, url: str) -> Draft:
    """Return the article in a page.

    Args:
        page: The HTML.
        document: What it was read from.
        url: Where it comes from; empty where that is not known.

    Raises:
        IngestError: No article can be found in it, and the reason if one can be told.
    """
    from lxml import html

    if not url and (saved := _SAVED_FROM.search(page[:_HEAD])):
        url = saved[1] or saved[2]
    extracted = _extract(page, url)
    text = clean(tree_text(extracted.body, frozenset({"graphic"}))) if extracted is not None else ""
    title = fields.words(extracted.title) if extracted is not None else ""
    if _is_part(page):
        text = clean(html_text(page))
    page_stubs.refuse(page, title, text, document.name)
    if not text.strip():
        reason = "no article can be found in this page; save its text as a .txt file and add that"
        raise IngestError(document.name, reason)
    facts = page_facts(html.document_fromstring(page.encode(), parser=html.HTMLParser(encoding="utf-8")))
    url = (fields.words(extracted.url) if extracted is not None else "") or url
    site = (fields.words(extracted.sitename) if extracted is not None else "") or facts.publisher
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    author = fields.words(extracted.author) if extracted is not None else ""
    day = fields.iso_date(extracted.date) if extracted is not None else ""
    headline = _headline(title, facts, (site, host))
    return Draft(
        title=headline or fields.title(text, document.stem),
        text=without_boilerplate(fields.without_headline(text, headline)),
        source=site or host,
        author=_authors(author, facts, (site, host, facts.publisher)),
        published=facts.published or day,
        url=url,
        language=fields.language(given[1]) if (given := _LANGUAGE.search(page[:_HEAD])) else "",
    )


def _extract(page: str, url: str) -> Any:
    """Return what trafilatura finds, or None."""
    from trafilatura import bare_extraction

    return bare_extraction(
        page, url=url or None, with_metadata=True, include_comments=False, include_formatting=True
    )


def _is_part(page: str) -> bool:
    """Whether HTML is but a part of a page: paragraphs without anything around them."""
    return re.search(r"<(?:html|body|head)\b", page[:_HEAD], re.IGNORECASE) is None


def _key(words: str) -> str:
    return _SIGNS.sub("", words).casefold()


def _headline(title: str, facts: PageFacts, names: tuple[str, ...]) -> str:
    """Return the title without the name of the site, which pages put before or behind it.

    Args:
        title: The title as trafilatura finds it.
        facts: What the page says of its article.
        names: What the site is called: its name and its server.
    """
    if not title or _is_site(title, names):
        return next(iter(facts.headings), title)
    for whole_title in (title, facts.window_title) if "|" in title else (title,):
        for heading in facts.headings:  # “Headline - Section | Site”
            if len(heading.split()) > 3 and heading.translate(_STRAIGHT) in whole_title.translate(_STRAIGHT):
                return heading
    separators = list(_SEPARATOR.finditer(title))
    if separators and _is_site(title[separators[-1].end() :], names):
        return title[: separators[-1].start()].strip()
    if separators and _is_site(title[: separators[0].start()], names):
        return title[separators[0].end() :].strip()
    return title


def _is_site(words: str, names: Iterable[str]) -> bool:
    """Whether words name the site, as it or its server is called, or with a word more or less (“Post News”)."""
    key = _key(words)
    keys = {_key(name) for name in names} | {_key(name.rpartition(".")[0]) for name in names}
    return bool(key) and any(
        key == name
        or (
            min(len(key), len(name)) > 3
            and abs(len(key) - len(name)) <= _ONE_WORD
            and (key.startswith(name) or name.startswith(key))
        )
        for name in keys
    )


def _authors(found: str, facts: PageFacts, names: tuple[str, ...]) -> str:
    """Return the names of the authors, each once, without those of the site and those that addresses have."""
    site_keys = {_key(name) for name in names if name}
    candidates = facts.authors or tuple(name.strip() for name in found.split(";"))
    authors: dict[str, str] = {}
    for name in candidates:
        for part in re.split(r"\s*;\s*|,\s+(?:and\s+)?|\s+and\s+", name):
            if part and not re.match(r"www[ .]", part, re.IGNORECASE):
                authors.setdefault(_key(part), part)
    others = [name for key, name in authors.items() if key not in site_keys]
    return ", ".join(others or authors.values())
