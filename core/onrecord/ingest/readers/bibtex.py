"""Bibliographies in BibTeX and BibLaTeX: addresses of articles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from onrecord.base.records import Draft
from onrecord.ingest.article_fields import draft_of, readable
from onrecord.ingest.document import Document

_ADDRESS = re.compile(r"https?://[^\s{}]+")


def read(document: Document) -> Iterator[Draft]:
    """Yield the entries that have an address.

    Raises:
        IngestError: It is no text.
    """
    from bibtexparser.entrypoint import parse_string
    from bibtexparser.middlewares import LatexDecodingMiddleware

    library = parse_string(document.text(), append_middleware=[LatexDecodingMiddleware()])
    yield from readable((_draft(entry.fields_dict) for entry in library.entries), document)


def _draft(entry_fields: dict[str, Any]) -> Draft:
    values = {
        name.lower(): str(field.value).replace("{", "").replace("}", "") for name, field in entry_fields.items()
    }
    address = _ADDRESS.search(f"{values.get('url', '')} {values.get('howpublished', '')}")
    doi = values.get("doi", "")
    authors = [
        " ".join(reversed(name.split(", ", 1))) for name in re.split(r"\s+and\s+", values.get("author", ""))
    ]
    names = ("journal", "journaltitle", "publisher", "organization")
    return draft_of(
        {
            "title": values.get("title", ""),
            "source": next((values[name] for name in names if name in values), ""),
            "author": authors,
            "date": values.get("date") or " ".join(values.get(name, "") for name in ("year", "month", "day")),
            "url": address[0] if address else f"https://doi.org/{doi}" if doi else "",
            "tags": values.get("keywords", ""),
        }
    )
