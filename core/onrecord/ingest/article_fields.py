"""What programs call the fields of an article, and an article from a record that has them.

A record is an object of JSON, a row of a table, or an entry of a bibliography. Names are compared without regard
to capitals, blanks and signs, so that ``date_published``, ``datePublished`` and “Date Published” are one.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.document import Document, IngestError, clean

_NAMES: dict[str, str] = {
    "title": (
        "title headline fulltitle resolvedtitle giventitle webtitle name bookmarktitle articletitle hed heading "
        "titre titel description"
    ),
    "text": (
        "text plaintext maintext contenttext bodytext textcontent articletext fulltext articlebody cleanedtext "
        "articlecontent newstext body content article story contenthtml html contents rawtext documenttext "
        "selftext"
    ),
    "source": (
        "source outlet publication publisher publicationtitle publicationname containertitle "
        "journalabbreviation sitename newspaper journal website media medium sectionname "
        "domain domainname hostname sourcedomain sourcename "
        "sourceurl site pubtitle"
    ),
    "author": (
        "author authors byline creator creators dccreator publishedby writer authorname bookauthor auteur autor"
    ),
    "published": (
        "date published publisheddate datepublished publishedat publishdate publishingdate publicationdate "
        "datepublish pubdate datetime datetimepub webpublicationdate issued dateissued created_utc publicationyear"
    ),
    "url": (
        "url link href uri resolvedurl givenurl canonicalurl originalurl externalurl permalink weburl articleurl "
        "pageurl articlelink documenturl address"
    ),
    "tags": "tags tag labels topics taglist documenttags manualtags",
    "language": "language lang inlanguage languagecode locale",
}
_SYNONYMS = {field: tuple(names.replace("_", "").split()) for field, names in _NAMES.items()}
"""Field of a draft → what programs call it, the surest first: fundus, newspaper4k, trafilatura, news-please,
NewsAPI, Event Registry, the Guardian, JSON Feed, cc_news, Prodigy, Wallabag, Omnivore, Pocket, Instapaper,
Raindrop, Pinboard, Readwise, Zotero, and people."""

_RANKS = {name: (field, rank) for field, names in _SYNONYMS.items() for rank, name in enumerate(names)}
"""What programs call a field → the field of a draft, and how sure the name is, 0 the surest."""

NO_TEXT = 'without a "text" to read'

_NESTED = ("meta", "metadata", "fields", "data", "article")
"""Where programs put the fields of an article that do not stand beside its text: Prodigy, the Guardian."""

_FACT_LINE = re.compile(r"^([A-Za-z][\w ]{1,30}):[ \t]+(\S.*)\n", re.MULTILINE)
_FACT_LINES = re.compile(r"\s*(?:[A-Za-z][\w ]{1,30}:[ \t]+\S.*\n){2,}\s*\n")
_SIGNS = re.compile(r"[\W_]+")
_MARKUP = re.compile(
    r"</?(?:p|div|br|a|b|i|em|strong|span|h[1-6]|ul|li|blockquote|img|figure|html|body)\b[^<>]*>", re.IGNORECASE
)


def columns_of(names: Iterable[str]) -> dict[str, str]:
    """Return the columns of a table that are known: field of a draft → name of the column."""
    column_by_key = {_key(name): name for name in reversed(list(names))}
    columns = {}
    for field, synonyms in _SYNONYMS.items():
        if column := next((column_by_key[name] for name in synonyms if name in column_by_key), None):
            columns[field] = column
    return columns


def facts_before(text: str) -> tuple[dict[str, Any], str]:
    """Return what lines before a text say of it (“Title: …”, “Author: …”), and the text below them.

    Nothing is said unless there are a title and another field: who speaks in an interview is named so, too.
    """
    lines = _FACT_LINES.match(text)
    facts = dict(_FACT_LINE.findall(lines[0])) if lines else {}
    columns = columns_of(facts)
    is_header = lines and "title" in columns and columns.keys() & {"author", "published", "source", "url"}
    return (facts, text[lines.end() :]) if lines and is_header else ({}, text)


def is_article(record: Mapping[str, Any]) -> bool:
    """Return whether a record is that of an article: it has a text, or a title with an address."""
    record_fields = _fields(record)
    return bool(field_text(record_fields.get("text"))) or {"title", "url"} <= record_fields.keys()


def articles_in(value: object, depth: int = 0) -> Iterator[dict[str, Any]]:
    """Yield the records of articles in a value of JSON, however deep they stand.

    Args:
        value: An article, a list of articles, or what holds them: an answer of a service, a tree of bookmarks.
        depth: How deep the value stands.
    """
    if isinstance(value, dict):
        if is_article(value) and not _holds_articles(value):
            yield value
        else:
            for part in value.values():
                if depth < _DEEPEST:
                    yield from articles_in(part, depth + 1)
    elif isinstance(value, list):
        for part in value:
            if depth < _DEEPEST and isinstance(part, (dict, list)):
                yield from articles_in(part, depth + 1)


_DEEPEST = 50
"""How deep bookmarks may stand in folders."""

_LISTS = ("items", "articles", "entries", "results", "children", "links", "list")


def _holds_articles(record: Mapping[str, Any]) -> bool:
    """Return whether a record that has a title and an address of its own is a list of articles, as a feed is."""
    return any(
        isinstance(part := record.get(name), (list, dict)) and next(articles_in(part, 1), None) is not None
        for name in _LISTS
    )


def draft_of(record: Mapping[str, Any], url: str = "") -> Draft:
    """Return the article that a record describes; its text is empty where the record has only an address.

    Args:
        record: The record.
        url: The address to use where the record has none.
    """
    record_fields = _fields(record)
    origin = record_fields.get("source")
    if "url" not in record_fields and isinstance(origin, str) and re.match(r"https?://[^/\s]+/\S", origin.strip()):
        record_fields["url"] = origin  # what Obsidian's clipper and MarkDownload call the source
    text = clean(field_text(record_fields.get("text")))
    return Draft(
        title=_plain(_name(record_fields.get("title"))) or (fields.title(text, "") if text else ""),
        text=text,
        source=clean(_source(record_fields.get("source"))),
        author=clean(_people(record_fields.get("author"))),
        published=fields.iso_date(_date(record_fields.get("published"))),
        url=clean(fields.words(record_fields.get("url"))) or url,
        tags=[clean(tag) for tag in fields.tags(_labels(_split_tags(record, record_fields.get("tags"))))],
        language=fields.language(_name(record_fields.get("language"))),
    )


def text_as_it_stands(record: Mapping[str, Any]) -> str:
    """Return the text of a record, in which offsets are its own; empty if it has none."""
    text = record.get("text")
    return text if isinstance(text, str) and text.strip() else draft_of(record).text


def readable(drafts: Iterable[Draft], document: Document) -> Iterator[Draft]:
    """Yield the drafts that have a text or an address, and tell once how many have neither.

    Args:
        drafts: What a list of articles holds.
        document: The list.
    """
    count = failures = 0
    for draft in drafts:
        count += 1
        if draft.text or draft.url:
            yield draft
        else:
            failures += 1
    if failures:
        reason = f"{failures:,} of its {count:,} entries have neither a text nor an address; leave them out"
        document.failed(IngestError(document.name, reason))


def field_text(value: object) -> str:
    """Return the text that a field holds: words, a list of paragraphs, HTML, or an object with one of these."""
    match value:
        case str():
            return _without_markup(value)
        case list():
            return "\n\n".join(filter(None, map(field_text, value)))
        case dict():
            return next(
                (
                    text
                    for name, part in value.items()
                    if _key(name) in _SYNONYMS["text"] and (text := field_text(part))
                ),
                field_text(value.get("value")) if "value" in value else "",
            )
        case _:
            return ""


def _without_markup(text: str) -> str:
    """Return the text of what may be HTML: two tags of a page are no accident."""
    if "<" in text and len(_MARKUP.findall(text)) > 1:
        from onrecord.ingest.html_text import html_text

        return html_text(text)
    return text


def _plain(value: object) -> str:
    """Return a value on one line, without HTML's names of letters and tags."""
    words = clean(fields.words(value))
    if "&" in words or "<" in words:
        import html

        words = fields.words(html.unescape(_MARKUP.sub("", words)))
    return words


def _fields(record: Mapping[str, Any]) -> dict[str, Any]:
    """Return the fields of a record that are known and not empty, by the names that a draft has for them."""
    parts = [record, *(part for name in _NESTED if isinstance(part := record.get(name), dict))]
    record_fields: dict[str, Any] = {}
    for part in parts:
        ranked: dict[str, tuple[int, Any]] = {}
        for name, value in part.items():
            field, rank = _RANKS.get(_key(name), ("", 0)) if isinstance(name, str) else ("", 0)
            is_surer = field and field not in record_fields and (field not in ranked or rank < ranked[field][0])
            if is_surer and _has_value(field, value):
                ranked[field] = (rank, value)
        record_fields |= {field: value for field, (_, value) in ranked.items()}
    return record_fields


def _has_value(field: str, value: object) -> bool:
    if field == "text":
        return bool(field_text(value).strip())
    if field == "url":
        return isinstance(value, str) and re.match(r"(https?://|www\.)", value.strip(), re.IGNORECASE) is not None
    return value not in (None, "", [], {})


@lru_cache(1000)
def _key(name: str) -> str:
    return _SIGNS.sub("", name).lower()


def _name(value: object) -> str:
    """Return the name that an object of JSON is called by, or the words that a value is."""
    if isinstance(value, dict):
        names = (
            value.get(name)
            for name in ("name", "title", "main", "original", "label", "literal", "text", "label_en", "slug")
        )
        family = [value.get("given"), value.get("firstName"), value.get("family"), value.get("lastName")]
        return next((fields.words(name) for name in names if name), fields.words(" ".join(filter(None, family))))
    return fields.words(value)


def _source(value: object) -> str:
    """Return the name of an outlet; of an address the name of its server."""
    from urllib.parse import urlsplit

    name = _name(value)
    if name.startswith(("http://", "https://")):
        return (urlsplit(name).hostname or "").removeprefix("www.")
    return name.removeprefix("www.") if re.fullmatch(r"www\.[\w.-]+", name) else name


def _people(value: object) -> str:
    names = [_name(each) for each in (value if isinstance(value, list) else [value])]
    return ", ".join(re.sub(r"^by\s+", "", name, flags=re.IGNORECASE) for name in names if name)


def _split_tags(record: Mapping[str, Any], tags: object) -> object:
    """Return tags as a list where Pinboard has written them in a row, with blanks between them."""
    return tags.split() if isinstance(tags, str) and {"href", "toread"} <= record.keys() else tags


def _labels(value: object) -> list[str] | str:
    """Return tags as a list of names; several in one value are parted as Pocket does, else by commas."""
    if isinstance(value, list):
        return [_name(label) for label in value]
    if isinstance(value, dict):  # Pocket's interface: name → facts
        return list(value)
    return re.sub(r"^\[|\]$|(?<![^\s,\[])['\"]|['\"](?![^\s,\]])", "", fields.words(value)).replace("|", ",")


def _date(value: object) -> object:
    """Return what a value tells of a day: the words in an object (Zotero, Pocket), else the value."""
    if isinstance(value, dict):
        parts = value.get("date-parts")
        if isinstance(parts, list) and parts and isinstance(parts[0], list):
            return "-".join(f"{int(part):02}" for part in parts[0] if str(part).isdigit())
        return value.get("raw") or value.get("literal") or value.get("$date") or ""
    return value[0] if isinstance(value, list) and value else value
