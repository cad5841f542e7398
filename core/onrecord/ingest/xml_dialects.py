"""Kinds of XML in which articles are written, and where each has title, authors, day and text.

Paths are XPath, with names without their namespaces. Of several paths the first that leads to words counts.
"""

from __future__ import annotations

from typing import NamedTuple

Paths = tuple[str, ...]


class Dialect(NamedTuple):
    """A kind of XML.

    Args:
        roots: The names of its outermost element.
        articles: What leads from there to its articles; the outermost element is the only one where it is empty.
        titles: Lead from an article to its title.
        authors: Lead to the names of authors, all of whom count.
        dates: Lead to its day.
        sources: Lead to the name of its outlet.
        bodies: Lead to the elements that hold its text; those of the first that leads to one.
        left_out: Names of elements in the text that are not read.
    """

    roots: frozenset[str]
    titles: Paths
    authors: Paths
    dates: Paths
    sources: Paths
    bodies: Paths
    left_out: frozenset[str]
    articles: str = ""


NITF = Dialect(
    roots=frozenset({"nitf"}),
    titles=("body/body.head/hedline/hl1", "head/title"),
    authors=("body/body.head/byline/person", "body/body.head/byline"),
    dates=(
        "head/docdata/date.issue/@norm", "head/pubdata/@date.publication",
        "body/body.head/dateline/story.date/@norm", "head/docdata/date.release/@norm",
    ),
    sources=("head/pubdata/@name", "body/body.head/distributor", "head/docdata/doc.copyright/@holder"),
    bodies=("body/body.content",),
    left_out=frozenset({"media", "fn", "object", "tagline"}),
)  # fmt: skip
"""https://iptc.org/standards/nitf/"""

NEWSML_G2 = Dialect(
    roots=frozenset({"newsMessage", "newsItem"}),
    articles="descendant-or-self::newsItem[.//inlineXML or .//inlineData]",
    titles=("contentMeta/headline", "itemMeta/title", ".//inlineXML//hl1", ".//inlineXML//head/title"),
    authors=("contentMeta/creator/name", "contentMeta/by", "contentMeta/creator/@literal"),
    dates=("contentMeta/contentCreated", "itemMeta/firstCreated", "itemMeta/versionCreated"),
    sources=("contentMeta/infoSource/name", "itemMeta/provider/name", "itemMeta/provider/@literal"),
    bodies=(".//inlineXML//body.content", ".//inlineXML//body", ".//inlineXML", ".//inlineData"),
    left_out=frozenset({"head", "media", "figure", "script", "style"}),
)
"""https://iptc.org/standards/newsml-g2/"""

NEWSML = Dialect(
    roots=frozenset({"NewsML"}),
    articles="NewsItem[.//DataContent]",
    titles=(".//NewsLines/HeadLine", ".//hedline/hl1"),
    authors=(".//NewsLines/ByLine", ".//byline/person", ".//byline"),
    dates=("NewsManagement/FirstCreated", "Identification/NewsIdentifier/DateId"),
    sources=(".//AdministrativeMetadata/Source/Party/@FormalName", "Identification/NewsIdentifier/ProviderId"),
    bodies=(".//DataContent//body.content", ".//DataContent//body", ".//DataContent"),
    left_out=frozenset({"head", "media", "hedline", "byline"}),
)
"""NewsML 1, as agencies still send it: https://iptc.org/standards/newsml-1/"""

JATS = Dialect(
    roots=frozenset({"article"}),
    titles=("front//title-group/article-title",),
    authors=(
        "front//contrib[not(@contrib-type) or @contrib-type='author']"
        "//*[self::name or self::string-name or self::collab]",
    ),
    dates=("front//pub-date[day]", "front//pub-date/@iso-8601-date"),
    sources=("front//journal-title", "front//publisher-name"),
    bodies=("front//abstract[not(@abstract-type)] | body",),
    left_out=frozenset({
        "table-wrap", "fig", "fig-group", "fn", "disp-formula", "supplementary-material", "media", "label",
        "object-id",
    }),
)  # fmt: skip
"""https://jats.nlm.nih.gov/"""

_DOCBOOK_FACTS = "*[self::info or self::articleinfo or self::bookinfo or self::chapterinfo]"
DOCBOOK = Dialect(
    roots=frozenset({"article", "book", "chapter"}),
    titles=(f"{_DOCBOOK_FACTS}/title", "title"),
    authors=(f"{_DOCBOOK_FACTS}//author",),
    dates=(f"{_DOCBOOK_FACTS}/pubdate", f"{_DOCBOOK_FACTS}/date"),
    sources=(f"{_DOCBOOK_FACTS}//publishername", f"{_DOCBOOK_FACTS}//orgname"),
    bodies=(".",),
    left_out=frozenset({
        "info", "articleinfo", "bookinfo", "chapterinfo", "sectioninfo", "footnote", "indexterm", "index", "toc",
        "mediaobject", "inlinemediaobject", "bibliography",
    }),
)  # fmt: skip
"""https://docbook.org/"""

TEI = Dialect(
    roots=frozenset({"TEI", "TEI.2", "teiCorpus"}),
    articles="descendant-or-self::*[self::TEI or self::TEI.2]",
    titles=("teiHeader/fileDesc/titleStmt/title", ".//text//head"),
    authors=("teiHeader/fileDesc/titleStmt/author", "teiHeader//sourceDesc//author"),
    dates=(
        "teiHeader//sourceDesc//date/@when", "teiHeader//publicationStmt//date/@when",
        "teiHeader//sourceDesc//date", "teiHeader//publicationStmt//date",
    ),
    sources=(
        "teiHeader//sourceDesc//title[@level='j']", "teiHeader//sourceDesc//publisher",
        "teiHeader//publicationStmt/publisher",
    ),
    bodies=("text//body",),
    left_out=frozenset({"note", "fw", "figure", "sic", "orig", "abbr", "teiHeader", "del", "app"}),
)  # fmt: skip
"""https://tei-c.org/"""

_DIALECTS = (NITF, NEWSML_G2, NEWSML, TEI)


def dialect_of(root: str, opening: bytes) -> Dialect | None:
    """Return the kind of XML that a file is; None where it is none of these.

    Args:
        root: The name of its outermost element, without its prefix, in small letters.
        opening: Its first bytes: DocBook and JATS share names with HTML, and say what they are.
    """
    if root == "article" and (b"<article-meta" in opening or b"//nlm//" in opening.lower()):
        return JATS
    if root in DOCBOOK.roots and b"docbook" in opening.lower():
        return DOCBOOK
    return next((dialect for dialect in _DIALECTS if root in map(str.lower, dialect.roots)), None)
