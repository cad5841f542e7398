"""Articles of Europresse and Factiva saved as HTML, many in one page."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.article_fields import readable
from onrecord.ingest.document import Document, IngestError, clean
from onrecord.ingest.html_text import tree_text

_ARTICLES = (
    "//article[.//*[contains(@class, 'titreArticle') or contains(@class, 'rdp__')]]",
    "//div[contains(concat(' ', @class, ' '), ' article ')]",
)
_PARTS = {
    "title": (
        "titreArticle",
        "rdp__articletitle",
        "enHeadline",
        "deHeadline",
        "frHeadline",
        "esHeadline",
        "Headline",
    ),
    "source": ("DocPublicationName", "rdp__DocPublicationName"),
    "day": ("DocHeader",),
    "author": ("sm-margin-bottomNews", "docAuthors", "author"),
    "text": ("docOcurrContainer", "DocText", "articleParagraph"),
}
"""What a draft has → the classes of the elements that hold it, the surest first."""


def read(document: Document) -> Iterator[Draft]:
    """Yield the articles in their order.

    Raises:
        IngestError: It is no text, or has no article.
    """
    from lxml import html

    page = html.document_fromstring(document.text().encode(), parser=html.HTMLParser(encoding="utf-8"))
    articles: list[Any] = next((elements for path in _ARTICLES if (elements := page.xpath(path))), [])
    if not articles:
        raise IngestError(document.name, "no article can be found in it; save its articles as text and add that")
    yield from readable(map(_draft, articles), document)


def _draft(article: Any) -> Draft:
    lines = [fields.words(div.text_content()) for div in article.iterchildren("div")]
    day = _part(article, "day") or next((line for line in lines if len(line) < 60 and fields.iso_date(line)), "")
    after_day = lines[lines.index(day) + 1 :] if day in lines else []
    others = [line for line in after_day if line and not line[0].isdigit()]
    return Draft(
        title=fields.words(_part(article, "title")),
        text=clean(_part(article, "text", whole=True)),
        source=fields.words(_part(article, "source")) or next(iter(others), ""),
        author=fields.words(_part(article, "author")),
        published=fields.iso_date(day) or _day_in(day),
    )


def _part(article: Any, name: str, *, whole: bool = False) -> str:
    """Return the text of the first kind of element that is there: of the first of them, or of all (``whole``)."""
    for part_class in _PARTS[name]:
        elements = article.xpath(f".//*[contains(@class, '{part_class}')]")
        outer = [
            element for element in elements if not any(parent in elements for parent in element.iterancestors())
        ]
        if outer:
            return "\n\n".join(tree_text(element) for element in (outer if whole else outer[:1]))
    return ""


def _day_in(header: str) -> str:
    """Return the day in a line with other facts, which Europresse parts by commas and bars."""
    import re

    day = re.search(r"\d{1,2}\.? \w+ \d{4}|\w+ \d{1,2}, \d{4}", header)
    return fields.iso_date(day[0]) if day else ""
