"""Files of other programs for the tests, made here: their texts are ours."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

from onrecord import ingest
from onrecord.base.records import Draft
from onrecord.ingest import IngestError

PARAGRAPHS = (
    "The harbour of Torvik opened again on Friday after three weeks, and the first two ships came in at noon.",
    "“We are glad – at last,” said Maria Jansen, who leads the union of the dockers and speaks for their families.",
    "The minister called it a good day for the town, and promised that nobody would lose their work this year.",
)
TEXT = "\n\n".join(PARAGRAPHS)


def read_all(path: Path) -> tuple[list[Draft], list[IngestError], list[Draft]]:
    """Return the articles of a file, what could not be read, and the articles that have to be fetched."""
    failures: list[IngestError] = []
    addresses: list[Draft] = []
    drafts = list(ingest.read(path, failed=failures.append, on_addresses=addresses.extend))
    return drafts, failures, addresses


def read_one(path: Path) -> Draft:
    """Return the one article of a file that can be read as a whole."""
    [draft] = ingest.read(path)
    return without_language(draft)


def without_language(draft: Draft) -> Draft:
    """Return an article without the language that was found for it, which has tests of its own."""
    draft.language = ""
    return draft


def write(path: Path, content: str | bytes) -> Path:
    """Write a file and return its path."""
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def zip_of(members: dict[str, str | bytes]) -> bytes:
    """Return a ZIP archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def page(title: str = "Harbour opens again", body: str = "", head: str = "") -> str:
    """Return a page of the web with an article."""
    paragraphs = body or "".join(f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS)
    return f"<!doctype html><html><head><title>{title}</title>{head}</head><body><article>{paragraphs}</article></body></html>"
