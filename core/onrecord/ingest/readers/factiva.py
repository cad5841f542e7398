"""Articles of Factiva as text, many in one file: with fields (HD, BY, PD, SN, TD), or as lines in their order."""

from __future__ import annotations

import re
from collections.abc import Iterator

from onrecord.base.records import Draft
from onrecord.ingest import fields
from onrecord.ingest.article_fields import readable
from onrecord.ingest.document import Document

_BORDER = re.compile(r"^(?:Document|Dokument) [A-Z][A-Z0-9]{5,}\w+[ \t]*$", re.MULTILINE)
_CODES = "SE HD BY CR WC PD ET SN SC ED PG VOL LA CY LP TD CT RF CO IN NS RE PUB IPC IPD AN ART CLM"
_FIELD = re.compile(rf"^({'|'.join(_CODES.split())})(?:[ \t]+(?=\S)|[ \t]*\n)", re.MULTILINE)
_LENGTH = re.compile(r"^[\d,.]+ (?:words|Wörter|mots|palabras)$", re.MULTILINE)
_RIGHTS = re.compile(r"^(?:\(c\)|©|Copyright)", re.IGNORECASE)


def read(document: Document) -> Iterator[Draft]:
    """Yield the articles in their order.

    Raises:
        IngestError: It is no text.
    """
    pieces = [piece for piece in _BORDER.split(document.text()) if len(piece.split()) > 20]
    drafts = (_of_fields(piece) if len(_FIELD.findall(piece)) > 3 else _of_lines(piece) for piece in pieces)
    yield from readable((draft for draft in drafts if draft.title or draft.text), document)


def _of_fields(piece: str) -> Draft:
    parts = _FIELD.split(piece)
    facts = dict(zip(reversed(parts[1::2]), reversed(parts[2::2]), strict=True))  # the first of a name counts
    return Draft(
        title=fields.words(facts.get("HD")),
        text="\n\n".join(filter(None, (facts.get(code, "").strip() for code in ("LP", "TD")))),
        source=fields.words(facts.get("SN")),
        author=_byline(facts.get("BY", "")),
        published=fields.iso_date(fields.words(facts.get("PD"))),
    )


def _of_lines(piece: str) -> Draft:
    """Return an article without codes: title, author, number of words, day, outlet …, rights, then the text."""
    length = _LENGTH.search(piece)
    if not length:
        return Draft(title="", text="")
    head = [line.strip() for line in piece[: length.start()].splitlines() if line.strip()]
    lines = piece[length.end() :].strip().splitlines()
    begin = next((index for index, line in enumerate(lines[:14]) if _RIGHTS.match(line.strip())), 3) + 1
    facts = [line.strip() for line in lines[:begin] if line.strip()]
    day = next((line for line in facts if fields.iso_date(line)), "")
    others = [line for line in facts if line != day and not re.fullmatch(r"\d\d?:\d\d", line)]
    is_signed = len(head) > 1 and (head[-1].lower().startswith("by ") or len(head[-1].split()) < 5)
    return Draft(
        title=" ".join(head[:-1] if is_signed else head),
        text="\n".join(lines[begin:]).strip(),
        source=others[0] if others else "",
        author=_byline(head[-1]) if is_signed else "",
        published=fields.iso_date(day),
    )


def _byline(line: str) -> str:
    return re.sub(r"^(?:by|von|par)\s+", "", fields.words(line), flags=re.IGNORECASE)
