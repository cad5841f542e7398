"""Articles of Nexis, many in one text: each with outlet, day, title and fields, its text, and more fields."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.article_fields import readable
from onrecord.ingest.document import Document

_BORDER = re.compile(
    r"^[ \t]*(?:Document |Dokument )?\d+ (?:of|von|de) \d+ ?(?:DOCUMENTS?|DOKUMENTEN?)?[ \t]*$"
    r"|^End of Document[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_FIELD = re.compile(
    r"(BYLINE|SECTION|LENGTH|HIGHLIGHT|HEADLINE|DATELINE|DISTRIBUTION|SOURCE|SERIES):[ \t]*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_LAST_FIELD = re.compile(
    r"(?:LOAD-DATE|LANGUAGE|PUBLICATION-TYPE|JOURNAL-CODE|SUBJECT|GRAPHIC|DOCUMENT-TYPE|UPDATE|CORRECTION-DATE|"
    r"GEOGRAPHIC|COMPANY|PERSON|ORGANIZATION|TICKER|INDUSTRY|CLASSIFICATION|NOTES|TYPE|COUNTRY|CITY|STATE|PUB-TYPE|"
    r"ACC-NO|COPYRIGHT|ISSN)[ \t]*:|Copyright \d{4}|All Rights Reserved",
    re.IGNORECASE,
)
_LENGTH = re.compile(r"^(?:LENGTH|LOAD-DATE|BYLINE)[ \t]*:", re.IGNORECASE | re.MULTILINE)
"""What each article has; what stands before the first is about the search."""
_BODY = ("Body", "Text", "FULL TEXT", "BODY")
_HEAD_LINE = re.compile(
    r"\n(?=(?:BYLINE|SECTION|LENGTH|HIGHLIGHT|DATELINE):|Copyright \d{4}|(?-i:Body)[ \t]*$)",
    re.IGNORECASE | re.MULTILINE,
)
"""Lines of Nexis Uni that are a block each, whether or not an empty line stands before them."""
_CENTRED = re.compile(r"[ \t]{8,}\S")


def read(document: Document) -> Iterator[Draft]:
    """Yield the articles in their order.

    Raises:
        IngestError: It is no text.
    """
    pieces = _BORDER.split(document.text())
    drafts = (_draft(piece) for piece in pieces if _LENGTH.search(piece))
    yield from readable((draft for draft in drafts if draft.title or draft.text), document)


def _draft(piece: str) -> Draft:
    piece = _HEAD_LINE.sub("\n\n", piece)
    blocks = [block.strip("\n") for block in re.split(r"\n[ \t]*\n", piece) if block.strip()]
    if _day((lines := blocks[0].split("\n"))[-1]) and len(lines) > 2 and not _CENTRED.match(blocks[0]):
        blocks[:1] = lines  # headline, outlet and day of Nexis Uni
    begin = _begin_of_text(blocks)
    ends = (index for index in range(begin, len(blocks)) if _LAST_FIELD.match(blocks[index].lstrip()))
    head = [block for block in blocks[:begin] if not _LAST_FIELD.match(block.lstrip())]
    facts = {field[1].upper(): fields.words(field[2]) for block in head if (field := _FIELD.match(block.strip()))}
    others = [block for block in head if not _FIELD.match(block.strip()) and block.strip() not in _BODY]
    centred = [line for block in others if _CENTRED.match(block) for line in block.splitlines()]
    titles = [block for block in others if not _CENTRED.match(block)]
    if not centred:  # in Nexis Uni outlet and day are lines as others, behind the title
        titles, centred = titles[-3:-2] or titles[:1], titles[-2:]
    lines = [fields.words(line) for line in centred]
    day = next((line for line in lines if _day(line)), "")
    return Draft(
        title=facts.get("HEADLINE") or fields.words(titles[:1]),
        text="\n\n".join(blocks[begin : next(ends, len(blocks))]),
        source=next((line for line in lines if line != day), ""),
        author=re.sub(r"^by\s+", "", facts.get("BYLINE", ""), flags=re.IGNORECASE),
        published=_day(day),
    )


def _begin_of_text(blocks: list[str]) -> int:
    """Return the index of the first block of the text: that behind “Body”, or else behind the last field."""
    for index, block in enumerate(blocks):
        if block.strip() in _BODY:
            return index + 1
    return 1 + max((index for index, block in enumerate(blocks) if _FIELD.match(block.strip())), default=2)


def _day(line: str) -> str:
    """Return the day that a line names, as an ISO date; empty for any other line."""
    if not re.search(r"\d{4}", line) or len(line) > 60:
        return ""
    return fields.iso_date(
        re.sub(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*", "", line, flags=re.IGNORECASE)
    )
