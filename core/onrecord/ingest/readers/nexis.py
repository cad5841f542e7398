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
_CENTRED = re.compile(r"[ \t]{8,}\S")


def read(document: Document) -> Iterator[Draft]:
    """Yield the articles in their order.

    Raises:
        IngestError: It is no text.
    """
    pieces = _BORDER.split(document.text())
    drafts = (_draft(piece) for piece in pieces if _FIELD.search(piece) or _LAST_FIELD.search(piece))
    yield from readable((draft for draft in drafts if draft.title or draft.text), document)


def _draft(piece: str) -> Draft:
    blocks = [block for block in re.split(r"\n[ \t]*\n", piece) if block.strip()]
    end = next(
        (index for index, block in enumerate(blocks) if index and _LAST_FIELD.match(block.lstrip())), len(blocks)
    )
    while end < len(blocks) and "".join(blocks[:end]).strip() == "":
        end += 1
    if end <= 3 and any(_FIELD.match(block.strip()) for block in blocks[end:]):  # a copyright line at the head
        later = (index for index in range(end + 1, len(blocks)) if _LAST_FIELD.match(blocks[index].lstrip()))
        blocks.pop(end)
        end = next(later, len(blocks) + 1) - 1
    head, body = _parted(blocks[:end])
    known = {field[1].upper(): fields.words(field[2]) for block in head if (field := _FIELD.match(block.strip()))}
    others = [block for block in head if not _FIELD.match(block.strip())]
    lines = [fields.words(line) for block in others if _CENTRED.match(block) for line in block.splitlines()]
    titles = [fields.words(block) for block in others if not _CENTRED.match(block)]
    if not lines:  # Nexis Uni: title, outlet and day are lines of one kind
        lines, titles = [line for block in titles[1:] for line in [block]], titles[:1]
    day = next((line for line in lines if _day(line)), "")
    return Draft(
        title=known.get("HEADLINE") or " ".join(titles[:1]),
        text="\n\n".join(body),
        source=next((line for line in lines if line != day), ""),
        author=re.sub(r"^by\s+", "", known.get("BYLINE", ""), flags=re.IGNORECASE),
        published=_day(day),
    )


def _parted(blocks: list[str]) -> tuple[list[str], list[str]]:
    """Return the blocks before the text, and those of the text, which begins behind the last field or “Body”."""
    for index, block in enumerate(blocks):
        first, _, rest = block.strip().partition("\n")
        if first.strip() in ("Body", "Text", "FULL TEXT"):
            return blocks[:index], [rest, *blocks[index + 1 :]] if rest else blocks[index + 1 :]
    last = max((index for index, block in enumerate(blocks) if _FIELD.match(block.strip())), default=2)
    return blocks[: last + 1], blocks[last + 1 :]


def _day(line: str) -> str:
    """Return the day that a line names, as an ISO date; empty for any other line."""
    if not re.search(r"\d{4}", line) or len(line) > 60:
        return ""
    return fields.iso_date(
        re.sub(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b.*", "", line, flags=re.IGNORECASE)
    )
