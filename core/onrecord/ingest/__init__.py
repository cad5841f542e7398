"""From a file, an address or standard input to drafts of articles.

``kinds`` is the table of what can be read, ``door`` finds the reader of a document in it, ``readers`` has a module
for each, ``text_repair`` puts their texts right, ``web`` fetches. Heavy libraries are imported by the functions
that need them.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import Any, NamedTuple

import msgspec

from onrecord.base.addresses import without_password
from onrecord.base.field_limits import excess
from onrecord.base.held_files import is_held
from onrecord.base.languages import detect_language
from onrecord.base.records import Draft
from onrecord.ingest import door, limited_reading, web, web_addresses
from onrecord.ingest.article_fields import NO_TEXT, draft_of, text_as_it_stands
from onrecord.ingest.document import (
    Document,
    Failed,
    IngestError,
    buffered,
    clean,
    gate,
    not_opened,
    raise_error,
    refuse_held,
)
from onrecord.ingest.fields import iso_date
from onrecord.ingest.pipes import is_pipe, pipe_stream
from onrecord.ingest.text_repair import repaired

__all__ = [
    "Draft",
    "Failed",
    "IngestError",
    "finished_draft",
    "gate",
    "iso_date",
    "name_of",
    "read",
    "texts",
    "walk",
]


class CorpusArticle(NamedTuple):
    """An article of a corpus: the number of its row, from 1, its id there, what is known of it, and its text.

    The text is as it stands in the corpus; that of the draft has its spaces put right.
    """

    row: int
    id: str
    draft: Draft
    text: str


AddressesFound = Callable[[Sequence[Draft]], None]
"""Called with the drafts of a source that have an address and no text: articles that would have to be fetched."""


def read(
    source: str | Path,
    *,
    failed: Failed = raise_error,
    on_addresses: AddressesFound | None = None,
    left_out: Collection[str] = (),
) -> Iterator[Draft]:
    """Yield the articles in a file, at an http or https address, or in standard input (``-``).

    Args:
        source: The file, the address, or ``-``.
        failed: Called with everything that cannot be read; the rest is read. Without it the first such thing is
            raised.
        on_addresses: Called once with the articles of which the source has only the addresses; nothing is fetched
            here. Without it they cannot be read.
        left_out: The names of files in a source that is a ZIP archive that are not read.

    Raises:
        IngestError: Something cannot be read, and there is no ``failed`` to be told.
    """
    addresses: list[Draft] = []
    name = name_of(source)
    with gate(name, failed), _opened(source, failed) as document:
        document.left_out = frozenset(left_out)
        for draft in limited_reading.drafts(document, _finished_drafts):
            if draft.text:
                yield draft
            else:
                addresses.append(draft)
    if addresses and on_addresses:
        on_addresses(addresses)
    elif addresses:
        reason = f"{unfetched_addresses(len(addresses))}; fetch with onrecord add --fetch"
        failed(IngestError(name, reason))


def unfetched_addresses(count: int) -> str:
    """Return in words that there are so many addresses of which the texts are missing."""
    return "an address without its text" if count == 1 else f"{count:,} addresses without texts"


def _finished_drafts(document: Document) -> Iterator[Draft]:
    """Yield the articles in a document with their texts put right, and in a language; tell of those too long."""
    for draft in door.drafts(document):
        if reason := excess(msgspec.structs.asdict(draft)):
            document.failed(IngestError(document.name, f"{reason} in “{draft.title[:60]}”; shorten it"))
        else:
            yield finished_draft(draft)


def finished_draft(draft: Draft) -> Draft:
    """Return an article with its text put right, and in a language."""
    if draft.text:
        draft = repaired(draft)
        draft.language = draft.language or detect_language(draft.text)
    return draft


def texts(source: str | Path, *, failed: Failed = raise_error) -> Iterator[tuple[Any, str]]:
    """Yield the texts in a source, each with its id, as they stand there: offsets in them are the source's own.

    In JSON an ``id`` names each text, else the number of its line, from 1; elsewhere the source does.

    Raises:
        IngestError: As ``read`` does.
    """
    with gate(name_of(source), failed), _opened(source, failed) as document:
        yield from door.texts(document)


def corpus_articles(source: str | Path, *, failed: Failed = raise_error) -> Iterator[CorpusArticle]:
    """Yield the articles of a corpus, which is Parquet or JSON Lines, with their texts as they stand there.

    Raises:
        IngestError: As ``read`` does.
    """
    with gate(name_of(source), failed), _opened(source, failed) as document:
        for number, name, record in door.records(document):
            text = text_as_it_stands(record)
            if text.strip():
                article_id = record.get("id")
                yield CorpusArticle(
                    number,
                    f"{clean(Path(source).name)}:{number}" if article_id is None else f"{article_id}",
                    draft_of(record),
                    text,
                )
            else:
                failed(IngestError(name, NO_TEXT))


def name_of(source: str | Path) -> str:
    """Give the name by which the user knows a source."""
    return "standard input" if source == "-" else without_password(str(source))


def walk(sources: Iterable[str | Path], *, failed: Failed = raise_error) -> Iterator[str | Path]:
    """Yield the sources with each folder replaced by the files in it and below, in the order of their names.

    Nothing hidden is taken of a folder, no archive that is open, no pipe or device, and not the folder that a
    browser saves beside a page, with its pictures and adverts. Addresses, ``-`` and files that are named
    themselves stay as they are.

    Raises:
        IngestError: A folder cannot be read, and there is no ``failed`` to be told.
    """

    def unreadable(error: OSError) -> None:
        failed(IngestError(str(error.filename), not_opened(error)))

    for source in sources:
        if source == "-" or web_addresses.is_address(str(source)) or not os.path.isdir(source):
            yield source
            continue
        for folder, below, names in os.walk(source, onerror=unreadable):
            below[:] = sorted(name for name in below if not name.startswith(".") and not _is_of_page(name, names))
            paths = (Path(folder, name) for name in sorted(names) if not name.startswith("."))
            # A pipe or a device may be waited for without end.
            yield from (path for path in paths if not is_held(path) and not is_pipe(path))


_OF_SAVED_PAGE = ("_files", ".files", "-Dateien", "_fichiers", "_archivos", "_bestanden", "_file")
"""How browsers end the name of the folder that they save with a page, in the languages of their users."""


def _is_of_page(folder: str, neighbours: Iterable[str]) -> bool:
    """Return whether a folder is the one that a browser has saved with a page that stands beside it."""
    stems = [folder.removesuffix(ending) for ending in _OF_SAVED_PAGE if folder.endswith(ending)]
    return any(f"{stem}{ending}" in neighbours for stem in stems for ending in (".html", ".htm", ".xhtml"))


@contextlib.contextmanager
def _opened(source: str | Path, failed: Failed) -> Iterator[Document]:
    if is_pipe(source):
        try:
            yield Document(name=name_of(source), stream=pipe_stream(source), failed=failed)
        except OSError as error:
            raise IngestError(name_of(source), not_opened(error)) from error
    elif isinstance(source, str) and web_addresses.is_address(source) and not os.path.exists(source):
        yield web.fetch(source, failed)
    else:
        _refuse_part_of_page(Path(source))
        refuse_held(source)
        try:
            with open(source, "rb", buffering=0) as raw, buffered(raw) as file:
                yield Document(name=str(source), stream=file, failed=failed, stem=clean(PurePath(source).stem))
        except OSError as error:
            raise IngestError(str(source), not_opened(error)) from error


def _refuse_part_of_page(path: Path) -> None:
    """See that a file is not in the folder that a browser has saved with a page."""
    folder = path.parent
    with contextlib.suppress(OSError):
        if folder.name.endswith(_OF_SAVED_PAGE) and _is_of_page(folder.name, os.listdir(folder.parent)):
            reason = "a part of the saved page beside its folder, not an article; add that page alone"
            raise IngestError(str(path), reason)
