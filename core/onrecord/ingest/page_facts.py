"""What a page of the web says of its article beside the text: headline, authors and day, for programs (JSON-LD).

https://schema.org/Article
"""

from __future__ import annotations

import html
import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from onrecord.ingest import fields

_ARTICLE_TYPES = ("Article", "BlogPosting", "Report", "LiveBlogPosting", "ReviewNewsArticle", "NewsArticle")


class PageFacts(NamedTuple):
    """What is said of the article; empty where nothing is.

    ``headline`` is what programs are given, ``main_headings`` are those that readers see, ``lower_headings`` those
    below them, ``window_title`` is what browsers show above the page, ``social_title`` what social networks show,
    ``publisher`` the name of its outlet, ``published`` an ISO date.
    """

    headline: str = ""
    main_headings: tuple[str, ...] = ()
    lower_headings: tuple[str, ...] = ()
    window_title: str = ""
    social_title: str = ""
    descriptions: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    published: str = ""
    publisher: str = ""

    @property
    def headings(self) -> tuple[str, ...]:
        """The headline for programs, and the main headings of the page."""
        return tuple(filter(None, [self.headline, *self.main_headings]))


def page_facts(page: Any) -> PageFacts:
    """Return what a page, as lxml reads it, says of its article."""
    facts = PageFacts(
        main_headings=_headings(page, "h1"),
        lower_headings=_headings(page, "h2", "h3"),
        window_title=next((fields.words(title.text_content()) for title in page.iter("title")), ""),
        social_title=next(_social_titles(page), ""),
        descriptions=tuple(_descriptions(page)),
        authors=_inverted_authors(page),
    )
    article = next(_articles(page), None)
    if article is None:
        return facts
    day = article.get("datePublished")
    return facts._replace(
        headline=_plain(article.get("headline") or article.get("name")),
        descriptions=tuple(filter(None, [*facts.descriptions, _plain(article.get("description"))])),
        authors=tuple(_names(article.get("author"))) or facts.authors,
        published=fields.iso_date(day) if isinstance(day, str) and day[:4].isdigit() else "",
        publisher=next(_names(article.get("publisher")), ""),
    )


def _headings(page: Any, *elements: str) -> tuple[str, ...]:
    """Return the words of headings, in the order of the page."""
    return tuple(filter(None, (fields.words(heading.text_content()) for heading in page.iter(*elements))))


def _social_titles(page: Any) -> Iterator[str]:
    """Yield what a page wants to be called by social networks: https://ogp.me."""
    for meta in page.iter("meta"):
        if meta.get("property") == "og:title" and (title := fields.words(meta.get("content"))):
            yield title


def _descriptions(page: Any) -> Iterator[str]:
    """Yield what a page says of itself in a sentence or two, for search engines and social networks."""
    for meta in page.iter("meta"):
        if (meta.get("name") or meta.get("property") or "").lower().endswith("description") and meta.get(
            "content"
        ):
            yield fields.words(meta.get("content"))


def _plain(value: object) -> str:
    """Return words of JSON-LD on one line; many pages write them as HTML."""
    return fields.words(html.unescape(value)) if isinstance(value, str) else ""


def _inverted_authors(page: Any) -> tuple[str, ...]:
    """Return the authors that a page names as libraries do, surname first, each in an element of its own."""
    names = [
        fields.words(meta.get("content"))
        for meta in page.iter("meta")
        if (meta.get("name") or "").lower() in ("dc.creator", "citation_author", "dcterms.creator")
    ]
    return tuple(map(fields.spoken_name, names)) if all(name.count(", ") == 1 for name in names) else ()


def _articles(page: Any) -> Iterator[dict[str, Any]]:
    """Yield the articles that a page describes."""
    for script in page.iter("script"):
        if "ld+json" in (script.get("type") or ""):
            try:
                yield from _articles_in(json.loads(script.text_content(), strict=False))
            except (ValueError, RecursionError):
                continue  # many pages have mistakes there


def _articles_in(value: object) -> Iterator[dict[str, Any]]:
    if isinstance(value, list):
        for part in value:
            yield from _articles_in(part)
    elif isinstance(value, dict):
        types = value.get("@type")
        if any(str(each).endswith(_ARTICLE_TYPES) for each in (types if isinstance(types, list) else [types])):
            yield value
        yield from _articles_in(value.get("@graph"))


def _names(value: object) -> Iterator[str]:
    """Yield the names of people or organisations."""
    for each in value if isinstance(value, list) else [value]:
        name = each.get("name") if isinstance(each, dict) else each
        if isinstance(name, list):
            yield from _names(name)
        elif isinstance(name, str) and name.strip() and "://" not in name:
            yield _plain(name)
